// Builtin functions and classes that have native code.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// A call of a function or class that is known. False when it has no native form.
  func callBuiltin() -> Bool {
    guard let callable = known(read(line.word.b)) else { return false }
    // A method's receiver is where a function has none.
    if line.opcode.parent == .callMethod {
      guard let receiver = known(read(line.word.b + callWindowGap)), receiver.isAbsent else {
        return false
      }
    }
    let arguments = (0..<line.word.c).map { read(line.word.b + callWindowGap + 1 + $0) }
    guard let result = resultOfBuiltin(callable, arguments) else { return false }
    env.forget(from: context.base + line.word.b)
    write(line.word.a, result)
    return true
  }

  private func resultOfBuiltin(_ callable: Value, _ arguments: [ValueID]) -> ValueID? {
    if callable === BuiltinType.range.value { return range(arguments) }
    if callable === BuiltinType.enumerate.value { return enumerate(arguments) }
    if callable === BuiltinType.float.value, arguments.count == 1 { return toFloat(arguments[0]) }
    if callable === BuiltinType.int.value, arguments.count == 1 { return toInt(arguments[0]) }
    guard callable.isExactly(.builtinFunction), let name = NativeTier.builtinName(callable) else {
      return nil
    }
    switch (name, arguments.count) {
    case ("builtins.abs", 1): return absolute(arguments[0])
    case ("builtins.min", 2): return extreme(arguments, .intMinimum, .floatMinimum)
    case ("builtins.max", 2): return extreme(arguments, .intMaximum, .floatMaximum)
    default: return resultOfMath(name, arguments)
    }
  }

  private func range(_ arguments: [ValueID]) -> ValueID? {
    guard (1...3).contains(arguments.count) else { return nil }
    if arguments.contains(where: { !type($0).kinds.contains(.int) }) { return nil }
    var step = intConstant(1)
    if arguments.count == 3 {
      step = int(arguments[2])
      if graph.values[step].operation == .intConstant {
        if graph.values[step].number == 0 { return nil }
      } else {
        let isStep = emit(
          .intCompare, [step, intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
        emit(.guardTrue, [isStep], .any, state: exitState)
      }
    }
    let start = arguments.count == 1 ? intConstant(0) : int(arguments[0])
    let stop = int(arguments[arguments.count == 1 ? 0 : 1])
    return emit(.newRange, [start, stop, step], .object(Builder.shape(.range)))
  }

  private func enumerate(_ arguments: [ValueID]) -> ValueID? {
    // Of a list, unless something else is known.
    guard arguments.count == 1,
      type(arguments[0]).shape == Builder.shape(.list) || type(arguments[0]).kinds == .all
    else { return nil }
    let list = object(arguments[0], shape: Builder.shape(.list))
    let iterator = emit(.listIterator, [list], .object(Builder.shape(.listIterator)))
    return emit(.newEnumerate, [iterator], .object(Builder.shape(.enumerate)))
  }

  private func toFloat(_ value: ValueID) -> ValueID? {
    mayBeNumber(value) ? number(value) : nil
  }

  private func toInt(_ value: ValueID) -> ValueID? {
    switch type(value).kinds {
    case .int: return int(value)
    case .float: return emit(.floatToInt, [float(value)], .int, state: exitState)
    case [.int, .float]:
      let exact = emit(.guardExact, [value], .float, state: exitState)
      return emit(.floatToInt, [exact], .int, state: exitState)
    default: return nil
    }
  }

  private func absolute(_ value: ValueID) -> ValueID? {
    switch type(value).kinds {
    case .int: return emit(.intAbsolute, [int(value)], .int, state: exitState)
    case .float: return emit(.floatAbsolute, [float(value)], .float)
    default: return nil
    }
  }

  private func extreme(_ arguments: [ValueID], _ ints: Operation, _ floats: Operation) -> ValueID? {
    let (a, b) = (type(arguments[0]).kinds, type(arguments[1]).kinds)
    if a == .int, b == .int { return emit(ints, [int(arguments[0]), int(arguments[1])], .int) }
    if a == .float, b == .float {
      return emit(floats, [float(arguments[0]), float(arguments[1])], .float)
    }
    return nil
  }

  /// Of a class, or a tuple of classes made here: exact instances in place, and those of subclasses of plain classes;
  /// whatever else by the handler.
  func isInstance() -> Bool {
    let word = line.word
    _ = identical(read(word.b), to: Value(bits: line.extra[0]))
    let (value, wanted) = (
      read(word.b + callWindowGap + 1), read(word.b + callWindowGap + 2)
    )
    guard let types = classes(wanted) else { return false }
    if let builtin = numberType(value) {
      guard let result = isInstance(builtin, of: types) else { return false }
      env.forget(from: context.base + word.b)
      write(word.a, constant(result ? .true : .false))
      return true
    }
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    let saved = env
    func end(_ result: Value) {
      env.forget(from: context.base + word.b)
      write(word.a, constant(result))
      ends.append((block: current!, env: env, value: -1))
      env = saved
    }
    let asks = graph.addBlock()
    for type in types {
      let number = Int(bitPattern: type.p)
      let exact = fork(emit(.hasType, [value], .bool, number: number))
      current = exact.yes
      end(.true)
      current = exact.no
      guard isPlain(type) else {
        // Its metaclass is asked.
        graph.blocks[current!].terminator = .jump(Edge(target: asks, arguments: []))
        current = nil
        break
      }
      let answer = emit(.isInstance, [value], .int, number: number)
      let instance = fork(
        emit(.intCompare, [answer, intConstant(1)], .bool, number: Comparison.equal.rawValue))
      current = instance.yes
      end(.true)
      current = instance.no
      let known = fork(
        emit(.intCompare, [answer, intConstant(0)], .bool, number: Comparison.equal.rawValue))
      graph.blocks[known.no].terminator = .jump(Edge(target: asks, arguments: []))
      current = known.yes
    }
    if current != nil { end(.false) }
    current = asks
    // The tuple exists only here.
    if graph.values[wanted].operation == .newTuple {
      write(word.b + callWindowGap + 2, newTuple(Array(graph.values[wanted].operands)))
    }
    stepPlain(.stepCall, isRare: types.allSatisfy { isPlain($0) || NativeTier.hasInstances($0) })
    ends.append((block: current!, env: env, value: -1))
    _ = merge(ends)
    return true
  }

  /// Whether a class has no metaclass that could be asked.
  private func isPlain(_ type: TypeRef) -> Bool { type.value.type == .type }

  /// The most classes that are told apart in place.
  private static let mostClasses = 4

  /// The classes that an operand is, or is a tuple of; nil where they are not known.
  private func classes(_ value: ValueID) -> [TypeRef]? {
    let made = graph.values[value]
    let values = made.operation == .newTuple ? Array(made.operands) : [value]
    if values.isEmpty || values.count > Builder.mostClasses { return nil }
    var result: [TypeRef] = []
    for value in values {
      guard let type = known(value), type.isType else { return nil }
      constants.insert(Int(bitPattern: type.asObject.pointer))
      result.append(TypeRef(type))
    }
    return result
  }

  /// Whether ints or floats are instances of one of a few classes; nil where a metaclass would be asked.
  private func isInstance(_ builtin: BuiltinType, of types: [TypeRef]) -> Bool? {
    for type in types {
      if NativeTier.isSubtype(builtin, of: type) { return true }
      if !isPlain(type) { return nil }
    }
    return false
  }

  /// The type of what is an int or float, which is made certain.
  private func numberType(_ value: ValueID) -> BuiltinType? {
    switch type(value).kinds {
    case .int:
      _ = int(value)
      return .int
    case .float:
      _ = float(value)
      return .float
    default: return nil
    }
  }
}
