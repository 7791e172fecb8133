// Filling and resetting of the attribute caches.
//
// Only what a shape proves is cached, or the version of the keys where the attributes are in a dict, and
// not for classes with a custom `__getattribute__`. What a class gives is registered with the class (`addDependent`),
// which resets the instruction when that attribute changes; the guard stays one compare.

import RegisterCode

enum InlineCache {
  /// After this many fills an instruction is taken as polymorphic and asks `AttributeCache` before
  /// anything else.
  static let maximumFills: UInt64 = 6
  /// A polymorphic instruction's own cache is still filled at every so many misses, in case one shape
  /// has come to prevail, until it has seen `lastFill` of them.
  static let refillInterval: UInt64 = 64
  static let lastFill: UInt64 = 1024

  /// Makes a quickened instruction generic again.
  static func reset(_ instruction: PC) {
    let opcode = instruction.pointee.opcode
    if opcode == .redirect { Tracing.noteReset(instruction) }
    instruction.pointee = instruction.pointee.with(opcode.parent)
    instruction[1] = 0
    instruction[2] = 0
    if opcode == .loadAttrSlots || opcode == .loadMethodPair { instruction[3] = 0 }
  }

  /// Leaves an instruction that sees many shapes to the table that all share. Not inlined: there the
  /// compiler (6.3) drops the store before the cache.
  @inline(never)
  private static func giveUp(_ instruction: PC) {
    let word = instruction.pointee
    instruction.pointee = word.with(word.opcode.parent)
    instruction[1] = 0
    instruction[2] = 0
    instruction[3] = lastFill
  }

  @inline(__always)
  private static func mayFill(_ pc: PC) -> Bool {
    if pc[2] >= lastFill { return false }
    pc[2] += 1
    return pc[2] <= maximumFills || pc[2] % refillInterval == 0
  }

  /// Whether to ask the table that all instructions share.
  @inline(__always)
  private static func isPolymorphic(_ object: Value, _ pc: PC) -> Bool {
    if !object.isHeap || pc[2] < maximumFills { return false }
    if pc[2] >= lastFill { return true }
    pc[2] += 1
    return pc[2] % refillInterval != 0
  }

  private static func fill(
    _ word: UInt64, _ pc: PC, _ opcode: Opcode, _ guardWord: UInt64, _ found: UInt64
  ) {
    pc[0] = guardWord
    pc[1] = found
    pc[-1] = word.with(opcode)
    if TinyCaches.isOn { TinyCaches.note(pc - 1) }
  }

  // MARK: Loading

  @inline(never)
  static func loadAttribute(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) -> Value {
    let object = r[word.b]
    let name = Frame(r).body.pointee.names[word.c]
    if word.opcode != .loadAttrSlots, isPolymorphic(object, pc) {
      Interpreter.save(pc, r)
      let value = try cachedLoad(object.asObject, name)
      if value.isPresent { return value }
    }
    return try findAttribute(word, pc, r, object, name)
  }

  @inline(never)
  private static func findAttribute(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ object: Value, _ name: Value
  ) throws(Raised) -> Value {
    if word.opcode == .loadAttrSlots { return try loadOfSeveralShapes(word, pc, r, object, name) }
    Interpreter.save(pc, r)
    let value = try Attributes.find(object, name)
    if value.isAbsent { throw Attributes.missing(object, name) }
    if addShape(word, pc, object, name) { return value }
    if mayFill(pc) { cacheLoad(word, pc, object, name) }
    if pc[2] > 1, object.isHeap { rememberLoad(object.asObject, name) }
    return value
  }

  /// A shape that is not among those of `loadAttrSlots` is added, while there is room.
  private static func loadOfSeveralShapes(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ object: Value, _ name: Value
  ) throws(Raised) -> Value {
    Interpreter.save(pc, r)
    let value = try Attributes.find(object, name)
    if value.isAbsent { throw Attributes.missing(object, name) }
    // What was run may have reset the instruction.
    guard object.isHeap, pc[-1].opcode == .loadAttrSlots else { return value }
    let shape = object.asObject.shape
    if ShapeSlots.offset(pc, shape.id) != 0 { return value }
    if let offset = plainSlot(object, name), ShapeSlots.add(pc, UInt64(shape.id), offset) {
      object.type.addDependent(name, pc - 1)
    } else {
      giveUp(pc - 1)
    }
    return value
  }

