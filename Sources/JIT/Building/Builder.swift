// Builds the graph of a unit from register code and what its caches have seen.
//
// The environment says which SSA value each register has, and which one its memory is known to hold; a
// register whose two differ is written where the interpreter must see it. Callees that are built in place
// have their registers in the same environment, at their distance from the unit's frame. All locals count
// as live, so that what a frame shows is right whoever looks.

import RegisterCode
import TaipanRuntime

struct Environment {
  /// A register's value, and what is known of its memory: -1 for nothing.
  struct Held {
    var value: ValueID
    var memory: ValueID

    static let nothing = Held(value: -1, memory: -1)
    var isInMemory: Bool { value == memory }
  }

  private(set) var registers: [Held]
  /// By marker: the fields of an iterator that exists only here (Builder+VirtualIterators.swift).
  var fields: [ValueID: [ValueID]] = [:]

  /// - Parameter count: of the registers that will have values, as far as it is known.
  init(count: Int = 0) { registers = [Held](repeating: .nothing, count: count) }

  subscript(_ register: Int) -> ValueID {
    get { register < registers.count ? registers[register].value : -1 }
    set {
      grow(register)
      registers[register].value = newValue
    }
  }

  func memory(_ register: Int) -> ValueID {
    register < registers.count ? registers[register].memory : -1
  }

  private mutating func grow(_ register: Int) {
    if register < registers.count { return }
    registers.append(contentsOf: repeatElement(.nothing, count: register + 1 - registers.count))
  }

  mutating func noteInMemory(_ register: Int, _ value: ValueID) {
    grow(register)
    registers[register].memory = value
  }

  mutating func forget(from register: Int) {
    for index in register..<max(register, registers.count) { registers[index] = .nothing }
  }

  /// The value is known by another name from now on.
  mutating func replace(_ old: ValueID, by new: ValueID) {
    for index in registers.indices {
      if registers[index].value == old { registers[index].value = new }
      if registers[index].memory == old { registers[index].memory = new }
    }
    for (marker, values) in fields where values.contains(old) {
      fields[marker] = values.map { $0 == old ? new : $0 }
    }
  }
}

/// Why a unit was not built.
struct NotCompiled: Error { let reason: String }

final class Builder {
  let graph: Graph
  var env = Environment()
  /// Where instructions are appended; nil behind what never continues.
  var current: BlockID? = 0
  var context: Context
  /// The line being built and its frame states, made when asked for.
  var line: CodeView.Line
  /// The state to which guards leave: that of the last place behind which nothing was stored or run.
  /// What the interpreter does again from there has no effects.
  private var checkpoint = -1
  var previousRepeats = false
  /// What the interpreter runs as long as the unit does: kept alive with it.
  var constants: Set<Int> = []
  /// What it relies on without asking.
  var watched: Set<Watched> = []
  /// Of what is built in place.
  var views: [Int: CodeView] = [:]
  /// Instructions built so far, inlined ones included.
  var builtLines = 0
  /// Types that entry values had, of parameters whose type is not known yet.
  var hints: [ValueID: ValueType] = [:]
  /// Methods of builtin objects that entry values were: names, and where they are from.
  var boundMethods: [ValueID: (name: String, row: Int)] = [:]
  /// Instances of subclasses of list: whatever happens to them, they stay lists.
  var lists: Set<ValueID> = []
  /// Runs of handlers for what the tests before them do not know.
  var rareSteps: Set<ValueID> = []
  /// By register and kind of the iterator.
  var markers: [Int: ValueID] = [:]
  /// Whether a loop was begun with the fields of an iterator that on another way is an object.
  var hasMixedIterators = false
  /// Functions that a callable may be.
  var candidates: [ValueID: Candidates] = [:]
  /// The slice that the instruction at `store` of the frame at `base` stores.
  var movedSlice: (store: Int, base: Int, source: [ValueID])?
  let isLoop: Bool
  /// Whether something was built that may run Python code.
  var hasOpaque = false
  /// A line that was built together with the one before.
  var lineAhead = -1
  /// Instructions for which there is no code as they were not run before.
  var emptyCaches: Set<Int> = []
  /// Whether names were found in the namespaces of the unit's function.
  var usesNamespaces = false
  /// The frame that runs, where its names are its globals; whether names were found there.
  var modulesFrame: Frame?
  var usesModuleNames = false

