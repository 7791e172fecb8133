// Calls in the traced form: what is not a Python function is called here, between the events before and behind.

import RegisterCode

enum TracedCalls {
  /// The call instruction behind a `trace` and what it calls.
  private struct CallSite {
    let word: UInt64
    let callable: Value
    let first: Registers
    let count: Int
    let names: Value
  }

  /// - Parameter pc: the call instruction. Returns it, or where the frame goes on behind it.
  /// - Throws: what is called, and what tools raise.
  static func call(_ site: Site, _ pc: PC, _ r: Registers) throws(Raised) -> PC {
    if site.wants(.call) == 0 { return pc }
    let word = pc.pointee
    let next = pc + 1 + word.opcode.extraWords
    if word.opcode.parent == .callExtended { return try callExtended(site, word, pc, next, r) }
    let hasSelf =
      (word.opcode.parent == .callMethod || word.opcode.parent == .callMethodKeyword)
      && r[word.b + callWindowGap].isPresent
    let first = r + word.b + callWindowGap + (hasSelf ? 0 : 1)
    let call = CallSite(
      word: word, callable: r[word.b], first: first, count: word.c + (hasSelf ? 1 : 0),
      names: word.opcode.hasConstant ? Value(bits: pc[1]) : .absent)
    let argument = call.count > 0 ? first[0] : Monitoring.missing
    try site.tell(.call, call.callable, argument)
    if runsPythonFrame(call.callable) { return pc }
    var (told, receiver) = (call.callable, argument)
    if told.isExactly(.method), !hasSelf {
      // What is behind the call is told of the method's function.
      let method = MethodRef(call.callable).p.pointee
      (told, receiver) = (method.function, method.selfValue)
    }
    let result = try finish(site, told, receiver) { () throws(Raised) in
      try Call.call(
        call.callable, Args(base: first, count: call.count, keywordNames: call.names))
    }
    r[word.a] = result
    return next
  }

  /// Whether a call only pushes a frame, which tells of itself.
  private static func runsPythonFrame(_ callable: Value) -> Bool {
    if callable.isExactly(.function) { return true }
    return callable.isExactly(.method)
      && MethodRef(callable).p.pointee.function.isExactly(.function)
  }

  private static func callExtended(
    _ site: Site, _ word: UInt64, _ pc: PC, _ next: PC, _ r: Registers
  ) throws(Raised) -> PC {
    let callable = r[word.b]
    let arguments = r + word.b + callWindowGap + 1
    if !arguments[0].isExactly(.tuple) {
      // What cannot be unpacked is the instruction's to complain about.
      if arguments[0].type.special(.iter).isAbsent { return pc }
      arguments[0] = try Iterate.tuple(arguments[0]).value
    }
    let positional = TupleRef(arguments[0])
    let argument = positional.count > 0 ? positional[0] : Monitoring.missing
    try site.tell(.call, callable, argument)
    if runsPythonFrame(callable) || word.c == 1 && !arguments[1].isExactly(.dict) { return pc }
    let keywords = word.c == 1 ? DictRef(arguments[1]) : nil
    let result = try finish(site, callable, argument) { () throws(Raised) in
      try Call.function(callable, positional, keywords)
    }
    r[word.a] = result
    return next
  }

  /// Calls, and tells how that ended.
  private static func finish(
    _ site: Site, _ callable: Value, _ argument: Value, _ body: () throws(Raised) -> Value
  ) throws(Raised) -> Value {
    let result: Value
    do throws(Raised) {
      result = try body()
      if result.isExhausted { throw raise(.stopIteration) }
    } catch {
      let exception = takeRaised()
      try site.tell(.nativeRaise, callable, argument)
      thread.pointee.exception = exception
      throw error
    }
    Interpreter.save(site.pc, site.frame.r)
    try site.tell(.nativeReturn, callable, argument)
    return result
  }

