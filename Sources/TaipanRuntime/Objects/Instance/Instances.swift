// Instances: allocation, and where their attributes lie.
//
// Attribute storage is one of
//   - slots: inline after the overflow word, later ones in the overflow buffer (`Shape` says which);
//   - a dict in the overflow word (`isDictMode`): instances whose `__dict__` was asked for, types
//     that always had one (functions, modules, exceptions), and variable-sized builtins, whose
//     word lies behind their content.

public enum Instances {
  /// Bytes of a new instance.
  @inline(__always) static func size(_ type: TypeRef) -> Int {
    let t = type.p
    return t.pointee.attributesAt == 0
      ? Int(t.pointee.basicSize)
      : max(
        Int(t.pointee.basicSize),
        (Int(t.pointee.attributesAt) + 1 + Int(t.pointee.inlineCapacity)) * 8)
  }

  /// A new instance of `type` with all words zero and the type's first shape; variable-sized types
  /// have their own constructors.
  @inline(__always) public static func allocate(_ type: TypeRef) -> ObjectRef {
    let t = type.p
    let size = size(type)
    let object = Heap.allocate(size, Header(shape: t.pointee.instanceShape))
    // Few words: a loop beats a call of memset.
    var word = object.word(1)
    let end = object.pointer + ((size + 15) & ~15)
    while UnsafeMutableRawPointer(word) < end {
      word.pointee = .absent
      word += 1
    }
    if t.pointee.flags.contains(.hasFinalizer) { Finalizers.register(object) }
    return object
  }

  /// The word that holds overflow buffer or dict; nil for objects without attributes of their own.
  @inline(__always) static func attributeWord(_ object: ObjectRef, _ shape: Shape)
    -> UnsafeMutablePointer<Value>?
  {
    let at = shape.p.pointee.attributesAt
    if at == 0 { return nil }
    if at != trailing { return object.word(Int(at)) }
    return trailingWord(object)
  }

  /// `attributesAt` of variable-sized types, whose attribute word lies behind their content.
  public static let trailing: UInt16 = 0xFFFF

  static func trailingWord(_ object: ObjectRef) -> UnsafeMutablePointer<Value> {
    let flags = object.type.p.pointee.flags
    if flags.contains(.subTuple) {
      let tuple = TupleRef(object)
      return tuple.items + tuple.count
    }
    if flags.contains(.subStr) { return StrRef(object).attributeWord }
    if flags.contains(.subBytes) { return BytesRef(object).attributeWord }
    return IntRef(object).attributeWord
  }

  /// An attribute of the object itself; absent if it has none of that name.
  @inline(__always) public static func ownAttribute(_ object: ObjectRef, _ name: Value) -> Value {
    let shape = object.shape
    guard let word = attributeWord(object, shape) else { return .absent }
    if shape.p.pointee.isDictMode {
      return word.pointee.isAbsent ? .absent : DictRef(word.pointee).getStr(name)
    }
    guard let slot = shape.slot(of: name) else { return .absent }
    return slotAddress(object, shape, slot).pointee
  }

  @inline(__always)
  static func slotAddress(_ object: ObjectRef, _ shape: Shape, _ slot: Int)
    -> UnsafeMutablePointer<Value>
  {
    let at = Int(shape.p.pointee.attributesAt)
    let inline = Int(shape.p.pointee.inlineCapacity)
    if slot < inline { return object.word(at + 1 + slot) }
    return overflowSlot(object, slot - inline)
  }

  /// A place of the storage for attributes that do not fit into the object.
  @inline(__always)
  static func overflowSlot(_ object: ObjectRef, _ index: Int) -> UnsafeMutablePointer<Value> {
    let at = Int(object.shape.p.pointee.attributesAt)
    return ValueBuffer(object.word(at).pointee).items + index
  }

  /// Stores an attribute of the object itself. False where it can have none.
  public static func setOwnAttribute(_ object: ObjectRef, _ name: Value, _ value: Value) -> Bool {
    let shape = object.shape
    guard let word = attributeWord(object, shape), shape.type.has(.hasDict) else { return false }
    if shape.p.pointee.isDictMode {
      if word.pointee.isAbsent { object.store(DictRef.make().value, at: word) }
      DictRef(word.pointee).setStr(name, value)
      return true
    }
    if let slot = shape.slot(of: name) {
      object.store(value, at: slotAddress(object, shape, slot))
    } else if shape.p.pointee.slotCount >= maximumSlots {
      materializeDict(object).setStr(name, value)
    } else {
      append(object, shape.adding(name), value)
    }
    return true
  }

  /// More attributes than this live in a dict.
  static let maximumSlots: UInt16 = 128

  /// Stores the attribute that `shape` adds, and gives the object that shape.
  static func append(_ object: ObjectRef, _ shape: Shape, _ value: Value) {
    let slot = Int(shape.p.pointee.slotCount) - 1
    let inline = Int(shape.p.pointee.inlineCapacity)
    if slot >= inline { reserveOverflow(object, shape, slot - inline) }
    slotAddress(object, shape, slot).pointee = value
    object.header.pointee.shapeID = shape.id
    object.noteWrite()
  }

