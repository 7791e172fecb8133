/// Memory of a fixed size whose accesses are not checked. Whoever makes one frees it.
struct Buffer<Element> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ element: Element, count: Int) {
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: element, count: count)
    self.count = count
  }

  subscript(index: Int) -> Element {
    @inline(__always) get { base[index] }
    @inline(__always) nonmutating set { base[index] = newValue }
  }

  func free() { base.deallocate() }
}
