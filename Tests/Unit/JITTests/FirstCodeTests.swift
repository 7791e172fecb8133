import JIT
import Testing

/// What x86-64 code does.
@Suite struct FirstCodeTests {
  private static let exit = "s0: {base 0, body @f, pc @f+2, function v0}\n"

  /// The int that a graph makes of ints.
  private func run(_ body: String, _ numbers: Int...) throws -> Int {
    let text = "unit f\n" + body + "\n" + FirstCodeTests.exit
    #expect(try PassList.problems(of: text) == [])
    let result = try PassList.result(of: text, registers: numbers.map { $0 << 1 | 1 })
    #expect(result & 1 == 1)
    return result >> 1
  }

  @Test func parametersThatSwapKeepTheirValues() throws {
    let body = """
      b0():
        v0: any = register 0
        v1: int = guardInt v0 at @f+3 s0
        v2: int = intConstant 3
        v3: int = intConstant 5
        v4: int = intConstant 7
        v5: int = intConstant 1
        v6: int = intConstant 0
        jump b1(v1, v2, v3, v4)
      b1(v7: int, v8: int, v9: int, v10: int):
        v11: bool = intCompare v7, v6 greater
        branch v11 b2() else b3()
      b2():
        v12: int = wordSubtract v7, v5
        jump b1(v12, v9, v10, v8)
      b3():
        v13: int = intConstant 10
        v14: int = intMultiply v8, v13 at @f+3 s0
        v15: int = intAdd v14, v9 at @f+3 s0
        v16: int = intMultiply v15, v13 at @f+3 s0
        v17: int = intAdd v16, v10 at @f+3 s0
        result v17
      """
    #expect(try run(body, 0) == 357)
    #expect(try run(body, 1) == 573)
    #expect(try run(body, 2) == 735)
    #expect(try run(body, 300) == 357)
  }

  @Test func moreValuesThanRegistersAreKept() throws {
    let count = 40
    var body = "b0():\n  v0: any = register 0\n"
    for index in 1...count { body += "  v\(index): any = register \(index)\n" }
    for index in 1...count {
      body += "  v\(count + index): int = guardInt v\(index) at @f+3 s0\n"
    }
    var sum = 2 * count
    for index in stride(from: 2 * count - 1, to: count, by: -1) {
      let next = max(2 * count, sum) + 1
      body += "  v\(next): int = intSubtract v\(sum), v\(index) at @f+3 s0\n"
      sum = next
    }
    body += "  result v\(sum)"
    let text = "unit f\n" + body + "\n" + FirstCodeTests.exit
    let registers = (0...count).map { ($0 * $0) << 1 | 1 }
    let expected = count * count - (1..<count).reduce(0) { $0 + $1 * $1 }
    #expect(try PassList.result(of: text, registers: registers) >> 1 == expected)
  }

  @Test(arguments: [(7, 2), (-7, 2), (7, -2), (-7, -2), (6, 3), (-6, 3)])
  func divisionRoundsDown(a: Int, b: Int) throws {
    let body = """
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = guardInt v0 at @f+3 s0
        v3: int = guardInt v1 at @f+3 s0
        v4: int = intFloorDivide v2, v3 at @f+3 s0
        v5: int = intModulo v2, v3 at @f+3 s0
        v6: int = intConstant 100
        v7: int = intMultiply v4, v6 at @f+3 s0
        v8: int = intAdd v7, v5 at @f+3 s0
        result v8
      """
    let quotient = Int((Double(a) / Double(b)).rounded(.down))
    #expect(try run(body, a, b) == quotient * 100 + (a - quotient * b))
  }

  @Test(arguments: [(5, 3), (-5, 60), (1, 0), (-1, 63)])
  func shiftsTakeTheirCountFromAValue(a: Int, count: Int) throws {
    let body = """
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = guardInt v0 at @f+3 s0
        v3: int = guardInt v1 at @f+3 s0
        v4: int = intShiftRight v2, v3 at @f+3 s0
        result v4
      """
    #expect(try run(body, a, count) == a >> min(count, 63))
  }

  /// One comparison of two floats, made of ints by division.
  private func compares(_ name: String, _ a: (Int, Int), _ b: (Int, Int)) throws -> Bool {
    let body = """
      b0():
        v0: any = register 0
        v1: int = guardInt v0 at @f+3 s0
        v2: any = register 1
        v3: int = guardInt v2 at @f+3 s0
        v4: any = register 2
        v5: int = guardInt v4 at @f+3 s0
        v6: any = register 3
        v7: int = guardInt v6 at @f+3 s0
        v8: float = intToFloat v1
        v9: float = floatConstant 1e308
        v10: float = intToFloat v3
        v11: float = floatMultiply v9, v10
        v12: float = floatMultiply v8, v11
        v13: float = intToFloat v5
        v14: float = intToFloat v7
        v15: float = floatMultiply v9, v14
        v16: float = floatMultiply v13, v15
        v17: bool = floatCompare v12, v16 \(name)
        branch v17 b1() else b2()
      b1():
        v18: int = intConstant 1
        result v18
      b2():
        v19: int = intConstant 0
        result v19
      """
    return try run(body, a.0, a.1, b.0, b.1) == 1
  }

