import JIT
import Testing

/// What the emitter writes.
@Suite struct LowCodeTests {
  private func emitted(_ graph: String) throws -> String {
    #expect(try PassList.problems(of: graph) == [])
    return try PassList.lowCode(of: graph)
  }

  @Test func guardsOfOneStateShareItsExit() throws {
    let text = try emitted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 at @f+3 s0
        v2: int = intConstant 7
        v3: int = intMultiply v1, v2 at @f+3 s0
        v4: bool = intCompare v3, v1 less
        v5: any = guardTrue v4 at @f+3 s0
        result v0
      s0: {base 0, body @f, pc @f+2, function v0} r2=v0

      """)
    #expect(
      text == """
        b0:
          v1 = load.word [argument] frame
          v3 = and v1, 1
          v5 = compareWords.notEqual v3, 0
          branch.likely v5, b2, b1
        b2:
          v7 = shiftRight v1, 1
          v9 = multiplyChecked v7, 7
          v10 = overflowed v9
          v11 = bitNot v10
          branch.likely v11, b3, b1
        b3:
          v13 = compareWords.less v9, v7
          branch.likely v13, b4, b1
        b4:
          result v1
        b1:
          store.word 0, [scratch + 24] extras
          store.word v1, [argument + 16] frame
          jump b5
        b5:
          v19 = load.word [scratch + 24] extras
          v20 = addressOf [scratch]
          call f0(argument, 0, v19, v20)
          result 0

        """)
  }

  @Test func aLoopCarriesItsParameters() throws {
    let text = try emitted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: float = floatConstant 0.5
        v2: int = intConstant 0
        jump b1(v2, v1)
      b1(v3: int, v4: float):
        v5: float = floatAdd v4, v4
        v6: int = intConstant 1
        v7: int = wordAdd v3, v6
        v8: int = intConstant 10
        v9: bool = intCompare v7, v8 less
        branch v9 b1(v7, v5) else b2()
      b2():
        v10: any = storeNumber v0, v3, v5 +16 100 [numbers]
        result v0

      """)
    #expect(
      text == """
        b0:
          v3 = load.word [argument] frame
          jump b1
        b1:
          v1 = phi word b0: 0, b3: v9
          v2 = phi double b0: 0.5, b3: v7
          v7 = floatAdd v2, v2
          v9 = add.fits v1, 1
          v11 = compareWords.less v9, 10
          branch v11, b3, b4
        b3:
          jump b1
        b4:
          jump b2
        b2:
          store.double v7, [v3 + v1 * 8 + 16] numbers
          result v3

        """)
  }

  @Test func divisionByAConstantAsksNothing() throws {
    let text = try emitted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: int = guardInt v0 at @f+3 s0
        v2: int = intConstant 10
        v3: int = intModulo v1, v2 at @f+3 s0
        v4: bool = intCompare v3, v2 less
        v5: any = guardTrue v4 at @f+3 s0
        result v0
      s0: {base 0, body @f, pc @f+2, function v0} r2=v0

      """)
    #expect(
      text == """
        b0:
          v1 = load.word [argument] frame
          v3 = and v1, 1
          v5 = compareWords.notEqual v3, 0
          branch.likely v5, b2, b1
        b2:
          v7 = shiftRight v1, 1
          v9 = remainder v7, 10
          v10 = add v9, 10
          v11 = xor v9, 10
          v12 = compareWords.less v11, 0
          v13 = compareWords.notEqual v9, 0
          v14 = bitAnd v13, v12
          v15 = select v14, v10, v9
          v16 = compareWords.less v15, 10
          branch.likely v16, b3, b1
        b3:
          result v1
        b1:
          store.word 0, [scratch + 24] extras
          store.word v1, [argument + 16] frame
          jump b4
        b4:
          v22 = load.word [scratch + 24] extras
          v23 = addressOf [scratch]
          call f0(argument, 0, v22, v23)
          result 0

        """)
  }

  /// One that was read from the list needs none; one of another list does.
  @Test(arguments: [("v0", false), ("v1", true)])
  func itemsOfTheListItselfPassNoBarrier(source: String, hasBarrier: Bool) throws {
    let text = try emitted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = intConstant 3
        v3: int = loadWord \(source) +16 [listItems]
        v4: any = listItem v3, v2 [item]
        v5: int = loadWord v0 +16 [listItems]
        v6: any = storeListItem v0, v5, v2, v4 [item]
        result v0

      """)
    #expect(text.contains("collector") == hasBarrier)
  }

  /// As twice the number is added to a word that was loaded; in full where something else reads it.
  @Test(arguments: [("v4", 6), ("v8", 3)])
  func aSumThatIsOnlyStoredStaysTagged(returned: String, addend: Int) throws {
    let text = try emitted(
      """
      unit f
      b0():
        v0: any = register 0
        v1: any = register 1
        v2: int = intConstant 3
        v3: int = loadWord v0 +16 [listItems]
        v4: any = listItem v3, v2 [item]
        v7: int = guardInt v4 at @f+3 s0
        v8: int = intAdd v7, v2 at @f+3 s0
        v9: any = storeListItem v0, v3, v2, v8 [item]
        result \(returned)
      s0: {base 0, body @f, pc @f+2, function v0} r2=v0

      """)
    let sum = text.split(separator: "\n").first { $0.contains("addChecked") }
    #expect(sum?.hasSuffix(", \(addend)") == true)
  }
}
