// Names that native code asks for often, interned once.

/// Interned strings live forever, so they may be kept here.
enum KnownNames {
  nonisolated(unsafe) static let reduce = Interning.intern("__reduce__")
  nonisolated(unsafe) static let getState = Interning.intern("__getstate__")
  nonisolated(unsafe) static let getNewArguments = Interning.intern("__getnewargs__")
  nonisolated(unsafe) static let getNewArgumentsEx = Interning.intern("__getnewargs_ex__")
  nonisolated(unsafe) static let copyreg = Interning.intern("copyreg")
  nonisolated(unsafe) static let newObject = Interning.intern("__newobj__")
}
