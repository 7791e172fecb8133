import Bytecode

// Optimisations that look at constants: branches on them, comparisons with None, tuples of them; and
// the removal of constants that nothing loads any more.

extension FlowGraph {
  func optimizeLoadConstant() { forEachBlock { optimizeLoadConstant(in: $0) } }

  private func optimizeLoadConstant(in block: BlockReference) {
    let code = block.pointee.code
    let count = block.pointee.count
    // `COPY 1` after `LOAD_CONST` pushes the same constant, so it is treated as another load of it.
    var opcode = Opcode.CACHE
    var argument: Int32 = 0
    var index = 0
    while index < count {
      defer { index += 1 }
      let isCopy =
        opcode == .LOAD_CONST && code[index].opcode == .COPY && code[index].argument == 1
      if !isCopy {
        opcode = code[index].opcode
        argument = code[index].argument
      }
      guard opcode == .LOAD_CONST, index + 1 < count else { continue }
      let next = code + index + 1
      switch next.pointee.opcode {
      case .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE:
        let jumps = constants[argument].isTrue == (next.pointee.opcode == .POP_JUMP_IF_TRUE)
        code[index].makeNop()
        if jumps { next.pointee.opcode = .JUMP } else { next.pointee.makeNop() }
      case .IS_OP:
        if case .none = constants[argument] { foldNoneTest(code + index, count - index) }
      case .RETURN_VALUE:
        code[index].makeNop()
        next.pointee.set(.RETURN_CONST, argument)
        index += 1
      case .TO_BOOL:
        let value: Constant = constants[argument].isTrue ? .true : .false
        code[index].makeNop()
        next.pointee.set(.LOAD_CONST, constants.add(value))
      default:
        break
      }
    }
  }

  /// `x is None` before a branch becomes one branch. `load` points to the load of `None`.
  private func foldNoneTest(_ load: UnsafeMutablePointer<Instruction>, _ available: Int) {
    guard available > 2 else { return }
    var jump = load + 2
    if jump.pointee.opcode == .TO_BOOL {
      jump.pointee.makeNop()
      guard available > 3 else { return }
      jump += 1
    }
    var isInverted = load[1].argument != 0
    switch jump.pointee.opcode {
    case .POP_JUMP_IF_FALSE: isInverted.toggle()
    case .POP_JUMP_IF_TRUE: break
    default: return
    }
    load[0].makeNop()
    load[1].makeNop()
    jump.pointee.opcode = isInverted ? .POP_JUMP_IF_NOT_NONE : .POP_JUMP_IF_NONE
  }

  /// `build` points to `BUILD_TUPLE n`, after at least n other instructions of its block.
  func foldTupleOfConstants(_ build: UnsafeMutablePointer<Instruction>) {
    let count = Int(build.pointee.argument)
    let first = build - count
    for index in 0..<count where first[index].opcode != .LOAD_CONST { return }
    let items = (0..<count).map { constants[first[$0].argument] }
    let index = constants.add(.tuple(items))
    for index in 0..<count { first[index].makeNop() }
    build.pointee.set(.LOAD_CONST, index)
  }

  /// Drops constants without a use; the first one stays, because it may be the docstring.
  func removeUnusedConstants() {
    guard constants.count > 0 else { return }
    var isUsed = [Bool](repeating: false, count: constants.count)
    isUsed[0] = true
    forEachBlock { block in
      for index in 0..<block.pointee.count where block.pointee.code[index].opcode.hasConstant {
        isUsed[Int(block.pointee.code[index].argument)] = true
      }
    }
    guard isUsed.contains(false) else { return }
    var newIndex = [Int32](repeating: -1, count: isUsed.count)
    var kept: Int32 = 0
    for index in isUsed.indices where isUsed[index] {
      newIndex[index] = kept
      kept += 1
    }
    constants.keep(isUsed)
    forEachBlock { block in
      for index in 0..<block.pointee.count where block.pointee.code[index].opcode.hasConstant {
        block.pointee.code[index].argument = newIndex[Int(block.pointee.code[index].argument)]
      }
    }
  }
}