  /// Byte offset of the slot that a load of the attribute reads, where it does only that.
  private static func plainSlot(_ object: Value, _ name: Value) -> UInt64? {
    let (type, shape) = (object.type, object.asObject.shape)
    if type.has(.customGetattribute) || type.has(.isMetatype)
      || type.p.pointee.nativeBase == BuiltinType.module.rawValue
    {
      return nil
    }
    var offset: UInt64?
    let attribute = type.lookup(name)
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) {
      if attribute.type == .memberDescriptor, !MemberRef(attribute).p.pointee.absentIsNone {
        offset = UInt64(MemberRef(attribute).p.pointee.word * 8)
      }
    } else if shape.p.pointee.attributesAt != 0, !shape.p.pointee.isDictMode,
      let slot = shape.slot(of: name)
    {
      offset = inlineOffset(shape, slot)
    }
    guard let offset, offset <= 0xFFFF else { return nil }
    return offset
  }

  /// A second shape for an instruction that reads a slot: it keeps both. False when it cannot.
  private static func addShape(_ word: UInt64, _ pc: PC, _ object: Value, _ name: Value) -> Bool {
    guard word.opcode == .loadAttrSlot, pc[-1].opcode == .loadAttrSlot, object.isHeap,
      pc[0] != UInt64(object.asObject.shape.id), pc[1] <= 0xFFFF,
      let offset = plainSlot(object, name)
    else { return false }
    ShapeSlots.begin(pc, pc[0], pc[1], UInt64(object.asObject.shape.id), offset)
    pc[-1] = word.with(.loadAttrSlots)
    object.type.addDependent(name, pc - 1)
    if TinyCaches.isOn { TinyCaches.note(pc - 1) }
    return true
  }

  /// Absent where the table knows nothing of the access, or the slot is unset.
  ///
  /// - Throws: what a native descriptor raises.
  @inline(__always)
  private static func cachedLoad(_ object: ObjectRef, _ name: Value) throws(Raised) -> Value {
    guard let entry = AttributeCache.find(object, name, .load) else { return .absent }
    let payload = entry.pointee.payload
    if entry.pointee.kind == AttributeCache.Kind.slot.rawValue {
      return (object.pointer + Int(payload)).load(as: Value.self)
    }
    let found = Value(bits: payload)
    if entry.pointee.kind == AttributeCache.Kind.constant.rawValue { return found }
    if found.isExactly(.getSetDescriptor) {
      return try Attributes.getSetValue(GetSetRef(found), Value(object))
    }
    return try Call.specialMethod(
      found.type.special(.get), found, Value(object), object.type.value)
  }

  /// `getattr(object, name)` by the table that all share; absent where nothing is found.
  ///
  /// - Throws: what descriptors and `__getattr__` raise.
  static func load(_ object: Value, _ name: Value) throws(Raised) -> Value {
    if !object.isHeap || object.isType { return try Attributes.find(object, name) }
    let known = try cachedLoad(object.asObject, name)
    if known.isPresent { return known }
    if isUnsetSlot(object.asObject, name) { return .absent }
    let value = try Attributes.find(object, name)
    if value.isPresent { rememberLoad(object.asObject, name) }
    return value
  }

  /// Whether an attribute is a slot of `__slots__` that has no value, and nothing else is asked then: an
  /// AttributeError would be made for nothing.
  private static func isUnsetSlot(_ object: ObjectRef, _ name: Value) -> Bool {
    let type = object.type
    let attribute = type.lookup(name)
    guard attribute.isPresent, attribute.isExactly(.memberDescriptor),
      !type.has(.customGetattribute), type.special(.getattr).isAbsent
    else { return false }
    let member = MemberRef(attribute)
    return member.isCacheable && !member.p.pointee.absentIsNone
      && member.word(of: object).pointee.isAbsent
  }

  /// Slots, plain class attributes and native descriptors: what is found without running Python code.
  private static func rememberLoad(_ object: ObjectRef, _ name: Value) {
    let (type, shape) = (object.type, object.shape)
    if type.has(.customGetattribute) || type.has(.isMetatype) || shape.p.pointee.isDictMode {
      return
    }
    let attribute = type.lookup(name)
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) {
      if attribute.type == .memberDescriptor, MemberRef(attribute).isCacheable {
        AttributeCache.remember(
          shape, name, .slot, UInt64(MemberRef(attribute).p.pointee.word * 8))
      } else if isNativeDescriptor(attribute), type.special(.getattr).isAbsent {
        AttributeCache.remember(shape, name, .descriptor, attribute.bits)
      }
    } else if let slot = shape.slot(of: name) {
      guard let offset = inlineOffset(shape, slot) else { return }
      AttributeCache.remember(shape, name, .slot, offset)
    } else if attribute.isPresent, isPlain(attribute) {
      AttributeCache.remember(shape, name, .constant, attribute.bits)
    }
  }

  /// A data descriptor whose getter is native, and belongs to its type for good.
  private static func isNativeDescriptor(_ attribute: Value) -> Bool {
    let type = attribute.type
    if type == .getSetDescriptor { return true }
    if type == .property || type == .memberDescriptor { return false }
    return !type.has(.heap)
      && type.special(.get).isExactly(.slotWrapper)
  }

  /// Whether an attribute is no descriptor for good: a class of Python's can become one.
  private static func isPlain(_ attribute: Value) -> Bool {
    !attribute.type.has(.heap) && attribute.type.special(.get).isAbsent
  }

  /// Byte offset of a slot in the object; nil for one in the overflow buffer.
  private static func inlineOffset(_ shape: Shape, _ slot: Int) -> UInt64? {
    if slot >= Int(shape.p.pointee.inlineCapacity) { return nil }
    return UInt64((Int(shape.p.pointee.attributesAt) + 1 + slot) * 8)
  }

  private static func cacheLoad(_ word: UInt64, _ pc: PC, _ object: Value, _ name: Value) {
    if !object.isHeap { return }
    let type = object.type
    if type.has(.customGetattribute) { return }
    if type.has(.isMetatype) {
      cacheClass(word, pc, TypeRef(object), name, .loadAttrClass)
      return
    }
    if type.p.pointee.nativeBase == BuiltinType.module.rawValue {
      cacheModule(word, pc, object, name, .loadAttrModule)
      return
    }
    let attribute = type.lookup(name)
    let shape = object.asObject.shape
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) {
      cacheDataDescriptor(word, pc, attribute, shape, name)
      return
    }
    if shape.p.pointee.attributesAt != 0 {
      if shape.p.pointee.isDictMode { return cacheDict(word, pc, object, name, attribute) }
      if let slot = shape.slot(of: name) {
        cacheSlot(word, pc, shape, slot)
        type.addDependent(name, pc - 1)
        return
      }
    }
    if attribute.isAbsent { return }
    fill(word, pc, .loadAttrMethodNoDict, UInt64(shape.id), attribute.bits)
    type.addDependent(name, pc - 1)
  }

  /// The guard for an object with its attributes in a dict, and that dict.
  private static func dictGuard(_ object: ObjectRef) -> (word: UInt64, dict: DictRef)? {
    let shape = object.shape
    guard let dict = Instances.attributeWord(object, shape)?.pointee, dict.isPresent,
      let keys = DictRef(dict).attributeKeys(of: shape.type)
    else { return nil }
    return (UInt64(shape.id) | UInt64(keys) << 32, DictRef(dict))
  }

  /// - Parameter attribute: what the class has, no data descriptor; absent if nothing.
  private static func cacheDict(
    _ word: UInt64, _ pc: PC, _ object: Value, _ name: Value, _ attribute: Value
  ) {
    guard let (guardWord, dict) = dictGuard(object.asObject) else { return }
    let number = dict.findStr(name, StrRef(name).hash)
    if number >= 0 {
      fill(word, pc, .loadAttrDict, guardWord, UInt64(number))
    } else if attribute.isPresent {
      fill(word, pc, .loadAttrBehindDict, guardWord, attribute.bits)
    } else {
      return
    }
    object.type.addDependent(name, pc - 1)
  }

  /// - Parameter function: what the class has and the object's dict lacks.
  private static func cacheMethodBehindDict(
    _ word: UInt64, _ pc: PC, _ object: Value, _ name: Value, _ function: Value
  ) {
    guard mayFill(pc), let (guardWord, _) = dictGuard(object.asObject) else { return }
    fill(word, pc, .loadMethodBehindDict, guardWord, function.bits)
    object.type.addDependent(name, pc - 1)
  }

  private static func cacheSlot(_ word: UInt64, _ pc: PC, _ shape: Shape, _ slot: Int) {
    if let offset = inlineOffset(shape, slot) {
      fill(word, pc, .loadAttrSlot, UInt64(shape.id), offset)
    } else {
      let index = slot - Int(shape.p.pointee.inlineCapacity)
      fill(word, pc, .loadAttrOverflow, UInt64(shape.id), UInt64(index))
    }
  }

  private static func cacheDataDescriptor(
    _ word: UInt64, _ pc: PC, _ attribute: Value, _ shape: Shape, _ name: Value
  ) {
    let kind = attribute.type
    if kind == .memberDescriptor {
      if !MemberRef(attribute).isCacheable { return }
      let offset = MemberRef(attribute).p.pointee.word * 8
      fill(word, pc, .loadAttrSlot, UInt64(shape.id), UInt64(offset))
      shape.type.addDependent(name, pc - 1)
    } else if let index = TupleFields.index(attribute) {
      if !shape.type.has(.subTuple) { return }
      fill(word, pc, .loadAttrTupleItem, UInt64(shape.id), UInt64(index))
      shape.type.addDependent(name, pc - 1)
    } else if kind == .property {
      // An AttributeError of the getter asks `__getattr__`, which the cached form does not know of.
      if shape.type.special(.getattr).isPresent { return }
      let getter = PropertyRef(attribute).p.pointee.getter
      if getter.isPresent, getter.isExactly(.function) {
        fill(word, pc, .loadAttrProperty, UInt64(shape.id), getter.bits)
        shape.type.addDependent(name, pc - 1)
      }
    }
  }

  /// An attribute of a class; no data descriptor of the metatype may come first.
  private static func cacheClass(
    _ word: UInt64, _ pc: PC, _ type: TypeRef, _ name: Value, _ opcode: Opcode
  ) {
    let meta = type.object.type.lookup(name)
    if meta.isPresent, Attributes.isDataDescriptor(meta) { return }
    let attribute = type.lookup(name)
    if attribute.isAbsent { return }
    var found = attribute
    if attribute.isHeap {
      let kind = attribute.type
      // Functions are what is found in a class, those of native types, too.
      let isFunction = kind == .function || kind == .methodDescriptor || kind == .slotWrapper
      if kind == .staticMethod {
        found = WrappedMethodRef(attribute).p.pointee.function
      } else if !isFunction, kind.special(.get).isPresent {
        return
      }
    }
    fillForClass(word, pc, opcode, type, name, found)
  }

  /// A classmethod that is a function: called with the class, no method object is made.
  private static func cacheClassMethod(_ word: UInt64, _ pc: PC, _ type: TypeRef, _ name: Value)
    -> Bool
  {
    let attribute = type.lookup(name)
    guard attribute.isPresent, attribute.isExactly(.classMethod),
      type.object.type.lookup(name).isAbsent
    else { return false }
    let function = WrappedMethodRef(attribute).p.pointee.function
    guard function.isPresent, function.isExactly(.function) else { return false }
    fillForClass(word, pc, .loadMethodOfClass, type, name, function)
    return true
  }

  private static func fillForClass(
    _ word: UInt64, _ pc: PC, _ opcode: Opcode, _ type: TypeRef, _ name: Value, _ found: Value
  ) {
    fill(word, pc, opcode, type.value.bits, found.bits)
    type.addDependent(name, pc - 1)
    // A data descriptor of the metatype would come first.
    let metatype = type.object.type
    if metatype.has(.heap) { metatype.addDependent(name, pc - 1) }
    // What was found may become a descriptor.
    if found.isHeap, found.type.has(.heap) {
      found.type.addDependent(SpecialName.get.value, pc - 1)
    }
    type.pin()
  }

  private static func cacheModule(
    _ word: UInt64, _ pc: PC, _ object: Value, _ name: Value, _ opcode: Opcode
  ) {
    if object.type != BuiltinType.module.ref || ModuleRef(object).p.pointee.dict.isAbsent { return }
    let dict = ModuleRef(object).dict
    if !dict.p.pointee.onlyStrKeys { return }
    let number = dict.findStr(name, StrRef(name).hash)
    if number < 0 || BuiltinType.module.ref.lookup(name).isPresent { return }
    fill(
      word, pc, opcode, object.bits, UInt64(dict.versionOfKeys()) | UInt64(number) << 32)
    Heap.pin(object.asObject)
  }

  // MARK: Methods

  @inline(never)
  static func loadMethod(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) {
    let object = r[word.b]
    let name = Frame(r).body.pointee.names[word.c]
    let isDictMode = object.isHeap && object.asObject.shape.p.pointee.isDictMode
    if word.opcode != .loadMethodPair, isDictMode || isPolymorphic(object, pc),
      let entry = AttributeCache.find(object.asObject, name, .method),
      !isDictMode || Instances.ownAttribute(object.asObject, name).isAbsent
    {
      r[word.a] = Value(bits: entry.pointee.payload)
      r[word.a + 6] = object
      if isDictMode { cacheMethodBehindDict(word, pc, object, name, r[word.a]) }
      return
    }
    if word.opcode != .loadMethodPair, !isDictMode, isPolymorphic(object, pc) {
      Interpreter.save(pc, r)
      let value = try cachedLoad(object.asObject, name)
      if value.isPresent {
        r[word.a] = value
        r[word.a + 6] = .absent
        return
      }
    }
    try findMethod(word, pc, r, object, name)
  }

  @inline(never)
  private static func findMethod(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ object: Value, _ name: Value
  ) throws(Raised) {
    // Its third shape: the words are needed as those of the generic form.
    if word.opcode == .loadMethodPair { giveUp(pc - 1) }
    Interpreter.save(pc, r)
    let type = object.type
    if !type.has(.customGetattribute), !type.has(.isMetatype) {
      let attribute = type.lookup(name)
      if attribute.isPresent, Call.isPlain(attribute),
        !object.isHeap || Instances.ownAttribute(object.asObject, name).isAbsent
      {
        r[word.a] = attribute
        r[word.a + 6] = object
        if object.isHeap, object.asObject.shape.p.pointee.isDictMode {
          // The shape alone does not tell what the instance has: without a cache that is looked up each time.
          cacheMethodBehindDict(word, pc, object, name, attribute)
          AttributeCache.remember(object.asObject.shape, name, .method, attribute.bits)
        } else if object.isHeap {
          let shape = object.asObject.shape
          if pc[-1].opcode == .loadMethodCached, pc[0] != UInt64(shape.id) {
            pc[0] |= UInt64(shape.id) << 32
            pc[2] = attribute.bits
            pc[-1] = word.with(.loadMethodPair)
            type.addDependent(name, pc - 1)
            if TinyCaches.isOn { TinyCaches.note(pc - 1) }
            return
          }
          if mayFill(pc) {
            fill(word, pc, .loadMethodCached, UInt64(shape.id), attribute.bits)
            type.addDependent(name, pc - 1)
          }
          if pc[2] > 1 { AttributeCache.remember(shape, name, .method, attribute.bits) }
        }
        return
      }
    }
    if let function = classMethod(object, type, name) {
      r[word.a] = function
      r[word.a + 6] = type.value
      return
    }
    let value = try Attributes.find(object, name)
    if value.isAbsent { throw Attributes.missing(object, name) }
    r[word.a] = value
    r[word.a + 6] = .absent
    if object.isHeap, mayFill(pc) {
      if type.p.pointee.nativeBase == BuiltinType.module.rawValue {
        cacheModule(word, pc, object, name, .loadMethodModule)
      } else if type.has(.isMetatype), !type.has(.customGetattribute) {
        if !cacheClassMethod(word, pc, TypeRef(object), name) {
          cacheClass(word, pc, TypeRef(object), name, .loadMethodClass)
        }
      } else if let offset = plainSlot(object, name) {
        fill(word, pc, .loadMethodSlot, UInt64(object.asObject.shape.id), offset)
        type.addDependent(name, pc - 1)
      }
      if pc[2] > 1 { rememberLoad(object.asObject, name) }
    }
  }

  /// The Python function of a classmethod that is found on an instance: called with the class, no method
  /// object is made.
  private static func classMethod(_ object: Value, _ type: TypeRef, _ name: Value) -> Value? {
    if type.has(.customGetattribute) || type.has(.isMetatype) || !object.isHeap { return nil }
    let attribute = type.lookup(name)
    guard attribute.isPresent, attribute.isExactly(.classMethod),
      Instances.ownAttribute(object.asObject, name).isAbsent
    else { return nil }
    let function = WrappedMethodRef(attribute).p.pointee.function
    return function.isPresent && function.isExactly(.function) ? function : nil
  }

  // MARK: Storing

  @inline(never)
  static func storeAttribute(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) {
    let object = r[word.a]
    let name = Frame(r).body.pointee.names[word.c]
    if isPolymorphic(object, pc), let entry = AttributeCache.find(object.asObject, name, .store) {
      storeCached(object.asObject, r[word.b], entry)
      return
    }
    Interpreter.save(pc, r)
    let before = object.isHeap ? object.asObject.header.pointee.shapeID : 0
    try Attributes.set(object, name, r[word.b])
    if !object.isHeap { return }
    if object.asObject.shape.p.pointee.isDictMode {
      return cacheDictStore(word, pc, object, name, Shape(id: before))
    }
    guard let (kind, payload) = slotStore(object, name, Shape(id: before)) else { return }
    if mayFill(pc) {
      let opcode: Opcode =
        kind == .storeSlot
        ? .storeAttrSlot : kind == .storeOverflow ? .storeAttrOverflow : .storeAttrTransition
      fill(word, pc, opcode, UInt64(before), payload)
      object.type.addDependent(name, pc - 1)
    }
    if pc[2] > 1 { AttributeCache.remember(Shape(id: before), name, kind, payload) }
  }

  /// The store that was just made replaced a value of the object's dict, and can be repeated so.
  private static func cacheDictStore(
    _ word: UInt64, _ pc: PC, _ object: Value, _ name: Value, _ before: Shape
  ) {
    let type = object.type
    if type.has(.customSetattr) || type.has(.isMetatype) || before != object.asObject.shape
      || type.p.pointee.nativeBase == BuiltinType.module.rawValue
    {
      return
    }
    let attribute = type.lookup(name)
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) { return }
    guard mayFill(pc), let (guardWord, dict) = dictGuard(object.asObject) else { return }
    let number = dict.findStr(name, StrRef(name).hash)
    if number < 0 { return }
    fill(word, pc, .storeAttrDict, guardWord, UInt64(number))
    type.addDependent(name, pc - 1)
  }

  private static func storeCached(
    _ object: ObjectRef, _ value: Value, _ entry: UnsafeMutablePointer<AttributeCache.Entry>
  ) {
    let payload = entry.pointee.payload
    if entry.pointee.kind == AttributeCache.Kind.storeOverflow.rawValue {
      object.store(value, at: Instances.overflowSlot(object, Int(payload)))
      return
    }
    let slot = (object.pointer + Int(payload & 0xFFFF_FFFF)).assumingMemoryBound(to: Value.self)
    object.store(value, at: slot)
    if entry.pointee.kind == AttributeCache.Kind.storeTransition.rawValue {
      object.header.pointee.shapeID = UInt32(truncatingIfNeeded: payload >> 32)
    }
  }

  /// How the store that was just made can be repeated for objects of the shape `before`; nil when it
  /// was more than writing a slot.
  private static func slotStore(_ object: Value, _ name: Value, _ before: Shape)
    -> (AttributeCache.Kind, UInt64)?
  {
    let type = object.type
    let shape = object.asObject.shape
    if type.has(.customSetattr) || type.has(.isMetatype) || before.type != type { return nil }
    let attribute = type.lookup(name)
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) {
      if !(attribute.type == .memberDescriptor) || MemberRef(attribute).p.pointee.isReadOnly
        || !MemberRef(attribute).isCacheable
      {
        return nil
      }
      return (.storeSlot, UInt64(MemberRef(attribute).p.pointee.word * 8))
    }
    if shape.p.pointee.isDictMode || shape.p.pointee.attributesAt == 0 { return nil }
    guard let slot = shape.slot(of: name) else { return nil }
    guard let offset = inlineOffset(shape, slot) else {
      return before == shape
        ? (.storeOverflow, UInt64(slot - Int(shape.p.pointee.inlineCapacity))) : nil
    }
    if before == shape { return (.storeSlot, offset) }
    if shape.p.pointee.parent != before.id { return nil }
    return (.storeTransition, offset | UInt64(shape.id) << 32)
  }
}
