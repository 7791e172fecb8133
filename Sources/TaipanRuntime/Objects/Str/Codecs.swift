// Encodings: the entry points of str and bytes, the common encodings by name, the rest by the registry.

import Glibc

public enum Codecs {
  /// The text of an argument that names a codec or an error handler.
  ///
  /// - Throws: UnicodeEncodeError or ValueError for a text that no name in C can be.
  static func name(_ value: Value, _ fallback: String) throws(Raised) -> String {
    if value.isAbsent { return fallback }
    if StrRef(value).isEqual("utf-8") { return "utf-8" }
    let str = StrRef(value)
    if !str.isASCII { _ = try encode(str, "utf-8", "strict") }
    for i in 0..<str.count where str[i] == 0 {
      throw raise(.valueError, "embedded null character")
    }
    return str.text
  }

  /// The encodings that need no look-up.
  enum Known { case utf8, latin1, ascii, utf16, utf16LE, utf16BE, utf32, utf32LE, utf32BE }

  static func known(_ name: String) -> Known? {
    if name == "utf-8" { return .utf8 }
    var normal: [UInt8] = []
    for c in name.utf8 {
      normal.append(c == 0x5F || c == 0x20 ? 0x2D : StrType.asciiLower(c))
    }
    switch String(decoding: normal, as: UTF8.self) {
    case "utf-8", "utf8": return .utf8
    case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "cp819", "l1", "latin":
      return .latin1
    case "ascii", "us-ascii", "646": return .ascii
    case "utf-16", "utf16": return .utf16
    case "utf-16-le", "utf-16le": return .utf16LE
    case "utf-16-be", "utf-16be": return .utf16BE
    case "utf-32", "utf32": return .utf32
    case "utf-32-le", "utf-32le": return .utf32LE
    case "utf-32-be", "utf-32be": return .utf32BE
    default: return nil
    }
  }

  /// The bytes of a str.
  ///
  /// - Throws: UnicodeEncodeError, LookupError; what an encoder raises.
  public static func encode(_ str: StrRef, _ encoding: String, _ errors: String) throws(Raised)
    -> Value
  {
    switch known(encoding) {
    case .utf8: return try UTF8Codec.encode(str, errors)
    case .latin1: return try NarrowCodec.encode(str, 0x100, errors)
    case .ascii: return try NarrowCodec.encode(str, 0x80, errors)
    case .utf16: return try WideCodec.encode16(str, 0, errors)
    case .utf16LE: return try WideCodec.encode16(str, -1, errors)
    case .utf16BE: return try WideCodec.encode16(str, 1, errors)
    case .utf32: return try WideCodec.encode32(str, 0, errors)
    case .utf32LE: return try WideCodec.encode32(str, -1, errors)
    case .utf32BE: return try WideCodec.encode32(str, 1, errors)
    case nil: break
    }
    let result = try CodecRegistry.run(str.value, encoding, errors, decode: false, textOnly: true)
    if result.isBytes { return result }
    if result.isHeap, result.isInstance(of: .byteArray) {
      return BytesRef.make(ByteArrayRef(result).data, count: ByteArrayRef(result).count).value
    }
    throw raise(
      .typeError,
      "'\(encoding)' encoder returned '\(result.typeName)' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )
  }

  /// The text of a bytes-like object.
  ///
  /// - Throws: UnicodeDecodeError, LookupError; what a decoder raises.
  public static func decode(_ object: Value, _ encoding: String, _ errors: String) throws(Raised)
    -> StrRef
  {
    // Nothing is decoded without asking for the codec, as in CPython.
    let view = try Buffers.read(object)
    if view.count == 0 { return StrRef(Singletons.emptyStr) }
    if known(encoding) != nil {
      return try decode(view.baseAddress!, view.count, encoding, errors)
    }
    let result = try CodecRegistry.run(object, encoding, errors, decode: true, textOnly: true)
    if result.isStr { return StrRef(result) }
    throw raise(
      .typeError,
      "'\(encoding)' decoder returned '\(result.typeName)' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )
  }

  /// The text of bytes in memory, which must stay valid.
  public static func decode(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ encoding: String, _ errors: String
  ) throws(Raised) -> StrRef {
    var consumed = 0
    switch known(encoding) {
    case .utf8: return try UTF8Codec.decode(data, count, errors, final: true, &consumed)
    case .latin1: return .latin1(data, count: count)
    case .ascii: return try NarrowCodec.decodeASCII(data, count, errors)
    case .utf16: return try WideCodec.decode16(data, count, 0, errors, final: true, &consumed).text
    case .utf16LE:
      return try WideCodec.decode16(data, count, -1, errors, final: true, &consumed).text
    case .utf16BE:
      return try WideCodec.decode16(data, count, 1, errors, final: true, &consumed).text
    case .utf32: return try WideCodec.decode32(data, count, 0, errors, final: true, &consumed).text
    case .utf32LE:
      return try WideCodec.decode32(data, count, -1, errors, final: true, &consumed).text
    case .utf32BE:
      return try WideCodec.decode32(data, count, 1, errors, final: true, &consumed).text
    case nil: return try decode(BytesRef.make(data, count: count).value, encoding, errors)
    }
  }
}
