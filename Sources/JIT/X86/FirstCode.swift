// First code of a unit: made in a few microseconds for each instruction, without LLVM.

import CTaipan

enum FirstCode {
  /// Whether this machine is one that code can be made for.
  static let isAvailable = taipan_has_rounding() != 0

  /// Machine code for low-level code, in memory for good.
  ///
  /// - Throws: that there is no memory for code.
  static func compile(_ name: String, _ code: LowCode, isDumped: Bool = false)
    throws(CompileFailure) -> CompiledCode
  {
    var statistics = CompileStatistics()
    let begin = Clock.threadMilliseconds
    let selection = Selection(code)
    statistics.codeBytes = selection.select()
    statistics.expectedGain = selection.layout.expectedGain
    statistics.codeMilliseconds = Clock.threadMilliseconds - begin
    let bytes = selection.assembler
    guard let place = CodeMemory.shared.add(bytes) else {
      throw CompileFailure("no memory for code")
    }
    statistics.linkMilliseconds = Clock.threadMilliseconds - begin - statistics.codeMilliseconds
    let function = CompiledFunction(
      name: name, address: UInt(bitPattern: place), size: statistics.codeBytes)
    var dumps = CompileDumps()
    if isDumped { dumps.assembly = try disassemble(function) }
    return CompiledCode(functions: [function], statistics: statistics, dumps: dumps)
  }

  /// LLVM reads machine code, too.
  private static func disassemble(_ function: CompiledFunction) throws(CompileFailure) -> String {
    #if TAIPAN_LLVM
      var text = Disassembly()
      text.add(
        function.name, function.address, function.size, try CompileSession.shared().target)
      return text.text
    #else
      return "\(function.name): \(function.size) bytes; there is no disassembler without LLVM"
    #endif
  }
}
