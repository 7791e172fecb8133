import TaipanRuntime
import Testing

/// The encoding itself: no object is made.
@Suite struct ValueEncodingTests {
  static let largest = 1 << 62 - 1
  static let smallest = -(1 << 62)

  @Test(arguments: [0, 1, -1, 255, -256, largest, smallest, largest - 1, smallest + 1])
  func intsOf63BitsRoundTrip(number: Int) throws {
    let value = try #require(Value(exactInt: number))
    #expect(value.isInt && !value.isInlineFloat && !value.isHeap)
    #expect(value.asInt == number)
    #expect(value === Value(smallInt: number))
  }

  @Test(arguments: [largest + 1, smallest - 1, Int.max, Int.min])
  func intsBeyondAreNotInline(number: Int) {
    #expect(Value(exactInt: number) == nil)
  }

  /// From 2^-255 up to the last number below 2^257, either sign.
  @Test(arguments: [
    1.0, -1, 0.1, .pi, 1e10, -1e-10, 0x1p-255, 0x1.fffffffffffffp256, -0x1p-255, 0x1p256,
  ])
  func commonFloatsAreInline(number: Double) throws {
    let value = try #require(Value(inlineFloat: number))
    #expect(value.isInlineFloat && !value.isInt && !value.isHeap)
    #expect(value.asInlineFloat.bitPattern == number.bitPattern)
  }

  @Test(arguments: [
    0.0, -0.0, Double.nan, .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, 0x1p-256, 0x1p257, 0x1.fffffffffffffp-256, -0x1p300,
    Double(bitPattern: 0xFFFF_FFFF_FFFF_FFFF),
  ])
  func rareFloatsAreNotInline(number: Double) {
    #expect(Value(inlineFloat: number) == nil)
  }

  @Test func anyBitsAreEitherKeptOrRefused() {
    var generator = Generator(state: 1)
    var kept = 0
    for _ in 0..<100_000 {
      let number = Double(bitPattern: generator.next())
      guard let value = Value(inlineFloat: number) else {
        // 011 and 100 are the top bits of the exponent of common ones.
        let exponent = number.bitPattern >> 60 & 7
        #expect(exponent != 3 && exponent != 4)
        continue
      }
      kept += 1
      #expect(value.isInlineFloat && value.asInlineFloat.bitPattern == number.bitPattern)
    }
    #expect(kept > 20_000 && kept < 30_000)
  }

  @Test func markersAreNoNumbers() {
    for value in [Value.absent, .exhausted] {
      #expect(value.isHeap && !value.isInt && !value.isInlineFloat)
    }
    #expect(Value.absent.isAbsent && !Value.absent.isPresent && !Value.absent.isExhausted)
    #expect(Value.exhausted.isExhausted && Value.exhausted.isPresent)
  }

  @Test func pairsOfOneKindAreFoundByOneTest() throws {
    let int = Value(smallInt: -3)
    let float = try #require(Value(inlineFloat: 2.5))
    let object = Value.none
    #expect(Value.bothInts(int, int) && !Value.bothInts(int, float) && !Value.bothInts(object, int))
    #expect(Value.bothInlineFloats(float, float) && !Value.bothInlineFloats(float, int))
    #expect(!Value.bothInlineFloats(object, float) && !Value.bothInlineFloats(int, int))
  }

  @Test func sumsLeaveAt63Bits() {
    let (top, bottom) = (Value(smallInt: Self.largest), Value(smallInt: Self.smallest))
    let (one, minusOne) = (Value(smallInt: 1), Value(smallInt: -1))
    #expect(Value.addInts(top, one) == nil && Value.addInts(bottom, minusOne) == nil)
    #expect(Value.addInts(top, minusOne)?.asInt == Self.largest - 1)
    #expect(Value.addInts(top, bottom)?.asInt == -1)
    #expect(Value.subtractInts(bottom, one) == nil && Value.subtractInts(top, minusOne) == nil)
    #expect(Value.subtractInts(minusOne, bottom)?.asInt == Self.largest)
    #expect(Value.subtractInts(Value(smallInt: 0), bottom) == nil)
  }

  @Test func productsLeaveAt63Bits() {
    func product(_ lhs: Int, _ rhs: Int) -> Int? {
      Value.multiplyInts(Value(smallInt: lhs), Value(smallInt: rhs))?.asInt
    }
    #expect(product(Self.smallest, -1) == nil && product(-1, Self.smallest) == nil)
    #expect(
      product(Self.largest, -1) == -Self.largest && product(Self.smallest, 1) == Self.smallest)
    #expect(product(1 << 31, 1 << 31) == nil && product(1 << 31, -(1 << 31)) == Self.smallest)
    #expect(product(1 << 31, 1 << 30) == 1 << 61 && product(0, Self.smallest) == 0)
  }

  @Test func arithmeticOfRandomIntsAgrees() {
    var generator = Generator(state: 7)
    for _ in 0..<20_000 {
      let shift = Int.random(in: 1..<63, using: &generator)
      let a = Int(truncatingIfNeeded: generator.next()) >> (shift + 1)
      let b = Int(truncatingIfNeeded: generator.next()) >> (64 - shift)
      let (x, y) = (Value(smallInt: a), Value(smallInt: b))
      #expect(Value.addInts(x, y)?.asInt == Value(exactInt: a + b)?.asInt)
      #expect(Value.subtractInts(x, y)?.asInt == Value(exactInt: a - b)?.asInt)
      let (product, overflow) = a.multipliedReportingOverflow(by: b)
      let expected = overflow ? nil : Value(exactInt: product)?.asInt
      #expect(Value.multiplyInts(x, y)?.asInt == expected)
      #expect(Value.lessInts(x, y) == (a < b))
    }
  }
}
