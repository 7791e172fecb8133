// Operators whose operand is an instance of a class with a Python function for them: the function is built
// in place of the operator, or called natively.
//
// What the function returns is the result unless it is NotImplemented: then the interpreter asks the other
// operand (`finishOperator`), and so it does where native code leaves in the middle of the function, whose
// frame has a flag for that. No instruction is ever run again that has called a method.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// What an operator calls.
  private struct OperatorCall {
    let function: FunctionRef
    let stage: OperatorStage
    /// The class that has the function, and its operand's shape.
    let shape: Shape
    /// What else is taken for granted: of the other operand.
    let other: OperandFeedback.Operand
  }

  /// False when the line is none of these.
  func buildOperator() throws(NotCompiled) -> Bool {
    guard let last = line.extra.last, let seen = OperandFeedback.operands(last) else {
      return false
    }
    if line.opcode == .negate { return try negation(seen.lhs, last) }
    guard let form = OperatorForm(line.word) else { return false }
    let (lhs, rhs) = operatorOperands()
    if identityComparison(form.kind, seen, lhs, rhs) { return true }
    let isLeft = if case .object = seen.lhs { true } else { false }
    guard let call = operatorCall(form.kind, seen),
      graph.values[isLeft ? lhs : rhs].type.representation == .word
    else { return false }
    if last & OperandFeedback.kinds == OperandFeedback.other {
      guardOperands(call, lhs, rhs)
      if let value = try callOperator(call) {
        follow(result(value, call.stage, form.kind), form.kind)
      }
      return true
    }
    // Something else was seen, too.
    if !isLeft { return false }
    try operatorOrHandler(call, form.kind, lhs, rhs)
    return true
  }

  /// `==` and `!=` of objects whose classes leave them to `object`.
  private func identityComparison(
    _ kind: OperatorForm.Kind, _ seen: (lhs: OperandFeedback.Operand, rhs: OperandFeedback.Operand),
    _ lhs: ValueID, _ rhs: ValueID
  ) -> Bool {
    let comparison: Compare.Operation
    switch kind {
    case .compare(let op), .jump(let op, _): comparison = op
    default: return false
    }
    guard comparison == .eq || comparison == .ne, case .object(let left) = seen.lhs,
      case .object(let right) = seen.rhs, NativeTier.comparesByIdentity(left.type),
      NativeTier.comparesByIdentity(right.type),
      graph.values[lhs].type.representation == .word,
      graph.values[rhs].type.representation == .word
    else { return false }
    // Shapes do not matter, only the classes: those are asked.
    let ways = fork(emit(.comparesByIdentity, [lhs, rhs], .bool))
    let saved = env
    current = ways.yes
    var truth = emit(.identical, [lhs, rhs], .bool)
    if comparison == .ne { truth = emit(.boolNot, [truth], .bool) }
    if case .compare = kind { write(line.word.a, truth) }
    var ends = [(block: current!, env: env, value: truth)]
    current = ways.no
    env = saved
    ends.append(byHandler(kind, isRare: true))
    if case .compare = kind {
      ends[0].value = -1
      _ = merge(ends)
    } else {
      follow(merge(ends), kind)
    }
    return true
  }

  private func negation(_ seen: OperandFeedback.Operand, _ feedback: UInt64) throws(NotCompiled)
    -> Bool
  {
    let value = read(line.word.b)
    guard case .object(let shape) = seen, feedback & OperandFeedback.kinds == OperandFeedback.other,
      let function = NativeTier.specialMethod(shape.type, .neg), isCallable(function, 1),
      graph.values[value].type.representation == .word
    else { return false }
    let object = self.object(value, shape: shape.id)
    guardVersion(of: shape.type)
    if let result = try callSpecial(function, [object]) { write(line.word.a, result) }
    return true
  }

  /// The operands in the order of the operator.
  private func operatorOperands() -> (ValueID, ValueID) {
    comparedJump(line.opcode) == nil ? operands(line.word) : comparedOperands(line.word)
  }

  // MARK: What is called

  private func operatorCall(
    _ kind: OperatorForm.Kind, _ seen: (lhs: OperandFeedback.Operand, rhs: OperandFeedback.Operand)
  ) -> OperatorCall? {
    let found: (SpecialName, OperatorStage)?
    let (shape, other): (Shape, OperandFeedback.Operand)
    switch (seen.lhs, seen.rhs) {
    case (.object(let left), _):
      (shape, other) = (left, seen.rhs)
      if mayGoFirst(seen.rhs, before: left.type) { return nil }
      found = methodOfLeft(kind, left.type)
    case (_, .object(let right)):
      (shape, other) = (right, seen.lhs)
      found = methodOfRight(kind)
    default: return nil
    }
    guard let found, shape.type.has(.heap), NativeTier.hasOnlyMethods(shape.type),
      let function = NativeTier.specialMethod(shape.type, found.0), isCallable(function, 2)
    else { return nil }
    return OperatorCall(function: function, stage: found.1, shape: shape, other: other)
  }

  /// Whether a right operand's reflected method may be asked before the left one's.
  private func mayGoFirst(_ operand: OperandFeedback.Operand, before left: TypeRef) -> Bool {
    guard case .object(let shape) = operand else { return false }
    return shape.type != left && shape.type.isSubtype(of: left)
  }

  private func methodOfLeft(_ kind: OperatorForm.Kind, _ type: TypeRef) -> (
    SpecialName, OperatorStage
  )? {
    switch kind {
    case .binary(let op): return (op.forward, .forward)
    case .inPlace(let op):
      return type.special(op.inPlace).isPresent ? (op.inPlace, .inPlace) : (op.forward, .forward)
    case .compare(let op), .jump(let op, _):
      if op == .ne, NativeTier.invertsEqual(type) { return (.eq, .equal) }
      return (op.special, .forward)
    }
  }

  /// Ints and floats have no Python methods and decline instances of classes.
  private func methodOfRight(_ kind: OperatorForm.Kind) -> (SpecialName, OperatorStage)? {
    switch kind {
    case .binary(let op), .inPlace(let op): return (op.reflected, .reflected)
    case .compare(let op), .jump(let op, _): return (op.reflected.special, .reflected)
    }
  }

  /// Whether a function takes just so many arguments by position and has been lowered.
  func isCallable(_ function: FunctionRef, _ count: Int) -> Bool {
    let body = function.p.pointee.body
    return body.pointee.entry != nil && Int(body.pointee.simpleArguments) == count
  }

  // MARK: Calling

  private func guardOperands(_ call: OperatorCall, _ lhs: ValueID, _ rhs: ValueID) {
    let isLeft = call.stage != .reflected
    _ = object(isLeft ? lhs : rhs, shape: call.shape.id)
    guardVersion(of: call.shape.type)
    let other = isLeft ? rhs : lhs
    switch call.other {
    case .int: _ = int(other)
    case .float: _ = float(other)
    case .object(let shape):
      // Of another class it must not become a subclass.
      _ = object(other, shape: shape.id)
      if shape.type != call.shape.type { guardVersion(of: shape.type) }
    }
  }

  private func callOperator(_ call: OperatorCall) throws(NotCompiled) -> ValueID? {
    // Guards may have given the operands new names.
    let (lhs, rhs) = operatorOperands()
    return try callSpecial(
      call.function, call.stage == .reflected ? [rhs, lhs] : [lhs, rhs], stage: call.stage)
  }

  /// Calls a Python function that this instruction asks, its frame behind all registers; the result, or nil
  /// when it never returns.
  func callSpecial(
    _ function: FunctionRef, _ arguments: [ValueID], stage: OperatorStage? = nil
  ) throws(NotCompiled) -> ValueID? {
    let body = function.p.pointee.body
    let value = constant(function.value)
    guardBody(of: value, is: body)
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    let view = context.view
    let base = context.base + view.registerCount + Frame.headerWords
    if mayInline(function, body) {
      let live = context.kept(before: lineNumber)
      let result = try build(function, body, at: base, arguments, stage: stage, live: live)
      env.forget(from: base - Frame.headerWords)
      return result
    }
    let state = runningState()
    for (index, argument) in arguments.enumerated() {
      graph.states[state].registers.append((base + index, argument))
    }
    let result = emit(
      .callFunction, [value], .any, number: Int(bitPattern: body), extra: base, state: state)
    noteStored(state)
    previousRepeats = false
    return result
  }

  /// Where operands are of several kinds: instances of one shape, whatever else by the handler.
  private func operatorOrHandler(
    _ call: OperatorCall, _ kind: OperatorForm.Kind, _ lhs: ValueID, _ rhs: ValueID
  ) throws(NotCompiled) {
    let type = call.shape.type
    guardVersion(of: type)
    guardBody(of: constant(call.function.value), is: call.function.p.pointee.body)
    let (method, handler) = (graph.addBlock(), graph.addBlock())
    func go(_ condition: ValueID, to block: BlockID) {
      let ways = fork(condition)
      graph.blocks[ways.yes].terminator = .jump(Edge(target: block, arguments: []))
      current = ways.no
    }
    go(
      emit(.boolNot, [emit(.hasShape, [lhs], .bool, number: Int(call.shape.id))], .bool),
      to: handler)
    if graph.values[rhs].type.representation == .word {
      // The instance of a subclass may be asked first.
      let number = Int(bitPattern: type.p)
      go(emit(.hasType, [rhs], .bool, number: number), to: method)
      let answer = emit(.isInstance, [rhs], .int, number: number)
      go(
        emit(.intCompare, [answer, intConstant(1)], .bool, number: Comparison.equal.rawValue),
        to: handler)
    }
    graph.blocks[current!].terminator = .jump(Edge(target: method, arguments: []))
    let saved = env
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    current = method
    if let value = try callOperator(call) {
      let truth = result(value, call.stage, kind)
      ends.append((block: current!, env: env, value: truth))
    }
    current = handler
    env = saved
    ends.append(byHandler(kind, isRare: false))
    let truth = merge(ends)
    follow(truth, kind)
  }

  private func byHandler(_ kind: OperatorForm.Kind, isRare: Bool) -> (
    block: BlockID, env: Environment, value: ValueID
  ) {
    guard case .jump(_, let wanted) = kind else {
      stepPlain(isRare: isRare)
      return (current!, env, -1)
    }
    let next = step()
    if isRare { rareSteps.insert(next) }
    let truth = isTaken(next, wanted)
    return (current!, env, truth)
  }

  // MARK: Results

  /// What a jump does with the truth of its comparison.
  private func follow(_ truth: ValueID, _ kind: OperatorForm.Kind) {
    guard case .jump(_, let wanted) = kind else { return }
    if wanted {
      branch(truth, to: line.target!, else: line.next)
    } else {
      branch(truth, to: line.next, else: line.target!)
    }
  }

  /// Writes the result of what a method returned, or returns its truth, for a jump.
  private func result(_ value: ValueID, _ stage: OperatorStage, _ kind: OperatorForm.Kind)
    -> ValueID
  {
    if case .jump(_, let wanted) = kind { return truth(value, stage, wanted) }
    if stage == .equal {
      if graph.values[value].type.kinds == .bool {
        write(line.word.a, emit(.boolNot, [value], .bool))
      } else {
        write(line.word.a, truth(value, stage, nil))
      }
      return -1
    }
    if !mayDecline(value) {
      write(line.word.a, value)
      return -1
    }
    let declined = emit(.identical, [value, constant(.notImplemented)], .bool)
    let ways = fork(declined)
    let saved = env
    current = ways.no
    write(line.word.a, value)
    var ends = [(block: current!, env: env, value: ValueID(-1))]
    current = ways.yes
    env = saved
    _ = finishOperator(value, stage)
    reload([line.word.a])
    ends.append((block: current!, env: env, value: -1))
    _ = merge(ends)
    return -1
  }

  /// Whether a value may be NotImplemented.
  private func mayDecline(_ value: ValueID) -> Bool {
    let i = graph.values[value]
    return i.operation != .newInstance && i.type.shape == 0 && i.type.kinds.contains(.other)
  }

  /// The truth of a comparison whose method has returned `value`. Where it is written (`wanted` is nil), the
  /// result of what is no bool is read from its register.
  private func truth(_ value: ValueID, _ stage: OperatorStage, _ wanted: Bool?) -> ValueID {
    func final(_ truth: ValueID) -> ValueID {
      stage == .equal ? emit(.boolNot, [truth], .bool) : truth
    }
    if graph.values[value].type.kinds == .bool { return final(value) }
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    for known in [Value.true, .false] {
      let ways = fork(emit(.identical, [value, constant(known)], .bool))
      let saved = env
      current = ways.yes
      let truth = final(constant(known))
      ends.append((block: current!, env: env, value: truth))
      current = ways.no
      env = saved
    }
    let next = finishOperator(value, stage)
    let asked: ValueID
    if let wanted {
      asked = isTaken(next, wanted)
    } else {
      reload([line.word.a])
      asked = read(line.word.a)
    }
    ends.append((block: current!, env: env, value: asked))
    return merge(ends)
  }

  /// The truth of a comparison whose jump goes on at an address.
  private func isTaken(_ next: ValueID, _ wanted: Bool) -> ValueID {
    let target = intConstant(context.view.address(of: line.target!))
    let taken = emit(.intCompare, [next, target], .bool, number: Comparison.equal.rawValue)
    return wanted ? taken : emit(.boolNot, [taken], .bool)
  }

  /// The interpreter goes on with an operator, one method of which has returned a value.
  private func finishOperator(_ value: ValueID, _ stage: OperatorStage) -> ValueID {
    let state = runningState()
    let next = emit(
      .finishOperator, [value], .int, number: context.view.address(of: line.index + 1),
      extra: Int(stage.rawValue), state: state)
    previousRepeats = false
    noteStored(state)
    return next
  }
}
