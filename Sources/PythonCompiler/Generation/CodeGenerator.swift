import Bytecode
import PythonSyntax

/// Walks the tree and writes the instructions of each scope; the methods are spread over extensions by
/// the part of the language that they translate.
final class CodeGenerator {
  /// Beyond so many operands a collection is built piecemeal, to keep the stack small.
  static let stackGuideline = 30
  private static let maximumBlocks = 21

  let tree: SyntaxTree
  let names: WellKnownNames
  let symbols: SymbolTable
  let mangler: NameMangler
  let future: FutureFeatures
  let options: Compiler.Options
  private let fileName: String
  var unit: Unit
  private(set) var outerUnits: [Unit] = []
  private var texts: [Identifier: String] = [:]
  private var firstNamed: (name: Identifier?, text: String) = (nil, "")

  init(
    _ tree: SyntaxTree, names: WellKnownNames, symbols: SymbolTable, future: FutureFeatures,
    options: Compiler.Options, fileName: String
  ) {
    self.tree = tree
    self.names = names
    self.symbols = symbols
    self.future = future
    self.options = options
    self.fileName = fileName
    mangler = NameMangler(tree)
    unit = Unit(symbols.top, .module, names.moduleCode, firstLine: 1, names: names)
    unit.qualifiedName = "<module>"
  }

  // MARK: Emission

  @inline(__always)
  func emit(_ opcode: Opcode, _ location: Location) { unit.sequence.add(opcode, 0, location) }

  @inline(__always)
  func emit(_ opcode: Opcode, _ argument: Int, _ location: Location) {
    unit.sequence.add(opcode, Int32(argument), location)
  }

  func emitJump(_ opcode: Opcode, _ target: Label, _ location: Location) {
    unit.sequence.add(opcode, target.id, location)
  }

  func newLabel() -> Label { unit.sequence.newLabel() }

  func use(_ label: Label) { unit.sequence.use(label) }

  func emitConstant(_ constant: Bytecode.Constant, _ location: Location) {
    unit.sequence.add(.LOAD_CONST, unit.constants.add(constant), location)
  }

  func emitString(_ name: Identifier, _ location: Location) {
    emitConstant(.string(Array(name.utf8)), location)
  }

  func emitIntrinsic(_ intrinsic: UnaryIntrinsic, _ location: Location) {
    emit(.CALL_INTRINSIC_1, intrinsic.rawValue, location)
  }

  func emitIntrinsic(_ intrinsic: BinaryIntrinsic, _ location: Location) {
    emit(.CALL_INTRINSIC_2, intrinsic.rawValue, location)
  }

  func mangle(_ name: Identifier) -> Identifier {
    mangler.mangle(name, in: unit.scope, className: unit.className)
  }

  /// An instruction with an index into `co_names`; attribute loads also carry flags in the low bits.
  func emitName(_ opcode: Opcode, _ name: Identifier, _ location: Location) {
    let index = unit.names.add(mangle(name))
    switch opcode {
    case .LOAD_ATTR: unit.sequence.add(.LOAD_ATTR, index << 1, location)
    case .LOAD_METHOD: unit.sequence.add(.LOAD_ATTR, index << 1 | 1, location)
    case .LOAD_SUPER_ATTR: unit.sequence.add(.LOAD_SUPER_ATTR, index << 2 | 2, location)
    case .LOAD_SUPER_METHOD: unit.sequence.add(.LOAD_SUPER_ATTR, index << 2 | 3, location)
    case .LOAD_ZERO_SUPER_ATTR: unit.sequence.add(.LOAD_SUPER_ATTR, index << 2, location)
    case .LOAD_ZERO_SUPER_METHOD:
      unit.sequence.add(.LOAD_SUPER_ATTR, index << 2 | 1, location)
    default: unit.sequence.add(opcode, index, location)
    }
  }

  func failure(_ message: String, _ location: Location) -> CompileFailure {
    CompileFailure(.syntaxError, message, at: location)
  }

  func text(of name: Identifier) -> String {
    // The dictionary is dear to set up: a program of one scope does without.
    if name == firstNamed.name { return firstNamed.text }
    if !texts.isEmpty, let known = texts[name] { return known }
    let text = name.text
    if firstNamed.name == nil { firstNamed = (name, text) } else { texts[name] = text }
    return text
  }

  // MARK: Scopes

  var isTopLevelAwait: Bool {
    options.flags & CodeFlags.allowTopLevelAwait != 0 && unit.scope.kind == .module
  }

