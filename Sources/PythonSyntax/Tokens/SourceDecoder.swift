#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a codec made of the bytes of a source.
public enum DecodedSource {
  case utf8([UInt8])
  case unknownEncoding
  /// The message of the `UnicodeDecodeError`.
  case failed(message: String)
}

/// From the bytes of a source to UTF-8 text, as PEP 263 asks.
struct SourceDecoder {
  let source: UnsafeBufferPointer<UInt8>
  let options: ParserOptions

  static func decode(
    _ source: UnsafeBufferPointer<UInt8>, options: ParserOptions
  ) throws(SyntaxFailure) -> SourceText {
    if let start = source.baseAddress, memchr(start, 0, source.count) != nil {
      throw SyntaxFailure(
        kind: .syntaxError, message: "source code string cannot contain null bytes", line: 0,
        column: 0, endLine: nil, endColumn: nil, text: nil, hasLocation: false)
    }
    return try SourceDecoder(source: source, options: options).decode()
  }

  private func decode() throws(SyntaxFailure) -> SourceText {
    let addsNewline = options.mode == .file
    if options.ignoreEncodingCookie {
      return SourceText(
        source, addsNewline: addsNewline, translatesNewlines: !options.keepsCarriageReturns)
    }
    var content = source
    let hasMark = source.starts(with: [0xef, 0xbb, 0xbf])
    if hasMark { content = UnsafeBufferPointer(rebasing: source[3...]) }
    guard let encoding = declaredEncoding(content), encoding != "utf-8" else {
      return SourceText(content, addsNewline: addsNewline)
    }
    if hasMark { throw failure("encoding problem: \(encoding) with BOM") }
    switch Self.decode(content, encoding: encoding) {
    case .utf8(let bytes):
      return bytes.withUnsafeBufferPointer { SourceText($0, addsNewline: addsNewline) }
    case .unknownEncoding: throw failure("unknown encoding: \(encoding)")
    case .failed(let message): throw failure(message)
    }
  }

  private func failure(_ message: String) -> SyntaxFailure {
    SyntaxFailure(
      kind: .syntaxError, message: message, line: 0, column: -1, endLine: nil, endColumn: nil,
      text: nil)
  }

  // MARK: The coding comment

  /// The encoding that a comment on one of the first two lines names.
  func declaredEncoding(_ content: UnsafeBufferPointer<UInt8>) -> String? {
    var start = 0
    for _ in 0..<2 {
      var end = start
      while end < content.count, content[end] != .newline, content[end] != .carriageReturn {
        end += 1
      }
      // A line that ends with the source counts only where the reference adds a newline to it.
      if end == content.count, options.mode != .file { return nil }
      let line = content[start..<end]
      let text = line.drop { $0 == .space || $0 == .tab || $0 == .formFeed }
      if let first = text.first, first != .hash { return nil }
      if let name = Self.codingName(text) { return Self.normalized(name) }
      start = end + 1
      if end + 1 < content.count, content[end] == .carriageReturn, content[end + 1] == .newline {
        start += 1
      }
      if start >= content.count { return nil }
    }
    return nil
  }

