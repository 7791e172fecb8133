// The module `_codecs`: the registry, the error handlers, and the codecs that `encodings` builds on.

import TaipanRuntime

public enum CodecsModule {
  public static func make() -> ModuleRef { NativeModules.make("_codecs", functions) }

  static let functions: [NativeMethod] = [
    NativeMethod("register", "($module, search_function, /)", register),
    NativeMethod("unregister", "($module, search_function, /)", unregister),
    NativeMethod("lookup", "($module, encoding, /)", lookup),
    NativeMethod("encode", "($module, /, obj, encoding='utf-8', errors='strict')", encode),
    NativeMethod("decode", "($module, /, obj, encoding='utf-8', errors='strict')", decode),
    NativeMethod("register_error", "($module, errors, handler, /)", registerError),
    NativeMethod("_unregister_error", "($module, errors, /)", unregisterError),
    NativeMethod("lookup_error", "($module, name, /)", lookupError),
    NativeMethod("utf_8_encode", "($module, str, errors=None, /)", utf8Encode),
    NativeMethod("utf_8_decode", "($module, data, errors=None, final=False, /)", utf8Decode),
    NativeMethod("utf_7_encode", "($module, str, errors=None, /)", utf7Encode),
    NativeMethod("utf_7_decode", "($module, data, errors=None, final=False, /)", utf7Decode),
    NativeMethod("latin_1_encode", "($module, str, errors=None, /)", latin1Encode),
    NativeMethod("latin_1_decode", "($module, data, errors=None, /)", latin1Decode),
    NativeMethod("ascii_encode", "($module, str, errors=None, /)", asciiEncode),
    NativeMethod("ascii_decode", "($module, data, errors=None, /)", asciiDecode),
    NativeMethod("utf_16_encode", "($module, str, errors=None, byteorder=0, /)", utf16Encode),
    NativeMethod("utf_16_le_encode", "($module, str, errors=None, /)", utf16LEEncode),
    NativeMethod("utf_16_be_encode", "($module, str, errors=None, /)", utf16BEEncode),
    NativeMethod("utf_16_decode", "($module, data, errors=None, final=False, /)", utf16Decode),
    NativeMethod("utf_16_le_decode", "($module, data, errors=None, final=False, /)", utf16LEDecode),
    NativeMethod("utf_16_be_decode", "($module, data, errors=None, final=False, /)", utf16BEDecode),
    NativeMethod(
      "utf_16_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", utf16ExDecode
    ),
    NativeMethod("utf_32_encode", "($module, str, errors=None, byteorder=0, /)", utf32Encode),
    NativeMethod("utf_32_le_encode", "($module, str, errors=None, /)", utf32LEEncode),
    NativeMethod("utf_32_be_encode", "($module, str, errors=None, /)", utf32BEEncode),
    NativeMethod("utf_32_decode", "($module, data, errors=None, final=False, /)", utf32Decode),
    NativeMethod("utf_32_le_decode", "($module, data, errors=None, final=False, /)", utf32LEDecode),
    NativeMethod("utf_32_be_decode", "($module, data, errors=None, final=False, /)", utf32BEDecode),
    NativeMethod(
      "utf_32_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", utf32ExDecode
    ),
    NativeMethod("charmap_encode", "($module, str, errors=None, mapping=None, /)", charmapEncode),
    NativeMethod("charmap_decode", "($module, data, errors=None, mapping=None, /)", charmapDecode),
    NativeMethod("charmap_build", "($module, map, /)", charmapBuild),
    NativeMethod("escape_encode", "($module, data, errors=None, /)", escapeEncode),
    NativeMethod("escape_decode", "($module, data, errors=None, /)", escapeDecode),
    NativeMethod("unicode_escape_encode", "($module, str, errors=None, /)", unicodeEscapeEncode),
    NativeMethod(
      "unicode_escape_decode", "($module, data, errors=None, final=True, /)", unicodeEscapeDecode),
    NativeMethod("raw_unicode_escape_encode", "($module, str, errors=None, /)", rawEscapeEncode),
    NativeMethod(
      "raw_unicode_escape_decode", "($module, data, errors=None, final=True, /)", rawEscapeDecode),
    NativeMethod("readbuffer_encode", "($module, data, errors=None, /)", readBufferEncode),
  ]

