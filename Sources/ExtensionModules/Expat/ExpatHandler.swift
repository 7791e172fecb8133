// The handlers of a parser by name, and how each is made known to the library.

import TaipanRuntime

enum ExpatHandler: Int, CaseIterable {
  case startElement, endElement, processingInstruction, characterData, unparsedEntityDecl
  case notationDecl, startNamespaceDecl, endNamespaceDecl, comment, startCdata, endCdata
  case defaultPlain, defaultExpand, notStandalone, externalEntityRef, startDoctype, endDoctype
  case entityDecl, xmlDecl, elementDecl, attlistDecl, skippedEntity

  /// Has the library call the handler, or not any more: what is not wanted costs nothing, and for some
  /// handlers their presence alone changes what the library does.
  func install(_ ref: ExpatRef, isOn: Bool) {
    let library = ref.library
    let parser = ref.parser
    func set<Callback>(_ setter: Libexpat.Setter, _ callback: Callback) {
      setter(parser, isOn ? Libexpat.address(of: callback) : nil)
    }
    switch self {
    case .startElement: set(library.setStartElement, ExpatCallbacks.startElement)
    case .endElement: set(library.setEndElement, ExpatCallbacks.endElement)
    case .processingInstruction:
      set(library.setProcessingInstruction, ExpatCallbacks.processingInstruction)
    case .characterData: installCharacterData(ref, isOn)
    case .unparsedEntityDecl: set(library.setUnparsedEntityDecl, ExpatCallbacks.unparsedEntity)
    case .notationDecl: set(library.setNotationDecl, ExpatCallbacks.notation)
    case .startNamespaceDecl: set(library.setStartNamespaceDecl, ExpatCallbacks.startNamespace)
    case .endNamespaceDecl: set(library.setEndNamespaceDecl, ExpatCallbacks.endNamespace)
    case .comment: set(library.setComment, ExpatCallbacks.comment)
    case .startCdata: set(library.setStartCdata, ExpatCallbacks.startCdata)
    case .endCdata: set(library.setEndCdata, ExpatCallbacks.endCdata)
    case .defaultPlain: set(library.setDefault, ExpatCallbacks.defaultPlain)
    case .defaultExpand: set(library.setDefaultExpand, ExpatCallbacks.defaultExpand)
    case .notStandalone: set(library.setNotStandalone, ExpatCallbacks.notStandalone)
    case .externalEntityRef: set(library.setExternalEntityRef, ExpatCallbacks.externalEntity)
    case .startDoctype: set(library.setStartDoctype, ExpatCallbacks.startDoctype)
    case .endDoctype: set(library.setEndDoctype, ExpatCallbacks.endDoctype)
    case .entityDecl: set(library.setEntityDecl, ExpatCallbacks.entity)
    case .xmlDecl: set(library.setXmlDecl, ExpatCallbacks.xmlDeclaration)
    case .elementDecl: set(library.setElementDecl, ExpatCallbacks.element)
    case .attlistDecl: set(library.setAttlistDecl, ExpatCallbacks.attributes)
    case .skippedEntity: set(library.setSkippedEntity, ExpatCallbacks.skippedEntity)
    }
  }

  /// The library goes on calling for the rest of a text that its handler was taken from: in a callback
  /// it gets one that does nothing.
  private func installCharacterData(_ ref: ExpatRef, _ isOn: Bool) {
    func set(_ callback: Libexpat.DataCallback?) {
      ref.library.setCharacterData(ref.parser, callback.map { Libexpat.address(of: $0) })
    }
    if !isOn, ref.p.pointee.isInCallback {
      set(ExpatCallbacks.ignoredData)
    } else {
      set(isOn ? ExpatCallbacks.characterData : nil)
    }
  }

