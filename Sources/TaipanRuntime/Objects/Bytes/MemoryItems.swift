// The items of a memoryview: values to and from machine numbers in native size and order.

enum MemoryItems {
  /// The letter of a native format of one item; nil for formats that need `struct`.
  static func letter(_ format: StrRef) -> UInt8? {
    let start = format.count > 1 && format[0] == UInt32(UInt8(ascii: "@")) ? 1 : 0
    guard format.count == start + 1, let letter = UInt8(exactly: format[start]),
      size(letter) != nil
    else { return nil }
    return letter
  }

  static func size(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "c"), UInt8(ascii: "?"): return 1
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "e"): return 2
    case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "f"): return 4
    case UInt8(ascii: "l"), UInt8(ascii: "L"), UInt8(ascii: "q"), UInt8(ascii: "Q"),
      UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "d"), UInt8(ascii: "P"):
      return 8
    default: return nil
    }
  }

  private static func supported(_ format: StrRef) throws(Raised) -> UInt8 {
    if let letter = letter(format) { return letter }
    throw raise(.notImplementedError, "memoryview: format \(format.text) not supported")
  }

  /// The item at an address.
  ///
  /// - Throws: NotImplementedError for a format of several numbers.
  static func read(_ place: UnsafeMutablePointer<UInt8>, _ format: StrRef) throws(Raised) -> Value {
    if format.count == 1, format[0] == 0x42 { return Value(smallInt: Int(place[0])) }
    return read(UnsafeRawPointer(place), try supported(format))
  }

  private static func read(_ at: UnsafeRawPointer, _ letter: UInt8) -> Value {
    switch letter {
    case UInt8(ascii: "b"): return Value(smallInt: Int(at.load(as: Int8.self)))
    case UInt8(ascii: "B"): return Value(smallInt: Int(at.load(as: UInt8.self)))
    case UInt8(ascii: "c"): return BytesRef.single(at.load(as: UInt8.self))
    case UInt8(ascii: "?"): return Value(at.load(as: UInt8.self) != 0)
    case UInt8(ascii: "h"): return Value(smallInt: Int(at.loadUnaligned(as: Int16.self)))
    case UInt8(ascii: "H"): return Value(smallInt: Int(at.loadUnaligned(as: UInt16.self)))
    case UInt8(ascii: "i"): return Value(smallInt: Int(at.loadUnaligned(as: Int32.self)))
    case UInt8(ascii: "I"): return Value(smallInt: Int(at.loadUnaligned(as: UInt32.self)))
    case UInt8(ascii: "l"), UInt8(ascii: "q"), UInt8(ascii: "n"):
      return Value(at.loadUnaligned(as: Int.self))
    case UInt8(ascii: "e"): return Value(Double(at.loadUnaligned(as: Float16.self)))
    case UInt8(ascii: "f"): return Value(Double(at.loadUnaligned(as: Float.self)))
    case UInt8(ascii: "d"): return Value(at.loadUnaligned(as: Double.self))
    default: return Value(at.loadUnaligned(as: UInt.self))
    }
  }

  /// A value's bytes in a machine word, to be stored once no more code can run.
  struct Packed {
    var word: UInt64
    var size: Int

    func store(at place: UnsafeMutablePointer<UInt8>) {
      var word = word
      withUnsafeBytes(of: &word) {
        place.update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: size)
      }
    }
  }

  /// - Throws: TypeError or ValueError for a value that the format cannot hold.
  static func pack(_ value: Value, _ format: StrRef) throws(Raised) -> Packed {
    let letter = try supported(format)
    let size = size(letter).unsafelyUnwrapped
    switch letter {
    case UInt8(ascii: "c"):
      if !value.isBytes { throw badType(format) }
      if BytesRef(value).count != 1 { throw badValue(format) }
      return Packed(word: UInt64(BytesRef(value).data[0]), size: 1)
    case UInt8(ascii: "?"):
      return Packed(word: try Convert.truth(value) ? 1 : 0, size: 1)
    case UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "d"):
      return Packed(word: try packFloat(value, letter, format), size: size)
    default:
      return Packed(word: try packInt(value, letter, size, format), size: size)
    }
  }

  private static func packFloat(_ value: Value, _ letter: UInt8, _ format: StrRef) throws(Raised)
    -> UInt64
  {
    let number: Double
    do throws(Raised) { number = try Convert.double(value) } catch {
      if catching(.typeError) { throw badType(format) }
      throw error
    }
    if letter == UInt8(ascii: "d") { return number.bitPattern }
    if letter == UInt8(ascii: "f") { return UInt64(Float(number).bitPattern) }
    let half = Float16(number)
    if half.isInfinite, number.isFinite {
      throw badValue(format)
    }
    return UInt64(half.bitPattern)
  }

  private static func packInt(
    _ value: Value, _ letter: UInt8, _ size: Int, _ format: StrRef
  ) throws(Raised) -> UInt64 {
    let int: Value
    do throws(Raised) { int = try Convert.index(value) } catch {
      if catching(.typeError) { throw badType(format) }
      throw error
    }
    let isSigned = letter >= UInt8(ascii: "a")
    if let n = int.asMachineInt {
      if size == 8 {
        if n < 0, !isSigned, letter != UInt8(ascii: "P") { throw badValue(format) }
      } else {
        let bits = size * 8
        let least = isSigned ? -(1 << (bits - 1)) : 0
        let most = isSigned ? 1 << (bits - 1) - 1 : 1 << bits - 1
        if n < least || n > most { throw badValue(format) }
      }
      return UInt64(bitPattern: Int64(n))
    }
    if isSigned || size < 8 || int.intSign < 0 || IntMath.bitLength(int) > 64 {
      throw badValue(format)
    }
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { UInt64(Magnitude(int, $0).limbs[0]) }
  }

  private static func badType(_ format: StrRef) -> Raised {
    raise(.typeError, "memoryview: invalid type for format '\(format.text)'")
  }

  private static func badValue(_ format: StrRef) -> Raised {
    raise(.valueError, "memoryview: invalid value for format '\(format.text)'")
  }
}
