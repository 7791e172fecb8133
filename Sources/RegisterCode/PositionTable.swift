// Which instruction of the bytecode the words of register code come from: what a traceback needs.
//
// Two bytes for each instruction that wrote words: how many words after the one before it its words
// begin, and how many code units of `co_code` after that one it lies, signed. The first counts from
// word 0 and unit 0. Greater distances take several pairs.

public enum PositionTable {
  /// For each word the offset in `co_code`, in bytes, of the instruction that wrote it.
  public static func expand(
    _ table: UnsafeBufferPointer<UInt8>, into offsets: UnsafeMutableBufferPointer<Int32>
  ) {
    var (word, next, unit) = (0, 0, 0)
    for index in stride(from: 0, to: table.count, by: 2) {
      next += Int(table[index])
      while word < min(next, offsets.count) {
        offsets[word] = Int32(unit * 2)
        word += 1
      }
      unit += Int(Int8(bitPattern: table[index + 1]))
    }
    for rest in word..<offsets.count { offsets[rest] = Int32(unit * 2) }
  }

  /// Notes positions in the order of the words.
  struct Writer {
    private(set) var bytes = Growing<UInt8>()
    private var word = 0
    private var unit = 0

    mutating func removeAll() {
      bytes.removeAll()
      word = 0
      unit = 0
    }

    /// From `word` on, words come from the instruction at `unit`.
    @inline(__always)
    mutating func note(word: Int, unit: Int) {
      if unit != self.unit { add(word: word, unit: unit) }
    }

    /// Makes room for the usual pair for each of so many words: `noteNear` does not ask for it.
    mutating func reserve(forWords count: Int) { bytes.reserve(2 * count) }

    /// The same where one pair of bytes says it; else false, and nothing is done.
    @inline(__always)
    mutating func noteNear(word: Int, unit: Int) -> Bool {
      let words = word &- self.word
      let units = unit &- self.unit
      if units == 0 { return true }
      // Neither 256 words nor units out of -128...127.
      if UInt(bitPattern: words | (units &+ 128)) > 255 { return false }
      self.word = word
      self.unit = unit
      append(words, units)
      return true
    }

    private mutating func add(word: Int, unit: Int) {
      var words = word &- self.word
      var units = unit &- self.unit
      self.word = word
      self.unit = unit
      while words > 255 {
        bytes.reserve(2)
        append(255, 0)
        words -= 255
      }
      while units != Int(Int8(truncatingIfNeeded: units)) {
        let step = units < 0 ? -128 : 127
        bytes.reserve(2)
        append(words, step)
        words = 0
        units -= step
      }
      bytes.reserve(2)
      append(words, units)
    }

    @inline(__always)
    private mutating func append(_ words: Int, _ units: Int) {
      let pair = UInt16(truncatingIfNeeded: words) | UInt16(truncatingIfNeeded: units) << 8
      UnsafeMutableRawPointer(bytes.base + bytes.count).storeBytes(of: pair, as: UInt16.self)
      bytes.lengthen(by: 2)
    }
  }
}
