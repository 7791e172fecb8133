// Reading of marshalled objects straight into the heap: what a `.pyc` holds. Format: CPython 3.13's
// Python/marshal.c, versions 0 to 4.

public struct MarshalReader {
  private let data: UnsafePointer<UInt8>
  private let count: Int
  public private(set) var position = 0
  /// What is read from instead of memory, absent for memory; and the piece of it that was read last.
  private let file: Value
  private var piece = Value.absent
  private let allowsCode: Bool
  /// Objects that later ones may refer to; None is the place of one that is not complete.
  private let references: ListRef
  private var depth = 0
  /// Register code for the code objects that are read, in the order in which they are complete.
  private var stored: StoredRegisters?
  private var codeCount = 0
  /// Receives the code objects in that order.
  private var codes: ListRef?
  /// What is read lives on: it is made old as soon as it is complete, and no collection reads it for that. All
  /// but the parts of modules' and classes' own code, which runs once.
  private var makesOld = false
  private var readsCachedFile = false

  /// Reads from memory that stays valid; values are kept alive by the reader's own list.
  public init(_ data: UnsafePointer<UInt8>, count: Int, allowsCode: Bool = true) {
    self.data = data
    self.count = count
    self.allowsCode = allowsCode
    file = .absent
    // Of the objects in code one in thirty bytes begins one that may be referred to.
    references = ListRef.make(capacity: count / 32 + 8)
  }

  /// Reads the content of a cached file, with an empty list to keep values in: its code objects receive their
  /// register code, or are noted in `codes`.
  init(
    _ content: UnsafeBufferPointer<UInt8>, references: ListRef, stored: StoredRegisters?,
    codes: ListRef?
  ) {
    data = content.baseAddress ?? UnsafePointer(BytesRef.empty.data)
    count = content.count
    allowsCode = true
    file = .absent
    self.references = references
    self.stored = stored
    self.codes = codes
    readsCachedFile = true
  }

  /// Reads from a file object with `readinto`, no more than the object takes.
  public init(file: Value, allowsCode: Bool) {
    data = UnsafePointer(BytesRef.empty.data)
    count = 0
    self.allowsCode = allowsCode
    self.file = file
    references = ListRef.make()
  }

  /// The next object.
  ///
  /// - Throws: EOFError, ValueError or TypeError for bad data.
  public mutating func read() throws(Raised) -> Value { try read(of: "object") }

  private mutating func read(of whole: StaticString) throws(Raised) -> Value {
    // Half of what code consists of was read before.
    if position &+ 5 <= count, data[position] == 0x72 {
      let index = Int(UnsafeRawPointer(data + position + 1).loadUnaligned(as: UInt32.self))
      if index < references.count, !references[index].isNone {
        position &+= 5
        if makesOld { makeOld(references[index], isReference: true) }
        return references[index]
      }
    }
    let value = try readObject()
    if value.isAbsent { throw raise(.typeError, "NULL object in marshal data for \(whole)") }
    if makesOld { makeOld(value, isReference: false) }
    return value
  }

  /// What is referred to may have been read where its parts were not made old.
  private func makeOld(_ value: Value, isReference: Bool) {
    guard value.isHeap, Heap.makeOld(value.asObject) else { return }
    let object = value.asObject
    switch object.shape.p.pointee.traceKind {
    case .none: return
    case .tuple: if !isReference { return }
    default: if !isReference, object.type == .code, CodeRef.keepsColumns { return }
    }
    Heap.remember(object)
  }

  @inline(__always)
  private mutating func byte() throws(Raised) -> UInt8 {
    if file.isPresent { return try takeFromFile(1).pointee }
    if position >= count { throw raise(.eofError, "EOF read where not expected") }
    position += 1
    return data[position - 1]
  }

