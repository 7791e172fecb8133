/// The interned names of one tree: open addressing over records in the arena.
@usableFromInline
final class IdentifierTable {
  private struct Slot {
    var hash: UInt
    var record: UnsafePointer<Int>?
  }

  private let arena: Arena
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var count = 0

  init(arena: Arena) {
    self.arena = arena
    mask = 255
    slots = .allocate(capacity: 256)
    slots.initialize(repeating: Slot(hash: 0, record: nil), count: 256)
  }

  deinit { slots.deallocate() }

  func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Identifier {
    var hash: UInt = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt(byte)) &* 0x100_0000_01b3 }
    return intern(bytes, hash: hash)
  }

  private func intern(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt) -> Identifier {
    var index = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
    while let record = slots[index].record {
      if slots[index].hash == hash, Self.equal(record, bytes) { return Identifier(record: record) }
      index = (index + 1) & mask
    }
    let record = makeRecord(bytes)
    slots[index] = Slot(hash: hash, record: record)
    count += 1
    if count * 2 > mask { grow() }
    return Identifier(record: record)
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
    slots.initialize(repeating: Slot(hash: 0, record: nil), count: mask + 1)
    for position in 0..<oldCount where old[position].record != nil {
      let hash = old[position].hash
      var index = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
      while slots[index].record != nil { index = (index + 1) & mask }
      slots[index] = old[position]
    }
    old.deallocate()
  }
}
