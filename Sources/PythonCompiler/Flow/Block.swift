import PythonSyntax

typealias BlockReference = UnsafeMutablePointer<Block>

/// A basic block: instructions of which only the last may jump or leave.
///
/// Blocks are plain memory owned by their `FlowGraph`: the passes follow and rewrite links all the
/// time, and reference counting would dominate them.
struct Block {
  private(set) var code: UnsafeMutablePointer<Instruction>
  private(set) var count = 0
  private var capacity = 8
  /// The block that follows in the code.
  var next: BlockReference?
  /// Identity of a jump target, -1 for other blocks.
  var label: Int32 = -1
  var predecessors = 0
  /// Depth of the stack at entry.
  var startDepth = Int.min
  /// Bit i: local i may be unbound at entry.
  var unsafeLocals: UInt64 = 0
  var isVisited = false
  var isHandler = false
  /// Whether the handler finds the offset of the raising instruction on the stack.
  var preservesLastInstruction = false
  var isCold = false
  var isWarm = false

  init() { code = .allocate(capacity: 8) }

  func free() { code.deallocate() }

  var isEmpty: Bool { count == 0 }

  var last: Instruction? { count == 0 ? nil : code[count - 1] }

  /// The last instruction in place; only for blocks that are not empty.
  var lastAddress: UnsafeMutablePointer<Instruction> { code + (count - 1) }

  var hasFallThrough: Bool {
    guard count > 0 else { return true }
    let opcode = code[count - 1].opcode
    return !opcode.isScopeExit && !opcode.isUnconditionalJump
  }

  var exitsScope: Bool { count > 0 && code[count - 1].opcode.isScopeExit }

  var hasNoLine: Bool {
    for index in 0..<count where code[index].location.line >= 0 { return false }
    return true
  }

  mutating func append(_ instruction: Instruction) {
    if count == capacity { grow() }
    code[count] = instruction
    count += 1
  }

  mutating func append(contentsOf other: BlockReference) {
    for index in 0..<other.pointee.count { append(other.pointee.code[index]) }
  }

  mutating func insert(_ instruction: Instruction, at position: Int) {
    append(instruction)
    var index = count - 1
    while index > position {
      code[index] = code[index - 1]
      index -= 1
    }
    code[position] = instruction
  }

  mutating func truncate(to newCount: Int) { count = newCount }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Instruction>.allocate(capacity: capacity * 2)
    larger.update(from: code, count: count)
    code.deallocate()
    code = larger
    capacity *= 2
  }
}
