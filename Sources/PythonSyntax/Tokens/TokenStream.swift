/// The tokens of a source as `tokenize` shows them: comments and non-logical newlines included, columns
/// in characters.
public final class TokenStream {
  private var tokenizer: Tokenizer
  private let keepsTrivia: Bool
  /// The parser's stream of nothing: not even an end.
  private let isEmpty: Bool
  // A line that was looked up last: most tokens share it with the token before.
  private var lastLine = 1
  private var lastLineStart: UnsafePointer<UInt8>
  /// Where the newline stands that the source lacked at its end; nil if it had one.
  private let impliedNewline: UnsafePointer<UInt8>?

  /// What the lines before say of how the next one is read.
  public struct State {
    fileprivate var indents: [Int32] = [0]
    fileprivate var alternateIndents: [Int32] = [0]
    fileprivate var brackets: [Tokenizer.Bracket] = []

    /// At the beginning of a source.
    public init() {}
  }

  /// - Parameters:
  ///   - keepsTrivia: off, comments and non-logical newlines are left out, as for the parser.
  ///   - state: what the lines before `source` left.
  ///   - isPart: more lines may follow. The tokens are those of `source` if `isUnfinished` says no.
  /// - Throws: where the source cannot be decoded; later failures are found in the stream.
  public init(
    _ source: UnsafeBufferPointer<UInt8>, options: ParserOptions = ParserOptions(),
    keepsTrivia: Bool = true, after state: State = State(), isPart: Bool = false
  ) throws(SyntaxFailure) {
    self.keepsTrivia = keepsTrivia
    var options = options
    // Nothing is no line, not even an empty one.
    if source.isEmpty { options.mode = .expression }
    options.keepsCarriageReturns = true
    let text = try SourceDecoder.decode(source, options: options)
    tokenizer = Tokenizer(
      text: text, identifiers: SyntaxTree().identifiers, options: options,
      keepsTrivia: keepsTrivia, isPart: isPart)
    tokenizer.indents = state.indents
    tokenizer.alternateIndents = state.alternateIndents
    tokenizer.brackets = state.brackets
    tokenizer.countsHiddenBraces = false
    isEmpty = source.isEmpty && !keepsTrivia
    lastLineStart = tokenizer.base
    let lacksNewline = source.last.map { $0 != .newline } ?? false
    impliedNewline = lacksNewline ? tokenizer.base + text.count - 1 : nil
    tokenizer.run()
  }

  deinit { tokenizer.deallocate() }

  /// How the line behind this part is read.
  public var endState: State {
    var state = State()
    state.indents = tokenizer.indents
    state.alternateIndents = tokenizer.alternateIndents
    state.brackets = tokenizer.brackets
    return state
  }

  /// Whether the last token of a part, a string for example, or its last line goes on in what follows.
  public var isUnfinished: Bool {
    switch tokenizer.stop {
    case .endOfPart: return !tokenizer.fstrings.isEmpty
    case .endOfInput, .endInsideBrackets: return true
    case .failure(let failure, _):
      return tokenizer.stoppedAtEnd || failure.message == "unexpected EOF while parsing"
    }
  }

  /// Whether what is unfinished ends with a quote only.
  public var isInsideString: Bool { tokenizer.stoppedAtEnd }

  public var count: Int { isEmpty ? 0 : tokenizer.tokens.count }

  /// What the tokenizer warns about.
  public var warnings: [SyntaxWarning] { tokenizer.warnings }

  public func kind(of index: Int) -> TokenKind { tokenizer.tokens[index].kind }

  /// Why the stream ends here; nil for regular tokens.
  public func failure(at index: Int) -> SyntaxFailure? {
    let token = tokenizer.tokens[index]
    if token.kind != .error { return nil }
    switch tokenizer.stop {
    case .failure(let failure, raisedByTokenizer: true): return failure
    case .failure(var failure, raisedByTokenizer: false):
      return atEndOfLine(&failure)
    case .endInsideBrackets, .endOfInput, .endOfPart: return unexpectedEnd()
    }
  }

