// Reading of marshalled objects straight into the heap: what a `.pyc` holds. Format: CPython 3.13's
// Python/marshal.c, versions 0 to 4.

public struct MarshalReader {
  private let data: UnsafePointer<UInt8>
  private let count: Int
  public private(set) var position = 0
  /// Objects that later ones may refer to.
  private let references = ListRef.make()
  private var depth = 0

  /// Reads from memory that stays valid; values are kept alive by the reader's own list.
  public init(_ data: UnsafePointer<UInt8>, count: Int) {
    self.data = data
    self.count = count
  }

  /// The next object.
  ///
  /// - Throws: EOFError, ValueError or TypeError for bad data.
  public mutating func read() throws(Raised) -> Value {
    let value = try readObject()
    if value.isAbsent { throw raise(.typeError, "NULL object in marshal data for object") }
    return value
  }

  private mutating func byte() throws(Raised) -> UInt8 {
    if position >= count { throw raise(.eofError, "marshal data too short") }
    position += 1
    return data[position - 1]
  }

  private mutating func take(_ n: Int) throws(Raised) -> UnsafePointer<UInt8> {
    if n < 0 || count - position < n { throw raise(.eofError, "marshal data too short") }
    position += n
    return data + (position - n)
  }

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

  private mutating func size() throws(Raised) -> Int {
    let n = try int32()
    if n < 0 { throw raise(.valueError, "bad marshal data (size out of range)") }
    return n
  }

  /// Absent for the end marker of a dict.
  private mutating func readObject() throws(Raised) -> Value {
    let code = try byte()
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
      let n = try size()
      return remember(BytesRef.make(try take(n), count: n).value, isReferenced)
    case 0x61: return try ascii(try size(), interned: false, isReferenced)  // 'a'
    case 0x41: return try ascii(try size(), interned: true, isReferenced)  // 'A'
    case 0x7A: return try ascii(Int(try byte()), interned: false, isReferenced)  // 'z'
    case 0x5A: return try ascii(Int(try byte()), interned: true, isReferenced)  // 'Z'
    case 0x75, 0x74: return try unicode(code & 0x7F == 0x74, isReferenced)  // 'u', 't'
    case 0x29: return try tuple(Int(try byte()), isReferenced)  // ')'
    case 0x28: return try tuple(try size(), isReferenced)  // '('
    case 0x5B: return try list(isReferenced)  // '['
    case 0x7B: return try dict(isReferenced)  // '{'
    case 0x3C: return try set(frozen: false, isReferenced)  // '<'
    case 0x3E: return try set(frozen: true, isReferenced)  // '>'
    case 0x63: return try codeObject(isReferenced)  // 'c'
    case 0x72:  // 'r'
      let n = try int32()
      if n < 0 || n >= references.count || references[n].isNone && false {
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
    var result = Value(smallInt: 0)
    var digits = UnsafeRawPointer(try take(abs(n) * 2))
    for i in 0..<abs(n) {
      let digit = Int(digits.loadUnaligned(as: UInt16.self))
      if digit > 0x7FFF {
        throw raise(.valueError, "bad marshal data (digit out of range in long)")
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
    return Value(Double(text.text) ?? 0)
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
    let n = try size()
    let str = StrRef.utf8(try take(n), count: n)
    return remember(interned ? Interning.intern(str) : str.value, isReferenced)
  }

  private mutating func tuple(_ n: Int, _ isReferenced: Bool) throws(Raised) -> Value {
    if n > count - position { throw raise(.eofError, "marshal data too short") }
    let place = reserve(isReferenced)
    let tuple = n == 0 ? TupleRef.empty : TupleRef.make(count: n)
    for i in 0..<n { tuple.set(i, try read()) }
    return fill(place, tuple.value)
  }

  private mutating func list(_ isReferenced: Bool) throws(Raised) -> Value {
    let n = try size()
    let list = ListRef.make()
    _ = remember(list.value, isReferenced)
    for _ in 0..<n { list.append(try read()) }
    return list.value
  }

  private mutating func dict(_ isReferenced: Bool) throws(Raised) -> Value {
    let dict = DictRef.make()
    _ = remember(dict.value, isReferenced)
    while true {
      let key = try readObject()
      if key.isAbsent { return dict.value }
      try dict.set(key, try read())
    }
  }

  private mutating func set(frozen: Bool, _ isReferenced: Bool) throws(Raised) -> Value {
    let n = try size()
    let place = reserve(isReferenced)
    let set = SetRef.make(shape: .of(frozen ? .frozenSet : .set))
    for _ in 0..<n { try set.add(try read()) }
    return fill(place, set.value)
  }

  private mutating func codeObject(_ isReferenced: Bool) throws(Raised) -> Value {
    let place = reserve(isReferenced)
    var fields = CodeFields()
    fields.argumentCount = try int32()
    fields.positionalOnlyCount = try int32()
    fields.keywordOnlyCount = try int32()
    fields.stackSize = try int32()
    fields.flags = UInt32(truncatingIfNeeded: try int32())
    let code = try read()
    let constants = try read()
    let names = try read()
    let localNames = try read()
    let kinds = try read()
    let file = try read()
    let name = try read()
    let qualifiedName = try read()
    fields.firstLine = try int32()
    let lines = try read()
    let exceptions = try read()
    internAll(TupleRef(names))
    internAll(TupleRef(localNames))
    internConstants(TupleRef(constants))
    return fill(
      place,
      CodeRef.make(
        fields, code: code, constants: constants, names: names, localsPlusNames: localNames,
        localsPlusKinds: kinds, fileName: file, name: Interning.intern(name),
        qualifiedName: Interning.intern(qualifiedName), lineTable: lines,
        exceptionTable: exceptions
      ).value)
  }

  private func internAll(_ names: TupleRef) {
    for i in 0..<names.count { names.set(i, Interning.intern(names[i])) }
  }

  /// Strings that look like names are interned, as the compiler does.
  private func internConstants(_ constants: TupleRef) {
    for i in 0..<constants.count where constants[i].isExactly(.str) {
      let str = StrRef(constants[i])
      if str.isASCII, str.count < 64, !str.isInterned, looksLikeName(str) {
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
