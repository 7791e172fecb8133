// Calls of builtin functions, types and methods that have no form of their own, and of whatever comes along.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// A call instruction that has called something builtin before; false for others.
  func helpCall() -> Bool {
    let word = line.word
    switch line.opcode {
    case .callNative, .callLen:
      let arguments = (0..<word.c).map { read(word.b + callWindowGap + 1 + $0) }
      if let known = known(read(word.b)), let leaf = leaf(known, arguments) {
        finishCall(leaf.helper, leaf.operands)
      } else if let bound = boundMethod(arguments) {
        finishCall(bound.helper, bound.operands)
      } else {
        callDirectly(isMethod: false)
      }
    case .callMethodNative, .callMethodListAppend:
      let receiver = read(word.b + callWindowGap)
      let arguments = (0..<word.c).map { read(word.b + callWindowGap + 1 + $0) }
      if let known = known(read(word.b)), isPresent(receiver),
        let method = NativeTier.methodName(known).flatMap({ method($0, [receiver] + arguments) })
          ?? leaf(known, [receiver] + arguments)
      {
        finishCall(method.helper, method.operands)
      } else {
        callDirectly(isMethod: true)
      }
    // What is called there differs: mostly functions of Python.
    case .callFunction, .callPythonExact, .callClass: callDirectly(isMethod: false)
    case .callMethod, .callMethodPythonExact: callDirectly(isMethod: true)
    default: return false
    }
    return true
  }

  /// Whether a method was found on it: a function found in a module or class has none.
  private func isPresent(_ receiver: ValueID) -> Bool {
    known(receiver).map { $0.isPresent } ?? true
  }

  private func finishCall(_ helper: Helper, _ operands: [ValueID]) {
    if let result = quietCall(helper, operands) { return endCall(result) }
    let state = runningState()
    let type: ValueType = helper == .dictItems ? .object(Builder.shape(.dictItems)) : .any
    let result = emit(
      .helped, ValueList(operands), type, number: context.view.address(of: line.index + 1),
      state: state)
    graph.values[result].comparison = helper.rawValue
    noteMayBeStored(state)
    endCall(result)
  }

  /// What an exact list or dict does without Python code, where the interpreter has not had to go on often.
  private func quietCall(_ helper: Helper, _ operands: [ValueID]) -> ValueID? {
    guard let receiver = operands.first,
      !Builder.unstablePlaces.contains(context.view.address(of: line.index))
    else { return nil }
    let shape = graph.values[receiver].type.shape
    switch helper {
    case .listPop where shape == Builder.shape(.list):
      return emit(.listPop, [receiver], .any, state: exitState)
    case .dictGet where shape == Builder.shape(.dict):
      return quiet(.quiet, helper, ValueList(operands), .any)
    default: return nil
    }
  }

  private func endCall(_ result: ValueID) {
    previousRepeats = false
    env.forget(from: context.base + line.word.b)
    forgetMemory(of: line.word.a)
    write(line.word.a, result)
  }

  /// With the frame's registers stored: the function may run Python code.
  private func callDirectly(isMethod: Bool) {
    let first = line.word.b + callWindowGap + (isMethod ? 0 : 1)
    let count = line.word.c + (isMethod ? 1 : 0)
    let state = runningState()
    let makesZip = known(read(line.word.b)).map { $0 === BuiltinType.zip.value } ?? false
    let type: ValueType = makesZip ? .object(Builder.shape(.zip)) : .any
    let result = emit(
      .callNative, [read(line.word.b)], type, number: context.view.address(of: line.index + 1),
      extra: context.base + first, state: state)
    graph.values[result].comparison = count << 1 | (isMethod ? 1 : 0)
    noteStored(state)
    endCall(result)
  }

  private typealias Helped = (helper: Helper, operands: [ValueID])

  /// The most arguments that functions of plain arguments are called with.
  private static let mostArguments = 4

  private func leaf(_ function: Value, _ arguments: [ValueID]) -> Helped? {
    if let helped = question(function, arguments) { return helped }
    if function.isType {
      return arguments.count == 1 && NativeTier.isLeafType(function)
        ? (.construct, [constant(function)] + arguments) : nil
    }
    guard (1...Builder.mostArguments).contains(arguments.count), NativeTier.isLeaf(function) else {
      return nil
    }
    // Of one argument, `min` and its like take a container.
    let name = function.isExactly(.builtinFunction) ? NativeTier.builtinName(function) : nil
    if arguments.count == 1, name == "builtins.min" || name == "builtins.max" { return nil }
    return (.leaf, [constant(function)] + arguments)
  }

  /// What is asked of any object, and answered without Python code.
  private func question(_ function: Value, _ arguments: [ValueID]) -> Helped? {
    if function === BuiltinType.type.value {
      return arguments.count == 1 ? (.typeOf, arguments) : nil
    }
    guard function.isExactly(.builtinFunction) else { return nil }
    switch NativeTier.builtinName(function) {
    // A number would be another object each time.
    case "builtins.id"
    where arguments.count == 1 && graph.values[arguments[0]].type.representation == .word:
      return (.identity, arguments)
    case "builtins.issubclass" where arguments.count == 2: return (.isSubclass, arguments)
    default: return nil
    }
  }

  /// A method that a variable held when the unit was entered, taken apart into the function and its receiver.
  private func boundMethod(_ arguments: [ValueID]) -> Helped? {
    let callable = read(line.word.b)
    let place = context.view.address(of: line.index)
    guard let bound = boundMethods[callable], !Builder.unstablePlaces.contains(place),
      let helped = method(bound.name, [callable] + arguments)
    else { return nil }
    let function = object(callable, shape: Builder.shape(.builtinFunction))
    let row = emit(
      .loadWord, [function], .int, number: MemoryLayout<NativeFunctionLayout>.offset(of: \.entry)!,
      alias: .tuple)
    let same = emit(
      .intCompare, [row, intConstant(bound.row)], .bool, number: Comparison.equal.rawValue)
    emit(.guardTrue, [same], .any, state: exitState)
    let receiver = emit(
      .load, [function], .any, number: MemoryLayout<NativeFunctionLayout>.offset(of: \.selfValue)!,
      alias: .tuple)
    return (helped.helper, [receiver] + helped.operands.dropFirst())
  }

  /// By the names of methods as they were made: with the receiver first.
  private func method(_ name: String, _ a: [ValueID]) -> Helped? {
    switch (name, a.count) {
    case ("list.pop", 1): return (.listPop, a)
    case ("list.pop", 2): return (.listPopAt, a)
    case ("list.insert", 3): return (.listInsert, a)
    case ("list.extend", 2): return (.listExtend, a)
    case ("list.remove", 2): return (.listRemove, a)
    case ("list.index", 2): return (.listIndex, a)
    case ("list.reverse", 1): return (.listReverse, a)
    case ("list.clear", 1): return (.listClear, a)
    case ("list.copy", 1): return (.listCopy, a)
    case ("dict.get", 2): return (.dictGet, a + [constant(.none)])
    case ("dict.get", 3): return (.dictGet, a)
    case ("dict.setdefault", 2): return (.dictSetDefault, a + [constant(.none)])
    case ("dict.setdefault", 3): return (.dictSetDefault, a)
    case ("dict.pop", 2): return (.dictPop, a)
    case ("dict.pop", 3): return (.dictPopDefault, a)
    case ("dict.keys", 1): return (.dictKeys, a)
    case ("dict.values", 1): return (.dictValues, a)
    case ("dict.items", 1): return (.dictItems, a)
    case ("set.add", 2): return (.setAdd, a)
    case ("set.discard", 2): return (.setDiscard, a)
    case ("set.remove", 2): return (.setRemove, a)
    case ("str.join", 2): return (.join, a)
    default: return nil
    }
  }
}
