// BLAKE2b and BLAKE2s (RFC 7693, and the BLAKE2 paper for the tree parameters): libcrypto's have no
// tree hashing, so they are written out here, once for both word sizes.

import TaipanRuntime

/// What tells BLAKE2b and BLAKE2s apart.
protocol Blake2Word: FixedWidthInteger, UnsignedInteger {
  static var rounds: Int { get }
  static var rotations: (Self, Self, Self, Self) { get }
  static var initial: [Self] { get }
}

extension UInt64: Blake2Word {
  static let rounds = 12
  static let rotations: (UInt64, UInt64, UInt64, UInt64) = (32, 24, 16, 63)
  static let initial: [UInt64] = [
    0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]
}

extension UInt32: Blake2Word {
  static let rounds = 10
  static let rotations: (UInt32, UInt32, UInt32, UInt32) = (16, 12, 8, 7)
  static let initial: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19,
  ]
}

private let permutations: [[Int]] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]

/// A running hash: chaining words, the number of bytes compressed, the block that fills.
struct Blake2State<Word: Blake2Word> {
  /// Bytes of a block.
  static var blockSize: Int { MemoryLayout<Word>.size * 16 }

  var chain: [Word]
  private var count: (Word, Word) = (0, 0)
  private var block: [UInt8]
  private var filled = 0
  private let isLastNode: Bool

  /// - Parameter parameters: the parameter block of the paper, as long as the chaining words.
  init(parameters: [UInt8], isLastNode: Bool) {
    chain = Word.initial
    let size = MemoryLayout<Word>.size
    for i in 0..<8 { chain[i] ^= Self.word(parameters, i * size) }
    block = [UInt8](repeating: 0, count: Self.blockSize)
    self.isLastNode = isLastNode
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> Word {
    bytes.withUnsafeBytes {
      Word(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Word.self))
    }
  }

  mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      // The last block is compressed at the end, as such.
      if filled == Self.blockSize {
        advance(filled)
        compress(isLast: false)
        filled = 0
      }
      block[filled] = byte
      filled += 1
    }
  }

  private mutating func advance(_ bytes: Int) {
    let (sum, overflow) = count.0.addingReportingOverflow(Word(bytes))
    count.0 = sum
    if overflow { count.1 &+= 1 }
  }

  /// The hash of what came; the state is of no use afterwards.
  mutating func finish(_ size: Int) -> [UInt8] {
    advance(filled)
    for i in filled..<Self.blockSize { block[i] = 0 }
    compress(isLast: true)
    var out: [UInt8] = []
    for word in chain {
      withUnsafeBytes(of: word.littleEndian) { out.append(contentsOf: $0) }
    }
    return Array(out.prefix(size))
  }

  private mutating func compress(isLast: Bool) {
    let size = MemoryLayout<Word>.size
    var message = [Word](repeating: 0, count: 16)
    for i in 0..<16 { message[i] = Self.word(block, i * size) }
    var v = chain + Word.initial
    v[12] ^= count.0
    v[13] ^= count.1
    if isLast {
      v[14] = ~v[14]
      if isLastNode { v[15] = ~v[15] }
    }
    v.withUnsafeMutableBufferPointer { v in
      message.withUnsafeBufferPointer { m in
        for round in 0..<Word.rounds { Self.mix(v.baseAddress!, m.baseAddress!, round % 10) }
      }
    }
    for i in 0..<8 { chain[i] ^= v[i] ^ v[i + 8] }
  }

  private static func mix(
    _ v: UnsafeMutablePointer<Word>, _ message: UnsafePointer<Word>, _ round: Int
  ) {
    permutations[round].withUnsafeBufferPointer { order in
      func step(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ i: Int) {
        let (x, y) = (message[order[i]], message[order[i + 1]])
        let r = Word.rotations
        v[a] = v[a] &+ v[b] &+ x
        v[d] = rotate(v[d] ^ v[a], r.0)
        v[c] = v[c] &+ v[d]
        v[b] = rotate(v[b] ^ v[c], r.1)
        v[a] = v[a] &+ v[b] &+ y
        v[d] = rotate(v[d] ^ v[a], r.2)
        v[c] = v[c] &+ v[d]
        v[b] = rotate(v[b] ^ v[c], r.3)
      }
      step(0, 4, 8, 12, 0)
      step(1, 5, 9, 13, 2)
      step(2, 6, 10, 14, 4)
      step(3, 7, 11, 15, 6)
      step(0, 5, 10, 15, 8)
      step(1, 6, 11, 12, 10)
      step(2, 7, 8, 13, 12)
      step(3, 4, 9, 14, 14)
    }
  }

  @inline(__always) private static func rotate(_ word: Word, _ by: Word) -> Word {
    word &>> by | word &<< (Word(Word.bitWidth) - by)
  }
}
