// Floats as text: shortest digits that read back the same, and C's conversions. All of it is written
// into a `FormatBuffer`, by way of memory on the native stack.

import CTaipan
import Glibc

/// Takes the ASCII text of a number without a `String` being made of it.
private struct DigitSink: TextOutputStream {
  let start: UnsafeMutablePointer<UInt8>
  let capacity: Int
  var count = 0

  mutating func write(_ text: String) { for byte in text.utf8 { append(byte) } }

  mutating func _writeASCII(_ buffer: UnsafeBufferPointer<UInt8>) {
    for byte in buffer { append(byte) }
  }

  @inline(__always) private mutating func append(_ byte: UInt8) {
    if count < capacity { start[count] = byte }
    count += 1
  }
}

public enum FloatText {
  /// Decimal digits of a finite number: `0.DIGITS * 10^point`; no trailing zeros but for zero itself.
  /// They lie in memory of the caller.
  struct Digits {
    var start: UnsafeMutablePointer<UInt8>
    var count: Int
    var point: Int

    mutating func dropTrailingZeros() {
      while count > 1, start[count - 1] == 0x30 { count -= 1 }
    }
  }

  /// Room that the text of the shortest digits needs.
  private static let shortestRoom = 40

  /// The fewest digits that identify the magnitude of a finite number, written over `room`.
  private static func shortest(_ d: Double, _ room: UnsafeMutablePointer<UInt8>) -> Digits {
    if d == 0 {
      room[0] = 0x30
      return Digits(start: room, count: 1, point: 1)
    }
    var sink = DigitSink(start: room, capacity: shortestRoom)
    d.magnitude.write(to: &sink)
    var result = Digits(start: room, count: 0, point: 0)
    var seenPoint = false
    var i = 0
    while i < sink.count {
      let c = room[i]
      i += 1
      if c == 0x2E {
        seenPoint = true
      } else if c == 0x65 {
        result.point += exponent(room, i, sink.count)
        break
      } else if result.count == 0, c == 0x30 {
        if seenPoint { result.point -= 1 }
      } else {
        // Never ahead of what is read.
        room[result.count] = c
        result.count += 1
        if !seenPoint { result.point += 1 }
      }
    }
    result.dropTrailingZeros()
    return result
  }

