import PythonSyntax
import Testing

@Suite struct FormatStringTokenTests {
  @Test func replacementFieldsAreTokensOfTheirOwn() throws {
    let expected = [
      "FSTRING_START \"f'\"", "FSTRING_MIDDLE 'a'", "OP '{'", "NAME 'b'", "OP '!'", "NAME 'r'",
      "OP ':'", "FSTRING_MIDDLE '>'", "OP '{'", "NAME 'w'", "OP '}'", "FSTRING_MIDDLE ''", "OP '}'",
      "FSTRING_END \"'\"",
    ]
    #expect(try line("f'a{b!r:>{w}}'") == expected)
  }

  @Test func doubledBracesAreText() throws {
    let expected = [
      "FSTRING_START \"f'\"", "FSTRING_MIDDLE 'c{'", "FSTRING_MIDDLE '}'", "FSTRING_END \"'\"",
    ]
    #expect(try line("f'c{{}}'") == expected)
  }

  @Test func quotesMayBeUsedAgainInside() throws {
    let kinds = try line("f'{f'{'x'}'}'").map { $0.prefix { $0 != " " } }
    #expect(
      kinds == [
        "FSTRING_START", "OP", "FSTRING_START", "OP", "STRING", "OP", "FSTRING_END", "OP",
        "FSTRING_END",
      ])
  }

  @Test func colonBeginsTheFormatUnlessItIsBracketed() throws {
    #expect(try line("f'{x:%H:%M}'").contains("FSTRING_MIDDLE '%H:%M'"))
    #expect(try !line("f'{a[1:2]}'").contains { $0.hasPrefix("FSTRING_MIDDLE") })
    #expect(try !line("f'{(lambda: 1)}'").contains { $0.hasPrefix("FSTRING_MIDDLE") })
    #expect(try line("f'{a != b}'").contains("OP '!='"))
  }

  @Test func fieldsOfTripleQuotedTextMaySpanLinesAndHoldComments() throws {
    let list = try tokens("f'''{\n x # c\n}'''\n")
    #expect(list.contains("COMMENT '# c'"))
    #expect(list.filter { $0.hasPrefix("NL ") }.count == 2)
    #expect(list.contains("FSTRING_END \"'''\""))
  }

  @Test func backslashesOfRawTextStay() throws {
    #expect(try line("rf'\\d{1}'").contains("FSTRING_MIDDLE '\\\\d'"))
    let (node, tree) = try expression("rf'\\{x}'")
    guard case .joinedStr(let values) = node.kind else {
      Issue.record("not an f-string")
      return
    }
    #expect(values.count == 2)
    withExtendedLifetime(tree) {}
  }

  @Test func selfDocumentingFieldKeepsItsTextAndUsesRepr() throws {
    let (node, tree) = try expression("f'{ x = }'")
    guard case .joinedStr(let values) = node.kind,
      case .constant(.string(let text, _)) = values[0].kind,
      case .formattedValue(_, let conversion, _) = values[1].kind
    else {
      Issue.record("not a text and a field")
      return
    }
    #expect(text.text == " x = ")
    #expect(conversion == .repr)
    withExtendedLifetime(tree) {}
  }

  @Test(arguments: [
    ("f'{'", "SyntaxError: f-string: expecting '}' (1:4-1:4)"),
    ("f'{x!}'", "SyntaxError: f-string: missing conversion character (1:6-1:7)"),
    ("f'{}'", "SyntaxError: f-string: valid expression required before '}' (1:4-1:5)"),
    ("f'}'", "SyntaxError: f-string: single '}' is not allowed (1:3-1:3)"),
    (
      "f'{a!x}'",
      "SyntaxError: f-string: invalid conversion character 'x': expected 's', 'r', or 'a' (1:6-1:7)"
    ),
    ("f'{a:{b:{c:{d}}}}'", "SyntaxError: f-string: expressions nested too deeply (1:11-1:11)"),
    (
      "f'{lambda x: 1}'",
      "SyntaxError: f-string: lambda expressions are not allowed without parentheses (1:4-1:13)"
    ),
    ("f'{a b}'", "SyntaxError: invalid syntax. Perhaps you forgot a comma? (1:4-1:7)"),
  ])
  func malformedFieldIsTold(source: String, message: String) {
    #expect(failure(source) == message)
  }

  @Test func adjacentLiteralsAreJoined() throws {
    let (node, tree) = try expression("'a' f'b{c}' 'd' 'e'")
    guard case .joinedStr(let values) = node.kind else {
      Issue.record("not an f-string")
      return
    }
    #expect(values.count == 3)
    #expect(node.location.text == "1:0-1:19")
    withExtendedLifetime(tree) {}
  }
}
