// Methods and attributes of `xml.etree.ElementTree.XMLParser`.

import TaipanRuntime

enum XMLParserObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, *args, **kwargs)",
      { a throws(Raised) in XMLParserRef.allocate(TypeRef(a[0])).value }),
    NativeMethod("__init__", "($self, *, target=None, encoding=None)", initialize),
    NativeMethod("feed", "($self, data, /)", feed),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("flush", "($self, /)", flush),
    NativeMethod("_parse_whole", "($self, file, /)", parseWhole),
    NativeMethod("_setevents", "($self, events_queue, events_to_report=None, /)", setEvents),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("entity", { a throws(Raised) in orNone(XMLParserRef(a[0]).p.pointee.entities) }),
    NativeGetSet("target", { a throws(Raised) in orNone(XMLParserRef(a[0]).p.pointee.target) }),
    NativeGetSet("version", version),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "xml.etree.ElementTree.XMLParser", size: MemoryLayout<XMLParserLayout>.size,
      flags: [.baseable], methods: methods, getSets: getSets, releaser: XMLParserRef.release))

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    var encoding: [CChar]?
    if a[2].isPresent, !a[2].isNone {
      if !a[2].isStr {
        throw raise(
          .typeError,
          "XMLParser() argument 'encoding' must be str or None, not \(a[2].argumentTypeName)")
      }
      encoding = try ExpatModule.cText(a[2])
    }
    try XMLParserRef(a[0]).start(target: a[1], encoding: encoding)
    return .none
  }

  private static func version(_ a: Args) throws(Raised) -> Value {
    let text = String(cString: Libexpat.shared.unsafelyUnwrapped.version().unsafelyUnwrapped)
    return Value("Expat " + (text.split(separator: "_").last ?? ""))
  }

  // MARK: Parsing

  private static func feed(_ a: Args) throws(Raised) -> Value {
    let ref = XMLParserRef(a[0])
    let parser = try ref.started()
    if a[1].isStr {
      let data = BytesRef(try Codecs.encode(StrRef(a[1]), "utf-8", "strict"))
      _ = ref.library.setEncoding(parser, "utf-8")
      try ref.parse(data, isFinal: false)
    } else if a[1].isExactly(.bytes) {
      try ref.parse(BytesRef(a[1]), isFinal: false)
    } else {
      // Handlers may change the memory of anything else.
      let view = try Buffers.read(a[1])
      let data = view.baseAddress.map { BytesRef.make($0, count: view.count) }
      try ref.parse(data ?? BytesRef.empty, isFinal: false)
    }
    return .none
  }

  /// What the target makes of the end; `close` of a builder gives the root.
  private static func end(_ ref: XMLParserRef) throws(Raised) -> Value {
    try ref.parse(BytesRef.empty, isFinal: true)
    return ref.p.pointee.hasBuilder ? orNone(ref.builder.p.pointee.root) : .none
  }

  private static func close(_ a: Args) throws(Raised) -> Value {
    let ref = XMLParserRef(a[0])
    let root = try end(ref)
    if ref.p.pointee.hasBuilder || ref.p.pointee.close.isAbsent { return root }
    return try Call.function(ref.p.pointee.close)
  }

  private static func flush(_ a: Args) throws(Raised) -> Value {
    let ref = XMLParserRef(a[0])
    let parser = try ref.started()
    guard let set = ref.library.setReparseDeferral else { return .none }
    _ = set(parser, 0)
    defer { _ = set(parser, 1) }
    try ref.parse(BytesRef.empty, isFinal: false)
    return .none
  }

  private static let fileChunk = 64 << 10

  /// Feeds what a file has, to its end.
  private static func parseWhole(_ a: Args) throws(Raised) -> Value {
    let ref = XMLParserRef(a[0])
    _ = try ref.started()
    let read = try Attributes.get(a[1], "read")
    while true {
      let data = try Call.function(read, Value(fileChunk))
      if data.isExactly(.str) {
        if StrRef(data).count == 0 { break }
        let bytes = BytesRef(try Codecs.encode(StrRef(data), "utf-8", "surrogatepass"))
        _ = ref.library.setEncoding(try ref.started(), "utf-8")
        try ref.parse(bytes, isFinal: false)
      } else {
        if !data.isExactly(.bytes) || BytesRef(data).count == 0 { break }
        try ref.parse(BytesRef(data), isFinal: false)
      }
    }
    return try end(ref)
  }

  // MARK: Events

  private static func setEvents(_ a: Args) throws(Raised) -> Value {
    let ref = XMLParserRef(a[0])
    _ = try ref.started()
    if !ref.p.pointee.hasBuilder {
      throw raise(
        .typeError, "event handling only supported for ElementTree.TreeBuilder targets")
    }
    let builder = ref.builder
    builder.p.pointee.appendEvent = try Attributes.get(a[1], "append")
    builder.object.noteWrite()
    builder.clearEvents()
    let wanted = a.optional(2)
    if wanted.isAbsent || wanted.isNone {
      _ = builder.setEvent("end", Value("end"))
      return .none
    }
    let names: ListRef
    do throws(Raised) { names = try Iterate.list(wanted) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, "events must be a sequence")
    }
    for i in 0..<names.count { try setEvent(ref, names[i]) }
    return .none
  }

  private static func setEvent(_ ref: XMLParserRef, _ value: Value) throws(Raised) {
    var name = value
    if name.isBytes { name = try Codecs.decode(name, "utf-8", "strict").value }
    if !name.isStr { throw raise(.valueError, "invalid events sequence") }
    let text = StrRef(name).text
    if !ref.builder.setEvent(text, name) { throw raise(.valueError, "unknown event '\(text)'") }
    switch text {
    case "start-ns": ref.installNamespaceStart()
    case "end-ns": ref.installNamespaceEnd()
    case "comment": ref.installComment()
    case "pi": ref.installInstruction()
    default: break
    }
  }
}
