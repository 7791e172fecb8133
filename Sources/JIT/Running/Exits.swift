// From native code to the interpreter: native code stores its values as it holds them, and this makes
// what the interpreter expects. It keeps the code of the many exits small.

import Glibc
import TaipanRuntime

/// How the values of a frame state lie in the registers. What is read whenever code is left lies in plain
/// memory: an array would be retained and released each time.
final class ExitLayout {
  /// What is a number or may be one: made a value where the register is, or, where the collector reads the
  /// register, of bits that come apart.
  struct Number {
    let register: Int
    /// Nil where it is told with the registers.
    let kind: DeferredKind?
    let comesApart: Bool
  }

  struct Frame {
    let base: Int
    let body: Int
    let pc: Int
    let flags: Int
    /// Nil where it is told.
    let function: Value?
    let hasInstance: Bool
  }

  /// A value that native code does not store.
  struct Constant {
    let register: Int
    let value: Value
  }

  /// An object that is to be made, and where it is held.
  struct Object {
    enum Kind {
      case iterator(IteratorKind)
      case tuple, range
      /// The shape, and a bit for each word that has a value.
      case instance(Shape, words: Int)
      /// The first item, or the second.
      case either
    }

    let kind: Kind
    /// By item of a tuple or instance: how it is held.
    let items: UnsafeBufferPointer<ValueType.Representation>
    let registers: UnsafeBufferPointer<Int>
    /// Registers 0 of the inlined frames whose `__init__` runs for it.
    let frames: UnsafeBufferPointer<Int>
    /// Among all fields: those of later objects that hold it.
    let fields: UnsafeBufferPointer<Int>
  }

  let numbers: UnsafeBufferPointer<Number>
  let constants: UnsafeBufferPointer<Constant>
  /// Registers of a generator's own frame; all where there is no generator.
  let ownRegisters: Int
  let frames: UnsafeBufferPointer<Frame>
  /// Of the last frame, where it belongs to a generator that is yet to be made: registers that hold a value.
  let generatorRegisters: [Int32]?
  let objects: UnsafeBufferPointer<Object>
  let isOfGenerator: Bool
  /// Where among the extras something begins.
  let framesPlace, kindsPlace, fieldsPlace: Int

  init(
    numbers: [Number], constants: [Constant], ownRegisters: Int, frames: [Frame],
    generatorRegisters: [Int32]?, objects: [Object]
  ) {
    self.numbers = ExitLayout.copy(numbers)
    self.constants = ExitLayout.copy(constants)
    self.ownRegisters = ownRegisters
    self.frames = ExitLayout.copy(frames)
    self.generatorRegisters = generatorRegisters
    self.objects = ExitLayout.copy(objects)
    isOfGenerator = generatorRegisters != nil
    framesPlace = numbers.count { $0.comesApart }
    kindsPlace =
      framesPlace
      + frames.dropFirst().reduce(0) {
        $0 + ($1.function == nil ? 1 : 0) + ($1.hasInstance ? 1 : 0)
      }
    fieldsPlace = kindsPlace + numbers.count { $0.kind == nil }
  }

  deinit {
    numbers.deallocate()
    constants.deallocate()
    frames.deallocate()
    for object in objects {
      object.items.deallocate()
      object.registers.deallocate()
      object.frames.deallocate()
      object.fields.deallocate()
    }
    objects.deallocate()
  }

  static func copy<Element>(_ array: [Element]) -> UnsafeBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
    _ = buffer.initialize(from: array)
    return UnsafeBufferPointer(buffer)
  }
}

extension Graph {
  /// Whether a register must hold nothing but values.
  func isPrecise(_ register: Int) -> Bool { register < ownRegisters ?? 0 }

  /// For each frame state. After simplification: the types are final.
  var exitLayouts: [ExitLayout] {
    let isDeferred = deferredParameters
    return states.map { state in
      ExitLayout(
        numbers: state.registers.compactMap { number($0, $1, isDeferred) },
        constants: state.registers.compactMap { register, value in
          constant(value).map { .init(register: register, value: $0) }
        },
        ownRegisters: ownRegisters ?? .max,
        frames: state.frames.map {
          .init(
            base: $0.base, body: $0.body, pc: $0.pc, flags: $0.flags,
            function: constant($0.function),
            hasInstance: $0.instance.map { !values[$0].operation.isVirtual } ?? false)
        },
        generatorRegisters: state.generatorRegisters,
        objects: objects(of: state))
    }
  }

