// What the library calls: each function turns its arguments to Python values and calls the handler.

import Glibc
import TaipanRuntime

enum ExpatCallbacks {
  /// Runs a callback for the parser of `user`, unless one has failed already; gathered text comes first.
  private static func run(_ user: XMLUser, _ body: (ExpatRef) throws(Raised) -> Void) {
    guard let ref = ExpatRef(user: user), ref.p.pointee.pending.isAbsent else { return }
    do throws(Raised) {
      try ref.flushText()
      try body(ref)
    } catch {
      ref.noteFailure()
    }
  }

  /// As `run`, for callbacks that tell the library whether to go on.
  private static func answer(
    _ user: XMLUser, _ body: (ExpatRef) throws(Raised) -> Value
  ) -> Int32 {
    var result: Int32 = 0
    run(user) { (ref) throws(Raised) in
      result = Int32(truncatingIfNeeded: try Convert.cInt(try body(ref)))
    }
    return result
  }

  // MARK: Content

  static let startElement: Libexpat.StartElementCallback = { user, name, attributes in
    run(user) { (ref) throws(Raised) in
      let tag = try ref.name(name)
      let found = try ExpatCallbacks.attributes(ref, attributes)
      _ = try ref.call(.startElement, TupleRef.of(tag, found))
    }
  }

  /// A dict, or a list of names and values in turn.
  private static func attributes(_ ref: ExpatRef, _ texts: UnsafePointer<XMLText>?)
    throws(Raised) -> Value
  {
    let isOrdered = ref.p.pointee.returnsOrderedAttributes
    var limit = Int.max
    if ref.p.pointee.returnsSpecifiedAttributes {
      limit = Int(ref.library.specifiedAttributeCount(ref.parser))
    }
    let list = isOrdered ? ListRef.make().value : .none
    let dict = isOrdered ? .none : DictRef.make().value
    guard let texts else { return isOrdered ? list : dict }
    var i = 0
    while i < limit, texts[i] != nil {
      let name = try ref.name(texts[i])
      let value = ref.text(texts[i + 1])
      if isOrdered {
        ListRef(list).append(name)
        ListRef(list).append(value)
      } else {
        DictRef(dict).setStr(name, value)
      }
      i += 2
    }
    return isOrdered ? list : dict
  }

  static let endElement: Libexpat.TextCallback = { user, name in
    run(user) { (ref) throws(Raised) in
      _ = try ref.call(.endElement, TupleRef.of(try ref.name(name)))
    }
  }

