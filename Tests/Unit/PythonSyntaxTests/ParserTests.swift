import PythonSyntax
import Testing

@Suite struct ParserTests {
  /// Operators with parentheses around each operation.
  private func grouped(_ node: Expression) -> String {
    switch node.kind {
    case .name(let name, _): name.text
    case .constant(.int(let value)): "\(value)"
    case .binOp(let left, let symbol, let right): "(\(grouped(left)) \(symbol) \(grouped(right)))"
    case .unaryOp(let symbol, let operand): "(\(symbol) \(grouped(operand)))"
    case .boolOp(let symbol, let values):
      "(\(symbol) \(values.map(grouped).joined(separator: " ")))"
    case .compare(let left, let symbols, let others):
      "(\(grouped(left))" + zip(symbols, others).map { " \($0) \(grouped($1))" }.joined() + ")"
    case .await(let value): "(await \(grouped(value)))"
    case .ifExp(let test, let body, let orElse):
      "(\(grouped(body)) if \(grouped(test)) else \(grouped(orElse)))"
    default: "?"
    }
  }

  @Test(arguments: [
    ("a + b * c", "(a add (b multiply c))"), ("a - b - c", "((a subtract b) subtract c)"),
    ("a ** b ** c", "(a power (b power c))"), ("-a ** b", "(negative (a power b))"),
    ("a ** -b", "(a power (negative b))"), ("not a == b", "(not (a equal b))"),
    ("a | b ^ c & d << 1", "(a bitwiseOr (b bitwiseXor (c bitwiseAnd (d leftShift 1))))"),
    ("a < b <= c is not d", "(a less b lessOrEqual c isNot d)"), ("a not in b", "(a notIn b)"),
    ("a or b and c or d", "(or a (and b c) d)"),
    ("a if b else c if d else e", "(a if b else (c if d else e))"),
    ("await a ** b", "((await a) power b)"),
    ("~a // b @ c", "(((invert a) floorDivide b) matrixMultiply c)"),
  ])
  func operatorsBindAsInTheGrammar(source: String, groups: String) throws {
    let (node, tree) = try expression(source)
    #expect(grouped(node) == groups)
    withExtendedLifetime(tree) {}
  }

  @Test func softKeywordsAreNamesElsewhere() throws {
    #expect(failure("match = case = type = _ = 1\nmatch(case, type)\ntype(x)\nmatch[1]\n") == "")
    let (nodes, tree) = try statements("match x:\n case y: pass\ntype X = int\nmatch (x)\n")
    guard case .match = nodes[0].kind, case .typeAlias = nodes[1].kind, case .expr = nodes[2].kind
    else {
      Issue.record("wrong kinds")
      return
    }
    withExtendedLifetime(tree) {}
  }

  @Test func targetsAreInStoreAndDeleteContext() throws {
    let (nodes, tree) = try statements("a, [b, *c.d] = e\ndel f, (g[0])\n")
    guard case .assign(let targets, _, _) = nodes[0].kind,
      case .tuple(let items, .store) = targets[0].kind,
      case .list(let inner, .store) = items[1].kind,
      case .starred(let attribute, .store) = inner[1].kind,
      case .attribute(let owner, _, .store) = attribute.kind, case .name(_, .load) = owner.kind,
      case .delete(let deleted) = nodes[1].kind, case .name(_, .delete) = deleted[0].kind,
      case .subscript(_, _, .delete) = deleted[1].kind
    else {
      Issue.record("wrong contexts")
      return
    }
    withExtendedLifetime(tree) {}
  }

  @Test func annotatedNameInParenthesesIsNotSimple() throws {
    let (nodes, tree) = try statements("a: int\n(a): int\n")
    let simple = nodes.map { node -> Bool? in
      if case .annAssign(_, _, _, let isSimple) = node.kind { return isSimple }
      return nil
    }
    #expect(simple == [true, false])
    withExtendedLifetime(tree) {}
  }

  @Test func relativeImportsCountTheirDots() throws {
    let (nodes, tree) = try statements("from ...... import a\nfrom .b import *\nfrom c import d\n")
    let levels = nodes.map { node -> Int in
      if case .importFrom(_, _, let level) = node.kind { return level }
      return -1
    }
    #expect(levels == [6, 1, 0])
    withExtendedLifetime(tree) {}
  }

  @Test(arguments: [
    ("1 = x", "cannot assign to literal here. Maybe you meant '==' instead of '='? (1:1-1:2)"),
    (
      "f() = 1",
      "cannot assign to function call here. Maybe you meant '==' instead of '='? (1:1-1:4)"
    ),
    ("None = 1", "cannot assign to None (1:1-1:5)"),
    ("(a, b): int", "only single target (not tuple) can be annotated (1:1-1:7)"),
    ("del f()", "cannot delete function call (1:5-1:8)"),
    ("for 1 in x: pass", "cannot assign to literal (1:5-1:6)"),
    ("with a as f(): pass", "cannot assign to function call (1:11-1:14)"),
    ("(a.b := 1)", "cannot use assignment expressions with attribute (1:2-1:5)"),
    ("x = yield = 1", "assignment to yield expression not possible (1:5-1:10)"),
  ])
  func whatIsNoTargetIsNamed(source: String, message: String) {
    #expect(failure(source) == "SyntaxError: " + message)
  }

