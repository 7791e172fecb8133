// Which value is in which register, and which lie in the frame.
//
// A value has one place for all of its ranges. Those that are read most often for the room that they take choose
// first (priority-based colouring, Chow and Hennessy 1990): the first register that is free in all of their ranges,
// that of a value which they are copied from or to before others. What finds none is in memory.
// Three general registers and three vector registers are never given away: rax, rcx, rdx, and xmm13 to xmm15 are
// for what an instruction needs in between.

/// Where a value is.
struct Location: Equatable {
  /// General registers from 0 on, vector registers from 16 on, words of the frame from 32 on; or -1.
  let number: Int32

  static let nowhere = Location(number: -1)
  static func general(_ register: UInt8) -> Location { Location(number: Int32(register)) }
  static func vector(_ register: UInt8) -> Location { Location(number: 16 + Int32(register)) }
  static func slot(_ slot: Int) -> Location { Location(number: 32 + Int32(slot)) }

  var isGeneral: Bool { number >= 0 && number < 16 }
  var isVector: Bool { number >= 16 && number < 32 }
  var isSlot: Bool { number >= 32 }
  var register: UInt8 { UInt8(truncatingIfNeeded: number & 15) }
  var slot: Int { Int(number) - 32 }
}

final class RegisterAllocation {
  /// Registers that functions of C leave as they are: rbx, rbp, r12 to r15.
  static let kept: [UInt8] = [3, 12, 13, 14, 15, 5]
  /// rsi, rdi, r8 to r11.
  private static let changed: [UInt8] = [6, 7, 8, 9, 10, 11]
  private static let vectors: [UInt8] = Array(0..<13)

  private let layout: CodeLayout
  private let live: LiveRanges
  /// By value.
  let locations: UnsafeMutablePointer<Location>
  /// Words of the frame that values lie in.
  private(set) var slotCount = 0
  /// Bits of general registers that are used.
  private(set) var used: UInt32 = 0
  /// By register, then by slot: a bit for each place where it is taken.
  private var taken: [UnsafeMutablePointer<UInt64>] = []
  private let words: Int
  /// By value: one that it is copied from or to, or -1.
  private let partners: UnsafeMutablePointer<Int32>

  init(_ live: LiveRanges) {
    self.live = live
    layout = live.layout
    locations = .allocate(capacity: layout.count)
    locations.initialize(repeating: .nowhere, count: layout.count)
    partners = .allocate(capacity: layout.count)
    partners.initialize(repeating: -1, count: layout.count)
    words = (2 * layout.lineCount) / 64 + 1
    for _ in 0..<32 { addTaken() }
    findPartners()
    for value in valuesByUrgency() { locations[value] = place(value) }
  }

  deinit {
    locations.deallocate()
    partners.deallocate()
    for bits in taken { bits.deallocate() }
  }

  private func addTaken() {
    let bits = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
    bits.initialize(repeating: 0, count: words)
    taken.append(bits)
  }

  // MARK: Order

  private func findPartners() {
    for line in 1..<layout.lineCount {
      let value = Int(layout.lines[line])
      if layout.isFolded[value] { continue }
      let i = layout.instructions[value]
      switch i.operation {
      case .phi:
        // Of several that it is copied from, the one that is copied most often.
        var most: Float = -1
        for way in layout.ways(to: value) where layout.blockOf[Int(way.value.index)] >= 0 {
          partners[Int(way.value.index)] = Int32(value)
          let frequency = layout.frequency[Int(way.block.index)]
          if frequency > most {
            partners[value] = way.value.index
            most = frequency
          }
        }
      case .add, .subtract, .multiply, .and, .or, .xor, .addChecked, .subtractChecked,
        .multiplyChecked, .shiftLeft, .shiftRight, .shiftRightUnsigned, .rotate, .floatAdd,
        .floatSubtract, .floatMultiply, .floatDivide, .floatNegate, .floatAbsolute:
        if partners[value] < 0, LiveRanges.isKept(layout.instructions[Int(i.a)]) {
          partners[value] = i.a
        }
      default: break
      }
    }
  }

