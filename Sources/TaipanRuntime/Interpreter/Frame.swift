// A frame on the register stack: six header words below register 0.
//
//   r[-1]  registers of the calling frame, or 0 where native code called
//   r[-2]  this frame's pc while it is not running: the word after the call
//   r[-3]  its code body
//   r[-4]  its function
//   r[-5]  flags and the caller's register for the result (`FrameFlags`)
//   r[-6]  namespace of a module or class body, generator, instance under construction, or the frame
//          object once one was made, which then holds what was here; 0 if none

import RegisterCode

/// `r[-5]`: bits 0–15 the caller's destination register, above them flags.
public struct FrameFlags {
  public static let low: UInt64 = 0xFFFF
  /// `run` was entered with this frame: returning from it leaves the loop.
  public static let entry: UInt64 = 1 << 16
  /// The frame of `__init__`: its result must be None, the caller receives the object in r[-6].
  public static let constructor: UInt64 = 1 << 17
  /// The registers are in a generator, which is in r[-6].
  static let generator: UInt64 = 1 << 18
  /// A generator resumed by `for`: what it returns is dropped, the loop's offset is in bits 32–47.
  static let iteration: UInt64 = 1 << 19
  /// A generator resumed by `send`: returning jumps by the offset.
  static let sending: UInt64 = 1 << 20
  /// Someone holds a frame object: leaving the frame detaches it.
  static let hasFrameObject: UInt64 = 1 << 21
  /// A generator that `Collecting` consumes: what it yields is taken; kind and window above bit 32.
  public static let collecting: UInt64 = 1 << 23
  /// An async generator that `send` resumed for a step of `__anext__` or `asend`, beside `sending`.
  static let asyncStep: UInt64 = 1 << 25
  /// The frame of `__iter__`: its result must be an iterator.
  static let iterator: UInt64 = 1 << 24
  /// The method of an `operator`: the caller's instruction is still being run, and what is returned goes on
  /// with the operator's protocol (`OperatorStage`, which the low bits are then).
  public static let `operator`: UInt64 = 1 << 26
  /// `forIterBackward`: a yielded value jumps by the offset, the end falls through.
  static let backward: UInt64 = 1 << 22

  @inline(__always) static func offset(_ flags: UInt64) -> Int {
    Int(Int16(truncatingIfNeeded: flags >> 32))
  }
}

public struct Frame {
  public let r: UnsafeMutablePointer<Value>
  @inline(__always) public init(_ r: UnsafeMutablePointer<Value>) { self.r = r }

  public static let headerWords = 6

  var caller: UnsafeMutablePointer<Value>? {
    @inline(__always) get { UnsafeMutablePointer(bitPattern: UInt(r[-1].bits)) }
    @inline(__always) nonmutating set {
      r[-1] = Value(bits: UInt64(UInt(bitPattern: newValue)))
    }
  }
  var pc: UnsafeMutablePointer<UInt64> {
    @inline(__always) get { UnsafeMutablePointer(bitPattern: UInt(r[-2].bits)).unsafelyUnwrapped }
    @inline(__always) nonmutating set {
      r[-2] = Value(bits: UInt64(UInt(bitPattern: newValue)))
    }
  }
  public var body: UnsafeMutablePointer<CodeBody> {
    @inline(__always) get { UnsafeMutablePointer(bitPattern: UInt(r[-3].bits)).unsafelyUnwrapped }
    @inline(__always) nonmutating set {
      r[-3] = Value(bits: UInt64(UInt(bitPattern: newValue)))
    }
  }
  public var function: FunctionRef {
    @inline(__always) get { FunctionRef(r[-4]) }
    @inline(__always) nonmutating set { r[-4] = newValue.value }
  }
  var flags: UInt64 {
    @inline(__always) get { r[-5].bits >> 1 }
    @inline(__always) nonmutating set { r[-5] = Value(bits: newValue << 1 | 1) }
  }
  public var globals: Value { @inline(__always) get { function.p.pointee.globals } }
  @inline(__always) var isGenerator: Bool { r[-5].bits & FrameFlags.generator << 1 != 0 }

