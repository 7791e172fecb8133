// Names that native code asks for often, interned once.

/// Interned strings live forever, so they may be kept here.
enum KnownNames {
  static let reduce = Interning.intern("__reduce__")
  static let getState = Interning.intern("__getstate__")
  static let getNewArguments = Interning.intern("__getnewargs__")
  static let getNewArgumentsEx = Interning.intern("__getnewargs_ex__")
  static let copyreg = Interning.intern("copyreg")
  static let newObject = Interning.intern("__newobj__")
}