  /// A frame being built: the unit's own, or that of an inlined callee.
  final class Context {
    let view: CodeView
    let base: Int
    let function: ValueID
    /// The function where it is known.
    let known: FunctionRef?
    let parent: Context?
    /// The frames that it is in, outermost first, each behind its call.
    private(set) lazy var outerFrames: [FrameInfo] =
      parent.map { $0.outerFrames + [$0.frame(at: callPC)] } ?? []
    /// Of an inlined frame: the pc behind the call, what else its header holds, and the registers of
    /// the frames below that live on.
    var callPC = 0
    var flags = 0
    var instance: ValueID?
    var outerLive: [Int] = []
    /// Where its results go: blocks that return, with their environments and results.
    var returns: [(block: BlockID, env: Environment, value: ValueID)] = []
    /// Incoming edges of blocks that are not built yet, and the built ones.
    var pending: [Int: [PendingEdge]] = [:]
    var headers: [Int: Header] = [:]
    /// Of a generator that exists only here: what becomes of its values.
    var collector: Collector?
    let depth: Int
    /// Whether an access of an attribute has failed for the shapes that it saw, and whether some have failed again.
    let seesManyShapes: Bool
    let asksForShapes: Bool

    init(_ view: CodeView, base: Int, function: ValueID, known: FunctionRef?, parent: Context?) {
      self.view = view
      self.base = base
      self.function = function
      self.known = known
      self.parent = parent
      depth = parent.map { $0.depth + 1 } ?? 0
      let failed = view.lines.lazy
        .filter { Builder.isAccess($0.opcode) }.map { view.address(of: $0.index) }
        .filter { Builder.failedAccesses.contains($0) }
      seesManyShapes = !failed.isEmpty
      asksForShapes =
        failed.count { place in
          UnsafePointer<UInt64>(bitPattern: place)!.pointee.opcode.parent != .storeAttr
            && Builder.unstablePlaces.contains(place)
        } > 1
    }

    func frame(at pc: Int) -> FrameInfo {
      FrameInfo(
        base: base, body: Int(bitPattern: view.body), pc: pc, function: function, flags: flags,
        instance: instance)
    }

    /// Calls a function with the registers, counted from the unit's, that the interpreter must find before a line.
    func forEachKept(before line: Int, _ body: (Int) -> Void) {
      for register in outerLive { body(register) }
      view.forEachKept(before: line) { body($0 + base) }
    }

    /// Those of its own.
    func kept(before line: Int, below end: Int? = nil) -> [Int] {
      var result: [Int] = []
      result.reserveCapacity(view.registerCount)
      view.forEachKept(before: line, below: end) { result.append($0 + base) }
      return result
    }
  }

  struct PendingEdge {
    let block: BlockID
    let isSecond: Bool
    let env: Environment
  }

  /// A block that loops go back to: its parameters stand for these registers.
  struct Header {
    let block: BlockID
    let registers: [Int]
    /// Fields of iterators, behind them.
    let fields: [Field]
  }

  struct Field {
    let register: Int
    let marker: ValueID
    let index: Int
  }

  init(_ view: CodeView, function: FunctionRef, name: String, isLoop: Bool) {
    graph = Graph(name: name)
    self.isLoop = isLoop
    line = view.lines[0]
    // The function of the running frame is in its header.
    let value = graph.append(
      Instruction(operation: .register, number: Builder.functionRegister, type: .any), to: 0)
    context = Context(view, base: 0, function: value, known: function, parent: nil)
  }

  /// `.register` with this number is the function in the frame's header.
  static let functionRegister = -4

  // MARK: Emitting

