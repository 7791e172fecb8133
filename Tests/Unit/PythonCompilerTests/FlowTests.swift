import Bytecode
import Testing

@Suite struct FlowTests {
  @Test func jumpsToJumpsGoToTheEnd() throws {
    let unit = try function("def f(a, b):\n while a:\n  if b:\n   if a: continue\n  g()\n")
    let list = unit.instructions
    for jump in list where jump.opcode.hasJump {
      let target = list.first { $0.offset == jump.target }!
      #expect(target.opcode != .JUMP_FORWARD, "\(jump)")
    }
  }

  @Test func andOfAConditionBranchesWithoutAValue() throws {
    let unit = try function("def f(a, b):\n if a and b or a: g()\n")
    #expect(!unit.opcodes.contains(.COPY))
    #expect(try function("def f(a, b): return a and b").opcodes.contains(.COPY))
  }

  @Test func negatedConditionSwapsTheJump() throws {
    #expect(try function("def f(a):\n if not a: g()\n").opcodes.contains(.POP_JUMP_IF_TRUE))
    #expect(try function("def f(a):\n if a is not None: g()\n").opcodes.contains(.POP_JUMP_IF_NONE))
    #expect(try function("def f(a):\n if a is None: g()\n").opcodes.contains(.POP_JUMP_IF_NOT_NONE))
  }

  @Test func comparisonsOfConditionsAreConvertedByTheComparison() throws {
    let unit = try function("def f(a):\n if a < 1: g()\n")
    #expect(!unit.opcodes.contains(.TO_BOOL))
    #expect(unit.instructions.contains { $0.opcode == .COMPARE_OP && $0.argument & 16 != 0 })
    #expect(try function("def f(a): return a < 1").opcodes.contains(.COMPARE_OP))
  }

  @Test func codeBehindAReturnIsDropped() throws {
    let unit = try function("def f(a):\n return a\n g()\n while 1: h()\n")
    #expect(unit.opcodes == [.RESUME, .LOAD_FAST, .RETURN_VALUE])
  }

  @Test func neighbouringLocalsAreLoadedTogether() throws {
    let unit = try function("def f(a, b):\n c = a + b; return c\n")
    #expect(
      unit.instructions[1].opcode == .LOAD_FAST_LOAD_FAST && unit.instructions[1].argument == 1)
    #expect(unit.opcodes.contains(.STORE_FAST_LOAD_FAST))
  }

  @Test func localsThatMayBeUnboundAreChecked() throws {
    let unit = try function("def f(a):\n if a: b = 1\n return b\n")
    #expect(unit.opcodes.contains(.LOAD_FAST_CHECK))
    #expect(try !function("def f(a):\n b = 1\n return b\n").opcodes.contains(.LOAD_FAST_CHECK))
    #expect(try function("def f(a):\n del a\n return a\n").opcodes.contains(.LOAD_FAST_CHECK))
  }

  @Test func swapsOfAssignmentsVanish() throws {
    let unit = try function("def f(a, b):\n a, b = b, a\n")
    #expect(!unit.opcodes.contains(.SWAP) && !unit.opcodes.contains(.BUILD_TUPLE))
    let three = try function("def f(a, b, c):\n a, b, c = b, c, a\n")
    #expect(!three.opcodes.contains(.BUILD_TUPLE) && !three.opcodes.contains(.UNPACK_SEQUENCE))
  }

  @Test func longJumpsHaveExtendedArguments() throws {
    let body = String(repeating: "  g(a, a, a)\n", count: 60)
    let unit = try function("def f(a):\n while a:\n\(body) return 1\n")
    #expect(
      unit.code.indices.contains {
        $0 % 2 == 0 && unit.code[$0] == UInt8(Opcode.EXTENDED_ARG.rawValue)
      })
    let list = unit.instructions
    for jump in list where jump.opcode.hasJump {
      #expect(list.contains { $0.offset == jump.target }, "\(jump)")
    }
    #expect(list.contains { $0.opcode == .JUMP_BACKWARD && $0.argument > 255 })
  }

  @Test func cacheEntriesAreZero() throws {
    let unit = try function("def f(a):\n return a.b.c(a[1] + 2)\n")
    for instruction in unit.instructions {
      let cache = (instruction.next - instruction.opcode.cacheCount)..<instruction.next
      #expect(cache.allSatisfy { unit.code[2 * $0] == 0 && unit.code[2 * $0 + 1] == 0 })
    }
  }

  @Test func everyUnitHasAPosition() throws {
    let unit = try function("def f(a):\n try:\n  with a as b: g(b)\n finally:\n  h()\n")
    #expect(unit.positions.count == unit.code.count / 2)
    #expect(unit.positions.allSatisfy { $0.line >= -1 && $0.line <= 5 })
  }
}
