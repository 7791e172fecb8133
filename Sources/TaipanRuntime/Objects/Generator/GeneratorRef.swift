// Generators, coroutines and async generators: one layout.
//
// While suspended, a generator's frame (header words and registers) lies in its buffer; resuming copies
// it to the top of the register stack, yielding copies it back. Calls made by a generator are then
// calls like any other; running the frame inside of the buffer would need a second calling convention.

public struct GeneratorLayout {
  public var header: Header
  /// ValueBuffer with `Frame.headerWords + registerCount` words; absent once finished.
  public var buffer: Value
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
  /// What it delegates to at this yield: register number plus 1, 0 if nothing.
  public var delegateRegister: Int32
  public var state: GeneratorState
  /// Register that receives the sent value.
  public var sentRegister: UInt16
  /// async generators: `ag_running`, hooks were called, closed.
  public var isRunningAsync: Bool
  public var hooksDone: Bool
  public var isClosed: Bool
  public var finalizer: Value
  /// coroutines: where it was created, if tracked.
  public var origin: Value
}

public enum GeneratorState: UInt8 { case created, suspended, running, finished }

@frozen public struct GeneratorRef: TypedRef {
  public let p: UnsafeMutablePointer<GeneratorLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<GeneratorLayout>) { self.p = p }
}
