// When code is compiled: the hooks of the interpreter's counters, the queue, what happens to code whose
// guards fail.

import Glibc
import RegisterCode
import TaipanRuntime

/// The native tier of the process.
public enum Tier {
  public enum Mode: Sendable { case off, on, eager }

  /// What of a unit is printed, and whether what is compiled is told.
  public struct Options {
    public var mode = Mode.on
    public var logs = false
    public var dumpsGraph = false
    public var dumpsLLVM = false
    public var dumpsAssembly = false
    public var writesPerfMap = false
    var dumps: Bool { dumpsGraph || dumpsLLVM || dumpsAssembly }

    public init() {}
  }

  nonisolated(unsafe) static var options = Options()
  nonisolated(unsafe) private static var queue: CompileQueue?
  nonisolated(unsafe) static var units: [Unit] = []
  /// By entering instruction: units made so far.
  nonisolated(unsafe) private static var attempts: [Int: Int] = [:]
  /// Instructions whose code is being compiled.
  nonisolated(unsafe) private static var pending: Set<Int> = []

  private static let loopThreshold: UInt64 = 2000
  private static let callThreshold: UInt64 = 1000
  /// Units of a process: a bound on the memory of code, which is never given back.
  private static let mostUnits = 1000
  /// Milliseconds of a program's run in which nothing is compiled.
  private static let patience = 80.0
  nonisolated(unsafe) private static var startTime = 0.0
  nonisolated(unsafe) private static var hasBegun = false
  private static let callsBetweenLooks: UInt64 = 64
  /// Calls of a function after which its loops are not compiled by themselves.
  private static let callsThatPromiseMore: UInt64 = 10
  /// Units for one entry; then it stays interpreted.
  private static let mostAttempts = 8
  /// Units for one entry after which operands that were seen to be floats are not taken for floats where
  /// that saves little: small ints leave no trace.
  private static let attemptsUntilWary = 2
  /// Failing guards on a namespace's keys after which a unit is made again, and how often that may be.
  private static let mostNamespaceFailures = 3
  private static let mostRenewals = 20
  nonisolated(unsafe) private static var renewals: [Int: Int] = [:]
  /// Instructions in a graph from which on a unit's first code is made quickly.
  private static let quickSize = 150
  /// Failing guards after which a unit is made again.
  private static let mostFailures = 50

  /// Begins to count. LLVM is loaded when something is hot.
  public static func start(_ options: Options) {
    self.options = options
    if options.mode == .off { return }
    startTime = Clock.milliseconds
    let isEager = options.mode == .eager
    // Eagerly is with the caches filled once.
    thread.pointee.loopThreshold = isEager ? 2 : loopThreshold
    thread.pointee.callThreshold = isEager ? 2 : callThreshold
    NativeTier.onHotLoop = hotLoop
    NativeTier.onHotFunction = hotFunction
    NativeTier.onSafepoint = installFinished
  }

  // MARK: Hot code

  private static func hotFunction(
    _ place: UnsafeMutablePointer<UInt64>, _ r: UnsafeMutablePointer<Value>
  ) {
    let body = Frame(r).body
    // Recursive functions may come by no other safepoint: look again soon.
    installFinished()
    if place.pointee.opcode == .resume { return hotGenerator(place, body, r) }
    guard place.pointee.opcode == .enter, mayCompile(place) else { return }
    if isTooEarly {
      place[1] = 0
      return
    }
    place[1] = thread.pointee.callThreshold &- callsBetweenLooks
    compile(.function, place, body) { name throws(NotCompiled) in
      try Builder.function(body, Frame(r).function, r, name: name)
    }
  }

  /// - Parameter place: where it goes on now; nil where that is somewhere else.
  private static func hotGenerator(
    _ place: UnsafeMutablePointer<UInt64>?, _ body: UnsafeMutablePointer<CodeBody>,
    _ r: UnsafeMutablePointer<Value>
  ) {
    let first = CodeView.resumePoints(body)[0]
    if !mayCompile(first) { return }
    if isTooEarly {
      place?[1] = 0
      return
    }
    compile(.generator, first, body) { name throws(NotCompiled) in
      try Builder.generator(
        body, Frame(r).function, r, at: place.map { $0 - body.pointee.entry! }, name: name)
    }
  }

  /// Whether a function that contains a hot loop is compiled, or was called so often that it will be.
  private static func isCalledOften(_ body: UnsafeMutablePointer<CodeBody>) -> Bool {
    let entry = body.pointee.entry!
    if NativeTier.makesGenerator(body) {
      return CodeView.resumePoints(body).contains {
        $0.pointee.opcode == .resumeNative || $0[1] >= callsThatPromiseMore && $0[1] < 1 << 61
      }
    }
    switch entry.pointee.opcode {
    case .enterNative: return true
    case .enter: return entry[1] >= callsThatPromiseMore && entry[1] < 1 << 61
    default: return false
    }
  }