  private func number(_ register: Int, _ value: ValueID, _ isDeferred: [Bool])
    -> ExitLayout.Number?
  {
    if values[value].operation.isVirtual || constant(value) != nil { return nil }
    let kind: DeferredKind?
    switch values[value].type.representation {
    case .int: kind = .int
    case .float: kind = .float
    case .word where isDeferred[value]: kind = nil
    case .word, .bool: return nil
    }
    return ExitLayout.Number(
      register: register, kind: kind, comesApart: isPrecise(register))
  }

  /// The value that a constant is, where that is one of its own: what it refers to outlives the unit's code.
  private func constant(_ value: ValueID) -> Value? {
    let i = values[value]
    switch i.operation {
    case .constant: return Value(bits: UInt64(UInt(bitPattern: i.number)))
    case .boolConstant: return i.number == 0 ? .false : .true
    case .intConstant: return i.number.magnitude < 1 << 60 ? Value(i.number) : nil
    default: return nil
    }
  }

  private func objects(of state: FrameState) -> [ExitLayout.Object] {
    let objects = virtualObjects(of: state)
    let fields = objects.flatMap { values[$0].operands }
    return objects.map { object in
      let i = values[object]
      let holdsWords = i.operation == .virtualIterator || i.operation == .virtualRange
      let registers = state.registers.filter { $0.value == object }.map(\.register)
      let frames = state.frames.filter { $0.instance == object }.map(\.base)
      return ExitLayout.Object(
        kind: kind(ofVirtual: i),
        items: ExitLayout.copy(holdsWords ? [] : i.operands.map { values[$0].type.representation }),
        registers: ExitLayout.copy(registers), frames: ExitLayout.copy(frames),
        fields: ExitLayout.copy(fields.indices.filter { fields[$0] == object }))
    }
  }

  private func kind(ofVirtual i: Instruction) -> ExitLayout.Object.Kind {
    switch i.operation {
    case .virtualTuple: return .tuple
    case .virtualRange: return .range
    case .virtualEither: return .either
    case .virtualInstance:
      return .instance(Shape(id: UInt32(truncatingIfNeeded: i.number)), words: i.extra)
    default: return .iterator(IteratorKind(rawValue: i.number)!)
    }
  }

  /// The objects that leaving with a state makes, each behind those that it refers to.
  func virtualObjects(of state: FrameState) -> [ValueID] {
    var result: [ValueID] = []
    func add(_ value: ValueID) {
      if !values[value].operation.isVirtual || result.contains(value) { return }
      for operand in values[value].operands { add(operand) }
      result.append(value)
    }
    for (_, value) in state.registers { add(value) }
    for frame in state.frames {
      if let instance = frame.instance { add(instance) }
    }
    return result
  }

  /// How many fields they have.
  func fieldCount(of state: FrameState) -> Int {
    virtualObjects(of: state).reduce(0) { $0 + values[$1].operands.count }
  }
}

extension FrameState {
  /// Counted from its own register 0.
  fileprivate var generatorRegisters: [Int32]? {
    let last = frames[frames.count - 1]
    if UInt64(last.flags) & FrameFlags.collecting == 0 { return nil }
    return registers.compactMap { $0.register >= last.base ? Int32($0.register - last.base) : nil }
  }
}

enum Exits {
  private static let failedPlaceBuffer: UnsafeMutablePointer<Int> = {
    let buffer = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    buffer.initialize(to: 0)
    return buffer
  }()

  /// Added to the instruction of a guard that was moved out of a loop.
  static let hoisted = 1

  /// Noted where the code is left though no guard failed.
  static let nothingFailed = 2

  /// Address of the word where a failing guard notes which instruction it belongs to. It is 0 where that is
  /// the usual one of the frame state (`Unit.usualPlaces`).
  static var failedPlace: Int { Int(bitPattern: failedPlaceBuffer) }

