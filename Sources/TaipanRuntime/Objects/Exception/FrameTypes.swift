// The types `frame` and `traceback`.

enum FrameType {
  static let methods: [NativeMethod] = [
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("clear", "($self, /)", clear),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("f_code", { a throws(Raised) in FrameRef(a[0]).p.pointee.code }),
    NativeGetSet("f_globals", getGlobals),
    NativeGetSet("f_builtins", getBuiltins),
    NativeGetSet("f_locals", getLocals),
    NativeGetSet("f_back", getBack),
    NativeGetSet("f_lineno", getLine, set: setLine),
    NativeGetSet("f_lasti", { a throws(Raised) in Value(offset(FrameRef(a[0]))) }),
    NativeGetSet("f_trace", getTrace, set: setTrace),
    NativeGetSet("f_trace_lines", getTraceLines, set: setTraceLines),
    NativeGetSet("f_trace_opcodes", getTraceOpcodes, set: setTraceOpcodes),
  ]
  static let spec = TypeSpec(
    "frame", size: MemoryLayout<FrameLayout>.size, methods: methods, getSets: getSets)

  /// The registers of a frame that runs, or that called what runs; nil for one that is left or waits.
  static func runningRegisters(_ frame: FrameRef) -> Registers? {
    let generator = frame.p.pointee.generator
    if generator.isPresent, !Generators.isRunning(GeneratorRef(generator)) { return nil }
    return frame.p.pointee.registers
  }

  /// Bytecode offset where the frame is.
  static func offset(_ frame: FrameRef) -> Int {
    if let registers = runningRegisters(frame) {
      return FrameObjects.currentOffset(Frame(registers))
    }
    let generator = frame.p.pointee.generator
    if generator.isPresent, GeneratorRef(generator).p.pointee.state != .finished,
      let pc = GeneratorRef(generator).p.pointee.pc
    {
      let body = GeneratorRef(generator).p.pointee.body
      return FrameObjects.bytecodeOffset(body, pc - body.pointee.entry.unsafelyUnwrapped - 1)
    }
    return FrameObjects.offset(CodeRef(frame.p.pointee.code), at: frame.p.pointee.lastPlace)
  }

