/// Correctly rounded values of float literals.
enum FloatLiteral {
  private static let exactPowersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The value of a valid literal, which may hold underscores.
  static func value(_ digits: UnsafeBufferPointer<UInt8>) -> Double {
    quickValue(digits) ?? slowValue(digits)
  }

  /// With at most 15 digits and a power of ten up to 22, both are exact doubles and one operation rounds
  /// once: correct by construction.
  private static func quickValue(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
    var mantissa = 0
    var digitCount = 0
    var scale = 0
    var sawPoint = false
    for byte in digits {
      if byte.isDigit {
        mantissa = mantissa &* 10 &+ Int(byte &- .zero)
        if mantissa != 0 { digitCount += 1 }
        if digitCount > 15 { return nil }
        if sawPoint { scale += 1 }
      } else if byte == UInt8(ascii: ".") {
        sawPoint = true
      } else if byte != .underscore {
        return nil
      }
    }
    return scale <= 22 ? Double(mantissa) / exactPowersOfTen[scale] : nil
  }

  private static func slowValue(_ digits: UnsafeBufferPointer<UInt8>) -> Double {
    var text = String(decoding: digits.filter { $0 != .underscore }, as: UTF8.self)
    // The conversion of the standard library wants digits on both sides of the point.
    if text.utf8.first == UInt8(ascii: ".") { text = "0" + text }
    if let point = text.firstIndex(of: ".") {
      let next = text.index(after: point)
      if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
    }
    // Too large for a double is infinity, as in the reference.
    return Double(text) ?? .infinity
  }
}
