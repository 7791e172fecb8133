/// One token: 32 bytes without references, so that the stream is a plain block of memory.
public struct Token {
  public var kind: TokenKind
  /// For names: the number of the identifier in its table.
  var identifier: Int32 = -1
  /// Byte offsets into the source text.
  public var start: Int32
  public var end: Int32
  public var line: Int32
  /// Byte columns from 0; -1 where the reference knows no column (`ENDMARKER` inside its own line).
  public var column: Int32
  public var endLine: Int32
  public var endColumn: Int32
}

/// A growing block of tokens.
struct TokenBuffer {
  private(set) var base: UnsafeMutablePointer<Token>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  @inline(__always)
  mutating func append(_ token: Token) {
    if count == capacity { grow() }
    (base + count).initialize(to: token)
    count += 1
  }

  mutating func removeLast() -> Token {
    count -= 1
    return base[count]
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Token>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  func deallocate() { base.deallocate() }

  subscript(index: Int) -> Token { base[index] }
}
