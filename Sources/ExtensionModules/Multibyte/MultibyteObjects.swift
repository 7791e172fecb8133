// Incremental codecs and streams of East Asian encodings.

import TaipanRuntime

struct MultibyteLayout {
  var header: Header
  var codec: UnsafeMutablePointer<MultibyteCodec>?
  var state: UInt64
  var errors: Value
  /// What waits for more: characters of an encoder, bytes of a decoder.
  var pending: Value
  /// Of a stream reader or writer; None.
  var stream: Value
}

struct MultibyteRef: TypedRef {
  let p: UnsafeMutablePointer<MultibyteLayout>

  static let size = MemoryLayout<MultibyteLayout>.size

  /// An object of a class whose attribute `codec` says the encoding.
  ///
  /// - Throws: AttributeError, TypeError for a class without; TypeError for errors that are no str.
  static func make(_ type: Value, errors: Value, stream: Value = .none) throws(Raised)
    -> MultibyteRef
  {
    var name = Value("strict")
    if errors.isPresent, !errors.isNone {
      if !errors.isStr { throw raise(.typeError, "errors must be a string") }
      name = errors
    }
    let codec = try Attributes.get(type, "codec")
    if !codec.isHeap || codec.asObject.type != MultibyteCodecObject.type {
      throw raise(.typeError, "codec is unexpected type")
    }
    let ref = MultibyteRef(Instances.allocate(TypeRef(type)))
    ref.p.pointee.codec = MultibyteCodecObject.codec(codec)
    ref.p.pointee.errors = name
    ref.p.pointee.stream = stream
    ref.reset()
    return ref
  }

  var codec: UnsafeMutablePointer<MultibyteCodec> { p.pointee.codec.unsafelyUnwrapped }
  var errors: String { StrRef(p.pointee.errors).text }

  func reset() {
    let type = object.type
    let decodes =
      type.isSubtype(of: MultibyteDecoderObject.type)
      || type.isSubtype(of: MultibyteReaderObject.type)
    p.pointee.state = codec.pointee.initialState(decoding: decodes).bits
    p.pointee.pending = .absent
  }

  func setPending(_ value: Value) {
    p.pointee.pending = value
    object.noteWrite()
  }

  // MARK: Encoding

  /// - Throws: TypeError for what is no str; UnicodeEncodeError; what the error handler raises.
  func encode(_ input: Value, isFinal: Bool) throws(Raised) -> Value {
    guard input.isStr else {
      throw raise(.typeError, "couldn't convert the object to str.")
    }
    var text = StrRef(input)
    if p.pointee.pending.isPresent {
      text = StrRef.concatenate(StrRef(p.pointee.pending), text)
    }
    var run = EncodingRun(codec, errors: errors)
    run.state.bits = p.pointee.state
    let done = try run.encode(text, isFinal: isFinal)
    if isFinal { codec.pointee.finish(&run.state, &run.out) }
    p.pointee.state = run.state.bits
    setPending(done < text.count ? text.slice(done, text.count).value : .absent)
    return run.result
  }

  // MARK: Decoding

  /// - Throws: UnicodeDecodeError; what the error handler raises.
  func decode(_ input: [UInt8], isFinal: Bool) throws(Raised) -> Value {
    var bytes = input
    if p.pointee.pending.isPresent { bytes = Array(BytesRef(p.pointee.pending).buffer) + bytes }
    var run = DecodingRun(codec, errors: errors)
    run.state.bits = p.pointee.state
    let done = try run.decode(bytes, isFinal: isFinal)
    p.pointee.state = run.state.bits
    setPending(done < bytes.count ? BytesRef.make(Array(bytes[done...])).value : .absent)
    return run.result
  }

  // MARK: The attribute `errors`

  static let errorsGetSet = NativeGetSet(
    "errors", { a throws(Raised) in MultibyteRef(a[0]).p.pointee.errors },
    set: { a throws(Raised) in
      if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
      if !a[1].isStr { throw raise(.typeError, "errors must be a string") }
      MultibyteRef(a[0]).p.pointee.errors = a[1]
      a[0].asObject.noteWrite()
      return .none
    })
  static let streamGetSet = NativeGetSet(
    "stream", { a throws(Raised) in MultibyteRef(a[0]).p.pointee.stream })

  // MARK: Methods of several types

  static let constructor = NativeMethod(
    "__new__", "($type, errors='strict')",
    { a throws(Raised) in try MultibyteRef.make(a[0], errors: a[1]).value })
  static let streamConstructor = NativeMethod(
    "__new__", "($type, stream, errors='strict')",
    { a throws(Raised) in try MultibyteRef.make(a[0], errors: a[2], stream: a[1]).value })