  @inline(__always)
  private mutating func take(_ n: Int) throws(Raised) -> UnsafePointer<UInt8> {
    if file.isPresent { return try takeFromFile(n) }
    if n < 0 || count - position < n { throw raise(.eofError, "marshal data too short") }
    position += n
    return data + (position - n)
  }

  /// Valid until the next piece is taken.
  @inline(never)
  private mutating func takeFromFile(_ n: Int) throws(Raised) -> UnsafePointer<UInt8> {
    let array = ByteArrayRef.make(count: n)
    piece = array.value
    let read = try Convert.machineInt(try Call.method(file, "readinto", piece))
    if read > n {
      throw raise(
        .valueError, "read() returned too much data: \(n) bytes requested, \(read) returned")
    }
    if read < n { throw raise(.eofError, "EOF read where not expected") }
    return UnsafePointer(array.data)
  }

  @inline(__always)
  private mutating func int32() throws(Raised) -> Int {
    let p = UnsafeRawPointer(try take(4))
    return Int(p.loadUnaligned(as: Int32.self))
  }

  private mutating func int16() throws(Raised) -> Int {
    let p = UnsafeRawPointer(try take(2))
    return Int(p.loadUnaligned(as: Int16.self))
  }

  private mutating func double() throws(Raised) -> Double {
    let p = UnsafeRawPointer(try take(8))
    return Double(bitPattern: p.loadUnaligned(as: UInt64.self))
  }

  @inline(__always)
  private mutating func size(of what: StaticString) throws(Raised) -> Int {
    let n = try int32()
    if n < 0 { throw raise(.valueError, "bad marshal data (\(what) size out of range)") }
    return n
  }

  /// The code of the next object.
  @inline(__always)
  private mutating func typeCode() throws(Raised) -> UInt8 {
    if file.isAbsent, position < count {
      position += 1
      return data[position - 1]
    }
    return try typeCodeOfFile()
  }

  @inline(never)
  private mutating func typeCodeOfFile() throws(Raised) -> UInt8 {
    do throws(Raised) { return try byte() } catch {
      guard catching(.eofError) else { throw error }
      throw raise(.eofError, "EOF read where object expected")
    }
  }

  /// Absent for the end marker of a dict.
  private mutating func readObject() throws(Raised) -> Value {
    let code = try typeCode()
    let isReferenced = code & 0x80 != 0
    depth += 1
    defer { depth -= 1 }
    if depth > 2000 { throw raise(.valueError, "recursion limit exceeded") }
    switch code & 0x7F {
    case 0x30: return .absent  // '0'
    case 0x4E: return .none  // 'N'
    case 0x46: return .false  // 'F'
    case 0x54: return .true  // 'T'
    case 0x2E: return .ellipsis  // '.'
    case 0x53: return BuiltinType.stopIteration.value  // 'S'
    case 0x69: return remember(Value(try int32()), isReferenced)  // 'i'
    case 0x49:  // 'I'
      let p = UnsafeRawPointer(try take(8))
      return remember(Value(Int(p.loadUnaligned(as: Int64.self))), isReferenced)
    case 0x6C: return remember(try long(), isReferenced)  // 'l'
    case 0x67: return remember(Value(try double()), isReferenced)  // 'g'
    case 0x66: return remember(try textFloat(), isReferenced)  // 'f'
    case 0x79:  // 'y'
      let real = try double()
      return remember(ComplexRef.make(real, try double()), isReferenced)
    case 0x78:  // 'x'
      let real = try textFloat().asFloat
      return remember(ComplexRef.make(real, try textFloat().asFloat), isReferenced)
    case 0x73:  // 's'
      let n = try size(of: "bytes object")
      return remember(BytesRef.make(try take(n), count: n).value, isReferenced)
    case 0x61: return try ascii(try size(of: "string"), interned: false, isReferenced)  // 'a'
    case 0x41: return try ascii(try size(of: "string"), interned: true, isReferenced)  // 'A'
    case 0x7A: return try ascii(Int(try byte()), interned: false, isReferenced)  // 'z'
    case 0x5A: return try ascii(Int(try byte()), interned: true, isReferenced)  // 'Z'
    case 0x75, 0x74: return try unicode(code & 0x7F == 0x74, isReferenced)  // 'u', 't'
    case 0x29: return try tuple(Int(try byte()), isReferenced)  // ')'
    case 0x28: return try tuple(try size(of: "tuple"), isReferenced)  // '('
    case 0x5B: return try list(isReferenced)  // '['
    case 0x7B: return try dict(isReferenced)  // '{'
    case 0x3C: return try set(frozen: false, isReferenced)  // '<'
    case 0x3E: return try set(frozen: true, isReferenced)  // '>'
    case 0x63: return try codeObject(isReferenced)  // 'c'
    case 0x72:  // 'r'
      let n = try int32()
      if n < 0 || n >= references.count || references[n].isNone {
        throw raise(.valueError, "bad marshal data (invalid reference)")
      }
      return references[n]
    default: throw raise(.valueError, "bad marshal data (unknown type code)")
    }
  }

