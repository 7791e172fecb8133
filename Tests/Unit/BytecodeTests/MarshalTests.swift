import Bytecode
import Testing

@Suite struct MarshalTests {
  private func written(_ constant: Constant) -> [UInt8] {
    var writer = MarshalWriter()
    writer.write(constant)
    return writer.bytes
  }

  private func read(_ bytes: [UInt8]) throws -> Constant {
    var reader = MarshalReader(bytes)
    return try reader.read()
  }

  private func readFailure(_ bytes: [UInt8]) -> MarshalFailure? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return error as? MarshalFailure
    }
  }

  private static func text(_ text: String) -> Constant { .string(Array(text.utf8)) }

  @Test(arguments: [
    Constant.none, .true, .false, .ellipsis, .float(1.5), .float(-0.0), .float(.infinity),
    .float(.leastNonzeroMagnitude), .complex(-0.0, 2), text(""), text("name"), text("two words"),
    text("é€😀"),
    text(String(repeating: "x", count: 255)), text(String(repeating: "x", count: 256)),
    text(String(repeating: "-", count: 300)), .string([0xED, 0xA0, 0x80]), .bytes([]),
    .bytes([0, 255, 10]), .tuple([]), .tuple([.int(1), .tuple([.none]), text("a")]),
    .tuple(Array(repeating: .int(7), count: 256)), .frozenSet([.int(3), text("s")]),
  ])
  func constantsRoundTrip(constant: Constant) throws {
    let copy = try read(written(constant))
    #expect(copy.representation == constant.representation)
  }

  @Test(arguments: [
    0, 1, -1, Int(Int32.max), Int(Int32.max) + 1, Int(Int32.min), Int(Int32.min) - 1, 32767, 32768,
    1 << 45, 1 << 60, 1 << 62, -(1 << 62), Int.max, Int.min,
  ])
  func intsRoundTrip(value: Int) throws {
    guard case .int(let copy) = try read(written(.int(value))) else {
      Issue.record("not an int")
      return
    }
    #expect(copy == value)
  }

  @Test(
    arguments: [
      [UInt64.max], [0, 1], [1 << 63], [1, 2, 3], [0x7FFF, 0, 0, 1 << 63],
      Array(repeating: UInt64.max, count: 15),
    ], [false, true])
  func largeIntsRoundTrip(magnitude: [UInt64], isNegative: Bool) throws {
    let copy = try read(written(.bigInt(isNegative: isNegative, magnitude: magnitude)))
    if case .int(let value) = copy {
      // The one magnitude of these that a machine word holds.
      #expect(value == Int.min && isNegative && magnitude == [1 << 63])
      return
    }
    guard case .bigInt(let sign, let limbs) = copy else {
      Issue.record("not an int")
      return
    }
    #expect(sign == isNegative)
    #expect(limbs == magnitude)
  }

  @Test func nanKeepsItsBits() throws {
    let nan = Double(bitPattern: 0x7FF8_0000_0000_1234)
    guard case .float(let copy) = try read(written(.float(nan))) else {
      Issue.record("not a float")
      return
    }
    #expect(copy.bitPattern == nan.bitPattern)
  }

  @Test func bytesAreTheReferences() {
    #expect(written(.int(-1)) == [0x69, 255, 255, 255, 255])
    #expect(written(.int(1 << 31)) == [0x6C, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0])
    #expect(written(Self.text("name")) == [0xDA, 4] + Array("name".utf8))
    #expect(written(Self.text("a b")) == [0xFA, 3] + Array("a b".utf8))
    #expect(written(Self.text("é")) == [0xF5, 2, 0, 0, 0, 0xC3, 0xA9])
    #expect(written(.tuple([.none, .true])) == [0x29, 2, 0x4E, 0x54])
  }

  @Test func equalStringsAreWrittenOnce() throws {
    let bytes = written(.tuple([Self.text("ab"), Self.text("c"), Self.text("ab")]))
    #expect(bytes.suffix(5) == [0x72, 0, 0, 0, 0])
    #expect(try read(bytes).representation == "('ab', 'c', 'ab')")
  }

  /// What the reference writes: containers with the flag take their number before their items.
  @Test func referencesCountContainersInTheOrderTheyBegin() throws {
    // ((1, 'ab'), 'ab'), the outer tuple is 0, the inner 1, 1 is 2, 'ab' is 3.
    let bytes: [UInt8] =
      [0xA9, 2, 0xA9, 2, 0xE9, 1, 0, 0, 0, 0xDA, 2, 0x61, 0x62] + [0x72, 3, 0, 0, 0]
    #expect(try read(bytes).representation == "((1, 'ab'), 'ab')")
  }

  @Test func referenceToNothingIsMalformed() {
    #expect(readFailure([0x72, 0, 0, 0, 0])?.kind == .malformed)
    #expect(readFailure([0x72, 255, 255, 255, 255])?.kind == .malformed)
  }

  @Test func oldFormsAreRead() throws {
    #expect(try read([0x66, 3] + Array("1.5".utf8)).representation == "1.5")
    #expect(try read([0x49, 0, 0, 0, 0, 1, 0, 0, 0]).representation == "4294967296")
    #expect(try read([0x28, 1, 0, 0, 0, 0x4E]).representation == "(None,)")
  }

  @Test func everyTruncationIsToldAsSuch() {
    let whole = written(.tuple([.int(1 << 40), Self.text("name"), .float(2), .bytes([1, 2])]))
    for count in whole.indices {
      #expect(readFailure(Array(whole.prefix(count)))?.kind == .truncated)
    }
  }

  @Test func malformedDataIsRefused() {
    #expect(readFailure([0x3F])?.message == "bad marshal data (unknown type code)")
    #expect(readFailure([0x6C, 1, 0, 0, 0, 0, 0x80])?.kind == .malformed)
    #expect(readFailure([0x73, 255, 255, 255, 255])?.kind == .malformed)
  }
}
