// The scanner: `scan_once(string, index)` gives a value and the index behind it.

import TaipanRuntime

/// Words: 1 strict, 2 object_hook, 3 object_pairs_hook, 4 parse_float, 5 parse_int, 6 parse_constant.
enum JsonScanner {
  private static let names = [
    "strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant",
  ]

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, context)", new),
    NativeMethod("__call__", "($self, string, idx)", call),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("strict", getStrict), NativeGetSet("object_hook", getObjectHook),
    NativeGetSet("object_pairs_hook", getPairsHook), NativeGetSet("parse_float", getParseFloat),
    NativeGetSet("parse_int", getParseInt), NativeGetSet("parse_constant", getParseConstant),
  ]
  static let spec = TypeSpec("_json.Scanner", size: 56, methods: methods, getSets: getSets)

  static func getStrict(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func getObjectHook(_ a: Args) throws(Raised) -> Value { a.field(2) }
  static func getPairsHook(_ a: Args) throws(Raised) -> Value { a.field(3) }
  static func getParseFloat(_ a: Args) throws(Raised) -> Value { a.field(4) }
  static func getParseInt(_ a: Args) throws(Raised) -> Value { a.field(5) }
  static func getParseConstant(_ a: Args) throws(Raised) -> Value { a.field(6) }

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    for (i, name) in names.enumerated() {
      var value = try Attributes.get(a[1], name)
      if i == 0 { value = Value(try Convert.truth(value)) }
      object.store(value, at: object.word(1 + i))
    }
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "first argument must be a string, not \(a[1].typeName)")
    }
    var index = try Convert.machineInt(a[2])
    if index < 0 { throw raise(.valueError, "idx cannot be negative") }
    let value: Value
    switch StrRef(a[1]).width {
    case 1: value = try read(UInt8.self, a, &index)
    case 2: value = try read(UInt16.self, a, &index)
    default: value = try read(UInt32.self, a, &index)
    }
    return TupleRef.of(value, Value(index)).value
  }

  @inline(never)
  private static func read<Unit: FixedWidthInteger & UnsignedInteger>(
    _: Unit.Type, _ a: Args, _ index: inout Int
  ) throws(Raised) -> Value {
    var reader = JsonReader<Unit>(text: StrRef(a[1]), scanner: a[0].asObject)
    return try reader.value(&index)
  }
}
