import Bytecode
import PythonCompiler
import PythonSyntax
import Testing

@Suite struct CodeObjectTests {
  @Test(arguments: [
    ("def f(): pass", CodeFlags.optimized | CodeFlags.newLocals),
    (
      "def f(*a, **b): pass",
      CodeFlags.optimized | CodeFlags.newLocals | CodeFlags.varArgs | CodeFlags.varKeywords
    ),
    ("def f(): yield", CodeFlags.optimized | CodeFlags.newLocals | CodeFlags.generator),
    ("async def f(): pass", CodeFlags.optimized | CodeFlags.newLocals | CodeFlags.coroutine),
    ("async def f(): yield", CodeFlags.optimized | CodeFlags.newLocals | CodeFlags.asyncGenerator),
    ("class C: pass", 0),
  ])
  func flagsSayWhatACodeObjectIs(source: String, flags: UInt32) throws {
    #expect(try function(source + "\n").flags == flags)
  }

  @Test func functionsInFunctionsAreNested() throws {
    let outer = try function("def f():\n def g(): pass\n")
    #expect(outer.flags & CodeFlags.nested == 0)
    #expect(nested(outer)[0].flags & CodeFlags.nested != 0)
    #expect(nested(outer)[0].qualifiedName == "f.<locals>.g")
  }

  @Test func futureFeaturesTravelInTheFlags() throws {
    let unit = try compile("from __future__ import annotations\ndef f(a: b + c): pass\n")
    #expect(unit.flags & CodeFlags.futureAnnotations != 0)
    #expect(nested(unit)[0].flags & CodeFlags.futureAnnotations != 0)
    #expect(unit.constants.contains { $0.representation.contains("'b + c'") })
    let inherited = try compile("def f(a: b): pass\n") { $0.flags = CodeFlags.futureAnnotations }
    #expect(inherited.flags & CodeFlags.futureAnnotations != 0)
  }

  @Test func argumentsAreCountedByKind() throws {
    let unit = try function("def f(a, b, /, c, *d, e, f, **g): pass\n")
    #expect(unit.argumentCount == 3 && unit.positionalOnlyCount == 2)
    #expect(unit.keywordOnlyCount == 2)
    #expect(unit.localsPlusNames == ["a", "b", "c", "e", "f", "d", "g"])
  }

  @Test func cellsAreMarkedAmongTheLocals() throws {
    let unit = try function("def f(a):\n b = 1\n c = 2\n return lambda: (a, b)\n")
    #expect(unit.localsPlusNames == ["a", "c", "b"])
    #expect(
      unit.localsPlusKinds == [LocalKind.local | LocalKind.cell, LocalKind.local, LocalKind.cell])
    let inner = nested(unit)[0]
    #expect(inner.localsPlusNames == ["a", "b"])
    #expect(inner.localsPlusKinds == [LocalKind.free, LocalKind.free])
    #expect(inner.opcodes.first == .COPY_FREE_VARS)
  }

  @Test func variableOfAnInlinedComprehensionIsHiddenInModules() throws {
    let unit = try compile("x = [i for i in a]\n")
    #expect(unit.localsPlusNames == ["i"])
    #expect(unit.localsPlusKinds == [LocalKind.hidden | LocalKind.local])
    #expect(nested(unit).isEmpty)
  }

  @Test func docstringIsTheFirstConstant() throws {
    #expect(try function("def f():\n 'doc'\n return 1\n").constants[0].representation == "'doc'")
    #expect(try function("def f():\n return 1\n").constants[0].representation == "None")
  }

  @Test func docstringsLoseTheirIndentation() throws {
    let unit = try function("def f():\n  '''a\n    b\n      c\n    '''\n")
    #expect(unit.constants[0].representation == "'a\\nb\\n  c\\n'")
  }

  @Test func firstLineIsThatOfTheDecorator() throws {
    #expect(try function("@a\n@b\ndef f(): pass\n").firstLine == 1)
    #expect(try function("\n\ndef f(): pass\n").firstLine == 3)
  }

  @Test func interactiveStatementsPrintTheirValues() throws {
    let tree = try Parser.parse(Array("x\n".utf8), options: ParserOptions(mode: .interactive))
    let unit = try Compiler.compile(
      tree, fileName: "<stdin>", mode: .interactive, flags: 0, optimize: 0)
    #expect(
      unit.opcodes == [.RESUME, .LOAD_NAME, .CALL_INTRINSIC_1, .POP_TOP, .RETURN_CONST])
    #expect(try !compile("x\n").opcodes.contains(.CALL_INTRINSIC_1))
  }

  @Test func expressionsReturnTheirValue() throws {
    let tree = try Parser.parse(Array("x".utf8), options: ParserOptions(mode: .expression))
    let unit = try Compiler.compile(tree, fileName: "<string>")
    #expect(unit.opcodes == [.RESUME, .LOAD_NAME, .RETURN_VALUE])
  }

  @Test(arguments: [
    ("return 1\n", "'return' outside function (1:0)"), ("break\n", "'break' outside loop (1:0)"),
    ("def f():\n continue\n", "'continue' not properly in loop (2:1)"),
    ("yield 1\n", "'yield' outside function (1:0)"),
    ("await x\n", "'await' outside function (1:0)"),
    ("def f(): await x\n", "'await' outside async function (1:9)"),
    ("async def f():\n yield 1\n return 2\n", "'return' with value in async generator (3:1)"),
    ("async def f(): yield from x\n", "'yield from' inside async function (1:15)"),
    ("from __future__ import braces\n", "not a chance (1:23)"),
    (
      "x = 1\nfrom __future__ import annotations\n",
      "from __future__ imports must occur at the beginning of the file (2:0)"
    ),
    ("try: pass\nexcept: pass\nexcept A: pass\n", "default 'except:' must be last (2:0)"),
    ("*a, *b = c\n", "multiple starred expressions in assignment (1:0)"),
    (
      "match a:\n case {'k': 1, 'k': 2}: pass\n", "mapping pattern checks duplicate key ('k') (2:6)"
    ),
    ("__debug__ = 1\n", "cannot assign to __debug__ (1:0)"),
  ])
  func misplacedStatementIsTold(source: String, message: String) {
    #expect(compileFailure(source) == message)
  }

  @Test func warningsMayBeErrors() throws {
    var messages: [String] = []
    _ = try compile("x is 1\nassert (a, b)\n1()\n") {
      $0.isWarningAnError = { warning in
        messages.append(warning.message)
        return false
      }
    }
    #expect(messages.count == 3 && messages[0].hasPrefix("\"is\" with 'int' literal"))
    #expect(throws: CompileFailure.self) {
      try compile("x is 1\n") { $0.isWarningAnError = { _ in true } }
    }
  }
}
