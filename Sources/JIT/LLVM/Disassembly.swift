// Machine code as text.

#if TAIPAN_LLVM
  import CLLVM

  struct Disassembly {
    private(set) var text = ""

    /// Adds the instructions of a function in memory, each behind its address.
    mutating func add(_ name: String, _ address: UInt, _ size: Int, _ target: HostTarget) {
      let llvm = target.llvm
      text += "\(name):\n"
      guard
        let disassembler = llvm.pointee.LLVMCreateDisasmCPUFeatures(
          target.triple, target.processor, target.features, nil, 0, nil, nil)
      else {
        text += "  no disassembler for \(target.triple)\n"
        return
      }
      defer { llvm.pointee.LLVMDisasmDispose(disassembler) }
      _ = llvm.pointee.LLVMSetDisasmOptions(
        disassembler,
        UInt64(LLVMDisassembler_Option_PrintImmHex | LLVMDisassembler_Option_AsmPrinterVariant))
      let code = UnsafeMutablePointer<UInt8>(bitPattern: address)!
      var line = [CChar](repeating: 0, count: 256)
      var offset = 0
      while offset < size {
        let length = llvm.pointee.LLVMDisasmInstruction(
          disassembler, code + offset, UInt64(size - offset), UInt64(address) + UInt64(offset),
          &line,
          line.count)
        text += "  \(String(address + UInt(offset), radix: 16)):"
        if length == 0 {
          text += "\t.byte \(code[offset])\n"
          offset += 1
        } else {
          text += line.withUnsafeBufferPointer { String(cString: $0.baseAddress!) } + "\n"
          offset += length
        }
      }
    }
  }
#endif
