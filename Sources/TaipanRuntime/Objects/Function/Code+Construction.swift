// How programs make code objects: the constructor and `replace`, with CPython's checks.

import Bytecode

extension CodeRef {
  /// Off, code objects know lines but neither columns nor last lines: `-X no_debug_ranges`.
  nonisolated(unsafe) public static var keepsColumns = true

  /// The opcode at a place, if it is none of Python's.
  func unknownOpcode(at offset: Int) -> UInt8? {
    let bytes = BytesRef(p.pointee.code)
    guard offset < bytes.count, Opcode(byte: bytes.data[offset]) == nil else { return nil }
    return bytes.data[offset]
  }

  /// A location table with lines alone.
  static func withoutColumns(_ table: Value, _ firstLine: Int) -> Value {
    var writer = LocationTableWriter(firstLine: firstLine)
    for entry in LocationTableReader(BytesRef(table).array, firstLine: firstLine) {
      var position = entry.position
      if position.line >= 0 {
        position.endLine = position.line
        position.column = -1
        position.endColumn = -1
      }
      writer.append(position, length: (entry.end - entry.start) / 2)
    }
    return BytesRef.make(writer.bytes).value
  }
}

/// The arguments of the constructor, checked for their types.
private struct CodeArguments {
  var fields = CodeFields()
  var localCount = 0
  var code = Value.absent
  var constants = Value.absent
  var names = Value.absent
  var variables = TupleRef.empty
  var fileName = Value.absent
  var name = Value.absent
  var qualifiedName = Value.absent
  var lineTable = Value.absent
  var exceptionTable = Value.absent
  var free = TupleRef.empty
  var cells = TupleRef.empty

  /// The code object.
  ///
  /// - Throws: ValueError, SystemError for parts that do not fit.
  func make() throws(Raised) -> Value {
    if fields.argumentCount < fields.positionalOnlyCount || fields.stackSize < 0
      || Int32(bitPattern: fields.flags) < 0
    {
      throw raise(.systemError, "bad argument to internal function")
    }
    if BytesRef(code).count % 2 != 0 { throw raise(.valueError, "code: co_code is malformed") }
    var needed = fields.argumentCount + fields.keywordOnlyCount
    if fields.flags & CodeFlag.varArguments != 0 { needed += 1 }
    if fields.flags & CodeFlag.varKeywords != 0 { needed += 1 }
    if variables.count < needed { throw raise(.valueError, "code: co_varnames is too small") }
    if variables.count != localCount {
      throw raise(.valueError, "code: co_nlocals != len(co_varnames)")
    }
    let (all, kinds) = merge()
    return CodeRef.make(
      fields, code: code, constants: constants, names: names, localsPlusNames: all,
      localsPlusKinds: kinds, fileName: fileName, name: name, qualifiedName: qualifiedName,
      lineTable: lineTable, exceptionTable: exceptionTable
    ).value
  }

  /// Fast locals in CPython's order, with their kinds.
  private func merge() -> (Value, Value) {
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
}

extension CodeType {
  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordDict().count > 0 {
      throw raise(.typeError, "code() takes no keyword arguments")
    }
    let count = a.positionalCount - 1
    if count < 16 {
      throw raise(.typeError, "code expected at least 16 arguments, got \(count)")
    }
    if count > 18 { throw raise(.typeError, "code expected at most 18 arguments, got \(count)") }
    var result = CodeArguments()
    func require(_ i: Int, _ type: BuiltinType) throws(Raised) -> Value {
      if a[i].isInstance(of: type) { return a[i] }
      let given = a[i].isNone ? "None" : a[i].typeName
      throw raise(
        .typeError, "code() argument \(i) must be \(type.ref.nameText), not \(given)")
    }
    result.fields.argumentCount = try Convert.cInt(a[1])
    result.fields.positionalOnlyCount = try Convert.cInt(a[2])
    result.fields.keywordOnlyCount = try Convert.cInt(a[3])
    result.localCount = try Convert.cInt(a[4])
    result.fields.stackSize = try Convert.cInt(a[5])
    result.fields.flags = UInt32(truncatingIfNeeded: try Convert.cInt(a[6]))
    result.code = try require(7, .bytes)
    result.constants = try require(8, .tuple)
    result.names = try require(9, .tuple)
    result.variables = TupleRef(try require(10, .tuple))
    result.fileName = try require(11, .str)
    result.name = try require(12, .str)
    result.qualifiedName = try require(13, .str)
    result.fields.firstLine = try Convert.cInt(a[14])
    result.lineTable = try require(15, .bytes)
    result.exceptionTable = try require(16, .bytes)
    if count > 16 { result.free = TupleRef(try require(17, .tuple)) }
    if count > 17 { result.cells = TupleRef(try require(18, .tuple)) }
    let counts: KeyValuePairs = [
      "argcount": result.fields.argumentCount,
      "posonlyargcount": result.fields.positionalOnlyCount,
      "kwonlyargcount": result.fields.keywordOnlyCount, "nlocals": result.localCount,
    ]
    for (name, count) in counts where count < 0 {
      throw raise(.valueError, "code: \(name) must not be negative")
    }
    for tuple in [result.names, result.variables.value, result.free.value, result.cells.value] {
      if let other = nonString(TupleRef(tuple)) {
        throw raise(
          .typeError, "name tuples must contain only strings, not '\(other.typeName)'")
      }
    }
    return try result.make()
  }

