// The sizes and places of the functions in an object file, which the linked code no longer tells.

#if TAIPAN_LLVM
  import CLLVM

  struct ObjectFile {
    struct Function {
      let name: String
      /// From the begin of the section, which is the same for all functions of a module.
      let offset: UInt
      let size: Int
    }

    private(set) var functions: [Function] = []
    private(set) var codeBytes = 0

    init(_ llvm: LLVMTable, _ buffer: LLVMMemoryBufferRef, _ context: LLVMContextRef)
      throws(CompileFailure)
    {
      var message: UnsafeMutablePointer<CChar>?
      guard let binary = llvm.pointee.LLVMCreateBinary(buffer, context, &message) else {
        throw CompileFailure(HostTarget.take(llvm, message))
      }
      defer { llvm.pointee.LLVMDisposeBinary(binary) }
      readFunctions(llvm, binary)
      readSections(llvm, binary)
    }

    /// Only functions have a size in code sections.
    private mutating func readFunctions(_ llvm: LLVMTable, _ binary: LLVMBinaryRef) {
      let symbols = llvm.pointee.LLVMObjectFileCopySymbolIterator(binary)
      let section = llvm.pointee.LLVMObjectFileCopySectionIterator(binary)
      defer {
        llvm.pointee.LLVMDisposeSymbolIterator(symbols)
        llvm.pointee.LLVMDisposeSectionIterator(section)
      }
      while llvm.pointee.LLVMObjectFileIsSymbolIteratorAtEnd(binary, symbols) == 0 {
        defer { llvm.pointee.LLVMMoveToNextSymbol(symbols) }
        let size = llvm.pointee.LLVMGetSymbolSize(symbols)
        guard size > 0 else { continue }
        llvm.pointee.LLVMMoveToContainingSection(section, symbols)
        guard
          llvm.pointee.LLVMObjectFileIsSectionIteratorAtEnd(binary, section) == 0,
          ObjectFile.isCode(llvm, section)
        else { continue }
        functions.append(
          Function(
            name: String(cString: llvm.pointee.LLVMGetSymbolName(symbols)!),
            offset: UInt(llvm.pointee.LLVMGetSymbolAddress(symbols)), size: Int(size)))
      }
    }

    private mutating func readSections(_ llvm: LLVMTable, _ binary: LLVMBinaryRef) {
      let section = llvm.pointee.LLVMObjectFileCopySectionIterator(binary)
      defer { llvm.pointee.LLVMDisposeSectionIterator(section) }
      while llvm.pointee.LLVMObjectFileIsSectionIteratorAtEnd(binary, section) == 0 {
        if ObjectFile.isCode(llvm, section) {
          codeBytes += Int(llvm.pointee.LLVMGetSectionSize(section))
        }
        llvm.pointee.LLVMMoveToNextSection(section)
      }
    }

    private static func isCode(_ llvm: LLVMTable, _ section: LLVMSectionIteratorRef?) -> Bool {
      guard let name = llvm.pointee.LLVMGetSectionName(section) else { return false }
      return String(cString: name).hasPrefix(".text")
    }
  }
#endif
