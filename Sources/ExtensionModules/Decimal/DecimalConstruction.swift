// Decimals from ints, strs, tuples and floats: exact for the type, rounded for a context.

import TaipanRuntime

enum DecimalConstruction {
  /// `Decimal(value)`.
  ///
  /// - Throws: TypeError for other types, InvalidOperation for text that is no number.
  @inline(never)
  static func exact(_ type: TypeRef, _ value: Value, _ context: ContextRef) throws(Raised) -> Value
  {
    if value.isAbsent { return DecimalRef.make(type).value }
    if value.isStr { return try parse(type, StrRef(value), context, exact: true) }
    if value.isAnyInt { return try DecimalRef.exact(type, value, context).value }
    if DecimalType.isDecimal(value) {
      if type == DecimalType.ref, DecimalType.isExact(value) { return value }
      return try copy(type, DecimalRef(value), context)
    }
    if value.isTuple || value.isList {
      return try parse(type, try DecimalText.fromSequence(value), context, exact: true)
    }
    if value.isAnyFloat {
      try context.signal(MPDStatus.floatOperation)
      return try fromFloat(type, value.asFloat, context).value
    }
    throw DecimalType.unsupported(value)
  }

  static func copy(_ type: TypeRef, _ source: DecimalRef, _ context: ContextRef) throws(Raised)
    -> Value
  {
    let copy = DecimalRef.make(type)
    var status: UInt32 = 0
    _ = mpd.pointee.copy(copy.number, source.number, &status)
    return try copy.finished(status, context)
  }

  /// `context.create_decimal(value)`: rounded.
  static func rounded(_ value: Value, _ context: ContextRef) throws(Raised) -> Value {
    if value.isAbsent { return DecimalRef.make().value }
    if value.isStr { return try parse(DecimalType.ref, StrRef(value), context, exact: false) }
    if value.isTuple || value.isList {
      return try parse(
        DecimalType.ref, try DecimalText.fromSequence(value), context, exact: false)
    }
    if DecimalType.isDecimal(value) { return try apply(DecimalRef(value), context) }
    let result = DecimalRef.make()
    var status: UInt32 = 0
    if value.isAnyInt {
      DecimalRef.set(result.number, int: value, context.context, &status)
      return try result.finished(status, context)
    }
    if value.isAnyFloat {
      try context.signal(MPDStatus.floatOperation)
      return try fromFloatRounded(value.asFloat, context)
    }
    throw DecimalType.unsupported(value)
  }

  static func fromFloatRounded(_ double: Double, _ context: ContextRef) throws(Raised) -> Value {
    let result = try fromFloat(DecimalType.ref, double, context)
    var status: UInt32 = 0
    mpd.pointee.finalize(result.number, context.context, &status)
    return try result.finished(status, context)
  }

  /// A Decimal rounded to the context.
  static func apply(_ decimal: DecimalRef, _ context: ContextRef) throws(Raised) -> Value {
    let values = context.p.pointee.context
    let result = DecimalRef.make()
    if decimal.number.pointee.isNaN,
      decimal.number.pointee.digits > values.precision - Int(values.clamp)
    {
      // More payload than the context has digits for.
      try context.signal(MPDStatus.conversionSyntax)
      mpd.pointee.setSpecial(result.number, 0, MPD.quietNaN)
      return result.value
    }
    var status: UInt32 = 0
    _ = mpd.pointee.copy(result.number, decimal.number, &status)
    mpd.pointee.finalize(result.number, context.context, &status)
    return try result.finished(status, context)
  }

  // MARK: Text

  private static func parse(_ type: TypeRef, _ text: StrRef, _ context: ContextRef, exact: Bool)
    throws(Raised) -> Value
  {
    if text.isASCII, text.count < 64, !exact || DecimalText.isPlain(text) {
      let result = DecimalRef.make(type)
      var status: UInt32 = 0
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
        for i in 0..<text.count { buffer[i] = CChar(bitPattern: text.bytes[i]) }
        buffer[text.count] = 0
        // A zero within the text must not end it.
        if buffer.firstIndex(of: 0) != text.count { buffer[0] = 1 }
        mpd.pointee.setString(
          result.number, buffer.baseAddress.unsafelyUnwrapped,
          exact ? DecimalType.maximal : context.context, &status)
      }
      return try parsed(result, status, context, exact: exact)
    }
    let ascii = DecimalText.ascii(text, lenient: exact)
    return try parse(type, ascii, context, exact: exact)
  }

  private static func parse(
    _ type: TypeRef, _ ascii: [CChar], _ context: ContextRef, exact: Bool
  ) throws(Raised) -> Value {
    let result = DecimalRef.make(type)
    var status: UInt32 = 0
    mpd.pointee.setString(
      result.number, ascii, exact ? DecimalType.maximal : context.context, &status)
    return try parsed(result, status, context, exact: exact)
  }

  /// Exact conversions fail where the library had to round.
  private static func parsed(
    _ result: DecimalRef, _ status: UInt32, _ context: ContextRef, exact: Bool
  ) throws(Raised) -> Value {
    var status = status
    if exact {
      if status & (MPDStatus.inexact | MPDStatus.rounded | MPDStatus.clamped) != 0 {
        mpd.pointee.setSpecial(result.number, 0, MPD.quietNaN)
        status |= MPDStatus.invalidOperation
      }
      status &= MPDStatus.errors | MPDStatus.mallocError
    }
    return try result.finished(status, context)
  }

  // MARK: Floats

  /// The exact value of a double: its odd integer times 5^k, with the exponent -k.
  static func fromFloat(_ type: TypeRef, _ double: Double, _ context: ContextRef) throws(Raised)
    -> DecimalRef
  {
    let result = DecimalRef.make(type)
    if double.isNaN {
      mpd.pointee.setSpecial(result.number, 0, MPD.quietNaN)
      return result
    }
    let sign: UInt8 = double.sign == .minus ? MPD.negative : 0
    if double.isInfinite {
      mpd.pointee.setSpecial(result.number, sign, MPD.infinite)
      return result
    }
    if double == double.rounded(.towardZero) {
      let whole = try DecimalRef.exact(type, IntMath.fromDouble(double), context)
      whole.number.pointee.flags |= sign
      return whole
    }
    // The fraction's power of two: the exponent of the lowest bit that is set.
    let bits = Int(double.significandBitPattern) | (double.isNormal ? 1 << 52 : 0)
    let zeros = bits.trailingZeroBitCount
    let lowest = (double.isNormal ? Int(double.exponent) - 52 : -1074) + zeros
    let factor = DecimalRef.make()
    let five = DecimalRef.make()
    let power = DecimalRef.make()
    DecimalRef.set(five.number, 5)
    DecimalRef.set(power.number, -lowest)
    DecimalRef.set(result.number, bits >> zeros)
    var status: UInt32 = 0
    mpd.pointee.pow(
      factor.number, five.number, power.number, DecimalType.maximal, &status)
    factor.noteMemory()
    mpd.pointee.mul(
      result.number, result.number, factor.number, DecimalType.maximal, &status)
    result.noteMemory()
    result.number.pointee.exponent = lowest
    result.number.pointee.flags |= sign
    if status & MPDStatus.errors != 0 { try context.signal(status & MPDStatus.errors) }
    return result
  }
}
