import Bytecode
import PythonSyntax

/// Compiles syntax trees to code objects equal to CPython 3.13's.
///
/// The way of a tree: constant folding, symbol table, code generation to an instruction sequence, flow
/// graph and its optimisations, assembly.
public enum Compiler {
  public enum Mode {
    /// `exec`
    case file
    /// `eval`
    case expression
    /// `single`: values of expression statements are printed.
    case interactive
  }

  public struct Options {
    /// `__future__` features to inherit, and `CodeFlags.allowTopLevelAwait`.
    public var flags: UInt32 = 0
    /// 0, 1 (no asserts, `__debug__` is false) or 2 (no docstrings either).
    public var optimization = 0
    /// Called for each `SyntaxWarning`; true makes it an error.
    public var isWarningAnError: ((CompileWarning) -> Bool)?
    /// Off for a tree that is folded already.
    public var foldsConstants = true

    public init() {}
  }

  /// Set by the runtime: warns about `~` of a bool while it is folded; true if that became an error, which
  /// leaves the operation to run time.
  nonisolated(unsafe) public static var refusesInversionOfBool: (() -> Bool)?

  /// Folds constants in `tree` itself, so a tree should be compiled once.
  public static func compile(
    _ tree: SyntaxTree, fileName: String, options: Options = Options()
  ) throws(CompileFailure) -> CodeUnit {
    let future = try FutureFeatures(tree, inherited: options.flags & CodeFlags.inheritedMask)
    if options.foldsConstants {
      try TreeFolder.fold(
        tree, optimization: options.optimization, futureAnnotations: future.hasAnnotations)
    }
    let names = WellKnownNames(tree)
    let symbols = try SymbolTable(
      tree, names: names, futureAnnotations: future.hasAnnotations)
    let generator = CodeGenerator(
      tree, names: names, symbols: symbols, future: future, options: options, fileName: fileName)
    return try generator.generateModule()
  }

  /// Folds the constants of a tree, whose future features are checked: what `PyCF_OPTIMIZED_AST` asks for.
  public static func fold(_ tree: SyntaxTree, options: Options) throws(CompileFailure) {
    let future = try FutureFeatures(tree, inherited: options.flags & CodeFlags.inheritedMask)
    try TreeFolder.fold(
      tree, optimization: options.optimization, futureAnnotations: future.hasAnnotations)
  }

  /// As above, for callers that know the mode: it must be that of the tree's root.
  public static func compile(
    _ tree: SyntaxTree, fileName: String, mode: Mode, flags: UInt32, optimize: Int
  ) throws(CompileFailure) -> CodeUnit {
    switch (mode, tree.root) {
    case (.file, .module), (.expression, .expression), (.interactive, .interactive): break
    default: throw CompileFailure(.systemError, "the tree is not of the mode asked for")
    }
    var options = Options()
    options.flags = flags
    options.optimization = optimize
    return try compile(tree, fileName: fileName, options: options)
  }
}
