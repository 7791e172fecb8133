import Bytecode
import PythonSyntax

extension CodeGenerator {
  enum CollectionKind {
    case list, set, tuple

    /// A tuple is built as a list first, when it cannot be built at once.
    var build: Opcode { self == .set ? .BUILD_SET : .BUILD_LIST }
    var add: Opcode { self == .set ? .SET_ADD : .LIST_APPEND }
    var extend: Opcode { self == .set ? .SET_UPDATE : .LIST_EXTEND }
  }

  func generateSequence(
    _ elements: NodeList<Expression>, _ context: ExpressionContext, _ kind: CollectionKind,
    _ location: Location
  ) throws(CompileFailure) {
    switch context {
    case .load: try generateStarred(elements, pushed: 0, kind, location)
    case .store: try generateUnpacking(elements, location)
    case .delete: for element in elements { try generate(element) }
    }
  }

  /// A display, with `pushed` elements on the stack already and possibly with `*iterable` among its
  /// elements.
  func generateStarred(
    _ elements: NodeList<Expression>, pushed: Int, _ kind: CollectionKind, _ location: Location
  ) throws(CompileFailure) {
    if elements.count > 2, let items = constants(elements) {
      return emitConstantDisplay(items, pushed, kind, location)
    }
    let isBig = elements.count + pushed > CodeGenerator.stackGuideline
    let hasStar = elements.contains { if case .starred = $0.kind { true } else { false } }
    if !hasStar, !isBig {
      for element in elements { try generate(element) }
      let opcode = kind == .tuple ? Opcode.BUILD_TUPLE : kind.build
      return emit(opcode, elements.count + pushed, location)
    }
    var isBuilt = isBig
    if isBig { emit(kind.build, pushed, location) }
    for (index, element) in elements.enumerated() {
      if case .starred(let value, _) = element.kind {
        if !isBuilt {
          emit(kind.build, index + pushed, location)
          isBuilt = true
        }
        try generate(value)
        emit(kind.extend, 1, location)
      } else {
        try generate(element)
        if isBuilt { emit(kind.add, 1, location) }
      }
    }
    if kind == .tuple { emitIntrinsic(UnaryIntrinsic.listToTuple, location) }
  }

  private func emitConstantDisplay(
    _ items: [Bytecode.Constant], _ pushed: Int, _ kind: CollectionKind, _ location: Location
  ) {
    if kind == .tuple, pushed == 0 { return emitConstant(.tuple(items), location) }
    emit(kind.build, pushed, location)
    emitConstant(kind == .set ? .frozenSet(unique(items)) : .tuple(items), location)
    emit(kind.extend, 1, location)
    if kind == .tuple { emitIntrinsic(UnaryIntrinsic.listToTuple, location) }
  }

  private func constants(_ elements: NodeList<Expression>) -> [Bytecode.Constant]? {
    for element in elements.buffer {
      guard case .constant = element.kind else { return nil }
    }
    return elements.map { element in
      guard case .constant(let value) = element.kind else { return .none }
      return convert(value)
    }
  }

  private func unique(_ items: [Bytecode.Constant]) -> [Bytecode.Constant] {
    var result: [Bytecode.Constant] = []
    for item in items where !result.contains(where: { $0.isPythonEqual(to: item) }) {
      result.append(item)
    }
    return result
  }

  // MARK: Unpacking

  private func generateUnpacking(
    _ elements: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    var targets: [Expression] = []
    var hasStar = false
    for (index, element) in elements.enumerated() {
      guard case .starred(let value, _) = element.kind else {
        targets.append(element)
        continue
      }
      if hasStar { throw failure("multiple starred expressions in assignment", location) }
      hasStar = true
      let after = elements.count - index - 1
      if index >= 1 << 8 || after >= Int(Int32.max) >> 8 {
        throw failure("too many expressions in star-unpacking assignment", location)
      }
      emit(.UNPACK_EX, index + after << 8, location)
      targets.append(value)
    }
    if !hasStar { emit(.UNPACK_SEQUENCE, elements.count, location) }
    for target in targets { try generate(target) }
  }

  // MARK: Dictionaries

  func generateDict(
    _ keys: NodeList<Expression?>, _ values: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    var hasDict = false
    var pending = 0
    func flush(_ first: Int, _ end: Int) throws(CompileFailure) {
      try generateSubdict(keys, values, first, end, location)
      if hasDict { emit(.DICT_UPDATE, 1, location) }
      hasDict = true
      pending = 0
    }
    for index in 0..<values.count {
      if keys[index] == nil {
        if pending > 0 { try flush(index - pending, index) }
        if !hasDict {
          emit(.BUILD_MAP, 0, location)
          hasDict = true
        }
        try generate(values[index])
        emit(.DICT_UPDATE, 1, location)
      } else if pending * 2 > CodeGenerator.stackGuideline {
        try flush(index - pending, index + 1)
      } else {
        pending += 1
      }
    }
    if pending > 0 { try flush(values.count - pending, values.count) }
    if !hasDict { emit(.BUILD_MAP, 0, location) }
  }

  private func generateSubdict(
    _ keys: NodeList<Expression?>, _ values: NodeList<Expression>, _ first: Int, _ end: Int,
    _ location: Location
  ) throws(CompileFailure) {
    let count = end - first
    let isBig = count * 2 > CodeGenerator.stackGuideline
    if count > 1, !isBig, let constantKeys = constantKeys(keys, first, end) {
      for index in first..<end { try generate(values[index]) }
      emitConstant(.tuple(constantKeys), location)
      return emit(.BUILD_CONST_KEY_MAP, count, location)
    }
    if isBig { emit(.BUILD_MAP, 0, location) }
    for index in first..<end {
      if let key = keys[index] { try generate(key) }
      try generate(values[index])
      if isBig { emit(.MAP_ADD, 1, location) }
    }
    if !isBig { emit(.BUILD_MAP, count, location) }
  }

  private func constantKeys(
    _ keys: NodeList<Expression?>, _ first: Int, _ end: Int
  ) -> [Bytecode.Constant]? {
    var result: [Bytecode.Constant] = []
    for index in first..<end {
      guard let key = keys[index], case .constant(let value) = key.kind else { return nil }
      result.append(convert(value))
    }
    return result
  }
}

extension Bytecode.Constant {
  /// Python's `==` between constants, across the types of numbers.
  func isPythonEqual(to other: Bytecode.Constant) -> Bool {
    if isIdentical(to: other) { return true }
    if case .tuple(let lhs) = self, case .tuple(let rhs) = other {
      return lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { $0.isPythonEqual(to: $1) }
    }
    if case .int = self, case .int = other { return false }
    guard let lhs = numericValue, let rhs = other.numericValue else { return false }
    return lhs == rhs
  }

  private var numericValue: SIMD2<Double>? {
    switch self {
    case .true: SIMD2(1, 0)
    case .false: SIMD2(0, 0)
    case .int(let value): SIMD2(Double(value), 0)
    case .float(let value): SIMD2(value, 0)
    case .complex(let real, let imaginary): SIMD2(real, imaginary)
    default: nil
    }
  }
}
