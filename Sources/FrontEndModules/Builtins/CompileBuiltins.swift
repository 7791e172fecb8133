// `compile`, `exec` and `eval`: the builtins that need the front end.

import PythonCompiler
import PythonSyntax
import TaipanRuntime

public enum CompileBuiltins {
  public static func add(to builtins: ModuleRef) {
    NativeModules.addFunctions(functions, to: builtins)
    SourceDecoding.install()
    Compiler.refusesInversionOfBool = {
      do throws(Raised) {
        try BoolType.warnAboutInversion()
        return false
      } catch {
        thread.pointee.exception = .absent
        return true
      }
    }
  }

  static let functions: [NativeMethod] = [
    NativeMethod(
      "compile",
      "($module, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
      compile),
    NativeMethod("exec", "($module, source, /, globals=None, locals=None, *, closure=None)", exec),
    NativeMethod("eval", "($module, source, /, globals=None, locals=None)", eval),
  ]

  /// `sys.flags.optimize`.
  nonisolated(unsafe) public static var defaultOptimize = 0

  /// Future features of the calling frame's code.
  private static func inheritedFlags() -> UInt32 {
    guard let frame = FrameObjects.current() else { return 0 }
    return CodeRef(frame.p.pointee.code).p.pointee.flags & 0x1FE0000
  }

  /// `compile`: source or tree to code or tree.
  static func compile(_ a: Args) throws(Raised) -> Value {
    let fileName = try self.fileName(a[1])
    let mode = try Convert.requireStr(a[2], "compile() argument 'mode'").text
    var flags = a[3].isPresent ? UInt32(truncatingIfNeeded: try Convert.machineInt(a[3])) : 0
    let dontInherit = a[4].isPresent ? try Convert.truth(a[4]) : false
    var optimize = a[5].isPresent ? try Convert.machineInt(a[5]) : -1
    if flags & ~CompileFlags.known != 0 {
      throw raise(.valueError, "compile(): unrecognised flags")
    }
    if optimize < -1 || optimize > 2 {
      throw raise(.valueError, "compile(): invalid optimize value")
    }
    if optimize < 0 { optimize = defaultOptimize }
    if !dontInherit { flags |= inheritedFlags() }
    let parserMode = try self.parserMode(mode, flags)
    if flags & CompileFlags.onlyTree != 0 { NodeClasses.prepare() }
    // Without the classes there are no node objects.
    if NodeClasses.exist, try Instances.isInstance(a[0], NodeClasses.named("AST")) {
      return try compileTree(a[0], fileName, parserMode, flags, optimize)
    }
    let version = a[6].isPresent ? try Convert.machineInt(a[6]) : -1
    return try withSource(a[0], "compile", "AST") { (source) throws(Raised) in
      let tree = try SourceCompiler.parse(
        source.bytes, fileName: fileName, mode: parserMode, flags: flags, isText: source.isText,
        featureVersion: version < 0 ? 13 : version, whenCopied: source.discard)
      if flags & CompileFlags.onlyTree == 0 {
        return try SourceCompiler.compile(
          tree, fileName: fileName, flags: flags, optimize: optimize
        ).value
      }
      if flags & CompileFlags.optimizedTree == CompileFlags.optimizedTree {
        try SourceCompiler.fold(tree, fileName: fileName, flags: flags, optimize: optimize)
      }
      return try tree.object()
    }
  }

  /// `compile` of node objects. Without optimisation a tree is its own tree.
  ///
  /// - Throws: TypeError, ValueError for objects that make no tree; SyntaxError.
  private static func compileTree(
    _ object: Value, _ fileName: String, _ mode: ParserOptions.Mode, _ flags: UInt32,
    _ optimize: Int
  ) throws(Raised) -> Value {
    if flags & CompileFlags.optimizedTree == CompileFlags.onlyTree { return object }
    let root: NodeKind
    switch mode {
    case .file: root = .module
    case .expression: root = .expression
    case .interactive: root = .interactive
    case .functionType: root = .functionType
    }
    if NodeClasses.kind(of: object) != root {
      throw raise(
        .typeError, "expected \(NodeClasses.ofKind(root).nameText) node, got \(object.typeName)")
    }
    let tree = SyntaxTree()
    tree.setRoot(try Module.read(object, tree))
    if flags & CompileFlags.onlyTree == 0 {
      return try SourceCompiler.compile(
        tree, fileName: fileName, flags: flags, optimize: optimize
      ).value
    }
    try SourceCompiler.fold(tree, fileName: fileName, flags: flags, optimize: optimize)
    return try tree.object()
  }

