// Generators, coroutines and async generators: one layout.
//
// A generator's frame (header words and registers) lies behind its fields and runs there: resuming and
// yielding copy nothing. What it calls runs on the register stack, above the frame that resumed it.

public struct GeneratorLayout {
  public var header: Header
  /// Where to go on.
  public var pc: UnsafeMutablePointer<UInt64>?
  public var body: UnsafeMutablePointer<CodeBody>
  public var function: Value
  public var name: Value
  public var qualifiedName: Value
  /// The exception being handled inside of the generator while it is suspended.
  public var handled: Value
  /// Frame object once asked for, or absent.
  public var frame: Value
  /// While it runs: the end of what the frames below it use of the register stack. Before it has begun:
  /// where the call that made it returned to.
  public var stackTop: UnsafeMutablePointer<Value>?
  /// What it delegates to at this yield: register number plus 1, 0 if nothing.
  public var delegateRegister: Int32
  /// Of a chain's root: the generators of the chain, root and leaf included.
  public var chainLength: Int32
  public var state: GeneratorState
  public var chainRole: ChainRole
  /// Register that receives the sent value.
  public var sentRegister: UInt16
  /// async generators: `ag_running`, hooks were called, closed.
  public var isRunningAsync: Bool
  public var hooksDone: Bool
  public var isClosed: Bool
  /// The other end of the chain that this generator is the root or leaf of.
  public var chainEnd: Value
  public var finalizer: Value
  /// coroutines: where it was created, if tracked.
  public var origin: Value
}

/// What a generator is in a chain of generators that delegate (`Interpreter/GeneratorChains.swift`).
public enum ChainRole: UInt8 { case none, root, leaf }

public enum GeneratorState: UInt8 { case created, suspended, running, finished }

@frozen public struct GeneratorRef: TypedRef {
  public let p: UnsafeMutablePointer<GeneratorLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<GeneratorLayout>) { self.p = p }

  /// Register 0 of the frame.
  @inline(__always) var registers: UnsafeMutablePointer<Value> {
    UnsafeMutableRawPointer(p + 1).assumingMemoryBound(to: Value.self) + Frame.headerWords
  }

  /// Bytes of a generator with a frame of that many registers.
  static func size(registerCount: Int) -> Int {
    MemoryLayout<GeneratorLayout>.stride + (Frame.headerWords + registerCount) * 8
  }
}
