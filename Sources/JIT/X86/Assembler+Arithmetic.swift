// Arithmetic on general registers.

extension Assembler {
  func arithmetic(_ operation: Arithmetic, _ to: UInt8, _ from: UInt8) {
    registers(Int(operation.rawValue) << 3 | 3, to, from)
  }

  func arithmetic(_ operation: Arithmetic, _ to: UInt8, _ from: Address) {
    memory(Int(operation.rawValue) << 3 | 3, to, from)
  }

  /// With a constant, in memory.
  func arithmetic(_ operation: Arithmetic, _ to: UInt8, constant: Int) {
    begin(
      prefix: 0, Int(operation.rawValue) << 3 | 3, wide: true, reg: to, index: 0, base: 0)
    self.constant(to, UInt64(UInt(bitPattern: constant)))
  }

  func arithmetic(_ operation: Arithmetic, _ to: UInt8, number: Int32) {
    let isShort = number >= -128 && number < 128
    registers(isShort ? 0x83 : 0x81, operation.rawValue, to)
    if isShort { byte(UInt8(bitPattern: Int8(number))) } else { int32(number) }
  }

  func compare(_ place: Address, number: Int32, bytes: Int) {
    if bytes == 1 {
      memory(0x80, wide: false, 7, place)
      return byte(UInt8(truncatingIfNeeded: number))
    }
    let isShort = number >= -128 && number < 128
    memory(isShort ? 0x83 : 0x81, wide: bytes == 8, 7, place)
    if isShort { byte(UInt8(bitPattern: Int8(number))) } else { int32(number) }
  }

  func decrement(_ place: Address) { memory(0xFF, 1, place) }

  func compare(_ place: Address, _ register: UInt8) { memory(0x39, register, place) }

  func test(_ a: UInt8, _ b: UInt8) { registers(0x85, a, b) }

  /// Of the low bits alone where that says the same.
  func test(_ a: UInt8, number: Int32) {
    if number > 0, number < 128 {
      begin(prefix: 0, 0xF6, wide: false, reg: 0, index: 0, base: a, needsRex: a >= 4)
      byte(0xC0 | a & 7)
      return byte(UInt8(truncatingIfNeeded: number))
    }
    registers(0xF7, wide: number < 0, 0, a)
    int32(number)
  }

  /// Moves the stack pointer by a number that is set later, at the place returned.
  func adjustStack(_ operation: Arithmetic) -> Int {
    registers(0x81, operation.rawValue, General.rsp)
    int32(0)
    return count - 4
  }

  func setNumber(at place: Int, _ number: Int32) {
    UnsafeMutableRawPointer(bytes + place).storeBytes(of: number, as: Int32.self)
  }

  func multiply(_ to: UInt8, _ from: UInt8) { registers(0x0FAF, to, from) }
  func multiply(_ to: UInt8, _ from: Address) { memory(0x0FAF, to, from) }

  func multiply(_ to: UInt8, _ from: UInt8, number: Int32) {
    registers(0x69, to, from)
    int32(number)
  }

  func shift(_ shift: Shift, _ to: UInt8, by count: UInt8) {
    registers(0xC1, shift.rawValue, to)
    byte(count)
  }

  /// By rcx.
  func shift(_ shift: Shift, _ to: UInt8) { registers(0xD3, shift.rawValue, to) }

  /// Of rax, whose sign is extended into rdx: the quotient is in rax then, the remainder in rdx.
  func divide(_ by: UInt8) {
    reserve(32)
    byte(0x48)
    byte(0x99)
    registers(0xF7, 7, by)
  }

  func set(_ condition: Condition, _ to: UInt8) {
    begin(
      prefix: 0, 0x0F90 | Int(condition.rawValue), wide: false, reg: 0, index: 0, base: to,
      needsRex: to >= 4)
    byte(0xC0 | to & 7)
    begin(
      prefix: 0, 0x0FB6, wide: false, reg: to, index: 0, base: to, needsRex: to >= 4)
    byte(0xC0 | (to & 7) << 3 | to & 7)
  }

  func moveIf(_ condition: Condition, _ to: UInt8, _ from: UInt8) {
    registers(0x0F40 | Int(condition.rawValue), to, from)
  }
}
