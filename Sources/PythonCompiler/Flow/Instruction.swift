import Bytecode
import PythonSyntax

extension Location {
  /// Marks an instruction that stands for no place in the source.
  static let none = Location(line: -1, column: -1, endLine: -1, endColumn: -1)

  init(line: Int32) { self.init(line: line, column: 0, endLine: line, endColumn: 0) }
}

/// A jump target of code that is being generated, before blocks exist.
struct Label: Equatable {
  var id: Int32
  static let none = Label(id: -1)
}

/// One instruction between code generation and assembly. Trivial, so that blocks can move it around
/// as memory.
struct Instruction {
  var opcode: Opcode
  /// The argument; before the flow graph exists, the label of instructions with a target.
  var argument: Int32
  var location: Location
  /// Where a jump or a `SETUP_` goes.
  var target: BlockReference?
  /// The handler of exceptions raised here.
  var handler: BlockReference?

  init(_ opcode: Opcode, _ argument: Int32 = 0, at location: Location) {
    self.opcode = opcode
    self.argument = argument
    self.location = location
  }

  var isJump: Bool { opcode.hasJump }
  var isBlockPush: Bool { opcode.isBlockPush }

  mutating func set(_ opcode: Opcode, _ argument: Int32 = 0) {
    self.opcode = opcode
    self.argument = argument
  }

  mutating func makeNop() { set(.NOP) }
}

/// What code generation makes of one scope: instructions in order, and where each label stands.
struct InstructionSequence {
  private(set) var instructions: [Instruction] = []
  /// By label id: the index of the instruction that follows the label.
  private(set) var positions: [Int32] = [-1]

  mutating func newLabel() -> Label {
    positions.append(-1)
    return Label(id: Int32(positions.count - 1))
  }

  mutating func use(_ label: Label) { positions[Int(label.id)] = Int32(instructions.count) }

  mutating func add(_ opcode: Opcode, _ argument: Int32, _ location: Location) {
    instructions.append(Instruction(opcode, argument, at: location))
  }

  /// Puts an instruction before all others; labels keep naming the instructions that they named.
  mutating func insertFirst(_ opcode: Opcode, _ argument: Int32, _ location: Location) {
    instructions.insert(Instruction(opcode, argument, at: location), at: 0)
    for index in positions.indices where positions[index] >= 0 { positions[index] += 1 }
  }

  /// Replaces the labels in arguments by the indices of instructions.
  mutating func resolveLabels() {
    for index in instructions.indices where instructions[index].opcode.hasTarget {
      instructions[index].argument = positions[Int(instructions[index].argument)]
    }
  }
}
