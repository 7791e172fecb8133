// Declaration of native types: a name, a base, a layout and tables of methods.

import Glibc

/// The item at an index, negative ones counted from the end; absent where `__getitem__` has to raise or to
/// do more.
public typealias ItemReader = @convention(thin) (ObjectRef, Int) -> Value
/// Stores an item; false, with nothing done, where `__setitem__` has to raise or to do more.
public typealias ItemWriter = @convention(thin) (ObjectRef, Int, Value) -> Bool

/// What `await` and `yield from` ask an iterator of a native type for, given the value that is sent to it: a
/// result costs no StopIteration then. `__next__`, `send` and this do the same.
public typealias Stepper =
  @convention(thin) (ObjectRef, Value) throws(Raised) -> Generators.Outcome

/// Where objects of a type have machine numbers, for native code: byte offsets of fields in the object, and
/// of the numbers in the bytes object that the first of them refers to. All 0 for other types.
public struct NumberArrayLayout {
  public var storage: UInt16 = 0
  public var count: UInt16 = 0
  /// One byte, as in `struct`; 0 for types without numbers.
  public var typecode: UInt16 = 0
  public var data: UInt16 = 0

  public init() {}

  public init(storage: Int, count: Int, typecode: Int, data: Int) {
    self.storage = UInt16(storage)
    self.count = UInt16(count)
    self.typecode = UInt16(typecode)
    self.data = UInt16(data)
  }
}

public struct TypeSpec {
  /// Dotted, the module first ("collections.deque"); builtins have no module.
  public let name: StaticString
  /// Bytes of header and native payload.
  public var size: Int
  public var flags: TypeFlags
  public var traceKind: TraceKind
  /// Word of the instance that holds its `__dict__`; 0 if none.
  public var dictWord: Int
  public var methods: [NativeMethod]
  public var getSets: [NativeGetSet]
  public var releaser: (@convention(thin) (ObjectRef) -> Void)?
  public var doc: StaticString
  /// What the interpreter asks before `__getitem__` and `__setitem__` when the key is an int.
  public var item: ItemReader?
  public var setItem: ItemWriter?
  public var numbers: NumberArrayLayout
  public var step: Stepper?

  public init(
    _ name: StaticString, size: Int = 8, flags: TypeFlags = [], traceKind: TraceKind = .words,
    dictWord: Int = 0, methods: [NativeMethod] = [], getSets: [NativeGetSet] = [],
    releaser: (@convention(thin) (ObjectRef) -> Void)? = nil, doc: StaticString = "",
    item: ItemReader? = nil, setItem: ItemWriter? = nil, numbers: NumberArrayLayout = .init(),
    step: Stepper? = nil
  ) {
    self.name = name
    self.size = size
    self.flags = flags
    self.traceKind = traceKind
    self.dictWord = dictWord
    self.methods = methods
    self.getSets = getSets
    self.releaser = releaser
    self.doc = doc
    self.item = item
    self.setItem = setItem
    self.numbers = numbers
    self.step = step
  }
}

public enum NativeTypes {
  /// Creates a native type in the heap: for native modules. Instances of a metatype have what its spec's size
  /// adds to `TypeLayout.size` behind the fields of all types.
  public static func make(
    _ spec: TypeSpec, base: TypeRef = BuiltinType.object.ref,
    metatype: TypeRef = BuiltinType.type.ref
  ) -> TypeRef {
    let object = Heap.allocateZeroed(
      Int(metatype.p.pointee.basicSize), Header(shape: metatype.p.pointee.instanceShape))
    let type = TypeRef(object)
    _ = Heap.makeRoot(type.value)
    initialize(type, base: base, spec)
    complete(type, spec)
    return type
  }

  /// Sets the fields of a native type, all but its namespace's content.
  static func initialize(_ type: TypeRef, base: TypeRef?, _ spec: TypeSpec) {
    let (module, name) = split(spec.name)
    let t = type.p
    t.pointee.version = Versions.next()
    t.pointee.base = base?.p
    t.pointee.flags = spec.flags
    if let base { t.pointee.flags.formUnion(base.p.pointee.flags.intersection(.inherited)) }
    let size = max(spec.size, base.map { Int($0.p.pointee.basicSize) } ?? 8)
    t.pointee.basicSize = Int32(size)
    t.pointee.nativeBase = base?.p.pointee.nativeBase ?? 0
    t.pointee.releaser = spec.releaser ?? base?.p.pointee.releaser
    t.pointee.item = spec.item
    t.pointee.setItem = spec.setItem
    t.pointee.numbers = spec.numbers
    t.pointee.step = spec.step
    t.pointee.traceKind = spec.traceKind
    if let base, spec.traceKind == .words, base.p.pointee.traceKind != .none,
      base.p.pointee.traceKind != .instance
    {
      t.pointee.traceKind = base.p.pointee.traceKind
    }
    t.pointee.attributesAt =
      spec.dictWord != 0 ? UInt16(spec.dictWord) : base?.p.pointee.attributesAt ?? 0
    if t.pointee.attributesAt != 0 { t.pointee.flags.insert(.hasDict) }
    setShapes(type, dictMode: true)
    t.pointee.name = name
    t.pointee.qualifiedName = t.pointee.name
    t.pointee.dict = DictRef.make().value
    if module.isPresent { type.dict.setStr("__module__", module) }
    type.object.noteWrite()
  }

