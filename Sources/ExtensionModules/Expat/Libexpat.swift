// The functions of libexpat that `pyexpat` uses. Declared here, not by its header: the library is loaded
// at run time, and these signatures belong to its stable interface (libexpat.so.1).

import TaipanRuntime

/// `XML_Parser`, opaque to callers but for its first word: the user data.
typealias XMLParser = UnsafeMutableRawPointer
/// A UTF-8 text that ends with a zero byte; nil for what a document does not say.
typealias XMLText = UnsafePointer<CChar>?
/// The user data of callbacks: the address of the Python parser object.
typealias XMLUser = UnsafeMutableRawPointer?

struct Libexpat {
  typealias TextCallback = @convention(c) (XMLUser, XMLText) -> Void
  typealias TextsCallback = @convention(c) (XMLUser, XMLText, XMLText) -> Void
  typealias PlainCallback = @convention(c) (XMLUser) -> Void
  typealias DataCallback = @convention(c) (XMLUser, XMLText, Int32) -> Void
  typealias AnswerCallback = @convention(c) (XMLUser) -> Int32
  typealias StartElementCallback =
    @convention(c) (XMLUser, XMLText, UnsafePointer<XMLText>?) -> Void
  typealias UnparsedEntityCallback =
    @convention(c) (XMLUser, XMLText, XMLText, XMLText, XMLText, XMLText) -> Void
  typealias NotationCallback =
    @convention(c) (XMLUser, XMLText, XMLText, XMLText, XMLText) -> Void
  typealias ExternalEntityCallback =
    @convention(c) (XMLUser, XMLText, XMLText, XMLText, XMLText) -> Int32
  typealias StartDoctypeCallback =
    @convention(c) (XMLUser, XMLText, XMLText, XMLText, Int32) -> Void
  typealias EntityCallback =
    @convention(c) (
      XMLUser, XMLText, Int32, XMLText, Int32, XMLText, XMLText, XMLText, XMLText
    ) -> Void
  typealias ElementCallback = @convention(c) (XMLUser, XMLText, UnsafeMutableRawPointer?) -> Void
  typealias AttributesCallback =
    @convention(c) (XMLUser, XMLText, XMLText, XMLText, XMLText, Int32) -> Void
  typealias EncodingCallback =
    @convention(c) (XMLUser, XMLText, UnsafeMutableRawPointer?) -> Int32
  /// The second argument is a callback; C has no generic types, so it is given as a bare address.
  typealias Setter = @convention(c) (XMLParser, UnsafeRawPointer?) -> Void
  typealias Number = @convention(c) (XMLParser) -> Int

  let create: @convention(c) (XMLText, UnsafeRawPointer?, UnsafePointer<CChar>?) -> XMLParser?
  let createExternal: @convention(c) (XMLParser, XMLText, XMLText) -> XMLParser?
  let free: @convention(c) (XMLParser) -> Void
  let setUserData: @convention(c) (XMLParser, XMLUser) -> Void
  let setEncoding: @convention(c) (XMLParser, XMLText) -> Int32
  let setHashSalt: @convention(c) (XMLParser, UInt) -> Int32
  let parse: @convention(c) (XMLParser, UnsafePointer<UInt8>, Int32, Int32) -> Int32
  let setBase: @convention(c) (XMLParser, XMLText) -> Int32
  let getBase: @convention(c) (XMLParser) -> XMLText
  let inputContext:
    @convention(c) (XMLParser, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>)
      -> UnsafePointer<UInt8>?
  let setParameterEntityParsing: @convention(c) (XMLParser, Int32) -> Int32
  let useForeignDTD: @convention(c) (XMLParser, UInt8) -> Int32
  let setReturnTriplet: @convention(c) (XMLParser, Int32) -> Void
  let specifiedAttributeCount: @convention(c) (XMLParser) -> Int32
  let freeContentModel: @convention(c) (XMLParser, UnsafeMutableRawPointer) -> Void
  let errorCode: @convention(c) (XMLParser) -> Int32
  let errorText: @convention(c) (Int32) -> XMLText
  let line: Number
  let column: Number
  let byteIndex: Number
  let version: @convention(c) () -> XMLText
  let features: @convention(c) () -> UnsafeRawPointer
  /// Of libexpat 2.6 and later.
  let setReparseDeferral: (@convention(c) (XMLParser, UInt8) -> UInt8)?

