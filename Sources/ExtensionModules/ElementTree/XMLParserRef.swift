// `xml.etree.ElementTree.XMLParser`: a parser of expat whose events go to a target, by default a builder of a
// tree, which gets them without a call of Python.
//
// As for `pyexpat`, the library's user data is the address of the heap object, and an exception waits in
// `pending` until the library has returned.

import Glibc
import TaipanRuntime

struct XMLParserLayout {
  var header: Header
  /// Absent before `__init__`.
  var target: Value
  /// Dict of the texts of entities that a document does not declare.
  var entities: Value
  /// The strs of `names`.
  var nameList: Value
  /// The target's methods, absent where it has none; all of them for a builder.
  var start: Value
  var end: Value
  var data: Value
  var comment: Value
  var instruction: Value
  var close: Value
  var doctype: Value
  var startNamespace: Value
  var endNamespace: Value
  /// The exception of a handler, or absent.
  var pending: Value
  var parser: XMLParser?
  var names: UnsafeMutablePointer<NameTable>?
  /// Text for a builder that waits for its end.
  var text: UnsafeMutablePointer<UInt8>?
  var textCount: Int
  var textSize: Int
  /// Whether the target is a builder whose methods nothing overrides.
  var hasBuilder: Bool
}

struct XMLParserRef: TypedRef {
  let p: UnsafeMutablePointer<XMLParserLayout>

  var library: Libexpat { Libexpat.shared.unsafelyUnwrapped }
  var builder: TreeBuilderRef { TreeBuilderRef(p.pointee.target) }

  init(p: UnsafeMutablePointer<XMLParserLayout>) { self.p = p }

  /// The parser that a callback is called for; nil once one has failed.
  init?(user: XMLUser) {
    guard let user else { return nil }
    self.init(ObjectRef(pointer: user))
    if p.pointee.pending.isPresent { return nil }
  }

  static func allocate(_ type: TypeRef) -> XMLParserRef {
    let ref = XMLParserRef(Instances.allocate(type))
    ref.p.pointee.parser = nil
    ref.p.pointee.names = nil
    ref.p.pointee.text = nil
    Heap.releaseWhenDead(ref.object)
    return ref
  }

  static func release(_ object: ObjectRef) {
    let ref = XMLParserRef(object)
    if let parser = ref.p.pointee.parser { ref.library.free(parser) }
    ref.p.pointee.parser = nil
    ref.p.pointee.names?.pointee.free()
    ref.p.pointee.names?.deallocate()
    ref.p.pointee.names = nil
    ref.p.pointee.text?.deallocate()
    ref.p.pointee.text = nil
  }

  /// - Throws: ValueError before `__init__`.
  func started() throws(Raised) -> XMLParser {
    guard let parser = p.pointee.parser, p.pointee.target.isPresent else {
      throw raise(.valueError, "XMLParser.__init__() wasn't called")
    }
    return parser
  }

  // MARK: Starting

  /// - Throws: what looking for the target's methods raises.
  func start(target: Value, encoding: [CChar]?) throws(Raised) {
    XMLParserRef.release(object)
    let made = encoding.withTextPointer { library.create($0, nil, "}") }
    guard let parser = made else { throw raise(.memoryError) }
    p.pointee.parser = parser
    p.pointee.names = .allocate(capacity: 1)
    p.pointee.names.unsafelyUnwrapped.initialize(to: NameTable())
    p.pointee.textCount = 0
    p.pointee.pending = .absent
    _ = library.setHashSalt(parser, UInt.random(in: 1...UInt.max))
    let entities = DictRef.make()
    p.pointee.entities = entities.value
    object.noteWrite()
    let names = ListRef.make()
    p.pointee.nameList = names.value
    object.noteWrite()
    try setTarget(target)
    library.setUserData(parser, object.pointer)
    installHandlers(parser)
  }

  private func setTarget(_ given: Value) throws(Raised) {
    var target = given
    if target.isAbsent || target.isNone {
      let builder = TreeBuilderRef.allocate(TreeBuilderObject.type)
      builder.start(
        factory: .absent, comment: .absent, instruction: .absent, inserts: (false, false))
      target = builder.value
    }
    p.pointee.target = target
    object.noteWrite()
    p.pointee.hasBuilder = target.isHeap && target.asObject.type == TreeBuilderObject.type
    let names = [
      "start", "end", "data", "comment", "pi", "close", "doctype", "start_ns", "end_ns",
    ]
    for (i, name) in names.enumerated() {
      let method = try Attributes.lookup(target, Interning.intern(name))
      object.store(method, at: object.word(XMLParserRef.firstMethod + i))
    }
  }

