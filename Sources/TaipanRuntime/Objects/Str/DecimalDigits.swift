// Code points that number parsing reads as digits and as white space.

/// Decimal digits and white space of Unicode, as `int`, `float` and `complex` take them.
public enum DecimalDigits {
  /// First code points of the runs zero to nine (Unicode 15.1, category Nd).
  private static let zeros: [UInt32] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60,
    0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0,
    0x1e950, 0x1fbf0,
  ]

  /// The value of a decimal digit; nil for other code points.
  public static func value(_ codePoint: UInt32) -> Int? {
    if codePoint < 0x80 { return codePoint &- 0x30 < 10 ? Int(codePoint) - 0x30 : nil }
    var low = 0
    var high = zeros.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if zeros[middle] <= codePoint { low = middle } else { high = middle }
    }
    let digit = codePoint &- zeros[low]
    return digit < 10 ? Int(digit) : nil
  }

  /// White space as `str.isspace` knows it.
  public static func isSpace(_ c: UInt32) -> Bool {
    if c < 0x80 { return c == 0x20 || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) }
    switch c {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
    default: return false
    }
  }

  /// What `isSpace` says of ASCII characters.
  @inline(__always) static func isASCIISpace(_ c: UInt32) -> Bool {
    c == 0x20 || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F)
  }

  /// White space of C's locale: what surrounds a number in ASCII text.
  @inline(__always) public static func isCSpace(_ c: UInt8) -> Bool {
    c == 0x20 || (c >= 9 && c <= 13)
  }

  /// The text with foreign digits and spaces replaced by ASCII ones; other characters become `?`.
  public static func ascii(_ text: StrRef) -> [UInt8] {
    if text.isASCII { return Array(UnsafeBufferPointer(start: text.bytes, count: text.count)) }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for i in 0..<text.count {
      let c = text[i]
      if c < 0x80 {
        out.append(UInt8(c))
      } else if isSpace(c) {
        out.append(0x20)
      } else if let digit = value(c) {
        out.append(UInt8(0x30 + digit))
      } else {
        out.append(0x3F)
      }
    }
    return out
  }
}
