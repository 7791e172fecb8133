// Class creation: `type(name, bases, namespace)`.

public enum TypeBuilder {
  /// A new class of metatype `metatype`.
  ///
  /// - Throws: TypeError for bases that do not fit; what `__set_name__`, `__init_subclass__` raise.
  public static func make(
    metatype: TypeRef, name: StrRef, bases givenBases: TupleRef, namespace: DictRef,
    keywords: DictRef?
  ) throws(Raised) -> TypeRef {
    let bases = givenBases.count == 0 ? TupleRef.of(BuiltinType.object.value) : givenBases
    let base = try bestBase(bases)
    let winner = try calculateMetatype(metatype, bases)
    try TypeType.requireName(name)
    let type = allocate(winner, name, bases, base)
    let dict = namespace.copy()
    type.p.pointee.dict = dict.value
    type.object.noteWrite()
    try prepareNamespace(type, dict)
    try fillClassCells(type, dict)
    try addSlots(type, dict, base)
    removeHash(dict)
    addDictAccess(type, dict)
    if dict.getStr("__doc__").isAbsent { dict.setStr("__doc__", .none) }
    try setMRO(type, bases)
    setLayout(type, base)
    for i in 0..<bases.count { addSubclass(TypeRef(bases[i]), type) }
    type.refreshAllSpecials()
    try callSetName(type, dict)
    try callInitSubclass(type, keywords)
    return type
  }

  private static func allocate(
    _ metatype: TypeRef, _ name: StrRef, _ bases: TupleRef, _ base: TypeRef
  ) -> TypeRef {
    // A metatype's instances may have attributes of their own: they are type objects with slots.
    let meta = metatype.p.pointee
    let size = max(
      Int(meta.basicSize), (Int(meta.attributesAt) + 1 + Int(meta.inlineCapacity)) * 8)
    let object = Heap.allocateZeroed(size, Header(shape: meta.instanceShape))
    let type = TypeRef(object)
    let t = type.p
    t.pointee.header = Header(shape: meta.instanceShape)
    t.pointee.version = Versions.next()
    t.pointee.name = name.value
    t.pointee.qualifiedName = name.value
    t.pointee.bases = bases.value
    t.pointee.mro = TupleRef.empty.value
    t.pointee.base = base.p
    t.pointee.flags = [.heap, .baseable]
    t.pointee.nativeBase = base.p.pointee.nativeBase
    t.pointee.traceKind =
      base.p.pointee.traceKind == .none && !base.has(.trailingAttributes)
      ? .instance : base.p.pointee.traceKind
    if base.has(.trailingAttributes), base.p.pointee.traceKind == .none {
      t.pointee.traceKind = .trailing
    }
    t.pointee.releaser = base.p.pointee.releaser
    t.pointee.basicSize = base.p.pointee.basicSize
    for i in 0..<bases.count where bases[i].isType {
      var inherited = TypeRef(bases[i]).p.pointee.flags.intersection(.inherited)
      // For patterns a class is a sequence or a mapping, whichever it is first.
      if !t.pointee.flags.isDisjoint(with: collections) { inherited.subtract(collections) }
      t.pointee.flags.formUnion(inherited)
    }
    return type
  }

  private static let collections: TypeFlags = [.matchesSequence, .matchesMapping]

  // MARK: Bases

  /// The base whose native layout the new type extends.
  static func bestBase(_ bases: TupleRef) throws(Raised) -> TypeRef {
    var winner: TypeRef? = nil
    for i in 0..<bases.count {
      guard bases[i].isType else {
        throw raise(.typeError, "bases must be types")
      }
      let candidate = TypeRef(bases[i])
      if !candidate.has(.baseable) {
        throw raise(
          .typeError, "type '\(candidate.messageName)' is not an acceptable base type")
      }
      guard let current = winner else {
        winner = candidate
        continue
      }
      if extends(candidate, current) {
        if !extends(current, candidate) || candidate.isSubtype(of: current) && candidate != current
        {
          winner = candidate
        }
      } else if !extends(current, candidate) {
        throw raise(
          .typeError, "multiple bases have instance lay-out conflict")
      }
    }
    return winner.unsafelyUnwrapped
  }

