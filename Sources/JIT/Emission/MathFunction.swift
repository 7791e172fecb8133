// Functions of the C library that native code calls by themselves, as the module `math` does.

import Glibc

/// Those for which a finite result is Python's: whatever else, errors above all, is the module's.
enum MathFunction: String, CaseIterable {
  case acos, acosh, asin, asinh, atan, atanh, cbrt, cos, cosh, erf, erfc, exp, exp2, expm1, log,
    log10
  case log1p, log2, sin, sinh, tan, tanh
  case atan2, copysign, fmod, pow, remainder

  private typealias Unary = @convention(c) (Double) -> Double
  private typealias Binary = @convention(c) (Double, Double) -> Double

  /// The function of a name. What Swift makes for it of so many names is a dictionary, which takes the first
  /// call longer than all of them take to compare.
  static func named(_ name: String) -> MathFunction? { allCases.first { $0.rawValue == name } }

  init(number: Int) { self = MathFunction.allCases[number] }

  /// As instructions name it.
  var number: Int { MathFunction.allCases.firstIndex(of: self)! }

  var arity: Int {
    switch self {
    case .atan2, .copysign, .fmod, .pow, .remainder: return 2
    default: return 1
    }
  }

  var runtimeFunction: RuntimeFunction {
    RuntimeFunction(
      address: address, parameters: [RuntimeFunction.Kind](repeating: .float, count: arity),
      result: .float, memory: .none)
  }

  private var address: Int {
    func unary(_ function: Unary) -> Int { unsafeBitCast(function, to: Int.self) }
    func binary(_ function: Binary) -> Int { unsafeBitCast(function, to: Int.self) }
    switch self {
    case .acos: return unary { Glibc.acos($0) }
    case .acosh: return unary { Glibc.acosh($0) }
    case .asin: return unary { Glibc.asin($0) }
    case .asinh: return unary { Glibc.asinh($0) }
    case .atan: return unary { Glibc.atan($0) }
    case .atanh: return unary { Glibc.atanh($0) }
    case .cbrt: return unary { Glibc.cbrt($0) }
    case .cos: return unary { Glibc.cos($0) }
    case .cosh: return unary { Glibc.cosh($0) }
    case .erf: return unary { Glibc.erf($0) }
    case .erfc: return unary { Glibc.erfc($0) }
    case .exp: return unary { Glibc.exp($0) }
    case .exp2: return unary { Glibc.exp2($0) }
    case .expm1: return unary { Glibc.expm1($0) }
    case .log: return unary { Glibc.log($0) }
    case .log10: return unary { Glibc.log10($0) }
    case .log1p: return unary { Glibc.log1p($0) }
    case .log2: return unary { Glibc.log2($0) }
    case .sin: return unary { Glibc.sin($0) }
    case .sinh: return unary { Glibc.sinh($0) }
    case .tan: return unary { Glibc.tan($0) }
    case .tanh: return unary { Glibc.tanh($0) }
    case .atan2: return binary { Glibc.atan2($0, $1) }
    case .copysign: return binary { Glibc.copysign($0, $1) }
    case .fmod: return binary { Glibc.fmod($0, $1) }
    case .pow: return binary { Glibc.pow($0, $1) }
    case .remainder: return binary { Glibc.remainder($0, $1) }
    }
  }
}

/// Of `floatRound`.
enum RoundingDirection: Int {
  case down, up, towardZero

  var operation: LowOperation {
    switch self {
    case .down: return .floatFloor
    case .up: return .floatCeiling
    case .towardZero: return .floatTruncate
    }
  }
}
