// What a program can ask about the native tier.

import TaipanRuntime

extension Tier {
  /// Whether code can be compiled here. Where only LLVM can, loads it, which takes 12 ms the first time.
  public static var isAvailable: Bool {
    if FirstCode.isAvailable { return true }
    #if TAIPAN_LLVM
      do throws(CompileFailure) {
        _ = try LLVMLibrary.load()
        return true
      } catch {
        return false
      }
    #else
      return false
    #endif
  }

  /// Whether hot code is compiled. Loads LLVM unless the tier is switched off.
  public static var isEnabled: Bool { options.mode != .off && isAvailable }

  /// Whether a loop or function of the code that a frame runs has native code now. Whether it is this code
  /// that called is not known: native code leaves no trace in the frame.
  public static func hasNativeCode(_ r: UnsafeMutablePointer<Value>) -> Bool {
    let body = Frame(r).body
    return units.contains { $0.isInstalled && $0.body == body }
  }
}
