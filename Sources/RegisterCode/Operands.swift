// The vocabulary of the opcode table: how an operand field is read, what an instruction may do.

public enum OperandKind: UInt8 {
  case none
  /// A register written, after every use has been read and only on success.
  case def
  case use
  /// A register read and written.
  case both
  /// First of consecutive registers read, written.
  case first, into
  /// The home register of a callable; self or null is `callWindowGap` above it.
  case window
  case immediate
  case count
  case name
  /// 16 bits, in words, from the next instruction.
  case jump
  /// b and c together.
  case name32, jump32

  public var isRegister: Bool {
    switch self {
    case .def, .use, .both, .first, .into, .window: return true
    case .none, .immediate, .count, .name, .jump, .name32, .jump32: return false
    }
  }
}

public struct Operands {
  public let a: OperandKind
  public let b: OperandKind
  public let c: OperandKind

  @inlinable @inline(__always)
  public init(_ a: OperandKind, _ b: OperandKind, _ c: OperandKind) {
    self.a = a
    self.b = b
    self.c = c
  }
}

public struct Effects: OptionSet {
  public let rawValue: UInt8
  @inlinable @inline(__always)
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No effect but the write of the destination.
  @inlinable public static var pure: Effects { Effects(rawValue: 1) }
  @inlinable public static var raises: Effects { Effects(rawValue: 2) }
  /// May run arbitrary Python code.
  @inlinable public static var runs: Effects { Effects(rawValue: 4) }
  /// Never continues at the next word.
  @inlinable public static var ends: Effects { Effects(rawValue: 8) }
  /// May return from the loop.
  @inlinable public static var leaves: Effects { Effects(rawValue: 16) }
  /// Is a safepoint.
  @inlinable public static var polls: Effects { Effects(rawValue: 32) }
  /// Only computes from registers and memory where native code does it: may be run again from its beginning.
  @inlinable public static var repeats: Effects { Effects(rawValue: 64) }
  /// Its last word says what kinds of operands it has seen.
  @inlinable public static var notes: Effects { Effects(rawValue: 128) }
}
