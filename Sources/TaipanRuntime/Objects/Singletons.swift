// The objects that exist once: None and its kin at fixed addresses, shared strings and tuples beside.

public enum Singletons {
  static let stride: UInt = 32

  @inlinable @inline(__always) static func at(_ index: UInt) -> Value {
    Value(bits: UInt64(MemoryMap.singletons + index * 32))
  }

  private static var table: UnsafeMutablePointer<Value> {
    UnsafeMutablePointer(bitPattern: MemoryMap.singletons + 0x400).unsafelyUnwrapped
  }

  /// One-character strings of the first 256 code points.
  @inline(__always) static var latin1: UnsafeMutablePointer<Value> {
    UnsafeMutablePointer(bitPattern: MemoryMap.singletons + 0x500).unsafelyUnwrapped
  }
  /// Bytes objects of one byte, absent until they are asked for.
  @inline(__always) static var bytes: UnsafeMutablePointer<Value> {
    UnsafeMutablePointer(bitPattern: MemoryMap.byteSingletons).unsafelyUnwrapped
  }
  /// The name `__class__`, and what `object` has under it.
  static var className: Value { table[8] }
  static var plainClass: Value { table[9] }
  /// The names `__name__` and `__builtins__`, which every new function looks up in its globals.
  static var moduleName: Value { table[10] }
  static var builtinsName: Value { table[11] }

  /// Types are complete: notes what is asked for most often.
  static func noteTypes() {
    table[8] = Interning.intern("__class__")
    table[9] = BuiltinType.object.ref.lookup(table[8])
    table[10] = Interning.intern("__name__")
    table[11] = Interning.intern("__builtins__")
  }
  public static var emptyTuple: Value { table[0] }
  public static var emptyStr: Value { table[1] }
  public static var emptyBytes: Value { table[2] }
  public static var emptyFrozenSet: Value { table[3] }
  /// The modules by name: `sys.modules`.
  public static var modules: Value {
    get { table[4] }
    set { table[4] = newValue }
  }
  /// Namespace of the builtins module.
  public static var builtins: Value {
    get { table[5] }
    set { table[5] = newValue }
  }
  public static var sysDict: Value {
    get { table[6] }
    set { table[6] = newValue }
  }
  public static var memoryErrorInstance: Value {
    get { table[7] }
    set { table[7] = newValue }
  }

  /// Where references to objects are that depend on nothing: they may lie in a start image.
  static var sharedSlots: [UnsafeMutablePointer<Value>] {
    (0..<3).map { table + $0 } + (0..<256).map { latin1 + $0 } + (0..<256).map { bytes + $0 }
  }

  /// Creates them; types and the heap exist.
  static func start() {
    for (index, type) in [
      BuiltinType.noneType, .bool, .bool, .ellipsisType, .notImplementedType,
    ].enumerated() {
      let object = at(UInt(index)).asObject
      object.header.pointee = Header(shape: .of(type))
    }
    // bool is an int: its payload is that of a one-limb int.
    IntRef(at(1)).p.pointee.size = 0
    IntRef(at(2)).p.pointee.size = 1
    IntRef(at(2)).limbs[0] = 1
    for (index, double) in [0.0, -0.0].enumerated() {
      let object = at(UInt(8 + index)).asObject
      object.header.pointee = Header(shape: .of(.float))
      FloatRef(object).p.pointee.number = double
    }
    for i in 0..<16 { Heap.addRoot(table + i) }
    if StartImage.isMapped { return StartImage.placeSingletons() }
    let emptyTuple = Heap.allocate(24, Header(shape: .of(.tuple)))
    TupleRef(emptyTuple).p.pointee.count = 0
    TupleRef(emptyTuple).p.pointee.hash = -1
    table[0] = Value(emptyTuple)
    let emptyStr = StrRef.make(count: 0, maximum: 0)
    table[1] = emptyStr.value
    table[2] = BytesRef.make(count: 0).value
    for code in 0..<256 {
      let str = StrRef.make(count: 1, maximum: UInt32(code))
      str.bytes[0] = UInt8(code)
      latin1[code] = Interning.intern(str)
    }
    for i in 0..<3 { Heap.makeImmortal(table[i].asObject) }
    _ = Interning.intern(emptyStr)
  }
}

extension Value {
  @inlinable @inline(__always) public static var none: Value { Singletons.at(0) }
  @inlinable @inline(__always) public static var `false`: Value { Singletons.at(1) }
  @inlinable @inline(__always) public static var `true`: Value { Singletons.at(2) }
  @inlinable @inline(__always) public static var ellipsis: Value { Singletons.at(3) }
  @inlinable @inline(__always) public static var notImplemented: Value { Singletons.at(4) }

  @inlinable @inline(__always) public init(_ truth: Bool) {
    self = Singletons.at(truth ? 2 : 1)
  }
  @inlinable @inline(__always) public var isNone: Bool { bits == Value.none.bits }
  @inlinable @inline(__always) public var isTrue: Bool { bits == Value.true.bits }
  @inlinable @inline(__always) public var isFalse: Bool { bits == Value.false.bits }
  @inlinable @inline(__always) public var isBool: Bool { isTrue || isFalse }
  @inlinable @inline(__always) public var isNotImplemented: Bool {
    bits == Value.notImplemented.bits
  }
}
