/// Why bytes are not the marshal form of a constant.
public struct MarshalFailure: Error {
  public enum Kind {
    /// `EOFError`
    case truncated
    /// `ValueError`
    case malformed
  }

  public var kind: Kind
  public var message: String
}

/// Reads what `.pyc` files hold: constants and code units, of marshal versions 0 to 4.
public struct MarshalReader {
  private let bytes: [UInt8]
  private var position: Int
  /// What `reference` entries index, in the order in which objects begin.
  private var references: [Constant] = []

  public init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  public static func codeUnit(
    from bytes: [UInt8], at position: Int = 0
  ) throws(MarshalFailure) -> CodeUnit {
    var reader = MarshalReader(bytes, from: position)
    guard case .code(let unit) = try reader.read() else {
      throw MarshalFailure(kind: .malformed, message: "not a code object")
    }
    return unit
  }

  private func malformed(_ what: String) -> MarshalFailure {
    MarshalFailure(kind: .malformed, message: "bad marshal data (\(what))")
  }

  // MARK: Primitives

  private mutating func byte() throws(MarshalFailure) -> UInt8 {
    guard position < bytes.count else {
      throw MarshalFailure(kind: .truncated, message: "EOF read where object expected")
    }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ count: Int) throws(MarshalFailure) -> [UInt8] {
    guard count >= 0, count <= bytes.count - position else {
      throw MarshalFailure(kind: .truncated, message: "marshal data too short")
    }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  private mutating func word() throws(MarshalFailure) -> Int {
    let raw = try take(4)
    let value = raw.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Int(Int32(bitPattern: value))
  }

  private mutating func count() throws(MarshalFailure) -> Int {
    let value = try word()
    if value < 0 { throw malformed("size out of range") }
    return value
  }

  private mutating func double() throws(MarshalFailure) -> Double {
    let raw = try take(8)
    return Double(bitPattern: raw.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private mutating func textDouble() throws(MarshalFailure) -> Double {
    let raw = try take(Int(byte()))
    guard let value = Double(String(decoding: raw, as: UTF8.self)) else {
      throw malformed("float")
    }
    return value
  }

  // MARK: Objects

  public mutating func read() throws(MarshalFailure) -> Constant {
    let first = try byte()
    let type = first & ~MarshalType.referenceFlag
    if type == MarshalType.reference {
      let index = try word()
      guard index >= 0, index < references.count else { throw malformed("invalid reference") }
      return references[index]
    }
    // The place in the list is taken before the parts of the object are read.
    let slot = first & MarshalType.referenceFlag != 0 ? references.count : nil
    if slot != nil { references.append(.none) }
    let value = try read(type)
    if let slot { references[slot] = value }
    return value
  }

  private mutating func read(_ type: UInt8) throws(MarshalFailure) -> Constant {
    switch type {
    case MarshalType.none: return .none
    case MarshalType.true: return .true
    case MarshalType.false: return .false
    case MarshalType.ellipsis: return .ellipsis
    case MarshalType.int: return .int(try word())
    case MarshalType.int64:
      let low = UInt64(UInt32(truncatingIfNeeded: try word()))
      let high = UInt64(UInt32(truncatingIfNeeded: try word()))
      return .int(Int(bitPattern: UInt(high << 32 | low)))
    case MarshalType.long: return try readLong()
    case MarshalType.binaryFloat: return .float(try double())
    case MarshalType.floatText: return .float(try textDouble())
    case MarshalType.binaryComplex: return .complex(try double(), try double())
    case MarshalType.complexText: return .complex(try textDouble(), try textDouble())
    case MarshalType.string: return .bytes(try take(count()))
    case MarshalType.unicode, MarshalType.interned, MarshalType.ascii,
      MarshalType.asciiInterned:
      return .string(try take(count()))
    case MarshalType.shortASCII, MarshalType.shortASCIIInterned:
      return .string(try take(Int(byte())))
    case MarshalType.smallTuple: return .tuple(try readItems(Int(byte())))
    case MarshalType.tuple: return .tuple(try readItems(count()))
    case MarshalType.frozenSet: return .frozenSet(try readItems(count()))
    case MarshalType.code: return .code(try readCode())
    default: throw malformed("unknown type code")
    }
  }

  private mutating func readItems(_ count: Int) throws(MarshalFailure) -> [Constant] {
    var items: [Constant] = []
    for _ in 0..<count { items.append(try read()) }
    return items
  }

  private mutating func readLong() throws(MarshalFailure) -> Constant {
    let signedCount = try word()
    let raw = try take(signedCount.magnitude > UInt(bytes.count) ? -1 : abs(signedCount) * 2)
    var limbs: [UInt64] = []
    var pending: UInt64 = 0
    var bits = 0
    for index in stride(from: 0, to: raw.count, by: 2) {
      let digit = UInt64(raw[index]) | UInt64(raw[index + 1]) << 8
      if digit > 0x7FFF { throw malformed("digit out of range in long") }
      pending |= digit << UInt64(bits)
      bits += 15
      if bits >= 64 {
        limbs.append(pending)
        bits -= 64
        pending = digit >> UInt64(15 - bits)
      }
    }
    limbs.append(pending)
    while limbs.last == 0 { limbs.removeLast() }
    return MarshalReader.integer(limbs, isNegative: signedCount < 0)
  }

  private static func integer(_ limbs: [UInt64], isNegative: Bool) -> Constant {
    guard let limb = limbs.first else { return .int(0) }
    if limbs.count == 1, limb <= UInt64(Int.max) {
      return .int(isNegative ? -Int(limb) : Int(limb))
    }
    if limbs.count == 1, isNegative, limb == 1 << 63 { return .int(Int.min) }
    return .bigInt(isNegative: isNegative, magnitude: limbs)
  }

  // MARK: Code

  private mutating func readBytes() throws(MarshalFailure) -> [UInt8] {
    guard case .bytes(let value) = try read() else { throw malformed("bytes expected") }
    return value
  }

  private mutating func readText() throws(MarshalFailure) -> String {
    guard case .string(let value) = try read() else { throw malformed("str expected") }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func readTuple() throws(MarshalFailure) -> [Constant] {
    guard case .tuple(let items) = try read() else { throw malformed("tuple expected") }
    return items
  }

  private mutating func readNames() throws(MarshalFailure) -> [String] {
    var names: [String] = []
    for item in try readTuple() {
      guard case .string(let name) = item else { throw malformed("str expected") }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  private mutating func readCode() throws(MarshalFailure) -> CodeUnit {
    let unit = CodeUnit()
    unit.argumentCount = try word()
    unit.positionalOnlyCount = try word()
    unit.keywordOnlyCount = try word()
    unit.stackSize = try word()
    unit.flags = UInt32(truncatingIfNeeded: try word())
    unit.code = try readBytes()
    unit.constants = try readTuple()
    unit.names = try readNames()
    unit.localsPlusNames = try readNames()
    unit.localsPlusKinds = try readBytes()
    unit.fileName = try readText()
    unit.name = try readText()
    unit.qualifiedName = try readText()
    unit.firstLine = try word()
    unit.lineTable = try readBytes()
    unit.exceptionTable = try readBytes()
    return unit
  }
}
