// The module `_symtable`: the compiler's scopes as objects, for the library's `symtable`.

import PythonCompiler
import PythonSyntax
import TaipanRuntime

public enum SymtableModule {
  nonisolated(unsafe) fileprivate static var entryType = BuiltinType.object.ref

  public static func make() -> ModuleRef {
    entryType = NativeTypes.make(SymtableEntry.spec)
    let module = NativeModules.make("_symtable", functions)
    for constant in constants { module.dict.setStr(constant.name.interned, Value(constant.value)) }
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("symtable", "($module, source, filename, startstr, /)", symtable)
  ]

  /// Flags of a symbol, kinds of scopes, and places, which begin at bit 12 of the flags.
  private static let constants: [(name: StaticString, value: Int)] = [
    ("DEF_GLOBAL", 1), ("DEF_LOCAL", 2), ("DEF_PARAM", 4), ("DEF_NONLOCAL", 8), ("USE", 16),
    ("DEF_FREE", 32), ("DEF_FREE_CLASS", 64), ("DEF_IMPORT", 128), ("DEF_BOUND", 134),
    ("DEF_ANNOT", 256), ("TYPE_FUNCTION", 0), ("TYPE_CLASS", 1), ("TYPE_MODULE", 2),
    ("TYPE_ANNOTATION", 3), ("TYPE_TYPE_ALIAS", 4), ("TYPE_TYPE_PARAMETERS", 5),
    ("TYPE_TYPE_VARIABLE", 6), ("LOCAL", 1), ("GLOBAL_EXPLICIT", 2), ("GLOBAL_IMPLICIT", 3),
    ("FREE", 4), ("CELL", 5), ("SCOPE_OFF", 12), ("SCOPE_MASK", 15),
  ]

  /// The entry of the module scope of a source.
  ///
  /// - Throws: ValueError for an unknown mode; SyntaxError.
  static func symtable(_ a: Args) throws(Raised) -> Value {
    let fileName = try CompileBuiltins.fileName(a[1])
    let mode: ParserOptions.Mode
    switch try Convert.requireStr(a[2], "symtable() argument 3").text {
    case "exec": mode = .file
    case "eval": mode = .expression
    case "single": mode = .interactive
    default:
      throw raise(.valueError, "symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    }
    return try CompileBuiltins.withSource(a[0], "symtable", "AST") {
      (source) throws(Raised) in
      let tree = try SourceCompiler.parse(
        source.bytes, fileName: fileName, mode: mode, flags: 0, isText: source.isText)
      // Names do not keep their tree.
      defer { withExtendedLifetime(tree) {} }
      return try entry(of: try SourceCompiler.symbols(of: tree, fileName: fileName).top)
    }
  }

  fileprivate static func entry(of scope: Scope) throws(Raised) -> Value {
    try ThreadState.checkNativeStack()
    let object = Instances.allocate(entryType)
    let symbols = DictRef.make()
    for (name, flags) in scope.symbolFlags { symbols.setStr(name.object(), Value(flags)) }
    let parameters = ListRef.make()
    for name in scope.parameterNames { parameters.append(name.object()) }
    let children = ListRef.make()
    for child in scope.children { children.append(try entry(of: child)) }
    let fields = SymtableEntry.self
    object.store(Value(Int(bitPattern: ObjectIdentifier(scope))), at: object.word(fields.id))
    object.store(scope.name.object(), at: object.word(fields.name))
    object.store(symbols.value, at: object.word(fields.symbols))
    object.store(parameters.value, at: object.word(fields.variables))
    object.store(children.value, at: object.word(fields.children))
    object.store(Value(scope.isInsideFunction ? 1 : 0), at: object.word(fields.nested))
    object.store(Value(scope.kind.rawValue), at: object.word(fields.kind))
    let line = scope.kind == .module ? 0 : Int(scope.location.line)
    object.store(Value(line), at: object.word(fields.line))
    return Value(object)
  }
}

/// The words of an entry, and its attributes.
private enum SymtableEntry {
  static let (id, name, symbols, variables) = (1, 2, 3, 4)
  static let (children, nested, kind, line) = (5, 6, 7, 8)

  static let spec = TypeSpec(
    "symtable entry", size: 72,
    methods: [NativeMethod("__repr__", "($self, /)", repr)],
    getSets: [
      NativeGetSet("id", { a throws(Raised) in a[0].asObject.word(id).pointee }),
      NativeGetSet("name", { a throws(Raised) in a[0].asObject.word(name).pointee }),
      NativeGetSet("symbols", { a throws(Raised) in a[0].asObject.word(symbols).pointee }),
      NativeGetSet("varnames", { a throws(Raised) in a[0].asObject.word(variables).pointee }),
      NativeGetSet("children", { a throws(Raised) in a[0].asObject.word(children).pointee }),
      NativeGetSet("nested", { a throws(Raised) in a[0].asObject.word(nested).pointee }),
      NativeGetSet("type", { a throws(Raised) in a[0].asObject.word(kind).pointee }),
      NativeGetSet("lineno", { a throws(Raised) in a[0].asObject.word(line).pointee }),
    ])

  static func repr(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    func text(_ word: Int) throws(Raised) -> String {
      try Convert.str(object.word(word).pointee).text
    }
    return Value("<symtable entry \(try text(name))(\(try text(id))), line \(try text(line))>")
  }
}
