// Expressions, a row for each kind and direction.

import PythonSyntax
import TaipanRuntime

extension Expression: NodeField {
  func object() throws(Raised) -> Value {
    func node<each Field: NodeField>(
      _ kind: NodeKind, _ fields: repeat each Field
    ) throws(Raised) -> Value {
      try NodeObject.make(kind, repeat each fields, at: location)
    }
    switch kind {
    case .boolOp(let op, let values): return try node(.boolOp, op, values)
    case .namedExpr(let target, let value): return try node(.namedExpr, target, value)
    case .binOp(let left, let op, let right): return try node(.binOp, left, op, right)
    case .unaryOp(let op, let operand): return try node(.unaryOp, op, operand)
    case .lambda(let arguments, let body): return try node(.lambda, arguments, body)
    case .ifExp(let test, let body, let orElse): return try node(.ifExp, test, body, orElse)
    case .dict(let keys, let values): return try node(.dict, keys, values)
    case .set(let elements): return try node(.set, elements)
    case .listComp(let element, let generators): return try node(.listComp, element, generators)
    case .setComp(let element, let generators): return try node(.setComp, element, generators)
    case .dictComp(let key, let value, let generators):
      return try node(.dictComp, key, value, generators)
    case .generatorExp(let element, let generators):
      return try node(.generatorExp, element, generators)
    case .await(let value): return try node(.await, value)
    case .yield(let value): return try node(.yield, value)
    case .yieldFrom(let value): return try node(.yieldFrom, value)
    case .compare(let left, let operators, let comparators):
      return try node(.compare, left, operators, comparators)
    case .call(let function, let arguments, let keywords):
      return try node(.call, function, arguments, keywords)
    case .formattedValue(let value, let conversion, let formatSpec):
      return try node(.formattedValue, value, conversion, formatSpec)
    case .joinedStr(let values): return try node(.joinedStr, values)
    case .constant(let value): return try node(.constant, value, value.prefix)
    case .attribute(let value, let name, let context):
      return try node(.attribute, value, name, context)
    case .subscript(let value, let slice, let context):
      return try node(.subscript, value, slice, context)
    case .starred(let value, let context): return try node(.starred, value, context)
    case .name(let name, let context): return try node(.name, name, context)
    case .list(let elements, let context): return try node(.list, elements, context)
    case .tuple(let elements, let context): return try node(.tuple, elements, context)
    case .slice(let lower, let upper, let step): return try node(.slice, lower, upper, step)
    }
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Expression {
    var reader = try NodeReader(value, of: "expr", outer.tree)
    let location = try reader.location()
    return outer.tree.expression(try kind(&reader), location)
  }

  static var listName: String? { "expression" }

  @inline(never)
  private static func kind(_ r: inout NodeReader) throws(Raised) -> Kind {
    let kind: Kind
    switch try r.constructor() {
    case .boolOp: kind = .boolOp(operator: try r.next(), values: try r.next())
    case .namedExpr: kind = .namedExpr(target: try r.next(), value: try r.next())
    case .binOp: kind = .binOp(left: try r.next(), operator: try r.next(), right: try r.next())
    case .unaryOp: kind = .unaryOp(operator: try r.next(), operand: try r.next())
    case .lambda: kind = .lambda(arguments: try r.next(), body: try r.next())
    case .ifExp: kind = .ifExp(test: try r.next(), body: try r.next(), orElse: try r.next())
    case .dict: kind = .dict(keys: try r.next(), values: try r.next())
    case .set: kind = .set(elements: try r.next())
    case .listComp: kind = .listComp(element: try r.next(), generators: try r.next())
    case .setComp: kind = .setComp(element: try r.next(), generators: try r.next())
    case .dictComp:
      kind = .dictComp(key: try r.next(), value: try r.next(), generators: try r.next())
    case .generatorExp: kind = .generatorExp(element: try r.next(), generators: try r.next())
    case .await: kind = .await(try r.next())
    case .yield: kind = .yield(try r.next())
    case .yieldFrom: kind = .yieldFrom(try r.next())
    case .compare:
      kind = .compare(left: try r.next(), operators: try r.next(), comparators: try r.next())
    case .call:
      kind = .call(function: try r.next(), arguments: try r.next(), keywords: try r.next())
    case .formattedValue:
      kind = .formattedValue(
        value: try r.next(), conversion: try r.next(), formatSpec: try r.next())
    case .joinedStr: kind = .joinedStr(values: try r.next())
    case .constant:
      let value: Constant = try r.next()
      kind = .constant(value.withPrefix(try r.next()))
    case .attribute:
      kind = .attribute(value: try r.next(), name: try r.next(), context: try r.next())
    case .subscript:
      kind = .subscript(value: try r.next(), slice: try r.next(), context: try r.next())
    case .starred: kind = .starred(value: try r.next(), context: try r.next())
    case .name: kind = .name(try r.next(), context: try r.next())
    case .list: kind = .list(elements: try r.next(), context: try r.next())
    case .tuple: kind = .tuple(elements: try r.next(), context: try r.next())
    case .slice: kind = .slice(lower: try r.next(), upper: try r.next(), step: try r.next())
    default: throw r.unexpected()
    }
    try kind.validate()
    return kind
  }
}

// MARK: Parts of expressions

extension Comprehension: NodeField {
  func object() throws(Raised) -> Value {
    try NodeObject.make(.comprehension, target, iterable, conditions, isAsync)
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Comprehension {
    var r = NodeReader(value, product: .comprehension, outer.tree)
    let result = Comprehension(
      target: try r.next(), iterable: try r.next(), conditions: try r.next(),
      isAsync: try r.next())
    try result.validate()
    return result
  }
}

extension Keyword: NodeField {
  func object() throws(Raised) -> Value {
    try NodeObject.make(.keyword, name, value, at: location)
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Keyword {
    var r = NodeReader(value, product: .keyword, outer.tree)
    let result = Keyword(
      name: try r.next(), value: try r.next(), location: try r.location())
    try result.value.expect(.load)
    return result
  }
}

extension Arguments: NodeField {
  func object() throws(Raised) -> Value {
    let f = fields
    return try NodeObject.make(
      .arguments, f.positionalOnly, f.positional, f.variadic, f.keywordOnly, f.keywordDefaults,
      f.variadicKeywords, f.defaults)
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Arguments {
    var r = NodeReader(value, product: .arguments, outer.tree)
    var fields = Fields()
    fields.positionalOnly = try r.next()
    fields.positional = try r.next()
    fields.variadic = try r.next()
    fields.keywordOnly = try r.next()
    fields.keywordDefaults = try r.next()
    fields.variadicKeywords = try r.next()
    fields.defaults = try r.next()
    try fields.validate()
    return outer.tree.arguments(fields)
  }
}

extension Argument: NodeField {
  func object() throws(Raised) -> Value {
    try NodeObject.make(.arg, name, annotation, typeComment.map(Text.init), at: location)
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Argument {
    var r = NodeReader(value, product: .arg, outer.tree)
    let name: Identifier = try r.next()
    let annotation: Expression? = try r.next()
    let comment: Text? = try r.next()
    try annotation?.expect(.load)
    return Argument(
      name: name, annotation: annotation, typeComment: comment?.bytes, location: try r.location())
  }
}
