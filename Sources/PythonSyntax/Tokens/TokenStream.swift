/// The tokens of a source as `tokenize` shows them: comments and non-logical newlines included, columns
/// in characters.
public final class TokenStream {
  private var tokenizer: Tokenizer
  // A line that was looked up last: most tokens share it with the token before.
  private var lastLine = 1
  private var lastLineStart: UnsafePointer<UInt8>
  /// Where the newline stands that the source lacked at its end; nil if it had one.
  private let impliedNewline: UnsafePointer<UInt8>?

  /// - Parameter keepsTrivia: off, comments and non-logical newlines are left out, as for the parser.
  /// - Throws: where the source cannot be decoded; later failures are found in the stream.
  public init(
    _ source: UnsafeBufferPointer<UInt8>, options: ParserOptions = ParserOptions(),
    keepsTrivia: Bool = true
  ) throws(SyntaxFailure) {
    var options = options
    // Nothing is no line, not even an empty one.
    if source.isEmpty { options.mode = .expression }
    let text = try SourceDecoder.decode(source, options: options)
    tokenizer = Tokenizer(
      text: text, identifiers: SyntaxTree().identifiers, options: options,
      keepsTrivia: keepsTrivia)
    lastLineStart = tokenizer.base
    let lacksNewline = source.last.map { $0 != .newline && $0 != .carriageReturn } ?? false
    impliedNewline = lacksNewline ? tokenizer.base + text.count - 1 : nil
    tokenizer.run()
  }

  deinit { tokenizer.deallocate() }

  public var count: Int { tokenizer.tokens.count }

  public func kind(of index: Int) -> TokenKind { tokenizer.tokens[index].kind }

  /// Why the stream ends here; nil for regular tokens.
  public func failure(at index: Int) -> SyntaxFailure? {
    let token = tokenizer.tokens[index]
    if token.kind != .error { return nil }
    switch tokenizer.stop {
    case .failure(let failure, raisedByTokenizer: true): return failure
    case .failure(var failure, raisedByTokenizer: false):
      return atEndOfLine(&failure)
    case .endInsideBrackets, .endOfInput:
      // The line behind the last newline was never begun.
      let line = Int(token.line) - (tokenizer.lineStart.pointee == 0 ? 1 : 0)
      return SyntaxFailure(
        syntaxError: Self.unexpectedEnd, line: line, column: 0, endLine: line, endColumn: 0,
        text: nil)
    }
  }

  private static let unexpectedEnd = "unexpected EOF in multi-line statement"

  /// What the parser would word itself has no extent here: it stands at the end of its line.
  private func atEndOfLine(_ failure: inout SyntaxFailure) -> SyntaxFailure {
    if failure.message == "unexpected EOF while parsing" { failure.message = Self.unexpectedEnd }
    if failure.kind != .syntaxError {
      let start = tokenizer.text.startOfLine(failure.line)
      failure.column =
        tokenizer.text.characterCount(from: start, to: tokenizer.text.endOfLine(start)) + 1
    }
    if failure.text?.hasSuffix("\n") == true { failure.text?.removeLast() }
    failure.endLine = nil
    failure.endColumn = nil
    return failure
  }

  /// Lines from 1, columns from 0.
  public func place(of index: Int) -> (line: Int, column: Int, endLine: Int, endColumn: Int) {
    let token = tokenizer.tokens[index]
    let column = characters(Int(token.line), Int(token.column))
    let endColumn = characters(Int(token.endLine), Int(token.endColumn))
    return (Int(token.line), column, Int(token.endLine), endColumn)
  }

  /// UTF-8; empty for a newline that is not in the source. Valid while the stream lives.
  public func text(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokenizer.tokens[index]
    let start = tokenizer.base + Int(token.start)
    return UnsafeBufferPointer(
      start: start, count: start == impliedNewline ? 0 : Int(token.end - token.start))
  }

  /// The lines that a token is on, newline included. Valid while the stream lives.
  public func lines(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokenizer.tokens[index]
    let start = startOfLine(Int(token.line))
    let isNewline = token.kind == .newline || token.kind == .nonLogicalNewline
    let last = tokenizer.base + Int(isNewline ? token.start : token.end)
    var end = tokenizer.text.endOfLine(max(start, last))
    if end.pointee == .newline, end != impliedNewline { end += 1 }
    return UnsafeBufferPointer(start: start, count: end - start)
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
