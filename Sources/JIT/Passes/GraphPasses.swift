// What becomes of a graph between building and emission. It depends on nothing but the graph, so the compile
// thread does it while the program runs on.

import Glibc

/// The passes over the graph of one unit, run once however often code is made of it.
final class GraphPasses {
  let graph: Graph
  /// By frame state; empty until the passes have run.
  private(set) var exits: [ExitLayout] = []
  /// What they took of the processor.
  private(set) var milliseconds = 0.0
  /// Instructions of the interpreter whose guards stay in their loops.
  private let keptInLoops: Set<Int>
  private var haveRun = false
  private var haveSparsePolls = false

  init(_ graph: Graph, keptInLoops: Set<Int>) {
    self.graph = graph
    self.keptInLoops = keptInLoops
  }

  func run() {
    if haveRun { return }
    haveRun = true
    let begin = Clock.threadMilliseconds
    Simplification.run(graph)
    if TupleSplitting.run(graph) { Simplification.run(graph) }
    if Redundancy.run(graph) { Simplification.run(graph) }
    if ScalarReplacement.run(graph) { Simplification.run(graph) }
    while NumberNarrowing.run(graph) { Simplification.run(graph) }
    if Redundancy.run(graph) {
      Simplification.run(graph)
      Redundancy.run(graph)
    }
    LoopHoisting.run(graph, except: keptInLoops)
    LoopCounters.run(graph)
    TupleSinking.run(graph)
    if GraphPasses.verifies { verify() }
    exits = graph.exitLayouts
    milliseconds = Clock.threadMilliseconds - begin
  }

  /// For code that does not count its rounds.
  func makePollsSparse() {
    if haveSparsePolls { return }
    haveSparsePolls = true
    let begin = Clock.threadMilliseconds
    SparsePolls.run(graph)
    if GraphPasses.verifies { verify() }
    milliseconds += Clock.threadMilliseconds - begin
  }

  private static let verifies = getenv("TAIPAN_VERIFY_LLVM") != nil

  private func verify() {
    let problems = graph.problems
    if problems.isEmpty { return }
    let text = graph.text(names: NameTable())
    fatalError("a graph is wrong: \(problems.joined(separator: "; "))\n\(text)")
  }
}
