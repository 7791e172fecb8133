// Exception classes of native modules.

import TaipanRuntime

/// An exception class that a module makes when it is loaded; kept alive by a root.
struct NativeError {
  private let slot: UnsafeMutablePointer<Value>

  /// As the class statement would make it.
  init(_ name: String, module: String, base: BuiltinType) {
    self.init(name, module: module, baseType: base.value)
  }

  init(_ name: String, module: String, baseType: Value) {
    self.init(name, module: module, bases: TupleRef.of(baseType))
  }

  init(_ name: String, module: String, bases: TupleRef, doc: String? = nil) {
    let namespace = DictRef.make()
    namespace.setStr("__module__", Value(module))
    if let doc { namespace.setStr("__doc__", Value(doc)) }
    do throws(Raised) {
      slot = Heap.makeRoot(
        try Call.function(
          BuiltinType.type.value, Value(name), bases.value, namespace.value))
    } catch {
      fatalError("an exception class cannot be made")
    }
  }

  var type: Value { slot.pointee }

  /// Raises it with a message.
  func raised(_ message: String) -> Raised {
    setRaised(ExceptionRef.make(TypeRef(type), args: TupleRef.of(Value(message))).value)
  }
}
