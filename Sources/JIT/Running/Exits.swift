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

  let registers: [Register]
  /// Of which is told where they are left what their bits are.
  let deferred: [Int]
  let frames: [Frame]
  /// An object that is to be made, and the registers that hold it.
  struct Object {
    enum Kind {
      case iterator(IteratorKind)
      /// By item: how it is held.
      case tuple([ValueType.Representation])
    }

    let kind: Kind
    let registers: [Int]
  }

  let objects: [Object]
}

extension Graph {
  /// For each frame state. After simplification: the types are final.
  var exitLayouts: [ExitLayout] {
    let isDeferred = deferredParameters
    return states.map { state in
      ExitLayout(
        registers: state.registers.compactMap { register, value in
          let representation = values[value].type.representation
          if values[value].operation.isVirtual { return nil }
          if representation == .word || representation == .bool { return nil }
          return .init(index: Int32(register), representation: representation)
        },
        deferred: deferredRegisters(of: state, isDeferred).map(\.register),
        frames: state.frames.map {
          .init(
            base: $0.base, body: $0.body, pc: $0.pc, flags: $0.flags,
            hasInstance: $0.instance != nil)
        },
        objects: virtualObjects(of: state).map { layout(of: $0, in: state) })
    }
  }

  private func layout(of object: ValueID, in state: FrameState) -> ExitLayout.Object {
    let i = values[object]
    let kind: ExitLayout.Object.Kind =
      i.operation == .virtualTuple
      ? .tuple(i.operands.map { values[$0].type.representation })
      : .iterator(IteratorKind(rawValue: i.number)!)
    let holders = state.registers.filter { $0.value == object }
    return ExitLayout.Object(kind: kind, registers: holders.map(\.register))
  }

  /// The objects that leaving with a state makes.
  func virtualObjects(of state: FrameState) -> [ValueID] {
    var result: [ValueID] = []
    for (_, value) in state.registers
    where values[value].operation.isVirtual && !result.contains(value) {
      result.append(value)
    }
    return result
  }

  /// How many fields they have.
  func fieldCount(of state: FrameState) -> Int {
    virtualObjects(of: state).reduce(0) { $0 + values[$1].operands.count }
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

  /// Address of the word where a failing guard says which instruction it belongs to, or 0.
  static var failedPlace: Int { Int(bitPattern: failedPlaceBuffer) }

  /// Completes the frames of a state.
  ///
  /// The last argument is the address of words on the native stack: the function and, where it has one, the
  /// instance of each inlined frame, the kinds of deferred parameters, the fields of objects to be made. The
  /// collector sees them there.
  static let leave:
    @convention(c) (UnsafeMutableRawPointer, Int, Int, UnsafeMutableRawPointer) -> Void = {
      frame, id, state, extras in
      let place = failedPlaceBuffer.pointee
      let unit = Tier.units[id]
      let r = frame.assumingMemoryBound(to: Value.self)
      let layout = unit.exits[state]
      let kinds = makeFrames(layout, r, extras.assumingMemoryBound(to: Value.self))
      makeObjects(layout, r, kinds + layout.deferred.count)
      makeValues(layout, r)
      for (index, register) in layout.deferred.enumerated() {
        makeValue(&r[register], DeferredKind(rawValue: Int(kinds[index].bits))!)
      }
      if place != 0 { Tier.noteFailure(unit, at: place) }
    }

  /// Boxing may collect; the stack of registers is searched for whatever looks like a reference.
  private static func makeValues(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    for register in layout.registers {
      makeValue(&r[Int(register.index)], register.representation == .int ? .int : .float)
    }
  }

  private static func makeValue(_ register: inout Value, _ kind: DeferredKind) {
    switch kind {
    case .value: break
    case .int: register = Value(Int(bitPattern: UInt(register.bits)))
    case .float: register = Value(Double(bitPattern: register.bits))
    }
  }

  /// Returns where the other extras begin.
  private static func makeFrames(
    _ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>, _ extras: UnsafeMutablePointer<Value>
  ) -> UnsafeMutablePointer<Value> {
    var extra = extras
    for (index, frame) in layout.frames.enumerated() {
      let registers = r + frame.base
      registers[-2] = Value(bits: UInt64(frame.pc))
      if index == 0 { continue }
      let caller = r + layout.frames[index - 1].base
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

  // MARK: Objects

  /// Completes frames whose other registers are in place.
  static let makeObjects:
    @convention(c) (UnsafeMutableRawPointer, Int, Int, UnsafeMutableRawPointer) -> Void = {
      frame, id, state, fields in
      makeObjects(
        Tier.units[id].exits[state], frame.assumingMemoryBound(to: Value.self),
        fields.assumingMemoryBound(to: Value.self))
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
      let made =
        switch object.kind {
        case .iterator(let kind): make(kind, &at)
        case .tuple(let items): makeTuple(items, &at)
        }
      for register in object.registers { r[register] = made }
    }
  }

  /// The items become values first: a tuple that has been begun is filled before anything is allocated.
  private static func makeTuple(
    _ items: [ValueType.Representation], _ fields: inout UnsafeMutablePointer<Value>
  ) -> Value {
    for (index, representation) in items.enumerated() {
      let bits = fields[index].bits
      switch representation {
      case .int: fields[index] = Value(Int(bitPattern: UInt(bits)))
      case .float: fields[index] = Value(Double(bitPattern: bits))
      case .word, .bool: break
      }
    }
    let tuple = TupleRef.make(count: items.count)
    for index in items.indices { tuple.set(index, fields[index]) }
    fields += items.count
    return tuple.value
  }

  private static func make(_ kind: IteratorKind, _ fields: inout UnsafeMutablePointer<Value>)
    -> Value
  {
    func word(_ index: Int) -> Int { Int(bitPattern: UInt(fields[index].bits)) }
    defer { fields += kind == .list || kind == .tuple ? 2 : 3 }
    switch kind {
    case .range:
      return new(NativeTier.rangeIterator(next: word(0), step: word(1), count: word(2)))
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
