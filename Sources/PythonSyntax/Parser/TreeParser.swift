/// Parses tokens into a tree by recursive descent, for programs that are right.
///
/// It rejects exactly what Python's grammar rejects but never says why: finding the message and its place
/// is the work of the error pass, so nothing here is kept for it.
final class TreeParser {
  /// The tokens are no program. Also thrown to abandon one way of reading them for another.
  struct Rejected: Error {}

  let tree: SyntaxTree
  let arena: Arena
  let identifiers: IdentifierTable
  let text: UnsafePointer<UInt8>
  private(set) var options: ParserOptions
  let literals: LiteralReader

  /// The `# type: ignore` comments, which stand between the tokens.
  let typeIgnores: [Token]
  let firstToken: UnsafePointer<Token>
  /// The token that is looked at. The last token is `endMarker` or `error`, and nothing consumes it.
  var token: UnsafePointer<Token>
  /// Where the current statement of the top level starts: all before it is right.
  private(set) var statementStart: UnsafePointer<Token>
  var stack = ScratchStack()
  /// For lists that grow at the same time as one on `stack`.
  var sideStack = ScratchStack()
  /// How deep the expressions and blocks are nested, with weights that are less than the rules of the
  /// reference's parser.
  var depth = 0
  private(set) var isTooDeep = false
  /// The statements of the top level that may be too deep for the reference lie between these.
  private(set) var firstSuspect: UnsafePointer<Token>?
  private(set) var endOfSuspects: UnsafePointer<Token>?
  private static let suspectDepth = 1000
  /// Guards the native stack; the reference gives up before.
  private static let maximumDepth = 6100

  init(tree: SyntaxTree, tokenizer: Tokenizer, options: ParserOptions) {
    let source = tokenizer.text
    typeIgnores = tokenizer.typeIgnores
    self.tree = tree
    arena = tree.arena
    identifiers = tree.identifiers
    text = UnsafePointer(source.base)
    self.options = options
    literals = LiteralReader(tree: tree, source: source, options: options)
    firstToken = UnsafePointer(tokenizer.tokens.base)
    token = firstToken
    statementStart = firstToken
  }

  deinit {
    stack.deallocate()
    sideStack.deallocate()
  }

  // MARK: Tokens

  @inline(__always) var kind: TokenKind { token.pointee.kind }
  @inline(__always) var nextKind: TokenKind { (token + 1).pointee.kind }
  @inline(__always) func advance() { token += 1 }

  /// Consumes the token if it is of this kind.
  @inline(__always)
  func accept(_ wanted: TokenKind) -> Bool {
    guard token.pointee.kind == wanted else { return false }
    token += 1
    return true
  }

  @inline(__always)
  func expect(_ wanted: TokenKind) throws(Rejected) {
    guard token.pointee.kind == wanted else { throw Rejected() }
    token += 1
  }

  @inline(__always)
  func expectName() throws(Rejected) -> Identifier {
    guard token.pointee.kind == .name else { throw Rejected() }
    let identifier = identifiers.identifier(number: Int(token.pointee.identifier))
    token += 1
    return identifier
  }

  @inline(__always)
  func isSoftKeyword(_ keyword: SoftKeyword) -> Bool {
    token.pointee.kind == .name && token.pointee.identifier == keyword.rawValue
  }

  @inline(__always)
  func location(_ token: UnsafePointer<Token>) -> Location {
    Location(
      line: token.pointee.line, column: token.pointee.column, endLine: token.pointee.endLine,
      endColumn: token.pointee.endColumn)
  }

  /// From a token to the last one that was consumed.
  @inline(__always)
  func location(from start: UnsafePointer<Token>) -> Location {
    let last = token - 1
    return Location(
      line: start.pointee.line, column: start.pointee.column, endLine: last.pointee.endLine,
      endColumn: last.pointee.endColumn)
  }

  /// The same from the start of a node.
  @inline(__always)
  func location(from start: Location) -> Location {
    let last = token - 1
    return Location(
      line: start.line, column: start.column, endLine: last.pointee.endLine,
      endColumn: last.pointee.endColumn)
  }

  /// For statements with a block: it ends before the newline and the dedents of its last line.
  func blockLocation(from start: UnsafePointer<Token>) -> Location {
    var last = token - 1
    while last > start, Self.isLayout(last.pointee.kind) { last -= 1 }
    return Location(
      line: start.pointee.line, column: start.pointee.column, endLine: last.pointee.endLine,
      endColumn: last.pointee.endColumn)
  }

  private static func isLayout(_ kind: TokenKind) -> Bool {
    kind == .newline || kind == .indent || kind == .dedent || kind == .endMarker
  }

  // MARK: Nodes

  @inline(__always)
  func make(_ kind: Expression.Kind, _ location: Location) -> Expression {
    let node = arena.allocate(Expression.Node.self)
    node.initialize(to: Expression.Node(kind: kind, location: location))
    return Expression(node: node)
  }

  @inline(__always)
  func make(_ kind: Statement.Kind, _ location: Location) -> Statement {
    let node = arena.allocate(Statement.Node.self)
    node.initialize(to: Statement.Node(kind: kind, location: location))
    return Statement(node: node)
  }

