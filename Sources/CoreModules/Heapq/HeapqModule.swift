// The module `_heapq`: binary heaps in lists.

import TaipanRuntime

public enum HeapqModule {
  public static func make() -> ModuleRef {
    NativeModules.make("_heapq", functions)
  }

  static let functions: [NativeMethod] = [
    NativeMethod("heappush", "($module, heap, item, /)", push),
    NativeMethod("heappop", "($module, heap, /)", pop),
    NativeMethod("heapreplace", "($module, heap, item, /)", replace),
    NativeMethod("heappushpop", "($module, heap, item, /)", pushPop),
    NativeMethod("heapify", "($module, heap, /)", heapify),
    NativeMethod("_heappop_max", "($module, heap, /)", popMax),
    NativeMethod("_heapreplace_max", "($module, heap, item, /)", replaceMax),
    NativeMethod("_heapify_max", "($module, heap, /)", heapifyMax),
  ]

  private static func list(_ value: Value) throws(Raised) -> ListRef {
    if !value.isList {
      throw raise(.typeError, "heap argument must be a list, not \(value.typeName)")
    }
    return ListRef(value)
  }

  /// Whether `lhs` belongs above `rhs`.
  @inline(__always)
  private static func precedes(_ lhs: Value, _ rhs: Value, _ maximum: Bool) throws(Raised) -> Bool {
    maximum ? try Compare.less(rhs, lhs) : try Compare.less(lhs, rhs)
  }

  private static func checkSize(_ heap: ListRef, _ count: Int) throws(Raised) {
    if heap.count != count { throw raise(.runtimeError, "list changed size during iteration") }
  }

  /// Moves the item at `position` towards the root.
  private static func siftDown(_ heap: ListRef, _ start: Int, _ position: Int, _ maximum: Bool)
    throws(Raised)
  {
    var position = position
    let count = heap.count
    let item = heap[position]
    while position > start {
      let parent = (position - 1) >> 1
      let other = heap[parent]
      let moves = try precedes(item, other, maximum)
      try checkSize(heap, count)
      if !moves { return }
      heap[position] = heap[parent]
      heap[parent] = item
      position = parent
    }
  }

  /// Moves the item at `start` to a leaf along the preferred children, then up to its place.
  private static func siftUp(_ heap: ListRef, _ start: Int, _ maximum: Bool) throws(Raised) {
    let count = heap.count
    var position = start
    while 2 * position + 1 < count {
      var child = 2 * position + 1
      if child + 1 < count {
        let leftFirst = try precedes(heap[child], heap[child + 1], maximum)
        try checkSize(heap, count)
        if !leftFirst { child += 1 }
      }
      let moved = heap[child]
      heap[child] = heap[position]
      heap[position] = moved
      position = child
    }
    try siftDown(heap, start, position, maximum)
  }

  static func push(_ a: Args) throws(Raised) -> Value {
    let heap = try list(a[0])
    heap.append(a[1])
    try siftDown(heap, 0, heap.count - 1, false)
    return .none
  }

  private static func pop(_ a: Args, _ maximum: Bool) throws(Raised) -> Value {
    let heap = try list(a[0])
    if heap.count == 0 { throw raise(.indexError, "index out of range") }
    let last = heap.remove(at: heap.count - 1)
    if heap.count == 0 { return last }
    let result = heap[0]
    heap[0] = last
    try siftUp(heap, 0, maximum)
    return result
  }
  static func pop(_ a: Args) throws(Raised) -> Value { try pop(a, false) }
  static func popMax(_ a: Args) throws(Raised) -> Value { try pop(a, true) }

  private static func replace(_ a: Args, _ maximum: Bool) throws(Raised) -> Value {
    let heap = try list(a[0])
    if heap.count == 0 { throw raise(.indexError, "index out of range") }
    let result = heap[0]
    heap[0] = a[1]
    try siftUp(heap, 0, maximum)
    return result
  }
  static func replace(_ a: Args) throws(Raised) -> Value { try replace(a, false) }
  static func replaceMax(_ a: Args) throws(Raised) -> Value { try replace(a, true) }

  static func pushPop(_ a: Args) throws(Raised) -> Value {
    let heap = try list(a[0])
    if heap.count == 0 { return a[1] }
    if !(try Compare.less(heap[0], a[1])) { return a[1] }
    if heap.count == 0 { throw raise(.indexError, "index out of range") }
    return try replace(a, false)
  }

  private static func heapify(_ a: Args, _ maximum: Bool) throws(Raised) -> Value {
    let heap = try list(a[0])
    var i = heap.count / 2 - 1
    while i >= 0 {
      try siftUp(heap, i, maximum)
      i -= 1
    }
    return .none
  }
  static func heapify(_ a: Args) throws(Raised) -> Value { try heapify(a, false) }
  static func heapifyMax(_ a: Args) throws(Raised) -> Value { try heapify(a, true) }
}
