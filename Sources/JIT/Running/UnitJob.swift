// The compile of one unit, as the compile thread runs it.

#if TAIPAN_LLVM
  import CLLVM

  final class UnitJob: CompileJob {
    let unit: Unit
    let graph: Graph
    /// Whether it is the first, quickly made code of a unit, which better code follows.
    let isQuick: Bool
    /// Whether it follows a quick one.
    let isBetter: Bool
    private let options: Tier.Options
    private(set) var code: CompiledCode?
    private(set) var usualPlaces: [Int] = []
    private var failure: CompileFailure?

    init(
      _ unit: Unit, _ graph: Graph, isQuick: Bool, isBetter: Bool = false, _ options: Tier.Options
    ) {
      self.isQuick = isQuick
      self.isBetter = isBetter
      self.unit = unit
      self.graph = graph
      self.options = options
    }

    func run() {
      if unit.isObsolete { return }
      var compileOptions = CompileOptions()
      if isQuick {
        compileOptions.effort = .none
        compileOptions.pipeline = CompileOptions.quickPipeline
      }
      if options.dumpsLLVM { compileOptions.dumps.insert(.optimizedIR) }
      if options.dumpsAssembly { compileOptions.dumps.insert(.assembly) }
      do throws(CompileFailure) {
        let session = try CompileSession.shared()
        code = try session.compile(unit.name, compileOptions) { llvm, context, module in
          let ownBody = unit.kind == .function ? Int(bitPattern: unit.body) : 0
          let emitter = Emitter(
            llvm, context, module, graph, unit: unit.id, ownBody: ownBody,
            hasFusedMultiply: session.target.hasFusedMultiply)
          emitter.emitUnit()
          usualPlaces = emitter.usualPlaces
          return ["unit"]
        }
      } catch {
        failure = error
      }
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
      let s = code.statistics
      Tier.log(
        "compiled \(unit.name)\(isQuick ? " quickly" : ""): \(s.codeBytes) bytes, passes \(rounded(s.passMilliseconds)) ms, "
          + "code \(rounded(s.codeMilliseconds)) ms, link \(rounded(s.linkMilliseconds)) ms")
      if options.writesPerfMap {
        for function in code.functions {
          PerfMap.add("py::" + unit.name, address: function.address, size: function.size)
        }
      }
    }

    private func rounded(_ milliseconds: Double) -> Double {
      (milliseconds * 10).rounded() / 10
    }
  }
#endif
