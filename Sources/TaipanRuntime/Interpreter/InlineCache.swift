// Filling and resetting of the attribute caches.
//
// Only what a shape proves is cached: instances whose class has neither a custom `__getattribute__`
// nor their attributes in a dict. What a class gives is registered with the class (`addDependent`),
// which resets the instruction when that attribute changes; the guard stays one compare.

import RegisterCode

enum InlineCache {
  /// After this many fills a cache is taken as megamorphic.
  static let maximumFills: UInt64 = 24

  /// Makes a quickened instruction generic again.
  static func reset(_ instruction: PC) {
    let opcode = instruction.pointee.opcode
    instruction.pointee = instruction.pointee.with(opcode.parent)
    instruction[1] = 0
    instruction[2] = 0
  }

  @inline(__always)
  private static func mayFill(_ pc: PC) -> Bool {
    if pc[2] >= maximumFills { return false }
    pc[2] += 1
    return true
  }

  private static func fill(_ word: UInt64, _ pc: PC, _ opcode: Opcode, _ guardWord: UInt64, _ found: UInt64) {
    pc[0] = guardWord
    pc[1] = found
    pc[-1] = word.with(opcode)
  }

  // MARK: Loading

  @inline(never)
  static func loadAttribute(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) -> Value {
    Interpreter.save(pc, r)
    let object = r[word.b]
    let name = Frame(r).body.pointee.names[word.c]
    let value = try Attributes.find(object, name)
    if value.isAbsent { throw Attributes.missing(object, name) }
    if mayFill(pc) { cacheLoad(word, pc, object, name) }
    return value
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
      if shape.p.pointee.isDictMode { return }
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

  private static func cacheSlot(_ word: UInt64, _ pc: PC, _ shape: Shape, _ slot: Int) {
    let inline = Int(shape.p.pointee.inlineCapacity)
    if slot < inline {
      let offset = (Int(shape.p.pointee.attributesAt) + 1 + slot) * 8
      fill(word, pc, .loadAttrSlot, UInt64(shape.id), UInt64(offset))
    } else {
      fill(word, pc, .loadAttrOverflow, UInt64(shape.id), UInt64(slot - inline))
    }
  }

  private static func cacheDataDescriptor(
    _ word: UInt64, _ pc: PC, _ attribute: Value, _ shape: Shape, _ name: Value
  ) {
    let kind = attribute.type
    if kind == .memberDescriptor {
      if MemberRef(attribute).p.pointee.absentIsNone { return }
      let offset = MemberRef(attribute).p.pointee.word * 8
      fill(word, pc, .loadAttrSlot, UInt64(shape.id), UInt64(offset))
      shape.type.addDependent(name, pc - 1)
    } else if kind == .property {
      let getter = PropertyRef(attribute).p.pointee.getter
      if getter.isPresent, getter.isExactly(.function) {
        fill(word, pc, .loadAttrProperty, UInt64(shape.id), getter.bits)
        shape.type.addDependent(name, pc - 1)
      }
    }
  }

  /// An attribute of a class; nothing of the metatype may come first.
  private static func cacheClass(
    _ word: UInt64, _ pc: PC, _ type: TypeRef, _ name: Value, _ opcode: Opcode
  ) {
    if type.object.type.lookup(name).isPresent { return }
    let attribute = type.lookup(name)
    if attribute.isAbsent { return }
    var found = attribute
    if attribute.isHeap {
      let kind = attribute.type
      if kind == .staticMethod {
        found = WrappedMethodRef(attribute).p.pointee.function
      } else if kind != BuiltinType.function.ref, kind.special(.get).isPresent {
        return
      }
    }
    fill(word, pc, opcode, type.value.bits, found.bits)
    type.addDependent(name, pc - 1)
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
    Interpreter.save(pc, r)
    let object = r[word.b]
    let name = Frame(r).body.pointee.names[word.c]
    let type = object.type
    if !type.has(.customGetattribute), !type.has(.isMetatype) {
      let attribute = type.lookup(name)
      if attribute.isPresent, Call.isPlain(attribute),
        !object.isHeap || Instances.ownAttribute(object.asObject, name).isAbsent
      {
        r[word.a] = attribute
        r[word.a + 6] = object
        if object.isHeap, mayFill(pc) {
          let shape = object.asObject.shape
          if !shape.p.pointee.isDictMode {
            fill(word, pc, .loadMethodCached, UInt64(shape.id), attribute.bits)
            type.addDependent(name, pc - 1)
          }
        }
        return
      }
    }
    let value = try Attributes.find(object, name)
    if value.isAbsent { throw Attributes.missing(object, name) }
    r[word.a] = value
    r[word.a + 6] = .absent
    if object.isHeap, mayFill(pc) {
      if type.p.pointee.nativeBase == BuiltinType.module.rawValue {
        cacheModule(word, pc, object, name, .loadMethodModule)
      } else if type.has(.isMetatype), !type.has(.customGetattribute) {
        cacheClass(word, pc, TypeRef(object), name, .loadMethodClass)
      }
    }
  }

  // MARK: Storing

  @inline(never)
  static func storeAttribute(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) {
    Interpreter.save(pc, r)
    let object = r[word.a]
    let name = Frame(r).body.pointee.names[word.c]
    let before = object.isHeap ? object.asObject.header.pointee.shapeID : 0
    try Attributes.set(object, name, r[word.b])
    if object.isHeap, mayFill(pc) { cacheStore(word, pc, object, name, Shape(id: before)) }
  }

  private static func cacheStore(
    _ word: UInt64, _ pc: PC, _ object: Value, _ name: Value, _ before: Shape
  ) {
    let type = object.type
    let shape = object.asObject.shape
    if type.has(.customSetattr) || type.has(.isMetatype) || before.type != type { return }
    let attribute = type.lookup(name)
    if attribute.isPresent, Attributes.isDataDescriptor(attribute) {
      if attribute.type == .memberDescriptor, !MemberRef(attribute).p.pointee.isReadOnly {
        fill(
          word, pc, .storeAttrSlot, UInt64(shape.id),
          UInt64(MemberRef(attribute).p.pointee.word * 8))
        type.addDependent(name, pc - 1)
      }
      return
    }
    if shape.p.pointee.isDictMode || shape.p.pointee.attributesAt == 0 { return }
    guard let slot = shape.slot(of: name), slot < Int(shape.p.pointee.inlineCapacity) else { return }
    let offset = UInt64((Int(shape.p.pointee.attributesAt) + 1 + slot) * 8)
    if before == shape {
      fill(word, pc, .storeAttrSlot, UInt64(shape.id), offset)
    } else if shape.p.pointee.parent == before.id {
      fill(
        word, pc, .storeAttrTransition, UInt64(before.id), offset | UInt64(shape.id) << 32)
    } else {
      return
    }
    type.addDependent(name, pc - 1)
  }
}
