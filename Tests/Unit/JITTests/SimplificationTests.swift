import JIT
import Testing

/// A graph, a pass, and what becomes of it.
@Suite struct SimplificationTests {
  private func simplified(_ text: String, is expected: String) throws {
    let result = try PassList.run(["simplify"], on: text)
    #expect(result == expected)
    #expect(try PassList.problems(of: result) == [])
  }

  @Test func guardOfKnownTypeGoes() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: int = guardInt v1 s0
        v3: int = intAdd v1, v2 s1
        v4: int = guardInt v3 s1
        result v4
      s0: {base 0, body @f, pc @f+1, function v0}
      s1: {base 0, body @f, pc @f+2, function v0} r1=v2

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: int = guardInt v0 s0
          v3: int = intAdd v1, v1 s1
          result v3
        s0: {base 0, body @f, pc @f+1, function v0}
        s1: {base 0, body @f, pc @f+2, function v0} r1=v1

        """)
  }

  @Test func guardOfAnotherTypeStays() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: float = guardFloat v1 s0
        v3: object(@list) = guardShape v0 @list s0
        v4: object(@tuple) = guardShape v3 @tuple s0
        leave s0
      s0: {base 0, body @f, pc @f+1, function v0}

      """
    try simplified(text, is: text)
  }

  @Test func shapeThatIsKnownIsNotAskedAgain() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: object(@list) = guardShape v0 @list s0
        v2: object(@list) = guardShape v1 @list s0
        v3: int = loadWord v2 +8 [listCount]
        result v3
      s0: {base 0, body @f, pc @f+1, function v0}

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: object(@list) = guardShape v0 @list s0
          v3: int = loadWord v1 +8 [listCount]
          result v3
        s0: {base 0, body @f, pc @f+1, function v0}

        """)
  }

  @Test func numberThatIsAnIntIsConverted() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: float = guardNumber v1 s0
        result v2
      s0: {base 0, body @f, pc @f+1, function v0}

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: int = guardInt v0 s0
          v2: float = intToFloat v1
          result v2
        s0: {base 0, body @f, pc @f+1, function v0}

        """)
  }

  @Test func comparedFloatIsNotGuardedAgain() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: float = guardFloat v0 s0
        v2: float = guardExact v1 s0
        v3: any = register 1
        v4: int = guardInt v3 s0
        v5: float = guardExact v4 s0
        v6: bool = floatCompare v2, v5 less
        result v6
      s0: {base 0, body @f, pc @f+1, function v0}

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: float = guardFloat v0 s0
          v3: any = register 1
          v4: int = guardInt v3 s0
          v5: float = guardExact v4 s0
          v6: bool = floatCompare v1, v5 less
          result v6
        s0: {base 0, body @f, pc @f+1, function v0}

        """)
  }

  @Test func parameterThatStandsForOneValueGoes() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: bool = boolConstant true
        jump b1(v0, v1)
      b1(v2: any, v3: any):
        branch v1 b2(v2) else b1(v2, v3)
      b2(v4: any):
        result v4

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: bool = boolConstant true
          jump b1()
        b1():
          branch v1 b2() else b1()
        b2():
          result v0

        """)
  }

  @Test func loopCarriesAnInt() throws {
    // Nothing but ints comes in: the guard in the loop is superfluous and the parameter an int.
    try simplified(
      """
      unit f loop at 9
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: int = intConstant 10
        jump b1(v1)
      b1(v3: any):
        v4: int = guardInt v3 s1
        v5: int = intAdd v4, v2 s1
        v6: bool = intCompare v5, v2 less
        branch v6 b1(v5) else b2()
      b2():
        leave s2
      s0: {base 0, body @f, pc @f+1, function v0}
      s1: {base 0, body @f, pc @f+5, function v0} r0=v3
      s2: {base 0, body @f, pc @f+9, function v0} r0=v5

      """,
      is: """
        unit f loop at 9
        b0():
          v0: any = register 0
          v1: int = guardInt v0 s0
          v2: int = intConstant 10
          jump b1(v1)
        b1(v3: int):
          v5: int = intAdd v3, v2 s1
          v6: bool = intCompare v5, v2 less
          branch v6 b1(v5) else b2()
        b2():
          leave s2
        s0: {base 0, body @f, pc @f+1, function v0}
        s1: {base 0, body @f, pc @f+5, function v0} r0=v3
        s2: {base 0, body @f, pc @f+9, function v0} r0=v5

        """)
  }

  @Test func loopThatMixesTypesKeepsItsGuard() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = intConstant 1
        jump b1(v1)
      b1(v2: any):
        v3: int = guardInt v2 s0
        v4: float = intTrueDivide v3, v1 s0
        jump b1(v4)
      s0: {base 0, body @f, pc @f+5, function v0} r0=v2

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: int = intConstant 1
          jump b1(v1)
        b1(v2: int|float):
          v3: int = guardInt v2 s0
          v4: float = intTrueDivide v3, v1 s0
          jump b1(v4)
        s0: {base 0, body @f, pc @f+5, function v0} r0=v2

        """)
  }

  @Test func typesThatNestedLoopsAgreeOn() throws {
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: float = floatConstant 0.5
        v2: bool = boolConstant false
        jump b1(v1)
      b1(v3: any):
        jump b2(v3)
      b2(v4: any):
        v5: float = guardFloat v4 s0
        v6: float = floatMultiply v5, v5
        branch v2 b2(v6) else b3(v6)
      b3(v7: any):
        v8: float = guardFloat v7 s0
        v9: float = floatNegate v8
        branch v2 b1(v9) else b4()
      b4():
        result v9
      s0: {base 0, body @f, pc @f+5, function v0}

      """,
      is: """
        unit f
        b0():
          v1: float = floatConstant 0.5
          v2: bool = boolConstant false
          jump b1(v1)
        b1(v3: float):
          jump b2(v3)
        b2(v4: float):
          v6: float = floatMultiply v4, v4
          branch v2 b2(v6) else b3()
        b3():
          v9: float = floatNegate v6
          branch v2 b1(v9) else b4()
        b4():
          result v9

        """)
  }

  @Test func valuesThatNobodyUsesGo() throws {
    // A parameter that only feeds itself is used by nobody, either; effects and what states show stay.
    try simplified(
      """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: any = load v0 +8 [slot]
        v3: int = intConstant 3
        v4: any = store v0, v1 +16 [slot]
        jump b1(v3, v3)
      b1(v5: any, v6: any):
        v7: int = wordAdd v5, v3
        v8: bool = loadAddress @pollRequested byte [thread]
        v9: any = guardFalse v8 calm s0
        jump b1(v7, v3)
      s0: {base 0, body @f, pc @f+5, function v0} r2=v6

      """,
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v3: int = intConstant 3
          v4: any = store v0, v1 +16 [slot]
          jump b1()
        b1():
          v8: bool = loadAddress @pollRequested byte [thread]
          v9: any = guardFalse v8 calm s0
          jump b1()
        s0: {base 0, body @f, pc @f+5, function v0} r2=v3

        """)
  }

  /// One that an exit alone wants is made there; one that is stored for Python code, or used, is made.
  @Test func tuplesOfExitsAreSunk() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: any = newTuple v0, v1
        v3: any = newTuple v1
        v4: int = guardInt v0 s1
        v5: any = next v0 s2
        v6: any = newTuple v5
        result v6
      s0: {base 0, body @f, pc @f+1, function v0}
      s1: {base 0, body @f, pc @f+2, function v0} r1=v2 r2=v3
      s2: {base 0, body @f, pc @f+3, function v0} r2=v3

      """
    let expected = text.replacing(
      "v2: any = newTuple", with: "v2: any = virtualTuple")
    #expect(try PassList.run(["sinkTuples"], on: text) == expected)
    #expect(try PassList.problems(of: expected) == [])
  }

  @Test func rangesOfExitsAreSunk() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: any = newRange v1, v1, v1
        v3: any = newRange v1, v1, v1
        v4: int = rangeCount v1, v1, v1 s1
        result v3
      s0: {base 0, body @f, pc @f+1, function v0}
      s1: {base 0, body @f, pc @f+2, function v0} r1=v2 r2=v3

      """
    let expected = text.replacing(
      "v2: any = newRange", with: "v2: any = virtualRange")
    #expect(try PassList.run(["sinkTuples"], on: text) == expected)
    #expect(try PassList.problems(of: expected) == [])
  }

  @Test func sumWithFloatIsFloat() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: float = guardFloat v0 s0
        v3: int|float = numberArithmetic v2, v1 add s0
        v4: int = intConstant 2
        v5: int|float = numberArithmetic v4, v3 multiply s0
        v6: int|float = numberArithmetic v4, v4 subtract s0
        v7: int|float = numberArithmetic v1, v6 add s0
        v8: any = newTuple v5, v6, v7
        result v8
      s0: {base 0, body @f, pc @f+1, function v0}

      """
    let result = try PassList.run(["narrowNumbers"], on: text)
    #expect(try PassList.problems(of: result) == [])
    #expect(result.contains("float = floatAdd v2, v9"))
    #expect(result.contains("v9: float = guardNumber v1 s0"))
    #expect(result.contains("float = floatMultiply v10, v3"))
    #expect(result.contains("v10: float = intToFloat v4"))
    #expect(result.contains("v6: int = intSubtract v4, v4"))
    // Of an int and what nothing is known of anything may come.
    #expect(result.contains("v7: int|float = numberArithmetic v1, v6 add"))
  }
}
