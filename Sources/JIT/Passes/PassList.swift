// Passes by name, over graphs as text: what tests need.

package enum PassList {
  /// What cannot be run.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The graph that passes make of one.
  ///
  /// - Parameters:
  ///   - text: a graph as `--dump=jit` prints it.
  ///   - passes: any of `simplify`, `splitTuples`, `replaceInstances`, `removeUnused`, `knownAlready`, `hoist`,
  ///     `narrowNumbers`, `countOnce`, `sparsePolls`, `sinkTuples`.
  /// - Throws: `Failure` where the text cannot be read or a pass does not exist.
  package static func run(_ passes: [String], on text: String) throws -> String {
    let names = NameTable()
    let graph = try parse(text, names)
    for pass in passes {
      switch pass {
      case "simplify": Simplification.run(graph)
      case "splitTuples": if TupleSplitting.run(graph) { Simplification.run(graph) }
      case "replaceInstances": _ = ScalarReplacement.run(graph)
      case "removeUnused": Simplification.removeUnused(graph)
      case "knownAlready": _ = Redundancy.run(graph)
      case "hoist": LoopHoisting.run(graph)
      case "narrowNumbers": _ = NumberNarrowing.run(graph)
      case "countOnce": LoopCounters.run(graph)
      case "sparsePolls": SparsePolls.run(graph)
      case "sinkTuples": TupleSinking.run(graph)
      default: throw Failure(description: "there is no pass '\(pass)'")
      }
    }
    return graph.text(names: names)
  }

  /// What the verification has against a graph.
  ///
  /// - Throws: `Failure` where the text cannot be read.
  package static func problems(of text: String) throws -> [String] {
    try parse(text, NameTable()).problems
  }

  /// The low-level code of a graph, as text.
  ///
  /// - Throws: `Failure` where the text cannot be read.
  package static func lowCode(of text: String) throws -> String {
    let graph = try parse(text, NameTable())
    return Emitter.emit(graph, graph.exitLayouts, unit: 0, ownBody: 0, counter: nil).code.text
  }

  /// What the first code of a graph returns that leaves nowhere, with registers as a frame would have them.
  ///
  /// - Throws: `Failure` where the text cannot be read, `CompileFailure` where it cannot be compiled.
  package static func result(of text: String, registers: [Int]) throws -> Int {
    let graph = try parse(text, NameTable())
    let low = Emitter.emit(graph, graph.exitLayouts, unit: 0, ownBody: 0, counter: nil).code
    let code = try FirstCode.compile("test", low)
    let function = unsafeBitCast(
      code.entry, to: (@convention(c) (UnsafeMutablePointer<Int>) -> Int).self)
    var registers = registers
    return registers.withUnsafeMutableBufferPointer { function($0.baseAddress!) }
  }

  private static func parse(_ text: String, _ names: NameTable) throws -> Graph {
    do {
      return try Graph.parse(text, names: names)
    } catch {
      throw Failure(description: "\(error)")
    }
  }
}
