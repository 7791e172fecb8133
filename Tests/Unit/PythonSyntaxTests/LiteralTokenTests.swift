import PythonSyntax
import Testing

@Suite struct LiteralTokenTests {
  @Test(arguments: [
    "0", "00", "0_0", "1_000", "0xFF_ff", "0o17", "0B1_0", "1.", ".5", "1.5", "1e10", "1E-1_0",
    "1_0.0_1e+5", "5j", "1.5J", "1e3j", "0777j", "09.5",
  ])
  func numberIsOneToken(text: String) throws {
    #expect(try line(text) == ["NUMBER '\(text)'"])
  }

  @Test(arguments: [
    ("1__0", "SyntaxError: invalid decimal literal (1:2-1:2)"),
    ("0b12", "SyntaxError: invalid digit '2' in binary literal (1:4-1:4)"),
    ("0o8", "SyntaxError: invalid digit '8' in octal literal (1:3-1:3)"),
    ("0xg", "SyntaxError: invalid hexadecimal literal (1:2-1:2)"),
    ("1e", "SyntaxError: invalid decimal literal (1:1-1:1)"),
    ("1_", "SyntaxError: invalid decimal literal (1:2-1:2)"),
    (
      "0777",
      "SyntaxError: leading zeros in decimal integer literals are not permitted; "
        + "use an 0o prefix for octal integers (1:1-1:2)"
    ),
  ])
  func malformedNumberIsTold(source: String, message: String) {
    #expect(failure(source) == message)
  }

  @Test func keywordMayFollowANumber() throws {
    #expect(try line("1if 2else 3").count == 5)
  }

  @Test(arguments: [
    "'a'", "\"a\"", "'''a\nb'''", "r'\\''", "b'x'", "Rb'\\d'", "u'x'", "'\\''", "'a\\\nb'",
  ])
  func stringIsOneToken(text: String) throws {
    let kinds = try tokens(text + "\n").map { $0.prefix { $0 != " " } }
    #expect(kinds == ["STRING", "NEWLINE", "ENDMARKER"])
  }

  @Test(arguments: [
    ("'abc", "SyntaxError: unterminated string literal (detected at line 1) (1:1-1:1)"),
    (
      "x = '''abc\n",
      "SyntaxError: unterminated triple-quoted string literal (detected at line 1) (1:5-1:5)"
    ),
    ("b'é'", "SyntaxError: bytes can only contain ASCII literal characters (1:1-1:5)"),
    ("u'a' b'b'", "SyntaxError: cannot mix bytes and nonbytes literals (1:10-1:11)"),
    (
      "'\\x1'",
      "SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: "
        + "truncated \\xXX escape (1:1-1:6)"
    ),
  ])
  func malformedStringIsTold(source: String, message: String) {
    #expect(failure(source) == message)
  }

  @Test func escapesAreDecodedOnce() throws {
    let (node, tree) = try expression(#"'\x41\101\u00e9\U0001F600\n\\n\q' r'\x41'"#)
    guard case .constant(.string(let bytes, _)) = node.kind else {
      Issue.record("not a string")
      return
    }
    #expect(bytes.text == "AAé😀\n\\n\\q\\x41")
    #expect(tree.warnings.map(\.message) == ["invalid escape sequence '\\q'"])
  }

  @Test func loneSurrogateStandsAsThreeBytes() throws {
    let (node, tree) = try expression(#"'\ud800'"#)
    guard case .constant(.string(let bytes, _)) = node.kind else {
      Issue.record("not a string")
      return
    }
    #expect(Array(bytes) == [0xED, 0xA0, 0x80])
    withExtendedLifetime(tree) {}
  }

  @Test func intsBeyondAWordHaveLimbs() throws {
    let (node, tree) = try expression("0x1_0000_0000_0000_0000")
    guard case .constant(.bigInt(let limbs, negative: false)) = node.kind else {
      Issue.record("not a large int")
      return
    }
    #expect(Array(limbs) == [0, 1])
    withExtendedLifetime(tree) {}
  }

  @Test func largestMachineIntIsNoLargeInt() throws {
    let (node, tree) = try expression("9223372036854775807")
    guard case .constant(.int(let value)) = node.kind else {
      Issue.record("not an int")
      return
    }
    #expect(value == Int.max)
    withExtendedLifetime(tree) {}
  }

  @Test func digitsBeyondTheLimitAreRefused() {
    let message = failure(String(repeating: "1", count: 4301))
    #expect(message.contains("Exceeds the limit (4300 digits)"))
    #expect(failure("0x" + String(repeating: "1", count: 4301)) == "")
  }

  @Test(arguments: [
    ("0.1", 0.1), ("1e400", Double.infinity), ("1e-400", 0), ("2.2250738585072014e-308", 0x1p-1022),
    ("9007199254740993.0", 9_007_199_254_740_992), ("1_0.2_5", 10.25),
  ])
  func floatsAreCorrectlyRounded(text: String, value: Double) throws {
    let (node, tree) = try expression(text)
    guard case .constant(.float(let number)) = node.kind else {
      Issue.record("not a float")
      return
    }
    #expect(number == value)
    withExtendedLifetime(tree) {}
  }
}
