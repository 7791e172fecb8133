// Lists by number, in one piece of memory: what leads to each block, say.

struct Grouped<Element> {
  private let elements: [Element]
  /// By group: where its elements begin; and the end.
  private let starts: [Int32]

  /// - Parameters:
  ///   - members: each with its group; they keep their order.
  ///   - count: how many groups there are.
  init(_ members: [(group: Int, element: Element)], count: Int) {
    var places = [Int32](repeating: 0, count: count + 1)
    for member in members { places[member.group + 1] += 1 }
    for group in 0..<count { places[group + 1] += places[group] }
    starts = places
    elements = [Element](unsafeUninitializedCapacity: members.count) { buffer, initialized in
      for member in members {
        let place = Int(places[member.group])
        (buffer.baseAddress! + place).initialize(to: member.element)
        places[member.group] += 1
      }
      initialized = members.count
    }
  }

  subscript(_ group: Int) -> ArraySlice<Element> {
    elements[Int(starts[group])..<Int(starts[group + 1])]
  }
}
