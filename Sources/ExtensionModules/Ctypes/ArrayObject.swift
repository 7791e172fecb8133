// `Array`, and the classes `type * length`.

import Glibc
import TaipanRuntime

/// Classes of arrays.
enum ArrayClasses {
  static let metatype = CTypeInfo.makeMetatype(
    "_ctypes.PyCArrayType",
    [NativeMethod("__init__", "($self, *args, **kwargs)", initialize)])

  /// Weak references to the classes by item type and length.
  private static let known = DictRef(Heap.makeRoot(DictRef.make().value).pointee)

  /// The class of arrays of some items.
  static func make(_ item: TypeRef, _ count: Int) throws(Raised) -> TypeRef {
    let key = TupleRef.of(item.value, Value(count)).value
    let old = try known.get(key)
    if old.isPresent {
      let target = try Call.function(old)
      if !target.isNone { return TypeRef(target) }
    }
    let namespace = DictRef.make()
    namespace.setStr("_length_", Value(count))
    namespace.setStr("_type_", item.value)
    let made = try Call.function(
      metatype.value, Value("\(item.nameText)_Array_\(count)"),
      TupleRef.of(ArrayObject.type.value).value, namespace.value)
    try known.set(key, WeakReferences.make(made.asObject))
    return TypeRef(made)
  }

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let length = try Attributes.lookup(a[0], Interning.intern("_length_"))
    if length.isAbsent { throw raise(.attributeError, "class must define a '_length_' attribute") }
    if !length.isAnyInt {
      throw raise(.typeError, "The '_length_' attribute must be an integer")
    }
    if length.intSign < 0 {
      throw raise(.valueError, "The '_length_' attribute must not be negative")
    }
    guard let count = length.asMachineInt else {
      throw raise(.overflowError, "The '_length_' attribute is too large")
    }
    let item = try Attributes.lookup(a[0], CTypesNames.type)
    if item.isAbsent { throw raise(.attributeError, "class must define a '_type_' attribute") }
    guard let itemInfo = CTypeInfo.of(class: item) else {
      throw raise(.typeError, "_type_ must have storage info")
    }
    let (size, isTooLarge) = itemInfo.size.multipliedReportingOverflow(by: count)
    if isTooLarge { throw raise(.overflowError, "array too large") }
    let info = try CTypeInfo.attach(to: type, .array)
    info.p.pointee.size = size
    info.p.pointee.alignment = itemInfo.p.pointee.alignment
    info.p.pointee.length = count
    info.p.pointee.ffi = Libffi.shared.pointer
    info.p.pointee.hasPointers = itemInfo.p.pointee.hasPointers
    info.p.pointee.item = item
    info.object.noteWrite()
    let shape = TupleRef.make(count: itemInfo.shape.count + 1)
    shape.set(0, Value(count))
    for i in 0..<itemInfo.shape.count { shape.set(i + 1, itemInfo.shape[i]) }
    info.p.pointee.shape = shape.value
    info.object.noteWrite()
    info.setFormat(itemInfo.format)
    if itemInfo.code == UInt8(ascii: "c") { CharacterArrays.addBytes(to: type) }
    if itemInfo.code == UInt8(ascii: "u") { CharacterArrays.addText(to: type) }
    return .none
  }
}

enum ArrayObject {
  static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes.Array", size: MemoryLayout<CDataLayout>.size,
      flags: [.baseable, .immutable, .weakReferable, .hasItems],
      methods: [
        NativeMethod("__new__", "($type, *args, **kwargs)", CDataObject.new),
        NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
        NativeMethod(
          "__len__", "($self, /)", { a throws(Raised) in Value(CData(a[0]).p.pointee.length) }),
        NativeMethod("__getitem__", "($self, key, /)", getItem),
        NativeMethod("__setitem__", "($self, key, value, /)", setItem),
        NativeMethod("__delitem__", "($self, key, /)", deleteItem),
        NativeMethod(
          "__class_getitem__", "($type, object, /)",
          { a throws(Raised) in GenericAliasRef.make(a[0], a[1]) }),
      ], doc: "A number of values side by side."),
    base: CDataObject.type, metatype: ArrayClasses.metatype)

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    for i in 1..<max(a.positionalCount, 1) { try set(CData(a[0]), i - 1, a[i]) }
    return .none
  }

  /// Class and place of an item.
  private static func place(_ data: CData, _ index: Int) throws(Raised) -> (
    TypeRef, UnsafeMutableRawPointer
  ) {
    if index < 0 || index >= data.p.pointee.length { throw raise(.indexError, "invalid index") }
    let info = data.info
    let size = info.p.pointee.length == 0 ? 0 : info.size / info.p.pointee.length
    return (TypeRef(info.p.pointee.item), data.memory + index * size)
  }

  private static func get(_ data: CData, _ index: Int) throws(Raised) -> Value {
    let (type, address) = try place(data, index)
    return try data.read(type, index: index, at: address)
  }

  private static func set(_ data: CData, _ index: Int, _ value: Value) throws(Raised) {
    let (type, address) = try place(data, index)
    try data.write(value, type, index: index, at: address)
  }

  static func isIndex(_ key: Value) -> Bool { key.isAnyInt || key.type.special(.index).isPresent }

  private static func index(_ key: Value, _ data: CData) throws(Raised) -> Int {
    let n = try Convert.machineInt(key, overflow: .indexError)
    return n < 0 ? n + data.p.pointee.length : n
  }

  private static func getItem(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if isIndex(a[1]) { return try get(data, try index(a[1], data)) }
    if !a[1].isExactly(.slice) { throw raise(.typeError, "indices must be integers") }
    let indices = try SliceRef(a[1]).indices(data.p.pointee.length)
    let item = CTypeInfo.of(class: data.info.p.pointee.item).unsafelyUnwrapped
    return try ItemRanges.get(
      item, data.memory, indices.start, indices.count, indices.step
    ) { (i) throws(Raised) in try get(data, i) }
  }

  private static func setItem(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if isIndex(a[1]) {
      try set(data, try index(a[1], data), a[2])
      return .none
    }
    if !a[1].isExactly(.slice) { throw raise(.typeError, "indices must be integer") }
    let indices = try SliceRef(a[1]).indices(data.p.pointee.length)
    if try Convert.length(a[2]) != indices.count {
      throw raise(.valueError, "Can only assign sequence of same size")
    }
    for i in 0..<indices.count {
      let value = try Subscript.get(a[2], Value(i))
      try set(data, indices.start + i * indices.step, value)
    }
    return .none
  }

  private static func deleteItem(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "Array does not support item deletion")
  }
}

