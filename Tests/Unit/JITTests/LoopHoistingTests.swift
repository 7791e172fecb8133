import JIT
import Testing

/// What a loop does not change is asked and read before it.
@Suite struct LoopHoistingTests {
  private func hoisted(_ text: String, is expected: String) throws {
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.run(["hoist"], on: text)
    #expect(result == expected)
    #expect(try PassList.problems(of: result) == [])
  }

  /// A loop whose body is between the line behind its header's and the one that counts.
  private func loop(_ body: String, condition: String = "v2") -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: any = register 1
      v9: int = intConstant 1
      jump b1(v9)
    b1(v3: int) loop s0:
      v2: bool = loadAddress @pollRequested byte [thread]
    \(body)
      v4: int = intAdd v3, v9 at @f+8 s1
      branch \(condition) b1(v4) else b2()
    b2():
      result v0
    s0: {base 0, body @f, pc @f+2, function v0} r2=v3
    s1: {base 0, body @f, pc @f+4, function v0} r2=v3

    """
  }

  @Test func guardsAndLoadsOfWhatStaysMove() throws {
    try hoisted(
      loop(
        """
          v5: object(@list) = guardShape v1 @list at @f+4 s1
          v6: int = loadWord v5 +8 [listCount]
          v7: bool = intCompare v3, v6 less
          v8: any = guardTrue v7 at @f+5 s1
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v9: int = intConstant 1
          jump b3()
        b1(v3: int):
          v2: bool = loadAddress @pollRequested byte [thread]
          v7: bool = intCompare v3, v6 less
          v8: any = guardTrue v7 at @f+5 s1
          v4: int = intAdd v3, v9 at @f+8 s1
          branch v2 b1(v4) else b2()
        b2():
          result v0
        b3():
          v11: any = guardPresent v1 at @f+4 s2
          v5: object(@list) = guardShape v1 @list at @f+4 s2
          v6: int = loadWord v5 +8 [listCount]
          jump b1(v9)
        s1: {base 0, body @f, pc @f+4, function v0} r2=v3
        s2: {base 0, body @f, pc @f+2, function v0} r2=v9

        """)
  }

  @Test func loadsOfWhatTheLoopWritesStay() throws {
    try hoisted(
      loop(
        """
          v6: int = loadWord v1 +24 [slot]
          v7: any = storeWord v1, v3 +24 [slot]
          v8: bool = intCompare v3, v6 less
          v10: any = guardTrue v8 at @f+5 s1
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v9: int = intConstant 1
          jump b1(v9)
        b1(v3: int):
          v2: bool = loadAddress @pollRequested byte [thread]
          v6: int = loadWord v1 +24 [slot]
          v7: any = storeWord v1, v3 +24 [slot]
          v8: bool = intCompare v3, v6 less
          v10: any = guardTrue v8 at @f+5 s1
          v4: int = intAdd v3, v9 at @f+8 s1
          branch v2 b1(v4) else b2()
        b2():
          result v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v3

        """)
  }

  @Test func nothingMovesPastPythonCode() throws {
    try hoisted(
      loop(
        """
          v6: int = loadWord v1 +24 [slot]
          v7: int = step @f+5.importName s1
          v8: bool = intCompare v3, v6 less
          v10: any = guardTrue v8 at @f+5 s1
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v9: int = intConstant 1
          jump b1(v9)
        b1(v3: int):
          v2: bool = loadAddress @pollRequested byte [thread]
          v6: int = loadWord v1 +24 [slot]
          v7: int = step @f+5.importName s1
          v8: bool = intCompare v3, v6 less
          v10: any = guardTrue v8 at @f+5 s1
          v4: int = intAdd v3, v9 at @f+8 s1
          branch v2 b1(v4) else b2()
        b2():
          result v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v3

        """)
  }

  @Test func whatSomeRoundsSkipStays() throws {
    try hoisted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        jump b1()
      b1() loop s0:
        v2: bool = loadAddress @pollRequested byte [thread]
        branch v2 b2() else b3()
      b2():
        v3: int = guardInt v1 at @f+4 s0
        v4: int = intAdd v3, v3 at @f+5 s0
        jump b3()
      b3():
        jump b1()
      s0: {base 0, body @f, pc @f+2, function v0}

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          jump b1()
        b1():
          v2: bool = loadAddress @pollRequested byte [thread]
          branch v2 b2() else b3()
        b2():
          v3: int = guardInt v1 at @f+4 s0
          jump b3()
        b3():
          jump b1()
        s0: {base 0, body @f, pc @f+2, function v0}

        """)
  }
}