  @Test func comparisonsOfFloats() throws {
    // 0 times infinity is no number.
    let (none, one, two) = ((0, 10), (1, 1), (1, 2))
    let holds: [(String, Bool, Bool, Bool)] = [
      ("less", true, false, false), ("lessEqual", true, true, false),
      ("equal", false, true, false), ("notEqual", true, false, true),
      ("greater", false, false, false), ("greaterEqual", false, true, false),
    ]
    for (name, ofSmaller, ofEqual, ofNaN) in holds {
      #expect(try compares(name, one, (1, 1)) == ofEqual, "\(name)")
      #expect(try compares(name, (0, 1), one) == ofSmaller, "\(name)")
      #expect(try compares(name, none, one) == ofNaN, "\(name)")
      #expect(try compares(name, two, none) == ofNaN, "\(name)")
    }
  }

  @Test func valuesOutliveCalls() throws {
    let count = 20
    var body = "b0():\n  v0: any = register 0\n  v1: int = guardInt v0 at @f+3 s0\n"
    body += "  v2: float = intToFloat v1\n"
    for index in 3..<3 + count { body += "  v\(index): float = floatAdd v\(index - 1), v2\n" }
    var next = 3 + count
    let cosine = 7
    body += "  v\(next): float = floatSubtract v2, v2\n"
    body += "  v\(next + 1): float = mathFunction v\(next) \(cosine) at @f+3 s0\n"
    next += 1
    for index in 3..<3 + count {
      body += "  v\(next + 1): float = floatAdd v\(next), v\(index)\n"
      next += 1
    }
    body += "  v\(next + 1): int = floatToInt v\(next) at @f+3 s0\n"
    body += "  v\(next + 2): int = intAdd v\(next + 1), v1 at @f+3 s0\n  result v\(next + 2)"
    #expect(try run(body, 3) == 1 + 3 * (2..<2 + count).reduce(0, +) + 3)
  }

  @Test func theSmallerAndTheLarger() throws {
    let body = """
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = guardInt v0 at @f+3 s0
        v3: int = guardInt v1 at @f+3 s0
        v4: int = intMinimum v2, v3
        v5: int = intMaximum v2, v3
        v6: float = intToFloat v4
        v7: float = intToFloat v5
        v8: float = floatMaximum v6, v7
        v9: float = floatMinimum v6, v7
        v10: float = floatNegate v9
        v11: float = floatAbsolute v10
        v12: float = floatAdd v8, v11
        v13: int = floatToInt v12 at @f+3 s0
        v14: int = intSubtract v13, v4 at @f+3 s0
        result v14
      """
    #expect(try run(body, 4, 9) == 9 + 4 - 4)
    #expect(try run(body, 9, 4) == 9 + 4 - 4)
  }

  @Test(arguments: [(0, 0), (2, 2), (4, 4), (-1, 4), (-5, 0)])
  func indicesCountFromEitherEnd(index: Int, place: Int) throws {
    let body = """
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = guardInt v0 at @f+3 s0
        v3: int = guardInt v1 at @f+3 s0
        v4: int = guardIndex v2, v3 at @f+3 s0
        result v4
      """
    #expect(try run(body, 5, index) == place)
  }

  /// The block where ways meet only asks which of them it was.
  @Test func whatWaysKnowIsNotAskedAgain() throws {
    for isNegated in [false, true] {
      let body = """
        b0():
          v0: any = register 0
          v1: int = guardInt v0 at @f+3 s0
          v2: int = intConstant 5
          v3: int = intConstant 9
          v4: bool = intCompare v1, v2 less
          branch v4 b1() else b2()
        b1():
          v5: bool = boolConstant true
          jump b3(v5)
        b2():
          v6: bool = intCompare v1, v3 greater
          jump b3(v6)
        b3(v7: bool):
          v8: bool = boolNot v7
          branch \(isNegated ? "v8" : "v7") b4() else b5()
        b4():
          result v2
        b5():
          result v3
        """
      for (number, isOutside) in [(4, true), (5, false), (9, false), (10, true)] {
        #expect(try run(body, number) == (isOutside != isNegated ? 5 : 9))
      }
    }
  }

  @Test func whatWaysKnowIsReadBehind() throws {
    let body = """
      b0():
        v0: any = register 0
        v1: int = guardInt v0 at @f+3 s0
        v2: int = intConstant 5
        v3: int = intConstant 9
        v4: bool = intCompare v1, v2 less
        branch v4 b1() else b2()
      b1():
        v5: bool = boolConstant true
        jump b3(v5)
      b2():
        v6: bool = intCompare v1, v3 greater
        jump b3(v6)
      b3(v7: bool):
        branch v7 b4(v7, v2) else b4(v7, v3)
      b4(v8: bool, v9: int):
        branch v8 b5() else b6()
      b5():
        v10: int = wordAdd v9, v2
        result v10
      b6():
        result v9
      """
    #expect(try run(body, 4) == 10)
    #expect(try run(body, 5) == 9)
    #expect(try run(body, 10) == 10)
  }
}
