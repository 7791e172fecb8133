// Writing of marshalled objects from the heap, CPython 3.13's format, versions 0 to 4.

public struct MarshalWriter {
  public private(set) var bytes: [UInt8] = []
  private let version: Int
  private let allowsCode: Bool
  /// Reference numbers of the objects written already.
  private var written = IdentityTable()
  /// The same objects, so that they live: some are made for the writer only.
  private let kept = ListRef.make()
  private var depth = 0

  public init(version: Int = 4, allowsCode: Bool = true) {
    self.version = version
    self.allowsCode = allowsCode
  }

  /// To be called when nothing more will be written.
  public func free() { written.free() }

  /// - Throws: ValueError for an object that cannot be marshalled.
  public mutating func write(_ value: Value) throws(Raised) {
    depth += 1
    defer { depth -= 1 }
    if depth > 2000 { throw raise(.valueError, "object too deeply nested to marshal") }
    if value.isNone { return bytes.append(0x4E) }
    if value.isTrue { return bytes.append(0x54) }
    if value.isFalse { return bytes.append(0x46) }
    if value === .ellipsis { return bytes.append(0x2E) }
    if value === BuiltinType.stopIteration.value { return bytes.append(0x53) }
    var flag: UInt8 = 0
    if version >= 3, value.isHeap {
      if let number = written.number(value) {
        bytes.append(0x72)
        int32(number)
        return
      }
      written.add(value, kept.count)
      kept.append(value)
      flag = 0x80
    }
    try writeContent(value, flag)
  }

  private mutating func int32(_ n: Int) {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: n).littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func double(_ d: Double) {
    withUnsafeBytes(of: d.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func writeContent(_ value: Value, _ flag: UInt8) throws(Raised) {
    if value.isInt || value.isExactly(.int) {
      try int(value, flag)
    } else if value.isFloat {
      bytes.append((version > 1 ? 0x67 : 0x66) | flag)
      try float(value.asFloat)
    } else if value.isExactly(.complex) {
      bytes.append((version > 1 ? 0x79 : 0x78) | flag)
      try float(ComplexRef(value).p.pointee.real)
      try float(ComplexRef(value).p.pointee.imaginary)
    } else if value.isExactly(.str) {
      str(StrRef(value), flag)
    } else if value.isExactly(.bytes) {
      bytes.append(0x73 | flag)
      int32(BytesRef(value).count)
      bytes.append(contentsOf: BytesRef(value).buffer)
    } else {
      try container(value, flag)
    }
  }

  /// The old versions have text.
  private mutating func float(_ value: Double) throws(Raised) {
    if version > 1 { return double(value) }
    let text = StrRef(try Call.method(Value(value), "__format__", Value(".17g")))
    bytes.append(UInt8(text.count))
    bytes.append(contentsOf: text.utf8Bytes())
  }

  private mutating func int(_ value: Value, _ flag: UInt8) throws(Raised) {
    if let n = value.asMachineInt, n >= -1 << 31, n < 1 << 31 {
      bytes.append(0x69 | flag)
      return int32(n)
    }
    bytes.append(0x6C | flag)
    var rest = value.intSign < 0 ? IntMath.negate(value) : value
    var digits: [UInt16] = []
    while rest.intSign > 0 {
      digits.append(UInt16(IntMath.bitwise(rest, Value(smallInt: 0x7FFF), .and).asInt))
      rest = try IntMath.rightShift(rest, Value(smallInt: 15))
    }
    int32(value.intSign < 0 ? -digits.count : digits.count)
    for digit in digits {
      bytes.append(UInt8(truncatingIfNeeded: digit))
      bytes.append(UInt8(truncatingIfNeeded: digit >> 8))
    }
  }

  private mutating func str(_ str: StrRef, _ flag: UInt8) {
    if version >= 4, str.isASCII {
      let isShort = str.count < 256
      let code: UInt8 = isShort ? (str.isInterned ? 0x5A : 0x7A) : (str.isInterned ? 0x41 : 0x61)
      bytes.append(code | flag)
      if isShort { bytes.append(UInt8(str.count)) } else { int32(str.count) }
      bytes.append(contentsOf: UnsafeBufferPointer(start: str.bytes, count: str.count))
      return
    }
    bytes.append((version >= 3 && str.isInterned ? 0x74 : 0x75) | flag)
    let utf8 = str.utf8Bytes()
    int32(utf8.count)
    bytes.append(contentsOf: utf8)
  }

  private mutating func container(_ value: Value, _ flag: UInt8) throws(Raised) {
    if value.isExactly(.tuple) {
      let tuple = TupleRef(value)
      if version >= 4, tuple.count < 256 {
        bytes.append(0x29 | flag)
        bytes.append(UInt8(tuple.count))
      } else {
        bytes.append(0x28 | flag)
        int32(tuple.count)
      }
      for i in 0..<tuple.count { try write(tuple[i]) }
    } else if value.isExactly(.list) {
      let list = ListRef(value)
      bytes.append(0x5B | flag)
      int32(list.count)
      for i in 0..<list.count { try write(list[i]) }
    } else if value.isExactly(.dict) {
      try dict(DictRef(value), flag)
    } else if value.isExactly(.set) || value.isExactly(.frozenSet) {
      try set(value, flag)
    } else if value.isExactly(.code) {
      if !allowsCode { throw raise(.valueError, "marshalling code objects is disallowed") }
      try code(CodeRef(value).p.pointee, flag)
    } else if BytesLike.isBytesLike(value) {
      let content = try BytesLike.copy(value)
      bytes.append(0x73 | flag)
      int32(content.count)
      bytes.append(contentsOf: content)
    } else {
      throw raise(.valueError, "unmarshallable object")
    }
  }

  /// The elements in the order of what each is written as, so that equal sets are written alike.
  private mutating func set(_ value: Value, _ flag: UInt8) throws(Raised) {
    bytes.append((value.isExactly(.set) ? 0x3C : 0x3E) | flag)
    int32(SetRef(value).count)
    let items = try Iterate.list(value)
    let pairs = ListRef.make()
    for i in 0..<items.count {
      var writer = MarshalWriter(version: version, allowsCode: allowsCode)
      defer { writer.free() }
      try writer.write(items[i])
      pairs.append(TupleRef.of(BytesRef.make(writer.bytes).value, items[i]).value)
    }
    try Sorting.sort(pairs, key: .none, reverse: false)
    for i in 0..<pairs.count { try write(TupleRef(pairs[i])[1]) }
  }

  private mutating func dict(_ dict: DictRef, _ flag: UInt8) throws(Raised) {
    bytes.append(0x7B | flag)
    var number = 0
    while let next = dict.nextEntry(number) {
      try write(dict.entries[next].key)
      try write(dict.entries[next].value)
      number = next + 1
    }
    bytes.append(0x30)
  }

  private mutating func code(_ c: CodeLayout, _ flag: UInt8) throws(Raised) {
    bytes.append(0x63 | flag)
    int32(Int(c.argumentCount))
    int32(Int(c.positionalOnlyCount))
    int32(Int(c.keywordOnlyCount))
    int32(Int(c.stackSize))
    int32(Int(c.flags))
    try write(c.code)
    try write(c.constants)
    try write(c.names)
    try write(c.localsPlusNames)
    try write(c.localsPlusKinds)
    try write(c.fileName)
    try write(c.name)
    try write(c.qualifiedName)
    int32(Int(c.firstLine))
    try write(c.lineTable)
    try write(c.exceptionTable)
  }
}
