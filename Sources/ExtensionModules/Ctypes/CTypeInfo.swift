// What is known of a class of C data: its size, its format, how it is passed.
//
// The classes are instances of metatypes that have one more word than `type`: it leads to the info. Abstract
// classes such as `Structure` itself have none. Infos are made once, when the metatype's `__init__` runs.

import Glibc
import TaipanRuntime

enum CTypeKind: Int {
  case simple, structure, union, array, pointer, function
}

struct CTypeInfoLayout {
  var header: Header
  var kind: CTypeKind
  var size: Int
  var alignment: Int
  /// Items of an array, fields of a struct with those of its base.
  var length: Int
  var ffi: FFITypeRef?
  /// Memory of a struct's `ffi`, the info's own.
  var ownedFFI: UnsafeMutableRawPointer?
  /// The letter of a simple type; 0 for others.
  var code: UInt8
  var isSwapped: Bool
  /// The size can change no more: there are instances, subclasses or structs with such fields.
  var isFinal: Bool
  var hasPointers: Bool
  /// The item type of an array or pointer; the code of a simple type (str).
  var item: Value
  /// As memoryviews show it (str).
  var format: Value
  /// The lengths of an array's dimensions (tuple); absent for others.
  var shape: Value
  /// List of the fields of a struct, those of its base first.
  var fields: Value
  /// What `_argtypes_`, `_restype_` and `_flags_` of a function's class said.
  var argumentTypes: Value
  var converters: Value
  var resultType: Value
  var checker: Value
  var functionFlags: Int
}

struct CTypeInfo: TypedRef {
  let p: UnsafeMutablePointer<CTypeInfoLayout>

  private static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes._TypeInfo", size: MemoryLayout<CTypeInfoLayout>.size, flags: [.noInstantiation],
      releaser: { CTypeInfo($0).p.pointee.ownedFFI?.deallocate() }))

  /// The metatype of all classes of C data; what their instances hold is one word.
  static let metatype: TypeRef = NativeTypes.make(
    TypeSpec(
      "_ctypes.CType_Type", size: TypeLayout.size + 8, flags: [.baseable, .isMetatype],
      methods: CTypeMethods.methods), base: BuiltinType.type.ref)

  /// A metatype for one kind of classes.
  static func makeMetatype(_ name: StaticString, _ methods: [NativeMethod]) -> TypeRef {
    NativeTypes.make(
      TypeSpec(
        name, size: TypeLayout.size + 8, flags: [.baseable, .isMetatype], methods: methods),
      base: metatype)
  }

  private static func word(_ type: TypeRef) -> UnsafeMutablePointer<Value> {
    type.object.word(TypeLayout.size / 8)
  }

  /// The info of a class; nil for abstract classes and those of other things.
  static func of(_ type: TypeRef) -> CTypeInfo? {
    if !type.object.type.isSubtype(of: metatype) { return nil }
    let info = word(type).pointee
    return info.isAbsent ? nil : CTypeInfo(info)
  }

  /// The same for any value.
  static func of(class value: Value) -> CTypeInfo? {
    value.isType ? of(TypeRef(value)) : nil
  }

  /// The info of an instance's class; nil for what is no C data.
  static func of(instance value: Value) -> CTypeInfo? {
    value.isHeap ? of(value.type) : nil
  }

  /// Gives a class its info.
  ///
  /// - Throws: SystemError where it has one.
  static func attach(to type: TypeRef, _ kind: CTypeKind) throws(Raised) -> CTypeInfo {
    if word(type).pointee.isPresent {
      throw raise(.systemError, "StgInfo of '\(type.nameText)' is already initialized.")
    }
    let object = Instances.allocate(self.type)
    let info = CTypeInfo(object)
    info.p.pointee.kind = kind
    info.p.pointee.alignment = 1
    Heap.releaseWhenDead(object)
    type.object.store(info.value, at: word(type))
    return info
  }

  var kind: CTypeKind { p.pointee.kind }
  var size: Int { p.pointee.size }
  var code: UInt8 { p.pointee.code }

  func setFormat(_ text: String) {
    p.pointee.format = Value(text)
    object.noteWrite()
  }

  var format: String { p.pointee.format.isAbsent ? "B" : StrRef(p.pointee.format).text }
  var shape: TupleRef { p.pointee.shape.isAbsent ? TupleRef.empty : TupleRef(p.pointee.shape) }

  /// Takes over what a base class says of its layout.
  func copyLayout(_ other: CTypeInfo) {
    let old = p.pointee
    p.pointee = other.p.pointee
    p.pointee.header = old.header
    p.pointee.ownedFFI = nil
    p.pointee.isFinal = false
    object.noteWrite()
    if other.p.pointee.ownedFFI != nil { StructurePassing.describe(self) }
  }

  /// Whether reading a value of this class gives a plain Python object: not for subclasses of the simple types.
  static func isPlain(_ type: TypeRef, _ info: CTypeInfo) -> Bool {
    info.code != 0 && type.base == SimpleObject.type
  }
}
