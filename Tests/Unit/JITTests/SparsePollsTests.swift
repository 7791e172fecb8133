import JIT
import Testing

/// Loops that count their rounds poll in some of them, and count once.
@Suite struct SparsePollsTests {
  private func run(_ pass: String, on text: String, is expected: String) throws {
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.run([pass], on: text)
    #expect(result == expected)
    #expect(try PassList.problems(of: result) == [])
  }

  /// A loop over a range: `v3` is what it hands out, `v4` what comes next, `v5` how many rounds are left.
  private func rangeLoop(_ body: String = "") -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: any = register 1
      v2: int = guardInt v1 at @f+1 s0
      v10: int = intConstant 0
      v11: int = intConstant 1
      v12: int = wordAdd v10, v11
      jump b1(v10, v12, v2)
    b1(v3: int, v4: int, v5: int):
    \(body)  v6: bool = loadAddress @pollRequested byte [thread]
      v7: any = guardFalse v6 calm at @f+8 s1
      v8: bool = intCompare v5, v10 greater
      branch v8 b2() else b3()
    b2():
      v13: int = wordAdd v4, v11
      v14: int = wordSubtract v5, v11
      jump b1(v4, v13, v14)
    b3():
      result v0
    s0: {base 0, body @f, pc @f+2, function v0} r2=v0
    s1: {base 0, body @f, pc @f+8, function v0} r2=v3

    """
  }

  @Test func aRangeIsCountedByWhatComesNext() throws {
    try run(
      "countOnce", on: rangeLoop(),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 1
          v12: int = wordAdd v10, v11
          v15: int = wordAdd v12, v2
          jump b1(v12)
        b1(v4: int):
          v17: int = intConstant 1
          v18: int = wordSubtract v4, v17
          v6: bool = loadAddress @pollRequested byte [thread]
          v7: any = guardFalse v6 calm at @f+8 s1
          v8: bool = intCompare v4, v15 less
          branch v8 b2() else b3()
        b2():
          v13: int = wordAdd v4, v11
          jump b1(v13)
        b3():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+8, function v0} r2=v18

        """)
  }

  @Test func anIteratorThatExitsMakeNamesItsEnd() throws {
    try run(
      "countOnce",
      on: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 1
          jump b1(v10, v2)
        b1(v4: int, v5: int):
          v20: any = virtualIterator v4, v11, v5 0
          v21: any = guardPresent v0 at @f+4 s1
          v13: int = wordAdd v4, v11
          v14: int = wordSubtract v5, v11
          v22: any = virtualIterator v13, v11, v14 0
          v23: any = guardPresent v1 at @f+6 s2
          v8: bool = intCompare v14, v10 greater
          branch v8 b1(v13, v14) else b2()
        b2():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v20
        s2: {base 0, body @f, pc @f+6, function v0} r2=v22

        """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 1
          v24: int = wordAdd v10, v2
          jump b1(v10)
        b1(v4: int):
          v25: int = wordSubtract v24, v4
          v20: any = virtualIterator v4, v11, v24 4
          v21: any = guardPresent v0 at @f+4 s1
          v13: int = wordAdd v4, v11
          v14: int = wordSubtract v25, v11
          v22: any = virtualIterator v13, v11, v24 4
          v23: any = guardPresent v1 at @f+6 s2
          v8: bool = intCompare v14, v10 greater
          branch v8 b1(v13) else b2()
        b2():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v20
        s2: {base 0, body @f, pc @f+6, function v0} r2=v22

        """)
  }

  @Test func aRangePollsAtTheEndOfAStretch() throws {
    try run(
      "sparsePolls", on: rangeLoop(),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 1
          v12: int = wordAdd v10, v11
          v16: int = intConstant 1024
          v17: int = wordSubtract v2, v16
          v18: int = intConstant 0
          v19: int = intMaximum v17, v18
          jump b1(v10, v12, v2, v19)
        b1(v3: int, v4: int, v5: int, v15: int):
          v21: bool = intCompare v5, v15 greater
          branch v21 b2(v15) else b4()
        b2(v26: int):
          v13: int = wordAdd v4, v11
          v14: int = wordSubtract v5, v11
          jump b1(v4, v13, v14, v26)
        b3():
          result v0
        b4():
          v6: bool = loadAddress @pollRequested byte [thread]
          v7: any = guardFalse v6 calm at @f+8 s1
          v20: bool = intCompare v5, v10 greater
          branch v20 b5() else b3()
        b5():
          v22: int = intConstant 1024
          v23: int = wordSubtract v5, v22
          v24: int = intConstant 0
          v25: int = intMaximum v23, v24
          jump b2(v25)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+8, function v0} r2=v3

        """)
  }

  @Test func aLoopThatRunsPythonCodePollsInEachRound() throws {
    let text = rangeLoop("  v20: int = step @f+5.importName s1\n")
    try run("sparsePolls", on: text, is: text)
  }

  @Test func aComparisonWithALimitPollsAtTheEndOfAStretch() throws {
    try run(
      "sparsePolls",
      on: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 3
          jump b1(v10)
        b1(v3: int):
          v4: int = intAdd v3, v11 at @f+4 s1
          v5: bool = intCompare v4, v2 less
          branch v5 b2() else b3()
        b2():
          v6: bool = loadAddress @pollRequested byte [thread]
          v7: any = guardFalse v6 calm at @f+8 s2
          jump b1(v4)
        b3():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v3
        s2: {base 0, body @f, pc @f+8, function v0} r2=v4

        """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: int = guardInt v1 at @f+1 s0
          v10: int = intConstant 0
          v11: int = intConstant 3
          v13: int = intConstant 4611686018427387904
          v14: int = intMinimum v10, v13
          v15: int = intConstant 3072
          v16: int = wordAdd v14, v15
          v17: int = intMinimum v16, v2
          jump b1(v10, v17)
        b1(v3: int, v12: int):
          v4: int = intAdd v3, v11 at @f+4 s1
          v19: bool = intCompare v4, v12 less
          branch v19 b2(v12) else b4()
        b2(v25: int):
          jump b1(v4, v25)
        b3():
          result v0
        b4():
          v18: bool = intCompare v4, v2 less
          branch v18 b5() else b3()
        b5():
          v6: bool = loadAddress @pollRequested byte [thread]
          v7: any = guardFalse v6 calm at @f+8 s2
          v20: int = intConstant 4611686018427387904
          v21: int = intMinimum v4, v20
          v22: int = intConstant 3072
          v23: int = wordAdd v21, v22
          v24: int = intMinimum v23, v2
          jump b2(v24)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v3
        s2: {base 0, body @f, pc @f+8, function v0} r2=v4

        """)
  }
}
