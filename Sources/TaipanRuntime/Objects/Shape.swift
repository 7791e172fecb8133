// Shapes (hidden classes): the type of an object and, for instances, where each attribute lies.
//
// Invariants: a shape never changes what it says once an object has it; shapes are never freed and
// never move, so a 32-bit id compared equal proves type and layout. Names in shapes are interned.

import CTaipan

/// How the collector finds the values of an object.
public enum TraceKind: UInt8 {
  /// Holds no values.
  case none
  /// Attribute slots: overflow word, then inline slots; native payload before them, if any.
  case instance
  /// Every word after the header may be a value; words that are not are told apart by address.
  case words
  case list
  case tuple
  case dict
  case valueBuffer
  case tableBuffer
  case set
  /// Text, bytes or digits, which hold none, and the attribute words of a subclass behind them.
  case trailing
  /// Every word of the type's size is a value or an address outside of the heap.
  case values
}

public struct ShapeLayout {
  public var type: TypeRef
  public var traceKind: TraceKind
  /// Attributes are in a dict (in the overflow word) instead of slots.
  public var isDictMode: Bool
  /// Slots that lie inside the object; later ones are in the overflow buffer.
  public var inlineCapacity: UInt16
  /// Word index of the overflow word; inline slots follow it. 0 where instances have no attributes.
  public var attributesAt: UInt16
  public var slotCount: UInt16
  /// The shape without the attribute that this one added.
  public var parent: UInt32
  /// Last transition taken: most shapes have one successor.
  public var lastTransition: UInt32
  /// The attribute that this shape added.
  public var name: Value
  /// Other transitions: chain through `nextSibling`.
  public var firstChild: UInt32
  public var nextSibling: UInt32
  /// Open-addressing table name → slot, built when the shape is first searched.
  public var table: UnsafeMutablePointer<ShapeEntry>?
  public var tableMask: UInt32
}

public struct ShapeEntry {
  public var name: UInt64
  public var slot: Int
}

@frozen public struct Shape: Equatable {
  public let id: UInt32

  @inlinable @inline(__always) public init(id: UInt32) { self.id = id }

  @inlinable @inline(__always) public var p: UnsafeMutablePointer<ShapeLayout> {
    UnsafeMutablePointer(bitPattern: UInt(id)).unsafelyUnwrapped
  }
  @inlinable @inline(__always) public var type: TypeRef { p.pointee.type }

  /// The shape of the exact builtin type `type`.
  @inlinable @inline(__always) public static func of(_ type: BuiltinType) -> Shape {
    Shape(
      id: UInt32(truncatingIfNeeded: MemoryMap.builtinShapes) &+ UInt32(type.rawValue) &* 128)
  }
}

extension Shape {
  /// Where `name` (interned) lies among the slots; nil where instances of this shape lack it.
  public func slot(of name: Value) -> Int? {
    if p.pointee.slotCount == 0 { return nil }
    if p.pointee.table == nil { buildTable() }
    let table = p.pointee.table.unsafelyUnwrapped
    let mask = Int(p.pointee.tableMask)
    var index = Int(truncatingIfNeeded: name.bits >> 4) & mask
    while table[index].name != 0 {
      if table[index].name == name.bits { return table[index].slot }
      index = (index + 1) & mask
    }
    return nil
  }

  private func buildTable() {
    var size = 4
    while size < Int(p.pointee.slotCount) * 2 { size *= 2 }
    let table = UnsafeMutablePointer<ShapeEntry>.allocate(capacity: size)
    table.initialize(repeating: ShapeEntry(name: 0, slot: 0), count: size)
    var shape = self
    while shape.p.pointee.slotCount > 0 {
      let name = shape.p.pointee.name.bits
      if name != 0 {
        var index = Int(truncatingIfNeeded: name >> 4) & (size - 1)
        while table[index].name != 0 { index = (index + 1) & (size - 1) }
        table[index] = ShapeEntry(name: name, slot: Int(shape.p.pointee.slotCount) - 1)
      }
      if shape.p.pointee.parent == 0 { break }
      shape = Shape(id: shape.p.pointee.parent)
    }
    p.pointee.tableMask = UInt32(size - 1)
    p.pointee.table = table
  }

  /// The shape after adding `name` (interned) as the next slot.
  public func adding(_ name: Value) -> Shape { successor(name) ?? makeChild(name) }

  /// The same, where it was made before.
  func successor(_ name: Value) -> Shape? {
    let last = p.pointee.lastTransition
    if last != 0, Shape(id: last).p.pointee.name === name { return Shape(id: last) }
    var child = p.pointee.firstChild
    while child != 0 {
      let shape = Shape(id: child)
      if shape.p.pointee.name === name {
        p.pointee.lastTransition = child
        return shape
      }
      child = shape.p.pointee.nextSibling
    }
    return nil
  }

  private func makeChild(_ name: Value) -> Shape {
    let child = Shape.allocate(copying: self)
    child.p.pointee.slotCount += 1
    child.p.pointee.parent = id
    child.p.pointee.name = name
    child.p.pointee.nextSibling = p.pointee.firstChild
    p.pointee.firstChild = child.id
    p.pointee.lastTransition = child.id
    return child
  }

  /// Shapes that removals may make, in all: programs that use attributes as a dict would make one with
  /// each. Their objects get a dict.
  nonisolated(unsafe) private static var removalsLeft = 1000

  /// The shape without one of its slots, the later ones moved down; nil where that needs too many new shapes.
  func removing(slot: Int) -> Shape? {
    if p.pointee.parent == 0 { return nil }
    let parent = Shape(id: p.pointee.parent)
    if slot == Int(p.pointee.slotCount) - 1 { return parent }
    guard let before = parent.removing(slot: slot) else { return nil }
    let known = Heap.state.pointee.nextShape
    if Shape.removalsLeft == 0 { return nil }
    let rest = before.adding(p.pointee.name)
    if Heap.state.pointee.nextShape != known { Shape.removalsLeft -= 1 }
    return rest
  }

  /// Names of the slots in order of addition.
  public func forEachSlot(_ body: (Value, Int) -> Void) {
    if p.pointee.slotCount == 0 { return }
    if p.pointee.parent != 0 { Shape(id: p.pointee.parent).forEachSlot(body) }
    if p.pointee.name.isPresent { body(p.pointee.name, Int(p.pointee.slotCount) - 1) }
  }

  /// A fresh shape of `type` that says nothing yet.
  public static func make(type: TypeRef, traceKind: TraceKind) -> Shape {
    let shape = Shape(id: nextID())
    shape.p.initialize(
      to: ShapeLayout(
        type: type, traceKind: traceKind, isDictMode: false, inlineCapacity: 0, attributesAt: 0,
        slotCount: 0, parent: 0, lastTransition: 0, name: .absent, firstChild: 0, nextSibling: 0,
        table: nil, tableMask: 0))
    return shape
  }

  private static func allocate(copying other: Shape) -> Shape {
    let shape = Shape(id: nextID())
    shape.p.initialize(to: other.p.pointee)
    shape.p.pointee.table = nil
    shape.p.pointee.firstChild = 0
    shape.p.pointee.nextSibling = 0
    shape.p.pointee.lastTransition = 0
    return shape
  }

  private static func nextID() -> UInt32 {
    let id = Heap.state.pointee.nextShape
    let next = id + UInt32((MemoryLayout<ShapeLayout>.stride + 15) & ~15)
    if UInt(next) > MemoryMap.shapesEnd { fatalError("shape space exhausted") }
    Heap.state.pointee.nextShape = next
    return id
  }
}
