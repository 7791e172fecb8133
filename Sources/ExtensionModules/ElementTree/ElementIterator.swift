// `iter` and `itertext`: the elements or texts of a tree in document order.

import TaipanRuntime

/// Words: 1 the element that comes next with its children, or absent; 2 list of the elements whose
/// children are being visited; 3 list of the numbers of the next child of each; 4 the tag that is looked for, or
/// None; 5 for texts True; 6 a tail that comes next, or absent.
enum ElementIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", { a throws(Raised) in a[0] }),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_elementtree._element_iterator", size: 56, flags: [.noInstantiation], methods: methods))

  static func make(_ a: Args) throws(Raised) -> Value {
    var tag = a[1].isAbsent ? .none : a[1]
    if tag.isStr, StrRef(tag).isEqual("*") { tag = .none }
    return make(a[0], tag: tag, isOfTexts: false)
  }

  static func makeOfTexts(_ a: Args) throws(Raised) -> Value {
    make(a[0], tag: .none, isOfTexts: true)
  }

  private static func make(_ element: Value, tag: Value, isOfTexts: Bool) -> Value {
    let iterator = Instances.allocate(type)
    iterator.word(1).pointee = element
    iterator.word(4).pointee = tag
    iterator.word(5).pointee = isOfTexts ? .true : .absent
    let elements = ListRef.make()
    iterator.store(elements.value, at: iterator.word(2))
    iterator.store(ListRef.make().value, at: iterator.word(3))
    return Value(iterator)
  }

  private static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = a[0].asObject
    let isOfTexts = iterator.word(5).pointee.isPresent
    let tag = iterator.word(4).pointee
    while true {
      let tail = iterator.word(6).pointee
      if tail.isPresent {
        iterator.word(6).pointee = .absent
        if try isShown(tail) { return tail }
      }
      let element = nextElement(iterator, isOfTexts)
      if element.isAbsent {
        if iterator.word(6).pointee.isPresent { continue }
        return .exhausted
      }
      if isOfTexts {
        let text = ElementRef(element).p.pointee.text
        if try isShown(text) { return text }
      } else if tag.isNone {
        return element
      } else if try ElementSearch.hasTag(element, tag) {
        return element
      }
    }
  }

  private static func isShown(_ text: Value) throws(Raised) -> Bool {
    text.isNone ? false : try Convert.truth(text)
  }

  /// The next element in document order, whose children come after it. Absent at the end, and where the
  /// tail of an element comes first.
  private static func nextElement(_ iterator: ObjectRef, _ isOfTexts: Bool) -> Value {
    let elements = ListRef(iterator.word(2).pointee)
    let numbers = ListRef(iterator.word(3).pointee)
    let root = iterator.word(1).pointee
    if root.isPresent {
      iterator.word(1).pointee = .absent
      return enter(root, elements, numbers, isOfTexts)
    }
    while elements.count > 0 {
      let last = elements.count - 1
      let parent = ElementRef(elements[last])
      let number = numbers[last].asInt
      if number < parent.count {
        numbers[last] = Value(smallInt: number + 1)
        return enter(parent.child(number), elements, numbers, isOfTexts)
      }
      elements.truncate(last)
      numbers.truncate(last)
      // The tail of what the iteration began with is not its own.
      let tail = parent.p.pointee.tail
      if isOfTexts, last > 0, !tail.isNone {
        iterator.store(tail, at: iterator.word(6))
        return .absent
      }
    }
    return .absent
  }

  private static func enter(
    _ element: Value, _ elements: ListRef, _ numbers: ListRef, _ isOfTexts: Bool
  ) -> Value {
    elements.append(element)
    numbers.append(Value(smallInt: 0))
    return element
  }
}
