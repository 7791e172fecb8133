// Ints as text: digits in any base, and back.

import CTaipan

public enum IntText {
  /// `sys.get_int_max_str_digits()`; 0 for no limit.
  nonisolated(unsafe) public static var maximumDigits = 4300
  /// Shorter texts are never refused, whatever the limit.
  public static let digitsNeverRefused = 640

  // MARK: To text

  /// The decimal text of any int, however long.
  public static func decimal(_ value: Value) -> StrRef {
    if let n = value.asMachineInt { return small(n) }
    if let text = medium(value) { return text }
    return StrRef.make(signedDigits(value, base: 10))
  }

  /// `repr(value)` of an int.
  ///
  /// - Throws: ValueError beyond the limit of digits.
  public static func limitedDecimal(_ value: Value) throws(Raised) -> StrRef {
    if let n = value.asMachineInt { return small(n) }
    if let text = medium(value) { return text }
    return StrRef.make(try limitedDigits(value))
  }

  /// Sign and decimal digits.
  ///
  /// - Throws: ValueError beyond the limit of digits.
  static func limitedDigits(_ value: Value) throws(Raised) -> [UInt8] {
    let limit = maximumDigits
    // 3.3219 bits a digit: a number of this size is beyond the limit before it is converted.
    if limit > 0, IntDivision.bitLength(value) > limit * 10 / 3 + 64 { throw tooLong(limit) }
    let text = signedDigits(value, base: 10)
    let count = text.count - (value.intSign < 0 ? 1 : 0)
    if limit > 0, count > limit, count > digitsNeverRefused { throw tooLong(limit) }
    return text
  }

  private static func tooLong(_ limit: Int) -> Raised {
    raise(
      .valueError,
      "Exceeds the limit (\(limit) digits) for integer string conversion; "
        + "use sys.set_int_max_str_digits() to increase the limit")
  }

  @inline(__always) private static func small(_ n: Int) -> StrRef {
    if n >= 0, n < 10 { return StrRef(StrRef.character(UInt32(0x30 + n))) }
    var storage: (UInt64, UInt64, UInt64) = (0, 0, 0)
    return withUnsafeMutableBytes(of: &storage) { buffer in
      let start = buffer.baseAddress!.assumingMemoryBound(to: UInt8.self)
      var at = 24
      var rest = n.magnitude
      repeat {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        at -= 1
        start[at] = UInt8(0x30 + digit)
        rest = quotient
      } while rest != 0
      if n < 0 {
        at -= 1
        start[at] = 0x2D
      }
      let str = StrRef.make(count: 24 - at, maximum: 0x7F)
      str.bytes.update(from: start + at, count: 24 - at)
      return str
    }
  }

  /// The decimal text of an int of at most two limbs.
  private static func medium(_ value: Value) -> StrRef? {
    let int = IntRef(value)
    let limbs = abs(int.p.pointee.size)
    if limbs > 2 { return nil }
    var rest = UInt128(int.limbs[0])
    if limbs == 2 { rest |= UInt128(int.limbs[1]) << 64 }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { buffer in
      var at = 48
      // 19 digits at a time: divisions of machine words.
      while rest != 0 {
        let (quotient, remainder) = rest.quotientAndRemainder(
          dividingBy: 10_000_000_000_000_000_000)
        var part = UInt(truncatingIfNeeded: remainder)
        let stop = quotient == 0 ? 0 : at - 19
        while part != 0 || (quotient != 0 && at > stop) {
          at -= 1
          buffer[at] = 0x30 + UInt8(truncatingIfNeeded: part % 10)
          part /= 10
        }
        rest = quotient
      }
      if value.intSign < 0 {
        at -= 1
        buffer[at] = 0x2D
      }
      let str = StrRef.make(count: 48 - at, maximum: 0x7F)
      str.bytes.update(from: buffer.baseAddress.unsafelyUnwrapped + at, count: 48 - at)
      return str
    }
  }

  /// Minus sign and digits (lower case) of any int, as ASCII.
  public static func signedDigits(_ value: Value, base: Int) -> [UInt8] {
    let digits = digits(value, base: base)
    return value.intSign < 0 ? [0x2D] + digits : digits
  }

