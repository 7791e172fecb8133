// `pickle.PickleBuffer`: a buffer that may travel beside the pickle (PEP 574).

import TaipanRuntime

struct PickleBufferLayout {
  var header: Header
  /// A memoryview; None once released.
  var view: Value
}

struct PickleBufferRef: TypedRef {
  let p: UnsafeMutablePointer<PickleBufferLayout>

  /// - Throws: ValueError for a released buffer.
  func view() throws(Raised) -> Value {
    if p.pointee.view.isNone {
      throw raise(.valueError, "operation forbidden on released PickleBuffer object")
    }
    return p.pointee.view
  }
}

enum PickleBufferObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, object, /)", new),
    NativeMethod("raw", "($self, /)", raw),
    NativeMethod("release", "($self, /)", release),
    NativeMethod("__buffer__", "($self, flags, /)", buffer),
    NativeMethod("__release_buffer__", "($self, buffer, /)", { a throws(Raised) in .none }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "pickle.PickleBuffer", size: MemoryLayout<PickleBufferLayout>.size, flags: [.weakReferable],
      methods: methods))

  private static func memoryView(_ value: Value) throws(Raised) -> Value {
    try Call.function(BuiltinType.memoryView.value, value)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if !Buffers.isOffered(by: a[1]) {
      throw raise(.typeError, "a bytes-like object is required, not '\(a[1].typeName)'")
    }
    let view = try memoryView(a[1])
    let buffer = PickleBufferRef(Instances.allocate(TypeRef(a[0])))
    buffer.p.pointee.view = view
    return buffer.value
  }

  static func raw(_ a: Args) throws(Raised) -> Value {
    let view = try memoryView(try PickleBufferRef(a[0]).view())
    if !(try Convert.truth(try Attributes.get(view, "contiguous"))) {
      throw raise(.bufferError, "cannot extract raw buffer from non-contiguous buffer")
    }
    return try Call.method(view, "cast", Value("B"))
  }

  static func release(_ a: Args) throws(Raised) -> Value {
    let buffer = PickleBufferRef(a[0])
    if buffer.p.pointee.view.isNone { return .none }
    _ = try Call.method(buffer.p.pointee.view, "release")
    buffer.p.pointee.view = .none
    return .none
  }

  static func buffer(_ a: Args) throws(Raised) -> Value {
    try memoryView(try PickleBufferRef(a[0]).view())
  }
}

extension PicklerRef {
  /// A buffer: beside the pickle where the callback wants it, else as bytes or bytearray.
  func saveBuffer(_ value: Value) throws(Raised) {
    if state.pointee.version < 5 {
      throw PickleModule.picklingError.raised(
        "PickleBuffer can only be pickled with protocol >= 5")
    }
    let view = try PickleBufferRef(value).view()
    if !(try Convert.truth(try Attributes.get(view, "contiguous"))) {
      throw PickleModule.picklingError.raised(
        "PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
    }
    let isReadOnly = try Convert.truth(try Attributes.get(view, "readonly"))
    if !p.pointee.bufferCallback.isNone,
      !(try Convert.truth(try Call.function(p.pointee.bufferCallback, value)))
    {
      state.pointee.output.append(.nextBuffer)
      if isReadOnly { state.pointee.output.append(.readOnlyBuffer) }
      return
    }
    let bytes = BytesRef(try Call.method(view, "tobytes", Value("A")))
    if isReadOnly {
      try saveBytes(bytes.buffer, payload: bytes.value, memo: value)
    } else {
      try saveByteArray(bytes.buffer, memo: value)
    }
  }
}