  /// Gives a type its shapes; fixed addresses for builtin types were set before.
  static func setShapes(_ type: TypeRef, dictMode: Bool) {
    let t = type.p
    if t.pointee.instanceShape.id == 0 {
      t.pointee.instanceShape = Shape.make(type: type, traceKind: t.pointee.traceKind)
    }
    let shape = t.pointee.instanceShape.p
    shape.pointee.type = type
    shape.pointee.traceKind = t.pointee.traceKind
    shape.pointee.attributesAt = t.pointee.attributesAt
    shape.pointee.isDictMode = dictMode && t.pointee.attributesAt != 0
    shape.pointee.inlineCapacity = t.pointee.inlineCapacity
    shape.pointee.slotCount = t.pointee.memberCount
    t.pointee.dictShape = t.pointee.instanceShape
  }

  /// Module and name, interned; the module is absent for types of `builtins`.
  private static func split(_ name: StaticString) -> (module: Value, name: Value) {
    let bytes = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return (.absent, name.interned) }
    return (
      Interning.intern(UnsafeBufferPointer(rebasing: bytes[..<dot])),
      Interning.intern(UnsafeBufferPointer(rebasing: bytes[(dot + 1)...]))
    )
  }

  /// Fills MRO, namespace and special methods; bases are complete.
  static func complete(_ type: TypeRef, _ spec: TypeSpec) {
    let t = type.p
    if let base = type.base {
      t.pointee.bases = TupleRef.of(base.value).value
      let inherited = base.mro
      let mro = TupleRef.make(count: inherited.count + 1)
      mro.set(0, type.value)
      for i in 0..<inherited.count { mro.set(i + 1, inherited[i]) }
      t.pointee.mro = mro.value
      TypeBuilder.addSubclass(base, type)
    } else {
      t.pointee.bases = TupleRef.empty.value
      t.pointee.mro = TupleRef.of(type.value).value
    }
    type.object.noteWrite()
    fillNamespace(type, spec)
    type.refreshAllSpecials()
  }

  private static func fillNamespace(_ type: TypeRef, _ spec: TypeSpec) {
    let dict = type.dict
    // One more for `__doc__`, one for `__hash__`.
    dict.reserve(dict.count + spec.methods.count + spec.getSets.count + 2)
    let methods = immortal(spec.methods)
    for i in 0..<spec.methods.count { add(methods + i, to: type) }
    let getSets = immortal(spec.getSets)
    for i in 0..<spec.getSets.count {
      dict.setStr(getSets[i].name.interned, GetSetRef.make(getSets + i, owner: type))
    }
    if spec.doc.utf8CodeUnitCount > 0 {
      dict.setStr("__doc__", Value("\(spec.doc)"))
    } else if dict.getStr("__doc__").isAbsent {
      dict.setStr("__doc__", .none)
    }
    // Defining equality without a hash makes a type unhashable.
    if dict.getStr(SpecialName.eq.value).isPresent, dict.getStr(SpecialName.hash.value).isAbsent {
      dict.setStr(SpecialName.hash.value, .none)
    }
  }

  /// Native methods for a type that was made like one of a class statement.
  public static func add(_ methods: [NativeMethod], to type: TypeRef) {
    let table = immortal(methods)
    for i in 0..<methods.count { add(table + i, to: type) }
    type.refreshAllSpecials()
  }

  /// A computed attribute for a type that was made like one of a class statement; the row lives forever
  /// (`immortal`).
  public static func add(_ row: UnsafePointer<NativeGetSet>, to type: TypeRef) {
    type.setAttribute(row.pointee.name.interned, GetSetRef.make(row, owner: type))
  }

  /// The rows of a table, kept as long as the process lives: function objects point at them. Most tables are
  /// part of the program's data and stay there.
  public static func immortal<Row>(_ table: [Row]) -> UnsafePointer<Row> {
    keep(table)
    return table.withUnsafeBufferPointer { $0.baseAddress }
      ?? UnsafePointer(UnsafeMutablePointer<Row>.allocate(capacity: 1))
  }

  private static func keep<Row>(_ table: [Row]) {
    let size = MemoryLayout<[Row]>.size
    if keeperRoom < size {
      keeperRoom = 4096
      keepers = .allocate(byteCount: keeperRoom, alignment: MemoryLayout<[Row]>.alignment)
    }
    keeperRoom -= size
    (keepers.unsafelyUnwrapped + keeperRoom).initializeMemory(as: [Row].self, to: table)
  }

  /// Memory for references to such tables: hundreds are kept at a start.
  nonisolated(unsafe) private static var keepers: UnsafeMutableRawPointer?
  nonisolated(unsafe) private static var keeperRoom = 0

  /// Puts a native method into a type's namespace, as the kind of object that its signature asks for.
  static func add(_ entry: UnsafePointer<NativeMethod>, to type: TypeRef) {
    let name = entry.pointee.name.interned
    let value: Value
    if name === SpecialName.new.value {
      let function = NativeFunctionRef.make(entry, type: .builtinFunction)
      function.p.pointee.moduleName = type.value
      function.p.pointee.function = checkedNewEntry.function
      value = function.value
    } else if startsWith(entry.pointee.signature, "($type") {
      value =
        NativeFunctionRef.make(
          entry, type: .classMethodDescriptor, owner: type.value
        ).value
    } else if startsWith(entry.pointee.signature, "($self") {
      let isSlot = StrRef(name).p.pointee.header.extra != 0 && !isPlainMethod(name)
      value =
        NativeFunctionRef.make(
          entry, type: isSlot ? .slotWrapper : .methodDescriptor, owner: type.value
        ).value
    } else {
      value = WrappedMethodRef.make(
        .staticMethod, NativeFunctionRef.make(entry, type: .builtinFunction).value)
    }
    type.dict.setStr(name, value)
  }

  /// What every native `__new__` is entered by: a class that is not the type's, or that wants another
  /// `__new__`, would get an object of a wrong layout.
  ///
  /// - Throws: TypeError; what the `__new__` raises.
  private static func checkedNew(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a.callee)
    if a.count == 0 || a[0] !== function.p.pointee.moduleName { try checkNew(function, a) }
    return try function.p.pointee.entry.pointee.function(a)
  }

  private static let checkedNewEntry = NativeMethod("__new__", "($type, /)", checkedNew)

  @inline(never)
  private static func checkNew(_ function: NativeFunctionRef, _ a: Args) throws(Raised) {
    let owner = TypeRef(function.p.pointee.moduleName)
    var native = owner
    if a.count > 0, a[0].isType, TypeRef(a[0]).isSubtype(of: owner) {
      native = TypeRef(a[0])
      while native.value !== owner.value, native.has(.heap), let base = native.base {
        native = base
      }
      if TypeRef(a[0]).isIncomplete {
        throw raise(.typeError, "cannot create '\(TypeRef(a[0]).nameText)' instances")
      }
      if native.special(.new) === function.value { return }
    }
    throw refusedNew(owner, native, a)
  }

  private static func refusedNew(_ owner: TypeRef, _ native: TypeRef, _ a: Args) -> Raised {
    let name = owner.messageName
    if a.count == 0 || a[0].isAbsent {
      return raise(.typeError, "\(name).__new__(): not enough arguments")
    }
    if !a[0].isType {
      return raise(
        .typeError, "\(name).__new__(X): X is not a type object (\(a[0].typeName))")
    }
    let type = TypeRef(a[0])
    let given = type.messageName
    if !type.isSubtype(of: owner) {
      return raise(
        .typeError, "\(name).__new__(\(given)): \(given) is not a subtype of \(name)")
    }
    return raise(
      .typeError,
      "\(name).__new__(\(given)) is not safe, use \(native.messageName).__new__()")
  }

  /// Dunder methods that CPython has as ordinary methods.
  private static func isPlainMethod(_ name: Value) -> Bool {
    let special = SpecialName(rawValue: StrRef(name).p.pointee.header.extra)
    switch special {
    case .format, .reversed, .reduce, .reduceEx, .getstate, .sizeof, .dir, .round, .trunc, .floor,
      .ceil, .complex, .bytes, .lengthHint, .instancecheck, .subclasscheck, .initSubclass,
      .classGetitem, .enter, .exit, .missing, .fspath:
      return true
    default: return false
    }
  }

  private static func startsWith(_ text: StaticString, _ prefix: StaticString) -> Bool {
    text.utf8CodeUnitCount >= prefix.utf8CodeUnitCount
      && memcmp(text.utf8Start, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
  }
}

/// Helpers for the namespaces of native modules.
public enum NativeModules {
  /// A module with functions; the table must be static.
  public static func make(_ name: String, _ functions: [NativeMethod]) -> ModuleRef {
    let module = ModuleRef.make(name)
    addFunctions(functions, to: module)
    return module
  }

  public static func addFunctions(_ functions: [NativeMethod], to module: ModuleRef) {
    let name = module.dict.getStr("__name__")
    let table = NativeTypes.immortal(functions)
    module.dict.reserve(module.dict.count + functions.count)
    for i in 0..<functions.count {
      let function = NativeFunctionRef.make(
        table + i, type: .builtinFunction, self: .absent, moduleName: name)
      module.dict.setStr(table[i].name.interned, function.value)
    }
  }
}
