// Scalar doubles, in vector registers.

extension Assembler {
  func scalar(_ operation: ScalarOperation, _ to: UInt8, _ from: UInt8) {
    registers(
      prefix: UInt8(operation.rawValue >> 8), 0x0F00 | Int(operation.rawValue & 0xFF), wide: false,
      to, from)
  }

  func scalar(_ operation: ScalarOperation, _ to: UInt8, _ from: Address) {
    memory(
      prefix: UInt8(operation.rawValue >> 8), 0x0F00 | Int(operation.rawValue & 0xFF), wide: false,
      to, from)
  }

  /// With a constant, in memory.
  func scalar(_ operation: ScalarOperation, _ to: UInt8, constant: UInt64) {
    begin(
      prefix: UInt8(operation.rawValue >> 8), 0x0F00 | Int(operation.rawValue & 0xFF), wide: false,
      reg: to, index: 0, base: 0)
    self.constant(to, constant)
  }

  /// Between general and vector registers: both are words.
  func scalarWord(_ operation: ScalarOperation, _ reg: UInt8, _ rm: UInt8) {
    registers(
      prefix: UInt8(operation.rawValue >> 8), 0x0F00 | Int(operation.rawValue & 0xFF), reg, rm)
  }

  func moveFloat(_ to: UInt8, _ from: UInt8) {
    // All of the register: a scalar move would wait for what it held before.
    if to != from { registers(0x0F28, wide: false, to, from) }
  }

  func clearFloat(_ register: UInt8) { registers(0x0F57, wide: false, register, register) }

  /// SSE 4.1; `direction` 1 down, 2 up, 3 towards zero.
  func round(_ to: UInt8, _ from: UInt8, direction: UInt8) {
    registers(prefix: 0x66, 0x0F3A0B, wide: false, to, from)
    byte(direction | 8)
  }

  /// to = a * b + to, rounded once.
  func fusedMultiplyAdd(_ to: UInt8, _ a: UInt8, _ b: UInt8) {
    reserve(32)
    byte(0xC4)
    byte((to >> 3 ^ 1) << 7 | 0x40 | (b >> 3 ^ 1) << 5 | 2)
    byte(0x80 | (a ^ 15) << 3 | 1)
    byte(0xB9)
    byte(0xC0 | (to & 7) << 3 | b & 7)
  }
}
