// `__bases__` of classes: read, and assigned while the metaclass's `mro()` may do the same.
//
// `mro()` is Python code that sees the class half changed and may assign bases itself. Therefore the new
// bases are in place before it is asked, what it answers is dropped when it changed the order of resolution
// on the way, and the lists of subclasses follow only when all is done.

extension TypeType {
  static func getBases(_ a: Args) throws(Raised) -> Value { TypeRef(a[0]).p.pointee.bases }

  static func setBases(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__bases__")
    let type = TypeRef(a[0])
    guard a[1].isTuple else {
      throw raise(
        .typeError, "can only assign tuple to \(type.nameText).__bases__, not \(a[1].typeName)")
    }
    let bases = TupleRef(a[1])
    if bases.count == 0 {
      throw raise(
        .typeError, "can only assign non-empty tuple to \(type.nameText).__bases__, not ()")
    }
    try checkBases(type, bases)
    let base = try TypeBuilder.bestBase(bases)
    if let old = type.base { try requireSameLayout(old, base, "__bases__") }
    try replaceBases(type, bases, base)
    return .none
  }

  private static func checkBases(_ type: TypeRef, _ bases: TupleRef) throws(Raised) {
    for i in 0..<bases.count {
      guard bases[i].isType else {
        throw raise(
          .typeError,
          "\(type.nameText).__bases__ must be tuple of classes, not '\(bases[i].typeName)'")
      }
      let base = TypeRef(bases[i])
      // While orders of resolution are being made, the chains of bases know more than they.
      if base.isSubtype(of: type) || base.hasOnBaseChain(type) {
        throw raise(.typeError, "a __bases__ item causes an inheritance cycle")
      }
      for k in 0..<i where bases[k] === bases[i] {
        throw raise(.typeError, "duplicate base class \(base.nameText)")
      }
    }
  }

  /// - Throws: TypeError where objects of a class on `old` are laid out in another way than on `new`.
  static func requireSameLayout(_ old: TypeRef, _ new: TypeRef, _ what: String) throws(Raised) {
    if (old == .object) != (new == .object) {
      throw raise(
        .typeError,
        "\(what) assignment: '\(new.nameText)' deallocator differs from '\(old.nameText)'")
    }
    if !old.hasLayout(of: new) {
      throw raise(
        .typeError,
        "\(what) assignment: '\(new.nameText)' object layout differs from '\(old.nameText)'")
    }
  }

  private static func replaceBases(_ type: TypeRef, _ bases: TupleRef, _ base: TypeRef)
    throws(Raised)
  {
    let (oldBases, oldBase) = (type.p.pointee.bases, type.p.pointee.base)
    type.p.pointee.bases = bases.value
    type.p.pointee.base = base.p
    type.object.noteWrite()
    // Pairs of types and their former orders.
    let changed = ListRef.make()
    do throws(Raised) { try refreshMRO(type, changed) } catch {
      for i in stride(from: changed.count - 2, through: 0, by: -2) {
        let other = TypeRef(changed[i])
        other.p.pointee.mro = changed[i + 1]
        other.object.noteWrite()
        noteNewOrder(other)
      }
      if type.p.pointee.bases === bases.value {
        type.p.pointee.bases = oldBases
        type.p.pointee.base = oldBase
        type.object.noteWrite()
      }
      throw error
    }
    // Otherwise `mro()` assigned others, and their subclasses are up to date.
    guard type.p.pointee.bases === bases.value else { return }
    let old = TupleRef(oldBases)
    for i in 0..<old.count { TypeBuilder.removeSubclass(TypeRef(old[i]), type) }
    for i in 0..<bases.count { TypeBuilder.addSubclass(TypeRef(bases[i]), type) }
  }

  private static func refreshMRO(_ type: TypeRef, _ changed: ListRef) throws(Raised) {
    let old = type.p.pointee.mro
    try TypeBuilder.setMRO(type, TupleRef(type.p.pointee.bases))
    noteNewOrder(type)
    // Classes that are about to be made have no order to go back to.
    if type.p.pointee.mro !== old, TupleRef(old).count > 0 {
      changed.append(type.value)
      changed.append(old)
    }
    let subclasses = ListRef.make()
    type.forEachSubclass { subclasses.append($0.value) }
    for i in 0..<subclasses.count { try refreshMRO(TypeRef(subclasses[i]), changed) }
  }

  private static func noteNewOrder(_ type: TypeRef) {
    type.renewVersion()
    type.resetAllDependents()
    type.refreshAllSpecials()
  }
}

extension TypeRef {
  /// The class is being made: its metaclass's `mro()` runs.
  var isIncomplete: Bool { mro.count == 0 }

  /// Whether `other` is this type, its `__base__`, the base of that and so on.
  func hasOnBaseChain(_ other: TypeRef) -> Bool {
    var current: TypeRef? = self
    while let type = current {
      if type == other { return true }
      current = type.base
    }
    return false
  }

  /// Whether objects of both types have the same fields, members and attribute words.
  func hasLayout(of other: TypeRef) -> Bool {
    let (mine, others) = (layoutOwner, other.layoutOwner)
    if mine == others { return true }
    guard mine.has(.heap), others.has(.heap), let base = mine.base, base == others.base else {
      return false
    }
    return mine.has(.hasDict) == others.has(.hasDict)
      && mine.has(.weakReferable) == others.has(.weakReferable)
      && mine.p.pointee.attributesAt == others.p.pointee.attributesAt
      && mine.hasMembers(of: others)
  }

  /// The nearest type on the chain of bases that adds to what its base's objects have.
  private var layoutOwner: TypeRef {
    var current = self
    while current.has(.heap), let base = current.base {
      let (p, b) = (current.p.pointee, base.p.pointee)
      if p.memberCount != b.memberCount || p.basicSize != b.basicSize
        || current.has(.hasDict) != base.has(.hasDict)
        || current.has(.weakReferable) != base.has(.weakReferable)
      {
        return current
      }
      current = base
    }
    return current
  }

  /// Whether both classes, whose base is the same, declare the same members at the same places.
  private func hasMembers(of other: TypeRef) -> Bool {
    if p.pointee.memberCount != other.p.pointee.memberCount { return false }
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries[next]
      number = next + 1
      guard entry.value.isExactly(.memberDescriptor) else { continue }
      let member = MemberRef(entry.value).p.pointee
      if member.owner !== value { continue }
      let there = other.dict.getStr(member.name)
      if there.isAbsent || !there.isExactly(.memberDescriptor)
        || MemberRef(there).p.pointee.word != member.word
      {
        return false
      }
    }
    return true
  }
}
