// C libraries that are loaded when the first module that needs them is imported: a start-up pays
// nothing for them, and a machine without them lacks only those modules.

import Glibc
import TaipanRuntime

/// A shared library, loaded for the rest of the process.
struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer

  /// Loads the first of `names` that the loader finds.
  init?(_ names: [String]) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        return
      }
    }
    return nil
  }

  /// The address of a function; nil where this version of the library lacks it.
  func find<Function>(_ name: StaticString, as type: Function.Type = Function.self) -> Function? {
    guard
      let address = dlsym(
        handle, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self))
    else { return nil }
    return unsafeBitCast(address, to: type)
  }

  /// The address of a function of a table that is filled as a whole.
  ///
  /// - Throws: `MissingSymbol` where this version of the library lacks it.
  func function<Function>(_ name: StaticString, as type: Function.Type = Function.self)
    throws(MissingSymbol) -> Function
  {
    guard let function = find(name, as: type) else { throw MissingSymbol(name: name) }
    return function
  }

  /// The ImportError of a module whose library is not there.
  static func missing(_ module: String, _ library: String) -> Raised {
    raise(.importError, "\(module) needs the library \(library), which could not be loaded")
  }
}

/// A library is too old or too new for the functions that a module uses.
struct MissingSymbol: Error {
  let name: StaticString
}
