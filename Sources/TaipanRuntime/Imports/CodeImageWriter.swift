// Writing of an image (`CodeImage`): a copy of the code objects of some modules and of all they refer to, for a
// start image of all interned strings, too, laid out by what programs do with them. An image that has a
// foundation, the start image, refers to what is there.
//
// The copy is made in two rounds. The first finds the objects and gives each a place in one of the regions; then
// the regions' addresses are known, and the second writes the objects with references to the new places.

import CTaipan
import Glibc
import RegisterCode

struct CodeImageWriter {
  /// In the order in which they lie in the file. What starts write to is in front, what they only read
  /// behind it, what they do not look at last.
  private enum Region: Int, CaseIterable {
    case head, words, names, table, bodies, idle, code, strings, rest, stored, unread
  }

  private struct Place {
    var region: Region
    var offset: Int
  }

  /// Register code, in place or as cached files have it.
  private struct Registers {
    var place: Place
    var words: [UInt64] = []
    var patches: [Int32] = []
    var handlers: [LoweredCode.Handler] = []
    var registerCount = 0
    var stored: [UInt32] = []
  }

  /// A reference to a frozen set, which every run makes anew.
  private struct SetUse {
    var slot: UInt64
    var items: UInt64
  }

  private static let alignment = 16
  private static let pairSize = MemoryLayout<SetUse>.size

  private let modules: [(name: [UInt8], source: ImageSource)]
  private let codes: ListRef
  private let range: CodeImage.Extent
  /// The number of the start image that is referred to; 0 where this is one.
  private let foundation: UInt64
  private var places: [UInt: Place] = [:]
  private var sizes = [Int](repeating: 0, count: Region.allCases.count)
  /// Addresses of the objects that were placed; those of `codes` and the table of strings keep them alive.
  private var objects: [UInt] = []
  /// Addresses of docstrings, and of bytecode and tables of functions that a start does not call.
  private var unread: Set<UInt> = []
  private var bodies: [UInt] = []
  private var otherBodies: [UInt] = []
  /// By address of the code object.
  private var registers: [UInt: Registers] = [:]
  private var bases = [UInt64](repeating: 0, count: Region.allCases.count)
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var setUses: [SetUse] = []
  /// There is a frozen set in one, which no compiler makes a constant of.
  private var holdsNestedSets = false

  /// - Parameter codes: the code of each module; what is no code object is not in the image.
  init(
    _ modules: [(name: [UInt8], source: ImageSource)], _ codes: ListRef, at range: CodeImage.Extent,
    foundation: UInt64
  ) {
    self.modules = modules
    self.codes = codes
    self.range = range
    self.foundation = foundation
  }

