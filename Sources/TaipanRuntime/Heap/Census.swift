// Walking over all objects: for `gc.get_objects` and `sys.getallocatedblocks`.

extension Heap {
  /// Calls `body` with every object that a full collection finds alive. Nothing may be allocated
  /// meanwhile.
  static func forEachObject(_ body: (ObjectRef) -> Void) {
    collect(major: true)
    clearDeadCells()
    forEachCell(body)
  }

  /// Calls `body` with every object, dead ones included that were not cleared.
  static func forEachCell(_ body: (ObjectRef) -> Void) {
    for block in 0..<state.pointee.blockCount {
      let info = state.pointee.blocks[block]
      switch info.kind {
      case .cells: forEachCell(block, classes + Int(info.sizeClass), body)
      case .large: body(ObjectRef(pointer: address(ofBlock: block)))
      default: break
      }
    }
  }

  private static func forEachCell(
    _ block: Int, _ sizeClass: UnsafeMutablePointer<SizeClass>, _ body: (ObjectRef) -> Void
  ) {
    let start = address(ofBlock: block)
    let size = sizeClass.pointee.cellSize
    let end = start + blockSize / size * size
    var cell = start
    while cell < end {
      let object = ObjectRef(pointer: cell)
      if object.header.pointee.shapeID != 0 { body(object) }
      cell += size
    }
  }

  /// How many collections there were.
  public static var collections: (minor: Int, major: Int) {
    (state.pointee.stats.minor, state.pointee.stats.major)
  }

  /// Bytes that were allocated since the last collection, and minor collections since the last major one.
  public static var sinceCollection: (bytes: Int, minor: Int) {
    (state.pointee.allocatedSinceCollection, state.pointee.minorSinceMajor)
  }

  /// How many objects are alive.
  public static func objectCount() -> Int {
    var count = 0
    forEachObject { _ in count += 1 }
    return count
  }

  /// A list of all objects that may refer to others, as far as Python code can see them.
  public static func trackedObjects() -> ListRef {
    let list = ListRef.make(capacity: objectCount() + 64)
    let capacity = list.p.pointee.capacity
    forEachObject { object in
      let value = Value(object)
      if object.type == .valueBuffer || object.type == .tableBuffer || object.type == .textBuffer
        || value === list.value
      {
        return
      }
      if !isTracked(value) || list.count == capacity { return }
      Recycling.expose(object)
      list.append(value)
    }
    return list
  }

  /// Whether the value may refer to others.
  public static func isTracked(_ value: Value) -> Bool {
    if !value.isHeap || value.isNone || value.isBool { return false }
    let type = value.type
    let isAtom =
      type == .int || type == .float || type == .str || type == .bytes
      || type == .byteArray || type == .complex || type == .ellipsisType
      || type == .notImplementedType
    return !isAtom
  }
}
