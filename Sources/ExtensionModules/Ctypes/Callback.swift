// Python functions as C functions: libffi closures.
//
// The closure's user data is the address of the thunk object. Whoever gives the function to C keeps the object of the
// function's class, which keeps the thunk.

import Glibc
import TaipanRuntime

struct CallbackLayout {
  var header: Header
  var closure: UnsafeMutableRawPointer?
  /// Where the function begins.
  var code: UnsafeMutableRawPointer?
  /// The call interface, and behind it the types of the arguments.
  var interface: UnsafeMutableRawPointer?
  var callable: Value
  /// Classes of the arguments (tuple) and the result (or None).
  var argumentTypes: Value
  var resultType: Value
  var flags: Int
}

struct Callback: TypedRef {
  let p: UnsafeMutablePointer<CallbackLayout>

  private static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes.CThunkObject", size: MemoryLayout<CallbackLayout>.size, flags: [.noInstantiation],
      releaser: { Callback($0).release() }))

  private func release() {
    if let closure = p.pointee.closure { Libffi.shared.freeClosure(closure) }
    free(p.pointee.interface)
  }

  /// - Throws: TypeError for a result type that is neither None nor a simple one.
  static func make(_ callable: Value, _ argumentTypes: TupleRef, _ resultType: Value, _ flags: Int)
    throws(Raised) -> Callback
  {
    let library = Libffi.shared
    var result = library.void
    if resultType.isPresent, !resultType.isNone {
      guard let info = CTypeInfo.of(class: resultType), info.code != 0,
        let ffi = info.p.pointee.ffi
      else { throw raise(.typeError, "invalid result type for callback function") }
      result = ffi
    }
    let callback = Callback(Instances.allocate(type))
    callback.p.pointee.callable = callable
    callback.p.pointee.argumentTypes = argumentTypes.value
    callback.p.pointee.resultType = resultType.isAbsent ? .none : resultType
    callback.p.pointee.flags = flags
    Heap.releaseWhenDead(callback.object)
    let count = argumentTypes.count
    guard let interface = calloc(Libffi.interfaceSize + (count + 1) * 8, 1) else {
      throw raise(.memoryError)
    }
    callback.p.pointee.interface = interface
    let types = (interface + Libffi.interfaceSize).assumingMemoryBound(to: FFITypeRef?.self)
    for i in 0..<count {
      types[i] = CTypeInfo.of(class: argumentTypes[i])?.p.pointee.ffi ?? library.signed[2]
    }
    callback.p.pointee.closure = library.allocateClosure(
      Libffi.closureSize, &callback.p.pointee.code)
    guard let closure = callback.p.pointee.closure else { throw raise(.memoryError) }
    let status = library.prepare(interface, Libffi.abi, UInt32(count), result, types)
    if status != 0 { throw raise(.runtimeError, "ffi_prep_cif failed with \(status)") }
    let prepared = library.prepareClosure(
      closure, interface, enter, callback.object.pointer, callback.p.pointee.code)
    if prepared != 0 { throw raise(.runtimeError, "ffi_prep_closure failed with \(prepared)") }
    // C code may call from threads of its own.
    Threads.expectOthers()
    return callback
  }

  // MARK: Being called

  private static let enter: Libffi.ClosureBody = { _, result, arguments, user in
    guard let user else { return }
    let callback = Callback(ObjectRef(pointer: user))
    let code = errno
    Threads.callBack {
      errno = code
      callback.run(result.unsafelyUnwrapped, arguments)
    }
  }

  private func run(
    _ result: UnsafeMutableRawPointer,
    _ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) {
    let pending = thread.pointee.exception
    thread.pointee.exception = .absent
    let value: Value
    do throws(Raised) {
      let tuple = try self.arguments(arguments)
      let swapsErrno = p.pointee.flags & ForeignCall.usesErrno != 0
      if swapsErrno { ForeignCall.swapErrno() }
      defer { if swapsErrno { ForeignCall.swapErrno() } }
      value = try Call.function(p.pointee.callable, tuple, nil)
    } catch {
      value = .absent
      report("Exception ignored on calling ctypes callback function ")
    }
    store(value, result)
    thread.pointee.exception = pending
  }

  private func arguments(_ places: UnsafeMutablePointer<UnsafeMutableRawPointer?>?)
    throws(Raised) -> TupleRef
  {
    let types = TupleRef(p.pointee.argumentTypes)
    let tuple = TupleRef.make(count: types.count)
    for i in 0..<types.count {
      let place = places.unsafelyUnwrapped[i].unsafelyUnwrapped
      guard let info = CTypeInfo.of(class: types[i]) else {
        throw raise(.typeError, "cannot build parameter")
      }
      let type = TypeRef(types[i])
      if CTypeInfo.isPlain(type, info) {
        tuple.set(i, try SimpleCodes.load(info.code, place, info.p.pointee.isSwapped))
      } else {
        let made = try Call.function(types[i])
        guard CTypeInfo.of(instance: made) != nil else {
          throw raise(.typeError, "unexpected result of create argument \(i):")
        }
        memcpy(CData(made).memory, place, min(info.size, CData(made).p.pointee.size))
        tuple.set(i, made)
      }
    }
    return tuple
  }

  /// Gives the result to C; small ones take a whole word.
  private func store(_ value: Value, _ result: UnsafeMutableRawPointer) {
    guard let info = CTypeInfo.of(class: p.pointee.resultType) else { return }
    memset(result, 0, max(info.size, 8))
    if value.isAbsent { return }
    do throws(Raised) {
      let kept = try SimpleCodes.store(info.code, value, result, info.p.pointee.isSwapped)
      if kept.isNone || info.code == UInt8(ascii: "O") { return }
      // Nobody knows how long C uses it.
      _ = Heap.makeRoot(kept)
      try Warnings.warn(.runtimeWarning, "memory leak in callback function.")
    } catch {
      report("Exception ignored on converting result of ctypes callback function ")
    }
  }

  private func report(_ text: String) {
    let failure = takeRaised()
    var name = "?"
    do throws(Raised) { name = try Convert.repr(p.pointee.callable).text } catch {
      _ = takeRaised()
    }
    _ = setRaised(failure)
    Exceptions.reportUnraisable(text + name, .none)
  }
}
