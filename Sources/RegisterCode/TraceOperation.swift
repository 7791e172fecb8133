// The traced form of register code: what its `trace` instructions tell of.
//
// Each instruction of the bytecode is a label there, so all slots of the stack are in their homes between
// any two, and begins with a `trace` of its own. See Documentation/Tracing.md.

/// Operand a of `trace`.
public enum TraceOperation: Int {
  /// An instruction begins.
  case instruction
  /// The same, and a line.
  case line
  /// The same where control flow meets: the line begins if another one ran before.
  case lineAtTarget
  /// Control flows into a `lineAtTarget`: what ran before is this instruction, or, c = 1, of no line.
  case edge
  /// A function begins.
  case start
  /// A generator goes on.
  case resume
  /// A jump, or a branch taken or not, to the unit in the literal.
  case jump
  case branch
  /// The value in r[b] is returned, yielded.
  case `return`
  case yield
  /// The constant whose index is the literal is returned.
  case returnConst
  /// The next instruction is a call, a step of an iterator, of a delegation.
  case call
  case forIter
  case send
  /// The next instruction is an attribute of `super()`.
  case superCall
  /// A delegation has ended with the value in r[c]; r[b] is what it delegated to.
  case endSend
  /// r[b] and r[c] are exchanged: tells nothing.
  case exchange
}

/// Bits of `LoweringInput.traceMarks`.
public enum TraceMark {
  /// The instruction is one that events tell of.
  public static let traceable: UInt8 = 1
  /// It may begin a line.
  public static let line: UInt8 = 2
  /// Something jumps to it, exceptions among them.
  public static let target: UInt8 = 4
}

/// An instruction's part of `LoweredView.states`: its unit, its first word and the depth of the stack, then
/// kind, value and home of each slot.
public struct SlotState {
  /// What a slot holds: the value is a register, the index of a constant, an int.
  public enum Kind: Int32 {
    case register, constant, smallInt, none, `true`, `false`, null
  }
  public static let headerCount = 3
  public static let slotCount = 3
}
