// Calls of foreign functions through libffi.
//
// The arguments lie in memory of the call; the objects that they refer to are in a list which the collector sees
// on the scratch stack, because the call may let other threads run, and may call back.

import CTaipan
import Glibc
import TaipanRuntime

struct ForeignCall {
  /// Bits of `_flags_`.
  static let callsC = 1
  static let callsPython = 4
  static let usesErrno = 8
  static let usesLastError = 16
  static let mostArguments = 1024

  let function: UnsafeMutableRawPointer
  let flags: Int
  /// `from_param` of the declared types (tuple), or absent.
  let converters: Value
  /// A class, a callable, None; absent for an int.
  let resultType: Value
  /// `_check_retval_` of the class, or absent.
  let checker: Value

  /// - Throws: ArgumentError for arguments that cannot be passed; what conversions and checks raise.
  func run(_ arguments: TupleRef) throws(Raised) -> Value {
    let count = arguments.count
    if count > ForeignCall.mostArguments {
      throw CTypesErrors.argument.raised(
        "too many arguments (\(count)), maximum is \(ForeignCall.mostArguments)")
    }
    let kept = ListRef.make(capacity: count)
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(2)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = kept.value
    scratch[1] = arguments.value
    // For each argument its content of 16 bytes, its address and its type; the result's place at the end.
    let result = resultInfo
    let resultSize = max(result?.size ?? 8, 16)
    guard let block = calloc(count * 32 + resultSize, 1) else { throw raise(.memoryError) }
    defer { free(block) }
    let places = block + count * 16
    let addresses = places.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    let types = (places + count * 8).assumingMemoryBound(to: FFITypeRef?.self)
    for i in 0..<count {
      let passed = try argument(arguments, i, kept, block + i * 16)
      addresses[i] = passed.address
      types[i] = passed.type
    }
    let resultPlace = block + count * 32
    try enter(count, types, addresses, result, resultPlace)
    if flags & ForeignCall.callsPython != 0, thread.pointee.exception.isPresent { throw Raised() }
    return try convertResult(resultPlace, result)
  }

  // MARK: Arguments

  private func argument(
    _ arguments: TupleRef, _ i: Int, _ kept: ListRef, _ content: UnsafeMutableRawPointer
  ) throws(Raised) -> (type: FFITypeRef, address: UnsafeMutableRawPointer) {
    do throws(Raised) {
      var value = arguments[i]
      if converters.isPresent, i < TupleRef(converters).count {
        value = try Call.function(TupleRef(converters)[i], value)
      }
      return try ForeignCall.prepare(value, i + 1, kept, content)
    } catch {
      throw CTypesErrors.extended("argument \(i + 1): ", TypeRef(CTypesErrors.argument.type))
    }
  }

  /// The type and place of a value as an argument; what it refers to goes to `kept`.
  private static func prepare(
    _ value: Value, _ number: Int, _ kept: ListRef, _ content: UnsafeMutableRawPointer
  ) throws(Raised) -> (type: FFITypeRef, address: UnsafeMutableRawPointer) {
    kept.append(value)
    let library = Libffi.shared
    if let info = CTypeInfo.of(instance: value) {
      return prepare(CData(value), info, kept, content)
    }
    if let argument = CArgument(checking: value) {
      return (argument.p.pointee.ffi, argument.content)
    }
    if value.isNone { return (library.pointer, content) }
    if value.isAnyInt {
      if value.asMachineInt == nil, value.intSign < 0 || IntMath.bitLength(value) > 64 {
        throw raise(.overflowError, "int too long to convert")
      }
      let word = Int32(truncatingIfNeeded: SimpleCodes.lowWord(value))
      content.storeBytes(of: word, as: Int32.self)
      return (library.signed[2], content)
    }
    if value.isBytes {
      content.storeBytes(of: BytesRef(value).data, as: UnsafeMutablePointer<UInt8>.self)
      return (library.pointer, content)
    }
    if value.isStr {
      let text = SimpleCodes.wideText(StrRef(value))
      kept.append(text.value)
      content.storeBytes(of: text.data, as: UnsafeMutablePointer<UInt8>.self)
      return (library.pointer, content)
    }
    let substitute = try Attributes.lookup(value, CTypesNames.asParameter)
    if substitute.isPresent {
      try ThreadState.checkNativeStack(" while processing _as_parameter_")
      return try prepare(substitute, number, kept, content)
    }
    throw raise(.typeError, "Don't know how to convert parameter \(number)")
  }

