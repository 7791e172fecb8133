/// Python's grammar as data, for finding out what is wrong with a program.
///
/// Programs that are right never come here: `TreeParser` knows the same language by heart. Errors need the
/// grammar rule by rule, because CPython's messages and positions follow from the order in which its PEG
/// parser tries alternatives and from how far it reads. The notation is that of PEG: `'token'`, `"soft
/// keyword"`, `NAME`, `rule`, `x?`, `x*`, `x+`, `','.x+`, `&x`, `!x`, `~` (no way back), `&&'x'` (or fail
/// here), `a=x`, and an action in braces: a name of a part, `:shape` of a new node, or a verb of
/// `GrammarMatcher`.
final class ErrorGrammar {
  indirect enum Item {
    case token(TokenKind)
    case softKeyword(SoftKeyword)
    case anySoftKeyword
    case rule(Int)
    case group([Alternative])
    case optional(Item)
    case repeated(Item, separator: Item?, minimum: Int)
    case lookahead(Item, isPositive: Bool)
    case cut
    case forced(TokenKind, String)
  }

  struct Alternative {
    var items: [(name: UInt8, item: Item)] = []
    var action: Action?
  }

  enum Action {
    case part(UInt8)
    case shape(GrammarNode.Shape)
    case verb(String, parts: [UInt8], message: String)
  }

  struct Rule {
    var name: String
    var alternatives: [Alternative] = []
    /// An alternative that is nothing but this rule is for the second pass. (Only such a one: that dicts
    /// reach theirs in the first pass too decides between two messages.)
    var isInvalid: Bool
    var isLeftRecursive: Bool
    /// Under this rule the rules for errors are not tried.
    var suppressesInvalid: Bool
    var memory: Memory
  }

  /// How results are remembered. Those that the reference remembers are shared between places that try the
  /// rules for errors and places that do not, which shows in what it reports.
  enum Memory {
    case none, shared, perUse
  }

  private(set) var rules: [Rule] = []
  private var numbers: [String: Int] = [:]

  static let shared = ErrorGrammar()

  private static let leftRecursive: Set<String> = [
    "dotted_name", "attr", "bitwise_or", "bitwise_xor", "bitwise_and", "shift_expr", "sum", "term",
    "primary", "t_primary",
  ]

  private static let remembered = leftRecursive.union([
    "simple_stmt", "import_stmt", "block", "closed_pattern", "star_pattern", "type_param",
    "expression", "star_expression", "invalid_named_expression", "disjunction", "conjunction",
    "inversion", "factor", "await_primary", "strings", "arguments", "star_target",
    "target_with_star_atom", "del_target",
  ])

  private init() {
    let sections = [
      Self.statements, Self.parameters, Self.expressions, Self.invalidExpressions,
      Self.invalidParameters, Self.invalidStatements,
    ]
    for section in sections {
      var reader = GrammarReader(section, grammar: self)
      reader.readRules()
    }
    for rule in rules where rule.alternatives.isEmpty { fatalError("no rule \(rule.name)") }
  }

  /// The number of a rule, which may be defined later.
  func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    let number = rules.count
    numbers[name] = number
    rules.append(
      Rule(
        name: name, isInvalid: name.hasPrefix("invalid_"),
        isLeftRecursive: Self.leftRecursive.contains(name),
        suppressesInvalid: name == "expression_without_invalid",
        // `name_or_attr` and `attr` call each other at the same place: only one may remember.
        memory: name == "name_or_attr"
          ? .none : Self.remembered.contains(name) ? .shared : .perUse))
    return number
  }

  fileprivate func define(_ name: String, _ alternatives: [Alternative]) {
    let number = number(of: name)
    precondition(rules[number].alternatives.isEmpty, "two rules \(name)")
    rules[number].alternatives = alternatives
  }
}

/// Reads the notation.
private struct GrammarReader {
  let text: [UInt8]
  let grammar: ErrorGrammar
  var position = 0

  init(_ text: String, grammar: ErrorGrammar) {
    self.text = Array(text.utf8)
    self.grammar = grammar
  }

  private var byte: UInt8 { position < text.count ? text[position] : 0 }

  private mutating func skipBlanks() {
    while byte == .space || byte == .newline { position += 1 }
  }

