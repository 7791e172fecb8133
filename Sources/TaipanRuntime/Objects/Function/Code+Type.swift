// The type `code`.

import Bytecode

enum CodeType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /, *args, **kwargs)", new),
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
    NativeGetSet("co_lnotab", lineNumbers),
    NativeGetSet(
      "co_exceptiontable", { a throws(Raised) in CodeRef(a[0]).p.pointee.exceptionTable }),
    NativeGetSet("co_varnames", { a throws(Raised) in names(a, LocalKind.local) }),
    NativeGetSet("co_cellvars", { a throws(Raised) in names(a, LocalKind.cell) }),
    NativeGetSet("co_freevars", { a throws(Raised) in names(a, LocalKind.free) }),
    NativeGetSet(
      "co_nlocals", { a throws(Raised) in Value(TupleRef(names(a, LocalKind.local)).count) }),
  ]
  static let spec = TypeSpec(
    "code", size: MemoryLayout<CodeLayout>.size, flags: [.weakReferable], traceKind: .values,
    methods: methods, getSets: getSets, releaser: CodeBodies.release)

  static func names(_ a: Args, _ kind: UInt8) -> Value {
    let code = CodeRef(a[0])
    let list = ListRef.make()
    for i in 0..<code.localNames.count where code.localKinds.data[i] & kind != 0 {
      list.append(code.localNames[i])
    }
    return list.toTuple().value
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
    let fields: KeyValuePairs = [
      x.name: y.name, x.code: y.code, x.names: y.names, x.localsPlusNames: y.localsPlusNames,
      x.lineTable: y.lineTable, x.exceptionTable: y.exceptionTable,
    ]
    for (left, right) in fields {
      if !(try Compare.equal(left, right)) { return .false }
    }
    return Value(try isSameConstant(x.constants, y.constants))
  }

  /// Constants are the same only if their types are, in depth, and the signs of zeros.
  private static func isSameConstant(_ x: Value, _ y: Value) throws(Raised) -> Bool {
    if x === y { return true }
    if x.type != y.type { return false }
    if x.isExactly(.tuple) {
      let (left, right) = (TupleRef(x), TupleRef(y))
      if left.count != right.count { return false }
      for i in 0..<left.count where !(try isSameConstant(left[i], right[i])) { return false }
      return true
    }
    if x.isFloat { return x.asFloat.bitPattern == y.asFloat.bitPattern }
    if x.isExactly(.complex) {
      let (left, right) = (ComplexRef(x).p.pointee, ComplexRef(y).p.pointee)
      return left.real.bitPattern == right.real.bitPattern
        && left.imaginary.bitPattern == right.imaginary.bitPattern
    }
    if x.isExactly(.frozenSet) {
      let (left, right) = (try Iterate.tuple(x), try Iterate.tuple(y))
      if left.count != right.count { return false }
      for i in 0..<left.count where !(try holds(right, left[i])) { return false }
      return true
    }
    return try Compare.equal(x, y)
  }

  private static func holds(_ items: TupleRef, _ constant: Value) throws(Raised) -> Bool {
    for i in 0..<items.count where try isSameConstant(items[i], constant) { return true }
    return false
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let c = CodeRef(a[0]).p.pointee
    var result = try Hash.of(c.name) ^ (try Hash.of(c.code)) ^ (try Hash.of(c.lineTable))
    for n in [c.argumentCount, c.positionalOnlyCount, c.keywordOnlyCount, c.firstLine] {
      result = (result &* 1_000_003) ^ Int(n)
    }
    return Value(result == -1 ? -2 : result)
  }

  // MARK: Positions

  /// The line of an instruction. The table is decoded at the first question: who asks for one line, as
  /// logging does, asks for more.
  static func lineOf(_ code: CodeRef, offset: Int) -> Int? {
    let unit = offset / 2
    if unit < 0 || unit >= BytesRef(code.p.pointee.code).count / 2 { return nil }
    return known(Int(lineTable(code)[unit]))
  }

  /// The line of each code unit, negative where there is none. It is there as long as the code is.
  static func lineTable(_ code: CodeRef) -> UnsafePointer<Int32> {
    let body = code.p.pointee.body
    let lines = body.pointee.lines ?? decodeLines(code)
    body.pointee.lines = lines
    return UnsafePointer(lines)
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

  /// `co_lnotab`, the line table of old: pairs of steps in the code and in the lines.
  static func lineNumbers(_ a: Args) throws(Raised) -> Value {
    try Warnings.warn(.deprecationWarning, "co_lnotab is deprecated, use co_lines instead.")
    let c = CodeRef(a[0]).p.pointee
    var steps: [UInt8] = []
    var (offset, line) = (0, Int(c.firstLine))
    for entry in LocationTableReader(BytesRef(c.lineTable).array, firstLine: Int(c.firstLine))
    where entry.position.line >= 0 && entry.position.line != line {
      var (step, change) = (entry.start - offset, entry.position.line - line)
      while step > 255 {
        steps += [255, 0]
        step -= 255
      }
      while change > 127 || change < -128 {
        let part = change > 0 ? 127 : -128
        steps += [UInt8(step), UInt8(bitPattern: Int8(part))]
        step = 0
        change -= part
      }
      steps += [UInt8(step), UInt8(bitPattern: Int8(change))]
      (offset, line) = (entry.start, entry.position.line)
    }
    return BytesRef.make(steps).value
  }

  static func variableName(_ a: Args) throws(Raised) -> Value {
    let names = CodeRef(a[0]).localNames
    let n = try Convert.machineInt(a[1])
    if n < 0 || n >= names.count { throw raise(.indexError, "tuple index out of range") }
    return names[n]
  }
}
