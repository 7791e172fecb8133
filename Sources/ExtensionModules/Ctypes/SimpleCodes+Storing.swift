// Storing of Python values as simple C types.

import Glibc
import TaipanRuntime

extension SimpleCodes {
  /// Stores a value at an address. Answers with the object that must be kept as long as it is there, or None.
  ///
  /// - Throws: TypeError for values of another kind; what `__bool__` and `__float__` raise.
  static func store(
    _ code: UInt8, _ value: Value, _ address: UnsafeMutableRawPointer, _ isSwapped: Bool
  ) throws(Raised) -> Value {
    switch UnicodeScalar(code) {
    case "?":
      address.storeBytes(of: try Convert.truth(value) ? 1 : 0, as: UInt8.self)
    case "v":
      address.storeBytes(of: try Convert.truth(value) ? -1 : 0, as: Int16.self)
    case "f":
      let bits = try single(value).bitPattern
      address.storeBytes(of: isSwapped ? bits.byteSwapped : bits, as: UInt32.self)
    case "d":
      let bits = try Convert.double(value).bitPattern
      address.storeBytes(of: isSwapped ? bits.byteSwapped : bits, as: UInt64.self)
    case "g": LongDouble.store(try Convert.double(value), address)
    case "c": address.storeBytes(of: try character(value), as: UInt8.self)
    case "u": address.storeBytes(of: try wideCharacter(value), as: UInt32.self)
    case "z", "Z", "P": return try storePointer(code, value, address)
    case "O":
      address.storeBytes(of: value.bits, as: UInt64.self)
      return value
    default:
      let size = size(code).unsafelyUnwrapped
      try storeBits(code, value, address, isSwapped, low: 0, count: size * 8)
    }
    return .none
  }

  private static func single(_ value: Value) throws(Raised) -> Float {
    Float(try Convert.double(value))
  }

  /// Stores an integer into some of the bits of a word.
  ///
  /// - Throws: TypeError for what is no int.
  static func storeBits(
    _ code: UInt8, _ value: Value, _ address: UnsafeMutableRawPointer, _ isSwapped: Bool, low: Int,
    count: Int
  ) throws(Raised) {
    if code == UInt8(ascii: "?") {
      address.storeBytes(of: try Convert.truth(value) ? 1 : 0, as: UInt8.self)
      return
    }
    let bits = lowWord(value.isAnyInt ? value : try Convert.index(value))
    let size = size(code).unsafelyUnwrapped
    let mask = (count >= 64 ? ~0 : (UInt64(1) << UInt64(count)) - 1) << UInt64(low)
    let old = mask == ~0 ? 0 : loadWord(address, size, isSwapped)
    storeWord(old & ~mask | bits << UInt64(low) & mask, address, size, isSwapped)
  }

  private static func character(_ value: Value) throws(Raised) -> UInt8 {
    if value.isBytes, BytesRef(value).count == 1 { return BytesRef(value).data[0] }
    if value.isInstance(of: .byteArray) {
      let bytes = try Buffers.read(value)
      if bytes.count == 1 { return bytes[0] }
    } else if value.isAnyInt, let n = value.asMachineInt, let byte = UInt8(exactly: n) {
      return byte
    }
    throw raise(.typeError, "one character bytes, bytearray or integer expected")
  }

  private static func wideCharacter(_ value: Value) throws(Raised) -> UInt32 {
    if !value.isStr {
      throw raise(.typeError, "unicode string expected instead of \(value.typeName) instance")
    }
    if StrRef(value).count != 1 {
      throw raise(.typeError, "one character unicode string expected")
    }
    return StrRef(value)[0]
  }

  private static func storePointer(
    _ code: UInt8, _ value: Value, _ address: UnsafeMutableRawPointer
  ) throws(Raised) -> Value {
    if value.isNone {
      address.storeBytes(of: 0, as: UInt.self)
      return .none
    }
    if value.isAnyInt {
      address.storeBytes(of: lowWord(value), as: UInt64.self)
      return .none
    }
    switch UnicodeScalar(code) {
    case "z":
      if !value.isBytes {
        throw raise(
          .typeError,
          "bytes or integer address expected instead of \(value.typeName) instance")
      }
      address.storeBytes(of: BytesRef(value).data, as: UnsafeMutablePointer<UInt8>.self)
      return value
    case "Z":
      if !value.isStr {
        throw raise(
          .typeError,
          "unicode string or integer address expected instead of \(value.typeName) instance")
      }
      let text = wideText(StrRef(value))
      address.storeBytes(of: text.data, as: UnsafeMutablePointer<UInt8>.self)
      return text.value
    default: throw raise(.typeError, "cannot be converted to pointer")
    }
  }

  /// The `wchar_t`s of a str and a null, as bytes: objects of the heap do not move.
  static func wideText(_ str: StrRef) -> BytesRef {
    let bytes = BytesRef.make(count: (str.count + 1) * 4)
    write(str, to: UnsafeMutableRawPointer(bytes.data))
    UnsafeMutableRawPointer(bytes.data).storeBytes(
      of: 0, toByteOffset: str.count * 4, as: UInt32.self)
    return bytes
  }

  static func write(_ str: StrRef, to address: UnsafeMutableRawPointer) {
    for i in 0..<str.count {
      address.storeBytes(of: str[i], toByteOffset: i * 4, as: UInt32.self)
    }
  }
}
