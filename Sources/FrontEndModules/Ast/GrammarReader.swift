// Reads `NodeClasses.grammar`: which classes there are, with which fields.

/// A class of the grammar: a sum (`expr`), one of its constructors (`BinOp`) or a product (`arg`).
struct GrammarClass {
  var name: Range<Int>
  /// The text of its definition, attributes excluded: `__doc__`.
  var definition: Range<Int>
  var fields: [GrammarField] = []
  /// The place of its sum among the classes; nil for sums and products.
  var sum: Int?
  /// Whether instances are what a tree is made of: constructors and products.
  var isNode: Bool
  /// `lineno` and its like: nil where the class has no attributes.
  var attributes: [GrammarField]?
}

/// A field: the name of its type, `*` for a list, `?` for an optional one, its name.
struct GrammarField {
  var type: Range<Int>
  var quantifier: UInt8
  var name: Range<Int>

  static let list = UInt8(ascii: "*")
  static let optional = UInt8(ascii: "?")
}

/// A scanner over the text of the grammar, which is known to be well formed.
struct GrammarReader {
  private let text: UnsafePointer<UInt8>
  private let end: Int
  private var position = 0

  init(_ grammar: StaticString) {
    text = grammar.utf8Start
    end = grammar.utf8CodeUnitCount
  }

  /// All classes, each sum in front of its constructors.
  mutating func classes() -> [GrammarClass] {
    var result: [GrammarClass] = []
    while position < end { definition(&result) }
    return result
  }

  private mutating func definition(_ result: inout [GrammarClass]) {
    let first = result.count
    let name = word()
    if take("=") {
      result.append(GrammarClass(name: name, definition: name, isNode: false))
      repeat { result.append(constructor(word(), sum: first)) } while take("|")
    } else {
      result.append(constructor(name, sum: nil))
    }
    result[first].definition = name.lowerBound..<result[result.count - 1].definition.upperBound
    let afterDefinition = position
    let next = word()
    if text[next.lowerBound] == UInt8(ascii: "a"), next.count == 10 {
      result[first].attributes = fields()
    } else {
      position = afterDefinition
    }
  }

  private mutating func constructor(_ name: Range<Int>, sum: Int?) -> GrammarClass {
    let fields = self.fields()
    return GrammarClass(
      name: name, definition: name.lowerBound..<lastEnd, fields: fields, sum: sum, isNode: true)
  }

  /// Where the last token ended.
  private var lastEnd = 0

  private mutating func fields() -> [GrammarField] {
    var result: [GrammarField] = []
    if !take("(") { return result }
    repeat {
      let type = word()
      let quantifier = text[position]
      if quantifier == GrammarField.list || quantifier == GrammarField.optional { position += 1 }
      result.append(GrammarField(type: type, quantifier: quantifier, name: word()))
    } while take(",")
    _ = take(")")
    return result
  }

  private mutating func skipBlanks() {
    while position < end, text[position] <= 32 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < end, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    lastEnd = position
    return true
  }

  private mutating func word() -> Range<Int> {
    skipBlanks()
    let start = position
    while position < end, isWordByte(text[position]) { position += 1 }
    lastEnd = position
    return start..<position
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
  }
}
