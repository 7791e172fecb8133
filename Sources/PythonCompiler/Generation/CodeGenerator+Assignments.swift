import Bytecode
import PythonSyntax

// Attributes, subscripts, augmented and annotated assignment.

extension CodeGenerator {
  /// An attribute access over several lines counts to the line of the attribute's name.
  func attributeLocation(
    _ location: Location, _ attribute: Expression, _ name: Identifier
  ) -> Location {
    let end = attribute.location
    guard location.line != end.endLine else { return location }
    var result = location
    result.line = end.endLine
    let length = Int32(name.utf8.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
    if length <= end.endColumn {
      result.column = end.endColumn - length
    } else {
      // Only trees that no parser made: drop the columns.
      result.column = -1
      result.endColumn = -1
    }
    result.endLine = max(result.line, result.endLine)
    if result.line == result.endLine { result.endColumn = max(result.column, result.endColumn) }
    return result
  }

  func generateAttribute(
    _ expression: Expression, _ value: Expression, _ name: Identifier,
    _ context: ExpressionContext
  ) throws(CompileFailure) {
    let location = expression.location
    if context == .load, let arguments = superArguments(value, name) {
      try generateSuperArguments(value, arguments)
      emitName(
        arguments.isEmpty ? .LOAD_ZERO_SUPER_ATTR : .LOAD_SUPER_ATTR, name, location)
      return emit(.NOP, attributeLocation(location, expression, name))
    }
    if context == .store { recordStaticAttribute(value, name) }
    try generate(value)
    let place = attributeLocation(location, expression, name)
    switch context {
    case .load: emitName(.LOAD_ATTR, name, place)
    case .store:
      try forbid(name, .store, place)
      emitName(.STORE_ATTR, name, place)
    case .delete: emitName(.DELETE_ATTR, name, place)
    }
  }

  private func isPlainSlice(_ slice: Expression) -> Bool {
    if case .slice(_, _, nil) = slice.kind { true } else { false }
  }

  func generateSubscript(
    _ value: Expression, _ slice: Expression, _ context: ExpressionContext, _ location: Location
  ) throws(CompileFailure) {
    if context == .load {
      try checkSubscripted(value)
      try checkIndex(value, slice)
    }
    try generate(value)
    if context != .delete, case .slice(let lower, let upper, nil) = slice.kind {
      _ = try generateSlice(lower, upper, nil, slice.location)
      return emit(context == .load ? .BINARY_SLICE : .STORE_SLICE, location)
    }
    try generate(slice)
    switch context {
    case .load: emit(.BINARY_SUBSCR, location)
    case .store: emit(.STORE_SUBSCR, location)
    case .delete: emit(.DELETE_SUBSCR, location)
    }
  }

  /// Pushes the parts of a slice; returns how many.
  func generateSlice(
    _ lower: Expression?, _ upper: Expression?, _ step: Expression?, _ location: Location
  ) throws(CompileFailure) -> Int {
    if let lower { try generate(lower) } else { emitConstant(.none, location) }
    if let upper { try generate(upper) } else { emitConstant(.none, location) }
    guard let step else { return 2 }
    try generate(step)
    return 3
  }

  func generateAugmented(
    _ target: Expression, _ operation: PythonSyntax.BinaryOperator, _ value: Expression,
    _ statement: Location
  ) throws(CompileFailure) {
    let location = target.location
    func combine() throws(CompileFailure) {
      try generate(value)
      emitBinary(operation, inPlace: true, statement)
    }
    func swap(_ depths: Int...) { for depth in depths { emit(.SWAP, depth, location) } }
    switch target.kind {
    case .attribute(let base, let name, _):
      try generate(base)
      emit(.COPY, 1, location)
      let place = attributeLocation(location, target, name)
      emitName(.LOAD_ATTR, name, place)
      try combine()
      emit(.SWAP, 2, place)
      emitName(.STORE_ATTR, name, place)
    case .subscript(let base, let slice, _):
      try generate(base)
      if case .slice(let lower, let upper, nil) = slice.kind {
        _ = try generateSlice(lower, upper, nil, slice.location)
        for _ in 0..<3 { emit(.COPY, 3, location) }
        emit(.BINARY_SLICE, location)
        try combine()
        swap(4, 3, 2)
        emit(.STORE_SLICE, location)
      } else {
        try generate(slice)
        for _ in 0..<2 { emit(.COPY, 2, location) }
        emit(.BINARY_SUBSCR, location)
        try combine()
        swap(3, 2)
        emit(.STORE_SUBSCR, location)
      }
    case .name(let name, _):
      try emitNameOperation(name, .load, location)
      try combine()
      try emitNameOperation(name, .store, location)
    default:
      throw CompileFailure(.systemError, "invalid node type for augmented assignment")
    }
  }

  // MARK: Annotated assignment

  private var evaluatesAnnotations: Bool { unit.kind == .module || unit.kind == .class }

  func generateAnnotated(
    _ target: Expression, _ annotation: Expression, _ value: Expression?, _ isSimple: Bool,
    _ location: Location
  ) throws(CompileFailure) {
    if let value {
      try generate(value)
      try generate(target)
    }
    switch target.kind {
    case .name(let name, _):
      try forbid(name, .store, location)
      if isSimple, evaluatesAnnotations {
        if future.hasAnnotations {
          emitAnnotationText(annotation)
        } else {
          try generate(annotation)
        }
        emitName(.LOAD_NAME, names.annotations, location)
        emitString(mangle(name), location)
        emit(.STORE_SUBSCR, location)
      }
    case .attribute(let base, let name, _):
      try forbid(name, .store, location)
      if value == nil { try evaluate(base) }
    case .subscript(let base, let slice, _):
      if value == nil {
        try evaluate(base)
        try evaluateSubscript(slice)
      }
    default:
      throw CompileFailure(.systemError, "invalid node type for annotated assignment")
    }
    if !isSimple, !future.hasAnnotations, evaluatesAnnotations { try evaluate(annotation) }
  }

  private func evaluate(_ expression: Expression) throws(CompileFailure) {
    try generate(expression)
    emit(.POP_TOP, expression.location)
  }

  private func evaluateSubscript(_ slice: Expression) throws(CompileFailure) {
    switch slice.kind {
    case .slice(let lower, let upper, let step):
      if let lower { try evaluate(lower) }
      if let upper { try evaluate(upper) }
      if let step { try evaluate(step) }
    case .tuple(let elements, _): for element in elements { try evaluateSubscript(element) }
    default: try evaluate(slice)
    }
  }
}
