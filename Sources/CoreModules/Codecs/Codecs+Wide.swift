// UTF-7, UTF-16 and UTF-32 of `_codecs`.

import TaipanRuntime

extension CodecsModule {
  static func utf7Encode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "utf_7_encode", 1)
    _ = try errors(a, "utf_7_encode")
    return pair(UTF7Codec.encode(str), str.count)
  }

  static func utf7Decode(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    var consumed = 0
    let text = try UTF7Codec.decode(
      data.baseAddress!, data.count, try errors(a, "utf_7_decode"), final: try flag(a, 2), &consumed
    )
    return pair(text.value, consumed)
  }

  private static func encode(_ a: Args, _ name: String, _ order: Int, wide: Bool) throws(Raised)
    -> Value
  {
    let str = try text(a[0], name, 1)
    let errors = try errors(a, name)
    return pair(
      wide
        ? try WideCodec.encode32(str, order, errors) : try WideCodec.encode16(str, order, errors),
      str.count)
  }

  private static func order(_ a: Args) throws(Raised) -> Int {
    a.optional(2).isPresent ? try Convert.machineInt(a[2]).signum() : 0
  }

  static func utf16Encode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_16_encode", try order(a), wide: false)
  }
  static func utf16LEEncode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_16_le_encode", -1, wide: false)
  }
  static func utf16BEEncode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_16_be_encode", 1, wide: false)
  }
  static func utf32Encode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_32_encode", try order(a), wide: true)
  }
  static func utf32LEEncode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_32_le_encode", -1, wide: true)
  }
  static func utf32BEEncode(_ a: Args) throws(Raised) -> Value {
    try encode(a, "utf_32_be_encode", 1, wide: true)
  }

  private static func decode(
    _ a: Args, _ name: String, _ order: Int, wide: Bool, final: Bool, showsOrder: Bool = false
  ) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    let errors = try errors(a, name)
    var consumed = 0
    let decoded =
      wide
      ? try WideCodec.decode32(
        data.baseAddress!, data.count, order, errors, final: final, &consumed)
      : try WideCodec.decode16(
        data.baseAddress!, data.count, order, errors, final: final, &consumed)
    if !showsOrder { return pair(decoded.text.value, consumed) }
    return TupleRef.of(decoded.text.value, Value(consumed), Value(decoded.order)).value
  }

  static func utf16Decode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_16_decode", 0, wide: false, final: try flag(a, 2))
  }
  static func utf16LEDecode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_16_le_decode", -1, wide: false, final: try flag(a, 2))
  }
  static func utf16BEDecode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_16_be_decode", 1, wide: false, final: try flag(a, 2))
  }
  static func utf16ExDecode(_ a: Args) throws(Raised) -> Value {
    try decode(
      a, "utf_16_ex_decode", try order(a), wide: false, final: try flag(a, 3), showsOrder: true)
  }
  static func utf32Decode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_32_decode", 0, wide: true, final: try flag(a, 2))
  }
  static func utf32LEDecode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_32_le_decode", -1, wide: true, final: try flag(a, 2))
  }
  static func utf32BEDecode(_ a: Args) throws(Raised) -> Value {
    try decode(a, "utf_32_be_decode", 1, wide: true, final: try flag(a, 2))
  }
  static func utf32ExDecode(_ a: Args) throws(Raised) -> Value {
    try decode(
      a, "utf_32_ex_decode", try order(a), wide: true, final: try flag(a, 3), showsOrder: true)
  }
}
