import TaipanRuntime
import Testing

@Suite struct NumberObjectTests {
  @Test func zerosAreSingletonsThatKeepTheirSign() {
    withRuntime {
      #expect(Value(0.0) === Value(0.0) && Value(-0.0) === Value(-0.0))
      #expect(Value(0.0) !== Value(-0.0))
      #expect(Value(-0.0).asFloat.sign == .minus && Value(0.0).asFloat.sign == .plus)
      #expect(Value(-0.0).isFloat && Value(-0.0).type == .float)
    }
  }

  @Test func rareFloatsAreBoxed() {
    withRuntime {
      for number in [Double.infinity, 0x1p-1074, 0x1p1023, -0x1p257, 0x1p-256] {
        let value = Value(number)
        #expect(value.isHeap && value.isFloat && value.asFloat == number)
        #expect(value.type == .float)
      }
      let nan = Value(Double(bitPattern: 0x7FF8_0000_0000_1234))
      #expect(nan.asFloat.bitPattern == 0x7FF8_0000_0000_1234)
      #expect(nan !== Value(Double.nan))
    }
  }

  @Test func intsChangeTheirFormAt63Bits() {
    withRuntime {
      for number in [1 << 62, -(1 << 62) - 1, Int.max, Int.min] {
        let value = Value(number)
        #expect(value.isHeap && value.isExactly(.int) && value.type == .int)
        #expect(value.asMachineInt == number && value.intSign == number.signum())
      }
      #expect(Value(1 << 62 - 1).isInt && Value(-(1 << 62)).isInt)
      #expect(Value(UInt.max).asMachineInt == nil && Value(UInt(1 << 62 - 1)).isInt)
    }
  }

  @Test func truthValuesAreInts() {
    withRuntime {
      #expect(Value.true.asMachineInt == 1 && Value.false.asMachineInt == 0)
      #expect(Value.true.isBool && !Value.true.isInt && Value.true.type == .bool)
      #expect(Value.true.exactInt === Value(1))
    }
  }

  @Test func singletonsLieAtTheirAddresses() {
    withRuntime {
      #expect(Value.none.bits == UInt64(MemoryMap.singletons))
      let all = [Value.none, .false, .true, .ellipsis, .notImplemented]
      #expect(Set(all.map(\.bits)).count == all.count)
      #expect(all.allSatisfy { $0.isHeap && $0.bits < UInt64(MemoryMap.base + MemoryMap.size) })
      #expect(Value.none.type == .noneType && Value.ellipsis.type == .ellipsisType)
    }
  }
}
