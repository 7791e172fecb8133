// Arithmetic: small ints and inline floats here, everything else out of line.

import Glibc
import RegisterCode

extension Interpreter {
  @inline(__always)
  static func binary(
    _ word: UInt64, _ pc: inout PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ op: Operator,
    inPlace: Bool
  ) throws(Raised) {
    if Value.bothInts(lhs, rhs) {
      if let result = smallInts(lhs, rhs, op) {
        r[word.a] = result
        pc += 1
        return
      }
    } else if Value.bothInlineFloats(lhs, rhs) {
      if let result = inlineFloats(lhs.asInlineFloat, rhs.asInlineFloat, op) {
        pc.pointee |= OperandFeedback.floats
        r[word.a] = result
        pc += 1
        return
      }
    } else {
      let result = mixed(lhs, rhs, op)
      if result.isPresent {
        OperandFeedback.note(pc, lhs, rhs)
        r[word.a] = result
        pc += 1
        return
      }
    }
    OperandFeedback.note(pc, lhs, rhs)
    if inPlace {
      try inPlaceSlow(word, pc, r, lhs, rhs, op)
    } else {
      try binarySlow(word, pc, r, lhs, rhs, op)
    }
    pc += 1
  }

  /// One operand is a constant float: what is not a float is not looked for here.
  @inline(__always)
  static func binaryConstant(
    _ word: UInt64, _ pc: inout PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ op: Operator
  ) throws(Raised) {
    if Value.bothInlineFloats(lhs, rhs),
      let result = inlineFloats(lhs.asInlineFloat, rhs.asInlineFloat, op)
    {
      r[word.a] = result
    } else {
      OperandFeedback.note(pc + 1, lhs, rhs)
      try binaryConstantSlow(word, pc, r, lhs, rhs, op)
    }
    pc += 2
  }

  @inline(never)
  private static func binaryConstantSlow(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ op: Operator
  ) throws(Raised) {
    let result = mixed(lhs, rhs, op)
    if result.isPresent {
      r[word.a] = result
    } else if word.c == 1 {
      try inPlaceSlow(word, pc, r, lhs, rhs, op)
    } else {
      try binarySlow(word, pc, r, lhs, rhs, op)
    }
  }

  /// The result where it is a small int and no rule of Python's applies.
  @inline(__always)
  private static func smallInts(_ lhs: Value, _ rhs: Value, _ op: Operator) -> Value? {
    switch op {
    case .add: return Value.addInts(lhs, rhs)
    case .subtract: return Value.subtractInts(lhs, rhs)
    case .multiply: return Value.multiplyInts(lhs, rhs)
    case .and: return Value(smallInt: lhs.asInt & rhs.asInt)
    case .or: return Value(smallInt: lhs.asInt | rhs.asInt)
    case .xor: return Value(smallInt: lhs.asInt ^ rhs.asInt)
    case .rightShift:
      return UInt(bitPattern: rhs.asInt) < 64 ? Value(smallInt: lhs.asInt >> rhs.asInt) : nil
    case .leftShift:
      guard UInt(bitPattern: rhs.asInt) < 62 else { return nil }
      let shifted = lhs.asInt << rhs.asInt
      return shifted >> rhs.asInt == lhs.asInt ? Value(exactInt: shifted) : nil
    case .floorDivide:
      let (n, d) = (lhs.asInt, rhs.asInt)
      if d == 0 { return nil }
      if n >= 0, d > 0 { return Value(smallInt: quotient(n, d)) }
      let q = n / d
      return Value(exactInt: (n % d != 0 && (n < 0) != (d < 0)) ? q - 1 : q)
    case .modulo:
      let (n, d) = (lhs.asInt, rhs.asInt)
      if d == 0 { return nil }
      if n >= 0, d > 0 { return Value(smallInt: remainder(n, d)) }
      let m = n % d
      return Value(smallInt: (m != 0 && (m < 0) != (d < 0)) ? m + d : m)
    case .trueDivide:
      let (n, d) = (lhs.asInt, rhs.asInt)
      if d == 0 || n.magnitude > 1 << 53 || d.magnitude > 1 << 53 { return nil }
      return Value(inlineFloat: Double(n) / Double(d))
    case .power, .matrixMultiply: return nil
    }
  }

