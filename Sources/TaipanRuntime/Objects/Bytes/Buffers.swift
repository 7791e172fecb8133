// Reading the memory of whatever has a buffer: bytes, bytearray, memoryview, array.array.

public enum Buffers {
  /// A native type whose instances have memory to show.
  struct Exporter {
    let type: TypeRef
    let reader: BufferReader
  }

  nonisolated(unsafe) private static var exporters: [Exporter] = []

  /// Offers the memory of a native type's instances to `read` and memoryview.
  public static func register(_ type: TypeRef, _ reader: BufferReader) {
    exporters.append(Exporter(type: type, reader: reader))
  }

  /// The memory of an instance of a registered type; nil for others.
  static func exported(_ value: Value) -> UnsafeMutableRawBufferPointer? {
    for exporter in exporters where value.type.isSubtype(of: exporter.type) {
      return exporter.reader.memory(value)
    }
    return nil
  }

  /// The object's bytes, contiguous; valid while the object lives and is not resized. The base
  /// address is never nil.
  ///
  /// - Throws: TypeError for an object without a buffer; what `__buffer__` raises.
  public static func read(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    if value.isExactly(.bytes) || value.isBytes { return BytesRef(value).buffer }
    if value.isHeap {
      if value.isExactly(.byteArray) || value.isInstance(of: .byteArray) {
        let array = ByteArrayRef(value)
        return UnsafeBufferPointer(start: array.data, count: array.count)
      }
      if let memory = exported(value) {
        let base = memory.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
        return UnsafeBufferPointer(
          start: base.assumingMemoryBound(to: UInt8.self), count: memory.count)
      }
    }
    if value.isHeap, value.isExactly(.memoryView) {
      let view = try MemoryViewRef.live(value)
      return UnsafeBufferPointer(start: view.data, count: view.p.pointee.count)
    }
    let bytes = try BytesLike.contiguous(value)
    if bytes.isAbsent { throw BytesLike.required(value) }
    return BytesLike.buffer(bytes)
  }
}

extension Buffers {
  /// The object's memory to write into; valid while the object lives and is not resized.
  ///
  /// - Throws: TypeError for an object without a buffer or with one that is read-only.
  public static func writable(_ value: Value) throws(Raised) -> UnsafeMutableRawBufferPointer {
    if value.isHeap, !value.isBytes {
      if value.isInstance(of: .byteArray) {
        let array = ByteArrayRef(value)
        return UnsafeMutableRawBufferPointer(start: array.data, count: array.count)
      }
      if let memory = exported(value) { return memory }
      if value.isExactly(.memoryView) {
        let view = try MemoryViewRef.live(value)
        if !view.isReadOnly {
          return UnsafeMutableRawBufferPointer(start: view.data, count: view.p.pointee.count)
        }
      }
    }
    throw raise(
      .typeError, "read-write bytes-like object expected, not \(value.typeName)")
  }
}

/// How the memory of a native type's instances is found.
public protocol BufferReader {
  func memory(_ value: Value) -> UnsafeMutableRawBufferPointer
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The first byte's address; for C functions, which take no null pointer even for no bytes.
  @inline(__always) var base: UnsafePointer<UInt8> {
    baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped
  }
}
