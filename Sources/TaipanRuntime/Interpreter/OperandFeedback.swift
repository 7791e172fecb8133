// What operands an arithmetic instruction or comparison has seen: bits of its cache word. Two small ints
// leave no trace, so that the commonest case costs nothing.
//
// Above the eight bits of kinds are, for the native tier, the two operands of the first time that one was
// an instance of a Python class: 28 bits each, 1 for an int, 2 for a float, else the address of the shape
// in units of 16 bytes. When one of the types dies or loses its caches they are forgotten.

public enum OperandFeedback {
  public static let floats: UInt64 = 1
  /// A small int on the left, a float on the right.
  public static let intAndFloat: UInt64 = 2
  public static let floatAndInt: UInt64 = 4
  /// Anything else, and ints whose result was not small.
  public static let other: UInt64 = 8
  /// Instances of Python classes of more than the shapes that are noted.
  public static let severalShapes: UInt64 = 32
  /// The bits that say kinds.
  public static let kinds: UInt64 = 255

  /// An operand that was noted.
  public enum Operand: Equatable {
    case int, float
    case object(Shape)
  }

  /// The operands that were noted; nil while no instance of a Python class was seen.
  public static func operands(_ word: UInt64) -> (lhs: Operand, rhs: Operand)? {
    if word & ~kinds == 0 { return nil }
    return (operand(word >> 8 & mask), operand(word >> 36))
  }

  private static let mask: UInt64 = 1 << 28 - 1

  private static func operand(_ tag: UInt64) -> Operand {
    tag == 1 ? .int : tag == 2 ? .float : .object(Shape(id: UInt32(tag << 4)))
  }

  /// For the slow paths.
  @inline(__always)
  static func note(_ cache: PC, _ lhs: Value, _ rhs: Value) {
    if lhs.isFloat || rhs.isFloat {
      cache.pointee |= kind(lhs, rhs)
    } else {
      let known = cache.pointee | other
      cache.pointee = known
      if known & severalShapes == 0, isInstance(lhs) || isInstance(rhs) {
        noteShapes(cache, lhs, rhs)
      }
    }
  }

  @inline(__always) private static func isInstance(_ value: Value) -> Bool {
    value.isHeap && value.asObject.type.has(.heap)
  }

  @inline(never)
  private static func noteShapes(_ cache: PC, _ lhs: Value, _ rhs: Value) {
    let seen = tag(lhs) << 8 | tag(rhs) << 36
    let known = cache.pointee & ~kinds
    if known == seen { return }
    if known != 0 {
      cache.pointee |= severalShapes
      return
    }
    cache.pointee |= seen
    for value in [lhs, rhs] where isInstance(value) {
      value.asObject.type.addDependent(.absent, cache)
    }
  }

  private static func tag(_ value: Value) -> UInt64 {
    value.isInt ? 1 : value.isFloat ? 2 : UInt64(value.asObject.shape.id) >> 4
  }

  /// What was noted of a type is to be forgotten.
  static func forget(_ cache: PC) { cache.pointee &= kinds }

  private static func kind(_ lhs: Value, _ rhs: Value) -> UInt64 {
    switch (lhs.isFloat, rhs.isFloat) {
    case (true, true): return floats
    case (true, false): return rhs.isInt ? floatAndInt : other
    case (false, true): return lhs.isInt ? intAndFloat : other
    case (false, false): return other
    }
  }
}
