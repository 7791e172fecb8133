import JIT
import Testing

/// Indices that follow a loop's rounds: asked once before it, and floats that are carried from round to round.
@Suite struct InductionTests {
  private func hoisted(_ text: String, is expected: String) throws {
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.run(["hoist"], on: text)
    #expect(result == expected)
    #expect(try PassList.problems(of: result) == [])
  }

  /// A loop over a range: `v3` is what it hands out, `v4` how many rounds are left.
  private func rangeLoop(_ body: String) -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: any = register 1
      v2: object(@list) = guardShape v1 @list at @f+1 s0
      v30: int = loadWord v2 +8 [listCount]
      v31: int = loadWord v2 +16 [listItems]
      v32: any = register 2
      v33: int = guardInt v32 at @f+1 s0
      v34: int = intConstant 1
      v35: int = intConstant 0
      v36: bool = intCompare v33, v35 greater
      branch v36 b1(v34, v33) else b3()
    b1(v3: int, v4: int) loop s0:
    \(body)
      v20: int = wordAdd v3, v34
      v21: int = wordSubtract v4, v34
      v22: bool = intCompare v4, v35 greater
      branch v22 b2() else b3()
    b2():
      jump b1(v20, v21)
    b3():
      result v0
    s0: {base 0, body @f, pc @f+2, function v0} r2=v0
    s1: {base 0, body @f, pc @f+4, function v0} r2=v0

