// Generators consumed by a builtin: `sum(x for …)`, `set(…)`, `any(…)`, `"".join(…)`.
//
// The generator is pushed as a frame of the running loop, and what it yields is taken without leaving
// its frame: no call, no suspension, no resumption for an item. What cannot be taken without possibly
// running Python code (a custom hash, an addition of objects) suspends the generator for good and is
// left to a native loop over the rest.
//
// The call's window holds the state: the accumulator in r[b+1], in r[b+2] the correction of a sum of
// floats. The generator's flags tell kind and window.

import RegisterCode

/// Of builtins that consume a generator; used by native code, too.
public enum Collecting {
  public enum Kind: UInt64 {
    case list, tuple, set, frozenSet, sum, any, all, minimum, maximum, sorted, join
  }

  /// What becomes of a yielded value.
  enum Step {
    /// Taken; the generator goes on.
    case taken
    /// The result is known.
    case decided(Value)
    /// To be left to `drain`.
    case hard
  }

  /// The kind of a call of `callable` with one argument, self apart; nil for all other callables.
  public static func kind(of callable: Value, hasSelf: Bool) -> Kind? {
    if !callable.isHeap { return nil }
    if hasSelf { return callable === Builtins.strJoin ? .join : nil }
    if callable.asObject.type == .type {
      let type = TypeRef(callable)
      if type == .list { return .list }
      if type == .tuple { return .tuple }
      if type == .set { return .set }
      return type == .frozenSet ? .frozenSet : nil
    }
    if !callable.isExactly(.builtinFunction) { return nil }
    if callable === Builtins.sum { return .sum }
    if callable === Builtins.any { return .any }
    if callable === Builtins.all { return .all }
    if callable === Builtins.min { return .minimum }
    if callable === Builtins.max { return .maximum }
    return callable === Builtins.sorted ? .sorted : nil
  }

  // MARK: In the loop

  /// Enters a generator whose values the call at `word` collects.
  ///
  /// - Throws: RecursionError.
  @inline(never)
  static func begin(
    _ kind: Kind, _ generator: GeneratorRef, _ word: UInt64, _ pcAtCall: PC, _ registers: Registers
  ) throws(Raised) -> (PC, Registers) {
    var (pc, r) = (pcAtCall + 4, registers)
    Generators.noteTemporary(generator, takenAt: pcAtCall - 1, r)
    Interpreter.save(pc, r)
    start(kind, r + word.b + 1)
    let flags = flags(kind, result: word.a, window: word.b)
    try Generators.push(generator, sending: .none, flags, &pc, &r, thread)
    return (pc, r)
  }

  /// The same for a call that native code makes: its result.
  ///
  /// - Throws: what the generator raises, or hashing, comparing or adding its values.
  static func run(
    _ kind: Kind, _ generator: GeneratorRef, _ word: UInt64, _ pcAtCall: PC, _ r: Registers
  ) throws(Raised) -> Value {
    Generators.noteTemporary(generator, takenAt: pcAtCall - 1, r)
    let flags = flags(kind, result: word.a, window: word.b)
    start(kind, r + word.b + 1)
    while true {
      let item = try Generators.next(generator)
      if item.isExhausted { return try finish(flags, r) }
      switch take(item, flags, r) {
      case .taken: continue
      case .decided(let result): return result
      case .hard: return try drain(item, generator, flags, r)
      }
    }
  }

  /// What the generator's frame says of the call that collects.
  public static func flags(_ kind: Kind, result: Int, window: Int) -> UInt64 {
    UInt64(result) | FrameFlags.collecting | kind.rawValue << 32 | UInt64(window) << 40
  }

  static func start(_ kind: Kind, _ state: Registers) {
    state[0] = first(kind)
    state[1] = .absent
  }

  private static func first(_ kind: Kind) -> Value {
    switch kind {
    case .list, .tuple, .sorted, .join: ListRef.make().value
    case .set: SetRef.make().value
    case .frozenSet: SetRef.make(shape: .of(.frozenSet)).value
    case .sum: Value(smallInt: 0)
    case .any, .all, .minimum, .maximum: .absent
    }
  }

  @inline(__always)
  private static func kind(_ flags: UInt64) -> Kind {
    Kind(rawValue: flags >> 32 & 0xFF).unsafelyUnwrapped
  }

  @inline(__always)
  private static func state(_ flags: UInt64, _ caller: Registers) -> Registers {
    caller + Int(flags >> 40 & 0xFFFF) + 1
  }

  /// Takes a yielded value where that runs no Python code.
  @inline(never)
  static func take(_ value: Value, _ flags: UInt64, _ caller: Registers) -> Step {
    take(value, kind(flags), state(flags, caller))
  }

