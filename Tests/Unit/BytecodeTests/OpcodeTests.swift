import Bytecode
import Testing

@Suite struct OpcodeTests {
  /// (opcode, argument, effect on falling through, effect on jumping), from `dis.stack_effect`.
  @Test(arguments: [
    (Opcode.LOAD_GLOBAL, 0, 1, 1), (.LOAD_GLOBAL, 1, 2, 2), (.LOAD_ATTR, 1, 1, 1),
    (.LOAD_ATTR, 0, 0, 0), (.CALL, 3, -4, -4), (.CALL_KW, 3, -5, -5),
    (.CALL_FUNCTION_EX, 1, -3, -3), (.CALL_FUNCTION_EX, 0, -2, -2), (.BUILD_MAP, 3, -5, -5),
    (.BUILD_LIST, 0, 1, 1), (.UNPACK_SEQUENCE, 3, 2, 2), (.UNPACK_EX, 0x201, 3, 3),
    (.BUILD_SLICE, 3, -2, -2), (.BUILD_SLICE, 2, -1, -1), (.FOR_ITER, 5, 1, 1), (.SEND, 3, 0, 0),
    (.LOAD_SUPER_ATTR, 1, -1, -1), (.STORE_SLICE, 0, -4, -4), (.END_ASYNC_FOR, 0, -2, -2),
    (.WITH_EXCEPT_START, 0, 1, 1), (.MATCH_KEYS, 0, 1, 1), (.RAISE_VARARGS, 2, -2, -2),
    (.BUILD_CONST_KEY_MAP, 3, -3, -3), (.FORMAT_WITH_SPEC, 0, -1, -1),
    (.CLEANUP_THROW, 0, -1, -1), (.SETUP_CLEANUP, 0, 0, 2), (.SETUP_WITH, 0, 0, 1),
    (.SETUP_FINALLY, 0, 0, 1),
  ])
  func stackEffectIsTheReferences(_ opcode: Opcode, _ argument: Int, _ plain: Int, _ jump: Int) {
    #expect(opcode.stackEffect(argument, jump: false) == plain)
    #expect(opcode.stackEffect(argument, jump: true) == jump)
  }

  @Test func bytesAndOpcodesAgree() {
    for opcode in Opcode.allCases where !opcode.isPseudo {
      #expect(Opcode(byte: UInt8(opcode.rawValue)) == opcode)
    }
    #expect(Opcode(byte: 3) == nil)
    #expect(Opcode(byte: 255) == nil)
    #expect(Opcode.RESUME.rawValue == 149)
  }

  @Test func jumpsHaveTargetsAndArguments() {
    for opcode in Opcode.allCases where opcode.hasJump {
      #expect(opcode.hasTarget && opcode.hasArgument, "\(opcode)")
    }
    #expect(Opcode.JUMP_BACKWARD.isBackwardJump && !Opcode.JUMP_FORWARD.isBackwardJump)
    #expect(Opcode.SETUP_WITH.hasTarget && !Opcode.SETUP_WITH.hasJump)
  }

  @Test func cacheEntriesAreOnlyBehindRealInstructions() {
    for opcode in Opcode.allCases where opcode.isPseudo { #expect(opcode.cacheCount == 0) }
    #expect(Opcode.LOAD_ATTR.cacheCount == 9)
    #expect(Opcode.LOAD_GLOBAL.cacheCount == 4)
    #expect(Opcode.LOAD_FAST.cacheCount == 0)
  }

  @Test func binaryOperatorsArePairedWithTheirInPlaceForms() {
    for plain in BinaryOperator.allCases.prefix(13) {
      #expect(BinaryOperator(rawValue: plain.rawValue + 13)?.symbol == plain.symbol + "=")
    }
    #expect(BinaryOperator.subtract.rawValue == 10)
    #expect(BinaryOperator.inPlaceXor.rawValue == 25)
  }

  @Test func futureFlagsAreInheritedAndOthersAreNot() {
    #expect(CodeFlags.inheritedMask & CodeFlags.futureAnnotations != 0)
    #expect(CodeFlags.inheritedMask == 0x1FE_0000)
    for flag in [CodeFlags.generator, CodeFlags.nested, CodeFlags.noMonitoringEvents] {
      #expect(CodeFlags.inheritedMask & flag == 0)
    }
  }

  @Test func flagsAreDistinctBits() {
    let flags = [
      CodeFlags.optimized, CodeFlags.newLocals, CodeFlags.varArgs, CodeFlags.varKeywords,
      CodeFlags.nested, CodeFlags.generator, CodeFlags.coroutine, CodeFlags.iterableCoroutine,
      CodeFlags.asyncGenerator, CodeFlags.noMonitoringEvents,
    ]
    #expect(flags.allSatisfy { $0.nonzeroBitCount == 1 })
    #expect(flags.reduce(0, |).nonzeroBitCount == flags.count)
  }
}
