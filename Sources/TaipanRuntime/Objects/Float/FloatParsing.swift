// Text as floats: what `float(str)` and `complex(str)` read.

import Glibc

public enum FloatParsing {
  /// The float that ASCII text spells, surrounding white space and single underscores between digits
  /// allowed; nil if it spells none.
  public static func parse(_ text: [UInt8]) -> Double? {
    var start = 0
    var end = text.count
    while start < end, DecimalDigits.isCSpace(text[start]) { start += 1 }
    while end > start, DecimalDigits.isCSpace(text[end - 1]) { end -= 1 }
    if start == end { return nil }
    if let short = short(text, start, end) { return short }
    guard let clean = withoutUnderscores(text[start..<end]) else { return nil }
    let (value, length) = prefix(clean, 0)
    return length == clean.count ? value : nil
  }

  /// A number of at most 15 digits without exponent: digits and power of ten are exact doubles, so one
  /// division rounds correctly (Clinger, "How to Read Floating Point Numbers Accurately"). nil for
  /// anything else.
  private static func short(_ text: [UInt8], _ start: Int, _ end: Int) -> Double? {
    if end - start > 16 { return nil }
    var i = start
    let isNegative = text[i] == 0x2D
    if isNegative { i += 1 }
    var digits = 0
    var count = 0
    var scale = 1
    var behindPoint = false
    while i < end {
      let c = text[i]
      if isDigit(c) {
        digits = digits &* 10 &+ Int(c &- 0x30)
        count += 1
        if behindPoint { scale &*= 10 }
      } else if c == 0x2E, !behindPoint {
        behindPoint = true
      } else {
        return nil
      }
      i += 1
    }
    if count == 0 || count > 15 { return nil }
    let magnitude = Double(digits) / Double(scale)
    return isNegative ? -magnitude : magnitude
  }

  /// The text without underscores; nil where one does not stand between digits.
  static func withoutUnderscores(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    if !text.contains(0x5F) { return Array(text) }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var previous: UInt8 = 0
    for c in text {
      if c == 0x5F {
        if !isDigit(previous) { return nil }
      } else {
        if previous == 0x5F, !isDigit(c) { return nil }
        out.append(c)
      }
      previous = c
    }
    return previous == 0x5F ? nil : out
  }

  @inline(__always) private static func isDigit(_ c: UInt8) -> Bool { c &- 0x30 < 10 }

  /// The longest float at `start` and its length; length 0 if there is none.
  public static func prefix(_ text: [UInt8], _ start: Int) -> (Double, Int) {
    var i = start
    var negative = false
    if i < text.count, text[i] == 0x2B || text[i] == 0x2D {
      negative = text[i] == 0x2D
      i += 1
    }
    if i < text.count, text[i] | 0x20 == 0x69 || text[i] | 0x20 == 0x6E {
      let (word, length) = named(text, i)
      if length == 0 { return (0, 0) }
      return (negative ? -word : word, i + length - start)
    }
    let digitsStart = i
    while i < text.count, isDigit(text[i]) { i += 1 }
    var digits = i - digitsStart
    if i < text.count, text[i] == 0x2E {
      let fraction = i + 1
      var k = fraction
      while k < text.count, isDigit(text[k]) { k += 1 }
      digits += k - fraction
      i = k
    }
    if digits == 0 { return (0, 0) }
    if i < text.count, text[i] | 0x20 == 0x65 {
      var k = i + 1
      if k < text.count, text[k] == 0x2B || text[k] == 0x2D { k += 1 }
      let exponent = k
      while k < text.count, isDigit(text[k]) { k += 1 }
      if k > exponent { i = k }
    }
    var copy = Array(text[start..<i])
    copy.append(0)
    let value = copy.withUnsafeBytes {
      strtod($0.baseAddress!.assumingMemoryBound(to: CChar.self), nil)
    }
    return (value, i - start)
  }

  /// `inf`, `infinity` and `nan` in any case.
  private static func named(_ text: [UInt8], _ start: Int) -> (Double, Int) {
    func has(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      if start + count > text.count { return false }
      for k in 0..<count where text[start + k] | 0x20 != word.utf8Start[k] { return false }
      return true
    }
    if has("infinity") { return (.infinity, 8) }
    if has("inf") { return (.infinity, 3) }
    if has("nan") { return (.nan, 3) }
    return (0, 0)
  }
}
