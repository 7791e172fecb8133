// The result of lowering: register code that runs once its constants are patched in.

/// A result where lowering left it: valid until the next lowering begins.
public struct LoweredView {
  public let words: UnsafeBufferPointer<UInt64>
  public let registerCount: Int
  public let localCount: Int
  public let constantPatches: UnsafeBufferPointer<Int32>
  public let handlers: UnsafeBufferPointer<LoweredCode.Handler>
  /// See `PositionTable`.
  public let positions: UnsafeBufferPointer<UInt8>
  /// In the traced form for each unit of the bytecode the word where its code begins, or -1.
  public let unitWords: UnsafeBufferPointer<Int32>
  /// What each slot of the stack holds before each instruction, where that was asked for: see `SlotState`.
  public let states: UnsafeBufferPointer<Int32>
}

/// A result to keep: for cached files, dumps and tests.
public struct LoweredCode {
  public var words: [UInt64] = []
  /// Registers that a frame needs: fast locals, temporaries, room for outgoing arguments.
  public var registerCount = 0
  /// Registers of fast locals; the temporaries follow.
  public var localCount = 0
  /// Words that hold the index of a constant, to be replaced by the constant's bits.
  public var constantPatches: [Int32] = []
  /// Sorted and disjoint.
  public var handlers: [Handler] = []
  /// Which instruction of `co_code` each word comes from.
  public var positions: [UInt8] = []

  public init(_ view: LoweredView) {
    words = Array(view.words)
    registerCount = view.registerCount
    localCount = view.localCount
    constantPatches = Array(view.constantPatches)
    handlers = Array(view.handlers)
    positions = Array(view.positions)
  }

  /// Exceptions raised in [start, end) go to `target`, the exception in `exceptionRegister`.
  public struct Handler {
    public var start: Int32
    public var end: Int32
    public var target: Int32
    public var exceptionRegister: Int32
    /// Receives the offset of the raising instruction as an int; or -1.
    public var lastInstructionRegister: Int32
  }

  /// The handler of the instruction whose words include `word`.
  public func handler(at word: Int) -> Handler? {
    var low = 0
    var high = handlers.count
    while low < high {
      let middle = (low + high) / 2
      if Int(handlers[middle].end) <= word { low = middle + 1 } else { high = middle }
    }
    guard low < handlers.count, Int(handlers[low].start) <= word else { return nil }
    return handlers[low]
  }

  /// For each word the offset in `co_code` of the instruction that wrote it.
  public var bytecodeOffsets: [Int] {
    var offsets = [Int32](repeating: 0, count: words.count)
    positions.withUnsafeBufferPointer { table in
      offsets.withUnsafeMutableBufferPointer { PositionTable.expand(table, into: $0) }
    }
    return offsets.map(Int.init)
  }
}
