// What goes into a compile beside the code itself, and what comes out of it.

import Glibc

/// How a module is compiled.
public struct CompileOptions: Sendable {
  /// What LLVM's code generator puts into speed.
  public enum Effort: Int, Sendable, CaseIterable {
    /// Values in memory between blocks; a fifth of `standard`'s time, and code about half as fast.
    case none
    case less, standard, aggressive
  }

  /// Texts to keep.
  public struct Dumps: OptionSet, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// LLVM IR as it was built.
    public static let builtIR = Dumps(rawValue: 1)
    /// LLVM IR after the passes.
    public static let optimizedIR = Dumps(rawValue: 2)
    /// Machine code, with its addresses.
    public static let assembly = Dumps(rawValue: 4)
  }

  /// LLVM's passes, in the syntax of its tool `opt`; empty for none.
  public var pipeline = CompileOptions.shortPipeline
  public var effort = Effort.standard
  public var dumps: Dumps = []
  /// Whether the module is verified first: the caller's mistakes are then failures, not crashes.
  public var verifies = CompileOptions.verifiesAlways

  public init() {}

  /// The passes that pay for code whose calls are already inlined, whose types are already known and
  /// whose loops exit at their guards. Documentation/LLVM.md says what the others cost.
  public static let shortPipeline =
    "function(sroa,early-cse<memssa>,simplifycfg,\(combine),loop-mssa(loop-rotate,licm,"
    + "simple-loop-unswitch),gvn,dse,\(combine),simplifycfg)"

  /// None, for the code generator without effort: what is known already is gone from the graph, and any pass takes
  /// longer than it saves.
  public static let quickPipeline = ""

  /// `shortPipeline` with what is known about induction variables, which takes twice the time.
  public static let loopPipeline =
    "function(sroa,early-cse<memssa>,simplifycfg,\(combine),loop-mssa(loop-rotate,licm,"
    + "simple-loop-unswitch),\(combine),loop(indvars,loop-deletion),gvn,dse,\(combine),simplifycfg)"

  /// What `clang -O2` runs.
  public static let standardPipeline = "default<O2>"

  /// Without the option LLVM ends the process where the pass is not done after one round.
  private static let combine = "instcombine<no-verify-fixpoint>"

  /// Set in the environment where mistakes are looked for.
  private static let verifiesAlways = getenv("TAIPAN_VERIFY_LLVM") != nil
}

/// What a compile took, of the processor, and made.
public struct CompileStatistics: Sendable {
  /// Making LLVM IR.
  public var buildMilliseconds = 0.0
  public var passMilliseconds = 0.0
  public var codeMilliseconds = 0.0
  public var linkMilliseconds = 0.0
  /// Bytes of machine code.
  public var codeBytes = 0
  /// Of first code: what LLVM would make of it.
  var expectedGain = ExpectedGain.much
}

/// The texts asked for by `CompileOptions.dumps`; empty otherwise.
public struct CompileDumps: Sendable {
  public var builtIR = ""
  public var optimizedIR = ""
  public var assembly = ""
}

/// A function in memory.
public struct CompiledFunction: Sendable {
  /// The name that the builder gave it.
  public let name: String
  public let address: UInt
  /// Bytes of machine code.
  public let size: Int
}

/// The code of one module. It stays until it is given to `CompileSession.remove`, whoever holds this
/// object: native stacks may return into it.
public final class CompiledCode {
  /// The entries, in the order in which the builder returned their names.
  public let functions: [CompiledFunction]
  public let statistics: CompileStatistics
  public let dumps: CompileDumps
  /// What the session removes it by; nil once that happened.
  var resource: OpaquePointer?

  init(
    functions: [CompiledFunction], statistics: CompileStatistics, dumps: CompileDumps = .init(),
    resource: OpaquePointer? = nil
  ) {
    self.functions = functions
    self.statistics = statistics
    self.dumps = dumps
    self.resource = resource
  }

  /// The address of the first entry.
  public var entry: UnsafeRawPointer { UnsafeRawPointer(bitPattern: functions[0].address)! }
}
