/// An expression (`expr`): a handle of one word to a node in its `SyntaxTree`.
@frozen
public struct Expression: Equatable {
  @usableFromInline let node: UnsafeMutablePointer<Node>

  @inlinable init(node: UnsafeMutablePointer<Node>) { self.node = node }

  @frozen @usableFromInline struct Node {
    @usableFromInline var kind: Kind
    @usableFromInline var location: Location

    @inlinable init(kind: Kind, location: Location) {
      self.kind = kind
      self.location = location
    }
  }

  @inlinable public var kind: Kind { node.pointee.kind }
  @inlinable public var location: Location { node.pointee.location }

  /// The node kinds of the ASDL sum `expr`, in its order and with its fields.
  @frozen
  public enum Kind {
    case boolOp(operator: BooleanOperator, values: NodeList<Expression>)
    case namedExpr(target: Expression, value: Expression)
    case binOp(left: Expression, operator: BinaryOperator, right: Expression)
    case unaryOp(operator: UnaryOperator, operand: Expression)
    case lambda(arguments: Arguments, body: Expression)
    case ifExp(test: Expression, body: Expression, orElse: Expression)
    /// A nil key stands for `**mapping`.
    case dict(keys: NodeList<Expression?>, values: NodeList<Expression>)
    case set(elements: NodeList<Expression>)
    case listComp(element: Expression, generators: NodeList<Comprehension>)
    case setComp(element: Expression, generators: NodeList<Comprehension>)
    case dictComp(key: Expression, value: Expression, generators: NodeList<Comprehension>)
    case generatorExp(element: Expression, generators: NodeList<Comprehension>)
    case await(Expression)
    case yield(Expression?)
    case yieldFrom(Expression)
    case compare(
      left: Expression, operators: NodeList<ComparisonOperator>, comparators: NodeList<Expression>)
    case call(
      function: Expression, arguments: NodeList<Expression>, keywords: NodeList<Keyword>)
    case formattedValue(
      value: Expression, conversion: FormatConversion, formatSpec: Expression?)
    case joinedStr(values: NodeList<Expression>)
    case constant(Constant)
    case attribute(value: Expression, name: Identifier, context: ExpressionContext)
    case `subscript`(value: Expression, slice: Expression, context: ExpressionContext)
    case starred(value: Expression, context: ExpressionContext)
    case name(Identifier, context: ExpressionContext)
    case list(elements: NodeList<Expression>, context: ExpressionContext)
    case tuple(elements: NodeList<Expression>, context: ExpressionContext)
    case slice(lower: Expression?, upper: Expression?, step: Expression?)
  }
}

/// `comprehension`: one `for … in … if …` clause. It has no location.
@frozen
public struct Comprehension {
  public var target: Expression
  public var iterable: Expression
  public var conditions: NodeList<Expression>
  public var isAsync: Bool

  @inlinable public init(
    target: Expression, iterable: Expression, conditions: NodeList<Expression>, isAsync: Bool
  ) {
    self.target = target
    self.iterable = iterable
    self.conditions = conditions
    self.isAsync = isAsync
  }
}

/// `keyword`: an argument `name=value`, or `**value` when it has no name.
@frozen
public struct Keyword {
  public var name: Identifier?
  public var value: Expression
  public var location: Location

  @inlinable public init(name: Identifier?, value: Expression, location: Location) {
    self.name = name
    self.value = value
    self.location = location
  }
}
