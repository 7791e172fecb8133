// Guards: a test, and where it fails the exit of the frame state.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    func emitGuard(_ i: Instruction) -> IRValue {
      let exit = self.exit(i.state)
      switch i.operation {
      case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape: return typeGuard(i, exit)
      case .guardShapes:
        let x = asWord(i.operands[0])
        require(hasTag(x, 0), else: exit)
        require(shapeIsOne(x, of: i), else: exit)
      case .guardIdentical:
        let x = asWord(i.operands[0])
        require(equal(x, constant(i.number)), else: exit)
        return x
      case .guardPresent:
        if graph.values[i.operands[0]].type.representation == .word {
          require(notEqual(asWord(i.operands[0]), constant(0)), else: exit)
        }
      case .guardByte:
        let found = load(byte, field(asWord(i.operands[0]), i.number), .numbers)
        require(equal(found, llvm.pointee.LLVMConstInt(byte, UInt64(i.extra), 0)), else: exit)
      case .guardTrue: require(asBool(i.operands[0]), else: exit)
      case .guardFalse:
        // A safepoint.
        if i.extra == 1 { countRound() }
        require(llvm.pointee.LLVMBuildNot(builder, asBool(i.operands[0]), ""), else: exit)
      case .guardVersion:
        let version = load(half, constant(address: i.number), .version)
        require(
          equal(version, llvm.pointee.LLVMConstInt(half, UInt64(i.extra), 0)), else: exit)
      default: return guardIndex(i, exit)
      }
      return nil
    }

    private func guardIndex(_ i: Instruction, _ exit: IRBlock) -> IRValue {
      let l = llvm.pointee
      let (count, index) = (asInt(i.operands[0]), asInt(i.operands[1]))
      if i.operation == .guardBelow {
        require(l.LLVMBuildICmp(builder, LLVMIntULT, index, count, ""), else: exit)
        return index
      }
      let isNegative = l.LLVMBuildICmp(builder, LLVMIntSLT, index, constant(0), "")
      let fromEnd = l.LLVMBuildAdd(builder, index, count, "")
      let place = l.LLVMBuildSelect(builder, isNegative, fromEnd, index, "")!
      require(l.LLVMBuildICmp(builder, LLVMIntULT, place, count, ""), else: exit)
      return place
    }

    private func typeGuard(_ i: Instruction, _ exit: IRBlock) -> IRValue {
      let operand = i.operands[0]
      switch (i.operation, graph.values[operand].type.representation) {
      case (.guardInt, .int), (.guardFloat, .float), (.guardNumber, .float), (.guardExact, .float):
        return values[operand]
      case (.guardNumber, .int):
        return llvm.pointee.LLVMBuildSIToFP(builder, values[operand], double, "")
      case (.guardExact, .int): return exactFloat(values[operand], exit)
      case (_, .word): break
      default:
        // It never is what is asked for.
        let dead = addBlock("dead")
        jump(to: exit)
        position(at: dead)
        return llvm.pointee.LLVMGetPoison(
          i.operation == .guardInt || i.operation == .guardShape ? word : double)
      }
      let x = asWord(operand)
      switch i.operation {
      case .guardInt:
        require(isTaggedInt(x), else: exit)
        return untaggedInt(x)
      case .guardShape:
        if graph.values[operand].type.shape != UInt32(i.number) {
          require(hasTag(x, 0), else: exit)
          require(shapeIs(x, i.number), else: exit)
        }
        return x
      default: return unboxFloat(x, exit, i.operation)
      }
    }

    /// Inline floats in line, boxed ones (zero above all) and ints out of it.
    private func unboxFloat(_ x: IRValue, _ exit: IRBlock, _ operation: Operation) -> IRValue {
      let l = llvm.pointee
      let (usual, other, done) = (addBlock(""), addBlock("other"), addBlock(""))
      branch(hasTag(x, 2), usual, other, isLikely: true)
      position(at: usual)
      var incoming = [(inlineFloat(x), here)]
      jump(to: done)
      position(at: other)
      if operation != .guardFloat {
        let (small, boxed) = (addBlock(""), addBlock(""))
        branch(isTaggedInt(x), small, boxed)
        position(at: small)
        let number =
          operation == .guardExact
          ? exactFloat(untaggedInt(x), exit)
          : l.LLVMBuildSIToFP(builder, untaggedInt(x), double, "")
        incoming.append((number, here))
        jump(to: done)
        position(at: boxed)
      }
      require(hasTag(x, 0), else: exit)
      // Where a loop is entered, a variable that was a float may be unset.
      require(notEqual(x, constant(0)), else: exit)
      require(shapeIs(x, Int(Shape.of(.float).id)), else: exit)
      let number = load(double, field(x, MemoryLayout<FloatLayout>.offset(of: \.number)!), .float)
      // As a number a NaN would lose its identity, by which containers find it.
      require(
        llvm.pointee.LLVMBuildFCmp(builder, LLVMRealORD, number, number, ""), else: exit)
      incoming.append((number, here))
      jump(to: done)
      position(at: done)
      return phi(double, incoming)
    }

    /// An int that is a float, too.
    private func exactFloat(_ n: IRValue, _ exit: IRBlock) -> IRValue {
      let l = llvm.pointee
      let shifted = l.LLVMBuildAdd(builder, n, constant(1 << 53), "")
      require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(1 << 54), ""), else: exit)
      return l.LLVMBuildSIToFP(builder, n, double, "")
    }
  }
#endif
