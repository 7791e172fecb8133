/// What a token is: the kinds of CPython's `token` module, with each keyword as a kind of its own so
/// that the parser decides by one byte.
public enum TokenKind: UInt8, CaseIterable {
  case endMarker, name, number, string, newline, indent, dedent
  case fstringStart, fstringMiddle, fstringEnd
  case typeIgnore, typeComment
  /// Only in token dumps: the parser never sees these two.
  case comment, nonLogicalNewline
  /// A character that is no operator, such as `$` or `?`.
  case unknown
  /// The place where the tokenizer gave up; always the last token.
  case error

  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, dot, semicolon, at, equal, arrow, colonEqual, exclamation, ellipsis
  case plus, minus, star, slash, verticalBar, ampersand, percent, tilde, circumflex
  case doubleStar, doubleSlash, leftShift, rightShift
  case less, greater, doubleEqual, notEqual, lessEqual, greaterEqual
  case plusEqual, minusEqual, starEqual, slashEqual, percentEqual, ampersandEqual
  case verticalBarEqual, circumflexEqual, leftShiftEqual, rightShiftEqual, doubleStarEqual
  case doubleSlashEqual, atEqual

  case `false`, none, `true`, and, `as`, assert, async, await, `break`, `class`, `continue`, def
  case del, elif, `else`, except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda
  case nonlocal, not, or, pass, raise, `return`, `try`, `while`, with, yield

  static let firstKeyword = TokenKind.false
  static let keywordCount = 35

  var isKeyword: Bool { rawValue >= TokenKind.firstKeyword.rawValue }

  /// The spelling of keywords, in the order of their cases: interning them first makes an
  /// identifier number below `keywordCount` a keyword.
  static let keywordSpellings: [StaticString] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]

  @inline(__always)
  init(keywordNumber: Int) {
    self = unsafeBitCast(TokenKind.firstKeyword.rawValue + UInt8(keywordNumber), to: TokenKind.self)
  }
}

/// Names that are keywords only where the grammar says so, interned right after the keywords.
enum SoftKeyword: Int32, CaseIterable {
  case match = 35
  case `case`, type, underscore

  var spelling: StaticString {
    switch self {
    case .match: "match"
    case .case: "case"
    case .type: "type"
    case .underscore: "_"
    }
  }
}
