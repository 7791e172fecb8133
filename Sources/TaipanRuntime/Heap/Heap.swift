// Allocation: size classes whose blocks are swept as allocation comes to them, large objects apart.
//
// Whatever allocates may collect. A new cell's header is set by the caller before anything else is
// allocated; words that the collector would read precisely must be valid by then, too.

import CTaipan
import Glibc

public enum Heap {
  package static let blockSize = 1 << 16
  static let blockShift = 16
  /// Larger requests get blocks of their own.
  @usableFromInline static let largestCell = 16384
  static let classCount = 32 + 20
  /// Bytes at the start of the heap that are given by small pages.
  static let smallPages = 256 << 20
  /// Bytes of a run claimed at once: untouched pages of a new block cost no memory, and clearing
  /// headers brings into the cache what is allocated next.
  static let claimSize = 4096

  @inlinable @inline(__always) public static var state: UnsafeMutablePointer<HeapState> {
    UnsafeMutablePointer(bitPattern: MemoryMap.heapState).unsafelyUnwrapped
  }
  @inlinable @inline(__always) static var classes: UnsafeMutablePointer<SizeClass> {
    UnsafeMutablePointer(bitPattern: MemoryMap.heapState + 0x800).unsafelyUnwrapped
  }

  /// The size class of a request of `size` bytes, at most `largestCell`.
  @inlinable @inline(__always) static func classIndex(_ size: Int) -> Int {
    size <= 512 ? (size + 15) >> 4 - 1 : coarseClassIndex(size)
  }

  @usableFromInline static func coarseClassIndex(_ size: Int) -> Int {
    let exponent = Int.bitWidth - 1 - (size - 1).leadingZeroBitCount  // 512 < size → ≥ 9
    let quarter = (size - 1) >> (exponent - 2) & 3
    return 32 + (exponent - 9) * 4 + quarter
  }

  private static func cellSize(ofClass index: Int) -> Int {
    if index < 32 { return (index + 1) * 16 }
    let exponent = 9 + (index - 32) / 4
    let quarter = (index - 32) % 4
    return (1 << exponent) + (quarter + 1) << (exponent - 2)
  }

  /// A cell of at least `size` bytes with the given header; the other words hold anything.
  @inlinable @inline(__always)
  public static func allocate(_ size: Int, _ header: Header) -> ObjectRef {
    if size <= largestCell {
      let sizeClass = classes + classIndex(size)
      let cell = sizeClass.pointee.fresh
      let next = cell + sizeClass.pointee.cellSize
      if next <= sizeClass.pointee.limit {
        sizeClass.pointee.fresh = next
        cell.storeBytes(of: header, as: Header.self)
        clearPadding(cell, size)
        return ObjectRef(pointer: cell)
      }
    }
    return allocateSlow(size, header)
  }

  /// An object of an odd number of words leaves one of its cell over, which is traced with the others.
  @inlinable @inline(__always)
  static func clearPadding(_ cell: UnsafeMutableRawPointer, _ size: Int) {
    let end = (size &+ 7) & ~7
    if end & 8 != 0, size <= 512 { cell.storeBytes(of: 0, toByteOffset: end, as: UInt64.self) }
  }

  @inline(never) @usableFromInline
  static func allocateSlow(_ size: Int, _ header: Header) -> ObjectRef {
    let cell = size <= largestCell ? refill(classIndex(size)) : allocateLarge(size)
    cell.storeBytes(of: header, as: Header.self)
    clearPadding(cell, size)
    return ObjectRef(pointer: cell)
  }

  /// A cell whose words after the header are zero.
  public static func allocateZeroed(_ size: Int, _ header: Header) -> ObjectRef {
    let object = allocate(size, header)
    memset(object.pointer + 8, 0, size - 8)
    return object
  }

  // MARK: Small cells

  /// Takes a cell of a class whose claimed cells are used up.
  private static func refill(_ index: Int) -> UnsafeMutableRawPointer {
    collectIfDue()
    let sizeClass = classes + index
    while sizeClass.pointee.fresh >= sizeClass.pointee.runEnd {
      if !findRun(sizeClass), !nextBlock(sizeClass) { takeNewBlock(sizeClass, index) }
    }
    if sizeClass.pointee.fresh >= sizeClass.pointee.limit { claim(sizeClass) }
    let cell = sizeClass.pointee.fresh
    sizeClass.pointee.fresh = cell + sizeClass.pointee.cellSize
    return cell
  }

