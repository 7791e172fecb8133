// UTF-8, ASCII and Latin-1.

import Glibc

public enum UTF8Codec {
  public static func encode(_ str: StrRef, _ errors: String) throws(Raised) -> Value {
    if str.isASCII { return BytesRef.make(str.bytes, count: str.count).value }
    let encoded: Value
    switch str.width {
    case 1: encoded = encode(UnsafePointer(str.bytes), str.count)
    case 2: encoded = encode(UnsafePointer(str.units16), str.count)
    default: encoded = encode(UnsafePointer(str.units32), str.count)
    }
    return encoded.isPresent ? encoded : try encodeSlow(str, errors)
  }

  /// Absent for text with surrogates.
  @inline(__always)
  private static func encode<Unit: FixedWidthInteger & UnsignedInteger>(
    _ units: UnsafePointer<Unit>, _ count: Int
  ) -> Value {
    if count <= 256 { return encodeShort(units, count) }
    var size = 0
    var hasSurrogates = false
    for i in 0..<count {
      let c = UInt32(truncatingIfNeeded: units[i])
      size += 1 + (c >= 0x80 ? 1 : 0) + (c >= 0x800 ? 1 : 0) + (c >= 0x1_0000 ? 1 : 0)
      hasSurrogates = hasSurrogates || c & 0xFFFF_F800 == 0xD800
    }
    if hasSurrogates { return .absent }
    let bytes = BytesRef.make(count: size)
    var out = bytes.data
    for i in 0..<count { out = write(UInt32(truncatingIfNeeded: units[i]), out) }
    return bytes.value
  }

