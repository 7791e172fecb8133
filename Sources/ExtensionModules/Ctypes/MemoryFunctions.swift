// Functions that Python code calls by their addresses: `memmove`, `memset`, `string_at`, `wstring_at`, `cast`.
//
// The last three take and return Python objects, so they are called with the interpreter lock held
// (`FUNCFLAG_PYTHONAPI`), and an exception is in the thread state when they return null.

import Glibc
import TaipanRuntime

enum MemoryFunctions {
  private typealias Move =
    @convention(c) (UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> UnsafeMutableRawPointer?
  private typealias Set =
    @convention(c) (UnsafeMutableRawPointer?, Int32, Int) -> UnsafeMutableRawPointer?
  private typealias StringAt = @convention(c) (UnsafeRawPointer?, Int32) -> UInt64
  private typealias Cast = @convention(c) (UnsafeMutableRawPointer?, UInt64, UInt64) -> UInt64

  /// Names and addresses.
  static var addresses: [(String, UInt)] {
    [
      ("_memmove_addr", unsafeBitCast(move, to: UInt.self)),
      ("_memset_addr", unsafeBitCast(set, to: UInt.self)),
      ("_string_at_addr", unsafeBitCast(stringAt, to: UInt.self)),
      ("_wstring_at_addr", unsafeBitCast(wideStringAt, to: UInt.self)),
      ("_cast_addr", unsafeBitCast(cast, to: UInt.self)),
    ]
  }

  private static let move: Move = { target, source, count in
    guard let target, let source else { return target }
    return Glibc.memmove(target, source, count)
  }

  private static let set: Set = { target, byte, count in
    guard let target else { return target }
    return Glibc.memset(target, byte, count)
  }

  /// The object's word; 0 where an exception was raised.
  private static func answer(_ body: () throws(Raised) -> Value) -> UInt64 {
    do throws(Raised) { return try body().bits } catch { return 0 }
  }

  private static let stringAt: StringAt = { start, size in
    answer { () throws(Raised) in
      guard let start else {
        if size == 0 { return BytesRef.empty.value }
        throw raise(.valueError, "string_at: NULL pointer")
      }
      if size < -1 { throw raise(.systemError, "string_at: negative size") }
      let count =
        size < 0 ? strlen(start.assumingMemoryBound(to: CChar.self)) : Int(size)
      return SimpleCodes.bytes(start, count: count)
    }
  }

  private static let wideStringAt: StringAt = { start, size in
    answer { () throws(Raised) in
      guard let start else {
        if size == 0 { return StrRef.empty.value }
        throw raise(.valueError, "wstring_at: NULL pointer")
      }
      if size < -1 { throw raise(.systemError, "wstring_at: negative size") }
      return try SimpleCodes.characters(
        start, count: size < 0 ? SimpleCodes.wcslen(start) : Int(size))
    }
  }

  private static let cast: Cast = { target, source, type in
    answer { () throws(Raised) in
      try convert(target, Value(bits: source), Value(bits: type))
    }
  }

  private static func convert(
    _ target: UnsafeMutableRawPointer?, _ source: Value, _ type: Value
  ) throws(Raised) -> Value {
    guard let info = CTypeInfo.of(class: type), isAddress(info) else {
      let given = type.isType ? ", not \(TypeRef(type).messageName)" : ""
      throw raise(.typeError, "cast() argument 2 must be a pointer type\(given)")
    }
    let result = CData(try Call.function(type))
    if CTypeInfo.of(instance: source) != nil {
      try share(CData(source), result)
    }
    result.target = target
    return result.value
  }

  private static func isAddress(_ info: CTypeInfo) -> Bool {
    switch info.kind {
    case .pointer, .function: true
    case .simple: SimpleCodes.isPointer(info.code)
    case .array, .structure, .union: false
    }
  }

  /// What was cast and its result keep the same objects, and the one that was cast: memory that either points at
  /// stays while the other lives.
  private static func share(_ source: CData, _ result: CData) throws(Raised) {
    let container = source.container
    var kept = container.keptObjects
    if !kept.isExactly(.dict) {
      let dict = DictRef.make()
      if !kept.isNone { dict.setStr("0", kept) }
      kept = dict.value
    }
    container.p.pointee.objects = kept
    container.object.noteWrite()
    result.p.pointee.objects = kept
    result.object.noteWrite()
    try DictRef(kept).set(Value(Int(truncatingIfNeeded: source.value.bits)), source.value)
  }
}
