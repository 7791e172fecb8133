import Bytecode
import PythonSyntax

/// Folds constant expressions of a whole tree, bottom up, before the symbol table is built.
public struct TreeFolder {
  let tree: SyntaxTree
  let folder: ConstantFolder
  private let optimization: Int
  private let futureAnnotations: Bool
  private var depth = 0

  private init(_ tree: SyntaxTree, optimization: Int, futureAnnotations: Bool) {
    self.tree = tree
    self.optimization = optimization
    self.futureAnnotations = futureAnnotations
    folder = ConstantFolder(tree: tree)
  }

  /// Changes the tree in place.
  public static func fold(
    _ tree: SyntaxTree, optimization: Int, futureAnnotations: Bool
  ) throws(CompileFailure) {
    var folder = TreeFolder(
      tree, optimization: optimization, futureAnnotations: futureAnnotations)
    switch tree.root {
    case .module(let body, _): try folder.foldBody(body)
    case .interactive(let body): try folder.fold(body)
    case .expression(let body): try folder.fold(body)
    case .functionType: break
    }
  }

  /// A folded expression must not become a docstring: `"a" "b" * 1` stays an expression.
  private mutating func foldBody(_ body: NodeList<Statement>) throws(CompileFailure) {
    let hadDocstring = docstring(of: body) != nil
    try fold(body)
    guard !hadDocstring, docstring(of: body) != nil, case .expr(let value) = body[0].kind else {
      return
    }
    let joined = tree.expression(.joinedStr(values: tree.list([value])), body[0].location)
    body[0].replace(with: .expr(joined))
  }

  private mutating func enter() throws(CompileFailure) {
    depth += 1
    if depth > recursionLimit { throw CompileFailure.tooDeep }
  }

  // MARK: Statements

  private mutating func fold(_ statements: NodeList<Statement>) throws(CompileFailure) {
    for statement in statements.buffer {
      try enter()
      try foldUnchecked(statement)
      depth -= 1
    }
  }

  private mutating func foldUnchecked(_ statement: Statement) throws(CompileFailure) {
    switch statement.kind {
    case .functionDef(let function), .asyncFunctionDef(let function):
      try fold(function.typeParameters)
      try fold(function.arguments)
      try foldBody(function.body)
      try fold(function.decorators)
      try foldAnnotation(function.returns)
    case .classDef(let definition):
      try fold(definition.typeParameters)
      try fold(definition.bases)
      for keyword in definition.keywords { try fold(keyword.value) }
      try foldBody(definition.body)
      try fold(definition.decorators)
    case .return(let value): try fold(value)
    case .delete(let targets): try fold(targets)
    case .assign(let targets, let value, _):
      try fold(targets)
      try fold(value)
    case .augAssign(let target, _, let value):
      try fold(target)
      try fold(value)
    case .annAssign(let target, let annotation, let value, _):
      try fold(target)
      try foldAnnotation(annotation)
      try fold(value)
    case .typeAlias(let name, let parameters, let value):
      try fold(name)
      try fold(parameters)
      try fold(value)
    case .for(let loop):
      try fold(loop)
      foldIterable(loop.iterable)
    case .asyncFor(let loop): try fold(loop)
    case .while(let test, let body, let orElse), .if(let test, let body, let orElse):
      try fold(test)
      try fold(body)
      try fold(orElse)
    case .with(let items, let body, _), .asyncWith(let items, let body, _):
      for item in items {
        try fold(item.context)
        try fold(item.target)
      }
      try fold(body)
    case .raise(let exception, let cause):
      try fold(exception)
      try fold(cause)
    case .try(let block), .tryStar(let block):
      try fold(block.body)
      for handler in block.handlers {
        try fold(handler.type)
        try fold(handler.body)
      }
      try fold(block.orElse)
      try fold(block.finalBody)
    case .assert(let test, let message):
      try fold(test)
      try fold(message)
    case .expr(let value): try fold(value)
    case .match(let subject, let cases):
      try fold(subject)
      for matchCase in cases {
        try fold(matchCase.pattern)
        try fold(matchCase.guard)
        try fold(matchCase.body)
      }
    case .import, .importFrom, .global, .nonlocal, .pass, .break, .continue: break
    }
  }

  private mutating func fold(_ loop: ForLoop) throws(CompileFailure) {
    try fold(loop.target)
    try fold(loop.iterable)
    try fold(loop.body)
    try fold(loop.orElse)
  }

  private mutating func fold(_ parameters: NodeList<TypeParameter>) throws(CompileFailure) {
    for parameter in parameters {
      if case .typeVar(let bound) = parameter.kind { try fold(bound) }
      try fold(parameter.defaultValue)
    }
  }

