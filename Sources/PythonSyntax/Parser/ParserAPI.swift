/// What to parse, and how: the `mode` and the parser's part of the `flags` of `compile`.
public struct ParserOptions {
  public enum Mode {
    /// `exec`: a whole file.
    case file
    /// `eval`: one expression.
    case expression
    /// `single`: one interactive statement.
    case interactive
    /// `func_type`: a type comment of a function.
    case functionType
  }

  public var mode: Mode = .file
  /// `PyCF_TYPE_COMMENTS`: keep `# type:` comments.
  public var typeComments = false
  /// `PyCF_IGNORE_COOKIE`: the source is UTF-8 text already, whatever its coding comment says.
  public var ignoreEncodingCookie = false
  /// The source is a file's, which the reference reads line by line: that shows at its end.
  public var isFile = false
  /// `tokenize` shows `\r\n` as it stands; the parser knows one newline only. Of decoded text.
  var keepsCarriageReturns = false
  /// `PyCF_ALLOW_INCOMPLETE_INPUT`: report unfinished input as `incompleteInput`.
  public var allowIncompleteInput = false
  /// `PyCF_DONT_IMPLY_DEDENT`
  public var dontImplyDedent = false
  /// `from __future__ import barry_as_FLUFL` is in force.
  public var flufl = false
  /// `feature_version`: the minor version of Python 3 whose grammar is asked for.
  public var featureVersion = 13
  /// `sys.get_int_max_str_digits()`; 0 for no limit.
  public var maximumIntDigits = 4300

  public init() {}
  public init(mode: Mode) { self.mode = mode }
}

/// Python's parser. `Parser.parse` is the one way in.
public enum Parser {
  /// The code points of `\N{name}`, set by the runtime that has the Unicode name database: nil for
  /// names that do not exist. Without a database every name is unknown.
  nonisolated(unsafe) public static var unicodeNameLookup:
    ((UnsafeBufferPointer<UInt8>) -> UInt32?)?

  /// Decodes a source that is neither UTF-8 nor ASCII nor Latin-1: (encoding name, bytes). Set by the
  /// runtime that has the codecs; without it such encodings are unknown.
  nonisolated(unsafe) public static var decodeSource:
    ((String, UnsafeBufferPointer<UInt8>) -> DecodedSource)?

  /// The encoding that a source declares in a comment; nil for UTF-8 by default.
  public static func declaredEncoding(of source: UnsafeBufferPointer<UInt8>) -> String? {
    SourceDecoder(source: source, options: ParserOptions()).declaredEncoding(source)
  }

  /// Parses a source; its tree owns all nodes and the warnings.
  public static func parse(
    _ source: UnsafeBufferPointer<UInt8>, fileName: String = "<unknown>",
    options: ParserOptions = ParserOptions(), whenCopied: () -> Void = {}
  ) throws(SyntaxFailure) -> SyntaxTree {
    let text = try SourceDecoder.decode(source, options: options)
    if !options.isFile { whenCopied() }
    let tree = SyntaxTree()
    var tokenizer = Tokenizer(text: text, identifiers: tree.identifiers, options: options)
    defer { tokenizer.deallocate() }
    tokenizer.run()
    let parser = TreeParser(
      tree: tree, tokenizer: tokenizer, options: options)
    do throws(TreeParser.Rejected) {
      tree.root = try parser.parseModule()
      if options.mode == .interactive, parser.hasMoreStatements(in: text) {
        throw TreeParser.Rejected()
      }
    } catch {
      var report = ErrorReport(tokenizer: tokenizer, parser: parser, options: options)
      var failure = report.failure()
      if options.isFile { failure.placeAsInFile(source) }
      failure.warnings = inSourceOrder(report.warnings + parser.literals.warnings)
      throw failure
    }
    if parser.firstSuspect != nil {
      let report = ErrorReport(tokenizer: tokenizer, parser: parser, options: options)
      if let failure = report.failureOfDepth() { throw failure }
    }
    tree.warnings = inSourceOrder(tokenizer.warnings + parser.literals.warnings)
    return tree
  }

  /// The tokenizer is done before the parser reads literals; the reference's two go along together.
  private static func inSourceOrder(_ warnings: [SyntaxWarning]) -> [SyntaxWarning] {
    if warnings.count < 2 { return warnings }
    let order = warnings.indices.sorted { first, second in
      let (a, b) = (warnings[first], warnings[second])
      return (a.line, a.column, first) < (b.line, b.column, second)
    }
    return order.map { warnings[$0] }
  }

  /// The same for bytes in an array.
  public static func parse(
    _ source: [UInt8], fileName: String = "<unknown>", options: ParserOptions = ParserOptions()
  ) throws(SyntaxFailure) -> SyntaxTree {
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(SyntaxFailure) in
        try parse(buffer, fileName: fileName, options: options)
      }
    }
    return try result.get()
  }
}
