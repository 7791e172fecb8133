import JIT
import Testing

/// What is known already goes; what may have changed stays.
@Suite struct RedundancyTests {
  private func run(_ text: String) throws -> String {
    let result = try PassList.run(["knownAlready"], on: text)
    #expect(try PassList.problems(of: result) == [])
    return result
  }

  /// Lines of the result that contain a word.
  private func count(_ word: String, in text: String) throws -> Int {
    try run(text).split(separator: "\n").count { $0.contains(" \(word) ") }
  }

  private let states = """
    s0: {base 0, body @f, pc @f+1, function v0}

    """

  @Test func guardIsAskedOnce() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = guardShape v0 @"P(x)" s0
        v2: any = load v0 +16 [slot]
        v3: any = guardPresent v2 s0
        v4: int = guardInt v2 s0
        v5: any = guardShape v0 @"P(x)" s0
        v6: any = load v0 +16 [slot]
        v7: any = guardPresent v6 s0
        v8: int = guardInt v6 s0
        v9: int = intAdd v4, v8 s0
        result v9

      """ + states
    let expected = """
      unit f
      b0():
        v0: any = register 0
        v1: any = guardShape v0 @"P(x)" s0
        v2: any = load v0 +16 [slot]
        v3: any = guardPresent v2 s0
        v4: int = guardInt v2 s0
        v9: int = intAdd v4, v4 s0
        result v9

