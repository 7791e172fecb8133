// The state of a pickler: what `pickle.Pickler` keeps between two calls of `dump`.

import TaipanRuntime

struct PicklerLayout {
  var header: Header
  /// What was assigned to `persistent_id`, or absent.
  var hook: Value
  /// `file.write`; None where the result is wanted as bytes, absent before `__init__`.
  var write: Value
  /// While dumping: what `persistent_id` is in a subclass or was set to, or absent.
  var persistentID: Value
  /// Own table of reducers, or absent: then `copyreg.dispatch_table`.
  var dispatchTable: Value
  var bufferCallback: Value
  /// While dumping: a method `reducer_override` of a subclass, or absent.
  var reducerOverride: Value
  /// List of the objects in the memo: what a number stands for must live.
  var memorized: Value
  /// Address of a `PicklerState`.
  var state: Int
}

struct PicklerState {
  var output = PickleOutput()
  var memo = IdentityTable()
  var version = 0
  var fixesImports = false
  /// No memo: larger pickles, and no cycles.
  var isFast = false
  /// How deep containers lie in each other in fast mode.
  var fastDepth = 0

  /// Protocol 0 is text.
  var isBinary: Bool { version > 0 }
}

struct PicklerRef: TypedRef {
  let p: UnsafeMutablePointer<PicklerLayout>

  static let highestVersion = 5
  static let defaultVersion = 4

  var state: UnsafeMutablePointer<PicklerState> {
    UnsafeMutablePointer(bitPattern: p.pointee.state).unsafelyUnwrapped
  }

  /// A pickler that nothing was set in.
  static func make(_ type: TypeRef) -> PicklerRef {
    let pickler = PicklerRef(Instances.allocate(type))
    pickler.p.pointee.state = 0
    Heap.releaseWhenDead(pickler.object)
    return pickler
  }

  static func release(_ object: ObjectRef) {
    let pickler = PicklerRef(object)
    if pickler.p.pointee.state == 0 { return }
    pickler.freeState()
  }

  private func freeState() {
    state.pointee.output.free()
    state.pointee.memo.free()
    state.deinitialize(count: 1)
    state.deallocate()
    p.pointee.state = 0
  }

  /// - Parameter write: a callable for bytes; None to collect them.
  /// - Throws: TypeError, ValueError for a protocol that does not exist or knows no buffers.
  func start(write: Value, protocol version: Value, fixImports: Value, bufferCallback: Value)
    throws(Raised)
  {
    let number = try PicklerRef.version(version)
    let fixes = fixImports.isPresent ? try Convert.truth(fixImports) : true
    let callback = bufferCallback.isPresent ? bufferCallback : .none
    if !callback.isNone, number < 5 {
      throw raise(.valueError, "buffer_callback needs protocol >= 5")
    }
    if p.pointee.state != 0 { freeState() }
    let fresh = UnsafeMutablePointer<PicklerState>.allocate(capacity: 1)
    fresh.initialize(to: PicklerState())
    fresh.pointee.version = number
    fresh.pointee.fixesImports = fixes && number < 3
    p.pointee.state = Int(bitPattern: fresh)
    p.pointee.write = write
    p.pointee.bufferCallback = callback
    object.noteWrite()
    object.store(ListRef.make().value, at: object.word(PicklerRef.memorizedWord))
  }

  private static let memorizedWord = MemoryLayout<PicklerLayout>.offset(of: \.memorized)! / 8

  private static func version(_ value: Value) throws(Raised) -> Int {
    if value.isAbsent || value.isNone { return defaultVersion }
    let number = try Convert.machineInt(value)
    if number < 0 { return highestVersion }
    if number > highestVersion {
      throw raise(.valueError, "pickle protocol must be <= \(highestVersion)")
    }
    return number
  }

  // MARK: The memo

  var memorized: ListRef { ListRef(p.pointee.memorized) }

  func clearMemo() {
    state.pointee.memo.free()
    state.pointee.memo = IdentityTable()
    memorized.truncate(0)
  }

  /// Gives the object on top of the stack the next number.
  @inline(__always) func memorize(_ value: Value) {
    if state.pointee.isFast { return }
    let number = state.pointee.memo.count
    state.pointee.memo.add(value, number)
    memorized.append(value)
    if state.pointee.version >= 4 {
      state.pointee.output.append(.memoize)
    } else if !state.pointee.isBinary {
      state.pointee.output.append(.put, line: "\(number)")
    } else if number < 256 {
      state.pointee.output.append(.binPut, UInt8(number))
    } else {
      state.pointee.output.append(.longBinPut, number, size: 4)
    }
  }

  func recall(_ number: Int) {
    if !state.pointee.isBinary {
      state.pointee.output.append(.get, line: "\(number)")
    } else if number < 256 {
      state.pointee.output.append(.binGet, UInt8(number))
    } else {
      state.pointee.output.append(.longBinGet, number, size: 4)
    }
  }

  /// The object's number; nil for one that was not pickled yet.
  @inline(__always) func number(_ value: Value) -> Int? {
    value.isHeap ? state.pointee.memo.number(value) : nil
  }

  // MARK: Dumping

  /// Pickles an object, behind the header that the protocol wants.
  func dump(_ root: Value) throws(Raised) {
    p.pointee.persistentID = try PersistentHook.identify(value)
    p.pointee.reducerOverride = .absent
    object.noteWrite()
    if object.type != PicklerObject.type {
      let override = try Attributes.lookup(value, Interning.intern("reducer_override"))
      p.pointee.reducerOverride = override
      object.noteWrite()
    }
    defer {
      p.pointee.persistentID = .absent
      p.pointee.reducerOverride = .absent
      state.pointee.output.isFraming = false
    }
    if state.pointee.version >= 2 {
      state.pointee.output.append(.proto, UInt8(state.pointee.version))
      state.pointee.output.isFraming = state.pointee.version >= 4
    }
    try save(root)
    state.pointee.output.append(.stop)
    state.pointee.output.closeFrame()
  }

  /// What was pickled since the last call.
  func takeOutput() -> BytesRef {
    let bytes = BytesRef.make(state.pointee.output.bytes, count: state.pointee.output.count)
    state.pointee.output.clear()
    return bytes
  }

  /// Writes what was pickled to the file.
  func flush() throws(Raised) {
    _ = try Call.function(p.pointee.write, takeOutput().value)
  }

  /// Content with its opcode. What is as long as a frame stands between two, and goes to the file without
  /// another copy.
  ///
  /// - Parameter payload: the bytes object with the content, where there is one.
  func append(
    _ header: (inout PickleOutput) -> Void, _ content: UnsafeBufferPointer<UInt8>, payload: Value
  )
    throws(Raised)
  {
    if content.count < PickleOutput.frameTarget {
      header(&state.pointee.output)
      if let start = content.baseAddress {
        state.pointee.output.append(raw: start, count: content.count)
      }
      return
    }
    let isFraming = state.pointee.output.isFraming
    state.pointee.output.closeFrame()
    state.pointee.output.isFraming = false
    header(&state.pointee.output)
    state.pointee.output.isFraming = isFraming
    if p.pointee.write.isNone {
      state.pointee.output.append(raw: content.baseAddress!, count: content.count)
      return
    }
    try flush()
    let bytes =
      payload.isPresent
      ? payload : BytesRef.make(content.baseAddress!, count: content.count).value
    _ = try Call.function(p.pointee.write, bytes)
  }
}
