// `repr` of strings and bytes.

enum StrRepr {
  private static let hexDigits: StaticString = "0123456789abcdef"

  @inline(__always) static func hexDigit(_ n: UInt32) -> UInt8 {
    hexDigits.utf8Start[Int(n & 15)]
  }

  /// The literal that CPython shows for a string.
  static func repr(_ str: StrRef) -> StrRef {
    let isSimple = str.isASCII && isPlain(TextView(str), 0x27)
    let quote = isSimple ? 0x27 : self.quote(TextView(str))
    if isSimple || str.isASCII && isPlain(TextView(str), quote) {
      let result = StrRef.make(count: str.count + 2, maximum: 0x7F)
      result.bytes[0] = quote
      result.bytes[str.count + 1] = quote
      result.copy(from: str, 0, str.count, to: 1)
      return result
    }
    var out = FormatBuffer()
    out.reserve(str.count + 8)
    out.append(UInt32(quote))
    for i in 0..<str.count { append(str[i], UInt32(quote), to: &out) }
    out.append(UInt32(quote))
    return out.finish()
  }

  /// Appends the literal.
  @inline(never) static func append(_ str: StrRef, to out: inout FormatBuffer) {
    let text = TextView(str)
    if str.isASCII, isPlain(text, 0x27) {
      out.append(0x27)
      out.append(latin1: text.bytes, count: text.count)
      out.append(0x27)
    } else {
      out.append(repr(str))
    }
  }

  /// Single quotes, unless the text has such and no double ones.
  static func quote(_ text: TextView) -> UInt8 {
    text.find(0x27, 0, text.count) != nil && text.find(0x22, 0, text.count) == nil ? 0x22 : 0x27
  }

  private static func isPlain(_ text: TextView, _ quote: UInt8) -> Bool {
    let p = text.bytes
    for i in 0..<text.count {
      let c = p[i]
      if c < 0x20 || c >= 0x7F || c == quote || c == 0x5C { return false }
    }
    return true
  }

  private static func append(_ c: UInt32, _ quote: UInt32, to out: inout FormatBuffer) {
    switch c {
    case quote, 0x5C:
      out.append(0x5C)
      out.append(c)
    case 0x0A: out.append("\\n")
    case 0x0D: out.append("\\r")
    case 0x09: out.append("\\t")
    default:
      if UnicodeData.isPrintable(c) { out.append(c) } else { appendEscape(c, to: &out) }
    }
  }

  /// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
  static func appendEscape(_ c: UInt32, to out: inout FormatBuffer) {
    out.append(0x5C)
    out.append(c < 0x100 ? 0x78 : c < 0x1_0000 ? 0x75 : 0x55)
    var shift: UInt32 = c < 0x100 ? 4 : c < 0x1_0000 ? 12 : 28
    while true {
      out.append(UInt32(hexDigit(c >> shift)))
      if shift == 0 { return }
      shift -= 4
    }
  }

  /// The literal of bytes, without what a type puts around it.
  static func appendBytes(
    _ bytes: UnsafeBufferPointer<UInt8>, escapingApostrophes: Bool = false,
    to out: inout FormatBuffer
  ) {
    let quote = self.quote(TextView(bytes))
    out.append("b")
    out.append(UInt32(quote))
    for c in bytes {
      switch c {
      case quote, 0x5C:
        out.append(0x5C)
        out.append(UInt32(c))
      case 0x27 where escapingApostrophes: out.append("\\'")
      case 0x0A: out.append("\\n")
      case 0x0D: out.append("\\r")
      case 0x09: out.append("\\t")
      case 0x20..<0x7F: out.append(UInt32(c))
      default: appendEscape(UInt32(c), to: &out)
      }
    }
    out.append(UInt32(quote))
  }
}
