// Reads the pieces of one line of a graph's text.

/// What is wrong with the text of a graph, and where.
struct GraphSyntaxError: Error, CustomStringConvertible {
  let line: Int
  let message: String
  var description: String { "line \(line): \(message)" }
}

struct LineScanner {
  private let bytes: [UInt8]
  private var place = 0
  private let line: Int

  init(_ text: Substring, line: Int) {
    bytes = Array(text.utf8)
    self.line = line
  }

  func error(_ message: String) -> GraphSyntaxError {
    GraphSyntaxError(line: line, message: message)
  }

  private mutating func skipSpaces() {
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
  }

  var isAtEnd: Bool {
    mutating get {
      skipSpaces()
      return place == bytes.count
    }
  }

  var rest: String {
    mutating get {
      skipSpaces()
      return String(decoding: bytes[place...], as: UTF8.self)
    }
  }

  /// Whether `text` comes next; it is read then.
  mutating func take(_ text: StaticString) -> Bool {
    skipSpaces()
    let wanted = text.withUTF8Buffer { Array($0) }
    guard place + wanted.count <= bytes.count,
      Array(bytes[place..<place + wanted.count]) == wanted
    else { return false }
    place += wanted.count
    return true
  }

  mutating func expect(_ text: StaticString) throws(GraphSyntaxError) {
    if !take(text) { throw error("expected '\(text)' before '\(rest)'") }
  }

  private mutating func run(while belongs: (UInt8) -> Bool) -> String {
    let start = place
    while place < bytes.count, belongs(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// Letters; empty where there are none.
  mutating func word() -> String {
    skipSpaces()
    return run { $0 | 32 >= UInt8(ascii: "a") && $0 | 32 <= UInt8(ascii: "z") }
  }

  /// Everything up to a space or a bracket.
  mutating func literal() -> String {
    skipSpaces()
    return run { !" ,(){}[]".utf8.contains($0) }
  }

  mutating func integer() throws(GraphSyntaxError) -> Int {
    skipSpaces()
    let start = place
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    _ = run { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let n = Int(text) else { throw error("expected a number before '\(rest)'") }
    return n
  }

  /// The index behind a letter: `v12`, `b3`.
  mutating func index(_ letter: StaticString) throws(GraphSyntaxError) -> Int {
    try expect(letter)
    let n = try integer()
    if n < 0 || n > 1 << 24 { throw error("\(letter)\(n) is out of range") }
    return n
  }

  /// The same where the next piece is one.
  mutating func indexIfAny(_ letter: StaticString) throws(GraphSyntaxError) -> Int? {
    skipSpaces()
    let start = place
    guard take(letter), place < bytes.count, bytes[place] >= UInt8(ascii: "0"),
      bytes[place] <= UInt8(ascii: "9")
    else {
      place = start
      return nil
    }
    place = start
    return try index(letter)
  }

  /// A hexadecimal number behind `#`, or what a name behind `@` stands for; nil where neither comes.
  mutating func numberIfAny(_ kind: NameTable.Kind, _ names: NameTable)
    throws(GraphSyntaxError) -> Int?
  {
    if take("#") {
      let text = literal()
      guard let n = UInt(text, radix: 16) else { throw error("'\(text)' is not hexadecimal") }
      return Int(bitPattern: n)
    }
    return take("@") ? names.number(kind, try name()) : nil
  }

  mutating func number(_ kind: NameTable.Kind, _ names: NameTable) throws(GraphSyntaxError) -> Int {
    guard let n = try numberIfAny(kind, names) else {
      throw error("expected # or @ before '\(rest)'")
    }
    return n
  }

  private mutating func name() throws(GraphSyntaxError) -> String {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
      let name = run(while: NameTable.isPlain)
      if name.isEmpty { throw error("expected a name before '\(rest)'") }
      return name
    }
    place += 1
    var name: [UInt8] = []
    while place < bytes.count {
      let c = bytes[place]
      place += 1
      if c == UInt8(ascii: "\"") { return String(decoding: name, as: UTF8.self) }
      if c == UInt8(ascii: "\\"), place < bytes.count {
        name.append(bytes[place] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : bytes[place])
        place += 1
      } else {
        name.append(c)
      }
    }
    throw error("a name without its end")
  }
}
