// The module `pyexpat`: an interface to libexpat, under `xml.parsers.expat`.

import Glibc
import TaipanRuntime

public enum ExpatModule {
  static let error = NativeError("ExpatError", module: "xml.parsers.expat", base: .exception)

  static let functions: [NativeMethod] = [
    NativeMethod(
      "ParserCreate",
      "($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)", create),
    NativeMethod("ErrorString", "($module, code, /)", errorString),
  ]

  /// Names of the library's error codes, from 1 on, and its own texts for them; a library that is older
  /// than a code has no text.
  private static let errors: [(name: StaticString, text: StaticString)] = [
    ("XML_ERROR_NO_MEMORY", "out of memory"), ("XML_ERROR_SYNTAX", "syntax error"),
    ("XML_ERROR_NO_ELEMENTS", "no element found"),
    ("XML_ERROR_INVALID_TOKEN", "not well-formed (invalid token)"),
    ("XML_ERROR_UNCLOSED_TOKEN", "unclosed token"),
    ("XML_ERROR_PARTIAL_CHAR", "partial character"),
    ("XML_ERROR_TAG_MISMATCH", "mismatched tag"),
    ("XML_ERROR_DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    ("XML_ERROR_JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    ("XML_ERROR_PARAM_ENTITY_REF", "illegal parameter entity reference"),
    ("XML_ERROR_UNDEFINED_ENTITY", "undefined entity"),
    ("XML_ERROR_RECURSIVE_ENTITY_REF", "recursive entity reference"),
    ("XML_ERROR_ASYNC_ENTITY", "asynchronous entity"),
    ("XML_ERROR_BAD_CHAR_REF", "reference to invalid character number"),
    ("XML_ERROR_BINARY_ENTITY_REF", "reference to binary entity"),
    ("XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    ("XML_ERROR_MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    ("XML_ERROR_UNKNOWN_ENCODING", "unknown encoding"),
    ("XML_ERROR_INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    ("XML_ERROR_UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    ("XML_ERROR_EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    ("XML_ERROR_NOT_STANDALONE", "document is not standalone"),
    ("XML_ERROR_UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    ("XML_ERROR_ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    (
      "XML_ERROR_FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"
    ),
    ("XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    ("XML_ERROR_UNBOUND_PREFIX", "unbound prefix"),
    ("XML_ERROR_UNDECLARING_PREFIX", "must not undeclare prefix"),
    ("XML_ERROR_INCOMPLETE_PE", "incomplete markup in parameter entity"),
    ("XML_ERROR_XML_DECL", "XML declaration not well-formed"),
    ("XML_ERROR_TEXT_DECL", "text declaration not well-formed"),
    ("XML_ERROR_PUBLICID", "illegal character(s) in public id"),
    ("XML_ERROR_SUSPENDED", "parser suspended"),
    ("XML_ERROR_NOT_SUSPENDED", "parser not suspended"),
    ("XML_ERROR_ABORTED", "parsing aborted"), ("XML_ERROR_FINISHED", "parsing finished"),
    ("XML_ERROR_SUSPEND_PE", "cannot suspend in external parameter entity"),
    (
      "XML_ERROR_RESERVED_PREFIX_XML",
      "reserved prefix (xml) must not be undeclared or bound to another namespace name"
    ),
    (
      "XML_ERROR_RESERVED_PREFIX_XMLNS",
      "reserved prefix (xmlns) must not be declared or undeclared"
    ),
    (
      "XML_ERROR_RESERVED_NAMESPACE_URI",
      "prefix must not be bound to one of the reserved namespace names"
    ),
    ("XML_ERROR_INVALID_ARGUMENT", "invalid argument"),
    (
      "XML_ERROR_NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"
    ),
    (
      "XML_ERROR_AMPLIFICATION_LIMIT_BREACH",
      "limit on input amplification factor (from DTD and entities) breached"
    ),
  ]
  private static let modelConstants: [(StaticString, Int)] = [
    ("XML_CTYPE_EMPTY", 1), ("XML_CTYPE_ANY", 2), ("XML_CTYPE_MIXED", 3), ("XML_CTYPE_NAME", 4),
    ("XML_CTYPE_CHOICE", 5), ("XML_CTYPE_SEQ", 6), ("XML_CQUANT_NONE", 0),
    ("XML_CQUANT_OPT", 1), ("XML_CQUANT_REP", 2), ("XML_CQUANT_PLUS", 3),
  ]

  public static func make() throws(Raised) -> ModuleRef {
    guard let library = Libexpat.shared else {
      throw DynamicLibrary.missing("pyexpat", "libexpat.so.1")
    }
    let module = NativeModules.make("pyexpat", functions)
    let dict = module.dict
    dict.setStr("__doc__", Value("Python wrapper for Expat parser."))
    dict.setStr("XMLParserType", ExpatParser.type.value)
    dict.setStr("ExpatError", error.type)
    dict.setStr("error", error.type)
    dict.setStr("native_encoding", Value("UTF-8"))
    let version = String(cString: library.version().unsafelyUnwrapped)
    dict.setStr("EXPAT_VERSION", Value(version))
    let numbers = version.split(separator: "_").last?.split(separator: ".") ?? []
    dict.setStr("version_info", versionTuple(numbers.map { Int($0) ?? 0 }))
    dict.setStr("features", features(library))
    for (i, name) in ["NEVER", "UNLESS_STANDALONE", "ALWAYS"].enumerated() {
      dict.setStr("XML_PARAM_ENTITY_PARSING_\(name)", Value(i))
    }
    addErrors(to: dict)
    addModel(to: dict)
    return module
  }

  private static func versionTuple(_ numbers: [Int]) -> Value {
    let tuple = TupleRef.make(count: numbers.count)
    for (i, number) in numbers.enumerated() { tuple.set(i, Value(number)) }
    return tuple.value
  }

  /// `XML_Feature`: an enum, 0 at the end of the list; the name at 8, a number at 16, 24 bytes each.
  private static func features(_ library: Libexpat) -> Value {
    let list = ListRef.make()
    var row = library.features()
    while row.load(as: Int32.self) != 0 {
      let name = String(cString: row.load(fromByteOffset: 8, as: UnsafePointer<CChar>.self))
      list.append(
        TupleRef.of(Value(name), Value(row.load(fromByteOffset: 16, as: Int.self))).value)
      row += 24
    }
    return list.value
  }

  private static func addErrors(to dict: DictRef) {
    let module = ModuleRef.make("pyexpat.errors")
    module.dict.setStr("__doc__", Value("Constants used to describe error conditions."))
    let codes = DictRef.make()
    let messages = DictRef.make()
    for (i, row) in errors.enumerated() {
      let text = row.text.interned
      module.dict.setStr(row.name.interned, text)
      codes.setStr(text, Value(i + 1))
      messages.insert(Value(i + 1), i + 1, text)
    }
    module.dict.setStr("codes", codes.value)
    module.dict.setStr("messages", messages.value)
    dict.setStr("errors", module.value)
    Imports.modules.setStr("pyexpat.errors", module.value)
  }

  private static func addModel(to dict: DictRef) {
    let module = ModuleRef.make("pyexpat.model")
    module.dict.setStr(
      "__doc__", Value("Constants used to interpret content model information."))
    for (name, number) in modelConstants { module.dict.setStr(name.interned, Value(number)) }
    dict.setStr("model", module.value)
    Imports.modules.setStr("pyexpat.model", module.value)
  }

  // MARK: Functions

  /// A str as a text of C.
  ///
  /// - Throws: ValueError for one with a null character; UnicodeEncodeError.
  static func cText(_ value: Value) throws(Raised) -> [CChar] {
    let bytes = BytesRef(try Codecs.encode(StrRef(value), "utf-8", "strict"))
    var text: [CChar] = []
    for byte in bytes.buffer {
      if byte == 0 { throw raise(.valueError, "embedded null character") }
      text.append(CChar(bitPattern: byte))
    }
    return text + [0]
  }

  private static func optionalText(_ value: Value, _ name: String) throws(Raised) -> [CChar]? {
    if value.isAbsent || value.isNone { return nil }
    if !value.isStr {
      throw raise(
        .typeError,
        "ParserCreate() argument '\(name)' must be str or None, not \(value.argumentTypeName)")
    }
    return try cText(value)
  }

  static func create(_ a: Args) throws(Raised) -> Value {
    let encoding = try optionalText(a[0], "encoding")
    let separator = try optionalText(a[1], "namespace_separator")
    if let separator, separator.count > 2 {
      throw raise(
        .valueError,
        "namespace_separator must be at most one character, omitted, or None")
    }
    var interned = a[2]
    if interned.isAbsent { interned = DictRef.make().value }
    if !interned.isNone, !interned.isDict {
      throw raise(.typeError, "intern must be a dictionary")
    }
    let library = Libexpat.shared.unsafelyUnwrapped
    let made = encoding.withTextPointer { encoding in
      separator.withTextPointer { library.create(encoding, nil, $0) }
    }
    guard let parser = made else { throw raise(.memoryError) }
    let ref = ExpatRef.make(ExpatHandle.make(parser), interned: interned)
    _ = library.setHashSalt(parser, UInt.random(in: 1...UInt.max))
    ref.p.pointee.defersReparsing = library.setReparseDeferral != nil
    return ref.value
  }

  static func errorString(_ a: Args) throws(Raised) -> Value {
    let code = Int32(truncatingIfNeeded: try Convert.machineInt(a[0]))
    guard let text = Libexpat.shared.unsafelyUnwrapped.errorText(code) else { return .none }
    return Value(String(cString: text))
  }

  /// The ExpatError of a code, at the place that the parser has reached.
  static func failed(_ ref: ExpatRef, _ code: Int32) -> Raised {
    let library = ref.library
    let (line, column) = (library.line(ref.parser), library.column(ref.parser))
    let text = library.errorText(code).map { String(cString: $0) } ?? "unknown error"
    let message = Value("\(text): line \(line), column \(column)")
    let exception = ExceptionRef.make(TypeRef(error.type), args: TupleRef.of(message)).value
    do throws(Raised) {
      try Attributes.set(exception, "code", Value(Int(code)))
      try Attributes.set(exception, "offset", Value(column))
      try Attributes.set(exception, "lineno", Value(line))
    } catch {
      return error
    }
    return setRaised(exception)
  }
}