  /// Makes the next part of the run available. Under stress it is one cell, so that every allocation
  /// comes by.
  private static func claim(_ sizeClass: UnsafeMutablePointer<SizeClass>) {
    let size = sizeClass.pointee.cellSize
    let isStressed = state.pointee.stressInterval > 0
    let start = sizeClass.pointee.fresh
    let most = isStressed ? size : max(size, claimSize / size * size)
    let end = min(sizeClass.pointee.runEnd, start + most)
    sizeClass.pointee.limit = end
    state.pointee.allocatedSinceCollection += end - start
    noteClaimed(to: end)
    if sizeClass.pointee.isNewBlock {
      populate(start, blockCount: sizeClass.pointee.blockCount)
      return
    }
    var cell = start
    while cell < end {
      cell.storeBytes(of: 0, as: UInt64.self)
      if isStressed, size > 16 { memset(cell + 16, 0xDB, size - 16) }
      cell += size
    }
  }

  @inline(__always)
  private static func noteClaimed(to end: UnsafeMutableRawPointer) {
    let offset = UInt(bitPattern: end) &- 1 &- state.pointee.start
    let block = state.pointee.blocks + Int(offset >> UInt(blockShift))
    let granules = UInt16(truncatingIfNeeded: (offset & UInt(blockSize - 1)) >> 4 + 1)
    if granules > block.pointee.claimedEnd { block.pointee.claimedEnd = granules }
  }

  /// Goes to the next run of dead cells in the block; false at its end.
  private static func findRun(_ sizeClass: UnsafeMutablePointer<SizeClass>) -> Bool {
    let block = sizeClass.pointee.block
    if block < 0 { return false }
    let size = sizeClass.pointee.cellSize
    let start = address(ofBlock: block)
    let end = blockSize / size * size
    let offset = nextUnmarked(in: block, sizeClass, from: sizeClass.pointee.runEnd - start)
    if offset >= end {
      state.pointee.blocks[block].needsSweep = false
      sizeClass.pointee.dropRun()
      return false
    }
    sizeClass.pointee.fresh = start + offset
    sizeClass.pointee.limit = start + offset
    sizeClass.pointee.runEnd = start + min(end, nextMark(in: block, from: offset))
    return true
  }

  /// The marks of a block, a bit for each 16 bytes.
  @inline(__always)
  static func marks(ofBlock block: Int) -> UnsafePointer<UInt64> {
    UnsafeRawPointer(state.pointee.markBits + block * (blockSize / 128))
      .assumingMemoryBound(to: UInt64.self)
  }

  /// Offset of the first unmarked cell of a block at or after the cell at `offset`; the block's size if
  /// there is none.
  private static func nextUnmarked(
    in block: Int, _ sizeClass: UnsafeMutablePointer<SizeClass>, from offset: Int
  ) -> Int {
    let granule = offset >> 4
    var index = granule >> 6
    if index == wordsOfMarks { return blockSize }
    let words = marks(ofBlock: block)
    let starts = sizeClass.pointee.cellStarts ?? makeCellStarts(sizeClass)
    var word = ~words[index] & starts[index] & (~0 << UInt64(granule & 63))
    while word == 0 {
      index += 1
      if index == wordsOfMarks { return blockSize }
      word = ~words[index] & starts[index]
    }
    return (index << 6 + word.trailingZeroBitCount) << 4
  }

  /// Words of mark bits of a block.
  private static let wordsOfMarks = blockSize / 1024

  @inline(never) private static func makeCellStarts(
    _ sizeClass: UnsafeMutablePointer<SizeClass>
  ) -> UnsafePointer<UInt64> {
    let starts = UnsafeMutablePointer<UInt64>.allocate(capacity: wordsOfMarks)
    starts.initialize(repeating: 0, count: wordsOfMarks)
    let size = sizeClass.pointee.cellSize
    for granule in stride(from: 0, to: blockSize / size * size >> 4, by: size >> 4) {
      starts[granule >> 6] |= 1 << UInt64(granule & 63)
    }
    sizeClass.pointee.cellStarts = UnsafePointer(starts)
    return UnsafePointer(starts)
  }

