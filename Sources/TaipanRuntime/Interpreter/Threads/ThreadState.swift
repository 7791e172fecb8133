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
  /// Python frames in use.
  public var depth: Int
  /// The raised exception goes on as it was: no traceback entry for the frame that raises it again.
  public var isReraising: Bool
  /// Native code raised the exception, in the innermost frame and at the pc that is stored there.
  public var raisedInNativeCode: Bool
  /// Objects being printed, against endless `repr` of cycles: list or absent.
  public var reprStack: Value
  public var asyncGenFirstIter: Value
  public var asyncGenFinalizer: Value
  /// What `sys.settrace` and `sys.setprofile` were given, or absent.
  public internal(set) var traceFunction: Value
  public internal(set) var profileFunction: Value
  /// Above 0 while the thread runs what an event called: that has no events itself.
  public internal(set) var eventDepth: Int
  /// The number of that event (`Monitoring.Event`), or -1.
  var event: Int
  public var context: Value
  /// The event loop of `asyncio` that runs in the thread, or absent.
  public var eventLoop: Value
  /// Null for the main thread.
  @usableFromInline var record: ThreadRecordRef?

  // From here on: what all threads share. It stays when another thread's turn comes.

  /// How many Python frames a thread may have (`sys.setrecursionlimit`).
  public var recursionLimit: Int
  /// The same for whoever makes a frame; 0 after a request to poll, so that calls notice it as they look
  /// at the limit, at no cost.
  public var depthLimit: Int
  /// Set asynchronously (signals, collector, other threads): looked at by safepoints.
  public var pollRequested: Bool
  public var signalPending: Bool
  /// Another thread waits for its turn.
  public var switchWanted: Bool
  /// The heap is nearly full: the next safepoint collects, and raises MemoryError if that does not help.
  public var memoryIsScarce: Bool
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

  /// A thread that has not run yet.
  init(stacks base: UnsafeMutablePointer<Value>, record: ThreadRecordRef?) {
    frame = nil
    (result, exception, handled) = (.absent, .absent, .absent)
    stackBase = base
    stackLimit = base + ThreadState.stackWords - 4096
    scratchBase = base + ThreadState.stackWords
    scratchTop = scratchBase
    scratchLimit = scratchBase + ThreadState.scratchWords - 65536
    nativeStackBase = UnsafeRawPointer(base)
    nativeStackLimit = 0
    depth = 0
    (isReraising, raisedInNativeCode) = (false, false)
    (reprStack, asyncGenFirstIter, asyncGenFinalizer) = (.absent, .absent, .absent)
    (traceFunction, profileFunction, context) = (.absent, .absent, .absent)
    eventLoop = .absent
    (eventDepth, event) = (0, -1)
    self.record = record
    (recursionLimit, depthLimit) = (1000, 1000)
    (pollRequested, signalPending, switchWanted, memoryIsScarce) = (false, false, false, false)
    (loopThreshold, callThreshold) = (.max, .max)
  }

  /// The stacks of a thread that has ended, for the next: mapping them anew costs more than a thread's start.
  nonisolated(unsafe) private static var spareStacks: UnsafeMutablePointer<Value>?

  /// Address space for a register stack and scratch; nil when there is too little.
  static func mapStacks() -> UnsafeMutablePointer<Value>? {
    if let spare = spareStacks {
      spareStacks = nil
      return spare
    }
    let memory = mmap(
      nil, (stackWords + scratchWords) * 8, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    return memory == MAP_FAILED ? nil : memory?.assumingMemoryBound(to: Value.self)
  }

  static func unmapStacks(_ base: UnsafeMutablePointer<Value>) {
    if spareStacks == nil {
      spareStacks = base
    } else {
      munmap(base, (stackWords + scratchWords) * 8)
    }
  }

  /// The main thread's state.
  static func start() {
    guard let stacks = mapStacks() else { fatalError("Taipan: no address space") }
    thread.initialize(to: ThreadState(stacks: stacks, record: nil))
    let (stackBase, size) = nativeStack()
    thread.pointee.nativeStackBase = stackBase
    thread.pointee.nativeStackLimit = UInt(bitPattern: stackBase) - UInt(size)
  }

  /// Makes `self` the state of the running thread. What all threads share stays: signal handlers may
  /// write it at any time.
  func install() {
    withUnsafeBytes(of: self) {
      UnsafeMutableRawPointer(thread).copyMemory(
        from: $0.baseAddress!, byteCount: MemoryLayout<ThreadState>.offset(of: \.recursionLimit)!)
    }
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

  /// Asks the next safepoint, the end of a loop's round or the start of a function, to look what is pending.
  /// Signal handlers and other threads may call it.
  public mutating func requestPoll() {
    pollRequested = true
    depthLimit = 0
  }
}
