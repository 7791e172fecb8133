// The module `math`.

import Glibc
import TaipanRuntime

public enum MathModule {
  static let functions: [NativeMethod] = [
    NativeMethod("acos", "($module, x, /)", acos), NativeMethod("acosh", "($module, x, /)", acosh),
    NativeMethod("asin", "($module, x, /)", asin), NativeMethod("asinh", "($module, x, /)", asinh),
    NativeMethod("atan", "($module, x, /)", atan),
    NativeMethod("atan2", "($module, y, x, /)", atan2),
    NativeMethod("atanh", "($module, x, /)", atanh), NativeMethod("cbrt", "($module, x, /)", cbrt),
    NativeMethod("ceil", "($module, x, /)", ceil),
    NativeMethod("copysign", "($module, x, y, /)", copysign),
    NativeMethod("cos", "($module, x, /)", cos), NativeMethod("cosh", "($module, x, /)", cosh),
    NativeMethod("degrees", "($module, x, /)", degrees),
    NativeMethod("dist", "($module, p, q, /)", dist), NativeMethod("erf", "($module, x, /)", erf),
    NativeMethod("erfc", "($module, x, /)", erfc), NativeMethod("exp", "($module, x, /)", exp),
    NativeMethod("exp2", "($module, x, /)", exp2), NativeMethod("expm1", "($module, x, /)", expm1),
    NativeMethod("fabs", "($module, x, /)", fabs),
    NativeMethod("factorial", "($module, n, /)", factorial),
    NativeMethod("floor", "($module, x, /)", floor),
    NativeMethod("fma", "($module, x, y, z, /)", fma),
    NativeMethod("fmod", "($module, x, y, /)", fmod),
    NativeMethod("frexp", "($module, x, /)", frexp),
    NativeMethod("fsum", "($module, seq, /)", fsum),
    NativeMethod("gamma", "($module, x, /)", gamma),
    NativeMethod("gcd", "($module, *integers)", gcd),
    NativeMethod("hypot", "(*coordinates)", hypot),
    NativeMethod(
      "isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", isClose),
    NativeMethod("isfinite", "($module, x, /)", isFinite),
    NativeMethod("isinf", "($module, x, /)", isInfinite),
    NativeMethod("isnan", "($module, x, /)", isNaN),
    NativeMethod("isqrt", "($module, n, /)", isqrt),
    NativeMethod("lcm", "($module, *integers)", lcm),
    NativeMethod("ldexp", "($module, x, i, /)", ldexp),
    NativeMethod("lgamma", "($module, x, /)", lgamma),
    NativeMethod("log", "($module, x, base=None, /)", log),
    NativeMethod("log1p", "($module, x, /)", log1p),
    NativeMethod("log10", "($module, x, /)", log10),
    NativeMethod("log2", "($module, x, /)", log2), NativeMethod("modf", "($module, x, /)", modf),
    NativeMethod("nextafter", "($module, x, y, /, *, steps=None)", nextAfter),
    NativeMethod("perm", "($module, n, k=None, /)", perm),
    NativeMethod("pow", "($module, x, y, /)", pow),
    NativeMethod("prod", "($module, iterable, /, *, start=1)", prod),
    NativeMethod("radians", "($module, x, /)", radians),
    NativeMethod("remainder", "($module, x, y, /)", remainder),
    NativeMethod("sin", "($module, x, /)", sin), NativeMethod("sinh", "($module, x, /)", sinh),
    NativeMethod("sqrt", "($module, x, /)", sqrt),
    NativeMethod("sumprod", "($module, p, q, /)", sumprod),
    NativeMethod("tan", "($module, x, /)", tan), NativeMethod("tanh", "($module, x, /)", tanh),
    NativeMethod("trunc", "($module, x, /)", trunc), NativeMethod("ulp", "($module, x, /)", ulp),
    NativeMethod("comb", "($module, n, k, /)", comb),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("math", functions)
    let dict = module.dict
    dict.setStr(
      "__doc__",
      Value(
        "This module provides access to the mathematical functions\ndefined by the C standard."))
    dict.setStr("pi", Value(Double.pi))
    dict.setStr("e", Value(M_E))
    dict.setStr("tau", Value(2 * Double.pi))
    dict.setStr("inf", Value(Double.infinity))
    dict.setStr("nan", Value(Double.nan))
    return module
  }

  // MARK: Errors

  static func domainError() -> Raised { raise(.valueError, "math domain error") }
  static func rangeError() -> Raised { raise(.overflowError, "math range error") }

  /// A function of one double, its result checked as C's `errno` would tell.
  @inline(__always)
  static func unary(
    _ value: Value, canOverflow: Bool = false, _ function: (Double) -> Double
  ) throws(Raised) -> Value {
    let x = try Convert.double(value)
    let result = function(x)
    if result.isNaN, !x.isNaN { throw domainError() }
    if result.isInfinite, x.isFinite { throw canOverflow ? rangeError() : domainError() }
    return Value(result)
  }

  @inline(__always)
  static func binary(_ a: Args, _ function: (Double, Double) -> Double) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    let y = try Convert.double(a[1])
    let result = function(x, y)
    if result.isNaN, !x.isNaN, !y.isNaN { throw domainError() }
    if result.isInfinite, x.isFinite, y.isFinite { throw rangeError() }
    return Value(result)
  }
}
