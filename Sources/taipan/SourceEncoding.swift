// What CPython says about the bytes of a script that are no text.

import Glibc
import TaipanRuntime

enum SourceEncoding {
  /// The encoding that one of the first two lines declares (PEP 263), nil without one.
  private static func declared(_ source: [UInt8]) -> String? {
    let lines = source.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
    for line in lines.prefix(2) {
      let text = Array(line.drop { $0 == 32 || $0 == 9 || $0 == 12 })
      if text.isEmpty || text == [13] { continue }
      if text[0] != UInt8(ascii: "#") { return nil }
      if let name = cookie(text) { return name }
    }
    return nil
  }

  /// The name behind `coding:` or `coding=` in a comment.
  private static func cookie(_ comment: [UInt8]) -> String? {
    let word = Array("coding".utf8)
    var at = 0
    while at + word.count < comment.count {
      let end = at + word.count
      let sign = comment[end]
      if comment[at..<end].elementsEqual(word),
        sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=")
      {
        let name = comment[(end + 1)...].drop { $0 == 32 || $0 == 9 }.prefix(while: isNamePart)
        if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
      }
      at += 1
    }
    return nil
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    let isLetter = byte | 0x20 >= 97 && byte | 0x20 <= 122
    let isDigit = byte >= 48 && byte <= 57
    return isLetter || isDigit || byte == 45 || byte == 46 || byte == 95
  }

  /// - Throws: SyntaxError for bytes that are not UTF-8 where nothing else is declared, and for an
  ///   encoding that does not exist.
  static func check(_ source: [UInt8], _ path: String) throws(Raised) {
    if let line = source.split(separator: 10, omittingEmptySubsequences: false)
      .firstIndex(where: { $0.contains(0) })
    {
      throw try nullBytes(source, line, path)
    }
    if let name = declared(source) {
      do throws(Raised) {
        _ = try Call.method(BytesRef.make(source).value, "decode", Value(name))
      } catch {
        if catching(.lookupError) || catching(.unicodeDecodeError) {
          throw try syntaxError("encoding problem: \(name)")
        }
        throw error
      }
      return
    }
    if String(validating: source, as: UTF8.self) != nil { return }
    guard let (byte, line) = firstBad(source) else { return }
    let hex = String(byte, radix: 16)
    throw try syntaxError(
      "Non-UTF-8 code starting with '\\x\(hex.count < 2 ? "0" : "")\(hex)' in file \(path) on line \(line), but no encoding declared; see https://peps.python.org/pep-0263/ for details"
    )
  }

  /// The error for a line, counted from 0, that has null bytes: it is shown up to the first.
  private static func nullBytes(_ source: [UInt8], _ line: Int, _ path: String) throws(Raised)
    -> Raised
  {
    let lines = source.split(separator: 10, omittingEmptySubsequences: false)
    let text = String(decoding: lines[line].prefix { $0 != 0 }, as: UTF8.self)
    let place = TupleRef.make(count: 6)
    place.set(0, Value(path))
    place.set(1, Value(line + 1))
    place.set(2, Value(0))
    place.set(3, Value(text))
    place.set(4, Value(line + 1))
    place.set(5, Value(0))
    return setRaised(
      try Call.function(
        BuiltinType.syntaxError.value, Value("source code cannot contain null bytes"), place.value))
  }

  /// A SyntaxError without a place.
  private static func syntaxError(_ message: String) throws(Raised) -> Raised {
    setRaised(try Call.function(BuiltinType.syntaxError.value, Value(message)))
  }

  /// The first byte that is not part of UTF-8, and its line.
  private static func firstBad(_ source: [UInt8]) -> (UInt8, Int)? {
    var line = 1
    for part in source.split(separator: 10, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil {
        var i = part.startIndex
        while i < part.endIndex {
          let width = part[i] < 0x80 ? 1 : part[i] < 0xE0 ? 2 : part[i] < 0xF0 ? 3 : 4
          let end = min(i + width, part.endIndex)
          if String(validating: part[i..<end], as: UTF8.self) == nil { return (part[i], line) }
          i = end
        }
      }
      line += 1
    }
    return nil
  }

  /// `-x`: the first line becomes empty, so that the others keep their numbers.
  static func withoutFirstLine(_ source: [UInt8]) -> [UInt8] {
    guard let end = source.firstIndex(of: 10) else { return [] }
    return Array(source[end...])
  }
}
