import PythonSyntax

extension SymbolTable {
  /// One line per scope and symbol, children indented: `--dump=symtable`.
  public var text: String {
    var output = ""
    SymbolTable.append(top, indentation: "", to: &output)
    return output
  }

  private static func append(_ scope: Scope, indentation: String, to output: inout String) {
    let properties: [(Bool, String)] = [
      (scope.isNested, "nested"), (scope.isGenerator, "generator"),
      (scope.isCoroutine, "coroutine"), (scope.hasVarArgs, "varargs"),
      (scope.hasVarKeywords, "varkeywords"), (scope.needsClassClosure, "class-closure"),
      (scope.needsClassDict, "class-dict"), (scope.canSeeClassScope, "sees-class"),
    ]
    let shown = properties.filter(\.0).map { " " + $0.1 }.joined()
    output += "\(indentation)\(scope.kind) \(scope.name) line \(scope.location.line)\(shown)\n"
    for (name, flags) in zip(scope.symbols.names, scope.symbols.flags) {
      output += "\(indentation)  \(name): \(flags.place)\(describe(flags))\n"
    }
    for child in scope.children { append(child, indentation: indentation + "  ", to: &output) }
  }

  private static func describe(_ flags: SymbolFlags) -> String {
    let names: [(SymbolFlags, String)] = [
      (.global, "global"), (.local, "assigned"), (.parameter, "parameter"),
      (.nonlocal, "nonlocal"), (.use, "used"), (.freeInClass, "free-in-class"),
      (.imported, "imported"), (.annotated, "annotated"),
      (.comprehensionIteration, "iterated"), (.typeParameter, "type-parameter"),
      (.comprehensionCell, "comprehension-cell"),
    ]
    return names.filter { flags.contains($0.0) }.map { " " + $0.1 }.joined()
  }
}
