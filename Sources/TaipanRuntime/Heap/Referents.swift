// Which objects an object refers to: for `gc.get_referents`, `gc.get_referrers` and `sys.getrefcount`.

extension Heap {
  /// Calls `body` with the values that an object refers to: items as they are in containers that Python
  /// code knows, and the objects that its other words lead to. Nothing may be allocated meanwhile.
  static func forEachReferent(_ object: ObjectRef, _ body: (Value) -> Void) {
    let value = Value(object)
    if object.type.has(.heap) { body(object.type.value) }
    switch object.shape.p.pointee.traceKind {
    case .none: return
    case .list:
      let list = ListRef(value)
      for i in stride(from: list.count - 1, through: 0, by: -1) { body(list[i]) }
      // A subclass has attributes behind the fields of a list.
      if object.type.has(.heap) { forEachPointer(in: object, body) }
    case .tuple where !object.type.has(.heap):
      let tuple = TupleRef(value)
      for i in stride(from: tuple.count - 1, through: 0, by: -1) { body(tuple[i]) }
    case .dict where !object.type.has(.heap):
      let dict = DictRef(value)
      var number = 0
      while let next = dict.nextEntry(number) {
        if !dict.entries[next].key.isStr { body(dict.entries[next].key) }
        body(dict.entries[next].value)
        number = next + 1
      }
    default: forEachPointer(in: object, body)
    }
  }

  /// The objects that the words of an object and of its buffers are the addresses of.
  private static func forEachPointer(in object: ObjectRef, _ body: (Value) -> Void) {
    let start = UInt(bitPattern: object.pointer)
    if start &- state.pointee.start >= used { return }
    forEachPointer(object.pointer + 8, object.pointer + cellSize(at: start), body)
  }

  /// Buffers belong to what refers to them. One has no buffers of its own: what looks like one there is
  /// left from what the memory was used for before.
  private static func forEachPointer(
    _ low: UnsafeMutableRawPointer, _ high: UnsafeMutableRawPointer, isInBuffer: Bool = false,
    _ body: (Value) -> Void
  ) {
    var word = low.assumingMemoryBound(to: UInt.self)
    let end = high.assumingMemoryBound(to: UInt.self)
    while word < end {
      if word.pointee &- state.pointee.start < used, let cell = cell(containing: word.pointee) {
        let header = cell.header.pointee
        if isBuffer(header) {
          let size = cellSize(at: UInt(bitPattern: cell.pointer))
          if !isInBuffer {
            forEachPointer(cell.pointer + 16, cell.pointer + size, isInBuffer: true, body)
          }
        } else if UInt(bitPattern: cell.pointer) == word.pointee {
          body(Value(cell))
        }
      }
      word += 1
    }
  }

  /// The object whose cell a word points into; nil where there is none.
  private static func cell(containing word: UInt) -> ObjectRef? {
    var block = Int((word &- state.pointee.start) >> UInt(blockShift))
    let info = state.pointee.blocks[block]
    var start = address(ofBlock: block)
    switch info.kind {
    case .free: return nil
    case .cells:
      let size = classes[Int(info.sizeClass)].cellSize
      start += Int(word & UInt(blockSize - 1)) / size * size
    case .largeTail:
      block -= Int(info.span)
      start = address(ofBlock: block)
    case .large: break
    }
    let object = ObjectRef(pointer: start)
    return object.header.pointee.shapeID == 0 ? nil : object
  }

  /// The values that objects refer to directly.
  public static func referents(of objects: UnsafeMutablePointer<Value>, count: Int) -> ListRef {
    let list = ListRef.make()
    for i in 0..<count where objects[i].isHeap {
      // The list grows between two walks, not during one.
      var number = 0
      forEachReferent(objects[i].asObject) { _ in number += 1 }
      list.reserve(list.count + number)
      let capacity = list.p.pointee.capacity
      forEachReferent(objects[i].asObject) { value in
        if list.count < capacity, value.isPresent { list.append(value) }
      }
    }
    return list
  }

  /// The tracked objects that refer to one of these directly.
  public static func referrers(of objects: UnsafeMutablePointer<Value>, count: Int) -> ListRef {
    let tracked = trackedObjects()
    let list = ListRef.make()
    for i in 0..<tracked.count where tracked[i] !== list.value && tracked[i] !== tracked.value {
      var isFound = false
      forEachReferent(tracked[i].asObject) { value in
        for k in 0..<count where value === objects[k] { isFound = true }
      }
      if isFound { list.append(tracked[i]) }
    }
    return list
  }

  /// How many references there are to a heap object, counted by reading all objects that are alive and the
  /// variables of all frames: what a reference count would be without those that an expression being
  /// computed holds.
  public static func referenceCount(of target: Value) -> Int {
    collect(major: true)
    var references = 0
    forEachObject { object in
      if isBuffer(object.header.pointee) { return }
      forEachReferent(object) { if $0 === target { references += 1 } }
    }
    references += variables(in: thread.pointee.frame, holding: target)
    Threads.all.forEach { record in
      references += variables(in: record.pointee.parked?.frame, holding: target)
    }
    return references
  }

  /// The variables of a frame and those that called it which hold a value. Those of generators lie in objects.
  private static func variables(in innermost: Registers?, holding target: Value) -> Int {
    var (next, found) = (innermost, 0)
    while let r = next {
      let frame = Frame(r)
      if !frame.isGenerator {
        for i in 0..<Int(frame.body.pointee.localCount) where r[i] === target { found += 1 }
      }
      next = frame.caller
    }
    return found
  }
}