  /// What follows `coding:` or `coding=` in a comment.
  private static func codingName(_ comment: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    let bytes = Array(comment)
    let word = Array("coding".utf8)
    var index = 0
    while index + word.count < bytes.count {
      let mark = bytes[index + word.count]
      if bytes[index..<(index + word.count)].elementsEqual(word),
        mark == UInt8(ascii: ":") || mark == UInt8(ascii: "=")
      {
        let rest = bytes[(index + word.count + 1)...].drop { $0 == .space || $0 == .tab }
        let name = rest.prefix(while: isNameByte)
        if !name.isEmpty { return Array(name) }
      }
      index += 1
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    let isLetter = byte.lowercasedLetter >= .lowerA && byte.lowercasedLetter <= .lowerZ
    return byte.isDigit || (isLetter && byte < 128) || byte == UInt8(ascii: "-")
      || byte == .underscore || byte == UInt8(ascii: ".")
  }

  /// The reference knows two encodings under several names; other names stay as they are.
  private static func normalized(_ name: [UInt8]) -> String {
    let short = name.prefix(12).map { byte in
      byte == .underscore
        ? UInt8(ascii: "-") : byte >= .upperA && byte <= .upperZ ? byte | 0x20 : byte
    }
    let text = String(decoding: short, as: UTF8.self)
    func isVariant(_ known: String) -> Bool { text == known || text.hasPrefix(known + "-") }
    if isVariant("utf-8") { return "utf-8" }
    if isVariant("latin-1") || isVariant("iso-8859-1") || isVariant("iso-latin-1") {
      return "iso-8859-1"
    }
    return String(decoding: name, as: UTF8.self)
  }

  // MARK: Codecs

  private static func decode(
    _ content: UnsafeBufferPointer<UInt8>, encoding: String
  ) -> DecodedSource {
    let name = String(
      decoding: encoding.utf8.map {
        $0 == UInt8(ascii: "-") ? .underscore : $0 >= .upperA && $0 <= .upperZ ? $0 | 0x20 : $0
      }, as: UTF8.self)
    switch name {
    case "iso_8859_1", "latin1", "latin", "l1", "iso8859_1", "8859", "cp819":
      var bytes: [UInt8] = []
      bytes.reserveCapacity(content.count)
      for byte in content { appendUTF8(UInt32(byte), to: &bytes) }
      return .utf8(bytes)
    case "ascii", "us_ascii", "646":
      guard let position = content.firstIndex(where: { $0 >= 0x80 }) else {
        return .utf8(Array(content))
      }
      let byte = String(content[position], radix: 16)
      return .failed(
        message: "'ascii' codec can't decode byte 0x\(byte) in position \(position): "
          + "ordinal not in range(128)")
    case "utf8", "u8", "utf", "utf_8", "cp65001":
      if let problem = UTF8Problem(in: content) { return .failed(message: problem.message) }
      return .utf8(Array(content))
    default:
      return Parser.decodeSource?(encoding, content) ?? .unknownEncoding
    }
  }
}

/// The first place where bytes are no UTF-8, told as the codec tells it.
public struct UTF8Problem {
  let message: String
  /// The arguments of a `UnicodeDecodeError`.
  public let bytes: [UInt8]
  public let start: Int
  public let end: Int
  public let reason: String

  init?(in bytes: UnsafeBufferPointer<UInt8>) {
    var position = 0
    while position < bytes.count {
      if bytes[position] < 0x80 {
        position += 1
        continue
      }
      let (length, badLength, reason) = Self.sequence(bytes, at: position)
      if let reason {
        message = Self.describe(bytes, position, badLength, reason)
        self.bytes = Array(bytes)
        start = position
        end = position + badLength
        self.reason = reason
        return
      }
      position += length
    }
    return nil
  }

  private static func describe(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ length: Int, _ reason: String
  ) -> String {
    if length == 1 {
      let byte = String(bytes[position], radix: 16)
      return "'utf-8' codec can't decode byte 0x\(byte) in position \(position): \(reason)"
    }
    let last = position + length - 1
    return "'utf-8' codec can't decode bytes in position \(position)-\(last): \(reason)"
  }

  /// The length of the sequence here; or how many bytes of it are to blame, and why.
  private static func sequence(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (length: Int, badLength: Int, reason: String?) {
    let lead = bytes[position]
    let length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
    if length == 0 { return (0, 1, "invalid start byte") }
    for offset in 1..<length {
      guard position + offset < bytes.count else {
        return (0, offset, "unexpected end of data")
      }
      let byte = bytes[position + offset]
      var allowed: ClosedRange<UInt8> = 0x80...0xbf
      if offset == 1 {
        switch lead {
        case 0xe0: allowed = 0xa0...0xbf
        case 0xed: allowed = 0x80...0x9f
        case 0xf0: allowed = 0x90...0xbf
        case 0xf4: allowed = 0x80...0x8f
        default: break
        }
      }
      if !allowed.contains(byte) { return (0, offset, "invalid continuation byte") }
    }
    return (length, length, nil)
  }
}
