// UTF-7 (RFC 2152): ASCII, and UTF-16 in modified base64 between `+` and `-`.

public enum UTF7Codec {
  /// The value of a base64 digit; nil for other bytes.
  private static func digit(_ c: UInt8) -> UInt64? {
    switch c {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(c - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(c - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(c - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  // MARK: Encoding

  /// Whether a character stands for itself.
  private static func isDirect(_ c: UInt32) -> Bool {
    switch c {
    case 9, 10, 13: true
    case UInt32(UInt8(ascii: "+")), UInt32(UInt8(ascii: "\\")), UInt32(UInt8(ascii: "~")): false
    default: c >= 0x20 && c < 0x7F
    }
  }

  /// Bits that wait to be six.
  private struct Base64Output {
    var out: [UInt8] = []
    var bits: UInt64 = 0
    var count: UInt64 = 0

    mutating func append(unit: UInt32) {
      bits = bits << 16 | UInt64(unit)
      count += 16
      while count >= 6 {
        count -= 6
        out.append(digits[Int(bits >> count & 63)])
      }
    }

    mutating func flush() {
      if count > 0 { out.append(digits[Int(bits << (6 - count) & 63)]) }
      (bits, count) = (0, 0)
    }
  }

  public static func encode(_ str: StrRef) -> Value {
    var output = Base64Output()
    var isShifted = false
    for i in 0..<str.count {
      let c = str[i]
      if isDirect(c) {
        if isShifted {
          output.flush()
          isShifted = false
          // A character that cannot be a digit ends the sequence by itself.
          if digit(UInt8(c)) != nil || c == 0x2D { output.out.append(0x2D) }
        }
        output.out.append(UInt8(c))
        continue
      }
      if !isShifted {
        output.out.append(UInt8(ascii: "+"))
        if c == UInt32(UInt8(ascii: "+")) {
          output.out.append(0x2D)
          continue
        }
        isShifted = true
      }
      if c >= 0x10000 {
        output.append(unit: 0xD800 + (c - 0x10000) >> 10)
        output.append(unit: 0xDC00 + (c & 0x3FF))
      } else {
        output.append(unit: c)
      }
    }
    if isShifted {
      output.flush()
      output.out.append(0x2D)
    }
    return BytesRef.make(output.out).value
  }

  // MARK: Decoding

  /// What is known inside of a base64 sequence.
  private struct Shift {
    var isOn = false
    var bits: UInt64 = 0
    var count: UInt64 = 0
    /// A high surrogate that waits for a low one, or 0.
    var surrogate: UInt32 = 0
    /// Where the sequence begins, in the input and in the output.
    var start = 0
    var outStart = 0
  }

  /// - Parameter consumed: how many bytes are done; all of them where `final` holds.
  /// - Throws: UnicodeDecodeError; what the error handler raises.
  public static func decode(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ errors: String, final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> StrRef {
    var problem = DecodeProblem(data, count, "utf7", errors)
    var shift = Shift()
    var i = 0
    while true {
      while i < problem.count {
        i =
          shift.isOn
          ? try decodeShifted(&problem, &shift, i) : try decodeDirect(&problem, &shift, i)
      }
      if !shift.isOn || !final { break }
      shift.isOn = false
      let isWhole = shift.surrogate == 0 && shift.count < 6 && shift.bits == 0
      if isWhole { break }
      i = try problem.handle(shift.start, problem.count, "unterminated shift sequence")
    }
    consumed = i
    if shift.isOn {
      // The whole sequence comes again, with what follows.
      consumed = shift.start
      problem.out.truncate(shift.outStart)
    }
    return problem.out.finish()
  }

  private static func decodeDirect(
    _ problem: inout DecodeProblem, _ shift: inout Shift, _ at: Int
  ) throws(Raised) -> Int {
    let c = problem.data[at]
    if c != UInt8(ascii: "+") {
      if c >= 0x80 { return try problem.handle(at, at + 1, "unexpected special character") }
      problem.out.append(UInt32(c))
      return at + 1
    }
    if at + 1 < problem.count {
      if problem.data[at + 1] == 0x2D {
        problem.out.append(UInt32(c))
        return at + 2
      }
      if digit(problem.data[at + 1]) == nil {
        return try problem.handle(at, at + 2, "ill-formed sequence")
      }
    }
    shift = Shift(isOn: true, start: at, outStart: problem.out.count)
    return at + 1
  }

  private static func decodeShifted(
    _ problem: inout DecodeProblem, _ shift: inout Shift, _ at: Int
  ) throws(Raised) -> Int {
    let c = problem.data[at]
    if let digit = digit(c) {
      shift.bits = shift.bits << 6 | digit
      shift.count += 6
      if shift.count >= 16 {
        shift.count -= 16
        take(UInt32(shift.bits >> shift.count), &problem, &shift)
        shift.bits &= 1 << shift.count - 1
      }
      return at + 1
    }
    shift.isOn = false
    if shift.count >= 6 {
      return try problem.handle(
        shift.start, at + 1, "partial character in shift sequence")
    }
    if shift.count > 0, shift.bits != 0 {
      return try problem.handle(
        shift.start, at + 1, "non-zero padding bits in shift sequence")
    }
    if shift.surrogate != 0, c < 0x80 { problem.out.append(shift.surrogate) }
    shift.surrogate = 0
    // A minus ends the sequence, anything else is a character as well.
    return c == 0x2D ? at + 1 : at
  }

  /// Takes a unit of UTF-16.
  private static func take(_ unit: UInt32, _ problem: inout DecodeProblem, _ shift: inout Shift) {
    if shift.surrogate != 0 {
      let high = shift.surrogate
      shift.surrogate = 0
      if unit & 0xFC00 == 0xDC00 {
        problem.out.append(0x10000 + ((high & 0x3FF) << 10 | unit & 0x3FF))
        return
      }
      problem.out.append(high)
    }
    if unit & 0xFC00 == 0xD800 {
      shift.surrogate = unit
    } else {
      problem.out.append(unit)
    }
  }
}
