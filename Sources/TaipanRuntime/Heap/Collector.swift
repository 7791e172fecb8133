// Mark and lazy sweep, with sticky marks for generations.
//
// A minor collection keeps the marks of the last one: marked objects are old and are not visited
// unless they were written to since (the remembered set). Native stacks, registers and the
// interpreter's register stack are read conservatively; heap objects by their `TraceKind`.
// A word that is not a value but looks like one can only keep an object alive: nothing moves.

import CTaipan
import Glibc

extension Heap {
  static let minimumThreshold = 1 << 20
  /// What a start with a few modules allocates stays: the first collection finds something later.
  static let firstThreshold = 5 << 19
  /// A long list that is written to all the time is read whole by each minor collection: the longer, the
  /// rarer they are. Bytes to be allocated for an item that was read so, and how many that may become.
  static let itemsWorth = 40
  static let mostForRemembered = 8 << 20
  /// A third of what lives, up to so many bytes: what dies young is most of what a large heap has beside that.
  private static let mostForLive = 8 << 20
  /// Free memory that is not given back to the system.
  static let keptFreeMemory = 8 << 20
  /// Much of what imports make lives on: then a collection within one waits for so much.
  private static let importThreshold = 3 << 20

  @inline(__always) static func collectIfDue() {
    let s = state
    if s.pointee.stressInterval > 0 {
      s.pointee.stressCountdown -= 1
      if s.pointee.stressCountdown <= 0 {
        s.pointee.stressCountdown = s.pointee.stressInterval
        collect(major: s.pointee.minorSinceMajor >= 3)
      }
    } else if s.pointee.allocatedSinceCollection >= s.pointee.threshold {
      collectAllocated()
    }
  }

  @inline(never) private static func collectAllocated() {
    if !Imports.isRunning { return collect(major: isMajorDue) }
    let s = state
    if s.pointee.importsSurvive, s.pointee.allocatedSinceCollection < importThreshold { return }
    collectImported()
  }

  private static func collectImported() {
    let s = state
    let (before, allocated) = (s.pointee.liveEstimate, s.pointee.allocatedSinceCollection)
    collect(major: isMajorDue)
    s.pointee.importsSurvive = (s.pointee.liveEstimate - before) * 4 > allocated
  }

  /// Collects earlier than is due: much of what an import makes lives on, and hardly anything lies on the
  /// stack now. A program that imports first and works then is not interrupted in its first steps. Where a quarter
  /// of what the last one found was alive, one waits for more, and what was allocated does not count as much.
  static func collectAfterImport() {
    let s = state
    let allocated = s.pointee.allocatedSinceCollection
    if s.pointee.importsSurvive, allocated < importThreshold / 2 {
      s.pointee.threshold = max(s.pointee.threshold, allocated + minimumThreshold / 2)
    } else if allocated * 2 > s.pointee.threshold {
      collectImported()
    }
  }

  /// Old garbage stays until a major collection. One is due when much was promoted since the last, and
  /// after many minor ones when little was: finalizers and weak references wait, too.
  private static var isMajorDue: Bool {
    let (live, before) = (state.pointee.liveEstimate, state.pointee.liveAfterMajor)
    let minors = state.pointee.minorSinceMajor
    // What is promoted from short-lived data is most of what a program has beside what it needs.
    if live > before + before / 3 + (1 << 20) { return true }
    return minors >= 200 && live > before + before / 8 + (1 << 18) || minors >= 600
  }

  /// Finds what is reachable; dead cells are reused as allocation comes to them.
  ///
  /// - Parameter examine: called when all is marked, before finalizers and weak references see what is dead.
  public static func collect(major: Bool, examine: () -> Void = {}) {
    if state.pointee.disabled || state.pointee.collecting { return }
    state.pointee.collecting = true
    let began = monotonicSeconds()
    // In a minor collection the marks still tell which cells of an unswept block are dead.
    if major || state.pointee.verifies { clearDeadCells() }
    if major { forgetMarks() }
    taipan_with_spilled_registers { stackPointer in
      Heap.markRoots(stackPointer!)
    }
    if major { markFixedRegion() }
    drainRemembered()
    drain()
    if state.pointee.verifies {
      verifyMarks()
      if !major { verifyMinor() }
    }
    examine()
    queueFinalizers()
    clearWeakReferences(major: major)
    releaseDead(major: major)
    TypeRef.dropDependentsOfDead()
    AttributeCache.forgetDead()
    CodeBodies.freeRetired()
    prepareSweep(major: major)
    setThreshold(major: major)
    state.pointee.collecting = false
    noteStatistics(major: major, seconds: monotonicSeconds() - began)
  }