  private func valuesByUrgency() -> [Int] {
    var keys: [(urgency: Float, value: Int32)] = []
    keys.reserveCapacity(layout.count)
    for value in 0..<layout.count where live.first[value] >= 0 {
      var length: Int32 = 2
      var range = live.first[value]
      while range >= 0 {
        length += live.ranges[Int(range)].to - live.ranges[Int(range)].from
        range = live.ranges[Int(range)].next
      }
      keys.append((live.weight[value] / Float(length), Int32(value)))
    }
    keys.sort { $0.urgency > $1.urgency }
    return keys.map { Int($0.value) }
  }

  // MARK: Places

  private func place(_ value: Int) -> Location {
    let isFloat = layout.instructions[value].type == .double
    let calls = live.callsAcross(value)
    // Around a call it is stored and loaded again.
    let mayChange = 2 * calls < live.weight[value]
    let partner = partners[value] >= 0 ? locations[Int(partners[value])] : .nowhere
    if partner.isGeneral && !isFloat || partner.isVector && isFloat,
      mayChange && calls < 1 || RegisterAllocation.kept.contains(partner.register) && !isFloat,
      take(Int(partner.number), value)
    {
      return partner
    }
    if isFloat { return mayChange ? firstFree(RegisterAllocation.vectors, 16, value) : slot(value) }
    let kept = RegisterAllocation.kept
    let changed = RegisterAllocation.changed
    if calls >= 1 {
      let found = firstFree(kept, 0, value, orSlot: !mayChange)
      return found == .nowhere ? firstFree(changed, 0, value) : found
    }
    let found = mayChange ? firstFree(changed, 0, value, orSlot: false) : .nowhere
    return found == .nowhere ? firstFree(kept, 0, value) : found
  }

  private func firstFree(_ registers: [UInt8], _ base: Int, _ value: Int, orSlot: Bool = true)
    -> Location
  {
    for register in registers where take(base + Int(register), value) {
      return Location(number: Int32(base) + Int32(register))
    }
    return orSlot ? slot(value) : .nowhere
  }

  private func slot(_ value: Int) -> Location {
    let partner = partners[value] >= 0 ? locations[Int(partners[value])] : .nowhere
    if partner.isSlot, take(Int(partner.number), value) { return partner }
    var slot = 0
    while true {
      if slot == slotCount {
        addTaken()
        slotCount += 1
      }
      if take(32 + slot, value) { return .slot(slot) }
      slot += 1
    }
  }

  /// Takes a register or slot for all of a value's ranges, where it is free there.
  private func take(_ number: Int, _ value: Int) -> Bool {
    let bits = taken[number]
    var range = live.first[value]
    while range >= 0 {
      let r = live.ranges[Int(range)]
      if !RegisterAllocation.isFree(bits, Int(r.from), Int(r.to)) { return false }
      range = r.next
    }
    if number < 16 { used |= 1 << UInt32(number) }
    range = live.first[value]
    while range >= 0 {
      let r = live.ranges[Int(range)]
      RegisterAllocation.forEachWord(Int(r.from), Int(r.to)) { bits[$0] |= $1 }
      range = r.next
    }
    return true
  }

  private static func isFree(_ bits: UnsafeMutablePointer<UInt64>, _ from: Int, _ to: Int) -> Bool {
    var isFree = true
    forEachWord(from, to) { if bits[$0] & $1 != 0 { isFree = false } }
    return isFree
  }

  /// The words with the bits of a range, and these bits.
  @inline(__always)
  private static func forEachWord(_ from: Int, _ to: Int, _ body: (Int, UInt64) -> Void) {
    let (first, last) = (from >> 6, (to - 1) >> 6)
    let begin = ~UInt64(0) << UInt64(from & 63)
    let end = ~UInt64(0) >> UInt64(63 - (to - 1) & 63)
    if first == last { return body(first, begin & end) }
    body(first, begin)
    for word in first + 1..<last { body(word, ~0) }
    body(last, end)
  }

  /// Whether a register is taken by a value that a call at a line must leave alone.
  func isTaken(_ register: Int, acrossCallAt line: Int) -> Bool {
    let word = taken[register][(2 * line) >> 6]
    return word >> UInt64((2 * line) & 63) & 3 == 3
  }

  /// Registers that calls change, as numbers of locations.
  static let changedByCalls: [Int] = changed.map { Int($0) } + vectors.map { 16 + Int($0) }
}
