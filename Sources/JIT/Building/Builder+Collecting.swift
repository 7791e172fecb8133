// `sum(x for …)`, `set(…)`, `any(…)`: a builtin that consumes a new generator, built as one loop.
//
// The generator's body is built in place of the call that makes it, a yield being what the builtin does with
// the value. There is no generator: where the interpreter goes on in the middle, it is made from the frame
// that the state describes (`NativeTier.makeCollected`). So nothing may run in the body that could look at
// frames; bodies that call Python code are left as they are.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// What a generator's context collects into.
  struct Collector {
    let kind: Collecting.Kind
    /// Register of the accumulator in the unit's frame; the next one belongs to it, too.
    let register: Int
  }

  /// The call that consumes at once the generator that a call makes.
  func consumer(of call: CodeView.Line) -> CodeView.Line? {
    guard call.opcode == .callPythonExact, let number = context.view.lineNumber(at: call.next),
      let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(call.extra[1])),
      body.pointee.code.isPresent, NativeTier.makesGenerator(body),
      body.pointee.flags & CodeFlag.generator != 0,
      // Who stops early leaves a generator that is to be closed.
      body.pointee.flags & CodeBody.suspendsInside == 0, !isCollecting, isShort(body)
    else { return nil }
    let consumer = context.view.lines[number]
    return consumer.opcode == .callCollecting && consumer.word.c == 1
      && consumer.word.b + callWindowGap + 1 == call.word.a
      && !context.view.isLeader(consumer.index) ? consumer : nil
  }

  /// A call that makes a generator for the builtin that is called next; false for others.
  func buildCollectedCall() throws(NotCompiled) -> Bool {
    guard let consumer = consumer(of: line) else { return false }
    let callable = Value(bits: consumer.extra[0])
    guard let kind = Collecting.kind(of: callable, hasSelf: false) else { return false }
    let saved = Attempt(self)
    if try buildCollecting(kind, consumer, callable) { return true }
    saved.restore(self)
    return false
  }

  private func buildCollecting(
    _ kind: Collecting.Kind, _ consumer: CodeView.Line, _ callable: Value
  ) throws(NotCompiled) -> Bool {
    let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(line.extra[1]))!
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    let function = maker(body)
    let (first, count) = (line.word.b + callWindowGap + 1, line.word.c)
    let arguments = (0..<count).map { read(first + $0) }
    _ = identical(read(consumer.word.b), to: callable)
    line = consumer
    let live = liveBehindCall()
    env.forget(from: context.base + consumer.word.b)
    let register = context.base + consumer.word.b + 1
    emit(.startCollecting, [], .any, number: Int(kind.rawValue), extra: register)
    previousRepeats = false
    let callee = generatorContext(
      body, function, Collector(kind: kind, register: register), live: live)
    for index in 0..<callee.view.localCount {
      env[callee.base + index] = index < count ? arguments[index] : constant(.absent)
    }
    let caller = context
    context = callee
    do throws(NotCompiled) { try buildBody(from: 0) } catch { hasOpaque = true }
    context = caller
    line = consumer
    beginBlock()
    if hasOpaque { return false }
    finish(callee, kind, register)
    return true
  }

  /// The function that is called, with this code.
  private func maker(_ body: UnsafeMutablePointer<CodeBody>) -> ValueID {
    var function = read(line.word.b)
    let made = graph.values[function]
    let code = Int(bitPattern: UInt(body.pointee.code.bits))
    if made.operation == .newFunction, made.number == code { return function }
    if known(function) == nil { function = object(function, shape: Builder.shape(.function)) }
    guardBody(of: function, is: body)
    return function
  }

  private func generatorContext(
    _ body: UnsafeMutablePointer<CodeBody>, _ function: ValueID, _ collector: Collector,
    live: [Int]
  ) -> Context {
    let view = CodeView(body, yieldsContinue: true)
    let base = calleeBase(context.view.registerCount + Frame.headerWords)
    // A function that was just made has the namespaces of its maker.
    let isNew = graph.values[function].operation == .newFunction
    let known = isNew ? context.known : self.known(function).map { FunctionRef($0) }
    if isNew, context.parent == nil { usesNamespaces = true }
    let callee = Context(view, base: base, function: function, known: known, parent: context)
    callee.callPC = context.view.address(of: line.next)
    callee.flags = Int(
      Collecting.flags(collector.kind, result: line.word.a, window: line.word.b))
    callee.outerLive = context.outerLive + live
    callee.collector = collector
    hasOpaque = false
    return callee
  }

  /// The call's result, where the ways out of the body meet.
  private func finish(_ callee: Context, _ kind: Collecting.Kind, _ register: Int) {
    if callee.returns.isEmpty {
      current = nil
      return
    }
    var result = callee.returns.count == 1 ? only(callee.returns[0]) : merge(callee.returns)
    env.forget(from: context.base + line.word.b)
    switch kind {
    case .any, .all: break
    case .list, .set, .frozenSet:
      let type: BuiltinType = kind == .list ? .list : kind == .set ? .set : .frozenSet
      result = emit(.register, [], .object(Builder.shape(type)), number: register)
    case .tuple:
      let list = emit(
        .register, [], .object(Builder.shape(.list)), number: register)
      result = emit(.tupleOfList, [list], .object(Builder.shape(.tuple)))
    case .sum, .minimum, .maximum, .sorted, .join:
      let state = runningState()
      result = emit(
        .finishCollecting, [], .any, number: Int(kind.rawValue), extra: register, state: state)
      noteStored(state)
    }
    write(line.word.a, result)
    lineAhead = line.index
  }

  /// What a return from the body is the result of.
  func collected() -> ValueID {
    let kind = context.collector!.kind
    return constant(kind == .any ? .false : kind == .all ? .true : .none)
  }

  /// A yield of a generator that exists only here.
  func collectYield(_ collector: Collector) {
    let value = read(line.word.b)
    switch collector.kind {
    case .any, .all:
      let truth = simpleTruth(value)
      let ways = fork(truth)
      let isAny = collector.kind == .any
      context.returns.append(
        (block: isAny ? ways.yes : ways.no, env: env, value: constant(isAny ? .true : .false)))
      current = isAny ? ways.no : ways.yes
    default:
      let state = exitState
      let taken = emit(
        .collect, [value], .int, number: Int(collector.kind.rawValue), extra: collector.register)
      let isTaken = emit(
        .intCompare, [taken, intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
      emit(.guardTrue, [isTaken], .any, state: state)
    }
    previousRepeats = false
    write(line.word.a, constant(.none))
    jump(to: line.next)
  }

  /// The truth of what answers without Python code.
  private func simpleTruth(_ value: ValueID) -> ValueID {
    switch graph.values[value].type.kinds {
    case .bool: return value
    case .int:
      return emit(
        .intCompare, [value, intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
    default: return emit(.plainTruth, [value], .bool, state: exitState)
    }
  }

  /// Whether code is built for a generator that exists only here.
  var isCollecting: Bool { context.collector != nil }
}

/// What building a call in place leaves behind where it fails; values are numbered anew then.
private struct Attempt {
  private let values: [Instruction]
  private let blocks: [Block]
  private let states: [FrameState]
  private let loopEntries: [BlockID: Int]
  private let env: Environment
  private let current: BlockID?
  private let line: CodeView.Line
  private let hints: [ValueID: ValueType]
  private let lists, rareSteps: Set<ValueID>
  private let candidates: [ValueID: Candidates]
  private let markers: [Int: ValueID]
  private let movedSlice: (store: Int, base: Int, source: [ValueID])?
  private let hasMixedIterators: Bool
  private let emptyCaches: Set<Int>

  init(_ builder: Builder) {
    let graph = builder.graph
    (values, blocks, states, loopEntries) = (
      graph.values, graph.blocks, graph.states, graph.loopEntries
    )
    (env, current, line, hints) = (builder.env, builder.current, builder.line, builder.hints)
    (lists, rareSteps, candidates) = (builder.lists, builder.rareSteps, builder.candidates)
    (markers, movedSlice) = (builder.markers, builder.movedSlice)
    (hasMixedIterators, emptyCaches) = (builder.hasMixedIterators, builder.emptyCaches)
  }

  func restore(_ builder: Builder) {
    let graph = builder.graph
    (graph.values, graph.blocks, graph.states, graph.loopEntries) = (
      values, blocks, states, loopEntries
    )
    (builder.env, builder.current, builder.line, builder.hints) = (env, current, line, hints)
    (builder.lists, builder.rareSteps, builder.candidates) = (lists, rareSteps, candidates)
    (builder.markers, builder.movedSlice) = (markers, movedSlice)
    (builder.hasMixedIterators, builder.emptyCaches) = (hasMixedIterators, emptyCaches)
    builder.hasOpaque = false
    // States were made since.
    builder.beginBlock()
    builder.forgetCheckpoint()
  }
}
