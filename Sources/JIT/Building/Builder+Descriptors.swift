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
    default: return false
    }
    return true
  }

  private func superMethod() -> Bool {
    let word = line.word
    let name = context.view.body.pointee.names[word.c]
    guard let (type, shape) = SuperFeedback.noted(line.extra),
      !Builder.unstablePlaces.contains(context.view.address(of: line.index)),
      let callable = known(read(word.b)), callable === BuiltinType.super.value,
      shape.type.isSubtype(of: type),
      let function = NativeTier.superMethod(after: type, in: shape.type, name),
      graph.values[read(word.b + 2)].type.representation == .word
    else { return false }
    _ = identical(read(word.b + 1), to: type.value)
    let object = self.object(read(word.b + 2), shape: shape.id)
    guardVersion(of: shape.type)
    write(word.a, constant(function))
    write(word.a + callWindowGap, object)
    return true
  }
}
