// Functions and code objects: construction, lowering at the first call.

import RegisterCode

public enum Functions {
  /// MAKE_FUNCTION: a function of the given globals.
  public static func make(_ code: CodeRef, _ globals: DictRef, _ builtins: Value) -> FunctionRef {
    let function = FunctionRef.make(code: code, globals: globals, builtins: builtins)
    if code.p.pointee.header.kind & CodeRef.docstringBit != 0 {
      function.p.pointee.doc = TupleRef(code.p.pointee.constants)[0]
    }
    let module = globals.getStr(Singletons.moduleName)
    if module.isPresent { function.p.pointee.module = module }
    return function
  }

  /// A function for code that runs in a namespace.
  public static func make(_ code: CodeRef, globals: DictRef) -> FunctionRef {
    make(code, globals, builtins(of: globals))
  }

  /// The builtins that code with these globals sees.
  public static func builtins(of globals: DictRef) -> Value {
    let value = globals.getStr(Singletons.builtinsName)
    if value.isAbsent { return Singletons.builtins }
    if value.type.p.pointee.nativeBase == BuiltinType.module.rawValue, value.isHeap {
      return ModuleRef(value).p.pointee.dict
    }
    return value
  }
}

enum CodeLowering {
  /// Translates a code object at its first call.
  static func lower(_ body: UnsafeMutablePointer<CodeBody>) throws(Raised) {
    let code = CodeRef(body.pointee.code)
    let constants = TupleRef(code.p.pointee.constants)
    if StoredRegisters.install(in: body, code) {
      noteArguments(body, code)
      if Tracing.isOn { Tracing.redirect(body) }
      return
    }
    noteKinds(constants)
    let lowered: LoweredView
    do throws(LoweringError) {
      lowered = try LoweredView.lower(input(code, constants.count))
    } catch {
      if case .malformed(let offset) = error, let byte = code.unknownOpcode(at: offset) {
        throw raise(.systemError, "unknown opcode \(byte)")
      }
      throw raise(.systemError, "bytecode that cannot be lowered: \(error)")
    }
    install(lowered, body, constants, code)
    if Tracing.isOn { Tracing.redirect(body) }
  }

  /// Lowers the functions of a program that has just been compiled, those of its classes and those within them
  /// included, as far as there are no more than `mostBytes` of bytecode: most are called, and one after the other
  /// they take half the time of as many first calls, each of which finds the code of lowering in no cache. What
  /// cannot be lowered says so when it is called.
  static func lowerFunctions(of program: CodeRef) {
    var rest = mostBytes
    lowerFunctions(of: program, &rest)
  }

  private static let mostBytes = 1 << 15

  private static func lowerFunctions(of code: CodeRef, _ rest: inout Int) {
    let constants = TupleRef(code.p.pointee.constants)
    for index in 0..<constants.count where constants[index].isExactly(.code) {
      let inner = CodeRef(constants[index])
      rest -= BytesRef(inner.p.pointee.code).count
      if rest < 0 { return }
      let body = inner.p.pointee.body
      if inner.p.pointee.flags & CodeFlag.optimized != 0, body.pointee.entry == nil {
        do throws(Raised) { try lower(body) } catch { thread.pointee.exception = .absent }
      }
      lowerFunctions(of: inner, &rest)
    }
  }

  /// Lowers a code object again for what is not kept, or for its traced form: with the states of the plain
  /// one, or with marks as the traced one.
  static func lower(
    _ code: CodeRef, recordsStates: Bool, traceMarks: UnsafePointer<UInt8>?
  ) throws(LoweringError) -> LoweredView {
    let constants = TupleRef(code.p.pointee.constants)
    noteKinds(constants)
    var input = input(code, constants.count)
    input.recordsStates = recordsStates
    input.traceMarks = traceMarks
    return try LoweredView.lower(input)
  }

  /// The kinds of the constants of the code object being lowered.
  nonisolated(unsafe) private static var kinds = UnsafeMutableBufferPointer<ConstantKind>(
    start: nil, count: 0)

  private static func noteKinds(_ constants: TupleRef) {
    if constants.count > kinds.count {
      kinds.deallocate()
      kinds = .allocate(capacity: max(64, constants.count * 2))
    }
    for i in 0..<constants.count { kinds.initializeElement(at: i, to: kind(constants[i])) }
  }

  /// The lowering's view of a code object.
  private static func input(_ code: CodeRef, _ constantCount: Int) -> LoweringInput {
    let c = code.p.pointee
    return LoweringInput(
      code: BytesRef(c.code).buffer, exceptionTable: BytesRef(c.exceptionTable).buffer,
      localKinds: BytesRef(c.localsPlusKinds).buffer, argumentCount: Int(c.argumentCount),
      positionalOnlyCount: Int(c.positionalOnlyCount),
      keywordOnlyCount: Int(c.keywordOnlyCount), flags: c.flags, stackSize: Int(c.stackSize),
      constantKinds: UnsafeBufferPointer(rebasing: kinds[..<constantCount]))
  }

  private static func kind(_ constant: Value) -> ConstantKind {
    if constant.isInt { return .smallInt(constant.asInt) }
    if constant.isNone { return .none }
    if constant.isTrue { return .true }
    if constant.isFalse { return .false }
    if constant.isExactly(.float) { return .float }
    return .other
  }

  static func install(
    _ lowered: LoweredView, _ body: UnsafeMutablePointer<CodeBody>, _ constants: TupleRef,
    _ code: CodeRef
  ) {
    CodeBodies.install(lowered, in: body)
    let words = body.pointee.entry.unsafelyUnwrapped
    for patch in lowered.constantPatches {
      words[Int(patch)] = constants[Int(words[Int(patch)])].bits
    }
    noteArguments(body, code)
  }