  /// The first item that is no string; nil if all are.
  private static func nonString(_ tuple: TupleRef) -> Value? {
    for i in 0..<tuple.count where !tuple[i].isStr { return tuple[i] }
    return nil
  }

  // MARK: replace

  private static let replaceable = [
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
    "co_flags", "co_firstlineno", "co_code", "co_consts", "co_names", "co_varnames", "co_freevars",
    "co_cellvars", "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable",
  ]

  static func replace(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount > 1 { throw raise(.typeError, "replace() takes no positional arguments") }
    try checkNames(a.keywordDict())
    let c = CodeRef(a[0]).p.pointee
    func int(_ name: String, _ old: Int) throws(Raised) -> Int {
      let value = a.keyword(name)
      if value.isAbsent { return old }
      let number = try Convert.cInt(value)
      if number < 0 { throw raise(.valueError, "\(name) must be a positive integer") }
      return number
    }
    func value(_ name: String, _ old: Value, _ type: BuiltinType) throws(Raised) -> Value {
      let value = a.keyword(name)
      if value.isAbsent { return old }
      if value.isInstance(of: type) { return value }
      let given = value.isNone ? "None" : value.typeName
      throw raise(
        .typeError, "replace() argument '\(name)' must be \(type.ref.nameText), not \(given)")
    }
    var result = CodeArguments()
    let variables = names(a, LocalKind.local)
    result.fields.argumentCount = try int("co_argcount", Int(c.argumentCount))
    result.fields.positionalOnlyCount = try int("co_posonlyargcount", Int(c.positionalOnlyCount))
    result.fields.keywordOnlyCount = try int("co_kwonlyargcount", Int(c.keywordOnlyCount))
    result.localCount = try int("co_nlocals", TupleRef(variables).count)
    result.fields.stackSize = try int("co_stacksize", Int(c.stackSize))
    result.fields.flags = UInt32(truncatingIfNeeded: try int("co_flags", Int(c.flags)))
    result.fields.firstLine = try int("co_firstlineno", Int(c.firstLine))
    result.code = try value("co_code", c.code, .bytes)
    result.constants = try value("co_consts", c.constants, .tuple)
    result.names = try value("co_names", c.names, .tuple)
    result.variables = TupleRef(try value("co_varnames", variables, .tuple))
    result.free = TupleRef(try value("co_freevars", names(a, LocalKind.free), .tuple))
    result.cells = TupleRef(try value("co_cellvars", names(a, LocalKind.cell), .tuple))
    result.fileName = try value("co_filename", c.fileName, .str)
    result.name = try value("co_name", c.name, .str)
    result.qualifiedName = try value("co_qualname", c.qualifiedName, .str)
    result.lineTable = try value("co_linetable", c.lineTable, .bytes)
    result.exceptionTable = try value("co_exceptiontable", c.exceptionTable, .bytes)
    for tuple in [result.names, result.variables.value, result.free.value, result.cells.value]
    where nonString(TupleRef(tuple)) != nil {
      throw raise(.systemError, "non-string found in code slot")
    }
    return try result.make()
  }

  private static func checkNames(_ changes: DictRef) throws(Raised) {
    var number = 0
    while let next = changes.nextEntry(number) {
      let name = StrRef(changes.entries[next].key).text
      if !replaceable.contains(name) {
        throw raise(.typeError, "replace() got an unexpected keyword argument '\(name)'")
      }
      number = next + 1
    }
  }
}
