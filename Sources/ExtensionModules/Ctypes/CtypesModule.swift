// The module `_ctypes`: C data and calls of C functions, over libffi.

import CTaipan
import Glibc
import TaipanRuntime

public enum CtypesModule {
  private static let functions: [NativeMethod] =
    [
      NativeMethod("sizeof", "($module, obj, /)", sizeOf),
      NativeMethod("alignment", "($module, obj, /)", alignment),
      NativeMethod("addressof", "($module, obj, /)", addressOf),
      NativeMethod("byref", "($module, obj, offset=0, /)", reference),
      NativeMethod("resize", "($module, obj, size, /)", resize),
      NativeMethod("get_errno", "($module, /)", getErrno),
      NativeMethod("set_errno", "($module, value, /)", setErrno),
      NativeMethod("POINTER", "($module, type, /)", makePointerClass),
      NativeMethod("pointer", "($module, obj, /)", makePointer),
      NativeMethod("_unpickle", "($module, type, state, /)", unpickle),
      NativeMethod("buffer_info", "($module, obj, /)", bufferInfo),
      NativeMethod("call_function", "($module, address, arguments, /)", callFunction),
      NativeMethod("call_cdeclfunction", "($module, address, arguments, /)", callFunction),
      NativeMethod("PyObj_FromPtr", "($module, address, /)", objectAtAddress),
      NativeMethod("Py_INCREF", "($module, obj, /)", { a throws(Raised) in a[0] }),
      NativeMethod("Py_DECREF", "($module, obj, /)", { a throws(Raised) in a[0] }),
    ] + LibraryFunctions.functions

  /// - Throws: ImportError without libffi.
  public static func make() throws(Raised) -> ModuleRef {
    guard Libffi.loaded != nil else {
      throw DynamicLibrary.missing("_ctypes", "libffi (libffi.so.8)")
    }
    let module = NativeModules.make("_ctypes", functions)
    let dict = module.dict
    dict.setStr("__version__", Value("1.1.0"))
    dict.setStr("ArgumentError", CTypesErrors.argument.type)
    for (name, type) in [
      ("_SimpleCData", SimpleObject.type), ("Structure", StructObject.structure),
      ("Union", StructObject.union), ("Array", ArrayObject.type), ("_Pointer", PointerObject.type),
      ("CFuncPtr", FunctionObject.type),
    ] {
      dict.setStr(name, type.value)
    }
    for (name, number) in [
      ("FUNCFLAG_CDECL", ForeignCall.callsC), ("FUNCFLAG_PYTHONAPI", ForeignCall.callsPython),
      ("FUNCFLAG_USE_ERRNO", ForeignCall.usesErrno),
      ("FUNCFLAG_USE_LASTERROR", ForeignCall.usesLastError),
      ("RTLD_LOCAL", Int(RTLD_LOCAL)), ("RTLD_GLOBAL", Int(RTLD_GLOBAL)),
      ("CTYPES_MAX_ARGCOUNT", ForeignCall.mostArguments),
      ("SIZEOF_TIME_T", MemoryLayout<time_t>.size),
    ] {
      dict.setStr(name, Value(number))
    }
    for (name, address) in MemoryFunctions.addresses { dict.setStr(name, Value(address)) }
    dict.setStr("_pointer_type_cache", pointerClasses.value)
    unpickleSlot.pointee = dict.getStr("_unpickle")
    return module
  }

  private static let unpickleSlot = Heap.makeRoot(.none)
  /// What pickled objects name.
  static var unpickleFunction: Value { unpickleSlot.pointee }

  /// `POINTER`'s classes by the classes they point at.
  private static let pointerClasses = DictRef(Heap.makeRoot(DictRef.make().value).pointee)

  // MARK: Facts

  private static func info(_ value: Value) -> CTypeInfo? {
    CTypeInfo.of(class: value) ?? CTypeInfo.of(instance: value)
  }

  private static func sizeOf(_ a: Args) throws(Raised) -> Value {
    if CTypeInfo.of(instance: a[0]) != nil { return Value(CData(a[0]).p.pointee.size) }
    guard let info = CTypeInfo.of(class: a[0]) else {
      throw raise(.typeError, "this type has no size")
    }
    return Value(info.size)
  }

  private static func alignment(_ a: Args) throws(Raised) -> Value {
    guard let info = info(a[0]) else { throw raise(.typeError, "no alignment info") }
    return Value(info.p.pointee.alignment)
  }

  private static func addressOf(_ a: Args) throws(Raised) -> Value {
    if CTypeInfo.of(instance: a[0]) == nil { throw raise(.typeError, "invalid type") }
    return Value(UInt(bitPattern: CData(a[0]).p.pointee.memory))
  }

  private static func reference(_ a: Args) throws(Raised) -> Value {
    let offset = a.count > 1 && a[1].isPresent ? try Convert.machineInt(a[1]) : 0
    if CTypeInfo.of(instance: a[0]) == nil {
      throw raise(
        .typeError, "byref() argument must be a ctypes instance, not '\(a[0].typeName)'")
    }
    return References.make(CData(a[0]), offset: offset).value
  }

  private static func bufferInfo(_ a: Args) throws(Raised) -> Value {
    guard let info = info(a[0]) else {
      throw raise(.typeError, "not a ctypes type or object")
    }
    return TupleRef.of(Value(info.format), Value(info.shape.count), info.shape.value).value
  }

