// The exception table of a code object: ranges of code with the handler of exceptions raised there.
// Four numbers each, in groups of six bits, most significant first; bit 6 says that more follow and
// bit 7 marks the first byte of an entry, so that a search can start anywhere.

/// Offsets are in code units, not bytes.
public struct ExceptionTableEntry: Equatable {
  public var start: Int
  public var end: Int
  public var target: Int
  /// What the stack is cut back to.
  public var depth: Int
  /// Whether the offset of the raising instruction is pushed before the exception.
  public var pushesLastInstruction: Bool

  public init(start: Int, end: Int, target: Int, depth: Int, pushesLastInstruction: Bool) {
    self.start = start
    self.end = end
    self.target = target
    self.depth = depth
    self.pushesLastInstruction = pushesLastInstruction
  }
}

public enum ExceptionTable {
  public static func append(_ entry: ExceptionTableEntry, to bytes: inout [UInt8]) {
    append(entry.start, first: 0x80, to: &bytes)
    append(entry.end - entry.start, first: 0, to: &bytes)
    append(entry.target, first: 0, to: &bytes)
    append(entry.depth << 1 | (entry.pushesLastInstruction ? 1 : 0), first: 0, to: &bytes)
  }

  private static func append(_ value: Int, first: UInt8, to bytes: inout [UInt8]) {
    var mark = first
    for shift in stride(from: 24, to: 0, by: -6) where value >= 1 << shift {
      bytes.append(UInt8(value >> shift & 0x3F) | 0x40 | mark)
      mark = 0
    }
    bytes.append(UInt8(value & 0x3F) | mark)
  }

  public static func decode(_ bytes: [UInt8]) -> [ExceptionTableEntry] {
    var entries: [ExceptionTableEntry] = []
    var index = 0
    func readNumber() -> Int? {
      var value = 0
      while index < bytes.count {
        let byte = Int(bytes[index])
        index += 1
        value = value << 6 | byte & 0x3F
        if byte & 0x40 == 0 { return value }
      }
      return nil
    }
    while let start = readNumber(), let length = readNumber(), let target = readNumber(),
      let depth = readNumber()
    {
      entries.append(
        ExceptionTableEntry(
          start: start, end: start + length, target: target, depth: depth >> 1,
          pushesLastInstruction: depth & 1 == 1))
    }
    return entries
  }
}
