// Floats as text: shortest digits that read back the same, and C's conversions.

import CTaipan

public enum FloatText {
  /// Decimal digits of a finite number: `0.DIGITS * 10^point`; no trailing zeros but for zero itself.
  struct Digits {
    var digits: [UInt8]
    var point: Int
  }

  /// The fewest digits that identify the magnitude of a finite number.
  static func shortest(_ d: Double) -> Digits {
    if d == 0 { return Digits(digits: [0x30], point: 1) }
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    var point = 0
    var seenPoint = false
    var exponent = 0
    var exponentNegative = false
    var inExponent = false
    for c in abs(d).description.utf8 {
      switch c {
      case 0x2E: seenPoint = true
      case 0x65: inExponent = true
      case 0x2D: exponentNegative = true
      case 0x2B: break
      default:
        if inExponent {
          exponent = exponent * 10 + Int(c - 0x30)
        } else if digits.isEmpty, c == 0x30 {
          if seenPoint { point -= 1 }
        } else {
          digits.append(c)
          if !seenPoint { point += 1 }
        }
      }
    }
    while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
    return Digits(digits: digits, point: point + (exponentNegative ? -exponent : exponent))
  }

  /// `precision` significant digits, correctly rounded, trailing zeros kept.
  static func rounded(_ d: Double, significant precision: Int) -> Digits {
    let text = printed(abs(d), 0x65, precision - 1, false)
    let mark = text.lastIndex(of: 0x65)!
    var exponent = 0
    for c in text[(mark + 2)...] { exponent = exponent * 10 + Int(c - 0x30) }
    if text[mark + 1] == 0x2D { exponent = -exponent }
    return Digits(digits: text[..<mark].filter { $0 != 0x2E }, point: exponent + 1)
  }

  /// `repr(d)`.
  public static func repr(_ d: Double) -> StrRef { StrRef.make(reprBytes(d)) }

  /// `repr(d)` as ASCII.
  public static func reprBytes(_ d: Double) -> [UInt8] {
    format(d, type: .repr, precision: 0, alternate: false, addDotZero: true)
  }

  /// Presentation types of a float.
  public enum Presentation: UInt8 {
    case repr = 0x72, exponent = 0x65, fixed = 0x66, general = 0x67
  }

  /// A double as text. `precision` is not looked at by `repr`; `addDotZero` keeps a fraction in
  /// fixed notation; `upper` gives `E`, `INF` and `NAN`.
  public static func format(
    _ d: Double, type: Presentation, precision: Int, alternate: Bool, addDotZero: Bool,
    upper: Bool = false
  ) -> [UInt8] {
    if !d.isFinite {
      if d.isNaN { return Array(upper ? "NAN".utf8 : "nan".utf8) }
      return Array((d < 0 ? upper ? "-INF" : "-inf" : upper ? "INF" : "inf").utf8)
    }
    switch type {
    case .repr:
      let digits = shortest(d)
      let usesExponent = digits.point <= -4 || digits.point > 16
      return layOut(digits, d.sign == .minus, usesExponent, alternate, addDotZero, upper)
    case .general where addDotZero:
      let wanted = max(precision, 1)
      var digits = rounded(d, significant: wanted)
      if d == 0 { digits.point = 1 }
      if !alternate {
        while digits.digits.count > 1, digits.digits.last == 0x30 { digits.digits.removeLast() }
      }
      let usesExponent = digits.point <= -4 || digits.point > wanted - 1
      return layOut(digits, d.sign == .minus, usesExponent, alternate, true, upper)
    case .fixed where !alternate:
      if let text = fixed(d, precision) { return text }
      return printed(d, 0x66, precision, alternate)
    default:
      let letter = upper ? type.rawValue & ~0x20 : type.rawValue
      return printed(d, letter, precision, alternate)
    }
  }

  /// `precision` digits behind the point by integer arithmetic, rounded half to even as the exact value
  /// asks; nil for numbers that 128 bits do not hold.
  private static func fixed(_ d: Double, _ precision: Int) -> [UInt8]? {
    let magnitude = d.magnitude
    if precision > 17 || magnitude >= 0x1p53 || magnitude < 0x1p-60 && d != 0 { return nil }
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
    if quotient >> 64 != 0 { return nil }
    let number = UInt(truncatingIfNeeded: quotient)
    var size = precision + 1
    var limit = power
    while size < 20, number / 10 >= limit {
      limit *= 10
      size += 1
    }
    return layOutFixed(number, size, precision, d.sign == .minus)
  }

  private static func layOutFixed(_ number: UInt, _ size: Int, _ precision: Int, _ negative: Bool)
    -> [UInt8]
  {
    let total = size + (precision > 0 ? 1 : 0) + (negative ? 1 : 0)
    return [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
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
      count = total
    }
  }

  private static func printed(_ d: Double, _ letter: UInt8, _ precision: Int, _ alternate: Bool)
    -> [UInt8]
  {
    let room = precision + (letter | 0x20 == 0x66 ? 330 : 32)
    return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      let start = UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self)
      // The format: % [#] .* letter NUL, spelled into a word.
      var word: UInt64 = alternate ? 0x2A2E2325 : 0x2A2E25
      word |= UInt64(letter) << (alternate ? 32 : 24)
      count = withUnsafeBytes(of: &word) {
        Int(
          taipan_format_double(
            start, room, $0.baseAddress!.assumingMemoryBound(to: CChar.self), Int32(precision), d))
      }
    }
  }

  /// Puts the decimal point and the exponent where they belong.
  private static func layOut(
    _ number: Digits, _ negative: Bool, _ usesExponent: Bool, _ alternate: Bool, _ addDotZero: Bool,
    _ upper: Bool
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(32)
    if negative { out.append(0x2D) }
    let digits = number.digits
    if usesExponent {
      out.append(digits[0])
      if digits.count > 1 || alternate { out.append(0x2E) }
      out.append(contentsOf: digits[1...])
      appendExponent(number.point - 1, upper, &out)
      return out
    }
    let point = number.point
    if point <= 0 {
      out.append(0x30)
      out.append(0x2E)
      out.append(contentsOf: repeatElement(0x30, count: -point))
      out.append(contentsOf: digits)
    } else if digits.count <= point {
      out.append(contentsOf: digits)
      out.append(contentsOf: repeatElement(0x30, count: point - digits.count))
      if addDotZero || alternate { out.append(0x2E) }
      if addDotZero { out.append(0x30) }
    } else {
      out.append(contentsOf: digits[..<point])
      out.append(0x2E)
      out.append(contentsOf: digits[point...])
    }
    return out
  }

  private static func appendExponent(_ exponent: Int, _ upper: Bool, _ out: inout [UInt8]) {
    out.append(upper ? 0x45 : 0x65)
    out.append(exponent < 0 ? 0x2D : 0x2B)
    let magnitude = abs(exponent)
    if magnitude < 10 { out.append(0x30) }
    out.append(contentsOf: String(magnitude).utf8)
  }
}