  /// Offset of the first marked cell of a block at or after `offset`; the block's size if there is none.
  private static func nextMark(in block: Int, from offset: Int) -> Int {
    let words = marks(ofBlock: block)
    let granule = offset >> 4
    var index = granule >> 6
    var word = words[index] & (~0 << UInt64(granule & 63))
    while word == 0 {
      index += 1
      if index == wordsOfMarks { return blockSize }
      word = words[index]
    }
    return (index << 6 + word.trailingZeroBitCount) << 4
  }

  /// Goes to the next block that may have dead cells; false when all were looked at.
  private static func nextBlock(_ sizeClass: UnsafeMutablePointer<SizeClass>) -> Bool {
    while sizeClass.pointee.sweepCursor < sizeClass.pointee.blockCount {
      let block = Int(sizeClass.pointee.blocks![sizeClass.pointee.sweepCursor])
      sizeClass.pointee.sweepCursor += 1
      if state.pointee.blocks[block].needsSweep, !state.pointee.blocks[block].isCrowded {
        state.pointee.blocks[block].wasClaimed = true
        let start = address(ofBlock: block)
        sizeClass.pointee.block = block
        sizeClass.pointee.isNewBlock = false
        sizeClass.pointee.fresh = start
        sizeClass.pointee.limit = start
        sizeClass.pointee.runEnd = start
        return true
      }
    }
    return false
  }

  /// A block that holds nothing is one run: there is no other to look for.
  private static func takeNewBlock(_ sizeClass: UnsafeMutablePointer<SizeClass>, _ index: Int) {
    let block = takeBlocks(1)
    // The pages of one used before hold headers of dead cells, which claiming has to clear.
    let isUsed = state.pointee.blocks[block].isResident
    state.pointee.blocks[block] = BlockInfo(
      kind: .cells, sizeClass: UInt8(index), needsSweep: isUsed, wasClaimed: true,
      claimedEnd: isUsed ? state.pointee.blocks[block].claimedEnd : 0, span: 1)
    appendBlock(block, sizeClass)
    let start = address(ofBlock: block)
    let size = sizeClass.pointee.cellSize
    sizeClass.pointee.block = isUsed ? block : -1
    sizeClass.pointee.isNewBlock = !isUsed
    sizeClass.pointee.fresh = start
    sizeClass.pointee.limit = start
    let end = blockSize / size * size
    sizeClass.pointee.runEnd = start + end
    // What looks like a pointer behind the last cell must find no object there.
    if isUsed, end < Int(state.pointee.blocks[block].claimedEnd) << 4 {
      (start + end).storeBytes(of: 0, as: UInt64.self)
    }
  }

  static let populateWrite: Int32 = 23  // MADV_POPULATE_WRITE

  /// Asks for the pages of a block together where a class has shown that it uses them. Not before it has many
  /// blocks: four pages together cost as much as four page faults, and some would not be used. Advice only:
  /// kernels before 5.14 refuse it.
  private static func populate(_ start: UnsafeMutableRawPointer, blockCount: Int) {
    if blockCount > 8, UInt(bitPattern: start) & UInt(blockSize - 1) == 0 {
      madvise(start, blockSize, populateWrite)
    }
  }

  private static func appendBlock(_ block: Int, _ sizeClass: UnsafeMutablePointer<SizeClass>) {
    if sizeClass.pointee.blockCount == sizeClass.pointee.blockCapacity {
      let capacity = max(8, sizeClass.pointee.blockCapacity * 2)
      let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
      if let old = sizeClass.pointee.blocks {
        larger.update(from: old, count: sizeClass.pointee.blockCount)
        old.deallocate()
      }
      sizeClass.pointee.blocks = larger
      sizeClass.pointee.blockCapacity = capacity
    }
    sizeClass.pointee.blocks![sizeClass.pointee.blockCount] = UInt32(block)
    sizeClass.pointee.blockCount += 1
    // New blocks have no dead cells before the next collection.
    sizeClass.pointee.sweepCursor = sizeClass.pointee.blockCount
  }

  // MARK: Blocks and large objects

  /// Bytes of the heap that were in use at one time or another.
  public static var peakSize: Int { state.pointee.blockCount << blockShift }

