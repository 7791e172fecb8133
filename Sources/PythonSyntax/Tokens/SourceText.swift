#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A source as the tokenizer wants it: UTF-8, lines ended by a single newline, a NUL after the end.
///
/// Offsets of tokens refer to this text, not to the bytes that were handed in.
final class SourceText {
  let base: UnsafeMutablePointer<UInt8>
  private(set) var count: Int
  let isASCII: Bool
  /// Bytes that are no UTF-8 do no harm in comments; names and strings must look for them.
  let isValid: Bool

  /// Zeros after the end, so that looking two bytes ahead is always allowed.
  private static let padding = 8

  /// Takes UTF-8 bytes that are known to be valid.
  init(
    _ source: UnsafeBufferPointer<UInt8>, addsNewline: Bool, translatesNewlines: Bool = true
  ) {
    base = .allocate(capacity: source.count + 1 + Self.padding)
    count = source.count
    if let start = source.baseAddress { base.update(from: start, count: count) }
    if translatesNewlines, memchr(base, Int32(UInt8.carriageReturn), count) != nil {
      count = Self.translateNewlines(base, count: count)
    }
    if addsNewline && (count == 0 || base[count - 1] != .newline) {
      base[count] = .newline
      count += 1
    }
    (base + count).update(repeating: 0, count: Self.padding)
    let content = UnsafeBufferPointer(start: UnsafePointer(base), count: count)
    isASCII = Self.isASCII(content)
    isValid = isASCII || UTF8Problem(in: content) == nil
  }

  deinit { base.deallocate() }

  private static func translateNewlines(_ text: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    var read = 0
    var write = 0
    while read < count {
      var byte = text[read]
      if byte == .carriageReturn {
        byte = .newline
        if read + 1 < count && text[read + 1] == .newline { read += 1 }
      }
      text[write] = byte
      read += 1
      write += 1
    }
    return write
  }

  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var union: UInt8 = 0
    for byte in bytes { union |= byte }
    return union < 0x80
  }

  // MARK: Lines and columns of error reports

  /// How many characters stand between two positions.
  func characterCount(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> Int {
    if isASCII { return end - start }
    if !isValid {
      let bytes = UnsafeBufferPointer(start: start, count: max(0, end - start))
      return String(decoding: bytes, as: UTF8.self).unicodeScalars.count
    }
    var count = 0
    var position = start
    while position < end {
      if position.pointee & 0xc0 != 0x80 { count += 1 }
      position += 1
    }
    return count
  }

  func endOfLine(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var position = start
    while position.pointee != .newline && position.pointee != 0 { position += 1 }
    return position
  }

  func lineText(from start: UnsafePointer<UInt8>, includingNewline: Bool) -> String {
    var end = endOfLine(start)
    if includingNewline && end.pointee == .newline { end += 1 }
    return String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
  }

  /// Where a line (counted from 1) starts; the last line for numbers beyond the end.
  func startOfLine(_ line: Int) -> UnsafePointer<UInt8> {
    var position = UnsafePointer(base)
    for _ in 1..<max(line, 1) {
      let end = endOfLine(position)
      if end.pointee == 0 { break }
      position = end + 1
    }
    return position
  }
}