  private static func setThreshold(major: Bool) {
    let s = state
    // The first collection is one of everything.
    if major || s.pointee.liveAfterMajor == 0 {
      s.pointee.liveAfterMajor = s.pointee.liveEstimate
      s.pointee.madeOld = 0
      s.pointee.minorSinceMajor = 0
    } else {
      s.pointee.minorSinceMajor += 1
    }
    s.pointee.allocatedSinceCollection = 0
    s.pointee.threshold = max(
      minimumThreshold, min(s.pointee.liveEstimate / 3, mostForLive),
      min(s.pointee.rememberedItems * itemsWorth, mostForRemembered))
  }

  // MARK: Marking

  /// Bytes of the heap that may hold objects.
  @inline(__always) static var used: UInt {
    UInt(state.pointee.blockCount) << UInt(blockShift)
  }

  /// True for the first to mark `address`, the start of a cell.
  @inline(__always) private static func setMark(_ address: UInt) -> Bool {
    let granule = (address &- state.pointee.start) >> 4
    let byte = state.pointee.markBits + Int(granule >> 3)
    let bit = UInt8(1) << UInt8(granule & 7)
    if byte.pointee & bit != 0 { return false }
    byte.pointee |= bit
    return true
  }

  static func clearMark(_ address: UInt) {
    let granule = (address &- state.pointee.start) >> 4
    state.pointee.markBits[Int(granule >> 3)] &= ~(1 << UInt8(granule & 7))
  }

  @inline(__always) static func isMarked(_ address: UInt) -> Bool {
    let granule = (address &- state.pointee.start) >> 4
    return state.pointee.markBits[Int(granule >> 3)] & (1 << UInt8(granule & 7)) != 0
  }

  /// Whether the object of a value survives; values without heap memory always do.
  static func isLive(_ address: UInt) -> Bool {
    address &- state.pointee.start >= used || isMarked(address)
  }

  /// Marks a value read from a field that holds only values.
  @inline(__always) static func mark(_ value: Value) {
    if !value.isHeap { return }
    markAddress(UInt(value.bits))
  }

  @inline(__always) static func markAddress(_ address: UInt) {
    if address &- state.pointee.start >= used { return }
    if setMark(address) { state.pointee.markStack.append(address) }
  }

  /// Marks the cell that a word points into, if it does.
  @inline(__always) static func markAmbiguous(_ word: UInt) {
    if word &- state.pointee.start >= used { return }
    markAmbiguousInHeap(word)
  }

  private static func markAmbiguousInHeap(_ word: UInt, ownerIsRead: Bool = false) {
    let s = state
    var block = Int((word &- s.pointee.start) >> UInt(blockShift))
    let info = s.pointee.blocks[block]
    var cell: UInt
    switch info.kind {
    case .free: return
    case .cells:
      let sizeClass = classes + Int(info.sizeClass)
      let offset = UInt64(word & UInt(blockSize - 1))
      let index = Int((offset &* sizeClass.pointee.reciprocal) >> 32)
      cell = UInt(bitPattern: address(ofBlock: block)) + UInt(index * sizeClass.pointee.cellSize)
    case .largeTail:
      block -= Int(info.span)
      fallthrough
    case .large:
      cell = UInt(bitPattern: address(ofBlock: block))
    }
    if info.needsSweep, isUnclaimed(cell, block, info), !isMarked(cell) { return }
    let header = UnsafePointer<Header>(bitPattern: cell)!.pointee
    if header.shapeID == 0 { return }
    if ownerIsRead, isBuffer(header) {
      // A buffer is read whenever its owner is: the owner's barrier stands for both.
      _ = setMark(cell)
      let start = UnsafeRawPointer(bitPattern: cell).unsafelyUnwrapped
      markWords(start + bufferHeader, start + cellSize(at: cell))
    } else if setMark(cell) {
      s.pointee.markStack.append(cell)
    }
  }