/// Slices of arrays and of what pointers lead to: bytes and str for characters, lists for others.
enum ItemRanges {
  static func get(
    _ item: CTypeInfo, _ memory: UnsafeMutableRawPointer, _ start: Int, _ count: Int, _ step: Int,
    _ read: (Int) throws(Raised) -> Value
  ) throws(Raised) -> Value {
    if item.code == UInt8(ascii: "c") {
      let bytes = BytesRef.make(count: max(count, 0))
      for i in 0..<max(count, 0) {
        bytes.data[i] = memory.load(fromByteOffset: start + i * step, as: UInt8.self)
      }
      return bytes.value
    }
    if item.code == UInt8(ascii: "u") {
      let units = BytesRef.make(count: max(count, 0) * 4)
      let place = UnsafeMutableRawPointer(units.data)
      for i in 0..<max(count, 0) {
        let unit = memory.loadUnaligned(fromByteOffset: (start + i * step) * 4, as: UInt32.self)
        place.storeBytes(of: unit, toByteOffset: i * 4, as: UInt32.self)
      }
      return try SimpleCodes.characters(place, count: max(count, 0))
    }
    let list = ListRef.make(capacity: max(count, 0))
    for i in 0..<max(count, 0) { list.append(try read(start + i * step)) }
    return list.value
  }
}

/// `value` and `raw` of arrays of characters.
enum CharacterArrays {
  private static let bytesTable: UnsafePointer<NativeGetSet> = NativeTypes.immortal([
    NativeGetSet("value", { a throws(Raised) in getBytes(a) }, set: setBytes),
    NativeGetSet(
      "raw",
      { a throws(Raised) in
        SimpleCodes.bytes(CData(a[0]).memory, count: CData(a[0]).p.pointee.size)
      }, set: setRaw),
  ])
  private static let textTable: UnsafePointer<NativeGetSet> = NativeTypes.immortal([
    NativeGetSet("value", getText, set: setText)
  ])

  static func addBytes(to type: TypeRef) {
    NativeTypes.add(bytesTable, to: type)
    NativeTypes.add(bytesTable + 1, to: type)
  }

  static func addText(to type: TypeRef) { NativeTypes.add(textTable, to: type) }

  private static func getBytes(_ a: Args) -> Value {
    let data = CData(a[0])
    return SimpleCodes.bytes(data.memory, count: strnlen(data.memory, data.p.pointee.size))
  }

  private static func strnlen(_ start: UnsafeRawPointer, _ limit: Int) -> Int {
    guard limit > 0, let end = memchr(start, 0, limit) else { return limit }
    return UnsafeRawPointer(end) - start
  }

  private static func setBytes(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if a[1].isAbsent { throw raise(.typeError, "can't delete attribute") }
    if !a[1].isBytes {
      throw raise(.typeError, "bytes expected instead of \(a[1].typeName) instance")
    }
    let bytes = BytesRef(a[1])
    let room = data.p.pointee.size
    if bytes.count > room { throw raise(.valueError, "byte string too long") }
    memcpy(data.memory, bytes.data, bytes.count)
    if bytes.count < room {
      data.memory.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
    }
    return .none
  }

  private static func setRaw(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    let bytes = try Buffers.read(a[1])
    if bytes.count > data.p.pointee.size { throw raise(.valueError, "byte string too long") }
    if let start = bytes.baseAddress { memmove(data.memory, start, bytes.count) }
    return .none
  }

  private static func getText(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    let count = SimpleCodes.wcslen(data.memory, limit: data.p.pointee.size / 4)
    return try SimpleCodes.characters(data.memory, count: count)
  }

  private static func setText(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if a[1].isAbsent { throw raise(.typeError, "can't delete attribute") }
    if !a[1].isStr {
      throw raise(.typeError, "unicode string expected instead of \(a[1].typeName) instance")
    }
    let text = StrRef(a[1])
    let room = data.p.pointee.size / 4
    if text.count > room { throw raise(.valueError, "string too long") }
    SimpleCodes.write(text, to: data.memory)
    if text.count < room {
      data.memory.storeBytes(of: 0, toByteOffset: text.count * 4, as: UInt32.self)
    }
    return .none
  }
}
