// Operations in their few patterns: operands converted, the library called, signals noted.

import TaipanRuntime

enum DecimalOperation {
  // MARK: Operators: other types are left to the other operand

  @inline(__always)
  static func operate(_ x: Value, _ y: Value, _ function: DecBinary) throws(Raised) -> Value {
    let context = try DecimalContexts.current()
    guard let a = try DecimalType.operand(x, 0, context),
      let b = try DecimalType.operand(y, 1, context)
    else { return .notImplemented }
    let result = DecimalRef.make()
    var status: UInt32 = 0
    function(result.number, a, b, context.context, &status)
    return try result.finished(status, context)
  }

  // MARK: With a context, for methods of Decimal and of Context alike

  @inline(__always)
  static func unary(_ x: Value, _ context: ContextRef, _ function: DecUnary) throws(Raised) -> Value
  {
    let a = try DecimalType.require(x, 0, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    function(result.number, a, context.context, &status)
    return try result.finished(status, context)
  }

  @inline(__always)
  static func binary(_ x: Value, _ y: Value, _ context: ContextRef, _ function: DecBinary)
    throws(Raised) -> Value
  {
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    function(result.number, a, b, context.context, &status)
    return try result.finished(status, context)
  }

  static func ternary(
    _ x: Value, _ y: Value, _ z: Value, _ context: ContextRef, _ function: DecTernary
  ) throws(Raised) -> Value {
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    let c = try DecimalType.require(z, 2, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    function(result.number, a, b, c, context.context, &status)
    return try result.finished(status, context)
  }

  static func plainBinary(
    _ x: Value, _ y: Value, _ context: ContextRef, _ function: DecPlainBinary
  ) throws(Raised) -> Value {
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    let result = DecimalRef.make()
    _ = function(result.number, a, b)
    return try result.finished(0, context)
  }

  /// `copy_abs` and `copy_negate`: no context, no rounding.
  static func copied(
    _ x: Value, _ context: ContextRef,
    _ function: @convention(c) (CNumber, CNumber, DecStatus) -> Int32
  ) throws(Raised) -> Value {
    let a = try DecimalType.require(x, 0, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    _ = function(result.number, a, &status)
    return try result.finished(status, context)
  }

  static func copySign(_ x: Value, _ y: Value, _ context: ContextRef) throws(Raised) -> Value {
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    _ = mpd.pointee.copySign(result.number, a, b, &status)
    return try result.finished(status, context)
  }

  static func sameQuantum(_ x: Value, _ y: Value, _ context: ContextRef) throws(Raised) -> Value {
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    return Value(mpd.pointee.sameQuantum(a, b) != 0)
  }

  /// With a rounding of its own, absent or None for the context's.
  @inline(__always)
  static func rounded(
    _ x: Value, _ rounding: Value, _ context: ContextRef, _ function: DecUnary
  ) throws(Raised) -> Value {
    var values = context.p.pointee.context
    if rounding.isPresent, !rounding.isNone {
      values.rounding = try DecimalContexts.rounding(rounding)
    }
    let a = try DecimalType.require(x, 0, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    function(result.number, a, &values, &status)
    return try result.finished(status, context)
  }

  @inline(__always)
  static func quantized(_ x: Value, _ y: Value, _ rounding: Value, _ context: ContextRef)
    throws(Raised) -> Value
  {
    if rounding.isAbsent || rounding.isNone {
      return try binary(x, y, context, mpd.pointee.quantize)
    }
    var values = context.p.pointee.context
    values.rounding = try DecimalContexts.rounding(rounding)
    let a = try DecimalType.require(x, 0, context)
    let b = try DecimalType.require(y, 1, context)
    let result = DecimalRef.make()
    var status: UInt32 = 0
    mpd.pointee.quantize(result.number, a, b, &values, &status)
    return try result.finished(status, context)
  }

  /// Quotient and remainder; absent where an operand is of another type.
  static func divmod(_ x: Value, _ y: Value, _ context: ContextRef) throws(Raised) -> Value {
    guard let a = try DecimalType.operand(x, 0, context),
      let b = try DecimalType.operand(y, 1, context)
    else { return .absent }
    let quotient = DecimalRef.make()
    let remainder = DecimalRef.make()
    var status: UInt32 = 0
    mpd.pointee.divmod(quotient.number, remainder.number, a, b, context.context, &status)
    quotient.noteMemory()
    return TupleRef.of(quotient.value, try remainder.finished(status, context)).value
  }

  /// Power, with a modulus where it is present; absent where an operand is of another type.
  static func power(_ x: Value, _ y: Value, _ modulus: Value, _ context: ContextRef)
    throws(Raised) -> Value
  {
    guard let a = try DecimalType.operand(x, 0, context),
      let b = try DecimalType.operand(y, 1, context)
    else { return .absent }
    var status: UInt32 = 0
    if modulus.isAbsent || modulus.isNone {
      let result = DecimalRef.make()
      mpd.pointee.pow(result.number, a, b, context.context, &status)
      return try result.finished(status, context)
    }
    guard let m = try DecimalType.operand(modulus, 2, context) else { return .absent }
    let result = DecimalRef.make()
    mpd.pointee.powmod(result.number, a, b, m, context.context, &status)
    return try result.finished(status, context)
  }

  // MARK: Text

  /// `to_sci_string` or `to_eng_string`.
  static func text(
    _ number: Dec, _ capitals: Int32,
    _ function: @convention(c) (UnsafeMutablePointer<DecText?>, CNumber, Int32) -> Int
  ) throws(Raised) -> Value {
    var text: DecText?
    let count = function(&text, number, capitals)
    guard count >= 0, let text else { throw raise(.memoryError) }
    defer { DecimalText.release(text) }
    return StrRef.latin1(
      UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: count
    ).value
  }
}
