// An element of a tree: tag, texts, attributes, children.

import TaipanRuntime

struct ElementLayout {
  var header: Header
  /// None until set.
  var tag: Value
  var text: Value
  var tail: Value
  /// Dict, or absent while there are no attributes.
  var attributes: Value
  /// List of elements, or absent while there are none; nothing else refers to it.
  var children: Value
}

struct ElementRef: TypedRef {
  let p: UnsafeMutablePointer<ElementLayout>

  static func make(_ tag: Value, attributes: Value = .absent) -> ElementRef {
    let element = allocate(ElementObject.type)
    element.p.pointee.tag = tag
    element.p.pointee.attributes = attributes
    return element
  }

  static func allocate(_ type: TypeRef) -> ElementRef {
    let element = ElementRef(Instances.allocate(type))
    element.p.pointee.tag = .none
    element.p.pointee.text = .none
    element.p.pointee.tail = .none
    return element
  }

  static func isElement(_ value: Value) -> Bool {
    guard value.isHeap else { return false }
    return value.asObject.type.isSubtype(of: ElementObject.type)
  }

  /// - Throws: TypeError for what is no element, in the name of `what`.
  static func required(_ value: Value, _ what: String) throws(Raised) -> ElementRef {
    if isElement(value) { return ElementRef(value) }
    throw raise(
      .typeError, "\(what) must be xml.etree.ElementTree.Element, not \(value.typeName)")
  }

  /// - Throws: TypeError for what is no element.
  static func requireChild(_ value: Value) throws(Raised) {
    if !isElement(value) {
      throw raise(.typeError, "expected an Element, not \"\(value.typeName)\"")
    }
  }

  // MARK: Children

  var count: Int { p.pointee.children.isAbsent ? 0 : ListRef(p.pointee.children).count }

  /// A child by its index, which is in range.
  func child(_ index: Int) -> Value { ListRef(p.pointee.children)[index] }

  /// The children as a list to change.
  func childList() -> ListRef {
    if p.pointee.children.isAbsent {
      p.pointee.children = ListRef.make().value
      object.noteWrite()
    }
    return ListRef(p.pointee.children)
  }

  func append(_ child: Value) { childList().append(child) }

  // MARK: Attributes

  /// The dict of the attributes.
  func attributeDict() -> DictRef {
    if p.pointee.attributes.isAbsent {
      p.pointee.attributes = DictRef.make().value
      object.noteWrite()
    }
    return DictRef(p.pointee.attributes)
  }

  func setText(_ value: Value) {
    p.pointee.text = value
    object.noteWrite()
  }

  func setTail(_ value: Value) {
    p.pointee.tail = value
    object.noteWrite()
  }
}
