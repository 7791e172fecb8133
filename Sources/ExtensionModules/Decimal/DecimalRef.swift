// A Decimal: one heap cell with libmpdec's structure and room for four words of coefficient, 76 digits.
// The library moves longer coefficients to malloc'd memory; only then does the object need a release.

import Glibc
import TaipanRuntime

struct DecimalLayout {
  var header: Header
  /// -1 while unknown.
  var hash: Int
  var number: MPD
  var words: (UInt, UInt, UInt, UInt)
}

struct DecimalRef: TypedRef {
  let p: UnsafeMutablePointer<DecimalLayout>
  static let inlineWords = 4
  static let size = MemoryLayout<DecimalLayout>.size

  @inline(__always) init(p: UnsafeMutablePointer<DecimalLayout>) { self.p = p }

  /// libmpdec's view of the object.
  @inline(__always) var number: Dec {
    (UnsafeMutableRawPointer(p) + 16).assumingMemoryBound(to: MPD.self)
  }
  private var inlineStorage: UnsafeMutablePointer<UInt> {
    @inline(__always) get {
      (UnsafeMutableRawPointer(p) + 16 + MemoryLayout<MPD>.size)
        .assumingMemoryBound(to: UInt.self)
    }
  }

  /// A Decimal whose number is still to be set.
  @inline(__always) static func make() -> DecimalRef {
    let decimal = DecimalRef(Heap.allocate(size, Header(shape: DecimalType.shape)))
    decimal.initialize()
    return decimal
  }

  /// The same, of a subclass.
  static func make(_ type: TypeRef) -> DecimalRef {
    if type == DecimalType.ref { return make() }
    let decimal = DecimalRef(Instances.allocate(type))
    decimal.initialize()
    return decimal
  }

  @inline(__always) private func initialize() {
    p.pointee.hash = -1
    number.initialize(
      to: MPD(
        flags: MPD.isStatic | MPD.hasStaticWords, exponent: 0, digits: 1, count: 1,
        capacity: DecimalRef.inlineWords, words: inlineStorage))
    inlineStorage[0] = 0
  }

  /// The result of an operation: sees to its memory, then to what the operation signals.
  ///
  /// - Throws: the exception of a trapped signal.
  @inline(__always)
  func finished(_ status: UInt32, _ context: ContextRef) throws(Raised) -> Value {
    noteMemory()
    if status != 0 { try context.signal(status) }
    return value
  }

  /// Must follow whatever may have made the coefficient longer.
  @inline(__always) func noteMemory() {
    if number.pointee.flags & MPD.hasStaticWords == 0 { noteLongCoefficient() }
  }

  /// Bit of `Header.kind`: the coefficient will be released, which must happen once.
  private static let hasLongCoefficient: UInt8 = 1

  @inline(never) private func noteLongCoefficient() {
    if p.pointee.header.kind & DecimalRef.hasLongCoefficient != 0 { return }
    p.pointee.header.kind |= DecimalRef.hasLongCoefficient
    Heap.releaseWhenDead(object)
    Heap.noteExternal(number.pointee.capacity * 8)
  }

  static func release(_ object: ObjectRef) { mpd.pointee.release(DecimalRef(object).number) }

  // MARK: From ints

  /// Sets the number to an int of a machine word; its magnitude has at most 19 digits.
  @inline(__always) static func set(_ number: Dec, _ n: Int) {
    let magnitude = n.magnitude
    number.pointee.flags =
      number.pointee.flags & (MPD.isStatic | MPD.hasStaticWords)
      | (n < 0 ? MPD.negative : 0)
    number.pointee.exponent = 0
    number.pointee.count = 1
    number.pointee.words.unsafelyUnwrapped[0] = magnitude
    number.pointee.digits = digitCount(magnitude)
  }

  /// Decimal digits of a word; 1 for zero.
  @inline(__always) static func digitCount(_ word: UInt) -> Int {
    var digits = 1
    var rest = word
    while rest >= 10000 {
      rest /= 10000
      digits += 4
    }
    if rest >= 1000 { return digits + 3 }
    if rest >= 100 { return digits + 2 }
    return rest >= 10 ? digits + 1 : digits
  }

  /// Sets the number to an int of any size, rounded to the context.
  static func set(_ number: Dec, int: Value, _ context: DecContext, _ status: DecStatus) {
    let bits = IntMath.bitLength(int.intSign < 0 ? IntMath.negate(int) : int)
    var bytes = [UInt8](repeating: 0, count: bits / 8 + 8)
    let magnitude = int.intSign < 0 ? IntMath.negate(int) : int
    _ = bytes.withUnsafeMutableBufferPointer {
      IntBytes.write(magnitude, to: $0, littleEndian: true, signed: false)
    }
    // Digits of base 2^30: the library's base is one 32-bit word.
    var digits: [UInt32] = []
    for at in stride(from: 0, to: max(bits, 1), by: 30) {
      var window: UInt64 = 0
      for k in 0..<5 where at / 8 + k < bytes.count {
        window |= UInt64(bytes[at / 8 + k]) << UInt64(8 * k)
      }
      digits.append(UInt32(truncatingIfNeeded: window >> UInt64(at % 8)) & (1 << 30 - 1))
    }
    let sign: UInt8 = int.intSign < 0 ? MPD.negative : 0
    mpd.pointee.importWords(
      number, digits, digits.count, sign, 1 << 30, context, status)
  }

