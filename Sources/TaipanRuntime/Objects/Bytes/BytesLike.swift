// The bytes of whatever has a buffer: bytes, bytearray, and what `__buffer__` shows.

public enum BytesLike {
  /// Whether the object offers its memory as bytes.
  public static func isBytesLike(_ value: Value) -> Bool {
    if value.isExactly(.bytes) || value.isExactly(.byteArray) { return true }
    return value.isBytes || value.isHeap && value.type.special(.buffer).isPresent
  }

  /// The object's bytes as a bytes or bytearray object (itself where it is one), absent if it has none.
  ///
  /// - Throws: what `__buffer__` raises.
  public static func contiguous(_ value: Value) throws(Raised) -> Value {
    if value.isBytes { return value }
    if !value.isHeap { return .absent }
    if value.isInstance(of: .byteArray), !Buffers.hasOwnBuffer(value) { return value }
    if value.type.special(.buffer).isAbsent { return .absent }
    let view = try MemoryViewType.make(value, flags: 0)
    let bytes = view.bytes().value
    if value !== view.value { try MemoryViewType.release(view) }
    return bytes
  }

  /// The memory of a bytes object, or of a memoryview of adjacent bytes of one, with the object; nil for what
  /// may change.
  public static func immutable(_ value: Value) -> (
    owner: Value, bytes: UnsafeBufferPointer<UInt8>
  )? {
    if value.isExactly(.bytes) { return (value, BytesRef(value).buffer) }
    guard value.isExactly(.memoryView) else { return nil }
    let view = MemoryViewRef(value).p.pointee
    guard view.source.isPresent, view.source.isExactly(.bytes), view.dimensionCount == 1,
      view.stride == view.itemSize
    else { return nil }
    return (view.source, UnsafeBufferPointer(start: view.data, count: view.byteCount))
  }

  /// Memory of what `contiguous` gave; valid while the object lives and is not resized.
  public static func buffer(_ contiguous: Value) -> UnsafeBufferPointer<UInt8> {
    if contiguous.isBytes { return BytesRef(contiguous).buffer }
    let array = ByteArrayRef(contiguous)
    return UnsafeBufferPointer(start: array.data, count: array.count)
  }

  /// A copy of the object's bytes.
  ///
  /// - Throws: TypeError for an object without a buffer.
  public static func copy(_ value: Value) throws(Raised) -> [UInt8] {
    let bytes = try contiguous(value)
    if bytes.isAbsent { throw required(value) }
    return Array(buffer(bytes))
  }

  /// The error for an argument without a buffer.
  public static func required(_ value: Value) -> Raised {
    raise(.typeError, "a bytes-like object is required, not '\(value.typeName)'")
  }
}
