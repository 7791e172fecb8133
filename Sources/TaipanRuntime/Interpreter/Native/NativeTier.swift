// Where the interpreter and native code meet.
//
// Native code runs a function, or a loop from its last instruction on, over the frame's registers. It is
// reached by instructions that take the place of those that counted (`enter`, `jumpBackward`,
// `forIterBackward`). Its contract:
//
// - entered with the frame in place, as the interpreter would run it;
// - it returns the function's result, the frame still there; or 0 when the interpreter has to go on: in
//   `thread.frame`, whose registers and pc it has stored, or where an exception is set in the handler.

import RegisterCode

public enum NativeTier {
  /// Native code; its argument is the address of the frame's register 0.
  public typealias Code = @convention(c) (UnsafeMutableRawPointer) -> UInt64

  /// Called at the round, or call, of which `ThreadState` tells that it makes code hot; with the
  /// instruction that counted.
  nonisolated(unsafe) public static var onHotLoop: ((PC, Registers) -> Void)?
  nonisolated(unsafe) public static var onHotFunction: ((PC, Registers) -> Void)?

  /// Called by safepoints that were asked for.
  nonisolated(unsafe) public static var onSafepoint: (() -> Void)?

  /// Native code refers to the object from now on.
  public static func keepAlive(_ value: Value) {
    if value.isHeap, value.isPresent { Heap.pin(value.asObject) }
  }

  public static func isSubtype(_ type: BuiltinType, of other: TypeRef) -> Bool {
    type.ref.isSubtype(of: other)
  }

  /// Whether a call makes a generator or coroutine, and runs nothing else.
  public static func makesGenerator(_ body: UnsafePointer<CodeBody>) -> Bool {
    guard let entry = body.pointee.entry else { return false }
    let copies = entry.pointee.opcode == .copyFreeVariables
    return entry[copies ? 1 : 0].opcode == .makeGenerator
  }

  /// Where cells of a size are taken from, as machine code does it: the addresses of the next cell's and of
  /// the limit's address, the size of a cell, and the offset of a word to clear, 0 for none.
  public struct CellSource {
    public let next: Int
    public let limit: Int
    public let cellSize: Int
    public let padding: Int
  }

  /// - Parameter size: of an object of at most 512 bytes.
  public static func cellSource(size: Int) -> CellSource {
    let sizeClass = Heap.classes + Heap.classIndex(size)
    let address = Int(bitPattern: sizeClass)
    let end = (size + 7) & ~7
    return CellSource(
      next: address + MemoryLayout<SizeClass>.offset(of: \.fresh)!,
      limit: address + MemoryLayout<SizeClass>.offset(of: \.limit)!,
      cellSize: sizeClass.pointee.cellSize, padding: end & 8 != 0 ? end : 0)
  }

  /// The Python function that a class has for a special method; nil for others.
  public static func specialMethod(_ type: TypeRef, _ name: SpecialName) -> FunctionRef? {
    let method = type.special(name)
    return method.isPresent && method.isExactly(.function) ? FunctionRef(method) : nil
  }

  /// Whether a class leaves `!=` to `object`, which asks `__eq__`.
  public static func invertsEqual(_ type: TypeRef) -> Bool {
    type.special(.ne) === BuiltinType.object.ref.special(.ne)
  }

  /// Whether a class leaves `==` and `!=` to `object`.
  public static func comparesByIdentity(_ type: TypeRef) -> Bool {
    let plain = BuiltinType.object.ref
    return type.special(.eq) === plain.special(.eq) && type.special(.ne) === plain.special(.ne)
  }

  /// Whether a class may have instances of its own: no method of it is abstract.
  public static func hasInstances(_ type: TypeRef) -> Bool { !type.has(.abstract) }

  /// Whether a class leaves iteration to `list`.
  public static func iteratesAsList(_ type: TypeRef) -> Bool {
    type.has(.subList) && type.special(.iter) === BuiltinType.list.ref.special(.iter)
  }

  /// The entry of a name in a namespace, and the version of its keys; nil without it.
  public static func entry(of name: Value, in dict: DictRef) -> (
    entry: UnsafeMutablePointer<DictEntry>, version: UInt32
  )? {
    if !dict.p.pointee.onlyStrKeys { return nil }
    let number = dict.findStr(name, StrRef(name).hash)
    return number < 0 ? nil : (dict.entries + number, dict.versionOfKeys())
  }

  /// Bytes of an instance of a class with a `plainInitializer`; nil where more is to be done than to clear
  /// them, or a cell for them is not a matter of a few instructions.
  public static func instanceSize(_ type: TypeRef) -> Int? {
    let size = Instances.size(type)
    return type.has(.hasFinalizer) || size > 512 ? nil : size
  }

  /// Whether operators know nothing of instances of a class but its methods.
  public static func hasOnlyMethods(_ type: TypeRef) -> Bool {
    let known: TypeFlags = [.subInt, .subFloat, .subStr, .subBytes, .subList, .subTuple]
    return type.p.pointee.flags.isDisjoint(with: known)
  }

  /// What `super(type, …)` finds for instances of `own`, if it is called as it is found.
  public static func superMethod(after type: TypeRef, in own: TypeRef, _ name: Value) -> Value? {
    let function = SuperRef.lookup(after: type, in: own, name)
    return function.isPresent && Call.isPlain(function) ? function : nil
  }