  /// Whether `type`'s layout contains that of `other`.
  private static func extends(_ type: TypeRef, _ other: TypeRef) -> Bool {
    let solid = solidBase(other)
    return type.isSubtype(of: solid) || solidBase(type).isSubtype(of: solid)
  }

  /// The nearest type on the base chain that added to the layout: native payload or `__slots__`.
  private static func solidBase(_ type: TypeRef) -> TypeRef {
    var current = type
    while let base = current.base {
      if current.p.pointee.basicSize != base.p.pointee.basicSize
        || current.p.pointee.memberCount != base.p.pointee.memberCount
        || current.has(.trailingAttributes) && !base.has(.trailingAttributes)
      {
        return current
      }
      current = base
    }
    return current
  }

  /// The most derived metatype.
  public static func calculateMetatype(_ metatype: TypeRef, _ bases: TupleRef) throws(Raised)
    -> TypeRef
  {
    var winner = metatype
    for i in 0..<bases.count {
      let candidate = bases[i].type
      if winner.isSubtype(of: candidate) { continue }
      if candidate.isSubtype(of: winner) {
        winner = candidate
        continue
      }
      throw raise(
        .typeError,
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
      )
    }
    return winner
  }

  /// C3 linearisation, or what the metatype's `mro()` answers.
  static func setMRO(_ type: TypeRef, _ bases: TupleRef) throws(Raised) {
    let hook = type.object.type.lookup("mro")
    let metatype = type.object.type
    let order: TupleRef
    if metatype != BuiltinType.type.ref, hook !== BuiltinType.type.ref.lookup("mro") {
      let old = type.p.pointee.mro
      order = try Iterate.tuple(try Call.specialMethod(hook, type.value))
      try checkOrder(type, order)
      // Python code ran: it may have made an order meanwhile, which is newer than this one.
      if type.p.pointee.mro !== old { return }
    } else {
      order = try linearize(type, bases)
    }
    type.p.pointee.mro = order.value
    type.object.noteWrite()
  }

  /// - Throws: TypeError for what a metaclass's `mro()` must not answer.
  private static func checkOrder(_ type: TypeRef, _ order: TupleRef) throws(Raised) {
    guard let base = type.base else { return }
    let solid = solidBase(base)
    for i in 0..<order.count {
      guard order[i].isType else {
        throw raise(.typeError, "mro() returned a non-class ('\(order[i].typeName)')")
      }
      let other = TypeRef(order[i])
      if other != type, !solid.hasOnBaseChain(solidBase(other)) {
        throw raise(
          .typeError, "mro() returned base with unsuitable layout ('\(other.nameText)')")
      }
    }
  }

  /// "A Monotonic Superclass Linearization for Dylan" (Barrett and others, 1996).
  static func linearize(_ type: TypeRef, _ bases: TupleRef) throws(Raised) -> TupleRef {
    for i in 0..<bases.count where TypeRef(bases[i]).isIncomplete {
      throw raise(.typeError, "Cannot extend an incomplete type '\(TypeRef(bases[i]).nameText)'")
    }
    let result = ListRef.make(capacity: 8)
    result.append(type.value)
    if bases.count == 1 {
      let mro = TypeRef(bases[0]).mro
      result.append(contentsOf: mro.items, count: mro.count)
      return result.toTuple()
    }
    try requireDistinct(bases)
    // Positions in the MROs of the bases, and in the list of bases itself.
    var positions = [Int](repeating: 0, count: bases.count + 1)
    func sequence(_ i: Int) -> TupleRef { i < bases.count ? TypeRef(bases[i]).mro : bases }
    while true {
      var isDone = true
      var candidate: Value = .absent
      for i in 0...bases.count where positions[i] < sequence(i).count {
        isDone = false
        let head = sequence(i)[positions[i]]
        var isInTail = false
        for k in 0...bases.count {
          let other = sequence(k)
          var place = positions[k] + 1
          while place < other.count {
            if other[place] === head { isInTail = true }
            place += 1
          }
        }
        if !isInTail {
          candidate = head
          break
        }
      }
      if isDone { return result.toTuple() }
      if candidate.isAbsent { throw inconsistent(bases) }
      result.append(candidate)
      for i in 0...bases.count
      where positions[i] < sequence(i).count && sequence(i)[positions[i]] === candidate {
        positions[i] += 1
      }
    }
  }

