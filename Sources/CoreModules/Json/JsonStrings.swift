// Strings in JSON texts, one specialisation for each width of text.

import TaipanRuntime

enum JsonStrings {
  /// Reads a string whose opening quote lies before `position`, which moves behind the closing one.
  ///
  /// - Throws: ValueError (JSONDecodeError) for what is no string.
  static func scan(_ text: StrRef, _ position: inout Int, strict: Bool) throws(Raised) -> Value {
    if position < 0 || position > text.count {
      throw raise(.valueError, "end is out of bounds")
    }
    let start = position
    let end: Int
    switch text.width {
    case 1: end = JsonText<UInt8>(text).plainEnd(start, strict)
    case 2: end = JsonText<UInt16>(text).plainEnd(start, strict)
    default: end = JsonText<UInt32>(text).plainEnd(start, strict)
    }
    if end < text.count, text[end] == 0x22 {
      position = end + 1
      return text.slice(start, end).value
    }
    return try scanEscaped(text, &position, end, strict: strict)
  }

  /// At this point the string has an escape or a control character at `first`, or no end.
  @inline(never)
  static func scanEscaped(
    _ text: StrRef, _ position: inout Int, _ first: Int, strict: Bool
  ) throws(Raised) -> Value {
    let count = text.count
    let begin = position - 1
    var out: [UInt32] = []
    out.reserveCapacity(first - position + 32)
    for i in position..<first { out.append(text[i]) }
    var next = first
    while true {
      if next >= count {
        throw JsonModule.decodeError("Unterminated string starting at", text, begin)
      }
      let c = text[next]
      if c == 0x22 { break }
      if c != 0x5C {
        if c <= 0x1F, strict {
          throw JsonModule.decodeError("Invalid control character at", text, next)
        }
        out.append(c)
        next += 1
        continue
      }
      next += 1
      if next == count {
        throw JsonModule.decodeError("Unterminated string starting at", text, begin)
      }
      out.append(try escape(text, &next))
    }
    position = next + 1
    return out.withUnsafeBufferPointer { buffer in
      buffer.count == 0
        ? StrRef.empty.value
        : StrRef.codePoints(buffer.baseAddress.unsafelyUnwrapped, count: buffer.count).value
    }
  }

  private static func hexDigit(_ c: UInt32) -> UInt32? {
    switch c {
    case 0x30...0x39: return c - 0x30
    case 0x41...0x46: return c - 0x37
    case 0x61...0x66: return c - 0x57
    default: return nil
    }
  }

  /// Four hex digits before `end`.
  private static func unit(_ text: StrRef, _ end: Int) throws(Raised) -> UInt32 {
    var value: UInt32 = 0
    for i in (end - 4)..<end {
      guard let digit = hexDigit(text[i]) else {
        throw JsonModule.decodeError("Invalid \\uXXXX escape", text, end - 5)
      }
      value = value << 4 | digit
    }
    return value
  }

  /// The character of the escape whose letter is at `next`, which moves behind it.
  private static func escape(_ text: StrRef, _ next: inout Int) throws(Raised) -> UInt32 {
    let letter = text[next]
    next += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: return letter
    case 0x62: return 8
    case 0x66: return 12
    case 0x6E: return 10
    case 0x72: return 13
    case 0x74: return 9
    case 0x75: break
    default: throw JsonModule.decodeError("Invalid \\escape", text, next - 2)
    }
    let end = next + 4
    if end >= text.count {
      throw JsonModule.decodeError("Invalid \\uXXXX escape", text, next - 1)
    }
    let high = try unit(text, end)
    next = end
    if high & 0xFC00 == 0xD800, end + 6 < text.count, text[end] == 0x5C, text[end + 1] == 0x75 {
      let low = try unit(text, end + 6)
      if low & 0xFC00 == 0xDC00 {
        next = end + 6
        return 0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF)
      }
    }
    return high
  }
}

/// The units of a JSON text, which its owner keeps alive.
struct JsonText<Unit: FixedWidthInteger & UnsignedInteger> {
  let str: StrRef
  let units: UnsafePointer<Unit>
  let count: Int

  init(_ str: StrRef) {
    self.str = str
    units = UnsafePointer(str.data.assumingMemoryBound(to: Unit.self))
    count = str.count
  }

  /// The unit at `index`, 0 behind the end (a NUL stands for nothing in JSON either).
  @inline(__always) func at(_ index: Int) -> Unit { index < count ? units[index] : 0 }

  /// The first place from `start` on that a string cannot hold as it is: a quote, a backslash, a
  /// control character where they are forbidden, or the end of the text.
  @inline(__always) func plainEnd(_ start: Int, _ strict: Bool) -> Int {
    let lowest: Unit = strict ? 0x20 : 0
    var next = start
    if MemoryLayout<Unit>.size == 1, strict {
      while next + 8 <= count, isPlain(next) { next += 8 }
    }
    while next < count {
      let c = units[next]
      if c == 0x22 || c == 0x5C || c < lowest { break }
      next += 1
    }
    return next
  }

  /// Whether eight bytes hold no quote, backslash or control character.
  @inline(__always) private func isPlain(_ index: Int) -> Bool {
    let word = UnsafeRawPointer(units + index).loadUnaligned(as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let control = (word &- ones &* 0x20) & ~word
    return ((quote &- ones) & ~quote | (slash &- ones) & ~slash | control) & (ones &* 0x80) == 0
  }

  @inline(__always) func isDigit(_ index: Int) -> Bool { at(index) &- 0x30 < 10 }

  func matches(_ word: StaticString, _ index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    if index + length > count { return false }
    for i in 0..<length where units[index + i] != Unit(word.utf8Start[i]) { return false }
    return true
  }

  @inline(__always) func skipSpace(_ index: inout Int) {
    while index < count {
      let c = units[index]
      if c > 0x20 || c != 0x20 && c != 0x0A && c != 0x0D && c != 0x09 { return }
      index += 1
    }
  }
}