  private static let firstMethod = MemoryLayout<XMLParserLayout>.offset(of: \.start)! / 8

  private func installHandlers(_ parser: XMLParser) {
    func set<Callback>(_ setter: Libexpat.Setter, _ callback: Callback) {
      setter(parser, Libexpat.address(of: callback))
    }
    set(library.setStartElement, XMLParserCallbacks.start)
    set(library.setEndElement, XMLParserCallbacks.end)
    set(library.setDefaultExpand, XMLParserCallbacks.other)
    set(library.setCharacterData, XMLParserCallbacks.data)
    if p.pointee.startNamespace.isPresent { installNamespaceStart() }
    if p.pointee.endNamespace.isPresent { installNamespaceEnd() }
    if p.pointee.comment.isPresent { installComment() }
    if p.pointee.instruction.isPresent { installInstruction() }
    set(library.setStartDoctype, XMLParserCallbacks.doctype)
    library.setUnknownEncoding(parser, XMLParserCallbacks.unknownEncoding, object.pointer)
  }

  func installNamespaceStart() {
    library.setStartNamespaceDecl(
      p.pointee.parser.unsafelyUnwrapped,
      Libexpat.address(of: XMLParserCallbacks.startNamespace))
  }
  func installNamespaceEnd() {
    library.setEndNamespaceDecl(
      p.pointee.parser.unsafelyUnwrapped, Libexpat.address(of: XMLParserCallbacks.endNamespace))
  }
  func installComment() {
    library.setComment(
      p.pointee.parser.unsafelyUnwrapped, Libexpat.address(of: XMLParserCallbacks.comment))
  }
  func installInstruction() {
    library.setProcessingInstruction(
      p.pointee.parser.unsafelyUnwrapped, Libexpat.address(of: XMLParserCallbacks.instruction))
  }

  // MARK: Running

  /// The most that the library is given at once: it counts in 32 bits.
  private static let chunk = 1 << 20

  /// Parses bytes.
  ///
  /// - Throws: ParseError; what a handler raised.
  func parse(_ data: BytesRef, isFinal: Bool) throws(Raised) {
    let parser = try started()
    var at = 0
    var status: Int32 = 1
    repeat {
      let count = min(data.count - at, XMLParserRef.chunk)
      let isLast = at + count == data.count
      status = library.parse(parser, data.data + at, Int32(count), isLast && isFinal ? 1 : 0)
      at += count
    } while at < data.count && status != 0 && p.pointee.pending.isAbsent
    try finish(parser, status, data)
  }

  /// - Parameter data: kept where the collector sees it until here.
  @inline(never)
  private func finish(_ parser: XMLParser, _ status: Int32, _ data: BytesRef) throws(Raised) {
    let pending = p.pointee.pending
    if pending.isPresent {
      p.pointee.pending = .absent
      thread.pointee.exception = pending
      throw Raised()
    }
    if status == 0 {
      let code = library.errorCode(parser)
      let text = library.errorText(code).map { String(cString: $0) } ?? "unknown error"
      throw failed(text, code)
    }
  }

  /// The ParseError of a code, at the place that the parser has reached.
  func failed(_ text: String, _ code: Int32) -> Raised {
    let parser = p.pointee.parser.unsafelyUnwrapped
    let (line, column) = (library.line(parser), library.column(parser))
    do throws(Raised) {
      let error = try Call.function(
        ElementTreeModule.parseError.type, Value("\(text): line \(line), column \(column)"))
      try Attributes.set(error, "code", Value(Int(code)))
      try Attributes.set(error, "position", TupleRef.of(Value(line), Value(column)).value)
      return setRaised(error)
    } catch {
      return error
    }
  }

  // MARK: Text of a builder

  func gather(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let needed = p.pointee.textCount + count
    if p.pointee.text == nil || needed > p.pointee.textSize {
      let size = max(1024, needed * 2)
      p.pointee.text = realloc(p.pointee.text, size)?.assumingMemoryBound(to: UInt8.self)
      p.pointee.textSize = size
    }
    memcpy(p.pointee.text.unsafelyUnwrapped + p.pointee.textCount, bytes, count)
    p.pointee.textCount = needed
  }

  /// Gives the builder what was gathered.
  func deliverText() {
    let count = p.pointee.textCount
    guard count > 0, let text = p.pointee.text else { return }
    p.pointee.textCount = 0
    builder.add(data: StrRef.utf8(text, count: count).value)
  }
}