  private static func hotLoop(
    _ innermost: UnsafeMutablePointer<UInt64>, _ r: UnsafeMutablePointer<Value>
  ) {
    if !mayCompile(innermost) { return }
    if isTooEarly {
      innermost[innermost.pointee.opcode.extraWords] = 0
      return
    }
    let body = Frame(r).body
    if isCalledOften(body) {
      // Its next call will be of the whole function's code.
      let entry = body.pointee.entry!
      if NativeTier.makesGenerator(body) { return hotGenerator(nil, body, r) }
      if entry.pointee.opcode == .enter, mayCompile(entry) {
        compile(.function, entry, body) { name throws(NotCompiled) in
          try Builder.function(body, Frame(r).function, nil, name: name)
        }
      }
      return
    }
    let loops = enclosingLoops(innermost, body)
    // Later, should the loops around it end first.
    if !loops.isEmpty { innermost[innermost.pointee.opcode.extraWords] = 0 }
    if loops.contains(where: { pending.contains(Int(bitPattern: $0)) }) { return }
    // Its registers are taken from the inner one, which knows those that both use.
    let place = loops.last(where: mayCompile) ?? innermost
    compile(.loop, place, body) { name throws(NotCompiled) in
      try Builder.loop(body, at: place - body.pointee.entry!, r, name: name)
    }
  }

  /// Short programs end before code could pay for loading LLVM and for the other half of the processor.
  private static var isTooEarly: Bool {
    if options.mode == .eager || hasBegun { return false }
    hasBegun = Clock.milliseconds - startTime >= patience
    return !hasBegun
  }

  /// Whether there may be more units for an entry, and none is being made.
  private static func mayCompile(_ place: UnsafeMutablePointer<UInt64>) -> Bool {
    if units.count >= mostUnits { return false }
    let key = Int(bitPattern: place)
    return attempts[key, default: 0] < mostAttempts && !pending.contains(key)
  }

  /// The loops around a loop, inner ones first, that have been gone round more than once.
  private static func enclosingLoops(
    _ place: UnsafeMutablePointer<UInt64>, _ body: UnsafeMutablePointer<CodeBody>
  ) -> [UnsafeMutablePointer<UInt64>] {
    var result: [UnsafeMutablePointer<UInt64>] = []
    let end = body.pointee.entry! + Int(body.pointee.wordCount)
    let begin = place + 1 + place.pointee.opcode.extraWords + jumpOffset(place.pointee)
    var at = place + 1 + place.pointee.opcode.extraWords
    while at < end {
      let next = at + 1 + at.pointee.opcode.extraWords
      switch at.pointee.opcode {
      case .jumpBackward, .forIterBackward, .forIterBackwardList, .forIterBackwardTuple,
        .forIterBackwardRange, .forIterBackwardGenerator:
        if next + jumpOffset(at.pointee) <= begin, next[-1] >= 2 { result.append(at) }
      default: break
      }
      at = next
    }
    return result
  }

  private static func jumpOffset(_ word: UInt64) -> Int {
    word.opcode.parent == .jumpBackward ? word.signedBC : word.signedC
  }

  private static func compile(
    _ kind: Unit.Kind, _ place: UnsafeMutablePointer<UInt64>,
    _ body: UnsafeMutablePointer<CodeBody>,
    _ build: (String) throws(NotCompiled) -> Builder
  ) {
    let key = Int(bitPattern: place)
    attempts[key, default: 0] += 1
    let unit = Unit(id: units.count, kind, describe(kind, place, body), place, body)
    do throws(NotCompiled) {
      Builder.isWary = attempts[key]! > attemptsUntilWary
      let builder = try build(unit.name)
      if options.mode != .eager { try builder.checkWorth() }
      Simplification.run(builder.graph)
      if TupleSplitting.run(builder.graph) { Simplification.run(builder.graph) }
      LoopHoisting.run(builder.graph, except: Builder.keptInLoops)
      TupleSinking.run(builder.graph)
      verify(builder)
      if options.dumpsGraph { dump(builder.graph.text(names: RuntimeNames.table(builder))) }
      for constant in builder.constants {
        NativeTier.keepAlive(Value(bits: UInt64(UInt(bitPattern: constant))))
      }
      NativeTier.keepAlive(body.pointee.code)
      unit.exits = builder.graph.exitLayouts
      unit.emptyCaches = builder.emptyCaches
      units.append(unit)
      if options.logs { log("\(unit.name) leaves to handlers: \(builder.graph.handlerNames)") }
      submit(unit, builder.graph)
    } catch {
      log("not compiled: \(unit.name): \(error.reason)")
      attempts[key] = mostAttempts
      // Past the threshold it counts without end.
      unit.setHeat(1 << 62)
    }
  }

  private static let verifies = getenv("TAIPAN_VERIFY_LLVM") != nil

