// Attribute lookup along the MRO, its cache, and what happens when a type changes.

/// One place of the global lookup cache.
private struct LookupEntry {
  var version: UInt32
  var name: UInt64
  var value: Value
}

/// Instructions whose caches hold what this type gives for a name.
public struct Dependent {
  var name: UInt64
  var instruction: UnsafeMutablePointer<UInt64>
}

private let cacheSize = 4096

private var cache: UnsafeMutablePointer<LookupEntry> {
  UnsafeMutablePointer(bitPattern: MemoryMap.lookupCache).unsafelyUnwrapped
}

extension TypeRef {
  /// Bytes of the lookup cache.
  static var lookupCacheSize: Int { cacheSize * MemoryLayout<LookupEntry>.stride }

  /// What the MRO gives for an interned name, not bound; absent if nothing.
  public func lookup(_ name: Value) -> Value {
    let version = p.pointee.version
    let cache = cache
    let slot =
      Int(truncatingIfNeeded: (UInt64(version) &* 0x9E37_79B1) ^ (name.bits >> 4)) & (cacheSize - 1)
    if cache[slot].version == version, cache[slot].name == name.bits { return cache[slot].value }
    let value = lookupUncached(name)
    cache[slot] = LookupEntry(version: version, name: name.bits, value: value)
    return value
  }

  func lookupUncached(_ name: Value) -> Value {
    let mro = self.mro
    for i in 0..<mro.count {
      let value = TypeRef(mro[i]).dict.getStr(name)
      if value.isPresent { return value }
    }
    return .absent
  }

  public func lookup(_ name: String) -> Value { lookup(Interning.intern(name)) }

  /// Stores or (absent) removes a class attribute, and tells all who relied on the old one.
  public func setAttribute(_ name: Value, _ value: Value) {
    if value.isAbsent {
      do throws(Raised) { _ = try dict.remove(name) } catch { fatalError("str keys do not raise") }
    } else {
      dict.setStr(name, value)
    }
    attributeChanged(name)
  }

  /// What was known of the type may be so no more.
  func renewVersion() {
    p.pointee.version = Versions.next()
    if !has(.watched) { return }
    p.pointee.flags.remove(.watched)
    Watch.typeChanged(self)
  }

  /// Invalidates whatever depends on `name` in this type and its subclasses.
  func attributeChanged(_ name: Value) {
    renewVersion()
    let index = Int(StrRef(name).p.pointee.header.extra)
    if index != 0 { refreshSpecial(index, name) }
    resetDependents(name)
    forEachSubclass { $0.attributeChanged(name) }
  }

  private func refreshSpecial(_ index: Int, _ name: Value) {
    specials[index] = lookupUncached(name)
    object.noteWrite()
    let before = p.pointee.flags
    refreshFlags()
    // Caches of attributes rely on the plain `__getattribute__` and `__setattr__`, whatever the name.
    if p.pointee.flags != before { resetAllDependents() }
  }

  /// Flags that follow from special methods.
  func refreshFlags() {
    let getattribute = special(.getattribute)
    let plain = [BuiltinType.object, .type].contains {
      $0.ref.special(.getattribute) === getattribute
    }
    p.pointee.flags.remove([.customGetattribute, .customSetattr, .hasFinalizer])
    if !plain { p.pointee.flags.insert(.customGetattribute) }
    let plainSet = [BuiltinType.object, .type].contains {
      $0.ref.special(.setattr) === special(.setattr)
        && $0.ref.special(.delattr) === special(.delattr)
    }
    if !plainSet { p.pointee.flags.insert(.customSetattr) }
    if special(.del).isPresent { p.pointee.flags.insert(.hasFinalizer) }
  }

  /// Fills the table of special methods: what the rest of the MRO gives, overridden by the type's own.
  func refreshAllSpecials() {
    let mro = self.mro
    if mro.count > 1, continuesAsBase(mro) {
      specials.update(from: TypeRef(mro[1]).specials, count: SpecialName.count)
      overrideSpecials(from: TypeRef(mro[0]).dict)
    } else {
      specials.update(repeating: .absent, count: SpecialName.count)
      for i in stride(from: mro.count - 1, through: 0, by: -1) {
        overrideSpecials(from: TypeRef(mro[i]).dict)
      }
    }
    object.noteWrite()
    let before = p.pointee.flags
    refreshFlags()
    // Caches of attributes rely on the plain `__getattribute__` and `__setattr__`, whatever the name.
    if p.pointee.flags != before { resetAllDependents() }
  }

  /// Whether what follows the type in its MRO is the MRO of the next type, as with a single base.
  private func continuesAsBase(_ mro: TupleRef) -> Bool {
    let base = TypeRef(mro[1]).mro
    if base.count != mro.count - 1 { return false }
    for i in 0..<base.count where base[i] !== mro[i + 1] { return false }
    return true
  }

