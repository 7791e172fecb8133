import RegisterCode
import Testing

@Suite struct WordTests {
  @Test(arguments: [0, 1, 255, 256, 32767, 32768, 65535])
  func operandsRoundTrip(value: Int) {
    let word = UInt64(.add, a: value, b: 65535 - value, c: value)
    #expect(word.opcode == .add)
    #expect(word.a == value && word.b == 65535 - value && word.c == value)
  }

  @Test(arguments: [0, 1, -1, 32767, -32768])
  func shortOffsetsKeepTheirSign(value: Int) {
    let word = UInt64(.forIter, a: 3, b: value, c: value)
    #expect(word.signedB == value && word.signedC == value)
    #expect(word.a == 3 && word.opcode == .forIter)
  }

  @Test(arguments: [0, 1, -1, 70_000, -70_000, Int(Int32.max), Int(Int32.min)])
  func longOffsetsKeepTheirSign(value: Int) {
    let word = UInt64(.jump, a: 9, bc: value)
    #expect(word.signedBC == value && word.a == 9 && word.opcode == .jump)
  }

  @Test func longNamesAreUnsigned() {
    #expect(UInt64(.loadGlobal, a: 0, bc: 0xFFFF_FFFF).bc == 0xFFFF_FFFF)
  }

  @Test func quickeningChangesTheOpcodeOnly() {
    let word = UInt64(.loadAttr, a: 1, b: 2, c: 65535)
    let quick = word.with(.loadAttrSlot)
    #expect(quick.opcode == .loadAttrSlot && quick.a == 1 && quick.b == 2 && quick.c == 65535)
    #expect(quick.with(.loadAttr) == word)
  }

  @Test func everyOpcodeFitsItsField() {
    for opcode in allOpcodes {
      #expect(UInt64(opcode, a: 65535, b: 65535, c: 65535).opcode == opcode)
    }
  }

  @Test func jumpsHaveOneTargetOperand() {
    for opcode in allOpcodes {
      let kinds = [opcode.operands.a, opcode.operands.b, opcode.operands.c]
      #expect(kinds.filter { $0 == .jump || $0 == .jump32 }.count <= 1, "\(opcode.name)")
      #expect(opcode.operands.a != .jump && opcode.operands.a != .jump32, "\(opcode.name)")
    }
  }

  @Test func wideOperandsLeaveNoThirdOne() {
    for opcode in allOpcodes
    where opcode.operands.b == .jump32 || opcode.operands.b == .name32 {
      #expect(opcode.operands.c == .none, "\(opcode.name)")
    }
  }

  @Test func registersAreThoseThatFramesHave() {
    #expect(OperandKind.window.isRegister && OperandKind.into.isRegister)
    #expect(!OperandKind.immediate.isRegister && !OperandKind.name32.isRegister)
    #expect(callWindowGap == frameHeaderWords)
  }
}
