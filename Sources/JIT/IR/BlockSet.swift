// Sets of blocks.

struct BlockSet: Sequence {
  private var words: [UInt64]

  /// - Parameter capacity: above all blocks that it may have.
  init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

  func contains(_ block: BlockID) -> Bool {
    block >= 0 && block >> 6 < words.count && words[block >> 6] >> UInt64(block & 63) & 1 != 0
  }

  /// Whether the block was new.
  @discardableResult
  mutating func insert(_ block: BlockID) -> Bool {
    if contains(block) { return false }
    words[block >> 6] |= 1 << UInt64(block & 63)
    return true
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// In their order.
  struct Iterator: IteratorProtocol {
    fileprivate let words: [UInt64]
    fileprivate var block = 0

    mutating func next() -> BlockID? {
      while block >> 6 < words.count {
        let rest = words[block >> 6] >> UInt64(block & 63)
        if rest != 0 {
          block += rest.trailingZeroBitCount + 1
          return block - 1
        }
        block = (block >> 6 + 1) << 6
      }
      return nil
    }
  }

  func makeIterator() -> Iterator { Iterator(words: words) }
}
