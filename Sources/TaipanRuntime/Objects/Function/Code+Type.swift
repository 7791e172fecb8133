// The type `code`.

import Bytecode

enum CodeType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("co_lines", "($self, /)", lines),
    NativeMethod("co_positions", "($self, /)", positions),
    NativeMethod("replace", "($self, **changes)", replace),
    NativeMethod("__replace__", "($self, **changes)", replace),
    NativeMethod("_varname_from_oparg", "($self, oparg)", variableName),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "co_argcount", { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.argumentCount)) }),
    NativeGetSet(
      "co_posonlyargcount",
      { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.positionalOnlyCount)) }),
    NativeGetSet(
      "co_kwonlyargcount",
      { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.keywordOnlyCount)) }),
    NativeGetSet(
      "co_stacksize", { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.stackSize)) }),
    NativeGetSet("co_flags", { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.flags)) }),
    NativeGetSet(
      "co_firstlineno", { a throws(Raised) in Value(Int(CodeRef(a[0]).p.pointee.firstLine)) }),
    NativeGetSet("co_code", { a throws(Raised) in CodeRef(a[0]).p.pointee.code }),
    NativeGetSet("_co_code_adaptive", { a throws(Raised) in CodeRef(a[0]).p.pointee.code }),
    NativeGetSet("co_consts", { a throws(Raised) in CodeRef(a[0]).p.pointee.constants }),
    NativeGetSet("co_names", { a throws(Raised) in CodeRef(a[0]).p.pointee.names }),
    NativeGetSet("co_filename", { a throws(Raised) in CodeRef(a[0]).p.pointee.fileName }),
    NativeGetSet("co_name", { a throws(Raised) in CodeRef(a[0]).p.pointee.name }),
    NativeGetSet("co_qualname", { a throws(Raised) in CodeRef(a[0]).p.pointee.qualifiedName }),
    NativeGetSet("co_linetable", { a throws(Raised) in CodeRef(a[0]).p.pointee.lineTable }),
    NativeGetSet(
      "co_exceptiontable", { a throws(Raised) in CodeRef(a[0]).p.pointee.exceptionTable }),
    NativeGetSet("co_varnames", { a throws(Raised) in names(a, LocalKind.local) }),
    NativeGetSet("co_cellvars", { a throws(Raised) in names(a, LocalKind.cell) }),
    NativeGetSet("co_freevars", { a throws(Raised) in names(a, LocalKind.free) }),
    NativeGetSet(
      "co_nlocals", { a throws(Raised) in Value(TupleRef(names(a, LocalKind.local)).count) }),
  ]
  static let spec = TypeSpec(
    "code", size: MemoryLayout<CodeLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets, releaser: CodeBodies.release)

  private static func names(_ a: Args, _ kind: UInt8) -> Value {
    let code = CodeRef(a[0])
    let list = ListRef.make()
    for i in 0..<code.localNames.count where code.localKinds.data[i] & kind != 0 {
      list.append(code.localNames[i])
    }
    return list.toTuple().value
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.count < 17 || a.count > 19 {
      throw raise(.typeError, "code() expected at least 16 arguments, got \(a.count - 1)")
    }
    var fields = CodeFields()
    fields.argumentCount = try Convert.machineInt(a[1])
    fields.positionalOnlyCount = try Convert.machineInt(a[2])
    fields.keywordOnlyCount = try Convert.machineInt(a[3])
    fields.stackSize = try Convert.machineInt(a[5])
    fields.flags = UInt32(truncatingIfNeeded: try Convert.machineInt(a[6]))
    fields.firstLine = try Convert.machineInt(a[14])
    let variables = TupleRef(a[10])
    let free = a.count > 17 ? TupleRef(a[17]) : .empty
    let cells = a.count > 18 ? TupleRef(a[18]) : .empty
    let (all, kinds) = try merge(variables, cells, free)
    return CodeRef.make(
      fields, code: a[7], constants: a[8], names: a[9], localsPlusNames: all,
      localsPlusKinds: kinds, fileName: a[11], name: a[12], qualifiedName: a[13],
      lineTable: a[15], exceptionTable: a[16]
    ).value
  }

  /// Fast locals in CPython's order, with their kinds.
  private static func merge(_ variables: TupleRef, _ cells: TupleRef, _ free: TupleRef)
    throws(Raised) -> (Value, Value)
  {
    let names = ListRef.make()
    var kinds: [UInt8] = []
    for i in 0..<variables.count {
      names.append(Interning.intern(variables[i]))
      kinds.append(LocalKind.local)
    }
    for i in 0..<cells.count {
      let name = Interning.intern(cells[i])
      var found = false
      for k in 0..<names.count where names[k] === name {
        kinds[k] |= LocalKind.cell
        found = true
      }
      if !found {
        names.append(name)
        kinds.append(LocalKind.cell)
      }
    }
    for i in 0..<free.count {
      names.append(Interning.intern(free[i]))
      kinds.append(LocalKind.free)
    }
    return (names.toTuple().value, BytesRef.make(kinds).value)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let c = CodeRef(a[0]).p.pointee
    return Value(
      "<code object \(StrRef(c.name).text) at 0x\(String(UInt(a[0].bits), radix: 16)), file \"\(StrRef(c.fileName).text)\", line \(c.firstLine)>"
    )
  }

  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.code) else { return .notImplemented }
    let (x, y) = (CodeRef(a[0]).p.pointee, CodeRef(a[1]).p.pointee)
    if x.argumentCount != y.argumentCount || x.keywordOnlyCount != y.keywordOnlyCount
      || x.positionalOnlyCount != y.positionalOnlyCount || x.flags != y.flags
      || x.firstLine != y.firstLine
    {
      return .false
    }
    let left = [x.name, x.code, x.names, x.localsPlusNames, x.lineTable, x.exceptionTable].count
    for i in 0..<left {
      let (p, q) =
        i == 0
        ? (x.name, y.name)
        : i == 1
          ? (x.code, y.code)
          : i == 2
            ? (x.names, y.names)
            : i == 3
              ? (x.localsPlusNames, y.localsPlusNames)
              : i == 4
                ? (x.lineTable, y.lineTable)
                : (x.exceptionTable, y.exceptionTable)
      if !(try Compare.equal(p, q)) { return .false }
    }
    return Value(try sameConstants(TupleRef(x.constants), TupleRef(y.constants)))
  }

  private static func sameConstants(_ x: TupleRef, _ y: TupleRef) throws(Raised) -> Bool {
    if x.count != y.count { return false }
    for i in 0..<x.count {
      if x[i].type != y[i].type { return false }
      if !(try Compare.equal(x[i], y[i])) { return false }
    }
    return true
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let c = CodeRef(a[0]).p.pointee
    return Value(try Hash.of(c.name) ^ (try Hash.of(c.code)) ^ Int(c.firstLine))
  }

  // MARK: Positions

  /// The line of an instruction. The table is decoded at the first question: who asks for one line, as
  /// logging does, asks for more.
  static func lineOf(_ code: CodeRef, offset: Int) -> Int? {
    let body = code.p.pointee.body
    let unit = offset / 2
    if unit < 0 || unit >= BytesRef(code.p.pointee.code).count / 2 { return nil }
    let lines = body.pointee.lines ?? decodeLines(code)
    body.pointee.lines = lines
    return known(Int(lines[unit]))
  }

  /// The line of each code unit, -1 where there is none.
  private static func decodeLines(_ code: CodeRef) -> UnsafeMutablePointer<Int32> {
    let count = BytesRef(code.p.pointee.code).count / 2
    let lines = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, count))
    lines.initialize(repeating: -1, count: max(1, count))
    let table = BytesRef(code.p.pointee.lineTable).array
    for range in LocationTableReader(table, firstLine: Int(code.p.pointee.firstLine)) {
      let first = min(count, range.start / 2)
      let end = min(count, range.end / 2)
      for unit in first..<max(first, end) { lines[unit] = Int32(range.position.line) }
    }
    return lines
  }

  private static func known(_ line: Int) -> Int? { line < 0 ? nil : line }

  static func lines(_ a: Args) throws(Raised) -> Value {
    let code = CodeRef(a[0])
    let list = ListRef.make()
    let table = BytesRef(code.p.pointee.lineTable).array
    var pending: (start: Int, end: Int, line: Int?)? = nil
    func flush() {
      if let p = pending {
        list.append(
          TupleRef.of(Value(p.start), Value(p.end), p.line.map { Value($0) } ?? .none).value)
      }
    }
    for entry in LocationTableReader(table, firstLine: Int(code.p.pointee.firstLine)) {
      let line = known(entry.position.line)
      if let p = pending, p.line == line {
        pending = (p.start, entry.end, p.line)
      } else {
        flush()
        pending = (entry.start, entry.end, line)
      }
    }
    flush()
    return try Iterate.iterator(list.value)
  }

  static func positions(_ a: Args) throws(Raised) -> Value {
    let code = CodeRef(a[0])
    let list = ListRef.make()
    let table = BytesRef(code.p.pointee.lineTable).array
    func optional(_ n: Int) -> Value { n < 0 ? .none : Value(n) }
    for entry in LocationTableReader(table, firstLine: Int(code.p.pointee.firstLine)) {
      let p = entry.position
      let tuple = TupleRef.of(
        optional(p.line), optional(p.endLine), optional(p.column), optional(p.endColumn))
      for _ in stride(from: entry.start, to: entry.end, by: 2) { list.append(tuple.value) }
    }
    return try Iterate.iterator(list.value)
  }

  // MARK: Copies

  static func replace(_ a: Args) throws(Raised) -> Value {
    let code = CodeRef(a[0])
    let c = code.p.pointee
    var fields = CodeFields()
    func int(_ name: String, _ old: Int32) throws(Raised) -> Int {
      let value = a.keyword(name)
      return value.isAbsent ? Int(old) : try Convert.machineInt(value)
    }
    func value(_ name: String, _ old: Value) -> Value {
      let value = a.keyword(name)
      return value.isAbsent ? old : value
    }
    fields.argumentCount = try int("co_argcount", c.argumentCount)
    fields.positionalOnlyCount = try int("co_posonlyargcount", c.positionalOnlyCount)
    fields.keywordOnlyCount = try int("co_kwonlyargcount", c.keywordOnlyCount)
    fields.stackSize = try int("co_stacksize", c.stackSize)
    fields.flags = UInt32(truncatingIfNeeded: try int("co_flags", Int32(bitPattern: c.flags)))
    fields.firstLine = try int("co_firstlineno", c.firstLine)
    var names = c.localsPlusNames
    var kinds = c.localsPlusKinds
    if a.keyword("co_varnames").isPresent || a.keyword("co_cellvars").isPresent
      || a.keyword("co_freevars").isPresent
    {
      (names, kinds) = try merge(
        TupleRef(value("co_varnames", self.names(a, LocalKind.local))),
        TupleRef(value("co_cellvars", self.names(a, LocalKind.cell))),
        TupleRef(value("co_freevars", self.names(a, LocalKind.free))))
    }
    return CodeRef.make(
      fields, code: value("co_code", c.code), constants: value("co_consts", c.constants),
      names: value("co_names", c.names), localsPlusNames: names, localsPlusKinds: kinds,
      fileName: value("co_filename", c.fileName), name: value("co_name", c.name),
      qualifiedName: value("co_qualname", c.qualifiedName),
      lineTable: value("co_linetable", c.lineTable),
      exceptionTable: value("co_exceptiontable", c.exceptionTable)
    ).value
  }

  static func variableName(_ a: Args) throws(Raised) -> Value {
    let names = CodeRef(a[0]).localNames
    let n = try Convert.machineInt(a[1])
    if n < 0 || n >= names.count { throw raise(.indexError, "tuple index out of range") }
    return names[n]
  }
}
