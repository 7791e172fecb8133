// How native code is offered to Python: a row in a static table, next to the function.
//
//   static let methods: [NativeMethod] = [
//     NativeMethod("append", "($self, object, /)", append),
//   ]
//
// The signature is the text that `inspect` reads and that arguments are bound by. Its first
// parameter says what the function is: `$self` a method, `$type` a class method, `$module` a
// module's function (all three arrive as argument 0, `$module` excepted), none a static method.
// A parameter with a default is optional and absent (`Value.absent`) when not given: the default's text
// is for readers. With `*args` or `**kwargs` the arguments arrive as they were passed, keywords last,
// named by `Args.keywordNames`.

/// A native function: its arguments lie in `args`, an exception is in the thread state.
public typealias NativeFunction = @convention(thin) (Args) throws(Raised) -> Value

/// An exception is set in `thread.exception`.
@frozen public struct Raised: Error {
  @inlinable @inline(__always) public init() {}
}

public struct NativeMethod {
  public let name: StaticString
  public let signature: StaticString
  public let function: NativeFunction
  public let doc: StaticString
  /// The function takes its arguments as they come, whatever the signature shows to readers.
  public let bindsArguments: Bool

  public init(
    _ name: StaticString, _ signature: StaticString, _ function: @escaping NativeFunction,
    doc: StaticString = "", bindsArguments: Bool = false
  ) {
    self.name = name
    self.signature = signature
    self.function = function
    self.doc = doc
    self.bindsArguments = bindsArguments
  }
}

/// A computed attribute of a native type.
public struct NativeGetSet {
  public let name: StaticString
  /// Receives the object as argument 0.
  public let get: NativeFunction
  /// Receives the object and the new value (absent for `del`); nil for a read-only attribute.
  public let set: NativeFunction?

  public init(
    _ name: StaticString, _ get: @escaping NativeFunction, set: NativeFunction? = nil
  ) {
    self.name = name
    self.get = get
    self.set = set
  }
}

/// The arguments of a native call.
@frozen public struct Args {
  public let base: UnsafeMutablePointer<Value>
  /// All arguments, keyword ones included.
  public let count: Int
  /// Tuple of the names of the last arguments, or absent.
  public let keywordNames: Value
  /// The function object that was called.
  public let callee: Value

  @inlinable @inline(__always)
  public init(
    base: UnsafeMutablePointer<Value>, count: Int, keywordNames: Value = .absent,
    callee: Value = .absent
  ) {
    self.base = base
    self.count = count
    self.keywordNames = keywordNames
    self.callee = callee
  }

  /// An argument that is known to have been passed.
  @inlinable @inline(__always) public subscript(_ index: Int) -> Value { base[index] }

  /// An argument that may be missing.
  @inlinable @inline(__always) public func optional(_ index: Int) -> Value {
    index < count ? base[index] : .absent
  }

  public var keywordCount: Int { keywordNames.isPresent ? TupleRef(keywordNames).count : 0 }
  public var positionalCount: Int { count - keywordCount }

  /// The arguments without the first `n`.
  public func dropping(_ n: Int) -> Args {
    Args(base: base + n, count: count - n, keywordNames: keywordNames, callee: callee)
  }

  /// The keyword argument `name` of a variadic function; absent if not passed.
  public func keyword(_ name: String) -> Value {
    if keywordNames.isAbsent { return .absent }
    let names = TupleRef(keywordNames)
    for i in 0..<names.count where StrRef(names[i]).text == name {
      return base[positionalCount + i]
    }
    return .absent
  }

  /// Positional arguments from `start` as a tuple.
  public func tuple(from start: Int) -> TupleRef {
    TupleRef.make(base + min(start, positionalCount), count: max(0, positionalCount - start))
  }

  /// Keyword arguments as a new dict.
  public func keywordDict() -> DictRef {
    let dict = DictRef.make()
    if keywordNames.isPresent {
      let names = TupleRef(keywordNames)
      for i in 0..<names.count { dict.setStr(names[i], base[positionalCount + i]) }
    }
    return dict
  }
}

public struct NativeFunctionLayout {
  public var header: Header
  public var function: NativeFunction
  public var entry: UnsafePointer<NativeMethod>
  /// Positional counts for a call without keywords, `self` included; -1 minimum: not parsed yet;
  /// variadic functions take any number.
  public var minimum: Int16
  public var maximum: Int16
  public var flavour: NativeFlavour
  /// How arguments with names are bound; made when first needed.
  public var signature: UnsafeMutablePointer<SignatureInfo>?
  /// Module or bound object (builtinFunction), or absent.
  public var selfValue: Value
  /// The type that a method descriptor belongs to, or absent.
  public var owner: Value
  public var moduleName: Value
  /// Whatever the function's maker wants to keep with it.
  public var data: Value
}

public enum NativeFlavour: UInt8 {
  /// Positional arguments, at least `minimum`, at most `maximum`.
  case positional
  /// Names may be used: always bound to the full parameter list.
  case named
  /// Takes arguments as they come.
  case variadic
}

/// A builtin function, or a method descriptor of a native type.
@frozen public struct NativeFunctionRef: TypedRef {
  public let p: UnsafeMutablePointer<NativeFunctionLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<NativeFunctionLayout>) {
    self.p = p
  }

  /// A function object for `entry`, which must live forever (a static table).
  public static func make(
    _ entry: UnsafePointer<NativeMethod>, type: BuiltinType, self selfValue: Value = .absent,
    owner: Value = .absent, moduleName: Value = .absent
  ) -> NativeFunctionRef {
    let object = Heap.allocate(MemoryLayout<NativeFunctionLayout>.size, Header(shape: .of(type)))
    let ref = NativeFunctionRef(object)
    ref.p.initialize(
      to: NativeFunctionLayout(
        header: Header(shape: .of(type)), function: entry.pointee.function, entry: entry,
        minimum: -1, maximum: -1, flavour: .positional, signature: nil, selfValue: selfValue,
        owner: owner, moduleName: moduleName, data: .absent))
    return ref
  }

  /// A free-standing function; allocates its entry, so for few and long-lived functions only.
  public static func make(
    name: StaticString, _ signature: StaticString, data: Value = .absent,
    _ function: @escaping NativeFunction
  ) -> Value {
    let entry = UnsafeMutablePointer<NativeMethod>.allocate(capacity: 1)
    entry.initialize(to: NativeMethod(name, signature, function))
    let ref = make(entry, type: .builtinFunction)
    ref.p.pointee.data = data
    return ref.value
  }

  /// The method of a static table with one row, for a class written in Python.
  public static func makeMethod(_ table: [NativeMethod], of owner: Value) -> NativeFunctionRef {
    make(UnsafePointer(NativeTypes.immortal(table)), type: .methodDescriptor, owner: owner)
  }

  public var name: String { "\(p.pointee.entry.pointee.name)" }

  /// A descriptor's function: argument 0 is the instance (or, for class methods, the type).
  var isMethod: Bool { p.pointee.owner.isPresent }

  /// The type whose `__new__` or `__init__` this is, in whose name errors speak; absent for others.
  var constructedType: Value {
    if name == "__new__", p.pointee.moduleName.isPresent, p.pointee.moduleName.isType {
      return p.pointee.moduleName
    }
    return name == "__init__" ? p.pointee.owner : .absent
  }

  @inline(__always) func prepare() {
    if p.pointee.minimum < 0 { Signature.prepare(self) }
  }
}

extension StaticString {
  /// The interned Python string of this text.
  public var interned: Value {
    Interning.intern(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }
}
