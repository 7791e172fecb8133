// Memory that objects hold outside of the heap.

extension Heap {
  /// Counts memory outside of the heap that a new object keeps until it is released: the collector
  /// would otherwise take many small objects with large buffers for little memory.
  public static func noteExternal(_ bytes: Int) {
    state.pointee.allocatedSinceCollection += bytes
  }
}