  /// First word of the register stack that neither this frame nor one below it uses.
  @inline(__always) var stackTop: UnsafeMutablePointer<Value> {
    isGenerator
      ? GeneratorRef(extra).p.pointee.stackTop.unsafelyUnwrapped
      : r + Int(body.pointee.registerCount)
  }

  /// While this frame calls a native function: clears the registers above the arguments, which hold what
  /// earlier callees left and nothing that is used again. Does nothing where the frame is in another call.
  public func clearTemporaries(above callee: Value) {
    let word = pc[-1]
    if isGenerator || word.opcode.operands.b != .window || r[word.b] !== callee { return }
    var register = r + word.b + callWindowGap + 1 + word.c
    while register < stackTop {
      register.pointee = .absent
      register += 1
    }
  }

  /// Where the callee of a call in this frame has its registers: over the arguments from register
  /// `first`. A generator's registers are not on the stack: its arguments are copied there.
  @inline(__always) func window(_ first: Int, count: Int) -> UnsafeMutablePointer<Value> {
    isGenerator ? relocated(first, count) : r + first
  }

  @inline(never)
  private func relocated(_ first: Int, _ count: Int) -> UnsafeMutablePointer<Value> {
    let callee = stackTop + Frame.headerWords
    for i in 0..<count { callee[i] = r[first + i] }
    return callee
  }

  /// What r[-6] holds.
  public internal(set) var extra: Value {
    @inline(__always) get { r[-6] }
    @inline(__always) nonmutating set { r[-6] = newValue }
  }
}

/// The executable side of a code object: outside of the heap and where it is as long as the code object
/// lives (see `CodeBodies`).
public struct CodeBody {
  /// First instruction; null until the first call lowers the code.
  public var entry: UnsafeMutablePointer<UInt64>?
  public var registerCount: Int32
  /// Positional parameters when nothing else needs binding (no `*args`, keyword-only …), else -1.
  public var simpleArguments: Int32
  /// Registers from `simpleArguments` up to here start unbound.
  public var localCount: Int32
  public var flags: UInt32
  public var names: UnsafeMutablePointer<Value>
  /// The code object; alive as long as a function or frame runs it.
  public var code: Value
  public var handlers: UnsafeMutablePointer<LoweredCode.Handler>?
  public var handlerCount: Int32
  public var wordCount: Int32
  /// The offset in the bytecode that each word comes from, once one was asked for.
  public var offsets: UnsafeMutablePointer<Int32>?
  /// The line of each unit of the bytecode, once asked for.
  public var lines: UnsafeMutablePointer<Int32>?
  /// The register code as a cached file had it, until the first call (`StoredRegisters`).
  public var stored: UnsafePointer<UInt32>?
  public var argumentCount: Int32
  public var keywordOnlyCount: Int32
  public var positionalOnlyCount: Int32
  /// Native code of the whole function (`NativeTier.Code`), or null.
  public var native: UnsafeRawPointer?
  /// What `redirect` took the place of, by word; null unless something traces.
  var redirected: UnsafeMutablePointer<UInt16>?
  /// `native` while something traces.
  var nativeAside: UnsafeRawPointer?
  /// The traced form, which this body or another is, once something has traced it.
  var tracedForm: UnsafeMutablePointer<TracedForm.Layout>?

  /// A bit of `flags` beyond CPython's: frames can be suspended inside `try` or `with`.
  public static let suspendsInside: UInt32 = 1 << 31

  /// The bits of `flags` that are no flags of the code object.
  static func ownFlags(_ flags: UInt32, _ code: Value, exceptionTable: Value) -> UInt32 {
    let resumable = CodeFlag.generator | CodeFlag.coroutine | CodeFlag.asyncGenerator
    if flags & resumable == 0 { return 0 }
    let isInside = TraceMarks.suspendsInside(
      BytesRef(code).buffer, exceptionTable: BytesRef(exceptionTable).buffer)
    return isInside ? suspendsInside : 0
  }
}