  /// The content of the file.
  mutating func content() -> [UInt8] {
    let isStart = foundation == 0
    let head = reserve(MemoryLayout<CodeImage.Head>.size, .head)
    let pokes = isStart ? pokes() : []
    let pokePlace = reserve(pokes.count * Self.pairSize, .head)
    let modulePlace = reserve(modules.count * MemoryLayout<CodeImage.Module>.stride, .head)
    let names = modules.map { reserve($0.name.count, .head) }
    // Which of the bodies of functions that were not called are a module's.
    var idle: [Range<Int>] = []
    for index in 0..<codes.count {
      let first = otherBodies.count
      visit(codes[index])
      idle.append(first..<otherBodies.count)
    }
    if isStart { Interning.forEach { visit($0) } }
    for (_, value) in pokes { visit(value) }
    let strings = objects.map { Value(bits: UInt64($0)) }.filter {
      $0.isExactly(.str) && StrRef($0).isInterned
    }
    var tableSize = 8192
    // Room for a tenth more, then it grows.
    while tableSize * 5 < strings.count * 11 { tableSize *= 2 }
    let tablePlace = reserve(tableSize * 8, .table)
    let bodyPlace = placeBodies(bodies, .bodies)
    let otherPlace = placeBodies(otherBodies, .idle)
    if holdsNestedSets || !layOut() { return [] }
    defer { memory.deallocate() }
    let (records, sets) = writeModules(names, address(otherPlace), idle)
    store(records, at: address(modulePlace))
    for object in objects { write(Value(bits: UInt64(object))) }
    store(pokes.flatMap { [$0.slot, moved($0.value).bits] }, at: address(pokePlace))
    var random: (key: UInt64, number: UInt64) = (0, 0)
    taipan_random(&random, MemoryLayout.size(ofValue: random))
    let key = isStart ? random.key | 1 : Interning.currentKey
    store(table(of: strings, tableSize, key), at: address(tablePlace))
    store(
      [
        CodeImage.Head(
          build: StoredRegisters.buildNumber, timeOfBuild: StoredRegisters.timeOfBuild,
          number: random.number | 1, foundation: foundation,
          size: UInt64(memory.count + sets.count * Self.pairSize), table: address(tablePlace),
          tableSize: UInt64(tableSize), tableCount: UInt64(strings.count), tableKey: key,
          pokes: address(pokePlace), pokeCount: UInt64(pokes.count), modules: address(modulePlace),
          moduleCount: UInt64(modules.count), bodies: address(bodyPlace),
          bodyCount: UInt64(bodies.count), otherBodies: address(otherPlace),
          otherBodyCount: UInt64(otherBodies.count), writtenEnd: bases[Region.table.rawValue],
          sourceBytes: modules.reduce(0) { $0 + UInt64($1.source.size) })
      ], at: address(head))
    return sets.withUnsafeBytes { Array(memory) + Array($0) }
  }

  /// Writes the modules' code and names; their records, and the uses of frozen sets, which lie at the end.
  private mutating func writeModules(
    _ names: [Place], _ otherBodies: UInt64, _ idle: [Range<Int>]
  ) -> ([CodeImage.Module], [SetUse]) {
    let stride = MemoryLayout<CodeBody>.stride
    var sets: [SetUse] = []
    var records: [CodeImage.Module] = []
    for index in 0..<modules.count {
      let code = codes[index]
      setUses = []
      if code.isExactly(.code) { write(code) }
      store(modules[index].name, at: address(names[index]))
      let source = modules[index].source
      records.append(
        CodeImage.Module(
          name: address(names[index]), nameCount: UInt64(modules[index].name.count),
          seconds: source.seconds, nanoseconds: source.nanoseconds, size: source.size,
          code: code.isExactly(.code) ? moved(code).bits : 0,
          sets: UInt64(range.start) + UInt64(memory.count + sets.count * Self.pairSize),
          setCount: UInt64(setUses.count),
          idle: otherBodies + UInt64(idle[index].lowerBound * stride),
          idleBytes: UInt64(idle[index].count * stride)))
      sets += setUses.sorted { $0.items < $1.items }
    }
    return (records, sets)
  }

  /// Where the runtime keeps what exists once, with what is there.
  private func pokes() -> [(slot: UInt64, value: Value)] {
    Singletons.sharedSlots.compactMap { slot in
      slot.pointee.isPresent ? (UInt64(UInt(bitPattern: slot)), slot.pointee) : nil
    }
  }

  // MARK: The first round

  private mutating func reserve(_ size: Int, _ region: Region) -> Place {
    let place = Place(region: region, offset: sizes[region.rawValue])
    sizes[region.rawValue] += (size + Self.alignment - 1) & ~(Self.alignment - 1)
    return place
  }