  static func line(_ frame: FrameRef) -> Int? {
    CodeType.lineOf(CodeRef(frame.p.pointee.code), offset: offset(frame))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let frame = FrameRef(a[0])
    let code = CodeRef(frame.p.pointee.code).p.pointee
    return Value(
      "<frame at 0x\(String(UInt(a[0].bits), radix: 16)), file '\(StrRef(code.fileName).text)', line \(line(frame) ?? 0), code \(StrRef(code.name).text)>"
    )
  }
  static func clear(_ a: Args) throws(Raised) -> Value {
    let frame = FrameRef(a[0])
    if runningRegisters(frame) != nil {
      throw raise(.runtimeError, "cannot clear an executing frame")
    }
    let generator = frame.p.pointee.generator
    if generator.isPresent {
      if GeneratorRef(generator).p.pointee.state == .suspended {
        throw raise(.runtimeError, "cannot clear a suspended frame")
      }
      try Generators.close(GeneratorRef(generator))
    }
    frame.p.pointee.savedLocals = .absent
    return .none
  }
  static func getGlobals(_ a: Args) throws(Raised) -> Value {
    FunctionRef(FrameRef(a[0]).p.pointee.function).p.pointee.globals
  }
  static func getBuiltins(_ a: Args) throws(Raised) -> Value {
    FunctionRef(FrameRef(a[0]).p.pointee.function).p.pointee.builtins
  }
  static func getLocals(_ a: Args) throws(Raised) -> Value {
    let frame = FrameRef(a[0])
    let isOptimized =
      CodeRef(frame.p.pointee.code).p.pointee.flags & CodeFlag.optimized != 0
    if isOptimized || FrameLocals(frame).showsComprehension {
      return FrameLocalsProxyType.make(frame)
    }
    if frame.p.pointee.namespace.isPresent { return frame.p.pointee.namespace }
    return try FrameLocals(frame).snapshot().value
  }
  static func getBack(_ a: Args) throws(Raised) -> Value {
    let frame = FrameRef(a[0])
    if let registers = runningRegisters(frame) {
      guard let caller = Frame(registers).caller else { return .none }
      return FrameObjects.of(Frame(caller)).value
    }
    let back = frame.p.pointee.back
    return back.isAbsent ? .none : back
  }
  static func getLine(_ a: Args) throws(Raised) -> Value {
    line(FrameRef(a[0])).map { Value($0) } ?? .none
  }
  static func setLine(_ a: Args) throws(Raised) -> Value {
    try FrameJumps.setLine(FrameRef(a[0]), a[1])
    return .none
  }
  static func getTrace(_ a: Args) throws(Raised) -> Value {
    let function = FrameRef(a[0]).p.pointee.traceFunction
    return function.isAbsent ? .none : function
  }
  static func setTrace(_ a: Args) throws(Raised) -> Value {
    FrameRef(a[0]).p.pointee.traceFunction = a[1].isNone ? .absent : a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getTraceLines(_ a: Args) throws(Raised) -> Value {
    Value(FrameRef(a[0]).p.pointee.ignoresLines.isAbsent)
  }
  static func setTraceLines(_ a: Args) throws(Raised) -> Value {
    FrameRef(a[0]).p.pointee.ignoresLines = try flag(a[1]) ? .absent : .true
    return .none
  }
  static func getTraceOpcodes(_ a: Args) throws(Raised) -> Value {
    Value(FrameRef(a[0]).p.pointee.tracesOpcodes.isPresent)
  }
  static func setTraceOpcodes(_ a: Args) throws(Raised) -> Value {
    FrameRef(a[0]).p.pointee.tracesOpcodes = try flag(a[1]) ? .true : .absent
    return .none
  }
  private static func flag(_ value: Value) throws(Raised) -> Bool {
    if value.isAbsent { throw raise(.typeError, "cannot delete attribute") }
    if !value.isTrue && !value.isFalse {
      throw raise(.typeError, "attribute value type must be bool")
    }
    return value.isTrue
  }
}

enum TracebackType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, tb_next, tb_frame, tb_lasti, tb_lineno)", new)
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("tb_next", getNext, set: setNext),
    NativeGetSet("tb_frame", { a throws(Raised) in TracebackRef(a[0]).p.pointee.frame }),
    NativeGetSet("tb_lasti", { a throws(Raised) in Value(TracebackRef(a[0]).lastInstruction) }),
    NativeGetSet("tb_lineno", getLine),
  ]
  static let spec = TypeSpec(
    "traceback", size: MemoryLayout<TracebackLayout>.size, methods: methods, getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    guard a[2].isExactly(.frame) else {
      throw raise(
        .typeError, "traceback() argument 'tb_frame' must be frame, not \(a[2].argumentTypeName)")
    }
    let offset = try Convert.machineInt(a[3])
    guard let offset = Int32(exactly: offset) else {
      let end = offset < 0 ? "less than minimum" : "greater than maximum"
      throw raise(.overflowError, "signed integer is \(end)")
    }
    let traceback = Tracebacks.make(
      next: a[1].isNone ? .absent : a[1], frame: FrameRef(a[2]), place: Int(offset))
    TracebackRef(traceback).p.pointee.line = a[4]
    return traceback
  }
  static func getNext(_ a: Args) throws(Raised) -> Value {
    let next = TracebackRef(a[0]).p.pointee.next
    return next.isAbsent ? .none : next
  }
  static func setNext(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "can't delete tb_next attribute") }
    if !a[1].isNone, !a[1].isExactly(.traceback) {
      throw raise(.typeError, "expected traceback object or None, got '\(a[1].typeName)'")
    }
    var current = a[1]
    while current.isPresent, !current.isNone {
      if current === a[0] { throw raise(.valueError, "traceback loop detected") }
      current = TracebackRef(current).p.pointee.next
    }
    TracebackRef(a[0]).p.pointee.next = a[1].isNone ? .absent : a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getLine(_ a: Args) throws(Raised) -> Value {
    let traceback = TracebackRef(a[0]).p.pointee
    if traceback.line.isPresent { return traceback.line }
    let entry = TracebackRef(a[0])
    return CodeType.lineOf(entry.code, offset: entry.lastInstruction).map { Value($0) } ?? .none
  }
}
