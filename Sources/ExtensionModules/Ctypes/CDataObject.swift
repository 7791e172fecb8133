// `_CData`: what all objects of C data have.

import Glibc
import TaipanRuntime

enum CDataObject {
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "_ctypes._CData", size: MemoryLayout<CDataLayout>.size, flags: [.baseable, .weakReferable],
        methods: [
          NativeMethod(
            "__hash__", "($self, /)",
            { _ throws(Raised) in throw raise(.typeError, "unhashable type") }),
          NativeMethod("__ctypes_from_outparam__", "($self, /)", { a throws(Raised) in a[0] }),
          NativeMethod("__reduce__", "($self, /)", reduce),
          NativeMethod("__setstate__", "($self, dict, data, /)", setState),
        ] + Buffers.methods, getSets: getSets, releaser: CData.release))
    Buffers.register(type, export)
    return type
  }()

  private static let getSets: [NativeGetSet] = [
    NativeGetSet("_b_base_", { a throws(Raised) in orNone(CData(a[0]).p.pointee.base) }),
    NativeGetSet(
      "_b_needsfree_", { a throws(Raised) in Value(CData(a[0]).p.pointee.isOwner ? 1 : 0) }),
    NativeGetSet("_objects", { a throws(Raised) in orNone(CData(a[0]).p.pointee.objects) }),
  ]

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  static func new(_ a: Args) throws(Raised) -> Value { try CData.make(TypeRef(a[0])).value }

  /// - Throws: TypeError for more than one argument of `__init__`.
  static func requireOneValue(_ a: Args) throws(Raised) {
    if a.keywordCount > 0 {
      throw raise(.typeError, "\(a[0].typeName)() takes no keyword arguments")
    }
    if a.count > 2 {
      throw raise(.typeError, "__init__ expected at most 1 argument, got \(a.count - 1)")
    }
  }

  // MARK: Views

  private static func export(_ value: Value, _ isKept: Bool) -> BufferView {
    let data = CData(value)
    let none = UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    let memory = data.p.pointee.memory ?? none
    var view = BufferView(
      data: memory.assumingMemoryBound(to: UInt8.self), byteCount: data.p.pointee.size, owner: value
    )
    guard let info = CTypeInfo.of(data.type) else { return view }
    var item = info
    while item.kind == .array, let next = CTypeInfo.of(class: item.p.pointee.item) { item = next }
    view.itemSize = info.kind == .array ? item.size : data.p.pointee.size
    view.formatText = Value(info.format)
    view.shape = info.shape.value
    return view
  }

  // MARK: Pickling

  private static func reduce(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if data.info.p.pointee.hasPointers {
      throw raise(.valueError, "ctypes objects containing pointers cannot be pickled")
    }
    let attributes =
      data.type.has(.hasDict) ? try Attributes.get(a[0], "__dict__") : DictRef.make().value
    let bytes = SimpleCodes.bytes(data.memory, count: data.p.pointee.size)
    let state = TupleRef.of(attributes, bytes).value
    return TupleRef.of(CtypesModule.unpickleFunction, TupleRef.of(data.type.value, state).value)
      .value
  }

  private static func setState(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if !a[1].isDict {
      throw raise(
        .typeError, "\(data.type.nameText).__dict__ must be a dictionary, not \(a[1].typeName)")
    }
    let bytes = try Buffers.read(a[2])
    if let start = bytes.baseAddress {
      memmove(data.memory, start, min(bytes.count, data.p.pointee.size))
    }
    if DictRef(a[1]).count > 0 {
      _ = try Call.method(try Attributes.get(a[0], "__dict__"), "update", a[1])
    }
    return .none
  }
}
