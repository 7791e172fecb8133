// What LLVM's passes are told of memory and branches.

#if TAIPAN_LLVM
  import CLLVM

  struct TranslatorMetadata {
    private let llvm: LLVMTable
    /// By `AliasClass`.
    private let tags: [LLVMValueRef?]
    private let tagKind: UInt32
    let weightsKind: UInt32
    /// That the first way of a branch is the usual one.
    let likely: LLVMValueRef?

    init(_ llvm: LLVMTable, _ context: LLVMContextRef) {
      self.llvm = llvm
      tags = TranslatorMetadata.makeTags(llvm, context)
      tagKind = llvm.pointee.LLVMGetMDKindIDInContext(context, "tbaa", 4)
      weightsKind = llvm.pointee.LLVMGetMDKindIDInContext(context, "prof", 4)
      likely = TranslatorMetadata.makeWeights(llvm, context)
    }

    /// Accesses of different classes never meet.
    func tag(_ access: LLVMValueRef?, _ alias: UInt8) {
      llvm.pointee.LLVMSetMetadata(access, tagKind, tags[Int(alias)])
    }

    private static func makeTags(_ llvm: LLVMTable, _ context: LLVMContextRef) -> [LLVMValueRef?] {
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

    private static func makeWeights(_ llvm: LLVMTable, _ context: LLVMContextRef) -> LLVMValueRef? {
      let half = llvm.pointee.LLVMInt32TypeInContext(context)
      let name = "branch_weights"
      var parts: [LLVMMetadataRef?] = [
        llvm.pointee.LLVMMDStringInContext2(context, name, name.utf8.count),
        llvm.pointee.LLVMValueAsMetadata(llvm.pointee.LLVMConstInt(half, 100_000, 0)),
        llvm.pointee.LLVMValueAsMetadata(llvm.pointee.LLVMConstInt(half, 1, 0)),
      ]
      return llvm.pointee.LLVMMetadataAsValue(
        context, llvm.pointee.LLVMMDNodeInContext2(context, &parts, parts.count))
    }
  }
#endif
