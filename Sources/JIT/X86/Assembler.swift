// Encodes x86-64 instructions (Intel's manual, volume 2) into a buffer.

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

  func reserve(_ more: Int) {
    if count + more <= capacity { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
    capacity *= 2
  }

  func byte(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  func int32(_ n: Int32) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: n, as: Int32.self)
    count += 4
  }

  func int64(_ n: Int) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: n, as: Int.self)
    count += 8
  }

  // MARK: Prefixes and operands

  /// Prefix, REX and opcode. An opcode of two bytes is 0x0Fxx, one of three 0x0Fyyxx.
  func begin(
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
  func registers(
    prefix: UInt8 = 0, _ opcode: Int, wide: Bool = true, _ reg: UInt8, _ rm: UInt8
  ) {
    begin(prefix: prefix, opcode, wide: wide, reg: reg, index: 0, base: rm)
    byte(0xC0 | (reg & 7) << 3 | rm & 7)
  }

  /// An instruction of a register and memory.
  func memory(
    prefix: UInt8 = 0, _ opcode: Int, wide: Bool = true, _ reg: UInt8, _ at: Address,
    needsRex: Bool = false
  ) {
    begin(
      prefix: prefix, opcode, wide: wide, reg: reg, index: at.index == Address.none ? 0 : at.index,
      base: at.base == Address.none ? 0 : at.base, needsRex: needsRex)
    address(reg, at)
  }

  func address(_ reg: UInt8, _ at: Address) {
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

  /// The operands of an instruction: a register and a constant that lies behind the code.
  func constant(_ reg: UInt8, _ constant: UInt64) {
    byte((reg & 7) << 3 | 5)
    constantFixups.append((Int32(count), number(of: constant)))
    int32(0)
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
