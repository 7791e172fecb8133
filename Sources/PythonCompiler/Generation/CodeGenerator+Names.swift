import Bytecode
import PythonSyntax

// Loading, storing and deleting variables: the instruction follows from where the name lives.

extension CodeGenerator {
  func forbid(
    _ name: Identifier, _ context: ExpressionContext, _ location: Location
  ) throws(CompileFailure) {
    guard name == names.debug else { return }
    switch context {
    case .store: throw failure("cannot assign to __debug__", location)
    case .delete: throw failure("cannot delete __debug__", location)
    case .load: return
    }
  }

  func emitNameOperation(
    _ name: Identifier, _ context: ExpressionContext, _ location: Location
  ) throws(CompileFailure) {
    try forbid(name, context, location)
    let mangled = mangle(name)
    let place = unit.scope.place(of: mangled)
    let isFunction = unit.scope.isFunctionLike
    switch place {
    case .free: emitCell(unit.frees.add(mangled), context, location)
    case .cell: emitCell(unit.cells.add(mangled), context, location)
    case .local where isFunction || unit.hidden[mangled] == true:
      emitFast(mangled, context, location)
    case .globalImplicit where isFunction, .globalExplicit:
      emitGlobal(mangled, place, context, location)
    default:
      emitPlainName(mangled, context, location)
    }
  }

  private func emitFast(
    _ name: Identifier, _ context: ExpressionContext, _ location: Location
  ) {
    let index = unit.locals.add(name)
    switch context {
    case .load: unit.sequence.add(.LOAD_FAST, index, location)
    case .store: unit.sequence.add(.STORE_FAST, index, location)
    case .delete: unit.sequence.add(.DELETE_FAST, index, location)
    }
  }

  private func emitCell(
    _ index: Int32, _ context: ExpressionContext, _ location: Location
  ) {
    switch context {
    case .load:
      var opcode = Opcode.LOAD_DEREF
      if unit.scope.kind == .class, unit.inlinedDepth == 0 {
        opcode = .LOAD_FROM_DICT_OR_DEREF
        emit(.LOAD_LOCALS, location)
      } else if unit.scope.canSeeClassScope {
        opcode = .LOAD_FROM_DICT_OR_DEREF
        unit.sequence.add(.LOAD_DEREF, unit.frees.add(names.classDict), location)
      }
      unit.sequence.add(opcode, index, location)
    case .store: unit.sequence.add(.STORE_DEREF, index, location)
    case .delete: unit.sequence.add(.DELETE_DEREF, index, location)
    }
  }

  private func emitGlobal(
    _ name: Identifier, _ place: SymbolPlace, _ context: ExpressionContext, _ location: Location
  ) {
    switch context {
    case .load:
      if unit.scope.canSeeClassScope, place == .globalImplicit {
        unit.sequence.add(.LOAD_DEREF, unit.frees.add(names.classDict), location)
        unit.sequence.add(.LOAD_FROM_DICT_OR_GLOBALS, unit.names.add(name), location)
      } else {
        unit.sequence.add(.LOAD_GLOBAL, unit.names.add(name) << 1, location)
      }
    case .store: unit.sequence.add(.STORE_GLOBAL, unit.names.add(name), location)
    case .delete: unit.sequence.add(.DELETE_GLOBAL, unit.names.add(name), location)
    }
  }

  private func emitPlainName(
    _ name: Identifier, _ context: ExpressionContext, _ location: Location
  ) {
    let index = unit.names.add(name)
    switch context {
    case .load:
      // A comprehension does not see the names of the class that it is inlined in.
      if unit.scope.kind == .class, unit.inlinedDepth > 0 {
        unit.sequence.add(.LOAD_GLOBAL, index << 1, location)
      } else {
        unit.sequence.add(.LOAD_NAME, index, location)
      }
    case .store: unit.sequence.add(.STORE_NAME, index, location)
    case .delete: unit.sequence.add(.DELETE_NAME, index, location)
    }
  }

  /// Where a name of an inner function's closure lives in this unit.
  func referencePlace(_ name: Identifier) -> SymbolPlace {
    if unit.kind == .class, name == names.classCell || name == names.classDict { return .cell }
    return unit.scope.place(of: name)
  }

  /// Makes a function of a code object: closure, function, and the attributes that lie on the stack.
  func emitMakeFunction(_ code: CodeUnit, attributes: Int = 0, _ location: Location) {
    var attributes = attributes
    let first = code.localsPlusKinds.firstIndex { $0 & LocalKind.free != 0 }
    if let first {
      for text in code.localsPlusNames[first...] {
        let name = tree.intern(text)
        let cells = referencePlace(name) == .cell ? unit.cells : unit.frees
        guard let index = cells.index(of: name) else {
          fatalError("CodeGenerator: \(text) is free in \(code.name) but unknown outside")
        }
        unit.sequence.add(.LOAD_CLOSURE, index, location)
      }
      attributes |= FunctionAttribute.closure
      emit(.BUILD_TUPLE, code.localsPlusNames.count - first, location)
    }
    emitConstant(.code(code), location)
    emit(.MAKE_FUNCTION, location)
    for bit in [
      FunctionAttribute.closure, FunctionAttribute.annotations, FunctionAttribute.keywordDefaults,
      FunctionAttribute.defaults,
    ] where attributes & bit != 0 {
      emit(.SET_FUNCTION_ATTRIBUTE, bit, location)
    }
  }
}