  // MARK: Arguments

  static func text(_ value: Value, _ function: String, _ place: Int) throws(Raised) -> StrRef {
    if value.isStr { return StrRef(value) }
    throw raise(
      .typeError,
      "\(function)() argument \(place) must be str, not \(value.isNone ? "None" : value.argumentTypeName)"
    )
  }

  static func errors(_ a: Args, _ function: String, at index: Int = 1) throws(Raised) -> String {
    let value = a.optional(index)
    if value.isAbsent || value.isNone { return "strict" }
    if value.isStr { return StrRef(value).text }
    throw raise(
      .typeError,
      "\(function)() argument \(index + 1) must be str or None, not \(value.argumentTypeName)")
  }

  static func flag(_ a: Args, _ index: Int) throws(Raised) -> Bool {
    a.optional(index).isPresent ? try Convert.truth(a[index]) : false
  }

  static func pair(_ value: Value, _ count: Int) -> Value {
    TupleRef.of(value, Value(count)).value
  }

  // MARK: Registry

  static func register(_ a: Args) throws(Raised) -> Value {
    if a[0].type.special(.call).isAbsent { throw raise(.typeError, "argument must be callable") }
    CodecRegistry.register(a[0])
    return .none
  }

  static func unregister(_ a: Args) throws(Raised) -> Value {
    CodecRegistry.unregister(a[0])
    return .none
  }

  static func lookup(_ a: Args) throws(Raised) -> Value {
    try CodecRegistry.lookup(try text(a[0], "lookup", 1).text)
  }

  private static func run(_ a: Args, _ function: String, decode: Bool) throws(Raised) -> Value {
    let encoding = a[1].isAbsent ? "utf-8" : try text(a[1], function, 2).text
    let errors = a[2].isAbsent ? "strict" : try text(a[2], function, 3).text
    return try CodecRegistry.run(a[0], encoding, errors, decode: decode, textOnly: false)
  }
  static func encode(_ a: Args) throws(Raised) -> Value { try run(a, "encode", decode: false) }
  static func decode(_ a: Args) throws(Raised) -> Value { try run(a, "decode", decode: true) }

  static func registerError(_ a: Args) throws(Raised) -> Value {
    let name = try text(a[0], "register_error", 1)
    if a[1].type.special(.call).isAbsent { throw raise(.typeError, "handler must be callable") }
    CodecErrors.register(name, a[1])
    return .none
  }

  static func unregisterError(_ a: Args) throws(Raised) -> Value {
    Value(try CodecErrors.unregister(try text(a[0], "_unregister_error", 1)))
  }

  static func lookupError(_ a: Args) throws(Raised) -> Value {
    try CodecErrors.handler(try text(a[0], "lookup_error", 1).text)
  }

  // MARK: UTF-8, Latin-1, ASCII

  static func utf8Encode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "utf_8_encode", 1)
    return pair(try UTF8Codec.encode(str, try errors(a, "utf_8_encode")), str.count)
  }
  static func utf8Decode(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    var consumed = 0
    let text = try UTF8Codec.decode(
      data.baseAddress!, data.count, try errors(a, "utf_8_decode"), final: try flag(a, 2), &consumed
    )
    return pair(text.value, consumed)
  }
  static func latin1Encode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "latin_1_encode", 1)
    return pair(try NarrowCodec.encode(str, 0x100, try errors(a, "latin_1_encode")), str.count)
  }
  static func latin1Decode(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    return pair(StrRef.latin1(data.baseAddress!, count: data.count).value, data.count)
  }
  static func asciiEncode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "ascii_encode", 1)
    return pair(try NarrowCodec.encode(str, 0x80, try errors(a, "ascii_encode")), str.count)
  }
  static func asciiDecode(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    let text = try NarrowCodec.decodeASCII(
      data.baseAddress!, data.count, try errors(a, "ascii_decode"))
    return pair(text.value, data.count)
  }
  static func readBufferEncode(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr { return pair(try UTF8Codec.encode(StrRef(a[0]), "strict"), StrRef(a[0]).count) }
    let data = try Buffers.read(a[0])
    return pair(BytesRef.make(data.baseAddress!, count: data.count).value, data.count)
  }
}