  static func noteArguments(_ body: UnsafeMutablePointer<CodeBody>, _ code: CodeRef) {
    let c = code.p.pointee
    let special = CodeFlag.varArguments | CodeFlag.varKeywords
    body.pointee.simpleArguments =
      c.flags & special == 0 && c.keywordOnlyCount == 0
      ? c.argumentCount : -1
  }
}

/// The fields of a new code object.
public struct CodeFields {
  public var argumentCount = 0
  public var positionalOnlyCount = 0
  public var keywordOnlyCount = 0
  public var stackSize = 0
  public var flags: UInt32 = 0
  public var firstLine = 0
  public init() {}
}

extension CodeRef {
  /// A bit of `Header.kind`: the function has a docstring. A start image keeps these where nobody looks.
  static let docstringBit: UInt8 = 1

  /// A new code object; the values are bytes, tuples and strs as `CodeLayout` says.
  public static func make(
    _ fields: CodeFields, code: Value, constants: Value, names: Value, localsPlusNames: Value,
    localsPlusKinds: Value, fileName: Value, name: Value, qualifiedName: Value, lineTable: Value,
    exceptionTable: Value
  ) -> CodeRef {
    let lineTable = keepsColumns ? lineTable : withoutColumns(lineTable, fields.firstLine)
    let body = UnsafeMutablePointer<CodeBody>.allocate(capacity: 1)
    // The first constant of a function is its docstring, or None.
    let first = TupleRef(constants)
    let hasDocstring =
      fields.flags & CodeFlag.optimized != 0 && first.count > 0 && first[0].isExactly(.str)
    let header = Header(shape: .of(.code), kind: hasDocstring ? docstringBit : 0)
    let ref = CodeRef(Heap.allocate(MemoryLayout<CodeLayout>.size, header))
    ref.p.initialize(
      to: CodeLayout(
        header: header, body: body, argumentCount: Int32(fields.argumentCount),
        positionalOnlyCount: Int32(fields.positionalOnlyCount),
        keywordOnlyCount: Int32(fields.keywordOnlyCount),
        stackSize: Int32(max(1, fields.stackSize)),
        flags: fields.flags, firstLine: Int32(fields.firstLine), code: code, constants: constants,
        names: names, localsPlusNames: localsPlusNames, localsPlusKinds: localsPlusKinds,
        fileName: fileName, name: name, qualifiedName: qualifiedName, lineTable: lineTable,
        exceptionTable: exceptionTable))
    body.initialize(
      to: CodeBody(
        entry: nil, registerCount: 0, simpleArguments: -1,
        localCount: Int32(TupleRef(localsPlusNames).count),
        flags: fields.flags | CodeBody.ownFlags(fields.flags, code, exceptionTable: exceptionTable),
        names: TupleRef(names).items, code: ref.value, handlers: nil, handlerCount: 0,
        wordCount: 0, offsets: nil, lines: nil, stored: nil,
        argumentCount: Int32(fields.argumentCount),
        keywordOnlyCount: Int32(fields.keywordOnlyCount),
        positionalOnlyCount: Int32(fields.positionalOnlyCount), native: nil, redirected: nil,
        nativeAside: nil, tracedForm: nil))
    Heap.releaseWhenDead(ref.object)
    return ref
  }

  /// For the code of a program that is about to run: see `CodeLowering.lowerFunctions`.
  public func lowerFunctions() { CodeLowering.lowerFunctions(of: self) }

  /// Gives another `co_filename` to a code object and those in its constants that have the same.
  public func replaceFileName(_ new: Value) { replaceFileName(p.pointee.fileName, by: new) }

  private func replaceFileName(_ old: Value, by new: Value) {
    if !StrRef(p.pointee.fileName).isEqual(StrRef(old)) || StrRef(old).isEqual(StrRef(new)) {
      return
    }
    p.pointee.fileName = new
    object.noteWrite()
    // The collector does not read what lies in an image.
    if CodeImage.contains(UInt(bitPattern: p)) { _ = Heap.makeRoot(new) }
    let constants = TupleRef(p.pointee.constants)
    for i in 0..<constants.count where constants[i].isExactly(.code) {
      CodeRef(constants[i]).replaceFileName(old, by: new)
    }
  }
}

/// Native functions that call instructions recognise, found once at start-up.
enum Builtins {
  nonisolated(unsafe) static var len = Value(bits: 0)
  nonisolated(unsafe) static var isInstance = Value(bits: 0)
  nonisolated(unsafe) static var listAppend = Value(bits: 0)
  nonisolated(unsafe) static var objectNew = Value(bits: 0)
  nonisolated(unsafe) static var sum = Value(bits: 0)
  nonisolated(unsafe) static var any = Value(bits: 0)
  nonisolated(unsafe) static var all = Value(bits: 0)
  nonisolated(unsafe) static var min = Value(bits: 0)
  nonisolated(unsafe) static var max = Value(bits: 0)
  nonisolated(unsafe) static var sorted = Value(bits: 0)
  nonisolated(unsafe) static var strJoin = Value(bits: 0)

  /// Called when the builtins module is complete.
  static func note() {
    let builtins = DictRef(Singletons.builtins)
    len = builtins.getStr("len")
    isInstance = builtins.getStr("isinstance")
    listAppend = BuiltinType.list.ref.dict.getStr("append")
    sum = builtins.getStr("sum")
    any = builtins.getStr("any")
    all = builtins.getStr("all")
    min = builtins.getStr("min")
    max = builtins.getStr("max")
    sorted = builtins.getStr("sorted")
    strJoin = BuiltinType.str.ref.dict.getStr("join")
    objectNew = BuiltinType.object.ref.dict.getStr("__new__")
  }
}
