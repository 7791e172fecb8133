import PythonSyntax

/// Names that the compiler itself uses, interned in the tree at hand.
struct WellKnownNames {
  let annotation, classCell, classDict, classDictCell, classCellStore, doc, module, name: Identifier
  let qualifiedName, firstLine, staticAttributes, annotations, typeParameters: Identifier
  let typeParametersLocal, genericBase, defaults, keywordDefaults, iterable: Identifier
  let top, lambda, genexpr, listcomp, setcomp, dictcomp: Identifier
  let moduleCode, lambdaCode, genexprCode, listcompCode, setcompCode, dictcompCode: Identifier
  let superName, selfName, returnName, debug, join, empty, future: Identifier

  init(_ tree: SyntaxTree) {
    annotation = tree.intern("_annotation")
    classCell = tree.intern("__class__")
    classDict = tree.intern("__classdict__")
    classDictCell = tree.intern("__classdictcell__")
    classCellStore = tree.intern("__classcell__")
    doc = tree.intern("__doc__")
    module = tree.intern("__module__")
    name = tree.intern("__name__")
    qualifiedName = tree.intern("__qualname__")
    firstLine = tree.intern("__firstlineno__")
    staticAttributes = tree.intern("__static_attributes__")
    annotations = tree.intern("__annotations__")
    typeParameters = tree.intern("__type_params__")
    typeParametersLocal = tree.intern(".type_params")
    genericBase = tree.intern(".generic_base")
    defaults = tree.intern(".defaults")
    keywordDefaults = tree.intern(".kwdefaults")
    iterable = tree.intern(".0")
    top = tree.intern("top")
    lambda = tree.intern("lambda")
    genexpr = tree.intern("genexpr")
    listcomp = tree.intern("listcomp")
    setcomp = tree.intern("setcomp")
    dictcomp = tree.intern("dictcomp")
    moduleCode = tree.intern("<module>")
    lambdaCode = tree.intern("<lambda>")
    genexprCode = tree.intern("<genexpr>")
    listcompCode = tree.intern("<listcomp>")
    setcompCode = tree.intern("<setcomp>")
    dictcompCode = tree.intern("<dictcomp>")
    superName = tree.intern("super")
    selfName = tree.intern("self")
    returnName = tree.intern("return")
    debug = tree.intern("__debug__")
    join = tree.intern("join")
    empty = tree.intern("")
    future = tree.intern("__future__")
  }
}

/// Private names: `__x` in class `C` means `_C__x`.
struct NameMangler {
  private let tree: SyntaxTree

  init(_ tree: SyntaxTree) { self.tree = tree }

  /// The name that `name` stands for in `scope`, inside the class called `className`.
  func mangle(_ name: Identifier, in scope: Scope, className: Identifier?) -> Identifier {
    guard let className else { return name }
    if let mangled = scope.mangledNames, !mangled.names.contains(name) { return name }
    return mangle(name, className: className)
  }

  func mangle(_ name: Identifier, className: Identifier?) -> Identifier {
    let bytes = name.utf8
    let underscore = UInt8(ascii: "_")
    guard let className, bytes.count > 2, bytes[0] == underscore, bytes[1] == underscore else {
      return name
    }
    let endsInTwo = bytes[bytes.count - 1] == underscore && bytes[bytes.count - 2] == underscore
    // Dotted names come from imports and are never private.
    if endsInTwo || bytes.contains(UInt8(ascii: ".")) { return name }
    let stripped = className.utf8.drop { $0 == underscore }
    if stripped.isEmpty { return name }
    return tree.intern(
      "_" + String(decoding: stripped, as: UTF8.self) + String(decoding: bytes, as: UTF8.self))
  }
}
