// `__del__`, weak references and their callbacks. The collector finds what is due; it runs here, at a
// safepoint, where Python code may run.

public enum Finalizers {
  /// Notes that an object's `__del__` is to be called once.
  static func register(_ object: ObjectRef) {
    object.header.pointee.gc |= GCFlags.finalizable
    Heap.state.pointee.finalizable.append(UInt(bitPattern: object.pointer))
  }

  /// The same for an object of a native type whose `__del__` has something to do from now on.
  public static func expect(_ object: ObjectRef) {
    if object.header.pointee.gc & GCFlags.finalizable == 0 { register(object) }
  }

  /// Whether the object's `__del__` is still to be called.
  @inline(__always)
  static func isExpected(_ object: ObjectRef) -> Bool {
    object.header.pointee.gc & GCFlags.finalizable != 0
  }

  /// The object's `__del__` has nothing to do any more: the collector drops it like any other.
  public static func forget(_ object: ObjectRef) {
    object.header.pointee.gc &= ~GCFlags.finalizable
  }

  /// Whether the object's `__del__` has been called.
  public static func hasRun(_ value: Value) -> Bool {
    guard value.isHeap, value.type.has(.hasFinalizer),
      !GeneratorEnding.isGenerator(value.asObject)
    else { return false }
    return value.asObject.header.pointee.gc & GCFlags.finalizable == 0
  }

  /// Called by the collector with objects that only finalizers can reach now. Nothing may be
  /// allocated: the addresses wait outside of the heap, marked by `pendingRoots`.
  static func enqueue(_ ready: RawList) {
    for i in 0..<ready.count { append(ready.base[i]) }
  }

  static func enqueueCallback(_ reference: WeakRef) {
    append(UInt(bitPattern: reference.p))
    Heap.markAddress(UInt(bitPattern: reference.p))
  }

  /// Addresses of objects and weak references whose turn comes; roots of the collector.
  nonisolated(unsafe) static var pending = RawList()

  private static func append(_ address: UInt) {
    pending.append(address)
    thread.pointee.requestPoll()
  }

  /// What is due runs one after the other: a safepoint inside does not begin the next.
  nonisolated(unsafe) private static var isRunning = false

  /// What is due waits while something traces: a program that turns the collector off for as long as it
  /// traces does not want to see finalizers that come from nowhere among the events.
  nonisolated(unsafe) public static var waitForTracing = false {
    didSet { thread.pointee.requestPoll() }
  }

  /// Runs what is due, unless it waits.
  public static func run() {
    if waitForTracing && Tracing.isOn { return }
    runPending()
  }

  /// Runs what is due.
  public static func runPending() {
    if isRunning { return }
    isRunning = true
    defer { isRunning = false }
    while pending.count > 0 {
      pending.count -= 1
      let object = ObjectRef(
        pointer: UnsafeMutableRawPointer(bitPattern: pending.base[pending.count])!)
      let savedException = thread.pointee.exception
      thread.pointee.exception = .absent
      if object.type.isSubtype(of: .weakReference) {
        runCallback(WeakRef(object))
      } else {
        finalize(Value(object))
      }
      thread.pointee.exception = savedException
    }
  }

  private static func finalize(_ object: Value) {
    object.asObject.header.pointee.gc &= ~GCFlags.finalizable
    let method = object.type.special(.del)
    if method.isAbsent { return }
    do throws(Raised) { _ = try Call.specialMethod(method, object) } catch {
      Exceptions.reportUnraisable("Exception ignored in", method)
    }
  }

  private static func runCallback(_ reference: WeakRef) {
    let callback = reference.p.pointee.callback
    reference.p.pointee.callback = .absent
    if callback.isAbsent || callback.isNone { return }
    do throws(Raised) { _ = try Call.function(callback, reference.value) } catch {
      Exceptions.reportUnraisable("Exception ignored in", callback)
    }
  }

  /// At exit: calls every `__del__` that was not called, that of the newest object first. Native ones,
  /// which close streams, come last: those of Python, and `finally` blocks of generators, may want to write.
  public static func runAll() {
    let objects = Heap.state.pointee.finalizable
    for isPython in [false, true] {
      for i in 0..<objects.count {
        let object = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: objects.base[i])!)
        if object.header.pointee.gc & GCFlags.finalizable == 0 { continue }
        if runsPython(object) == isPython { append(objects.base[i]) }
      }
    }
    Heap.state.pointee.finalizable.count = 0
    runPending()
  }

  private static func runsPython(_ object: ObjectRef) -> Bool {
    object.type.special(.del).isExactly(.function) || GeneratorEnding.isGenerator(object)
  }
}

public enum WeakReferences {
  /// A new weak reference object without callback.
  public static func make(_ target: ObjectRef) -> Value {
    make(target, type: BuiltinType.weakReference.ref, callback: .absent).value
  }

  public static func make(_ target: ObjectRef, type: TypeRef, callback: Value) -> WeakRef {
    let object = Instances.allocate(type)
    let reference = WeakRef(object)
    reference.p.pointee.target = UInt(bitPattern: target.pointer)
    reference.p.pointee.callback = callback
    reference.p.pointee.hash = .absent
    target.header.pointee.gc |= GCFlags.weaklyReferenced
    Heap.state.pointee.weakReferences.append(UInt(bitPattern: object.pointer))
    return reference
  }
}