  /// Short text is encoded where the longest result has room, then copied.
  @inline(__always)
  private static func encodeShort<Unit: FixedWidthInteger & UnsignedInteger>(
    _ units: UnsafePointer<Unit>, _ count: Int
  ) -> Value {
    // 1024 bytes are the most that Swift takes from the native stack.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { room in
      let start = room.baseAddress.unsafelyUnwrapped
      var out = start
      var i = 0
      while i < count {
        let c = UInt32(truncatingIfNeeded: units[i])
        i &+= 1
        if c < 0x80 {
          out.pointee = UInt8(truncatingIfNeeded: c)
          out += 1
        } else if c < 0x800 {
          out[0] = UInt8(truncatingIfNeeded: 0xC0 | c >> 6)
          out[1] = UInt8(truncatingIfNeeded: 0x80 | c & 0x3F)
          out += 2
        } else {
          if c & 0xFFFF_F800 == 0xD800 { return .absent }
          out = write(c, out)
        }
      }
      return BytesRef.make(start, count: out - start).value
    }
  }

  @inline(__always)
  private static func write(_ c: UInt32, _ out: UnsafeMutablePointer<UInt8>)
    -> UnsafeMutablePointer<UInt8>
  {
    if c < 0x80 {
      out[0] = UInt8(truncatingIfNeeded: c)
      return out + 1
    }
    if c < 0x800 {
      out[0] = UInt8(truncatingIfNeeded: 0xC0 | c >> 6)
      out[1] = UInt8(truncatingIfNeeded: 0x80 | c & 0x3F)
      return out + 2
    }
    if c < 0x1_0000 {
      out[0] = UInt8(truncatingIfNeeded: 0xE0 | c >> 12)
      out[1] = UInt8(truncatingIfNeeded: 0x80 | c >> 6 & 0x3F)
      out[2] = UInt8(truncatingIfNeeded: 0x80 | c & 0x3F)
      return out + 3
    }
    out[0] = UInt8(truncatingIfNeeded: 0xF0 | c >> 18)
    out[1] = UInt8(truncatingIfNeeded: 0x80 | c >> 12 & 0x3F)
    out[2] = UInt8(truncatingIfNeeded: 0x80 | c >> 6 & 0x3F)
    out[3] = UInt8(truncatingIfNeeded: 0x80 | c & 0x3F)
    return out + 4
  }

  private static func encodeSlow(_ str: StrRef, _ errors: String) throws(Raised) -> Value {
    let problem = EncodeProblem(str, "utf-8", errors, "surrogates not allowed")
    var out: [UInt8] = []
    out.reserveCapacity(str.count + 16)
    var i = 0
    while i < str.count {
      let c = str[i]
      if c & 0xFFFF_F800 != 0xD800 {
        StrRef.encodeUTF8(c, into: &out)
        i += 1
        continue
      }
      if errors == "surrogateescape", c >= 0xDC80, c <= 0xDCFF {
        out.append(UInt8(c & 0xFF))
        i += 1
        continue
      }
      var end = i + 1
      while end < str.count, str[end] & 0xFFFF_F800 == 0xD800 { end += 1 }
      i = try problem.handle(i, end, limit: 0x80) {
        out.append(UInt8($0))
      } bytes: {
        out.append(contentsOf: $0)
      }
    }
    return BytesRef.make(out).value
  }

  /// - Parameter consumed: bytes read; fewer than `count` only where `final` is false.
  public static func decode(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ errors: String, final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> StrRef {
    consumed = count
    if StrRef.allASCII(data, count) { return .latin1(data, count: count) }
    var length = 0
    var maximum: UInt32 = 0
    var i = 0
    while i < count {
      let (c, size) = next(data, i, count)
      if size <= 0 { return try decodeSlow(data, count, errors, final, &consumed) }
      maximum |= c
      length += 1
      i += size
    }
    if length == 1 { return StrRef(StrRef.character(maximum)) }
    let str = StrRef.make(count: length, maximum: maximum)
    i = 0
    for k in 0..<length {
      let (c, size) = next(data, i, count)
      str.write(c, at: k)
      i += size
    }
    return str
  }

  /// The code point at `i` and its size. Size 0: the data ends within it; negative: that many bytes
  /// are wrong.
  @inline(__always)
  private static func next(_ data: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> (UInt32, Int) {
    let first = UInt32(data[i])
    if first < 0x80 { return (first, 1) }
    if first < 0xC2 || first > 0xF4 { return (0, -1) }
    if i + 1 >= count { return (0, 0) }
    let second = UInt32(data[i + 1])
    if second & 0xC0 != 0x80 { return (1, -1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | second & 0x3F, 2) }
    switch first {
    case 0xE0: if second < 0xA0 { return (1, -1) }
    case 0xED: if second > 0x9F { return (1, -1) }
    case 0xF0: if second < 0x90 { return (1, -1) }
    case 0xF4: if second > 0x8F { return (1, -1) }
    default: break
    }
    if i + 2 >= count { return (0, 0) }
    let third = UInt32(data[i + 2])
    if third & 0xC0 != 0x80 { return (1, -2) }
    if first < 0xF0 {
      return ((first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F, 3)
    }
    if i + 3 >= count { return (0, 0) }
    let fourth = UInt32(data[i + 3])
    if fourth & 0xC0 != 0x80 { return (1, -3) }
    let high = (first & 0x07) << 18 | (second & 0x3F) << 12
    return (high | (third & 0x3F) << 6 | fourth & 0x3F, 4)
  }

  /// The first two of the three bytes that a surrogate would have: `surrogatepass` wants all of them.
  private static func isHalfSurrogate(_ data: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    count == 2 && data[0] == 0xED && data[1] >= 0xA0 && data[1] <= 0xBF
  }

  private static func decodeSlow(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ errors: String, _ final: Bool,
    _ consumed: inout Int
  ) throws(Raised) -> StrRef {
    var problem = DecodeProblem(data, count, "utf-8", errors)
    var i = 0
    while i < problem.count {
      let (c, size) = next(problem.data, i, problem.count)
      if size > 0 {
        problem.out.append(c)
        i += size
      } else if size == 0 {
        if !final { break }
        i = try problem.handle(i, problem.count, "unexpected end of data")
      } else {
        if !final, isHalfSurrogate(problem.data + i, problem.count - i) { break }
        i = try problem.handle(
          i, i - size, c == 0 ? "invalid start byte" : "invalid continuation byte")
      }
    }
    consumed = i
    return problem.out.finish()
  }
}

public enum NarrowCodec {
  /// Latin-1 (`limit` 0x100) or ASCII (0x80).
  public static func encode(_ str: StrRef, _ limit: UInt32, _ errors: String) throws(Raised)
    -> Value
  {
    if str.isASCII || (limit == 0x100 && str.width == 1) {
      return BytesRef.make(str.bytes, count: str.count).value
    }
    let problem = EncodeProblem(
      str, limit == 0x80 ? "ascii" : "latin-1", errors,
      limit == 0x80 ? "ordinal not in range(128)" : "ordinal not in range(256)")
    var out: [UInt8] = []
    out.reserveCapacity(str.count)
    var i = 0
    while i < str.count {
      if str[i] < limit {
        out.append(UInt8(str[i]))
        i += 1
        continue
      }
      var end = i + 1
      while end < str.count, str[end] >= limit { end += 1 }
      i = try problem.handle(i, end, limit: limit) {
        out.append(UInt8($0))
      } bytes: {
        out.append(contentsOf: $0)
      }
    }
    return BytesRef.make(out).value
  }

  public static func decodeASCII(_ data: UnsafePointer<UInt8>, _ count: Int, _ errors: String)
    throws(Raised) -> StrRef
  {
    if StrRef.allASCII(data, count) { return .latin1(data, count: count) }
    var problem = DecodeProblem(data, count, "ascii", errors)
    var i = 0
    while i < problem.count {
      if problem.data[i] < 0x80 {
        problem.out.append(UInt32(problem.data[i]))
        i += 1
      } else {
        i = try problem.handle(i, i + 1, "ordinal not in range(128)")
      }
    }
    return problem.out.finish()
  }
}
