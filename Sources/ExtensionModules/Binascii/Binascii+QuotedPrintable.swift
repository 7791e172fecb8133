// Quoted-printable (RFC 2045), with `_` for spaces in headers (RFC 1522).

import TaipanRuntime

extension BinasciiModule {
  private static let lineLength = 76
  private static let upperHex = Array("0123456789ABCDEF".utf8)

  static func decodeQuotedPrintable(_ a: Args) throws(Raised) -> Value {
    let text = try asciiOrBytes(a[0])
    let header = try flag(a[1], default: false)
    var out: [UInt8] = []
    var i = 0
    while i < text.count {
      let c = text[i]
      i += 1
      if c == 0x5F, header {
        out.append(0x20)
      } else if c != 0x3D {
        out.append(c)
      } else if i >= text.count {
        break
      } else if text[i] == 0x0A || text[i] == 0x0D {
        // A soft line break.
        if text[i] != 0x0A { while i < text.count, text[i] != 0x0A { i += 1 } }
        if i < text.count { i += 1 }
      } else if text[i] == 0x3D {
        out.append(0x3D)
        i += 1
      } else if i + 1 < text.count, let high = hexValue(text[i]), let low = hexValue(text[i + 1]) {
        out.append(high << 4 | low)
        i += 2
      } else {
        out.append(0x3D)
      }
    }
    return BytesRef.make(out).value
  }

  static func encodeQuotedPrintable(_ a: Args) throws(Raised) -> Value {
    let data = try BytesLike.copy(a[0])
    let quoteTabs = try flag(a[1], default: false)
    let isText = try flag(a[2], default: true)
    let header = try flag(a[3], default: false)
    // The line end of the text itself is used for soft breaks.
    var usesCRLF = false
    if let newline = data.firstIndex(of: 0x0A) {
      usesCRLF = newline > 0 && data[newline - 1] == 0x0D
    }
    let lineEnd: [UInt8] = usesCRLF ? [0x0D, 0x0A] : [0x0A]
    var out: [UInt8] = []
    var column = 0
    var i = 0
    func quote(_ c: UInt8) {
      out += [0x3D, upperHex[Int(c >> 4)], upperHex[Int(c & 15)]]
    }
    func softBreak() {
      out.append(0x3D)
      out += lineEnd
      column = 0
    }
    while i < data.count {
      let c = data[i]
      let following: UInt8? = i + 1 < data.count ? data[i + 1] : nil
      if mustQuote(c, following, column, quoteTabs, isText, header) {
        if column + 3 >= lineLength { softBreak() }
        quote(c)
        column += 3
        i += 1
      } else if isText, c == 0x0A || (c == 0x0D && following == 0x0A) {
        // Trailing blanks would get lost on the way.
        if let last = out.last, last == 0x20 || last == 0x09 {
          out.removeLast()
          quote(last)
        }
        out += lineEnd
        i += c == 0x0D ? 2 : 1
        column = 0
      } else {
        if let following, following != 0x0A, column + 1 >= lineLength { softBreak() }
        out.append(header && c == 0x20 ? 0x5F : c)
        column += 1
        i += 1
      }
    }
    return BytesRef.make(out).value
  }

  private static func mustQuote(
    _ c: UInt8, _ following: UInt8?, _ column: Int, _ quoteTabs: Bool, _ isText: Bool,
    _ header: Bool
  ) -> Bool {
    if c > 126 || c == 0x3D || (header && c == 0x5F) { return true }
    if c == 0x2E, column == 0 {
      return following == nil || following == 0x0A || following == 0x0D || following == 0
    }
    if !isText, c == 0x0D || c == 0x0A { return true }
    if c == 0x09 || c == 0x20 { return following == nil || quoteTabs }
    return c < 33 && c != 0x0D && c != 0x0A
  }
}