  private static func verify(_ builder: Builder) {
    if !verifies { return }
    let problems = builder.graph.problems
    if problems.isEmpty { return }
    let text = builder.graph.text(names: RuntimeNames.table(builder))
    fatalError("a graph is wrong: \(problems.joined(separator: "; "))\n\(text)")
  }

  private static func describe(
    _ kind: Unit.Kind, _ place: UnsafeMutablePointer<UInt64>,
    _ body: UnsafeMutablePointer<CodeBody>
  ) -> String {
    let code = CodeRef(body.pointee.code)
    let name = StrRef(code.p.pointee.qualifiedName).text
    let word = place - body.pointee.entry!
    return kind == .loop ? "\(name) loop at \(word)" : name
  }

  private static func submit(_ unit: Unit, _ graph: Graph) {
    #if TAIPAN_LLVM
      let isSmall = graph.values.count < quickSize
      // Tests shall see both kinds of code.
      let isQuick = options.mode == .eager ? unit.id % 2 == 1 && !options.dumps : !isSmall
      let job = UnitJob(unit, graph, isQuick: isQuick, options)
      if queue == nil {
        let mode = options.mode == .eager ? CompileQueue.Mode.eager : .background
        queue = CompileQueue(mode) { thread.pointee.pollRequested = true }
      }
      pending.insert(Int(bitPattern: unit.place))
      queue!.submit(job)
      if options.mode == .eager { installFinished() }
    #else
      log("not compiled: \(unit.name): built without LLVM")
    #endif
  }

  /// Installs what the compile thread has finished; called by safepoints.
  private static func installFinished() {
    #if TAIPAN_LLVM
      guard let queue, queue.hasFinished else { return }
      for case let job as UnitJob in queue.takeFinished() {
        // By then another unit may be made for the same entry.
        if !job.isBetter { pending.remove(Int(bitPattern: job.unit.place)) }
        job.report()
        guard let code = job.code else { continue }
        if job.unit.isObsolete { continue }
        job.unit.usualPlaces = job.usualPlaces
        job.unit.install(code.entry)
        if job.isQuick, options.mode != .eager {
          let better = UnitJob(
            job.unit, job.graph, isQuick: false, isBetter: true, options)
          queue.submit(better, canWait: true)
        }
      }
    #endif
  }

  // MARK: Failing guards

  /// A guard of a unit has failed. Where that happens often, what the interpreter sees there decides about
  /// new code.
  static func noteFailure(_ unit: Unit, at place: Int) {
    var place = place
    if place & Exits.hoisted != 0 {
      // New code shall ask in the loop, where it may never be asked.
      place -= Exits.hoisted
      unit.hoistedFailures.insert(place)
    }
    unit.failures[place, default: 0] += 1
    unit.failureCount += 1
    guard unit.isInstalled else { return }
    if UnsafePointer<UInt64>(bitPattern: place)!.pointee.opcode.parent == .loadGlobal,
      unit.failures[place]! == mostNamespaceFailures
    {
      return renew(unit)
    }
    if unit.failureCount < mostFailures { return }
    log("\(unit.name): guards failed at " + unit.failedPlaces)
    for (place, count) in unit.failures where count > mostFailures / 10 {
      if unit.hoistedFailures.contains(place) {
        Builder.keptInLoops.insert(place)
        continue
      }
      // One that was not run before has an empty cache: it is filled now.
      if UnsafePointer<UInt64>(bitPattern: place)!.pointee.opcode.parent == .loadGlobal { continue }
      if unit.emptyCaches.contains(place) {
        Builder.placesRun.insert(place)
        continue
      }
      Builder.noteUnstable(UnsafeMutablePointer(bitPattern: place)!)
    }
    let tries = attempts[Int(bitPattern: unit.place), default: 0]
    let threshold = unit.kind == .loop ? thread.pointee.loopThreshold : thread.pointee.callThreshold
    // Later each time.
    unit.uninstall(heat: threshold &- min(threshold, 100 << UInt64(tries)))
  }

  /// Prints a stage; what the program prints next comes behind it.
  static func dump(_ text: String) {
    print(text)
    fflush(stdout)
  }

  /// Names have come or gone in a namespace, as happens while a program begins: new code for those of now,
  /// soon, and not as a further attempt.
  private static func renew(_ unit: Unit) {
    log("\(unit.name): the namespace has changed")
    let key = Int(bitPattern: unit.place)
    renewals[key, default: 0] += 1
    if renewals[key]! <= mostRenewals { attempts[key, default: 1] -= 1 }
    let threshold = unit.kind == .loop ? thread.pointee.loopThreshold : thread.pointee.callThreshold
    unit.uninstall(heat: threshold &- 20)
  }

  static func log(_ message: @autoclosure () -> String) {
    if options.logs { fputs("jit: \(message())\n", stderr) }
  }
}
