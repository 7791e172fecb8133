// `_Pointer`, and the classes that `POINTER` makes.

import TaipanRuntime

/// Classes of pointers.
enum PointerClasses {
  static let metatype = CTypeInfo.makeMetatype(
    "_ctypes.PyCPointerType",
    [
      NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
      NativeMethod("from_param", "($self, value, /)", fromParameter),
      NativeMethod("set_type", "($self, type, /)", setType),
    ])

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let info = try CTypeInfo.attach(to: type, .pointer)
    info.p.pointee.size = 8
    info.p.pointee.alignment = 8
    info.p.pointee.length = 1
    info.p.pointee.ffi = Libffi.shared.pointer
    info.p.pointee.hasPointers = true
    let item = type.dict.getStr(CTypesNames.type)
    if item.isPresent { try setItem(info, item) }
    return .none
  }

  private static func setItem(_ info: CTypeInfo, _ item: Value) throws(Raised) {
    if !item.isType { throw raise(.typeError, "_type_ must be a type") }
    guard let itemInfo = CTypeInfo.of(class: item) else {
      throw raise(.typeError, "_type_ must have storage info")
    }
    info.p.pointee.item = item
    info.object.noteWrite()
    let shape = itemInfo.shape
    let lengths = (0..<shape.count).map { "\(shape[$0].asInt)" }.joined(separator: ",")
    info.setFormat("&" + (lengths.isEmpty ? "" : "(\(lengths))") + itemInfo.format)
  }

  private static func setType(_ a: Args) throws(Raised) -> Value {
    guard let info = CTypeInfo.of(TypeRef(a[0])) else { throw raise(.typeError, "abstract class") }
    try setItem(info, a[1])
    try Attributes.set(a[0], CTypesNames.type, a[1])
    return .none
  }

  private static func fromParameter(_ a: Args) throws(Raised) -> Value {
    let (type, value) = (TypeRef(a[0]), a[1])
    if value.isNone { return value }
    guard let info = CTypeInfo.of(type) else { throw raise(.typeError, "abstract class") }
    if info.p.pointee.item.isAbsent { throw raise(.typeError, "abstract class") }
    // What is pointed at stands for its address.
    if try Instances.isInstance(value, info.p.pointee.item) {
      return References.make(CData(value), offset: 0).value
    }
    if let given = CTypeInfo.of(instance: value), given.kind == .pointer || given.kind == .array,
      given.p.pointee.item.isPresent,
      try Instances.isSubclass(given.p.pointee.item, info.p.pointee.item)
    {
      return value
    }
    return try CTypeMethods.acceptInstance(type, value)
  }
}

/// Addresses of objects as arguments: `byref`.
enum References {
  static func make(_ data: CData, offset: Int) -> CArgument {
    let argument = CArgument.make(UInt8(ascii: "P"), Libffi.shared.pointer)
    argument.content.storeBytes(
      of: UInt(bitPattern: data.p.pointee.memory) &+ UInt(bitPattern: offset), as: UInt.self)
    argument.p.pointee.object = data.value
    argument.object.noteWrite()
    return argument
  }
}

enum PointerObject {
  static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes._Pointer", size: MemoryLayout<CDataLayout>.size,
      flags: [.baseable, .immutable, .weakReferable, .hasItems],
      methods: [
        NativeMethod("__new__", "($type, *args, **kwargs)", new),
        NativeMethod(
          "__init__", "($self, value=<unrepresentable>, /)", initialize, bindsArguments: true),
        NativeMethod(
          "__bool__", "($self, /)", { a throws(Raised) in Value(CData(a[0]).target != nil) }),
        NativeMethod("__getitem__", "($self, key, /)", getItem),
        NativeMethod("__setitem__", "($self, key, value, /)", setItem),
        NativeMethod(
          "__delitem__", "($self, key, /)",
          { _ throws(Raised) in
            throw raise(.typeError, "Pointer does not support item deletion")
          }),
      ], getSets: [NativeGetSet("contents", getContents, set: setContents)],
      doc: "The address of C data."),
    base: CDataObject.type, metatype: PointerClasses.metatype)

  private static func new(_ a: Args) throws(Raised) -> Value {
    if let info = CTypeInfo.of(TypeRef(a[0])), info.p.pointee.item.isPresent {
      return try CData.make(TypeRef(a[0])).value
    }
    throw raise(.typeError, "Cannot create instance: has no _type_")
  }

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    try CDataObject.requireOneValue(a)
    if a.count > 1 { _ = try setContents(a) }
    return .none
  }

  private static func target(_ data: CData) throws(Raised) -> UnsafeMutableRawPointer {
    guard let target = data.target else { throw raise(.valueError, "NULL pointer access") }
    return target
  }

  private static func getContents(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    return try CData.part(
      TypeRef(data.info.p.pointee.item), of: data, index: 0, at: try target(data)
    ).value
  }

  private static func setContents(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if a[1].isAbsent { throw raise(.typeError, "Pointer does not support item deletion") }
    let item = data.info.p.pointee.item
    guard CTypeInfo.of(instance: a[1]) != nil, try Instances.isInstance(a[1], item) else {
      throw raise(
        .typeError, "expected \(TypeRef(item).messageName) instead of \(a[1].typeName)")
    }
    let pointed = CData(a[1])
    data.target = pointed.p.pointee.memory
    // Both the object with its memory, and what that memory refers to.
    data.keep(a[1], at: 1)
    data.keep(pointed.keptObjects, at: 0)
    return .none
  }

  /// Class and place of an item.
  private static func place(_ data: CData, _ index: Int) throws(Raised) -> (
    TypeRef, UnsafeMutableRawPointer
  ) {
    let target = try target(data)
    let item = data.info.p.pointee.item
    let size = CTypeInfo.of(class: item).unsafelyUnwrapped.size
    return (TypeRef(item), target + index &* size)
  }

  private static func get(_ data: CData, _ index: Int) throws(Raised) -> Value {
    let (type, address) = try place(data, index)
    return try data.read(type, index: index, at: address)
  }

  private static func getItem(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if ArrayObject.isIndex(a[1]) {
      return try get(data, try Convert.machineInt(a[1], overflow: .indexError))
    }
    if !a[1].isExactly(.slice) { throw raise(.typeError, "Pointer indices must be integer") }
    // There is no end to count from.
    let slice = SliceRef(a[1]).p.pointee
    let step = slice.step.isNone ? 1 : try Convert.clampedIndex(slice.step)
    if step == 0 { throw raise(.valueError, "slice step cannot be zero") }
    if slice.start.isNone, step < 0 {
      throw raise(.valueError, "slice start is required for step < 0")
    }
    let start = slice.start.isNone ? 0 : try Convert.clampedIndex(slice.start)
    if slice.stop.isNone { throw raise(.valueError, "slice stop is required") }
    let stop = try Convert.clampedIndex(slice.stop)
    let distance = step < 0 ? start - stop : stop - start
    let count = distance <= 0 ? 0 : (distance - 1) / abs(step) + 1
    let item = CTypeInfo.of(class: data.info.p.pointee.item).unsafelyUnwrapped
    let memory = count == 0 ? data.memory : try target(data)
    return try ItemRanges.get(item, memory, start, count, step) { (i) throws(Raised) in
      try get(data, i)
    }
  }

  private static func setItem(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    let index = try Convert.machineInt(a[1], overflow: .indexError)
    let (type, address) = try place(data, index)
    try data.write(a[2], type, index: index, at: address)
    return .none
  }
}
