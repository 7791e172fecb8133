// `find` and its relatives: a plain tag is looked for here, a path by `xml.etree.ElementPath`.

import TaipanRuntime

enum ElementSearch {
  /// Whether `ElementPath` has to be asked.
  private static func isPath(_ path: Value) -> Bool {
    guard path.isStr else { return true }
    let text = StrRef(path)
    let brace: UInt32 = 0x7B
    if text.count >= 3, text[0] == brace {
      // `{}tag` and `{*}tag` are patterns.
      if text[1] == 0x7D || text[1] == 0x2A && text[2] == 0x7D { return true }
    }
    var isInName = true
    for i in 0..<text.count {
      switch text[i] {
      case brace: isInName = false
      case 0x7D: isInName = true
      case 0x2F, 0x2A, 0x5B, 0x40, 0x2E: if isInName { return true }
      default: break
      }
    }
    return false
  }

  private static func isPlain(_ path: Value, _ namespaces: Value) -> Bool {
    (namespaces.isAbsent || namespaces.isNone) && !isPath(path)
  }

  static func hasTag(_ element: Value, _ tag: Value) throws(Raised) -> Bool {
    let own = ElementRef(element).p.pointee.tag
    return own === tag ? true : try Compare.equal(own, tag)
  }

  private static func search(_ function: String, _ a: Args, namespacesAt place: Int = 2)
    throws(Raised) -> Value
  {
    let function = try ElementTreeModule.elementPath.function(function)
    let namespaces = a[place].isAbsent ? .none : a[place]
    if place == 2 { return try Call.function(function, a[0], a[1], namespaces) }
    let arguments = TupleRef.make(count: 4)
    arguments.set(0, a[0])
    arguments.set(1, a[1])
    arguments.set(2, a[2].isAbsent ? .none : a[2])
    arguments.set(3, namespaces)
    return try Call.function(function, arguments, nil)
  }

  /// The first child with the tag; None.
  private static func firstChild(_ element: ElementRef, _ tag: Value) throws(Raised) -> Value {
    var index = 0
    while index < element.count {
      let child = element.child(index)
      if try hasTag(child, tag) { return child }
      index += 1
    }
    return .none
  }

  static func find(_ a: Args) throws(Raised) -> Value {
    isPlain(a[1], a[2]) ? try firstChild(ElementRef(a[0]), a[1]) : try search("find", a)
  }

  static func findText(_ a: Args) throws(Raised) -> Value {
    if !isPlain(a[1], a[3]) { return try search("findtext", a, namespacesAt: 3) }
    let child = try firstChild(ElementRef(a[0]), a[1])
    if child.isNone { return a[2].isAbsent ? .none : a[2] }
    let text = ElementRef(child).p.pointee.text
    return text.isNone ? Value("") : text
  }

  static func findAll(_ a: Args) throws(Raised) -> Value {
    if !isPlain(a[1], a[2]) { return try search("findall", a) }
    let element = ElementRef(a[0])
    let found = ListRef.make()
    var index = 0
    while index < element.count {
      let child = element.child(index)
      if try hasTag(child, a[1]) { found.append(child) }
      index += 1
    }
    return found.value
  }

  static func iterate(_ a: Args) throws(Raised) -> Value { try search("iterfind", a) }
}
