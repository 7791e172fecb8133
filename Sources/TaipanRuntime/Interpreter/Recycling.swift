// Objects that only a register referred to and whose end is known: the generator of a `for`, of
// `yield from` or of `sum(x for …)` when it is exhausted, the awaitable of an `async for` step.
//
// They are used again at once, which keeps the memory in the cache and the collector out of it. The lists
// are dropped by each collection, so they keep nothing alive; an object may have grown old meanwhile,
// which is why its fields are announced to the barrier when it is taken.

enum Recycling {
  /// Lists by size in units of 16 bytes; larger objects are left to the collector.
  private static let listCount = 32

  private static var heads: UnsafeMutablePointer<Value> {
    UnsafeMutablePointer(bitPattern: MemoryMap.recycled).unsafelyUnwrapped
  }

  /// An object of at least `size` bytes with that header, its fields undefined; nil if there is none.
  @inline(__always)
  static func take(_ size: Int, _ header: Header) -> ObjectRef? {
    let index = (size + 15) >> 4
    if index >= listCount || heads[index].isAbsent { return nil }
    let object = heads[index].asObject
    heads[index] = object.word(1).pointee
    object.header.pointee.shapeID = header.shapeID
    object.header.pointee.gc &= ~GCFlags.temporary
    object.header.pointee.extra = header.extra
    return object
  }

  /// Gives an object of `size` bytes back if it is temporary; nothing may use it any more then.
  @inline(__always) @discardableResult
  static func give(_ object: ObjectRef, _ size: Int) -> Bool {
    let index = (size + 15) >> 4
    if object.header.pointee.gc & GCFlags.temporary == 0 || index >= listCount { return false }
    object.word(1).pointee = heads[index]
    heads[index] = Value(object)
    return true
  }

  @inline(__always)
  static func markTemporary(_ object: ObjectRef) {
    object.header.pointee.gc |= GCFlags.temporary
  }

  /// Before Python code sees the object.
  static func expose(_ object: ObjectRef) {
    object.header.pointee.gc &= ~GCFlags.temporary
  }

  /// Before a collection sweeps.
  static func dropAll() {
    heads.update(repeating: .absent, count: listCount)
  }
}
