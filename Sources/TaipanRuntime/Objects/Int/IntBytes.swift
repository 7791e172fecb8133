// Ints as two's complement bytes, and back.

import CTaipan

public enum IntBytes {
  /// The int that `bytes` spell; least significant first when `littleEndian`.
  public static func read(_ bytes: UnsafeBufferPointer<UInt8>, littleEndian: Bool, signed: Bool)
    -> Value
  {
    let count = bytes.count
    if count == 0 { return Value(smallInt: 0) }
    if count < 8 {
      var word: UInt = 0
      for i in 0..<count { word = word << 8 | UInt(bytes[littleEndian ? count - 1 - i : i]) }
      let isNegative = signed && word >> UInt(count * 8 - 1) != 0
      return Value(smallInt: Int(word) - (isNegative ? 1 << (count * 8) : 0))
    }
    let limbs = (count + 7) / 8
    let top = littleEndian ? bytes[count - 1] : bytes[0]
    let negative = signed && top >= 0x80
    let result = IntRef.make(limbs: limbs)
    result.limbs.update(repeating: negative ? UInt.max : 0, count: limbs)
    let raw = UnsafeMutableRawPointer(result.limbs).assumingMemoryBound(to: UInt8.self)
    for i in 0..<count { raw[i] = littleEndian ? bytes[i] : bytes[count - 1 - i] }
    if negative { _ = __gmpn_neg(result.limbs, result.limbs, limbs) }
    return result.normalized(limbs: limbs, negative: negative)
  }

  /// Writes the two's complement of any int. False where it does not fit into `out`, or is negative
  /// and `signed` is not set.
  public static func write(
    _ value: Value, to out: UnsafeMutableBufferPointer<UInt8>, littleEndian: Bool, signed: Bool
  ) -> Bool {
    let negative = value.intSign < 0
    if negative, !signed { return false }
    let count = out.count
    if value.isInt, count > 0 {
      return write(value.asInt, to: out, littleEndian: littleEndian, signed: signed)
    }
    // No bytes hold 0, and by the reference implementation's reckoning -1.
    if count == 0 { return value.intSign == 0 || value.asMachineInt == -1 }
    return writeLimbs(value, to: out, littleEndian: littleEndian, signed: signed)
  }

  /// An int of a machine word into at least one byte.
  private static func write(
    _ number: Int, to out: UnsafeMutableBufferPointer<UInt8>, littleEndian: Bool, signed: Bool
  ) -> Bool {
    let count = out.count
    if count < 8 {
      // The bits that go must be copies of the sign.
      let rest = number >> (count * 8 - (signed ? 1 : 0))
      if rest != 0, rest != -1 || !signed { return false }
    }
    var word = number
    var place = littleEndian ? 0 : count - 1
    let step = littleEndian ? 1 : -1
    for _ in 0..<count {
      out[place] = UInt8(truncatingIfNeeded: word)
      word >>= 8
      place += step
    }
    return true
  }

  private static func writeLimbs(
    _ value: Value, to out: UnsafeMutableBufferPointer<UInt8>, littleEndian: Bool, signed: Bool
  ) -> Bool {
    let negative = value.intSign < 0
    let count = out.count
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      if (m.bitLength + 7) / 8 > count { return false }
      var carry: UInt16 = 1
      var top: UInt8 = 0
      for i in 0..<count {
        var byte: UInt8 = 0
        if i / 8 < m.count { byte = UInt8(truncatingIfNeeded: m.limbs[i / 8] >> UInt(i % 8 * 8)) }
        if negative {
          let sum = UInt16(~byte) + carry
          byte = UInt8(truncatingIfNeeded: sum)
          carry = sum >> 8
        }
        out[littleEndian ? i : count - 1 - i] = byte
        top = byte
      }
      return !signed || (top >= 0x80) == negative
    }
  }
}
