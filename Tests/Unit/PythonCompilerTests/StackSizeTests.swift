import Bytecode
import Testing

@Suite struct StackSizeTests {
  private struct Broken: Error { var what: String }

  /// The depth before each instruction that control reaches, by offset, handlers included.
  private func depths(_ unit: CodeUnit) throws -> [Int: Int] {
    let list = unit.instructions
    let handlers = ExceptionTable.decode(unit.exceptionTable)
    let index = Dictionary(uniqueKeysWithValues: list.enumerated().map { ($1.offset, $0) })
    var found: [Int: Int] = [:]
    var work = [(0, 0)]
    while let (offset, depth) = work.popLast() {
      if let known = found[offset] {
        if known != depth { throw Broken(what: "\(known) and \(depth) at \(offset)") }
        continue
      }
      found[offset] = depth
      guard let place = index[offset] else { throw Broken(what: "no instruction at \(offset)") }
      let instruction = list[place]
      for handler in handlers where handler.start <= offset && offset < handler.end {
        work.append((handler.target, handler.depth + (handler.pushesLastInstruction ? 2 : 1)))
      }
      let opcode = instruction.opcode
      if let target = instruction.target {
        work.append((target, depth + opcode.stackEffect(instruction.argument, jump: true)))
      }
      if opcode.isScopeExit || opcode.isUnconditionalJump { continue }
      let after = depth + opcode.stackEffect(instruction.argument, jump: false)
      if after < 0 { throw Broken(what: "negative behind \(opcode) at \(offset)") }
      work.append((instruction.next, after))
    }
    return found
  }

  private func deepest(_ unit: CodeUnit) throws -> Int {
    let found = try depths(unit)
    return unit.instructions.map { instruction in
      guard let depth = found[instruction.offset] else { return 0 }
      return max(depth, depth + instruction.opcode.stackEffect(instruction.argument, jump: false))
    }.max() ?? 0
  }

  @Test(arguments: [
    "def f(a): return a", "def f(a): return [a, [a, [a, (a, {a: a})]]]",
    "def f(a): return f(a, *a, b=a, **a)", "def f(a):\n for i in a:\n  for j in i: g(j)\n",
    "def f(a):\n try: g()\n except A as e: h(e)\n except B: raise\n else: i()\n finally: j()\n",
    "def f(a):\n with a as b, b as c:\n  return g(b, c)\n",
    "def f(a):\n while a:\n  try:\n   with a: break\n  finally: g()\n",
    "async def f(a):\n async with a as b:\n  async for c in b: await c\n",
    "async def f(a): return [i async for i in a if await i]",
    "def f(a):\n try: g()\n except* A: h()\n except* B as b: i(b)\n",
    "def f(a):\n match a:\n  case [1, *b, {'k': c, **d}]: return b\n  case A(x=1) | B(2): return 2\n",
    "def f(a): return f'{a!r:>{a}}{a}'", "def f(a): yield from (yield a)",
    "def f(a): return a < a < a < a", "def f(a): a.b[a:a, a] += a",
    "def f(a): return {i: j for i, j in a if i for k in j}", "def f(a): x, *y, (z, w) = a",
    "class C(a, m=b):\n x: int = 1\n def f(self): return super().f()\n",
    "def f[T: int](a: T) -> T: return a",
  ])
  func stackSizeIsTheGreatestDepth(source: String) throws {
    func check(_ unit: CodeUnit) throws {
      let size = try deepest(unit)
      #expect(size <= unit.stackSize, "\(unit.name)")
      // The reference counts the handlers' pushes and one slot at least.
      #expect(unit.stackSize <= max(size, 1) + 1, "\(unit.name)")
      for inner in nested(unit) { try check(inner) }
    }
    try check(try compile(source + "\n"))
  }

  @Test func argumentsAddUp() throws {
    #expect(try function("def f(a): return g(a, a, a, a)").stackSize == 6)
    #expect(try function("def f(a): return a").stackSize == 1)
    #expect(try function("def f(): pass").stackSize == 1)
  }
}
