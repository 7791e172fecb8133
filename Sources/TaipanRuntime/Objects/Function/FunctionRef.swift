// Python functions, bound methods, cells and code objects.

public struct FunctionLayout {
  public var header: Header
  public var body: UnsafeMutablePointer<CodeBody>
  public var code: Value
  public var globals: Value
  public var builtins: Value
  /// Tuple, or absent.
  public var defaults: Value
  /// Dict, or absent.
  public var keywordDefaults: Value
  /// Tuple of cells, or absent.
  public var closure: Value
  public var name: Value
  public var qualifiedName: Value
  public var doc: Value
  public var module: Value
  /// Dict, tuple of pairs as the compiler left them, or absent.
  public var annotations: Value
  public var typeParameters: Value
  /// `__dict__`, or absent until asked for.
  public var dict: Value
}

@frozen public struct FunctionRef: TypedRef {
  public let p: UnsafeMutablePointer<FunctionLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<FunctionLayout>) { self.p = p }

  public static func make(code: CodeRef, globals: DictRef, builtins: Value) -> FunctionRef {
    let header = Header(shape: .of(.function))
    let function = FunctionRef(Heap.allocate(MemoryLayout<FunctionLayout>.size, header))
    let c = code.p.pointee
    function.p.initialize(
      to: FunctionLayout(
        header: header, body: c.body, code: code.value, globals: globals.value,
        builtins: builtins, defaults: .absent, keywordDefaults: .absent, closure: .absent,
        name: c.name, qualifiedName: c.qualifiedName, doc: .absent, module: .absent,
        annotations: .absent, typeParameters: .absent, dict: .absent))
    return function
  }

  public var nameText: String { StrRef(p.pointee.name).text }
  public var qualifiedNameText: String { StrRef(p.pointee.qualifiedName).text }
}

public struct CellLayout {
  public var header: Header
  public var contents: Value
}

@frozen public struct CellRef: TypedRef {
  public let p: UnsafeMutablePointer<CellLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<CellLayout>) { self.p = p }

  public static func make(_ contents: Value) -> CellRef {
    let cell = CellRef(Heap.allocate(16, Header(shape: .of(.cell))))
    cell.p.pointee.contents = contents
    return cell
  }

  public var contents: Value {
    @inline(__always) get { p.pointee.contents }
    @inline(__always) nonmutating set {
      p.pointee.contents = newValue
      object.noteWrite()
    }
  }
}

public struct MethodLayout {
  public var header: Header
  public var function: Value
  public var selfValue: Value
}

/// A bound method.
@frozen public struct MethodRef: TypedRef {
  public let p: UnsafeMutablePointer<MethodLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<MethodLayout>) { self.p = p }

  public static func make(_ function: Value, _ selfValue: Value) -> MethodRef {
    let method = MethodRef(
      Heap.allocate(MemoryLayout<MethodLayout>.size, Header(shape: .of(.method))))
    method.p.pointee.function = function
    method.p.pointee.selfValue = selfValue
    return method
  }
}

public struct CodeLayout {
  public var header: Header
  public var body: UnsafeMutablePointer<CodeBody>
  public var argumentCount: Int32
  public var positionalOnlyCount: Int32
  public var keywordOnlyCount: Int32
  public var stackSize: Int32
  public var flags: UInt32
  public var firstLine: Int32
  /// bytes
  public var code: Value
  /// tuples
  public var constants: Value
  public var names: Value
  public var localsPlusNames: Value
  /// bytes
  public var localsPlusKinds: Value
  public var fileName: Value
  public var name: Value
  public var qualifiedName: Value
  /// bytes
  public var lineTable: Value
  public var exceptionTable: Value
}

@frozen public struct CodeRef: TypedRef {
  public let p: UnsafeMutablePointer<CodeLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<CodeLayout>) { self.p = p }

  public var localNames: TupleRef { TupleRef(p.pointee.localsPlusNames) }
  public var localKinds: BytesRef { BytesRef(p.pointee.localsPlusKinds) }
}

/// `CO_*` bits of `CodeLayout.flags` that the runtime looks at.
public enum CodeFlag {
  public static let optimized: UInt32 = 0x1
  public static let newLocals: UInt32 = 0x2
  public static let varArguments: UInt32 = 0x4
  public static let varKeywords: UInt32 = 0x8
  public static let nested: UInt32 = 0x10
  public static let generator: UInt32 = 0x20
  public static let coroutine: UInt32 = 0x80
  public static let iterableCoroutine: UInt32 = 0x100
  public static let asyncGenerator: UInt32 = 0x200
}

/// `CO_FAST_*` bits of a local's kind.
public enum LocalKind {
  public static let hidden: UInt8 = 0x10
  public static let local: UInt8 = 0x20
  public static let cell: UInt8 = 0x40
  public static let free: UInt8 = 0x80
}
