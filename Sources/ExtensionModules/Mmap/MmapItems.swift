// Maps as sequences of bytes.

import Glibc
import TaipanRuntime

enum MmapItems {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__len__", "($self, /)", { a throws(Raised) in Value(try MmapRef(a[0]).memory().count) }),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
  ]

  /// A byte for the interpreter; absent where `__getitem__` has more to do.
  static func quickItem(_ object: ObjectRef, _ index: Int) -> Value {
    let region = MmapRef(object).p.pointee.region
    if region.isAbsent { return .absent }
    let memory = MmapRegion(region).p.pointee
    let place = index < 0 ? index &+ memory.count : index
    guard place >= 0, place < memory.count, let start = memory.start else { return .absent }
    return Value(Int(start[place]))
  }

  private static func isIndex(_ key: Value) -> Bool {
    key.isAnyInt || key.isHeap && key.type.special(.index).isPresent
  }

  private static func place(_ key: Value, _ ref: MmapRef) throws(Raised) -> Int {
    let n = try Convert.machineInt(key, overflow: .indexError)
    let count = try ref.memory().count
    let index = n < 0 ? n + count : n
    if index < 0 || index >= count { throw raise(.indexError, "mmap index out of range") }
    return index
  }

  private static func requireSlice(_ key: Value) throws(Raised) {
    if !key.isHeap || !key.isExactly(.slice) {
      throw raise(.typeError, "mmap indices must be integers")
    }
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    _ = try ref.memory()
    if isIndex(a[1]) {
      let index = try place(a[1], ref)
      return Value(Int(try ref.memory()[index]))
    }
    try requireSlice(a[1])
    let indices = try SliceRef(a[1]).indices(ref.count)
    let memory = try ref.memory()
    if indices.count == 0 { return BytesRef.empty.value }
    let start = memory.baseAddress!
    if indices.step == 1 {
      return BytesRef.make(start + indices.start, count: indices.count).value
    }
    let bytes = BytesRef.make(count: indices.count)
    for i in 0..<indices.count { bytes.data[i] = start[indices.start + i * indices.step] }
    return bytes.value
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    _ = try MmapRef(a[0]).writable()
    throw raise(
      .typeError,
      isIndex(a[1])
        ? "mmap object doesn't support item deletion" : "mmap object doesn't support slice deletion"
    )
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    _ = try ref.writable()
    if isIndex(a[1]) {
      let index = try place(a[1], ref)
      if !isIndex(a[2]) { throw raise(.typeError, "mmap item value must be an int") }
      guard let byte = UInt8(exactly: try Convert.clampedIndex(a[2])) else {
        throw raise(.valueError, "mmap item value must be in range(0, 256)")
      }
      try ref.writable()[index] = byte
      return .none
    }
    try requireSlice(a[1])
    let indices = try SliceRef(a[1]).indices(ref.count)
    let count = ref.count
    let data = try Buffers.read(a[2])
    let memory = try ref.writable()
    if data.count != indices.count || memory.count != count {
      throw raise(.indexError, "mmap slice assignment is wrong size")
    }
    if indices.count == 0 { return .none }
    if indices.step == 1 {
      memmove(memory.baseAddress! + indices.start, data.baseAddress!, indices.count)
    } else {
      for i in 0..<indices.count { memory[indices.start + i * indices.step] = data[i] }
    }
    return .none
  }
}
