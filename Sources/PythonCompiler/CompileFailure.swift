import PythonSyntax

/// Why a syntax tree cannot be compiled.
public struct CompileFailure: Error {
  public enum Kind {
    case syntaxError, recursionError, systemError
  }

  public var kind: Kind
  public var message: String
  /// Where; nil for an error without a place. `SyntaxError.offset` is the column plus one: the
  /// reference reports bytes here, not characters.
  public var location: Location?

  init(_ kind: Kind = .syntaxError, _ message: String, at location: Location? = nil) {
    self.kind = kind
    self.message = message
    self.location = location
  }

  static let tooDeep = CompileFailure(
    .recursionError, "maximum recursion depth exceeded during compilation")
}

/// A `SyntaxWarning` that compilation gives.
public struct CompileWarning {
  public var message: String
  public var location: Location
}

/// How deep trees may nest before folding and symbol analysis give up (`Py_C_RECURSION_LIMIT`).
let recursionLimit = 10_000
