// Decoding the bytecode: from byte to instruction and cache length, by table.

import Bytecode

typealias StackOpcode = Bytecode.Opcode

enum StackInstructions {
  /// Indexed by byte; RESERVED where no code unit holds that byte.
  static let opcodes: [StackOpcode] = (0...255).map { StackOpcode(byte: UInt8($0)) ?? .RESERVED }
  /// Units of inline cache after the instruction, indexed by byte.
  static let cacheCounts: [UInt8] = opcodes.map { UInt8($0.cacheCount) }
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
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [ProtectedRange] {
    var ranges: [ProtectedRange] = []
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
    return ranges
  }
}
