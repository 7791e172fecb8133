// unicode_escape, raw_unicode_escape, and the escapes of bytes literals.

public enum EscapeCodec {
  private static func hex(_ c: UInt8) -> UInt32? {
    if c &- 0x30 < 10 { return UInt32(c - 0x30) }
    return (c | 0x20) &- 0x61 < 6 ? UInt32((c | 0x20) - 0x61 + 10) : nil
  }

  /// - Parameter raw: only `\u` and `\U` are escapes.
  public static func decode(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ errors: String, raw: Bool, final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> StrRef {
    var problem = DecodeProblem(data, count, raw ? "rawunicodeescape" : "unicodeescape", errors)
    var i = 0
    while i < problem.count {
      let c = problem.data[i]
      if c != 0x5C {
        problem.out.append(UInt32(c))
        i += 1
        continue
      }
      if i + 1 >= problem.count {
        if !final { break }
        if raw {
          problem.out.append(0x5C)
          i += 1
        } else {
          i = try problem.handle(i, i + 1, "\\ at end of string")
        }
        continue
      }
      let kind = problem.data[i + 1]
      let digits = kind == 0x75 ? 4 : kind == 0x55 ? 8 : kind == 0x78 && !raw ? 2 : 0
      if digits > 0 {
        guard let next = try digitEscape(&problem, i, digits, final) else { break }
        i = next
      } else if raw {
        problem.out.append(0x5C)
        problem.out.append(UInt32(kind))
        i += 2
      } else {
        guard let next = try simpleEscape(&problem, i, kind, final) else { break }
        i = next
      }
    }
    consumed = i
    return problem.out.finish()
  }

  /// Where to go on after `\x`, `\u` or `\U`; nil where more data is to come.
  private static func digitEscape(
    _ problem: inout DecodeProblem, _ i: Int, _ digits: Int, _ final: Bool
  ) throws(Raised) -> Int? {
    var value: UInt32 = 0
    var k = 0
    while k < digits, i + 2 + k < problem.count, let digit = hex(problem.data[i + 2 + k]) {
      value = value << 4 | digit
      k += 1
    }
    if k < digits {
      if !final, i + 2 + k >= problem.count { return nil }
      let message =
        digits == 2
        ? "truncated \\xXX escape"
        : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape"
      return try problem.handle(i, i + 2 + k, message)
    }
    if value >= 0x11_0000 {
      let message =
        problem.encoding == "rawunicodeescape"
        ? "\\Uxxxxxxxx out of range" : "illegal Unicode character"
      return try problem.handle(i, i + 2 + k, message)
    }
    problem.out.append(value)
    return i + 2 + digits
  }

  private static func simpleEscape(
    _ problem: inout DecodeProblem, _ i: Int, _ kind: UInt8, _ final: Bool
  ) throws(Raised) -> Int? {
    if let c = EscapeCodec.character(kind) {
      problem.out.append(UInt32(c))
      return i + 2
    }
    switch kind {
    case 0x0A: return i + 2
    case 0x30...0x37:
      var value = UInt32(0)
      var k = i + 1
      while k < problem.count, k < i + 4, problem.data[k] &- 0x30 < 8 {
        value = value << 3 | UInt32(problem.data[k] - 0x30)
        k += 1
      }
      if !final, k == problem.count, k < i + 4 { return nil }
      problem.out.append(value)
      return k
    case 0x4E: return try namedEscape(&problem, i, final)
    default:
      problem.out.append(0x5C)
      problem.out.append(UInt32(kind))
      return i + 2
    }
  }

  /// The character of a one-letter escape.
  private static func character(_ kind: UInt8) -> UInt8? {
    switch kind {
    case 0x5C, 0x27, 0x22: return kind
    case 0x61: return 7
    case 0x62: return 8
    case 0x74: return 9
    case 0x6E: return 10
    case 0x76: return 11
    case 0x66: return 12
    case 0x72: return 13
    default: return nil
    }
  }

  /// `\N{name}`.
  private static func namedEscape(_ problem: inout DecodeProblem, _ i: Int, _ final: Bool)
    throws(Raised) -> Int?
  {
    var end = i + 3
    let isOpen = i + 2 < problem.count && problem.data[i + 2] == 0x7B
    if isOpen { while end < problem.count, problem.data[end] != 0x7D { end += 1 } }
    if !isOpen || end >= problem.count || end == i + 3 {
      if !final, end >= problem.count { return nil }
      return try problem.handle(
        i, min(problem.count, isOpen ? end : i + 2), "malformed \\N character escape")
    }
    let name = StrRef.latin1(problem.data + i + 3, count: end - i - 3)
    let unicodeData = try Imports.importModule("unicodedata")
    do throws(Raised) {
      problem.out.append(StrRef(try Call.method(unicodeData, "lookup", name.value)))
      return end + 1
    } catch {
      if !catching(.keyError) { throw error }
    }
    return try problem.handle(i, end + 1, "unknown Unicode character name")
  }

  public static func encode(_ str: StrRef, raw: Bool) -> Value {
    var out = FormatBuffer()
    out.reserve(str.count)
    for i in 0..<str.count {
      let c = str[i]
      if raw {
        if c < 0x100 { out.append(c) } else { StrRepr.appendEscape(c, to: &out) }
        continue
      }
      switch c {
      case 0x5C: out.append("\\\\")
      case 0x0A: out.append("\\n")
      case 0x0D: out.append("\\r")
      case 0x09: out.append("\\t")
      case 0x20..<0x7F: out.append(c)
      default: StrRepr.appendEscape(c, to: &out)
      }
    }
    return BytesRef.make(out.latin1Bytes).value
  }

  /// The inside of a bytes literal.
  public static func encodeBytes(_ source: UnsafeBufferPointer<UInt8>) -> Value {
    var out = FormatBuffer()
    for c in source {
      switch c {
      case 0x5C: out.append("\\\\")
      case 0x27: out.append("\\'")
      case 0x0A: out.append("\\n")
      case 0x0D: out.append("\\r")
      case 0x09: out.append("\\t")
      case 0x20..<0x7F: out.append(UInt32(c))
      default: StrRepr.appendEscape(UInt32(c), to: &out)
      }
    }
    return BytesRef.make(out.latin1Bytes).value
  }

  /// The bytes that the inside of a bytes literal means.
  public static func decodeBytes(_ source: UnsafeBufferPointer<UInt8>, _ errors: String)
    throws(Raised) -> Value
  {
    var out: [UInt8] = []
    out.reserveCapacity(source.count)
    var i = 0
    while i < source.count {
      if source[i] != 0x5C {
        out.append(source[i])
        i += 1
        continue
      }
      if i + 1 >= source.count { throw raise(.valueError, "Trailing \\ in string") }
      let kind = source[i + 1]
      i += 2
      if let c = character(kind) {
        out.append(c)
      } else if kind == 0x0A {
        continue
      } else if kind &- 0x30 < 8 {
        var value = UInt32(kind - 0x30)
        var k = 0
        while k < 2, i < source.count, source[i] &- 0x30 < 8 {
          value = value << 3 | UInt32(source[i] - 0x30)
          i += 1
          k += 1
        }
        out.append(UInt8(truncatingIfNeeded: value))
      } else if kind == 0x78 {
        if i + 1 < source.count, let high = hex(source[i]), let low = hex(source[i + 1]) {
          out.append(UInt8(high << 4 | low))
          i += 2
          continue
        }
        if errors == "strict" {
          throw raise(.valueError, "invalid \\x escape at position \(i - 2)")
        }
        if errors == "replace" {
          out.append(0x3F)
        } else if errors != "ignore" {
          throw raise(
            .valueError, "decoding error; unknown error handling code: \(errors)")
        }
        if i < source.count, hex(source[i]) != nil { i += 1 }
      } else {
        out.append(0x5C)
        out.append(kind)
      }
    }
    return BytesRef.make(out).value
  }
}