  let setStartElement: Setter
  let setEndElement: Setter
  let setProcessingInstruction: Setter
  let setCharacterData: Setter
  let setUnparsedEntityDecl: Setter
  let setNotationDecl: Setter
  let setStartNamespaceDecl: Setter
  let setEndNamespaceDecl: Setter
  let setComment: Setter
  let setStartCdata: Setter
  let setEndCdata: Setter
  let setDefault: Setter
  let setDefaultExpand: Setter
  let setNotStandalone: Setter
  let setExternalEntityRef: Setter
  let setStartDoctype: Setter
  let setEndDoctype: Setter
  let setEntityDecl: Setter
  let setXmlDecl: Setter
  let setElementDecl: Setter
  let setAttlistDecl: Setter
  let setSkippedEntity: Setter
  let setUnknownEncoding: @convention(c) (XMLParser, EncodingCallback?, XMLUser) -> Void
  typealias DataCallbackOfDeclaration =
    @convention(c) (XMLUser, XMLText, XMLText, Int32) -> Void

  /// The address of a function of C type.
  static func address<Callback>(of callback: Callback) -> UnsafeRawPointer {
    unsafeBitCast(callback, to: UnsafeRawPointer.self)
  }

  /// The loaded library; nil where there is none.
  static let shared: Libexpat? = {
    guard let library = DynamicLibrary(["libexpat.so.1"]) else { return nil }
    return try? Libexpat(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    create = try library.function("XML_ParserCreate_MM")
    createExternal = try library.function("XML_ExternalEntityParserCreate")
    free = try library.function("XML_ParserFree")
    setUserData = try library.function("XML_SetUserData")
    setEncoding = try library.function("XML_SetEncoding")
    setHashSalt = try library.function("XML_SetHashSalt")
    parse = try library.function("XML_Parse")
    setBase = try library.function("XML_SetBase")
    getBase = try library.function("XML_GetBase")
    inputContext = try library.function("XML_GetInputContext")
    setParameterEntityParsing = try library.function("XML_SetParamEntityParsing")
    useForeignDTD = try library.function("XML_UseForeignDTD")
    setReturnTriplet = try library.function("XML_SetReturnNSTriplet")
    specifiedAttributeCount = try library.function("XML_GetSpecifiedAttributeCount")
    freeContentModel = try library.function("XML_FreeContentModel")
    errorCode = try library.function("XML_GetErrorCode")
    errorText = try library.function("XML_ErrorString")
    line = try library.function("XML_GetCurrentLineNumber")
    column = try library.function("XML_GetCurrentColumnNumber")
    byteIndex = try library.function("XML_GetCurrentByteIndex")
    version = try library.function("XML_ExpatVersion")
    features = try library.function("XML_GetFeatureList")
    setReparseDeferral = library.find("XML_SetReparseDeferralEnabled")
    setStartElement = try library.function("XML_SetStartElementHandler")
    setEndElement = try library.function("XML_SetEndElementHandler")
    setProcessingInstruction = try library.function("XML_SetProcessingInstructionHandler")
    setCharacterData = try library.function("XML_SetCharacterDataHandler")
    setUnparsedEntityDecl = try library.function("XML_SetUnparsedEntityDeclHandler")
    setNotationDecl = try library.function("XML_SetNotationDeclHandler")
    setStartNamespaceDecl = try library.function("XML_SetStartNamespaceDeclHandler")
    setEndNamespaceDecl = try library.function("XML_SetEndNamespaceDeclHandler")
    setComment = try library.function("XML_SetCommentHandler")
    setStartCdata = try library.function("XML_SetStartCdataSectionHandler")
    setEndCdata = try library.function("XML_SetEndCdataSectionHandler")
    setDefault = try library.function("XML_SetDefaultHandler")
    setDefaultExpand = try library.function("XML_SetDefaultHandlerExpand")
    setNotStandalone = try library.function("XML_SetNotStandaloneHandler")
    setExternalEntityRef = try library.function("XML_SetExternalEntityRefHandler")
    setStartDoctype = try library.function("XML_SetStartDoctypeDeclHandler")
    setEndDoctype = try library.function("XML_SetEndDoctypeDeclHandler")
    setEntityDecl = try library.function("XML_SetEntityDeclHandler")
    setXmlDecl = try library.function("XML_SetXmlDeclHandler")
    setElementDecl = try library.function("XML_SetElementDeclHandler")
    setAttlistDecl = try library.function("XML_SetAttlistDeclHandler")
    setSkippedEntity = try library.function("XML_SetSkippedEntityHandler")
    setUnknownEncoding = try library.function("XML_SetUnknownEncodingHandler")
  }
}