  static let characterData: Libexpat.DataCallback = { user, data, count in
    guard let ref = ExpatRef(user: user), let data, ref.p.pointee.pending.isAbsent else { return }
    let bytes = UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self)
    do throws(Raised) { try ref.take(bytes, Int(count)) } catch { ref.noteFailure() }
  }

  private static func data(_ source: XMLText, _ count: Int32) -> Value {
    guard let source else { return .none }
    let bytes = UnsafeRawPointer(source).assumingMemoryBound(to: UInt8.self)
    return StrRef.utf8(bytes, count: Int(count)).value
  }

  static let defaultPlain: Libexpat.DataCallback = { user, source, count in
    run(user) { (ref) throws(Raised) in
      _ = try ref.call(.defaultPlain, TupleRef.of(data(source, count)))
    }
  }

  static let defaultExpand: Libexpat.DataCallback = { user, source, count in
    run(user) { (ref) throws(Raised) in
      _ = try ref.call(.defaultExpand, TupleRef.of(data(source, count)))
    }
  }

  static let processingInstruction: Libexpat.TextsCallback = { user, target, content in
    run(user) { (ref) throws(Raised) in
      let name = try ref.name(target)
      _ = try ref.call(.processingInstruction, TupleRef.of(name, ref.text(content)))
    }
  }

  static let comment: Libexpat.TextCallback = { user, content in
    run(user) { (ref) throws(Raised) in
      _ = try ref.call(.comment, TupleRef.of(ref.text(content)))
    }
  }

  static let startCdata: Libexpat.PlainCallback = { user in
    run(user) { (ref) throws(Raised) in _ = try ref.call(.startCdata, .empty) }
  }

  static let endCdata: Libexpat.PlainCallback = { user in
    run(user) { (ref) throws(Raised) in _ = try ref.call(.endCdata, .empty) }
  }

  static let startNamespace: Libexpat.TextsCallback = { user, prefix, uri in
    run(user) { (ref) throws(Raised) in
      let first = try ref.name(prefix)
      _ = try ref.call(.startNamespaceDecl, TupleRef.of(first, try ref.name(uri)))
    }
  }

  static let endNamespace: Libexpat.TextCallback = { user, prefix in
    run(user) { (ref) throws(Raised) in
      _ = try ref.call(.endNamespaceDecl, TupleRef.of(try ref.name(prefix)))
    }
  }

  // MARK: Declarations

  static let xmlDeclaration: Libexpat.DataCallbackOfDeclaration = {
    user, version, encoding, standalone in
    run(user) { (ref) throws(Raised) in
      let first = ref.text(version)
      _ = try ref.call(
        .xmlDecl, TupleRef.of(first, ref.text(encoding), Value(Int(standalone))))
    }
  }

  static let startDoctype: Libexpat.StartDoctypeCallback = {
    user, name, system, publicName, hasSubset in
    run(user) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 4)
      arguments.set(0, try ref.name(name))
      arguments.set(1, try ref.name(system))
      arguments.set(2, try ref.name(publicName))
      arguments.set(3, Value(Int(hasSubset)))
      _ = try ref.call(.startDoctype, arguments)
    }
  }

  static let endDoctype: Libexpat.PlainCallback = { user in
    run(user) { (ref) throws(Raised) in _ = try ref.call(.endDoctype, .empty) }
  }

  static let unparsedEntity: Libexpat.UnparsedEntityCallback = {
    user, entity, base, system, publicName, notation in
    run(user) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 5)
      arguments.set(0, try ref.name(entity))
      arguments.set(1, try ref.name(base))
      arguments.set(2, try ref.name(system))
      arguments.set(3, try ref.name(publicName))
      arguments.set(4, try ref.name(notation))
      _ = try ref.call(.unparsedEntityDecl, arguments)
    }
  }

  static let notation: Libexpat.NotationCallback = { user, name, base, system, publicName in
    run(user) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 4)
      arguments.set(0, try ref.name(name))
      arguments.set(1, try ref.name(base))
      arguments.set(2, try ref.name(system))
      arguments.set(3, try ref.name(publicName))
      _ = try ref.call(.notationDecl, arguments)
    }
  }

  static let entity: Libexpat.EntityCallback = {
    user, name, isParameter, content, count, base, system, publicName, notation in
    run(user) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 7)
      arguments.set(0, try ref.name(name))
      arguments.set(1, Value(Int(isParameter)))
      arguments.set(2, data(content, count))
      arguments.set(3, try ref.name(base))
      arguments.set(4, try ref.name(system))
      arguments.set(5, try ref.name(publicName))
      arguments.set(6, try ref.name(notation))
      _ = try ref.call(.entityDecl, arguments)
    }
  }

  static let attributes: Libexpat.AttributesCallback = {
    user, element, attribute, type, fallback, isRequired in
    run(user) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 5)
      arguments.set(0, try ref.name(element))
      arguments.set(1, try ref.name(attribute))
      arguments.set(2, ref.text(type))
      arguments.set(3, ref.text(fallback))
      arguments.set(4, Value(Int(isRequired)))
      _ = try ref.call(.attlistDecl, arguments)
    }
  }

  static let skippedEntity: Libexpat.DataCallback = { user, name, isParameter in
    run(user) { (ref) throws(Raised) in
      let first = try ref.name(name)
      _ = try ref.call(.skippedEntity, TupleRef.of(first, Value(Int(isParameter))))
    }
  }

  static let element: Libexpat.ElementCallback = { user, name, model in
    guard let model else { return }
    run(user) { (ref) throws(Raised) in
      let content = try contentModel(ref, UnsafeRawPointer(model))
      _ = try ref.call(.elementDecl, TupleRef.of(try ref.name(name), content))
    }
    if let ref = ExpatRef(user: user) { ref.library.freeContentModel(ref.parser, model) }
  }

  /// `XML_Content` as nested tuples (type, quantifier, name, children): two enums of 32 bits, the name at 8, the
  /// number of children at 16, the children at 24, 32 bytes each.
  ///
  /// - Throws: RecursionError for one that is nested too deeply.
  private static func contentModel(_ ref: ExpatRef, _ model: UnsafeRawPointer) throws(Raised)
    -> Value
  {
    try ThreadState.checkNativeStack(" in conv_content_model")
    let count = Int(model.load(fromByteOffset: 16, as: UInt32.self))
    let children = TupleRef.make(count: count)
    if count > 0 {
      let first = model.load(fromByteOffset: 24, as: UnsafeRawPointer.self)
      for i in 0..<count { children.set(i, try contentModel(ref, first + i * 32)) }
    }
    let name = try ref.name(model.load(fromByteOffset: 8, as: XMLText.self))
    return TupleRef.of(
      Value(Int(model.load(as: Int32.self))),
      Value(Int(model.load(fromByteOffset: 4, as: Int32.self))), name, children.value
    ).value
  }

  // MARK: Decisions

  static let notStandalone: Libexpat.AnswerCallback = { user in
    answer(user) { (ref) throws(Raised) in try ref.call(.notStandalone, .empty) }
  }

  /// The only callback whose first argument is the library's parser: the user data is its first word.
  static let externalEntity: Libexpat.ExternalEntityCallback = {
    parser, context, base, system, publicName in
    answer(parser?.load(as: XMLUser.self)) { (ref) throws(Raised) in
      let arguments = TupleRef.make(count: 4)
      arguments.set(0, ref.text(context))
      arguments.set(1, try ref.name(base))
      arguments.set(2, try ref.name(system))
      arguments.set(3, try ref.name(publicName))
      return try ref.call(.externalEntityRef, arguments)
    }
  }

  static let ignoredData: Libexpat.DataCallback = { _, _, _ in }

  static let refusedEntity: Libexpat.ExternalEntityCallback = { _, _, _, _, _ in 0 }

  static let unknownEncoding: Libexpat.EncodingCallback = { user, name, encoding in
    guard let name, let encoding else { return 0 }
    var isKnown: Int32 = 0
    run(user) { (ref) throws(Raised) in
      try fill(encoding, forEncoding: name)
      isKnown = 1
    }
    return isKnown
  }

  /// Fills an `XML_Encoding` for an encoding of single bytes: 256 code points of 32 bits, -1 for a byte that
  /// means nothing, and three pointers.
  ///
  /// - Throws: LookupError for an encoding that does not exist; ValueError for one of several bytes.
  static func fill(_ encoding: UnsafeMutableRawPointer, forEncoding name: UnsafePointer<CChar>)
    throws(Raised)
  {
    let bytes = BytesRef.make(count: 256)
    for i in 0..<256 { bytes.data[i] = UInt8(i) }
    let text = try Codecs.decode(bytes.value, String(cString: name), "replace")
    if text.count != 256 {
      throw raise(.valueError, "multi-byte encodings are not supported")
    }
    for i in 0..<256 {
      let c = text[i] == 0xFFFD ? -1 : Int32(text[i])
      encoding.storeBytes(of: c, toByteOffset: i * 4, as: Int32.self)
    }
    for i in 0..<3 { encoding.storeBytes(of: 0, toByteOffset: 1024 + i * 8, as: Int.self) }
  }
}