  private func remember(_ value: Value, _ isReferenced: Bool) -> Value {
    if isReferenced { references.append(value) }
    return value
  }

  /// Keeps the place of an object that is complete only after its parts.
  private func reserve(_ isReferenced: Bool) -> Int {
    if !isReferenced { return -1 }
    references.append(.none)
    return references.count - 1
  }

  private func fill(_ place: Int, _ value: Value) -> Value {
    if place >= 0 { references[place] = value }
    return value
  }

  /// Digits of 15 bits, least significant first.
  private mutating func long() throws(Raised) -> Value {
    let n = try int32()
    if n == Int(Int32.min) { throw raise(.valueError, "bad marshal data (long size out of range)") }
    var result = Value(smallInt: 0)
    var digits = UnsafeRawPointer(try take(abs(n) * 2))
    for i in 0..<abs(n) {
      let digit = Int(digits.loadUnaligned(as: UInt16.self))
      if digit > 0x7FFF {
        throw raise(.valueError, "bad marshal data (digit out of range in long)")
      }
      if digit == 0, i == abs(n) - 1 {
        throw raise(.valueError, "bad marshal data (unnormalized long data)")
      }
      let shifted = try IntMath.leftShift(Value(smallInt: digit), Value(smallInt: 15 * i))
      result = IntMath.bitwise(result, shifted, .or)
      digits += 2
    }
    return n < 0 ? IntMath.negate(result) : result
  }

  private mutating func textFloat() throws(Raised) -> Value {
    let n = Int(try byte())
    let text = StrRef.latin1(try take(n), count: n)
    return try Call.function(BuiltinType.float.value, text.value)
  }

  private mutating func ascii(_ n: Int, interned: Bool, _ isReferenced: Bool) throws(Raised)
    -> Value
  {
    let bytes = try take(n)
    let str =
      interned
      ? Interning.intern(UnsafeBufferPointer(start: bytes, count: n))
      : StrRef.latin1(bytes, count: n).value
    return remember(str, isReferenced)
  }

  private mutating func unicode(_ interned: Bool, _ isReferenced: Bool) throws(Raised) -> Value {
    let n = try size(of: "string")
    var consumed = 0
    let str = try UTF8Codec.decode(try take(n), n, "surrogatepass", final: true, &consumed)
    return remember(interned ? Interning.intern(str) : str.value, isReferenced)
  }

  private mutating func tuple(_ n: Int, _ isReferenced: Bool) throws(Raised) -> Value {
    // Every item takes at least one byte.
    if file.isAbsent, n > count - position {
      throw raise(.eofError, "EOF read where object expected")
    }
    let tuple = n == 0 ? TupleRef.empty : TupleRef.make(count: n)
    // A tuple that is made old must not refer to one that is not: none is there for its own items.
    let place = readsCachedFile ? reserve(isReferenced) : -1
    if !readsCachedFile { _ = remember(tuple.value, isReferenced) }
    for i in 0..<n { tuple.set(i, try read(of: "tuple")) }
    return fill(place, tuple.value)
  }

