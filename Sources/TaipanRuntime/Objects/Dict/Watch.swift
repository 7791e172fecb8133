// Watchpoints on namespaces, types and functions: native code takes for constant what these say, and is told of a
// change before anything else runs.
//
// Who watches sets the mark of the dict (`DictLayout.watched`) or type (`TypeFlags.watched`), and is called at each
// change while it is set. Of values only those are told that `isConstant` in the first place: a counter in a watched
// namespace costs no more than elsewhere.

public enum Watch {
  /// Called with the dict and the entry whose value was replaced.
  nonisolated(unsafe) public static var onValueChanged: ((DictRef, Int) -> Void)?
  /// Called when keys were added or removed, or entries moved.
  nonisolated(unsafe) public static var onKeysChanged: ((DictRef) -> Void)?
  /// Called when a type has a new version, or a function new code.
  nonisolated(unsafe) public static var onTypeChanged: ((TypeRef) -> Void)?
  nonisolated(unsafe) public static var onFunctionChanged: ((FunctionRef) -> Void)?

  @inline(never) static func valueChanged(_ dict: DictRef, _ entry: Int) {
    onValueChanged?(dict, entry)
  }
  @inline(never) static func keysChanged(_ dict: DictRef) { onKeysChanged?(dict) }
  @inline(never) static func typeChanged(_ type: TypeRef) { onTypeChanged?(type) }
  static func functionChanged(_ function: FunctionRef) { onFunctionChanged?(function) }

  /// Whether a value in a namespace is of those that hardly ever are replaced: functions, classes and modules.
  @inline(never) public static func isConstant(_ value: Value) -> Bool {
    guard value.isHeap, value.isPresent else { return false }
    return value.isExactly(.function) || value.isExactly(.builtinFunction)
      || value.isExactly(.module) || value.isType
  }
}
