// The graph of a compiled unit: blocks with parameters, instructions in SSA form, frame states.

typealias ValueID = Int
typealias BlockID = Int

struct Instruction {
  var operation: Operation
  var operands: ValueList = []
  var number: Int = 0
  var extra: Int = 0
  /// Of `anyCompare`; of others what their form says.
  var comparison: Int = 0
  var alias: AliasClass = .slot
  var type: ValueType
  /// Index of its frame state, or -1.
  var state: Int = -1
  /// Address of the register instruction that it is part of.
  var place = 0
  /// Whether it is a guard that was moved out of a loop.
  var isHoisted = false
}

struct Edge {
  var target: BlockID
  var arguments: [ValueID]
}

enum Terminator {
  case jump(Edge)
  /// On a bool; whether the first is the likely one is not known.
  case branch(ValueID, Edge, Edge)
  /// The function's result.
  case result(ValueID)
  /// Leaves to the interpreter with a frame state; nothing failed.
  case leave(Int)
  /// Not built yet.
  case open
}

struct Block {
  var parameters: [ValueID] = []
  var body: [ValueID] = []
  var terminator = Terminator.open
}

/// A frame of the interpreter as it would be at a place of the native code.
struct FrameInfo {
  /// Its register 0, counted from that of the unit's frame.
  var base: Int
  var body: Int
  /// Address of the instruction to go on with; of an outer frame, behind its call.
  var pc: Int
  /// Header of an inlined frame: the function, its flags, and the instance that its `__init__` runs for.
  var function: ValueID
  var flags: Int
  var instance: ValueID?
}

/// What has to be stored where the interpreter goes on.
struct FrameState {
  /// Outermost first.
  var frames: [FrameInfo]
  /// Registers, counted from register 0 of the unit's frame, that do not hold their value already.
  var registers: [(register: Int, value: ValueID)]
}

final class Graph {
  var name: String
  /// Parameters are instructions of operation `.register` with number -1.
  var values: [Instruction] = []
  var blocks: [Block] = []
  var states: [FrameState] = []
  /// By block that loops go back to: the frame state at its beginning. Kept until loops are dealt with.
  var loopEntries: [BlockID: Int] = [:]
  let entry: BlockID
  /// Registers of a generator's own frame, which lies apart from its callees': higher ones are counted from
  /// the end of what the register stack is used for. Nil where all are on the stack.
  var ownRegisters: Int?

  init(name: String) {
    self.name = name
    entry = 0
    values.reserveCapacity(256)
    _ = addBlock()
  }

  func addBlock() -> BlockID {
    blocks.append(Block())
    // So many that most have room.
    blocks[blocks.count - 1].body.reserveCapacity(12)
    return blocks.count - 1
  }

  func addParameter(_ block: BlockID, _ type: ValueType) -> ValueID {
    values.append(Instruction(operation: .register, number: -1, type: type))
    blocks[block].parameters.append(values.count - 1)
    return values.count - 1
  }

  func isParameter(_ value: ValueID) -> Bool {
    values[value].operation == .register && values[value].number == -1
  }

  func isConstant(_ value: ValueID, _ n: Int) -> Bool {
    values[value].operation == .intConstant && values[value].number == n
  }

  func append(_ instruction: Instruction, to block: BlockID) -> ValueID {
    values.append(instruction)
    blocks[block].body.append(values.count - 1)
    return values.count - 1
  }
}

/// The edges out of a block.
struct Edges: RandomAccessCollection {
  fileprivate let first: Edge?
  fileprivate let second: Edge?

  var startIndex: Int { 0 }
  var endIndex: Int { second != nil ? 2 : first != nil ? 1 : 0 }

  subscript(_ index: Int) -> Edge { index == 0 ? first! : second! }
}

extension Terminator {
  var edges: Edges {
    switch self {
    case .jump(let edge): return Edges(first: edge, second: nil)
    case .branch(_, let yes, let no): return Edges(first: yes, second: no)
    case .result, .leave, .open: return Edges(first: nil, second: nil)
    }
  }

  func mapped(_ f: (ValueID) -> ValueID) -> Terminator {
    func map(_ edge: Edge) -> Edge { Edge(target: edge.target, arguments: edge.arguments.map(f)) }
    switch self {
    case .jump(let edge): return .jump(map(edge))
    case .branch(let condition, let yes, let no): return .branch(f(condition), map(yes), map(no))
    case .result(let value): return .result(f(value))
    case .leave, .open: return self
    }
  }

  func mappingEdges(_ f: (Edge) -> Edge) -> Terminator {
    switch self {
    case .jump(let edge): return .jump(f(edge))
    case .branch(let condition, let yes, let no): return .branch(condition, f(yes), f(no))
    case .result, .leave, .open: return self
    }
  }
}
