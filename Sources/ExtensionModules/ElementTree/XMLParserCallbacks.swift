// What expat calls for an `XMLParser`.

import Glibc
import TaipanRuntime

enum XMLParserCallbacks {
  /// Runs a callback unless one has failed already; text that was gathered comes first.
  private static func run(_ user: XMLUser, _ body: (XMLParserRef) throws(Raised) -> Void) {
    guard let ref = XMLParserRef(user: user) else { return }
    do throws(Raised) {
      if ref.p.pointee.textCount > 0 { ref.deliverText() }
      try body(ref)
    } catch {
      ref.p.pointee.pending = takeRaised()
      ref.object.noteWrite()
    }
  }

  private static func name(_ ref: XMLParserRef, _ text: UnsafePointer<CChar>) -> Value {
    ref.p.pointee.names.unsafelyUnwrapped.pointee.name(text, ListRef(ref.p.pointee.nameList))
  }

  private static func str(_ text: XMLText) -> Value {
    guard let text else { return .none }
    return str(text, strlen(text))
  }

  private static func str(_ text: UnsafePointer<CChar>, _ count: Int) -> Value {
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return StrRef.utf8(bytes, count: count).value
  }

  // MARK: Elements

  static let start: Libexpat.StartElementCallback = { user, tag, attributes in
    guard let tag else { return }
    run(user) { (ref) throws(Raised) in
      let name = name(ref, tag)
      let dict = XMLParserCallbacks.attributes(ref, attributes)
      if ref.p.pointee.hasBuilder {
        _ = try ref.builder.open(name, dict)
      } else if ref.p.pointee.start.isPresent {
        _ = try Call.function(
          ref.p.pointee.start, name, dict.isAbsent ? DictRef.make().value : dict)
      }
    }
  }

  /// A dict; absent without attributes.
  private static func attributes(_ ref: XMLParserRef, _ texts: UnsafePointer<XMLText>?) -> Value {
    guard let texts, texts[0] != nil else { return .absent }
    let dict = DictRef.make()
    var i = 0
    while let key = texts[i] {
      let name = name(ref, key)
      dict.setStr(name, str(texts[i + 1]))
      i += 2
    }
    return dict.value
  }

  static let end: Libexpat.TextCallback = { user, tag in
    guard let tag else { return }
    run(user) { (ref) throws(Raised) in
      if ref.p.pointee.hasBuilder {
        _ = try ref.builder.close()
      } else if ref.p.pointee.end.isPresent {
        _ = try Call.function(ref.p.pointee.end, name(ref, tag))
      }
    }
  }

  // MARK: Text

  static let data: Libexpat.DataCallback = { user, text, count in
    guard let text, let ref = XMLParserRef(user: user) else { return }
    if ref.p.pointee.hasBuilder {
      let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
      return ref.gather(bytes, Int(count))
    }
    if ref.p.pointee.data.isAbsent { return }
    run(user) { (ref) throws(Raised) in
      _ = try Call.function(ref.p.pointee.data, str(text, Int(count)))
    }
  }

  /// All that has no handler: of that, only references to entities that are not declared matter.
  static let other: Libexpat.DataCallback = { user, text, count in
    guard let text, count >= 2, text[0] == CChar(UInt8(ascii: "&")) else { return }
    run(user) { (ref) throws(Raised) in
      let value = try DictRef(ref.p.pointee.entities).get(str(text + 1, Int(count) - 2))
      if value.isAbsent {
        let name = StrRef(str(text, Int(count))).text
        // The library's number for an undefined entity.
        throw ref.failed("undefined entity \(name)", 11)
      }
      if ref.p.pointee.hasBuilder {
        ref.builder.add(data: value)
      } else if ref.p.pointee.data.isPresent {
        _ = try Call.function(ref.p.pointee.data, value)
      }
    }
  }

  // MARK: Comments, processing instructions, the document type

  static let comment: Libexpat.TextCallback = { user, text in
    run(user) { (ref) throws(Raised) in
      if ref.p.pointee.hasBuilder {
        _ = try ref.builder.comment(str(text))
      } else if ref.p.pointee.comment.isPresent {
        _ = try Call.function(ref.p.pointee.comment, str(text))
      }
    }
  }

  static let instruction: Libexpat.TextsCallback = { user, target, content in
    run(user) { (ref) throws(Raised) in
      let name = str(target)
      if ref.p.pointee.hasBuilder {
        _ = try ref.builder.instruction(name, str(content))
      } else if ref.p.pointee.instruction.isPresent {
        _ = try Call.function(ref.p.pointee.instruction, name, str(content))
      }
    }
  }

  static let doctype: Libexpat.StartDoctypeCallback = { user, name, system, publicName, _ in
    run(user) { (ref) throws(Raised) in
      let handler = ref.p.pointee.doctype
      if handler.isPresent {
        let (first, second) = (str(name), str(publicName))
        _ = try Call.function(handler, first, second, str(system))
      } else if try Attributes.lookup(ref.value, Interning.intern("doctype")).isPresent {
        try Warnings.warn(
          .runtimeWarning,
          "The doctype() method of XMLParser is ignored.  Define doctype() method on the "
            + "TreeBuilder target.")
      }
    }
  }

  // MARK: Namespaces

  static let startNamespace: Libexpat.TextsCallback = { user, prefix, uri in
    run(user) { (ref) throws(Raised) in
      let first = prefix == nil ? Value("") : str(prefix)
      let second = uri == nil ? Value("") : str(uri)
      if ref.p.pointee.hasBuilder {
        let pair = TupleRef.of(first, second).value
        try ref.builder.report(ref.builder.p.pointee.startNamespaceEvent, pair)
      } else if ref.p.pointee.startNamespace.isPresent {
        _ = try Call.function(ref.p.pointee.startNamespace, first, second)
      }
    }
  }

  static let endNamespace: Libexpat.TextCallback = { user, prefix in
    run(user) { (ref) throws(Raised) in
      if ref.p.pointee.hasBuilder {
        try ref.builder.report(ref.builder.p.pointee.endNamespaceEvent, .none)
      } else if ref.p.pointee.endNamespace.isPresent {
        let first = prefix == nil ? Value("") : str(prefix)
        _ = try Call.function(ref.p.pointee.endNamespace, first)
      }
    }
  }

  static let unknownEncoding: Libexpat.EncodingCallback = { user, name, encoding in
    guard let name, let encoding else { return 0 }
    var isKnown: Int32 = 0
    run(user) { (ref) throws(Raised) in
      try ExpatCallbacks.fill(encoding, forEncoding: name)
      isKnown = 1
    }
    return isKnown
  }
}
