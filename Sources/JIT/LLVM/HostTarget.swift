// The machine that code is generated for: this one.

#if TAIPAN_LLVM
  import CLLVM

  /// Triple, processor and features of the host, and LLVM's target machines for it.
  final class HostTarget {
    let llvm: LLVMTable
    let triple: String
    let processor: String
    let features: String
    let dataLayout: LLVMTargetDataRef
    private let target: LLVMTargetRef
    /// Each is used under the lock of its effort.
    private let machines: UnsafeMutablePointer<LLVMTargetMachineRef?> = {
      let count = CompileOptions.Effort.allCases.count
      let machines = UnsafeMutablePointer<LLVMTargetMachineRef?>.allocate(capacity: count)
      machines.initialize(repeating: nil, count: count)
      return machines
    }()

    init(_ llvm: LLVMTable) throws(CompileFailure) {
      self.llvm = llvm
      triple = HostTarget.take(llvm, llvm.pointee.LLVMGetDefaultTargetTriple())
      processor = HostTarget.take(llvm, llvm.pointee.LLVMGetHostCPUName())
      features = HostTarget.take(llvm, llvm.pointee.LLVMGetHostCPUFeatures())
      var target: LLVMTargetRef?
      var message: UnsafeMutablePointer<CChar>?
      if llvm.pointee.LLVMGetTargetFromTriple(triple, &target, &message) != 0 {
        throw CompileFailure(HostTarget.take(llvm, message))
      }
      self.target = target!
      guard
        let machine = HostTarget.makeMachine(llvm, target!, triple, processor, features, .standard)
      else { throw CompileFailure("LLVM has no target machine for \(triple)") }
      dataLayout = llvm.pointee.LLVMCreateTargetDataLayout(machine)!
      machines[CompileOptions.Effort.standard.rawValue] = machine
    }

    /// The machine with this effort, made once.
    func machine(_ effort: CompileOptions.Effort) -> LLVMTargetMachineRef {
      if let machine = machines[effort.rawValue] { return machine }
      let machine = makeMachine(effort)
      machines[effort.rawValue] = machine
      return machine
    }

    /// A machine that belongs to the caller.
    func makeMachine(_ effort: CompileOptions.Effort) -> LLVMTargetMachineRef {
      HostTarget.makeMachine(llvm, target, triple, processor, features, effort)!
    }

    /// Position-independent code of the small model, as the linker of ORC wants it: the parts of one
    /// module lie together. Calls of absolute addresses are made through a register in every model.
    private static func makeMachine(
      _ llvm: LLVMTable, _ target: LLVMTargetRef, _ triple: String, _ processor: String,
      _ features: String, _ effort: CompileOptions.Effort
    ) -> LLVMTargetMachineRef? {
      let level =
        switch effort {
        case .none: LLVMCodeGenLevelNone
        case .less: LLVMCodeGenLevelLess
        case .standard: LLVMCodeGenLevelDefault
        case .aggressive: LLVMCodeGenLevelAggressive
        }
      return llvm.pointee.LLVMCreateTargetMachine(
        target, triple, processor, features, level, LLVMRelocPIC, LLVMCodeModelSmall)
    }

    /// The text of one of LLVM's messages, which is disposed of.
    static func take(_ llvm: LLVMTable, _ message: UnsafeMutablePointer<CChar>?) -> String {
      guard let message else { return "" }
      defer { llvm.pointee.LLVMDisposeMessage(message) }
      return String(cString: message)
    }
  }
#endif
