// Memory and calls.

#if TAIPAN_LLVM
  import CLLVM

  extension Translator {
    // MARK: Places

    /// A word as pointer.
    private func pointer(_ index: Int32) -> LLVMValueRef? {
      if let known = companions[Int(index)] { return known }
      return llvm.pointee.LLVMBuildIntToPtr(builder, value(index), pointer, "")
    }

    /// Of an access, or whose address is taken.
    func place(_ i: LowInstruction) -> LLVMValueRef? {
      let base: LLVMValueRef?
      var offset = i.number
      switch i.a {
      case LowInstruction.scratch:
        let shared = (code.scratchWords - code.privateWords) * 8
        base = offset < shared ? scratch : privateScratch
        if offset >= shared { offset -= shared }
      case LowInstruction.absent:
        base = llvm.pointee.LLVMConstIntToPtr(constant(offset), pointer)
        offset = 0
      default: base = pointer(i.a)
      }
      var place = base
      if offset != 0 { place = address(byte, place, constant(offset)) }
      if i.b >= 0 { place = address(element(i.scale), place, value(i.b)) }
      return place
    }

    private func address(_ type: LLVMTypeRef?, _ base: LLVMValueRef?, _ index: LLVMValueRef?)
      -> LLVMValueRef?
    {
      var index = index
      return llvm.pointee.LLVMBuildInBoundsGEP2(builder, type, base, &index, 1, "")
    }

    private func element(_ scale: UInt8) -> LLVMTypeRef? {
      switch scale {
      case 1: return byte
      case 2: return short
      case 4: return half
      default: return word
      }
    }

    // MARK: Accesses

    private func type(_ width: LowWidth) -> LLVMTypeRef? {
      switch width {
      case .byte, .signedByte: return byte
      case .short, .signedShort: return short
      case .half, .signedHalf: return half
      case .word: return word
      case .single: return single
      case .double: return double
      }
    }

    func countDown(_ i: LowInstruction) -> LLVMValueRef? {
      let l = llvm.pointee
      let place = place(i)
      let left = l.LLVMBuildSub(
        builder, l.LLVMBuildLoad2(builder, word, place, ""), constant(1), "")
      _ = l.LLVMBuildStore(builder, left, place)
      return l.LLVMBuildICmp(builder, LLVMIntSLT, left, constant(0), "")
    }

    func load(_ i: LowInstruction) -> LLVMValueRef? {
      let load = llvm.pointee.LLVMBuildLoad2(builder, type(i.width), place(i), "")
      if i.alias != LowInstruction.anyMemory {
        metadata?.tag(load, i.alias)
        let alias = AliasClass(rawValue: Int(i.alias))!
        // Changed behind the compiler's back: by signals, by the collector when anything is allocated.
        if alias == .thread || alias == .collector || alias == .allocation {
          llvm.pointee.LLVMSetVolatile(load, 1)
        }
      }
      switch i.width {
      case .word, .double: return load
      case .single: return llvm.pointee.LLVMBuildFPExt(builder, load, double, "")
      case .byte, .short, .half: return llvm.pointee.LLVMBuildZExt(builder, load, word, "")
      case .signedByte, .signedShort, .signedHalf:
        return llvm.pointee.LLVMBuildSExt(builder, load, word, "")
      }
    }

    func store(_ i: LowInstruction) -> LLVMValueRef? {
      var stored = value(i.c)
      switch i.width {
      case .word, .double: break
      case .single: stored = llvm.pointee.LLVMBuildFPTrunc(builder, stored, single, "")
      default: stored = llvm.pointee.LLVMBuildTrunc(builder, stored, type(i.width), "")
      }
      let store = llvm.pointee.LLVMBuildStore(builder, stored, place(i))
      metadata?.tag(store, i.alias)
      let alias = AliasClass(rawValue: Int(i.alias))!
      // What calls read of which LLVM is told that they read nothing.
      if alias == .allocation || alias == .collector { llvm.pointee.LLVMSetVolatile(store, 1) }
      return store
    }

    // MARK: Calls

    func call(_ i: LowInstruction) -> LLVMValueRef? {
      func type(_ kind: RuntimeFunction.Kind) -> LLVMTypeRef? {
        switch kind {
        case .word: return word
        case .pointer: return pointer
        case .float: return double
        case .nothing: return void
        }
      }
      let function = code.callees[i.number]
      var parameters = function.parameters.map(type)
      var operands: [LLVMValueRef?] = []
      for (index, kind) in function.parameters.enumerated() {
        let operand = code.lists[Int(i.a) + index].index
        operands.append(kind == .pointer ? pointer(operand) : value(operand))
      }
      let functionType = llvm.pointee.LLVMFunctionType(
        type(function.result), &parameters, UInt32(parameters.count), 0)
      let call = llvm.pointee.LLVMBuildCall2(
        builder, functionType, llvm.pointee.LLVMConstIntToPtr(constant(function.address), pointer),
        &operands, UInt32(operands.count), "")
      attributes.add(to: call, function.memory)
      // As far as low-level code sees, an address is a word.
      if function.result != .pointer { return call }
      return llvm.pointee.LLVMBuildPtrToInt(builder, call, word, "")
    }

    func enter(_ i: LowInstruction) -> LLVMValueRef? {
      var operands = [pointer(i.b)]
      let entered = i.a == LowInstruction.absent ? function : pointer(i.a)
      return llvm.pointee.LLVMBuildCall2(builder, functionType, entered, &operands, 1, "")
    }
  }

  /// What LLVM is told of calls of the runtime's functions.
  struct CallAttributes {
    private let llvm: LLVMTable
    private let nothingUnwinds, returns: LLVMAttributeRef?
    private let reads, none: LLVMAttributeRef?

    init(_ llvm: LLVMTable, _ context: LLVMContextRef) {
      self.llvm = llvm
      func attribute(_ name: String, _ value: UInt64 = 0) -> LLVMAttributeRef? {
        let kind = llvm.pointee.LLVMGetEnumAttributeKindForName(name, name.utf8.count)
        return llvm.pointee.LLVMCreateEnumAttribute(context, kind, value)
      }
      nothingUnwinds = attribute("nounwind")
      returns = attribute("willreturn")
      // LLVM's encoding: two bits for each of argument, inaccessible and other memory.
      reads = attribute("memory", 0b01_11_01)
      none = attribute("memory", 0)
    }

    func add(to call: LLVMValueRef?, _ memory: RuntimeFunction.Memory) {
      func add(_ attribute: LLVMAttributeRef?) {
        llvm.pointee.LLVMAddCallSiteAttribute(
          call, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)), attribute)
      }
      add(nothingUnwinds)
      switch memory {
      case .any: return
      // The collector, which may run in what allocates, reads all objects: a store before the call is not
      // dead because another follows behind it, and the zeros of a new object must be there.
      case .own, .reads: add(reads)
      case .none: add(none)
      }
      add(returns)
    }
  }
#endif
