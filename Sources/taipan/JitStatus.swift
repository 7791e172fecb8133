// `sys._jit`, which CPython has since 3.14: whether hot code becomes native code.

import JIT
import TaipanRuntime

enum JitStatus {
  private static let functions: [NativeMethod] = [
    NativeMethod("is_available", "($module, /)", isAvailable),
    NativeMethod("is_enabled", "($module, /)", isEnabled),
    NativeMethod("is_active", "($module, /)", isActive),
  ]

  static func install(_ sys: DictRef) {
    let module = NativeModules.make("sys._jit", functions)
    Imports.modules.setStr("sys._jit", module.value)
    sys.setStr("_jit", module.value)
  }

  /// Whether there is an LLVM to compile with; it is loaded to find out.
  static func isAvailable(_ a: Args) throws(Raised) -> Value { Value(Tier.isAvailable) }

  /// Whether it is used, too.
  static func isEnabled(_ a: Args) throws(Raised) -> Value { Value(Tier.isEnabled) }

  /// Whether the code of the calling frame has native code.
  static func isActive(_ a: Args) throws(Raised) -> Value {
    guard let frame = thread.pointee.frame else { return .false }
    return Value(Tier.hasNativeCode(frame))
  }
}
