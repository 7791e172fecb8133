// Attributes, subscripts and names: what the inline caches know becomes guards and loads.

import RegisterCode
import TaipanRuntime

extension Builder {
  private static let listCount = MemoryLayout<ListLayout>.offset(of: \.count)!
  private static let tupleCount = MemoryLayout<TupleLayout>.offset(of: \.count)!

  static func shape(_ type: BuiltinType) -> UInt32 { Shape.of(type).id }

  // MARK: Attributes

  /// False when the line is none of these.
  func buildAttribute() -> Bool {
    let word = line.word
    let cache = line.extra
    switch line.opcode {
    case .loadAttrSlot:
      let object = cachedObject(read(word.b), cache[0])
      write(word.a, presentSlot(object, Int(cache[1])))
    case .loadAttrSlots: return loadOfSeveralShapes()
    case .loadAttrMethodNoDict:
      // A function would have to be bound.
      let found = Value(bits: cache[1])
      if found.isHeap, found.type.special(.get).isPresent { return false }
      _ = cachedObject(read(word.b), cache[0])
      guardNoDescriptor(found)
      write(word.a, constant(found))
    case .loadAttrTupleItem:
      let tuple = cachedObject(read(word.b), cache[0])
      write(word.a, tupleItem(tuple, intConstant(Int(cache[1]))))
    case .loadAttrClass:
      let type = TypeRef(Value(bits: cache[0]))
      _ = identical(read(word.b), to: type.value)
      guardVersion(of: type)
      // A property of the metaclass goes before.
      guardVersion(of: type.value.type)
      guardNoDescriptor(Value(bits: cache[1]))
      write(word.a, constant(Value(bits: cache[1])))
    case .loadAttrModule:
      if !hasModuleKeys { return leaveWithOldCache() }
      write(word.a, moduleAttribute())
    case .loadMethodCached:
      let object = cachedObject(read(word.b), cache[0])
      let type = Shape(id: UInt32(truncatingIfNeeded: cache[0])).type
      if type.has(.subList) { lists.insert(object) }
      write(word.a, constant(Value(bits: cache[1])))
      write(word.a + callWindowGap, object)
    case .loadMethodPair: loadMethodOfTwoShapes()
    case .loadMethodSlot:
      let object = cachedObject(read(word.b), cache[0])
      write(word.a, presentSlot(object, Int(cache[1])))
      write(word.a + callWindowGap, constant(.absent))
    case .loadMethodModule:
      if !hasModuleKeys { return leaveWithOldCache() }
      write(word.a, moduleAttribute())
      write(word.a + callWindowGap, constant(.absent))
    case .loadMethodClass:
      let type = TypeRef(Value(bits: cache[0]))
      _ = identical(read(word.b), to: type.value)
      guardVersion(of: type)
      // A property of the metaclass goes before.
      guardVersion(of: type.value.type)
      write(word.a, constant(Value(bits: cache[1])))
      write(word.a + callWindowGap, constant(.absent))
    case .storeAttrSlot:
      let object = cachedObject(read(word.a), cache[0])
      emit(.store, [object, read(word.b)], .any, number: Int(cache[1]), alias: .slot)
    case .storeAttrTransition: storeSlot(of: cachedObject(read(word.a), cache[0]), cache[1])
    default: return false
    }
    return true
  }

  /// Stores the line's value at an offset of an object, whose new shape, 0 for none, is in the high half.
  func storeSlot(of object: ValueID, _ payload: UInt64) {
    let value = read(line.word.b)
    let shape = payload >> 32
    if shape != 0 { emit(.storeShape, [object], .any, number: Int(shape), alias: .shape) }
    emit(.store, [object, value], .any, number: Int(payload & 0xFFFF_FFFF), alias: .slot)
  }

  /// The object with the shape of a cache, and the version of its type that the cache relied on.
  private func cachedObject(_ value: ValueID, _ shape: UInt64) -> ValueID {
    let id = UInt32(truncatingIfNeeded: shape)
    let object = self.object(value, shape: id)
    guardVersion(of: Shape(id: id).type)
    return object
  }

  /// What a class attribute is an instance of may get a `__get__`.
  func guardNoDescriptor(_ value: Value) {
    if value.isHeap, value.isPresent, value.type.has(.heap) { guardVersion(of: value.type) }
  }

  func presentSlot(_ object: ValueID, _ offset: Int) -> ValueID {
    let value = emit(.load, [object], .any, number: offset, alias: .slot)
    emit(.guardPresent, [value], .any, state: exitState)
    return value
  }

  private var hasModuleKeys: Bool {
    hasKeys(ModuleRef(Value(bits: line.extra[0])).dict, line.extra[1])
  }