  /// The exact Decimal of any int.
  ///
  /// - Throws: InvalidOperation, if trapped, where the library's limits do not hold it.
  static func exact(_ type: TypeRef, _ int: Value, _ context: ContextRef) throws(Raised)
    -> DecimalRef
  {
    let decimal = make(type)
    if let n = int.asMachineInt, n.magnitude < DecimalType.radix {
      set(decimal.number, n)
      return decimal
    }
    var status: UInt32 = 0
    set(decimal.number, int: int, DecimalType.maximal, &status)
    decimal.noteMemory()
    if status & (MPDStatus.inexact | MPDStatus.rounded | MPDStatus.clamped) != 0 {
      mpd.pointee.setSpecial(decimal.number, 0, MPD.quietNaN)
      status |= MPDStatus.invalidOperation
    }
    status &= MPDStatus.errors
    if status != 0 { try context.signal(status) }
    return decimal
  }

  // MARK: To ints

  /// The integral number that a finite Decimal without fraction is.
  static func toInt(_ number: Dec) throws(Raised) -> Value {
    if number.pointee.count == 1, number.pointee.exponent == 0 {
      let word = number.pointee.words.unsafelyUnwrapped[0]
      if word < 1 << 62 { return Value(number.pointee.isNegative ? -Int(word) : Int(word)) }
    }
    var status: UInt32 = 0
    var digits: UnsafeMutablePointer<UInt32>?
    let count = mpd.pointee.exportWords(&digits, 0, 1 << 30, number, &status)
    guard let digits, count != Int.max else { throw raise(.memoryError) }
    defer { free(digits) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * 4)
    var window: UInt64 = 0
    var filled: UInt64 = 0
    for i in 0..<count {
      window |= UInt64(digits[i]) << filled
      filled += 30
      while filled >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: window))
        window >>= 8
        filled -= 8
      }
    }
    bytes.append(UInt8(truncatingIfNeeded: window))
    let magnitude = bytes.withUnsafeBufferPointer {
      IntBytes.read($0, littleEndian: true, signed: false)
    }
    return number.pointee.isNegative ? IntMath.negate(magnitude) : magnitude
  }
}

/// The type Decimal and what all operations need at hand.
enum DecimalType {
  nonisolated(unsafe) private static var type: UnsafeMutablePointer<TypeLayout>?
  nonisolated(unsafe) private static var shapeID: UInt32 = 0
  nonisolated(unsafe) private static var maximalContext: UnsafeMutablePointer<MPDContext>?
  nonisolated(unsafe) private static var scratch: UnsafeMutablePointer<MPD>?
  /// 10^19: a word holds less.
  static let radix: UInt = 10_000_000_000_000_000_000

  @inline(__always) static var ref: TypeRef { TypeRef(p: type.unsafelyUnwrapped) }
  @inline(__always) static var shape: Shape { Shape(id: shapeID) }
  /// Whatever the library can do, without traps.
  @inline(__always) static var maximal: DecContext { DecContext(maximalContext.unsafelyUnwrapped) }

  static func start(_ ref: TypeRef) {
    type = ref.p
    shapeID = ref.p.pointee.instanceShape.id
    let context = UnsafeMutablePointer<MPDContext>.allocate(capacity: 1)
    mpd.pointee.maximalContext(context)
    maximalContext = context
    let numbers = UnsafeMutablePointer<MPD>.allocate(capacity: 3)
    for i in 0..<3 {
      let words = UnsafeMutablePointer<UInt>.allocate(capacity: DecimalRef.inlineWords)
      words.initialize(repeating: 0, count: DecimalRef.inlineWords)
      (numbers + i).initialize(
        to: MPD(
          flags: MPD.isStatic | MPD.hasStaticWords, exponent: 0, digits: 1, count: 1,
          capacity: DecimalRef.inlineWords, words: words))
    }
    scratch = numbers
  }

  @inline(__always) static func isExact(_ value: Value) -> Bool {
    value.isHeap && value.asObject.header.pointee.shapeID == shapeID
  }
  @inline(__always) static func isDecimal(_ value: Value) -> Bool {
    isExact(value) || value.isHeap && value.type.isSubtype(of: ref)
  }

  /// The number of a Decimal or an int; nil for other values. An int of one word is spelled out in
  /// the scratch number `place`: valid until the next operand, and the library changes no operand.
  @inline(__always)
  static func operand(_ value: Value, _ place: Int, _ context: ContextRef) throws(Raised) -> Dec? {
    if isExact(value) { return DecimalRef(value).number }
    return try operandSlow(value, place, context)
  }

  @inline(never)
  private static func operandSlow(_ value: Value, _ place: Int, _ context: ContextRef)
    throws(Raised) -> Dec?
  {
    if value.isInt {
      let number = scratch.unsafelyUnwrapped + place
      DecimalRef.set(number, value.asInt)
      return number
    }
    if isDecimal(value) { return DecimalRef(value).number }
    if value.isAnyInt { return try DecimalRef.exact(ref, value, context).number }
    return nil
  }

  /// The same where another type is an error.
  ///
  /// - Throws: TypeError.
  @inline(__always)
  static func require(_ value: Value, _ place: Int, _ context: ContextRef) throws(Raised) -> Dec {
    if let number = try operand(value, place, context) { return number }
    throw unsupported(value)
  }

  static func unsupported(_ value: Value) -> Raised {
    raise(.typeError, "conversion from \(value.typeName) to Decimal is not supported")
  }
}