  /// Places an object and what it refers to.
  private mutating func visit(_ first: Value) {
    var waiting: [UInt64] = [first.bits]
    while let bits = waiting.popLast() {
      let value = Value(bits: bits)
      if !isMoved(value) || places[UInt(bits)] != nil { continue }
      if value.isExactly(.frozenSet) {
        places[UInt(bits)] = reserve(tupleSize(SetRef(value).count), .rest)
        objects.append(UInt(bits))
        forEachItem(of: value) { item in
          if item.isExactly(.frozenSet) { holdsNestedSets = true }
          waiting.append(item.bits)
        }
        continue
      }
      places[UInt(bits)] = reserve(CodeImage.size(of: value.asObject), region(of: value))
      objects.append(UInt(bits))
      if value.isExactly(.tuple) {
        for index in 0..<TupleRef(value).count { waiting.append(TupleRef(value)[index].bits) }
      } else if value.isExactly(.code) {
        let c = CodeRef(value).p.pointee
        if c.body.pointee.entry == nil {
          for bytes in [c.code, c.lineTable, c.exceptionTable] { unread.insert(UInt(bytes.bits)) }
        }
        if c.header.kind & CodeRef.docstringBit != 0 {
          unread.insert(UInt(TupleRef(c.constants)[0].bits))
        }
        for part in Self.parts { waiting.append(CodeRef(value).p.pointee[keyPath: part].bits) }
        visitBody(CodeRef(value))
      }
    }
  }

  /// The references of a code object.
  private static let parts: [WritableKeyPath<CodeLayout, Value>] = [
    \.code, \.constants, \.names, \.localsPlusNames, \.localsPlusKinds, \.fileName, \.name,
    \.qualifiedName, \.lineTable, \.exceptionTable,
  ]

  /// Objects at fixed addresses stay where they are.
  private func isMoved(_ value: Value) -> Bool {
    value.isHeap && UInt(value.bits) &- MemoryMap.base >= range.start - MemoryMap.base
  }

  /// What starts hash is written to by all of them. A start looks at most of its image, an import at the part of
  /// one module, where strings lie beside the code that they are for.
  private func region(of value: Value) -> Region {
    if value.isExactly(.str) {
      if StrRef(value).p.pointee.hash != 0 { return .names }
      if StrRef(value).isInterned { return foundation == 0 ? .strings : .code }
    }
    if unread.contains(UInt(value.bits)) { return .unread }
    return value.isExactly(.tuple) || value.isExactly(.code) ? .code : .rest
  }

  private func tupleSize(_ count: Int) -> Int {
    MemoryLayout<TupleLayout>.size + count * MemoryLayout<Value>.size
  }

  private func forEachItem(of set: Value, _ action: (Value) -> Void) {
    let set = SetRef(set)
    var index = set.nextIndex(0)
    while let place = index {
      action(set.p.pointee.table.unsafelyUnwrapped[place].key)
      index = set.nextIndex(place + 1)
    }
  }

  /// A function that was called has its register code in place, others as cached files have it.
  private mutating func visitBody(_ code: CodeRef) {
    let body = code.p.pointee.body
    let isCalled = body.pointee.entry != nil
    if isCalled {
      bodies.append(UInt(bitPattern: code.p))
    } else {
      otherBodies.append(UInt(bitPattern: code.p))
    }
    if let record = body.pointee.stored, StoredRegisters.isIntact(record, code) {
      let cells = UnsafeBufferPointer(start: record, count: StoredCode(record).cellCount)
      let place = reserve(cells.count * 4, .stored)
      registers[UInt(bitPattern: code.p)] = Registers(place: place, stored: Array(cells))
      return
    }
    guard
      let lowered = try? CodeLowering.lower(code, recordsStates: false, traceMarks: nil)
    else { return }
    var made = Registers(place: Place(region: .rest, offset: 0))
    if isCalled {
      made.words = Array(lowered.words)
      made.patches = Array(lowered.constantPatches)
      made.handlers = Array(lowered.handlers)
      made.registerCount = lowered.registerCount
      let size = made.words.count * 8 + made.handlers.count * Self.handlerSize
      made.place = reserve(size, .words)
    } else {
      StoredCode.write(
        LoweredCode(lowered), of: BytesRef(code.p.pointee.code).buffer, to: &made.stored)
      made.place = reserve(made.stored.count * 4, .stored)
    }
    registers[UInt(bitPattern: code.p)] = made
  }

