// From low-level code to LLVM IR: one function of the address of register 0.
//
// Instructions are translated in the order in which they were made, each in its block: what one needs was made
// before it, but for what the ways into a block bring. Words are addresses where memory is meant; of those that
// are made here the pointer is kept, so that LLVM sees where it comes from.

#if TAIPAN_LLVM
  import CLLVM

  final class Translator {
    /// Of the function that is made.
    static let name = "unit"

    /// What floats are tagged and untagged by, in memory: what is loaded once is kept in a register or a word of the
    /// frame, which an addition can name. The number itself takes an instruction of ten bytes each time.
    static let largeConstant = 1 << 60
    private static let placeOfLargeConstant: UnsafeMutablePointer<Int> = {
      let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
      place.initialize(to: largeConstant)
      return place
    }()
    private static let leastUses = 4

    let llvm: LLVMTable
    let context: LLVMContextRef
    let module: LLVMModuleRef
    let builder: LLVMBuilderRef?
    let code: LowCode
    let function: LLVMValueRef?
    let functionType: LLVMTypeRef?
    /// By instruction.
    var values: [LLVMValueRef?]
    /// By instruction: the pointer that a word is of, or what a checked operation gives beside its result.
    var companions: [LLVMValueRef?]
    /// The frame's scratch words, and those that are private, which may become values.
    private(set) var scratch, privateScratch: LLVMValueRef?
    private var registers: LLVMValueRef?
    /// `Translator.largeConstant`, where a unit has several of it: LLVM would make it anew for each.
    private(set) var largeConstant: LLVMValueRef?
    private var blocks: [LLVMBasicBlockRef?]

    let word, half, short, byte, bit, single, double, pointer, void: LLVMTypeRef?
    let metadata: TranslatorMetadata?
    let attributes: CallAttributes
    /// By operation: LLVM's functions that were asked for.
    var intrinsics: [LowOperation: (function: LLVMValueRef?, type: LLVMTypeRef?)] = [:]

    init(
      _ llvm: LLVMTable, _ context: LLVMContextRef, _ module: LLVMModuleRef, _ code: LowCode
    ) {
      self.llvm = llvm
      self.context = context
      self.module = module
      self.code = code
      word = llvm.pointee.LLVMInt64TypeInContext(context)
      half = llvm.pointee.LLVMInt32TypeInContext(context)
      short = llvm.pointee.LLVMInt16TypeInContext(context)
      byte = llvm.pointee.LLVMInt8TypeInContext(context)
      bit = llvm.pointee.LLVMInt1TypeInContext(context)
      single = llvm.pointee.LLVMFloatTypeInContext(context)
      double = llvm.pointee.LLVMDoubleTypeInContext(context)
      pointer = llvm.pointee.LLVMPointerTypeInContext(context, 0)
      void = llvm.pointee.LLVMVoidTypeInContext(context)
      var parameters: [LLVMTypeRef?] = [pointer]
      functionType = llvm.pointee.LLVMFunctionType(word, &parameters, 1, 0)
      function = llvm.pointee.LLVMAddFunction(module, Translator.name, functionType)
      builder = llvm.pointee.LLVMCreateBuilderInContext(context)
      values = [LLVMValueRef?](repeating: nil, count: code.instructions.count)
      companions = values
      blocks = [LLVMBasicBlockRef?](repeating: nil, count: code.blocks.count)
      metadata = code.isQuick ? nil : TranslatorMetadata(llvm, context)
      attributes = CallAttributes(llvm, context)
    }

    deinit { llvm.pointee.LLVMDisposeBuilder(builder) }

    /// Fills the module.
    func translate() {
      for block in code.order { appendBlock(block) }
      beginEntry()
      let homes = code.homes
      var here: Int32 = -1
      for index in code.instructions.indices {
        let home = homes[index]
        if home >= 0, home != here {
          llvm.pointee.LLVMPositionBuilderAtEnd(builder, blocks[Int(home)])
          here = home
        }
        let i = code.instructions[index]
        // Of blocks that nothing was written to there are ways at most.
        values[index] = home < 0 ? translateFree(i, index) : translate(i, index)
      }
      addIncoming(homes)
      endBlocks()
    }

    func value(_ index: Int32) -> LLVMValueRef? { values[Int(index)] }

    func type(_ type: LowType) -> LLVMTypeRef? {
      switch type {
      case .none: return void
      case .bit: return bit
      case .word: return word
      case .double: return double
      }
    }

    func constant(_ n: Int) -> LLVMValueRef? {
      llvm.pointee.LLVMConstInt(word, UInt64(bitPattern: Int64(n)), 0)
    }

    // MARK: Blocks

    private func appendBlock(_ block: LowBlock) {
      let made = llvm.pointee.LLVMCreateBasicBlockInContext(context, "")
      llvm.pointee.LLVMAppendExistingBasicBlock(function, made)
      blocks[Int(block.index)] = made
    }

    /// One that leads nowhere where nothing was ever written to it.
    func block(_ index: Int32) -> LLVMBasicBlockRef? {
      if blocks[Int(index)] == nil { appendBlock(LowBlock(Int(index))) }
      return blocks[Int(index)]
    }

    private func beginEntry() {
      let entry = block(code.order[0].index)
      llvm.pointee.LLVMPositionBuilderAtEnd(builder, entry)
      registers = llvm.pointee.LLVMBuildPtrToInt(
        builder, llvm.pointee.LLVMGetParam(function, 0), word, "")
      scratch = reserve(code.scratchWords - code.privateWords)
      privateScratch = reserve(code.privateWords)
      if code.isQuick { return }
      let uses = code.instructions.lazy.filter {
        ($0.operation == .add || $0.operation == .subtract)
          && self.code.number(of: LowValue(Int($0.b))) == Translator.largeConstant
      }
      if uses.prefix(Translator.leastUses).count == Translator.leastUses {
        let place = llvm.pointee.LLVMConstIntToPtr(
          constant(Int(bitPattern: Translator.placeOfLargeConstant)), pointer)
        largeConstant = llvm.pointee.LLVMBuildLoad2(builder, word, place, "")
      }
    }

    private func reserve(_ count: Int) -> LLVMValueRef? {
      if count == 0 { return nil }
      return llvm.pointee.LLVMBuildAlloca(
        builder, llvm.pointee.LLVMArrayType2(word, UInt64(count)), "")
    }

    private func addIncoming(_ homes: [Int32]) {
      for way in code.incoming where homes[Int(way.phi.index)] >= 0 {
        let phi = values[Int(way.phi.index)]
        var value = values[Int(way.value.index)]
        var block = blocks[Int(way.block.index)]
        llvm.pointee.LLVMAddIncoming(phi, &value, &block, 1)
      }
    }

    private func endBlocks() {
      for index in blocks.indices {
        guard let block = blocks[index] else { continue }
        let last = code.blocks[index].last
        if last >= 0, code.instructions[Int(last)].operation.isTerminator { continue }
        llvm.pointee.LLVMPositionBuilderAtEnd(builder, block)
        _ = llvm.pointee.LLVMBuildUnreachable(builder)
      }
    }

    // MARK: Instructions

    /// What is in no block.
    private func translateFree(_ i: LowInstruction, _ index: Int) -> LLVMValueRef? {
      switch (i.operation, i.type) {
      case (.argument, _):
        companions[index] = llvm.pointee.LLVMGetParam(function, 0)
        return registers
      case (.constant, .double):
        return llvm.pointee.LLVMConstReal(
          double, Double(bitPattern: UInt64(UInt(bitPattern: i.number))))
      case (.constant, _):
        return llvm.pointee.LLVMConstInt(type(i.type), UInt64(UInt(bitPattern: i.number)), 0)
      case (_, .none): return nil
      default: return llvm.pointee.LLVMGetPoison(type(i.type))
      }
    }

    private func translate(_ i: LowInstruction, _ index: Int) -> LLVMValueRef? {
      let l = llvm.pointee
      switch i.operation {
      case .phi: return l.LLVMBuildPhi(builder, type(i.type), "")
      case .load: return load(i)
      case .store: return store(i)
      case .addressOf:
        companions[index] = place(i)
        return l.LLVMBuildPtrToInt(builder, companions[index], word, "")
      case .countDown: return countDown(i)
      case .call: return call(i)
      case .enter: return enter(i)
      case .frameAddress: return frameAddress()
      case .addChecked, .subtractChecked, .multiplyChecked:
        companions[index] = callIntrinsic(i)
        return l.LLVMBuildExtractValue(builder, companions[index], 0, "")
      case .overflowed: return l.LLVMBuildExtractValue(builder, companions[Int(i.a)], 1, "")
      case .jump: return l.LLVMBuildBr(builder, block(i.a))
      case .branch: return branch(i)
      case .result: return l.LLVMBuildRet(builder, value(i.a))
      default: return arithmetic(i)
      }
    }

    private func branch(_ i: LowInstruction) -> LLVMValueRef? {
      let branch = llvm.pointee.LLVMBuildCondBr(builder, value(i.a), block(i.b), block(i.c))
      if i.detail == 1, let metadata {
        llvm.pointee.LLVMSetMetadata(branch, metadata.weightsKind, metadata.likely)
      }
      return branch
    }
  }
#endif
