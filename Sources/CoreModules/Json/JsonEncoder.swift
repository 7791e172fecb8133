// The encoder: `encode(object, level)` gives a tuple with the text.

import TaipanRuntime

/// Words: 1 markers (dict or None), 2 default, 3 encoder, 4 indent, 5 key separator, 6 item separator,
/// 7 sort_keys, 8 skipkeys, 9 allow_nan.
enum JsonEncoder {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
      new),
    NativeMethod("__call__", "($self, obj, _current_indent_level)", call),
  ]
  static let spec = TypeSpec("_json.Encoder", size: 80, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if !a[1].isNone, !a[1].isDict {
      throw raise(
        .typeError, "make_encoder() argument 1 must be dict or None, not \(a[1].argumentTypeName)")
    }
    for i in 5...6 where !a[i].isStr {
      throw raise(
        .typeError, "make_encoder() argument \(i) must be str, not \(a[i].argumentTypeName)")
    }
    if !a[4].isNone, !a[4].isStr {
      throw raise(
        .typeError, "make_encoder() argument 4 must be str or None, not \(a[4].argumentTypeName)")
    }
    let object = Instances.allocate(TypeRef(a[0]))
    for i in 1...9 {
      let value = i >= 7 ? Value(try Convert.truth(a[i])) : a[i]
      object.store(value, at: object.word(i))
    }
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    var writer = JsonWriter(a[0].asObject, level: try Convert.machineInt(a[2]))
    defer { writer.out.free() }
    try writer.write(a[1])
    return TupleRef.of(writer.out.finish()).value
  }
}