  private static let handlerSize = MemoryLayout<LoweredCode.Handler>.stride

  private mutating func placeBodies(_ codes: [UInt], _ region: Region) -> Place {
    let stride = MemoryLayout<CodeBody>.stride
    let first = reserve(codes.count * stride, region)
    for (index, code) in codes.enumerated() {
      let body = CodeRef(Value(bits: UInt64(code))).p.pointee.body
      places[UInt(bitPattern: body)] = Place(
        region: region, offset: first.offset + index * stride)
    }
    return first
  }

  /// False if there is too much.
  private mutating func layOut() -> Bool {
    let page = 4096
    // The system maps so many bytes around one that is read.
    let faultAround = 1 << 16
    var next = Int(range.start)
    for region in Region.allCases {
      // Pages that are written to and others are not shared.
      if region == .table { next = (next + page - 1) & ~(page - 1) }
      if region == .stored { next = (next + faultAround - 1) & ~(faultAround - 1) }
      bases[region.rawValue] = UInt64(next)
      next += sizes[region.rawValue]
    }
    let size = (next - Int(range.start) + page - 1) & ~(page - 1)
    // References to frozen sets lie behind it.
    if size > Int(range.size) * 7 / 8 { return false }
    memory = .allocate(byteCount: size, alignment: Self.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    return true
  }

  // MARK: The second round

  private func address(_ place: Place) -> UInt64 {
    bases[place.region.rawValue] + UInt64(place.offset)
  }

  /// Where the content of an address of the image is being made.
  private func pointer(_ address: UInt64) -> UnsafeMutableRawPointer {
    memory.baseAddress.unsafelyUnwrapped + Int(address - UInt64(range.start))
  }

  private func store<T>(_ values: [T], at address: UInt64) {
    values.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress {
        pointer(address).copyMemory(from: base, byteCount: bytes.count)
      }
    }
  }

  private func moved(_ value: Value) -> Value {
    places[UInt(value.bits)].map { Value(bits: address($0)) } ?? value
  }

  /// A reference that will lie at `slot`. The items of a frozen set are a tuple in the image; what its
  /// references are is found out by each run.
  private mutating func reference(_ value: Value, at slot: UInt64) -> UInt64 {
    guard value.isExactly(.frozenSet) else { return moved(value).bits }
    setUses.append(SetUse(slot: slot, items: moved(value).bits))
    return Value.none.bits
  }

  /// Writes an object; a code object with those in its constants, so that `setUses` are those of its module.
  private mutating func write(_ value: Value) {
    guard let place = places[UInt(value.bits)] else { return }
    let target = address(place)
    if UnsafeRawPointer(pointer(target)).load(as: UInt64.self) != 0 { return }
    if value.isExactly(.frozenSet) {
      var items: [UInt64] = []
      forEachItem(of: value) { items.append(moved($0).bits) }
      write(tuple: items, at: target)
      return
    }
    if value.isExactly(.str) { return write(StrRef(value), at: target) }
    let object = value.asObject
    pointer(target).copyMemory(from: object.pointer, byteCount: CodeImage.size(of: object))
    let copy = pointer(target).assumingMemoryBound(to: Header.self)
    copy.pointee.gc = 0
    if value.isExactly(.bytes) {
      UnsafeMutableRawPointer(copy).assumingMemoryBound(to: BytesLayout.self).pointee.hash = 0
    } else if value.isExactly(.tuple) {
      let items = MemoryLayout<TupleLayout>.size
      let tuple = TupleRef(value)
      let bits = (0..<tuple.count).map {
        reference(tuple[$0], at: target + UInt64(items + $0 * 8))
      }
      write(tuple: bits, at: target)
      for index in 0..<tuple.count { write(tuple[index]) }
    } else if value.isExactly(.code) {
      write(code: CodeRef(value), at: target)
    }
  }

