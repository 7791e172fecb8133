// `CField`: a member of a struct or union, as a descriptor of its class.

import Glibc
import TaipanRuntime

struct FieldLayout {
  var header: Header
  /// The class of the member.
  var type: Value
  var offset: Int
  var size: Int
  /// Which member it is, those of base classes counted.
  var index: Int
  /// Of a bit field: how many bits, and the lowest; 0 for others.
  var bitCount: Int
  var lowBit: Int
  /// `c` or `u` for arrays of characters, which are read as text; 0 for others.
  var text: UInt8
  var isAnonymous: Bool
}

struct Field: TypedRef {
  let p: UnsafeMutablePointer<FieldLayout>

  static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes.CField", size: MemoryLayout<FieldLayout>.size,
      flags: [.noInstantiation, .immutable],
      methods: [
        NativeMethod("__repr__", "($self, /)", repr),
        NativeMethod("__get__", "($self, instance, owner=None, /)", get),
        NativeMethod("__set__", "($self, instance, value, /)", set),
        NativeMethod(
          "__delete__", "($self, instance, /)",
          { _ throws(Raised) in throw raise(.typeError, "can't delete attribute") }),
      ],
      getSets: [
        NativeGetSet("offset", { a throws(Raised) in Value(Field(a[0]).p.pointee.offset) }),
        NativeGetSet("size", { a throws(Raised) in Value(Field(a[0]).shownSize) }),
      ]))

  static func make(_ type: Value, index: Int) -> Field {
    let field = Field(Instances.allocate(self.type))
    field.p.pointee.type = type
    field.p.pointee.index = index
    if let info = CTypeInfo.of(class: type) {
      field.p.pointee.size = info.size
      if info.kind == .array, let item = CTypeInfo.of(class: info.p.pointee.item),
        item.code == UInt8(ascii: "c") || item.code == UInt8(ascii: "u")
      {
        field.p.pointee.text = item.code
      }
    }
    return field
  }

  /// The same member as one of a struct that this one's struct is a member of.
  func moved(by offset: Int, _ index: Int) -> Field {
    let field = Field.make(p.pointee.type, index: p.pointee.index + index)
    field.p.pointee.offset = p.pointee.offset + offset
    field.p.pointee.size = p.pointee.size
    field.p.pointee.bitCount = p.pointee.bitCount
    field.p.pointee.lowBit = p.pointee.lowBit
    field.p.pointee.text = p.pointee.text
    return field
  }

  /// Bytes, or for a bit field the number of bits and the lowest one.
  private var shownSize: Int {
    p.pointee.bitCount > 0 ? p.pointee.bitCount << 16 + p.pointee.lowBit : p.pointee.size
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    let field = Field(a[0]).p.pointee
    let name = TypeRef(field.type).nameText
    if field.bitCount > 0 {
      return Value(
        "<Field type=\(name), ofs=\(field.offset):\(field.lowBit), bits=\(field.bitCount)>")
    }
    return Value("<Field type=\(name), ofs=\(field.offset), size=\(field.size)>")
  }

  // MARK: Access

  /// The object that a member is looked for in.
  ///
  /// - Throws: TypeError for what is no C data, or too small to have the member.
  private func instance(_ value: Value) throws(Raised) -> CData {
    if CTypeInfo.of(instance: value) == nil { throw raise(.typeError, "not a ctype instance") }
    let data = CData(value)
    if p.pointee.size > data.p.pointee.size - p.pointee.offset {
      throw raise(.typeError, "the instance is too small to have this field")
    }
    return data
  }

  private static func get(_ a: Args) throws(Raised) -> Value {
    if a[1].isNone || a[1].isAbsent { return a[0] }
    let field = Field(a[0])
    let data = try field.instance(a[1])
    let address = data.memory + field.p.pointee.offset
    let size = field.p.pointee.size
    if field.p.pointee.bitCount > 0 {
      let info = CTypeInfo.of(class: field.p.pointee.type).unsafelyUnwrapped
      return SimpleCodes.loadBits(
        info.code, address, info.p.pointee.isSwapped, low: field.p.pointee.lowBit,
        count: field.p.pointee.bitCount)
    }
    switch UnicodeScalar(field.p.pointee.text) {
    case "c":
      let end = size == 0 ? nil : memchr(address, 0, size)
      return SimpleCodes.bytes(address, count: end.map { $0 - address } ?? size)
    case "u":
      return try SimpleCodes.characters(
        address, count: SimpleCodes.wcslen(address, limit: size / 4))
    default:
      return try data.read(
        TypeRef(field.p.pointee.type), index: field.p.pointee.index, at: address)
    }
  }

  private static func set(_ a: Args) throws(Raised) -> Value {
    let field = Field(a[0])
    let data = try field.instance(a[1])
    let address = data.memory + field.p.pointee.offset
    if field.p.pointee.bitCount > 0 {
      let info = CTypeInfo.of(class: field.p.pointee.type).unsafelyUnwrapped
      try SimpleCodes.storeBits(
        info.code, a[2], address, info.p.pointee.isSwapped, low: field.p.pointee.lowBit,
        count: field.p.pointee.bitCount)
    } else if field.p.pointee.text != 0, CTypeInfo.of(instance: a[2]) == nil {
      try field.setText(a[2], address)
    } else {
      try data.write(
        a[2], TypeRef(field.p.pointee.type), index: field.p.pointee.index, at: address)
    }
    return .none
  }

  /// Text and, where there is room, a null.
  private func setText(_ value: Value, _ address: UnsafeMutableRawPointer) throws(Raised) {
    let isWide = p.pointee.text == UInt8(ascii: "u")
    if isWide ? !value.isStr : !value.isBytes {
      throw raise(
        .typeError,
        isWide
          ? "unicode string expected instead of \(value.typeName) instance"
          : "expected bytes, \(value.typeName) found")
    }
    let room = isWide ? p.pointee.size / 4 : p.pointee.size
    // Bytes end at their first null.
    let count = isWide ? StrRef(value).count : SimpleCodes.textLength(BytesRef(value))
    if count > room {
      throw raise(
        .valueError, "\(isWide ? "string" : "bytes") too long (\(count), maximum length \(room))")
    }
    if isWide {
      SimpleCodes.write(StrRef(value), to: address)
      if count < room { address.storeBytes(of: 0, toByteOffset: count * 4, as: UInt32.self) }
    } else {
      memcpy(address, BytesRef(value).data, count + (count < room ? 1 : 0))
    }
  }
}