  /// An attribute of the module in the cache, guarded by the version of its keys.
  private func moduleAttribute() -> ValueID {
    let cache = line.extra
    let module = Value(bits: cache[0])
    _ = identical(read(line.word.b), to: module)
    let dict = ModuleRef(module).dict
    let isWatched = guardKeys(of: dict, UInt32(truncatingIfNeeded: cache[1]))
    let entry = dict.entries + Int(cache[1] >> 32)
    let value = namespaceValue(entry, isWatched: isWatched)
    // A function of a module that is a method of an object behind it, such as those of `random`.
    let now = entry.pointee.value
    guard now.isHeap, now.isPresent, now.isExactly(.method),
      !Builder.unstablePlaces.contains(context.view.address(of: line.index))
    else { return value }
    return identical(value, to: now)
  }

  /// Whether the keys of a namespace are those that a cache has seen: otherwise its entry may be gone.
  private func hasKeys(_ dict: DictRef, _ version: UInt64) -> Bool {
    dict.p.pointee.keysVersion == UInt32(truncatingIfNeeded: version)
  }

  /// The interpreter will fill the cache again when the instruction is run.
  private func leaveWithOldCache() -> Bool {
    emptyCaches.insert(context.view.address(of: line.index))
    leaveAsFailure()
    return true
  }

  /// Whether the keys are watched; otherwise they are asked for.
  @discardableResult
  func guardKeys(of dict: DictRef, _ version: UInt32) -> Bool {
    constants.insert(Int(bitPattern: dict.p))
    if dict.p.pointee.keysVersion == version, takesForConstant(.keys(Int(bitPattern: dict.p))) {
      return true
    }
    guardVersion(
      at: Int(bitPattern: dict.p) + MemoryLayout<DictLayout>.offset(of: \.keysVersion)!, is: version
    )
    return false
  }

  /// What a namespace, whose keys may be watched, has in an entry; functions, classes and the like are taken for
  /// constants.
  func namespaceValue(_ entry: UnsafeMutablePointer<DictEntry>, isWatched: Bool) -> ValueID {
    let now = entry.pointee.value
    let isConstant = Watch.isConstant(now)
    if isConstant, isWatched, takesForConstant(.value(Int(bitPattern: entry))) {
      return constant(now)
    }
    let address = Int(bitPattern: entry) + MemoryLayout<DictEntry>.offset(of: \.value)!
    let value = emit(.loadAddress, [], .any, number: address, alias: .namespace)
    return isConstant ? identical(value, to: now) : value
  }

  // MARK: Names

  func buildName() -> Bool {
    let word = line.word
    let cache = line.extra
    switch line.opcode {
    case .loadGlobalModule:
      guard let (globals, _) = namespaces() else { return false }
      if !hasKeys(globals, cache[0]) { return leaveWithOldCache() }
      let entry = UnsafeMutablePointer<DictEntry>(bitPattern: UInt(cache[1]))!
      let isWatched = guardKeys(of: globals, UInt32(truncatingIfNeeded: cache[0]))
      write(word.a, namespaceValue(entry, isWatched: isWatched))
    case .loadGlobalBuiltin:
      guard let (globals, builtins) = namespaces() else { return false }
      if !hasKeys(globals, cache[0]) || !hasKeys(builtins, cache[0] >> 32) {
        return leaveWithOldCache()
      }
      let entry = UnsafeMutablePointer<DictEntry>(bitPattern: UInt(cache[1]))!
      guardKeys(of: globals, UInt32(truncatingIfNeeded: cache[0]))
      let isWatched = guardKeys(of: builtins, UInt32(truncatingIfNeeded: cache[0] >> 32))
      write(word.a, namespaceValue(entry, isWatched: isWatched))
    case .loadDeref:
      let cell = object(read(word.b), shape: Builder.shape(.cell))
      let value = emit(
        .load, [cell], .any, number: MemoryLayout<CellLayout>.offset(of: \.contents)!, alias: .cell)
      emit(.guardPresent, [value], .any, state: exitState)
      write(word.a, value)
    case .storeDeref:
      let cell = object(read(word.a), shape: Builder.shape(.cell))
      emit(
        .store, [cell, read(word.b)], .any,
        number: MemoryLayout<CellLayout>.offset(of: \.contents)!,
        alias: .cell)
    case .copyFreeVariables:
      let closure = emit(
        .load, [context.function], .any,
        number: MemoryLayout<FunctionLayout>.offset(of: \.closure)!, alias: .cell)
      let first = context.view.localCount - word.a
      for index in 0..<word.a {
        write(first + index, emit(.tupleItem, [closure, intConstant(index)], .any, alias: .tuple))
      }
    default: return false
    }
    return true
  }