    """
  }

  @Test func anIndexOfARangeIsAskedBefore() throws {
    try hoisted(
      rangeLoop(
        """
          v5: int = guardIndex v30, v3 at @f+4 s1
          v6: any = listItem v31, v5 [item]
          v7: any = storeListItem v2, v31, v5, v0 [item]
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v30: int = loadWord v2 +8 [listCount]
          v31: int = loadWord v2 +16 [listItems]
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b4() else b3()
        b1(v3: int, v4: int):
          v7: any = storeListItem v2, v31, v3, v0 [item]
          v20: int = wordAdd v3, v34
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v20, v21)
        b3():
          result v0
        b4():
          v39: int = intConstant 0
          v40: bool = intCompare v34, v39 greaterEqual
          v41: any = guardTrue v40 at @f+4 s2
          v42: int = intMaximum v33, v39
          v43: int = intAdd v34, v42 at @f+4 s2
          v44: bool = intCompare v43, v30 less
          v45: any = guardTrue v44 at @f+4 s2
          jump b1(v34, v33)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s2: {base 0, body @f, pc @f+2, function v0} r2=v0

        """)
  }

  @Test func anIndexBesideItIsAskedBefore() throws {
    try hoisted(
      rangeLoop(
        """
          v5: int = intSubtract v3, v34 at @f+3 s1
          v6: int = guardIndex v30, v5 at @f+4 s1
          v7: any = storeListItem v2, v31, v6, v0 [item]
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v30: int = loadWord v2 +8 [listCount]
          v31: int = loadWord v2 +16 [listItems]
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b4() else b3()
        b1(v3: int, v4: int):
          v5: int = wordSubtract v3, v34
          v7: any = storeListItem v2, v31, v5, v0 [item]
          v20: int = wordAdd v3, v34
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v20, v21)
        b3():
          result v0
        b4():
          v39: int = intConstant -1
          v40: int = intAdd v34, v39 at @f+4 s2
          v41: int = intConstant 0
          v42: bool = intCompare v40, v41 greaterEqual
          v43: any = guardTrue v42 at @f+4 s2
          v44: int = intMaximum v33, v41
          v45: int = intAdd v34, v44 at @f+4 s2
          v46: int = intAdd v45, v39 at @f+4 s2
          v47: bool = intCompare v46, v30 less
          v48: any = guardTrue v47 at @f+4 s2
          jump b1(v34, v33)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s2: {base 0, body @f, pc @f+2, function v0} r2=v0

        """)
  }

  @Test func anIndexThatIsReadStaysInTheLoop() throws {
    try hoisted(
      rangeLoop(
        """
          v5: any = listItem v31, v35 [item]
          v6: int = guardInt v5 at @f+3 s1
          v7: int = guardIndex v30, v6 at @f+4 s1
          v8: any = storeListItem v2, v31, v7, v0 [item]
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v30: int = loadWord v2 +8 [listCount]
          v31: int = loadWord v2 +16 [listItems]
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b1(v33) else b3()
        b1(v4: int):
          v5: any = listItem v31, v35 [item]
          v6: int = guardInt v5 at @f+3 s1
          v7: int = guardIndex v30, v6 at @f+4 s1
          v8: any = storeListItem v2, v31, v7, v0 [item]
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v21)
        b3():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v0

        """)
  }

  @Test func aCountThatChangesIsAskedInEachRound() throws {
    try hoisted(
      rangeLoop(
        """
          v5: int = loadWord v2 +8 [listCount]
          v6: int = guardIndex v5, v3 at @f+4 s1
          v7: any = append v2, v0
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b1(v34, v33) else b3()
        b1(v3: int, v4: int):
          v5: int = loadWord v2 +8 [listCount]
          v6: int = guardBelow v5, v3 at @f+4 s1
          v7: any = append v2, v0
          v20: int = wordAdd v3, v34
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v20, v21)
        b3():
          result v0
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v0

        """)
  }

  @Test func aFloatStoredARoundAgoIsCarried() throws {
    try hoisted(
      rangeLoop(
        """
          v5: int = intSubtract v3, v34 at @f+3 s1
          v6: int = guardIndex v30, v5 at @f+4 s1
          v7: any = listItem v31, v6 [item]
          v8: float = guardFloat v7 at @f+4 s1
          v9: float = floatAdd v8, v8
          v10: int = guardIndex v30, v3 at @f+5 s1
          v11: any = storeListItem v2, v31, v10, v9 [item]
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v30: int = loadWord v2 +8 [listCount]
          v31: int = loadWord v2 +16 [listItems]
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b4() else b3()
        b1(v3: int, v4: int, v58: float):
          v9: float = floatAdd v58, v58
          v11: any = storeListItem v2, v31, v3, v9 [item]
          v20: int = wordAdd v3, v34
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v20, v21, v9)
        b3():
          result v0
        b4():
          v39: int = intConstant -1
          v40: int = intAdd v34, v39 at @f+4 s2
          v41: int = intConstant 0
          v42: bool = intCompare v40, v41 greaterEqual
          v43: any = guardTrue v42 at @f+4 s2
          v44: int = intMaximum v33, v41
          v45: int = intAdd v34, v44 at @f+4 s2
          v46: int = intAdd v45, v39 at @f+4 s2
          v47: bool = intCompare v46, v30 less
          v48: any = guardTrue v47 at @f+4 s2
          v49: bool = intCompare v34, v41 greaterEqual
          v50: any = guardTrue v49 at @f+5 s2
          v51: bool = intCompare v45, v30 less
          v52: any = guardTrue v51 at @f+5 s2
          v53: int = intConstant -1
          v54: int = wordAdd v34, v53
          v55: int = guardBelow v30, v54 at @f+4 s2
          v56: any = listItem v31, v55 [item]
          v57: float = guardFloat v56 at @f+4 s2
          jump b1(v34, v33, v57)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s2: {base 0, body @f, pc @f+2, function v0} r2=v0

        """)
  }

  @Test func aFloatIsReadWhereSomethingElseWrites() throws {
    try hoisted(
      rangeLoop(
        """
          v5: int = intSubtract v3, v34 at @f+3 s1
          v6: int = guardIndex v30, v5 at @f+4 s1
          v7: any = listItem v31, v6 [item]
          v8: float = guardFloat v7 at @f+4 s1
          v9: float = floatAdd v8, v8
          v10: int = guardIndex v30, v3 at @f+5 s1
          v11: any = storeListItem v2, v31, v10, v9 [item]
          v12: any = reverseItems v31, v10 [item]
        """),
      is: """
        unit f
        b0():
          v0: any = register 0
          v1: any = register 1
          v2: object(@list) = guardShape v1 @list at @f+1 s0
          v30: int = loadWord v2 +8 [listCount]
          v31: int = loadWord v2 +16 [listItems]
          v32: any = register 2
          v33: int = guardInt v32 at @f+1 s0
          v34: int = intConstant 1
          v35: int = intConstant 0
          v36: bool = intCompare v33, v35 greater
          branch v36 b4() else b3()
        b1(v3: int, v4: int):
          v5: int = wordSubtract v3, v34
          v7: any = listItem v31, v5 [item]
          v8: float = guardFloat v7 at @f+4 s1
          v9: float = floatAdd v8, v8
          v11: any = storeListItem v2, v31, v3, v9 [item]
          v12: any = reverseItems v31, v3 [item]
          v20: int = wordAdd v3, v34
          v21: int = wordSubtract v4, v34
          v22: bool = intCompare v4, v35 greater
          branch v22 b2() else b3()
        b2():
          jump b1(v20, v21)
        b3():
          result v0
        b4():
          v39: int = intConstant -1
          v40: int = intAdd v34, v39 at @f+4 s2
          v41: int = intConstant 0
          v42: bool = intCompare v40, v41 greaterEqual
          v43: any = guardTrue v42 at @f+4 s2
          v44: int = intMaximum v33, v41
          v45: int = intAdd v34, v44 at @f+4 s2
          v46: int = intAdd v45, v39 at @f+4 s2
          v47: bool = intCompare v46, v30 less
          v48: any = guardTrue v47 at @f+4 s2
          v49: bool = intCompare v34, v41 greaterEqual
          v50: any = guardTrue v49 at @f+5 s2
          v51: bool = intCompare v45, v30 less
          v52: any = guardTrue v51 at @f+5 s2
          jump b1(v34, v33)
        s0: {base 0, body @f, pc @f+2, function v0} r2=v0
        s1: {base 0, body @f, pc @f+4, function v0} r2=v0
        s2: {base 0, body @f, pc @f+2, function v0} r2=v0

        """)
  }

  /// What they begin with bounds both of them, so neither addition can overflow.
  @Test func indicesThatMeetAreAskedBefore() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: object(@list) = guardShape v1 @list at @f+1 s0
        v30: int = loadWord v2 +8 [listCount]
        v31: int = loadWord v2 +16 [listItems]
        v32: any = register 2
        v33: int = guardInt v32 at @f+1 s0
        v34: int = intConstant 1
        v35: int = intConstant 0
        jump b1(v35, v33)
      b1(v3: int, v4: int) loop s0:
        v5: int = guardIndex v30, v3 at @f+4 s1
        v6: int = guardIndex v30, v4 at @f+5 s1
        v7: any = storeListItem v2, v31, v5, v0 [item]
        v8: any = storeListItem v2, v31, v6, v0 [item]
        v9: int = intAdd v3, v34 at @f+6 s1
        v10: int = intSubtract v4, v34 at @f+7 s1
        v11: bool = intCompare v9, v10 less
        branch v11 b2() else b3()
      b2():
        jump b1(v9, v10)
      b3():
        result v0
      s0: {base 0, body @f, pc @f+2, function v0} r2=v0
      s1: {base 0, body @f, pc @f+4, function v0} r2=v0

      """
    let result = try PassList.run(["hoist"], on: text)
    #expect(try PassList.problems(of: result) == [])
    let lines = result.split(separator: "\n")
    let loop = lines.drop { !$0.hasPrefix("b1(") }.dropFirst().prefix { !$0.hasPrefix("b2(") }
    #expect(
      loop.map { $0.trimmingPrefix("  ") } == [
        "v7: any = storeListItem v2, v31, v3, v0 [item]",
        "v8: any = storeListItem v2, v31, v4, v0 [item]",
        "v9: int = wordAdd v3, v34",
        "v10: int = wordSubtract v4, v34",
        "v11: bool = intCompare v9, v10 less",
        "branch v11 b2() else b3()",
      ])
    let before = lines.drop { !$0.hasPrefix("b4(") }.prefix { !$0.hasPrefix("s0:") }
    // Neither begins with a negative one or ends with one; both begin and end below the count.
    #expect(before.filter { $0.contains("greaterEqual") }.count == 3)
    #expect(before.filter { $0.contains(" less") }.count == 3)
  }
}
