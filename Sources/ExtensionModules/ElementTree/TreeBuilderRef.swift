// A tree that is being built by the events of a parser.

import TaipanRuntime

struct TreeBuilderLayout {
  var header: Header
  /// Absent before the first element.
  var root: Value
  /// The element that is open, None outside of the root.
  var current: Value
  /// The element that was opened or closed last; None before the first.
  var last: Value
  /// The element whose tail comes now; absent where `last` gets its text.
  var tailOwner: Value
  /// Text that waits for its end: a value, or a list of values, or absent.
  var data: Value
  /// List of the elements around the open one.
  var stack: Value
  /// Functions, or absent for the own ones.
  var elementFactory: Value
  var commentFactory: Value
  var instructionFactory: Value
  /// `append` of the list of events, or absent.
  var appendEvent: Value
  /// The names under which events are reported, absent for those that are not.
  var startEvent: Value
  var endEvent: Value
  var commentEvent: Value
  var instructionEvent: Value
  var startNamespaceEvent: Value
  var endNamespaceEvent: Value
  var insertsComments: Bool
  var insertsInstructions: Bool
}

struct TreeBuilderRef: TypedRef {
  let p: UnsafeMutablePointer<TreeBuilderLayout>

  static func allocate(_ type: TypeRef) -> TreeBuilderRef {
    let builder = TreeBuilderRef(Instances.allocate(type))
    builder.p.pointee.current = .none
    builder.p.pointee.last = .none
    builder.p.pointee.stack = ListRef.make().value
    builder.object.noteWrite()
    return builder
  }

  private static func chosen(_ given: Value, _ fallback: Value) -> Value {
    if given.isPresent, !given.isNone { return given }
    return fallback.isNone ? .absent : fallback
  }

  /// `__init__`, whose arguments are absent where not given.
  func start(factory: Value, comment: Value, instruction: Value, inserts: (Bool, Bool)) {
    let b = p
    b.pointee.elementFactory = TreeBuilderRef.chosen(factory, .none)
    b.pointee.commentFactory = TreeBuilderRef.chosen(
      comment, ElementTreeModule.commentFactory.pointee)
    b.pointee.instructionFactory = TreeBuilderRef.chosen(
      instruction, ElementTreeModule.instructionFactory.pointee)
    object.noteWrite()
    b.pointee.insertsComments = inserts.0 && b.pointee.commentFactory.isPresent
    b.pointee.insertsInstructions = inserts.1 && b.pointee.instructionFactory.isPresent
  }

  // MARK: Text

  /// Text before the first element is dropped.
  func add(data: Value) {
    let waiting = p.pointee.data
    if waiting.isAbsent {
      if p.pointee.last.isNone { return }
      p.pointee.data = data
      object.noteWrite()
    } else if isList {
      ListRef(waiting).append(data)
    } else {
      let list = ListRef.make()
      list.append(waiting)
      list.append(data)
      p.pointee.data = list.value
      object.noteWrite()
    }
  }

  /// A list is never text: what came as one would be joined like the parts of a text.
  private var isList: Bool { p.pointee.data.isExactly(.list) }

  /// Gives the text that waits to its element.
  ///
  /// - Throws: TypeError for parts that do not join; what an element that is none of ours raises.
  func flush() throws(Raised) {
    let waiting = p.pointee.data
    if waiting.isAbsent { return }
    p.pointee.data = .absent
    let text = waiting.isExactly(.list) ? try joined(ListRef(waiting)) : waiting
    let tailOwner = p.pointee.tailOwner
    let isTail = tailOwner.isPresent
    let owner = isTail ? tailOwner : p.pointee.last
    if owner.isHeap, owner.asObject.type == ElementObject.type {
      let element = ElementRef(owner)
      let old = isTail ? element.p.pointee.tail : element.p.pointee.text
      let new = old.isNone ? text : try Operators.binary(old, text, .add)
      if isTail { element.setTail(new) } else { element.setText(new) }
      return
    }
    let name = Interning.intern(isTail ? "tail" : "text")
    let old = try Attributes.get(owner, name)
    try Attributes.set(owner, name, old.isNone ? text : try Operators.binary(old, text, .add))
  }

