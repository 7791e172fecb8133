// The interactive prompt: the library's `code.interact` in the namespace of `__main__`.

import FrontEndModules
import Glibc
import TaipanRuntime

enum Interactive {
  /// Runs until the end of input; returns the exit code.
  static func run(_ namespace: DictRef) -> Int32 {
    do throws(Raised) {
      let module = try Imports.importModule("code")
      let banner = "Python 3.13.5 (Taipan) on linux\nType \"help\" or \"copyright\" for more information."
      let keywords = DictRef.make()
      keywords.setStr("banner", Value(banner))
      keywords.setStr("local", namespace.value)
      keywords.setStr("exitmsg", Value(""))
      _ = try Call.function(try Attributes.get(module, "interact"), .empty, keywords)
      return 0
    } catch {
      let exception = takeRaised()
      if exception.type.isSubtype(of: .systemExit) { return Session.exitCode(exception) }
      fputs("taipan: the prompt failed: \(exception.typeName)\n", stderr)
      return 1
    }
  }
}