  @inline(__always)
  func make(_ kind: Pattern.Kind, _ location: Location) -> Pattern {
    let node = arena.allocate(Pattern.Node.self)
    node.initialize(to: Pattern.Node(kind: kind, location: location))
    return Pattern(node: node)
  }

  /// The expressions that were pushed since the mark.
  @inline(__always)
  func popExpressions(from mark: Int) -> NodeList<Expression> {
    stack.popList(from: mark, in: arena)
  }

  @inline(__always)
  func enter(_ weight: Int = 1) throws(Rejected) {
    depth += weight
    if depth > Self.suspectDepth { try goDeep() }
  }

  @inline(never)
  private func goDeep() throws(Rejected) {
    if depth > Self.maximumDepth {
      isTooDeep = true
      throw Rejected()
    }
    if firstSuspect == nil { firstSuspect = statementStart }
    endOfSuspects = nil
  }

  /// A statement of the top level begins.
  private func noteStatement() {
    statementStart = token
    if firstSuspect != nil, endOfSuspects == nil { endOfSuspects = token }
  }

  @inline(__always)
  func leave(_ weight: Int = 1) { depth -= weight }

  /// Rejects syntax that came with a later version than the one asked for by `feature_version`.
  @inline(__always)
  func require(
    _ version: Int, _ syntax: StaticString, looksAhead: Bool = true
  ) throws(Rejected) {
    if options.featureVersion < version {
      try refuse(version, syntax, at: looksAhead ? token : token - 1)
    }
  }

  @inline(never)
  func refuse(
    _ version: Int, _ syntax: StaticString, at place: UnsafePointer<Token>
  ) throws(Rejected) -> Never {
    literals.failure = (
      LiteralReader.Failure(
        message: "\(syntax) only supported in Python 3.\(version) and greater", place: .lastRead),
      place.pointee
    )
    throw Rejected()
  }

  /// `from __future__ import barry_as_FLUFL` holds from its own line on.
  func useDiamondOperator() { options.flufl = true }

  // MARK: Backtracking

  struct Checkpoint {
    fileprivate let token: UnsafePointer<Token>
    fileprivate let mark: Int
    fileprivate let sideMark: Int
    fileprivate let depth: Int
  }

  func checkpoint() -> Checkpoint {
    Checkpoint(token: token, mark: stack.mark, sideMark: sideStack.mark, depth: depth)
  }

  func restore(_ checkpoint: Checkpoint) {
    token = checkpoint.token
    stack.reset(to: checkpoint.mark)
    sideStack.reset(to: checkpoint.sideMark)
    depth = checkpoint.depth
  }

  // MARK: Whole inputs

  func parseModule() throws(Rejected) -> Module {
    switch options.mode {
    case .file:
      let mark = stack.mark
      while kind != .endMarker {
        noteStatement()
        try parseStatement()
      }
      let body: NodeList<Statement> = stack.popList(from: mark, in: arena)
      return .module(body: body, typeIgnores: makeTypeIgnores())
    case .expression:
      let body = try parseExpressions()
      while accept(.newline) {}
      guard kind == .endMarker else { throw Rejected() }
      return .expression(body: body)
    case .interactive:
      return .interactive(body: try parseInteractive())
    case .functionType:
      return try parseFunctionType()
    }
  }

  private func makeTypeIgnores() -> NodeList<TypeIgnore> {
    tree.list(
      typeIgnores.map { ignore in
        let tag = UnsafeBufferPointer(
          start: text + Int(ignore.start), count: Int(ignore.end - ignore.start))
        return TypeIgnore(line: ignore.line, tag: tree.list(tag))
      })
  }

  private func parseInteractive() throws(Rejected) -> NodeList<Statement> {
    let mark = stack.mark
    if kind == .newline {
      stack.push(make(.pass, location(token)))
      advance()
    } else if startsCompoundStatement {
      stack.push(try parseCompoundStatement())
      try expect(.newline)
    } else if let match = try parseMatchIfPresent() {
      stack.push(match)
      try expect(.newline)
    } else {
      try parseSimpleStatements()
    }
    return stack.popList(from: mark, in: arena)
  }

  /// Whether more than blanks and comments follows the statement that an interactive input may hold.
  func hasMoreStatements(in source: SourceText) -> Bool {
    var position = text + Int((token - 1).pointee.end)
    while true {
      switch position.pointee {
      case .space, .tab, .formFeed, .newline: position += 1
      case 0: return false
      case .hash: position = source.endOfLine(position)
      default: return true
      }
    }
  }

  /// `(int, *str, **Any) -> float`
  private func parseFunctionType() throws(Rejected) -> Module {
    try expect(.leftParenthesis)
    let mark = stack.mark
    var stage = 0
    while kind != .rightParenthesis {
      if kind == .star || kind == .doubleStar {
        let newStage = kind == .star ? 1 : 2
        guard newStage > stage else { throw Rejected() }
        stage = newStage
        advance()
      } else if stage > 0 {
        throw Rejected()
      }
      stack.push(try parseExpression())
      guard accept(.comma) else { break }
      if kind == .rightParenthesis { throw Rejected() }
    }
    try expect(.rightParenthesis)
    let arguments = popExpressions(from: mark)
    try expect(.arrow)
    let returns = try parseExpression()
    while accept(.newline) {}
    guard kind == .endMarker else { throw Rejected() }
    return .functionType(argumentTypes: arguments, returns: returns)
  }
}