  private func joined(_ parts: ListRef) throws(Raised) -> Value {
    try Call.method(Value(""), "join", parts.value)
  }

  // MARK: Elements

  /// - Parameter attributes: a dict that becomes the element's, or absent.
  /// - Throws: ParseError for a second root; what factories raise.
  func open(_ tag: Value, _ attributes: Value) throws(Raised) -> Value {
    try flush()
    let factory = p.pointee.elementFactory
    let element: Value
    if factory.isAbsent {
      element = ElementRef.make(tag, attributes: attributes).value
    } else {
      element = try Call.function(
        factory, tag, attributes.isAbsent ? DictRef.make().value : attributes)
    }
    p.pointee.tailOwner = .absent
    let parent = p.pointee.current
    if parent.isNone {
      if p.pointee.root.isPresent {
        throw setRaised(
          try Call.function(
            ElementTreeModule.parseError.type, Value("multiple elements on top level")))
      }
      p.pointee.root = element
      object.noteWrite()
    } else {
      try TreeBuilderRef.append(element, to: parent)
    }
    ListRef(p.pointee.stack).append(parent)
    p.pointee.current = element
    p.pointee.last = element
    object.noteWrite()
    try report(p.pointee.startEvent, element)
    return element
  }

  private static func append(_ child: Value, to parent: Value) throws(Raised) {
    if parent.isHeap, parent.asObject.type == ElementObject.type {
      try ElementRef.requireChild(child)
      ElementRef(parent).append(child)
    } else {
      _ = try Call.method(parent, "append", child)
    }
  }

  /// - Throws: IndexError where no element is open.
  func close() throws(Raised) -> Value {
    try flush()
    let stack = ListRef(p.pointee.stack)
    if stack.count == 0 { throw raise(.indexError, "pop from empty stack") }
    let closed = p.pointee.current
    p.pointee.last = closed
    p.pointee.tailOwner = closed
    p.pointee.current = stack[stack.count - 1]
    object.noteWrite()
    stack.truncate(stack.count - 1)
    try report(p.pointee.endEvent, closed)
    return closed
  }

  func comment(_ text: Value) throws(Raised) -> Value {
    try flush()
    let factory = p.pointee.commentFactory
    let comment = factory.isAbsent ? text : try Call.function(factory, text)
    if factory.isPresent, p.pointee.insertsComments { try insert(comment) }
    try report(p.pointee.commentEvent, comment)
    return comment
  }

  func instruction(_ target: Value, _ text: Value) throws(Raised) -> Value {
    try flush()
    let factory = p.pointee.instructionFactory
    let instruction =
      factory.isAbsent
      ? TupleRef.of(target, text).value : try Call.function(factory, target, text)
    if factory.isPresent, p.pointee.insertsInstructions { try insert(instruction) }
    try report(p.pointee.instructionEvent, instruction)
    return instruction
  }

  private func insert(_ element: Value) throws(Raised) {
    if p.pointee.current.isNone { return }
    try TreeBuilderRef.append(element, to: p.pointee.current)
    p.pointee.tailOwner = element
    object.noteWrite()
  }

  // MARK: Events

  func report(_ name: Value, _ value: Value) throws(Raised) {
    if name.isAbsent || p.pointee.appendEvent.isAbsent { return }
    let event = TupleRef.of(name, value).value
    _ = try Call.function(p.pointee.appendEvent, event)
  }

  /// Makes the event of a name (`start-ns`) one that is reported as `value`; false for one that there is not.
  func setEvent(_ name: String, _ value: Value) -> Bool {
    switch name {
    case "start": p.pointee.startEvent = value
    case "end": p.pointee.endEvent = value
    case "start-ns": p.pointee.startNamespaceEvent = value
    case "end-ns": p.pointee.endNamespaceEvent = value
    case "comment": p.pointee.commentEvent = value
    case "pi": p.pointee.instructionEvent = value
    default: return false
    }
    object.noteWrite()
    return true
  }

  func clearEvents() {
    for name in ["start", "end", "start-ns", "end-ns", "comment", "pi"] {
      _ = setEvent(name, .absent)
    }
  }
}
