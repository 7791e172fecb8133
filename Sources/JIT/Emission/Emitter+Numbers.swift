// Machine numbers in arrays, functions of the C library, ranges.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    // MARK: Arrays of numbers

    private func memoryType(_ format: NumberFormat) -> IRType {
      switch format {
      case .double: return double
      case .float: return llvm.pointee.LLVMFloatTypeInContext(context)
      default: return llvm.pointee.LLVMIntTypeInContext(context, UInt32(format.bits))
      }
    }

    private func numberPlace(_ i: Instruction, _ type: IRType) -> IRValue {
      var index: IRValue = asInt(i.operands[1])
      return llvm.pointee.LLVMBuildInBoundsGEP2(
        builder, type, field(asWord(i.operands[0]), i.number), &index, 1, "")
    }

    func loadNumber(_ i: Instruction) -> IRValue {
      let format = NumberFormat(rawValue: UInt8(i.extra))!
      let type = memoryType(format)
      let number = load(type, numberPlace(i, type), i.alias)
      if format == .float { return llvm.pointee.LLVMBuildFPExt(builder, number, double, "") }
      if format.bits == 64 { return number }
      return format.isUnsigned
        ? llvm.pointee.LLVMBuildZExt(builder, number, word, "")
        : llvm.pointee.LLVMBuildSExt(builder, number, word, "")
    }

    /// The number fits.
    func storeNumber(_ i: Instruction) -> IRValue {
      let format = NumberFormat(rawValue: UInt8(i.extra))!
      let type = memoryType(format)
      var number = format.isFloat ? asFloat(i.operands[2]) : asInt(i.operands[2])
      if !format.isFloat, format.bits < 64 {
        number = llvm.pointee.LLVMBuildTrunc(builder, number, type, "")
      }
      store(number, numberPlace(i, type), i.alias)
      return nil
    }

    // MARK: Functions

    func mathFunction(_ i: Instruction) -> IRValue {
      let function = MathFunction(rawValue: i.number)!
      let result = call(function.runtimeFunction, i.operands.map(asFloat))
      let size = intrinsic("llvm.fabs", result)
      require(compare(.less, size, constant(double: .infinity)), else: exit(i.state))
      return result
    }

    // MARK: Truth

    /// Bools, None and ints in line, others by a function that runs no Python code.
    func plainTruth(_ i: Instruction) -> IRValue {
      let value = i.operands[0]
      switch graph.values[value].type.representation {
      case .bool: return values[value]!
      case .int: return notEqual(values[value]!, constant(0))
      case .float: return compare(.notEqual, values[value]!, constant(double: 0))
      case .word: break
      }
      let x = asWord(value)
      let (known, asked, done) = (addBlock("known"), addBlock("asked"), addBlock("truth"))
      let (isKnown, knownTruth) = simpleTruth(x)
      branch(isKnown, known, asked, isLikely: true)
      position(at: known)
      jump(to: done)
      position(at: asked)
      let answer = call(RuntimeFunctions.truth, [x])
      require(notEqual(answer, constant(2)), else: exit(i.state))
      let askedTruth = notEqual(answer, constant(0))
      let askedEnd = here
      jump(to: done)
      position(at: done)
      return phi(bit, [(knownTruth, known), (askedTruth, askedEnd)])
    }

    // MARK: Ranges

    /// The step is not zero.
    func rangeCount(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      let (start, stop, step) = (
        asInt(i.operands[0]), asInt(i.operands[1]), asInt(i.operands[2])
      )
      let exit = self.exit(i.state)
      let limit = 1 << 60
      for bound in [start, stop, step] {
        let shifted = l.LLVMBuildAdd(builder, bound, constant(limit), "")
        require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(2 * limit), ""), else: exit)
      }
      let isUp = l.LLVMBuildICmp(builder, LLVMIntSGT, step, constant(0), "")
      let span = l.LLVMBuildSelect(
        builder, isUp, l.LLVMBuildNSWSub(builder, stop, start, ""),
        l.LLVMBuildNSWSub(builder, start, stop, ""), "")
      let size = l.LLVMBuildSelect(
        builder, isUp, step, l.LLVMBuildNSWSub(builder, constant(0), step, ""), "")
      let rest = l.LLVMBuildNSWSub(builder, size, constant(1), "")
      let count = l.LLVMBuildSDiv(
        builder, l.LLVMBuildNSWAdd(builder, span, rest, ""), size, "")
      let isEmpty = l.LLVMBuildICmp(builder, LLVMIntSLE, span, constant(0), "")
      return l.LLVMBuildSelect(builder, isEmpty, constant(0), count, "")
    }
  }
#endif
