// The native modules by name.

import CoreModules
import ExtensionModules
import FrontEndModules
import TaipanRuntime

enum ModuleIndex {
  static func register() {
    Imports.nativeMakers = [
      "_codecs": CodecsModule.make,
      "marshal": MarshalModule.make,
      "_imp": ImpModule.make,
      "_thread": ThreadModule.make,
      "_weakref": WeakrefModule.make,
      "_abc": AbcModule.make,
      "_warnings": WarningsModule.make,
      "math": MathModule.make,
      "_io": IOModule.make,
    ]
  }
}