  /// Whether nothing was allocated at a cell of an unswept block since the last collection: without a
  /// mark it is dead then.
  @inline(__always)
  private static func isUnclaimed(_ cell: UInt, _ block: Int, _ info: BlockInfo) -> Bool {
    let sizeClass = classes + Int(info.sizeClass)
    return sizeClass.pointee.block != block || cell >= UInt(bitPattern: sizeClass.pointee.limit)
  }

  /// Marks whatever the words from `low` up to `high` may point at.
  static func markWords(_ low: UnsafeRawPointer, _ high: UnsafeRawPointer) {
    var word = low.assumingMemoryBound(to: UInt.self)
    let end = high.assumingMemoryBound(to: UInt.self)
    while word < end {
      markAmbiguous(word.pointee)
      word += 1
    }
  }

  /// The second word of a buffer is no value: a table leaves the free list's link there.
  private static var bufferHeader: Int { DictRef.tableHeader }

  static func isBuffer(_ header: Header) -> Bool {
    header.shapeID == Shape.of(.valueBuffer).id || header.shapeID == Shape.of(.tableBuffer).id
  }

  /// The same for the words of an object, the buffers that belong to it included.
  private static func markOwnWords(_ low: UnsafeRawPointer, _ high: UnsafeRawPointer) {
    var word = low.assumingMemoryBound(to: UInt.self)
    let end = high.assumingMemoryBound(to: UInt.self)
    while word < end {
      if word.pointee &- state.pointee.start < used {
        markAmbiguousInHeap(word.pointee, ownerIsRead: true)
      }
      word += 1
    }
  }

  /// Bytes of the cell or large object at `address`.
  static func cellSize(at address: UInt) -> Int {
    let info = state.pointee.blocks[Int((address &- state.pointee.start) >> UInt(blockShift))]
    return info.kind == .cells
      ? classes[Int(info.sizeClass)].cellSize : Int(info.span) << blockShift
  }