  /// Nothing is left for `__init__` to do.
  static let initializer = NativeMethod(
    "__init__", "($self, *args, **kwargs)", { a throws(Raised) in .none })

  static let resetter = NativeMethod(
    "reset", "($self, /)",
    { a throws(Raised) in
      MultibyteRef(a[0]).reset()
      return .none
    })

  /// Bytes that may wait in a state for `setstate`.
  static let longestPending = 8
}

enum MultibyteEncoderObject {
  static let methods: [NativeMethod] = [
    MultibyteRef.constructor, MultibyteRef.initializer,
    NativeMethod("encode", "($self, /, input, final=False)", encode),
    MultibyteRef.resetter,
    NativeMethod("getstate", "($self, /)", getState),
    NativeMethod("setstate", "($self, state, /)", setState),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_multibytecodec.MultibyteIncrementalEncoder", size: MultibyteRef.size, flags: [.baseable],
      methods: methods, getSets: [MultibyteRef.errorsGetSet]))

  private static func encode(_ a: Args) throws(Raised) -> Value {
    let isFinal = a[2].isPresent ? try Convert.truth(a[2]) : false
    return try MultibyteRef(a[0]).encode(a[1], isFinal: isFinal)
  }

  /// An int of: the number of pending bytes of UTF-8, these, the eight bytes of the shift state.
  private static func getState(_ a: Args) throws(Raised) -> Value {
    let ref = MultibyteRef(a[0])
    let pending = ref.p.pointee.pending
    var bytes: [UInt8] = []
    if pending.isPresent {
      bytes = Array(BytesRef(try Codecs.encode(StrRef(pending), "utf-8", "strict")).buffer)
    }
    if bytes.count > MultibyteRef.longestPending {
      throw raise(.unicodeError, "pending buffer too large")
    }
    bytes.insert(UInt8(bytes.count), at: 0)
    for i in 0..<8 { bytes.append(ShiftState(bits: ref.p.pointee.state)[i]) }
    return try Call.method(
      BuiltinType.int.value, "from_bytes", BytesRef.make(bytes).value, Value("little"))
  }

  private static func setState(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt {
      throw raise(
        .typeError, "setstate() argument must be int, not \(a[1].argumentTypeName)")
    }
    let ref = MultibyteRef(a[0])
    let size = 1 + MultibyteRef.longestPending + 8
    let encoded = BytesRef(
      try Call.method(a[1], "to_bytes", Value(size), Value("little")))
    let count = Int(encoded.data[0])
    if count > MultibyteRef.longestPending {
      throw raise(.unicodeError, "pending buffer too large")
    }
    let waiting = BytesRef.make(encoded.data + 1, count: count)
    let text = try Codecs.decode(waiting.value, "utf-8", "strict")
    ref.setPending(count > 0 ? text.value : .absent)
    var state = ShiftState()
    for i in 0..<8 { state[i] = encoded.data[1 + count + i] }
    ref.p.pointee.state = state.bits
    return .none
  }
}

enum MultibyteDecoderObject {
  static let methods: [NativeMethod] = [
    MultibyteRef.constructor, MultibyteRef.initializer,
    NativeMethod("decode", "($self, /, input, final=False)", decode),
    MultibyteRef.resetter,
    NativeMethod("getstate", "($self, /)", getState),
    NativeMethod("setstate", "($self, state, /)", setState),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_multibytecodec.MultibyteIncrementalDecoder", size: MultibyteRef.size, flags: [.baseable],
      methods: methods, getSets: [MultibyteRef.errorsGetSet]))

  private static func decode(_ a: Args) throws(Raised) -> Value {
    let isFinal = a[2].isPresent ? try Convert.truth(a[2]) : false
    return try MultibyteRef(a[0]).decode(Array(try Buffers.read(a[1])), isFinal: isFinal)
  }

  private static func getState(_ a: Args) throws(Raised) -> Value {
    let ref = MultibyteRef(a[0])
    let pending = ref.p.pointee.pending
    return TupleRef.of(
      pending.isAbsent ? BytesRef.empty.value : pending,
      Value(Int(truncatingIfNeeded: ref.p.pointee.state))
    ).value
  }

  private static func setState(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple else {
      throw raise(
        .typeError, "setstate() argument must be tuple, not \(a[1].argumentTypeName)")
    }
    let tuple = TupleRef(a[1])
    guard tuple.count == 2, tuple[0].isBytes, tuple[1].isAnyInt else {
      throw raise(.typeError, "setstate(): illegal state argument")
    }
    let ref = MultibyteRef(a[0])
    if BytesRef(tuple[0]).count > MultibyteRef.longestPending {
      let arguments = TupleRef.make(count: 5)
      arguments.set(0, Value(ref.codec.pointee.name))
      arguments.set(1, tuple[0])
      arguments.set(2, Value(0))
      arguments.set(3, Value(BytesRef(tuple[0]).count))
      arguments.set(4, Value("pending buffer too large"))
      throw setRaised(
        try Call.function(BuiltinType.unicodeDecodeError.value, arguments, nil))
    }
    let bytes = BytesRef(
      try Call.method(tuple[1], "to_bytes", Value(8), Value("little")))
    var state = ShiftState()
    for i in 0..<8 { state[i] = bytes.data[i] }
    ref.setPending(BytesRef(tuple[0]).count > 0 ? tuple[0] : .absent)
    ref.p.pointee.state = state.bits
    return .none
  }
}