  @inline(__always)
  static func take(_ value: Value, _ kind: Kind, _ state: Registers) -> Step {
    switch kind {
    case .list, .tuple, .sorted, .join:
      ListRef(state[0]).append(value)
      return .taken
    case .set, .frozenSet:
      return add(value, to: SetRef(state[0])) ? .taken : .hard
    case .sum:
      return add(value, state) ? .taken : .hard
    case .any:
      guard let truth = Convert.simpleTruth(value) else { return .hard }
      return truth ? .decided(.true) : .taken
    case .all:
      guard let truth = Convert.simpleTruth(value) else { return .hard }
      return truth ? .taken : .decided(.false)
    case .minimum:
      guard let less = precedes(value, state[0]) else { return .hard }
      if less { state[0] = value }
      return .taken
    case .maximum:
      guard let less = precedes(state[0], value) else { return .hard }
      if less { state[0] = value }
      return .taken
    }
  }

  /// Adds a value whose hash and equality run no Python code.
  @inline(__always)
  static func add(_ value: Value, to set: SetRef) -> Bool {
    guard value.isInt || value.isExactly(.str) || value.isFloat || value.isBool || value.isNone
    else { return false }
    do throws(Raised) { try set.add(value) } catch { fatalError("a str or number has a hash") }
    return true
  }

  /// `lhs < rhs` of two ints or two floats; true when either is the absent first candidate.
  @inline(__always)
  private static func precedes(_ lhs: Value, _ rhs: Value) -> Bool? {
    if Value.bothInts(lhs, rhs) { return lhs.asInt < rhs.asInt }
    if lhs.isAbsent || rhs.isAbsent { return true }
    return lhs.isFloat && rhs.isFloat ? lhs.asFloat < rhs.asFloat : nil
  }

  /// Ints exactly; floats, and ints once there was one, as `Reductions.sum` adds them.
  @inline(__always)
  private static func add(_ value: Value, _ state: Registers) -> Bool {
    let total = state[0]
    if Value.bothInts(total, value) {
      guard let sum = Value.addInts(total, value) else { return false }
      state[0] = sum
      return true
    }
    guard total.isFloat || total.isInt && value.isFloat, value.isFloat || value.isInt else {
      return false
    }
    let old = total.isInt ? Double(total.asInt) : total.asFloat
    let x = value.isInt ? Double(value.asInt) : value.asFloat
    let sum = old + x
    state[0] = Value(sum)
    if state[1].isAbsent { state[1] = Value(0.0) }
    if value.isFloat {
      let lost = Swift.abs(old) >= Swift.abs(x) ? (old - sum) + x : (x - sum) + old
      state[1] = Value(state[1].asFloat + lost)
    }
    return true
  }

  // MARK: The end

  /// What the call returns when the generator has ended.
  ///
  /// - Throws: ValueError for min and max of nothing; what sorting and joining raise.
  @inline(never)
  static func finish(_ flags: UInt64, _ caller: Registers) throws(Raised) -> Value {
    try finish(kind(flags), state(flags, caller))
  }

  static func finish(_ kind: Kind, _ state: Registers) throws(Raised) -> Value {
    switch kind {
    case .list, .set, .frozenSet: return state[0]
    case .tuple:
      let list = ListRef(state[0])
      return TupleRef.make(list.itemsOrDangling, count: list.count).value
    case .sum: return corrected(state)
    case .any: return .false
    case .all: return .true
    case .minimum: return try extreme(state[0], "min")
    case .maximum: return try extreme(state[0], "max")
    case .sorted:
      try Sorting.sort(ListRef(state[0]), key: .none, reverse: false)
      return state[0]
    case .join:
      let window = state - 1
      window[7] = state[0]
      return try StrType.join(Args(base: window + 6, count: 2))
    }
  }

  private static func corrected(_ state: Registers) -> Value {
    guard state[1].isPresent else { return state[0] }
    let correction = state[1].asFloat
    if correction == 0 || !correction.isFinite { return state[0] }
    return Value(state[0].asFloat + correction)
  }

  private static func extreme(_ value: Value, _ name: String) throws(Raised) -> Value {
    if value.isPresent { return value }
    throw raise(.valueError, "\(name)() iterable argument is empty")
  }

  /// Consumes `value` and what the generator, suspended now, still yields.
  ///
  /// - Throws: what the generator raises, or hashing, comparing or adding its values.
  @inline(never)
  static func drain(
    _ value: Value, _ generator: GeneratorRef, _ flags: UInt64, _ caller: Registers
  ) throws(Raised) -> Value {
    let state = state(flags, caller)
    var item = value
    if kind(flags) == .sum { state[0] = corrected(state) }
    while !item.isExhausted {
      switch kind(flags) {
      case .list, .tuple, .sorted, .join: ListRef(state[0]).append(item)
      case .set, .frozenSet: try SetRef(state[0]).add(item)
      case .sum: state[0] = try Operators.binary(state[0], item, .add)
      case .any: if try Convert.truth(item) { return .true }
      case .all: if !(try Convert.truth(item)) { return .false }
      case .minimum:
        if try Convert.truth(Compare.rich(item, state[0], .lt)) { state[0] = item }
      case .maximum:
        if try Convert.truth(Compare.rich(item, state[0], .gt)) { state[0] = item }
      }
      item = try Generators.next(generator)
    }
    state[1] = .absent
    return try finish(flags, caller)
  }
}
