/// Why a source is not a program: what a `SyntaxError` needs to be raised.
public struct SyntaxFailure: Error {
  /// The exception class. `incompleteInput` is the `SyntaxError` subclass that the REPL asks for;
  /// `memoryError` and `valueError` have neither position nor text.
  public enum Kind {
    case syntaxError, indentationError, tabError, incompleteInput
    case memoryError, recursionError, valueError
    /// Bytes that are no UTF-8 where the reference does not make a SyntaxError of them: `undecodable`.
    case unicodeDecodeError
  }

  public var kind: Kind
  public var message: String
  /// Lines count from 1; 0 where the file cannot be read at all.
  public var line: Int
  /// `SyntaxError.offset`: characters, counted from 1; 0 when unknown.
  public var column: Int
  /// Nil, like `endColumn`, where the exception has four details only.
  public var endLine: Int?
  /// As `column`; -1 or 0 are kept where the reference reports them.
  public var endColumn: Int?
  /// The source line (for a token over several lines: all of them), UTF-8; nil for `None`.
  public var text: String?
  /// Whether the reference raises it with a message alone: no file name, line or text.
  public var hasLocation = true
  public var undecodable: UTF8Problem?
  /// Whether the exception is made from the message alone but gets file name and position afterwards.
  public var isPlacedLater = false
  /// Whether the details end in two None instead of an end position.
  public var hasUnknownEnd = false
  /// Warnings found before the failure.
  public var warnings: [SyntaxWarning] = []
}

extension SyntaxFailure {
  /// The text of a file's last line ends as the line does, while other sources get a newline at their end. A
  /// backslash that nothing follows has no column where it begins its line.
  mutating func placeAsInFile(_ source: UnsafeBufferPointer<UInt8>) {
    guard let text else { return }
    let newline = UInt8(ascii: "\n")
    if source.last != newline, text.hasSuffix("\n") {
      let lastLine = 1 + source.lazy.filter { $0 == newline }.count
      let linesOfText = text.utf8.lazy.filter { $0 == newline }.count
      if line + linesOfText > lastLine { self.text?.removeLast() }
    }
    let isBackslash = text.utf8.drop { [0x20, 0x09, 0x0C].contains($0) }.elementsEqual([0x5C, newline])
    if message == "unexpected EOF while parsing", isBackslash { column = 0 }
  }
}

extension SyntaxFailure: CustomStringConvertible {
  /// One line, as in golden tests: `SyntaxError: invalid syntax (1:5-1:6)`.
  public var description: String {
    let className =
      switch kind {
      case .syntaxError: "SyntaxError"
      case .indentationError: "IndentationError"
      case .tabError: "TabError"
      case .incompleteInput: "_IncompleteInputError"
      case .memoryError: "MemoryError"
      case .recursionError: "RecursionError"
      case .valueError: "ValueError"
      case .unicodeDecodeError: "UnicodeDecodeError"
      }
    guard hasLocation else { return "\(className): \(message)" }
    guard let endLine, let endColumn else { return "\(className): \(message) (\(line):\(column))" }
    return "\(className): \(message) (\(line):\(column)-\(endLine):\(endColumn))"
  }
}

/// Something legal that Python warns about while it parses.
public struct SyntaxWarning {
  public enum Category {
    case syntaxWarning, deprecationWarning
  }

  public var category: Category
  public var message: String
  public var line: Int
  /// Where an error would stand if the warning filter turns the warning into a `SyntaxError`: columns as
  /// in `SyntaxFailure`.
  public var column: Int
  public var endLine: Int
  public var endColumn: Int
  /// The source line of that error.
  public var text: String
}

extension SyntaxFailure {
  /// A failure that a later stage found at a place of the source.
  public init(
    syntaxError message: String, line: Int, column: Int, endLine: Int, endColumn: Int, text: String?
  ) {
    self.init(
      kind: .syntaxError, message: message, line: line, column: column, endLine: endLine,
      endColumn: endColumn, text: text)
  }
}

extension SyntaxFailure {
  init(undecodable problem: UTF8Problem) {
    self.init(
      kind: .unicodeDecodeError, message: problem.message, line: 0, column: 0, endLine: nil,
      endColumn: nil, text: nil, hasLocation: false)
    undecodable = problem
  }
}
