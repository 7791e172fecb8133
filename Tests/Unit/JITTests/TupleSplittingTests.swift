import JIT
import Testing

/// Tuples that are only unpacked.
@Suite struct TupleSplittingTests {
  private func split(_ text: String, is expected: String) throws {
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.run(["splitTuples"], on: text)
    #expect(result == expected)
    #expect(try PassList.problems(of: result) == [])
  }

  private func isKept(_ text: String) throws { try split(text, is: text) }

  @Test func aParameterBecomesItsItems() throws {
    // Where the interpreter goes on before they are taken, it makes the tuple.
    try split(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = intConstant 0
        v2: object(@tuple) = newTuple v1, v0
        jump b1(v2)
      b1(v3: object(@tuple)):
        v4: int = loadWord v3 +8 [item]
        v5: int = intConstant 2
        v6: bool = intCompare v4, v5 equal
        v7: any = guardTrue v6 at @f+3 s0
        v8: int = intConstant 0
        v9: any = tupleItem v3, v8 [item]
        v10: int = intConstant 1
        v11: any = tupleItem v3, v10 [item]
        v12: int = guardInt v9 at @f+3 s0
        v13: object(@tuple) = newTuple v12, v11
        jump b1(v13)
      s0: {base 0, body @f, pc @f+3, function v0} r2=v3

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: int = intConstant 0
          jump b1()
        b1():
          v17: any = virtualTuple v1, v0
          v16: int = intConstant 2
          v5: int = intConstant 2
          v6: bool = intCompare v16, v5 equal
          v7: any = guardTrue v6 at @f+3 s0
          jump b1()
        s0: {base 0, body @f, pc @f+3, function v0} r2=v17

        """)
  }

  @Test func aTupleThatIsUsedOtherwiseStays() throws {
    // Given on, stored, or in a frame that a handler looks at.
    try isKept(
      """
      unit f
      b0():
        v0: any = register 0
        v2: object(@tuple) = newTuple v0, v0
        jump b1(v2)
      b1(v3: object(@tuple)):
        v4: int = intConstant 0
        v5: any = tupleItem v3, v4 [item]
        v6: any = store v5, v3 +16 [slot]
        result v5

      """)
    try isKept(
      """
      unit f
      b0():
        v0: any = register 0
        v2: object(@tuple) = newTuple v0, v0
        jump b1(v2)
      b1(v3: object(@tuple)):
        v4: int = step @f+5.importName s0
        v6: int = intConstant 0
        v5: any = tupleItem v3, v6 [item]
        result v5
      s0: {base 0, body @f, pc @f+6, function v0} r2=v3

      """)
  }

  @Test func tuplesOfSeveralSizesStay() throws {
    try isKept(
      """
      unit f
      b0():
        v0: any = register 0
        v1: bool = loadAddress @pollRequested byte [thread]
        branch v1 b1() else b2()
      b1():
        v2: object(@tuple) = newTuple v0, v0
        jump b3(v2)
      b2():
        v3: object(@tuple) = newTuple v0, v0, v0
        jump b3(v3)
      b3(v4: object(@tuple)):
        v5: int = intConstant 0
        v6: any = tupleItem v4, v5 [item]
        result v6

      """)
  }
}