  /// Completes the frames of a state.
  ///
  /// The last argument is the address of words on the native stack: numbers of a generator's registers, the
  /// function and, where it has one, the instance of each inlined frame, the kinds of deferred parameters, the
  /// fields of objects to be made. The collector sees them there.
  static let leave:
    @convention(c) (UnsafeMutableRawPointer, Int, Int, UnsafeMutableRawPointer) -> Void = {
      frame, id, state, extras in
      let noted = failedPlaceBuffer.pointee
      failedPlaceBuffer.pointee = 0
      let exit = table[id]
      let place = noted == 0 ? exit.usualPlaces[state] : noted
      let r = frame.assumingMemoryBound(to: Value.self)
      let extras = extras.assumingMemoryBound(to: Value.self)
      exit.layouts[state]._withUnsafeGuaranteedRef { layout in
        storeConstants(layout, r)
        makeFrames(layout, r, extras + layout.framesPlace)
        makeObjects(layout, r, extras + layout.fieldsPlace)
        makeNumbers(layout, r, extras)
        if layout.isOfGenerator, let registers = layout.generatorRegisters {
          NativeTier.makeCollected(thread.pointee.frame.unsafelyUnwrapped, present: registers)
        }
      }
      if place != 0, place != nothingFailed { Tier.noteFailure(Tier.units[id], at: place) }
    }

  /// What exits of a unit read: its layouts and its usual places by frame state. The unit keeps the layouts.
  private struct UnitExits {
    var layouts: UnsafeMutableBufferPointer<Unmanaged<ExitLayout>>
    var usualPlaces: UnsafeMutableBufferPointer<Int>
  }

  /// By unit. Zeroed memory says that a unit has none, and pages of it that no unit needs are never touched.
  private static let table: UnsafeMutablePointer<UnitExits> =
    calloc(Tier.mostUnits, MemoryLayout<UnitExits>.stride)
    .assumingMemoryBound(to: UnitExits.self)

  /// Makes known what the exits of a unit need, before its code is entered. Better code has those of the
  /// code before it.
  static func note(_ unit: Unit) {
    let entry = table + unit.id
    entry.pointee.layouts.deallocate()
    entry.pointee.usualPlaces.deallocate()
    entry.pointee.layouts = .allocate(capacity: unit.exits.count)
    _ = entry.pointee.layouts.initialize(from: unit.exits.map(Unmanaged.passUnretained))
    entry.pointee.usualPlaces = .allocate(capacity: unit.usualPlaces.count)
    _ = entry.pointee.usualPlaces.initialize(from: unit.usualPlaces)
  }

  private static func storeConstants(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    for constant in layout.constants {
      place(constant.register, layout, r).pointee = constant.value
    }
  }

  /// Boxing may collect; the stacks are searched for whatever looks like a reference.
  private static func makeNumbers(
    _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>, _ extras: UnsafeMutablePointer<Value>
  ) {
    var (bits, kinds) = (extras, extras + layout.kindsPlace)
    for number in layout.numbers {
      let register = place(number.register, layout, r)
      var made = register.pointee
      if number.comesApart {
        made = bits.pointee
        bits += 1
      }
      var kind = number.kind
      if kind == nil {
        kind = DeferredKind(rawValue: Int(kinds.pointee.bits))
        kinds += 1
      }
      register.pointee = value(made.bits, kind!)
    }
  }

  private static func value(_ bits: UInt64, _ kind: DeferredKind) -> Value {
    switch kind {
    case .value: return Value(bits: bits)
    case .int: return Value(Int(bitPattern: UInt(bits)))
    case .float: return Value(Double(bitPattern: bits))
    }
  }

  /// The place of a register, as `Emitter.place`.
  private static func place(
    _ register: Int, _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>
  ) -> UnsafeMutablePointer<Value> {
    if register < layout.ownRegisters { return r + register }
    return GeneratorPlaces.stackTop(r) + (register - layout.ownRegisters)
  }

