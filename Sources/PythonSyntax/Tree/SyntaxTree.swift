/// The root of a tree (`mod`).
public enum Module {
  case module(body: NodeList<Statement>, typeIgnores: NodeList<TypeIgnore>)
  case interactive(body: NodeList<Statement>)
  case expression(body: Expression)
  case functionType(argumentTypes: NodeList<Expression>, returns: Expression)
}

/// `type_ignore`: a `# type: ignore` comment, found when type comments are asked for.
@frozen
public struct TypeIgnore {
  public var line: Int32
  public var tag: ByteString

  @inlinable public init(line: Int32, tag: ByteString) {
    self.line = line
    self.tag = tag
  }
}

/// A syntax tree and the memory of all its nodes.
///
/// Nodes are trivial values and pointers into chunks that the tree owns: building one is a pointer bump,
/// reading one touches no reference count, and freeing all of them is a few calls whatever the depth.
/// The price: handles (`Expression`, `NodeList`, `Identifier`, …) are valid only while the tree lives.
public final class SyntaxTree {
  public internal(set) var root: Module = .interactive(body: NodeList())

  /// What the parser warns about, in source order.
  public internal(set) var warnings: [SyntaxWarning] = []

  @usableFromInline let arena = Arena()
  @usableFromInline let identifiers: IdentifierTable

  /// An empty tree to build into; `Parser.parse` makes a full one.
  public init() { identifiers = IdentifierTable(arena: arena) }

  /// Sets the root of a tree that was built by hand.
  public func setRoot(_ module: Module) { root = module }

  public func expression(_ kind: Expression.Kind, _ location: Location) -> Expression {
    let node = arena.allocate(Expression.Node.self)
    node.initialize(to: Expression.Node(kind: kind, location: location))
    return Expression(node: node)
  }

  public func statement(_ kind: Statement.Kind, _ location: Location) -> Statement {
    let node = arena.allocate(Statement.Node.self)
    node.initialize(to: Statement.Node(kind: kind, location: location))
    return Statement(node: node)
  }

  public func pattern(_ kind: Pattern.Kind, _ location: Location) -> Pattern {
    let node = arena.allocate(Pattern.Node.self)
    node.initialize(to: Pattern.Node(kind: kind, location: location))
    return Pattern(node: node)
  }

  public func arguments(_ fields: Arguments.Fields) -> Arguments {
    let node = arena.allocate(Arguments.Fields.self)
    node.initialize(to: fields)
    return Arguments(node: node)
  }

  /// Copies a sequence of trivial elements into the tree.
  public func list<Element>(_ elements: [Element]) -> NodeList<Element> {
    elements.withUnsafeBufferPointer { list($0) }
  }

  public func list<Element>(_ elements: UnsafeBufferPointer<Element>) -> NodeList<Element> {
    arena.list(count: elements.count) { destination in
      if let first = elements.baseAddress {
        destination.initialize(from: first, count: elements.count)
      }
    }
  }

  public func intern(_ text: String) -> Identifier {
    var text = text
    return text.withUTF8 { identifiers.intern($0) }
  }
}
