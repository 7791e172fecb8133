// From native code to the interpreter: native code stores its values as it holds them, and this makes
// what the interpreter expects. It keeps the code of the many exits small.

import TaipanRuntime

/// How the values of a frame state lie in the registers.
struct ExitLayout {
  struct Register {
    let index: Int32
    let representation: ValueType.Representation
  }

  struct Frame {
    let base: Int
    let body: Int
    let pc: Int
    let flags: Int
    let hasInstance: Bool
  }

  /// On the register stack: what is there is made a value of.
  let registers: [Register]
  /// In a generator's registers, which the collector reads: these numbers come apart.
  let numbers: [Register]
  /// Registers of a generator's own frame; all where there is no generator.
  let ownRegisters: Int
  let frames: [Frame]
  /// Of the last frame, where it belongs to a generator that is yet to be made: registers that hold a value.
  let generatorRegisters: [Int32]?
  /// Registers whose iterators are to be made.
  let iterators: [(register: Int, kind: IteratorKind)]
}

extension Graph {
  /// Whether a register must hold nothing but values.
  func isPrecise(_ register: Int) -> Bool { register < ownRegisters ?? 0 }

  /// For each frame state. After simplification: the types are final.
  var exitLayouts: [ExitLayout] {
    states.map { state in
      let numbers = state.registers.compactMap { register, value -> ExitLayout.Register? in
        let representation = values[value].type.representation
        if values[value].operation == .virtualIterator { return nil }
        if representation == .word || representation == .bool { return nil }
        return .init(index: Int32(register), representation: representation)
      }
      return ExitLayout(
        registers: numbers.filter { !isPrecise(Int($0.index)) },
        numbers: numbers.filter { isPrecise(Int($0.index)) },
        ownRegisters: ownRegisters ?? .max,
        frames: state.frames.map {
          .init(
            base: $0.base, body: $0.body, pc: $0.pc, flags: $0.flags,
            hasInstance: $0.instance != nil)
        },
        generatorRegisters: state.generatorRegisters,
        iterators: state.registers.compactMap { register, value in
          guard values[value].operation == .virtualIterator else { return nil }
          return (register, IteratorKind(rawValue: values[value].number)!)
        })
    }
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
  private static let mostExtras = 256
  /// Functions and instances of inlined frames, on the way to their headers.
  private static let extrasBuffer: UnsafeMutablePointer<Value> = {
    let buffer = UnsafeMutablePointer<Value>.allocate(capacity: mostExtras)
    buffer.initialize(repeating: .absent, count: mostExtras)
    return buffer
  }()

  /// Address of a word for each inlined function, and its instance where it has one.
  static var extras: Int { Int(bitPattern: extrasBuffer) }

  private static let failedPlaceBuffer: UnsafeMutablePointer<Int> = {
    let buffer = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    buffer.initialize(to: 0)
    return buffer
  }()

  /// Address of the word where a failing guard says which instruction it belongs to, or 0.
  static var failedPlace: Int { Int(bitPattern: failedPlaceBuffer) }

  /// Completes the frames of a state.
  static let leave: @convention(c) (UnsafeMutableRawPointer, Int, Int) -> Void = {
    frame, id, state in
    let place = failedPlaceBuffer.pointee
    let unit = Tier.units[id]
    let r = frame.assumingMemoryBound(to: Value.self)
    let layout = unit.exits[state]
    let fields = makeFrames(layout, r)
    makeIterators(layout, r, fields)
    makeValues(layout, r)
    makeNumbers(layout, r)
    if let registers = layout.generatorRegisters {
      NativeTier.makeCollected(thread.pointee.frame.unsafelyUnwrapped, present: registers)
    }
    if place != 0 { Tier.noteFailure(unit, at: place) }
  }

  /// Boxing may collect; the stack of registers is searched for whatever looks like a reference.
  private static func makeValues(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    for register in layout.registers {
      let place = place(Int(register.index), layout, r)
      place.pointee = value(place.pointee.bits, register.representation)
    }
  }

  /// Of the numbers at the beginning of the buffer.
  private static func makeNumbers(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    for (index, register) in layout.numbers.enumerated() {
      r[Int(register.index)] = value(extrasBuffer[index].bits, register.representation)
    }
  }

  private static func value(_ bits: UInt64, _ representation: ValueType.Representation) -> Value {
    representation == .int ? Value(Int(bitPattern: UInt(bits))) : Value(Double(bitPattern: bits))
  }

  /// The place of a register, as `Emitter.place`.
  private static func place(
    _ register: Int, _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>
  ) -> UnsafeMutablePointer<Value> {
    if register < layout.ownRegisters { return r + register }
    return GeneratorPlaces.stackTop(r) + (register - layout.ownRegisters)
  }

  /// Returns where the fields of iterators begin.
  private static func makeFrames(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>)
    -> UnsafeMutablePointer<Value>
  {
    var extra = extrasBuffer + layout.numbers.count
    for (index, frame) in layout.frames.enumerated() {
      let registers = place(frame.base, layout, r)
      registers[-2] = Value(bits: UInt64(frame.pc))
      if index == 0 { continue }
      let caller = place(layout.frames[index - 1].base, layout, r)
      registers[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
      registers[-3] = Value(bits: UInt64(frame.body))
      registers[-4] = extra.pointee
      extra += 1
      registers[-5] = Value(bits: UInt64(frame.flags) << 1 | 1)
      registers[-6] = .absent
      if frame.hasInstance {
        registers[-6] = extra.pointee
        extra += 1
      }
      thread.pointee.frame = registers
      thread.pointee.depth += 1
    }
    return extra
  }

  // MARK: Iterators

  /// Completes frames whose other registers are in place.
  static let makeIterators: @convention(c) (UnsafeMutableRawPointer, Int, Int) -> Void = {
    frame, id, state in
    makeIterators(
      Tier.units[id].exits[state], frame.assumingMemoryBound(to: Value.self), extrasBuffer)
  }

  /// The iterator of a kind whose fields are in the buffer.
  static let makeIterator: @convention(c) (Int) -> UInt64 = { kind in
    var fields = extrasBuffer
    return make(IteratorKind(rawValue: kind)!, &fields).bits
  }

  /// All fields are put where the collector sees them before the first object is made.
  private static func makeIterators(
    _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>, _ fields: UnsafeMutablePointer<Value>
  ) {
    if layout.iterators.isEmpty { return }
    let count = layout.iterators.reduce(0) { $0 + $1.kind.fieldCount }
    // Behind its limit there is more.
    let scratch = thread.pointee.scratchTop
    thread.pointee.scratchTop += count
    defer { thread.pointee.scratchTop = scratch }
    scratch.update(from: fields, count: count)
    var at = scratch
    for (register, kind) in layout.iterators {
      place(register, layout, r).pointee = make(kind, &at)
    }
  }

  private static func make(_ kind: IteratorKind, _ fields: inout UnsafeMutablePointer<Value>)
    -> Value
  {
    func word(_ index: Int) -> Int { Int(bitPattern: UInt(fields[index].bits)) }
    defer { fields += kind.fieldCount }
    switch kind {
    case .range: return NativeTier.rangeIterator(next: word(0), step: word(1), count: word(2))
    case .list: return SequenceIteratorRef.make(.listIterator, fields[0], index: word(1))
    case .tuple: return SequenceIteratorRef.make(.tupleIterator, fields[0], index: word(1))
    case .pair: return TupleRef.of(fields[0], fields[1]).value
    case .triple: return TupleRef.of(fields[0], fields[1], fields[2]).value
    case .enumerate:
      let number = word(2)
      let iterator = SequenceIteratorRef.make(.listIterator, fields[0], index: word(1))
      return NativeTier.enumerate(iterator, from: number)
    }
  }
}
