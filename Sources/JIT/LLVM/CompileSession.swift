// From LLVM IR to code in memory. One session per process, made for the first compile.
//
// Modules of one effort are compiled one after the other: passes and code generation under that effort's lock,
// on whatever thread asks. What ORC does (linking, removing) is under another one, so that code can be removed
// while something is compiled. Nothing here touches the Python heap.

#if TAIPAN_LLVM
  import CLLVM
  import Glibc

  public final class CompileSession {
    /// Fills the module and returns the names of the functions to call from outside, the first being the
    /// main one. All others that it defines become internal.
    public typealias Builder = (LLVMTable, LLVMContextRef, LLVMModuleRef) throws(CompileFailure) ->
      [String]

    private static let made: Result<CompileSession, CompileFailure> = {
      do throws(CompileFailure) { return .success(try CompileSession(LLVMLibrary.load())) } catch {
        return .failure(error)
      }
    }()

    /// The session, made at the first call.
    ///
    /// - Throws: why LLVM cannot be used.
    public static func shared() throws(CompileFailure) -> CompileSession { try made.get() }

    let llvm: LLVMTable
    let target: HostTarget
    private let jit: LLVMOrcLLJITRef
    private let passOptions: LLVMPassBuilderOptionsRef
    /// By effort: each has a target machine of its own.
    private let compileLocks = CompileOptions.Effort.allCases.map { _ in Mutex() }
    private let linkLock = Mutex()
    /// Numbers the modules: names in memory are unique.
    private var serial = 0
    private var codeBytes = 0
    /// What ORC reported about the module being linked.
    private var linkErrors = ""

    private init(_ llvm: LLVMTable) throws(CompileFailure) {
      self.llvm = llvm
      CompileSession.setOptions(llvm)
      target = try HostTarget(llvm)
      passOptions = llvm.pointee.LLVMCreatePassBuilderOptions()!
      let builder = llvm.pointee.LLVMOrcCreateLLJITBuilder()
      llvm.pointee.LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(
        builder,
        llvm.pointee.LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(
          target.makeMachine(.standard)))
      var jit: LLVMOrcLLJITRef?
      if let error = llvm.pointee.LLVMOrcCreateLLJIT(&jit, builder) {
        throw CompileFailure(CompileSession.take(llvm, error))
      }
      self.jit = jit!
      llvm.pointee.LLVMOrcExecutionSessionSetErrorReporter(
        llvm.pointee.LLVMOrcLLJITGetExecutionSession(jit),
        { session, error in
          let session = Unmanaged<CompileSession>.fromOpaque(session!).takeUnretainedValue()
          session.linkErrors += CompileSession.take(session.llvm, error) + "; "
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// A processor that orders instructions itself gains nothing from a last scheduling of them, which takes a tenth
    /// of code generation.
    private static func setOptions(_ llvm: LLVMTable) {
      // LLVM keeps neither the texts nor the array.
      let texts: [String] = ["taipan", "-post-RA-scheduler=false"]
      let arguments = texts.map { strdup($0) }
      defer { for argument in arguments { free(argument) } }
      var pointers: [UnsafePointer<CChar>?] = arguments.map { UnsafePointer($0) }
      llvm.pointee.LLVMParseCommandLineOptions(Int32(pointers.count), &pointers, nil)
    }

    /// Bytes of machine code that are in memory.
    public var liveCodeBytes: Int { linkLock.withLock { codeBytes } }

    /// Compiles what `build` puts into a new module, in a context of its own.
    ///
    /// - Throws: what `build` throws; what verification, code generator or linker complain about.
    public func compile(_ name: String, _ options: CompileOptions = .init(), build: Builder)
      throws(CompileFailure) -> CompiledCode
    {
      let number = linkLock.withLock {
        serial += 1
        return serial
      }
      let lock = compileLocks[options.effort.rawValue]
      let unit = try lock.withLock { () throws(CompileFailure) in
        let unit = CompileUnit(self, name, options, number)
        try unit.build(build)
        try unit.optimize(passOptions)
        try unit.generate()
        return unit
      }
      return try link(unit)
    }

    private func link(_ unit: CompileUnit) throws(CompileFailure) -> CompiledCode {
      try linkLock.withLock { () throws(CompileFailure) in
        let start = Clock.threadMilliseconds
        let resource = llvm.pointee.LLVMOrcJITDylibCreateResourceTracker(
          llvm.pointee.LLVMOrcLLJITGetMainJITDylib(jit))!
        let functions: [CompiledFunction]
        do throws(CompileFailure) {
          try check(llvm.pointee.LLVMOrcLLJITAddObjectFileWithRT(jit, resource, unit.takeObject()))
          functions = try unit.entries.map { entry throws(CompileFailure) in
            CompiledFunction(
              name: entry.name, address: try lookUp(entry.symbol),
              size: unit.function(entry.symbol)?.size ?? 0)
          }
        } catch {
          discard(resource)
          throw error
        }
        unit.statistics.linkMilliseconds = Clock.threadMilliseconds - start
        codeBytes += unit.statistics.codeBytes
        unit.disassemble(functions)
        return CompiledCode(
          functions: functions, statistics: unit.statistics, dumps: unit.dumps, resource: resource)
      }
    }

    private func lookUp(_ symbol: String) throws(CompileFailure) -> UInt {
      var address: LLVMOrcExecutorAddress = 0
      try check(llvm.pointee.LLVMOrcLLJITLookup(jit, &address, symbol))
      return UInt(address)
    }

    /// Gives the memory of code back. The caller knows that nothing runs in it, returns to it or will
    /// call it.
    public func remove(_ code: CompiledCode) {
      linkLock.withLock {
        guard let resource = code.resource else { return }
        code.resource = nil
        codeBytes -= code.statistics.codeBytes
        discard(resource)
      }
    }

    private func discard(_ resource: LLVMOrcResourceTrackerRef) {
      if let error = llvm.pointee.LLVMOrcResourceTrackerRemove(resource) {
        llvm.pointee.LLVMConsumeError(error)
      }
      llvm.pointee.LLVMOrcReleaseResourceTracker(resource)
    }

    private func check(_ error: LLVMErrorRef?) throws(CompileFailure) {
      guard let error else { return }
      let message = linkErrors + CompileSession.take(llvm, error)
      linkErrors = ""
      throw CompileFailure(message)
    }

    /// The text of an error, which is disposed of.
    static func take(_ llvm: LLVMTable, _ error: LLVMErrorRef?) -> String {
      guard let error, let message = llvm.pointee.LLVMGetErrorMessage(error) else { return "" }
      defer { llvm.pointee.LLVMDisposeErrorMessage(message) }
      return String(cString: message)
    }
  }
#endif