  private static func reserveOverflow(_ object: ObjectRef, _ shape: Shape, _ index: Int) {
    let word = object.word(Int(shape.p.pointee.attributesAt))
    let old = word.pointee
    if old.isPresent, ValueBuffer(old).capacity > index { return }
    let buffer = ValueBuffer.make(capacity: max(4, index * 2))
    if old.isPresent { buffer.items.update(from: ValueBuffer(old).items, count: index) }
    object.store(buffer.value, at: word)
  }

  /// Removes an attribute of the object itself. False where there was none.
  public static func removeOwnAttribute(_ object: ObjectRef, _ name: Value) -> Bool {
    if ownAttribute(object, name).isAbsent { return false }
    if removeSlot(object, name) { return true }
    do throws(Raised) { _ = try materializeDict(object).remove(name) } catch {
      fatalError("removing a str key does not raise")
    }
    return true
  }

  /// Gives the object the shape that it would have without the attribute; the later ones move down. False,
  /// with nothing done, where its attributes are in a dict or belong there.
  private static func removeSlot(_ object: ObjectRef, _ name: Value) -> Bool {
    let shape = object.shape
    if shape.p.pointee.isDictMode { return false }
    guard let slot = shape.slot(of: name), let rest = shape.removing(slot: slot) else {
      return false
    }
    let last = Int(shape.p.pointee.slotCount) - 1
    for later in slot..<last {
      slotAddress(object, shape, later).pointee = slotAddress(object, shape, later + 1).pointee
    }
    slotAddress(object, shape, last).pointee = .absent
    object.header.pointee.shapeID = rest.id
    object.noteWrite()
    return true
  }

  /// The object's `__dict__`; from now on its attributes live there.
  public static func materializeDict(_ object: ObjectRef) -> DictRef {
    let shape = object.shape
    let word = attributeWord(object, shape).unsafelyUnwrapped
    if shape.p.pointee.isDictMode {
      if word.pointee.isAbsent { object.store(DictRef.make().value, at: word) }
      return DictRef(word.pointee)
    }
    let dict = copyAttributes(object)
    if dict.count == Int(shape.p.pointee.slotCount &- shape.type.p.pointee.memberCount) {
      dict.setAttributeKeys(shape)
    }
    let members = Int(shape.type.p.pointee.memberCount)
    for i in members..<max(members, Int(shape.p.pointee.inlineCapacity)) {
      object.word(Int(shape.p.pointee.attributesAt) + 1 + i).pointee = .absent
    }
    object.header.pointee.shapeID = shape.type.p.pointee.dictShape.id
    object.store(dict.value, at: word)
    return dict
  }

  /// A new dict of the object's own attributes.
  public static func copyAttributes(_ object: ObjectRef) -> DictRef {
    let shape = object.shape
    guard let word = attributeWord(object, shape) else { return DictRef.make() }
    if shape.p.pointee.isDictMode {
      return word.pointee.isAbsent ? DictRef.make() : DictRef(word.pointee).copy()
    }
    let dict = DictRef.make(capacity: Int(shape.p.pointee.slotCount))
    shape.forEachSlot { name, slot in
      let value = slotAddress(object, shape, slot).pointee
      if value.isPresent { dict.insert(name, StrRef(name).hash, value) }
    }
    return dict
  }

  /// Replaces the object's `__dict__`.
  public static func setDict(_ object: ObjectRef, _ dict: DictRef) {
    _ = materializeDict(object)
    object.store(dict.value, at: attributeWord(object, object.shape).unsafelyUnwrapped)
  }

  /// `__class__` assignment: the attributes move along.
  ///
  /// - Throws: TypeError where the layouts differ.
  public static func changeType(_ object: ObjectRef, to type: TypeRef) throws(Raised) {
    let old = object.type
    let compatible = old.has(.heap) && type.has(.heap) && old.hasLayout(of: type)
    let isModule = old.isSubtype(of: .module) && type.isSubtype(of: .module)
    if !isModule, !old.has(.heap) || !type.has(.heap) {
      throw raise(
        .typeError,
        "__class__ assignment only supported for mutable types or ModuleType subclasses")
    }
    if !compatible && !isModule {
      throw raise(
        .typeError,
        "__class__ assignment: '\(type.nameText)' object layout differs from '\(old.nameText)'")
    }
    if type.has(.hasDict) {
      _ = materializeDict(object)
      // The inline capacity of the new type may exceed the object: dict mode never looks there.
      object.header.pointee.shapeID = type.p.pointee.dictShape.id
    } else {
      object.header.pointee.shapeID = type.p.pointee.instanceShape.id
    }
    // The shape is how the collector reaches the new type from an object that it does not visit.
    object.noteWrite()
    if type.has(.hasFinalizer), !old.has(.hasFinalizer) { Finalizers.register(object) }
  }
}
