import PythonSyntax

/// The scopes of a module and where each name lives, as `symtable` tells it.
public final class SymbolTable {
  public let top: Scope
  private let scopes: [ScopeKey: Scope]

  /// Visits the whole tree, then decides for each name of each scope what it refers to.
  init(
    _ tree: SyntaxTree, names: WellKnownNames, futureAnnotations: Bool
  ) throws(CompileFailure) {
    let builder = SymbolTableBuilder(tree, names, futureAnnotations: futureAnnotations)
    try builder.visitModule()
    top = builder.top
    scopes = builder.scopes
    try SymbolAnalyzer(names).analyze(top)
  }

  func scope(_ key: ScopeKey) -> Scope {
    if case .module = key { return top }
    guard let scope = scopes[key] else { fatalError("SymbolTable: node without a scope") }
    return scope
  }
}

extension SymbolTable {
  /// The table of a tree on its own, for `symtable` and dumps.
  public convenience init(_ tree: SyntaxTree, flags: UInt32 = 0) throws(CompileFailure) {
    let future = try FutureFeatures(tree, inherited: flags)
    try self.init(
      tree, names: WellKnownNames(tree), futureAnnotations: future.hasAnnotations)
  }
}
