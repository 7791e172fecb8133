// Character maps and escapes of `_codecs`.

import TaipanRuntime

extension CodecsModule {
  static func charmapEncode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "charmap_encode", 1)
    let errors = try errors(a, "charmap_encode")
    let mapping = a.optional(2)
    if mapping.isAbsent || mapping.isNone {
      return pair(try NarrowCodec.encode(str, 0x100, errors), str.count)
    }
    return pair(try CharmapCodec.encode(str, mapping, errors), str.count)
  }

  static func charmapDecode(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[0])
    let errors = try errors(a, "charmap_decode")
    let mapping = a.optional(2)
    if mapping.isAbsent || mapping.isNone {
      return pair(StrRef.latin1(data.baseAddress!, count: data.count).value, data.count)
    }
    let text = try CharmapCodec.decode(data.baseAddress!, data.count, mapping, errors)
    return pair(text.value, data.count)
  }

  static func charmapBuild(_ a: Args) throws(Raised) -> Value {
    try CharmapCodec.build(try text(a[0], "charmap_build", 1))
  }

  static func escapeEncode(_ a: Args) throws(Raised) -> Value {
    if !a[0].isBytes {
      throw raise(
        .typeError, "escape_encode() argument 1 must be bytes, not \(a[0].argumentTypeName)")
    }
    let bytes = BytesRef(a[0])
    return pair(EscapeCodec.encodeBytes(bytes.buffer), bytes.count)
  }

  /// A str counts as its UTF-8 here, as in CPython.
  private static func source(_ value: Value) throws(Raised) -> Value {
    value.isStr ? try UTF8Codec.encode(StrRef(value), "strict") : value
  }

  static func escapeDecode(_ a: Args) throws(Raised) -> Value {
    let source = try source(a[0])
    let data = try Buffers.read(source)
    return pair(
      try EscapeCodec.decodeBytes(data, try errors(a, "escape_decode")), data.count)
  }

  static func unicodeEscapeEncode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "unicode_escape_encode", 1)
    return pair(EscapeCodec.encode(str, raw: false), str.count)
  }
  static func rawEscapeEncode(_ a: Args) throws(Raised) -> Value {
    let str = try text(a[0], "raw_unicode_escape_encode", 1)
    return pair(EscapeCodec.encode(str, raw: true), str.count)
  }

  private static func decodeEscapes(_ a: Args, _ name: String, raw: Bool) throws(Raised) -> Value {
    let source = try source(a[0])
    let data = try Buffers.read(source)
    let errors = try errors(a, name)
    let final = a.optional(2).isAbsent ? true : try Convert.truth(a[2])
    var consumed = 0
    let text = try EscapeCodec.decode(
      data.baseAddress!, data.count, errors, raw: raw, final: final, &consumed)
    return pair(text.value, consumed)
  }
  static func unicodeEscapeDecode(_ a: Args) throws(Raised) -> Value {
    try decodeEscapes(a, "unicode_escape_decode", raw: false)
  }
  static func rawEscapeDecode(_ a: Args) throws(Raised) -> Value {
    try decodeEscapes(a, "raw_unicode_escape_decode", raw: true)
  }
}
