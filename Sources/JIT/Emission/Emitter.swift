// From the JIT IR to low-level code: one function, whose argument is the address of the frame's register 0.
//
// Ints are held as 64-bit words, floats as doubles, bools as one bit, everything else as the bits of a
// `Value`. What rarely runs lies in blocks of its own, which the weights of the branches keep out of line.

import CTaipan
import TaipanRuntime

final class Emitter {
  let code: LowCode
  let graph: Graph
  /// By frame state: what exits leave for the runtime.
  let layouts: [ExitLayout]
  /// Of a generator: where its callees' frames begin.
  private var stackTop: LowValue?
  /// Among the scratch words: the state that is left with. The others are told to the runtime beside it.
  var exitState = LowPlace(isScratch: true)
  /// Told to `noteExit`, to know the unit by.
  let unit: Int
  /// The body of the function that the unit is, where it is one: it calls itself directly.
  let ownBody: Int
  /// Address of the word that is not 0 once something has changed that the unit takes for constant.
  let validity: Int
  /// What the code counts down by its rounds and calls, to ask for better code in the end.
  private let counter: UnsafeMutablePointer<Int>?

  /// Of those that have one: it is set before it is used.
  var values: [LowValue]
  private var blocks: [LowBlock] = []
  /// Parameters that are carried as bits, and of each its `DeferredKind`.
  let isDeferred: [Bool]
  private var deferredKinds: [ValueID: LowValue] = [:]
  /// Of each the one that has the kind for it.
  private var kindLeaders: [ValueID: ValueID] = [:]
  /// What an edge passes, until its values are all made.
  private var passed: [(phi: LowValue, value: LowValue)] = []
  let postponed: PostponedSums
  /// By frame state: where it is left to the interpreter. Filled in the end.
  var exits: [LowBlock?]
  /// The instruction that guards stand for.
  var failurePlace = 0
  /// By frame state: the instruction that has failed where nothing else is noted.
  let usualPlaces: [Int]
  var raised: LowBlock?

  /// Whether the processor rounds `a * b + c` once; C's function would be too slow.
  static let hasFusedMultiply = taipan_has_fused_multiply() != 0

  /// The code of a unit, and by frame state the instruction that has failed where nothing else is noted.
  ///
  /// - Parameter counter: of first code that is made quickly, which better code follows.
  static func emit(
    _ graph: Graph, _ layouts: [ExitLayout], unit: Int, ownBody: Int, validity: Int = 0,
    counter: UnsafeMutablePointer<Int>?
  ) -> (code: LowCode, usualPlaces: [Int]) {
    let emitter = Emitter(graph, layouts, unit, ownBody, validity, counter)
    emitter.emitUnit()
    return (emitter.code, emitter.usualPlaces)
  }

  private init(
    _ graph: Graph, _ layouts: [ExitLayout], _ unit: Int, _ ownBody: Int, _ validity: Int,
    _ counter: UnsafeMutablePointer<Int>?
  ) {
    code = LowCode(isQuick: counter != nil)
    self.counter = counter
    self.graph = graph
    self.layouts = layouts
    self.unit = unit
    self.ownBody = ownBody
    self.validity = validity
    values = [LowValue](repeating: LowValue(-1), count: graph.values.count)
    exits = [LowBlock?](repeating: nil, count: graph.states.count)
    isDeferred = graph.deferredParameters
    postponed = graph.postponedSums
    usualPlaces = Emitter.usualPlaces(graph)
  }

  /// Whether no pass asks which memory an access may meet or which way is likely.
  var isQuick: Bool { code.isQuick }

  private func emitUnit() {
    let order = self.order
    kindLeaders = graph.deferredKindLeaders(isDeferred, kind: deferredKind)
    blocks = graph.blocks.map { _ in addBlock() }
    for index in order {
      for parameter in graph.blocks[index].parameters {
        values[parameter] = code.phi(type(of: parameter), in: blocks[index])
        if kindLeaders[parameter] == parameter {
          deferredKinds[parameter] = code.phi(.word, in: blocks[index])
        }
      }
    }
    for index in order {
      position(at: blocks[index])
      if index == graph.entry { begin() }
      for value in graph.blocks[index].body {
        failurePlace = Emitter.place(of: graph.values[value])
        if let made = emit(value) { values[value] = made }
      }
      emit(graph.blocks[index].terminator)
    }
    emitExits()
  }

  /// Blocks of a loop lie together: what leaves it would take part in its registers, and each round jump twice.
  private var order: [BlockID] {
    let dominators = Dominators(graph)
    let loops = Loop.all(graph, dominators)
    if loops.isEmpty { return dominators.order }
    var depths = [Int](repeating: 0, count: graph.blocks.count)
    for loop in loops {
      for block in loop.blocks(dominators) { depths[block] += 1 }
    }
    return Dominators.order(of: graph, depths: depths)
  }

  private func begin() {
    reserveExtras()
    if graph.ownRegisters != nil {
      let offset = GeneratorPlaces.stackTop - GeneratorPlaces.registers
      stackTop = load(.word, LowPlace(base: code.argument, offset: offset), .frame)
    }
    countRound()
  }

