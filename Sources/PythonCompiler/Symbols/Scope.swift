import PythonSyntax

/// One entry of the symbol table: a module, class, function, comprehension or type-parameter scope.
public final class Scope {
  /// The raw values are those of `symtable`.
  public enum Kind: Int {
    case function, `class`, module
    /// An annotation under `from __future__ import annotations`: checked, never compiled.
    case annotation
    case typeAlias, typeParameters
    /// The bound, constraints or default of one type parameter.
    case typeVariable
  }

  enum ComprehensionKind {
    case none, list, dict, set, generator
  }

  /// Names that are mangled in a type-parameter scope of a class; shared with the scopes inside.
  final class MangledNames { var names: Set<Identifier> = [] }

  public let name: Identifier
  public let kind: Kind
  public let location: Location
  var symbols = SymbolMap()
  /// Parameters, in the order of the frame.
  var parameters: [Identifier] = []
  public internal(set) var children: [Scope] = []
  /// Places of `global` and `nonlocal` statements.
  var directives: [(name: Identifier, location: Location)] = []
  var mangledNames: MangledNames?
  /// For errors: what this type variable scope computes.
  var description = ""

  var isNested = false
  var hasFree = false
  var hasChildFree = false
  var isGenerator = false
  var isCoroutine = false
  var comprehension = ComprehensionKind.none
  var hasVarArgs = false
  var hasVarKeywords = false
  /// A class whose methods use `__class__`.
  var needsClassClosure = false
  /// A class in which a type-parameter scope reads class names.
  var needsClassDict = false
  var isInlined = false
  var isIterationTarget = false
  var canSeeClassScope = false
  /// Depth of comprehension iterables that are being visited.
  var iterableDepth = 0

  init(_ name: Identifier, _ kind: Kind, _ location: Location) {
    self.name = name
    self.kind = kind
    self.location = location
  }

  var isFunctionLike: Bool {
    switch kind {
    case .function, .typeVariable, .typeAlias, .typeParameters: true
    case .class, .module, .annotation: false
    }
  }

  // MARK: For `symtable`

  /// Names and what the scope does with them, in the bits that `_symtable` declares.
  public var symbolFlags: [(name: Identifier, flags: Int)] {
    zip(symbols.names, symbols.flags).map { ($0, Int($1.rawValue)) }
  }

  public var parameterNames: [Identifier] { parameters }
  public var isInsideFunction: Bool { isNested }

  func place(of name: Identifier) -> SymbolPlace { symbols[name].place }
}

/// Names a scope by the node that opens it.
struct ScopeKey: Hashable {
  private let word: UInt

  /// Nodes are aligned to eight bytes, so the low bits can tell apart the scopes of one node.
  private init(address: UInt, tag: UInt) { word = address | tag }

  static let module = ScopeKey(address: 0, tag: 0)

  init(_ expression: Expression) {
    self.init(address: unsafeBitCast(expression, to: UInt.self), tag: 0)
  }

  init(_ statement: Statement) {
    self.init(address: unsafeBitCast(statement, to: UInt.self), tag: 0)
  }

  /// The scope around a generic function, class or type alias.
  init(_ parameters: NodeList<TypeParameter>) {
    self.init(address: UInt(bitPattern: parameters.buffer.baseAddress), tag: 1)
  }

  /// The scope of the bound (or of the only default) of the type parameter at `index`.
  static func bound(_ index: Int, of parameters: NodeList<TypeParameter>) -> ScopeKey {
    ScopeKey(address: UInt(bitPattern: parameters.buffer.baseAddress! + index), tag: 2)
  }

  static func typeDefault(_ index: Int, of parameters: NodeList<TypeParameter>) -> ScopeKey {
    ScopeKey(address: UInt(bitPattern: parameters.buffer.baseAddress! + index), tag: 3)
  }
}
