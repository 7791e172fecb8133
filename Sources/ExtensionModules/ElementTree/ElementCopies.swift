// Copies of elements, and their state for pickles.

import TaipanRuntime

enum ElementCopies {
  static func copy(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    let copy = ElementRef.make(element.p.pointee.tag)
    // A shallow copy has the attributes of its original, not a copy of them.
    copy.p.pointee.attributes = element.p.pointee.attributes
    copy.p.pointee.text = element.p.pointee.text
    copy.p.pointee.tail = element.p.pointee.tail
    copy.object.noteWrite()
    if element.count > 0 {
      let children = ListRef(element.p.pointee.children)
      copy.p.pointee.children = ListRef.make(children.items, count: children.count).value
      copy.object.noteWrite()
    }
    return copy.value
  }

  static func deepCopy(_ a: Args) throws(Raised) -> Value {
    if !a[1].isDict {
      throw raise(.typeError, "__deepcopy__() argument must be dict, not \(a[1].argumentTypeName)")
    }
    return try deepCopy(ElementRef(a[0]), DictRef(a[1]))
  }

  private static func deepCopy(_ element: ElementRef, _ memo: DictRef) throws(Raised) -> Value {
    try ThreadState.checkNativeStack()
    let copy = ElementRef.make(try deepCopy(element.p.pointee.tag, memo))
    copy.setText(try deepCopy(element.p.pointee.text, memo))
    copy.setTail(try deepCopy(element.p.pointee.tail, memo))
    if element.p.pointee.attributes.isPresent {
      copy.p.pointee.attributes = try deepCopy(element.p.pointee.attributes, memo)
      copy.object.noteWrite()
    }
    var index = 0
    while index < element.count {
      let child = try deepCopy(element.child(index), memo)
      try ElementRef.requireChild(child)
      copy.append(child)
      index += 1
    }
    try memo.set(Value(Int(element.value.bits)), copy.value)
    return copy.value
  }

  /// `copy.deepcopy`, with the values that are common here at once.
  private static func deepCopy(_ value: Value, _ memo: DictRef) throws(Raised) -> Value {
    if value.isNone || value.isExactly(.str) { return value }
    if value.isHeap {
      if value.asObject.type == ElementObject.type { return try deepCopy(ElementRef(value), memo) }
      if value.isExactly(.dict), hasOnlyTexts(DictRef(value)) { return DictRef(value).copy().value }
    }
    return try Call.function(
      try ElementTreeModule.copying.function("deepcopy"), value, memo.value)
  }

  private static func hasOnlyTexts(_ dict: DictRef) -> Bool {
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries[next]
      if !entry.key.isExactly(.str) || !entry.value.isExactly(.str) { return false }
      number = next + 1
    }
    return true
  }

  // MARK: State

  static func getState(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    let state = DictRef.make()
    state.setStr("tag", element.p.pointee.tag)
    let children = ListRef.make()
    for i in 0..<element.count { children.append(element.child(i)) }
    state.setStr("_children", children.value)
    let attributes = element.p.pointee.attributes
    state.setStr("attrib", attributes.isAbsent ? DictRef.make().value : attributes)
    state.setStr("text", element.p.pointee.text)
    state.setStr("tail", element.p.pointee.tail)
    return state.value
  }

  static func setState(_ a: Args) throws(Raised) -> Value {
    if !a[1].isDict {
      throw raise(
        .typeError, "Don't know how to unpickle \"\(try Convert.repr(a[1]).text)\" as an Element")
    }
    let (element, state) = (ElementRef(a[0]), DictRef(a[1]))
    let tag = state.getStr("tag")
    if tag.isAbsent { throw raise(.typeError, "tag may not be NULL") }
    element.p.pointee.tag = tag
    element.object.noteWrite()
    element.setText(orNone(state.getStr("text")))
    element.setTail(orNone(state.getStr("tail")))
    try setChildren(element, state.getStr("_children"))
    let attributes = state.getStr("attrib")
    if attributes.isPresent {
      if !attributes.isDict {
        throw raise(.typeError, "attrib must be dict, not \(attributes.typeName)")
      }
      element.p.pointee.attributes = DictRef(attributes).copy().value
      element.object.noteWrite()
    }
    return .none
  }

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  private static func setChildren(_ element: ElementRef, _ children: Value) throws(Raised) {
    element.p.pointee.children = .absent
    if children.isAbsent { return }
    if !children.isList { throw raise(.typeError, "'_children' is not a list") }
    let list = ListRef(children)
    for i in 0..<list.count { try ElementRef.requireChild(list[i]) }
    for i in 0..<list.count { element.append(list[i]) }
  }
}