  /// `super()`, whose call is a part of the attribute access behind it, at `pc`: both are done one by one.
  static func superCall(_ site: Site, _ pc: PC, _ r: Registers) throws(Raised) -> PC {
    if site.wants(.call) == 0 { return pc }
    let word = pc.pointee
    let operands = r + word.b
    let hasArguments = pc[1] == 1
    let argument = hasArguments ? operands[1] : Monitoring.missing
    try site.tell(.call, operands[0], argument)
    let object = try finish(site, operands[0], argument) { () throws(Raised) in
      hasArguments
        ? try Call.function(operands[0], operands[1], operands[2])
        : try Call.function(operands[0])
    }
    let attribute = try Attributes.get(object, site.frame.body.pointee.names[word.c])
    r[word.a] = attribute
    if word.opcode.parent == .loadSuperMethod { r[word.a + callWindowGap] = .absent }
    return pc + 1 + word.opcode.extraWords
  }
}

/// Iteration in the traced form: where a StopIteration ends a loop or delegation, that is told of.
enum TracedIteration {
  /// - Parameter pc: the `forIter`. Returns it, or where the frame goes on behind it.
  static func forIter(_ site: Site, _ pc: PC, _ r: Registers) throws(Raised) -> PC {
    if Monitoring.tools(.raise) == 0 { return pc }
    let word = pc.pointee
    let iterator = r[word.b]
    let next = pc + 1 + word.opcode.extraWords
    guard let outcome = try step(iterator) else { return pc }
    switch outcome {
    case .yielded(let value):
      r[word.a] = value
      return next
    case .returned(let value):
      if value.isPresent { try site.tellOfException(.raise, value) }
      return next + word.signedC
    }
  }

  /// The next value of an iterator, or the StopIteration that ends it, absent where there is none; nil for
  /// iterators that raise none.
  private static func step(_ iterator: Value) throws(Raised) -> Generators.Outcome? {
    if iterator.isExactly(.generator) {
      switch try Generators.send(GeneratorRef(iterator), .none) {
      case .yielded(let value): return .yielded(value)
      case .returned(let value):
        return .returned(value.isNone ? .absent : Exceptions.stopIteration(value))
      }
    }
    let method = iterator.type.special(.next)
    guard method.isPresent, method.isExactly(.function) else { return nil }
    do throws(Raised) {
      return .yielded(try Call.specialMethod(method, iterator))
    } catch {
      if !thread.pointee.exception.type.isSubtype(of: .stopIteration) { throw error }
      return .returned(takeRaised())
    }
  }

  /// - Parameter pc: the `send`.
  static func send(_ site: Site, _ pc: PC, _ r: Registers) throws(Raised) -> PC {
    if Monitoring.tools(.raise) == 0 { return pc }
    let word = pc.pointee
    guard let outcome = try send(r[word.a], to: r[word.b]) else { return pc }
    let next = pc + 1 + word.opcode.extraWords
    switch outcome {
    case .yielded(let value):
      r[word.a] = value
      return next
    case .returned(let exception):
      try site.tellOfException(.raise, exception)
      let value = ExceptionRef(exception).extra(ExceptionFields.value)
      r[word.a] = value.isAbsent ? .none : value
      return next + word.signedC
    }
  }

  /// What a receiver yields, or the StopIteration that ends it; nil for receivers that raise none.
  private static func send(_ sent: Value, to receiver: Value) throws(Raised) -> Generators.Outcome?
  {
    if receiver.isExactly(.asyncGeneratorSend) {
      switch try AsyncSteps.advance(AsyncStep(receiver), sent) {
      case .yielded(let value): return .yielded(value)
      case .returned(let value): return .returned(Exceptions.stopIteration(value))
      }
    }
    let method = receiver.type.special(.next)
    guard method.isPresent, method.isExactly(.function) else { return nil }
    do throws(Raised) {
      return .yielded(
        sent.isNone
          ? try Call.specialMethod(method, receiver) : try Call.method(receiver, "send", sent))
    } catch {
      if !thread.pointee.exception.type.isSubtype(of: .stopIteration) { throw error }
      return .returned(takeRaised())
    }
  }

  /// A delegation to a generator has ended with `value`.
  static func endSend(_ site: Site, _ receiver: Value, _ value: Value) throws(Raised) {
    if site.wants(.stopIteration) == 0 { return }
    guard receiver.isPresent, receiver.isExactly(.generator) || receiver.isExactly(.coroutine)
    else { return }
    try site.tellOfException(.stopIteration, Exceptions.stopIteration(value))
  }
}
