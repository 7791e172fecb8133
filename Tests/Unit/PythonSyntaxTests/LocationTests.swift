import PythonSyntax
import Testing

@Suite struct LocationTests {
  /// The locations of all nodes of a dump, outer first, as `line:column-line:column Kind`.
  private func located(_ source: String) throws -> Set<String> {
    var found: Set<String> = []
    var open: [String] = []
    let text = try Parser.parse(Array(source.utf8)).dump()
    var word = ""
    var fields: [[Int]] = [[]]
    // A node prints as `Kind(field=…, lineno=…, col_offset=…, end_lineno=…, end_col_offset=…)`.
    for character in text {
      switch character {
      case "(":
        open.append(String(word.split(separator: "=").last ?? ""))
        fields.append([])
        word = ""
      case ",", ")", "]", "[", " ":
        if word.contains("lineno=") || word.contains("col_offset=") {
          fields[fields.count - 1].append(Int(word.split(separator: "=")[1])!)
        }
        word = character == "[" ? "" : word
        if character == ")" {
          let place = fields.removeLast()
          let kind = open.removeLast()
          if place.count == 4 {
            found.insert("\(place[0]):\(place[1])-\(place[2]):\(place[3]) \(kind)")
          }
        }
        word = ""
      default: word.append(character)
      }
    }
    return found
  }

  @Test(arguments: [
    ("a + b * c", "1:4-1:9 BinOp"), ("(a + b)", "1:1-1:6 BinOp"), ("(a, b)", "1:0-1:6 Tuple"),
    ("a, b", "1:0-1:4 Tuple"), ("f(x)(y).z", "1:0-1:9 Attribute"), ("f( x )", "1:0-1:6 Call"),
    ("-a ** -b", "1:1-1:8 BinOp"), ("not a in b", "1:4-1:10 Compare"),
    ("a[1:2, 3]", "1:2-1:8 Tuple"),
    ("x = [\n 1,\n 2]", "1:4-3:3 List"), ("é + ü", "1:0-1:7 BinOp"), ("é + ü", "1:5-1:7 Name"),
    ("'é' 'ü'", "1:0-1:9 Constant"), ("lambda x: x", "1:0-1:11 Lambda"),
    ("f(*a, b=c)", "1:2-1:4 Starred"), ("f(*a, b=c)", "1:6-1:9 keyword"),
    ("[x for x in y if z]", "1:0-1:19 ListComp"), ("f(x for x in y)", "1:1-1:15 GeneratorExp"),
    ("(yield)", "1:1-1:6 Yield"), ("x if y else z", "1:0-1:13 IfExp"),
    ("(x := 1)", "1:1-1:7 NamedExpr"),
    ("f'a{b}'", "1:3-1:6 FormattedValue"), ("f'{a:>{w}}'", "1:4-1:9 JoinedStr"),
  ])
  func expressionCoversItsTokens(source: String, expected: String) throws {
    let nodes = try located(source)
    #expect(nodes.contains(expected), "\(nodes.sorted())")
  }

  @Test(arguments: [
    ("@d\ndef f(): pass", "2:0-2:13 FunctionDef"), ("@d\nclass A:\n  pass\n", "2:0-3:6 ClassDef"),
    ("if a: b\nelif c: d\nelse: e", "2:0-3:7 If"), ("for a in b: c\nelse: d", "1:0-2:7 For"),
    ("try: a\nexcept B as c: d\nfinally: e", "2:0-2:16 ExceptHandler"),
    ("try: a\nexcept B as c: d\nfinally: e", "1:0-3:10 Try"),
    ("import a.b as c, d", "1:7-1:15 alias"),
    ("from .a import (b as c)", "1:16-1:22 alias"), ("a = b = c;d", "1:0-1:9 Assign"),
    ("def f(a: int, *, b=1): pass", "1:6-1:12 arg"), ("x: int = 1", "1:0-1:10 AnnAssign"),
    ("async def f():\n async with a as b: pass", "2:1-2:24 AsyncWith"),
    ("type X[T: int] = T", "1:7-1:13 TypeVar"), ("raise A from B", "1:0-1:14 Raise"),
    ("match a:\n case [1, *r]: pass", "2:10-2:12 MatchStar"),
    ("match a:\n case B(c=1) | None: pass", "2:6-2:19 MatchOr"),
    ("match a:\n case -1+2j as x: pass", "2:6-2:16 MatchAs"),
  ])
  func statementCoversItsTokens(source: String, expected: String) throws {
    let nodes = try located(source)
    #expect(nodes.contains(expected), "\(nodes.sorted())")
  }

  @Test func parenthesesBelongToNoNodeButTuples() throws {
    let (node, tree) = try expression("((a))")
    #expect(node.location.text == "1:2-1:3")
    let (tuple, other) = try expression("((a,))")
    #expect(tuple.location.text == "1:1-1:5")
    withExtendedLifetime((tree, other)) {}
  }
}
