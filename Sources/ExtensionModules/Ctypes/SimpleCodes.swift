// The letters of simple C types: how values of them lie in memory.

import CTaipan
import Glibc
import TaipanRuntime

enum SimpleCodes {
  /// All that `_type_` may be.
  static let all = "cbBhHiIlLdfuzZqQPXOv?g"

  /// Bytes of a value; nil for what is no letter of a type.
  static func size(_ code: UInt8) -> Int? {
    switch UnicodeScalar(code) {
    case "c", "b", "B", "?": 1
    case "h", "H", "v": 2
    case "i", "I", "f", "u": 4
    case "l", "L", "q", "Q", "d", "z", "Z", "P", "O": 8
    case "g": 16
    default: nil
    }
  }

  static func isInteger(_ code: UInt8) -> Bool {
    switch UnicodeScalar(code) {
    case "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q": true
    default: false
    }
  }

  private static func isSigned(_ code: UInt8) -> Bool { code >= UInt8(ascii: "a") }

  /// Whether there are types of this letter with the bytes in the other order.
  static func isSwappable(_ code: UInt8) -> Bool {
    switch UnicodeScalar(code) {
    case "h", "H", "i", "I", "l", "L", "q", "Q", "f", "d": true
    default: false
    }
  }

  /// Whether values are addresses.
  static func isPointer(_ code: UInt8) -> Bool {
    switch UnicodeScalar(code) {
    case "z", "Z", "P", "O": true
    default: false
    }
  }

  static func ffi(_ code: UInt8) -> FFITypeRef {
    let library = Libffi.shared
    switch UnicodeScalar(code) {
    case "f": return library.float
    case "d": return library.double
    case "g": return library.longDouble
    case "z", "Z", "P", "O": return library.pointer
    case "?": return library.unsigned[0]
    case "c", "v", "u": return library.signed[size(code).unsafelyUnwrapped.trailingZeroBitCount]
    default:
      let log = size(code).unsafelyUnwrapped.trailingZeroBitCount
      return isSigned(code) ? library.signed[log] : library.unsigned[log]
    }
  }

  /// The letter in formats of PEP 3118, where those of C's types have fixed sizes.
  static func format(_ code: UInt8, isSwapped: Bool) -> String {
    let letter: Character =
      switch UnicodeScalar(code) {
      case "l": "q"
      case "L": "Q"
      default: Character(UnicodeScalar(code))
      }
    return "\(isSwapped ? ">" : "<")\(letter)"
  }

  // MARK: Words

  static func loadWord(_ address: UnsafeRawPointer, _ size: Int, _ isSwapped: Bool)
    -> UInt64
  {
    switch size {
    case 1: return UInt64(address.loadUnaligned(as: UInt8.self))
    case 2:
      let word = address.loadUnaligned(as: UInt16.self)
      return UInt64(isSwapped ? word.byteSwapped : word)
    case 4:
      let word = address.loadUnaligned(as: UInt32.self)
      return UInt64(isSwapped ? word.byteSwapped : word)
    default:
      let word = address.loadUnaligned(as: UInt64.self)
      return isSwapped ? word.byteSwapped : word
    }
  }

  static func storeWord(
    _ word: UInt64, _ address: UnsafeMutableRawPointer, _ size: Int, _ isSwapped: Bool
  ) {
    switch size {
    case 1: address.storeBytes(of: UInt8(truncatingIfNeeded: word), as: UInt8.self)
    case 2:
      let half = UInt16(truncatingIfNeeded: word)
      address.storeBytes(of: isSwapped ? half.byteSwapped : half, as: UInt16.self)
    case 4:
      let half = UInt32(truncatingIfNeeded: word)
      address.storeBytes(of: isSwapped ? half.byteSwapped : half, as: UInt32.self)
    default: address.storeBytes(of: isSwapped ? word.byteSwapped : word, as: UInt64.self)
    }
  }

  /// The low 64 bits of any int in two's complement.
  static func lowWord(_ value: Value) -> UInt64 {
    if let n = value.asMachineInt { return UInt64(bitPattern: Int64(n)) }
    let integer = BigInteger(value)
    let limb = UInt64(integer.z.pointee._mp_d[0])
    return integer.z.pointee._mp_size < 0 ? 0 &- limb : limb
  }

  // MARK: Loading

