import PythonSyntax

extension SymbolTableBuilder {
  func visit(_ statements: NodeList<Statement>) throws(CompileFailure) {
    for statement in statements.buffer {
      try nested { () throws(CompileFailure) in try visitUnchecked(statement) }
    }
  }

  private func visitUnchecked(_ statement: Statement) throws(CompileFailure) {
    let location = statement.location
    switch statement.kind {
    case .functionDef(let function): try visit(function, statement, isAsync: false)
    case .asyncFunctionDef(let function): try visit(function, statement, isAsync: true)
    case .classDef(let definition): try visit(definition, statement)
    case .return(let value): try visit(value)
    case .delete(let targets): try visit(targets)
    case .assign(let targets, let value, _):
      try visit(targets)
      try visit(value)
    case .typeAlias(let name, let parameters, let value):
      try visitTypeAlias(name, parameters, value, statement)
    case .augAssign(let target, _, let value):
      try visit(target)
      try visit(value)
    case .annAssign(let target, let annotation, let value, let isSimple):
      try visitAnnotated(target, value != nil, isSimple, location)
      try visitAnnotation(annotation)
      try visit(value)
    case .for(let loop), .asyncFor(let loop):
      try visit(loop.target)
      try visit(loop.iterable)
      try visit(loop.body)
      try visit(loop.orElse)
    case .while(let test, let body, let orElse), .if(let test, let body, let orElse):
      try visit(test)
      try visit(body)
      try visit(orElse)
    case .with(let items, let body, _), .asyncWith(let items, let body, _):
      for item in items {
        try visit(item.context)
        try visit(item.target)
      }
      try visit(body)
    case .match(let subject, let cases):
      try visit(subject)
      for matchCase in cases {
        try visit(matchCase.pattern)
        try visit(matchCase.guard)
        try visit(matchCase.body)
      }
    case .raise(let exception, let cause):
      try visit(exception)
      if exception != nil { try visit(cause) }
    case .try(let block), .tryStar(let block): try visit(block)
    case .assert(let test, let message):
      try visit(test)
      try visit(message)
    case .import(let aliases), .importFrom(_, let aliases, _):
      for alias in aliases { try visit(alias) }
    case .global(let globals): try declare(globals, .global, location)
    case .nonlocal(let nonlocals): try declare(nonlocals, .nonlocal, location)
    case .expr(let value): try visit(value)
    case .pass, .break, .continue: break
    }
  }

  private func visit(
    _ function: FunctionDefinition, _ statement: Statement, isAsync: Bool
  ) throws(CompileFailure) {
    let location = statement.location
    let arguments = function.arguments
    try define(function.name, .local, location)
    try visitDefaults(of: arguments)
    try visit(function.decorators)
    let isGeneric = !function.typeParameters.isEmpty
    if isGeneric {
      // `.defaults` is there even without defaults: the reference tests for a list, and always has one.
      try enterTypeParameters(
        of: function.name, function.typeParameters, location, hasDefaults: true,
        hasKeywordDefaults: arguments.keywordDefaults.contains { $0 != nil })
      try visit(function.typeParameters)
    }
    try visitAnnotations(of: arguments, returns: function.returns, location)
    enter(function.name, .function, ScopeKey(statement), location)
    if isAsync { current.isCoroutine = true }
    try visit(arguments)
    try visit(function.body)
    leave()
    if isGeneric { leave() }
  }

  private func visit(
    _ definition: ClassDefinition, _ statement: Statement
  ) throws(CompileFailure) {
    let location = statement.location
    try define(definition.name, .local, location)
    try visit(definition.decorators)
    let outerClass = className
    let isGeneric = !definition.typeParameters.isEmpty
    if isGeneric {
      try enterTypeParameters(
        of: definition.name, definition.typeParameters, location, isClass: true)
      className = definition.name
      current.mangledNames = Scope.MangledNames()
      try visit(definition.typeParameters)
    }
    try visit(definition.bases)
    for keyword in definition.keywords { try visit(keyword.value) }
    enter(definition.name, .class, ScopeKey(statement), location)
    className = definition.name
    if isGeneric {
      try define(names.typeParameters, .local, location)
      try define(names.typeParametersLocal, .use, location)
    }
    try visit(definition.body)
    leave()
    if isGeneric { leave() }
    className = outerClass
  }

  private func visitTypeAlias(
    _ name: Expression, _ parameters: NodeList<TypeParameter>, _ value: Expression,
    _ statement: Statement
  ) throws(CompileFailure) {
    try visit(name)
    guard case .name(let identifier, _) = name.kind else { return }
    let isInClass = current.kind == .class
    if !parameters.isEmpty {
      try enterTypeParameters(of: identifier, parameters, statement.location)
      try visit(parameters)
    }
    enter(identifier, .typeAlias, ScopeKey(statement), statement.location)
    current.canSeeClassScope = isInClass
    if isInClass { try define(names.classDict, .use, value.location) }
    try visit(value)
    leave()
    if !parameters.isEmpty { leave() }
  }

