// Marshal, version 4: the serial form of code objects in `.pyc` files.

/// Type bytes of marshal; bit 7 means that the object joins the list that `reference` indexes.
enum MarshalType {
  static let null = UInt8(ascii: "0")
  static let none = UInt8(ascii: "N")
  static let `false` = UInt8(ascii: "F")
  static let `true` = UInt8(ascii: "T")
  static let stopIteration = UInt8(ascii: "S")
  static let ellipsis = UInt8(ascii: ".")
  static let int = UInt8(ascii: "i")
  static let int64 = UInt8(ascii: "I")
  static let floatText = UInt8(ascii: "f")
  static let binaryFloat = UInt8(ascii: "g")
  static let complexText = UInt8(ascii: "x")
  static let binaryComplex = UInt8(ascii: "y")
  static let long = UInt8(ascii: "l")
  static let string = UInt8(ascii: "s")
  static let interned = UInt8(ascii: "t")
  static let reference = UInt8(ascii: "r")
  static let tuple = UInt8(ascii: "(")
  static let list = UInt8(ascii: "[")
  static let code = UInt8(ascii: "c")
  static let unicode = UInt8(ascii: "u")
  static let frozenSet = UInt8(ascii: ">")
  static let ascii = UInt8(ascii: "a")
  static let asciiInterned = UInt8(ascii: "A")
  static let smallTuple = UInt8(ascii: ")")
  static let shortASCII = UInt8(ascii: "z")
  static let shortASCIIInterned = UInt8(ascii: "Z")
  static let referenceFlag: UInt8 = 0x80
}

/// Writes constants and code units. Equal strings are written once and referred to after that.
public struct MarshalWriter {
  public private(set) var bytes: [UInt8] = []
  private var strings: [[UInt8]: Int] = [:]

  public init() {}

  public static func bytes(of unit: CodeUnit) -> [UInt8] {
    var writer = MarshalWriter()
    writer.write(.code(unit))
    return writer.bytes
  }

  public mutating func write(_ constant: Constant) {
    switch constant {
    case .none: bytes.append(MarshalType.none)
    case .true: bytes.append(MarshalType.true)
    case .false: bytes.append(MarshalType.false)
    case .ellipsis: bytes.append(MarshalType.ellipsis)
    case .int(let value): write(value)
    case .bigInt(let isNegative, let magnitude): writeLong(magnitude, isNegative)
    case .float(let value):
      bytes.append(MarshalType.binaryFloat)
      write(value)
    case .complex(let real, let imaginary):
      bytes.append(MarshalType.binaryComplex)
      write(real)
      write(imaginary)
    case .string(let text): writeString(text)
    case .bytes(let content): writeBytes(content)
    case .tuple(let items): writeTuple(items)
    case .frozenSet(let items):
      bytes.append(MarshalType.frozenSet)
      writeWord(items.count)
      for item in items { write(item) }
    case .code(let unit): write(unit)
    }
  }

  private mutating func writeWord(_ value: Int) {
    let word = UInt32(truncatingIfNeeded: value)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  private mutating func write(_ value: Double) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  private mutating func write(_ value: Int) {
    guard Int32(exactly: value) == nil else {
      bytes.append(MarshalType.int)
      return writeWord(value)
    }
    writeLong([UInt64(value.magnitude)], value < 0)
  }

  /// Digits of 15 bits, least significant first; their number carries the sign.
  private mutating func writeLong(_ magnitude: [UInt64], _ isNegative: Bool) {
    var digits: [UInt16] = []
    var pending: UInt64 = 0
    var pendingBits = 0
    for limb in magnitude {
      for half in [limb & 0xFFFF_FFFF, limb >> 32] {
        pending |= half << UInt64(pendingBits)
        pendingBits += 32
        while pendingBits >= 15 {
          digits.append(UInt16(pending & 0x7FFF))
          pending >>= 15
          pendingBits -= 15
        }
      }
    }
    digits.append(UInt16(pending))
    while digits.last == 0 { digits.removeLast() }
    bytes.append(MarshalType.long)
    writeWord(isNegative ? -digits.count : digits.count)
    for digit in digits {
      bytes.append(UInt8(truncatingIfNeeded: digit))
      bytes.append(UInt8(digit >> 8))
    }
  }

  private mutating func writeBytes(_ content: [UInt8]) {
    bytes.append(MarshalType.string)
    writeWord(content.count)
    bytes.append(contentsOf: content)
  }

  private mutating func writeTuple(_ items: [Constant]) {
    writeTupleHeader(items.count)
    for item in items { write(item) }
  }

  private mutating func writeTupleHeader(_ count: Int) {
    if count < 256 {
      bytes.append(MarshalType.smallTuple)
      bytes.append(UInt8(count))
    } else {
      bytes.append(MarshalType.tuple)
      writeWord(count)
    }
  }

  private mutating func writeString(_ text: [UInt8]) {
    if let index = strings[text] {
      bytes.append(MarshalType.reference)
      return writeWord(index)
    }
    strings[text] = strings.count
    let isInterned = text.allSatisfy(MarshalWriter.isNameCharacter)
    if text.allSatisfy({ $0 < 0x80 }) {
      let isShort = text.count < 256
      let type =
        isShort
        ? (isInterned ? MarshalType.shortASCIIInterned : MarshalType.shortASCII)
        : (isInterned ? MarshalType.asciiInterned : MarshalType.ascii)
      bytes.append(type | MarshalType.referenceFlag)
      if isShort { bytes.append(UInt8(text.count)) } else { writeWord(text.count) }
    } else {
      bytes.append(MarshalType.unicode | MarshalType.referenceFlag)
      writeWord(text.count)
    }
    bytes.append(contentsOf: text)
  }

  /// Strings that look like names are interned when a code object is made.
  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func writeNames(_ names: [String]) {
    writeTupleHeader(names.count)
    for name in names { writeString(Array(name.utf8)) }
  }

  private mutating func write(_ unit: CodeUnit) {
    bytes.append(MarshalType.code)
    writeWord(unit.argumentCount)
    writeWord(unit.positionalOnlyCount)
    writeWord(unit.keywordOnlyCount)
    writeWord(unit.stackSize)
    writeWord(Int(unit.flags))
    writeBytes(unit.code)
    writeTuple(unit.constants)
    writeNames(unit.names)
    writeNames(unit.localsPlusNames)
    writeBytes(unit.localsPlusKinds)
    writeString(Array(unit.fileName.utf8))
    writeString(Array(unit.name.utf8))
    writeString(Array(unit.qualifiedName.utf8))
    writeWord(unit.firstLine)
    writeBytes(unit.lineTable)
    writeBytes(unit.exceptionTable)
  }
}
