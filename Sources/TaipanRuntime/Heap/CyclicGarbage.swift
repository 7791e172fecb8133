// What `gc.collect` answers: how many dead objects only a collector finds, as CPython counts them.
//
// A tracing collector finds all that is unreachable, also what a count of references would have freed long
// before. Such objects are taken away one after the other, beginning with those that no dead object refers
// to: what is left are cycles, and what hangs on them (Kahn's algorithm for topological order, 1962).

import Glibc

extension Heap {
  /// A full collection. Returns the number of its unreachable objects that lie in cycles, or are referred to
  /// from there, of those types that may refer to others.
  public static func collectAndCount() -> Int {
    var count = 0
    collect(major: true) { count = cyclicGarbage() }
    return count
  }

  /// Between marking and whatever changes what is dead. Takes a word for each cell's beginning, touched
  /// only where something has died, and a walk over all cells.
  private static func cyclicGarbage() -> Int {
    let references = calloc(Int(used >> 4) + 1, MemoryLayout<Int32>.stride)
      .assumingMemoryBound(to: Int32.self)
    defer { free(references) }
    /// One more than the references to a dead object from others; 0 for all else.
    func place(_ value: Value) -> UnsafeMutablePointer<Int32>? {
      let offset = UInt(value.bits) &- state.pointee.start
      return value.isHeap && offset < used ? references + Int(offset >> 4) : nil
    }
    var dead = RawList()
    defer { dead.base.deallocate() }
    forEachCell { object in
      let value = Value(object)
      if isMarked(UInt(value.bits)) || isBuffer(object.header.pointee) || !isTracked(value) { return }
      place(value)?.pointee = 1
      dead.append(UInt(value.bits))
    }
    for i in 0..<dead.count {
      forEachReferent(ObjectRef(address: dead.base[i])) { referent in
        if let count = place(referent), count.pointee > 0 { count.pointee += 1 }
      }
    }
    var unreferred = RawList()
    defer { unreferred.base.deallocate() }
    for i in 0..<dead.count where place(Value(bits: UInt64(dead.base[i])))?.pointee == 1 {
      unreferred.append(dead.base[i])
    }
    var left = dead.count
    while unreferred.count > 0 {
      unreferred.count -= 1
      let address = unreferred.base[unreferred.count]
      left -= 1
      place(Value(bits: UInt64(address)))?.pointee = 0
      forEachReferent(ObjectRef(address: address)) { referent in
        guard let count = place(referent), count.pointee > 0 else { return }
        count.pointee -= 1
        if count.pointee == 1 { unreferred.append(UInt(referent.bits)) }
      }
    }
    return left
  }
}

extension ObjectRef {
  fileprivate init(address: UInt) {
    self.init(pointer: UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped)
  }
}
