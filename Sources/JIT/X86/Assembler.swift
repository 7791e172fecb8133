// Encodes x86-64 instructions (Intel's manual, volume 2) into a buffer.

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
  case overflow, noOverflow, below, aboveEqual, equal, notEqual, belowEqual, above
  case parity = 10
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

final class Assembler {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 4096
  /// By label: where it is, or -1.
  private var labels: [Int32] = []
  private var fixups: [(place: Int32, label: Int32)] = []
  /// Eight bytes each, behind the code.
  private var constants: [UInt64] = []
  private var constantNumbers: [UInt64: Int32] = [:]
  private var constantFixups: [(place: Int32, constant: Int32)] = []
  private var calls: [(place: Int32, target: Int)] = []

  init() { bytes = .allocate(capacity: 4096) }

  deinit { bytes.deallocate() }

  // MARK: Bytes

  private func reserve(_ more: Int) {
    if count + more <= capacity { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
    capacity *= 2
  }

  private func byte(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  private func int32(_ n: Int32) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: n, as: Int32.self)
    count += 4
  }

  private func int64(_ n: Int) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: n, as: Int.self)
    count += 8
  }

  // MARK: Prefixes and operands

  /// Prefix, REX and opcode. An opcode of two bytes is 0x0Fxx, one of three 0x0Fyyxx.
  private func begin(
    prefix: UInt8, _ opcode: Int, wide: Bool, reg: UInt8, index: UInt8, base: UInt8,
    needsRex: Bool = false
  ) {
    reserve(32)
    if prefix != 0 { byte(prefix) }
    let rex = (wide ? 8 : 0) | (reg >> 3) << 2 | (index >> 3) << 1 | base >> 3
    if rex != 0 || needsRex { byte(0x40 | rex) }
    if opcode > 0xFFFF { byte(UInt8(truncatingIfNeeded: opcode >> 16)) }
    if opcode > 0xFF { byte(UInt8(truncatingIfNeeded: opcode >> 8)) }
    byte(UInt8(truncatingIfNeeded: opcode))
  }

  /// An instruction of two registers.
  private func registers(
    prefix: UInt8 = 0, _ opcode: Int, wide: Bool = true, _ reg: UInt8, _ rm: UInt8
  ) {
    begin(prefix: prefix, opcode, wide: wide, reg: reg, index: 0, base: rm)
    byte(0xC0 | (reg & 7) << 3 | rm & 7)
  }

  /// An instruction of a register and memory.
  private func memory(
    prefix: UInt8 = 0, _ opcode: Int, wide: Bool = true, _ reg: UInt8, _ at: Address,
    needsRex: Bool = false
  ) {
    begin(
      prefix: prefix, opcode, wide: wide, reg: reg, index: at.index == Address.none ? 0 : at.index,
      base: at.base == Address.none ? 0 : at.base, needsRex: needsRex)
    address(reg, at)
  }

  private func address(_ reg: UInt8, _ at: Address) {
    let field = (reg & 7) << 3
    let index = at.index == Address.none ? 4 : at.index & 7
    if at.base == Address.none {
      byte(field | 4)
      byte(at.scale << 6 | index << 3 | 5)
      return int32(at.offset)
    }
    let base = at.base & 7
    let isShort = at.offset >= -128 && at.offset < 128
    let mode: UInt8 = at.offset == 0 && base != 5 ? 0 : isShort ? 0x40 : 0x80
    if at.index == Address.none, base != 4 {
      byte(mode | field | base)
    } else {
      byte(mode | field | 4)
      byte(at.scale << 6 | index << 3 | base)
    }
    if mode == 0x40 { byte(UInt8(bitPattern: Int8(at.offset))) }
    if mode == 0x80 { int32(at.offset) }
  }

  // MARK: Moves

  func move(_ to: UInt8, _ from: UInt8) {
    if to != from { registers(0x8B, to, from) }
  }

  func move(_ to: UInt8, number: Int) {
    reserve(32)
    if let low = UInt32(exactly: number) {
      if to >= 8 { byte(0x41) }
      byte(0xB8 | to & 7)
      int32(Int32(bitPattern: low))
    } else if let low = Int32(exactly: number) {
      registers(0xC7, 0, to)
      int32(low)
    } else {
      byte(0x48 | to >> 3)
      byte(0xB8 | to & 7)
      int64(number)
    }
  }

  func load(_ to: UInt8, _ from: Address) { memory(0x8B, to, from) }

  func load(_ to: UInt8, _ from: Address, _ width: LowWidth) {
    switch width {
    case .byte: memory(0x0FB6, wide: false, to, from)
    case .signedByte: memory(0x0FBE, to, from)
    case .short: memory(0x0FB7, wide: false, to, from)
    case .signedShort: memory(0x0FBF, to, from)
    case .half: memory(0x8B, wide: false, to, from)
    case .signedHalf: memory(0x63, to, from)
    default: memory(0x8B, to, from)
    }
  }

  func store(_ from: UInt8, _ to: Address, bytes: Int = 8) {
    switch bytes {
    case 1: memory(0x88, wide: false, from, to, needsRex: from >= 4)
    case 2: memory(prefix: 0x66, 0x89, wide: false, from, to)
    case 4: memory(0x89, wide: false, from, to)
    default: memory(0x89, from, to)
    }
  }

  func store(number: Int32, _ to: Address, bytes: Int = 8) {
    switch bytes {
    case 1:
      memory(0xC6, wide: false, 0, to)
      byte(UInt8(truncatingIfNeeded: number))
    case 2:
      memory(prefix: 0x66, 0xC7, wide: false, 0, to)
      byte(UInt8(truncatingIfNeeded: number))
      byte(UInt8(truncatingIfNeeded: number >> 8))
    default:
      memory(0xC7, wide: bytes == 8, 0, to)
      int32(number)
    }
  }

  func addressOf(_ to: UInt8, _ place: Address) { memory(0x8D, to, place) }

  func push(_ register: UInt8) {
    reserve(32)
    if register >= 8 { byte(0x41) }
    byte(0x50 | register & 7)
  }

  func pop(_ register: UInt8) {
    reserve(32)
    if register >= 8 { byte(0x41) }
    byte(0x58 | register & 7)
  }

  // MARK: Arithmetic

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

  // MARK: Doubles

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

  /// The operands of an instruction: a register and a constant that lies behind the code.
  private func constant(_ reg: UInt8, _ constant: UInt64) {
    byte((reg & 7) << 3 | 5)
    constantFixups.append((Int32(count), number(of: constant)))
    int32(0)
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

  // MARK: Jumps and calls

  func addLabel() -> Int32 {
    labels.append(-1)
    return Int32(labels.count - 1)
  }

  func addLabels(_ count: Int) { labels += [Int32](repeating: -1, count: count) }

  func place(_ label: Int32) { labels[Int(label)] = Int32(count) }

  func jump(_ label: Int32) {
    reserve(32)
    byte(0xE9)
    displacement(label)
  }

  func jump(_ condition: Condition, _ label: Int32) {
    reserve(32)
    let known = labels[Int(label)]
    if known >= 0, Int(known) - count - 2 >= -128 {
      byte(0x70 | condition.rawValue)
      return byte(UInt8(bitPattern: Int8(Int(known) - count - 1)))
    }
    byte(0x0F)
    byte(0x80 | condition.rawValue)
    displacement(label)
  }

  func call(label: Int32) {
    reserve(32)
    byte(0xE8)
    displacement(label)
  }

  /// Calls an address that is near wherever the code will be.
  func call(near target: Int) {
    reserve(32)
    byte(0xE8)
    calls.append((Int32(count), target))
    int32(0)
  }

  /// Fills in the distances of near calls, for code at an address.
  func bindCalls(at address: Int) {
    for call in calls {
      setNumber(at: Int(call.place), Int32(call.target - (address + Int(call.place) + 4)))
    }
  }

  func call(_ register: UInt8) { registers(0xFF, wide: false, 2, register) }

  func endFunction() {
    reserve(32)
    byte(0xC3)
  }

  func trap() {
    reserve(32)
    byte(0x0F)
    byte(0x0B)
  }

  private func displacement(_ label: Int32) {
    fixups.append((Int32(count), label))
    int32(0)
  }

  // MARK: The end

  private func number(of constant: UInt64) -> Int32 {
    if let known = constantNumbers[constant] { return known }
    constants.append(constant)
    constantNumbers[constant] = Int32(constants.count - 1)
    return Int32(constants.count - 1)
  }

  /// Puts the constants behind the code and fills in what was not known yet; the bytes of code alone.
  func finish() -> Int {
    for fixup in fixups { patch(fixup.place, labels[Int(fixup.label)]) }
    let codeBytes = count
    reserve(32)
    while count % 8 != 0 { byte(0xCC) }
    let begin = count
    for constant in constants {
      reserve(32)
      int64(Int(bitPattern: UInt(constant)))
    }
    for fixup in constantFixups { patch(fixup.place, Int32(begin) + 8 * fixup.constant) }
    return codeBytes
  }

  private func patch(_ place: Int32, _ target: Int32) {
    UnsafeMutableRawPointer(bytes + Int(place)).storeBytes(of: target - place - 4, as: Int32.self)
  }
}