  @discardableResult
  func emit(
    _ operation: Operation, _ operands: ValueList = [], _ type: ValueType, number: Int = 0,
    extra: Int = 0, alias: AliasClass = .slot, state: Int = -1
  ) -> ValueID {
    if operation.isOpaque { hasOpaque = true }
    return graph.append(
      Instruction(
        operation: operation, operands: operands, number: number, extra: extra, alias: alias,
        type: type, state: state, place: context.view.address(of: line.index)), to: current!)
  }

  func constant(_ value: Value) -> ValueID {
    if value.isInt { return emit(.intConstant, [], .int, number: value.asInt) }
    if value.isBool { return emit(.boolConstant, [], .bool, number: value.isTrue ? 1 : 0) }
    if value.isFloat { return floatConstant(value.asFloat) }
    if value.isNone {
      return emit(.constant, [], ValueType(kinds: .none), number: Int(bitPattern: UInt(value.bits)))
    }
    if value.isAbsent { return emit(.constant, [], .any, number: 0) }
    constants.insert(Int(bitPattern: UInt(value.bits)))
    return emit(
      .constant, [], Builder.type(ofShape: value.asObject.shape.id),
      number: Int(bitPattern: UInt(value.bits)))
  }

  func intConstant(_ n: Int) -> ValueID { emit(.intConstant, [], .int, number: n) }

  func floatConstant(_ d: Double) -> ValueID {
    emit(.floatConstant, [], .float, number: Int(bitPattern: UInt(d.bitPattern)))
  }

  /// What a value is known to be, or was when the unit was entered.
  func type(_ value: ValueID) -> ValueType {
    hints[value] ?? graph.values[value].type
  }

  /// The constant that a value is.
  func known(_ value: ValueID) -> Value? {
    let i = graph.values[value]
    return i.operation == .constant ? Value(bits: UInt64(UInt(bitPattern: i.number))) : nil
  }

  // MARK: Registers

  func read(_ register: Int) -> ValueID {
    let absolute = context.base + register
    let value = env[absolute]
    if value >= 0 { return value }
    let loaded = emit(.register, [], .any, number: absolute)
    env[absolute] = loaded
    env.noteInMemory(absolute, loaded)
    return loaded
  }

  func write(_ register: Int, _ value: ValueID) {
    env[context.base + register] = value
  }

  /// The handler may have written the register.
  func forgetMemory(of register: Int) {
    env.noteInMemory(context.base + register, -1)
  }

  /// Registers that an opaque instruction has written.
  func reload(_ registers: some Sequence<Int>) {
    for register in registers {
      let absolute = context.base + register
      env[absolute] = -1
      _ = read(register)
    }
  }

  // MARK: Frame states

  func beginLine(_ number: Int) {
    line = context.view.lines[number]
    builtLines += 1
    if !previousRepeats { checkpoint = -1 }
    previousRepeats = !line.opcode.effects.isDisjoint(with: [.pure, .repeats])
  }

  /// Leaving now, the interpreter runs again what has no effect, and this instruction. Nothing may have
  /// been written since it began.
  var exitState: Int {
    if checkpoint < 0 { checkpoint = state(pc: context.view.address(of: line.index)) }
    return checkpoint
  }

  /// Guards do not go back to another block.
  func beginBlock() { previousRepeats = false }

  func forgetCheckpoint() { checkpoint = -1 }

  /// The instruction is being run: pc is behind its word.
  func runningState() -> Int { runningState(at: line.index + 1) }

  /// The registers are those that live before the line.
  func runningState(at word: Int) -> Int { state(pc: context.view.address(of: word)) }

  /// Of `line`, in its context.
  var lineNumber: Int { context.view.lineNumber(at: line.index)! }

  func state(pc: Int) -> Int {
    var registers: [(register: Int, value: ValueID)] = []
    registers.reserveCapacity(8)
    context.forEachKept(before: lineNumber) { register in
      let value = env[register]
      if value < 0 || env.memory(register) == value { return }
      registers.append((register, isMarker(value) ? virtualIterator(value, env) : value))
    }
    let frames = context.outerFrames + CollectionOfOne(context.frame(at: pc))
    graph.states.append(FrameState(frames: frames, registers: registers))
    return graph.states.count - 1
  }

