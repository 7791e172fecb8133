// The standard form of compiled Python: what `compile` makes, `marshal` stores and `dis` shows.
// Fields and byte formats are CPython 3.13's (Include/cpython/code.h, InternalDocs).

/// The immutable result of compiling one scope; field for field CPython's code object.
public final class CodeUnit {
  public var argumentCount = 0
  public var positionalOnlyCount = 0
  public var keywordOnlyCount = 0
  /// Greatest depth of the value stack, in slots.
  public var stackSize = 0
  /// `CO_*` bits.
  public var flags: UInt32 = 0
  /// `co_code`: two bytes a code unit, inline cache entries included and zero.
  public var code: [UInt8] = []
  public var constants: [Constant] = []
  public var names: [String] = []
  /// Locals, then cells that are not arguments, then free variables.
  public var localsPlusNames: [String] = []
  /// `CO_FAST_*` bits of each entry of `localsPlusNames`.
  public var localsPlusKinds: [UInt8] = []
  public var fileName = ""
  public var name = ""
  public var qualifiedName = ""
  public var firstLine = 0
  /// PEP 626/657 location table.
  public var lineTable: [UInt8] = []
  public var exceptionTable: [UInt8] = []

  public init() {}
}

/// A constant of a code unit.
public indirect enum Constant {
  case none, `true`, `false`, ellipsis
  case int(Int)
  /// An int beyond 64 bits: magnitude in 64-bit limbs, least significant first.
  case bigInt(isNegative: Bool, magnitude: [UInt64])
  case float(Double)
  case complex(Double, Double)
  /// UTF-8; a lone surrogate is encoded as its three bytes (`surrogatepass`).
  case string([UInt8])
  case bytes([UInt8])
  case tuple([Constant])
  case frozenSet([Constant])
  case code(CodeUnit)
}
