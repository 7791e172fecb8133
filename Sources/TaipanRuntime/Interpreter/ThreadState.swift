// The state of the running thread, at a fixed address: `thread` costs nothing to reach.

import CTaipan
import Glibc

public struct ThreadState {
  /// Registers of the running frame; null outside of Python code.
  public var frame: UnsafeMutablePointer<Value>?
  /// What the last Python function that native code called returned.
  public var result: Value
  /// The exception that `Raised` tells of.
  public var exception: Value
  /// The exception being handled (`sys.exception()`), or absent.
  public var handled: Value
  /// The register stack.
  public var stackBase: UnsafeMutablePointer<Value>
  public var stackLimit: UnsafeMutablePointer<Value>
  /// Arguments that native code builds.
  public var scratchBase: UnsafeMutablePointer<Value>
  public var scratchTop: UnsafeMutablePointer<Value>
  public var scratchLimit: UnsafeMutablePointer<Value>
  public var nativeStackBase: UnsafeRawPointer
  /// Native calls that would go below it raise RecursionError.
  public var nativeStackLimit: UInt
  /// Python frames in use, and how many there may be (`sys.setrecursionlimit`).
  public var depth: Int
  public var depthLimit: Int
  /// The raised exception goes on as it was: no traceback entry for the frame that raises it again.
  public var isReraising: Bool
  /// Set asynchronously (signals, collector): looked at by safepoints.
  public var pollRequested: Bool
  public var signalPending: Bool
  /// Objects being printed, against endless `repr` of cycles: list or absent.
  public var reprStack: Value
  public var asyncGenFirstIter: Value
  public var asyncGenFinalizer: Value
  public var traceFunction: Value
  public var profileFunction: Value
  public var context: Value
  /// The heap is nearly full: the next safepoint collects, and raises MemoryError if that does not help.
  public var memoryIsScarce: Bool
  /// Native code raised the exception, in the innermost frame and at the pc that is stored there.
  public var raisedInNativeCode: Bool
  /// Rounds of a loop and calls of a function after which it is compiled (`NativeTier`).
  public var loopThreshold: UInt64
  public var callThreshold: UInt64
}

@inlinable @inline(__always) public var thread: UnsafeMutablePointer<ThreadState> {
  UnsafeMutablePointer(bitPattern: MemoryMap.threadState).unsafelyUnwrapped
}

public typealias ThreadRef = UnsafeMutablePointer<ThreadState>

extension ThreadState {
  /// Values of register stack for one thread: 256 MB of address space, touched as it is used; less
  /// where the address space is limited.
  static let stackWords = min(32 << 20, Heap.addressSpace / 64)
  static let scratchWords = min(8 << 20, Heap.addressSpace / 256)

  mutating func requestPoll() { pollRequested = true }

  /// First word above what the running frames use.
  @inline(__always) var stackTop: UnsafeMutablePointer<Value> {
    guard let frame else { return stackBase }
    return Frame(frame).stackTop
  }

  /// Makes `count` words of scratch available at the old `scratchTop`.
  ///
  /// - Throws: RecursionError when native calls nest too deeply.
  @inline(__always) public mutating func growScratch(_ count: Int) throws(Raised) {
    scratchTop += count
    if scratchTop > scratchLimit {
      scratchTop -= count
      throw raise(.recursionError, "maximum recursion depth exceeded while calling a Python object")
    }
  }

  static func start() {
    let words = stackWords + scratchWords
    let memory = mmap(
      nil, words * 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("Taipan: no address space") }
    let base = memory.assumingMemoryBound(to: Value.self)
    let (stackBase, size) = nativeStack()
    thread.initialize(
      to: ThreadState(
        frame: nil, result: .absent, exception: .absent, handled: .absent, stackBase: base,
        stackLimit: base + stackWords - 4096, scratchBase: base + stackWords,
        scratchTop: base + stackWords, scratchLimit: base + words - 65536,
        nativeStackBase: stackBase, nativeStackLimit: UInt(bitPattern: stackBase) - UInt(size),
        depth: 0, depthLimit: 1000, isReraising: false, pollRequested: false, signalPending: false,
        reprStack: .absent, asyncGenFirstIter: .absent,
        asyncGenFinalizer: .absent, traceFunction: .absent, profileFunction: .absent,
        context: .absent, memoryIsScarce: false, raisedInNativeCode: false, loopThreshold: .max,
        callThreshold: .max))
  }

  /// Base address of the native stack and the bytes of it that Python code may use. The stack itself is
  /// larger: the parser, which counts its own depth, needs more for deeply nested source.
  private static func nativeStack() -> (UnsafeRawPointer, Int) {
    var size = 0
    let low = taipan_native_stack(&size)
    return (UnsafeRawPointer(low! + size), min(size, 8 << 20) - 256 * 1024)
  }

  /// - Parameter activity: what goes too deep, for the message: " in comparison".
  /// - Throws: RecursionError when the native stack is nearly used up.
  @inline(__always) public static func checkNativeStack(_ activity: StaticString = "")
    throws(Raised)
  {
    var marker = 0
    let here = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    if here < thread.pointee.nativeStackLimit {
      throw tooDeep(activity)
    }
  }
}

extension ThreadState {
  @inline(never) @usableFromInline static func tooDeep(_ activity: StaticString) -> Raised {
    raise(.recursionError, "maximum recursion depth exceeded\(activity)")
  }

  /// Asks the next safepoint to look what is pending.
  public mutating func requestPollNow() { pollRequested = true }
}