  /// The digits of the magnitude, lower case, as ASCII.
  public static func digits(_ value: Value, base: Int) -> [UInt8] {
    if let n = value.asMachineInt { return digits(n.magnitude, UInt(base)) }
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      // The conversion destroys its operand, and may look one limb beyond it.
      var copy = [UInt](unsafeUninitializedCapacity: m.count + 1) { buffer, count in
        for i in 0..<m.count { buffer[i] = m.limbs[i] }
        buffer[m.count] = 0
        count = m.count + 1
      }
      let room = Int(roomForDigits(m.bitLength, base))
      return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let length = copy.withUnsafeMutableBufferPointer {
          Int(__gmpn_get_str(buffer.baseAddress!, Int32(base), $0.baseAddress!, m.count))
        }
        var zeros = 0
        while zeros < length - 1, buffer[zeros] == 0 { zeros += 1 }
        for i in zeros..<length {
          let digit = buffer[i]
          buffer[i - zeros] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
        count = length - zeros
      }
    }
  }

  /// Appends the digits of a machine word.
  static func append(_ magnitude: UInt, base: Int, upper: Bool, to out: inout FormatBuffer) {
    if base == 10, magnitude <= UInt(Int.max) { return out.append(decimal: Int(magnitude)) }
    let letters: UInt8 = upper ? 0x37 : 0x57
    let radix = UInt(base)
    let isPower = radix & (radix - 1) == 0
    let shift = UInt(radix.trailingZeroBitCount)
    var size = 1
    var rest = magnitude
    while rest >= radix {
      rest = isPower ? rest >> shift : rest / radix
      size += 1
    }
    out.appendBytes(room: size) { start in
      var rest = magnitude
      var at = size
      while at > 0 {
        at -= 1
        let digit = UInt8(truncatingIfNeeded: isPower ? rest & (radix - 1) : rest % radix)
        start[at] = digit < 10 ? 0x30 + digit : letters + digit
        rest = isPower ? rest >> shift : rest / radix
      }
      return size
    }
  }

  private static func digits(_ magnitude: UInt, _ base: UInt) -> [UInt8] {
    var rest = magnitude
    var size = 1
    while rest >= base {
      rest /= base
      size += 1
    }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      var rest = magnitude
      for at in stride(from: size - 1, through: 0, by: -1) {
        let digit = UInt8(truncatingIfNeeded: rest % base)
        buffer[at] = digit < 10 ? 0x30 + digit : 0x57 + digit
        rest /= base
      }
      count = size
    }
  }

  /// Bytes that the digits of a number of `bits` bits may need.
  private static func roomForDigits(_ bits: Int, _ base: Int) -> Int {
    let whole = Int.bitWidth - 1 - base.leadingZeroBitCount
    return bits / whole + 3
  }

  // MARK: From text

  /// `int(text, base)` for a str; base 0 reads the prefix.
  ///
  /// - Throws: ValueError for what is not a number, or for too many digits.
  public static func parse(_ text: StrRef, base: Int) throws(Raised) -> Value {
    if text.isASCII {
      let buffer = UnsafeBufferPointer(start: UnsafePointer(text.bytes), count: text.count)
      if let value = try parse(buffer, base: base) { return value }
    } else {
      let ascii = DecimalDigits.ascii(text)
      let value = try ascii.withUnsafeBufferPointer { (buffer) throws(Raised) -> Value? in
        try parse(buffer, base: base)
      }
      if let value { return value }
    }
    throw try invalid(text.value, base)
  }

  /// The error for a literal (str or bytes) that is no number.
  static func invalid(_ literal: Value, _ base: Int) throws(Raised) -> Raised {
    let shown = try Convert.repr(literal)
    let start = StrRef.make("invalid literal for int() with base \(base): ")
    return raise(
      .valueError, StrRef.concatenate(start, shown.slice(0, min(shown.count, 200))).value)
  }

  /// The number that ASCII text spells, surrounding white space allowed; nil if it spells none.
  ///
  /// - Throws: ValueError for too many digits.
  public static func parse(_ text: UnsafeBufferPointer<UInt8>, base wanted: Int) throws(Raised)
    -> Value?
  {
    var start = 0
    var end = text.count
    while start < end, DecimalDigits.isCSpace(text[start]) { start += 1 }
    while end > start, DecimalDigits.isCSpace(text[end - 1]) { end -= 1 }
    if start == end { return nil }
    var negative = false
    if text[start] == 0x2B || text[start] == 0x2D {
      negative = text[start] == 0x2D
      start += 1
    }
    var base = wanted
    var mustBeZero = false
    let marker = start + 1 < end && text[start] == 0x30 ? text[start + 1] | 0x20 : 0
    let prefixed = marker == 0x78 ? 16 : marker == 0x6F ? 8 : marker == 0x62 ? 2 : 0
    if base == 0 {
      base = prefixed != 0 ? prefixed : 10
      mustBeZero = prefixed == 0 && start < end && text[start] == 0x30
    }
    if prefixed != 0, prefixed == base {
      start += 2
      if start < end, text[start] == 0x5F { start += 1 }
    }
    guard let value = try digits(text, start, end, base, negative) else { return nil }
    return mustBeZero && value.intSign != 0 ? nil : value
  }

  @inline(__always) private static func digitValue(_ c: UInt8) -> UInt8 {
    if c &- 0x30 < 10 { return c &- 0x30 }
    let letter = (c | 0x20) &- 0x61
    return letter < 26 ? letter + 10 : 255
  }

  private static func digits(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ base: Int, _ negative: Bool
  ) throws(Raised) -> Value? {
    if start >= end || text[start] == 0x5F { return nil }
    if base == 10, end - start > digitsNeverRefused, maximumDigits > 0, end - start > maximumDigits
    {
      // Digits and nothing else are refused without being added up.
      var i = start
      while i < end, text[i] &- 0x30 < 10 { i &+= 1 }
      if i == end { throw tooManyDigits(end - start) }
    }
    var small: UInt = 0
    var overflowed = false
    var count = 0
    var previous: UInt8 = 0
    for i in start..<end {
      let c = text[i]
      if c == 0x5F {
        if previous == 0x5F { return nil }
      } else {
        let digit = digitValue(c)
        if digit >= base { return nil }
        count += 1
        if !overflowed {
          let (product, high) = small.multipliedReportingOverflow(by: UInt(base))
          let (sum, carry) = product.addingReportingOverflow(UInt(digit))
          overflowed = high || carry
          small = sum
        }
      }
      previous = c
    }
    if previous == 0x5F { return nil }
    let limit = maximumDigits
    if base & (base - 1) != 0, count > digitsNeverRefused, limit > 0, count > limit {
      throw tooManyDigits(count)
    }
    if !overflowed {
      if small < 1 << 62 { return Value(smallInt: negative ? -Int(small) : Int(small)) }
      let value = Value(small)
      return negative ? IntMath.negate(value) : value
    }
    return large(text, start, end, base, negative, count)
  }

  private static func tooManyDigits(_ count: Int) -> Raised {
    raise(
      .valueError,
      "Exceeds the limit (\(maximumDigits) digits) for integer string conversion: value has "
        + "\(count) digits; use sys.set_int_max_str_digits() to increase the limit")
  }

  private static func large(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ base: Int, _ negative: Bool,
    _ count: Int
  ) -> Value {
    var raw: [UInt8] = []
    raw.reserveCapacity(count)
    for i in start..<end where text[i] != 0x5F {
      let digit = digitValue(text[i])
      if raw.isEmpty, digit == 0 { continue }
      raw.append(digit)
    }
    let bitsPerDigit = Int.bitWidth - (base - 1).leadingZeroBitCount
    let result = IntRef.make(limbs: raw.count * bitsPerDigit / 64 + 2)
    let used = raw.withUnsafeBufferPointer {
      Int(__gmpn_set_str(result.limbs, $0.baseAddress!, $0.count, Int32(base)))
    }
    return result.normalized(limbs: used, negative: negative)
  }
}
