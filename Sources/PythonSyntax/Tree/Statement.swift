/// A statement (`stmt`): a handle of one word to a node in its `SyntaxTree`.
@frozen
public struct Statement: Equatable {
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

  /// The node kinds of the ASDL sum `stmt`, in its order and with its fields.
  @frozen
  public enum Kind {
    case functionDef(FunctionDefinition)
    case asyncFunctionDef(FunctionDefinition)
    case classDef(ClassDefinition)
    case `return`(Expression?)
    case delete(targets: NodeList<Expression>)
    case assign(targets: NodeList<Expression>, value: Expression, typeComment: ByteString?)
    /// `type name[parameters] = value`; the name is a `name` expression in store context.
    case typeAlias(
      name: Expression, typeParameters: NodeList<TypeParameter>, value: Expression)
    case augAssign(target: Expression, operator: BinaryOperator, value: Expression)
    /// `isSimple`: the target is a name without parentheses.
    case annAssign(
      target: Expression, annotation: Expression, value: Expression?, isSimple: Bool)
    case `for`(ForLoop)
    case asyncFor(ForLoop)
    case `while`(test: Expression, body: NodeList<Statement>, orElse: NodeList<Statement>)
    case `if`(test: Expression, body: NodeList<Statement>, orElse: NodeList<Statement>)
    case with(items: NodeList<WithItem>, body: NodeList<Statement>, typeComment: ByteString?)
    case asyncWith(items: NodeList<WithItem>, body: NodeList<Statement>, typeComment: ByteString?)
    case match(subject: Expression, cases: NodeList<MatchCase>)
    case raise(exception: Expression?, cause: Expression?)
    case `try`(TryBlock)
    /// `try` with `except*` handlers.
    case tryStar(TryBlock)
    case assert(test: Expression, message: Expression?)
    case `import`(names: NodeList<Alias>)
    case importFrom(module: Identifier?, names: NodeList<Alias>, level: Int)
    case global(NodeList<Identifier>)
    case nonlocal(NodeList<Identifier>)
    case expr(Expression)
    case pass
    case `break`
    case `continue`
  }
}

/// The fields of `FunctionDef` and `AsyncFunctionDef`.
@frozen
public struct FunctionDefinition {
  public var name: Identifier
  public var arguments: Arguments
  public var body: NodeList<Statement>
  public var decorators: NodeList<Expression>
  public var returns: Expression?
  public var typeComment: ByteString?
  public var typeParameters: NodeList<TypeParameter>

  @inlinable public init(
    name: Identifier, arguments: Arguments, body: NodeList<Statement>,
    decorators: NodeList<Expression>, returns: Expression?, typeComment: ByteString?,
    typeParameters: NodeList<TypeParameter>
  ) {
    self.name = name
    self.arguments = arguments
    self.body = body
    self.decorators = decorators
    self.returns = returns
    self.typeComment = typeComment
    self.typeParameters = typeParameters
  }
}

/// The fields of `ClassDef`.
@frozen
public struct ClassDefinition {
  public var name: Identifier
  public var bases: NodeList<Expression>
  public var keywords: NodeList<Keyword>
  public var body: NodeList<Statement>
  public var decorators: NodeList<Expression>
  public var typeParameters: NodeList<TypeParameter>

  @inlinable public init(
    name: Identifier, bases: NodeList<Expression>, keywords: NodeList<Keyword>,
    body: NodeList<Statement>, decorators: NodeList<Expression>,
    typeParameters: NodeList<TypeParameter>
  ) {
    self.name = name
    self.bases = bases
    self.keywords = keywords
    self.body = body
    self.decorators = decorators
    self.typeParameters = typeParameters
  }
}

/// The fields of `For` and `AsyncFor`.
@frozen
public struct ForLoop {
  public var target: Expression
  public var iterable: Expression
  public var body: NodeList<Statement>
  public var orElse: NodeList<Statement>
  public var typeComment: ByteString?

  @inlinable public init(
    target: Expression, iterable: Expression, body: NodeList<Statement>,
    orElse: NodeList<Statement>, typeComment: ByteString?
  ) {
    self.target = target
    self.iterable = iterable
    self.body = body
    self.orElse = orElse
    self.typeComment = typeComment
  }
}

/// The fields of `Try` and `TryStar`.
@frozen
public struct TryBlock {
  public var body: NodeList<Statement>
  public var handlers: NodeList<ExceptHandler>
  public var orElse: NodeList<Statement>
  public var finalBody: NodeList<Statement>

  @inlinable public init(
    body: NodeList<Statement>, handlers: NodeList<ExceptHandler>, orElse: NodeList<Statement>,
    finalBody: NodeList<Statement>
  ) {
    self.body = body
    self.handlers = handlers
    self.orElse = orElse
    self.finalBody = finalBody
  }
}

/// `excepthandler`
@frozen
public struct ExceptHandler {
  public var type: Expression?
  public var name: Identifier?
  public var body: NodeList<Statement>
  public var location: Location

  @inlinable public init(
    type: Expression?, name: Identifier?, body: NodeList<Statement>, location: Location
  ) {
    self.type = type
    self.name = name
    self.body = body
    self.location = location
  }
}

/// `alias`: `name as asName` of an import; the name may be dotted, or `*`.
@frozen
public struct Alias {
  public var name: Identifier
  public var asName: Identifier?
  public var location: Location

  @inlinable public init(name: Identifier, asName: Identifier?, location: Location) {
    self.name = name
    self.asName = asName
    self.location = location
  }
}

/// `withitem`. It has no location.
@frozen
public struct WithItem {
  public var context: Expression
  public var target: Expression?

  @inlinable public init(context: Expression, target: Expression?) {
    self.context = context
    self.target = target
  }
}

/// `type_param`
@frozen
public struct TypeParameter {
  public enum Kind {
    case typeVar(bound: Expression?)
    case paramSpec
    case typeVarTuple
  }

  public var kind: Kind
  public var name: Identifier
  public var defaultValue: Expression?
  public var location: Location

  @inlinable public init(
    kind: Kind, name: Identifier, defaultValue: Expression?, location: Location
  ) {
    self.kind = kind
    self.name = name
    self.defaultValue = defaultValue
    self.location = location
  }
}