  /// The value at an address.
  ///
  /// - Throws: ValueError for a null object and for characters that do not exist.
  static func load(_ code: UInt8, _ address: UnsafeRawPointer, _ isSwapped: Bool) throws(Raised)
    -> Value
  {
    switch UnicodeScalar(code) {
    case "c": return BytesRef.single(address.loadUnaligned(as: UInt8.self))
    case "?": return Value(address.loadUnaligned(as: UInt8.self) != 0)
    case "v": return Value(address.loadUnaligned(as: Int16.self) != 0)
    case "f":
      return Value(
        Double(Float(bitPattern: UInt32(truncatingIfNeeded: loadWord(address, 4, isSwapped)))))
    case "d": return Value(Double(bitPattern: loadWord(address, 8, isSwapped)))
    case "g": return Value(LongDouble.load(address))
    case "u": return try characters(address, count: 1)
    case "z":
      guard let text = address.loadUnaligned(as: UnsafePointer<CChar>?.self) else { return .none }
      return bytes(text, count: strlen(text))
    case "Z":
      guard let text = address.loadUnaligned(as: UnsafePointer<Int32>?.self) else { return .none }
      return try characters(text, count: wcslen(text))
    case "P":
      let word = address.loadUnaligned(as: UInt.self)
      return word == 0 ? .none : Value(word)
    case "O":
      let bits = address.loadUnaligned(as: UInt64.self)
      if bits == 0 { throw raise(.valueError, "PyObject is NULL") }
      return Value(bits: bits)
    default:
      let size = size(code).unsafelyUnwrapped
      return loadBits(code, address, isSwapped, low: 0, count: size * 8)
    }
  }

  /// An integer in some of the bits of a word.
  static func loadBits(
    _ code: UInt8, _ address: UnsafeRawPointer, _ isSwapped: Bool, low: Int, count: Int
  ) -> Value {
    // As the reference has it, a bool takes its whole byte.
    if code == UInt8(ascii: "?") { return Value(address.loadUnaligned(as: UInt8.self) != 0) }
    let word = loadWord(address, size(code).unsafelyUnwrapped, isSwapped)
    let top = word << UInt64(64 - low - count)
    if isInteger(code), isSigned(code) {
      return Value(Int(Int64(bitPattern: top) >> Int64(64 - count)))
    }
    return Value(UInt(top >> UInt64(64 - count)))
  }

  /// Bytes before the first null.
  static func textLength(_ bytes: BytesRef) -> Int {
    memchr(bytes.data, 0, bytes.count).map { $0 - UnsafeMutableRawPointer(bytes.data) }
      ?? bytes.count
  }

  static func bytes(_ start: UnsafeRawPointer, count: Int) -> Value {
    BytesRef.make(start.assumingMemoryBound(to: UInt8.self), count: count).value
  }

  /// A str of `wchar_t`s.
  ///
  /// - Throws: ValueError for numbers beyond Unicode.
  static func characters(_ start: UnsafeRawPointer, count: Int) throws(Raised) -> Value {
    for i in 0..<count {
      let unit = start.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self)
      if unit > 0x10FFFF {
        throw raise(
          .valueError,
          "character U+\(String(unit, radix: 16)) is not in range [U+0000; U+10ffff]")
      }
    }
    if Int(bitPattern: start) & 3 == 0 {
      return StrRef.codePoints(start.assumingMemoryBound(to: UInt32.self), count: count).value
    }
    let aligned = BytesRef.make(start.assumingMemoryBound(to: UInt8.self), count: count * 4)
    return try characters(UnsafeRawPointer(aligned.data), count: count)
  }

  /// The place of the first null in `wchar_t`s of any alignment.
  static func wcslen(_ start: UnsafeRawPointer, limit: Int = .max) -> Int {
    var count = 0
    while count < limit, start.loadUnaligned(fromByteOffset: count * 4, as: UInt32.self) != 0 {
      count += 1
    }
    return count
  }
}

/// C's `long double`.
enum LongDouble {
  #if arch(x86_64)
    static func load(_ address: UnsafeRawPointer) -> Double {
      Double(address.loadUnaligned(as: Float80.self))
    }
    static func store(_ number: Double, _ address: UnsafeMutableRawPointer) {
      memset(address, 0, 16)
      var wide = Float80(number)
      memcpy(address, &wide, 10)
    }
  #else
    static func load(_ address: UnsafeRawPointer) -> Double {
      address.loadUnaligned(as: Double.self)
    }
    static func store(_ number: Double, _ address: UnsafeMutableRawPointer) {
      address.storeBytes(of: number, as: Double.self)
    }
  #endif
}
