import PythonSyntax

/// First pass over the tree: which names each scope binds, uses or declares.
final class SymbolTableBuilder {
  let names: WellKnownNames
  private let tree: SyntaxTree
  private let mangler: NameMangler
  let futureAnnotations: Bool
  /// All but that of the module.
  private(set) var scopes: [ScopeKey: Scope] = [:]
  let top: Scope
  private var stack: [Scope]
  private(set) var current: Scope
  /// The class whose private names are mangled here.
  var className: Identifier?
  private var depth = 0

  init(_ tree: SyntaxTree, _ names: WellKnownNames, futureAnnotations: Bool) {
    self.tree = tree
    self.names = names
    self.futureAnnotations = futureAnnotations
    mangler = NameMangler(tree)
    top = Scope(names.top, .module, Location(line: 0, column: 0, endLine: 0, endColumn: 0))
    current = top
    stack = [top]
  }

  func visitModule() throws(CompileFailure) {
    switch tree.root {
    case .module(let body, _): try visit(body)
    case .interactive(let body): try visit(body)
    case .expression(let body): try visit(body)
    case .functionType:
      throw CompileFailure(.systemError, "this compiler does not handle FunctionTypes")
    }
  }

  // MARK: Scopes

  func enter(
    _ name: Identifier, _ kind: Scope.Kind, _ key: ScopeKey?, _ location: Location
  ) {
    let scope = Scope(name, kind, location)
    let outer = current
    scope.isNested = outer.isNested || outer.isFunctionLike
    scope.iterableDepth = outer.iterableDepth
    if kind != .class { scope.mangledNames = outer.mangledNames }
    if let key { scopes[key] = scope }
    stack.append(scope)
    current = scope
    // Annotations become strings, so their scopes are checked and forgotten.
    if kind != .annotation { outer.children.append(scope) }
  }

  func leave() {
    stack.removeLast()
    current = stack[stack.count - 1]
  }

  /// The scope around a definition with type parameters.
  func enterTypeParameters(
    of name: Identifier, _ parameters: NodeList<TypeParameter>, _ location: Location,
    isClass: Bool = false, hasDefaults: Bool = false, hasKeywordDefaults: Bool = false
  ) throws(CompileFailure) {
    let isInClass = current.kind == .class
    enter(name, .typeParameters, ScopeKey(parameters), location)
    if isInClass {
      current.canSeeClassScope = true
      try define(names.classDict, .use, location)
    }
    if isClass {
      for local in [names.typeParametersLocal, names.genericBase] {
        try define(local, .local, location)
        try define(local, .use, location)
      }
    }
    if hasDefaults { try define(names.defaults, .parameter, location) }
    if hasKeywordDefaults { try define(names.keywordDefaults, .parameter, location) }
  }

  // MARK: Names

  func intern(_ bytes: some Collection<UInt8>) -> Identifier {
    tree.intern(String(decoding: bytes, as: UTF8.self))
  }

  private func mangle(_ name: Identifier) -> Identifier {
    mangler.mangle(name, in: current, className: className)
  }

  func lookUp(_ name: Identifier, in scope: Scope) -> SymbolFlags {
    scope.symbols[mangler.mangle(name, in: scope, className: className)]
  }

  func define(
    _ name: Identifier, _ flags: SymbolFlags, _ location: Location
  ) throws(CompileFailure) {
    if flags.contains(.typeParameter) { current.mangledNames?.names.insert(name) }
    try define(name, flags, in: current, location)
  }

  func define(
    _ name: Identifier, _ flags: SymbolFlags, in scope: Scope, _ location: Location
  ) throws(CompileFailure) {
    let mangled = mangle(name)
    var value = scope.symbols[mangled]
    if flags.contains(.parameter), value.contains(.parameter) {
      throw CompileFailure(
        .syntaxError, "duplicate argument '\(name)' in function definition", at: location)
    }
    if flags.contains(.typeParameter), value.contains(.typeParameter) {
      throw CompileFailure(.syntaxError, "duplicate type parameter '\(name)'", at: location)
    }
    value.formUnion(flags)
    if scope.isIterationTarget {
      if !value.isDisjoint(with: [.global, .nonlocal]) {
        throw CompileFailure(
          .syntaxError,
          "comprehension inner loop cannot rebind assignment expression target '\(name)'",
          at: location)
      }
      value.insert(.comprehensionIteration)
    }
    scope.symbols[mangled] = value
    if flags.contains(.parameter) {
      scope.parameters.append(mangled)
    } else if flags.contains(.global) {
      top.symbols[mangled].formUnion(flags)
    }
  }

  func recordDirective(_ name: Identifier, _ location: Location) {
    current.directives.append((mangle(name), location))
  }

  /// The innermost scope that `name := …` in a comprehension binds in.
  func extendNamedExpressionScope(_ target: Expression) throws(CompileFailure) {
    guard case .name(let name, _) = target.kind else { return }
    let location = target.location
    for scope in stack.reversed() {
      if scope.comprehension != .none {
        if lookUp(name, in: scope).isSuperset(of: [.comprehensionIteration, .local]) {
          throw CompileFailure(
            .syntaxError,
            "assignment expression cannot rebind comprehension iteration variable '\(name)'",
            at: location)
        }
        continue
      }
      switch scope.kind {
      case .function:
        let isGlobal = lookUp(name, in: scope).contains(.global)
        try define(name, isGlobal ? .global : .nonlocal, location)
        recordDirective(name, location)
        return try define(name, .local, in: scope, location)
      case .module:
        try define(name, .global, location)
        recordDirective(name, location)
        return try define(name, .global, in: scope, location)
      case .class: throw namedExpressionFailure("used in a class body", location)
      case .typeParameters:
        throw namedExpressionFailure("used within the definition of a generic", location)
      case .typeAlias: throw namedExpressionFailure("used in a type alias", location)
      case .typeVariable: throw namedExpressionFailure("used in a TypeVar bound", location)
      case .annotation: continue
      }
    }
  }

  private func namedExpressionFailure(_ place: String, _ location: Location) -> CompileFailure {
    CompileFailure(
      .syntaxError, "assignment expression within a comprehension cannot be \(place)",
      at: location)
  }

  // MARK: Depth

  /// Counts nesting around `body`, which visits one statement, expression, pattern or type parameter.
  @inline(__always)
  func nested(_ body: () throws(CompileFailure) -> Void) throws(CompileFailure) {
    depth += 1
    if depth > recursionLimit { throw CompileFailure.tooDeep }
    try body()
    depth -= 1
  }
}
