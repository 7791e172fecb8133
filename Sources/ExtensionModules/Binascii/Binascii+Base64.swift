// Base64 and uuencode.

import TaipanRuntime

extension BinasciiModule {
  private static let alphabet: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  /// The six bits of each character; 255 where it has none.
  private static let values: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 255, count: 256)
    for i in 0..<64 { table[Int(alphabet.utf8Start[i])] = UInt8(i) }
    return UnsafePointer(table)
  }()

  static func encodeBase64(_ a: Args) throws(Raised) -> Value {
    let source = try BytesLike.contiguous(a[0])
    if source.isAbsent { throw BytesLike.required(a[0]) }
    let endsLine = try flag(a[1], default: true)
    let data = BytesLike.buffer(source)
    let text = BytesRef.make(count: (data.count + 2) / 3 * 4 + (endsLine ? 1 : 0))
    var out = text.data
    let letters = alphabet.utf8Start
    var i = 0
    while i < data.count {
      let left = data.count - i
      let word =
        Int(data[i]) << 16 | (left > 1 ? Int(data[i + 1]) << 8 : 0)
        | (left > 2 ? Int(data[i + 2]) : 0)
      out[0] = letters[word >> 18]
      out[1] = letters[word >> 12 & 63]
      out[2] = left > 1 ? letters[word >> 6 & 63] : 0x3D
      out[3] = left > 2 ? letters[word & 63] : 0x3D
      out += 4
      i += 3
    }
    if endsLine { out[0] = 0x0A }
    return text.value
  }

  /// Whole groups of four at the start of `text`, decoded: as many as there are without anything else
  /// between them. Returns the characters read.
  private static func decodeGroups(_ text: [UInt8], into out: inout [UInt8]) -> Int {
    let table = values
    return text.withUnsafeBufferPointer { text in
      var at = 0
      while at + 4 <= text.count {
        let (a, b) = (table[Int(text[at])], table[Int(text[at + 1])])
        let (c, d) = (table[Int(text[at + 2])], table[Int(text[at + 3])])
        if (a | b | c | d) & 0xC0 != 0 { break }
        out.append(a << 2 | b >> 4)
        out.append(b << 4 | c >> 2)
        out.append(c << 6 | d)
        at += 4
      }
      return at
    }
  }

  static func decodeBase64(_ a: Args) throws(Raised) -> Value {
    let text = try asciiOrBytes(a[0])
    let strict = try flag(a[1], default: false)
    if strict, text.first == 0x3D { throw error.raised("Leading padding not allowed") }
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 4 * 3 + 3)
    var position = 0
    var left: UInt8 = 0
    var pads = 0
    for c in text[decodeGroups(text, into: &out)...] {
      if c == 0x3D {
        pads += 1
        if !strict { continue }
        if position == 0 || position + pads > 4 {
          throw error.raised("Excess padding not allowed")
        }
        if position == 1 { break }
        continue
      }
      let value = values[Int(c)]
      if value == 255 {
        if strict { throw error.raised("Only base64 data is allowed") }
        continue
      }
      if strict, pads > 0 {
        throw error.raised(
          position + pads == 4
            ? "Excess data after padding" : "Discontinuous padding not allowed")
      }
      pads = 0
      switch position {
      case 0:
        position = 1
        left = value
      case 1:
        position = 2
        out.append(left << 2 | value >> 4)
        left = value & 0x0F
      case 2:
        position = 3
        out.append(left << 4 | value >> 2)
        left = value & 0x03
      default:
        position = 0
        out.append(left << 6 | value)
        left = 0
      }
    }
    if position == 1 {
      throw error.raised(
        "Invalid base64-encoded string: number of data characters (\(out.count / 3 * 4 + 1)) "
          + "cannot be 1 more than a multiple of 4")
    }
    if position != 0, position + pads < 4 { throw error.raised("Incorrect padding") }
    return BytesRef.make(out).value
  }

  // MARK: uuencode

  static func encodeUU(_ a: Args) throws(Raised) -> Value {
    let data = try BytesLike.copy(a[0])
    if data.count > 45 { throw error.raised("At most 45 bytes at once") }
    let backtick = try flag(a[1], default: false)
    func character(_ n: UInt32) -> UInt8 { n == 0 && backtick ? 0x60 : UInt8(n) + 0x20 }
    var out = [character(UInt32(data.count))]
    var i = 0
    while i < data.count {
      func byte(_ k: Int) -> UInt32 { i + k < data.count ? UInt32(data[i + k]) : 0 }
      let word = byte(0) << 16 | byte(1) << 8 | byte(2)
      for shift in stride(from: 18, through: 0, by: -6) {
        out.append(character(word >> UInt32(shift) & 63))
      }
      i += 3
    }
    out.append(0x0A)
    return BytesRef.make(out).value
  }

  static func decodeUU(_ a: Args) throws(Raised) -> Value {
    let text = try asciiOrBytes(a[0])
    let length = Int(((text.first ?? 0) &- 0x20) & 63)
    var out: [UInt8] = []
    var at = 1
    var bits = 0
    var left: UInt32 = 0
    while out.count < length {
      // A short line counts as padded with spaces.
      let c = at < text.count ? text[at] : 0
      at += 1
      var value: UInt32 = 0
      if c != 0x0A, c != 0x0D, at <= text.count {
        if c < 0x20 || c > 0x60 { throw error.raised("Illegal char") }
        value = UInt32(c - 0x20) & 63
      } else {
        at = min(at, text.count + 1)
      }
      left = left << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: left >> UInt32(bits)))
        left &= 1 << UInt32(bits) - 1
      }
    }
    while at < text.count {
      let c = text[at]
      at += 1
      if c != 0x20, c != 0x60, c != 0x0A, c != 0x0D { throw error.raised("Trailing garbage") }
    }
    return BytesRef.make(out).value
  }
}
