// What lowering reads. Plain memory, so that it runs alike on a code object in the heap and on a
// `CodeUnit` (see CodeUnit+Lowering.swift).

public struct LoweringInput {
  /// `co_code`, inline cache entries included.
  public var code: UnsafeBufferPointer<UInt8>
  public var exceptionTable: UnsafeBufferPointer<UInt8>
  /// `CO_FAST_*` bits of each fast local; their number is the number of fast locals.
  public var localKinds: UnsafeBufferPointer<UInt8>
  public var argumentCount: Int
  public var positionalOnlyCount: Int
  public var keywordOnlyCount: Int
  /// `CO_*` bits.
  public var flags: UInt32
  public var stackSize: Int
  public var constantKinds: UnsafeBufferPointer<ConstantKind>
  /// For the traced form: `TraceMark` bits of each code unit; else null.
  public var traceMarks: UnsafePointer<UInt8>?
  /// Whether what the stack's slots hold is recorded for each instruction (`LoweredView.states`).
  public var recordsStates = false

  public init(
    code: UnsafeBufferPointer<UInt8>, exceptionTable: UnsafeBufferPointer<UInt8>,
    localKinds: UnsafeBufferPointer<UInt8>, argumentCount: Int, positionalOnlyCount: Int,
    keywordOnlyCount: Int, flags: UInt32, stackSize: Int,
    constantKinds: UnsafeBufferPointer<ConstantKind>
  ) {
    self.code = code
    self.exceptionTable = exceptionTable
    self.localKinds = localKinds
    self.argumentCount = argumentCount
    self.positionalOnlyCount = positionalOnlyCount
    self.keywordOnlyCount = keywordOnlyCount
    self.flags = flags
    self.stackSize = stackSize
    self.constantKinds = constantKinds
  }
}

/// As much as lowering needs to know of a constant: whether an instruction can embed it.
public enum ConstantKind {
  case none, `true`, `false`
  /// An int that fits a machine word; not a bool.
  case smallInt(Int)
  case float
  case other
}

public enum LoweringError: Error {
  /// Not bytecode that the reference's compiler makes; the offset in bytes.
  case malformed(Int)
  /// More registers, names or words than the instruction fields can number.
  case tooLarge
}
