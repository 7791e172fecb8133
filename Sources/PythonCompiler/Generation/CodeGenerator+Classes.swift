import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generateClass(
    _ definition: ClassDefinition, _ statement: Statement
  ) throws(CompileFailure) {
    let location = statement.location
    for decorator in definition.decorators { try generate(decorator) }
    let firstLine = definition.decorators.first?.location.line ?? location.line
    let isGeneric = !definition.typeParameters.isEmpty
    if isGeneric {
      try enterTypeParameterScope(
        definition.name, definition.typeParameters, line: firstLine,
        mangledFor: definition.name)
      try emitNameOperation(names.typeParametersLocal, .store, location)
    }
    let code = try generateClassBody(definition, statement, firstLine)
    emit(.LOAD_BUILD_CLASS, location)
    emit(.PUSH_NULL, location)
    emitMakeFunction(code, location)
    emitString(definition.name, location)
    if isGeneric {
      try generateGenericBases(definition, location)
      emitMakeFunction(leaveScope(addNone: false), location)
      emit(.PUSH_NULL, location)
      emit(.CALL, 0, location)
    } else {
      try generateCallArguments(2, definition.bases, definition.keywords, location)
    }
    applyDecorators(definition.decorators)
    try emitNameOperation(definition.name, .store, location)
  }

  private func generateGenericBases(
    _ definition: ClassDefinition, _ location: Location
  ) throws(CompileFailure) {
    try emitNameOperation(names.typeParametersLocal, .load, location)
    emitIntrinsic(UnaryIntrinsic.subscriptGeneric, location)
    try emitNameOperation(names.genericBase, .store, location)
    let generic = tree.expression(.name(names.genericBase, context: .load), location)
    let bases = tree.list(Array(definition.bases) + [generic])
    try generateCallArguments(2, bases, definition.keywords, location)
  }

  private func generateClassBody(
    _ definition: ClassDefinition, _ statement: Statement, _ firstLine: Int32
  ) throws(CompileFailure) -> CodeUnit {
    enterScope(definition.name, .class, ScopeKey(statement), line: firstLine)
    let location = Location(line: firstLine)
    unit.className = definition.name
    try emitNameOperation(names.name, .load, location)
    try emitNameOperation(names.module, .store, location)
    emitConstant(.string(Array(unit.qualifiedName.utf8)), location)
    try emitNameOperation(names.qualifiedName, .store, location)
    emitConstant(.int(Int(firstLine)), location)
    try emitNameOperation(names.firstLine, .store, location)
    if !definition.typeParameters.isEmpty {
      try emitNameOperation(names.typeParametersLocal, .load, location)
      try emitNameOperation(names.typeParameters, .store, location)
    }
    if unit.scope.needsClassDict {
      emit(.LOAD_LOCALS, location)
      unit.sequence.add(.STORE_DEREF, unit.cells.add(names.classDict), location)
    }
    try generateBody(definition.body, location)
    try emitClassEpilogue()
    return leaveScope(addNone: true)
  }

  /// What `type.__new__` looks for in the namespace of the class.
  private func emitClassEpilogue() throws(CompileFailure) {
    let attributes = unit.staticAttributes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    emitConstant(.tuple(attributes.map { .string(Array($0.utf8)) }), .none)
    try emitNameOperation(names.staticAttributes, .store, .none)
    if unit.scope.needsClassDict {
      unit.sequence.add(.LOAD_CLOSURE, unit.cells.add(names.classDict), .none)
      try emitNameOperation(names.classDictCell, .store, .none)
    }
    if unit.scope.needsClassClosure {
      unit.sequence.add(.LOAD_CLOSURE, unit.cells.add(names.classCell), .none)
      emit(.COPY, 1, .none)
      try emitNameOperation(names.classCellStore, .store, .none)
    } else {
      emitConstant(.none, .none)
    }
    emit(.RETURN_VALUE, .none)
  }

  /// Remembers `self.name = …` for the `__static_attributes__` of the innermost class.
  func recordStaticAttribute(_ value: Expression, _ name: Identifier) {
    guard case .name(let base, _) = value.kind, base == names.selfName else { return }
    outerUnits.last { $0.kind == .class }?.staticAttributes.insert(name)
  }

  // MARK: type statement

  func generateTypeAlias(
    _ nameExpression: Expression, _ parameters: NodeList<TypeParameter>, _ value: Expression,
    _ statement: Statement
  ) throws(CompileFailure) {
    let location = statement.location
    guard case .name(let name, _) = nameExpression.kind else { return }
    let isGeneric = !parameters.isEmpty
    if isGeneric {
      try enterTypeParameterScope(name, parameters, line: location.line) {
        emitString(name, location)
      }
    } else {
      emitString(name, location)
      emitConstant(.none, location)
    }
    enterScope(name, .function, ScopeKey(statement), line: location.line)
    // The first constant would be the docstring.
    _ = unit.constants.add(.none)
    try generate(value)
    emit(.RETURN_VALUE, location)
    emitMakeFunction(leaveScope(addNone: false), location)
    emit(.BUILD_TUPLE, 3, location)
    emitIntrinsic(UnaryIntrinsic.typeAlias, location)
    if isGeneric {
      emitMakeFunction(leaveScope(addNone: false), location)
      emit(.PUSH_NULL, location)
      emit(.CALL, 0, location)
    }
    try emitNameOperation(name, .store, location)
  }
}
