// What the generic forms of calls and of `super()` have seen, for the native tier: words that only quickened
// forms use otherwise.

import RegisterCode

/// Of `callFunction` and `callMethod` while they are generic: the first word's low byte says what it is.
public enum CallFeedback: UInt64 {
  /// Word 1 is the body of a Python function whose parameters are not just the arguments.
  case function = 2
  /// The same of a bound method.
  case method = 3
  /// Above bit 8 is the shape of an instance whose class has a Python `__call__`.
  case instance = 4

  static func note(_ pc: PC, _ kind: CallFeedback, _ body: UnsafeMutablePointer<CodeBody>) {
    let opcode = pc[-1].opcode
    if opcode != opcode.parent || pc[0] & 255 == instance.rawValue { return }
    pc[0] = kind.rawValue
    pc[1] = UInt64(UInt(bitPattern: body))
  }

  static func noteMethod(_ pc: PC, _ method: MethodRef) {
    let function = method.p.pointee.function
    if function.isExactly(.function) { note(pc, .method, FunctionRef(function).p.pointee.body) }
  }

  /// The first one stays until its type dies.
  static func noteInstance(_ pc: PC, _ object: ObjectRef) {
    let opcode = pc[-1].opcode
    if opcode != opcode.parent || pc[0] & 255 == instance.rawValue { return }
    pc[0] = UInt64(object.shape.id) << 8 | instance.rawValue
    if object.type.has(.heap) { object.type.addDependent(.none, pc - 1) }
  }

  /// What was noted; the body or shape.
  public static func noted(_ words: [UInt64]) -> (kind: CallFeedback, payload: UInt64)? {
    guard let kind = CallFeedback(rawValue: words[0] & 255) else { return nil }
    return (kind, kind == .instance ? words[0] >> 8 : words[1])
  }

  /// A type that was noted is dead, or not what it was.
  static func forget(_ instruction: PC) {
    switch instruction.pointee.opcode {
    case .callFunction, .callMethod:
      if instruction[1] & 255 == instance.rawValue { instruction[1] = 0 }
    case .loadSuperMethod: instruction[3] = 0
    case .getIter, .loadSubscript, .storeSubscript: instruction[1] = 0
    default: break
    }
  }
}

/// Of `loadSuperMethod`: word 1 the class given to `super`, word 2 the shape of the instance.
public enum SuperFeedback {
  /// The first one stays until its type dies, and with it what it inherits from.
  static func note(_ pc: PC, _ type: TypeRef, _ object: Value) {
    if !object.isHeap || !object.asObject.type.has(.heap) { return }
    if pc[2] != 0 {
      if UInt32(truncatingIfNeeded: pc[2]) != object.asObject.shape.id { pc[2] |= severalShapes }
      return
    }
    pc[1] = type.value.bits
    pc[2] = UInt64(object.asObject.shape.id)
    object.asObject.type.addDependent(.none, pc - 1)
  }

  /// What was noted in the words behind an instruction.
  public static func noted(_ words: [UInt64]) -> (type: TypeRef, shape: Shape)? {
    if words[2] == 0 { return nil }
    return (
      TypeRef(Value(bits: words[1])), Shape(id: UInt32(truncatingIfNeeded: words[2]))
    )
  }

  /// Whether instances of other shapes have come since.
  public static func hasSeveralShapes(_ words: [UInt64]) -> Bool { words[2] & severalShapes != 0 }

  private static let severalShapes: UInt64 = 1 << 32
}

/// Of `loadSubscript` and `storeSubscript`: their word is the shape of an instance whose class has a Python
/// method for them.
enum SubscriptFeedback {
  /// The first one stays until its type dies.
  static func note(_ pc: PC, _ object: ObjectRef) {
    if pc[0] != 0 || !object.type.has(.heap) { return }
    pc[0] = UInt64(object.shape.id)
    object.type.addDependent(.none, pc - 1)
  }
}

/// Of `getIter`: its word is the shape of what was iterated over.
public enum IterationFeedback {
  /// Builtin types as they come; the first subclass of list where there was nothing else, until it dies.
  @inline(never)
  static func note(_ cache: PC, _ object: ObjectRef) {
    let type = object.type
    if !type.has(.heap) {
      let seen = UInt32(truncatingIfNeeded: cache.pointee)
      if seen != 0, Shape(id: seen).type.has(.heap) { return }
    } else {
      if cache.pointee != 0 || !type.has(.subList) { return }
      type.addDependent(.none, cache - 1)
    }
    let known = cache.pointee
    let changes = known == 0 || UInt32(truncatingIfNeeded: known) == object.shape.id ? 0 : oneChange
    cache.pointee = UInt64(object.shape.id) | min(known & ~0xFFFF_FFFF &+ changes, 100 * oneChange)
  }

  private static let oneChange: UInt64 = 1 << 32
  /// Changes of what is iterated over after which it is taken to change on.
  private static let severalChanges: UInt64 = 4

  /// Whether it has been now this, now that.
  public static func hasSeveralShapes(_ word: UInt64) -> Bool {
    word >> 32 >= severalChanges
  }
}
