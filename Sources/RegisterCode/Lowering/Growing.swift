// A growing array without reference counting: what lowering writes its results to.

/// Memory that one lowering after the other uses again; it is never freed. Elements must be trivial.
struct Growing<Element> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 64) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  @inline(__always)
  func hasRoom(_ more: Int) -> Bool { count &+ more <= capacity }

  /// Elements that there is room for.
  @inline(__always)
  var room: Int { capacity &- count }

  /// Makes room for `more` elements.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    reserve(1)
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(__always)
  mutating func append(_ element: Element, times: Int) {
    reserve(times)
    (base + count).initialize(repeating: element, count: times)
    count += times
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Takes `more` elements, written behind the last one after `reserve`, as its own.
  @inline(__always)
  mutating func lengthen(by more: Int) { count += more }

  @inline(never)
  private mutating func grow(to needed: Int) {
    capacity = max(needed, capacity * 2)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  /// For a list that is not used again.
  func free() { base.deallocate() }

  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }
}
