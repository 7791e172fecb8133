// Arithmetic and comparisons of ints, which leave where a result is not an int of 64 bits.

#if TAIPAN_LLVM
  import CLLVM

  extension Emitter {
    func emitInt(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
      switch i.operation {
      case .intAnd: return l.LLVMBuildAnd(builder, a, b, "")
      case .intOr: return l.LLVMBuildOr(builder, a, b, "")
      case .intXor: return l.LLVMBuildXor(builder, a, b, "")
      case .wordAdd: return l.LLVMBuildNSWAdd(builder, a, b, "")
      default: return l.LLVMBuildNSWSub(builder, a, b, "")
      }
    }

    func emitCheckedInt(_ i: Instruction) -> IRValue {
      let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
      let exit = self.exit(i.state)
      switch i.operation {
      case .intAdd: return checked("llvm.sadd.with.overflow", a, b, exit)
      case .intSubtract: return checked("llvm.ssub.with.overflow", a, b, exit)
      case .intMultiply: return checked("llvm.smul.with.overflow", a, b, exit)
      case .intFloorDivide: return floorDivide(a, b, exit)
      case .intModulo: return modulo(a, b, exit)
      case .intShiftLeft: return shiftLeft(a, b, exit)
      case .intShiftRight: return shiftRight(a, b, exit)
      default: return trueDivide(a, b, exit)
      }
    }

    func checked(
      _ name: String, _ a: IRValue, _ b: IRValue, _ exit: IRBlock
    ) -> IRValue {
      let (result, overflows) = overflowing(name, a, b)
      require(llvm.pointee.LLVMBuildNot(builder, overflows, ""), else: exit)
      return result
    }

    /// Not zero, and not the one division that overflows.
    private func requireDivisible(
      _ a: IRValue, _ b: IRValue, _ exit: IRBlock
    ) {
      require(notEqual(b, constant(0)), else: exit)
      let l = llvm.pointee
      let overflows = l.LLVMBuildAnd(
        builder, equal(b, constant(-1)), equal(a, constant(Int.min)), "")
      require(l.LLVMBuildNot(builder, overflows, ""), else: exit)
    }

    /// Whether the remainder is not zero and of another sign than the divisor.
    private func needsCorrection(_ remainder: IRValue, _ b: IRValue) -> IRValue {
      let l = llvm.pointee
      let signs = l.LLVMBuildXor(builder, remainder, b, "")
      let differ = l.LLVMBuildICmp(builder, LLVMIntSLT, signs, constant(0), "")
      return l.LLVMBuildAnd(builder, notEqual(remainder, constant(0)), differ, "")
    }

    private func floorDivide(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      requireDivisible(a, b, exit)
      let l = llvm.pointee
      let quotient = l.LLVMBuildSDiv(builder, a, b, "")!
      let remainder = l.LLVMBuildSRem(builder, a, b, "")!
      let correction = l.LLVMBuildZExt(builder, needsCorrection(remainder, b), word, "")
      return l.LLVMBuildSub(builder, quotient, correction, "")
    }

    private func modulo(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      requireDivisible(a, b, exit)
      let l = llvm.pointee
      let remainder = l.LLVMBuildSRem(builder, a, b, "")!
      let corrected = l.LLVMBuildAdd(builder, remainder, b, "")
      return l.LLVMBuildSelect(builder, needsCorrection(remainder, b), corrected, remainder, "")
    }

    private func shiftLeft(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(l.LLVMBuildICmp(builder, LLVMIntULT, b, constant(63), ""), else: exit)
      let shifted = l.LLVMBuildShl(builder, a, b, "")!
      require(equal(l.LLVMBuildAShr(builder, shifted, b, ""), a), else: exit)
      return shifted
    }

    private func shiftRight(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(l.LLVMBuildICmp(builder, LLVMIntSGE, b, constant(0), ""), else: exit)
      let isFar = l.LLVMBuildICmp(builder, LLVMIntSGT, b, constant(63), "")
      return l.LLVMBuildAShr(
        builder, a, l.LLVMBuildSelect(builder, isFar, constant(63), b, ""), "")
    }

    /// Exact as long as both are exact floats.
    private func trueDivide(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(notEqual(b, constant(0)), else: exit)
      for operand in [a, b] {
        let shifted = l.LLVMBuildAdd(builder, operand, constant(1 << 53), "")
        require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(1 << 54), ""), else: exit)
      }
      return l.LLVMBuildFDiv(
        builder, l.LLVMBuildSIToFP(builder, a, double, ""),
        l.LLVMBuildSIToFP(builder, b, double, ""), "")
    }

    func compareInts(_ comparison: Comparison, _ a: IRValue, _ b: IRValue)
      -> IRValue
    {
      let predicate: LLVMIntPredicate
      switch comparison {
      case .less: predicate = LLVMIntSLT
      case .lessEqual: predicate = LLVMIntSLE
      case .equal: predicate = LLVMIntEQ
      case .notEqual: predicate = LLVMIntNE
      case .greater: predicate = LLVMIntSGT
      case .greaterEqual: predicate = LLVMIntSGE
      }
      return llvm.pointee.LLVMBuildICmp(builder, predicate, a, b, "")
    }
  }
#endif