  static func address(ofBlock block: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: state.pointee.start + UInt(block) << UInt(blockShift))!
  }

  /// Index of the first of `count` adjacent free blocks.
  private static func takeBlocks(_ count: Int) -> Int {
    if state.pointee.freeBlocks >= count,
      let found = count == 1 ? searchBlock() : searchBlocks(count)
    {
      state.pointee.freeBlocks -= count
      return found
    }
    let block = state.pointee.blockCount
    if UInt(block + count) << UInt(blockShift) > state.pointee.reserved {
      fatalError("Taipan: out of memory")
    }
    state.pointee.blockCount += count
    if state.pointee.blockCount > softBlockLimit { noteScarcity() }
    return block
  }

  /// Blocks that may be taken before memory counts as scarce: the rest lets a program come to the
  /// safepoint where MemoryError is raised.
  private static var softBlockLimit: Int {
    let all = Int(state.pointee.reserved) >> blockShift
    return all - min(all / 8, 4096)
  }

  @inline(never) private static func noteScarcity() {
    thread.pointee.memoryIsScarce = true
    thread.pointee.requestPoll()
  }

  /// Collects because memory is scarce.
  ///
  /// - Throws: MemoryError where that freed too little.
  static func relieve() throws(Raised) {
    thread.pointee.memoryIsScarce = false
    collect(major: true)
    if state.pointee.blockCount - state.pointee.freeBlocks > softBlockLimit {
      throw raise(.memoryError)
    }
  }

  /// The first free block.
  private static func searchBlock() -> Int? {
    var block = state.pointee.searchHint
    while block < state.pointee.blockCount {
      if state.pointee.blocks[block].kind == .free {
        state.pointee.searchHint = block + 1
        return block
      }
      block += 1
    }
    state.pointee.searchHint = 0
    return nil
  }

  /// The last free blocks that lie together: cells are put below them, so that what a large object leaves is
  /// there for the next one.
  private static func searchBlocks(_ count: Int) -> Int? {
    var run = 0
    var block = state.pointee.blockCount
    while block > 0 {
      block -= 1
      run = state.pointee.blocks[block].kind == .free ? run + 1 : 0
      if run == count { return block }
    }
    return nil
  }

  private static func allocateLarge(_ size: Int) -> UnsafeMutableRawPointer {
    state.pointee.allocatedSinceCollection += size
    collectIfDue()
    let count = (size + blockSize - 1) >> blockShift
    let block = takeBlocks(count)
    state.pointee.blocks[block] = BlockInfo(
      kind: .large, sizeClass: 0, needsSweep: false, span: UInt32(count))
    for tail in 1..<max(count, 1) {
      state.pointee.blocks[block + tail] = BlockInfo(
        kind: .largeTail, sizeClass: 0, needsSweep: false, span: UInt32(tail))
    }
    return address(ofBlock: block)
  }

  /// Frees a large object at once, not when a collection finds it dead. For what native code has made for itself
  /// alone: nothing may refer to it. Does nothing for smaller objects.
  public static func discard(_ object: ObjectRef) {
    let address = UInt(bitPattern: object.pointer)
    if state.pointee.collecting || address &- state.pointee.start >= used { return }
    let block = Int((address &- state.pointee.start) >> UInt(blockShift))
    if state.pointee.blocks[block].kind != .large { return }
    let count = Int(state.pointee.blocks[block].span)
    state.pointee.allocatedSinceCollection = max(
      0, state.pointee.allocatedSinceCollection - count << blockShift)
    clearMark(address)
    freeLarge(block)
    giveBack(block, count)
  }

  /// Blocks of an object from which on its pages do not wait for another: 32 MB, as malloc has it. Below, new
  /// pages for each would cost more than what is done with them.
  private static let hugeSpan = 512

  static func freeLarge(_ block: Int) {
    let count = Int(state.pointee.blocks[block].span)
    for i in 0..<count { freeBlock(block + i) }
    if count >= hugeSpan { giveBack(block, count) }
  }

  /// As malloc does with what is as large: its next use may be far off, and of a part of it.
  private static func giveBack(_ block: Int, _ count: Int) {
    for index in block..<block + count { state.pointee.blocks[index].isResident = false }
    madvise(address(ofBlock: block), count << blockShift, MADV_DONTNEED)
  }

  static func freeBlock(_ block: Int) {
    state.pointee.blocks[block].kind = .free
    state.pointee.blocks[block].isResident = true
    state.pointee.freeBlocks += 1
    state.pointee.searchHint = min(state.pointee.searchHint, block)
  }

  /// Gives the pages of free blocks back, but for the first `kept` bytes of them: to touch a page anew
  /// costs more than most of what is done with it.
  static func trimFreeBlocks(keeping kept: Int) {
    var surplus = -(kept >> blockShift)
    if state.pointee.freeBlocks + surplus <= 0 { return }
    for block in 0..<state.pointee.blockCount
    where state.pointee.blocks[block].kind == .free && state.pointee.blocks[block].isResident {
      surplus += 1
      if surplus <= 0 { continue }
      state.pointee.blocks[block].isResident = false
      madvise(address(ofBlock: block), blockSize, MADV_DONTNEED)
    }
  }

  /// Whether `size` more bytes can be had; asked before large requests that a program chose.
  ///
  /// - Throws: MemoryError.
  @inline(__always) public static func requireRoom(_ size: Int) throws(Raised) {
    // Anything short of a megabyte fits into what is kept back.
    if UInt(bitPattern: size) > 1 << 20 { try requireMuchRoom(size) }
  }

  @inline(never) private static func requireMuchRoom(_ size: Int) throws(Raised) {
    if hasRoom(size) { return }
    if size < 0 || UInt(size) > state.pointee.reserved || size > physicalLimit {
      throw raise(.memoryError)
    }
    // Garbage may be all that is in the way.
    collect(major: true)
    if !hasRoom(size) { throw raise(.memoryError) }
  }

  private static func hasRoom(_ size: Int) -> Bool {
    let unused = softBlockLimit - state.pointee.blockCount
    if size < 0 || size > physicalLimit { return false }
    let count = (size + blockSize) >> blockShift
    if count <= unused { return true }
    return count < 1 << 20 && state.pointee.freeBlocks >= count && searchBlocks(count) != nil
  }

  /// Requests beyond the machine's memory can only end in the kernel killing the process.
  nonisolated(unsafe) private static var physicalLimit = 0

  // MARK: Set-up

  /// At this address or nowhere: MAP_FIXED_NOREPLACE.
  static let fixedIfFree: Int32 = 0x100000

  /// Maps the fixed region and reserves the heap; called once, before anything else.
  public static func start() {
    let fixed = mmap(
      UnsafeMutableRawPointer(bitPattern: MemoryMap.base), Int(MemoryMap.size),
      PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixedIfFree, -1, 0)
    guard fixed == UnsafeMutableRawPointer(bitPattern: MemoryMap.base) else {
      fatalError("Taipan: the address range of the singletons is taken")
    }
    populateStart()
    physicalLimit = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let (start, reserved) = reserveBlocks()
    let aligned = (start + UInt(blockSize) - 1) & ~UInt(blockSize - 1)
    let blockTotal = reserved >> blockShift
    state.initialize(
      to: HeapState(
        nextShape: UInt32(MemoryMap.dynamicShapes), start: aligned, reserved: UInt(reserved),
        markBits: UnsafeMutablePointer(bitPattern: reserve(reserved >> 7))!,
        blocks: UnsafeMutablePointer(
          bitPattern: reserve(blockTotal * MemoryLayout<BlockInfo>.stride))!,
        blockCount: 0, freeBlocks: 0, searchHint: 0, allocatedSinceCollection: 0,
        threshold: firstThreshold, liveAfterMajor: 0, liveEstimate: 0, minorSinceMajor: 0,
        disabled: false, collecting: false, markStack: RawList(), remembered: RawList(),
        roots: RawList(), weakReferences: RawList(), finalizable: RawList(),
        releasable: RawList(), releasableOld: 0, stressInterval: 0, stressCountdown: 0,
        verifies: false,
        stats: CollectorStats()))
    for index in 0..<classCount { startClass(index) }
    askForHugePages(from: aligned, reserved)
    readEnvironment()
    TinyCaches.readEnvironment()
  }

  /// The pages of the fixed region that every start writes to, asked for together. Advice only.
  private static func populateStart() {
    func populate(_ start: UInt, _ size: Int) {
      madvise(UnsafeMutableRawPointer(bitPattern: start), size, populateWrite)
    }
    populate(MemoryMap.singletons, 0x4000)
    populate(
      MemoryMap.builtinTypes, BuiltinType.allCases.count * Int(MemoryMap.builtinTypeStride))
    populate(MemoryMap.builtinShapes, 0x6000)
    populate(MemoryMap.dynamicShapes, 0x3000)
    populate(MemoryMap.lookupCache, TypeRef.lookupCacheSize)
  }

  /// Beyond its first part the heap asks for huge pages: a program that large touches them whole, and saves
  /// misses of the processor's address cache. Not earlier: small pages that were in use a moment ago are at
  /// hand, 2 MB in one piece often have to be made, in a virtual machine by its host, which was measured to
  /// take longer than 512 small ones. Advice only.
  private static func askForHugePages(from start: UInt, _ size: Int) {
    let hugePage: UInt = 1 << 21
    let hugePageAdvice: Int32 = 14  // MADV_HUGEPAGE
    let first = (start + UInt(smallPages) + hugePage - 1) & ~(hugePage - 1)
    let end = start + UInt(size)
    if first >= end { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), hugePageAdvice)
  }

  private static func startClass(_ index: Int) {
    let size = cellSize(ofClass: index)
    let nowhere = UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    (classes + index).initialize(
      to: SizeClass(
        fresh: nowhere, cellSize: size, limit: nowhere, runEnd: nowhere, block: -1,
        isNewBlock: false, blocks: nil, blockCount: 0, blockCapacity: 0, sweepCursor: 0,
        reciprocal: (1 << 32) / UInt64(size) + 1))
  }

  /// Bytes of address space that the process may still take: what `ulimit -v` leaves, 1 TB at most.
  static let addressSpace: Int = {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(9), &limit)  // RLIMIT_AS
    let most = 1 << 40
    if limit.rlim_cur >= rlim_t(most) { return most }
    return max(0, Int(limit.rlim_cur) - pagesInUse() * sysconf(Int32(_SC_PAGESIZE)))
  }()

  /// The first number of /proc/self/statm: pages of address space.
  private static func pagesInUse() -> Int {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return 0 }
    defer { close(descriptor) }
    var text = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &text, 63)
    var pages = 0
    for byte in text.prefix(max(0, count)) {
      guard byte >= 48, byte <= 57 else { break }
      pages = pages * 10 + Int(byte) - 48
    }
    return pages
  }

  /// Bytes of address space for the heap: 256 GB, or half of what a limit leaves: the rest is for the
  /// register stack, the collector's lists and malloc.
  private static func reservation() -> Int {
    min(1 << 38, max(leastReservation, addressSpace / 2)) & ~(blockSize - 1)
  }

  private static let leastReservation = 16 << 20

  /// Address space for the blocks, and one more to align them: half as much as long as the system grants no
  /// more, as it does where all that is mapped counts as used (`vm.overcommit_memory=2`).
  private static func reserveBlocks() -> (start: UInt, size: Int) {
    var size = reservation()
    while size > leastReservation {
      if let start = map(size + blockSize) { return (start, size) }
      size = (size / 2) & ~(blockSize - 1)
    }
    return (reserve(size + blockSize), size)
  }

  private static func reserve(_ size: Int) -> UInt {
    guard let start = map(size) else { fatalError("Taipan: no address space") }
    return start
  }

  private static func map(_ size: Int) -> UInt? {
    let address = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address, address != MAP_FAILED else { return nil }
    return UInt(bitPattern: address)
  }

  /// `TAIPAN_GC` is a comma-separated list of `stress`, `stress=N`, `verify`, `stats` and `off`.
  private static func readEnvironment() {
    guard let text = getenv("TAIPAN_GC") else { return }
    for option in String(cString: text).split(separator: ",") {
      switch option {
      case "stats": state.pointee.stats.report = true
      case "verify": state.pointee.verifies = true
      case "off": state.pointee.disabled = true
      case "stress": state.pointee.stressInterval = 97
      default:
        if option.hasPrefix("stress="), let n = Int(option.dropFirst(7)), n > 0 {
          state.pointee.stressInterval = n
        }
      }
    }
    state.pointee.stressCountdown = state.pointee.stressInterval
  }
}
