// When code is compiled: the hooks of the interpreter's counters, the queue, what happens to code whose
// guards fail.

import CTaipan
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
  /// First code of what is hot, and, behind everything else that wants the processor, better code.
  nonisolated(unsafe) private static var queue: CompileQueue?
  nonisolated(unsafe) private static var betterQueue: CompileQueue?
  nonisolated(unsafe) static var units: [Unit] = []
  /// By entering instruction: units made so far.
  nonisolated(unsafe) private static var attempts: [Int: Int] = [:]
  /// By entering instruction: its code that is being compiled.
  nonisolated(unsafe) private static var pending: [Int: UnitJob] = [:]

  private static let loopThreshold: UInt64 = 2000
  private static let callThreshold: UInt64 = 1000
  /// Units of a process: a bound on the memory of code, which is never given back.
  static let mostUnits = 4000
  /// Milliseconds of a program's run in which nothing is compiled, and in which LLVM is not asked for better code:
  /// loading it takes a while, and its memory is more than that of most programs.
  private static let patience = 3.0
  private static let patienceForBetter = 100.0
  private static let millisecondsUntilRelease = 100.0
  nonisolated(unsafe) private static var hasReleasedPages = false
  nonisolated(unsafe) private static var startTime = 0.0
  nonisolated(unsafe) static var times = TierTimes()
  #if TAIPAN_LLVM
    static let hasLLVM = true
  #else
    static let hasLLVM = false
  #endif
  nonisolated(unsafe) private static var hasBegun = false
  /// Counters that got to their threshold once.
  nonisolated(unsafe) private static var warming = AddressSet()
  /// What the interpreter takes for what gets hot, at a guess of so much for a call or round and two thirds of a
  /// nanosecond for a word of its register code.
  private static let nanosecondsUntilHot = 500_000
  private static let nanosecondsOfCall = 15
  /// Past each threshold, and not to be taken for one that has wrapped around.
  private static let never: UInt64 = 1 << 62
  private static let callsBetweenLooks: UInt64 = 64
  private static let roundsBetweenLooks: UInt64 = 256
  /// Calls of a function after which its loops are not compiled by themselves.
  private static let callsThatPromiseMore: UInt64 = 10
  /// Units for one entry; then it stays interpreted.
  private static let mostAttempts = 8
  /// Failing guards on a namespace's keys after which a unit is made again, and how often that may be.
  private static let mostNamespaceFailures = 3
  private static let mostRenewals = 20
  nonisolated(unsafe) private static var renewals: [Int: Int] = [:]
  /// What quickly made code takes until it is looked at whether better code shall be made, at a guess of so much for a
  /// call or round and a seventh of a nanosecond for a value of its graph: for large units, of which a call runs a part,
  /// far too much. So a look counts for no more than the time since the last one, of whatever unit: together they
  /// have not taken longer than the program.
  private static let nanosecondsUntilLook = 10_000_000
  private static let millisecondsUntilLook = 10.0
  private static let nanosecondsOfQuickRound = 5
  nonisolated(unsafe) private static var lastLook = 0.0
  /// Milliseconds of its own until LLVM makes a unit's code, where that will be much faster: the first unit that runs for
  /// so long shows that a program is one of numbers. Where it may be somewhat faster, and where it hardly will be: it takes
  /// 25 MB to make.
  private static let patienceForMuch = 80.0
  private static let patienceForSome = 2000.0
  private static let patienceForLittle = 5000.0
  /// Where a unit that is not large belongs to a function that has taken most of the program's time: then a tenth of it
  /// is worth it.
  private static let patienceForAlone = 1000.0
  private static let shareOfAlone = 0.75
  /// Bytes of first code from which on a unit is large. What such ones consist of is objects, calls and guards, whatever
  /// they seem to compute, and is spread over ways that LLVM makes no faster: hexiom's, deltablue's and raytrace's
  /// of 22 to 45 KB gained nothing; of those that gained none had more than 18.
  private static let bytesOfLarge = 20_000
  /// Where LLVM is in memory for others, of those that it does something for.
  private static let patienceBesideOthers = 8.0
  /// Whether LLVM is in memory, or soon will be.
  nonisolated(unsafe) private static var usesLLVM = false
  /// Units to be made again, for LLVM: their graphs were not kept. By entering instruction: those that are.
  nonisolated(unsafe) private static var wanted: [Unit] = []
  nonisolated(unsafe) private static var promised: Set<Int> = []
  /// How far the threads that compile step back behind the program, where there is no processor for both, and
  /// better code behind first code.
  private static let niceness: Int32 = 0
  private static let nicenessOfBetter: Int32 = 6
  /// Failing guards after which a unit is made again.
  private static let mostFailures = 50

  /// Begins to count. LLVM is loaded when something is hot.
  public static func start(_ options: Options) {
    self.options = options
    if options.mode == .off { return }
    startTime = Clock.milliseconds
    times = TierTimes()
    let isEager = options.mode == .eager
    // Eagerly is with the caches filled once.
    thread.pointee.loopThreshold = isEager ? 2 : loopThreshold
    thread.pointee.callThreshold = isEager ? 2 : callThreshold
    NativeTier.onHotLoop = hotLoop
    NativeTier.onHotFunction = hotFunction
    NativeTier.onSafepoint = {
      makeWantedAgain()
      installFinished()
    }
    Watching.start()
  }

  /// Tells in the log what the tier took: at the program's end.
  public static func finish() {
    if options.mode == .off || !options.logs { return }
    for line in times.summary { log(line) }
    for unit in units.sorted(by: { $0.milliseconds > $1.milliseconds }).prefix(3)
    where unit.milliseconds > 0 {
      log("\(unit.name) ran for about \(TierTimes.rounded(unit.milliseconds)) ms as first code")
    }
  }

  // MARK: Hot code

  private static func hotFunction(
    _ place: UnsafeMutablePointer<UInt64>, _ r: UnsafeMutablePointer<Value>
  ) {
    let body = Frame(r).body
    installFinished()
    if place.pointee.opcode == .resume { return hotGenerator(place, body, r) }
    if place.pointee.opcode == .enter, isPending(place) {
      times.noteInterpreted(
        nanoseconds: Int(callsBetweenLooks) * nanosecondsOfRound(Int(body.pointee.wordCount)))
      place[1] = thread.pointee.callThreshold &- callsBetweenLooks
      return
    }
    guard place.pointee.opcode == .enter, mayCompile(place) else { return }
    if isTooEarly() {
      place[1] = 0
      return
    }
    if isWarming(place, words: Int(body.pointee.wordCount), thread.pointee.callThreshold) { return }
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
    if isTooEarly() {
      place?[1] = 0
      return
    }
    if let place,
      isWarming(place, words: Int(body.pointee.wordCount), thread.pointee.callThreshold)
    {
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
      let points = CodeView.resumePoints(body)
      if points[0].pointee.opcode == .resumeNative { return true }
      // What cannot be compiled as a whole may have loops that can.
      return attempts[Int(bitPattern: points[0]), default: 0] < mostAttempts
        && points.contains(where: hasCounted)
    }
    switch entry.pointee.opcode {
    case .enterNative: return true
    case .enter: return hasCounted(entry)
    default: return false
    }
  }

  private static func hasCounted(_ place: UnsafeMutablePointer<UInt64>) -> Bool {
    place[1] >= callsThatPromiseMore && place[1] < never
      || warming.contains(place)
  }

  /// Whether an instruction whose counter has got to the threshold for the first time shall go on to count: until
  /// what it counts has taken the interpreter about as long as its quick code takes to make.
  private static func isWarming(
    _ place: UnsafeMutablePointer<UInt64>, words: Int, _ threshold: UInt64
  ) -> Bool {
    if options.mode == .eager || !warming.insert(place) { return false }
    let more = nanosecondsUntilHot / nanosecondsOfRound(words)
    if more <= Int(threshold) { return false }
    place[place.pointee.opcode.extraWords] = threshold &- UInt64(more)
    return true
  }

  /// What the interpreter takes for a call or round of so many words of code, at a guess.
  private static func nanosecondsOfRound(_ words: Int) -> Int { nanosecondsOfCall + words * 2 / 3 }

  private static func hotLoop(
    _ innermost: UnsafeMutablePointer<UInt64>, _ r: UnsafeMutablePointer<Value>
  ) {
    if isPending(innermost) {
      times.noteInterpreted(
        nanoseconds: Int(roundsBetweenLooks) * nanosecondsOfRound(-jumpOffset(innermost.pointee)))
      innermost[innermost.pointee.opcode.extraWords] =
        thread.pointee.loopThreshold &- roundsBetweenLooks
      return
    }
    if !mayCompile(innermost) { return }
    let length = -jumpOffset(innermost.pointee)
    if isTooEarly() {
      innermost[innermost.pointee.opcode.extraWords] = 0
      return
    }
    if isWarming(innermost, words: length, thread.pointee.loopThreshold) { return }
    let body = Frame(r).body
    if isCalledOften(body) {
      // Its next call will be of the whole function's code. Should that be taken out, the loop tells again.
      innermost[innermost.pointee.opcode.extraWords] = 0
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
    if loops.contains(where: isPending) { return }
    // Its registers are taken from the inner one, which knows those that both use.
    let place = loops.last(where: mayCompile) ?? innermost
    compile(.loop, place, body) { name throws(NotCompiled) in
      try Builder.loop(body, at: place - body.pointee.entry!, r, name: name)
    }
  }

  /// Programs that only begin run through what they never run again.
  private static func isTooEarly() -> Bool {
    if options.mode == .eager || hasBegun { return false }
    hasBegun = Clock.milliseconds - startTime >= patience
    return !hasBegun
  }

  /// Whether there may be more units for an entry, and none is being made.
  private static func mayCompile(_ place: UnsafeMutablePointer<UInt64>) -> Bool {
    if units.count >= mostUnits { return false }
    let key = Int(bitPattern: place)
    return attempts[key, default: 0] < mostAttempts && pending[key] == nil
  }

  /// Whether the code of an entry, which got hot again, is being compiled; the sooner then.
  private static func isPending(_ place: UnsafeMutablePointer<UInt64>) -> Bool {
    guard let job = pending[Int(bitPattern: place)] else { return false }
    job.urgency += 1
    return true
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
    let begin = Clock.threadMilliseconds
    do throws(NotCompiled) {
      let builder = try build(unit.name)
      if options.mode != .eager { try builder.checkWorth() }
      for constant in builder.constants {
        NativeTier.keepAlive(Value(bits: UInt64(UInt(bitPattern: constant))))
      }
      NativeTier.keepAlive(body.pointee.code)
      unit.emptyCaches = builder.emptyCaches
      Watching.note(builder.watched, of: unit)
      units.append(unit)
      times.noteGraph(since: begin)
      submit(unit, builder)
    } catch {
      times.noteGraph(since: begin)
      times.refused += 1
      log("not compiled: \(unit.name): \(error.reason)")
      attempts[key] = mostAttempts
      // Past the threshold it counts without end.
      unit.setHeat(never)
    }
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

  private static func submit(_ unit: Unit, _ builder: Builder) {
    let passes = GraphPasses(builder.graph, keptInLoops: Builder.keptInLoops)
    if options.dumpsGraph {
      // The names in it are those of objects: made here, not by the compile thread.
      passes.run()
      dump(builder.graph.text(names: RuntimeNames.table(builder)))
    }
    // Tests shall see both kinds of code.
    let isQuick = options.mode == .eager ? unit.id % 2 == 1 && !options.dumps : true
    let job = UnitJob(unit, passes, isQuick: isQuick || !hasLLVM, options)
    if queue == nil { makeQueues() }
    if isQuick {
      unit.quickJob = job
      unit.roundsUntilBetter =
        options.mode == .eager
        ? 8 : nanosecondsUntilLook / (nanosecondsOfQuickRound + builder.graph.values.count / 7)
      unit.counter.pointee = unit.roundsUntilBetter
    }
    pending[Int(bitPattern: unit.place)] = job
    times.noteWaiting(pending.count)
    queue!.submit(job)
    if options.mode == .eager { installFinished() }
  }

  private static func makeQueues() {
    let mode = options.mode == .eager ? CompileQueue.Mode.eager : .background
    queue = CompileQueue(mode, niceness: niceness) { thread.pointee.requestPoll() }
    betterQueue = CompileQueue(mode, niceness: nicenessOfBetter, trims: true) {
      thread.pointee.requestPoll()
    }
  }

  /// Called by the quickly made code of a unit that has run for a while: nothing of the program may be touched.
  static let wantBetter: @convention(c) (Int) -> Void = { id in
    let unit = units[id]
    unit.counter.pointee = unit.roundsUntilBetter
    let now = Clock.milliseconds
    unit.milliseconds += min(millisecondsUntilLook, now - lastLook)
    lastLook = now
    releasePagesOfStart()
    if let job = unit.betterJob {
      job.urgency += 1
      return
    }
    guard let quick = unit.quickJob, !unit.isObsolete, isBetterDue(unit) else { return }
    unit.quickJob = nil
    usesLLVM = true
    if let passes = quick.passes {
      let job = UnitJob(unit, passes, isQuick: false, isBetter: true, options)
      unit.betterJob = job
      betterQueue!.submit(job)
    } else {
      wanted.append(unit)
      thread.pointee.requestPoll()
    }
  }

  /// Pages of the program that the start needed are hardly those that a program needs which has run for a
  /// while: it gets back the few that it does.
  private static func releasePagesOfStart() {
    if hasReleasedPages || lastLook - startTime < millisecondsUntilRelease { return }
    hasReleasedPages = true
    taipan_release_program_pages(nil)
  }

  private static func isBetterDue(_ unit: Unit) -> Bool {
    if !hasLLVM { return false }
    if options.mode == .eager { return true }
    let elapsed = lastLook - startTime
    if elapsed < patienceForBetter { return false }
    if unit.milliseconds >= (usesLLVM ? unit.patienceBesideOthers : unit.patience) { return true }
    if unit.isLarge || elapsed < patienceForAlone { return false }
    // A function and its loops are units of their own.
    let ofFunction = units.reduce(0) { $0 + ($1.body == unit.body ? $1.milliseconds : 0) }
    return ofFunction >= max(patienceForAlone, elapsed * shareOfAlone)
  }

  /// How patient a unit is whose first code is there, and whether its graph is kept until then.
  private static func plan(_ unit: Unit, _ statistics: CompileStatistics) {
    unit.isLarge = statistics.codeBytes > bytesOfLarge
    let gain = unit.isLarge ? statistics.expectedGain.lowered : statistics.expectedGain
    let isPromised = promised.contains(Int(bitPattern: unit.place))
    switch gain {
    case _ where isPromised: unit.patience = patienceForMuch
    case .much: unit.patience = patienceForMuch
    case .some: unit.patience = patienceForSome
    case .little: unit.patience = patienceForLittle
    }
    unit.patienceBesideOthers =
      gain == .little && !isPromised ? patienceForLittle : patienceBesideOthers
    let patience = usesLLVM ? unit.patienceBesideOthers : unit.patience
    if !hasLLVM || patience >= patienceForSome { unit.quickJob?.forgetGraph() }
  }

  /// Has what ran for long enough made again, with a graph for LLVM.
  private static func makeWantedAgain() {
    if wanted.isEmpty { return }
    let units = wanted
    wanted = []
    for unit in units where !unit.isObsolete {
      promised.insert(Int(bitPattern: unit.place))
      log("\(unit.name): wanted from LLVM")
      unit.uninstall(heat: heatOfRenewed(unit))
    }
  }

  /// Installs what the compile thread has finished; called by safepoints.
  private static func installFinished() {
    guard let queue, let betterQueue, queue.hasFinished || betterQueue.hasFinished else { return }
    let begin = Clock.threadMilliseconds
    defer { times.noteInstallation(since: begin) }
    for job in queue.takeFinished() + betterQueue.takeFinished() {
      guard let job = job as? UnitJob else { continue }
      // By then another unit may be made for the same entry.
      if !job.isBetter { pending[Int(bitPattern: job.unit.place)] = nil }
      times.noteWaiting(pending.count)
      times.note(job)
      job.report()
      guard let code = job.code, let passes = job.passes, !job.unit.isObsolete else {
        job.forgetGraph()
        continue
      }
      job.unit.exits = passes.exits
      if job.isBetter || !job.isQuick {
        job.forgetGraph()
      } else if options.mode == .on {
        plan(job.unit, code.statistics)
      }
      job.unit.usualPlaces = job.usualPlaces
      Exits.note(job.unit)
      job.unit.install(code.entry)
    }
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
    if isName(place),
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
      if isName(place) { continue }
      if unit.emptyCaches.contains(place) {
        Builder.placesRun.insert(place)
        continue
      }
      Builder.noteUnstable(
        UnsafeMutablePointer(bitPattern: place)!, in: body(of: place, in: unit) ?? unit.body)
    }
    times.discarded += 1
    let tries = attempts[Int(bitPattern: unit.place), default: 0]
    let threshold = unit.kind == .loop ? thread.pointee.loopThreshold : thread.pointee.callThreshold
    // Later each time.
    unit.uninstall(heat: threshold &- min(threshold, 100 << UInt64(tries)))
  }

  /// The function, the unit's or one built into it, that an instruction belongs to.
  private static func body(of place: Int, in unit: Unit) -> UnsafeMutablePointer<CodeBody>? {
    for exit in unit.exits {
      for frame in exit.frames {
        let body = UnsafeMutablePointer<CodeBody>(bitPattern: frame.body)!
        let first = Int(bitPattern: body.pointee.entry!)
        if place >= first, place < first + Int(body.pointee.wordCount) * 8 { return body }
      }
    }
    return nil
  }

  /// Whether an instruction depends on the keys of a namespace.
  private static func isName(_ place: Int) -> Bool {
    switch UnsafePointer<UInt64>(bitPattern: place)!.pointee.opcode.parent {
    case .loadGlobal, .loadName: return true
    default: return false
    }
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
    unit.uninstall(heat: heatOfRenewed(unit))
  }

  /// The same for what a unit takes for constant, at once.
  static func invalidate(_ unit: Unit) {
    if unit.isObsolete { return unit.markInvalid() }
    log("\(unit.name): what was taken for constant has changed")
    unit.markInvalid()
    unit.uninstall(heat: heatOfRenewed(unit))
  }

  private static func heatOfRenewed(_ unit: Unit) -> UInt64 {
    times.discarded += 1
    let key = Int(bitPattern: unit.place)
    renewals[key, default: 0] += 1
    if renewals[key]! <= mostRenewals { attempts[key, default: 1] -= 1 }
    let threshold = unit.kind == .loop ? thread.pointee.loopThreshold : thread.pointee.callThreshold
    return threshold &- 20
  }

  static func log(_ message: @autoclosure () -> String) {
    if options.logs { fputs("jit: \(message())\n", stderr) }
  }
}