  private mutating func fold(_ arguments: Arguments) throws(CompileFailure) {
    for argument in arguments.positionalOnly { try foldAnnotation(argument.annotation) }
    for argument in arguments.positional { try foldAnnotation(argument.annotation) }
    try foldAnnotation(arguments.variadic?.annotation)
    for argument in arguments.keywordOnly { try foldAnnotation(argument.annotation) }
    for value in arguments.keywordDefaults { try fold(value) }
    try foldAnnotation(arguments.variadicKeywords?.annotation)
    try fold(arguments.defaults)
  }

  /// Under `from __future__ import annotations` an annotation becomes its text, so it stays as it is.
  private mutating func foldAnnotation(_ annotation: Expression?) throws(CompileFailure) {
    if !futureAnnotations { try fold(annotation) }
  }

  private mutating func fold(_ patterns: NodeList<Pattern>) throws(CompileFailure) {
    for pattern in patterns { try fold(pattern) }
  }

  private mutating func fold(_ pattern: Pattern) throws(CompileFailure) {
    try enter()
    switch pattern.kind {
    case .matchValue(let value): try fold(value)
    case .matchSequence(let patterns), .matchOr(let patterns): try fold(patterns)
    case .matchMapping(let keys, let patterns, _):
      try fold(keys)
      try fold(patterns)
    case .matchClass(let classExpression, let patterns, _, let keywordPatterns):
      try fold(classExpression)
      try fold(patterns)
      try fold(keywordPatterns)
    case .matchAs(let inner, _):
      if let inner { try fold(inner) }
    case .matchSingleton, .matchStar: break
    }
    depth -= 1
  }

  // MARK: Expressions

  private mutating func fold(_ expressions: NodeList<Expression>) throws(CompileFailure) {
    for expression in expressions.buffer { try fold(expression) }
  }

  private mutating func fold(_ expression: Expression?) throws(CompileFailure) {
    if let expression { try fold(expression) }
  }

  private mutating func fold(_ expression: Expression) throws(CompileFailure) {
    try enter()
    try foldUnchecked(expression)
    depth -= 1
  }

  private mutating func foldUnchecked(_ expression: Expression) throws(CompileFailure) {
    switch expression.kind {
    case .boolOp(_, let values), .set(let values), .joinedStr(let values): try fold(values)
    case .binOp(let left, let operation, let right):
      try fold(left)
      try fold(right)
      foldBinary(expression, left, operation, right)
    case .unaryOp(let operation, let operand):
      try fold(operand)
      foldUnary(expression, operation, operand)
    case .lambda(let arguments, let body):
      try fold(arguments)
      try fold(body)
    case .ifExp(let test, let body, let orElse):
      try fold(test)
      try fold(body)
      try fold(orElse)
    case .dict(let keys, let values):
      for key in keys { try fold(key) }
      try fold(values)
    case .listComp(let element, let generators), .setComp(let element, let generators),
      .generatorExp(let element, let generators):
      try fold(element)
      try fold(generators)
    case .dictComp(let key, let value, let generators):
      try fold(key)
      try fold(value)
      try fold(generators)
    case .await(let value), .yieldFrom(let value), .attribute(let value, _, _),
      .starred(let value, _), .namedExpr(_, let value):
      try fold(value)
    case .yield(let value): try fold(value)
    case .compare(let left, let operators, let comparators):
      try fold(left)
      try fold(comparators)
      let last = operators[operators.count - 1]
      if last == .in || last == .notIn { foldIterable(comparators[comparators.count - 1]) }
    case .call(let function, let arguments, let keywords):
      try fold(function)
      try fold(arguments)
      for keyword in keywords { try fold(keyword.value) }
    case .formattedValue(let value, _, let formatSpec):
      try fold(value)
      try fold(formatSpec)
    case .subscript(let value, let slice, let context):
      try fold(value)
      try fold(slice)
      foldSubscript(expression, value, slice, context)
    case .slice(let lower, let upper, let step):
      try fold(lower)
      try fold(upper)
      try fold(step)
    case .list(let elements, _): try fold(elements)
    case .tuple(let elements, let context):
      try fold(elements)
      if context == .load, let items = constants(elements) {
        expression.replace(withConstant: .tuple(items))
      }
    case .name(let name, let context):
      if context == .load, name.matches("__debug__") {
        expression.replace(withConstant: optimization == 0 ? .true : .false)
      }
    case .constant: break
    }
  }

  private mutating func fold(_ generators: NodeList<Comprehension>) throws(CompileFailure) {
    for generator in generators {
      try fold(generator.target)
      try fold(generator.iterable)
      try fold(generator.conditions)
      foldIterable(generator.iterable)
    }
  }
}
