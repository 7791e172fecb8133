// Giving memory back before the collector finds it.

extension Heap {
  /// Gives back the cell of a raw buffer of `size` bytes that nothing refers to any more, so that the
  /// next request of that size finds it in the cache. Only what is young and lies in a block that was
  /// swept is taken; the rest waits for the collector.
  static func giveBack(_ object: ObjectRef, _ size: Int) {
    if size > largestCell || state.pointee.stressInterval > 0 { return }
    let address = UInt(bitPattern: object.pointer)
    let block = Int((address &- state.pointee.start) >> UInt(blockShift))
    // An unswept block's free cells are found by its sweep, which would find this one in use.
    if state.pointee.blocks[block].needsSweep || isMarked(address) { return }
    let sizeClass = classes + classIndex(size)
    object.pointer.storeBytes(of: 0, as: UInt64.self)
    object.pointer.storeBytes(
      of: sizeClass.pointee.free, toByteOffset: 8, as: UnsafeMutableRawPointer?.self)
    sizeClass.pointee.free = object.pointer
  }
}
