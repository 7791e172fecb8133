// Objects of C data: memory outside of the heap, or a part of another object's.
//
// Memory is the object's own, or belongs to `base`, which keeps it. What the memory points at is kept in `objects` of
// the outermost object: a dict whose keys say for which part, or the object itself for simple types.

import Glibc
import TaipanRuntime

struct CDataLayout {
  var header: Header
  var memory: UnsafeMutableRawPointer?
  var size: Int
  var length: Int
  /// Which part of `base` this is.
  var index: Int
  var base: Value
  var objects: Value
  /// What `resize` replaced: parts and views may still use it.
  var former: Value
  var isOwner: Bool
}

struct CData: TypedRef {
  let p: UnsafeMutablePointer<CDataLayout>

  var memory: UnsafeMutableRawPointer { p.pointee.memory.unsafelyUnwrapped }
  var type: TypeRef { object.type }
  var info: CTypeInfo { CTypeInfo.of(object.type).unsafelyUnwrapped }

  /// Memory whose address is stored there, for pointers and functions.
  var target: UnsafeMutableRawPointer? {
    get { memory.loadUnaligned(as: UnsafeMutableRawPointer?.self) }
    nonmutating set {
      memory.storeBytes(of: newValue, as: UnsafeMutableRawPointer?.self)
    }
  }

  static func release(_ object: ObjectRef) {
    let data = CData(object)
    if data.p.pointee.isOwner { free(data.p.pointee.memory) }
  }

  // MARK: Making

  private static func allocate(_ type: TypeRef, _ info: CTypeInfo) -> CData {
    let data = CData(Instances.allocate(type))
    info.p.pointee.isFinal = true
    data.p.pointee.size = info.size
    data.p.pointee.length = info.p.pointee.length
    return data
  }

  /// An object with memory of its own, all zero.
  ///
  /// - Throws: TypeError for abstract classes, MemoryError.
  static func make(_ type: TypeRef) throws(Raised) -> CData {
    guard let info = CTypeInfo.of(type) else { throw raise(.typeError, "abstract class") }
    guard let memory = calloc(1, max(info.size, 1)) else { throw raise(.memoryError) }
    let data = allocate(type, info)
    data.p.pointee.memory = memory
    data.p.pointee.isOwner = true
    Heap.releaseWhenDead(data.object)
    Heap.noteExternal(info.size)
    return data
  }

  /// A copy of the memory at an address.
  static func copy(_ type: TypeRef, from address: UnsafeRawPointer) throws(Raised) -> CData {
    let data = try make(type)
    memcpy(data.memory, address, data.p.pointee.size)
    return data
  }

  /// A part of an object, or what it points at.
  static func part(
    _ type: TypeRef, of base: CData, index: Int, at address: UnsafeMutableRawPointer
  ) throws(Raised) -> CData {
    let data = try at(address, type)
    data.p.pointee.base = base.value
    data.p.pointee.index = index
    data.object.noteWrite()
    return data
  }

  /// Memory that somebody else keeps.
  ///
  /// - Throws: TypeError for abstract classes.
  static func at(_ address: UnsafeMutableRawPointer?, _ type: TypeRef) throws(Raised) -> CData {
    guard let info = CTypeInfo.of(type) else { throw raise(.typeError, "abstract class") }
    let data = allocate(type, info)
    data.p.pointee.memory = address
    return data
  }

  // MARK: What memory refers to

  /// The outermost object; it keeps what the memory points at.
  var container: CData {
    var container = self
    while container.p.pointee.base.isPresent { container = CData(container.p.pointee.base) }
    return container
  }

  /// What the outermost object keeps: a dict, made if it has parts.
  var keptObjects: Value {
    let container = container
    if container.p.pointee.objects.isAbsent {
      let objects = container.p.pointee.length > 0 ? DictRef.make().value : .none
      container.p.pointee.objects = objects
      container.object.noteWrite()
    }
    return container.p.pointee.objects
  }