  private static func requireDistinct(_ bases: TupleRef) throws(Raised) {
    for i in 0..<bases.count {
      for k in 0..<i where bases[k] === bases[i] {
        throw raise(.typeError, "duplicate base class \(TypeRef(bases[i]).nameText)")
      }
    }
  }

  private static func inconsistent(_ bases: TupleRef) -> Raised {
    var names: [String] = []
    for i in 0..<bases.count { names.append(TypeRef(bases[i]).nameText) }
    return raise(
      .typeError,
      "Cannot create a consistent method resolution order (MRO) for bases \(names.joined(separator: ", "))"
    )
  }

  // MARK: Namespace

  private static func prepareNamespace(_ type: TypeRef, _ dict: DictRef) throws(Raised) {
    let qualified = dict.getStr("__qualname__")
    if qualified.isPresent {
      if !qualified.isStr {
        throw raise(
          .typeError, "type __qualname__ must be a str, not \(qualified.typeName)")
      }
      type.p.pointee.qualifiedName = qualified
      type.object.noteWrite()
      _ = try dict.remove(Interning.intern("__qualname__"))
    }
    try warnOfOtherKeys(type, dict)
    let doc = dict.getStr("__doc__")
    if doc.isPresent, doc.isStr, !StrRef(doc).isASCII {
      _ = try UTF8Codec.encode(StrRef(doc), "strict")
    }
    if dict.getStr("__module__").isAbsent, let frame = thread.pointee.frame {
      let globals = DictRef(Frame(frame).globals)
      let module = globals.getStr("__name__")
      if module.isPresent { dict.setStr("__module__", module) }
    }
    for name in [SpecialName.initSubclass, .classGetitem] {
      let function = dict.getStr(name.value)
      if function.isPresent, function.type == .function {
        dict.setStr(name.value, WrappedMethodRef.make(.classMethod, function))
      }
    }
    let new = dict.getStr(SpecialName.new.value)
    if new.isPresent, new.type == .function {
      dict.setStr(SpecialName.new.value, WrappedMethodRef.make(.staticMethod, new))
    }
  }

  /// What defines equality without a hash has none.
  private static func removeHash(_ dict: DictRef) {
    if dict.getStr(SpecialName.eq.value).isPresent, dict.getStr(SpecialName.hash.value).isAbsent {
      dict.setStr(SpecialName.hash.value, .none)
    }
  }

  /// No attribute is ever found by another name than a str.
  private static func warnOfOtherKeys(_ type: TypeRef, _ dict: DictRef) throws(Raised) {
    var number = 0
    while let next = dict.nextEntry(number) {
      if !dict.entries[next].key.isStr {
        return try Warnings.warn(
          .runtimeWarning, "non-string key in the __dict__ of class \(type.nameText)")
      }
      number = next + 1
    }
  }

  /// `__slots__` become member descriptors.
  private static func addSlots(_ type: TypeRef, _ dict: DictRef, _ base: TypeRef) throws(Raised) {
    let slots = dict.getStr("__slots__")
    type.p.pointee.memberCount = base.p.pointee.memberCount
    let baseHasDict = hasDictFromBases(type)
    // Instances whose size varies have no room for members behind what all instances have.
    let isSized = type.has(.trailingAttributes) && !type.has(.subStr) || type.has(.isMetatype)
    if slots.isAbsent {
      type.p.pointee.flags.insert(.hasDict)
      if !type.has(.trailingAttributes) || type.has(.subStr) {
        type.p.pointee.flags.insert(.weakReferable)
      }
      return
    }
    if !baseHasDict { type.p.pointee.flags.remove(.hasDict) }
    let names =
      slots.isStr
      ? {
        let l = ListRef.make(); l.append(slots); return l
      }() : try Iterate.list(slots)
    let isTrailing = type.has(.trailingAttributes)
    if names.count > 0, isSized {
      throw raise(
        .typeError, "nonempty __slots__ not supported for subtype of '\(base.nameText)'")
    }
    // Sorted: which class declares them in which order must not matter to their places.
    let members = ListRef.make()
    for i in 0..<names.count {
      if !names[i].isStr {
        throw raise(
          .typeError, "__slots__ items must be strings, not '\(names[i].typeName)'")
      }
      if !StrRef(names[i]).isIdentifier {
        throw raise(.typeError, "__slots__ must be identifiers")
      }
      let text = StrRef(names[i]).text
      if text == "__dict__" {
        if type.has(.hasDict) {
          throw raise(.typeError, "__dict__ slot disallowed: we already got one")
        }
        type.p.pointee.flags.insert(.hasDict)
        continue
      }
      if text == "__weakref__" {
        if type.has(.weakReferable) {
          throw raise(.typeError, "__weakref__ slot disallowed: we already got one")
        }
        type.p.pointee.flags.insert(.weakReferable)
        continue
      }
      let name = Interning.intern(mangle(text, StrRef(type.p.pointee.name).text))
      // What the compiler leaves in the namespace for this function is no class variable.
      let isNote = ["__qualname__", "__classcell__", "__classdictcell__"].contains(text)
      if !isNote, dict.getStr(name).isPresent {
        throw raise(.valueError, "'\(text)' in __slots__ conflicts with class variable")
      }
      members.append(name)
    }
    try Sorting.sort(members, key: Value.none, reverse: false)
    var count = Int(type.p.pointee.memberCount)
    let first = firstMemberWord(type, base)
    for i in 0..<members.count {
      let name = members[i]
      let word = isTrailing ? -1 - count : first + count
      dict.setStr(name, MemberRef.make(owner: type, name: name, word: word))
      count += 1
    }
    type.p.pointee.memberCount = UInt16(count)
  }

