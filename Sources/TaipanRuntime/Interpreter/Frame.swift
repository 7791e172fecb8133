// A frame on the register stack: six header words below register 0.
//
//   r[-1]  registers of the calling frame, or 0 where native code called
//   r[-2]  this frame's pc while it is not running: the word after the call
//   r[-3]  its code body
//   r[-4]  its function
//   r[-5]  flags and the caller's register for the result (`FrameFlags`)
//   r[-6]  namespace of a module or class body, or the frame object once one was made; 0 if none

import RegisterCode

/// `r[-5]`: bits 0–15 the caller's destination register, above them flags.
struct FrameFlags {
  /// `run` was entered with this frame: returning from it leaves the loop.
  static let entry: UInt64 = 1 << 16
  /// The frame of `__init__`: its result must be None, the caller receives the new object.
  static let constructor: UInt64 = 1 << 17
  /// The registers are a generator's: r[-4] is the generator while it runs.
  static let generator: UInt64 = 1 << 18
  /// A generator resumed by `forIter`: StopIteration is a jump (offset in bits 32–63).
  static let iteration: UInt64 = 1 << 19
  /// A generator resumed by `send`: its return value ends the delegation.
  static let sending: UInt64 = 1 << 20
  /// The result is compared with the truth for a fused branch.
  static let low: UInt64 = 0xFFFF
}

struct Frame {
  let r: UnsafeMutablePointer<Value>
  @inline(__always) init(_ r: UnsafeMutablePointer<Value>) { self.r = r }

  static let headerWords = 6

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
  var body: UnsafeMutablePointer<CodeBody> {
    @inline(__always) get { UnsafeMutablePointer(bitPattern: UInt(r[-3].bits)).unsafelyUnwrapped }
    @inline(__always) nonmutating set {
      r[-3] = Value(bits: UInt64(UInt(bitPattern: newValue)))
    }
  }
  var function: FunctionRef {
    @inline(__always) get { FunctionRef(r[-4]) }
    @inline(__always) nonmutating set { r[-4] = newValue.value }
  }
  var flags: UInt64 {
    @inline(__always) get { r[-5].bits >> 1 }
    @inline(__always) nonmutating set { r[-5] = Value(bits: newValue << 1 | 1) }
  }
  /// Namespace or frame object.
  var extra: Value {
    @inline(__always) get { r[-6] }
    @inline(__always) nonmutating set { r[-6] = newValue }
  }
}

/// The executable side of a code object: immortal, outside of the heap, so that caches and frames may
/// point to it freely.
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
  public var handlers: UnsafeMutablePointer<Handler>?
  public var handlerCount: Int32
  public var wordCount: Int32
  /// (word, bytecode offset) pairs, ascending.
  public var positions: UnsafeMutablePointer<PositionPair>?
  public var positionCount: Int32
  public var argumentCount: Int32
  public var keywordOnlyCount: Int32
  public var positionalOnlyCount: Int32
}

public struct PositionPair {
  public var word: Int32
  public var bytecode: Int32
}