  /// Division of operands that are not negative; 32-bit division is several times as fast.
  @inline(__always) private static func quotient(_ n: Int, _ d: Int) -> Int {
    if (n | d) >> 32 == 0 {
      return Int(UInt32(truncatingIfNeeded: n) / UInt32(truncatingIfNeeded: d))
    }
    return n / d
  }

  @inline(__always) private static func remainder(_ n: Int, _ d: Int) -> Int {
    if (n | d) >> 32 == 0 {
      return Int(UInt32(truncatingIfNeeded: n) % UInt32(truncatingIfNeeded: d))
    }
    return n % d
  }

  @inline(__always)
  private static func inlineFloats(_ a: Double, _ b: Double, _ op: Operator) -> Value? {
    switch op {
    case .add: return Value(inlineFloat: a + b)
    case .subtract: return Value(inlineFloat: a - b)
    case .multiply: return Value(inlineFloat: a * b)
    // An inline float is never zero.
    case .trueDivide: return Value(inlineFloat: a / b)
    case .power: return a > 0 ? Value(inlineFloat: pow(a, b)) : nil
    default: return nil
    }
  }

  @inline(never)
  private static func binarySlow(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ op: Operator
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Operators.binary(lhs, rhs, op)
  }

  @inline(never)
  private static func inPlaceSlow(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ op: Operator
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Operators.inPlace(lhs, rhs, op)
  }

  /// A float and an int or a boxed float (zero above all): what numeric programs have beside the two
  /// fast cases. Absent for other operands and operators. Not both are ints.
  @inline(__always)
  private static func mixed(_ lhs: Value, _ rhs: Value, _ op: Operator) -> Value {
    switch op {
    case .add: return addMixed(lhs, rhs)
    case .subtract: return subtractMixed(lhs, rhs)
    case .multiply: return multiplyMixed(lhs, rhs)
    case .trueDivide: return divideMixed(lhs, rhs)
    default: return .absent
    }
  }

  @inline(never) private static func addMixed(_ lhs: Value, _ rhs: Value) -> Value {
    guard let a = plainDouble(lhs), let b = plainDouble(rhs) else { return .absent }
    return Value(a + b)
  }

  @inline(never) private static func subtractMixed(_ lhs: Value, _ rhs: Value) -> Value {
    guard let a = plainDouble(lhs), let b = plainDouble(rhs) else { return .absent }
    return Value(a - b)
  }

  @inline(never) private static func multiplyMixed(_ lhs: Value, _ rhs: Value) -> Value {
    guard let a = plainDouble(lhs), let b = plainDouble(rhs) else { return .absent }
    return Value(a * b)
  }

  @inline(never) private static func divideMixed(_ lhs: Value, _ rhs: Value) -> Value {
    guard let a = plainDouble(lhs), let b = plainDouble(rhs), b != 0 else { return .absent }
    return Value(a / b)
  }

  @inline(__always) private static func plainDouble(_ value: Value) -> Double? {
    if value.isInlineFloat { return value.asInlineFloat }
    if value.isInt { return Double(value.asInt) }
    if value.isExactly(.float) { return FloatRef(value).p.pointee.number }
    return nil
  }

  // MARK: Unary

  @inline(__always)
  static func negate(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    let value = r[word.b]
    if value.isInlineFloat, let negated = Value(inlineFloat: -value.asInlineFloat) {
      pc.pointee |= OperandFeedback.floats
      r[word.a] = negated
    } else {
      // Small ints leave no trace.
      if !value.isInt { OperandFeedback.note(pc, value, value) }
      save(pc, r)
      r[word.a] = try Operators.negate(value)
    }
    pc += 1
  }

  @inline(__always)
  static func positive(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    save(pc, r)
    r[word.a] = try Operators.positive(r[word.b])
    pc += 1
  }

  @inline(__always)
  static func invert(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    save(pc, r)
    r[word.a] = try Operators.invert(r[word.b])
    pc += 1
  }

  @inline(__always)
  static func logicalNot(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    save(pc, r)
    r[word.a] = Value(!(try Convert.truth(r[word.b])))
    pc += 1
  }

  @inline(__always)
  static func toBool(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    save(pc, r)
    r[word.a] = Value(try Convert.truth(r[word.b]))
    pc += 1
  }
}
