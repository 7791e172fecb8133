// Which instructions of the bytecode events tell of, and which begin a line: as `sys.monitoring` defines it.

import Bytecode

public enum TraceMarks {
  /// `TraceMark` bits of each code unit.
  ///
  /// - Parameter lines: the line of each unit, negative where there is none.
  public static func make(
    code: UnsafeBufferPointer<UInt8>, exceptionTable: UnsafeBufferPointer<UInt8>,
    lines: UnsafePointer<Int32>
  ) -> [UInt8] {
    let count = code.count / 2
    var marks = [UInt8](repeating: 0, count: count)
    var isTraceable = false
    var line: Int32 = -1
    forEachInstruction(code) { start, instruction in
      // What is before the first RESUME makes the frame.
      if instruction.opcode == .RESUME { isTraceable = true }
      if !isTraceable { return }
      marks[start] |= TraceMark.traceable
      switch instruction.opcode {
      case .RESUME, .END_FOR, .END_SEND, .END_ASYNC_FOR: break
      default:
        if lines[start] != line, lines[start] >= 0 { marks[start] |= TraceMark.line }
        line = lines[start]
      }
      if let target = target(of: instruction), target < count {
        marks[target] |= TraceMark.line | TraceMark.target
      }
    }
    var ranges = Growing<ProtectedRange>()
    ProtectedRange.decode(exceptionTable, into: &ranges)
    for range in ranges.buffer where range.target < count {
      if opcode(code, range.target) != .END_ASYNC_FOR {
        marks[range.target] |= TraceMark.line | TraceMark.target
      }
    }
    ranges.free()
    // An END_SEND goes on with the line of the SEND that leads to it.
    for unit in 0..<count
    where marks[unit] & TraceMark.traceable == 0 || lines[unit] < 0
      || opcode(code, unit) == .END_SEND
    {
      marks[unit] &= ~(TraceMark.line | TraceMark.target)
    }
    return marks
  }

  /// Calls `body` with the first unit of each instruction, a prefix perhaps.
  public static func forEachInstruction(
    _ code: UnsafeBufferPointer<UInt8>, _ body: (Int, Instruction) -> Void
  ) {
    var (unit, start, argument) = (0, 0, 0)
    while unit < code.count / 2 {
      let opcode = opcode(code, unit)
      argument = argument << 8 | Int(code[unit * 2 + 1])
      unit += Int(StackInstructions.rows[Int(code[unit * 2])].length)
      if opcode == .EXTENDED_ARG { continue }
      body(start, Instruction(opcode: opcode, argument: argument, next: unit))
      (start, argument) = (unit, 0)
    }
  }

  /// Whether the RESUME at a unit, or behind the yield there, is in no block but the one around the whole generator.
  public static func isOutermostResume(_ code: UnsafeBufferPointer<UInt8>, near unit: Int) -> Bool {
    for resume in [unit, unit + 1] where resume < code.count / 2 {
      if opcode(code, resume) == .RESUME { return code[resume * 2 + 1] & 4 != 0 }
    }
    return false
  }

  /// Whether a frame of generator code can be suspended inside `try` or `with`: whether a RESUME behind a
  /// yield or await has a handler other than the one of the whole generator, which begins with an intrinsic.
  public static func suspendsInside(
    _ code: UnsafeBufferPointer<UInt8>, exceptionTable: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var ranges = Growing<ProtectedRange>()
    defer { ranges.free() }
    ProtectedRange.decode(exceptionTable, into: &ranges)
    return ranges.buffer.contains { range in
      range.target < code.count / 2 && opcode(code, range.target) != .CALL_INTRINSIC_1
        && (range.start..<min(range.end, code.count / 2)).contains { unit in
          opcode(code, unit) == .RESUME && code[unit * 2 + 1] & 3 != 0
        }
    }
  }

  /// Units of inline cache behind the instruction at a unit.
  public static func cacheCount(_ code: UnsafeBufferPointer<UInt8>, _ unit: Int) -> Int {
    Int(StackInstructions.rows[Int(code[unit * 2])].length) - 1
  }

  public struct Instruction {
    public let opcode: Bytecode.Opcode
    public let argument: Int
    /// The unit behind it and its caches.
    public let next: Int
  }

  private static func opcode(_ code: UnsafeBufferPointer<UInt8>, _ unit: Int) -> StackOpcode {
    StackInstructions.rows[Int(code[unit * 2])].opcode
  }

  /// Where a jump goes to, past what only ends a loop there.
  private static func target(of instruction: Instruction) -> Int? {
    switch instruction.opcode {
    case .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE, .POP_JUMP_IF_NONE, .POP_JUMP_IF_NOT_NONE,
      .JUMP_FORWARD:
      return instruction.next + instruction.argument
    case .FOR_ITER: return instruction.next + instruction.argument + 2
    case .SEND: return instruction.next + instruction.argument + 1
    case .JUMP_BACKWARD, .JUMP_BACKWARD_NO_INTERRUPT:
      return max(0, instruction.next - instruction.argument)
    default: return nil
    }
  }
}
