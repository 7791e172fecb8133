// From the JIT IR to LLVM IR: one function, whose argument is the address of the frame's register 0.
//
// Ints are held as 64-bit words, floats as doubles, bools as one bit, everything else as the bits of a
// `Value`. What rarely runs lies in blocks of its own, which the weights of the branches keep out of line.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  // C's pointers, which Swift takes for optional.
  typealias IRValue = LLVMValueRef?
  typealias IRType = LLVMTypeRef?
  typealias IRBlock = LLVMBasicBlockRef?

  final class Emitter {
    let llvm: LLVMTable
    let context: LLVMContextRef
    let module: LLVMModuleRef
    let builder: LLVMBuilderRef?
    let graph: Graph
    /// By frame state: what exits leave for the runtime.
    let layouts: [ExitLayout]
    let function: IRValue
    let functionType: IRType
    let registers: IRValue
    /// Of a generator: where its callees' frames begin.
    private var stackTop: IRValue = nil
    var extras: IRValue = nil
    /// Word of this frame: the state that is left with.
    var exitState: IRValue = nil
    /// Told to `noteExit`, to know the unit by.
    let unit: Int
    /// Whether the processor rounds `a * b + c` once; C's function would be too slow.
    let hasFusedMultiply: Bool
    /// The body of the function that the unit is, where it is one: it calls itself directly.
    let ownBody: Int
    /// What the code counts down by its rounds and calls, to ask for better code in the end.
    private let counter: UnsafeMutablePointer<Int>?
    /// Whether no pass asks which memory an access may meet or which way is likely.
    let isQuick: Bool

    let word, half, byte, bit, double, pointer, void: IRType
    var values: [IRValue]
    var blocks: [IRBlock] = []
    private var phis: [ValueID: IRValue] = [:]
    /// Parameters that are carried as bits, and of each its `DeferredKind`.
    let isDeferred: [Bool]
    private var deferredKinds: [ValueID: IRValue] = [:]
    /// Of each the one that has the kind for it.
    private var kindLeaders: [ValueID: ValueID] = [:]
    /// By frame state: where it is left to the interpreter. Filled in the end.
    var exits: [Int: IRBlock] = [:]
    /// The instruction that guards stand for.
    var failurePlace = 0
    /// By frame state: the instruction that has failed where nothing else is noted.
    private(set) var usualPlaces: [Int]
    var raised: IRBlock = nil
    private let tags: [IRValue]
    private let kinds: (tbaa: UInt32, weights: UInt32)
    private let likely: IRValue

    init(
      _ llvm: LLVMTable, _ context: LLVMContextRef, _ module: LLVMModuleRef, _ graph: Graph,
      _ layouts: [ExitLayout], unit: Int, ownBody: Int, counter: UnsafeMutablePointer<Int>?,
      hasFusedMultiply: Bool
    ) {
      self.counter = counter
      isQuick = counter != nil
      self.llvm = llvm
      self.context = context
      self.module = module
      self.graph = graph
      self.layouts = layouts
      self.unit = unit
      self.ownBody = ownBody
      self.hasFusedMultiply = hasFusedMultiply
      let l = llvm.pointee
      word = l.LLVMInt64TypeInContext(context)
      half = l.LLVMInt32TypeInContext(context)
      byte = l.LLVMInt8TypeInContext(context)
      bit = l.LLVMInt1TypeInContext(context)
      double = l.LLVMDoubleTypeInContext(context)
      pointer = l.LLVMPointerTypeInContext(context, 0)
      void = l.LLVMVoidTypeInContext(context)
      var parameters: [IRType] = [pointer]
      functionType = l.LLVMFunctionType(word, &parameters, 1, 0)
      function = l.LLVMAddFunction(module, "unit", functionType)
      registers = l.LLVMGetParam(function, 0)
      builder = l.LLVMCreateBuilderInContext(context)
      values = [IRValue](repeating: nil, count: graph.values.count)
      isDeferred = graph.deferredParameters
      usualPlaces = Emitter.usualPlaces(graph)
      tags = Emitter.makeTags(llvm, context)
      kinds = (
        l.LLVMGetMDKindIDInContext(context, "tbaa", 4),
        l.LLVMGetMDKindIDInContext(context, "prof", 4)
      )
      likely = Emitter.makeWeights(llvm, context, half)
    }

    deinit { llvm.pointee.LLVMDisposeBuilder(builder) }

    func emitUnit() {
      kindLeaders = graph.deferredKindLeaders(isDeferred, kind: deferredKind)
      for index in graph.blocks.indices { blocks.append(addBlock("b\(index)")) }
      for (index, block) in graph.blocks.enumerated() {
        llvm.pointee.LLVMPositionBuilderAtEnd(builder, blocks[index])
        for parameter in block.parameters {
          let phi = llvm.pointee.LLVMBuildPhi(builder, type(of: parameter), "")!
          phis[parameter] = phi
          values[parameter] = phi
          if kindLeaders[parameter] == parameter {
            deferredKinds[parameter] = llvm.pointee.LLVMBuildPhi(builder, word, "")!
          }
        }
      }
      if graph.ownRegisters != nil {
        position(at: blocks[graph.entry])
        stackTop = load(
          pointer,
          address(registers, constant(GeneratorPlaces.stackTop - GeneratorPlaces.registers)),
          .frame)
      }
      let order = Dominators(graph).order
      for index in order {
        position(at: blocks[index])
        if index == graph.entry {
          makeExtras()
          countRound()
        }
        for value in graph.blocks[index].body {
          failurePlace = Emitter.place(of: graph.values[value])
          values[value] = emit(value)
        }
        emit(graph.blocks[index].terminator)
      }
      for index in Set(graph.blocks.indices).subtracting(order) {
        position(at: blocks[index])
        _ = llvm.pointee.LLVMBuildUnreachable(builder)
      }
      emitExits()
    }

    /// Where a unit or another round begins.
    func countRound() {
      guard let counter else { return }
      let l = llvm.pointee
      let place = constant(address: Int(bitPattern: counter))
      let left = l.LLVMBuildSub(builder, load(word, place, .thread), constant(1), "")
      store(left, place, .thread)
      let (hot, next) = (addBlock("hot"), addBlock(""))
      branch(
        l.LLVMBuildICmp(builder, LLVMIntSGE, left, constant(0), ""), next, hot, isLikely: true)
      position(at: hot)
      call(RuntimeFunctions.wantBetter, [constant(unit)])
      jump(to: next)
      position(at: next)
    }

    // MARK: Blocks

    /// A block that is put where code for it is made first: code generation without effort leaves it there.
    func addBlock(_ name: String) -> IRBlock {
      llvm.pointee.LLVMCreateBasicBlockInContext(context, name)
    }

    func position(at block: IRBlock) {
      if llvm.pointee.LLVMGetBasicBlockParent(block) == nil {
        llvm.pointee.LLVMAppendExistingBasicBlock(function, block)
      }
      llvm.pointee.LLVMPositionBuilderAtEnd(builder, block)
    }

    var here: IRBlock { llvm.pointee.LLVMGetInsertBlock(builder) }

    func jump(to block: IRBlock) { _ = llvm.pointee.LLVMBuildBr(builder, block) }

    func branch(
      _ condition: IRValue, _ yes: IRBlock, _ no: IRBlock,
      isLikely: Bool = false
    ) {
      let branch = llvm.pointee.LLVMBuildCondBr(builder, condition, yes, no)
      if isLikely, !isQuick { llvm.pointee.LLVMSetMetadata(branch, kinds.weights, likely) }
    }

    /// Goes on in a new block where the condition holds, to `other` where it does not.
    func require(_ condition: IRValue, else other: IRBlock) {
      let next = addBlock("")
      branch(condition, next, other, isLikely: true)
      position(at: next)
    }

    func phi(_ type: IRType, _ incoming: [(IRValue, IRBlock)]) -> IRValue {
      let phi = llvm.pointee.LLVMBuildPhi(builder, type, "")!
      for (value, block) in incoming { addIncoming(phi, value, block) }
      return phi
    }

    func addIncoming(
      _ phi: IRValue, _ value: IRValue, _ block: IRBlock
    ) {
      var value: IRValue = value
      var block: IRBlock = block
      llvm.pointee.LLVMAddIncoming(phi, &value, &block, 1)
    }

    private func emit(_ terminator: Terminator) {
      switch terminator {
      case .jump(let edge): follow(edge)
      case .branch(let condition, let yes, let no):
        let (first, second) = (addBlock(""), addBlock(""))
        branch(asBool(condition), first, second)
        position(at: first)
        follow(yes)
        position(at: second)
        follow(no)
      case .result(let value): _ = llvm.pointee.LLVMBuildRet(builder, asWord(value))
      case .leave(let state): leave(state)
      case .open: fatalError("a block without an end")
      }
    }

    private func follow(_ edge: Edge) {
      let parameters = graph.blocks[edge.target].parameters
      let arguments = zip(parameters, edge.arguments).map {
        parameter, argument -> (value: IRValue, kind: IRValue) in
        if isDeferred[parameter] { return deferred(argument) }
        return (converted(argument, to: graph.values[parameter].type.representation), nil)
      }
      for (parameter, argument) in zip(parameters, arguments) {
        addIncoming(phis[parameter]!, argument.value, here)
        if let phi = deferredKinds[parameter] { addIncoming(phi, argument.kind, here) }
      }
      jump(to: blocks[edge.target])
    }

    /// A value as bits, and what they are.
    private func deferred(_ value: ValueID) -> (value: IRValue, kind: IRValue) {
      if isDeferred[value] { return (values[value]!, kind(ofDeferred: value)) }
      let kind = deferredKind(value)
      let bits: IRValue
      switch kind {
      case .int: bits = values[value]!
      case .float: bits = llvm.pointee.LLVMBuildBitCast(builder, values[value]!, word, "")
      case .value: bits = asWord(value)
      }
      return (bits, constant(kind.rawValue))
    }

    func kind(ofDeferred parameter: ValueID) -> IRValue {
      deferredKinds[kindLeaders[parameter]!]!
    }

    /// How the bits are to be read of what is no deferred parameter.
    private func deferredKind(_ value: ValueID) -> DeferredKind {
      switch graph.values[value].type.representation {
      case .int: return .int
      case .float: return isStillObject(value) ? .value : .float
      case .word, .bool: return .value
      }
    }

    // MARK: Constants and types

    func constant(_ n: Int) -> IRValue {
      llvm.pointee.LLVMConstInt(word, UInt64(bitPattern: Int64(n)), 0)
    }

    func constant(bits: UInt64) -> IRValue { llvm.pointee.LLVMConstInt(word, bits, 0) }

    func constant(double value: Double) -> IRValue {
      llvm.pointee.LLVMConstReal(double, value)
    }

    func constant(address: Int) -> IRValue {
      llvm.pointee.LLVMConstIntToPtr(constant(address), pointer)
    }

    func type(of value: ValueID) -> IRType {
      switch graph.values[value].type.representation {
      case .int, .word: return word
      case .float: return double
      case .bool: return bit
      }
    }

    // MARK: Memory

    private static func makeTags(_ llvm: LLVMTable, _ context: LLVMContextRef) -> [IRValue] {
      func string(_ text: String) -> LLVMMetadataRef? {
        llvm.pointee.LLVMMDStringInContext2(context, text, text.utf8.count)
      }
      func node(_ parts: [LLVMMetadataRef?]) -> LLVMMetadataRef? {
        var parts = parts
        return llvm.pointee.LLVMMDNodeInContext2(context, &parts, parts.count)
      }
      let zero = llvm.pointee.LLVMValueAsMetadata(
        llvm.pointee.LLVMConstInt(llvm.pointee.LLVMInt64TypeInContext(context), 0, 0))
      let root = node([string("taipan")])
      return AliasClass.allCases.map { alias in
        let type = node([string("\(alias)"), root, zero])
        return llvm.pointee.LLVMMetadataAsValue(context, node([type, type, zero]))
      }
    }

    private static func makeWeights(
      _ llvm: LLVMTable, _ context: LLVMContextRef, _ half: IRType
    ) -> IRValue {
      let name = "branch_weights"
      var parts: [LLVMMetadataRef?] = [
        llvm.pointee.LLVMMDStringInContext2(context, name, name.utf8.count),
        llvm.pointee.LLVMValueAsMetadata(llvm.pointee.LLVMConstInt(half, 100_000, 0)),
        llvm.pointee.LLVMValueAsMetadata(llvm.pointee.LLVMConstInt(half, 1, 0)),
      ]
      return llvm.pointee.LLVMMetadataAsValue(
        context, llvm.pointee.LLVMMDNodeInContext2(context, &parts, parts.count))
    }

    func address(_ base: IRValue, _ offset: IRValue) -> IRValue {
      var index: IRValue = offset
      return llvm.pointee.LLVMBuildInBoundsGEP2(builder, byte, base, &index, 1, "")
    }

    /// The place `offset` bytes into the object that a word refers to.
    func field(_ object: IRValue, _ offset: Int) -> IRValue {
      address(llvm.pointee.LLVMBuildIntToPtr(builder, object, pointer, ""), constant(offset))
    }

    /// The place of a register, counted from the unit's register 0.
    func place(_ register: Int) -> IRValue {
      if let count = graph.ownRegisters, register >= count {
        return address(stackTop, constant((register - count) * 8))
      }
      return address(registers, constant(register * 8))
    }

    func load(_ type: IRType, _ place: IRValue, _ alias: AliasClass) -> IRValue {
      let load = llvm.pointee.LLVMBuildLoad2(builder, type, place, "")!
      if !isQuick { llvm.pointee.LLVMSetMetadata(load, kinds.tbaa, tags[alias.rawValue]) }
      // Changed behind the compiler's back: by signals, by the collector when anything is allocated.
      if alias == .thread || alias == .collector || alias == .allocation {
        llvm.pointee.LLVMSetVolatile(load, 1)
      }
      return load
    }

    func store(_ value: IRValue, _ place: IRValue, _ alias: AliasClass) {
      let store = llvm.pointee.LLVMBuildStore(builder, value, place)
      if !isQuick { llvm.pointee.LLVMSetMetadata(store, kinds.tbaa, tags[alias.rawValue]) }
      // What calls read of which LLVM is told that they read nothing.
      if alias == .allocation || alias == .collector { llvm.pointee.LLVMSetVolatile(store, 1) }
    }
  }
#endif
