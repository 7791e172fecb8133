import Bytecode
import PythonSyntax

/// What the `from __future__ import` statements of a module ask for, and where the last one ends.
struct FutureFeatures {
  private(set) var flags: UInt32
  private(set) var location = Location.none

  var hasAnnotations: Bool { flags & CodeFlags.futureAnnotations != 0 }

  /// `inherited` are features that the caller of `compile` switches on.
  init(_ tree: SyntaxTree, inherited: UInt32) throws(CompileFailure) {
    flags = inherited
    let body: NodeList<Statement>
    switch tree.root {
    case .module(let statements, _): body = statements
    case .interactive(let statements): body = statements
    case .expression, .functionType: return
    }
    // Only a docstring and other future statements may come first.
    for statement in body.dropFirst(docstring(of: body) == nil ? 0 : 1) {
      guard case .importFrom(let module?, let names, 0) = statement.kind,
        module.matches("__future__")
      else { return }
      for name in names { try enable(name) }
      location = statement.location
    }
  }

  private mutating func enable(_ alias: Alias) throws(CompileFailure) {
    switch alias.name.text {
    case "nested_scopes", "generators", "division", "absolute_import", "with_statement",
      "print_function", "unicode_literals", "generator_stop":
      break
    case "barry_as_FLUFL": flags |= CodeFlags.futureBarryAsBDFL
    case "annotations": flags |= CodeFlags.futureAnnotations
    case "braces": throw CompileFailure(.syntaxError, "not a chance", at: alias.location)
    case let feature:
      throw CompileFailure(
        .syntaxError, "future feature \(feature) is not defined", at: alias.location)
    }
  }
}

/// The string that documents a body: its first statement, if that is nothing but a string.
func docstring(of body: NodeList<Statement>) -> ByteString? {
  guard let first = body.first, case .expr(let value) = first.kind,
    case .constant(.string(let bytes, _)) = value.kind
  else { return nil }
  return bytes
}
