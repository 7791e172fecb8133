// What the command line and the environment say about the native tier.

import Glibc
import JIT

extension Options {
  /// Stages of `--dump` that exist only while a program runs.
  static let nativeStages: Set<String> = ["jit", "llvm", "asm"]

  /// - Returns: nil where `-X jit=` has a value that does not exist.
  var nativeTier: Tier.Options? {
    var result = Tier.Options()
    var mode =
      configuration.ignoreEnvironment ? nil : getenv("TAIPAN_JIT").map { String(cString: $0) }
    if !configuration.ignoreEnvironment {
      result.logs = getenv("TAIPAN_JIT_LOG") != nil
      result.writesPerfMap = getenv("TAIPAN_JIT_PERF") != nil
    }
    for (name, value) in configuration.extendedOptions {
      switch name {
      case "jit": mode = value ?? "on"
      case "jit-log": result.logs = true
      case "perf": result.writesPerfMap = true
      default: break
      }
    }
    switch mode {
    case nil, "on": result.mode = .on
    case "off": result.mode = .off
    case "eager": result.mode = .eager
    default: return nil
    }
    result.dumpsGraph = dump?.contains("jit") ?? false
    result.dumpsLLVM = dump?.contains("llvm") ?? false
    result.dumpsAssembly = dump?.contains("asm") ?? false
    return result
  }
}