  /// The registers of a state have been stored.
  func noteStored(_ state: Int) {
    for (register, value) in graph.states[state].registers where env[register] == value {
      env.noteInMemory(register, value)
    }
  }

  /// The registers of a state may have been stored, on a way that rarely is taken.
  func noteMayBeStored(_ state: Int) {
    for (register, _) in graph.states[state].registers { env.noteInMemory(register, -1) }
  }

  // MARK: Guards

  /// The value as an int.
  func int(_ value: ValueID) -> ValueID {
    if graph.values[value].type.kinds == .int { return value }
    return refine(value, .guardInt, .int)
  }

  func float(_ value: ValueID) -> ValueID {
    if graph.values[value].type.kinds == .float { return value }
    return refine(value, .guardFloat, .float)
  }

  /// An int or a float, as a float.
  func number(_ value: ValueID) -> ValueID {
    switch graph.values[value].type.kinds {
    case .float: return value
    case .int: return emit(.intToFloat, [value], .float)
    default: return emit(.guardNumber, [value], .float, state: exitState)
    }
  }

  /// The shape of an instance may change whenever something runs or is stored: what is known of it is
  /// left to LLVM, which sees the loads and stores. That of these types stays.
  private static let stableShapes: Set<UInt32> = Set(
    [
      BuiltinType.list, .tuple, .dict, .str, .float, .function, .method, .cell, .rangeIterator,
      .listIterator, .tupleIterator, .builtinFunction, .methodDescriptor, .range, .enumerate,
      .dictItems, .dictItemIterator, .zip,
    ].map { Shape.of($0).id })

  static func type(ofShape shape: UInt32) -> ValueType {
    stableShapes.contains(shape) ? .object(shape) : ValueType(kinds: .other)
  }

  func object(_ value: ValueID, shape: UInt32) -> ValueID {
    if graph.values[value].type.shape == shape { return value }
    let type = Builder.type(ofShape: shape)
    if type.shape != 0 { return refine(value, .guardShape, type, number: Int(shape)) }
    emit(.guardShape, [value], .any, number: Int(shape), state: exitState)
    return value
  }

  /// The value as the constant that it is taken for.
  func identical(_ value: ValueID, to expected: Value) -> ValueID {
    if let known = known(value), known === expected { return value }
    emit(
      .guardIdentical, [value], .any, number: Int(bitPattern: UInt(expected.bits)), state: exitState
    )
    let result = constant(expected)
    env.replace(value, by: result)
    return result
  }

  private func refine(
    _ value: ValueID, _ operation: Operation, _ type: ValueType, number: Int = 0
  ) -> ValueID {
    let result = emit(operation, [value], type, number: number, state: exitState)
    env.replace(value, by: result)
    return result
  }

  func guardVersion(at address: Int, is expected: UInt32) {
    emit(
      .guardVersion, [], .any, number: address, extra: Int(expected), alias: .version,
      state: exitState)
  }

  /// The class attributes that a cache relied on are those of now.
  func guardVersion(of type: TypeRef) {
    if !type.has(.heap) { return }
    constants.insert(Int(bitPattern: type.p))
    if takesForConstant(.type(type)) { return }
    let address = Int(bitPattern: type.p) + MemoryLayout<TypeLayout>.offset(of: \.version)!
    guardVersion(at: address, is: type.p.pointee.version)
  }

  // MARK: Opaque instructions

  /// Lets the interpreter's handler run this instruction.
  func step(_ operation: Operation = .step) -> ValueID {
    let state = runningState()
    let next = emit(
      operation, [], .int, number: context.view.address(of: line.index + 1), state: state)
    previousRepeats = false
    noteStored(state)
    if let first = line.effects.clobbersFrom { env.forget(from: context.base + first) }
    return next
  }

  /// The same where it goes on at the next instruction.
  ///
  /// - Parameter isRare: behind tests that most objects pass.
  func stepPlain(_ operation: Operation = .step, isRare: Bool = false) {
    let next = step(operation)
    if isRare { rareSteps.insert(next) }
    reload(line.effects.writes)
  }
}
