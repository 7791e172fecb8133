// Calls whose arguments do not lie as the callee's parameters want them: missing ones that have a
// default, keywords, `f(*args, **keywords)`. The callee's frame runs in the same loop.

import RegisterCode

extension Interpreter {
  /// Puts defaults behind `count` positional arguments that lie in `callee`. False, with nothing
  /// written, where that does not make them complete.
  @inline(__always)
  static func complete(_ callee: Registers, _ function: FunctionRef, count: Int) -> Bool {
    let missing = Int(function.p.pointee.body.pointee.simpleArguments) &- count
    if missing <= 0 { return missing == 0 }
    let defaults = function.p.pointee.defaults
    if defaults.isAbsent || !defaults.isExactly(.tuple) { return false }
    let given = TupleRef(defaults)
    if given.count < missing { return false }
    let source = given.items + (given.count &- missing)
    for i in 0..<missing { callee[count &+ i] = source[i] }
    return true
  }

  // MARK: Keywords

  /// A call with keywords, the last of the `count` arguments from register `first` on. Returns where
  /// the loop goes on.
  @inline(never)
  static func callWithKeywords(
    _ word: UInt64, _ pc: PC, _ r: Registers, first: Int, count: Int
  ) throws(Raised) -> (PC, Registers) {
    save(pc, r)
    let callable = r[word.b]
    if callable.isExactly(.function) {
      return try enterWithKeywords(
        FunctionRef(callable), pc, r, first: first, count: count, UInt64(word.a)
      ).0
    }
    if first == word.b + 7, callable.isHeap {
      // The free word before the arguments takes the receiver.
      if callable.isExactly(.method), MethodRef(callable).p.pointee.function.isExactly(.function) {
        r[word.b + 6] = MethodRef(callable).p.pointee.selfValue
        return try enterWithKeywords(
          FunctionRef(MethodRef(callable).p.pointee.function), pc, r, first: first - 1,
          count: count + 1, UInt64(word.a)
        ).0
      }
      if let initializer = plainInitializer(callable) {
        let instance = Value(Instances.allocate(TypeRef(callable)))
        r[word.b + 6] = instance
        let (position, callee) = try enterWithKeywords(
          initializer, pc, r, first: first - 1, count: count + 1,
          UInt64(word.a) | FrameFlags.constructor)
        callee[-6] = instance
        return position
      }
    }
    r[word.a] = try Call.call(
      callable, Args(base: r + first, count: count, keywordNames: Value(bits: pc.pointee)))
    return (pc + 5, r)
  }

  /// The Python `__init__` of a class that makes its instances with `object.__new__`.
  @inline(__always)
  static func plainInitializer(_ callable: Value) -> FunctionRef? {
    guard callable.asObject.type == .type else { return nil }
    let type = TypeRef(callable)
    let initializer = type.special(.`init`)
    guard type.special(.new) === Builtins.objectNew, initializer.isExactly(.function),
      !type.has(.abstract), type.p.pointee.nativeBase == 0
    else { return nil }
    return FunctionRef(initializer)
  }

  /// Binds and enters; returns where the loop goes on, and the callee's registers.
  private static func enterWithKeywords(
    _ function: FunctionRef, _ pc: PC, _ r: Registers, first: Int, count: Int, _ flags: UInt64
  ) throws(Raised) -> ((PC, Registers), Registers) {
    let body = function.p.pointee.body
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    let callee = Frame(r).window(first, count: count)
    KeywordPlan.find(pc, body, count: count)
    if !(try KeywordPlan.apply(pc, function, callee, count: count)) {
      let args = Args(base: callee, count: count, keywordNames: Value(bits: pc.pointee))
      try ArgumentBinding.bind(function, args, into: callee)
    }
    return (try enter(callee, function, from: (pc + 5, r), flags), callee)
  }

  // MARK: Unpacking

