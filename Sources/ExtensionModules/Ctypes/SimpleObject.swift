// `_SimpleCData` and its metatype: ints, floats, characters, addresses, Python objects.

import Glibc
import TaipanRuntime

enum SimpleObject {
  static let metatype = CTypeInfo.makeMetatype(
    "_ctypes.PyCSimpleType",
    [
      NativeMethod("__init__", "($self, *args, **kwargs)", initializeClass),
      NativeMethod("from_param", "($self, value, /)", fromParameter),
    ])
  static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes._SimpleCData", size: MemoryLayout<CDataLayout>.size,
      flags: [.baseable, .immutable, .weakReferable],
      methods: [
        NativeMethod("__new__", "($type, *args, **kwargs)", CDataObject.new),
        NativeMethod(
          "__init__", "($self, value=<unrepresentable>, /)", initialize, bindsArguments: true),
        NativeMethod("__repr__", "($self, /)", repr),
        NativeMethod("__bool__", "($self, /)", isTrue),
        NativeMethod("__ctypes_from_outparam__", "($self, /)", fromOutParameter),
      ], getSets: [NativeGetSet("value", { a throws(Raised) in try value(CData(a[0])) }, set: set)]),
    base: CDataObject.type, metatype: metatype)

  // MARK: Classes

  private static func initializeClass(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if a.positionalCount != 4 {
      throw raise(
        .typeError, "type.__init__() takes exactly 3 arguments (\(a.positionalCount - 1) given)")
    }
    let letter = try Attributes.lookup(a[0], CTypesNames.type)
    if letter.isAbsent { throw raise(.attributeError, "class must define a '_type_' attribute") }
    if !letter.isStr {
      throw raise(.typeError, "class must define a '_type_' string attribute")
    }
    if StrRef(letter).count != 1 {
      throw raise(
        .valueError, "class must define a '_type_' attribute which must be a string of length 1")
    }
    guard let code = UInt8(exactly: StrRef(letter)[0]), let size = SimpleCodes.size(code) else {
      throw raise(
        .attributeError,
        "class must define a '_type_' attribute which must be\n"
          + "a single character string containing one of '\(SimpleCodes.all)'.")
    }
    try describe(type, letter, code, size, isSwapped: false)
    if type.base == self.type { addConversion(type, code) }
    if type.object.type == metatype, SimpleCodes.isSwappable(code) {
      try addSwapped(a, type, letter, code, size)
    }
    return .none
  }

  private static func describe(
    _ type: TypeRef, _ letter: Value, _ code: UInt8, _ size: Int, isSwapped: Bool
  ) throws(Raised) {
    let info = try CTypeInfo.attach(to: type, .simple)
    info.p.pointee.size = size
    info.p.pointee.alignment = size
    info.p.pointee.code = code
    info.p.pointee.isSwapped = isSwapped
    info.p.pointee.ffi = SimpleCodes.ffi(code)
    info.p.pointee.hasPointers = SimpleCodes.isPointer(code)
    info.p.pointee.item = letter
    info.object.noteWrite()
    info.setFormat(SimpleCodes.format(code, isSwapped: isSwapped))
  }

  /// Addresses take more kinds of arguments than others: `from_param` of the class itself.
  private static func addConversion(_ type: TypeRef, _ code: UInt8) {
    switch UnicodeScalar(code) {
    case "z": NativeTypes.add(SimpleConversions.text, to: type)
    case "Z": NativeTypes.add(SimpleConversions.wideText, to: type)
    case "P": NativeTypes.add(SimpleConversions.address, to: type)
    default: break
    }
  }

  /// The class of the same numbers with their bytes in the other order.
  private static func addSwapped(
    _ a: Args, _ type: TypeRef, _ letter: Value, _ code: UInt8, _ size: Int
  ) throws(Raised) {
    let made = try Call.function(
      try Attributes.get(BuiltinType.type.value, "__new__"),
      TupleRef.of(
        metatype.value, Value("\(type.nameText)_be"), a[2], DictRef(a[3]).copy().value), nil)
    let swapped = TypeRef(made)
    try describe(swapped, letter, code, size, isSwapped: true)
    for class_ in [type, swapped] {
      class_.setAttribute(Interning.intern("__ctype_le__"), type.value)
      class_.setAttribute(Interning.intern("__ctype_be__"), swapped.value)
    }
  }

  private static func fromParameter(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if try Instances.isInstance(a[1], a[0]) { return a[1] }
    guard let info = CTypeInfo.of(type) else { throw raise(.typeError, "abstract class") }
    let argument = CArgument.make(info.code, info.p.pointee.ffi.unsafelyUnwrapped)
    do throws(Raised) {
      let kept = try SimpleCodes.store(info.code, a[1], argument.content, false)
      argument.p.pointee.object = kept
      argument.object.noteWrite()
      return argument.value
    } catch {
      let failure = takeRaised()
      let substitute = try Attributes.lookup(a[1], CTypesNames.asParameter)
      if substitute.isAbsent { throw setRaised(failure) }
      try ThreadState.checkNativeStack(" while processing _as_parameter_")
      return try Call.method(a[0], "from_param", substitute)
    }
  }

  // MARK: Instances

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    try CDataObject.requireOneValue(a)
    if a.count > 1 { _ = try set(a) }
    return .none
  }

  static func value(_ data: CData) throws(Raised) -> Value {
    let info = data.info
    return try SimpleCodes.load(info.code, data.memory, info.p.pointee.isSwapped)
  }

  private static func set(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "can't delete attribute") }
    let data = CData(a[0])
    let info = data.info
    let kept = try SimpleCodes.store(info.code, a[1], data.memory, info.p.pointee.isSwapped)
    data.keep(kept, at: 0)
    return .none
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    if data.type.base != type {
      return Value("<\(data.type.nameText) object at \(CTypesText.address(a[0]))>")
    }
    return Value("\(data.type.nameText)(\(try Convert.repr(try value(data)).text))")
  }

  private static func isTrue(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    for i in 0..<data.p.pointee.size
    where data.memory.load(fromByteOffset: i, as: UInt8.self) != 0 {
      return .true
    }
    return .false
  }

  private static func fromOutParameter(_ a: Args) throws(Raised) -> Value {
    let data = CData(a[0])
    return data.type.base == type ? try value(data) : a[0]
  }
}

enum CTypesText {
  /// An address as C's `%p` prints it.
  static func pointer(_ address: UnsafeRawPointer?) -> String {
    address == nil ? "(nil)" : "0x" + String(UInt(bitPattern: address), radix: 16)
  }

  /// The address of an object.
  static func address(_ value: Value) -> String {
    "0x" + String(UInt(truncatingIfNeeded: value.bits), radix: 16)
  }
}
