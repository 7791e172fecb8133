// An element as the sequence of its children.

import TaipanRuntime

enum ElementChildren {
  /// What `[index]` reads; absent where it has to raise.
  static func item(_ object: ObjectRef, _ index: Int) -> Value {
    let children = ElementRef(object).p.pointee.children
    if children.isAbsent { return .absent }
    let list = ListRef(children)
    let place = index < 0 ? index + list.count : index
    return place >= 0 && place < list.count ? list[place] : .absent
  }

  /// - Throws: TypeError for what is no index; IndexError, in the words of `message`.
  private static func place(_ element: ElementRef, _ key: Value, _ message: String) throws(Raised)
    -> Int
  {
    if key.type.special(.index).isAbsent, !key.isAnyInt {
      throw raise(.typeError, "element indices must be integers")
    }
    let index = try Convert.machineInt(key)
    let place = index < 0 ? index + element.count : index
    if place < 0 || place >= element.count { throw raise(.indexError, message) }
    return place
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    if a[1].isExactly(.slice) {
      if element.count == 0 { return ListRef.make().value }
      return try Subscript.get(element.childList().value, a[1])
    }
    return element.child(try place(element, a[1], "child index out of range"))
  }

  static func set(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    if !a[1].isExactly(.slice) {
      let place = try place(element, a[1], "child assignment index out of range")
      try ElementRef.requireChild(a[2])
      element.childList()[place] = a[2]
      return .none
    }
    let values = try values(a[2], "assignment expects an iterable")
    for i in 0..<values.count { try ElementRef.requireChild(values[i]) }
    try Subscript.set(element.childList().value, a[1], values.value)
    return .none
  }

  static func delete(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    if a[1].isExactly(.slice) {
      try Subscript.delete(element.childList().value, a[1])
    } else {
      let place = try place(element, a[1], "child assignment index out of range")
      _ = element.childList().remove(at: place)
    }
    return .none
  }

  static func append(_ a: Args) throws(Raised) -> Value {
    _ = try ElementRef.required(a[1], "append() argument 1")
    ElementRef(a[0]).append(a[1])
    return .none
  }

  static func extend(_ a: Args) throws(Raised) -> Value {
    let values = try values(a[1], "'elements' must be an iterable")
    for i in 0..<values.count {
      try ElementRef.requireChild(values[i])
      ElementRef(a[0]).append(values[i])
    }
    return .none
  }

  static func insert(_ a: Args) throws(Raised) -> Value {
    let element = ElementRef(a[0])
    let index = try Convert.machineInt(a[1])
    _ = try ElementRef.required(a[2], "insert() argument 2")
    let place = index < 0 ? max(0, index + element.count) : min(index, element.count)
    element.childList().insert(a[2], at: place)
    return .none
  }

  /// - Throws: ValueError where it is no child; what comparing raises.
  static func remove(_ a: Args) throws(Raised) -> Value {
    _ = try ElementRef.required(a[1], "remove() argument")
    let element = ElementRef(a[0])
    var index = 0
    while index < element.count {
      let child = element.child(index)
      if child === a[1] ? true : try Compare.equal(child, a[1]) {
        // Comparing may have removed it.
        if index < element.count { _ = element.childList().remove(at: index) }
        return .none
      }
      index += 1
    }
    throw raise(.valueError, "list.remove(x): x not in list")
  }

  /// The values of an iterable.
  ///
  /// - Throws: TypeError with the message for what is none; what the iteration raises.
  private static func values(_ iterable: Value, _ message: String) throws(Raised) -> ListRef {
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(iterable) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, message)
    }
    return try Iterate.list(iterator)
  }
}
