// What attribute accesses found, for the instructions that see more than one shape.
//
// An instruction's own cache holds one shape. Where several come by, it asks here: one table for the
// whole program, keyed by shape, state of the type and name. A type gets a new version whenever an
// attribute of it or of a base changes, and a shape never changes, so an entry that matches is right;
// and what matches is reachable from that type or shape, so the table need not be traced.

import RegisterCode

public enum AttributeCache {
  /// What an entry's payload is.
  enum Kind: UInt64 {
    /// Load: byte offset of the slot.
    case slot = 0x00
    /// Load: a class attribute that is no descriptor, and that nothing in the instance hides.
    case constant = 0x01
    /// Load: a data descriptor of native code, that is asked each time.
    case descriptor = 0x02
    /// Method call: the function.
    case method = 0x10
    /// Store: byte offset of the slot.
    case storeSlot = 0x20
    /// Store: byte offset in the low half, the new shape's id in the high half.
    case storeTransition = 0x21
    /// Store: number of the slot in the overflow storage.
    case storeOverflow = 0x22
  }

  /// The upper digit of a kind: accesses of the same name in different ways have entries apart.
  enum Access: UInt64 {
    case load = 0x00
    case method = 0x10
    case store = 0x20
  }

  struct Entry {
    var shape: UInt32
    var version: UInt32
    var name: UInt64
    var kind: UInt64
    var payload: UInt64
  }

  /// Entries; a power of two.
  private static let size: UInt64 = 1024

  @inline(__always)
  private static func place(_ shape: Shape, _ name: Value, _ access: UInt64)
    -> UnsafeMutablePointer<Entry>
  {
    let entries = UnsafeMutablePointer<Entry>(bitPattern: MemoryMap.attributeCache)
      .unsafelyUnwrapped
    let mixed = ((UInt64(shape.id) >> 7) &* 0x9E37_79B1) ^ (name.bits >> 4) ^ (access << 2)
    return entries + Int(truncatingIfNeeded: (mixed ^ (mixed >> 10)) & (size - 1))
  }

  @inline(__always)
  static func find(_ object: ObjectRef, _ name: Value, _ access: Access)
    -> UnsafeMutablePointer<Entry>?
  {
    let shape = object.shape
    let entry = place(shape, name, access.rawValue)
    if isFor(entry, shape, name, access) { return entry }
    for way in 1..<ways {
      let other = neighbour(entry, way)
      if isFor(other, shape, name, access) { return other }
    }
    return nil
  }

  @inline(__always)
  private static func isFor(
    _ entry: UnsafeMutablePointer<Entry>, _ shape: Shape, _ name: Value, _ access: Access
  ) -> Bool {
    entry.pointee.shape == shape.id && entry.pointee.name == name.bits
      && entry.pointee.version == shape.type.p.pointee.version
      && entry.pointee.kind & 0xF0 == access.rawValue
  }

  /// Entries side by side, of which an access has any: with two, accesses of a name by three shapes that fell on the
  /// same pair threw each other out for ever, and native code never got to know all of them.
  private static let ways = 4

  @inline(__always)
  private static func neighbour(_ entry: UnsafeMutablePointer<Entry>, _ way: Int)
    -> UnsafeMutablePointer<Entry>
  {
    let distance = UInt(way * MemoryLayout<Entry>.stride)
    return UnsafeMutablePointer(bitPattern: UInt(bitPattern: entry) ^ distance).unsafelyUnwrapped
  }

  /// What is known of the accesses of a name in one way: shapes of types as they are now, with kind and
  /// payload. For the native tier, where an instruction has seen several shapes.
  public static func entries(_ name: Value, stores: Bool, methods: Bool) -> [(
    shape: UInt32, kind: UInt64, payload: UInt64
  )] {
    let access: Access = stores ? .store : methods ? .method : .load
    let entries = UnsafeMutablePointer<Entry>(bitPattern: MemoryMap.attributeCache)!
    return (0..<Int(size)).compactMap { index in
      let entry = entries[index]
      guard entry.shape != 0, entry.name == name.bits, entry.kind & 0xF0 == access.rawValue,
        entry.version == Shape(id: entry.shape).type.p.pointee.version,
        !Shape(id: entry.shape).p.pointee.isDictMode
      else { return nil }
      return (entry.shape, entry.kind, entry.payload)
    }
  }

  /// Empties the entries of dead types, which `entries` could not tell from others. For the end of a
  /// collection's marking.
  static func forgetDead() {
    let entries = UnsafeMutablePointer<Entry>(bitPattern: MemoryMap.attributeCache)!
    for index in 0..<Int(size) where entries[index].shape != 0 {
      let type = Shape(id: entries[index].shape).type
      if !Heap.isLive(UInt(bitPattern: type.p)) { entries[index].shape = 0 }
    }
  }

  /// Kinds of entries: a slot at a byte offset, for loads and for stores.
  public static var loadsSlot: UInt64 { Kind.slot.rawValue }
  public static var storesSlot: UInt64 { Kind.storeSlot.rawValue }
  /// A slot that the object gets: the new shape's id is in the payload's high half.
  public static var storesTransition: UInt64 { Kind.storeTransition.rawValue }

  static func remember(_ shape: Shape, _ name: Value, _ kind: Kind, _ payload: UInt64) {
    let place = place(shape, name, kind.rawValue & 0xF0)
    if TinyCaches.isOn {
      TinyCaches.forget(anotherThan: place)
    } else {
      makeRoom(at: place, shape, name, kind)
    }
    place.pointee = Entry(
      shape: shape.id, version: shape.type.p.pointee.version, name: name.bits,
      kind: kind.rawValue, payload: payload)
  }

  /// Moves what is in a place, and in those behind it, on by one, up to an unused one or an older entry of the same
  /// access; else the last is lost.
  private static func makeRoom(
    at place: UnsafeMutablePointer<Entry>, _ shape: Shape, _ name: Value, _ kind: Kind
  ) {
    var last = 0
    while last < ways - 1 {
      let entry = neighbour(place, last).pointee
      if entry.shape == 0 { break }
      if entry.shape == shape.id, entry.name == name.bits,
        entry.kind & 0xF0 == kind.rawValue & 0xF0
      {
        break
      }
      last += 1
    }
    while last > 0 {
      neighbour(place, last).pointee = neighbour(place, last - 1).pointee
      last -= 1
    }
  }
}
