// Warnings that the runtime itself issues.

public enum Warnings {
  /// Set by `_warnings`: (category, message, stack level).
  nonisolated(unsafe) public static var hook: ((Value, Value, Int) throws(Raised) -> Void)?

  /// - Throws: the warning, where the filters turn it into an exception.
  public static func warn(_ category: BuiltinType, _ message: String, stackLevel: Int = 1)
    throws(Raised)
  {
    try hook?(category.value, Value(message), stackLevel)
  }

  /// For a conversion method that returned an instance of a strict subclass.
  ///
  /// - Throws: the warning, where the filters turn it into an exception.
  static func strictSubclass(_ method: String, _ kind: String, _ result: Value) throws(Raised) {
    try warn(
      .deprecationWarning,
      "\(method) returned non-\(kind) (type \(result.typeName)).  The ability to return an "
        + "instance of a strict subclass of \(kind) is deprecated, and may be removed in a future "
        + "version of Python.")
  }

  /// Set by `_warnings`: (category, message, file name, line, whether the running module notes it).
  nonisolated(unsafe) public static var explicitHook:
    ((Value, Value, Value, Int, Bool) throws(Raised) -> Void)?

  /// A warning about a place of a source file.
  ///
  /// - Parameter isNoted: the module that runs notes the warning as one of its own, so that it is shown
  ///   once where the filters say so.
  /// - Throws: the warning, where the filters turn it into an exception.
  public static func warn(
    _ category: BuiltinType, _ message: String, fileName: String, line: Int, isNoted: Bool = false
  ) throws(Raised) {
    try explicitHook?(category.value, Value(message), Value(fileName), line, isNoted)
  }
}
