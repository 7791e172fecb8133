// What all classes of C data can do: make instances of given memory, take arguments, be multiplied to arrays.

import Glibc
import TaipanRuntime

enum CTypeMethods {
  static let methods: [NativeMethod] = [
    NativeMethod("from_address", "($self, value, /)", fromAddress),
    NativeMethod("from_buffer", "($self, obj, offset=0, /)", fromBuffer),
    NativeMethod("from_buffer_copy", "($self, buffer, offset=0, /)", fromBufferCopy),
    NativeMethod("in_dll", "($self, dll, name, /)", inLibrary),
    NativeMethod("from_param", "($self, value, /)", fromParameter),
    NativeMethod("__mul__", "($self, value, /)", { a throws(Raised) in try multiply(a[0], a[1]) }),
    NativeMethod("__rmul__", "($self, value, /)", { a throws(Raised) in try multiply(a[0], a[1]) }),
  ]

  private static func info(_ a: Args) throws(Raised) -> CTypeInfo {
    guard let info = CTypeInfo.of(TypeRef(a[0])) else { throw raise(.typeError, "abstract class") }
    return info
  }

  // MARK: Instances

  private static func fromAddress(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt { throw raise(.typeError, "integer expected") }
    let address = UnsafeMutableRawPointer(bitPattern: UInt(SimpleCodes.lowWord(a[1])))
    return try CData.at(address, TypeRef(a[0])).value
  }

  /// The place of an offset in a buffer that must hold an instance.
  private static func place(_ a: Args, _ count: Int, _ size: Int) throws(Raised) -> Int {
    let offset = a.count > 2 && a[2].isPresent ? try Convert.machineInt(a[2]) : 0
    if offset < 0 { throw raise(.valueError, "offset cannot be negative") }
    if size > count - offset {
      throw raise(
        .valueError,
        "Buffer size too small (\(count) instead of at least \(size + offset) bytes)")
    }
    return offset
  }

  private static func fromBuffer(_ a: Args) throws(Raised) -> Value {
    let info = try info(a)
    let view = try Call.function(BuiltinType.memoryView.value, a[1])
    if try Convert.truth(try Attributes.get(view, "readonly")) {
      throw raise(.typeError, "underlying buffer is not writable")
    }
    if !(try Convert.truth(try Attributes.get(view, "c_contiguous"))) {
      throw raise(.typeError, "underlying buffer is not C contiguous")
    }
    let count = try Buffers.writable(view).count
    let offset = try place(a, count, info.size)
    let memory = try Buffers.writable(view)
    let data = try CData.at(memory.baseAddress.unsafelyUnwrapped + offset, TypeRef(a[0]))
    data.keep(view, at: -1)
    return data.value
  }

  private static func fromBufferCopy(_ a: Args) throws(Raised) -> Value {
    let info = try info(a)
    let count = try Buffers.read(a[1]).count
    let offset = try place(a, count, info.size)
    let data = try CData.make(TypeRef(a[0]))
    let buffer = try Buffers.read(a[1])
    memcpy(data.memory, buffer.baseAddress.unsafelyUnwrapped + offset, info.size)
    return data.value
  }

  private static func inLibrary(_ a: Args) throws(Raised) -> Value {
    let handle = try Attributes.get(a[1], "_handle")
    if !handle.isAnyInt {
      throw raise(
        .typeError, "the _handle attribute of the second argument must be an integer")
    }
    if !a[2].isStr {
      throw raise(.typeError, "in_dll() argument 2 must be str, not \(a[2].argumentTypeName)")
    }
    let address = try LibraryFunctions.find(a[2], in: handle, failure: .valueError)
    return try CData.at(address, TypeRef(a[0])).value
  }

  // MARK: Arguments

  private static func fromParameter(_ a: Args) throws(Raised) -> Value {
    try acceptInstance(TypeRef(a[0]), a[1])
  }

  /// An instance, or what a value says that stands for it.
  ///
  /// - Throws: TypeError for other values.
  static func acceptInstance(_ type: TypeRef, _ value: Value) throws(Raised) -> Value {
    if try Instances.isInstance(value, type.value) { return value }
    if let argument = CArgument(checking: value) {
      let object = argument.p.pointee.object
      let item = CTypeInfo.of(type)?.p.pointee.item ?? .absent
      if object.isPresent, item.isPresent, item.isType, try Instances.isInstance(object, item) {
        return value
      }
      let pointed = object.isPresent ? object.typeName : "nothing"
      throw raise(
        .typeError, "expected \(type.messageName) instance instead of pointer to \(pointed)")
    }
    let substitute = try Attributes.lookup(value, CTypesNames.asParameter)
    if substitute.isPresent {
      try ThreadState.checkNativeStack(" while processing _as_parameter_")
      return try Call.method(type.value, "from_param", substitute)
    }
    throw raise(
      .typeError, "expected \(type.messageName) instance instead of \(value.typeName)")
  }

  // MARK: Arrays

  /// `type * length`.
  private static func multiply(_ type: Value, _ length: Value) throws(Raised) -> Value {
    if !length.isAnyInt, length.type.special(.index).isAbsent {
      throw raise(
        .typeError, "can't multiply sequence by non-int of type '\(length.typeName)'")
    }
    let count = try Convert.machineInt(length, overflow: .overflowError)
    if count < 0 { throw raise(.valueError, "Array length must be >= 0, not \(count)") }
    return try ArrayClasses.make(TypeRef(type), count).value
  }
}

enum CTypesNames {
  static let asParameter = Interning.intern("_as_parameter_")
  static let fields = Interning.intern("_fields_")
  static let type = Interning.intern("_type_")
}
