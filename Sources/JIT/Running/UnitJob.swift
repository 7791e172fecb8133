// The compile of one unit, as the compile thread runs it.

#if TAIPAN_LLVM
  import CLLVM
#endif

final class UnitJob: CompileJob {
  let unit: Unit
  /// Nil once nothing is made of it any more: graphs are what the tier's memory goes into.
  private(set) var passes: GraphPasses?
  /// Whether it is the first, quickly made code of a unit, which better code follows.
  let isQuick: Bool
  /// Whether it follows a quick one.
  let isBetter: Bool
  private let options: Tier.Options
  /// Raised while it waits, each time that its code is wanted again.
  var urgency = 0
  /// When it was submitted, and when the compile thread began with it.
  let submitted = Clock.milliseconds
  private(set) var started = 0.0
  private(set) var code: CompiledCode?
  /// What loading LLVM took, where this was the first.
  private(set) var loading = 0.0
  /// Making low-level code, milliseconds of the processor.
  private var emission = 0.0
  private(set) var usualPlaces: [Int] = []
  private var failure: CompileFailure?

  init(
    _ unit: Unit, _ passes: GraphPasses, isQuick: Bool, isBetter: Bool = false,
    _ options: Tier.Options
  ) {
    self.isQuick = isQuick
    self.isBetter = isBetter
    self.unit = unit
    self.passes = passes
    self.options = options
  }

  func run() {
    started = Clock.milliseconds
    guard let passes, !unit.isObsolete else { return }
    passes.run()
    if !isQuick { passes.makePollsSparse() }
    do throws(CompileFailure) {
      code =
        isQuick && FirstCode.isAvailable ? try compileFirst(passes) : try compileByLLVM(passes)
    } catch {
      failure = error
    }
  }

  /// On the main thread, when nothing is compiled of it again.
  func forgetGraph() { passes = nil }

  private func compileFirst(_ passes: GraphPasses) throws(CompileFailure) -> CompiledCode {
    let low = emit(passes)
    return try FirstCode.compile(unit.name, low, isDumped: options.dumpsAssembly)
  }

  private func emit(_ passes: GraphPasses) -> LowCode {
    let begin = Clock.threadMilliseconds
    defer { emission = Clock.threadMilliseconds - begin }
    let ownBody = unit.kind == .function ? Int(bitPattern: unit.body) : 0
    let (low, usualPlaces) = Emitter.emit(
      passes.graph, passes.exits, unit: unit.id, ownBody: ownBody,
      validity: Int(bitPattern: unit.validity), counter: isQuick ? unit.counter : nil)
    self.usualPlaces = usualPlaces
    return low
  }

  private func compileByLLVM(_ passes: GraphPasses) throws(CompileFailure) -> CompiledCode {
    #if TAIPAN_LLVM
      let begin = Clock.threadMilliseconds
      let session = try CompileSession.shared()
      loading = Clock.threadMilliseconds - begin
      var compileOptions = CompileOptions()
      if isQuick {
        compileOptions.effort = .none
        compileOptions.pipeline = CompileOptions.quickPipeline
      }
      if options.dumpsLLVM { compileOptions.dumps.insert(.optimizedIR) }
      if options.dumpsAssembly { compileOptions.dumps.insert(.assembly) }
      let low = emit(passes)
      return try session.compile(unit.name, compileOptions) { llvm, context, module in
        Translator(llvm, context, module, low).translate()
        return [Translator.name]
      }
    #else
      throw CompileFailure("built without LLVM")
    #endif
  }

  /// On the main thread: what became of it.
  func report() {
    if let failure {
      Tier.log("not compiled: \(unit.name): \(failure.message)")
      return
    }
    guard let code else { return }
    if options.dumpsLLVM { Tier.dump(code.dumps.optimizedIR) }
    if options.dumpsAssembly { Tier.dump(code.dumps.assembly) }
    if !isBetter, let passes {
      Tier.log("\(unit.name) leaves to handlers: \(passes.graph.handlerNames)")
    }
    let s = code.statistics
    Tier.log(
      "compiled \(unit.name)\(isQuick ? " quickly" : isBetter ? " again" : ""): \(s.codeBytes) bytes, "
        + (isQuick ? "LLVM would gain \(s.expectedGain), " : "")
        + "low code \(TierTimes.rounded(emission)) ms, IR \(TierTimes.rounded(s.buildMilliseconds)) ms, "
        + "passes \(TierTimes.rounded(s.passMilliseconds)) ms, "
        + "code \(TierTimes.rounded(s.codeMilliseconds)) ms, link \(TierTimes.rounded(s.linkMilliseconds)) ms; "
        + "\(TierTimes.rounded(started - submitted)) ms in the queue, there after "
        + "\(TierTimes.rounded(Clock.milliseconds - submitted)) ms")
    if options.writesPerfMap {
      for function in code.functions {
        PerfMap.add("py::" + unit.name, address: function.address, size: function.size)
      }
    }
  }
}
