import Bytecode
import Testing

@Suite struct ExceptionTableTests {
  private func encoded(_ entries: [ExceptionTableEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries { ExceptionTable.append(entry, to: &bytes) }
    return bytes
  }

  private func entry(
    _ range: Range<Int>, to target: Int, depth: Int = 0, pushesLastInstruction: Bool = false
  ) -> ExceptionTableEntry {
    ExceptionTableEntry(
      start: range.lowerBound, end: range.upperBound, target: target, depth: depth,
      pushesLastInstruction: pushesLastInstruction)
  }

  @Test func emptyTableHasNoBytes() {
    #expect(encoded([]).isEmpty)
    #expect(ExceptionTable.decode([]).isEmpty)
  }

  @Test func entriesEncodeAsTheReferenceDoes() {
    let entries = [
      entry(2..<8, to: 9), entry(9..<25, to: 28, depth: 1, pushesLastInstruction: true),
      entry(27..<28, to: 28, depth: 1, pushesLastInstruction: true),
    ]
    let expected: [UInt8] = [
      0x82, 0x06, 0x09, 0x00, 0x89, 0x10, 0x1C, 0x03, 0x9B, 0x01, 0x1C, 0x03,
    ]
    #expect(encoded(entries) == expected)
    #expect(ExceptionTable.decode(expected) == entries)
  }

  /// Numbers change their length at powers of 64.
  @Test(arguments: [0, 1, 62, 63, 64, 65, 4095, 4096, 262_143, 262_144, 16_777_215, 16_777_216])
  func numbersOfEveryLengthRoundTrip(number: Int) {
    let entries = [
      entry(number..<number + 1, to: 7), entry(3..<3 + number, to: number),
      entry(5..<6, to: 8, depth: number, pushesLastInstruction: number % 2 == 0),
    ]
    #expect(ExceptionTable.decode(encoded(entries)) == entries)
  }

  @Test func onlyTheFirstByteOfAnEntryHasTheStartMark() {
    let table = encoded([entry(70..<5000, to: 300_000, depth: 40), entry(5000..<5001, to: 64)])
    let starts = table.indices.filter { table[$0] & 0x80 != 0 }
    #expect(starts.count == 2)
    #expect(starts.first == 0)
  }

  @Test func truncatedLastEntryIsLeftOut() {
    let first = entry(1..<2, to: 3)
    let table = encoded([first, entry(100..<200, to: 300)])
    #expect(ExceptionTable.decode(Array(table.dropLast())) == [first])
  }
}
