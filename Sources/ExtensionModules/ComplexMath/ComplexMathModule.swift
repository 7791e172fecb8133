// The module `cmath`.

import CTaipan
import Glibc
import TaipanRuntime

public enum ComplexMathModule {
  static let functions: [NativeMethod] = [
    NativeMethod("acos", "($module, z, /)", acos), NativeMethod("acosh", "($module, z, /)", acosh),
    NativeMethod("asin", "($module, z, /)", asin), NativeMethod("asinh", "($module, z, /)", asinh),
    NativeMethod("atan", "($module, z, /)", atan), NativeMethod("atanh", "($module, z, /)", atanh),
    NativeMethod("cos", "($module, z, /)", cos), NativeMethod("cosh", "($module, z, /)", cosh),
    NativeMethod("exp", "($module, z, /)", exp),
    NativeMethod("isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", isClose),
    NativeMethod("isfinite", "($module, z, /)", isFinite),
    NativeMethod("isinf", "($module, z, /)", isInfinite),
    NativeMethod("isnan", "($module, z, /)", isNaN),
    NativeMethod("log", "($module, z, base=<unrepresentable>, /)", log),
    NativeMethod("log10", "($module, z, /)", log10),
    NativeMethod("phase", "($module, z, /)", phase),
    NativeMethod("polar", "($module, z, /)", polar),
    NativeMethod("rect", "($module, r, phi, /)", rect), NativeMethod("sin", "($module, z, /)", sin),
    NativeMethod("sinh", "($module, z, /)", sinh), NativeMethod("sqrt", "($module, z, /)", sqrt),
    NativeMethod("tan", "($module, z, /)", tan), NativeMethod("tanh", "($module, z, /)", tanh),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("cmath", functions)
    let dict = module.dict
    dict.setStr(
      "__doc__",
      Value(
        "This module provides access to mathematical functions for complex\nnumbers."))
    dict.setStr("pi", Value(Double.pi))
    dict.setStr("e", Value(M_E))
    dict.setStr("tau", Value(2 * Double.pi))
    dict.setStr("inf", Value(Double.infinity))
    dict.setStr("nan", Value(Double.nan))
    dict.setStr("infj", ComplexRef.make(0, .infinity))
    dict.setStr("nanj", ComplexRef.make(0, .nan))
    return module
  }

  static func domainError() -> Raised { raise(.valueError, "math domain error") }
  static func rangeError() -> Raised { raise(.overflowError, "math range error") }

  /// The argument as a complex number.
  ///
  /// - Throws: TypeError for what is no number.
  static func argument(_ value: Value) throws(Raised) -> Complex.Parts {
    if value.isAnyComplex { return ComplexRef(value).parts }
    let method = value.type.special(.complex)
    if method.isPresent {
      let result = try Call.specialMethod(method, value)
      if !result.isAnyComplex {
        throw raise(.typeError, "__complex__ should return a complex object")
      }
      return ComplexRef(result).parts
    }
    return (try Convert.double(value), 0)
  }

  private static func isFinite(_ z: Complex.Parts) -> Bool { z.0.isFinite && z.1.isFinite }

  private static func apply(
    _ value: Value, canOverflow: Bool = false, _ function: (Complex.Parts) -> Complex.Parts
  ) throws(Raised) -> Value {
    let z = try argument(value)
    let result = function(z)
    if canOverflow, isFinite(z), result.0.isInfinite || result.1.isInfinite { throw rangeError() }
    return ComplexRef.make(result.0, result.1)
  }

  /// An infinite angle has no direction.
  private static func checkAngle(_ value: Value, _ test: (Complex.Parts) -> Bool) throws(Raised) {
    if test(try argument(value)) { throw domainError() }
  }

