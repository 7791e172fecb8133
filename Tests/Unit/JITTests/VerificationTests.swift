import JIT
import Testing

/// One graph for each thing that the verification finds.
@Suite struct VerificationTests {
  private let state = "s0: {base 0, body @f, pc @f+1, function v0} r1=v0\n"

  /// - Parameter body: lines of the first block behind v0, an unknown value, and v1, an int; others.
  private func problems(_ body: String, with state: String? = nil) throws -> [String] {
    try PassList.problems(
      of: """
        unit f
        b0():
          v0: any = register 0
          v1: int = intConstant 1
        \(body)
        \(state ?? self.state)
        """)
  }

  @Test func soundGraph() throws {
    let found = try problems(
      """
        v2: int = guardInt v0 s0
        v3: bool = intCompare v1, v2 less
        branch v3 b1(v1, v2) else b2(v0)
      b1(v4: int, v5: any):
        v6: int = intAdd v4, v1 s0
        jump b1(v6, v0)
      b2(v7: any):
        result v7
      """)
    #expect(found == [])
  }

  @Test func blockWithoutEnd() throws {
    #expect(try problems("  jump b1()\nb1():") == ["b1 has no end"])
  }

  @Test func edgeToNowhere() throws {
    #expect(
      try problems("  jump b7()") == ["the end of b0 leads to b7, which does not exist"])
  }

  @Test func edgeToTheEntry() throws {
    #expect(try problems("  jump b0()") == ["the end of b0 leads to the entry"])
  }

  @Test func missingArgument() throws {
    #expect(
      try problems("  jump b1(v0)\nb1(v2: any, v3: any):\n  result v3")
        == ["the end of b0 gives b1 1 arguments for 2 parameters"])
  }

  @Test func undefinedValue() throws {
    #expect(try problems("  result v9") == ["the end of b0 uses v9, which is not defined"])
  }

  @Test func useBeforeDefinition() throws {
    let found = try problems(
      """
        v2: int = intAnd v3, v1
        v3: int = intOr v1, v1
        result v2
      """)
    #expect(found == ["v2 uses v3, whose definition does not come before it"])
  }

  @Test func definitionOnOneWayOnly() throws {
    let found = try problems(
      """
        v2: bool = boolConstant true
        branch v2 b1() else b2()
      b1():
        v3: int = intOr v1, v1
        jump b2()
      b2():
        result v3
      """)
    #expect(found == ["the end of b2 uses v3, whose definition does not come before it"])
  }

  @Test func definitionInALoopReachesBehindIt() throws {
    let found = try problems(
      """
        jump b1(v1)
      b1(v2: int):
        v3: int = intAdd v2, v1 s0
        v4: bool = intCompare v3, v1 less
        branch v4 b1(v3) else b2()
      b2():
        result v3
      """)
    #expect(found == [])
  }

  @Test func stateShowsALaterValue() throws {
    let found = try problems(
      "  v2: int = guardInt v0 s0\n  result v2",
      with: "s0: {base 0, body @f, pc @f+1, function v0} r1=v2\n")
    #expect(found == ["s0, of v2, uses v2, whose definition does not come before it"])
  }

  @Test func frameOfAStateHasAnUndefinedFunction() throws {
    let found = try problems(
      "  leave s0", with: "s0: {base 0, body @f, pc @f+1, function v5}\n")
    #expect(found == ["s0, of the end of b0, uses v5, which is not defined"])
  }

  @Test func stateWithoutFrame() throws {
    #expect(try problems("  leave s0", with: "s0:\n") == ["s0, of the end of b0, has no frame"])
  }

  @Test func stateThatDoesNotExist() throws {
    #expect(
      try problems("  leave s4") == [
        "the end of b0 has the frame state s4, which does not exist"
      ])
  }

  @Test func guardWithoutState() throws {
    #expect(
      try problems("  v2: int = guardInt v0\n  result v2") == ["v2: guardInt has no frame state"])
  }

  @Test func operandOfUnknownType() throws {
    #expect(
      try problems("  v2: int = intAnd v0, v1\n  result v2") == ["v2 wants v0 as int, it is any"])
  }

  @Test func argumentOfUnknownType() throws {
    #expect(
      try problems("  jump b1(v0)\nb1(v2: float):\n  result v2")
        == ["the end of b0 wants v0 as float, it is any"])
  }

  @Test func conditionThatIsNoBool() throws {
    #expect(
      try problems("  branch v1 b1() else b1()\nb1():\n  result v1")
        == ["the end of b0 wants v1 as bool, it is int"])
  }

  @Test func resultOfAnotherType() throws {
    #expect(
      try problems("  v2: float = intAnd v1, v1\n  result v2")
        == ["v2: the result of intAnd is never float"])
  }

  @Test func useOfWhatHasNoValue() throws {
    #expect(
      try problems("  v2: any = guardPresent v0 s0\n  result v2")
        == ["the end of b0 uses v2, which has no value"])
  }

  @Test func wrongNumberOfOperands() throws {
    #expect(
      try problems("  v2: int = intAnd v1\n  result v2")
        == ["v2: intAnd takes 2 operands, not 1"])
  }

  @Test func valueThatIsDefinedTwice() throws {
    #expect(
      try problems("  v2: int = intAnd v1, v1\n  v2: int = intAnd v1, v1\n  result v2")
        == ["v2 is defined in b0 and in b0"])
  }

  @Test func parameterInABody() throws {
    #expect(
      try problems("  v2: any = register -1\n  result v2")
        == ["v2 is a parameter in the body of b0"])
  }

  @Test func unreachedBlockMayUseAnything() throws {
    let found = try problems(
      """
        result v1
      b1():
        v2: int = intAnd v1, v1
        jump b2()
      b2():
        result v2
      """)
    #expect(found == [])
  }
}
