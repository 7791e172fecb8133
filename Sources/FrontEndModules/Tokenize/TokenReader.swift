import PythonSyntax

/// Makes tokens of lines as they come.
///
/// A part of the source is read at a time, one line in most cases. It is tokenized from its beginning again with each
/// line that is added to it, until its last token is complete.
final class TokenReader {
  let keepsTrivia: Bool
  /// The tokens of the part that was read last, which of them is next, and how many there are for sure.
  private(set) var stream: TokenStream?
  var index = 0
  private(set) var available = 0
  /// How many lines were read before the part.
  private(set) var linesBefore = 0
  private var linesOfPart = 0
  private(set) var isAtEnd = false

  /// All lines, and those of the part.
  private var source: [UInt8] = []
  private var part: [UInt8] = []
  private var state = TokenStream.State()
  /// Only a quote can complete the part.
  private var awaitsQuote = false
  /// A long part is tried again when it has grown to so many bytes.
  private var nextTry = 0

  private static let longPart = 1 << 14

  init(keepsTrivia: Bool) { self.keepsTrivia = keepsTrivia }

  /// Adds a line. True when there are tokens.
  func add(_ line: [UInt8]) throws(SyntaxFailure) -> Bool {
    if part.isEmpty { beginPart() }
    source += line
    part += line
    if !keepsTrivia || part.count < nextTry { return false }
    if awaitsQuote, !line.contains(0x22), !line.contains(0x27) { return false }
    let tried = try tokens(of: part, isPart: true)
    stream = tried
    available = tried.count
    if tried.isUnfinished {
      // What comes before the token that goes on is not changed by the rest of it.
      if available > 0, tried.kind(of: available - 1) == .error { available -= 1 }
      awaitsQuote = tried.isInsideString
      if part.count > Self.longPart { nextTry = part.count + part.count / 8 }
      return index < available
    }
    linesOfPart = part.count { $0 == 0x0A } + (part.last == 0x0A ? 0 : 1)
    (part, awaitsQuote, nextTry) = ([], false, 0)
    return true
  }

  /// There are no more lines.
  func finish() throws(SyntaxFailure) {
    isAtEnd = true
    if part.isEmpty { beginPart() }
    let last = try tokens(of: part, isPart: false)
    stream = last
    available = last.count
  }

  private func beginPart() {
    guard let stream else { return }
    linesBefore += linesOfPart
    state = stream.endState
    index = 0
  }

  private func tokens(of text: [UInt8], isPart: Bool) throws(SyntaxFailure) -> TokenStream {
    try Self.tokens(of: text, keepsTrivia: keepsTrivia, after: state, isPart: isPart)
  }

  private static func tokens(
    of text: [UInt8], keepsTrivia: Bool, after state: TokenStream.State, isPart: Bool
  ) throws(SyntaxFailure) -> TokenStream {
    var options = ParserOptions()
    options.ignoreEncodingCookie = true
    let result = text.withUnsafeBufferPointer { buffer in
      Result { () throws(SyntaxFailure) in
        try TokenStream(
          buffer, options: options, keepsTrivia: keepsTrivia, after: state, isPart: isPart)
      }
    }
    return try result.get()
  }

  /// Why the stream ends at a token: told as of the whole source.
  func failure(at index: Int) -> SyntaxFailure {
    isAtEnd = true
    let whole = try? Self.tokens(
      of: source, keepsTrivia: keepsTrivia, after: TokenStream.State(), isPart: false)
    if let whole, whole.count > 0, let failure = whole.failure(at: whole.count - 1) {
      return failure
    }
    return stream!.failure(at: index)!
  }

  /// What the tokenizer warns about in the part.
  func takeWarnings() -> [SyntaxWarning] {
    guard let stream else { return [] }
    return stream.warnings.map { warning in
      var warning = warning
      warning.line += linesBefore
      warning.endLine += linesBefore
      return warning
    }
  }
}
