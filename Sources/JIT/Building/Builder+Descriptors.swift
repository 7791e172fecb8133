// Properties, methods of classes, and what `super()` finds.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// False when the line is none of these.
  func buildDescriptor() throws(NotCompiled) -> Bool {
    let word = line.word
    let cache = line.extra
    switch line.opcode {
    case .loadAttrProperty:
      let getter = Value(bits: cache[1])
      guard getter.isExactly(.function), isCallable(FunctionRef(getter), 1) else { return false }
      let shape = Shape(id: UInt32(truncatingIfNeeded: cache[0]))
      let object = self.object(read(word.b), shape: shape.id)
      guardVersion(of: shape.type)
      if let result = try callSpecial(FunctionRef(getter), [object]) { write(word.a, result) }
    case .loadMethodOfClass:
      let type = TypeRef(Value(bits: cache[0]))
      let object = identical(read(word.b), to: type.value)
      guardVersion(of: type)
      // A property of the metaclass goes before.
      guardVersion(of: type.value.type)
      write(word.a, constant(Value(bits: cache[1])))
      write(word.a + callWindowGap, object)
    case .loadSuperMethod: return superMethod()
    case .loadAttrOverflow:
      let (object, place) = overflowPlace(read(word.b))
      let buffer = emit(.load, [object], .any, number: place.buffer, alias: .slot)
      let value = emit(.load, [buffer], .any, number: place.offset, alias: .slot)
      emit(.guardPresent, [value], .any, state: exitState)
      write(word.a, value)
    case .storeAttrOverflow:
      let (object, place) = overflowPlace(read(word.a))
      let buffer = emit(.load, [object], .any, number: place.buffer, alias: .slot)
      emit(
        .storeOverflow, [object, buffer, read(word.b)], .any, number: place.offset, alias: .slot)
    case .loadAttrDict, .loadAttrBehindDict, .loadMethodBehindDict, .storeAttrDict:
      return attributeInDict()
    case .storeGlobal: return storeGlobal()
    case .loadName, .storeName: return buildModuleName()
    default: return false
    }
    return true
  }

  /// An object with the shape in the cache, and where in its storage for further attributes the value is.
  private func overflowPlace(_ value: ValueID) -> (ValueID, (buffer: Int, offset: Int)) {
    let shape = Shape(id: UInt32(truncatingIfNeeded: line.extra[0]))
    let object = self.object(value, shape: shape.id)
    guardVersion(of: shape.type)
    return (
      object,
      (
        Int(shape.p.pointee.attributesAt) * 8,
        ValueBuffer.headerSize + Int(line.extra[1]) * MemoryLayout<Value>.stride
      )
    )
  }

  /// Attributes of an object that has them in a dict. False where the handler has to look.
  private func attributeInDict() -> Bool {
    let (word, cache) = (line.word, line.extra)
    let shape = Shape(id: UInt32(truncatingIfNeeded: cache[0]))
    let found = Value(bits: cache[1])
    if shape.p.pointee.attributesAt == Instances.trailing
      || line.opcode == .loadAttrBehindDict && found.isHeap && found.type.special(.get).isPresent
    {
      return false
    }
    let object = self.object(read(line.opcode == .storeAttrDict ? word.a : word.b), shape: shape.id)
    guardVersion(of: shape.type)
    let dict = emit(
      .load, [object], .any, number: Int(shape.p.pointee.attributesAt) * 8, alias: .slot)
    emit(.guardPresent, [dict], .any, state: exitState)
    emit(.guardKeys, [dict], .any, extra: Int(cache[0] >> 32), state: exitState)
    switch line.opcode {
    case .loadAttrDict: write(word.a, entryOfDict(dict, store: nil))
    case .loadAttrBehindDict:
      guardNoDescriptor(found)
      write(word.a, constant(found))
    case .loadMethodBehindDict:
      write(word.a, constant(found))
      write(word.a + callWindowGap, object)
    default: _ = entryOfDict(dict, store: read(word.b))
    }
    return true
  }

  /// What the entry of the cache has or gets, in a dict with the version of keys that belongs to it.
  private func entryOfDict(_ dict: ValueID, store value: ValueID?) -> ValueID {
    let offset =
      DictRef.tableHeader + Int(line.extra[1]) * MemoryLayout<DictEntry>.stride
      + MemoryLayout<DictEntry>.offset(of: \.value)!
    if value != nil {
      let watched = MemoryLayout<DictLayout>.offset(of: \.watched)!
      emit(.guardByte, [dict], .any, number: watched, state: exitState)
    }
    let table = emit(
      .load, [dict], .any, number: MemoryLayout<DictLayout>.offset(of: \.table)!, alias: .version)
    guard let value else {
      return emit(.load, [table], .any, number: offset, alias: .namespace)
    }
    emit(.storeOverflow, [dict, table, value], .any, number: offset, alias: .namespace)
    return value
  }

  /// A name that the namespace has, with a value that nobody watches.
  func storeGlobal() -> Bool {
    guard let (globals, _) = namespaces(),
      !Builder.unstablePlaces.contains(context.view.address(of: line.index)),
      let place = NativeTier.entry(
        of: context.view.body.pointee.names[line.word.bc], in: globals),
      !Watch.isConstant(place.entry.pointee.value)
    else { return false }
    guardKeys(of: globals, place.version)
    let namespace = constant(globals.value)
    Watching.noteStored(place.entry)
    let offset = MemoryLayout<DictEntry>.offset(of: \.value)!
    emit(
      .storeEntry, [namespace, read(line.word.a)], .any,
      number: Int(bitPattern: place.entry) + offset, alias: .namespace)
    return true
  }

  private func superMethod() -> Bool {
    let word = line.word
    let name = context.view.body.pointee.names[word.c]
    guard let (type, shape) = SuperFeedback.noted(Array(line.extra)),
      let callable = known(read(word.b)), callable === BuiltinType.super.value
    else { return false }
    if superMethodOfNewInstance(after: type, name) { return true }
    guard shape.type.isSubtype(of: type),
      let function = NativeTier.superMethod(after: type, in: shape.type, name),
      graph.values[read(word.b + 2)].type.representation == .word
    else { return false }
    _ = identical(read(word.b + 1), to: type.value)
    if SuperFeedback.hasSeveralShapes(Array(line.extra))
      || Builder.unstablePlaces.contains(context.view.address(of: line.index))
    {
      // Subclasses find the same most often.
      let object = read(word.b + 2)
      let found = quiet(.quiet, .superMethod, [constant(type.value), object, constant(name)], .any)
      candidates[found] = Candidates(functions: [function], areAll: false)
      write(word.a, found)
      write(word.a + callWindowGap, object)
      return true
    }
    let object = self.object(read(word.b + 2), shape: shape.id)
    guardVersion(of: shape.type)
    write(word.a, constant(function))
    write(word.a + callWindowGap, object)
    return true
  }

  /// Of an instance that is made here the class is known, whatever the instruction has seen elsewhere.
  private func superMethodOfNewInstance(after type: TypeRef, _ name: Value) -> Bool {
    let word = line.word
    let object = read(word.b + 2)
    guard graph.values[object].operation == .newInstance,
      let own = UnsafeMutablePointer<TypeLayout>(bitPattern: graph.values[object].number)
        .map({ TypeRef(p: $0) }),
      own.isSubtype(of: type),
      let function = NativeTier.superMethod(after: type, in: own, name),
      function.isExactly(.function)
    else { return false }
    _ = identical(read(word.b + 1), to: type.value)
    guardVersion(of: own)
    write(word.a, constant(function))
    write(word.a + callWindowGap, object)
    candidates[read(word.a)] = Candidates(functions: [function], areAll: true)
    return true
  }

  /// A method of an int or float: caches know nothing of these.
  func methodOfNumber() -> Bool {
    let word = line.word
    guard line.opcode.parent == .loadMethod else { return false }
    let value = read(word.b)
    let type: BuiltinType
    switch graph.values[value].type.kinds {
    case .int: type = .int
    case .float: type = .float
    default: return false
    }
    let method = type.ref.lookup(context.view.body.pointee.names[word.c])
    guard method.isPresent, method.isExactly(.methodDescriptor) else { return false }
    write(word.a, constant(method))
    write(word.a + callWindowGap, value)
    return true
  }
}
