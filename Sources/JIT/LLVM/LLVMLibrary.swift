// The LLVM library, which is loaded when the first code is compiled and not before.

import CLLVM

/// Why something was not compiled, in one sentence.
public struct CompileFailure: Error {
  public let message: String

  public init(_ message: String) { self.message = message }
}

/// The table of LLVM's functions.
public typealias LLVMTable = UnsafePointer<LLVMFunctions>

public enum LLVMLibrary {
  private static let loaded: Result<LLVMTable, CompileFailure> = {
    var message = [CChar](repeating: 0, count: 512)
    if let table = taipan_llvm_load(&message, message.count) { return .success(table) }
    return .failure(
      CompileFailure(message.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }))
  }()

  /// Loads the library at the first call, from whatever thread.
  ///
  /// - Throws: why there is none.
  public static func load() throws(CompileFailure) -> LLVMTable { try loaded.get() }
}