  /// The attributes of parsers that hold the handlers.
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "StartElementHandler", { a throws(Raised) in get(a, .startElement) },
      set: { a throws(Raised) in try set(a, .startElement) }),
    NativeGetSet(
      "EndElementHandler", { a throws(Raised) in get(a, .endElement) },
      set: { a throws(Raised) in try set(a, .endElement) }),
    NativeGetSet(
      "ProcessingInstructionHandler",
      { a throws(Raised) in get(a, .processingInstruction) },
      set: { a throws(Raised) in try set(a, .processingInstruction) }),
    NativeGetSet(
      "CharacterDataHandler", { a throws(Raised) in get(a, .characterData) },
      set: { a throws(Raised) in try set(a, .characterData) }),
    NativeGetSet(
      "UnparsedEntityDeclHandler", { a throws(Raised) in get(a, .unparsedEntityDecl) },
      set: { a throws(Raised) in try set(a, .unparsedEntityDecl) }),
    NativeGetSet(
      "NotationDeclHandler", { a throws(Raised) in get(a, .notationDecl) },
      set: { a throws(Raised) in try set(a, .notationDecl) }),
    NativeGetSet(
      "StartNamespaceDeclHandler", { a throws(Raised) in get(a, .startNamespaceDecl) },
      set: { a throws(Raised) in try set(a, .startNamespaceDecl) }),
    NativeGetSet(
      "EndNamespaceDeclHandler", { a throws(Raised) in get(a, .endNamespaceDecl) },
      set: { a throws(Raised) in try set(a, .endNamespaceDecl) }),
    NativeGetSet(
      "CommentHandler", { a throws(Raised) in get(a, .comment) },
      set: { a throws(Raised) in try set(a, .comment) }),
    NativeGetSet(
      "StartCdataSectionHandler", { a throws(Raised) in get(a, .startCdata) },
      set: { a throws(Raised) in try set(a, .startCdata) }),
    NativeGetSet(
      "EndCdataSectionHandler", { a throws(Raised) in get(a, .endCdata) },
      set: { a throws(Raised) in try set(a, .endCdata) }),
    NativeGetSet(
      "DefaultHandler", { a throws(Raised) in get(a, .defaultPlain) },
      set: { a throws(Raised) in try set(a, .defaultPlain) }),
    NativeGetSet(
      "DefaultHandlerExpand", { a throws(Raised) in get(a, .defaultExpand) },
      set: { a throws(Raised) in try set(a, .defaultExpand) }),
    NativeGetSet(
      "NotStandaloneHandler", { a throws(Raised) in get(a, .notStandalone) },
      set: { a throws(Raised) in try set(a, .notStandalone) }),
    NativeGetSet(
      "ExternalEntityRefHandler", { a throws(Raised) in get(a, .externalEntityRef) },
      set: { a throws(Raised) in try set(a, .externalEntityRef) }),
    NativeGetSet(
      "StartDoctypeDeclHandler", { a throws(Raised) in get(a, .startDoctype) },
      set: { a throws(Raised) in try set(a, .startDoctype) }),
    NativeGetSet(
      "EndDoctypeDeclHandler", { a throws(Raised) in get(a, .endDoctype) },
      set: { a throws(Raised) in try set(a, .endDoctype) }),
    NativeGetSet(
      "EntityDeclHandler", { a throws(Raised) in get(a, .entityDecl) },
      set: { a throws(Raised) in try set(a, .entityDecl) }),
    NativeGetSet(
      "XmlDeclHandler", { a throws(Raised) in get(a, .xmlDecl) },
      set: { a throws(Raised) in try set(a, .xmlDecl) }),
    NativeGetSet(
      "ElementDeclHandler", { a throws(Raised) in get(a, .elementDecl) },
      set: { a throws(Raised) in try set(a, .elementDecl) }),
    NativeGetSet(
      "AttlistDeclHandler", { a throws(Raised) in get(a, .attlistDecl) },
      set: { a throws(Raised) in try set(a, .attlistDecl) }),
    NativeGetSet(
      "SkippedEntityHandler", { a throws(Raised) in get(a, .skippedEntity) },
      set: { a throws(Raised) in try set(a, .skippedEntity) }),
  ]

  private static func get(_ a: Args, _ handler: ExpatHandler) -> Value {
    ExpatRef(a[0]).handler(handler)
  }

  private static func set(_ a: Args, _ handler: ExpatHandler) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.runtimeError, "Cannot delete attribute") }
    try ExpatRef(a[0]).set(handler, a[1])
    return .none
  }
}
