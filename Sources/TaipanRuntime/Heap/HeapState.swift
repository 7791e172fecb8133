// The collector's state, at a fixed address (see `MemoryMap.heapState`).
//
// The heap is one reserved range cut into blocks of 64 KB. A block holds cells of one size class or
// is part of a large object. Mark bits lie apart, one for each 16 bytes, so that neither
// marking nor a sweep of a full block touches the cells.

public struct BlockInfo {
  enum Kind: UInt8 { case free, cells, large, largeTail }
  var kind: Kind
  var sizeClass: UInt8
  /// The block may hold dead cells that were not claimed yet (see `SizeClass`).
  var needsSweep: Bool
  /// A free block whose pages are kept: it is used again before untouched ones.
  var isResident = false
  /// So few cells are dead that allocation passes the block by.
  var isCrowded = false
  /// Cells were taken from the block since the last collection: only then can a minor one mark any more.
  var wasClaimed = false
  /// End of what was ever claimed of a block of cells, in units of 16 bytes: behind it there are no headers,
  /// and perhaps no pages.
  var claimedEnd = UInt16(Heap.blockSize / 16)
  /// Marked cells of a block of cells after the last collection.
  var markedCells: UInt16 = 0
  /// large: blocks of the object; largeTail: distance to its first block.
  var span: UInt32
}

/// One size class: where its next cells come from, and its blocks.
///
/// A block's dead cells are found again by its mark bits, run by run, when allocation comes to them;
/// within a run allocation only adds to a pointer. Dead cells keep their old headers until their part
/// of a run is claimed: then the headers are cleared, so that of the cells below `limit` those with a
/// header are objects, and of the cells above those with a mark.
public struct SizeClass {
  /// The next cell, and the end of the claimed part of the run. One above the other in memory, with the
  /// cell size between: what every allocation reads.
  @usableFromInline var fresh: UnsafeMutableRawPointer
  @usableFromInline var cellSize: Int
  @usableFromInline var limit: UnsafeMutableRawPointer
  /// End of the run that is being used.
  var runEnd: UnsafeMutableRawPointer
  /// The block that the run is part of, -1 if none.
  var block: Int
  /// The block was never used: its cells need no clearing, its pages are not there yet.
  var isNewBlock: Bool
  var blocks: UnsafeMutablePointer<UInt32>?
  var blockCount: Int
  var blockCapacity: Int
  /// Next block to look for runs in.
  var sweepCursor: Int
  /// A mask of the mark bits that belong to the beginnings of cells; made when first asked for.
  var cellStarts: UnsafePointer<UInt64>?
  /// Multiplying by it and shifting by 32 divides an offset in a block by `cellSize`.
  var reciprocal: UInt64

  /// No run: the first allocation looks for one.
  mutating func dropRun() {
    let nowhere = UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    fresh = nowhere
    limit = nowhere
    runEnd = nowhere
    block = -1
  }
}

public struct HeapState {
  public var nextShape: UInt32
  public var start: UInt
  public var reserved: UInt
  var markBits: UnsafeMutablePointer<UInt8>
  var blocks: UnsafeMutablePointer<BlockInfo>
  /// Blocks ever used; those beyond are untouched.
  package var blockCount: Int
  package var freeBlocks: Int
  var searchHint: Int

  var allocatedSinceCollection: Int
  var threshold: Int
  var liveAfterMajor: Int
  /// Bytes of it that were made old since the last major collection (`Heap.noteMadeOld`).
  var madeOld = 0
  var liveEstimate: Int
  var minorSinceMajor: Int
  /// A quarter of what was new to the last collection of an import lived on.
  var importsSurvive = false
  var disabled: Bool
  var collecting: Bool

  var markStack: RawList
  var remembered: RawList
  /// Items of the lists among them that the last collection read.
  var rememberedItems = 0
  var roots: RawList
  var weakReferences: RawList
  /// How many of them outlived a collection, as what they refer to did.
  var weakReferencesOld = 0
  var finalizable: RawList
  /// Objects that hold something outside of the heap (`Heap.releaseWhenDead`).
  var releasable: RawList
  /// How many of them outlived a collection.
  var releasableOld: Int

  /// Collect at every n-th allocation and poison freed cells; 0 is off.
  package var stressInterval: Int
  var stressCountdown: Int
  /// Check every minor collection against a marking of everything (`Verification.swift`).
  package var verifies: Bool
  /// What these checks found so far.
  package var problems = 0
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