  /// The namespaces of the function being built. The unit's own function may be another one of the same
  /// code: that it has the same is checked once, on entry.
  func namespaces() -> (DictRef, DictRef)? {
    guard let function = context.known else { return nil }
    let (globals, builtins) = (function.p.pointee.globals, function.p.pointee.builtins)
    guard globals.isExactly(.dict), builtins.isExactly(.dict) else { return nil }
    if context.parent == nil { usesNamespaces = true }
    return (DictRef(globals), DictRef(builtins))
  }

  // MARK: Subscripts

  func buildSubscript() -> Bool {
    let word = line.word
    switch line.opcode {
    case .loadSubscriptListInt:
      let list = object(read(word.b), shape: Builder.shape(.list))
      write(word.a, listItem(list, int(read(word.c))))
    case .loadSubscriptImmediateList:
      let list = object(read(word.b), shape: Builder.shape(.list))
      write(word.a, listItem(list, intConstant(word.signedC)))
    case .loadSubscript where isList(word.b) && type(read(word.c)).kinds == .int && isUsual:
      let list = object(read(word.b), shape: Builder.shape(.list))
      write(word.a, listItem(list, int(read(word.c))))
    case .loadSubscriptTupleInt:
      let tuple = object(read(word.b), shape: Builder.shape(.tuple))
      write(word.a, tupleItem(tuple, int(read(word.c))))
    case .loadSubscriptImmediate where isList(word.b) && isUsual:
      // It has not been run yet.
      let list = object(read(word.b), shape: Builder.shape(.list))
      write(word.a, listItem(list, intConstant(word.signedC)))
    case .loadSubscriptImmediateTuple:
      let tuple = object(read(word.b), shape: Builder.shape(.tuple))
      write(word.a, tupleItem(tuple, intConstant(word.signedC)))
    case .storeSubscriptListInt:
      let list = object(read(word.a), shape: Builder.shape(.list))
      storeListItem(list, int(read(word.b)), read(word.c))
    case .storeSubscriptImmediate:
      // Its cache does not say what it stores into; lists mostly.
      let list = read(word.a)
      guard type(list).shape == Builder.shape(.list) else { return false }
      storeListItem(
        object(list, shape: Builder.shape(.list)), intConstant(word.signedB), read(word.c))
    case .loadSubscriptItem where buildNumberLoad(): break
    case .storeSubscriptItem where buildNumberStore(): break
    case .loadSubscriptItem:
      let object = cachedItemOwner(read(word.b))
      let item = emit(.item, [object, int(read(word.c))], .any)
      emit(.guardPresent, [item], .any, state: exitState)
      write(word.a, item)
    case .storeSubscriptItem:
      let object = cachedItemOwner(read(word.a))
      let index = int(read(word.b))
      let state = exitState
      let done = emit(.setItem, [object, index, read(word.c)], .int)
      let isDone = emit(
        .intCompare, [done, intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
      emit(.guardTrue, [isDone], .any, state: state)
    default: return false
    }
    return true
  }

  private func isList(_ register: Int) -> Bool {
    type(read(register)).shape == Builder.shape(.list)
  }

  /// Of a type that reads and writes items itself.
  func cachedItemOwner(_ value: ValueID) -> ValueID {
    object(value, shape: UInt32(truncatingIfNeeded: line.extra[0]))
  }

  func count(_ object: ValueID, isList: Bool) -> ValueID {
    emit(
      .loadWord, [object], .int, number: isList ? Builder.listCount : Builder.tupleCount,
      alias: isList ? .listCount : .tuple)
  }

  /// The address of a list's items.
  func items(of list: ValueID) -> ValueID {
    emit(
      .loadWord, [list], .int, number: MemoryLayout<ListLayout>.offset(of: \.items)!,
      alias: .listItems)
  }

  /// The item of a list or tuple at an index that is known to be good.
  func item(_ sequence: ValueID, _ index: ValueID, isList: Bool) -> ValueID {
    isList
      ? emit(.listItem, [items(of: sequence), index], .any, alias: .item)
      : emit(.tupleItem, [sequence, index], .any, alias: .tuple)
  }

  private func listItem(_ list: ValueID, _ index: ValueID) -> ValueID {
    let good = emit(.guardIndex, [count(list, isList: true), index], .int, state: exitState)
    return item(list, good, isList: true)
  }

  private func tupleItem(_ tuple: ValueID, _ index: ValueID) -> ValueID {
    let good = emit(.guardIndex, [count(tuple, isList: false), index], .int, state: exitState)
    return emit(.tupleItem, [tuple, good], .any, alias: .tuple)
  }

  private func storeListItem(_ list: ValueID, _ index: ValueID, _ value: ValueID) {
    let good = emit(.guardIndex, [count(list, isList: true), index], .int, state: exitState)
    emit(.storeListItem, [list, items(of: list), good, value], .any, alias: .item)
  }
}
