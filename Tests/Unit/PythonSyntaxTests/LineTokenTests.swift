import PythonSyntax
import Testing

@Suite struct LineTokenTests {
  private func kinds(_ source: String) throws -> [String] {
    try tokens(source).map { String($0.prefix { $0 != " " }) }
  }

  @Test func blocksAreIndentedAndDedented() throws {
    let list = try kinds("if a:\n  if b:\n    c\nd\n")
    #expect(list.filter { $0 == "INDENT" }.count == 2)
    #expect(list.filter { $0 == "DEDENT" }.count == 2)
    #expect(Array(list.suffix(5)) == ["DEDENT", "DEDENT", "NAME", "NEWLINE", "ENDMARKER"])
  }

  @Test func blocksOpenAtTheEndAreClosed() throws {
    #expect(try kinds("if a:\n  b").suffix(4) == ["NAME", "NEWLINE", "DEDENT", "ENDMARKER"])
  }

  @Test func blankLinesAndCommentsDoNotDedent() throws {
    let list = try kinds("if a:\n  b\n\n# c\n   # d\n  e\n")
    #expect(list.filter { $0 == "DEDENT" }.count == 1)
    #expect(list.firstIndex(of: "DEDENT")! > list.lastIndex(of: "COMMENT")!)
  }

  @Test func bracketsSuspendLines() throws {
    let list = try kinds("f(\n a,\n\n  b\n)\n")
    #expect(!list.contains("INDENT"))
    #expect(list.filter { $0 == "NEWLINE" }.count == 1)
  }

  @Test func backslashJoinsLines() throws {
    let places = try dump(Array("a \\\n  + b\n".utf8)).split(separator: "\n")
    #expect(places[1] == "2,2-2,3 OP '+'")
    #expect(try kinds("a \\\n  + b\n") == ["NAME", "OP", "NAME", "NEWLINE", "ENDMARKER"])
  }

  @Test func tabsCountToTheNextEighthColumn() throws {
    #expect(failure("if x:\n        a\n\tb\n").hasPrefix("TabError"))
    #expect(failure("if x:\n\ta\n\tb\n") == "")
    #expect(failure("if x:\n \ta\n \tb\n") == "")
  }

  @Test func formFeedResetsTheColumn() {
    #expect(failure("if x:\n  \u{C}  a\n  b\n") == "")
  }

  @Test(arguments: [
    ("a = (1,\n b", "SyntaxError: '(' was never closed (1:5-1:0)"),
    ("a)", "SyntaxError: unmatched ')' (1:2-1:2)"),
    (
      "(]",
      "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' (1:2-1:2)"
    ),
    (
      "(\n]",
      "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' on line 1 (2:1-2:1)"
    ),
    (
      "if x:\npass",
      "IndentationError: expected an indented block after 'if' statement on line 1 (2:1-2:5)"
    ),
    (
      "if x:\n  a\n b",
      "IndentationError: unindent does not match any outer indentation level (3:3-3:-1)"
    ),
    (
      "if x:\n\ta\n        b",
      "TabError: inconsistent use of tabs and spaces in indentation (3:1-3:0)"
    ),
    ("  x", "IndentationError: unexpected indent (1:2-1:-1)"),
    ("\\ x", "SyntaxError: unexpected character after line continuation character (1:2-1:0)"),
    ("a\\", "SyntaxError: unexpected EOF while parsing (1:3-1:-1)"),
    ("a $ b", "SyntaxError: invalid syntax (1:3-1:4)"),
    ("x = “a”", "SyntaxError: invalid character '“' (U+201C) (1:5-1:5)"),
    ("a\u{A0}b", "SyntaxError: invalid non-printable character U+00A0 (1:2-1:2)"),
  ])
  func malformedLineIsTold(source: String, message: String) {
    #expect(failure(source) == message)
  }

  @Test(arguments: [
    "+", "**=", "//=", ">>=", "<<=", "->", ":=", "...", "!=", "<=", "==", "@=", "~", "^=",
  ])
  func longestOperatorIsTaken(text: String) throws {
    #expect(try line(text) == ["OP '\(text)'"])
  }

  @Test func twoDotsAreTwoOperators() throws {
    #expect(try line("..") == ["OP '.'", "OP '.'"])
    #expect(try line("....") == ["OP '...'", "OP '.'"])
  }

  @Test func namesAreNormalisedForTheTreeOnly() throws {
    #expect(try line("ﬁ") == ["NAME 'ﬁ'"])
    let (node, tree) = try expression("ﬁ")
    guard case .name(let name, _) = node.kind else {
      Issue.record("not a name")
      return
    }
    #expect(name.text == "fi")
    withExtendedLifetime(tree) {}
  }

  @Test func columnsOfTokensAreCharacters() throws {
    #expect(try dump(Array("é = 'ü' ; z\n".utf8)).contains("1,10-1,11 NAME 'z'"))
  }

  @Test func carriageReturnsEndLines() throws {
    #expect(try kinds("a\r\nb\rc\n").filter { $0 == "NEWLINE" }.count == 3)
  }
}