  /// Takes over the special methods of one namespace.
  private func overrideSpecials(from namespace: DictRef) {
    for i in 0..<namespace.entryCount {
      let entry = namespace.entries[i]
      guard entry.value.isPresent, entry.key.isExactly(.str) else { continue }
      let index = Int(StrRef(Interning.intern(entry.key)).p.pointee.header.extra)
      if index != 0 { specials[index] = entry.value }
    }
  }

  public func forEachSubclass(_ body: (TypeRef) -> Void) {
    if p.pointee.subclasses.isAbsent { return }
    let list = ListRef(p.pointee.subclasses)
    for i in 0..<list.count {
      let target = WeakRef(list[i]).target
      if target.isPresent { body(TypeRef(target)) }
    }
  }

  // MARK: Dependents

  /// Notes that the cache of `instruction` relies on what this type and its bases give for `name`; with no
  /// name, that the word there tells of the type to the native tier; with None, that the call there does.
  func addDependent(_ name: Value, _ instruction: UnsafeMutablePointer<UInt64>) {
    if p.pointee.dependentCount == p.pointee.dependentCapacity {
      let capacity = max(8, p.pointee.dependentCapacity * 2)
      let larger = UnsafeMutablePointer<Dependent>.allocate(capacity: Int(capacity))
      if let old = p.pointee.dependents {
        larger.update(from: old, count: Int(p.pointee.dependentCount))
        old.deallocate()
      } else {
        TypeRef.withDependents.append(UInt(bitPattern: p))
      }
      p.pointee.dependents = larger
      p.pointee.dependentCapacity = capacity
    }
    p.pointee.dependents![Int(p.pointee.dependentCount)] = Dependent(
      name: name.bits, instruction: instruction)
    p.pointee.dependentCount += 1
  }

  /// The addresses of types with dependents.
  nonisolated(unsafe) private static var withDependents = RawList()

  /// Types that are dead give up their lists; no cache tells of them any longer, for the native tier
  /// believes what it finds there. For the end of a collection's marking.
  static func dropDependentsOfDead() {
    var kept = 0
    for i in 0..<withDependents.count {
      let address = withDependents.base[i]
      if Heap.isLive(address) {
        withDependents.base[kept] = address
        kept += 1
      } else {
        let type = TypeRef(ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!))
        // The words are there still: those of dead code go when no list has them.
        type.resetAllDependents()
        type.p.pointee.dependents?.deallocate()
      }
    }
    withDependents.count = kept
  }

  /// Removes the dependents whose code is gone.
  static func forgetDependents(_ isGone: (UnsafeMutablePointer<UInt64>) -> Bool) {
    for i in 0..<withDependents.count {
      let type = UnsafeMutablePointer<TypeLayout>(bitPattern: withDependents.base[i])
        .unsafelyUnwrapped
      guard let dependents = type.pointee.dependents else { continue }
      var kept = 0
      for k in 0..<Int(type.pointee.dependentCount) where !isGone(dependents[k].instruction) {
        dependents[kept] = dependents[k]
        kept += 1
      }
      type.pointee.dependentCount = Int32(kept)
    }
  }

  /// Keeps the type for good: a cache compares its address, which must not be used again.
  func pin() {
    if has(.pinned) || !has(.heap) { return }
    p.pointee.flags.insert(.pinned)
    _ = Heap.makeRoot(value)
  }

  private func resetDependents(_ name: Value) {
    guard let dependents = p.pointee.dependents else { return }
    var kept = 0
    for i in 0..<Int(p.pointee.dependentCount) {
      if dependents[i].name == name.bits {
        InlineCache.reset(dependents[i].instruction)
      } else {
        dependents[kept] = dependents[i]
        kept += 1
      }
    }
    p.pointee.dependentCount = Int32(kept)
  }

  /// All caches of this type: its `__class__`, bases or MRO changed.
  func resetAllDependents() {
    guard let dependents = p.pointee.dependents else { return }
    for i in 0..<Int(p.pointee.dependentCount) {
      let instruction = dependents[i].instruction
      switch dependents[i].name {
      case Value.absent.bits: OperandFeedback.forget(instruction)
      case Value.none.bits: CallFeedback.forget(instruction)
      default: InlineCache.reset(instruction)
      }
    }
    p.pointee.dependentCount = 0
  }
}

/// The interned names of the special methods, marked with their number.
enum SpecialNames {
  nonisolated(unsafe) static let interned = UnsafeMutablePointer<Value>.allocate(
    capacity: SpecialName.count)

  static func start() {
    interned.initialize(repeating: .absent, count: SpecialName.count)
    for name in SpecialName.allCases {
      let str = name.pythonName.interned
      StrRef(str).p.pointee.header.extra = name.rawValue
      interned[Int(name.rawValue)] = str
    }
  }
}

extension SpecialName {
  /// The interned Python string.
  public var value: Value { SpecialNames.interned[Int(rawValue)] }
}

extension TypeRef {
  /// After the namespace of a new native type was filled by hand.
  public func refreshAfterChange() {
    renewVersion()
    refreshAllSpecials()
  }
}
