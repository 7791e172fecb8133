// `pyexpat.xmlparser`: a parser of libexpat, and the Python functions that it calls.
//
// The library's user data is the address of the heap object, which never moves. While the library runs, the
// object is an argument of the Python call that started it, so the collector sees it and what it holds.
// An exception of a handler cannot cross the library's frames: it waits in `pending`, no handler is called any
// more, and whoever started the library raises it.

import Glibc
import TaipanRuntime

/// The library's part of a parser. A parser of an external entity uses tables of the one it was made by,
/// which is freed after it.
struct ExpatHandle {
  let parser: XMLParser
  let parent: UnsafeMutablePointer<ExpatHandle>?
  /// The Python object, and the parsers of external entities.
  var users = 1

  static func make(_ parser: XMLParser, parent: UnsafeMutablePointer<ExpatHandle>? = nil)
    -> UnsafeMutablePointer<ExpatHandle>
  {
    let handle = UnsafeMutablePointer<ExpatHandle>.allocate(capacity: 1)
    handle.initialize(to: ExpatHandle(parser: parser, parent: parent))
    parent?.pointee.users += 1
    return handle
  }

  static func drop(_ handle: UnsafeMutablePointer<ExpatHandle>) {
    handle.pointee.users -= 1
    if handle.pointee.users > 0 { return }
    Libexpat.shared.unsafelyUnwrapped.free(handle.pointee.parser)
    let parent = handle.pointee.parent
    handle.deallocate()
    if let parent { drop(parent) }
  }
}

struct ExpatLayout {
  var header: Header
  /// Nil once freed.
  var handle: UnsafeMutablePointer<ExpatHandle>?
  /// A dict of the names seen so far, or None.
  var interned: Value
  /// The exception of a handler, or absent.
  var pending: Value
  /// Character data that waits for more; nil when nothing is to be gathered.
  var text: UnsafeMutablePointer<UInt8>?
  var textCount: Int
  var textSize: Int
  var isInCallback: Bool
  var returnsOrderedAttributes: Bool
  var returnsSpecifiedAttributes: Bool
  var returnsPrefixes: Bool
  var defersReparsing: Bool

  /// Word of the first handler: they lie behind the fields.
  static let handlersAt = (MemoryLayout<ExpatLayout>.size + 7) / 8
  static let size = (handlersAt + ExpatHandler.allCases.count) * 8
}

struct ExpatRef: TypedRef {
  let p: UnsafeMutablePointer<ExpatLayout>
  private static let defaultTextSize = 8192

  var library: Libexpat { Libexpat.shared.unsafelyUnwrapped }
  var parser: XMLParser { p.pointee.handle.unsafelyUnwrapped.pointee.parser }

  /// A parser object without handlers.
  static func make(_ handle: UnsafeMutablePointer<ExpatHandle>, interned: Value) -> ExpatRef {
    let object = Instances.allocate(ExpatParser.type)
    let ref = ExpatRef(object)
    ref.p.pointee.handle = handle
    ref.p.pointee.interned = interned
    ref.p.pointee.textSize = defaultTextSize
    Heap.releaseWhenDead(object)
    for handler in ExpatHandler.allCases { ref.store(handler, .none) }
    let library = ref.library
    library.setUserData(ref.parser, object.pointer)
    library.setUnknownEncoding(ref.parser, ExpatCallbacks.unknownEncoding, object.pointer)
    return ref
  }

  static func release(_ object: ObjectRef) {
    let ref = ExpatRef(object)
    if let handle = ref.p.pointee.handle { ExpatHandle.drop(handle) }
    ref.p.pointee.handle = nil
    ref.p.pointee.text?.deallocate()
    ref.p.pointee.text = nil
  }

  // MARK: Handlers

  private func word(_ handler: ExpatHandler) -> UnsafeMutablePointer<Value> {
    object.word(ExpatLayout.handlersAt + handler.rawValue)
  }

  /// The Python function; None where there is none.
  func handler(_ handler: ExpatHandler) -> Value { word(handler).pointee }

  private func store(_ handler: ExpatHandler, _ function: Value) {
    object.store(function, at: word(handler))
  }

