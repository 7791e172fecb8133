import JIT
import Testing

/// Instances that need not exist.
@Suite struct ScalarReplacementTests {
  private let states = """
    s0: {base 0, body @f, pc @f+3, function v0} r2=v0

    """

  private func replaced(_ text: String) throws -> String {
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.run(["replaceInstances"], on: text)
    #expect(try PassList.problems(of: result) == [])
    return result
  }

  private func isKept(_ text: String) throws {
    #expect(try replaced(text).contains("newInstance"))
  }

  @Test func whatIsReadIsWhatWasStored() throws {
    let result = try replaced(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 s0
        v2: other = newInstance @"class Point" 32
        v3: any = storeShape v2 @Point [shape]
        v4: any = store v2, v1 +16 [slot]
        v5: any = storeShape v2 @"Point(x)" [shape]
        v6: any = guardShape v2 @"Point(x)" s0
        v7: any = load v2 +16 [slot]
        v8: any = guardPresent v7 s0
        v9: any = store v2, v0 +16 [slot]
        v10: any = load v2 +16 [slot]
        v11: any = newTuple v7, v10
        result v11

      """ + states)
    #expect(
      result == """
        unit f
        b0():
          v0: any = register 0
          v1: int = guardInt v0 s0
          v8: any = guardPresent v1 s0
          v11: any = newTuple v1, v0
          result v11

        """ + states)
  }

  @Test func exitsMakeItAsItIsThere() throws {
    let result = try replaced(
      """
      unit f
      b0():
        v0: any = register 0
        v1: other = newInstance @"class Point" 32
        v2: any = storeShape v1 @Point [shape]
        v3: int = guardInt v0 s0
        v4: any = store v1, v3 +16 [slot]
        v5: any = storeShape v1 @"Point(x)" [shape]
        v6: float = guardFloat v0 s1
        result v6
      s0: {base 0, body @f, pc @f+3, function v0} r2=v1
      s1: {base 0, body @f, pc @f+5, function v0} r2=v1 r3=v1

      """)
    #expect(
      result == """
        unit f
        b0():
          v0: any = register 0
          v7: other = virtualInstance @Point 0
          v3: int = guardInt v0 s0
          v8: other = virtualInstance v3 @"Point(x)" 4
          v6: float = guardFloat v0 s1
          result v6
        s0: {base 0, body @f, pc @f+3, function v0} r2=v7
        s1: {base 0, body @f, pc @f+5, function v0} r2=v8 r3=v8

        """)
  }

  /// An instance, and something that is done with it.
  private func instance(_ lines: String, _ end: String = "result v0") -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: other = newInstance @"class Point" 32
      v2: any = storeShape v1 @Point [shape]
      v3: any = store v1, v0 +16 [slot]
      \(lines)
      \(end)
    s0: {base 0, body @f, pc @f+3, function v0} r2=v1

    """
  }

  @Test func whatOthersSeeStays() throws {
    try isKept(instance("v4: any = store v0, v1 +16 [slot]"))
    try isKept(instance("v4: int = step #10 s0"))
    try isKept(instance("v4: any = newTuple v1"))
    try isKept(instance("v4: any = load v1 +16 [slot]", "result v1"))
    // An attribute that is not set, another shape.
    try isKept(instance("v4: any = load v1 +24 [slot]"))
    try isKept(instance("v4: any = guardShape v1 @Line s0"))
  }

  @Test func itIsAnotherObjectThanAnyOther() throws {
    let result = try replaced(
      instance(
        """
        v4: bool = identical v1, v0
          v5: bool = identical v1, v1
          v6: bool = hasShape v1 @Point
          v7: bool = hasType v1 @"class Line"
        """))
    for (value, truth) in [(4, "false"), (5, "true"), (6, "true"), (7, "false")] {
      #expect(result.contains("v\(value): bool = boolConstant \(truth)"))
    }
  }

  @Test func waysWithDifferentVersionsKeepIt() throws {
    func diamond(_ way: String) -> String {
      """
      unit f
      b0():
        v0: any = register 0
        v1: bool = boolConstant true
        v2: other = newInstance @"class Point" 32
        v3: any = storeShape v2 @Point [shape]
        v4: any = store v2, v0 +16 [slot]
        branch v1 b1() else b2()
      b1():
        \(way)
        jump b3()
      b2():
        jump b3()
      b3():
        v5: any = load v2 +16 [slot]
        result v5

      """
    }
    try isKept(diamond("v9: any = store v2, v1 +16 [slot]"))
    #expect(try !replaced(diamond("v9: any = load v2 +16 [slot]")).contains("newInstance"))
  }

  @Test func whatOneRefersToIsMadeWithIt() throws {
    let result = try replaced(
      """
      unit f
      b0():
        v0: any = register 0
        v1: other = newInstance @"class Point" 32
        v2: any = storeShape v1 @Point [shape]
        v3: any = store v1, v0 +16 [slot]
        v4: other = newInstance @"class Line" 32
        v5: any = storeShape v4 @Line [shape]
        v6: any = store v4, v1 +16 [slot]
        v7: int = guardInt v0 s0
        result v7
      s0: {base 0, body @f, pc @f+3, function v0} r2=v4 r3=v1

      """)
    #expect(
      result == """
        unit f
        b0():
          v0: any = register 0
          v9: other = virtualInstance v0 @Point 4
          v8: other = virtualInstance v9 @Line 4
          v7: int = guardInt v0 s0
          result v7
        s0: {base 0, body @f, pc @f+3, function v0} r2=v8 r3=v9

        """)
  }

  /// A loop that assigns a variable, which an exit shows.
  private func loop(_ use: String) -> String {
    """
    unit f
    b0():
      v0: any = register 0
      v1: int = intConstant 1
      jump b1(v1, v0)
    b1(v2: int, v3: any):
      v4: int = intAdd v2, v1 s0
      \(use)
      v6: other = newInstance @"class Point" 32
      v7: any = storeShape v6 @Point [shape]
      v8: any = store v6, v4 +16 [slot]
      jump b1(v4, v6)
    s0: {base 0, body @f, pc @f+3, function v0} r1=v2 r2=v3

    """
  }

  @Test func loopsCarryItsValues() throws {
    let result = try replaced(loop("v5: int = intConstant 2"))
    #expect(
      result == """
        unit f
        b0():
          v10: int = intConstant 0
          v9: other = constant #4
          v0: any = register 0
          v1: int = intConstant 1
          jump b1(v1, v0, v10)
        b1(v2: int, v3: any, v11: any):
          v12: other = virtualInstance v11 @Point 4
          v13: any = virtualEither v3, v12
          v4: int = intAdd v2, v1 s0
          v5: int = intConstant 2
          jump b1(v4, v9, v4)
        s0: {base 0, body @f, pc @f+3, function v0} r1=v2 r2=v13

        """)
    // Who reads it wants the object.
    try isKept(loop("v5: any = load v3 +16 [slot]"))
  }
}
