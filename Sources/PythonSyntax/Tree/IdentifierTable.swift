/// The interned names of one tree: open addressing over records in the arena.
///
/// Names have numbers in order of arrival; the keywords come first, so a number below
/// `TokenKind.keywordCount` says that a name is a keyword.
@usableFromInline
final class IdentifierTable {
  private struct Slot {
    var hash: UInt
    var number: Int
    static let free = Slot(hash: 0, number: -1)
  }

  static let initialHash: UInt = 0xcbf2_9ce4_8422_2325

  private let arena: Arena
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var count = 0
  private var records: UnsafeMutablePointer<UnsafePointer<Int>>

  init(arena: Arena) {
    self.arena = arena
    mask = 511
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .free, count: mask + 1)
    records = .allocate(capacity: (mask + 1) / 2)
    for spelling in TokenKind.keywordSpellings { addKnown(spelling) }
    for keyword in SoftKeyword.allCases { addKnown(keyword.spelling) }
  }

  deinit {
    slots.deallocate()
    records.deallocate()
  }

  private func addKnown(_ text: StaticString) {
    _ = number(
      of: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  static func hash(_ hash: UInt, adding byte: UInt8) -> UInt {
    (hash ^ UInt(byte)) &* 0x100_0000_01b3
  }

  func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Identifier {
    identifier(number: number(of: bytes))
  }

  @inline(__always)
  func identifier(number: Int) -> Identifier { Identifier(record: records[number]) }

  func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash = Self.initialHash
    for byte in bytes { hash = Self.hash(hash, adding: byte) }
    return number(of: bytes, hash: hash)
  }

  @inline(__always)
  private func slotIndex(_ hash: UInt) -> Int {
    Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
  }

  func number(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt) -> Int {
    var index = slotIndex(hash)
    while slots[index].number >= 0 {
      let slot = slots[index]
      if slot.hash == hash, Self.equal(records[slot.number], bytes) { return slot.number }
      index = (index + 1) & mask
    }
    return add(bytes, hash: hash, at: index)
  }

  private func add(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt, at index: Int) -> Int {
    let number = count
    records[number] = makeRecord(bytes)
    slots[index] = Slot(hash: hash, number: number)
    count += 1
    if count * 2 > mask { grow() }
    return number
  }

  private static func equal(
    _ record: UnsafePointer<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let known = Identifier(record: record).utf8
    guard known.count == bytes.count else { return false }
    for index in 0..<bytes.count where known[index] != bytes[index] { return false }
    return true
  }

  private func makeRecord(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<Int> {
    let storage = arena.allocate(bytes: 8 + bytes.count)
    let record = storage.assumingMemoryBound(to: Int.self)
    record.pointee = bytes.count
    if let start = bytes.baseAddress {
      (storage + 8).copyMemory(from: start, byteCount: bytes.count)
    }
    return UnsafePointer(record)
  }

  private func grow() {
    let old = slots
    let oldCount = mask + 1
    mask = oldCount * 4 - 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: .free, count: mask + 1)
    for position in 0..<oldCount where old[position].number >= 0 {
      var index = slotIndex(old[position].hash)
      while slots[index].number >= 0 { index = (index + 1) & mask }
      slots[index] = old[position]
    }
    old.deallocate()
    let oldRecords = records
    records = .allocate(capacity: (mask + 1) / 2)
    records.moveInitialize(from: oldRecords, count: count)
    oldRecords.deallocate()
  }
}
