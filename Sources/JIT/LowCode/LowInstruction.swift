// What low-level code consists of.

/// A value: the number of the instruction that makes it.
struct LowValue: Hashable {
  let index: Int32

  init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}

struct LowBlock: Hashable {
  let index: Int32

  init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}

/// How a value is held: a truth value, 64 bits, or a double.
enum LowType: UInt8 {
  case none, bit, word, double
}

/// What is read or written: smaller numbers are extended when they are read and cut when they are written.
enum LowWidth: UInt8 {
  case byte, signedByte, short, signedShort, half, signedHalf, word, single, double

  var isFloat: Bool { self == .single || self == .double }

  var bytes: Int {
    switch self {
    case .byte, .signedByte: return 1
    case .short, .signedShort: return 2
    case .half, .signedHalf, .single: return 4
    case .word, .double: return 8
    }
  }
}

enum LowOperation: UInt8 {
  /// The bits, or the number's bits, or 0 or 1, in `number`; by type.
  case constant
  /// What nobody reads, of a type.
  case poison
  /// The address of register 0 that the unit is called with.
  case argument
  /// An address in this frame of the native stack.
  case frameAddress
  /// One of several values, by the way that was taken; see `incoming`.
  case phi

  // Of words: a and b.
  case add, subtract, multiply, and, or, xor
  /// By less than 64.
  case shiftLeft, shiftRight, shiftRightUnsigned
  /// The divisor is not zero and the quotient a word.
  case divide, remainder
  /// To the left, by `number`.
  case rotate
  /// As without; whether the result was cut is what `overflowed` of it says.
  case addChecked, subtractChecked, multiplyChecked
  case overflowed
  /// `comparison` of a and b.
  case compareWords
  /// 0 or 1.
  case wordOfBit

  // Of doubles: a, b and c.
  case floatAdd, floatSubtract, floatMultiply, floatDivide
  case floatNegate, floatAbsolute, floatSquareRoot, floatFloor, floatCeiling, floatTruncate
  /// a * b + c, rounded once.
  case floatFused
  /// `comparison` of a and b.
  case compareFloats
  case wordToFloat
  /// Towards zero; the float is in range.
  case floatToWord
  case bitsOfFloat, floatOfBits

  // Of bits.
  case bitAnd, bitOr, bitNot
  /// b where the bit a holds, else c.
  case select

  // Memory, at a `LowPlace`.
  case load
  /// c is what is stored.
  case store
  case addressOf
  /// The word at a `LowPlace` gets smaller by 1: whether it is negative then.
  case countDown

  /// Of the function `number` in `callees`, with `b` operands from `a` on in `lists`.
  case call
  /// Of the unit's own function where a is absent, else of the one at address a; b is the argument.
  case enter

  // Ends of blocks.
  case jump
  /// Where the bit a holds to block b, else to c.
  case branch
  case result

  var isTerminator: Bool { rawValue >= LowOperation.jump.rawValue }
}

/// The first six are signed.
enum LowComparison: UInt8 {
  case less, lessEqual, equal, notEqual, greater, greaterEqual
  case below, belowEqual, above, aboveEqual
  /// Of floats: neither is a NaN. All others but `notEqual` do not hold of NaNs.
  case ordered

  /// Whether it holds of two words.
  func holds(_ a: Int, _ b: Int) -> Bool {
    switch self {
    case .less: return a < b
    case .lessEqual: return a <= b
    case .equal: return a == b
    case .notEqual: return a != b
    case .greater: return a > b
    case .greaterEqual: return a >= b
    case .below: return UInt(bitPattern: a) < UInt(bitPattern: b)
    case .belowEqual: return UInt(bitPattern: a) <= UInt(bitPattern: b)
    case .above: return UInt(bitPattern: a) > UInt(bitPattern: b)
    case .aboveEqual: return UInt(bitPattern: a) >= UInt(bitPattern: b)
    case .ordered: return true
    }
  }
}

/// base + index * scale + offset; without base from address 0.
struct LowPlace {
  var base: LowValue?
  var index: LowValue?
  var scale = 1
  var offset = 0
  /// Words of this frame instead of `base`: `offset` counts from the first of `LowCode.scratchWords`.
  var isScratch = false
}

struct LowInstruction {
  /// Neither operand.
  static let absent: Int32 = -1
  /// As base of a place: the frame's scratch words.
  static let scratch: Int32 = -2
  /// As alias: it may meet any access, and may be put off or left out like one.
  static let anyMemory = UInt8.max

  var operation: LowOperation
  var type: LowType
  /// Of memory: `LowWidth`; of comparisons: `LowComparison`; of branches: 1 where a is likely; of sums and
  /// differences: 1 where they are not cut.
  var detail: UInt8 = 0
  /// Of memory: the scale of b.
  var scale: UInt8 = 1
  /// Of memory: `AliasClass`, or `anyMemory`.
  var alias: UInt8 = 0
  var a = LowInstruction.absent
  var b = LowInstruction.absent
  var c = LowInstruction.absent
  /// The next one of the block.
  var next = LowInstruction.absent
  var number = 0

  var width: LowWidth { LowWidth(rawValue: detail)! }
  var comparison: LowComparison { LowComparison(rawValue: detail)! }
}
