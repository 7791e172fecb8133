// Watchpoints on namespaces: native code that relies on a global or builtin is told of a change.

public enum Watch {
  /// Called with the dict and the entry whose value was replaced.
  nonisolated(unsafe) public static var onValueChanged: (@convention(thin) (DictRef, Int) -> Void)?
  /// Called when keys were added or removed.
  nonisolated(unsafe) public static var onKeysChanged: (@convention(thin) (DictRef) -> Void)?

  @inline(never) static func valueChanged(_ dict: DictRef, _ entry: Int) {
    onValueChanged?(dict, entry)
  }
  @inline(never) static func keysChanged(_ dict: DictRef) { onKeysChanged?(dict) }
}
