// Parameters that only exits want, and that are numbers on some ways and values on others.
//
// A variable that is assigned in a loop and not read before is a parameter of the loop all the same: what a
// frame shows is right whoever looks. On entry it may be unset or anything, behind the first round it is,
// say, a float. To hold it as a value would cost a tag in every round. Such a parameter is carried as 64 bits
// and what they are; the value is made of them where the interpreter goes on.

/// How the bits of such a parameter are to be read.
enum DeferredKind: Int {
  case value, int, float
}

extension Graph {
  /// By value: whether it is such a parameter. After simplification: the types are final.
  var deferredParameters: [Bool] {
    var isCandidate = [Bool](repeating: false, count: values.count)
    if !givesNumbersAsValues { return isCandidate }
    for block in blocks {
      for parameter in block.parameters where values[parameter].type.representation == .word {
        isCandidate[parameter] = true
      }
    }
    forEachWantedValue { isCandidate[$0] = false }
    // What becomes a value of another parameter is wanted.
    var changed = true
    while changed {
      changed = false
      forEachArgument { parameter, argument in
        if !isCandidate[parameter], isCandidate[argument] {
          isCandidate[argument] = false
          changed = true
        }
      }
    }
    return gaining(isCandidate)
  }

  /// Whether any parameter that is held as a value is a number on one way: without, there is nothing to look for.
  private var givesNumbersAsValues: Bool {
    blocks.contains { block in
      block.terminator.edges.contains { edge in
        zip(blocks[edge.target].parameters, edge.arguments).contains {
          values[$0].type.representation == .word && isNumber($1)
        }
      }
    }
  }

  private func isNumber(_ value: ValueID) -> Bool {
    let representation = values[value].type.representation
    return representation == .int || representation == .float
  }

  /// Those that are numbers on one way at least.
  private func gaining(_ isCandidate: [Bool]) -> [Bool] {
    var gains = [Bool](repeating: false, count: values.count)
    var changed = true
    while changed {
      changed = false
      forEachArgument { parameter, argument in
        if !isCandidate[parameter] || gains[parameter] { return }
        if gains[argument] || isNumber(argument) {
          gains[parameter] = true
          changed = true
        }
      }
    }
    return gains
  }

  /// By such a parameter: the first one of its block whose bits are always to be read as its own are. Variables
  /// that a loop assigns become numbers on the same way.
  func deferredKindLeaders(
    _ isDeferred: [Bool], kind: (ValueID) -> DeferredKind
  ) -> [ValueID: ValueID] {
    // Negative numbers are kinds that are known.
    func origin(_ argument: ValueID, _ leaders: [ValueID: ValueID]) -> Int {
      leaders[argument] ?? -1 - kind(argument).rawValue
    }
    var leaders: [ValueID: ValueID] = [:]
    if !isDeferred.contains(true) { return leaders }
    var arguments: [ValueID: [ValueID]] = [:]
    let deferred = blocks.map { block in block.parameters.filter { isDeferred[$0] } }
    for parameters in deferred {
      for parameter in parameters { leaders[parameter] = parameters[0] }
    }
    forEachArgument { if isDeferred[$0] { arguments[$0, default: []].append($1) } }
    // What differs anywhere is told apart, until nothing does.
    var changed = true
    while changed {
      changed = false
      for parameters in deferred where parameters.count > 1 {
        var found: [[Int]: ValueID] = [:]
        for parameter in parameters {
          let old = leaders[parameter]!
          let key = [old] + arguments[parameter, default: []].map { origin($0, leaders) }
          let leader = found[key] ?? parameter
          found[key] = leader
          if leader != old {
            leaders[parameter] = leader
            changed = true
          }
        }
      }
    }
    return leaders
  }

  func forEachArgument(_ body: (_ parameter: ValueID, _ argument: ValueID) -> Void) {
    for block in blocks {
      for edge in block.terminator.edges {
        for (parameter, argument) in zip(blocks[edge.target].parameters, edge.arguments) {
          body(parameter, argument)
        }
      }
    }
  }

  /// Calls a function with what is used by more than edges and the frame states of exits.
  func forEachWantedValue(_ body: (ValueID) -> Void) {
    for block in blocks {
      for value in block.body {
        for operand in values[value].operands { body(operand) }
        let state = values[value].state
        if state >= 0, values[value].operation.storesState {
          for (_, value) in states[state].registers { body(value) }
        }
      }
      switch block.terminator {
      case .branch(let condition, _, _): body(condition)
      case .result(let value): body(value)
      case .jump, .leave, .open: break
      }
    }
    for state in states {
      for frame in state.frames {
        body(frame.function)
        if let instance = frame.instance { body(instance) }
      }
    }
  }

  /// The registers of a state that hold such parameters.
  func deferredRegisters(of state: FrameState, _ isDeferred: [Bool]) -> [(
    register: Int, value: ValueID
  )] {
    state.registers.filter { isDeferred[$0.value] }
  }
}
