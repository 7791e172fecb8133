// The keys of a dict of attributes, as a shape.
//
// Objects whose attributes are in dicts have the same ones as others of their class, in the same order.
// The version of such a dict's keys is the id of the shape that the object would have with its attributes
// in slots: the dicts of a class share it, and a cache that knows it finds the entry of an attribute, or
// that there is none, without a search (the "split keys" of CPython's PEP 412, told by a number). Adding a
// key leads to the next shape, anything else that changes keys or their places forgets it.

extension DictRef {
  /// Whether the version of the keys is a shape's id.
  @inline(__always) var hasAttributeKeys: Bool {
    UInt(p.pointee.keysVersion) &- MemoryMap.builtinShapes
      < MemoryMap.shapesEnd &- MemoryMap.builtinShapes
  }

  /// The keys are the attributes of `shape`, in the order of their slots and without gaps.
  func setAttributeKeys(_ shape: Shape) { p.pointee.keysVersion = shape.id }

  /// The version of the keys after `key` was added as the last one.
  @inline(__always) func noteNewKey(_ key: Value) {
    if p.pointee.keysVersion != 0 { p.pointee.keysVersion = versionAfterAdding(key) }
  }

  @inline(never) private func versionAfterAdding(_ key: Value) -> UInt32 {
    guard hasAttributeKeys, p.pointee.used == entryCount else { return 0 }
    return Shape(id: p.pointee.keysVersion).addingKey(key)?.id ?? 0
  }

  /// The shared version of the keys of an object of `type`; nil where they have one of their own, or too
  /// many objects have others.
  func attributeKeys(of type: TypeRef) -> UInt32? {
    if hasAttributeKeys { return p.pointee.keysVersion }
    guard p.pointee.keysVersion == 0, p.pointee.onlyStrKeys, p.pointee.used == entryCount else {
      return nil
    }
    var shape = type.p.pointee.instanceShape
    for number in 0..<entryCount {
      guard let next = shape.addingKey(entries[number].key) else { return nil }
      shape = next
    }
    setAttributeKeys(shape)
    return shape.id
  }
}

extension Shape {
  /// Shapes that keys may make, in all: a dict of attributes may be used for other things, too.
  nonisolated(unsafe) private static var keyShapesLeft = 4000

  /// The shape after adding an attribute in a dict; nil where its name is none, or that needs too many shapes.
  fileprivate func addingKey(_ name: Value) -> Shape? {
    guard name.isExactly(.str), StrRef(name).isInterned,
      p.pointee.slotCount < Instances.maximumSlots
    else { return nil }
    if let known = successor(name) { return known }
    if Shape.keyShapesLeft == 0 { return nil }
    Shape.keyShapesLeft -= 1
    return adding(name)
  }
}
