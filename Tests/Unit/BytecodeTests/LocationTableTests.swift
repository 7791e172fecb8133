import Bytecode
import Testing

@Suite struct LocationTableTests {
  private func position(
    _ line: Int, _ column: Int, _ endColumn: Int, endLine: Int? = nil
  ) -> SourcePosition {
    SourcePosition(line: line, endLine: endLine ?? line, column: column, endColumn: endColumn)
  }

  private func table(_ runs: [(SourcePosition, Int)], firstLine: Int = 1) -> [UInt8] {
    var writer = LocationTableWriter(firstLine: firstLine)
    for (position, length) in runs { writer.append(position, length: length) }
    return writer.bytes
  }

  private func unit(_ runs: [(SourcePosition, Int)], firstLine: Int = 1) -> CodeUnit {
    let unit = CodeUnit()
    unit.firstLine = firstLine
    unit.lineTable = table(runs, firstLine: firstLine)
    unit.code = [UInt8](repeating: 0, count: 2 * runs.reduce(0) { $0 + $1.1 })
    return unit
  }

  @Test func tableEqualsTheReferences() {
    // def f(): try: a / except B: c, at line 9.
    let runs = [(position(9, 0, 0), 1), (position(10, 4, 9, endLine: 13), 1)]
    #expect(table(runs, firstLine: 9) == [0x80, 0x00, 0xF0, 0x02, 0x03, 0x05, 0x0A])
  }

  @Test(arguments: [
    // The short form, its limits, and just beyond them.
    SourcePosition(line: 5, endLine: 5, column: 0, endColumn: 0),
    SourcePosition(line: 5, endLine: 5, column: 79, endColumn: 94),
    SourcePosition(line: 5, endLine: 5, column: 79, endColumn: 95),
    SourcePosition(line: 5, endLine: 5, column: 80, endColumn: 81),
    // One line with byte columns, one or two lines on.
    SourcePosition(line: 6, endLine: 6, column: 127, endColumn: 127),
    SourcePosition(line: 7, endLine: 7, column: 1, endColumn: 127),
    SourcePosition(line: 7, endLine: 7, column: 1, endColumn: 128),
    SourcePosition(line: 8, endLine: 8, column: 0, endColumn: 1),
    // Back, over several lines, far away.
    SourcePosition(line: 4, endLine: 4, column: 3, endColumn: 9),
    SourcePosition(line: 5, endLine: 9, column: 30, endColumn: 2),
    SourcePosition(line: 100_000, endLine: 100_001, column: 5000, endColumn: 7),
    // Without columns, without a line.
    SourcePosition(line: 5, endLine: 5, column: -1, endColumn: -1),
    SourcePosition(line: 1, endLine: 1, column: -1, endColumn: -1),
    .none,
  ])
  func everyFormRoundTrips(position: SourcePosition) {
    let unit = unit([(position, 1)], firstLine: 5)
    #expect(unit.positions == [position])
  }

  @Test func shortFormTakesTwoBytes() {
    #expect(table([(position(1, 79, 94), 1)]).count == 2)
    #expect(table([(position(1, 80, 94), 1)]).count == 3)
  }

  @Test func entriesCoverAtMostEightUnits() {
    let unit = unit([(position(1, 2, 4), 19)])
    let ranges = Array(LocationTableReader(unit.lineTable, firstLine: 1))
    #expect(ranges.map { $0.end - $0.start } == [16, 16, 6])
    #expect(unit.positions == Array(repeating: position(1, 2, 4), count: 19))
  }

  @Test func linesAreRelativeToTheEntryBefore() {
    let runs = [
      (position(10, 0, 1), 2), (position(12, 0, 1), 1), (SourcePosition.none, 3),
      (position(11, 4, 8), 1), (position(900, -1, -1), 2), (position(10, 1, 2), 1),
    ]
    let expected = runs.flatMap { Array(repeating: $0.0, count: $0.1) }
    #expect(unit(runs, firstLine: 10).positions == expected)
  }

  @Test func neighboursOfOneLineAreOneRangeOfLines() {
    let lines = unit([
      (position(1, 0, 1), 1), (position(1, 5, 9), 2), (.none, 1), (position(2, 0, 1), 1),
    ]).lines
    #expect(lines.map(\.start) == [0, 6, 8])
    #expect(lines.map(\.end) == [6, 8, 10])
    #expect(lines.map(\.line) == [1, nil, 2])
  }

  @Test func onlyEntriesBeginWithTheTopBit() {
    let bytes = table([(position(3000, 200, 5, endLine: 9000), 20), (position(2, 90, 91), 9)])
    #expect(bytes.filter { $0 & 0x80 != 0 }.count == 5)
  }
}