  /// `f(*args, **keywords)`. Returns where the loop goes on.
  @inline(never)
  static func callUnpacked(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised)
    -> (PC, Registers)
  {
    save(pc, r)
    let base = word.b
    let args = try unpackedArguments(r[base], r[base + 7])
    let keywords: DictRef? = word.c == 1 ? DictRef(r[base + 8]) : nil
    let callable = r[base]
    if callable.isExactly(.function) {
      return try enterUnpacked(
        FunctionRef(callable), receiver: .absent, args, keywords, word, pc, r)
    }
    if callable.isExactly(.method), MethodRef(callable).p.pointee.function.isExactly(.function) {
      let method = MethodRef(callable).p
      return try enterUnpacked(
        FunctionRef(method.pointee.function), receiver: method.pointee.selfValue, args, keywords,
        word, pc, r)
    }
    r[word.a] = try Call.function(callable, args, keywords)
    return (pc + 1, r)
  }

  private static func unpackedArguments(_ callable: Value, _ positional: Value) throws(Raised)
    -> TupleRef
  {
    if positional.isExactly(.tuple) { return TupleRef(positional) }
    do throws(Raised) { return try Iterate.tuple(positional) } catch {
      if positional.type.special(.iter).isAbsent, catching(.typeError) {
        throw raise(
          .typeError,
          "\(try Names.ofCallable(callable)) argument after * must be an iterable, not \(positional.typeName)"
        )
      }
      throw error
    }
  }

  private static func enterUnpacked(
    _ function: FunctionRef, receiver: Value, _ args: TupleRef, _ keywords: DictRef?,
    _ word: UInt64, _ pc: PC, _ r: Registers
  ) throws(Raised) -> (PC, Registers) {
    let body = function.p.pointee.body
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    let callee = Frame(r).stackTop + Frame.headerWords
    try checkDepth(thread, callee, body)
    let first = receiver.isPresent ? 1 : 0
    let named = keywords?.count ?? 0
    let count = first + args.count
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(count + named)
    defer { thread.pointee.scratchTop = scratch }
    if receiver.isPresent { scratch[0] = receiver }
    (scratch + first).update(from: args.items, count: args.count)
    var names = Value.absent
    if let keywords, named > 0 { names = try spread(keywords, to: scratch + count).value }
    try ArgumentBinding.bind(
      function, Args(base: scratch, count: count + named, keywordNames: names), into: callee)
    return try enter(callee, function, from: (pc + 1, r), UInt64(word.a))
  }

  /// Stores the values of keyword arguments side by side; returns their names.
  private static func spread(_ keywords: DictRef, to places: Registers) throws(Raised) -> TupleRef {
    let names = TupleRef.make(count: keywords.count)
    var (number, index) = (0, 0)
    while let next = keywords.nextEntry(number) {
      let entry = keywords.entries[next]
      if !entry.key.isStr { throw raise(.typeError, "keywords must be strings") }
      names.set(index, entry.key)
      places[index] = entry.value
      index += 1
      number = next + 1
    }
    return names
  }
}

/// Where a call instruction's keywords belong among the parameters of the function last called there.
///
/// Words of the instruction: 0 the names, 1 the function's body, 2 the number of arguments or 0 without
/// a plan (and how often one was made, above bit 32), 3 the parameter of each keyword, a byte each,
/// 4 a bit for each parameter that takes its default.
private enum KeywordPlan {
  private static let maximumFills: UInt64 = 8

  /// Makes a plan unless there is one.
  @inline(__always)
  static func find(_ pc: PC, _ body: UnsafeMutablePointer<CodeBody>, count: Int) {
    if pc[1] == UInt64(UInt(bitPattern: body)), pc[2] & 0xFFFF_FFFF == UInt64(count) { return }
    make(pc, body, count)
  }