  @Test(arguments: [
    (
      "def f(a, a=1, b): pass",
      "parameter without a default follows parameter with a default (1:15-1:16)"
    ),
    ("f(a=1, 2)", "positional argument follows keyword argument (1:9-1:10)"),
    (
      "f(**k, *a)",
      "iterable argument unpacking follows keyword argument unpacking (1:6-1:10)"
    ),
    ("lambda *: 1", "named arguments must follow bare * (1:9-1:10)"),
    (
      "def f(x, /, *, y, **z, w): pass",
      "arguments cannot follow var-keyword argument (1:24-1:25)"
    ),
    ("f(a for a in b, c)", "Generator expression must be parenthesized (1:3-1:15)"),
    ("print a", "Missing parentheses in call to 'print'. Did you mean print(...)? (1:1-1:8)"),
    ("if x = 1: pass", "invalid syntax. Maybe you meant '==' or ':=' instead of '='? (1:4-1:9)"),
    ("{1:2, 3}", "':' expected after dictionary key (1:7-1:0)"),
    ("{**a for a in b}", "dict unpacking cannot be used in dict comprehension (1:2-1:4)"),
    ("try: pass", "expected 'except' or 'finally' block (1:10-1:-1)"),
    (
      "try:\n pass\nexcept* A: pass\nexcept B: pass",
      "cannot have both 'except' and 'except*' on the same 'try' (4:1-4:7)"
    ),
    (
      "[x, y for x in z]",
      "did you forget parentheses around the comprehension target? (1:2-1:6)"
    ),
    ("a b", "invalid syntax (1:3-1:4)"), ("import a.b as c.d", "invalid syntax (1:16-1:17)"),
    ("else: pass", "invalid syntax (1:1-1:5)"), ("x = 5 if", "invalid syntax (1:9-1:10)"),
  ])
  func mistakeIsToldWhereItIs(source: String, message: String) {
    #expect(failure(source) == "SyntaxError: " + message)
  }

  @Test func modesAcceptWhatTheyAreFor() {
    #expect(failure("1 + 2", ParserOptions(mode: .expression)) == "")
    #expect(failure("x = 1", ParserOptions(mode: .expression)).hasPrefix("SyntaxError: invalid"))
    #expect(failure("x = 1\n", ParserOptions(mode: .interactive)) == "")
    #expect(
      failure("x = 1\ny = 2\n", ParserOptions(mode: .interactive)).contains("multiple statements"))
    #expect(failure("(int, str) -> list", ParserOptions(mode: .functionType)) == "")
  }

  @Test func unfinishedInputIsTellable() {
    var options = ParserOptions(mode: .interactive)
    options.allowIncompleteInput = true
    options.dontImplyDedent = true
    #expect(failure("if x:", options).hasPrefix("_IncompleteInputError"))
    #expect(failure("f(1,", options).hasPrefix("_IncompleteInputError"))
    #expect(failure("f(1))", options).hasPrefix("SyntaxError: unmatched"))
  }

  @Test func typeCommentsAreKeptOnRequest() throws {
    let source = Array("x = []  # type: list\n".utf8)
    var options = ParserOptions()
    func comment(_ tree: SyntaxTree) -> String? {
      guard case .module(let body, _) = tree.root, case .assign(_, _, let comment) = body[0].kind
      else { return nil }
      return comment?.text
    }
    #expect(comment(try Parser.parse(source, options: options)) == nil)
    options.typeComments = true
    #expect(comment(try Parser.parse(source, options: options)) == "list")
  }

  @Test func deepNestingIsAnErrorNotACrash() {
    func nested(_ count: Int) -> String {
      String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    }
    var messages: [String] = []
    onLargeStack {
      messages.append(failure(nested(150)))
      messages.append(failure(nested(300)))
      messages.append(failure(String(repeating: "-", count: 100_000) + "1"))
    }
    #expect(
      messages == [
        "", "SyntaxError: too many nested parentheses (1:201-1:201)",
        "MemoryError: Parser stack overflowed - Python source too complex to parse",
      ])
  }

  @Test func warningsComeInTheOrderOfTheSource() throws {
    let tree = try Parser.parse(Array(#"a = "\d"; b = 1if 2else 3; c = b"\8""#.utf8))
    #expect(
      tree.warnings.map(\.message) == [
        #"invalid escape sequence '\d'"#, "invalid decimal literal", "invalid decimal literal",
        #"invalid escape sequence '\8'"#,
      ])
  }
}
