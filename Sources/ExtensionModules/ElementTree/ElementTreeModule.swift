// The module `_elementtree`: what `xml.etree.ElementTree` uses in place of its own classes.

import TaipanRuntime

public enum ElementTreeModule {
  static let functions: [NativeMethod] = [
    NativeMethod("SubElement", "($module, parent, tag, attrib={}, /, **extra)", makeChild),
    NativeMethod("_set_factories", "($module, comment_factory, pi_factory, /)", setFactories),
  ]

  static let parseError = NativeError(
    "ParseError", module: "xml.etree.ElementTree", base: .syntaxError)

  /// What makes comments and processing instructions where a builder was given nothing; None or a function.
  static let commentFactory = Heap.makeRoot(.none)
  static let instructionFactory = Heap.makeRoot(.none)

  static let elementPath = LibraryModule("xml.etree.ElementPath")
  static let copying = LibraryModule("copy")

  public static func make() throws(Raised) -> ModuleRef {
    if Libexpat.shared == nil { throw DynamicLibrary.missing("_elementtree", "libexpat.so.1") }
    let module = NativeModules.make("_elementtree", functions)
    module.dict.setStr("ParseError", parseError.type)
    module.dict.setStr("Element", ElementObject.type.value)
    module.dict.setStr("TreeBuilder", TreeBuilderObject.type.value)
    module.dict.setStr("XMLParser", XMLParserObject.type.value)
    return module
  }

  private static func setFactories(_ a: Args) throws(Raised) -> Value {
    try requireCallable(a[0], "Comment")
    try requireCallable(a[1], "PI")
    let old = TupleRef.of(commentFactory.pointee, instructionFactory.pointee)
    commentFactory.pointee = a[0]
    instructionFactory.pointee = a[1]
    return old.value
  }

  private static func requireCallable(_ value: Value, _ name: String) throws(Raised) {
    let type = value.type
    if value.isNone || type == .function || type == .builtinFunction || type == .method { return }
    if type.special(.call).isPresent { return }
    throw raise(.typeError, "\(name) factory must be callable, not \(value.typeName)")
  }

  private static func makeChild(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 2 {
      throw raise(
        .typeError, "SubElement() takes at least 2 arguments (\(a.positionalCount) given)")
    }
    if a.positionalCount > 3 {
      throw raise(
        .typeError, "SubElement() takes at most 3 arguments (\(a.positionalCount) given)")
    }
    let parent = try ElementRef.required(a[0], "SubElement() argument 1")
    let attributes = try ElementObject.attributes(a, at: 2, "SubElement() argument 3")
    let child = ElementRef.make(a[1], attributes: attributes)
    parent.append(child.value)
    return child.value
  }
}

/// A module of the library whose functions are asked for by name.
struct LibraryModule {
  private let name: String
  private let slot = Heap.makeRoot(.absent)

  init(_ name: String) { self.name = name }

  /// - Throws: what the import raises.
  func function(_ function: String) throws(Raised) -> Value {
    if slot.pointee.isAbsent { slot.pointee = try Imports.importModule(name) }
    return try Attributes.get(slot.pointee, function)
  }
}
