import Bytecode
import PythonSyntax

/// Turns the final instructions of a code unit into bytes and tables.
struct Assembler {
  private var instructions: [Instruction]
  /// Offset of each instruction, in code units.
  private var offsets: [Int32]

  /// Instructions name their targets by blocks whose labels are indices into `instructions`.
  init(_ instructions: [Instruction]) {
    self.instructions = instructions
    offsets = [Int32](repeating: 0, count: instructions.count)
    chooseJumpDirections()
    resolveJumpOffsets()
  }

  private func size(_ instruction: Instruction) -> Int32 {
    let argument = instruction.argument
    let extensions: Int32 =
      argument > 0xFFFFFF ? 3 : argument > 0xFFFF ? 2 : argument > 0xFF ? 1 : 0
    return extensions + 1 + Int32(instruction.opcode.cacheCount)
  }

  private mutating func chooseJumpDirections() {
    for index in instructions.indices {
      let isNoInterrupt = instructions[index].opcode == .JUMP_NO_INTERRUPT
      guard isNoInterrupt || instructions[index].opcode == .JUMP else { continue }
      let isForward = instructions[index].target!.pointee.label > Int32(index)
      instructions[index].opcode =
        isForward
        ? .JUMP_FORWARD : isNoInterrupt ? .JUMP_BACKWARD_NO_INTERRUPT : .JUMP_BACKWARD
    }
  }

  /// The length of a jump can depend on its own argument, so this repeats until nothing changes.
  private mutating func resolveJumpOffsets() {
    for index in instructions.indices where instructions[index].opcode.hasJump {
      instructions[index].argument = instructions[index].target!.pointee.label
    }
    var isStable = false
    while !isStable {
      var offset: Int32 = 0
      for index in instructions.indices {
        offsets[index] = offset
        offset += size(instructions[index])
      }
      isStable = true
      offset = 0
      for index in instructions.indices {
        let oldSize = size(instructions[index])
        offset += oldSize
        guard instructions[index].opcode.hasJump else { continue }
        let target = offsets[Int(instructions[index].target!.pointee.label)]
        instructions[index].argument = target < offset ? offset - target : target - offset
        if size(instructions[index]) != oldSize { isStable = false }
      }
    }
  }

  func code() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(instructions.count * 4)
    for instruction in instructions {
      let argument = instruction.argument
      for shift in [Int32(24), 16, 8] where argument >> shift != 0 {
        bytes.append(UInt8(Opcode.EXTENDED_ARG.rawValue))
        bytes.append(UInt8(truncatingIfNeeded: argument >> shift))
      }
      bytes.append(UInt8(instruction.opcode.rawValue))
      bytes.append(UInt8(truncatingIfNeeded: argument))
      for _ in 0..<instruction.opcode.cacheCount * 2 { bytes.append(0) }
    }
    return bytes
  }

  func lineTable(firstLine: Int) -> [UInt8] {
    var writer = LocationTableWriter(firstLine: firstLine)
    var location = Location.none
    var length: Int32 = 0
    for instruction in instructions {
      if instruction.location != location {
        writer.append(SourcePosition(location), length: Int(length))
        location = instruction.location
        length = 0
      }
      length += size(instruction)
    }
    writer.append(SourcePosition(location), length: Int(length))
    return writer.bytes
  }

  func exceptionTable() -> [UInt8] {
    var bytes: [UInt8] = []
    var handler: BlockReference?
    var start: Int32 = 0
    var offset: Int32 = 0
    func close() {
      guard let handler else { return }
      let preserves = handler.pointee.preservesLastInstruction
      ExceptionTable.append(
        ExceptionTableEntry(
          start: Int(start), end: Int(offset), target: Int(offsets[Int(handler.pointee.label)]),
          depth: handler.pointee.startDepth - (preserves ? 2 : 1),
          pushesLastInstruction: preserves),
        to: &bytes)
    }
    for instruction in instructions {
      if instruction.handler?.pointee.label != handler?.pointee.label {
        close()
        start = offset
        handler = instruction.handler
      }
      offset += size(instruction)
    }
    close()
    return bytes
  }
}

extension SourcePosition {
  init(_ location: Location) {
    self.init(
      line: Int(location.line), endLine: Int(location.endLine), column: Int(location.column),
      endColumn: Int(location.endColumn))
  }
}