  private mutating func list(_ isReferenced: Bool) throws(Raised) -> Value {
    let n = try size(of: "list")
    let list = ListRef.make()
    _ = remember(list.value, isReferenced)
    for _ in 0..<n { list.append(try read(of: "list")) }
    return list.value
  }

  private mutating func dict(_ isReferenced: Bool) throws(Raised) -> Value {
    let dict = DictRef.make()
    _ = remember(dict.value, isReferenced)
    while true {
      let key = try readObject()
      if key.isAbsent { return dict.value }
      let value = try readObject()
      if value.isAbsent { return dict.value }
      try dict.set(key, value)
    }
  }

  private mutating func set(frozen: Bool, _ isReferenced: Bool) throws(Raised) -> Value {
    let n = try size(of: "set")
    let set = SetRef.make(shape: .of(frozen ? .frozenSet : .set))
    // A frozen set is there for others only when it is complete.
    let place = frozen ? reserve(isReferenced) : -1
    if !frozen { _ = remember(set.value, isReferenced) }
    for _ in 0..<n { try set.add(try read(of: "set")) }
    return fill(place, set.value)
  }

  private mutating func codeObject(_ isReferenced: Bool) throws(Raised) -> Value {
    if !allowsCode { throw raise(.valueError, "unmarshalling code objects is disallowed") }
    let place = reserve(isReferenced)
    var fields = CodeFields()
    fields.argumentCount = try int32()
    fields.positionalOnlyCount = try int32()
    fields.keywordOnlyCount = try int32()
    fields.stackSize = try int32()
    fields.flags = UInt32(truncatingIfNeeded: try int32())
    let partsAreOld = makesOld
    defer { makesOld = partsAreOld }
    if readsCachedFile, fields.flags & CodeFlag.optimized != 0 { makesOld = true }
    let code = try read(of: "code")
    let constants = try read(of: "code")
    let names = try read(of: "code")
    let localNames = try read(of: "code")
    let kinds = try read(of: "code")
    let file = try read(of: "code")
    let name = try read(of: "code")
    let qualifiedName = try read(of: "code")
    fields.firstLine = try int32()
    let lines = try read(of: "code")
    let exceptions = try read(of: "code")
    internAll(TupleRef(names))
    internAll(TupleRef(localNames))
    // The compiler interned those of a cached file.
    if !readsCachedFile { internConstants(TupleRef(constants)) }
    let made = CodeRef.make(
      fields, code: code, constants: constants, names: names, localsPlusNames: localNames,
      localsPlusKinds: kinds, fileName: file, name: Interning.intern(name),
      qualifiedName: Interning.intern(qualifiedName), lineTable: lines,
      exceptionTable: exceptions)
    stored?.attach(codeCount, to: made.p.pointee.body)
    codeCount += 1
    codes?.append(made.value)
    return fill(place, made.value)
  }

  private func internAll(_ names: TupleRef) {
    for i in 0..<names.count where !StrRef(names[i]).isInterned {
      names.set(i, Interning.intern(names[i]))
    }
  }

  /// Strings that look like names are interned, as the compiler does.
  private func internConstants(_ constants: TupleRef) {
    for i in 0..<constants.count where constants[i].isExactly(.str) {
      let str = StrRef(constants[i])
      if !str.isInterned, str.isASCII, str.count < 64, looksLikeName(str) {
        constants.set(i, Interning.intern(str))
      }
    }
  }

  private func looksLikeName(_ str: StrRef) -> Bool {
    for i in 0..<str.count {
      let c = str.bytes[i]
      let isLetter = (c | 0x20) >= 97 && (c | 0x20) <= 122 || c == 95
      if !isLetter && !(c >= 48 && c <= 57) { return false }
    }
    return true
  }
}