  /// The end came where more must follow: told without text, at the column up to which the reference has
  /// kept the source. It keeps nothing between tokens.
  private func unexpectedEnd() -> SyntaxFailure {
    let end = tokenizer.base + tokenizer.text.count
    var kept = end
    if let outermost = tokenizer.fstrings.first {
      kept = outermost.lineStart
    } else if end - tokenizer.base > 1, end[-1] == .newline, end[-2] == .backslash {
      let start = tokenizer.text.startOfLine(Int(tokenizer.lastStartedLine))
      let isIndentation = start[0] == .backslash || start[0] == .space || start[0] == .tab
      kept = isIndentation ? end : start
    }
    var failure = SyntaxFailure(
      syntaxError: "unexpected EOF in multi-line statement", line: Int(tokenizer.lastStartedLine),
      column: end - kept, endLine: 0, endColumn: 0, text: nil)
    failure.isPlacedLater = true
    return failure
  }

  /// What the parser would word itself has no extent here: it stands at the end of its line.
  private func atEndOfLine(_ failure: inout SyntaxFailure) -> SyntaxFailure {
    if failure.message == "unexpected EOF while parsing" { return unexpectedEnd() }
    let start = tokenizer.text.startOfLine(failure.line)
    failure.column =
      tokenizer.text.characterCount(from: start, to: tokenizer.text.endOfLine(start)) + 1
    if failure.text?.hasSuffix("\n") == true { failure.text?.removeLast() }
    failure.endLine = nil
    failure.endColumn = nil
    failure.hasUnknownEnd = true
    return failure
  }

  /// Lines from 1, columns from 0; -1 for the layout tokens of the parser, which have no text.
  public func place(of index: Int) -> (line: Int, column: Int, endLine: Int, endColumn: Int) {
    let token = tokenizer.tokens[index]
    if !keepsTrivia, Self.hasNoText(token.kind) {
      return (Int(token.line), -1, Int(token.endLine), -1)
    }
    let column = characters(Int(token.line), Int(token.column))
    let hidden = hidesNewline(token) ? 1 : 0
    let endColumn = characters(Int(token.endLine), Int(token.endColumn)) - hidden
    return (Int(token.line), column, Int(token.endLine), endColumn)
  }

  private static func hasNoText(_ kind: TokenKind) -> Bool {
    kind == .indent || kind == .dedent || kind == .endMarker
  }

  /// The newline is no part of the token that the parser sees.
  private func hidesNewline(_ token: Token) -> Bool {
    !keepsTrivia && token.kind == .newline && token.end > token.start
  }

  /// UTF-8; empty for a newline that is not in the source. Valid while the stream lives.
  public func text(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokenizer.tokens[index]
    let start = tokenizer.base + Int(token.start)
    let count = Int(token.end - token.start) - (hidesNewline(token) ? 1 : 0)
    return UnsafeBufferPointer(start: start, count: start == impliedNewline ? 0 : count)
  }

  /// The lines that a token is on, newline included. Valid while the stream lives.
  public func lines(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokenizer.tokens[index]
    let start = startOfLine(Int(token.line))
    if !keepsTrivia, isAtEnd(token), lineOfLastToken(before: index) != token.line {
      // The end is on a line without tokens, whose text is gone.
      return UnsafeBufferPointer(start: start, count: 0)
    }
    let isNewline = token.kind == .newline || token.kind == .nonLogicalNewline
    let last = tokenizer.base + Int(isNewline ? token.start : token.end)
    var end = tokenizer.text.endOfLine(max(start, last))
    if isAtEnd(token) { end = tokenizer.text.endOfLine(start) }
    if end.pointee == .newline, end != impliedNewline { end += 1 }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  private func isAtEnd(_ token: Token) -> Bool { Int(token.start) >= tokenizer.text.count }

  /// The line of the last token that is not at the end; 0 if there is none.
  private func lineOfLastToken(before index: Int) -> Int32 {
    var index = index - 1
    while index >= 0, isAtEnd(tokenizer.tokens[index]) { index -= 1 }
    return index < 0 ? 0 : tokenizer.tokens[index].line
  }

  private func characters(_ line: Int, _ column: Int) -> Int {
    if tokenizer.text.isASCII { return column }
    let start = startOfLine(line)
    return tokenizer.text.characterCount(from: start, to: start + column)
  }

  /// Where a line starts; tokens are asked for in order, so the way from the last one is short.
  private func startOfLine(_ line: Int) -> UnsafePointer<UInt8> {
    if line < lastLine {
      lastLine = 1
      lastLineStart = tokenizer.base
    }
    while lastLine < line {
      let end = tokenizer.text.endOfLine(lastLineStart)
      if end.pointee == 0 { break }
      lastLineStart = end + 1
      lastLine += 1
    }
    return lastLineStart
  }
}
