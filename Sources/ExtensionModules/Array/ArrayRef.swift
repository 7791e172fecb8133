// Arrays of numbers of one machine type.

import Glibc
import TaipanRuntime

struct ArrayLayout {
  var header: Header
  /// A bytes object whose memory holds the items; its length is the capacity. Absent while empty.
  var storage: Value
  var count: Int
  var typecode: UInt8
  /// Views may hold the memory.
  var isShown: Bool

  static let numbers = NumberArrayLayout(
    storage: MemoryLayout<ArrayLayout>.offset(of: \.storage)!,
    count: MemoryLayout<ArrayLayout>.offset(of: \.count)!,
    typecode: MemoryLayout<ArrayLayout>.offset(of: \.typecode)!, data: BytesRef.dataOffset)
}

struct ArrayRef: TypedRef {
  let p: UnsafeMutablePointer<ArrayLayout>

  var count: Int { p.pointee.count }
  var typecode: UInt8 { p.pointee.typecode }
  var itemSize: Int { ArrayRef.itemSize(typecode).unsafelyUnwrapped }
  var byteCount: Int { count * itemSize }
  var data: UnsafeMutablePointer<UInt8> {
    p.pointee.storage.isAbsent
      ? UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped : BytesRef(p.pointee.storage).data
  }
  var isUnicode: Bool { typecode == UInt8(ascii: "u") || typecode == UInt8(ascii: "w") }

