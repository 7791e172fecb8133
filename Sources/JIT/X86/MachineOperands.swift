// Registers, addresses and operations as x86-64 encodes them (Intel's manual, volume 2).

/// Numbers of general registers, as they are encoded.
enum General {
  static let rax: UInt8 = 0
  static let rcx: UInt8 = 1
  static let rdx: UInt8 = 2
  static let rbx: UInt8 = 3
  static let rsp: UInt8 = 4
  static let rbp: UInt8 = 5
  static let rsi: UInt8 = 6
  static let rdi: UInt8 = 7
  static let r8: UInt8 = 8
  static let r9: UInt8 = 9
}

/// base + index * 2**scale + offset; an absolute address where both are absent.
struct Address {
  static let none: UInt8 = 255

  var base = Address.none
  var index = Address.none
  var scale: UInt8 = 0
  var offset: Int32 = 0

  static func stack(_ offset: Int) -> Address {
    Address(base: General.rsp, offset: Int32(truncatingIfNeeded: offset))
  }
}

/// The low four bits of conditional jumps, moves and settings.
enum Condition: UInt8 {
  case overflow, noOverflow, below, aboveEqual, equal, notEqual, belowEqual, above, sign, noSign
  case parity
  case noParity, less, greaterEqual, lessEqual, greater

  var negated: Condition { Condition(rawValue: rawValue ^ 1)! }
}

/// Operations of two operands on general registers: the number within their group.
enum Arithmetic: UInt8 {
  case add = 0
  case or = 1
  case and = 4
  case subtract = 5
  case xor = 6
  case compare = 7
}

/// Of `Assembler.shift`: the number within the group.
enum Shift: UInt8 {
  case rotateLeft = 0
  case left = 4
  case rightUnsigned = 5
  case right = 7
}

/// Prefix and opcode of operations on scalar doubles.
enum ScalarOperation: UInt16 {
  case move = 0xF210
  case store = 0xF211
  case add = 0xF258
  case multiply = 0xF259
  case subtract = 0xF25C
  case divide = 0xF25E
  case squareRoot = 0xF251
  case compare = 0x662E
  case and = 0x6654
  case xor = 0x6657
  /// From and to single precision.
  case extend = 0xF35A
  case shorten = 0xF25A
  case storeSingle = 0xF311
  case convertWord = 0xF22A
  case truncateToWord = 0xF22C
  case bitsFromWord = 0x666E
  case bitsToWord = 0x667E
}
