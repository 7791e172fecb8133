import Bytecode
import Testing

@Suite struct ExceptionRangeTests {
  private func entries(_ source: String) throws -> ([ExceptionTableEntry], CodeUnit) {
    let unit = try function(source)
    return (ExceptionTable.decode(unit.exceptionTable), unit)
  }

  private func instruction(_ unit: CodeUnit, _ offset: Int) -> Opcode? {
    unit.instructions.first { $0.offset == offset }?.opcode
  }

  /// The handler of the call of a global function.
  private func handler(
    ofCall name: String, _ unit: CodeUnit, _ entries: [ExceptionTableEntry]
  ) -> ExceptionTableEntry? {
    let load = unit.instructions.first {
      $0.opcode == .LOAD_GLOBAL && unit.names[$0.argument >> 1] == name
    }!
    return entries.first { $0.start <= load.offset && load.offset < $0.end }
  }

  static let nested = """
    def f():
     try:
      a()
      try:
       b()
      except A:
       c()
      d()
     finally:
      e()

    """

  @Test func entriesAreSortedAndDisjoint() throws {
    let (list, unit) = try entries(Self.nested)
    #expect(list.count > 3)
    for (first, second) in zip(list, list.dropFirst()) { #expect(first.end <= second.start) }
    #expect(list.allSatisfy { $0.start < $0.end && $0.target < unit.code.count / 2 })
  }

  @Test func innermostHandlerGetsTheException() throws {
    let (list, unit) = try entries(Self.nested)
    let outer = handler(ofCall: "a", unit, list)
    let inner = handler(ofCall: "b", unit, list)
    #expect(outer != nil && inner != nil)
    #expect(outer?.target != inner?.target)
    #expect(handler(ofCall: "d", unit, list)?.target == outer?.target)
  }

  @Test func handlersBeginByPushingTheException() throws {
    let (list, unit) = try entries(Self.nested)
    for entry in list {
      let first = instruction(unit, entry.target)
      #expect(first == .PUSH_EXC_INFO || (first == .COPY && entry.pushesLastInstruction))
    }
  }

  @Test func exceptionInAHandlerGoesToTheFinallyThroughItsCleanup() throws {
    let (list, unit) = try entries(Self.nested)
    let inHandler = handler(ofCall: "c", unit, list)!
    #expect(inHandler.pushesLastInstruction && inHandler.depth == 1)
    #expect(instruction(unit, inHandler.target) == .COPY)
  }

  @Test func depthCountsWhatTheEnclosingStatementsKeep() throws {
    let (list, unit) = try entries("def f(a):\n for i in a:\n  try: b()\n  except A: c()\n")
    #expect(handler(ofCall: "b", unit, list)?.depth == 1)
    let (more, other) = try entries(
      "def f(a):\n with a:\n  for i in a:\n   try: b()\n   finally: c()\n")
    #expect(handler(ofCall: "b", other, more)?.depth == 2)
  }

  @Test func withKeepsItsExitFunctionBelowTheException() throws {
    let (list, unit) = try entries("def f(a):\n with a: b()\n")
    let entry = handler(ofCall: "b", unit, list)!
    #expect(entry.depth == 1 && entry.pushesLastInstruction)
    #expect(unit.opcodes.contains(.WITH_EXCEPT_START))
  }

  @Test func generatorsTurnStopIterationIntoRuntimeError() throws {
    let (list, unit) = try entries("def f(a):\n yield a\n")
    #expect(list.count == 1 && list[0].depth == 0 && list[0].pushesLastInstruction)
    #expect(instruction(unit, list[0].target) == .CALL_INTRINSIC_1)
  }

  @Test func codeWithoutTryHasNoTable() throws {
    #expect(try function("def f(a):\n for i in a: g(i)\n").exceptionTable.isEmpty)
  }

  @Test func finallyIsThereOnceForEachWayOut() throws {
    let unit = try function(
      "def f(a):\n for i in a:\n  try:\n   if i: break\n   if a: continue\n   return i\n  finally: g()\n"
    )
    let copies = unit.instructions.filter {
      $0.opcode == .LOAD_GLOBAL && unit.names[$0.argument >> 1] == "g"
    }
    #expect(copies.count == 4)
  }

  @Test func nameOfAnExceptionIsDeletedOnBothWays() throws {
    let unit = try function("def f():\n try: a()\n except A as e: b(e)\n")
    #expect(unit.opcodes.filter { $0 == .DELETE_FAST }.count == 2)
  }
}
