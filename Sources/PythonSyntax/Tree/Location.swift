/// Where a node stands, as `ast` reports it: lines count from 1, columns are UTF-8 byte offsets from 0,
/// the end is exclusive.
@frozen
public struct Location: Equatable {
  public var line: Int32
  public var column: Int32
  public var endLine: Int32
  public var endColumn: Int32

  @inlinable public init(line: Int32, column: Int32, endLine: Int32, endColumn: Int32) {
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
  }

  /// From the start of `first` to the end of `last`.
  @inlinable public init(from first: Location, to last: Location) {
    self.init(
      line: first.line, column: first.column, endLine: last.endLine, endColumn: last.endColumn)
  }
}