  static func fileName(_ value: Value) throws(Raised) -> String {
    if value.isStr { return StrRef(value).text }
    if value.isBytes { return String(decoding: BytesRef(value).buffer, as: UTF8.self) }
    let method = value.type.special(.fspath)
    if method.isPresent { return try Convert.str(try Call.specialMethod(method, value)).text }
    throw raise(.typeError, "expected str, bytes or os.PathLike object, not \(value.typeName)")
  }

  private static func parserMode(_ mode: String, _ flags: UInt32) throws(Raised)
    -> ParserOptions.Mode
  {
    let makesTree = flags & CompileFlags.onlyTree != 0
    switch mode {
    case "exec": return .file
    case "eval": return .expression
    case "single": return .interactive
    case "func_type":
      if makesTree { return .functionType }
      throw raise(.valueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST")
    default:
      throw raise(
        .valueError,
        makesTree
          ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
          : "compile() mode must be 'exec', 'eval' or 'single'")
    }
  }

  /// The bytes of a source argument.
  ///
  /// - Throws: TypeError for what is no source, UnicodeEncodeError for surrogates, SyntaxError for null
  ///   bytes.
  static func withSource(
    _ source: Value, _ name: String, _ alternative: String,
    _ body: (SourceBytes) throws(Raised) -> Value
  ) throws(Raised) -> Value {
    if source.isStr {
      let str = StrRef(source)
      // The text of the string itself, unless that is not all of an object of its own.
      let isPlain = str.isASCII && str.p.pointee.header.kind & StrRef.sharedBit == 0
      if isPlain {
        let text = UnsafeBufferPointer(start: UnsafePointer(str.bytes), count: str.count)
        return try body(SourceBytes(bytes: requireNoNull(text), isText: true))
      }
      let encoded = BytesRef(try UTF8Codec.encode(str, "strict"))
      return try body(
        SourceBytes(bytes: requireNoNull(encoded.buffer), isText: true, encoded: encoded.object))
    }
    if source.isBytes {
      return try body(SourceBytes(bytes: requireNoNull(BytesRef(source).buffer), isText: false))
    }
    if !BytesLike.isBytesLike(source) {
      throw raise(
        .typeError, "\(name)() arg 1 must be a string, bytes or \(alternative) object")
    }
    // Python code that runs meanwhile may change it.
    let result = try BytesLike.copy(source).withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        try body(SourceBytes(bytes: requireNoNull(buffer), isText: false))
      }
    }
    return try result.get()
  }

  /// The bytes of a source argument.
  struct SourceBytes {
    let bytes: UnsafeBufferPointer<UInt8>
    let isText: Bool
    /// Made for the bytes alone.
    var encoded: ObjectRef?

    /// The bytes are not needed any more.
    func discard() {
      if let encoded { Heap.discard(encoded) }
    }
  }

  private static func requireNoNull(
    _ text: UnsafeBufferPointer<UInt8>
  ) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    if text.contains(0) {
      throw SourceCompiler.raisePlain(
        .syntaxError, "source code string cannot contain null bytes")
    }
    return text
  }

  private static func namespaces(_ a: Args, _ name: String) throws(Raised) -> (DictRef, Value) {
    var globals = a[1].isAbsent || a[1].isNone ? Value.absent : a[1]
    var locals = a[2].isAbsent || a[2].isNone ? Value.absent : a[2]
    if globals.isAbsent {
      globals = Namespaces.globals()
      if locals.isAbsent { locals = try Namespaces.locals() }
    } else if locals.isAbsent {
      locals = globals
    }
    guard globals.isDict else {
      throw raise(
        .typeError,
        name == "eval" && !globals.isDict
          ? "globals must be a dict"
          : "exec() globals must be a dict, not \(globals.typeName)")
    }
    if locals.type.special(.getitem).isAbsent {
      throw raise(.typeError, "locals must be a mapping or None, not \(locals.typeName)")
    }
    let dict = DictRef(globals)
    if dict.getStr("__builtins__").isAbsent {
      // Those of the frame that asks, as a dict: only the main program's are the module.
      dict.setStr("__builtins__", Functions.builtins(of: DictRef(Namespaces.globals())))
    }
    return (dict, locals)
  }

  static func exec(_ a: Args) throws(Raised) -> Value {
    let (globals, locals) = try namespaces(a, "exec")
    let code = try codeObject(a[0], .file, "exec")
    let function = Functions.make(CodeRef(code), globals: globals)
    let hasClosure = a[3].isPresent && !a[3].isNone
    try checkClosure(hasClosure ? a[3] : .none, CodeRef(code), isCode: a[0].isExactly(.code))
    if hasClosure {
      function.p.pointee.closure = a[3]
      function.object.noteWrite()
    }
    _ = try run(function, namespace: locals)
    return .none
  }

  /// Code of a function has variables of its own, and is called without arguments.
  private static func run(_ function: FunctionRef, namespace: Value) throws(Raised) -> Value {
    CodeRef(function.p.pointee.body.pointee.code).p.pointee.flags & CodeFlag.optimized != 0
      ? try Call.function(function.value)
      : try Interpreter.execute(function, namespace: namespace)
  }

  private static func hasFreeVariables(_ code: CodeRef) -> Bool { freeVariableCount(code) > 0 }

  private static func freeVariableCount(_ code: CodeRef) -> Int {
    (0..<code.localNames.count).count { code.localKinds.data[$0] & LocalKind.free != 0 }
  }

  /// - Throws: TypeError unless the closure, None for none, has a cell for each free variable.
  private static func checkClosure(_ closure: Value, _ code: CodeRef, isCode: Bool) throws(Raised) {
    if !isCode {
      if closure.isNone { return }
      throw raise(.typeError, "closure can only be used when source is a code object")
    }
    let count = freeVariableCount(code)
    if count == 0 {
      if closure.isNone { return }
      throw raise(.typeError, "cannot use a closure with this code object")
    }
    guard closure.isExactly(.tuple), TupleRef(closure).count == count,
      (0..<count).allSatisfy({ TupleRef(closure)[$0].isExactly(.cell) })
    else {
      throw raise(.typeError, "code object requires a closure of exactly length \(count)")
    }
  }

  static func eval(_ a: Args) throws(Raised) -> Value {
    let (globals, locals) = try namespaces(a, "eval")
    let code = try codeObject(a[0], .expression, "eval")
    if hasFreeVariables(CodeRef(code)) {
      throw raise(.typeError, "code object passed to eval() may not contain free variables")
    }
    return try run(Functions.make(CodeRef(code), globals: globals), namespace: locals)
  }

  private static func codeObject(_ source: Value, _ mode: ParserOptions.Mode, _ name: String)
    throws(Raised) -> Value
  {
    if source.isExactly(.code) { return source }
    let flags = inheritedFlags()
    return try withSource(source, name, "code") { (source) throws(Raised) in
      var text = source.bytes
      if mode == .expression {
        // eval() ignores blanks in front.
        while let first = text.first, first == 32 || first == 9 {
          text = UnsafeBufferPointer(rebasing: text[1...])
        }
      }
      return try SourceCompiler.compile(
        text, fileName: "<string>", mode: mode, flags: flags, optimize: defaultOptimize,
        isText: source.isText, whenCopied: source.discard
      ).value
    }
  }
}
