// The namespaces of the running frame, for `globals()`, `locals()` and `exec`.

public enum Namespaces {
  /// Globals of the running frame; the builtins where none runs.
  public static func globals() -> Value {
    guard let r = thread.pointee.frame else { return Singletons.builtins }
    return Frame(r).globals
  }

  /// `locals()`: the namespace of a module or class body, a new dict of a function's variables.
  ///
  /// - Throws: RuntimeError outside of Python code.
  public static func locals() throws(Raised) -> Value {
    guard let r = thread.pointee.frame else { throw raise(.systemError, "frame does not exist") }
    let frame = Frame(r)
    let isOptimized = CodeRef(frame.body.pointee.code).p.pointee.flags & CodeFlag.optimized != 0
    if !isOptimized, !isInInlinedComprehension(frame.body, r) {
      return try NameLookup.locals(frame)
    }
    if let object = FrameObjects.existing(frame), object.p.pointee.extraLocals.isPresent {
      return try FrameLocals(object).snapshot().value
    }
    return snapshot(frame.body, r, running: true).value
  }

  /// Whether variables of an inlined comprehension are alive.
  private static func isInInlinedComprehension(
    _ body: UnsafeMutablePointer<CodeBody>, _ locals: Registers
  ) -> Bool {
    let kinds = CodeRef(body.pointee.code).localKinds
    for i in 0..<kinds.count where kinds.data[i] & LocalKind.hidden != 0 {
      if locals[i].isPresent { return true }
    }
    return false
  }

  /// Variables by name; unbound ones are left out, cells are read.
  static func snapshot(_ body: UnsafeMutablePointer<CodeBody>, _ locals: Registers, running: Bool)
    -> DictRef
  {
    let dict = DictRef.make()
    let code = CodeRef(body.pointee.code)
    let names = code.localNames
    for i in 0..<names.count {
      let kind = code.localKinds.data[i]
      var value = locals[i]
      if value.isPresent, kind & (LocalKind.cell | LocalKind.free) != 0, value.isExactly(.cell) {
        value = CellRef(value).contents
      }
      if value.isAbsent { continue }
      // The iterator of a generator expression is one of its locals.
      if value.isHeap { Recycling.expose(value.asObject) }
      dict.setStr(names[i], value)
    }
    return dict
  }
}

public enum AsyncIteration {
  /// What `anext(iterator, default)` awaits.
  public static func withDefault(_ awaitable: Value, _ fallback: Value) -> Value {
    let object = Heap.allocateZeroed(24, Header(shape: .of(.anextAwaitable)))
    object.word(1).pointee = awaitable
    object.word(2).pointee = fallback
    return Value(object)
  }
}

public enum Iterators {
  /// `iter(function, sentinel)`.
  public static func untilSentinel(_ function: Value, _ sentinel: Value) -> Value {
    let object = Heap.allocateZeroed(24, Header(shape: .of(.callableIterator)))
    object.word(1).pointee = function
    object.word(2).pointee = sentinel
    return Value(object)
  }
}

extension Iterators {
  /// `__iter__` of iterators.
  public static func identity(_ a: Args) throws(Raised) -> Value { a[0] }
}
