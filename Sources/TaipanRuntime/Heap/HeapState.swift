// The collector's state, at a fixed address (see `MemoryMap.heapState`).
//
// The heap is one reserved range cut into blocks of 64 KB. A block holds cells of one size class or
// is part of a large object. Mark bits lie apart, one for each 16 bytes, so that neither
// marking nor a sweep of a full block touches the cells.

public struct BlockInfo {
  enum Kind: UInt8 { case free, cells, large, largeTail }
  var kind: Kind
  var sizeClass: UInt8
  /// The block holds dead cells from before the last collection.
  var needsSweep: Bool
  /// large: blocks of the object; largeTail: distance to its first block.
  var span: UInt32
}

/// One size class: its free cells, the fresh part of its newest block, and its blocks.
public struct SizeClass {
  /// Head of the list of free cells, linked through their second word.
  @usableFromInline var free: UnsafeMutableRawPointer?
  @usableFromInline var cellSize: Int
  var fresh: UnsafeMutableRawPointer?
  var freshEnd: UnsafeMutableRawPointer?
  var blocks: UnsafeMutablePointer<UInt32>?
  var blockCount: Int
  var blockCapacity: Int
  /// Next block to sweep lazily.
  var sweepCursor: Int
  /// Multiplying by it and shifting by 32 divides an offset in a block by `cellSize`.
  var reciprocal: UInt64
}

public struct HeapState {
  public var nextShape: UInt32
  public var start: UInt
  public var reserved: UInt
  var markBits: UnsafeMutablePointer<UInt8>
  var blocks: UnsafeMutablePointer<BlockInfo>
  /// Blocks ever used; those beyond are untouched.
  var blockCount: Int
  var freeBlocks: Int
  var searchHint: Int

  var allocatedSinceCollection: Int
  var threshold: Int
  var liveAfterMajor: Int
  var liveEstimate: Int
  var minorSinceMajor: Int
  var disabled: Bool
  var collecting: Bool

  var markStack: RawList
  var remembered: RawList
  var roots: RawList
  var weakReferences: RawList
  var finalizable: RawList

  /// Collect at every n-th allocation and poison freed cells; 0 is off.
  var stressInterval: Int
  var stressCountdown: Int
  /// Check every minor collection against a marking of everything (`Verification.swift`).
  var verifies: Bool
  public var stats: CollectorStats
}

public struct CollectorStats {
  public var report = false
  public var minor = 0
  public var major = 0
  public var totalPause = 0.0
  public var longestPause = 0.0
}

/// A growing array of words outside of the heap; it holds addresses, never owns them.
struct RawList {
  var base: UnsafeMutablePointer<UInt>
  var count: Int
  var capacity: Int

  init() {
    capacity = 256
    count = 0
    base = .allocate(capacity: 256)
  }

  @inline(__always) mutating func append(_ word: UInt) {
    if count == capacity { grow() }
    base[count] = word
    count += 1
  }

  @inline(never) private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt>.allocate(capacity: capacity * 2)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