  /// The number after the `e` of a text.
  private static func exponent(_ text: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> Int
  {
    var number = 0
    var isNegative = false
    for i in start..<end {
      if text[i] == 0x2D { isNegative = true }
      if text[i] &- 0x30 < 10 { number = number * 10 + Int(text[i] - 0x30) }
    }
    return isNegative ? -number : number
  }

  /// `precision` significant digits, correctly rounded, trailing zeros kept.
  private static func rounded(
    _ d: Double, significant precision: Int, _ room: UnsafeMutableBufferPointer<UInt8>
  ) -> Digits {
    let start = room.baseAddress.unsafelyUnwrapped
    let count = printed(d.magnitude, 0x65, precision - 1, false, start, room.count)
    var mark = count - 1
    while start[mark] != 0x65 { mark -= 1 }
    let point = exponent(start, mark + 1, count) + 1
    // The first digit is followed by the point.
    if mark > 1 { memmove(start + 1, start + 2, mark - 2) }
    return Digits(start: start, count: mark > 1 ? mark - 1 : 1, point: point)
  }

  /// `repr(d)`.
  public static func repr(_ d: Double) -> StrRef {
    var out = FormatBuffer()
    appendRepr(d, to: &out)
    return out.finish()
  }

  public static func appendRepr(_ d: Double, to out: inout FormatBuffer) {
    append(d, type: .repr, precision: 0, alternate: false, addDotZero: true, to: &out)
  }

  /// Presentation types of a float.
  public enum Presentation: UInt8 {
    case repr = 0x72, exponent = 0x65, fixed = 0x66, general = 0x67
  }

  /// A double as ASCII, for callers that keep it.
  public static func format(
    _ d: Double, type: Presentation, precision: Int, alternate: Bool, addDotZero: Bool,
    upper: Bool = false
  ) -> [UInt8] {
    var out = FormatBuffer()
    append(
      d, type: type, precision: precision, alternate: alternate, addDotZero: addDotZero,
      upper: upper, to: &out)
    return out.latin1Bytes
  }

  /// Appends a double as text. `precision` is not looked at by `repr`; `addDotZero` keeps a fraction in
  /// fixed notation; `upper` gives `E`, `INF` and `NAN`. The buffer holds nothing wide.
  static func append(
    _ d: Double, type: Presentation, precision: Int, alternate: Bool, addDotZero: Bool,
    upper: Bool = false, to out: inout FormatBuffer
  ) {
    if !d.isFinite {
      if d.isNaN { return out.append(upper ? "NAN" : "nan") }
      if d < 0 { out.append(0x2D) }
      return out.append(upper ? "INF" : "inf")
    }
    switch type {
    case .repr:
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: shortestRoom) { room in
        let digits = shortest(d, room.baseAddress.unsafelyUnwrapped)
        let usesExponent = digits.point <= -4 || digits.point > 16
        layOut(digits, d.sign == .minus, usesExponent, alternate, addDotZero, upper, &out)
      }
    case .general where addDotZero:
      let wanted = max(precision, 1)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: wanted + 32) { room in
        var digits = rounded(d, significant: wanted, room)
        if d == 0 { digits.point = 1 }
        if !alternate { digits.dropTrailingZeros() }
        let usesExponent = digits.point <= -4 || digits.point > wanted - 1
        layOut(digits, d.sign == .minus, usesExponent, alternate, true, upper, &out)
      }
    case .fixed where !alternate && appendFixed(d, precision, &out): break
    default:
      let letter = upper ? type.rawValue & ~0x20 : type.rawValue
      let room = precision + (letter | 0x20 == 0x66 ? 330 : 32)
      out.appendBytes(room: room) { printed(d, letter, precision, alternate, $0, room) }
    }
  }

  /// `precision` digits behind the point by integer arithmetic, rounded half to even as the exact value
  /// asks; false for numbers that 128 bits do not hold.
  private static func appendFixed(_ d: Double, _ precision: Int, _ out: inout FormatBuffer) -> Bool
  {
    let magnitude = d.magnitude
    if precision > 17 || magnitude >= 0x1p53 || magnitude < 0x1p-60 && d != 0 { return false }
    var power: UInt = 1
    for _ in 0..<precision { power *= 10 }
    // d = significand / 2^shift
    let bits = magnitude.bitPattern
    let significand = UInt128(bits & (1 << 52 - 1) | 1 << 52)
    let shift = d == 0 ? 0 : 1075 - Int(bits >> 52)
    let scaled = d == 0 ? 0 : significand * UInt128(power)
    var quotient = scaled >> UInt128(shift)
    let rest = scaled - quotient << UInt128(shift)
    if shift > 0 {
      let half: UInt128 = 1 << UInt128(shift - 1)
      if rest > half || rest == half && quotient & 1 == 1 { quotient += 1 }
    }
    if quotient >> 64 != 0 { return false }
    let number = UInt(truncatingIfNeeded: quotient)
    var size = precision + 1
    var limit = power
    while size < 20, number / 10 >= limit {
      limit *= 10
      size += 1
    }
    appendFixed(number, size, precision, d.sign == .minus, &out)
    return true
  }

  private static func appendFixed(
    _ number: UInt, _ size: Int, _ precision: Int, _ negative: Bool, _ out: inout FormatBuffer
  ) {
    let total = size + (precision > 0 ? 1 : 0) + (negative ? 1 : 0)
    out.appendBytes(room: total) { buffer in
      var rest = number
      var at = total
      for place in 0..<size {
        if place == precision, precision > 0 {
          at -= 1
          buffer[at] = 0x2E
        }
        at -= 1
        buffer[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      if negative { buffer[0] = 0x2D }
      return total
    }
  }

  /// C's conversion; the number of characters.
  private static func printed(
    _ d: Double, _ letter: UInt8, _ precision: Int, _ alternate: Bool,
    _ out: UnsafeMutablePointer<UInt8>, _ room: Int
  ) -> Int {
    let start = UnsafeMutableRawPointer(out).assumingMemoryBound(to: CChar.self)
    // The format: % [#] .* letter NUL, spelled into a word.
    var word: UInt64 = alternate ? 0x2A2E2325 : 0x2A2E25
    word |= UInt64(letter) << (alternate ? 32 : 24)
    return withUnsafeBytes(of: &word) {
      Int(
        taipan_format_double(
          start, room, $0.baseAddress!.assumingMemoryBound(to: CChar.self), Int32(precision), d))
    }
  }

  /// Puts the decimal point and the exponent where they belong.
  private static func layOut(
    _ digits: Digits, _ negative: Bool, _ usesExponent: Bool, _ alternate: Bool, _ addDotZero: Bool,
    _ upper: Bool, _ out: inout FormatBuffer
  ) {
    if negative { out.append(0x2D) }
    let (start, count) = (digits.start, digits.count)
    if usesExponent {
      out.append(UInt32(start[0]))
      if count > 1 || alternate { out.append(0x2E) }
      out.append(latin1: start + 1, count: count - 1)
      appendExponent(digits.point - 1, upper, &out)
      return
    }
    let point = digits.point
    if point <= 0 {
      out.append("0.")
      out.append(0x30, times: -point)
      out.append(latin1: start, count: count)
    } else if count <= point {
      out.append(latin1: start, count: count)
      out.append(0x30, times: point - count)
      if addDotZero || alternate { out.append(0x2E) }
      if addDotZero { out.append(0x30) }
    } else {
      out.append(latin1: start, count: point)
      out.append(0x2E)
      out.append(latin1: start + point, count: count - point)
    }
  }

  private static func appendExponent(_ exponent: Int, _ upper: Bool, _ out: inout FormatBuffer) {
    out.append(upper ? 0x45 : 0x65)
    out.append(exponent < 0 ? 0x2D : 0x2B)
    if exponent.magnitude < 10 { out.append(0x30) }
    out.append(decimal: Int(exponent.magnitude))
  }
}
