import Bytecode
import PythonSyntax

/// A construct that leaving statements have to unwind: a loop, a `try`, a `with`.
struct FrameBlock {
  enum Kind {
    case whileLoop, forLoop, tryExcept
    /// The body of a `try` with a `finally` of these statements.
    case finallyTry(NodeList<Statement>)
    case finallyEnd, with, asyncWith
    /// An `except` body; the name is deleted at its end.
    case handlerCleanup(Identifier?)
    case popValue, exceptionHandler, exceptionGroupHandler, asyncComprehension, stopIteration
  }

  var kind: Kind
  /// Where `continue` goes.
  var start: Label
  var location: Location
  /// Where `break` goes.
  var exit: Label

  var isLoop: Bool {
    switch kind {
    case .whileLoop, .forLoop: true
    default: false
    }
  }
}

/// One code unit while its code is generated.
final class Unit {
  enum Kind {
    case module, `class`, function, asyncFunction, lambda, comprehension, typeParameters

    var isAnyFunction: Bool { self == .function || self == .asyncFunction || self == .lambda }
  }

  let scope: Scope
  let kind: Kind
  let name: Identifier
  let firstLine: Int32
  var qualifiedName = ""
  var sequence = InstructionSequence()
  var constants = ConstantPool()
  var names = NameIndex()
  var locals: NameIndex
  var cells: NameIndex
  var frees: NameIndex
  /// Names that inlined comprehensions keep in fast locals of a module or class; true while inside.
  var hidden: [Identifier: Bool] = [:]
  var blocks: [FrameBlock] = []
  /// Class whose private names are mangled here.
  var className: Identifier?
  /// Attributes that methods of this class assign through `self`.
  var staticAttributes: Set<Identifier> = []
  var argumentCount = 0
  var positionalOnlyCount = 0
  var keywordOnlyCount = 0
  var inlinedDepth = 0

  init(_ scope: Scope, _ kind: Kind, _ name: Identifier, firstLine: Int32, names: WellKnownNames) {
    self.scope = scope
    self.kind = kind
    self.name = name
    self.firstLine = firstLine
    locals = NameIndex(scope.parameters)
    cells = NameIndex(
      Unit.sortedNames(scope) { $0.place == .cell || $0.contains(.comprehensionCell) })
    if scope.needsClassClosure { _ = cells.add(names.classCell) }
    if scope.needsClassDict { _ = cells.add(names.classDict) }
    frees = NameIndex(
      Unit.sortedNames(scope) { $0.place == .free || $0.contains(.freeInClass) },
      base: cells.count)
  }

  /// Cells are numbered in the order of their names, so that code does not depend on hashing.
  private static func sortedNames(
    _ scope: Scope, where condition: (SymbolFlags) -> Bool
  ) -> [Identifier] {
    var result: [Identifier] = []
    for index in 0..<scope.symbols.count where condition(scope.symbols.flags[index]) {
      result.append(scope.symbols.names[index])
    }
    return result.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
