// Modules and statements, a row for each kind and direction.

import PythonSyntax
import TaipanRuntime

extension Module {
  func object() throws(Raised) -> Value {
    switch self {
    case .module(let body, let typeIgnores):
      return try NodeObject.make(.module, body, typeIgnores)
    case .interactive(let body): return try NodeObject.make(.interactive, body)
    case .expression(let body): return try NodeObject.make(.expression, body)
    case .functionType(let argumentTypes, let returns):
      return try NodeObject.make(.functionType, argumentTypes, returns)
    }
  }

  static func read(_ value: Value, _ tree: SyntaxTree) throws(Raised) -> Module {
    var r = try NodeReader(value, of: "mod", tree)
    switch try r.constructor() {
    case .module: return .module(body: try r.next(), typeIgnores: try r.next())
    case .interactive: return .interactive(body: try r.next())
    case .expression:
      let body: Expression = try r.next()
      try body.expect(.load)
      return .expression(body: body)
    case .functionType:
      return .functionType(argumentTypes: try r.next(), returns: try r.next())
    default: throw r.unexpected()
    }
  }
}

extension TypeIgnore: NodeField {
  func object() throws(Raised) -> Value {
    try NodeObject.make(.typeIgnore, Int(line), Text(tag))
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> TypeIgnore {
    var r = try NodeReader(value, of: "type_ignore", outer.tree)
    guard try r.constructor() == .typeIgnore else { throw r.unexpected() }
    let line: Int = try r.next()
    let tag: Text = try r.next()
    return TypeIgnore(line: Int32(line), tag: tag.bytes)
  }
}

extension Statement: NodeField {
  func object() throws(Raised) -> Value {
    func node<each Field: NodeField>(
      _ kind: NodeKind, _ fields: repeat each Field
    ) throws(Raised) -> Value {
      try NodeObject.make(kind, repeat each fields, at: location)
    }
    switch kind {
    case .functionDef(let f):
      return try node(
        .functionDef, f.name, f.arguments, f.body, f.decorators, f.returns,
        f.typeComment.map(Text.init), f.typeParameters)
    case .asyncFunctionDef(let f):
      return try node(
        .asyncFunctionDef, f.name, f.arguments, f.body, f.decorators, f.returns,
        f.typeComment.map(Text.init), f.typeParameters)
    case .classDef(let c):
      return try node(
        .classDef, c.name, c.bases, c.keywords, c.body, c.decorators, c.typeParameters)
    case .return(let value): return try node(.return, value)
    case .delete(let targets): return try node(.delete, targets)
    case .assign(let targets, let value, let comment):
      return try node(.assign, targets, value, comment.map(Text.init))
    case .typeAlias(let name, let parameters, let value):
      return try node(.typeAlias, name, parameters, value)
    case .augAssign(let target, let op, let value):
      return try node(.augAssign, target, op, value)
    case .annAssign(let target, let annotation, let value, let isSimple):
      return try node(.annAssign, target, annotation, value, isSimple)
    case .for(let f):
      return try node(
        .for, f.target, f.iterable, f.body, f.orElse, f.typeComment.map(Text.init))
    case .asyncFor(let f):
      return try node(
        .asyncFor, f.target, f.iterable, f.body, f.orElse, f.typeComment.map(Text.init))
    case .while(let test, let body, let orElse): return try node(.while, test, body, orElse)
    case .if(let test, let body, let orElse): return try node(.if, test, body, orElse)
    case .with(let items, let body, let comment):
      return try node(.with, items, body, comment.map(Text.init))
    case .asyncWith(let items, let body, let comment):
      return try node(.asyncWith, items, body, comment.map(Text.init))
    case .match(let subject, let cases): return try node(.match, subject, cases)
    case .raise(let exception, let cause): return try node(.raise, exception, cause)
    case .try(let t): return try node(.try, t.body, t.handlers, t.orElse, t.finalBody)
    case .tryStar(let t): return try node(.tryStar, t.body, t.handlers, t.orElse, t.finalBody)
    case .assert(let test, let message): return try node(.assert, test, message)
    case .import(let names): return try node(.import, names)
    case .importFrom(let module, let names, let level):
      return try node(.importFrom, module, names, level)
    case .global(let names): return try node(.global, names)
    case .nonlocal(let names): return try node(.nonlocal, names)
    case .expr(let value): return try node(.expr, value)
    case .pass: return try node(.pass)
    case .break: return try node(.break)
    case .continue: return try node(.continue)
    }
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Statement {
    var reader = try NodeReader(value, of: "stmt", outer.tree)
    let location = try reader.location()
    return outer.tree.statement(try kind(&reader), location)
  }

  static var listName: String? { "statement" }

  @inline(never)
  private static func kind(_ r: inout NodeReader) throws(Raised) -> Kind {
    let kind: Kind
    switch try r.constructor() {
    case .functionDef: kind = .functionDef(try FunctionDefinition(&r))
    case .asyncFunctionDef: kind = .asyncFunctionDef(try FunctionDefinition(&r))
    case .classDef:
      kind = .classDef(
        ClassDefinition(
          name: try r.next(), bases: try r.next(), keywords: try r.next(), body: try r.next(),
          decorators: try r.next(), typeParameters: try r.next()))
    case .return: kind = .return(try r.next())
    case .delete: kind = .delete(targets: try r.next())
    case .assign:
      kind = .assign(
        targets: try r.next(), value: try r.next(), typeComment: try comment(&r))
    case .typeAlias:
      kind = .typeAlias(name: try r.next(), typeParameters: try r.next(), value: try r.next())
    case .augAssign:
      kind = .augAssign(target: try r.next(), operator: try r.next(), value: try r.next())
    case .annAssign:
      kind = .annAssign(
        target: try r.next(), annotation: try r.next(), value: try r.next(),
        isSimple: try r.next())
    case .for: kind = .for(try ForLoop(&r))
    case .asyncFor: kind = .asyncFor(try ForLoop(&r))
    case .while: kind = .while(test: try r.next(), body: try r.next(), orElse: try r.next())
    case .if: kind = .if(test: try r.next(), body: try r.next(), orElse: try r.next())
    case .with:
      kind = .with(items: try r.next(), body: try r.next(), typeComment: try comment(&r))
    case .asyncWith:
      kind = .asyncWith(items: try r.next(), body: try r.next(), typeComment: try comment(&r))
    case .match: kind = .match(subject: try r.next(), cases: try r.next())
    case .raise: kind = .raise(exception: try r.next(), cause: try r.next())
    case .try: kind = .try(try TryBlock(&r))
    case .tryStar: kind = .tryStar(try TryBlock(&r))
    case .assert: kind = .assert(test: try r.next(), message: try r.next())
    case .import: kind = .import(names: try r.next())
    case .importFrom:
      kind = .importFrom(
        module: try r.next(), names: try r.next(), level: (try r.next() as Int?) ?? 0)
    case .global: kind = .global(try r.next())
    case .nonlocal: kind = .nonlocal(try r.next())
    case .expr: kind = .expr(try r.next())
    case .pass: kind = .pass
    case .break: kind = .break
    case .continue: kind = .continue
    default: throw r.unexpected()
    }
    try kind.validate(r.className)
    return kind
  }

  fileprivate static func comment(_ r: inout NodeReader) throws(Raised) -> ByteString? {
    (try r.next() as Text?)?.bytes
  }
}

extension FunctionDefinition {
  fileprivate init(_ r: inout NodeReader) throws(Raised) {
    self.init(
      name: try r.next(), arguments: try r.next(), body: try r.next(), decorators: try r.next(),
      returns: try r.next(), typeComment: try Statement.comment(&r),
      typeParameters: try r.next())
  }
}

extension ForLoop {
  fileprivate init(_ r: inout NodeReader) throws(Raised) {
    self.init(
      target: try r.next(), iterable: try r.next(), body: try r.next(), orElse: try r.next(),
      typeComment: try Statement.comment(&r))
  }
}

extension TryBlock {
  fileprivate init(_ r: inout NodeReader) throws(Raised) {
    self.init(
      body: try r.next(), handlers: try r.next(), orElse: try r.next(), finalBody: try r.next())
  }
}

// MARK: Parts of statements

extension ExceptHandler: NodeField {
  func object() throws(Raised) -> Value {
    try NodeObject.make(.exceptHandler, type, name, body, at: location)
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> ExceptHandler {
    var r = try NodeReader(value, of: "excepthandler", outer.tree)
    let location = try r.location()
    guard try r.constructor() == .exceptHandler else { throw r.unexpected() }
    let result = ExceptHandler(
      type: try r.next(), name: try r.next(), body: try r.next(), location: location)
    try result.type?.expect(.load)
    try Validation.requireBody(result.body, of: r.className)
    return result
  }
}

extension Alias: NodeField {
  func object() throws(Raised) -> Value { try NodeObject.make(.alias, name, asName, at: location) }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Alias {
    var r = NodeReader(value, product: .alias, outer.tree)
    return Alias(name: try r.next(), asName: try r.next(), location: try r.location())
  }
}

extension WithItem: NodeField {
  func object() throws(Raised) -> Value { try NodeObject.make(.withitem, context, target) }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> WithItem {
    var r = NodeReader(value, product: .withitem, outer.tree)
    let result = WithItem(context: try r.next(), target: try r.next())
    try result.context.expect(.load)
    try result.target?.expect(.store)
    return result
  }
}

extension TypeParameter: NodeField {
  func object() throws(Raised) -> Value {
    switch kind {
    case .typeVar(let bound):
      return try NodeObject.make(.typeVar, name, bound, defaultValue, at: location)
    case .paramSpec: return try NodeObject.make(.paramSpec, name, defaultValue, at: location)
    case .typeVarTuple:
      return try NodeObject.make(.typeVarTuple, name, defaultValue, at: location)
    }
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> TypeParameter {
    var r = try NodeReader(value, of: "type_param", outer.tree)
    let location = try r.location(endIsOptional: false)
    let constructor = try r.constructor()
    guard [.typeVar, .paramSpec, .typeVarTuple].contains(constructor) else { throw r.unexpected() }
    let name: Identifier = try r.next()
    try Validation.requireVariable(name)
    let kind: Kind
    switch constructor {
    case .typeVar: kind = .typeVar(bound: try r.next())
    case .paramSpec: kind = .paramSpec
    default: kind = .typeVarTuple
    }
    if case .typeVar(let bound?) = kind { try bound.expect(.load) }
    let defaultValue: Expression? = try r.next()
    try defaultValue?.expect(.load)
    return TypeParameter(kind: kind, name: name, defaultValue: defaultValue, location: location)
  }
}
