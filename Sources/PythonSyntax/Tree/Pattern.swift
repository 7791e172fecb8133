/// A pattern of a `case` (`pattern`): a handle of one word to a node in its `SyntaxTree`.
@frozen
public struct Pattern: Equatable {
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

  /// The node kinds of the ASDL sum `pattern`, in its order and with its fields.
  @frozen
  public enum Kind {
    case matchValue(Expression)
    /// `None`, `True` or `False`, compared by identity.
    case matchSingleton(Constant)
    case matchSequence(NodeList<Pattern>)
    case matchMapping(
      keys: NodeList<Expression>, patterns: NodeList<Pattern>, rest: Identifier?)
    case matchClass(
      class: Expression, patterns: NodeList<Pattern>, keywordNames: NodeList<Identifier>,
      keywordPatterns: NodeList<Pattern>)
    case matchStar(name: Identifier?)
    /// Without a pattern a capture, without both the wildcard `_`.
    case matchAs(pattern: Pattern?, name: Identifier?)
    case matchOr(NodeList<Pattern>)
  }
}

/// `match_case`. It has no location.
@frozen
public struct MatchCase {
  public var pattern: Pattern
  public var `guard`: Expression?
  public var body: NodeList<Statement>

  @inlinable public init(pattern: Pattern, guard: Expression?, body: NodeList<Statement>) {
    self.pattern = pattern
    self.guard = `guard`
    self.body = body
  }
}