  @inline(never)
  private static func make(_ pc: PC, _ body: UnsafeMutablePointer<CodeBody>, _ count: Int) {
    let fills = pc[2] >> 32
    if fills >= maximumFills { return }
    pc[1] = UInt64(UInt(bitPattern: body))
    pc[2] = (fills + 1) << 32
    let names = TupleRef(Value(bits: pc.pointee))
    let parameters = CodeRef(body.pointee.code).localNames
    let given = count - names.count
    let positional = Int(body.pointee.argumentCount)
    let named = positional + Int(body.pointee.keywordOnlyCount)
    guard names.count <= 8, named <= 64, given <= positional else { return }
    var missing: UInt64 = named == 64 ? .max : 1 << UInt64(named) - 1
    missing &= given == 64 ? 0 : UInt64.max << UInt64(given)
    var targets: UInt64 = 0
    for k in 0..<names.count {
      var place = max(given, Int(body.pointee.positionalOnlyCount))
      while place < named, parameters[place] !== names[k] { place += 1 }
      if place >= named || missing & 1 << UInt64(place) == 0 { return }
      missing &= ~(1 << UInt64(place))
      targets |= UInt64(place) << UInt64(8 * k)
    }
    pc[2] |= UInt64(count)
    pc[3] = targets
    pc[4] = missing
  }

  /// Moves the arguments in `callee` to their parameters. False, with nothing changed, where the plan is
  /// for another function or a default is missing.
  @inline(__always)
  static func apply(_ pc: PC, _ function: FunctionRef, _ callee: Registers, count: Int)
    throws(Raised) -> Bool
  {
    let body = function.p.pointee.body
    if pc[1] != UInt64(UInt(bitPattern: body)) || pc[2] & 0xFFFF_FFFF != UInt64(count) {
      return false
    }
    let keywords = TupleRef(Value(bits: pc.pointee)).count
    let (targets, missing) = (pc[3], pc[4])
    let given = count &- keywords
    // Behind the values of keywords those of defaults, then the dict of further keywords.
    let scratch = thread.pointee.scratchTop
    let defaults = scratch + keywords
    let extra = defaults + missing.nonzeroBitCount
    try thread.pointee.growScratch(extra - scratch + 1)
    defer { thread.pointee.scratchTop = scratch }
    if missing != 0, !collectDefaults(function, missing, defaults) { return false }
    for k in 0..<keywords { scratch[k] = callee[given &+ k] }
    let takesMore = body.pointee.flags & UInt32(CodeFlag.varKeywords) != 0
    // The collector does not see the callee's registers yet, but the arguments still lie there.
    if takesMore { extra.pointee = DictRef.make().value }
    Interpreter.clear(callee, from: given, body)
    for k in 0..<keywords { callee[Int(targets >> UInt64(8 &* k) & 255)] = scratch[k] }
    var (rest, next) = (missing, defaults)
    while rest != 0 {
      callee[rest.trailingZeroBitCount] = next.pointee
      next += 1
      rest &= rest &- 1
    }
    var place = Int(body.pointee.argumentCount &+ body.pointee.keywordOnlyCount)
    if body.pointee.flags & UInt32(CodeFlag.varArguments) != 0 {
      callee[place] = TupleRef.empty.value
      place += 1
    }
    if takesMore { callee[place] = extra.pointee }
    return true
  }

  /// The defaults of the parameters in `missing`, in order. False where one has none.
  @inline(__always)
  private static func collectDefaults(
    _ function: FunctionRef, _ missing: UInt64, _ places: Registers
  ) -> Bool {
    let body = function.p.pointee.body
    let positional = Int(body.pointee.argumentCount)
    let tuple = function.p.pointee.defaults
    let given = tuple.isPresent && tuple.isExactly(.tuple) ? TupleRef(tuple) : TupleRef.empty
    let required = positional &- given.count
    var (rest, next) = (missing, places)
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      if place < required { return false }
      if place < positional {
        next.pointee = given[place &- required]
      } else {
        let value = ArgumentBinding.keywordDefault(function, place)
        if value.isAbsent { return false }
        next.pointee = value
      }
      next += 1
      rest &= rest &- 1
    }
    return true
  }
}
