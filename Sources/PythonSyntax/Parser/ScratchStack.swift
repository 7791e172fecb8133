/// A stack on which the parser collects the elements of lists before their number is known.
///
/// Lists nest, so each takes the elements above the mark that was set when it began. Elements are
/// trivial and take a multiple of eight bytes.
struct ScratchStack {
  private var base: UnsafeMutableRawPointer
  private(set) var mark = 0
  private var capacity = 4096

  init() { base = .allocate(byteCount: capacity, alignment: 8) }

  func deallocate() { base.deallocate() }

  @inline(__always)
  mutating func push<Element>(_ element: Element) {
    if mark + MemoryLayout<Element>.stride > capacity { grow() }
    (base + mark).initializeMemory(as: Element.self, to: element)
    mark += MemoryLayout<Element>.stride
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 8)
    larger.copyMemory(from: base, byteCount: mark)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  /// Drops what was pushed since the mark, after a failed attempt.
  mutating func reset(to mark: Int) { self.mark = mark }

  /// Moves the elements above the mark into a list.
  @inline(__always)
  mutating func popList<Element>(
    _ type: Element.Type = Element.self, from start: Int, in arena: Arena
  ) -> NodeList<Element> {
    let byteCount = mark - start
    mark = start
    if byteCount == 0 { return NodeList() }
    let elements = base + start
    return arena.list(count: byteCount / MemoryLayout<Element>.stride) { destination in
      UnsafeMutableRawPointer(destination).copyMemory(from: elements, byteCount: byteCount)
    }
  }

  /// The elements above the mark, still on the stack.
  func elements<Element>(_ type: Element.Type, from start: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(
      start: (base + start).assumingMemoryBound(to: Element.self),
      count: (mark - start) / MemoryLayout<Element>.stride)
  }
}