  static func itemSize(_ typecode: UInt8) -> Int? {
    switch typecode {
    case UInt8(ascii: "b"), UInt8(ascii: "B"): return 1
    case UInt8(ascii: "h"), UInt8(ascii: "H"): return 2
    case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "f"), UInt8(ascii: "u"),
      UInt8(ascii: "w"):
      return 4
    case UInt8(ascii: "l"), UInt8(ascii: "L"), UInt8(ascii: "q"), UInt8(ascii: "Q"),
      UInt8(ascii: "d"):
      return 8
    default: return nil
    }
  }

  /// The memory, for views.
  static func export(_ value: Value, _ isKept: Bool) -> BufferView {
    let array = ArrayRef(value)
    if isKept { array.p.pointee.isShown = true }
    var view = BufferView(
      data: array.data, byteCount: array.byteCount, owner: array.p.pointee.storage)
    view.itemSize = array.itemSize
    view.format = array.isUnicode ? UInt8(ascii: "w") : array.typecode
    return view
  }

  static func make(_ type: TypeRef, _ typecode: UInt8, count: Int = 0) throws(Raised) -> ArrayRef {
    let array = ArrayRef(Construction.allocate(type))
    array.p.pointee.typecode = typecode
    try array.resize(count)
    return array
  }

  /// Changes the number of items; new ones are zero.
  ///
  /// Views keep the memory of before: see memoryview.
  ///
  /// - Throws: MemoryError.
  func resize(_ newCount: Int) throws(Raised) {
    let size = itemSize
    let capacity = p.pointee.storage.isAbsent ? 0 : BytesRef(p.pointee.storage).count
    let leavesViews = p.pointee.isShown && newCount != count
    if leavesViews { p.pointee.isShown = false }
    if leavesViews || newCount * size > capacity || newCount * size < capacity / 4 {
      let room = newCount <= count ? newCount : newCount + newCount >> 4 + (count == 0 ? 0 : 6)
      try Heap.requireRoom(room * size)
      let fresh = BytesRef.make(count: room * size)
      memcpy(fresh.data, data, min(count, newCount) * size)
      memset(fresh.data + min(count, newCount) * size, 0, (room - min(count, newCount)) * size)
      p.pointee.storage = fresh.value
      object.noteWrite()
    }
    p.pointee.count = newCount
  }

  // MARK: Items

  func get(_ index: Int) -> Value {
    let raw = UnsafeRawPointer(data)
    switch typecode {
    case UInt8(ascii: "b"): return Value(Int(raw.load(fromByteOffset: index, as: Int8.self)))
    case UInt8(ascii: "B"): return Value(Int(raw.load(fromByteOffset: index, as: UInt8.self)))
    case UInt8(ascii: "h"): return Value(Int(raw.load(fromByteOffset: index * 2, as: Int16.self)))
    case UInt8(ascii: "H"): return Value(Int(raw.load(fromByteOffset: index * 2, as: UInt16.self)))
    case UInt8(ascii: "i"): return Value(Int(raw.load(fromByteOffset: index * 4, as: Int32.self)))
    case UInt8(ascii: "I"): return Value(Int(raw.load(fromByteOffset: index * 4, as: UInt32.self)))
    case UInt8(ascii: "l"), UInt8(ascii: "q"):
      return Value(raw.load(fromByteOffset: index * 8, as: Int.self))
    case UInt8(ascii: "L"), UInt8(ascii: "Q"):
      return Value(raw.load(fromByteOffset: index * 8, as: UInt.self))
    case UInt8(ascii: "f"):
      return Value(Double(raw.load(fromByteOffset: index * 4, as: Float.self)))
    case UInt8(ascii: "d"): return Value(raw.load(fromByteOffset: index * 8, as: Double.self))
    default: return StrRef.character(raw.load(fromByteOffset: index * 4, as: UInt32.self))
    }
  }

  /// Stores the common items, which need no conversion; false, with nothing done, for all others.
  func setSimple(_ index: Int, _ value: Value) -> Bool {
    let raw = UnsafeMutableRawPointer(data)
    switch typecode {
    case UInt8(ascii: "d"):
      guard value.isFloat else { return false }
      raw.storeBytes(of: value.asFloat, toByteOffset: index * 8, as: Double.self)
    case UInt8(ascii: "l"), UInt8(ascii: "q"):
      guard value.isInt else { return false }
      raw.storeBytes(of: value.asInt, toByteOffset: index * 8, as: Int.self)
    case UInt8(ascii: "i"):
      guard value.isInt, let item = Int32(exactly: value.asInt) else { return false }
      raw.storeBytes(of: item, toByteOffset: index * 4, as: Int32.self)
    case UInt8(ascii: "B"):
      guard value.isInt, let item = UInt8(exactly: value.asInt) else { return false }
      raw.storeBytes(of: item, toByteOffset: index, as: UInt8.self)
    default: return false
    }
    return true
  }

  /// - Throws: TypeError or OverflowError for a value that is no item.
  func set(_ index: Int, _ value: Value) throws(Raised) {
    let bits = try bits(value)
    // Converting the value may have run code that shrank the array.
    if index < count { store(bits, at: index) }
  }

  /// A value as it is stored.
  ///
  /// - Throws: TypeError or OverflowError for a value that the array cannot hold.
  func bits(_ value: Value) throws(Raised) -> UInt64 {
    switch typecode {
    case UInt8(ascii: "d"): return try Convert.double(value).bitPattern
    case UInt8(ascii: "f"): return UInt64(Float(try Convert.double(value)).bitPattern)
    case UInt8(ascii: "u"), UInt8(ascii: "w"):
      guard value.isStr, StrRef(value).count == 1 else {
        throw raise(.typeError, "array item must be unicode character")
      }
      return UInt64(StrRef(value)[0])
    default: return try integer(value)
    }
  }

  func store(_ bits: UInt64, at index: Int) {
    withUnsafeBytes(of: bits) {
      _ = memcpy(data + index * itemSize, $0.baseAddress!, itemSize)
    }
  }

  /// The bits of an item of at most 32 bits. The errors name the C types through which CPython
  /// converts: for some items there is a wider one before their own.
  private func integer(_ value: Value) throws(Raised) -> UInt64 {
    let int = try Convert.index(value)
    switch typecode {
    case UInt8(ascii: "b"):
      try check(int, Int16.self, "signed short integer")
      return try check(int, Int8.self, "signed char")
    case UInt8(ascii: "B"): return try check(int, UInt8.self, "unsigned byte integer")
    case UInt8(ascii: "h"): return try check(int, Int16.self, "signed short integer")
    case UInt8(ascii: "H"):
      try check(int, Int32.self, "signed integer")
      return try check(int, UInt16.self, "unsigned short")
    case UInt8(ascii: "i"): return try check(int, Int32.self, "signed integer")
    case UInt8(ascii: "I"): return try unsignedInt(int)
    default: return try wide(int)
    }
  }

  /// OverflowError if the int is outside of a C long or of the type.
  @discardableResult
  private func check<T: FixedWidthInteger>(_ int: Value, _ type: T.Type, _ name: StaticString)
    throws(Raised) -> UInt64
  {
    guard let n = int.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    if n < Int(T.min) { throw raise(.overflowError, "\(name) is less than minimum") }
    if n > Int(T.max) { throw raise(.overflowError, "\(name) is greater than maximum") }
    return UInt64(bitPattern: Int64(n))
  }

  private func unsignedInt(_ int: Value) throws(Raised) -> UInt64 {
    if int.intSign < 0 {
      throw raise(.overflowError, "can't convert negative value to unsigned int")
    }
    var bits: UInt64 = 0
    let fits = withUnsafeMutableBytes(of: &bits) {
      IntBytes.write(int, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
    if !fits { throw raise(.overflowError, "Python int too large to convert to C unsigned long") }
    if bits > UInt64(UInt32.max) {
      throw raise(.overflowError, "unsigned int is greater than maximum")
    }
    return bits
  }

  private func wide(_ int: Value) throws(Raised) -> UInt64 {
    let signed = typecode >= 0x61
    var bits: UInt64 = 0
    let fits = withUnsafeMutableBytes(of: &bits) {
      IntBytes.write(
        int, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: signed)
    }
    if fits { return bits }
    switch typecode {
    case UInt8(ascii: "l"):
      throw raise(.overflowError, "Python int too large to convert to C long")
    case UInt8(ascii: "L"):
      throw raise(
        .overflowError,
        int.intSign < 0
          ? "can't convert negative value to unsigned int"
          : "Python int too large to convert to C unsigned long")
    case UInt8(ascii: "Q") where int.intSign < 0:
      throw raise(.overflowError, "can't convert negative int to unsigned")
    default: throw raise(.overflowError, "int too big to convert")
    }
  }
}
