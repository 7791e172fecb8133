// Reading the memory of whatever has a buffer: bytes, bytearray, memoryview, array.array, and objects with
// a `__buffer__` of their own.

/// The memory of an object: items of one format side by side.
public struct BufferView {
  public var data: UnsafeMutablePointer<UInt8>
  public var byteCount: Int
  public var itemSize = 1
  /// The letter of `struct`.
  public var format = UInt8(ascii: "B")
  public var isReadOnly = false
  /// What keeps the memory alive, also when the object is resized.
  public var owner: Value
  /// A str: the format where it is more than a letter; absent otherwise.
  public var formatText = Value.absent
  /// A tuple: the lengths of all dimensions; absent for one dimension.
  public var shape = Value.absent

  public init(data: UnsafeMutablePointer<UInt8>, byteCount: Int, owner: Value) {
    self.data = data
    self.byteCount = byteCount
    self.owner = owner
  }
}

public enum Buffers {
  /// Finds the memory of a native type's instance. With `isKept` a view will hold it: the instance must
  /// leave it as it is from now on, and take other memory when it is resized.
  public typealias Exporter = @convention(thin) (Value, _ isKept: Bool) -> BufferView

  private struct Entry {
    let type: TypeRef
    let exporter: Exporter
  }

  nonisolated(unsafe) private static var exporters: [Entry] = []

  /// Offers the memory of a native type's instances to whatever takes a buffer.
  public static func register(_ type: TypeRef, _ exporter: @escaping Exporter) {
    exporters.append(Entry(type: type, exporter: exporter))
  }

  /// Native types whose `__buffer__` answers with a memoryview that they keep.
  nonisolated(unsafe) private static var viewTypes: [TypeRef] = []

  /// Has the type's own `__buffer__` asked for the memory of its instances, as that of a class in Python is.
  public static func registerViews(_ type: TypeRef) { viewTypes.append(type) }

  /// The memory of a builtin or registered type's instance; nil for others.
  @inline(never)
  static func exported(_ value: Value, isKept: Bool = false) -> BufferView? {
    if !value.isHeap { return nil }
    if value.isBytes {
      let bytes = BytesRef(value)
      var view = BufferView(data: bytes.data, byteCount: bytes.count, owner: value)
      view.isReadOnly = true
      return view
    }
    if value.isInstance(of: .byteArray) {
      let array = ByteArrayRef(value)
      if isKept { array.p.pointee.exports += 1 }
      return BufferView(data: array.data, byteCount: array.count, owner: array.buffer)
    }
    for entry in exporters where value.type.isSubtype(of: entry.type) {
      return entry.exporter(value, isKept)
    }
    return nil
  }

  /// Whether the object offers its memory.
  public static func isOffered(by value: Value) -> Bool { BytesLike.isBytesLike(value) }

  /// The object's bytes, contiguous; valid while the object lives and is not resized. The base
  /// address is never nil.
  ///
  /// - Throws: TypeError for an object without a buffer; BufferError for one with gaps; what `__buffer__`
  ///   raises.
  public static func read(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    if value.isExactly(.bytes) { return BytesRef(value).buffer }
    if value.isHeap, value.isExactly(.memoryView) {
      let view = try contiguous(value)
      return UnsafeBufferPointer(start: view.data, count: view.p.pointee.byteCount)
    }
    if hasOwnBuffer(value) { return BytesLike.buffer(try BytesLike.contiguous(value)) }
    if let view = exported(value) {
      return UnsafeBufferPointer(start: view.data, count: view.byteCount)
    }
    throw BytesLike.required(value)
  }

  /// The object's memory to write into; valid while the object lives and is not resized.
  ///
  /// - Throws: TypeError for an object without a buffer or with one that is read-only.
  public static func writable(_ value: Value) throws(Raised) -> UnsafeMutableRawBufferPointer {
    if value.isHeap, value.isExactly(.memoryView) {
      let view = try contiguous(value)
      if !view.isReadOnly {
        return UnsafeMutableRawBufferPointer(start: view.data, count: view.p.pointee.byteCount)
      }
    } else if hasOwnBuffer(value) {
      return try writable(try MemoryViewType.make(value).value)
    } else if let view = exported(value), !view.isReadOnly {
      return UnsafeMutableRawBufferPointer(start: view.data, count: view.byteCount)
    }
    throw raise(
      .typeError, "read-write bytes-like object expected, not \(value.typeName)")
  }

  /// Whether the object's class says what its memory is by a method of its own.
  static func hasOwnBuffer(_ value: Value) -> Bool {
    if !value.isHeap { return false }
    if !value.type.has(.heap) { return viewTypes.contains { value.type.isSubtype(of: $0) } }
    let method = value.type.special(.buffer)
    return method.isPresent && !(method.isHeap && method.type == .slotWrapper)
  }

  private static func contiguous(_ value: Value) throws(Raised) -> MemoryViewRef {
    let view = try MemoryViewRef.live(value)
    if !view.isContiguous {
      throw raise(.bufferError, "memoryview: underlying buffer is not C-contiguous")
    }
    return view
  }

  // MARK: Methods of the types that have a buffer

  /// `__buffer__` and `__release_buffer__`.
  public static let methods: [NativeMethod] = [
    NativeMethod("__buffer__", "($self, flags, /)", getBuffer),
    NativeMethod("__release_buffer__", "($self, buffer, /)", releaseBuffer),
  ]

  private static func getBuffer(_ a: Args) throws(Raised) -> Value {
    let flags = try Convert.cInt(a[1])
    let view = try MemoryViewType.makeNative(a[0])
    if flags & 1 != 0, view.isReadOnly {
      throw raise(.bufferError, "Object is not writable.")
    }
    return view.value
  }

  private static func releaseBuffer(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.memoryView) else {
      throw raise(.typeError, "expected a memoryview object")
    }
    let view = MemoryViewRef(a[1])
    if view.p.pointee.source.isPresent, view.p.pointee.source !== a[0] {
      throw raise(.valueError, "memoryview's buffer is not this object")
    }
    MemoryViewType.drop(view)
    return .none
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The first byte's address; for C functions, which take no null pointer even for no bytes.
  @inline(__always) var base: UnsafePointer<UInt8> {
    baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped
  }
}
