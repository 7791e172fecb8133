// What is left to the runtime's own functions for builtin objects (`Helper`), and to the handler only where these
// ask for it. That is for lines that have no form of their own: it is better than the handler alone, as the
// registers need not be stored for it.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// False for lines that only the handler knows.
  func buildHelped() -> Bool {
    let word = line.word
    switch line.opcode.parent {
    case .loadSubscript, .loadSubscriptImmediate, .storeSubscript, .storeSubscriptImmediate,
      .deleteSubscript, .slice, .steppedSlice, .storeSlice:
      return helpSubscript()
    case .contains: storeTruth(.contains, containsOperands(word.b, word.c), negated: false)
    case .notContains: storeTruth(.contains, containsOperands(word.b, word.c), negated: true)
    case .jumpIfContains: jump(.contains, containsOperands(word.a, word.b), whenTrue: true)
    case .jumpIfNotContains: jump(.contains, containsOperands(word.a, word.b), whenTrue: false)
    case .toBool: storeTruth(.truth, [read(word.b)], negated: false)
    case .logicalNot: storeTruth(.truth, [read(word.b)], negated: true)
    case .buildList:
      let items = (0..<word.c).map { read(word.b + $0) }
      write(word.a, emit(.newList, ValueList(items), .object(Builder.shape(.list))))
    case .buildMap where word.c == 0:
      write(word.a, emit(.newDict, [], .object(Builder.shape(.dict))))
    case .listAppend: emit(.append, [read(word.a), read(word.b)], .any)
    case .listExtend: helpEffect(.listExtend, [read(word.a), read(word.b)])
    case .setAdd: helpEffect(.setAdd, [read(word.a), read(word.b)])
    case .mapAdd: helpEffect(.storeItem, [read(word.a), read(word.b), read(word.c)])
    case .getIter: help(.iterator, [read(word.b)])
    case .getYieldFromIter: help(.delegate, [read(word.b)])
    case .invert: return invert()
    case .formatSimple: help(.formatted, [read(word.b)])
    case .formatWithSpec: help(.formattedBy, [read(word.b), read(word.c)])
    case .convertValue where word.c == 1: help(.str, [read(word.b)])
    case .convertValue where word.c == 2: help(.repr, [read(word.b)])
    case .buildString where word.c <= Builder.mostStrings:
      help(.concatenation, ValueList((0..<word.c).map { read(word.b + $0) }))
    default: return helpCall() || helpOperator()
    }
    return true
  }

  /// A loop over a dict's items, `zip` or `enumerate`: the tuples that are unpacked at once are not made.
  func pairStep(_ iterator: ValueID) -> (hasItem: ValueID, item: () -> ValueID)? {
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)) { return nil }
    let shapes = [
      Builder.shape(.dictItemIterator), Builder.shape(.zip), Builder.shape(.enumerate),
    ]
    let shape = type(iterator).shape
    if !shapes.contains(shape) { return nil }
    let object = object(iterator, shape: shape)
    let state = exitState
    let found = emit(.nextPair, [object], .int)
    func compare(_ comparison: Comparison, _ n: Int) -> ValueID {
      emit(.intCompare, [found, intConstant(n)], .bool, number: comparison.rawValue)
    }
    emit(.guardTrue, [compare(.notEqual, 0)], .any, state: state)
    let hasItem = compare(.equal, 1)
    return (
      hasItem,
      {
        let items = (0..<2).map { self.emit(.pairItem, [], .any, number: $0) }
        return self.newTuple(items)
      }
    )
  }

  /// `~` of an int, which is what it is used for.
  private func invert() -> Bool {
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)) { return false }
    let value = int(read(line.word.b))
    write(line.word.a, emit(.intXor, [value, intConstant(-1)], .int))
    return true
  }

  /// That are joined without being stored.
  private static let mostStrings = 5

  // MARK: Emitting

  /// Whether no Python code may run here: the interpreter goes on where some has to.
  private var isQuiet: Bool { isCollecting && isUsual }

  /// Whether the interpreter has not had to go on here often.
  var isUsual: Bool {
    !Builder.unstablePlaces.contains(context.view.address(of: line.index))
  }

  func quiet(
    _ operation: Operation, _ helper: Helper, _ operands: ValueList, _ type: ValueType
  ) -> ValueID {
    let result = emit(operation, operands, type, state: exitState)
    graph.values[result].comparison = helper.rawValue
    return result
  }

  /// The value that the handler, where it is asked, stores in the line's first register.
  private func helped(_ helper: Helper, _ operands: ValueList, _ type: ValueType) -> ValueID {
    let state = runningState()
    let result = emit(
      .helped, operands, type, number: context.view.address(of: line.index + 1), state: state)
    graph.values[result].comparison = helper.rawValue
    noteMayBeStored(state)
    previousRepeats = false
    return result
  }

  private func help(_ helper: Helper, _ operands: ValueList, _ type: ValueType = .any) {
    let result = helped(helper, operands, type)
    forgetMemory(of: line.word.a)
    write(line.word.a, result)
  }

  private func helpEffect(_ helper: Helper, _ operands: ValueList) {
    _ = helped(helper, operands, .any)
  }

  /// What is looked for, and the container, as a dict where it was one.
  private func containsOperands(_ key: Int, _ container: Int) -> ValueList {
    let (key, container) = (read(key), read(container))
    guard isUsual, type(container).shape == Builder.shape(.dict) else { return [key, container] }
    return [key, object(container, shape: Builder.shape(.dict))]
  }

  private func helpedTruth(_ helper: Helper, _ operands: ValueList, asking target: Int) -> ValueID {
    let isLookUp =
      helper == .contains && isUsual
      && graph.values[operands[1]].type.shape == Builder.shape(.dict)
    if isQuiet || isLookUp { return quiet(.quietTruth, helper, operands, .bool) }
    let state = runningState()
    let result = emit(
      .helpedTruth, operands, .bool, number: context.view.address(of: line.index + 1),
      extra: target, state: state)
    graph.values[result].comparison = helper.rawValue
    noteMayBeStored(state)
    previousRepeats = false
    return result
  }

  private func storeTruth(_ helper: Helper, _ operands: ValueList, negated: Bool) {
    let truth = helpedTruth(helper, operands, asking: negated ? -1 : 1)
    forgetMemory(of: line.word.a)
    write(line.word.a, negated ? emit(.boolNot, [truth], .bool) : truth)
  }

  private func jump(_ helper: Helper, _ operands: ValueList, whenTrue: Bool) {
    let target = context.view.address(of: line.target!)
    let truth = helpedTruth(helper, operands, asking: whenTrue ? target : -target)
    branch(
      truth, to: whenTrue ? line.target! : line.next, else: whenTrue ? line.next : line.target!)
  }

  // MARK: Subscripts

  private func helpSubscript() -> Bool {
    let word = line.word
    // Of a class with a Python method.
    if line.opcode == .loadSubscript || line.opcode == .storeSubscript, line.extra[0] != 0 {
      return false
    }
    switch line.opcode.parent {
    case .loadSubscript where line.opcode == .loadSubscriptDict && isUsual:
      let dict = object(read(word.b), shape: Builder.shape(.dict))
      write(word.a, quiet(.quiet, .dictItem, [dict, read(word.c)], .any))
    case .storeSubscript where line.opcode == .storeSubscriptDict && isUsual:
      let dict = object(read(word.a), shape: Builder.shape(.dict))
      _ = quiet(.quiet, .dictStore, [dict, read(word.b), read(word.c)], .any)
    case .loadSubscript: helpItem(read(word.b), read(word.c))
    case .loadSubscriptImmediate: helpItem(read(word.b), intConstant(word.signedC))
    case .storeSubscript:
      helpEffect(.storeItem, [read(word.a), read(word.b), read(word.c)])
    case .storeSubscriptImmediate:
      helpEffect(.storeItem, [read(word.a), intConstant(word.signedB), read(word.c)])
    case .deleteSubscript: helpEffect(.deleteItem, [read(word.a), read(word.b)])
    case .slice, .steppedSlice:
      if beginMove() { return true }
      fallthrough
    default: return helpSlice()
    }
    return true
  }

  private func helpItem(_ object: ValueID, _ key: ValueID) {
    if !isQuiet { return help(.item, [object, key]) }
    write(line.word.a, quiet(.quiet, .item, [object, key], .any))
  }

  private func helpSlice() -> Bool {
    let word = line.word
    switch line.opcode.parent {
    case .slice:
      let object = read(word.b)
      help(.slice, [object, read(word.c), read(word.c + 1)], sliceType(object))
    case .storeSlice:
      if endMove() { return true }
      helpEffect(.storeSlice, [read(word.b), read(word.c), read(word.c + 1), read(word.a)])
    default:
      let object = read(word.b)
      let bounds = (0..<3).map { read(word.c + $0) }
      help(.steppedSlice, [object] + bounds, sliceType(object))
    }
    return true
  }

  /// A slice of an exact list is one, whoever makes it.
  private func sliceType(_ object: ValueID) -> ValueType {
    let type = graph.values[object].type
    return type.shape == Builder.shape(.list) || type.shape == Builder.shape(.str) ? type : .any
  }

  // MARK: Slices stored into others

  /// A slice that the next instructions with an effect stores into another, and that nobody else sees: nothing
  /// is done here, and the interpreter, should it go on before, makes it.
  private func beginMove() -> Bool {
    let (view, word) = (context.view, line.word)
    let result = word.a
    if result < view.localCount { return false }
    var number = view.lineNumber(at: line.index)! + 1
    while number < view.lines.count, isPlain(view.lines[number], beside: result) { number += 1 }
    guard number + 1 < view.lines.count, view.lines[number].opcode == .storeSlice else {
      return false
    }
    let store = view.lines[number]
    let others = [store.word.b, store.word.c, store.word.c + 1]
    if store.word.a != result || others.contains(result) || view.isLeader(store.index)
      || view.isLive(result, before: number + 1)
      || Builder.unstablePlaces.contains(view.address(of: store.index))
    {
      return false
    }
    _ = exitState
    let bounds = (0..<2).map { read(word.c + $0) }
    let step = line.opcode == .slice ? constant(.none) : read(word.c + 2)
    movedSlice = (store.index, context.base, [read(word.b)] + bounds + [step])
    write(result, constant(.none))
    previousRepeats = true
    return true
  }

  /// What only computes small ints.
  private func isPlain(_ line: CodeView.Line, beside register: Int) -> Bool {
    let effects = line.effects
    if context.view.isLeader(line.index) || effects.reads.contains(register)
      || effects.writes.contains(register)
    {
      return false
    }
    switch line.opcode {
    case .move, .loadConst, .loadSmallInt, .loadNone: return true
    case .addInt, .subtractInt, .add, .subtract:
      return line.extra[0] == 0
        && !Builder.unstablePlaces.contains(context.view.address(of: line.index))
    default: return false
    }
  }

  private func endMove() -> Bool {
    guard let moved = movedSlice, moved.store == line.index, moved.base == context.base else {
      return false
    }
    movedSlice = nil
    let word = line.word
    let state = exitState
    let target = [read(word.b), read(word.c), read(word.c + 1)]
    if turnRound(target, moved.source) { return true }
    let done = emit(.moveSlice, ValueList(target + moved.source), .int)
    let isDone = emit(
      .intCompare, [done, intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
    emit(.guardTrue, [isDone], .any, state: state)
    return true
  }

  /// `a[:k + 1] = a[k::-1]`: the first items of a list in the opposite order.
  private func turnRound(_ target: [ValueID], _ source: [ValueID]) -> Bool {
    let end = graph.values[target[2]]
    guard target[0] == source[0], isNone(target[1]), isNone(source[2]), isInt(source[3], -1),
      end.operation == .intAdd, isInt(end.operands[1], 1),
      unrefined(end.operands[0]) == unrefined(source[1])
    else { return false }
    let list = object(target[0], shape: Builder.shape(.list))
    let count = emit(
      .loadWord, [list], .int, number: MemoryLayout<ListLayout>.offset(of: \.count)!,
      alias: .listCount)
    let last = emit(.guardBelow, [count, end.operands[0]], .int, state: exitState)
    emit(.reverseItems, [items(of: list), last], .any, alias: .item)
    return true
  }

  private func isNone(_ value: ValueID) -> Bool { known(value).map { $0.isNone } ?? false }

  private func isInt(_ value: ValueID, _ n: Int) -> Bool {
    graph.values[value].operation == .intConstant && graph.values[value].number == n
  }

  private func unrefined(_ value: ValueID) -> ValueID {
    let i = graph.values[value]
    return i.operation == .guardInt ? unrefined(i.operands[0]) : value
  }

  // MARK: Operators

  private func helpOperator() -> Bool {
    let word = line.word
    if let (name, isInPlace) = operatorName(line.opcode) {
      let (lhs, rhs) = operands(word)
      help(isInPlace ? .inPlace : .binary, [lhs, rhs, intConstant(name.rawValue)])
      return true
    }
    switch line.opcode.parent {
    case .less: storeComparison(.less)
    case .lessEqual: storeComparison(.lessEqual)
    case .equal: storeComparison(.equal)
    case .notEqual: storeComparison(.notEqual)
    case .greater: storeComparison(.greater)
    case .greaterEqual: storeComparison(.greaterEqual)
    default:
      guard let (comparison, whenTrue) = comparedJump(line.opcode) else { return false }
      let rhs: ValueID
      if line.opcode.operands.b == .immediate {
        rhs = intConstant(word.signedB)
      } else if line.opcode.hasConstant {
        rhs = constant(Value(bits: line.extra[0]))
      } else {
        rhs = read(word.b)
      }
      jumpOnComparison(comparison, read(word.a), rhs, whenTrue: whenTrue)
    }
    return true
  }

  /// `Comparison` and `Compare.Operation` count alike.
  private func storeComparison(_ comparison: Comparison) {
    help(
      .comparison, [read(line.word.b), read(line.word.c), intConstant(comparison.rawValue)])
  }

  private func jumpOnComparison(
    _ comparison: Comparison, _ lhs: ValueID, _ rhs: ValueID, whenTrue: Bool
  ) {
    switch comparison {
    case .equal: jump(.equal, [lhs, rhs], whenTrue: whenTrue)
    default: jump(.compare, [lhs, rhs, intConstant(comparison.rawValue)], whenTrue: whenTrue)
    }
  }

  private func operatorName(_ opcode: Opcode) -> (Operator, inPlace: Bool)? {
    switch opcode.parent {
    case .add, .addInt, .reverseAddInt, .addConst, .reverseAddConst: return (.add, isInPlace)
    case .subtract, .subtractInt, .reverseSubtractInt, .subtractConst, .reverseSubtractConst:
      return (.subtract, isInPlace)
    case .multiply, .multiplyInt, .reverseMultiplyInt, .multiplyConst, .reverseMultiplyConst:
      return (.multiply, isInPlace)
    case .trueDivide, .trueDivideInt, .trueDivideConst, .reverseTrueDivideConst:
      return (.trueDivide, isInPlace)
    case .floorDivide, .floorDivideInt: return (.floorDivide, false)
    case .modulo, .moduloInt: return (.modulo, false)
    case .power, .powerInt: return (.power, false)
    case .leftShift, .leftShiftInt, .reverseLeftShiftInt: return (.leftShift, false)
    case .rightShift, .rightShiftInt: return (.rightShift, false)
    case .bitAnd, .bitAndInt: return (.and, false)
    case .bitOr, .bitOrInt: return (.or, false)
    case .bitXor, .bitXorInt: return (.xor, false)
    case .inPlaceAdd, .inPlaceAddInt: return (.add, true)
    case .inPlaceSubtract, .inPlaceSubtractInt: return (.subtract, true)
    case .inPlaceMultiply, .inPlaceMultiplyInt: return (.multiply, true)
    case .inPlaceTrueDivide, .inPlaceTrueDivideInt: return (.trueDivide, true)
    case .inPlaceFloorDivide, .inPlaceFloorDivideInt: return (.floorDivide, true)
    case .inPlaceModulo, .inPlaceModuloInt: return (.modulo, true)
    case .inPlacePower, .inPlacePowerInt: return (.power, true)
    case .inPlaceLeftShift, .inPlaceLeftShiftInt: return (.leftShift, true)
    case .inPlaceRightShift, .inPlaceRightShiftInt: return (.rightShift, true)
    case .inPlaceBitAnd, .inPlaceBitAndInt: return (.and, true)
    case .inPlaceBitOr, .inPlaceBitOrInt: return (.or, true)
    case .inPlaceBitXor, .inPlaceBitXorInt: return (.xor, true)
    default: return nil
    }
  }

  /// Whether an instruction with a constant stands for an operator in place: its third operand says so.
  private var isInPlace: Bool {
    switch line.opcode {
    case .addConst, .subtractConst, .multiplyConst, .trueDivideConst: return line.word.c == 1
    default: return false
    }
  }
}