  /// `__dict__` and `__weakref__` of instances, where no base has them.
  private static func addDictAccess(_ type: TypeRef, _ dict: DictRef) {
    if type.has(.isMetatype) { return }
    if type.has(.hasDict), !hasDictFromBases(type), dict.getStr("__dict__").isAbsent {
      dict.setStr("__dict__", GetSetRef.make(GenericGetSets.instanceTable, owner: type))
    }
    if type.has(.weakReferable), !isWeakReferableFromBases(type),
      dict.getStr("__weakref__").isAbsent
    {
      dict.setStr("__weakref__", GetSetRef.make(GenericGetSets.instanceTable + 1, owner: type))
    }
  }

  private static func hasDictFromBases(_ type: TypeRef) -> Bool {
    let bases = TupleRef(type.p.pointee.bases)
    for i in 0..<bases.count where TypeRef(bases[i]).has(.hasDict) { return true }
    return false
  }

  private static func isWeakReferableFromBases(_ type: TypeRef) -> Bool {
    let bases = TupleRef(type.p.pointee.bases)
    for i in 0..<bases.count where TypeRef(bases[i]).has(.weakReferable) { return true }
    return false
  }

  /// Word of member 0: behind the overflow word.
  private static func firstMemberWord(_ type: TypeRef, _ base: TypeRef) -> Int {
    let at = base.p.pointee.attributesAt
    return (at != 0 ? Int(at) : Int(base.p.pointee.basicSize + 7) / 8) + 1
  }

  /// Private names in `__slots__` are mangled as everywhere in the class.
  private static func mangle(_ name: String, _ className: String) -> String {
    if !name.hasPrefix("__") || name.hasSuffix("__") { return name }
    let stripped = className.drop { $0 == "_" }
    return stripped.isEmpty ? name : "_\(stripped)\(name)"
  }

  // MARK: Layout

  /// Chooses where attributes lie, and makes the shapes.
  private static func setLayout(_ type: TypeRef, _ base: TypeRef) {
    let t = type.p
    if type.has(.trailingAttributes) {
      t.pointee.attributesAt =
        type.has(.hasDict) || t.pointee.memberCount > 0 ? Instances.trailing : 0
      NativeTypes.setShapes(type, dictMode: true)
      return
    }
    if !type.has(.hasDict), t.pointee.memberCount == 0, base.p.pointee.attributesAt == 0 {
      NativeTypes.setShapes(type, dictMode: false)
      return
    }
    let baseIsDictMode =
      base.p.pointee.attributesAt != 0
      && base.p.pointee.instanceShape.p.pointee.isDictMode
    t.pointee.attributesAt =
      base.p.pointee.attributesAt != 0
      ? base.p.pointee.attributesAt : UInt16((base.p.pointee.basicSize + 7) / 8)
    let attributes = type.has(.hasDict) && !baseIsDictMode ? expectedAttributes(type) : 0
    t.pointee.inlineCapacity = t.pointee.memberCount + attributes
    NativeTypes.setShapes(type, dictMode: baseIsDictMode)
    if baseIsDictMode { return }
    let dictShape = Shape.make(type: type, traceKind: t.pointee.traceKind)
    dictShape.p.pointee = t.pointee.instanceShape.p.pointee
    dictShape.p.pointee.isDictMode = true
    dictShape.p.pointee.inlineCapacity = t.pointee.memberCount
    t.pointee.dictShape = dictShape
  }