  private mutating func accept(_ wanted: Character) -> Bool {
    skipBlanks()
    guard byte == wanted.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func word() -> String {
    let start = position
    while byte.isDigit || byte == .underscore || byte &- .lowerA < 26 || byte &- .upperA < 26 {
      position += 1
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  mutating func readRules() {
    skipBlanks()
    while position < text.count {
      let name = word()
      precondition(accept(":"), "rule \(name)")
      grammar.define(name, readAlternatives())
      skipBlanks()
    }
  }

  /// Alternatives up to a closing parenthesis or the next rule.
  private mutating func readAlternatives() -> [ErrorGrammar.Alternative] {
    _ = accept("|")
    var alternatives: [ErrorGrammar.Alternative] = []
    repeat { alternatives.append(readAlternative()) } while accept("|")
    return alternatives
  }

  private mutating func readAlternative() -> ErrorGrammar.Alternative {
    var alternative = ErrorGrammar.Alternative()
    while true {
      skipBlanks()
      if byte == 0 || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ")") || startsRule() {
        return alternative
      }
      if byte == .leftBrace {
        alternative.action = readAction()
        return alternative
      }
      var name: UInt8 = 0
      if byte &- .lowerA < 26, position + 1 < text.count, text[position + 1] == UInt8(ascii: "=") {
        name = byte
        position += 2
      }
      alternative.items.append((name, readItem()))
    }
  }

  /// A word and a colon begin the next rule; no alternative holds a colon outside of quotes.
  private func startsRule() -> Bool {
    var end = position
    while end < text.count, text[end] == .underscore || text[end] | 0x20 &- .lowerA < 26 {
      end += 1
    }
    return end > position && end < text.count && text[end] == UInt8(ascii: ":")
  }

  private mutating func readItem() -> ErrorGrammar.Item {
    if accept("!") { return .lookahead(readItem(), isPositive: false) }
    if accept("~") { return .cut }
    if accept("&") {
      guard accept("&") else { return .lookahead(readItem(), isPositive: true) }
      let spelling = quoted(.singleQuote)
      return .forced(TokenKind(spelling: spelling), spelling)
    }
    var item = readAtom()
    if byte == UInt8(ascii: ".") {
      position += 1
      let separator = item
      item = readAtom()
      precondition(accept("+"))
      return .repeated(item, separator: separator, minimum: 1)
    }
    while true {
      switch byte {
      case UInt8(ascii: "?"): item = .optional(item)
      case UInt8(ascii: "*"): item = .repeated(item, separator: nil, minimum: 0)
      case UInt8(ascii: "+"): item = .repeated(item, separator: nil, minimum: 1)
      default: return item
      }
      position += 1
    }
  }

  private mutating func readAtom() -> ErrorGrammar.Item {
    skipBlanks()
    switch byte {
    case .singleQuote: return .token(TokenKind(spelling: quoted(.singleQuote)))
    case .doubleQuote:
      let spelling = quoted(.doubleQuote)
      let keyword = SoftKeyword.allCases.first { $0.spelling.description == spelling }
      return .softKeyword(keyword!)
    case UInt8(ascii: "("):
      position += 1
      let alternatives = readAlternatives()
      precondition(accept(")"))
      return .group(alternatives)
    default:
      let name = word()
      if name == "SOFT_KEYWORD" { return .anySoftKeyword }
      if let kind = Self.tokenNames[name] { return .token(kind) }
      precondition(!name.isEmpty, "no item")
      return .rule(grammar.number(of: name))
    }
  }

  private static let tokenNames: [String: TokenKind] = [
    "NAME": .name, "NUMBER": .number, "STRING": .string, "NEWLINE": .newline, "INDENT": .indent,
    "DEDENT": .dedent, "ENDMARKER": .endMarker, "TYPE_COMMENT": .typeComment,
    "FSTRING_START": .fstringStart, "FSTRING_MIDDLE": .fstringMiddle, "FSTRING_END": .fstringEnd,
  ]

  private mutating func quoted(_ quote: UInt8) -> String {
    skipBlanks()
    position += 1
    var bytes: [UInt8] = []
    while byte != quote {
      if byte == .backslash { position += 1 }
      bytes.append(byte)
      position += 1
    }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func readAction() -> ErrorGrammar.Action {
    position += 1
    if accept(":") {
      let shape = GrammarNode.Shape(rawValue: word())!
      precondition(accept("}"))
      return .shape(shape)
    }
    let verb = word()
    if verb.utf8.count == 1, accept("}") { return .part(verb.utf8.first!) }
    var parts: [UInt8] = []
    var message = ""
    while !accept("}") {
      if byte == .doubleQuote {
        message = quoted(.doubleQuote)
      } else {
        parts.append(byte)
        position += 1
      }
    }
    return .verb(verb, parts: parts, message: message)
  }
}

extension TokenKind {
  /// The kind of an operator or keyword.
  fileprivate init(spelling: String) {
    if let number = TokenKind.keywordSpellings.firstIndex(where: { $0.description == spelling }) {
      self.init(keywordNumber: number)
    } else {
      let operators = TokenKind.operatorSpellings
      self = operators.first { $0.1.description == spelling }!.0
    }
  }

  static let operatorSpellings: [(TokenKind, StaticString)] = [
    (.leftParenthesis, "("), (.rightParenthesis, ")"), (.leftBracket, "["), (.rightBracket, "]"),
    (.leftBrace, "{"), (.rightBrace, "}"), (.comma, ","), (.colon, ":"), (.dot, "."),
    (.semicolon, ";"), (.at, "@"), (.equal, "="), (.arrow, "->"), (.colonEqual, ":="),
    (.exclamation, "!"), (.ellipsis, "..."), (.plus, "+"), (.minus, "-"), (.star, "*"),
    (.slash, "/"), (.verticalBar, "|"), (.ampersand, "&"), (.percent, "%"), (.tilde, "~"),
    (.circumflex, "^"), (.doubleStar, "**"), (.doubleSlash, "//"), (.leftShift, "<<"),
    (.rightShift, ">>"), (.less, "<"), (.greater, ">"), (.doubleEqual, "=="), (.notEqual, "!="),
    (.lessEqual, "<="), (.greaterEqual, ">="), (.plusEqual, "+="), (.minusEqual, "-="),
    (.starEqual, "*="), (.slashEqual, "/="), (.percentEqual, "%="), (.ampersandEqual, "&="),
    (.verticalBarEqual, "|="), (.circumflexEqual, "^="), (.leftShiftEqual, "<<="),
    (.rightShiftEqual, ">>="), (.doubleStarEqual, "**="), (.doubleSlashEqual, "//="),
    (.atEqual, "@="),
  ]
}