  /// A range's iterator that has come to `next`; all of its ints are small.
  public static func rangeIterator(next: Int, step: Int, count: Int) -> Value {
    let iterator = RangeIteratorRef(Heap.allocate(32, Header(shape: .of(.rangeIterator))))
    iterator.p.pointee.next = next
    iterator.p.pointee.step = step
    iterator.p.pointee.remaining = count
    return iterator.value
  }

  /// Notes of an iterator over a range, list or tuple that the instruction `getIter` made it: nothing else
  /// than the register that it is for refers to it. A loop may forget it then.
  @inline(__always) public static func markNew(_ iterator: Value) {
    iterator.asObject.header.pointee.extra = newIterator
  }

  /// What is in the header of such an iterator.
  @inline(__always) public static var newIterator: UInt16 { 1 }

  /// `enumerate` over an iterator, which has come to a number.
  public static func enumerate(_ iterator: Value, from number: Int) -> Value {
    let result = EnumerateType.make(iterator)
    result.asObject.word(2).pointee = Value(number)
    return result
  }

  /// Module and name of a builtin function as it was made; nil for methods.
  public static func builtinName(_ function: Value) -> String? {
    let p = NativeFunctionRef(function).p
    guard p.pointee.owner.isAbsent, p.pointee.moduleName.isPresent,
      p.pointee.moduleName.isExactly(.str)
    else { return nil }
    return StrRef(p.pointee.moduleName).text + ".\(p.pointee.entry.pointee.name)"
  }

  /// The Python `__init__` of a class whose instances `object.__new__` makes; nil for other classes.
  public static func plainInitializer(_ type: TypeRef) -> FunctionRef? {
    Interpreter.plainInitializer(type.value)
  }

  /// Native frames are used up faster than register frames: below this rest of the stack, code that
  /// recurses is interpreted, which takes no native stack for a call.
  public static let reservedStack: UInt = 3 << 20

  @inline(__always) static var stackIsLow: Bool {
    var marker = 0
    let here = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    return here < thread.pointee.nativeStackLimit + reservedStack
  }

  @inline(__always) static func code(at word: PC) -> Code {
    unsafeBitCast(UInt(word.pointee), to: Code.self)
  }
}

extension Interpreter {
  /// Counts a round of the loop whose last instruction is the one before `pc`.
  @inline(__always)
  static func countRound(_ pc: PC, at counter: PC, _ r: Registers, _ thread: ThreadRef) {
    let rounds = counter.pointee &+ 1
    counter.pointee = rounds
    if rounds == thread.pointee.loopThreshold { NativeTier.onHotLoop?(pc - 1, r) }
  }

  /// Counts calls of a function, or resumptions of a generator.
  @inline(__always)
  static func enter(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let calls = pc.pointee &+ 1
    pc.pointee = calls
    if calls == thread.pointee.callThreshold { return try enterHot(&pc, &r) }
    pc += 1
    if thread.pointee.pollRequested { try poll(pc, r) }
    return false
  }

  @inline(never)
  private static func enterHot(_ pc: inout PC, _ r: inout Registers) throws(Raised) -> Bool {
    NativeTier.onHotFunction?(pc - 1, r)
    switch pc[-1].opcode {
    case .enterNative: return try enterNative(pc[-1], &pc, &r, thread)
    case .resumeNative: return try resumeNative(pc[-1], &pc, &r, thread)
    default:
      pc += 1
      return false
    }
  }

  @inline(__always)
  static func enterNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let code = NativeTier.code(at: pc)
    pc += 1
    if thread.pointee.pollRequested { try poll(pc, r) }
    if NativeTier.stackIsLow { return false }
    save(pc, r)
    let result = Value(bits: code(r))
    if result.isPresent { return try leaveFrame(result, &pc, &r, thread) }
    try goOn(&pc, &r, thread)
    return false
  }

  @inline(__always)
  static func jumpBackwardNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if try enterLoop(pc, &pc, &r, thread) { return }
    pc += 1 + word.signedBC
  }

  /// Runs the native code of the loop whose last instruction is the one before `pc`. False when it left
  /// at once: the interpreter has to make the round.
  @inline(never)
  static func enterLoop(_ address: PC, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised) -> Bool
  {
    if thread.pointee.pollRequested { try poll(pc, r) }
    // What was run may have taken the code away.
    let opcode = pc[-1].opcode
    if opcode != .jumpBackwardNative && opcode != .forIterBackwardNative || NativeTier.stackIsLow {
      return false
    }
    let (entryPC, entryFrame) = (pc - 1, r)
    save(pc, r)
    _ = NativeTier.code(at: address)(r)
    try goOn(&pc, &r, thread)
    if pc != entryPC || r != entryFrame { return true }
    pc += 1
    return false
  }

  /// Where native code left.
  @inline(__always)
  static func goOn(_ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    if thread.pointee.exception.isPresent {
      thread.pointee.raisedInNativeCode = true
      throw Raised()
    }
    r = thread.pointee.frame.unsafelyUnwrapped
    pc = Frame(r).pc
  }

  /// Whether the exception that is being unwound comes from native code; asked once.
  @inline(__always)
  static func raisedInNativeCode() -> Bool {
    let result = thread.pointee.raisedInNativeCode
    thread.pointee.raisedInNativeCode = false
    return result
  }
}
