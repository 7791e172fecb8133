// Operations on words, doubles and bits.

#if TAIPAN_LLVM
  import CLLVM

  extension Translator {
    func arithmetic(_ i: LowInstruction) -> LLVMValueRef? {
      let a = value(i.a)
      var b = i.b >= 0 ? value(i.b) : nil
      if i.operation == .add || i.operation == .subtract, let largeConstant,
        code.number(of: LowValue(Int(i.b))) == Translator.largeConstant
      {
        b = largeConstant
      }
      switch i.operation {
      case .compareWords:
        return llvm.pointee.LLVMBuildICmp(builder, Translator.ofWords(i.comparison), a, b, "")
      case .compareFloats:
        return llvm.pointee.LLVMBuildFCmp(builder, Translator.ofFloats(i.comparison), a, b, "")
      case .select: return llvm.pointee.LLVMBuildSelect(builder, a, b, value(i.c), "")
      case .rotate:
        return llvm.pointee.LLVMBuildOr(
          builder, llvm.pointee.LLVMBuildShl(builder, a, constant(i.number), ""),
          llvm.pointee.LLVMBuildLShr(builder, a, constant(64 - i.number), ""), "")
      case .floatAbsolute, .floatSquareRoot, .floatFloor, .floatCeiling, .floatTruncate,
        .floatFused:
        return callIntrinsic(i)
      default: return b == nil ? unary(i, a) : binary(i, a, b)
      }
    }

    private func unary(_ i: LowInstruction, _ a: LLVMValueRef?) -> LLVMValueRef? {
      let l = llvm.pointee
      switch i.operation {
      case .wordOfBit: return l.LLVMBuildZExt(builder, a, word, "")
      case .floatNegate: return l.LLVMBuildFNeg(builder, a, "")
      case .wordToFloat: return l.LLVMBuildSIToFP(builder, a, double, "")
      case .floatToWord: return l.LLVMBuildFPToSI(builder, a, word, "")
      case .bitsOfFloat: return l.LLVMBuildBitCast(builder, a, word, "")
      case .floatOfBits: return l.LLVMBuildBitCast(builder, a, double, "")
      case .bitNot: return l.LLVMBuildNot(builder, a, "")
      default: fatalError("\(i.operation) is not an operation of one value")
      }
    }

    private func binary(_ i: LowInstruction, _ a: LLVMValueRef?, _ b: LLVMValueRef?)
      -> LLVMValueRef?
    {
      let l = llvm.pointee
      switch i.operation {
      case .add where i.detail == 1: return l.LLVMBuildNSWAdd(builder, a, b, "")
      case .add: return l.LLVMBuildAdd(builder, a, b, "")
      case .subtract where i.detail == 1: return l.LLVMBuildNSWSub(builder, a, b, "")
      case .subtract: return l.LLVMBuildSub(builder, a, b, "")
      case .multiply: return l.LLVMBuildMul(builder, a, b, "")
      case .and, .bitAnd: return l.LLVMBuildAnd(builder, a, b, "")
      case .or, .bitOr: return l.LLVMBuildOr(builder, a, b, "")
      case .xor: return l.LLVMBuildXor(builder, a, b, "")
      case .shiftLeft: return l.LLVMBuildShl(builder, a, b, "")
      case .shiftRight: return l.LLVMBuildAShr(builder, a, b, "")
      case .shiftRightUnsigned: return l.LLVMBuildLShr(builder, a, b, "")
      case .divide: return l.LLVMBuildSDiv(builder, a, b, "")
      case .remainder: return l.LLVMBuildSRem(builder, a, b, "")
      case .floatAdd: return l.LLVMBuildFAdd(builder, a, b, "")
      case .floatSubtract: return l.LLVMBuildFSub(builder, a, b, "")
      case .floatMultiply: return l.LLVMBuildFMul(builder, a, b, "")
      case .floatDivide: return l.LLVMBuildFDiv(builder, a, b, "")
      default: fatalError("\(i.operation) is not an operation of two values")
      }
    }

    private static func ofWords(_ comparison: LowComparison) -> LLVMIntPredicate {
      switch comparison {
      case .less: return LLVMIntSLT
      case .lessEqual: return LLVMIntSLE
      case .equal: return LLVMIntEQ
      case .notEqual: return LLVMIntNE
      case .greater: return LLVMIntSGT
      case .greaterEqual: return LLVMIntSGE
      case .below: return LLVMIntULT
      case .belowEqual: return LLVMIntULE
      case .above: return LLVMIntUGT
      case .aboveEqual: return LLVMIntUGE
      case .ordered: fatalError("words are ordered")
      }
    }

    private static func ofFloats(_ comparison: LowComparison) -> LLVMRealPredicate {
      switch comparison {
      case .less: return LLVMRealOLT
      case .lessEqual: return LLVMRealOLE
      case .equal: return LLVMRealOEQ
      case .notEqual: return LLVMRealUNE
      case .greater: return LLVMRealOGT
      case .greaterEqual: return LLVMRealOGE
      case .ordered: return LLVMRealORD
      case .below, .belowEqual, .above, .aboveEqual: fatalError("floats have signs")
      }
    }

    // MARK: LLVM's functions

    private static func intrinsicName(_ operation: LowOperation) -> String {
      switch operation {
      case .addChecked: return "llvm.sadd.with.overflow"
      case .subtractChecked: return "llvm.ssub.with.overflow"
      case .multiplyChecked: return "llvm.smul.with.overflow"
      case .floatAbsolute: return "llvm.fabs"
      case .floatSquareRoot: return "llvm.sqrt"
      case .floatFloor: return "llvm.floor"
      case .floatCeiling: return "llvm.ceil"
      case .floatTruncate: return "llvm.trunc"
      case .floatFused: return "llvm.fma"
      case .frameAddress: return "llvm.frameaddress"
      default: fatalError("\(operation) is no function of LLVM's")
      }
    }

    /// LLVM's function for an operation, of operands of a type.
    private func intrinsic(_ operation: LowOperation, of type: LLVMTypeRef?) -> (
      function: LLVMValueRef?, type: LLVMTypeRef?
    ) {
      if let known = intrinsics[operation] { return known }
      let name = Translator.intrinsicName(operation)
      let id = llvm.pointee.LLVMLookupIntrinsicID(name, name.utf8.count)
      var types: [LLVMTypeRef?] = [type]
      let found = (
        llvm.pointee.LLVMGetIntrinsicDeclaration(module, id, &types, 1),
        llvm.pointee.LLVMIntrinsicGetType(context, id, &types, 1)
      )
      intrinsics[operation] = found
      return found
    }

    func callIntrinsic(_ i: LowInstruction) -> LLVMValueRef? {
      let (function, type) = intrinsic(i.operation, of: type(i.type))
      var operands: [LLVMValueRef?] = [value(i.a)]
      if i.b >= 0 { operands.append(value(i.b)) }
      if i.c >= 0 { operands.append(value(i.c)) }
      return llvm.pointee.LLVMBuildCall2(
        builder, type, function, &operands, UInt32(operands.count), "")
    }

    func frameAddress() -> LLVMValueRef? {
      let (function, type) = intrinsic(.frameAddress, of: pointer)
      var operands: [LLVMValueRef?] = [llvm.pointee.LLVMConstInt(half, 0, 0)]
      let frame = llvm.pointee.LLVMBuildCall2(builder, type, function, &operands, 1, "")
      return llvm.pointee.LLVMBuildPtrToInt(builder, frame, word, "")
    }
  }
#endif
