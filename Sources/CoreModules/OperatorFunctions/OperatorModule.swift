// The module `_operator`: the operators as functions.

import TaipanRuntime

public enum OperatorModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_operator", functions)
    NativeModules.addFunctions(arithmetic, to: module)
    NativeModules.addFunctions(inPlace, to: module)
    module.dict.setStr("itemgetter", NativeTypes.make(ItemGetter.spec).value)
    module.dict.setStr("attrgetter", NativeTypes.make(AttributeGetter.spec).value)
    module.dict.setStr("methodcaller", NativeTypes.make(MethodCaller.spec).value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("lt", "($module, a, b, /)", lt), NativeMethod("le", "($module, a, b, /)", le),
    NativeMethod("eq", "($module, a, b, /)", eq), NativeMethod("ne", "($module, a, b, /)", ne),
    NativeMethod("gt", "($module, a, b, /)", gt), NativeMethod("ge", "($module, a, b, /)", ge),
    NativeMethod("truth", "($module, a, /)", truth), NativeMethod("not_", "($module, a, /)", not),
    NativeMethod("is_", "($module, a, b, /)", identical),
    NativeMethod("is_not", "($module, a, b, /)", notIdentical),
    NativeMethod("contains", "($module, a, b, /)", contains),
    NativeMethod("countOf", "($module, a, b, /)", countOf),
    NativeMethod("indexOf", "($module, a, b, /)", indexOf),
    NativeMethod("getitem", "($module, a, b, /)", getItem),
    NativeMethod("setitem", "($module, a, b, c, /)", setItem),
    NativeMethod("delitem", "($module, a, b, /)", deleteItem),
    NativeMethod("concat", "($module, a, b, /)", concat),
    NativeMethod("iconcat", "($module, a, b, /)", concatInPlace),
    NativeMethod("length_hint", "($module, obj, default=0, /)", lengthHint),
    NativeMethod("call", "($module, obj, /, *args, **kwargs)", call),
    NativeMethod("_compare_digest", "($module, a, b, /)", compareDigest),
  ]

  static func lt(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .lt) }
  static func le(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .le) }
  static func eq(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .eq) }
  static func ne(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .ne) }
  static func gt(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .gt) }
  static func ge(_ a: Args) throws(Raised) -> Value { try Compare.rich(a[0], a[1], .ge) }
  static func truth(_ a: Args) throws(Raised) -> Value { Value(try Convert.truth(a[0])) }
  static func not(_ a: Args) throws(Raised) -> Value { Value(!(try Convert.truth(a[0]))) }
  static func identical(_ a: Args) throws(Raised) -> Value { Value(a[0] === a[1]) }
  static func notIdentical(_ a: Args) throws(Raised) -> Value { Value(a[0] !== a[1]) }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try Subscript.contains(a[0], a[1]))
  }

  static func countOf(_ a: Args) throws(Raised) -> Value {
    var count = 0
    try forEach(a) { (value) throws(Raised) in
      if try Compare.equal(value, a[1]) { count += 1 }
    }
    return Value(count)
  }

  private static func forEach(_ a: Args, _ body: (Value) throws(Raised) -> Void) throws(Raised) {
    let iterator = try iterator(a[0])
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return }
      try body(value)
    }
  }

  private static func iterator(_ value: Value) throws(Raised) -> Value {
    do throws(Raised) { return try Iterate.iterator(value) } catch {
      if value.type.special(.iter).isAbsent, catching(.typeError) {
        throw raise(.typeError, "argument of type '\(value.typeName)' is not iterable")
      }
      throw error
    }
  }

  static func indexOf(_ a: Args) throws(Raised) -> Value {
    let iterator = try iterator(a[0])
    var index = 0
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted {
        throw raise(.valueError, "sequence.index(x): x not in sequence")
      }
      if try Compare.equal(value, a[1]) { return Value(index) }
      index += 1
    }
  }

  static func getItem(_ a: Args) throws(Raised) -> Value { try Subscript.get(a[0], a[1]) }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    try Subscript.set(a[0], a[1], a[2])
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    try Subscript.delete(a[0], a[1])
    return .none
  }

  private static func requireSequence(_ a: Args) throws(Raised) {
    if a[0].type.special(.getitem).isAbsent || a[0].isDict {
      throw raise(.typeError, "'\(a[0].typeName)' object can't be concatenated")
    }
  }
  static func concat(_ a: Args) throws(Raised) -> Value {
    try requireSequence(a)
    return try Operators.binary(a[0], a[1], .add)
  }
  static func concatInPlace(_ a: Args) throws(Raised) -> Value {
    try requireSequence(a)
    return try Operators.inPlace(a[0], a[1], .add)
  }

  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let fallback = a.optional(1)
    if fallback.isPresent, !fallback.isAnyInt {
      throw raise(
        .typeError, "'\(fallback.typeName)' object cannot be interpreted as an integer")
    }
    return Value(
      try Iterate.lengthHint(a[0], default: fallback.isPresent ? Convert.machineInt(fallback) : 0))
  }

  static func call(_ a: Args) throws(Raised) -> Value { try Call.call(a[0], a.dropping(1)) }

  /// Takes the same time wherever the first difference lies.
  static func compareDigest(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr, a[1].isStr {
      let (left, right) = (StrRef(a[0]), StrRef(a[1]))
      if !left.isASCII || !right.isASCII {
        throw raise(
          .typeError, "comparing strings with non-ASCII characters is not supported")
      }
      return Value(sameBytes(left.utf8Bytes(), right.utf8Bytes()))
    }
    if !TaipanRuntime.BytesLike.isBytesLike(a[0]) || !TaipanRuntime.BytesLike.isBytesLike(a[1]) {
      throw raise(
        .typeError,
        "unsupported operand types(s) or combination of types: '\(a[0].typeName)' and '\(a[1].typeName)'"
      )
    }
    return Value(
      sameBytes(try TaipanRuntime.BytesLike.copy(a[0]), try TaipanRuntime.BytesLike.copy(a[1])))
  }

  private static func sameBytes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    var difference: UInt8 = left.count == right.count ? 0 : 1
    let other = left.count == right.count ? left : right
    for i in 0..<right.count { difference |= other[i] ^ right[i] }
    return difference == 0
  }
}
