import Bytecode
import PythonCompiler
import Testing

@Suite struct FoldingTests {
  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("-7 // 2", "-4"), ("-7 % 3", "2"), ("7.5 // 2", "3.0"), ("1 / 4", "0.25"),
    ("2 ** 63", "9223372036854775808"), ("2 ** -1", "0.5"), ("1 << 70", "1180591620717411303424"),
    ("-1 >> 5", "-1"), ("0xFF & ~0xF | 1 ^ 2", "243"), ("'a' * 3 + 'b'", "'aaab'"),
    ("b'ab'[1]", "98"), ("'abc'[-1]", "'c'"), ("(1, 2, 3)[1]", "2"), ("(1, (2, 3))", "(1, (2, 3))"),
    ("not 0", "True"), ("not 'x'", "False"), ("-(-0.0)", "0.0"), ("1j * 1j", "(-1+0j)"),
    ("9223372036854775807 + 1", "9223372036854775808"),
    ("-9223372036854775808 - 1", "-9223372036854775809"),
    ("3000000000 * 5000000000", "15000000000000000000"),
    ("1_000_000_000_000 ** 2", "1000000000000000000000000"),
    ("__debug__", "True"), ("('a', 'b') + ('c',)", "('a', 'b', 'c')"), ("(1,) * 3", "(1, 1, 1)"),
  ])
  func expressionIsOneConstant(source: String, value: String) throws {
    let unit = try compile("x = \(source)\n")
    #expect(unit.loadedConstants == [value, "None"])
    #expect(unit.opcodes == [.RESUME, .LOAD_CONST, .STORE_NAME, .RETURN_CONST])
  }

  @Test(arguments: [
    "1 / 0", "1 % 0", "'abc'[9]", "1 + 'a'", "1 << -1", "'a' * 5000", "2 ** 200", "1 << 10000",
    "(1,) * 300", "-'a'", "~1.5", "1 < 2", "[1, 2][0]",
  ])
  func expressionIsLeftToTheProgram(source: String) throws {
    #expect(try compile("x = \(source)\n").opcodes.count > 4)
  }

  @Test func signedZerosAndTypesAreDistinctConstants() throws {
    let unit = try compile("x = 0.0, -0.0, 0, False, '', b''\ny = 0.0\nz = -0.0\nw = 1\nv = True\n")
    #expect(
      unit.loadedConstants == [
        "(0.0, -0.0, 0, False, '', b'')", "0.0", "-0.0", "1", "True", "None",
      ])
  }

  @Test func equalConstantsAreShared() throws {
    let unit = try compile("a = 'x'\nb = 'x'\nc = (1, 2)\nd = (1, 2)\n")
    #expect(unit.constants.count == 3)
  }

  @Test func membershipInADisplayUsesAConstant() throws {
    let unit = try compile("a in [1, 2]\na in {1, 2}\n")
    #expect(unit.loadedConstants.prefix(2) == ["(1, 2)", "frozenset({1, 2})"])
    #expect(!unit.opcodes.contains(.BUILD_LIST) && !unit.opcodes.contains(.BUILD_SET))
  }

  @Test func longDisplaysOfConstantsAreExtendedFromATuple() throws {
    #expect(try compile("a = [1, 2, 3]\n").opcodes.contains(.LIST_EXTEND))
    #expect(try !compile("a = [1, 2]\n").opcodes.contains(.LIST_EXTEND))
    #expect(try compile("a = {1, 2, 3}\n").loadedConstants.first == "frozenset({1, 2, 3})")
  }

  @Test func percentFormatOfALiteralIsAString() throws {
    let unit = try compile("a = '%s-%r%%' % (b, c)\n")
    #expect(unit.opcodes.contains(.BUILD_STRING))
    #expect(try compile("a = '%d' % (b,)\n").opcodes.contains(.BINARY_OP))
  }

  @Test func deadBranchesLeaveNothingButTheirNames() throws {
    let unit = try compile("if 0:\n  a()\nwhile 0:\n  b()\nif 1:\n  c()\nelse:\n  d()\n")
    #expect(unit.opcodes.filter { $0 == .CALL }.count == 1)
    #expect(!unit.opcodes.contains { $0.hasJump })
  }

  @Test func assertionsAndDocstringsGoWithOptimisation() throws {
    let source = "'doc'\nassert a, b\nif __debug__: c\n"
    #expect(try compile(source).opcodes.contains(.RAISE_VARARGS))
    let once = try compile(source) { $0.optimization = 1 }
    #expect(!once.opcodes.contains(.RAISE_VARARGS) && !once.names.contains("a"))
    #expect(once.loadedConstants.first == "'doc'")
    let twice = try compile(source) { $0.optimization = 2 }
    #expect(twice.loadedConstants == ["None"])
  }

  @Test func displaysThatAreOnlyIteratedAreConstants() throws {
    #expect(try compile("for i in [1, 2]: pass\n").loadedConstants.first == "(1, 2)")
    #expect(try compile("for i in {1, 2}: pass\n").loadedConstants.first == "frozenset({1, 2})")
  }
}