      """ + states
    #expect(try run(text) == expected)
  }

  @Test func callForgetsWhatItMayChange() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = guardShape v0 @"P(x)" s0
        v2: any = load v0 +16 [slot]
        v3: int = guardInt v2 s0
        v4: int = step #10 s0
        v5: any = guardShape v0 @"P(x)" s0
        v6: any = load v0 +16 [slot]
        v7: int = guardInt v2 s0
        v8: int = guardInt v6 s0
        v9: int = intAdd v7, v8 s0
        result v9

      """ + states
    #expect(try count("guardShape", in: text) == 2)
    #expect(try count("load", in: text) == 2)
    // Of each value once: what an int is does not change.
    #expect(try count("guardInt", in: text) == 2)
  }

  @Test func storeIsKnownAndOtherSlotsStay() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: any = load v0 +16 [slot]
        v3: any = load v1 +24 [slot]
        v4: any = store v1, v2 +24 [slot]
        v5: any = load v0 +16 [slot]
        v6: any = load v1 +24 [slot]
        v7: any = load v0 +24 [slot]
        v8: any = newTuple v3, v5, v6, v7
        result v8

      """
    let result = try run(text)
    #expect(result.contains("newTuple v3, v2, v2, v7"))
    #expect(result.contains("v7: any = load v0 +24"))
  }

  @Test func numberThatIsStoredIsReadAsObject() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: float = guardFloat v0 s0
        v2: float = floatAdd v1, v1
        v3: any = store v0, v2 +16 [slot]
        v4: any = load v0 +16 [slot]
        result v4

      """ + states
    #expect(try count("load", in: text) == 1)
  }

  /// A diamond: what is known before it is known behind it, unless one of the ways changes it.
  private func diamond(_ way: String) -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: bool = boolConstant true
      v2: any = guardVersion #100 is 3 [version] s0
      v3: any = load v0 +16 [slot]
      branch v1 b1() else b2()
    b1():
      \(way)
      jump b3()
    b2():
      jump b3()
    b3():
      v4: any = guardVersion #100 is 3 [version] s0
      v5: any = load v0 +16 [slot]
      v6: any = newTuple v3, v5
      result v6

    """ + states
  }

  @Test func bothWaysOfADiamondCount() throws {
    #expect(try count("load", in: diamond("v9: any = store v0, v0 +24 [slot]")) == 1)
    #expect(try count("load", in: diamond("v9: any = store v0, v0 +16 [slot]")) == 2)
    #expect(try count("guardVersion", in: diamond("v9: any = store v0, v0 +16 [slot]")) == 1)
    #expect(try count("guardVersion", in: diamond("v9: int = step #10 s0")) == 2)
  }

  @Test func whatIsTakenForConstantIsAskedForBehindWhatMayChangeIt() throws {
    func text(_ line: String) -> String {
      """
      unit f
      b0():
        v0: any = register 0
        v1: any = guardValid s0
        \(line)
        v3: any = guardValid s0
        result v0

      """ + states
    }
    #expect(try count("guardValid", in: text("v2: any = store v0, v0 +16 [slot]")) == 1)
    #expect(try count("guardValid", in: text("v2: int = step #10 s0")) == 2)
  }

  /// A loop whose header reads what its body may change.
  private func loop(_ body: String) -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: int = intConstant 1
      v2: any = load v0 +16 [slot]
      jump b1(v1)
    b1(v3: int):
      v4: any = load v0 +16 [slot]
      v5: bool = intCompare v3, v1 less
      branch v5 b2() else b3()
    b2():
      \(body)
      v6: int = intAdd v3, v1 s0
      jump b1(v6)
    b3():
      v7: any = newTuple v2, v4
      result v7

    """ + states
  }

  @Test func roundsOfALoopCount() throws {
    #expect(try count("load", in: loop("v9: any = storeWord v0, v1 +8 [listCount]")) == 1)
    #expect(try count("load", in: loop("v9: any = store v0, v0 +16 [slot]")) == 2)
  }

  @Test func branchTellsTheShape() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: bool = hasShape v0 @"P(x)"
        branch v1 b1() else b2()
      b1():
        v2: any = guardShape v0 @"P(x)" s0
        v3: any = guardPresent v0 s0
        v4: any = load v0 +16 [slot]
        result v4
      b2():
        v5: any = guardShape v0 @"P(x)" s0
        v6: any = load v0 +16 [slot]
        result v6

      """ + states
    #expect(try count("guardShape", in: text) == 1)
    #expect(try count("guardPresent", in: text) == 0)
  }

  @Test func wayIntoTheMiddleOfALoopForgets() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: bool = boolConstant true
        v2: any = load v0 +16 [slot]
        branch v1 b1() else b2()
      b1():
        v3: any = load v0 +16 [slot]
        jump b2()
      b2():
        v4: any = load v0 +16 [slot]
        v5: any = store v0, v4 +16 [slot]
        branch v1 b1() else b3()
      b3():
        result v2

      """
    #expect(try count("load", in: text) == 3)
  }

  /// An object whose shape is one of two, behind a test for one of them or the guard of both.
  private let manyShapes = """
    unit f
    b0():
      v0: any = register 0
      v1: int = intConstant 3
      v2: any = guardShapes v0, v1 @"P(x)" s0
      v3: any = guardShapes v0, v1 @"P(x)" s0
      v4: bool = hasShape v0, v1 @"P(x)"
      branch v4 b1() else b4(v1)
    b1():
      v5: bool = hasShape v0 @"P(x)"
      branch v5 b2() else b3()
    b2():
      v6: any = guardShape v0 @"P(x)" s0
      v7: int = intConstant 7
      jump b4(v7)
    b3():
      v8: any = guardShape v0 #3 s0
      v9: int = intConstant 9
      jump b4(v9)
    b4(v10: int):
      result v10

    """

  @Test func shapesThatAreKnownAreNotAskedFor() throws {
    let result = try run(manyShapes + states)
    #expect(result.split(separator: "\n").count { $0.contains("guardShapes") } == 1)
    #expect(!result.contains("guardShape v0"))
    // The one test is left that decides.
    #expect(result.split(separator: "\n").count { $0.contains("hasShape") } == 1)
    #expect(result.split(separator: "\n").count { $0.contains("branch") } == 1)
  }

  @Test func shapesThatMayHaveChangedAreAskedForAgain() throws {
    let text = manyShapes.replacing(
      "  v3: any", with: "  v11: int = step #10 s0\n  v3: any")
    let result = try run(text + states)
    #expect(result.split(separator: "\n").count { $0.contains("guardShapes") } == 2)
  }

  @Test func shapeThatIsNotAmongTheKnownIsNeverFound() throws {
    let text = """
      unit f
      b0():
        v0: any = register 0
        v1: any = guardShape v0 @"P(x)" s0
        v2: bool = hasShape v0 @"Q(x)"
        branch v2 b1() else b2()
      b1():
        v3: int = step #10 s0
        jump b2()
      b2():
        v4: any = guardShape v0 @"P(x)" s0
        result v0

      """ + states
    let result = try run(text)
    #expect(!result.contains("step"))
    #expect(!result.contains("branch"))
  }
}