enum MultibyteReaderObject {
  static let methods: [NativeMethod] = [
    MultibyteRef.streamConstructor, MultibyteRef.initializer,
    NativeMethod("read", "($self, sizeobj=None, /)", { a throws(Raised) in try read(a, "read") }),
    NativeMethod(
      "readline", "($self, sizeobj=None, /)", { a throws(Raised) in try read(a, "readline") }),
    NativeMethod("readlines", "($self, sizehintobj=None, /)", readLines),
    MultibyteRef.resetter,
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_multibytecodec.MultibyteStreamReader", size: MultibyteRef.size, flags: [.baseable],
      methods: methods, getSets: [MultibyteRef.errorsGetSet, MultibyteRef.streamGetSet]))

  /// - Throws: TypeError for what is no size.
  private static func size(_ a: Args) throws(Raised) -> Int {
    let size = a.optional(1)
    if size.isAbsent || size.isNone { return -1 }
    if !size.isAnyInt { throw raise(.typeError, "arg 1 must be an integer") }
    return try Convert.machineInt(size)
  }

  private static func read(_ a: Args, _ method: String) throws(Raised) -> Value {
    try read(MultibyteRef(a[0]), method, try size(a))
  }

  /// Reads by a method of the stream until there is a character, or the stream ends.
  private static func read(_ ref: MultibyteRef, _ method: String, _ wanted: Int) throws(Raised)
    -> Value
  {
    if wanted == 0 { return Value("") }
    var size = wanted
    while true {
      let stream = ref.p.pointee.stream
      let data =
        size < 0 ? try Call.method(stream, method) : try Call.method(stream, method, Value(size))
      if !data.isBytes {
        throw raise(
          .typeError, "stream function returned a non-bytes object (\(data.typeName))")
      }
      let bytes = Array(BytesRef(data).buffer)
      let text = try ref.decode(bytes, isFinal: bytes.isEmpty || size < 0)
      if size < 0 || bytes.isEmpty || StrRef(text).count > 0 { return text }
      size = 1
    }
  }

  private static func readLines(_ a: Args) throws(Raised) -> Value {
    let text = try read(MultibyteRef(a[0]), "read", try size(a))
    return try Call.method(text, "splitlines", .true)
  }
}

enum MultibyteWriterObject {
  static let methods: [NativeMethod] = [
    MultibyteRef.streamConstructor, MultibyteRef.initializer,
    NativeMethod("write", "($self, strobj, /)", write),
    NativeMethod("writelines", "($self, lines, /)", writeLines),
    NativeMethod("reset", "($self, /)", reset),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_multibytecodec.MultibyteStreamWriter", size: MultibyteRef.size, flags: [.baseable],
      methods: methods, getSets: [MultibyteRef.errorsGetSet, MultibyteRef.streamGetSet]))

  private static func write(_ ref: MultibyteRef, _ text: Value, isFinal: Bool = false)
    throws(Raised)
  {
    let bytes = try ref.encode(text, isFinal: isFinal)
    if isFinal, BytesRef(bytes).count == 0 { return }
    _ = try Call.method(ref.p.pointee.stream, "write", bytes)
  }

  private static func write(_ a: Args) throws(Raised) -> Value {
    try write(MultibyteRef(a[0]), a[1])
    return .none
  }

  private static func writeLines(_ a: Args) throws(Raised) -> Value {
    let lines = try Iterate.list(a[1])
    for i in 0..<lines.count { try write(MultibyteRef(a[0]), lines[i]) }
    return .none
  }

  /// Writes what waits, and what takes the text back to its initial state.
  private static func reset(_ a: Args) throws(Raised) -> Value {
    let ref = MultibyteRef(a[0])
    try write(ref, Value(""), isFinal: true)
    ref.reset()
    return .none
  }
}