  /// Where a unit or another round begins.
  func countRound() {
    guard let counter else { return }
    let isHot = code.countDown(LowPlace(offset: Int(bitPattern: counter)))
    let (hot, next) = (addBlock(), addBlock())
    branch(code.not(isHot), next, hot, isLikely: true)
    position(at: hot)
    call(RuntimeFunctions.wantBetter, [constant(unit)])
    jump(to: next)
    position(at: next)
  }

  // MARK: Ends of blocks

  private func emit(_ terminator: Terminator) {
    switch terminator {
    case .jump(let edge): follow(edge)
    case .branch(let condition, let yes, let no):
      let (first, second) = (addBlock(), addBlock())
      branch(asBool(condition), first, second)
      position(at: first)
      follow(yes)
      position(at: second)
      follow(no)
    case .result(let value): code.result(asWord(value))
    case .leave(let state): leave(state)
    case .open: fatalError("a block without an end")
    }
  }

  /// Making a value of an argument may go on in another block.
  private func follow(_ edge: Edge) {
    let parameters = graph.blocks[edge.target].parameters
    passed.removeAll(keepingCapacity: true)
    for (index, argument) in edge.arguments.enumerated() {
      let parameter = parameters[index]
      if isDeferred[parameter] {
        passed.append((values[parameter], bits(ofDeferred: argument)))
        if let phi = deferredKinds[parameter] { passed.append((phi, kind(ofDeferred: argument))) }
      } else {
        let representation = graph.values[parameter].type.representation
        passed.append((values[parameter], converted(argument, to: representation)))
      }
    }
    for (phi, value) in passed { code.addIncoming(phi, value, here) }
    jump(to: blocks[edge.target])
  }

  private func bits(ofDeferred value: ValueID) -> LowValue {
    if isDeferred[value] { return values[value] }
    switch deferredKind(value) {
    case .int: return values[value]
    case .float: return bits(of: values[value])
    case .value: return asWord(value)
    }
  }

  /// What the bits of a value are.
  func kind(ofDeferred value: ValueID) -> LowValue {
    if isDeferred[value] { return deferredKinds[kindLeaders[value]!]! }
    return constant(deferredKind(value).rawValue)
  }

  /// How the bits are to be read of what is no deferred parameter.
  private func deferredKind(_ value: ValueID) -> DeferredKind {
    switch graph.values[value].type.representation {
    case .int: return .int
    case .float: return isStillObject(value) ? .value : .float
    case .word, .bool: return .value
    }
  }

  private func type(of value: ValueID) -> LowType {
    switch graph.values[value].type.representation {
    case .int, .word: return .word
    case .float: return .double
    case .bool: return .bit
    }
  }

  // MARK: Places

  /// The place `offset` bytes into the object that a word refers to.
  func field(_ object: LowValue, _ offset: Int) -> LowPlace {
    LowPlace(base: object, offset: offset)
  }

  /// One of the words at an address.
  func element(_ items: LowValue, _ index: LowValue, offset: Int = 0) -> LowPlace {
    LowPlace(base: items, index: index, scale: 8, offset: offset)
  }

  /// The place of a register, counted from the unit's register 0.
  func place(_ register: Int) -> LowPlace {
    if let count = graph.ownRegisters, register >= count {
      return LowPlace(base: stackTop, offset: (register - count) * 8)
    }
    return LowPlace(base: code.argument, offset: register * 8)
  }

  func address(of register: Int) -> LowValue { code.addressOf(place(register)) }
}

/// What is written most, in short.
extension Emitter {
  func addBlock() -> LowBlock { code.addBlock() }
  func position(at block: LowBlock) { code.position(at: block) }
  var here: LowBlock { code.here }
  func jump(to block: LowBlock) { code.jump(to: block) }

  func branch(_ condition: LowValue, _ yes: LowBlock, _ no: LowBlock, isLikely: Bool = false) {
    code.branch(condition, yes, no, isLikely: isLikely)
  }

  func require(_ condition: LowValue, else other: LowBlock) { code.require(condition, else: other) }

  func phi(_ type: LowType, _ ways: [(value: LowValue, block: LowBlock)]) -> LowValue {
    code.phi(type, ways)
  }

  func constant(_ n: Int) -> LowValue { code.constant(n) }
  func constant(bits: UInt64) -> LowValue { code.constant(bits: bits) }
  func constant(double: Double) -> LowValue { code.constant(double: double) }
  func equal(_ a: LowValue, _ b: LowValue) -> LowValue { code.equal(a, b) }
  func notEqual(_ a: LowValue, _ b: LowValue) -> LowValue { code.notEqual(a, b) }

  func load(_ width: LowWidth, _ place: LowPlace, _ alias: AliasClass?) -> LowValue {
    code.load(width, place, alias)
  }

  /// A word, or part of one.
  func store(
    _ value: LowValue, _ place: LowPlace, _ alias: AliasClass, _ width: LowWidth = .word
  ) {
    code.store(width, value, place, alias)
  }

  @discardableResult
  func call(_ function: RuntimeFunction, _ arguments: [LowValue]) -> LowValue {
    code.call(function, arguments)
  }

  func float(of n: LowValue) -> LowValue { code.unary(.wordToFloat, .double, n) }
  func bits(of d: LowValue) -> LowValue { code.unary(.bitsOfFloat, .word, d) }

  /// A double made of a double.
  func ofFloat(_ operation: LowOperation, _ x: LowValue) -> LowValue {
    code.unary(operation, .double, x)
  }
}
