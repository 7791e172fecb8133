import PythonCompiler
import PythonSyntax
import Testing

@Suite struct ScopeTests {
  /// Lines of the symbol table, without indentation.
  private func table(_ source: String) throws -> [String] {
    let tree = try Parser.parse(Array(source.utf8))
    return try SymbolTable(tree).text.split(separator: "\n").map {
      String($0.drop { $0 == " " })
    }
  }

  @Test func assignedNameIsLocalAndReadNameIsGlobal() throws {
    let lines = try table("def f(a): b = a + c\n")
    #expect(lines.contains("a: local parameter used"))
    #expect(lines.contains("b: local assigned"))
    #expect(lines.contains("c: globalImplicit used"))
  }

  @Test func nameReadByAnInnerFunctionIsACell() throws {
    let lines = try table("def f(a):\n def g(): return a\n")
    #expect(lines.contains("a: cell parameter"))
    #expect(lines.contains("a: free used"))
  }

  @Test func freeNamePassesThroughFunctionsBetween() throws {
    let lines = try table("def f(a):\n def g():\n  def h(): return a\n")
    #expect(lines.filter { $0.hasPrefix("a: free") }.count == 2)
  }

  @Test func classScopeIsNotSeenByMethods() throws {
    let lines = try table("class C:\n x = 1\n def f(self): return x\n")
    #expect(lines.contains("x: local assigned"))
    #expect(lines.contains("x: globalImplicit used"))
  }

  @Test func nonlocalSharesAndGlobalEscapes() throws {
    let lines = try table(
      "def f():\n a = b = 1\n def g():\n  nonlocal a\n  global b\n  a = b = 2\n")
    #expect(lines.contains("a: cell assigned") && lines.contains("a: free assigned nonlocal"))
    #expect(lines.contains("b: globalExplicit global assigned"))
    #expect(lines.contains("b: local assigned"))
  }

  @Test func methodsThatUseSuperNeedTheClassCell() throws {
    let lines = try table("class C:\n def f(self): return super().f()\n")
    #expect(lines.contains { $0.hasPrefix("class C") && $0.hasSuffix("class-closure") })
    #expect(lines.contains("__class__: free used"))
  }

  @Test func walrusInAComprehensionBindsOutside() throws {
    let lines = try table("def f(a): return [b := i for i in a]\n")
    #expect(lines.contains { $0.hasPrefix("b: cell") || $0.hasPrefix("b: local") })
  }

  @Test func privateNamesAreMangledInClasses() throws {
    let lines = try table("class _C:\n __x = 1\n __y__ = 2\n def f(self): return self.__z, __w\n")
    #expect(lines.contains("_C__x: local assigned") && lines.contains("__y__: local assigned"))
    #expect(lines.contains("_C__w: globalImplicit used"))
  }

  @Test func typeParametersHaveAScopeOfTheirOwn() throws {
    let lines = try table("def f[T](a: T): return T\n")
    #expect(lines.contains { $0.hasPrefix("typeParameters f") })
    #expect(lines.contains { $0.hasPrefix("T: cell") && $0.contains("type-parameter") })
  }

  @Test func manyNamesAreStillFound() throws {
    // Beyond a few names symbols are found by a table, not by a scan.
    let names = (0..<40).map { "n\($0)" }
    let lines = try table("def f():\n \(names.joined(separator: " = ")) = 1\n return n0, n39, m\n")
    #expect(lines.contains("n0: local assigned used") && lines.contains("n39: local assigned used"))
    #expect(lines.contains("n20: local assigned") && lines.contains("m: globalImplicit used"))
  }

  @Test(arguments: [
    ("def f():\n x = 1\n global x\n", "name 'x' is assigned to before global declaration (3:1)"),
    ("def f(x):\n global x\n", "name 'x' is parameter and global (2:1)"),
    ("nonlocal x\n", "nonlocal declaration not allowed at module level (1:0)"),
    ("def f():\n nonlocal x\n", "no binding for nonlocal 'x' found (2:1)"),
    ("def f(a, a): pass\n", "duplicate argument 'a' in function definition (1:9)"),
    ("def f():\n print(x)\n global x\n", "name 'x' is used prior to global declaration (3:1)"),
    (
      "[i := 1 for i in a]\n",
      "assignment expression cannot rebind comprehension iteration variable 'i' (1:1)"
    ),
    ("class C[T, T]: pass\n", "duplicate type parameter 'T' (1:11)"),
    ("def f():\n from a import *\n", "import * only allowed at module level (2:15)"),
  ])
  func contradictionIsTold(source: String, message: String) {
    #expect(compileFailure(source) == message)
  }
}