  /// How many attributes instances will have: what the methods of the class and its bases assign
  /// to `self`, which the compiler lists in `__static_attributes__`, and what is annotated in the bodies
  /// of the classes: methods made later, as those of dataclasses are, assign that.
  private static func expectedAttributes(_ type: TypeRef) -> UInt16 {
    var count = 0
    let mro = type.mro
    for i in 0..<mro.count {
      let dict = TypeRef(mro[i]).dict
      let names = dict.getStr("__static_attributes__")
      guard names.isPresent, names.isExactly(.tuple) else { continue }
      count += TupleRef(names).count
      let annotations = dict.getStr("__annotations__")
      if annotations.isPresent, annotations.isExactly(.dict) {
        count += countOthers(DictRef(annotations), than: TupleRef(names))
      }
    }
    return UInt16(min(max(count, 2), 24))
  }

  /// Keys of a dict that are not among interned names.
  private static func countOthers(_ dict: DictRef, than names: TupleRef) -> Int {
    var count = dict.count
    for i in 0..<names.count where dict.getStr(names[i]).isPresent { count -= 1 }
    return count
  }

  static func addSubclass(_ base: TypeRef, _ type: TypeRef) {
    if base.p.pointee.subclasses.isAbsent {
      base.p.pointee.subclasses = ListRef.make().value
      base.object.noteWrite()
    }
    let list = ListRef(base.p.pointee.subclasses)
    let reference = WeakReferences.make(type.object)
    for i in 0..<list.count where WeakRef(list[i]).target.isAbsent {
      list[i] = reference
      return
    }
    list.append(reference)
  }

  static func removeSubclass(_ base: TypeRef, _ type: TypeRef) {
    if base.p.pointee.subclasses.isAbsent { return }
    let list = ListRef(base.p.pointee.subclasses)
    for i in 0..<list.count where WeakRef(list[i]).target === type.value {
      _ = list.remove(at: i)
      return
    }
  }

  // MARK: Hooks

  /// The cells `__class__` and `__classdict__` of the body's methods and of annotation scopes.
  private static func fillClassCells(_ type: TypeRef, _ dict: DictRef) throws(Raised) {
    for (text, content) in [("__classcell__", type.value), ("__classdictcell__", dict.value)] {
      let name = Interning.intern(text)
      let cell = dict.getStr(name)
      if cell.isAbsent { continue }
      guard cell.isExactly(.cell) else {
        throw raise(
          .typeError,
          "\(text) must be a nonlocal cell, not \(try Convert.repr(cell.type.value).text)")
      }
      CellRef(cell).contents = content
      _ = try dict.remove(name)
    }
  }

  private static func callSetName(_ type: TypeRef, _ dict: DictRef) throws(Raised) {
    // The hooks may change the namespace: a copy is walked.
    let copy = dict.copy()
    var number = 0
    while let next = copy.nextEntry(number) {
      let entry = copy.entries[next]
      number = next + 1
      let valueType = entry.value.type
      if valueType == .function { continue }
      let hook = valueType.special(.setName)
      if hook.isAbsent { continue }
      do throws(Raised) {
        _ = try Call.specialMethod(hook, entry.value, type.value, entry.key)
      } catch {
        let exception = thread.pointee.exception
        try Exceptions.addNote(
          exception,
          "Error calling __set_name__ on '\(entry.value.typeName)' instance '\(try Convert.str(entry.key).text)' in '\(type.nameText)'"
        )
        thread.pointee.exception = exception
        throw error
      }
    }
  }

  private static func callInitSubclass(_ type: TypeRef, _ keywords: DictRef?) throws(Raised) {
    let parent = SuperRef.make(type, type.value, type)
    let hook = try Attributes.get(parent, SpecialName.initSubclass.value)
    _ = try Call.function(hook, .empty, keywords)
  }
}
