// Where the time of the native tier goes, for the log: what compiling costs the program, and what it costs
// that code is not there yet.

/// Milliseconds, and counts of what took them. Kept by the main thread.
struct TierTimes {
  /// What a kind of compile took, of the compile thread's processor.
  struct Compiles {
    var count = 0
    var building = 0.0
    var passes = 0.0
    var code = 0.0
    var linking = 0.0
    var total: Double { building + passes + code + linking }

    mutating func add(_ s: CompileStatistics) {
      count += 1
      building += s.buildMilliseconds
      passes += s.passMilliseconds
      code += s.codeMilliseconds
      linking += s.linkMilliseconds
    }

    static func + (a: Compiles, b: Compiles) -> Compiles {
      Compiles(
        count: a.count + b.count, building: a.building + b.building, passes: a.passes + b.passes,
        code: a.code + b.code, linking: a.linking + b.linking)
    }
  }

  private let start = Clock.milliseconds
  /// Of the main thread: making graphs of what is hot, and putting code in place.
  private(set) var graphs = 0
  private(set) var making = 0.0
  private(set) var installing = 0.0
  /// By when the program got the code.
  private var quick = Compiles()
  private var only = Compiles()
  private var better = Compiles()
  /// Of the compile thread: the passes over graphs.
  private var graphPasses = 0.0
  var discarded = 0
  var refused = 0

  /// What loading LLVM took.
  private var loading = 0.0
  /// When hot code began to wait; nil while none waits.
  private var waitingSince: Double?
  private var waiting = 0.0
  /// What the interpreter has taken for code that waited, at a guess, while it did.
  private var interpreting = 0.0
  private var longest = (name: "", milliseconds: 0.0, inQueue: 0.0)

  /// - Parameter since: when it began, by the thread's own clock.
  mutating func noteGraph(since begin: Double) {
    graphs += 1
    making += Clock.threadMilliseconds - begin
  }

  mutating func noteInstallation(since begin: Double) {
    installing += Clock.threadMilliseconds - begin
  }

  mutating func note(_ job: UnitJob) {
    guard let code = job.code else { return }
    loading += job.loading
    if !job.isBetter { graphPasses += job.passes?.milliseconds ?? 0 }
    if job.isBetter {
      better.add(code.statistics)
    } else if job.isQuick {
      quick.add(code.statistics)
    } else {
      only.add(code.statistics)
    }
    let waited = Clock.milliseconds - job.submitted
    if !job.isBetter, waited > longest.milliseconds {
      longest = (job.unit.name, waited, job.started - job.submitted)
    }
  }

  /// Tells that the interpreter has run a part of what waits, which takes it about so long.
  mutating func noteInterpreted(nanoseconds: Int) { interpreting += Double(nanoseconds) / 1e6 }

  /// Tells how many units wait for their first code now.
  mutating func noteWaiting(_ count: Int) {
    if count > 0, waitingSince == nil { waitingSince = Clock.milliseconds }
    if count == 0, let since = waitingSince {
      waiting += Clock.milliseconds - since
      waitingSince = nil
    }
  }

  /// What is told in the end.
  var summary: [String] {
    let now = Clock.milliseconds
    let wall = now - start
    let waited = waiting + (waitingSince.map { now - $0 } ?? 0)
    let all = quick + only + better
    return [
      "in \(TierTimes.rounded(wall)) ms hot code waited for \(TierTimes.rounded(waited)) ms "
        + "(\(TierTimes.rounded(100 * waited / max(wall, 0.001))) %), about "
        + "\(TierTimes.rounded(interpreting)) of which the program spent in it "
        + "(\(TierTimes.rounded(100 * interpreting / max(wall, 0.001))) %), longest "
        + "\(longest.name.isEmpty ? "none" : longest.name) with "
        + "\(TierTimes.rounded(longest.milliseconds)) ms, of which "
        + "\(TierTimes.rounded(longest.inQueue)) in the queue",
      "main thread: \(graphs) graphs \(TierTimes.rounded(making)) ms, installation "
        + "\(TierTimes.rounded(installing)) ms; \(discarded) units discarded, \(refused) refused",
      "compile thread: \(TierTimes.rounded(all.total)) ms of the processor: "
        + "\(quick.count) quickly \(TierTimes.rounded(quick.total)) ms, "
        + "\(only.count) at once \(TierTimes.rounded(only.total)) ms, "
        + "\(better.count) again \(TierTimes.rounded(better.total)) ms; passes over graphs "
        + "\(TierTimes.rounded(graphPasses)), LLVM IR \(TierTimes.rounded(all.building)), passes \(TierTimes.rounded(all.passes)), code "
        + "\(TierTimes.rounded(all.code)), link \(TierTimes.rounded(all.linking)), loading LLVM "
        + "\(TierTimes.rounded(loading)) ms",
    ]
  }

  static func rounded(_ milliseconds: Double) -> Double { (milliseconds * 10).rounded() / 10 }
}