  static func drain() {
    let s = state
    while s.pointee.markStack.count > 0 {
      s.pointee.markStack.count -= 1
      let address = s.pointee.markStack.base[s.pointee.markStack.count]
      if address & restBit != 0 {
        markRest(of: address)
      } else {
        trace(ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!))
      }
    }
  }

  // MARK: Long lists

  /// Items that are marked together: the stack of what is to be read would be as long as the longest list.
  nonisolated(unsafe) static var markedTogether = 1024

  /// An address with this bit on the stack is of a list, and below it is how many of its items were marked.
  private static let restBit: UInt = 1

  private static func markRest(of address: UInt) {
    let s = state
    s.pointee.markStack.count -= 1
    let index = Int(s.pointee.markStack.base[s.pointee.markStack.count])
    let list = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address & ~restBit)!)
    markItems(of: ListRef(list), from: index)
  }

  /// Marks items of a list; what is left comes back when all that these lead to was read.
  @inline(__always) private static func markItems(of list: ListRef, from start: Int) {
    guard let items = list.p.pointee.items else { return }
    var end = list.count
    if end - start > markedTogether {
      end = start + markedTogether
      state.pointee.markStack.append(UInt(end))
      state.pointee.markStack.append(UInt(bitPattern: list.p) | restBit)
    }
    for i in start..<end { mark(items[i]) }
  }

  static func markRoots(_ stackPointer: UnsafeRawPointer) {
    markThread(thread, stackPointer)
    Threads.all.forEach(markRecord)
    for i in 0..<Finalizers.pending.count { markAddress(Finalizers.pending.base[i]) }
    for i in 0..<state.pointee.roots.count {
      let slot = UnsafePointer<UInt>(bitPattern: state.pointee.roots.base[i])!
      markAmbiguous(slot.pointee)
    }
  }

  /// - Parameter stackPointer: where the part of the native stack that is in use begins.
  private static func markThread(_ t: UnsafePointer<ThreadState>, _ stackPointer: UnsafeRawPointer)
  {
    markWords(stackPointer, t.pointee.nativeStackBase)
    markWords(t.pointee.stackBase, t.pointee.stackTop)
    traceRunningGenerators(t.pointee.frame)
    markWords(t.pointee.scratchBase, t.pointee.scratchTop)
    markWords(UnsafeRawPointer(t), UnsafeRawPointer(t + 1))
  }

  private static func markRecord(_ record: ThreadRecordRef) {
    mark(record.pointee.function)
    mark(record.pointee.arguments)
    mark(record.pointee.keywords)
    mark(record.pointee.handle)
    mark(record.pointee.locals)
    mark(record.pointee.interruption)
    if var state = record.pointee.parked, let stackPointer = record.pointee.stackPointer {
      markThread(&state, stackPointer)
    }
  }

  /// Running generators write their registers without a barrier: they are read whole.
  private static func traceRunningGenerators(_ innermost: Registers?) {
    var frame = innermost
    while let r = frame {
      if Frame(r).isGenerator {
        mark(Frame(r).extra)
        trace(Frame(r).extra.asObject)
      }
      frame = Frame(r).caller
    }
  }

  /// Builtin types and singletons are old objects: only a major collection reads them whole.
  static func markFixedRegion() {
    Interning.forEach { Heap.mark($0) }
    let types = UnsafeRawPointer(bitPattern: MemoryMap.builtinTypes)!
    markWords(
      types, types + BuiltinType.allCases.count * Int(MemoryMap.builtinTypeStride))
  }

  private static func drainRemembered() {
    let s = state
    s.pointee.rememberedItems = 0
    for i in 0..<s.pointee.remembered.count {
      let object = ObjectRef(
        pointer: UnsafeMutableRawPointer(bitPattern: s.pointee.remembered.base[i])!)
      if object.header.pointee.shapeID == 0 { continue }
      if object.shape.p.pointee.traceKind == .list {
        s.pointee.rememberedItems += ListRef(object).count
      }
      trace(object)
    }
    s.pointee.remembered.count = 0
  }

  /// The slow half of the write barrier.
  @inline(never) public static func remember(_ object: ObjectRef) {
    object.header.pointee.gc &= ~GCFlags.old
    state.pointee.remembered.append(UInt(bitPattern: object.pointer))
  }

  static func trace(_ object: ObjectRef) {
    object.header.pointee.gc |= GCFlags.old
    let shape = object.shape
    markAddress(UInt(bitPattern: shape.type.p))
    switch shape.p.pointee.traceKind {
    case .none:
      if shape == .of(.str), let buffer = StrRef(object).buffer { mark(buffer.value) }
    case .instance: traceInstance(object, shape)
    case .list: traceList(object, shape)
    case .tuple:
      let tuple = TupleRef(object)
      for i in 0..<tuple.count { mark(tuple.items[i]) }
      // A subclass may have an attribute word behind the items.
      if shape.p.pointee.attributesAt != 0 { mark(tuple.items[tuple.count]) }
    case .dict: traceDict(object, shape)
    case .valueBuffer, .tableBuffer:
      markWords(
        object.pointer + bufferHeader,
        object.pointer + cellSize(at: UInt(bitPattern: object.pointer)))
    case .values:
      let end = object.word(Int(shape.type.p.pointee.basicSize) / 8)
      var word = object.word(1)
      while word < end {
        mark(word.pointee)
        word += 1
      }
    case .trailing:
      if shape.p.pointee.attributesAt == 0 { return }
      let word = Instances.trailingWord(object)
      for i in 0...Int(shape.p.pointee.slotCount) { mark(word[i]) }
    case .words, .set:
      let size =
        inFixedRegion(object)
        ? TypeLayout.size
        : cellSize(
          at: UInt(bitPattern: object.pointer))
      markOwnWords(object.pointer + 8, object.pointer + size)
    }
  }

  private static func inFixedRegion(_ object: ObjectRef) -> Bool {
    UInt(bitPattern: object.pointer) &- MemoryMap.base < MemoryMap.size
  }

  /// Buffers belong to one object and are read through it, so that its barrier covers them.
  @inline(__always) private static func markBuffer(_ buffer: UnsafeMutableRawPointer?) {
    guard let buffer else { return }
    let address = UInt(bitPattern: buffer)
    if address &- state.pointee.start >= used { return }
    _ = setMark(address)
  }

  private static func traceInstance(_ object: ObjectRef, _ shape: Shape) {
    let at = Int(shape.p.pointee.attributesAt)
    if at == 0 { return }
    if at > 1 { markOwnWords(object.word(1), object.word(at)) }
    let overflow = object.word(at).pointee
    if overflow.isPresent {
      if shape.p.pointee.isDictMode {
        mark(overflow)
      } else {
        let buffer = ValueBuffer(overflow)
        markBuffer(buffer.p)
        for i in 0..<buffer.capacity { mark(buffer.items[i]) }
      }
    }
    for i in 0..<Int(shape.p.pointee.inlineCapacity) { mark(object.word(at + 1 + i).pointee) }
  }

  private static func traceList(_ object: ObjectRef, _ shape: Shape) {
    let list = ListRef(object)
    if let items = list.p.pointee.items {
      markBuffer(UnsafeMutableRawPointer(items) - ValueBuffer.headerSize)
      markItems(of: list, from: 0)
    }
    traceAttributes(object, shape)
  }

  private static func traceDict(_ object: ObjectRef, _ shape: Shape) {
    let dict = DictRef(object)
    markBuffer(dict.p.pointee.table)
    let entries = dict.entries
    for i in 0..<dict.entryCount {
      mark(entries[i].key)
      mark(entries[i].value)
    }
    // A native subclass has words of its own behind the dict's.
    let ownWords = MemoryLayout<DictLayout>.size / 8
    let words = Int(shape.type.p.pointee.basicSize) / 8
    if words > ownWords { markWords(object.word(ownWords), object.word(words)) }
    traceAttributes(object, shape)
  }

  /// Attribute words of a subclass of a builtin.
  private static func traceAttributes(_ object: ObjectRef, _ shape: Shape) {
    let at = Int(shape.p.pointee.attributesAt)
    if at == 0 { return }
    markWords(object.word(3), object.word(at))
    mark(object.word(at).pointee)
    let overflow = object.word(at).pointee
    if overflow.isPresent, !shape.p.pointee.isDictMode {
      let buffer = ValueBuffer(overflow)
      for i in 0..<buffer.capacity { mark(buffer.items[i]) }
    }
    for i in 0..<Int(shape.p.pointee.inlineCapacity) { mark(object.word(at + 1 + i).pointee) }
  }

  // MARK: Weak references and finalizers

  /// Unreachable objects with `__del__` are kept for one more cycle and queued.
  private static func queueFinalizers() {
    let s = state
    var kept = 0
    var queued = 0
    let count = s.pointee.finalizable.count
    for i in 0..<count {
      let address = s.pointee.finalizable.base[i]
      let object = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!)
      if object.header.pointee.gc & GCFlags.finalizable == 0 { continue }
      if isMarked(address) {
        s.pointee.finalizable.base[kept] = address
        kept += 1
      } else {
        s.pointee.markStack.append(address)
        queued += 1
      }
    }
    s.pointee.finalizable.count = kept
    if queued == 0 { return }
    var ready = RawList()
    for i in (s.pointee.markStack.count - queued)..<s.pointee.markStack.count {
      ready.append(s.pointee.markStack.base[i])
    }
    s.pointee.markStack.count -= queued
    for i in 0..<ready.count { markAddress(ready.base[i]) }
    drain()
    Finalizers.enqueue(ready)
    ready.base.deallocate()
  }

  /// Clears references to dead objects; those with callbacks are queued. What an old one refers to is older
  /// and stays marked until the next major collection.
  private static func clearWeakReferences(major: Bool) {
    let s = state
    var kept = major ? 0 : s.pointee.weakReferencesOld
    for i in kept..<s.pointee.weakReferences.count {
      let address = s.pointee.weakReferences.base[i]
      if !isMarked(address) { continue }
      let reference = WeakRef(ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!))
      let target = reference.p.pointee.target
      if target == 0 { continue }
      if isLive(target) {
        s.pointee.weakReferences.base[kept] = address
        kept += 1
      } else {
        reference.p.pointee.target = 0
        if reference.p.pointee.callback.isPresent { Finalizers.enqueueCallback(reference) }
      }
    }
    if s.pointee.weakReferences.count > 0 { WeakReferences.forgetShared() }
    s.pointee.weakReferences.count = kept
    s.pointee.weakReferencesOld = kept
    drain()
  }

  // MARK: Sweeping

  private static func forgetMarks() {
    memset(state.pointee.markBits, 0, Int(used >> 7) + 1)
    // Remembered objects are reached again from the roots, or dead; but for those of the fixed
    // region, which are read without being traced.
    for i in 0..<state.pointee.remembered.count {
      let object = ObjectRef(
        pointer: UnsafeMutableRawPointer(bitPattern: state.pointee.remembered.base[i])!)
      if inFixedRegion(object) { object.header.pointee.gc |= GCFlags.old }
    }
    state.pointee.remembered.count = 0
  }

  private static func prepareSweep(major: Bool) {
    Recycling.dropAll()
    var live = 0
    var spared = spareForCrowded
    for index in 0..<classCount { live += prepareSweep(classes + index, &spared, major) }
    for block in 0..<state.pointee.blockCount
    where state.pointee.blocks[block].kind == .large {
      if isMarked(UInt(bitPattern: address(ofBlock: block))) {
        live += Int(state.pointee.blocks[block].span) << blockShift
      } else {
        freeLarge(block)
      }
    }
    state.pointee.liveEstimate = live
    trimFreeBlocks(keeping: max(keptFreeMemory, live / 2))
  }

  /// Bytes of dead cells that may be left in blocks that hold little else than living ones. To look for
  /// short runs there costs more than what they save; under stress dead cells are to be reused at once.
  private static var spareForCrowded: Int {
    state.pointee.stressInterval > 0 ? 0 : state.pointee.liveEstimate / 8 + (1 << 20)
  }

  /// Bytes alive in the blocks of a class. Empty ones are given up, full ones have nothing to give.
  private static func prepareSweep(
    _ sizeClass: UnsafeMutablePointer<SizeClass>, _ spared: inout Int, _ major: Bool
  ) -> Int {
    sizeClass.pointee.dropRun()
    sizeClass.pointee.sweepCursor = 0
    var live = 0
    var kept = 0
    for i in 0..<sizeClass.pointee.blockCount {
      let block = sizeClass.pointee.blocks![i]
      let info = state.pointee.blocks + Int(block)
      if major || info.pointee.wasClaimed {
        info.pointee.markedCells = UInt16(truncatingIfNeeded: markedCells(Int(block)))
        info.pointee.wasClaimed = false
      }
      let marked = Int(info.pointee.markedCells)
      if marked == 0 {
        freeBlock(Int(block))
        continue
      }
      let size = sizeClass.pointee.cellSize
      let dead = (blockSize / size - marked) * size
      let isCrowded = dead < blockSize / 2 && dead <= spared
      if isCrowded { spared -= dead }
      info.pointee.isCrowded = isCrowded
      info.pointee.needsSweep = dead > 0
      live += marked * size
      sizeClass.pointee.blocks![kept] = block
      kept += 1
    }
    sizeClass.pointee.blockCount = kept
    return live
  }

  private static func markedCells(_ block: Int) -> Int {
    let words = marks(ofBlock: block)
    var count = 0
    for i in 0..<(blockSize / 128 / 8) { count += words[i].nonzeroBitCount }
    return count
  }

  /// Clears the headers of dead cells that were not claimed yet: the next marking forgets which they are.
  /// What was not claimed stays out of use until then.
  static func clearDeadCells() {
    for block in 0..<state.pointee.blockCount {
      let info = state.pointee.blocks[block]
      guard info.kind == .cells, info.needsSweep else { continue }
      let size = classes[Int(info.sizeClass)].cellSize
      var cell = UInt(bitPattern: address(ofBlock: block))
      let end = cell + min(UInt(blockSize / size * size), UInt(info.claimedEnd) << 4)
      while cell < end {
        if !isMarked(cell), isUnclaimed(cell, block, info) {
          UnsafeMutableRawPointer(bitPattern: cell)!.storeBytes(of: 0, as: UInt64.self)
        }
        cell += UInt(size)
      }
      state.pointee.blocks[block].needsSweep = false
    }
  }

  /// Has an object's type release what the object holds outside of the heap when it dies. Once is
  /// enough.
  public static func releaseWhenDead(_ object: ObjectRef) {
    if object.header.pointee.gc & GCFlags.releasable != 0 { return }
    object.header.pointee.gc |= GCFlags.releasable
    state.pointee.releasable.append(UInt(bitPattern: object.pointer))
  }

  /// Nothing was reused yet: dead objects and their types can still be read. What outlived a collection
  /// stays marked until the next major one.
  private static func releaseDead(major: Bool) {
    let s = state
    var kept = major ? 0 : s.pointee.releasableOld
    for i in kept..<s.pointee.releasable.count {
      let address = s.pointee.releasable.base[i]
      if isMarked(address) {
        s.pointee.releasable.base[kept] = address
        kept += 1
      } else {
        let object = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!)
        object.type.p.pointee.releaser?(object)
      }
    }
    s.pointee.releasable.count = kept
    s.pointee.releasableOld = kept
  }

  /// Calls `body` with the objects that are to be released when they die.
  static func forEachReleasable(_ body: (ObjectRef) -> Void) {
    for i in 0..<state.pointee.releasable.count {
      body(
        ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: state.pointee.releasable.base[i])!))
    }
  }

  // MARK: Statistics

  static func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func noteStatistics(major: Bool, seconds: Double) {
    let s = state
    if major { s.pointee.stats.major += 1 } else { s.pointee.stats.minor += 1 }
    s.pointee.stats.totalPause += seconds
    s.pointee.stats.longestPause = max(s.pointee.stats.longestPause, seconds)
  }

  /// Marks an object that is never to be freed and that a major collection finds by other means.
  static func makeImmortal(_ object: ObjectRef) {
    if UInt(bitPattern: object.pointer) &- state.pointee.start >= used { return }
    // What it refers to is marked by the next collection, which reads it as a remembered object.
    if setMark(UInt(bitPattern: object.pointer)) { remember(object) }
  }

  /// The same for an object that refers to none.
  static func makeImmortalLeaf(_ object: ObjectRef) {
    _ = setMark(UInt(bitPattern: object.pointer))
  }

  /// Makes a complete new object one that outlived a collection, as it will; false if it was one. What it
  /// refers to must be old, too, or it has to be `remember`ed.
  static func makeOld(_ object: ObjectRef) -> Bool {
    let address = UInt(bitPattern: object.pointer)
    if address &- state.pointee.start >= used || !setMark(address) { return false }
    object.header.pointee.gc |= GCFlags.old
    return true
  }

  /// So many bytes were made old, and are no reason for a major collection, as long as they are not many:
  /// modules may be read again and again.
  static func noteMadeOld(_ bytes: Int) {
    if state.pointee.liveAfterMajor == 0 { return }
    let more = min(bytes, mostMadeOld - state.pointee.madeOld)
    state.pointee.madeOld += more
    state.pointee.liveAfterMajor += more
  }

  private static let mostMadeOld = 12 << 20

  /// Keeps whatever `slot` holds alive; the slot must never go away.
  public static func addRoot(_ slot: UnsafeMutablePointer<Value>) {
    state.pointee.roots.append(UInt(bitPattern: slot))
  }

  /// Keeps an object for good: a cache compares its address, which must not be used again.
  static func pin(_ object: ObjectRef) {
    if object.header.pointee.gc & GCFlags.pinned != 0 { return }
    object.header.pointee.gc |= GCFlags.pinned
    _ = makeRoot(Value(object))
  }

  /// A new root that holds `value`.
  public static func makeRoot(_ value: Value) -> UnsafeMutablePointer<Value> {
    let slot = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    slot.initialize(to: value)
    addRoot(slot)
    return slot
  }
}

extension Heap {
  /// Bytes that an object occupies.
  public static func size(of object: ObjectRef) -> Int {
    let address = UInt(bitPattern: object.pointer)
    if address &- state.pointee.start >= UInt(state.pointee.blockCount) << UInt(blockShift) {
      return CodeImage.contains(address) ? CodeImage.size(of: object) : 32
    }
    return cellSize(at: address)
  }
}