  private static func makeFrames(
    _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>, _ extras: UnsafeMutablePointer<Value>
  ) {
    var extra = extras
    for (index, frame) in layout.frames.enumerated() {
      let registers = place(frame.base, layout, r)
      registers[-2] = Value(bits: UInt64(frame.pc))
      if index == 0 { continue }
      let caller = place(layout.frames[index - 1].base, layout, r)
      registers[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
      registers[-3] = Value(bits: UInt64(frame.body))
      registers[-4] = frame.function ?? extra.pointee
      if frame.function == nil { extra += 1 }
      registers[-5] = Value(bits: UInt64(frame.flags) << 1 | 1)
      registers[-6] = .absent
      if frame.hasInstance {
        registers[-6] = extra.pointee
        extra += 1
      }
      thread.pointee.frame = registers
      thread.pointee.depth += 1
    }
  }

  // MARK: Objects

  /// Completes frames whose other registers are in place.
  static let makeObjects:
    @convention(c) (UnsafeMutableRawPointer, Int, Int, UnsafeMutableRawPointer) -> Void = {
      frame, id, state, fields in
      table[id].layouts[state]._withUnsafeGuaranteedRef { layout in
        makeObjects(
          layout, frame.assumingMemoryBound(to: Value.self),
          fields.assumingMemoryBound(to: Value.self))
      }
    }

  /// The iterator of a kind with these fields.
  static let makeIterator: @convention(c) (Int, UnsafeMutableRawPointer) -> UInt64 = {
    kind, fields in
    var fields = fields.assumingMemoryBound(to: Value.self)
    return make(IteratorKind(rawValue: kind)!, &fields).bits
  }

  private static func makeObjects(
    _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>, _ fields: UnsafeMutablePointer<Value>
  ) {
    var at = fields
    for object in layout.objects {
      let made: Value
      switch object.kind {
      case .iterator(let kind): made = make(kind, &at)
      case .tuple: made = makeTuple(object.items, &at)
      case .range: made = makeRange(&at)
      case .instance(let shape, let words): made = makeInstance(shape, words, object.items, &at)
      case .either:
        made = at.pointee === .exhausted ? at[1] : at.pointee
        at += 2
      }
      for register in object.registers { place(register, layout, r).pointee = made }
      for frame in object.frames { place(frame, layout, r)[-6] = made }
      for field in object.fields { fields[field] = made }
    }
  }

  /// The items become values first: an object that has been begun is filled before anything is allocated.
  private static func makeItems(
    _ items: UnsafeBufferPointer<ValueType.Representation>, _ fields: UnsafeMutablePointer<Value>
  ) {
    for (index, representation) in items.enumerated() {
      let bits = fields[index].bits
      switch representation {
      case .int: fields[index] = Value(Int(bitPattern: UInt(bits)))
      case .float: fields[index] = Value(Double(bitPattern: bits))
      case .word, .bool: break
      }
    }
  }

  private static func makeTuple(
    _ items: UnsafeBufferPointer<ValueType.Representation>,
    _ fields: inout UnsafeMutablePointer<Value>
  ) -> Value {
    makeItems(items, fields)
    let tuple = TupleRef.make(count: items.count)
    for index in items.indices { tuple.set(index, fields[index]) }
    fields += items.count
    return tuple.value
  }

  private static func makeRange(_ fields: inout UnsafeMutablePointer<Value>) -> Value {
    func word(_ index: Int) -> Int { Int(bitPattern: UInt(fields[index].bits)) }
    defer { fields += 3 }
    return Value(bits: NativeHelpers.range(word(0), word(1), word(2)))
  }

  private static func makeInstance(
    _ shape: Shape, _ words: Int, _ items: UnsafeBufferPointer<ValueType.Representation>,
    _ fields: inout UnsafeMutablePointer<Value>
  ) -> Value {
    makeItems(items, fields)
    let instance = Value(bits: NativeHelpers.allocateInstance(shape.type.value.bits)).asObject
    instance.header.pointee.shapeID = shape.id
    var (left, at) = (words, fields)
    while left != 0 {
      instance.word(left.trailingZeroBitCount).pointee = at.pointee
      left &= left - 1
      at += 1
    }
    instance.noteWrite()
    fields += items.count
    return Value(instance)
  }

  private static func make(_ kind: IteratorKind, _ fields: inout UnsafeMutablePointer<Value>)
    -> Value
  {
    func word(_ index: Int) -> Int { Int(bitPattern: UInt(fields[index].bits)) }
    defer { fields += kind.fieldCount }
    switch kind {
    case .range:
      return new(NativeTier.rangeIterator(next: word(0), step: word(1), count: word(2)))
    case .rangeUpTo:
      let (next, end) = (word(0), word(2))
      return new(NativeTier.rangeIterator(next: next, step: word(1), count: end - next))
    case .list: return new(SequenceIteratorRef.make(.listIterator, fields[0], index: word(1)))
    case .tuple: return new(SequenceIteratorRef.make(.tupleIterator, fields[0], index: word(1)))
    case .enumerate:
      let number = word(2)
      let iterator = SequenceIteratorRef.make(.listIterator, fields[0], index: word(1))
      return NativeTier.enumerate(iterator, from: number)
    }
  }

  /// Loops that are entered later may forget it again.
  private static func new(_ iterator: Value) -> Value {
    NativeTier.markNew(iterator)
    return iterator
  }
}
