/// The parameters of a function or lambda (`arguments`): a handle of one word.
@frozen
public struct Arguments: Equatable {
  @usableFromInline let node: UnsafeMutablePointer<Fields>

  @inlinable init(node: UnsafeMutablePointer<Fields>) { self.node = node }

  /// All fields at once; the accessors below read single ones.
  @inlinable public var fields: Fields { node.pointee }

  @inlinable public var positionalOnly: NodeList<Argument> { node.pointee.positionalOnly }
  @inlinable public var positional: NodeList<Argument> { node.pointee.positional }
  @inlinable public var variadic: Argument? { node.pointee.variadic }
  @inlinable public var keywordOnly: NodeList<Argument> { node.pointee.keywordOnly }
  @inlinable public var keywordDefaults: NodeList<Expression?> { node.pointee.keywordDefaults }
  @inlinable public var variadicKeywords: Argument? { node.pointee.variadicKeywords }
  @inlinable public var defaults: NodeList<Expression> { node.pointee.defaults }

  @frozen
  public struct Fields {
    /// `posonlyargs`
    public var positionalOnly = NodeList<Argument>()
    /// `args`
    public var positional = NodeList<Argument>()
    /// `vararg`
    public var variadic: Argument?
    /// `kwonlyargs`
    public var keywordOnly = NodeList<Argument>()
    /// `kw_defaults`: as many as `keywordOnly`, nil where there is no default.
    public var keywordDefaults = NodeList<Expression?>()
    /// `kwarg`
    public var variadicKeywords: Argument?
    /// The defaults of the last positional-only and positional parameters.
    public var defaults = NodeList<Expression>()

    @inlinable public init() {}
  }
}

/// `arg`: one parameter.
@frozen
public struct Argument {
  public var name: Identifier
  public var annotation: Expression?
  public var typeComment: ByteString?
  public var location: Location

  @inlinable public init(
    name: Identifier, annotation: Expression? = nil, typeComment: ByteString? = nil,
    location: Location
  ) {
    self.name = name
    self.annotation = annotation
    self.typeComment = typeComment
    self.location = location
  }
}
