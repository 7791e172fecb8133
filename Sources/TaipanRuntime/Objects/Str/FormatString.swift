// `str.format` and `str.format_map`.

public enum FormatString {
  /// `text.format(*args)`; `args` are the arguments without the str itself.
  ///
  /// - Throws: ValueError, IndexError, KeyError; what conversions raise.
  // Inlined into a thin native function, the engine makes Swift 6.3.1 crash (LoadableByAddress).
  @inline(never) public static func format(_ text: StrRef, _ args: Args) throws(Raised) -> Value {
    var engine = FormatEngine(text: text, arguments: args, mapping: .absent)
    return try engine.build(0..<text.count, depth: 2).value
  }

  /// `text.format_map(mapping)`.
  @inline(never) public static func formatMap(_ text: StrRef, _ mapping: Value) throws(Raised)
    -> Value
  {
    let none = Args(base: thread.pointee.scratchTop, count: 0)
    var engine = FormatEngine(text: text, arguments: none, mapping: mapping)
    return try engine.build(0..<text.count, depth: 2).value
  }
}

/// Lives on the native stack only.
struct FormatEngine {
  private enum Numbering { case undecided, automatic, manual }

  let text: StrRef
  let arguments: Args
  /// Names come from here instead of keyword arguments, if present.
  let mapping: Value
  private var numbering = Numbering.undecided
  private var nextNumber = 0

  init(text: StrRef, arguments: Args, mapping: Value) {
    self.text = text
    self.arguments = arguments
    self.mapping = mapping
  }

  /// The text of `range` with its fields replaced.
  mutating func build(_ range: Range<Int>, depth: Int) throws(Raised) -> StrRef {
    if depth <= 0 { throw raise(.valueError, "Max string recursion exceeded") }
    var parser = FormatFieldParser(text, range)
    var out = FormatBuffer()
    out.reserve(range.count + 16)
    while let item = try parser.next() {
      out.append(text, item.literal.lowerBound, item.literal.upperBound)
      if item.hasField { out.append(try field(item, depth)) }
    }
    return out.finish()
  }

  private mutating func field(_ item: FormatFieldParser.Item, _ depth: Int) throws(Raised) -> StrRef
  {
    let object = try convert(try lookUp(item.name), item.conversion)
    let spec: StrRef
    if item.specIsNested {
      spec = try build(item.spec, depth: depth - 1)
    } else {
      spec = text.slice(item.spec.lowerBound, item.spec.upperBound)
    }
    return StrRef(try Convert.format(object, spec.value))
  }

  private func convert(_ object: Value, _ conversion: UInt32) throws(Raised) -> Value {
    switch conversion {
    case 0: return object
    case 0x72: return try Convert.repr(object).value
    case 0x73: return try Convert.str(object).value
    case 0x61: return try Convert.ascii(object).value
    default:
      let shown =
        conversion > 32 && conversion < 127
        ? String(Unicode.Scalar(UInt8(conversion))) : "\\x" + String(conversion, radix: 16)
      throw raise(.valueError, "Unknown conversion specifier \(shown)")
    }
  }

  private mutating func lookUp(_ name: Range<Int>) throws(Raised) -> Value {
    var parser = FieldNameParser(text, name)
    var object = try argument(parser.first)
    while let (isAttribute, part) = try parser.next() {
      let key = text.slice(part.lowerBound, part.upperBound)
      if isAttribute {
        object = try Attributes.get(object, Interning.intern(key))
      } else if let number = try FieldNameParser.number(text, part) {
        object = try Subscript.get(object, Value(number))
      } else {
        object = try Subscript.get(object, key.value)
      }
    }
    return object
  }

  private mutating func argument(_ first: Range<Int>) throws(Raised) -> Value {
    var number = try FieldNameParser.number(text, first)
    if first.isEmpty || number != nil { try number = checkNumbering(number) }
    guard let number else { return try named(first) }
    if mapping.isPresent { throw raise(.valueError, "Format string contains positional fields") }
    if number >= arguments.positionalCount {
      throw raise(
        .indexError, "Replacement index \(number) out of range for positional args tuple")
    }
    return arguments[number]
  }

  /// The number of a field that has one, or the next one.
  private mutating func checkNumbering(_ number: Int?) throws(Raised) -> Int {
    if numbering == .undecided { numbering = number == nil ? .automatic : .manual }
    guard let number else {
      if numbering == .manual {
        throw raise(
          .valueError,
          "cannot switch from manual field specification to automatic field numbering")
      }
      nextNumber += 1
      return nextNumber - 1
    }
    if numbering == .automatic {
      throw raise(
        .valueError, "cannot switch from automatic field numbering to manual field specification")
    }
    return number
  }

  private func named(_ range: Range<Int>) throws(Raised) -> Value {
    let key = text.slice(range.lowerBound, range.upperBound)
    if mapping.isPresent { return try Subscript.get(mapping, key.value) }
    if arguments.keywordNames.isPresent {
      let names = TupleRef(arguments.keywordNames)
      for i in 0..<names.count where StrRef(names[i]).isEqual(key) {
        return arguments[arguments.positionalCount + i]
      }
    }
    throw raise(.keyError, key.value)
  }
}
