// `sys.audit` and its hooks. The interpreter itself raises no events: hooks see those of Python code.

import TaipanRuntime

enum Auditing {
  static let functions: [NativeMethod] = [
    NativeMethod("audit", "($module, *args)", audit),
    NativeMethod("addaudithook", "($module, hook)", addHook),
  ]

  private static let hooks = Heap.makeRoot(ListRef.make().value)

  static func addHook(_ a: Args) throws(Raised) -> Value {
    // Hooks that are there may forbid a new one by raising.
    do throws(Raised) { try run(Value("sys.addaudithook"), TupleRef.empty.value) } catch {
      if catching(.runtimeError) { return .none }
      throw error
    }
    ListRef(hooks.pointee).append(a[0])
    return .none
  }

  static func audit(_ a: Args) throws(Raised) -> Value {
    if a.count == 0 {
      throw raise(.typeError, "audit expected at least 1 argument, got 0")
    }
    if !a[0].isStr {
      throw raise(.typeError, "expected str for argument 'event', not \(a[0].typeName)")
    }
    if ListRef(hooks.pointee).count > 0 { try run(a[0], a.tuple(from: 1).value) }
    return .none
  }

  private static func run(_ event: Value, _ arguments: Value) throws(Raised) {
    let list = ListRef(hooks.pointee)
    var i = 0
    while i < list.count {
      _ = try Call.function(list[i], event, arguments)
      i += 1
    }
  }
}
