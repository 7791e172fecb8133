// One module on its way from LLVM IR to an object file.

#if TAIPAN_LLVM
  import CLLVM
  import CTaipan

  /// The session's work on one module. Used by one thread at a time; frees what it made.
  final class CompileUnit {
    struct Entry {
      /// The builder's name and the one in memory.
      let name, symbol: String
    }

    private(set) var entries: [Entry] = []
    var statistics = CompileStatistics()
    private(set) var dumps = CompileDumps()

    private let llvm: LLVMTable
    private let target: HostTarget
    private let options: CompileOptions
    private let serial: Int
    private let context: LLVMContextRef
    private let module: LLVMModuleRef
    private var object: LLVMMemoryBufferRef?
    private var functions: [ObjectFile.Function] = []
    /// What LLVM says while it compiles; its own way would be to end the process.
    private var diagnostics = ""

    init(_ session: CompileSession, _ name: String, _ options: CompileOptions, _ serial: Int) {
      llvm = session.llvm
      target = session.target
      self.options = options
      self.serial = serial
      context = llvm.pointee.LLVMContextCreate()!
      module = llvm.pointee.LLVMModuleCreateWithNameInContext(name, context)!
      llvm.pointee.LLVMContextSetDiscardValueNames(context, options.dumps.isEmpty ? 1 : 0)
      llvm.pointee.LLVMSetTarget(module, target.triple)
      llvm.pointee.LLVMSetModuleDataLayout(module, target.dataLayout)
      llvm.pointee.LLVMContextSetDiagnosticHandler(
        context,
        { info, unit in
          Unmanaged<CompileUnit>.fromOpaque(unit!).takeUnretainedValue().note(info!)
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
      if let object { llvm.pointee.LLVMDisposeMemoryBuffer(object) }
      llvm.pointee.LLVMDisposeModule(module)
      llvm.pointee.LLVMContextDispose(context)
    }

    private func note(_ info: LLVMDiagnosticInfoRef) {
      guard llvm.pointee.LLVMGetDiagInfoSeverity(info) == LLVMDSError else { return }
      diagnostics += HostTarget.take(llvm, llvm.pointee.LLVMGetDiagInfoDescription(info)) + "; "
    }

    // MARK: Steps

    func build(_ builder: CompileSession.Builder) throws(CompileFailure) {
      let start = Clock.threadMilliseconds
      let names = try builder(llvm, context, module)
      statistics.buildMilliseconds = Clock.threadMilliseconds - start
      if options.dumps.contains(.builtIR) { dumps.builtIR = print() }
      if options.verifies { try verify() }
      try prepareFunctions(entries: names)
    }

    func optimize(_ passOptions: LLVMPassBuilderOptionsRef) throws(CompileFailure) {
      let start = Clock.threadMilliseconds
      if !options.pipeline.isEmpty {
        let error = llvm.pointee.LLVMRunPasses(
          module, options.pipeline, target.machine(options.effort), passOptions)
        if let error { throw CompileFailure(CompileSession.take(llvm, error)) }
      }
      statistics.passMilliseconds = Clock.threadMilliseconds - start
      if options.dumps.contains(.optimizedIR) { dumps.optimizedIR = print() }
    }

    func generate() throws(CompileFailure) {
      let start = Clock.threadMilliseconds
      releasePages()
      var message: UnsafeMutablePointer<CChar>?
      let failed = llvm.pointee.LLVMTargetMachineEmitToMemoryBuffer(
        target.machine(options.effort), module, LLVMObjectFile, &message, &object)
      if failed != 0 { throw CompileFailure(diagnostics + HostTarget.take(llvm, message)) }
      if !diagnostics.isEmpty { throw CompileFailure(diagnostics) }
      let file = try ObjectFile(llvm, object!, context)
      functions = file.functions
      statistics.codeBytes = file.codeBytes
      statistics.codeMilliseconds = Clock.threadMilliseconds - start
    }

    /// What built the module and optimised it does not generate code: LLVM's pages that were mapped for one need not
    /// be in memory beside those for the other.
    private func releasePages() {
      taipan_release_program_pages(
        unsafeBitCast(llvm.pointee.LLVMRunPasses, to: UnsafeRawPointer.self))
    }

    /// The object file, which belongs to the caller then.
    func takeObject() -> LLVMMemoryBufferRef {
      defer { object = nil }
      return object!
    }

    func function(_ symbol: String) -> ObjectFile.Function? {
      functions.first { $0.name == symbol }
    }

    /// All functions of the module, internal ones too, at the addresses they were linked to.
    func disassemble(_ linked: [CompiledFunction]) {
      guard options.dumps.contains(.assembly), let first = function(entries[0].symbol) else {
        return
      }
      let base = linked[0].address - first.offset
      var text = Disassembly()
      for function in functions.sorted(by: { $0.offset < $1.offset }) {
        let name = entries.first { $0.symbol == function.name }?.name ?? function.name
        text.add(name, base + function.offset, function.size, target)
      }
      dumps.assembly = text.text
    }

    // MARK: The module

    private func verify() throws(CompileFailure) {
      var message: UnsafeMutablePointer<CChar>?
      let broken = llvm.pointee.LLVMVerifyModule(module, LLVMReturnStatusAction, &message)
      let text = HostTarget.take(llvm, message)
      if broken != 0 { throw CompileFailure("broken LLVM module: \(text)") }
    }

    /// Entries get names that are unique in memory, everything else becomes internal. Nothing unwinds:
    /// so there are no unwind tables to make and to register.
    private func prepareFunctions(entries names: [String]) throws(CompileFailure) {
      let kind = llvm.pointee.LLVMGetEnumAttributeKindForName("nounwind", 8)
      let nounwind = llvm.pointee.LLVMCreateEnumAttribute(context, kind, 0)
      var next = llvm.pointee.LLVMGetFirstFunction(module)
      while let function = next {
        next = llvm.pointee.LLVMGetNextFunction(function)
        guard llvm.pointee.LLVMIsDeclaration(function) == 0 else { continue }
        llvm.pointee.LLVMAddAttributeAtIndex(
          function, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)), nounwind)
        llvm.pointee.LLVMSetLinkage(function, LLVMInternalLinkage)
      }
      for name in names { entries.append(try export(name)) }
      if entries.isEmpty { throw CompileFailure("a module without entries") }
    }

    private func export(_ name: String) throws(CompileFailure) -> Entry {
      guard let function = llvm.pointee.LLVMGetNamedFunction(module, name),
        llvm.pointee.LLVMIsDeclaration(function) == 0
      else { throw CompileFailure("the module does not define the entry \(name)") }
      let symbol = "\(name)#\(serial)"
      llvm.pointee.LLVMSetValueName2(function, symbol, symbol.utf8.count)
      llvm.pointee.LLVMSetLinkage(function, LLVMExternalLinkage)
      return Entry(name: name, symbol: symbol)
    }

    private func print() -> String {
      HostTarget.take(llvm, llvm.pointee.LLVMPrintModuleToString(module))
    }
  }
#endif
