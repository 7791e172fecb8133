// What operands an arithmetic instruction or comparison has seen: bits of its cache word. Two small ints
// leave no trace, so that the commonest case costs nothing.

public enum OperandFeedback {
  public static let floats: UInt64 = 1
  /// A small int on the left, a float on the right.
  public static let intAndFloat: UInt64 = 2
  public static let floatAndInt: UInt64 = 4
  /// Anything else, and ints whose result was not small.
  public static let other: UInt64 = 8

  /// For the slow paths.
  static func note(_ cache: PC, _ lhs: Value, _ rhs: Value) {
    cache.pointee |= kind(lhs, rhs)
  }

  private static func kind(_ lhs: Value, _ rhs: Value) -> UInt64 {
    switch (lhs.isFloat, rhs.isFloat) {
    case (true, true): return floats
    case (true, false): return rhs.isInt ? floatAndInt : other
    case (false, true): return lhs.isInt ? intAndFloat : other
    case (false, false): return other
    }
  }
}