  /// Sets a handler, None for none, here and in the library.
  ///
  /// - Throws: what the old handler of character data raises for what was gathered for it.
  func set(_ handler: ExpatHandler, _ function: Value) throws(Raised) {
    if handler == .characterData { try flushText() }
    store(handler, function)
    handler.install(self, isOn: !function.isNone)
  }

  private func clearHandlers() {
    for handler in ExpatHandler.allCases {
      store(handler, .none)
      handler.install(self, isOn: false)
    }
  }

  /// Notes the exception of a handler: the library is to be left as soon as it returns.
  func noteFailure() {
    let exception = takeRaised()
    if p.pointee.pending.isPresent { return }
    p.pointee.pending = exception
    object.noteWrite()
    clearHandlers()
    // Nothing else makes the library stop in the middle of external entities.
    library.setExternalEntityRef(parser, Libexpat.address(of: ExpatCallbacks.refusedEntity))
  }

  /// Calls a handler.
  ///
  /// - Throws: what it raises, with gathered text delivered before.
  func call(_ handler: ExpatHandler, _ arguments: TupleRef) throws(Raised) -> Value {
    p.pointee.isInCallback = true
    defer { p.pointee.isInCallback = false }
    return try Call.function(self.handler(handler), arguments, nil)
  }

  // MARK: Character data

  /// Delivers what was gathered.
  func flushText() throws(Raised) {
    let count = p.pointee.textCount
    guard count > 0, let text = p.pointee.text else { return }
    p.pointee.textCount = 0
    try deliver(text, count)
  }

  func deliver(_ text: UnsafePointer<UInt8>, _ count: Int) throws(Raised) {
    if handler(.characterData).isNone { return }
    let str = StrRef.utf8(text, count: count)
    p.pointee.isInCallback = true
    defer { p.pointee.isInCallback = false }
    _ = try Call.function(handler(.characterData), str.value)
  }

  /// Takes character data: gathers it, or delivers it where nothing is gathered.
  func take(_ data: UnsafePointer<UInt8>, _ count: Int) throws(Raised) {
    if p.pointee.text == nil { return try deliver(data, count) }
    if p.pointee.textCount + count > p.pointee.textSize {
      try flushText()
      // The handler may have turned gathering off, or may be gone.
      if handler(.characterData).isNone { return }
    }
    guard let text = p.pointee.text, count <= p.pointee.textSize else {
      return try deliver(data, count)
    }
    memcpy(text + p.pointee.textCount, data, count)
    p.pointee.textCount += count
  }

  /// Turns the gathering of character data on or off.
  func setGathering(_ isOn: Bool) throws(Raised) {
    if isOn {
      if p.pointee.text == nil {
        p.pointee.text = .allocate(capacity: p.pointee.textSize)
        p.pointee.textCount = 0
      }
    } else if p.pointee.text != nil {
      try flushText()
      p.pointee.text?.deallocate()
      p.pointee.text = nil
    }
  }

  func setTextSize(_ size: Int) throws(Raised) {
    if size == p.pointee.textSize { return }
    if p.pointee.text != nil {
      try flushText()
      p.pointee.text?.deallocate()
      p.pointee.text = .allocate(capacity: size)
    }
    p.pointee.textSize = size
  }

  // MARK: Texts of the library

  /// A text as str; None for one that the document does not have.
  func text(_ source: XMLText) -> Value {
    guard let source else { return .none }
    let count = strlen(source)
    return source.withMemoryRebound(to: UInt8.self, capacity: count) {
      StrRef.utf8($0, count: count).value
    }
  }

  /// A name: equal ones are one object, which `intern` keeps.
  func name(_ source: XMLText) throws(Raised) -> Value {
    let value = text(source)
    let interned = p.pointee.interned
    if value.isNone || !interned.isDict { return value }
    let known = DictRef(interned).getStr(value)
    if known.isPresent { return known }
    DictRef(interned).setStr(value, value)
    return value
  }
}

extension ExpatRef {
  /// The parser that a callback is called for.
  init?(user: XMLUser) {
    guard let user else { return nil }
    self.init(ObjectRef(pointer: user))
  }
}
