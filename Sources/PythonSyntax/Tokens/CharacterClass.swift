/// What the first byte of a token, or a byte inside one, may be.
struct CharacterClass: OptionSet {
  let rawValue: UInt8

  static let nameStart = CharacterClass(rawValue: 1)
  static let namePart = CharacterClass(rawValue: 2)
  static let digit = CharacterClass(rawValue: 4)
  static let hexDigit = CharacterClass(rawValue: 8)
  static let blank = CharacterClass(rawValue: 16)

  /// A table for all bytes. Bytes from 128 on are parts of names until the name is checked as a whole.
  static func makeTable() -> UnsafeMutablePointer<CharacterClass> {
    let table = UnsafeMutablePointer<CharacterClass>.allocate(capacity: 256)
    table.initialize(repeating: [], count: 256)
    func add(_ range: ClosedRange<UInt8>, _ classes: CharacterClass) {
      for byte in range { table[Int(byte)].formUnion(classes) }
    }
    add(.lowerA ... .lowerZ, [.nameStart, .namePart])
    add(.upperA ... .upperZ, [.nameStart, .namePart])
    add(.underscore ... .underscore, [.nameStart, .namePart])
    add(128...255, [.nameStart, .namePart])
    add(.zero ... .nine, [.namePart, .digit, .hexDigit])
    add(.lowerA ... .lowerF, .hexDigit)
    add(.upperA ... .upperF, .hexDigit)
    for byte in [UInt8.space, .tab, .formFeed] { add(byte...byte, .blank) }
    return table
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let tab = UInt8(ascii: "\t")
  static let formFeed: UInt8 = 12
  static let space = UInt8(ascii: " ")
  static let hash = UInt8(ascii: "#")
  static let backslash = UInt8(ascii: "\\")
  static let singleQuote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let underscore = UInt8(ascii: "_")
  static let leftBrace = UInt8(ascii: "{")
  static let rightBrace = UInt8(ascii: "}")
  static let zero = UInt8(ascii: "0")
  static let nine = UInt8(ascii: "9")
  static let lowerA = UInt8(ascii: "a")
  static let lowerF = UInt8(ascii: "f")
  static let lowerZ = UInt8(ascii: "z")
  static let upperA = UInt8(ascii: "A")
  static let upperF = UInt8(ascii: "F")
  static let upperZ = UInt8(ascii: "Z")

  /// The letter in lower case; other bytes become something that is no letter.
  @inline(__always) var lowercasedLetter: UInt8 { self | 0x20 }
  @inline(__always) var isDigit: Bool { self &- .zero < 10 }
  @inline(__always) var isOctalDigit: Bool { self &- .zero < 8 }

  /// The value of a hexadecimal digit, or nil.
  @inline(__always) var hexValue: UInt8? {
    if isDigit { return self - .zero }
    let letter = lowercasedLetter
    return letter >= .lowerA && letter <= .lowerF ? letter - .lowerA + 10 : nil
  }

  @inline(__always) var isHexDigit: Bool { hexValue != nil }
}