  func enterScope(_ name: Identifier, _ kind: Unit.Kind, _ key: ScopeKey, line: Int32) {
    let inner = Unit(symbols.scope(key), kind, name, firstLine: line, names: names)
    inner.className = unit.className
    outerUnits.append(unit)
    unit = inner
    unit.qualifiedName = qualifiedName()
    emit(.RESUME, ResumeKind.functionStart, Location(line: line))
  }

  /// Turns the current unit into a code object and returns to the unit around it.
  func leaveScope(addNone: Bool) -> CodeUnit {
    let code = assemble(addNone: addNone)
    unit = outerUnits.removeLast()
    return code
  }

  private func qualifiedName() -> String {
    let name = text(of: unit.name)
    guard var parent = outerUnits.last else { return name }
    if outerUnits.count == 1 { return name }
    if parent.kind == .typeParameters {
      if outerUnits.count == 2 { return name }
      parent = outerUnits[outerUnits.count - 2]
    }
    if unit.kind == .function || unit.kind == .asyncFunction || unit.kind == .class {
      let mangled = mangler.mangle(unit.name, className: parent.className)
      if parent.scope.place(of: mangled) == .globalExplicit { return name }
    }
    let base = parent.qualifiedName
    return parent.kind.isAnyFunction ? "\(base).<locals>.\(name)" : "\(base).\(name)"
  }

  // MARK: Assembly

  func assemble(addNone: Bool) -> CodeUnit {
    let flags = codeFlags()
    if addNone { emitConstant(.none, .none) }
    emit(.RETURN_VALUE, .none)
    let graph = FlowGraph(unit.sequence, constants: unit.constants)
    graph.optimize(
      localCount: unit.locals.count, parameterCount: unit.scope.parameters.count)
    let layout = LocalsLayout(
      locals: unit.locals, cells: unit.cells, frees: unit.frees, hidden: Set(unit.hidden.keys))
    let code = CodeUnit()
    code.stackSize = max(1, graph.computeStackDepth())
    let isGenerator =
      flags & (CodeFlags.generator | CodeFlags.coroutine | CodeFlags.asyncGenerator) != 0
    graph.insertPrefix(layout, isGenerator: isGenerator, firstLine: unit.firstLine)
    graph.convertPseudoInstructions()
    graph.normalizeJumps()
    let assembler = Assembler(graph.linearize())
    code.code = assembler.code()
    code.lineTable = assembler.lineTable(firstLine: Int(unit.firstLine))
    code.exceptionTable = assembler.exceptionTable()
    code.constants = graph.constants.values
    describe(code, layout, flags)
    return code
  }

  private func describe(_ code: CodeUnit, _ layout: LocalsLayout, _ flags: UInt32) {
    code.flags = flags
    code.argumentCount = unit.positionalOnlyCount + unit.argumentCount
    code.positionalOnlyCount = unit.positionalOnlyCount
    code.keywordOnlyCount = unit.keywordOnlyCount
    code.names = unit.names.names.map(text)
    code.localsPlusNames = layout.names.map(text)
    code.localsPlusKinds = layout.kinds
    code.fileName = fileName
    code.name = text(of: unit.name)
    code.qualifiedName = unit.qualifiedName
    code.firstLine = Int(unit.firstLine)
  }

  private func codeFlags() -> UInt32 {
    let scope = unit.scope
    var flags = future.flags & CodeFlags.inheritedMask
    if scope.isFunctionLike {
      flags |= CodeFlags.newLocals | CodeFlags.optimized
      if scope.isNested { flags |= CodeFlags.nested }
      switch (scope.isGenerator, scope.isCoroutine) {
      case (true, false): flags |= CodeFlags.generator
      case (false, true): flags |= CodeFlags.coroutine
      case (true, true): flags |= CodeFlags.asyncGenerator
      case (false, false): break
      }
      if scope.hasVarArgs { flags |= CodeFlags.varArgs }
      if scope.hasVarKeywords { flags |= CodeFlags.varKeywords }
    }
    if isTopLevelAwait, scope.isCoroutine, !scope.isGenerator { flags |= CodeFlags.coroutine }
    return flags
  }

  // MARK: Frame blocks

  func push(
    _ kind: FrameBlock.Kind, _ location: Location, start: Label = .none, exit: Label = .none
  ) throws(CompileFailure) {
    if unit.blocks.count >= CodeGenerator.maximumBlocks {
      throw failure("too many statically nested blocks", location)
    }
    unit.blocks.append(FrameBlock(kind: kind, start: start, location: location, exit: exit))
  }

  func pop() { unit.blocks.removeLast() }
}
