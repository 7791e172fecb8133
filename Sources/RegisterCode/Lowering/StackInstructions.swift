// Decoding the bytecode: from byte to instruction and cache length, by table.

import Bytecode

typealias StackOpcode = Bytecode.Opcode

enum StackInstructions {
  /// What decoding asks about a byte.
  struct Row {
    /// RESERVED where no code unit holds the byte.
    let opcode: StackOpcode
    /// Units of the instruction and its inline cache.
    let length: UInt8
    /// Whether the instruction may jump, or is a part of the one that follows.
    let isJumpOrPrefix: Bool
    /// Shifts the argument to the local that the instruction stores the top of the stack to; 255 where
    /// it does not begin with that.
    let storeShift: UInt8
  }

  /// Indexed by byte.
  nonisolated(unsafe) static let rows: UnsafePointer<Row> = {
    let table = UnsafeMutablePointer<Row>.allocate(capacity: 256)
    for byte in UInt8.min...UInt8.max {
      let opcode = StackOpcode(byte: byte) ?? .RESERVED
      (table + Int(byte)).initialize(
        to: Row(
          opcode: opcode, length: UInt8(1 + opcode.cacheCount),
          isJumpOrPrefix: isJumpOrPrefix(opcode), storeShift: storeShift(opcode)))
    }
    return UnsafePointer(table)
  }()

  private static func isJumpOrPrefix(_ opcode: StackOpcode) -> Bool {
    switch opcode {
    case .EXTENDED_ARG, .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE, .POP_JUMP_IF_NONE,
      .POP_JUMP_IF_NOT_NONE, .JUMP_FORWARD, .SEND, .FOR_ITER, .JUMP_BACKWARD,
      .JUMP_BACKWARD_NO_INTERRUPT:
      return true
    default: return false
    }
  }

  private static func storeShift(_ opcode: StackOpcode) -> UInt8 {
    switch opcode {
    case .STORE_FAST: return 0
    case .STORE_FAST_LOAD_FAST, .STORE_FAST_STORE_FAST: return 4
    default: return .max
    }
  }
}

/// One decoded instruction.
struct StackInstruction {
  let opcode: StackOpcode
  let argument: Int
  /// Of the instruction itself, after any EXTENDED_ARG.
  let unit: Int
  /// The unit after its cache: what its jump offset counts from.
  let next: Int
}

/// A range of the exception table and, as lowering goes, its place in the words.
struct ProtectedRange {
  let start: Int
  let end: Int
  let target: Int
  let depth: Int
  let pushesLastInstruction: Bool
  var startWord: Int32 = -1
  var endWord: Int32 = -1
}

extension ProtectedRange {
  /// The entries of a code object's exception table, in units.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into ranges: inout Growing<ProtectedRange>
  ) {
    var index = 0
    func number() -> Int {
      var value = 0
      while index < bytes.count {
        let byte = Int(bytes[index])
        index += 1
        value = value << 6 | byte & 0x3F
        if byte & 0x40 == 0 { break }
      }
      return value
    }
    while index < bytes.count {
      let start = number()
      let length = number()
      let target = number()
      let depth = number()
      ranges.append(
        ProtectedRange(
          start: start, end: start + length, target: target, depth: depth >> 1,
          pushesLastInstruction: depth & 1 == 1))
    }
  }
}
