// Moves, constants, names.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func move(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = r[word.b]
  }

  @inline(__always)
  static func movePair(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (first, second) = (r[word.b], r[word.c])
    r[word.a] = first
    r[word.a + 1] = second
  }

  @inline(__always)
  static func loadConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Value(bits: pc.pointee)
    pc += 1
  }

  @inline(__always)
  static func loadSmallInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Value(smallInt: word.signedB)
  }

  @inline(__always)
  static func loadNone(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = .none
  }

  @inline(__always)
  static func loadTrue(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = .true
  }

  @inline(__always)
  static func loadFalse(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = .false
  }

  @inline(__always)
  static func loadNull(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = .absent
  }

  @inline(__always)
  static func checkBound(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if r[word.a].isAbsent { throw NameErrors.unboundLocal(r, word.a) }
  }

  @inline(__always)
  static func deleteLocal(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if r[word.a].isAbsent { throw NameErrors.unboundLocal(r, word.a) }
    r[word.a] = .absent
  }

  @inline(__always)
  static func loadAndClear(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = r[word.b]
    r[word.b] = .absent
  }

  // MARK: Globals
  //
  // Cache of loadGlobalModule: word 0 the keys version of the globals and the entry number << 32.
  // Cache of loadGlobalBuiltin: word 0 both keys versions (globals low), word 1 the entry number.

  @inline(__always)
  static func loadGlobal(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = try loadGlobalSlow(word, pc, r)
    pc += 3
  }

  @inline(__always)
  static func loadGlobalModule(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let globals = DictRef(Frame(r).globals)
    if globals.p.pointee.keysVersion == UInt32(truncatingIfNeeded: pc[0]) {
      r[word.a] = entryOfCache(pc).pointee.value
    } else {
      r[word.a] = try loadGlobalSlow(word, pc, r)
    }
    pc += 3
  }

  @inline(__always)
  static func loadGlobalBuiltin(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let function = Frame(r).function.p
    let globals = DictRef(function.pointee.globals)
    let builtins = DictRef(function.pointee.builtins)
    let cache = pc.pointee
    if globals.p.pointee.keysVersion == UInt32(truncatingIfNeeded: cache),
      builtins.p.pointee.keysVersion == UInt32(truncatingIfNeeded: cache >> 32)
    {
      r[word.a] = entryOfCache(pc).pointee.value
    } else {
      r[word.a] = try loadGlobalSlow(word, pc, r)
    }
    pc += 3
  }

  /// The entry that a global was found in: it stays in place while the version of the keys does.
  @inline(__always)
  private static func entryOfCache(_ pc: PC) -> UnsafeMutablePointer<DictEntry> {
    UnsafeMutablePointer(bitPattern: UInt(pc[1])).unsafelyUnwrapped
  }

  /// Looks a name up in globals and builtins and notes where it was.
  @inline(never)
  private static func loadGlobalSlow(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised)
    -> Value
  {
    save(pc, r)
    defer { if TinyCaches.isOn { TinyCaches.note(pc - 1) } }
    let function = Frame(r).function.p
    let name = Frame(r).body.pointee.names[word.bc]
    let globals = function.pointee.globals
    let builtins = function.pointee.builtins
    guard globals.isExactly(.dict), builtins.isExactly(.dict) else {
      return try NameLookup.global(globals, builtins, name)
    }
    let hash = StrRef(name).hash
    let number = try DictRef(globals).find(name, hash)
    if number >= 0 {
      let dict = DictRef(globals)
      pc[0] = UInt64(dict.versionOfKeys())
      pc[1] = UInt64(UInt(bitPattern: dict.entries + number))
      pc[-1] = word.with(.loadGlobalModule)
      return dict.entries[number].value
    }
    let builtinNumber = try DictRef(builtins).find(name, hash)
    if builtinNumber < 0 { throw NameErrors.undefined(name) }
    let dict = DictRef(builtins)
    pc[0] = UInt64(DictRef(globals).versionOfKeys()) | UInt64(dict.versionOfKeys()) << 32
    pc[1] = UInt64(UInt(bitPattern: dict.entries + builtinNumber))
    pc[-1] = word.with(.loadGlobalBuiltin)
    return dict.entries[builtinNumber].value
  }

  @inline(__always)
  static func storeGlobal(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.bc]
    try NameLookup.store(Frame(r).globals, name, r[word.a])
    pc += 1
  }

  @inline(__always)
  static func deleteGlobal(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try NameLookup.delete(Frame(r).globals, Frame(r).body.pointee.names[word.bc])
  }

  @inline(__always)
  static func loadName(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try NameLookup.name(Frame(r), Frame(r).body.pointee.names[word.bc])
    pc += 3
  }

  @inline(__always)
  static func storeName(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.bc]
    try NameLookup.store(try NameLookup.locals(Frame(r)), name, r[word.a])
    pc += 1
  }

  @inline(__always)
  static func deleteName(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.bc]
    try NameLookup.delete(try NameLookup.locals(Frame(r)), name)
  }

  @inline(__always)
  static func loadFromDictOrGlobals(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try NameLookup.inMappingOrGlobals(
      r[word.b], Frame(r), Frame(r).body.pointee.names[word.c])
  }

  // MARK: Cells

  @inline(__always)
  static func loadDeref(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let contents = CellRef(r[word.b]).contents
    if contents.isAbsent { throw NameErrors.unboundCell(r, word.b) }
    r[word.a] = contents
  }

  @inline(__always)
  static func storeDeref(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    CellRef(r[word.a]).contents = r[word.b]
  }

  @inline(__always)
  static func deleteDeref(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let cell = CellRef(r[word.a])
    if cell.contents.isAbsent { throw NameErrors.unboundCell(r, word.a) }
    cell.contents = .absent
  }

  @inline(__always)
  static func loadFromDictOrDeref(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try NameLookup.inMappingOrCell(r[word.b], Frame(r), cellAt: word.c)
  }

  @inline(__always)
  static func makeCell(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = CellRef.make(r[word.a]).value
  }

  @inline(__always)
  static func copyFreeVariables(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let closure = TupleRef(Frame(r).function.p.pointee.closure)
    let first = Int(Frame(r).body.pointee.localCount) - word.a
    for i in 0..<word.a { r[first + i] = closure[i] }
  }

  @inline(__always)
  static func loadLocals(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = try NameLookup.locals(Frame(r))
  }

  @inline(__always)
  static func setupAnnotations(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try NameLookup.setUpAnnotations(Frame(r))
  }

  @inline(__always)
  static func loadBuildClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try NameLookup.buildClass(Frame(r))
  }

  @inline(__always)
  static func loadAssertionError(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = BuiltinType.assertionError.value
  }
}
