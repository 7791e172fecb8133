// First code of a unit: made in a few microseconds for each instruction, without LLVM.

import Glibc

enum FirstCode {
  /// Whether this machine is one that code can be made for.
  static let isAvailable: Bool = {
    #if arch(x86_64)
      return taipanHasRounding()
    #else
      return false
    #endif
  }()

  /// Machine code for low-level code, in memory for good.
  ///
  /// - Throws: that there is no memory for code.
  static func compile(_ name: String, _ code: LowCode) throws(CompileFailure) -> CompiledCode {
    var statistics = CompileStatistics()
    let begin = Clock.threadMilliseconds
    let selection = Selection(code)
    statistics.codeBytes = selection.select()
    statistics.codeMilliseconds = Clock.threadMilliseconds - begin
    let bytes = selection.assembler
    guard let place = CodeMemory.shared.add(bytes.bytes, count: bytes.count) else {
      throw CompileFailure("no memory for code")
    }
    statistics.linkMilliseconds = Clock.threadMilliseconds - begin - statistics.codeMilliseconds
    let function = CompiledFunction(
      name: name, address: UInt(bitPattern: place), size: statistics.codeBytes)
    return CompiledCode(functions: [function], statistics: statistics)
  }
}
