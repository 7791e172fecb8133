// The arithmetic operators as functions.

import TaipanRuntime

extension OperatorModule {
  static let arithmetic: [NativeMethod] = [
    NativeMethod("add", "($module, a, b, /)", add),
    NativeMethod("sub", "($module, a, b, /)", subtract),
    NativeMethod("mul", "($module, a, b, /)", multiply),
    NativeMethod("matmul", "($module, a, b, /)", matrixMultiply),
    NativeMethod("truediv", "($module, a, b, /)", trueDivide),
    NativeMethod("floordiv", "($module, a, b, /)", floorDivide),
    NativeMethod("mod", "($module, a, b, /)", modulo),
    NativeMethod("pow", "($module, a, b, /)", power),
    NativeMethod("lshift", "($module, a, b, /)", leftShift),
    NativeMethod("rshift", "($module, a, b, /)", rightShift),
    NativeMethod("and_", "($module, a, b, /)", and),
    NativeMethod("xor", "($module, a, b, /)", xor),
    NativeMethod("or_", "($module, a, b, /)", or),
    NativeMethod("neg", "($module, a, /)", negative),
    NativeMethod("pos", "($module, a, /)", positive),
    NativeMethod("abs", "($module, a, /)", absolute),
    NativeMethod("inv", "($module, a, /)", inverse),
    NativeMethod("invert", "($module, a, /)", inverse),
    NativeMethod("index", "($module, a, /)", index),
  ]
  static let inPlace: [NativeMethod] = [
    NativeMethod("iadd", "($module, a, b, /)", addInPlace),
    NativeMethod("isub", "($module, a, b, /)", subtractInPlace),
    NativeMethod("imul", "($module, a, b, /)", multiplyInPlace),
    NativeMethod("imatmul", "($module, a, b, /)", matrixMultiplyInPlace),
    NativeMethod("itruediv", "($module, a, b, /)", trueDivideInPlace),
    NativeMethod("ifloordiv", "($module, a, b, /)", floorDivideInPlace),
    NativeMethod("imod", "($module, a, b, /)", moduloInPlace),
    NativeMethod("ipow", "($module, a, b, /)", powerInPlace),
    NativeMethod("ilshift", "($module, a, b, /)", leftShiftInPlace),
    NativeMethod("irshift", "($module, a, b, /)", rightShiftInPlace),
    NativeMethod("iand", "($module, a, b, /)", andInPlace),
    NativeMethod("ixor", "($module, a, b, /)", xorInPlace),
    NativeMethod("ior", "($module, a, b, /)", orInPlace),
  ]

  static func add(_ a: Args) throws(Raised) -> Value { try Operators.binary(a[0], a[1], .add) }
  static func subtract(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .subtract)
  }
  static func multiply(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .multiply)
  }
  static func matrixMultiply(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .matrixMultiply)
  }
  static func trueDivide(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .trueDivide)
  }
  static func floorDivide(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .floorDivide)
  }
  static func modulo(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .modulo)
  }
  static func power(_ a: Args) throws(Raised) -> Value { try Operators.binary(a[0], a[1], .power) }
  static func leftShift(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .leftShift)
  }
  static func rightShift(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(a[0], a[1], .rightShift)
  }
  static func and(_ a: Args) throws(Raised) -> Value { try Operators.binary(a[0], a[1], .and) }
  static func xor(_ a: Args) throws(Raised) -> Value { try Operators.binary(a[0], a[1], .xor) }
  static func or(_ a: Args) throws(Raised) -> Value { try Operators.binary(a[0], a[1], .or) }
  static func addInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .add)
  }
  static func subtractInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .subtract)
  }
  static func multiplyInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .multiply)
  }
  static func matrixMultiplyInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .matrixMultiply)
  }
  static func trueDivideInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .trueDivide)
  }
  static func floorDivideInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .floorDivide)
  }
  static func moduloInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .modulo)
  }
  static func powerInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .power)
  }
  static func leftShiftInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .leftShift)
  }
  static func rightShiftInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .rightShift)
  }
  static func andInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .and)
  }
  static func xorInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .xor)
  }
  static func orInPlace(_ a: Args) throws(Raised) -> Value {
    try Operators.inPlace(a[0], a[1], .or)
  }
  static func negative(_ a: Args) throws(Raised) -> Value { try Operators.negate(a[0]) }
  static func positive(_ a: Args) throws(Raised) -> Value { try Operators.positive(a[0]) }
  static func absolute(_ a: Args) throws(Raised) -> Value { try Operators.absolute(a[0]) }
  static func inverse(_ a: Args) throws(Raised) -> Value { try Operators.invert(a[0]) }
  static func index(_ a: Args) throws(Raised) -> Value { try Convert.index(a[0]) }
}
