// The module `array`.

import TaipanRuntime

struct ArrayIteratorLayout {
  var header: Header
  /// Absent once exhausted.
  var array: Value
  var at: Int
}

struct ArrayIteratorRef: TypedRef {
  let p: UnsafeMutablePointer<ArrayIteratorLayout>
}

public enum ArrayModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "_array_reconstructor", "($module, arraytype, typecode, mformat_code, items, /)", reconstruct)
  ]
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", repr), NativeMethod("__lt__", "($self, value, /)", lt),
    NativeMethod("__le__", "($self, value, /)", le),
    NativeMethod("__eq__", "($self, value, /)", eq),
    NativeMethod("__ne__", "($self, value, /)", ne),
    NativeMethod("__gt__", "($self, value, /)", gt),
    NativeMethod("__ge__", "($self, value, /)", ge), NativeMethod("__iter__", "($self, /)", iter),
    NativeMethod("__len__", "($self, /)", len),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iadd__", "($self, value, /)", addInPlace),
    NativeMethod("__imul__", "($self, value, /)", multiplyInPlace),
    NativeMethod("append", "($self, v, /)", append),
    NativeMethod("buffer_info", "($self, /)", bufferInfo),
    NativeMethod("byteswap", "($self, /)", byteSwap), NativeMethod("clear", "($self, /)", clear),
    NativeMethod("__copy__", "($self, /)", copy), NativeMethod("count", "($self, v, /)", count),
    NativeMethod("__deepcopy__", "($self, unused, /)", copy),
    NativeMethod("extend", "($self, bb, /)", extend),
    NativeMethod("fromfile", "($self, f, n, /)", fromFile),
    NativeMethod("fromlist", "($self, list, /)", fromList),
    NativeMethod("frombytes", "($self, buffer, /)", fromBytes),
    NativeMethod("fromunicode", "($self, ustr, /)", fromUnicode),
    NativeMethod("index", "($self, v, start=0, stop=sys.maxsize, /)", index),
    NativeMethod("insert", "($self, i, v, /)", insert),
    NativeMethod("pop", "($self, i=-1, /)", pop),
    NativeMethod("__reduce_ex__", "($self, value, /)", reduce),
    NativeMethod("remove", "($self, v, /)", remove),
    NativeMethod("reverse", "($self, /)", reverse),
    NativeMethod("tofile", "($self, f, /)", toFile), NativeMethod("tolist", "($self, /)", toList),
    NativeMethod("tobytes", "($self, /)", toBytes),
    NativeMethod("tounicode", "($self, /)", toUnicode),
    NativeMethod("__sizeof__", "($self, /)", sizeOf),
    NativeMethod("__class_getitem__", "($type, object, /)", classGetItem),
    NativeMethod("__buffer__", "($self, flags, /)", Buffers.methods[0].function),
    NativeMethod("__release_buffer__", "($self, buffer, /)", Buffers.methods[1].function),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("typecode", typecode), NativeGetSet("itemsize", itemSize),
  ]
  static let iteratorMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", itself), NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduceIterator),
    NativeMethod("__setstate__", "($self, state, /)", setIteratorState),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(spec)
    Buffers.register(type, ArrayRef.export)
    return type
  }()
  private static let spec =
    TypeSpec(
      "array.array", size: MemoryLayout<ArrayLayout>.size,
      flags: [.baseable, .matchesSequence, .weakReferable], methods: methods, getSets: getSets,
      doc: "array(typecode [, initializer]) -> array", item: readItem, setItem: writeItem,
      numbers: ArrayLayout.numbers)

  static func readItem(_ object: ObjectRef, _ index: Int) -> Value {
    let array = ArrayRef(object)
    let n = index < 0 ? index + array.count : index
    return n >= 0 && n < array.count ? array.get(n) : .absent
  }

  static func writeItem(_ object: ObjectRef, _ index: Int, _ value: Value) -> Bool {
    let array = ArrayRef(object)
    let n = index < 0 ? index + array.count : index
    return n >= 0 && n < array.count && array.setSimple(n, value)
  }
  static let iteratorType = NativeTypes.make(
    TypeSpec(
      "array.arrayiterator", size: MemoryLayout<ArrayIteratorLayout>.size,
      flags: [.noInstantiation], methods: iteratorMethods))
  /// The module's namespace, for pickling.
  nonisolated(unsafe) private static var namespace: UnsafeMutablePointer<Value>?

  public static func make() -> ModuleRef {
    let module = NativeModules.make("array", functions)
    module.dict.setStr(
      "__doc__",
      Value(
        "This module defines an object type which can efficiently represent an array of basic values."
      ))
    module.dict.setStr("array", type.value)
    module.dict.setStr("ArrayType", type.value)
    module.dict.setStr("typecodes", Value("bBuwhHiIlLqQfd"))
    namespace = Heap.makeRoot(module.dict.value)
    registerAsSequence()
    return module
  }

  /// Arrays are `collections.abc.MutableSequence`s, where there is a library that has it.
  private static func registerAsSequence() {
    do throws(Raised) {
      let abstract = try Imports.importModule("_collections_abc")
      let sequence = try Attributes.get(abstract, "MutableSequence")
      _ = try Call.method(sequence, "register", type.value)
    } catch {
      if !catching(.importError) { Exceptions.reportUnraisable("Exception ignored in", type.value) }
    }
  }

  static func isArray(_ value: Value) -> Bool { value.isHeap && value.type.isSubtype(of: type) }

  /// An array of the same kind.
  static func like(_ array: ArrayRef, count: Int) throws(Raised) -> ArrayRef {
    try ArrayRef.make(type, array.typecode, count: count)
  }

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0, TypeRef(a[0]) == type {
      throw raise(.typeError, "array.array() takes no keyword arguments")
    }
    let given = a.positionalCount - 1
    if given < 1 {
      throw raise(.typeError, "array() takes at least 1 argument (0 given)")
    }
    if given > 2 { throw raise(.typeError, "array() takes at most 2 arguments (\(given) given)") }
    guard a[1].isStr, StrRef(a[1]).count == 1 else {
      throw raise(
        .typeError, "array() argument 1 must be a unicode character, not \(a[1].argumentTypeName)")
    }
    guard let code = UInt8(exactly: StrRef(a[1])[0]), ArrayRef.itemSize(code) != nil else {
      throw raise(
        .valueError,
        "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
    }
    if code == UInt8(ascii: "u") {
      try Warnings.warn(
        .deprecationWarning,
        "The 'u' type code is deprecated and will be removed in Python 3.16")
    }
    let array = try ArrayRef.make(TypeRef(a[0]), code)
    if given == 2 { try fill(array, a[2]) }
    return array.value
  }

  private static func fill(_ array: ArrayRef, _ initial: Value) throws(Raised) {
    if !array.isUnicode {
      let code = Character(Unicode.Scalar(array.typecode))
      if initial.isStr {
        throw raise(
          .typeError, "cannot use a str to initialize an array with typecode '\(code)'")
      }
      if isArray(initial), ArrayRef(initial).isUnicode {
        throw raise(
          .typeError, "cannot use a unicode array to initialize an array with typecode '\(code)'")
      }
    }
    if initial.isStr { return try appendText(array, StrRef(initial)) }
    if initial.isBytes || initial.isHeap && initial.isInstance(of: .byteArray) {
      return try appendBytes(array, initial)
    }
    if isArray(initial), ArrayRef(initial).typecode == array.typecode {
      return try appendArray(array, ArrayRef(initial))
    }
    try appendAll(array, initial)
  }

  static func appendText(_ array: ArrayRef, _ text: StrRef) throws(Raised) {
    let old = array.count
    try array.resize(old + text.count)
    let raw = UnsafeMutableRawPointer(array.data)
    for i in 0..<text.count {
      raw.storeBytes(of: text[i], toByteOffset: (old + i) * 4, as: UInt32.self)
    }
  }

  static func appendBytes(_ array: ArrayRef, _ object: Value) throws(Raised) {
    // A copy: the array itself may be what is added.
    let bytes = BytesRef.make(try BytesLike.copy(object)).value
    let count = BytesLike.buffer(bytes).count
    let size = array.itemSize
    if count % size != 0 {
      throw raise(.valueError, "bytes length not a multiple of item size")
    }
    let old = array.byteCount
    try array.resize(array.count + count / size)
    if count > 0 {
      (array.data + old).update(from: BytesLike.buffer(bytes).baseAddress!, count: count)
    }
  }

  static func appendArray(_ array: ArrayRef, _ other: ArrayRef) throws(Raised) {
    let old = array.byteCount
    let count = other.byteCount
    try array.resize(array.count + other.count)
    (array.data + old).update(from: other.data, count: count)
  }

  static func appendAll(_ array: ArrayRef, _ iterable: Value) throws(Raised) {
    try Iterate.forEach(iterable) { (item) throws(Raised) in try appendItem(array, item) }
  }

  static func appendItem(_ array: ArrayRef, _ item: Value) throws(Raised) {
    // Converting the value may run code that changes the array's length.
    let bits = try array.bits(item)
    try array.resize(array.count + 1)
    array.store(bits, at: array.count - 1)
  }

  // MARK: Pickling

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let own = try Attributes.lookup(a[0], Interning.intern("__dict__"))
    let state = own.isAbsent ? Value.none : own
    let code = StrRef.character(UInt32(array.typecode))
    let protocolNumber = try Convert.machineInt(a[1])
    if protocolNumber < 3 {
      let arguments = TupleRef.of(code, try toList(a))
      return TupleRef.of(a[0].type.value, arguments.value, state).value
    }
    let arguments = TupleRef.of(
      a[0].type.value, code, Value(machineFormat(array.typecode)), try toBytes(a))
    let function = DictRef(namespace!.pointee).getStr("_array_reconstructor")
    return TupleRef.of(function, arguments.value, state).value
  }

  /// The number of the machine format, by size, signedness and byte order.
  private static func machineFormat(_ code: UInt8) -> Int {
    switch code {
    case UInt8(ascii: "B"): return 0
    case UInt8(ascii: "b"): return 1
    case UInt8(ascii: "H"): return 2
    case UInt8(ascii: "h"): return 4
    case UInt8(ascii: "I"): return 6
    case UInt8(ascii: "i"): return 8
    case UInt8(ascii: "L"), UInt8(ascii: "Q"): return 10
    case UInt8(ascii: "l"), UInt8(ascii: "q"): return 12
    case UInt8(ascii: "f"): return 14
    case UInt8(ascii: "d"): return 16
    default: return 20
    }
  }

  /// Machine formats as formats of `struct`, in their order: little endian first.
  private static let structCodes = [
    "B", "b", "<H", ">H", "<h", ">h", "<I", ">I", "<i", ">i", "<Q", ">Q", "<q", ">q", "<f", ">f",
    "<d", ">d",
  ]

  static func reconstruct(_ a: Args) throws(Raised) -> Value {
    guard a[0].isType else {
      throw raise(.typeError, "first argument must be a type object, not \(a[0].typeName)")
    }
    if !TypeRef(a[0]).isSubtype(of: type) {
      throw raise(.typeError, "\(TypeRef(a[0]).nameText) is not a subtype of array.array")
    }
    guard a[1].isStr, StrRef(a[1]).count == 1, let code = UInt8(exactly: StrRef(a[1])[0]),
      ArrayRef.itemSize(code) != nil
    else {
      throw raise(.valueError, "second argument must be a valid type code")
    }
    let format = try Convert.machineInt(a[2])
    if format < 0 || format > 21 {
      throw raise(.valueError, "third argument must be a valid machine format code.")
    }
    guard a[3].isBytes else {
      throw raise(.typeError, "fourth argument should be bytes, not \(a[3].typeName)")
    }
    let array = try ArrayRef.make(TypeRef(a[0]), code)
    if format == machineFormat(code) {
      try appendBytes(array, a[3])
    } else if format >= 18 {
      let encoding = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"][format - 18]
      let text = try Call.method(a[3], "decode", Value(encoding))
      try appendText(array, StrRef(text))
    } else {
      try appendConverted(array, structCodes[format], BytesRef(a[3]))
    }
    return array.value
  }

  private static func appendConverted(_ array: ArrayRef, _ code: String, _ bytes: BytesRef)
    throws(Raised)
  {
    let format = try StructFormat.of(Array(code.utf8))
    if bytes.count % format.size != 0 {
      throw raise(.valueError, "bytes length not a multiple of item size")
    }
    for offset in stride(from: 0, to: bytes.count, by: format.size) {
      try appendItem(array, format.unpack(bytes.data + offset)[0])
    }
  }

  // MARK: Iterator

  static func iter(_ a: Args) throws(Raised) -> Value {
    let iterator = ArrayIteratorRef(
      Heap.allocateZeroed(
        MemoryLayout<ArrayIteratorLayout>.size,
        Header(shape: iteratorType.p.pointee.instanceShape)))
    iterator.p.pointee.array = a[0]
    return iterator.value
  }

  static func itself(_ a: Args) throws(Raised) -> Value { a[0] }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = ArrayIteratorRef(a[0])
    if iterator.p.pointee.array.isAbsent { return .exhausted }
    let array = ArrayRef(iterator.p.pointee.array)
    let at = iterator.p.pointee.at
    if at >= array.count {
      iterator.p.pointee.array = .absent
      return .exhausted
    }
    iterator.p.pointee.at = at + 1
    return array.get(at)
  }

  static func reduceIterator(_ a: Args) throws(Raised) -> Value {
    let iterator = ArrayIteratorRef(a[0])
    let function = DictRef(Singletons.builtins).getStr("iter")
    if iterator.p.pointee.array.isAbsent {
      return TupleRef.of(function, TupleRef.of(TupleRef.empty.value).value).value
    }
    return TupleRef.of(
      function, TupleRef.of(iterator.p.pointee.array).value, Value(iterator.p.pointee.at)
    ).value
  }

  static func setIteratorState(_ a: Args) throws(Raised) -> Value {
    let iterator = ArrayIteratorRef(a[0])
    if iterator.p.pointee.array.isAbsent { return .none }
    let at = try Convert.machineInt(a[1])
    iterator.p.pointee.at = max(0, min(at, ArrayRef(iterator.p.pointee.array).count))
    return .none
  }
}