  /// Keeps an object as long as the memory at `index` may point at it.
  func keep(_ object: Value, at index: Int) {
    if object.isNone { return }
    let container = container
    let objects = keptObjects
    if !objects.isHeap || !objects.isExactly(.dict) {
      container.p.pointee.objects = object
      container.object.noteWrite()
      return
    }
    var key = String(UInt(bitPattern: index), radix: 16)
    var part = self
    while part.p.pointee.base.isPresent {
      key += ":" + String(UInt(bitPattern: part.p.pointee.index), radix: 16)
      part = CData(part.p.pointee.base)
    }
    DictRef(objects).setStr(StrRef.make(key).value, object)
  }

  // MARK: Reading and writing

  /// The value of a part: a plain Python object for simple types, an object of its class otherwise.
  func read(_ type: TypeRef, index: Int, at address: UnsafeMutableRawPointer) throws(Raised)
    -> Value
  {
    if let info = CTypeInfo.of(type), CTypeInfo.isPlain(type, info) {
      return try SimpleCodes.load(info.code, address, info.p.pointee.isSwapped)
    }
    return try CData.part(type, of: self, index: index, at: address).value
  }

  /// Stores a value into a part, and keeps what it refers to.
  func write(
    _ value: Value, _ type: TypeRef, index: Int, at address: UnsafeMutableRawPointer
  ) throws(Raised) {
    let kept = try CData.store(value, type, at: address)
    keep(kept, at: index)
  }

  /// Stores a value as one of a class. Answers with what has to be kept for it.
  ///
  /// - Throws: TypeError for a value that does not fit.
  static func store(_ value: Value, _ type: TypeRef, at address: UnsafeMutableRawPointer)
    throws(Raised) -> Value
  {
    let info = CTypeInfo.of(type).unsafelyUnwrapped
    guard let given = CTypeInfo.of(instance: value) else {
      if info.code != 0 {
        return try SimpleCodes.store(info.code, value, address, info.p.pointee.isSwapped)
      }
      return try storeOther(value, type, info, address)
    }
    let source = CData(value)
    if try Instances.isInstance(value, type.value) {
      memmove(address, source.memory, min(info.size, source.p.pointee.size))
      return source.keptObjects
    }
    if info.kind == .pointer, given.kind == .array {
      if given.p.pointee.item !== info.p.pointee.item {
        throw incompatible(value, type)
      }
      address.storeBytes(of: source.memory, as: UnsafeMutableRawPointer.self)
      // The array itself has its memory.
      return TupleRef.of(source.keptObjects, value).value
    }
    throw incompatible(value, type)
  }

  private static func incompatible(_ value: Value, _ type: TypeRef) -> Raised {
    raise(
      .typeError,
      "incompatible types, \(value.typeName) instance instead of \(type.messageName) instance")
  }

  private static func storeOther(
    _ value: Value, _ type: TypeRef, _ info: CTypeInfo, _ address: UnsafeMutableRawPointer
  ) throws(Raised) -> Value {
    if value.isTuple {
      let made: Value
      do throws(Raised) { made = try Call.function(type.value, TupleRef(value), nil) } catch {
        throw CTypesErrors.extended("(\(type.nameText)) ", .runtimeError)
      }
      return try store(made, type, at: address)
    }
    if value.isNone, info.kind == .pointer {
      address.storeBytes(of: nil, as: UnsafeMutableRawPointer?.self)
      return .none
    }
    throw raise(
      .typeError, "expected \(type.messageName) instance, got \(value.typeName)")
  }
}

enum CTypesErrors {
  static let argument = NativeError("ArgumentError", module: "ctypes", base: .exception)

  /// The raised exception anew as one of `type`, its text behind `prefix` and its class's name.
  static func extended(_ prefix: String, _ type: BuiltinType) -> Raised {
    extended(prefix, type.ref)
  }

  static func extended(_ prefix: String, _ type: TypeRef) -> Raised {
    let old = takeRaised()
    var text = prefix + old.type.nameText + ": "
    do throws(Raised) { text += try Convert.str(old).text } catch {
      _ = takeRaised()
      text += "???"
    }
    return setRaised(ExceptionRef.make(type, args: TupleRef.of(Value(text))).value)
  }
}
