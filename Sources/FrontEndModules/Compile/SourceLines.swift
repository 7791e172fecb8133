// Lines of source files, for errors that are found when the source is gone.

import PythonSyntax
import TaipanRuntime

enum SourceLines {
  /// What the reference reads of a line.
  private static let maximumLength = 999

  /// A line as text, decoded as the file asks; nil where there is none.
  static func line(_ number: Int, ofFile path: String) -> String? {
    guard let source = Library.readFile(path) else { return nil }
    guard var line = bytes(number, of: source) else { return nil }
    if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { line = line.dropFirst(3) }
    let content = Array(line.prefix(maximumLength))
    let encoding = source.withUnsafeBufferPointer { Parser.declaredEncoding(of: $0) }
    guard let encoding, encoding != "utf-8" else { return String(decoding: content, as: UTF8.self) }
    return decode(content, encoding)
  }

  private static func bytes(_ number: Int, of source: [UInt8]) -> ArraySlice<UInt8>? {
    var current = 1
    var start = 0
    for (i, byte) in source.enumerated() where byte == 10 {
      if current == number { return source[start...i] }
      current += 1
      start = i + 1
    }
    return current == number && start < source.count ? source[start...] : nil
  }

  private static func decode(_ line: [UInt8], _ encoding: String) -> String? {
    do throws(Raised) {
      let text = try Call.method(
        BytesRef.make(line).value, "decode", Value(encoding), Value("replace"))
      return StrRef(text).text
    } catch {
      thread.pointee.exception = .absent
      return nil
    }
  }
}