  private func visitAnnotated(
    _ target: Expression, _ hasValue: Bool, _ isSimple: Bool, _ location: Location
  ) throws(CompileFailure) {
    guard case .name(let name, _) = target.kind else { return try visit(target) }
    let flags = lookUp(name, in: current)
    if !flags.isDisjoint(with: [.global, .nonlocal]), current !== top, isSimple {
      let kind = flags.contains(.global) ? "global" : "nonlocal"
      throw CompileFailure(
        .syntaxError, "annotated name '\(name)' can't be \(kind)", at: location)
    }
    if isSimple {
      try define(name, [.annotated, .local], target.location)
    } else if hasValue {
      try define(name, .local, target.location)
    }
  }

  private func visit(_ block: TryBlock) throws(CompileFailure) {
    try visit(block.body)
    for handler in block.handlers {
      try visit(handler.type)
      if let name = handler.name { try define(name, .local, handler.location) }
      try visit(handler.body)
    }
    try visit(block.orElse)
    try visit(block.finalBody)
  }

  private func visit(_ alias: Alias) throws(CompileFailure) {
    let name = alias.asName ?? alias.name
    if name.matches("*") {
      if current.kind != .module {
        throw CompileFailure(
          .syntaxError, "import * only allowed at module level", at: alias.location)
      }
      return
    }
    try define(firstComponent(of: name), .imported, alias.location)
  }

  private func declare(
    _ declared: NodeList<Identifier>, _ flag: SymbolFlags, _ location: Location
  ) throws(CompileFailure) {
    let kind = flag == .global ? "global" : "nonlocal"
    for name in declared {
      let flags = lookUp(name, in: current)
      if !flags.isDisjoint(with: [.parameter, .local, .use, .annotated]) {
        let message =
          if flags.contains(.parameter) {
            "name '\(name)' is parameter and \(kind)"
          } else if flags.contains(.use) {
            "name '\(name)' is used prior to \(kind) declaration"
          } else if flags.contains(.annotated) {
            "annotated name '\(name)' can't be \(kind)"
          } else {
            "name '\(name)' is assigned to before \(kind) declaration"
          }
        throw CompileFailure(.syntaxError, message, at: location)
      }
      try define(name, flag, location)
      recordDirective(name, location)
    }
  }

  func visit(_ parameters: NodeList<TypeParameter>) throws(CompileFailure) {
    for (index, parameter) in parameters.enumerated() {
      try nested { () throws(CompileFailure) in
        try visit(parameter, at: index, of: parameters)
      }
    }
  }

  private func visit(
    _ parameter: TypeParameter, at index: Int, of parameters: NodeList<TypeParameter>
  ) throws(CompileFailure) {
    try define(parameter.name, [.typeParameter, .local], parameter.location)
    if parameter.name == names.classDict {
      throw CompileFailure(
        .syntaxError, "reserved name '\(parameter.name)' cannot be used for type parameter",
        at: parameter.location)
    }
    let defaultKey = ScopeKey.typeDefault(index, of: parameters)
    switch parameter.kind {
    case .typeVar(let bound):
      if let bound {
        let isTuple = if case .tuple = bound.kind { true } else { false }
        try visitBound(
          bound, parameter.name, .bound(index, of: parameters),
          isTuple ? "a TypeVar constraint" : "a TypeVar bound")
      }
      try visitBound(parameter.defaultValue, parameter.name, defaultKey, "a TypeVar default")
    case .typeVarTuple:
      try visitBound(parameter.defaultValue, parameter.name, defaultKey, "a TypeVarTuple default")
    case .paramSpec:
      try visitBound(parameter.defaultValue, parameter.name, defaultKey, "a ParamSpec default")
    }
  }

  private func visitBound(
    _ value: Expression?, _ name: Identifier, _ key: ScopeKey, _ description: String
  ) throws(CompileFailure) {
    guard let value else { return }
    let isInClass = current.canSeeClassScope
    enter(name, .typeVariable, key, value.location)
    current.canSeeClassScope = isInClass
    if isInClass { try define(names.classDict, .use, value.location) }
    current.description = description
    try visit(value)
    leave()
  }

  /// `a` of `a.b.c`
  func firstComponent(of name: Identifier) -> Identifier {
    guard name.utf8.contains(UInt8(ascii: ".")) else { return name }
    return intern(name.utf8.prefix { $0 != UInt8(ascii: ".") })
  }
}
