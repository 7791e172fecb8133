// Names of a document by the bytes that expat gives: each is decoded once.

import Glibc
import TaipanRuntime

/// A table of C memory whose strs lie in a list, where the collector sees them.
struct NameTable {
  private struct Entry {
    var hash: UInt32
    var count: UInt32
    var bytes: UnsafeMutablePointer<UInt8>
    /// Place in the list.
    var index: Int
  }

  private var slots: UnsafeMutablePointer<Entry?>
  private var mask = 63
  private var count = 0

  init() {
    slots = .allocate(capacity: 64)
    slots.initialize(repeating: nil, count: 64)
  }

  func free() {
    for i in 0...mask { slots[i]?.bytes.deallocate() }
    slots.deallocate()
  }

  /// The str of a name as trees have it: `uri}name` as `{uri}name`.
  mutating func name(_ text: UnsafePointer<CChar>, _ names: ListRef) -> Value {
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    var hash: UInt32 = 2_166_136_261
    var length = 0
    while bytes[length] != 0 {
      hash = (hash ^ UInt32(bytes[length])) &* 16_777_619
      length += 1
    }
    var slot = Int(hash) & mask
    while let entry = slots[slot] {
      if entry.hash == hash, entry.count == length, memcmp(entry.bytes, bytes, length) == 0 {
        return names[entry.index]
      }
      slot = (slot + 1) & mask
    }
    let str = NameTable.universal(bytes, length)
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, length))
    memcpy(copy, bytes, length)
    slots[slot] = Entry(hash: hash, count: UInt32(length), bytes: copy, index: names.count)
    names.append(str)
    count += 1
    if count * 2 > mask { grow() }
    return str
  }

  private static func universal(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Value {
    if memchr(bytes, Int32(UInt8(ascii: "}")), length) == nil {
      return Interning.intern(StrRef.utf8(bytes, count: length))
    }
    let braced = UnsafeMutablePointer<UInt8>.allocate(capacity: length + 1)
    defer { braced.deallocate() }
    braced[0] = UInt8(ascii: "{")
    memcpy(braced + 1, bytes, length)
    return StrRef.utf8(braced, count: length + 1).value
  }

  private mutating func grow() {
    let (old, oldMask) = (slots, mask)
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: nil, count: mask + 1)
    for i in 0...oldMask {
      guard let entry = old[i] else { continue }
      var slot = Int(entry.hash) & mask
      while slots[slot] != nil { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
    old.deallocate()
  }
}
