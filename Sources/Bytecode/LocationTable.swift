// The location table of a code object (PEP 626, PEP 657): runs of code units that share a place in
// the source, each in the shortest of six forms. The first byte of an entry is
// `1 | form (4 bits) | length - 1 (3 bits)`; no later byte of an entry has the top bit set.

/// A place in the source; negative numbers are unknown.
public struct SourcePosition: Equatable {
  public var line: Int
  public var endLine: Int
  /// UTF-8 byte offsets from 0.
  public var column: Int
  public var endColumn: Int

  public init(line: Int, endLine: Int, column: Int, endColumn: Int) {
    self.line = line
    self.endLine = endLine
    self.column = column
    self.endColumn = endColumn
  }

  public static let none = SourcePosition(line: -1, endLine: -1, column: -1, endColumn: -1)
}

private enum LocationForm {
  static let oneLine = 10
  static let noColumns = 13
  static let long = 14
  static let none = 15
}

public struct LocationTableWriter {
  public private(set) var bytes: [UInt8] = []
  private var line: Int

  public init(firstLine: Int) { line = firstLine }

  /// Records that the next `length` code units stand for `position`.
  public mutating func append(_ position: SourcePosition, length: Int) {
    var rest = length
    while rest > 8 {
      appendEntry(position, 8)
      rest -= 8
    }
    if rest > 0 { appendEntry(position, rest) }
  }

  private mutating func appendEntry(_ position: SourcePosition, _ length: Int) {
    guard position.line != -1 else { return start(LocationForm.none, length) }
    let delta = position.line - line
    let (column, endColumn) = (position.column, position.endColumn)
    let isOneLine = position.endLine == position.line
    defer { line = position.line }
    if column < 0 || endColumn < 0 {
      if isOneLine || position.endLine < 0 {
        start(LocationForm.noColumns, length)
        return appendSigned(delta)
      }
    } else if isOneLine {
      if delta == 0, column < 80, endColumn - column < 16, endColumn >= column {
        start(column >> 3, length)
        return bytes.append(UInt8((column & 7) << 4 | (endColumn - column)))
      }
      if delta >= 0, delta < 3, column < 128, endColumn < 128 {
        start(LocationForm.oneLine + delta, length)
        bytes.append(UInt8(column))
        return bytes.append(UInt8(endColumn))
      }
    }
    start(LocationForm.long, length)
    appendSigned(delta)
    appendVariable(UInt(position.endLine - position.line))
    appendVariable(UInt(column + 1))
    appendVariable(UInt(endColumn + 1))
  }

  private mutating func start(_ form: Int, _ length: Int) {
    bytes.append(UInt8(0x80 | form << 3 | (length - 1)))
  }

  private mutating func appendVariable(_ value: UInt) {
    var value = value
    while value >= 64 {
      bytes.append(UInt8(0x40 | value & 0x3F))
      value >>= 6
    }
    bytes.append(UInt8(value))
  }

  private mutating func appendSigned(_ value: Int) {
    appendVariable(value < 0 ? UInt(-value) << 1 | 1 : UInt(value) << 1)
  }
}

/// One entry of a location table.
public struct LocationRange {
  /// Offsets into `co_code`, in bytes.
  public var start: Int
  public var end: Int
  public var position: SourcePosition
}

public struct LocationTableReader: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var index = 0
  private var offset = 0
  private var line: Int

  public init(_ bytes: [UInt8], firstLine: Int) {
    self.bytes = bytes
    line = firstLine
  }

  public mutating func next() -> LocationRange? {
    guard index < bytes.count else { return nil }
    let first = Int(bytes[index])
    index += 1
    let start = offset
    offset += 2 * ((first & 7) + 1)
    return LocationRange(start: start, end: offset, position: readPosition((first >> 3) & 15))
  }

  private mutating func readPosition(_ form: Int) -> SourcePosition {
    switch form {
    case LocationForm.none:
      return .none
    case LocationForm.long:
      line += readSigned()
      let endLine = line + readVariable()
      let column = readVariable() - 1
      return SourcePosition(
        line: line, endLine: endLine, column: column, endColumn: readVariable() - 1)
    case LocationForm.noColumns:
      line += readSigned()
      return SourcePosition(line: line, endLine: line, column: -1, endColumn: -1)
    case LocationForm.oneLine..<LocationForm.noColumns:
      line += form - LocationForm.oneLine
      let column = readByte()
      return SourcePosition(line: line, endLine: line, column: column, endColumn: readByte())
    default:
      let second = readByte()
      let column = form << 3 | second >> 4
      return SourcePosition(
        line: line, endLine: line, column: column, endColumn: column + (second & 15))
    }
  }

  private mutating func readByte() -> Int {
    guard index < bytes.count else { return 0 }
    defer { index += 1 }
    return Int(bytes[index])
  }

  private mutating func readVariable() -> Int {
    var value = 0
    var shift = 0
    while true {
      let byte = readByte()
      value |= (byte & 0x3F) << shift
      if byte & 0x40 == 0 { return value }
      shift += 6
    }
  }

  private mutating func readSigned() -> Int {
    let value = readVariable()
    return value & 1 == 0 ? value >> 1 : -(value >> 1)
  }
}

extension CodeUnit {
  /// `co_positions()`: one position for each code unit of `co_code`.
  public var positions: [SourcePosition] {
    var result: [SourcePosition] = []
    result.reserveCapacity(code.count / 2)
    for range in LocationTableReader(lineTable, firstLine: firstLine) {
      for _ in 0..<(range.end - range.start) / 2 { result.append(range.position) }
    }
    return result
  }

  /// `co_lines()`: ranges of `co_code` in bytes with their line, nil for code without one.
  public var lines: [(start: Int, end: Int, line: Int?)] {
    var result: [(start: Int, end: Int, line: Int?)] = []
    for range in LocationTableReader(lineTable, firstLine: firstLine) {
      let line = range.position.line < 0 ? nil : range.position.line
      if let last = result.last, last.line == line {
        result[result.count - 1].end = range.end
      } else {
        result.append((range.start, range.end, line))
      }
    }
    return result
  }
}