  static func acos(_ a: Args) throws(Raised) -> Value {
    try apply(a[0], ComplexFunctions.acos)
  }
  static func acosh(_ a: Args) throws(Raised) -> Value {
    try apply(a[0], ComplexFunctions.acosh)
  }
  static func asin(_ a: Args) throws(Raised) -> Value {
    try apply(a[0], ComplexFunctions.asin)
  }
  static func asinh(_ a: Args) throws(Raised) -> Value {
    try apply(a[0], ComplexFunctions.asinh)
  }
  static func atan(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.0 == 0 && abs($0.1) == 1 }
    return try apply(a[0], ComplexFunctions.atan)
  }
  static func atanh(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.1 == 0 && abs($0.0) == 1 }
    return try apply(a[0], ComplexFunctions.atanh)
  }
  static func cos(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.0.isInfinite && !$0.1.isNaN }
    return try apply(a[0], canOverflow: true, ComplexFunctions.cos)
  }
  static func cosh(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.1.isInfinite && !$0.0.isNaN }
    return try apply(a[0], canOverflow: true, ComplexFunctions.cosh)
  }
  static func exp(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.1.isInfinite && ($0.0.isFinite || $0.0 == .infinity) }
    return try apply(a[0], canOverflow: true, ComplexFunctions.exp)
  }
  static func sin(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.0.isInfinite && !$0.1.isNaN }
    return try apply(a[0], canOverflow: true, ComplexFunctions.sin)
  }
  static func sinh(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.1.isInfinite && !$0.0.isNaN }
    return try apply(a[0], canOverflow: true, ComplexFunctions.sinh)
  }
  static func sqrt(_ a: Args) throws(Raised) -> Value {
    try apply(a[0], ComplexFunctions.sqrt)
  }
  static func tan(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.0.isInfinite && $0.1.isFinite }
    return try apply(a[0], ComplexFunctions.tan)
  }
  static func tanh(_ a: Args) throws(Raised) -> Value {
    try checkAngle(a[0]) { $0.1.isInfinite && $0.0.isFinite }
    return try apply(a[0], ComplexFunctions.tanh)
  }

  // MARK: Logarithms

  private static func logarithm(_ value: Value) throws(Raised) -> Complex.Parts {
    let z = try argument(value)
    if z.0 == 0, z.1 == 0 { throw domainError() }
    if isFinite(z) { return ComplexFunctions.log(z) }
    let length = z.0.isInfinite || z.1.isInfinite ? Double.infinity : .nan
    return (length, Glibc.atan2(z.1, z.0))
  }

  static func log(_ a: Args) throws(Raised) -> Value {
    var result = try logarithm(a[0])
    if a.count > 1 {
      guard let quotient = Complex.divide(result, try logarithm(a[1])) else { throw domainError() }
      result = quotient
    }
    return ComplexRef.make(result.0, result.1)
  }

  static func log10(_ a: Args) throws(Raised) -> Value {
    let z = try logarithm(a[0])
    return ComplexRef.make(z.0 / M_LN10, z.1 / M_LN10)
  }

  // MARK: Polar coordinates

  static func phase(_ a: Args) throws(Raised) -> Value {
    let z = try argument(a[0])
    return Value(Glibc.atan2(z.1, z.0))
  }

  static func polar(_ a: Args) throws(Raised) -> Value {
    let z = try argument(a[0])
    let length = hypot(z.0, z.1)
    if length.isInfinite, isFinite(z) { throw rangeError() }
    return TupleRef.of(Value(length), Value(Glibc.atan2(z.1, z.0))).value
  }

  static func rect(_ a: Args) throws(Raised) -> Value {
    let r = try Convert.double(a[0])
    let phi = try Convert.double(a[1])
    if phi.isInfinite, r != 0, !r.isNaN { throw domainError() }
    if r.isFinite, phi.isFinite {
      if phi == 0 { return ComplexRef.make(r, r * phi) }
      return ComplexRef.make(r * Glibc.cos(phi), r * Glibc.sin(phi))
    }
    if r.isInfinite, phi.isFinite, phi != 0 {
      let (real, imaginary) = (
        copysign(.infinity, Glibc.cos(phi)), copysign(.infinity, Glibc.sin(phi))
      )
      return r > 0 ? ComplexRef.make(real, imaginary) : ComplexRef.make(-real, -imaginary)
    }
    if r.isInfinite, phi == 0 { return ComplexRef.make(r, phi * (r > 0 ? 1 : -1)) }
    if r == 0 { return ComplexRef.make(0, 0) }
    return ComplexRef.make(r.isInfinite ? .infinity : .nan, phi == 0 ? 0 : .nan)
  }

  // MARK: Tests

  static func isFinite(_ a: Args) throws(Raised) -> Value { Value(isFinite(try argument(a[0]))) }
  static func isInfinite(_ a: Args) throws(Raised) -> Value {
    let z = try argument(a[0])
    return Value(z.0.isInfinite || z.1.isInfinite)
  }
  static func isNaN(_ a: Args) throws(Raised) -> Value {
    let z = try argument(a[0])
    return Value(z.0.isNaN || z.1.isNaN)
  }

  static func isClose(_ args: Args) throws(Raised) -> Value {
    let a = try argument(args[0])
    let b = try argument(args[1])
    let relative = args[2].isAbsent ? 1e-9 : try Convert.double(args[2])
    let absolute = args[3].isAbsent ? 0 : try Convert.double(args[3])
    if relative < 0 || absolute < 0 {
      throw raise(.valueError, "tolerances must be non-negative")
    }
    if a == b { return .true }
    if a.0.isInfinite || a.1.isInfinite || b.0.isInfinite || b.1.isInfinite { return .false }
    let difference = hypot(a.0 - b.0, a.1 - b.1)
    return Value(
      difference <= relative * hypot(b.0, b.1) || difference <= relative * hypot(a.0, a.1)
        || difference <= absolute)
  }
}
