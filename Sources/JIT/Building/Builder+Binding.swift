// Calls whose arguments are not just the parameters: defaults, keywords, `*rest`, constructors, bound
// methods and instances with `__call__`. What goes where is decided when the unit is built; defaults, which
// can be replaced, are guarded.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Where the values of a call's parameters come from.
  private struct Binding {
    enum Source {
      case argument(Int)
      case constant(Value)
      /// A tuple of the arguments from here on.
      case rest(from: Int)
    }

    var sources: [Source] = []
    /// The tuple that defaults were taken from.
    var defaults: Value?
    /// Whether the body tells how many parameters there are: others are only built in place.
    var isSimple: Bool
  }

  /// False when the line is none of these, or calls what is not known.
  func buildBoundCall() throws(NotCompiled) -> Bool {
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)) { return false }
    switch line.opcode {
    case .callFunction, .callClass, .callFunctionKeyword:
      if try callKnown(isMethod: false) { return true }
      return try callNoted()
    case .callMethod, .callMethodKeyword, .callMethodPythonExact:
      if try callKnown(isMethod: true) { return true }
      return try callNoted()
    default: return false
    }
  }

  /// The names of a call's last arguments.
  private var keywords: TupleRef? {
    line.opcode.hasConstant ? TupleRef(Value(bits: line.extra[0])) : nil
  }

  private var firstArgument: Int { line.word.b + callWindowGap + 1 }

  /// A function, or a class with an `__init__`, that is a constant here.
  private func callKnown(isMethod: Bool) throws(NotCompiled) -> Bool {
    let word = line.word
    guard let callable = known(read(word.b)), callable.isHeap, callable.isPresent else {
      return false
    }
    var arguments = (0..<word.c).map { read(firstArgument + $0) }
    if isMethod {
      let receiver = read(word.b + callWindowGap)
      if let value = known(receiver), value.isAbsent {
        // No self.
      } else {
        requirePresent(receiver)
        arguments.insert(receiver, at: 0)
      }
    }
    if callable.isExactly(.function) {
      return try call(FunctionRef(callable), arguments) { true }
    }
    if arguments.count == word.c, callable.isExactly(.method) {
      let method = MethodRef(callable).p.pointee
      guard method.function.isExactly(.function) else { return false }
      let receiver = constant(method.selfValue)
      return try call(FunctionRef(method.function), [receiver] + arguments) { true }
    }
    guard arguments.count == word.c, callable.isType, callable.asObject.type == .type else {
      return false
    }
    let type = TypeRef(callable)
    guard type.has(.heap), let initializer = NativeTier.plainInitializer(type) else { return false }
    return try construct(type, initializer, arguments)
  }

  /// What the generic call has seen.
  private func callNoted() throws(NotCompiled) -> Bool {
    let opcode = line.opcode
    guard opcode == .callFunction || opcode == .callMethod,
      let noted = CallFeedback.noted(Array(line.extra))
    else { return false }
    let callable = read(line.word.b)
    if opcode == .callMethod {
      guard let receiver = known(read(line.word.b + callWindowGap)), receiver.isAbsent else {
        return false
      }
    }
    if graph.values[callable].type.representation != .word { return false }
    let arguments = (0..<line.word.c).map { read(firstArgument + $0) }
    switch noted.kind {
    case .function: return false
    case .method: return try callMethod(callable, noted.payload, arguments)
    case .instance:
      let shape = Shape(id: UInt32(noted.payload))
      guard shape.type.has(.heap), let function = NativeTier.specialMethod(shape.type, .call) else {
        return false
      }
      return try call(function, [callable] + arguments) {
        _ = self.object(callable, shape: shape.id)
        self.guardVersion(of: shape.type)
        return true
      }
    }
  }

  /// A bound method whose function is not known but by its code.
  private func callMethod(_ callable: ValueID, _ body: UInt64, _ arguments: [ValueID])
    throws(NotCompiled) -> Bool
  {
    guard let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(body)),
      body.pointee.code.isPresent, body.pointee.entry != nil,
      Int(body.pointee.simpleArguments) == arguments.count + 1
    else { return false }
    let method = object(callable, shape: Builder.shape(.method))
    let offsets = (
      MemoryLayout<MethodLayout>.offset(of: \.function)!,
      MemoryLayout<MethodLayout>.offset(of: \.selfValue)!
    )
    let loaded = emit(.load, [method], .any, number: offsets.0, alias: .cell)
    let function = object(loaded, shape: Builder.shape(.function))
    guardBody(of: function, is: body)
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    let receiver = emit(.load, [method], .any, number: offsets.1, alias: .cell)
    callNatively(body, function, [receiver] + arguments, instance: nil)
    return true
  }

  private func construct(
    _ type: TypeRef, _ initializer: FunctionRef, _ arguments: [ValueID]
  ) throws(NotCompiled) -> Bool {
    var instance: ValueID = -1
    // The first argument is made when all guards have been passed.
    return try call(
      initializer, [-1] + arguments,
      guards: {
        self.guardVersion(of: type)
        return true
      }
    ) {
      instance = self.newInstance(of: type)
      return instance
    }
  }

  /// Calls a function with arguments that are bound to its parameters. `guards` makes sure of it, if it
  /// can; `makeInstance` makes the instance that `__init__` is called for.
  private func call(
    _ function: FunctionRef, _ arguments: [ValueID], guards: () -> Bool,
    makeInstance: (() -> ValueID)? = nil
  ) throws(NotCompiled) -> Bool {
    let body = function.p.pointee.body
    guard body.pointee.entry != nil, body.pointee.code.isPresent,
      let binding = bind(function, arguments.count), binding.isSimple || mayInline(function, body),
      guards()
    else { return false }
    guardBody(of: constant(function.value), is: body)
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    if let defaults = binding.defaults { guardDefaults(function, defaults) }
    let instance = makeInstance?()
    var arguments = arguments
    if let instance { arguments[0] = instance }
    let values = binding.sources.map { source -> ValueID in
      switch source {
      case .argument(let index): return arguments[index]
      case .constant(let value): return constant(value)
      case .rest(let first):
        return first < arguments.count
          ? newTuple(Array(arguments[first...])) : constant(TupleRef.empty.value)
      }
    }
    if mayInline(function, body) {
      let live = liveBehindCall()
      let window = context.base + line.word.b
      env.forget(from: window)
      let base = calleeBase(line.word.b + callWindowGap)
      let result = try build(function, body, at: base, values, instance: instance, live: live)
      env.forget(from: window)
      if let result { write(line.word.a, result) }
    } else {
      callNatively(body, constant(function.value), values, instance: instance)
    }
    return true
  }

  /// The callee's frame is behind all registers: its parameters must not lie where the arguments do.
  private func callNatively(
    _ body: UnsafeMutablePointer<CodeBody>, _ function: ValueID, _ values: [ValueID],
    instance: ValueID?
  ) {
    let base = context.base + context.view.registerCount + Frame.headerWords
    let state = self.state(pcBehindCall: line.next)
    for (index, value) in values.enumerated() {
      graph.states[state].registers.append((base + index, value))
    }
    let result = emit(
      .callFunction, [function], .any, number: Int(bitPattern: body), extra: base, state: state)
    noteStored(state)
    env.forget(from: context.base + line.word.b)
    if instance != nil { emit(.requireNone, [result], .any, state: state) }
    write(line.word.a, instance ?? result)
  }

  // MARK: Binding

  private func guardDefaults(_ function: FunctionRef, _ expected: Value) {
    let offset = MemoryLayout<FunctionLayout>.offset(of: \.defaults)!
    let found = emit(.load, [constant(function.value)], .any, number: offset, alias: .version)
    _ = identical(found, to: expected)
  }

  /// What each parameter gets; nil where the call is an error, or takes a dict of keywords.
  private func bind(_ function: FunctionRef, _ count: Int) -> Binding? {
    let body = function.p.pointee.body
    if body.pointee.flags & CodeFlag.varKeywords != 0 { return nil }
    let takesRest = body.pointee.flags & CodeFlag.varArguments != 0
    let parameters = Int(body.pointee.argumentCount)
    let named = parameters + Int(body.pointee.keywordOnlyCount)
    let given = count - (keywords?.count ?? 0)
    if given > parameters, !takesRest { return nil }
    var sources = (0..<named).map { place -> Binding.Source? in
      place < min(given, parameters) ? .argument(place) : nil
    }
    guard placeKeywords(&sources, body, given) else { return nil }
    var binding = Binding(isSimple: body.pointee.simpleArguments >= 0)
    for place in 0..<named {
      if let source = sources[place] {
        binding.sources.append(source)
        continue
      }
      guard place < parameters, let (value, tuple) = defaultValue(function, place) else {
        return nil
      }
      binding.defaults = tuple
      binding.sources.append(.constant(value))
    }
    if takesRest { binding.sources.append(.rest(from: min(given, parameters))) }
    // Keywords would be among the arguments.
    if takesRest, keywords != nil { return nil }
    return binding
  }

  private func placeKeywords(
    _ sources: inout [Binding.Source?], _ body: UnsafeMutablePointer<CodeBody>, _ given: Int
  ) -> Bool {
    guard let keywords else { return true }
    let names = CodeRef(body.pointee.code).localNames
    for index in 0..<keywords.count {
      var place = Int(body.pointee.positionalOnlyCount)
      while place < sources.count, names[place] !== keywords[index] { place += 1 }
      if place >= sources.count || sources[place] != nil { return false }
      sources[place] = .argument(given + index)
    }
    return true
  }

  /// The default of a positional parameter, and the tuple that has it.
  private func defaultValue(_ function: FunctionRef, _ place: Int) -> (Value, Value)? {
    let defaults = function.p.pointee.defaults
    guard defaults.isPresent, defaults.isExactly(.tuple) else { return nil }
    let tuple = TupleRef(defaults)
    let index = place - (Int(function.p.pointee.body.pointee.argumentCount) - tuple.count)
    return index >= 0 ? (tuple[index], defaults) : nil
  }
}
