// Where `f_lineno` may be set to: what kinds of things lie on the stack before each instruction.

import Bytecode

public struct JumpTargets {
  /// What a slot of the stack holds, as far as jumps care.
  public enum Kind: UInt8 { case iterator, exception, object, null, lastInstruction }

  /// The stack before an instruction, its top last; nil where nothing leads to it.
  public private(set) var stacks: [[Kind]?]

  /// Deeper stacks are not analysed.
  private static let mostDepth = 21

  public enum Failure: Error {
    case unknown, tooDeep, unreachable, incompatible(String)

    /// The sentence of the ValueError.
    public var message: String {
      switch self {
      case .unknown: return "cannot find bytecode for specified line"
      case .tooDeep: return "stack to deep to analyze"
      case .unreachable: return "can't jump from unreachable code"
      case .incompatible(let reason): return reason
      }
    }
  }

  public init(
    code: UnsafeBufferPointer<UInt8>, exceptionTable: UnsafeBufferPointer<UInt8>
  ) {
    let count = code.count / 2
    stacks = Array(repeating: nil, count: count + 1)
    stacks[0] = []
    var ranges = Growing<ProtectedRange>()
    ProtectedRange.decode(exceptionTable, into: &ranges)
    defer { ranges.free() }
    var isDone = false
    while !isDone {
      isDone = true
      TraceMarks.forEachInstruction(code) { start, instruction in
        guard let stack = stacks[start] else { return }
        let isNew = step(stack, instruction, from: start)
        if isNew { isDone = false }
      }
      for range in ranges.buffer {
        guard let stack = stacks[range.start], stacks[range.target] == nil else { continue }
        isDone = false
        stacks[range.target] =
          stack.prefix(range.depth) + (range.pushesLastInstruction ? [.lastInstruction] : [])
          + [.exception]
      }
    }
  }

  /// Follows one instruction; true where something further up has become reachable.
  private mutating func step(
    _ stack: [Kind], _ instruction: TraceMarks.Instruction, from start: Int
  ) -> Bool {
    let argument = instruction.argument
    let next = instruction.next
    var after = stack
    func popped(_ count: Int) -> [Kind] { Array(stack.dropLast(count)) }
    switch instruction.opcode {
    case .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE, .POP_JUMP_IF_NONE, .POP_JUMP_IF_NOT_NONE:
      after = popped(1)
      set(next + argument, after)
    case .SEND: set(next + argument, stack)
    case .JUMP_FORWARD:
      set(next + argument, stack)
      return false
    case .JUMP_BACKWARD, .JUMP_BACKWARD_NO_INTERRUPT:
      let target = next - argument
      let isNew = target >= 0 && target < start && stacks[target] == nil
      set(target, stack)
      return isNew
    case .GET_ITER, .GET_AITER: after = popped(1) + [.iterator]
    case .FOR_ITER:
      after.append(.object)
      set(next + argument, after)
    case .END_ASYNC_FOR: after = popped(2)
    case .PUSH_EXC_INFO: after.append(.exception)
    case .POP_EXCEPT: after = popped(1)
    case .RETURN_VALUE, .RETURN_CONST, .RAISE_VARARGS, .RERAISE: return false
    case .PUSH_NULL: after.append(.null)
    case .LOAD_GLOBAL:
      after.append(.object)
      if argument & 1 != 0 { after.append(.null) }
    case .LOAD_ATTR:
      if argument & 1 != 0 { after = popped(1) + [.object, .null] }
    case .SWAP where argument >= 1 && argument <= stack.count:
      after.swapAt(stack.count - 1, stack.count - argument)
    case .COPY where argument >= 1 && argument <= stack.count:
      after.append(stack[stack.count - argument])
    default:
      let effect = instruction.opcode.stackEffect(argument, jump: false)
      after = effect < 0 ? popped(-effect) : stack + Array(repeating: .object, count: effect)
    }
    set(next, after)
    return false
  }

  private mutating func set(_ unit: Int, _ stack: [Kind]) {
    if unit >= 0, unit < stacks.count { stacks[unit] = stack }
  }

  /// The unit where a frame at `unit` goes on at a line: the one with most on the stack.
  public func target(
    from unit: Int, line: Int, lines: UnsafePointer<Int32>
  ) throws(Failure) -> Int {
    var failure = Failure.unknown
    var best = -1
    let own = stacks[unit]
    for target in 0..<stacks.count - 1 where lines[target] == line && isFirst(target, line, lines) {
      let there = stacks[target]
      if let own, let there, Self.fits(own, there) {
        if best < 0 || Self.order(stacks[best]!, there) { best = target }
      } else if best < 0, case .unknown = failure {
        failure = explain(own, there)
      }
    }
    if best >= 0 { return best }
    throw failure
  }

  /// Only where a line begins, as the table of lines has it.
  private func isFirst(_ unit: Int, _ line: Int, _ lines: UnsafePointer<Int32>) -> Bool {
    unit == 0 || lines[unit - 1] != line
  }

  private static func order(_ a: [Kind], _ b: [Kind]) -> Bool { a.count < b.count }

  private func explain(_ own: [Kind]?, _ target: [Kind]?) -> Failure {
    guard let own else { return .unreachable }
    if own.count > Self.mostDepth { return .tooDeep }
    guard let target else {
      return .incompatible("can't jump into an exception handler, or code may be unreachable")
    }
    switch target.last {
    case .exception:
      return .incompatible("can't jump into an 'except' block as there's no exception")
    case .lastInstruction:
      return .incompatible("can't jump into a re-raising block as there's no location")
    case .iterator: return .incompatible("can't jump into the body of a for loop")
    default: return .incompatible("incompatible stacks")
    }
  }

  /// Whether a stack becomes the other by dropping what is on top.
  private static func fits(_ from: [Kind], _ to: [Kind]) -> Bool {
    if from.count > mostDepth || to.count > mostDepth || to.count > from.count { return false }
    return zip(from, to).allSatisfy { from, to in
      switch to {
      case .object: return from != .null
      case .null: return true
      default: return from == to
      }
    }
  }
}