  /// Gives an object other memory of its own; parts and views keep the old one.
  private static func resize(_ a: Args) throws(Raised) -> Value {
    guard let info = CTypeInfo.of(instance: a[0]) else {
      throw raise(.typeError, "expected ctypes instance")
    }
    let size = try Convert.machineInt(a[1])
    let data = CData(a[0])
    if size < info.size { throw raise(.valueError, "minimum size is \(info.size)") }
    if !data.p.pointee.isOwner {
      throw raise(
        .valueError, "Memory cannot be resized because this object doesn't own it")
    }
    let former = try FormerMemory.make(data)
    guard let memory = calloc(1, max(size, 1)) else { throw raise(.memoryError) }
    memcpy(memory, data.memory, min(size, data.p.pointee.size))
    FormerMemory.adopt(former, data)
    data.p.pointee.memory = memory
    data.p.pointee.size = size
    Heap.noteExternal(size)
    return .none
  }

  private static func getErrno(_ a: Args) throws(Raised) -> Value {
    Value(Int(taipan_errno_copy().pointee))
  }

  private static func setErrno(_ a: Args) throws(Raised) -> Value {
    let number = Int32(try Convert.cInt(a[0]))
    let copy = taipan_errno_copy().unsafelyUnwrapped
    let old = copy.pointee
    copy.pointee = number
    return Value(Int(old))
  }

  // MARK: Pointers

  private static func makePointerClass(_ a: Args) throws(Raised) -> Value {
    let known = try pointerClasses.get(a[0])
    if known.isPresent { return known }
    let namespace = DictRef.make()
    let name: String
    if a[0].isStr {
      name = StrRef(a[0]).text
    } else if a[0].isType {
      name = TypeRef(a[0]).nameText
      namespace.setStr(CTypesNames.type, a[0])
    } else {
      throw raise(.typeError, "must be a ctypes type")
    }
    let made = try Call.function(
      PointerClasses.metatype.value, Value("LP_\(name)"),
      TupleRef.of(PointerObject.type.value).value, namespace.value)
    let key =
      a[0].isStr ? try Call.function(try Attributes.get(builtins(), "id"), made) : a[0]
    try pointerClasses.set(key, made)
    return made
  }

  private static func builtins() -> Value { Imports.modules.getStr("builtins") }

  private static func makePointer(_ a: Args) throws(Raised) -> Value {
    let known = try pointerClasses.get(a[0].type.value)
    if known.isPresent { return try Call.function(known, a[0]) }
    if CTypeInfo.of(instance: a[0]) == nil {
      throw raise(.typeError, "_type_ must have storage info")
    }
    let type = a[0].type.value
    let made = try Call.function(DictRef(moduleDict).getStr("POINTER"), type)
    return try Call.function(made, a[0])
  }

  private static var moduleDict: Value { ModuleRef(Imports.modules.getStr("_ctypes")).dict.value }

  // MARK: Others

  private static func unpickle(_ a: Args) throws(Raised) -> Value {
    if !a[1].isTuple {
      throw raise(
        .typeError, "_unpickle() argument 2 must be tuple, not \(a[1].argumentTypeName)")
    }
    let object = try Call.method(a[0], "__new__", a[0])
    let set = try Attributes.get(object, "__setstate__")
    _ = try Call.function(set, TupleRef(a[1]), nil)
    return object
  }

  private static func callFunction(_ a: Args) throws(Raised) -> Value {
    let address = UInt(SimpleCodes.lowWord(try Convert.index(a[0])))
    if !a[1].isTuple {
      throw raise(
        .typeError, "call_function() argument 2 must be tuple, not \(a[1].argumentTypeName)")
    }
    guard let function = UnsafeMutableRawPointer(bitPattern: address) else {
      throw raise(.valueError, "attempt to call a NULL function pointer")
    }
    let call = ForeignCall(
      function: function, flags: ForeignCall.callsC, converters: .absent, resultType: .absent,
      checker: .absent)
    return try call.run(TupleRef(a[1]))
  }

  /// The object that `id` says the address of.
  private static func objectAtAddress(_ a: Args) throws(Raised) -> Value {
    let bits = SimpleCodes.lowWord(try Convert.index(a[0]))
    if bits == 0 { throw raise(.valueError, "PyObject is NULL") }
    return Value(bits: bits)
  }
}

/// Memory that `resize` replaced, for as long as its object lives, or a part or view of it.
private struct FormerMemoryLayout {
  var header: Header
  var memory: UnsafeMutableRawPointer?
  /// What was replaced before.
  var next: Value
}

private struct FormerMemory: TypedRef {
  let p: UnsafeMutablePointer<FormerMemoryLayout>
  private static let type = NativeTypes.make(
    TypeSpec(
      "_ctypes._FormerMemory", size: MemoryLayout<FormerMemoryLayout>.size,
      flags: [.noInstantiation], releaser: { free(FormerMemory($0).p.pointee.memory) }))

  static func make(_ data: CData) throws(Raised) -> FormerMemory {
    let former = FormerMemory(Instances.allocate(type))
    former.p.pointee.next = data.p.pointee.former
    Heap.releaseWhenDead(former.object)
    return former
  }

  static func adopt(_ former: FormerMemory, _ data: CData) {
    former.p.pointee.memory = data.p.pointee.memory
    data.p.pointee.former = former.value
    data.object.noteWrite()
  }
}
