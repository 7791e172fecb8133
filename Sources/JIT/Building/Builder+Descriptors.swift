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
      let callable = known(read(word.b)), callable === BuiltinType.super.value,
      shape.type.isSubtype(of: type),
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
      candidates[found] = [function]
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
}
