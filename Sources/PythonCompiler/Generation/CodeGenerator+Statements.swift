import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generate(_ statements: NodeList<Statement>, from first: Int = 0) throws(CompileFailure) {
    let buffer = statements.buffer
    for index in first..<max(first, buffer.count) { try generate(buffer[index]) }
  }

  func generate(_ statement: Statement) throws(CompileFailure) {
    let location = statement.location
    switch statement.kind {
    case .functionDef(let function): try generateFunction(function, statement, isAsync: false)
    case .asyncFunctionDef(let function): try generateFunction(function, statement, isAsync: true)
    case .classDef(let definition): try generateClass(definition, statement)
    case .typeAlias(let name, let parameters, let value):
      try generateTypeAlias(name, parameters, value, statement)
    case .return(let value): try generateReturn(value, location)
    case .delete(let targets): for target in targets { try generate(target) }
    case .assign(let targets, let value, _):
      try generate(value)
      for (index, target) in targets.enumerated() {
        if index < targets.count - 1 { emit(.COPY, 1, location) }
        try generate(target)
      }
    case .augAssign(let target, let operation, let value):
      try generateAugmented(target, operation, value, location)
    case .annAssign(let target, let annotation, let value, let isSimple):
      try generateAnnotated(target, annotation, value, isSimple, location)
    case .for(let loop): try generateFor(loop, location)
    case .asyncFor(let loop): try generateAsyncFor(loop, location)
    case .while(let test, let body, let orElse): try generateWhile(test, body, orElse, location)
    case .if(let test, let body, let orElse): try generateIf(test, body, orElse, location)
    case .match(let subject, let cases): try generateMatch(subject, cases)
    case .raise(let exception, let cause): try generateRaise(exception, cause, location)
    case .try(let block): try generateTry(block, location, isStar: false)
    case .tryStar(let block): try generateTry(block, location, isStar: true)
    case .assert(let test, let message): try generateAssert(test, message, location)
    case .import(let aliases): try generateImport(aliases, location)
    case .importFrom(let module, let aliases, let level):
      try generateImportFrom(module, aliases, level, location)
    case .global, .nonlocal: break
    case .expr(let value): try generateExpressionStatement(value, location)
    case .pass: emit(.NOP, location)
    case .break: try generateBreak(location)
    case .continue: try generateContinue(location)
    case .with(let items, let body, _): try generateWith(items, body, 0)
    case .asyncWith(let items, let body, _): try generateAsyncWith(items, body, 0, location)
    }
  }

  private func generateExpressionStatement(
    _ value: Expression, _ location: Location
  ) throws(CompileFailure) {
    if outerUnits.isEmpty, case .interactive = tree.root {
      try generate(value)
      emitIntrinsic(UnaryIntrinsic.print, location)
      emit(.POP_TOP, .none)
      return
    }
    if case .constant = value.kind { return emit(.NOP, location) }
    try generate(value)
    emit(.POP_TOP, .none)
  }

  private func generateRaise(
    _ exception: Expression?, _ cause: Expression?, _ location: Location
  ) throws(CompileFailure) {
    var count = 0
    if let exception {
      try generate(exception)
      count = 1
      if let cause {
        try generate(cause)
        count = 2
      }
    }
    emit(.RAISE_VARARGS, count, location)
  }

  private func generateReturn(
    _ value: Expression?, _ location: Location
  ) throws(CompileFailure) {
    let scope = unit.scope
    guard scope.isFunctionLike else { throw failure("'return' outside function", location) }
    if value != nil, scope.isCoroutine, scope.isGenerator {
      throw failure("'return' with value in async generator", location)
    }
    var place = location
    var constant: PythonSyntax.Constant?
    if let value {
      if case .constant(let literal) = value.kind {
        constant = literal
        place = value.location
        emit(.NOP, place)
      } else {
        try generate(value)
      }
    }
    if value?.location.line != location.line {
      place = location
      emit(.NOP, place)
    }
    let keepsTop = value != nil && constant == nil
    _ = try unwindAll(&place, keepsTop: keepsTop, stopsAtLoop: false)
    if let constant {
      emitConstant(convert(constant), place)
    } else if value == nil {
      emitConstant(.none, place)
    }
    emit(.RETURN_VALUE, place)
  }

  private func generateBreak(_ location: Location) throws(CompileFailure) {
    var place = location
    emit(.NOP, place)
    guard let loop = try unwindAll(&place, keepsTop: false, stopsAtLoop: true) else {
      throw failure("'break' outside loop", location)
    }
    try unwind(loop, &place, keepsTop: false)
    emitJump(.JUMP, loop.exit, place)
  }

  private func generateContinue(_ location: Location) throws(CompileFailure) {
    var place = location
    emit(.NOP, place)
    guard let loop = try unwindAll(&place, keepsTop: false, stopsAtLoop: true) else {
      throw failure("'continue' not properly in loop", location)
    }
    emitJump(.JUMP, loop.start, place)
  }

  private func generateAssert(
    _ test: Expression, _ message: Expression?, _ location: Location
  ) throws(CompileFailure) {
    try warnAboutTupleAssert(test, location)
    guard options.optimization == 0 else { return }
    let end = newLabel()
    try generateJump(test, end, if: true, location)
    emit(.LOAD_ASSERTION_ERROR, location)
    if let message {
      try generate(message)
      emit(.CALL, 0, location)
    }
    emit(.RAISE_VARARGS, 1, test.location)
    use(end)
  }

  // MARK: Imports

  private func generateImport(
    _ aliases: NodeList<Alias>, _ location: Location
  ) throws(CompileFailure) {
    let dot = UInt8(ascii: ".")
    for alias in aliases {
      emitConstant(.int(0), location)
      emitConstant(.none, location)
      emitName(.IMPORT_NAME, alias.name, location)
      let parts = alias.name.utf8.split(separator: dot, omittingEmptySubsequences: false)
        .map { tree.intern(String(decoding: $0, as: UTF8.self)) }
      guard let target = alias.asName else {
        try emitNameOperation(parts[0], .store, location)
        continue
      }
      // `import a.b.c as d` walks down from `a`.
      for (index, part) in parts.enumerated().dropFirst() {
        if index > 1 {
          emit(.SWAP, 2, location)
          emit(.POP_TOP, location)
        }
        unit.sequence.add(.IMPORT_FROM, unit.names.add(part), location)
      }
      try emitNameOperation(target, .store, location)
      if parts.count > 1 { emit(.POP_TOP, location) }
    }
  }

  private func generateImportFrom(
    _ module: Identifier?, _ aliases: NodeList<Alias>, _ level: Int, _ location: Location
  ) throws(CompileFailure) {
    emitConstant(.int(level), location)
    let last = future.location
    let isLate =
      location.line > last.endLine
      || (location.line == last.endLine && location.column > last.endColumn)
    if isLate, level == 0, module == names.future {
      throw failure(
        "from __future__ imports must occur at the beginning of the file", location)
    }
    emitConstant(.tuple(aliases.map { .string(Array($0.name.utf8)) }), location)
    emitName(.IMPORT_NAME, module ?? names.empty, location)
    for (index, alias) in aliases.enumerated() {
      if index == 0, alias.name.utf8.first == UInt8(ascii: "*") {
        emitIntrinsic(UnaryIntrinsic.importStar, location)
        emit(.POP_TOP, .none)
        return
      }
      emitName(.IMPORT_FROM, alias.name, location)
      try emitNameOperation(alias.asName ?? alias.name, .store, location)
    }
    emit(.POP_TOP, location)
  }
}
