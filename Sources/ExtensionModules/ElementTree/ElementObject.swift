// `xml.etree.ElementTree.Element` as Python sees it.

import TaipanRuntime

enum ElementObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, tag, attrib={}, /, **extra)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__bool__", "($self, /)", truth),
    NativeMethod("__len__", "($self, /)", { a throws(Raised) in Value(ElementRef(a[0]).count) }),
    NativeMethod("__getitem__", "($self, key, /)", ElementChildren.get),
    NativeMethod("__setitem__", "($self, key, value, /)", ElementChildren.set),
    NativeMethod("__delitem__", "($self, key, /)", ElementChildren.delete),
    NativeMethod("append", "($self, subelement, /)", ElementChildren.append),
    NativeMethod("extend", "($self, elements, /)", ElementChildren.extend),
    NativeMethod("insert", "($self, index, subelement, /)", ElementChildren.insert),
    NativeMethod("remove", "($self, subelement, /)", ElementChildren.remove),
    NativeMethod("clear", "($self, /)", clear),
    NativeMethod("get", "($self, /, key, default=None)", getAttribute),
    NativeMethod("set", "($self, key, value, /)", setAttribute),
    NativeMethod("keys", "($self, /)", { a throws(Raised) in try list(of: a, "keys") }),
    NativeMethod("items", "($self, /)", { a throws(Raised) in try list(of: a, "items") }),
    NativeMethod("makeelement", "($self, tag, attrib, /)", makeElement),
    NativeMethod("find", "($self, /, path, namespaces=None)", ElementSearch.find),
    NativeMethod("findall", "($self, /, path, namespaces=None)", ElementSearch.findAll),
    NativeMethod(
      "findtext", "($self, /, path, default=None, namespaces=None)", ElementSearch.findText),
    NativeMethod("iterfind", "($self, /, path, namespaces=None)", ElementSearch.iterate),
    NativeMethod("iter", "($self, /, tag=None)", ElementIterator.make),
    NativeMethod("itertext", "($self, /)", ElementIterator.makeOfTexts),
    NativeMethod("__copy__", "($self, /)", ElementCopies.copy),
    NativeMethod("__deepcopy__", "($self, memo, /)", ElementCopies.deepCopy),
    NativeMethod("__getstate__", "($self, /)", ElementCopies.getState),
    NativeMethod("__setstate__", "($self, state, /)", ElementCopies.setState),
    NativeMethod("__sizeof__", "($self, /)", size),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "attrib", { a throws(Raised) in ElementRef(a[0]).attributeDict().value }, set: setAttributes)
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "xml.etree.ElementTree.Element", size: MemoryLayout<ElementLayout>.size,
        flags: [.baseable, .weakReferable, .hasItems], methods: methods, getSets: getSets,
        item: ElementChildren.item))
    let message = Value("can't delete element attribute")
    for (i, name) in ["tag", "text", "tail"].enumerated() {
      let name = Interning.intern(name)
      type.dict.setStr(
        name, MemberRef.make(owner: type, name: name, word: 1 + i, deletionError: message))
    }
    type.refreshAfterChange()
    return type
  }()

  // MARK: Making

  private static func new(_ a: Args) throws(Raised) -> Value {
    ElementRef.allocate(TypeRef(a[0])).value
  }

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let given = a.positionalCount - 1
    if given < 1 {
      throw raise(.typeError, "Element() takes at least 1 argument (\(given) given)")
    }
    if given > 2 {
      throw raise(.typeError, "Element() takes at most 2 arguments (\(given) given)")
    }
    let attributes = try attributes(a, at: 2, "Element() argument 2")
    let element = ElementRef(a[0])
    element.p.pointee.tag = a[1]
    element.p.pointee.text = .none
    element.p.pointee.tail = .none
    element.p.pointee.attributes = attributes
    element.object.noteWrite()
    return .none
  }

  /// The attributes of a call: a dict, by place or as the keyword `attrib`, and other keywords. A new
  /// dict, absent without attributes.
  ///
  /// - Throws: TypeError for what is no dict, in the name of `what`.
  static func attributes(_ a: Args, at place: Int, _ what: String) throws(Raised) -> Value {
    if a.positionalCount > place {
      if !a[place].isDict {
        throw raise(.typeError, "\(what) must be dict, not \(a[place].typeName)")
      }
      let dict = DictRef(a[place])
      if dict.count == 0, a.keywordCount == 0 { return .absent }
      return try joined(dict, a.keywordDict())
    }
    if a.keywordCount == 0 { return .absent }
    let keywords = a.keywordDict()
    let given = try keywords.remove(Interning.intern("attrib"))
    if given.isAbsent { return keywords.value }
    if !given.isDict {
      throw raise(.typeError, "attrib must be dict, not \(given.typeName)")
    }
    return try joined(DictRef(given), keywords)
  }

  private static func joined(_ dict: DictRef, _ keywords: DictRef) throws(Raised) -> Value {
    let all = dict.copy()
    var number = 0
    while let next = keywords.nextEntry(number) {
      all.setStr(keywords.entries[next].key, keywords.entries[next].value)
      number = next + 1
    }
    return all.value
  }

  private static func makeElement(_ a: Args) throws(Raised) -> Value {
    if !a[2].isDict {
      throw raise(
        .typeError, "makeelement() argument 2 must be dict, not \(a[2].argumentTypeName)")
    }
    return ElementRef.make(a[1], attributes: DictRef(a[2]).copy().value).value
  }

  private static func clear(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    element.p.pointee.attributes = .absent
    element.p.pointee.children = .absent
    element.p.pointee.text = .none
    element.p.pointee.tail = .none
    return .none
  }

  // MARK: Looking at

  private static func repr(_ a: Args) throws(Raised) -> Value {
    let address = "0x" + String(a[0].bits, radix: 16)
    let text = try Sequences.guardingRepr(a[0], cycle: "") { () throws(Raised) in
      let tag = try Convert.repr(ElementRef(a[0]).p.pointee.tag)
      let builder = StrBuilder()
      builder.append("<Element ")
      builder.append(tag)
      builder.append(" at \(address)>")
      return builder.finish()
    }
    if StrRef(text).count > 0 { return text }
    throw raise(.runtimeError, "reentrant call inside \(a[0].typeName).__repr__")
  }

  private static func truth(_ a: Args) throws(Raised) -> Value {
    try Warnings.warn(
      .deprecationWarning,
      "Testing an element's truth value will always return True in future versions.  Use specific "
        + "'len(elem)' or 'elem is not None' test instead.")
    return Value(ElementRef(a[0]).count > 0)
  }

  private static func size(_ a: Args) throws(Raised) -> Value {
    Value(MemoryLayout<ElementLayout>.size + ElementRef(a[0]).count * 8)
  }

  // MARK: Attributes

  private static func setAttributes(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "can't delete element attribute") }
    if !a[1].isDict { throw raise(.typeError, "attrib must be dict, not \(a[1].typeName)") }
    ElementRef(a[0]).p.pointee.attributes = a[1]
    a[0].asObject.noteWrite()
    return .none
  }

  private static func getAttribute(_ a: Args) throws(Raised) -> Value {
    let attributes = ElementRef(a[0]).p.pointee.attributes
    let value = attributes.isAbsent ? .absent : try DictRef(attributes).get(a[1])
    if value.isPresent { return value }
    return a[2].isAbsent ? .none : a[2]
  }

  private static func setAttribute(_ a: Args) throws(Raised) -> Value {
    try ElementRef(a[0]).attributeDict().set(a[1], a[2])
    return .none
  }

  private static func list(of a: Args, _ view: String) throws(Raised) -> Value {
    let attributes = ElementRef(a[0]).p.pointee.attributes
    if attributes.isAbsent { return ListRef.make().value }
    return try Iterate.list(try Call.method(attributes, view)).value
  }
}
