// UTF-16 and UTF-32.

public enum WideCodec {
  /// Decoded text and the byte order that the data turned out to have: -1 little, 1 big, 0 unknown.
  public struct Decoded {
    public let text: StrRef
    public let order: Int
  }

  @inline(__always)
  private static func unit16(_ data: UnsafePointer<UInt8>, _ i: Int, _ big: Bool) -> UInt32 {
    big
      ? UInt32(data[i]) << 8 | UInt32(data[i + 1]) : UInt32(data[i + 1]) << 8 | UInt32(data[i])
  }

  /// - Parameter byteOrder: -1 little, 1 big, 0 what a byte order mark says, little without one.
  public static func decode16(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ byteOrder: Int, _ errors: String, final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> Decoded {
    var order = byteOrder
    var i = 0
    if order == 0, count >= 2 {
      let mark = unit16(data, 0, false)
      if mark == 0xFEFF { order = -1 } else if mark == 0xFFFE { order = 1 }
      if order != 0 { i = 2 }
    }
    let big = order > 0
    var problem = DecodeProblem(data, count, big ? "utf-16-be" : "utf-16-le", errors)
    while i < problem.count {
      if problem.count - i < 2 {
        if !final { break }
        i = try problem.handle(i, problem.count, "truncated data")
        continue
      }
      let c = unit16(problem.data, i, big)
      if c & 0xF800 != 0xD800 {
        problem.out.append(c)
        i += 2
      } else if c >= 0xDC00 {
        i = try problem.handle(i, i + 2, "illegal encoding")
      } else if problem.count - i < 4 {
        if !final { break }
        i = try problem.handle(i, problem.count, "unexpected end of data")
      } else {
        let low = unit16(problem.data, i + 2, big)
        if low & 0xFC00 != 0xDC00 {
          i = try problem.handle(i, i + 2, "illegal UTF-16 surrogate")
        } else {
          problem.out.append(0x1_0000 + ((c & 0x3FF) << 10 | low & 0x3FF))
          i += 4
        }
      }
    }
    consumed = i
    return Decoded(text: problem.out.finish(), order: order)
  }

  public static func encode16(_ str: StrRef, _ byteOrder: Int, _ errors: String) throws(Raised)
    -> Value
  {
    let big = byteOrder > 0
    var out: [UInt8] = []
    out.reserveCapacity(str.count * 2 + 2)
    func put(_ unit: UInt32) {
      let (high, low) = (UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit))
      out.append(big ? high : low)
      out.append(big ? low : high)
    }
    if byteOrder == 0 { put(0xFEFF) }
    let name = byteOrder == 0 ? "utf-16" : big ? "utf-16-be" : "utf-16-le"
    let problem = EncodeProblem(str, name, errors, "surrogates not allowed")
    var i = 0
    while i < str.count {
      let c = str[i]
      if c & 0xFFFF_F800 == 0xD800 {
        var end = i + 1
        while end < str.count, str[end] & 0xFFFF_F800 == 0xD800 { end += 1 }
        i = try problem.handle(i, end, limit: 0xD800, put) { out.append(contentsOf: $0) }
        continue
      }
      if c < 0x1_0000 {
        put(c)
      } else {
        put(0xD800 + ((c - 0x1_0000) >> 10))
        put(0xDC00 + (c & 0x3FF))
      }
      i += 1
    }
    return BytesRef.make(out).value
  }

  private static func unit32(_ data: UnsafePointer<UInt8>, _ i: Int, _ big: Bool) -> UInt32 {
    let (a, b) = (UInt32(data[i]), UInt32(data[i + 1]))
    let (c, d) = (UInt32(data[i + 2]), UInt32(data[i + 3]))
    return big ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a
  }

  public static func decode32(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ byteOrder: Int, _ errors: String, final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> Decoded {
    var order = byteOrder
    var i = 0
    if order == 0, count >= 4 {
      let mark = unit32(data, 0, false)
      if mark == 0xFEFF { order = -1 } else if mark == 0xFFFE_0000 { order = 1 }
      if order != 0 { i = 4 }
    }
    let big = order > 0
    var problem = DecodeProblem(data, count, big ? "utf-32-be" : "utf-32-le", errors)
    while i < problem.count {
      if problem.count - i < 4 {
        if !final { break }
        i = try problem.handle(i, problem.count, "truncated data")
        continue
      }
      let c = unit32(problem.data, i, big)
      if c & 0xFFFF_F800 == 0xD800 {
        i = try problem.handle(i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)")
      } else if c >= 0x11_0000 {
        i = try problem.handle(i, i + 4, "code point not in range(0x110000)")
      } else {
        problem.out.append(c)
        i += 4
      }
    }
    consumed = i
    return Decoded(text: problem.out.finish(), order: order)
  }

  public static func encode32(_ str: StrRef, _ byteOrder: Int, _ errors: String) throws(Raised)
    -> Value
  {
    let big = byteOrder > 0
    var out: [UInt8] = []
    out.reserveCapacity(str.count * 4 + 4)
    func put(_ c: UInt32) {
      for k in 0..<4 {
        out.append(UInt8(truncatingIfNeeded: c >> UInt32(8 * (big ? 3 - k : k))))
      }
    }
    if byteOrder == 0 { put(0xFEFF) }
    let name = byteOrder == 0 ? "utf-32" : big ? "utf-32-be" : "utf-32-le"
    let problem = EncodeProblem(str, name, errors, "surrogates not allowed")
    var i = 0
    while i < str.count {
      if str[i] & 0xFFFF_F800 != 0xD800 {
        put(str[i])
        i += 1
        continue
      }
      var end = i + 1
      while end < str.count, str[end] & 0xFFFF_F800 == 0xD800 { end += 1 }
      i = try problem.handle(i, end, limit: 0xD800, put) { out.append(contentsOf: $0) }
    }
    return BytesRef.make(out).value
  }
}
