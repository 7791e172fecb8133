// Attributes, with inline caches.
//
// Every form has three cache words. Word 0 is the guard: the shape id, for classes and
// modules the object itself. Word 1 is what was found: byte offset of the slot, class attribute, or for
// modules keys version and entry number. Word 2 counts how often the cache was filled; beyond
// `InlineCache.maximumFills` the instruction stays generic. Where attributes are in a dict, word 0 has the
// version of its keys in the high half, and word 1 may be an entry number. The forms for several shapes have up to four
// shape ids of 32 bits first, then the slots' offsets of 16 bits, or a function for each of two shapes.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func hasShape(_ object: Value, _ cache: UInt64) -> Bool {
    object.isHeap && UInt64(object.asObject.header.pointee.shapeID) == cache
  }

  @inline(__always)
  private static func slot(_ object: Value, _ offset: UInt64) -> UnsafeMutablePointer<Value> {
    (object.asObject.pointer + Int(offset)).assumingMemoryBound(to: Value.self)
  }

  @inline(__always)
  static func loadAttr(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadAttrSlot(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = cachedSlot(r[word.b], pc)
    r[word.a] = value.isPresent ? value : try InlineCache.loadAttribute(word, pc, r)
    pc += 3
  }

  /// The value in the slot that a cache leads to; absent if there is none, and for an object of another shape.
  @inline(__always) private static func cachedSlot(_ object: Value, _ pc: PC) -> Value {
    hasShape(object, pc[0]) ? slot(object, pc[1]).pointee : .absent
  }

  @inline(__always)
  static func loadAttrSlots(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.isHeap {
      let offset = ShapeSlots.offset(pc, object.asObject.header.pointee.shapeID)
      if offset != 0 {
        let value = slot(object, offset).pointee
        if value.isPresent {
          r[word.a] = value
          pc += 3
          return
        }
      }
    }
    r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadAttrOverflow(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if hasShape(object, pc[0]) {
      r[word.a] = Instances.overflowSlot(object.asObject, Int(pc[1])).pointee
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  /// The dict of the object, with the shape and the version of the keys that a cache has seen.
  @inline(__always)
  private static func cachedDict(_ object: Value, _ cache: UInt64) -> DictRef? {
    guard hasShape(object, cache & 0xFFFF_FFFF) else { return nil }
    let shape = Shape(id: UInt32(truncatingIfNeeded: cache))
    let word = Instances.attributeWord(object.asObject, shape).unsafelyUnwrapped.pointee
    if word.isAbsent { return nil }
    let dict = DictRef(word)
    return UInt64(dict.p.pointee.keysVersion) == cache >> 32 ? dict : nil
  }

  @inline(__always)
  static func loadAttrDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if let dict = cachedDict(r[word.b], pc[0]) {
      r[word.a] = dict.entries[Int(pc[1])].value
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadAttrBehindDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if cachedDict(object, pc[0]) != nil {
      save(pc, r)
      r[word.a] = try Attributes.bind(Value(bits: pc[1]), object, object.asObject.type)
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadAttrModule(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.bits == pc[0] {
      let dict = ModuleRef(object).dict
      if dict.p.pointee.keysVersion == UInt32(truncatingIfNeeded: pc[1]) {
        r[word.a] = dict.entries[Int(pc[1] >> 32)].value
        pc += 3
        return
      }
    }
    r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadAttrClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if r[word.b].bits == pc[0] {
      r[word.a] = Value(bits: pc[1])
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadAttrProperty(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if hasShape(object, pc[0]) {
      let function = FunctionRef(Value(bits: pc[1]))
      let body = function.p.pointee.body
      let callee = Frame(r).stackTop + Frame.headerWords
      if body.pointee.simpleArguments == 1, body.pointee.entry != nil {
        callee[0] = object
        pc += 3
        try pushFrame(&pc, &r, thread, callee, function, body, 1, UInt64(word.a))
        return
      }
    }
    r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadAttrTupleItem(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if hasShape(object, pc[0]), pc[1] < UInt64(TupleRef(object).count) {
      r[word.a] = TupleRef(object)[Int(pc[1])]
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadAttrMethodNoDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if hasShape(object, pc[0]) {
      save(pc, r)
      r[word.a] = try Attributes.bind(Value(bits: pc[1]), object, object.asObject.type)
    } else {
      r[word.a] = try InlineCache.loadAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadMethod(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try InlineCache.loadMethod(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadMethodCached(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if hasShape(object, pc[0]) {
      r[word.a] = Value(bits: pc[1])
      r[word.a + 6] = object
    } else {
      try InlineCache.loadMethod(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadMethodBehindDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if cachedDict(object, pc[0]) != nil {
      r[word.a] = Value(bits: pc[1])
      r[word.a + 6] = object
    } else {
      try InlineCache.loadMethod(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadMethodPair(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.isHeap {
      let id = object.asObject.header.pointee.shapeID
      let isFirst = UInt32(truncatingIfNeeded: pc[0]) == id
      if isFirst || UInt32(truncatingIfNeeded: pc[0] >> 32) == id {
        r[word.a] = Value(bits: isFirst ? pc[1] : pc[2])
        r[word.a + 6] = object
        pc += 3
        return
      }
    }
    try InlineCache.loadMethod(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadMethodOfClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.bits == pc[0] {
      r[word.a] = Value(bits: pc[1])
      r[word.a + 6] = object
    } else {
      try InlineCache.loadMethod(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadMethodSlot(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = cachedSlot(r[word.b], pc)
    if value.isPresent {
      r[word.a] = value
      r[word.a + 6] = .absent
    } else {
      try InlineCache.loadMethod(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadMethodModule(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.bits == pc[0] {
      let dict = ModuleRef(object).dict
      if dict.p.pointee.keysVersion == UInt32(truncatingIfNeeded: pc[1]) {
        r[word.a] = dict.entries[Int(pc[1] >> 32)].value
        r[word.a + 6] = .absent
        pc += 3
        return
      }
    }
    try InlineCache.loadMethod(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadMethodClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if r[word.b].bits == pc[0] {
      r[word.a] = Value(bits: pc[1])
      r[word.a + 6] = .absent
    } else {
      try InlineCache.loadMethod(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func storeAttr(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try InlineCache.storeAttribute(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func storeAttrSlot(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.a]
    if hasShape(object, pc[0]) {
      object.asObject.store(r[word.b], at: slot(object, pc[1]))
    } else {
      try InlineCache.storeAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func storeAttrOverflow(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.a]
    if hasShape(object, pc[0]) {
      Instances.overflowSlot(object.asObject, Int(pc[1])).pointee = r[word.b]
      object.asObject.noteWrite()
    } else {
      try InlineCache.storeAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func storeAttrDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if let dict = cachedDict(r[word.a], pc[0]), !dict.p.pointee.watched {
      dict.entries[Int(pc[1])].value = r[word.b]
      dict.object.noteWrite()
    } else {
      try InlineCache.storeAttribute(word, pc, r)
    }
    pc += 3
  }

  /// Word 1: byte offset in the low half, the new shape's id in the high half.
  @inline(__always)
  static func storeAttrTransition(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.a]
    if hasShape(object, pc[0]) {
      slot(object, pc[1] & 0xFFFF_FFFF).pointee = r[word.b]
      object.asObject.header.pointee.shapeID = UInt32(truncatingIfNeeded: pc[1] >> 32)
      object.asObject.noteWrite()
    } else {
      try InlineCache.storeAttribute(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func deleteAttr(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Attributes.set(r[word.a], Frame(r).body.pointee.names[word.c], .absent)
  }

  @inline(__always)
  static func loadSuperAttr(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.c]
    let parent = try superObject(r, word.b, withArguments: pc[0] != 0)
    r[word.a] = try Attributes.get(parent, name)
    pc += 4
  }

  @inline(__always)
  static func loadSuperMethod(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try loadSuperMethodSlow(word, pc, r)
    pc += 4
  }

  private static func superObject(_ r: Registers, _ base: Int, withArguments: Bool) throws(Raised)
    -> Value
  {
    let callable = r[base]
    if callable === BuiltinType.super.value {
      return try SuperRef.checked(r[base + 1], r[base + 2])
    }
    // `super` was rebound: the call is made as written.
    return withArguments
      ? try Call.function(callable, r[base + 1], r[base + 2]) : try Call.function(callable)
  }

  /// A function found by `super()` is called with self, without a bound method between.
  @inline(never)
  private static func loadSuperMethodSlow(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.c]
    let (type, object) = (r[word.b + 1], r[word.b + 2])
    if r[word.b] === BuiltinType.super.value, type.isType, !object.isType,
      object.type.isSubtype(of: TypeRef(type))
    {
      let function = SuperRef.lookup(after: TypeRef(type), in: object.type, name)
      if function.isPresent, Call.isPlain(function) {
        SuperFeedback.note(pc, TypeRef(type), object)
        r[word.a] = function
        r[word.a + 6] = object
        return
      }
    }
    if r[word.b] === BuiltinType.super.value, type.isType, object.isType,
      TypeRef(object).isSubtype(of: TypeRef(type)), superMethodOfClass(word, r, name)
    {
      return
    }
    let parent = try superObject(r, word.b, withArguments: pc[0] != 0)
    r[word.a] = try Attributes.get(parent, name)
    r[word.a + 6] = .absent
  }

  /// What `super(type, cls)` finds in `__new__` or a classmethod, if it is such a function, too; false otherwise.
  private static func superMethodOfClass(_ word: UInt64, _ r: Registers, _ name: Value) -> Bool {
    let (type, own) = (TypeRef(r[word.b + 1]), r[word.b + 2])
    let found = SuperRef.lookup(after: type, in: TypeRef(own), name)
    if found.isAbsent { return false }
    if found.isExactly(.builtinFunction) {
      r[word.a] = found
      r[word.a + 6] = .absent
      return true
    }
    let isClassMethod = found.isExactly(.classMethod)
    if !isClassMethod, !found.isExactly(.staticMethod) { return false }
    let function = WrappedMethodRef(found).p.pointee.function
    if function.isAbsent || !function.isExactly(.function) { return false }
    r[word.a] = function
    r[word.a + 6] = isClassMethod ? own : .absent
    return true
  }
}
