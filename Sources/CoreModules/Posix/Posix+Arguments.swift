// Arguments of `posix` functions: numbers of the system's widths, users, devices, descriptors and paths.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixArguments {
  /// A process, policy or kind; these speak of the range in words of their own.
  ///
  /// - Throws: TypeError; OverflowError for what is no C int.
  static func signed(_ value: Value) throws(Raised) -> Int32 {
    let number = try offset(value)
    if let result = Int32(exactly: number) { return result }
    throw raise(
      .overflowError,
      number < 0 ? "signed integer is less than minimum" : "signed integer is greater than maximum")
  }

  /// A position in a file.
  ///
  /// - Throws: TypeError; OverflowError for what is no C long.
  static func offset(_ value: Value) throws(Raised) -> Int {
    guard let number = try Convert.index(value).asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    return number
  }

  /// A number of bytes.
  ///
  /// - Throws: TypeError; OverflowError; ValueError for a negative number.
  static func count(_ value: Value) throws(Raised) -> Int {
    let count = try Convert.machineInt(value)
    if count < 0 { throw raise(.valueError, "negative value for 'count' not allowed") }
    return count
  }

  // MARK: Unsigned numbers

  /// An int as 64 bits without sign; nil where it does not fit.
  private static func bits(_ int: Value) -> UInt? {
    var bits: UInt = 0
    let fits = withUnsafeMutableBytes(of: &bits) {
      IntBytes.write(int, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
    return fits ? bits : nil
  }

  private static func unsigned(_ value: Value, _ overflow: String) throws(Raised) -> UInt {
    if !value.isAnyInt { throw raise(.typeError, "an integer is required") }
    if value.intSign < 0 { throw raise(.valueError, "value must be positive") }
    guard let bits = bits(value) else { throw raise(.overflowError, overflow) }
    return bits
  }

  /// - Throws: TypeError for all but ints; ValueError; OverflowError.
  static func unsignedWord(_ value: Value) throws(Raised) -> UInt {
    try unsigned(value, "int too big to convert")
  }

  /// - Throws: TypeError for all but ints; ValueError; OverflowError.
  static func unsignedInt(_ value: Value) throws(Raised) -> UInt32 {
    let bits = try unsigned(value, "Python int too large to convert to C unsigned long")
    guard let result = UInt32(exactly: bits) else {
      throw raise(.overflowError, "Python int too large for C unsigned int")
    }
    return result
  }

  /// The lowest 32 bits of an int, whatever its size and sign.
  static func lowBits(_ value: Value) throws(Raised) -> UInt32 {
    let index = try Convert.index(value)
    return UInt32(IntMath.bitwise(index, Value(Int(UInt32.max)), .and).asInt)
  }

  /// The number of a device; all ones, which is no device, for -1.
  ///
  /// - Throws: TypeError for all but ints; OverflowError.
  static func device(_ value: Value) throws(Raised) -> UInt {
    if !value.isAnyInt { throw raise(.typeError, "an integer is required") }
    if value.asMachineInt == -1 { return .max }
    if value.intSign < 0 {
      throw raise(.overflowError, "can't convert negative int to unsigned")
    }
    guard let bits = bits(value) else { throw raise(.overflowError, "int too big to convert") }
    return bits
  }

  /// A device's number or a part of it.
  static func value(device: UInt) -> Value { device == .max ? Value(-1) : Value(device) }

  // MARK: Users and groups

  static func user(_ value: Value) throws(Raised) -> uid_t { try identity(value, "uid") }
  static func group(_ value: Value) throws(Raised) -> gid_t { try identity(value, "gid") }

  /// A user or group; -1 means "unchanged" to the system.
  ///
  /// - Throws: TypeError; OverflowError. What a word holds and an id does not is "less", as in CPython.
  private static func identity(_ value: Value, _ name: String) throws(Raised) -> UInt32 {
    if !value.isAnyInt, !value.isHeap || value.type.special(.index).isAbsent {
      throw raise(.typeError, "\(name) should be integer, not \(value.typeName)")
    }
    let index = try Convert.index(value)
    guard let number = index.asMachineInt else {
      let bound = index.intSign < 0 ? "less than minimum" : "greater than maximum"
      throw raise(.overflowError, "\(name) is \(bound)")
    }
    if number == -1 { return .max }
    guard let result = UInt32(exactly: number) else {
      throw raise(.overflowError, "\(name) is less than minimum")
    }
    return result
  }

  /// A user or group of the system's; -1 for the one that stands for none.
  static func value(identity: UInt32) -> Value { Value(identity == .max ? -1 : Int(identity)) }

  // MARK: Files

  /// The null-terminated bytes of a path, in errors that name the function and the argument.
  ///
  /// - Throws: TypeError for what is no path; ValueError for an embedded null.
  static func path(
    _ value: Value, _ function: String, _ argument: String = "path",
    allowed: String = "string, bytes or os.PathLike"
  ) throws(Raised) -> [CChar] {
    if !value.isStr, !value.isBytes {
      let method = value.type.special(.fspath)
      if method.isAbsent || method.isNone {
        throw raise(
          .typeError, "\(function): \(argument) should be \(allowed), not \(value.typeName)")
      }
    }
    let name = try Paths.name(value)
    let hasNull =
      name.isStr
      ? (0..<StrRef(name).count).contains { StrRef(name)[$0] == 0 }
      : BytesRef(name).buffer.contains(0)
    if hasNull {
      throw raise(.valueError, "\(function): embedded null character in \(argument)")
    }
    return try Paths.bytes(name)
  }

  /// A path object as the str or bytes that it stands for, which errors show; others and none as they are.
  ///
  /// - Throws: what `__fspath__` raises.
  static func plain(_ value: Value) throws(Raised) -> Value {
    if value.isAbsent || !value.isHeap || value.isStr || value.isBytes { return value }
    let method = value.type.special(.fspath)
    return method.isAbsent || method.isNone ? value : try Paths.name(value)
  }

  /// Whether a value has items by number.
  static func isSequence(_ value: Value) -> Bool {
    value.isHeap && !value.isDict && value.type.special(.getitem).isPresent
  }
}