  private static func prepare(
    _ data: CData, _ info: CTypeInfo, _ kept: ListRef, _ content: UnsafeMutableRawPointer
  ) -> (type: FFITypeRef, address: UnsafeMutableRawPointer) {
    switch info.kind {
    case .simple:
      memcpy(content, data.memory, info.size)
      return (SimpleCodes.ffi(info.code), content)
    case .pointer, .function:
      content.storeBytes(of: data.target, as: UnsafeMutableRawPointer?.self)
      return (Libffi.shared.pointer, content)
    case .array:
      content.storeBytes(of: data.memory, as: UnsafeMutableRawPointer.self)
      return (Libffi.shared.pointer, content)
    case .structure, .union:
      // What runs before the call may change the struct.
      let copy = BytesRef.make(data.memory.assumingMemoryBound(to: UInt8.self), count: info.size)
      kept.append(copy.value)
      return (info.p.pointee.ffi.unsafelyUnwrapped, UnsafeMutableRawPointer(copy.data))
    }
  }

  // MARK: The call

  private var resultInfo: CTypeInfo? {
    resultType.isAbsent || resultType.isNone ? nil : CTypeInfo.of(class: resultType)
  }

  private func resultFFI(_ info: CTypeInfo?) -> FFITypeRef {
    if resultType.isPresent, resultType.isNone { return Libffi.shared.void }
    return info?.p.pointee.ffi ?? Libffi.shared.signed[2]
  }

  private func enter(
    _ count: Int, _ types: UnsafeMutablePointer<FFITypeRef?>,
    _ addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ result: CTypeInfo?,
    _ place: UnsafeMutableRawPointer
  ) throws(Raised) {
    let library = Libffi.shared
    guard let interface = calloc(Libffi.interfaceSize, 1) else { throw raise(.memoryError) }
    defer { free(interface) }
    let declared = converters.isPresent ? TupleRef(converters).count : 0
    let resultFFI = UnsafeMutableRawPointer(resultFFI(result))
    let status =
      declared > 0 && declared < count
      ? library.prepareVariadic(
        interface, Libffi.abi, UInt32(declared), UInt32(count), resultFFI, types)
      : library.prepare(interface, Libffi.abi, UInt32(count), resultFFI, types)
    if status != 0 { throw raise(.runtimeError, "ffi_prep_cif failed") }
    let (function, swapsErrno) = (function, flags & ForeignCall.usesErrno != 0)
    let call: () -> Int = {
      if swapsErrno { ForeignCall.swapErrno() }
      library.call(interface, function, place, addresses)
      if swapsErrno { ForeignCall.swapErrno() }
      return 0
    }
    if flags & ForeignCall.callsPython != 0 {
      thread.pointee.exception = .absent
      _ = call()
    } else {
      _ = Threads.allowOthers(call)
    }
  }

  /// Exchanges the C library's errno and the thread's copy for `get_errno` and `set_errno`.
  static func swapErrno() {
    let copy = taipan_errno_copy().unsafelyUnwrapped
    let number = taipan_errno()
    taipan_set_errno(copy.pointee)
    copy.pointee = number
  }

  private func convertResult(_ place: UnsafeMutableRawPointer, _ info: CTypeInfo?) throws(Raised)
    -> Value
  {
    let integer = Value(Int(place.load(as: Int32.self)))
    if resultType.isAbsent { return integer }
    if resultType.isNone { return .none }
    guard let info else { return try Call.function(resultType, integer) }
    let type = TypeRef(resultType)
    let value =
      CTypeInfo.isPlain(type, info)
      ? try SimpleCodes.load(info.code, place, info.p.pointee.isSwapped)
      : try CData.copy(type, from: place).value
    return checker.isAbsent ? value : try Call.function(checker, value)
  }
}
