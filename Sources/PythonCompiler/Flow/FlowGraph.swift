import Bytecode
import PythonSyntax

/// The control flow graph of one code unit: its blocks, linked in the order of the code.
///
/// The passes are those of CPython 3.13, in its order: the code must come out equal byte for byte, so
/// each keeps the traversal order of its model where the result depends on it.
final class FlowGraph {
  let entry: BlockReference
  private var blocks: [BlockReference]
  private var current: BlockReference
  private var pendingLabel: Int32 = -1
  /// Constants of the code unit; folding appends to them.
  var constants: ConstantPool

  init(_ sequence: consuming InstructionSequence, constants: ConstantPool) {
    self.constants = constants
    entry = FlowGraph.makeBlock()
    blocks = [entry]
    current = entry
    build(from: sequence)
  }

  deinit {
    for block in blocks {
      block.pointee.free()
      block.deallocate()
    }
  }

  private static func makeBlock() -> BlockReference {
    let block = BlockReference.allocate(capacity: 1)
    block.initialize(to: Block())
    return block
  }

  func newBlock() -> BlockReference {
    let block = FlowGraph.makeBlock()
    blocks.append(block)
    return block
  }

  /// Calls `body` for each block in code order; it may insert blocks after the one it is given.
  @inline(__always)
  func forEachBlock(_ body: (BlockReference) -> Void) {
    var block: BlockReference? = entry
    while let b = block {
      body(b)
      block = b.pointee.next
    }
  }

  var maximumLabel: Int32 {
    var result: Int32 = -1
    forEachBlock { result = max(result, $0.pointee.label) }
    return result
  }

  func clearVisited() { forEachBlock { $0.pointee.isVisited = false } }

  // MARK: Construction

  private func build(from sequence: consuming InstructionSequence) {
    var sequence = sequence
    sequence.resolveLabels()
    let count = sequence.instructions.count
    var isTarget = [Bool](repeating: false, count: count)
    for instruction in sequence.instructions where instruction.opcode.hasTarget {
      isTarget[Int(instruction.argument)] = true
    }
    for index in 0..<count {
      if isTarget[index] {
        pendingLabel = Int32(index)
        startBlockIfNeeded()
      }
      startBlockIfNeeded()
      current.pointee.append(sequence.instructions[index])
    }
    linkTargets(count)
  }

  private func startBlockIfNeeded() {
    guard currentBlockIsTerminated() else { return }
    let block = newBlock()
    block.pointee.label = pendingLabel
    pendingLabel = -1
    current.pointee.next = block
    current = block
  }

  private func currentBlockIsTerminated() -> Bool {
    let last = current.pointee.last
    if let last, last.opcode.hasJump || last.opcode.isScopeExit { return true }
    guard pendingLabel >= 0 else { return false }
    if last != nil || current.pointee.label >= 0 { return true }
    current.pointee.label = pendingLabel
    pendingLabel = -1
    return false
  }

  private func linkTargets(_ labelCount: Int) {
    var byLabel = [BlockReference?](repeating: nil, count: labelCount)
    forEachBlock { if $0.pointee.label >= 0 { byLabel[Int($0.pointee.label)] = $0 } }
    forEachBlock { block in
      for index in 0..<block.pointee.count where block.pointee.code[index].opcode.hasTarget {
        block.pointee.code[index].target = byLabel[Int(block.pointee.code[index].argument)]
      }
    }
  }
}

/// The first block from `block` on that has instructions.
func nextNonEmpty(_ block: BlockReference?) -> BlockReference? {
  var block = block
  while let b = block, b.pointee.isEmpty { block = b.pointee.next }
  return block
}
