import RegisterCode
import Testing

@Suite struct SuperinstructionTests {
  @Test func stackTrafficBecomesOperands() throws {
    let code = try lowered("def f(s, i, m):\n s = (s + i * i) % m\n return s\n")
    #expect(
      code.lines == [
        "multiply t1, r1, r1", "add t0, r0, t1", "modulo r0, t0, r2", "returnValue r0",
      ])
  }

  /// (the body of f(a, b), what it must contain)
  @Test(arguments: [
    ("return a + 1", "addInt t0, r0, 1"), ("return a - 70000", "subtract"),
    ("return 1 + a", "reverseAddInt t0, r0, 1"), ("return 1 / a", "trueDivide"),
    ("a += -3", "inPlaceAddInt r0, r0, -3"), ("return a * 2.5", "multiplyConst t0, r0, #0"),
    ("a *= 2.5", "multiplyConst r0, r0, #1"), ("return 2.5 - a", "reverseSubtractConst t0, r0"),
    ("return a[3]", "loadSubscriptImmediate t0, r0, 3"),
    ("return a[b]", "loadSubscript t0, r0, r1"),
    ("return a[-1]", "loadSubscriptImmediate t0, r0, -1"),
    ("a[2] = b", "storeSubscriptImmediate r0, 2, r1"),
    ("a[b] = b", "storeSubscript r0, r1, r1"), ("return a[40000]", "loadSubscript t0"),
    ("return a, b", "buildPair t0, r0, r1"), ("a, b = a", "unpackPair r0, r1, r0"),
    ("return None", "returnNone"), ("return 7", "returnConst"), ("return a", "returnValue r0"),
    ("return a is b", "identical t0, r0, r1"), ("return a not in b", "notContains t0, r0, r1"),
    ("return not a", "logicalNot t0, r0"), ("return -a", "negate t0, r0"),
    ("return a.x", "loadAttr t0, r0, name"), ("a.x = b", "storeAttr r0, r1, name"),
    ("return a.x(b)", "loadMethod t0…, r0, name"), ("return a(b)", "callFunction t0, t0…, #1"),
    ("return a(*b)", "callExtended t0, t0…, #0"), ("return a(x=b)", "callFunctionKeyword"),
    ("return a[b:a]", "slice t0, r0, t"), ("del a[b]", "deleteSubscript r0, r1"),
  ])
  func bodyUsesTheInstruction(body: String, expected: String) throws {
    let lines = try lowered("def f(a, b):\n \(body)\n").lines
    #expect(lines.contains { $0.hasPrefix(expected) }, "\(lines)")
  }

  /// (the condition of a branch, the fused instruction)
  @Test(arguments: [
    ("a < b", Opcode.jumpUnlessLess), ("a >= b", .jumpUnlessGreaterEqual),
    ("a == 1", .jumpUnlessEqualInt), ("a != -1", .jumpUnlessNotEqualInt),
    ("a < 5", .jumpUnlessLessInt),
    ("a == 'x'", .jumpUnlessEqualConst), ("a is b", .jumpIfNotIdentical),
    ("a in b", .jumpIfNotContains),
    ("a not in b", .jumpIfContains), ("a is None", .jumpIfNotNone), ("a is not None", .jumpIfNone),
    ("a", .jumpIfFalse), ("not a", .jumpIfTrue), ("not a < b", .jumpIfLess),
    ("a is not b", .jumpIfIdentical),
  ])
  func conditionIsOneJump(condition: String, opcode: Opcode) throws {
    let code = try lowered("def f(a, b):\n if \(condition): return 1\n return 2\n")
    #expect(code.opcodes == [opcode, .returnConst, .returnConst], "\(code.lines)")
  }

  @Test func loopEndsInOneInstruction() throws {
    let code = try lowered("def f(a):\n for i in a: g(i)\n")
    #expect(code.all(.forIter).count == 1 && code.all(.forIterBackward).count == 1)
    #expect(code.all(.jumpBackward).isEmpty)
    let back = code.places.first { code.words[$0].opcode == .forIterBackward }!
    let start = code.places.first { code.words[$0].opcode == .forIter }!
    #expect(code.jumpTarget(at: back)! > start && code.jumpTarget(at: back)! < back)
    #expect(code.jumpTarget(at: start)! > back)
  }

  @Test func resultIsWrittenIntoTheLocal() throws {
    #expect(try lowered("def f(a):\n b = a + 1\n return b\n").lines.first == "addInt r1, r0, 1")
    #expect(
      try lowered("def f(a):\n b = a.c\n return b\n").lines.first == "loadAttr r1, r0, name 0")
    let loop = try lowered("def f(a):\n for i in a: pass\n")
    #expect(loop.all(.forIter)[0].a == 1)
  }

  @Test func pendingLocalIsReadBeforeItIsOverwritten() throws {
    let code = try lowered("def f(a, b):\n a, b = b, a\n return a\n")
    #expect(code.lines == ["move t0, r1", "move r1, r0", "move r0, t0", "returnValue r0"])
    // The old value of a is an operand that the assignment in the call must not change.
    let call = try lowered("def f(a):\n return g(a, (a := 2), a)\n")
    #expect(call.lines.contains("move t7, r0"))
  }

  @Test func constantsAreEmbeddedWhereTheyFit() throws {
    let code = try lowered("def f():\n return g(1, -32768, 32768, None, True, False, 'x', 2.5)\n")
    #expect(code.all(.loadSmallInt).count == 2)
    #expect(code.all(.loadConst).count == 3)
    #expect(code.all(.loadNone).count == 1 && code.all(.loadTrue).count == 1)
    #expect(code.constantPatches.count == 3)
  }

  @Test func constantPatchesNameTheWordsOfConstants() throws {
    let code = try lowered("def f(a):\n if a == 'x': return ('y', a * 1.5)\n return 'z'\n")
    let expected = code.places.filter { code.words[$0].opcode.hasConstant }.map { Int32($0 + 1) }
    #expect(code.constantPatches.sorted() == expected && expected.count == 4)
  }
}