  /// The hash is that of a run.
  private func write(_ str: StrRef, at target: UInt64) {
    var layout = str.p.pointee
    layout.header.gc = 0
    layout.header.kind &= ~(StrRef.sharedBit | StrRef.grownBit)
    layout.hash = 0
    store([layout], at: target)
    pointer(target + UInt64(StrRef.dataOffset))
      .copyMemory(from: str.data, byteCount: str.byteCount)
  }

  private func write(tuple items: [UInt64], at target: UInt64) {
    let layout = pointer(target).assumingMemoryBound(to: TupleLayout.self)
    layout.pointee = TupleLayout(header: Header(shape: .of(.tuple)), count: items.count, hash: -1)
    store(items, at: target + UInt64(MemoryLayout<TupleLayout>.size))
  }

  private mutating func write(code: CodeRef, at target: UInt64) {
    let layout = pointer(target).assumingMemoryBound(to: CodeLayout.self)
    for part in Self.parts {
      layout.pointee[keyPath: part] = moved(code.p.pointee[keyPath: part])
    }
    let constants = TupleRef(code.p.pointee.constants)
    write(constants.value)
    let body = code.p.pointee.body
    guard let place = places[UInt(bitPattern: body)] else { return }
    layout.pointee.body = UnsafeMutablePointer(bitPattern: UInt(address(place))).unsafelyUnwrapped
    let copy = pointer(address(place)).assumingMemoryBound(to: CodeBody.self)
    let c = code.p.pointee
    copy.pointee = CodeBody(
      entry: nil, registerCount: 0, simpleArguments: -1,
      localCount: Int32(TupleRef(c.localsPlusNames).count), flags: c.body.pointee.flags,
      names: TupleRef(moved(c.names)).items, code: Value(bits: target), handlers: nil,
      handlerCount: 0, wordCount: 0, offsets: nil, lines: nil, stored: nil,
      argumentCount: c.argumentCount, keywordOnlyCount: c.keywordOnlyCount,
      positionalOnlyCount: c.positionalOnlyCount, native: nil, redirected: nil, nativeAside: nil,
      tracedForm: nil)
    if let made = registers[UInt(bitPattern: code.p)] { write(made, constants, in: copy, code) }
  }

  private mutating func write(
    _ made: Registers, _ constants: TupleRef, in body: UnsafeMutablePointer<CodeBody>,
    _ code: CodeRef
  ) {
    let target = address(made.place)
    if !made.stored.isEmpty {
      store(made.stored, at: target)
      body.pointee.stored = UnsafePointer(bitPattern: UInt(target))
      return
    }
    var words = made.words
    for patch in made.patches {
      let slot = target + UInt64(patch) * 8
      words[Int(patch)] = reference(constants[Int(words[Int(patch)])], at: slot)
    }
    store(words, at: target)
    let handlers = target + UInt64(words.count * 8)
    store(made.handlers, at: handlers)
    body.pointee.entry = UnsafeMutablePointer(bitPattern: UInt(target))
    body.pointee.registerCount = Int32(made.registerCount)
    body.pointee.wordCount = Int32(words.count)
    body.pointee.handlers = UnsafeMutablePointer(bitPattern: UInt(handlers))
    body.pointee.handlerCount = Int32(made.handlers.count)
    CodeLowering.noteArguments(body, code)
  }

  /// The table of interned strings.
  private func table(of strings: [Value], _ size: Int, _ key: UInt64) -> [UInt64] {
    var table = [UInt64](repeating: 0, count: size)
    let shift = Interning.shift(ofSize: size)
    for value in strings {
      let (entry, hash) = Interning.entry(StrRef(value), at: moved(value), key)
      var index = Int(truncatingIfNeeded: hash >> shift)
      while table[index] != 0 { index = (index + 1) & (size - 1) }
      table[index] = entry
    }
    return table
  }
}
