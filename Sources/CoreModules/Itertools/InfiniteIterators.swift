// count, cycle, repeat.

import TaipanRuntime

/// Words: next number, step.
enum CountIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, start=0, step=1)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let spec = TypeSpec("itertools.count", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let start = a[1].isPresent ? a[1] : Value(smallInt: 0)
    let step = a[2].isPresent ? a[2] : Value(smallInt: 1)
    if !isNumber(start) || !isNumber(step) { throw raise(.typeError, "a number is required") }
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = start
    object.word(2).pointee = step
    return Value(object)
  }

  private static func isNumber(_ value: Value) -> Bool {
    if value.isInt || value.isFloat { return true }
    let type = value.type
    return type.special(.index).isPresent || type.special(.float).isPresent
      || type.special(.int).isPresent || value.isInstance(of: .complex)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let number = a.field(1)
    let step = a.field(2)
    if Value.bothInts(number, step), let sum = Value.addInts(number, step) {
      a[0].asObject.word(1).pointee = sum
    } else {
      a.setField(1, try Operators.binary(number, step, .add))
    }
    return number
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let number = try Convert.repr(a.field(1)).text
    let name = a[0].type.nameText
    if a.field(2).isInt, a.field(2).asInt == 1 { return Value("\(name)(\(number))") }
    return Value("\(name)(\(number), \(try Convert.repr(a.field(2)).text))")
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let isOne = a.field(2).isInt && a.field(2).asInt == 1
    let state = isOne ? TupleRef.of(a.field(1)) : TupleRef.of(a.field(1), a.field(2))
    return TupleRef.of(a[0].type.value, state.value).value
  }
}

/// Words: iterator (absent once it ended), list of the values seen, next index in it, present when all values
/// were seen before.
enum CycleIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, /)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.cycle", size: 40, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(a[1])
    let saved = ListRef.make()
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterator
    object.word(2).pointee = saved.value
    object.word(3).pointee = Value(smallInt: 0)
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let saved = ListRef(a.field(2))
    if a.field(1).isPresent {
      let value = try Iterate.next(a.field(1))
      if !value.isExhausted {
        if a.field(4).isAbsent { saved.append(value) }
        return value
      }
      a.setField(1, .absent)
    }
    if saved.count == 0 { return .exhausted }
    let index = a.field(3).asInt
    a[0].asObject.word(3).pointee = Value(smallInt: index + 1 == saved.count ? 0 : index + 1)
    return saved[index]
  }
}

/// Words: the value, how often it is still to come (absent: forever).
enum RepeatIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, object, times=None)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
  ]
  static let spec = TypeSpec("itertools.repeat", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let times = a[2].isPresent ? Value(max(0, try Convert.machineInt(a[2]))) : .absent
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = a[1]
    object.word(2).pointee = times
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let times = a.field(2)
    if times.isPresent {
      guard let left = times.asMachineInt, left > 0 else { return .exhausted }
      a[0].asObject.store(Value(left - 1), at: a[0].asObject.word(2))
    }
    return a.field(1)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let value = try Convert.repr(a.field(1)).text
    let times = a.field(2)
    return Value(
      "\(a[0].type.nameText)(\(value)\(times.isPresent ? ", \(times.asMachineInt ?? 0)" : ""))")
  }

  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    if a.field(2).isAbsent { throw raise(.typeError, "len() of unsized object") }
    return a.field(2)
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let state = a.field(2).isAbsent ? TupleRef.of(a.field(1)) : TupleRef.of(a.field(1), a.field(2))
    return TupleRef.of(a[0].type.value, state.value).value
  }
}
