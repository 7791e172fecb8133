// `str % args` and `bytes % args`: one engine, which reads the format as code points and writes text
// that is Latin-1 for bytes.

public enum PercentFormat {
  /// `format % arguments`.
  ///
  /// - Throws: TypeError, ValueError, KeyError, OverflowError; what conversions raise.
  // Inlined into a thin native function, the formatter makes Swift 6.3.1 crash (LoadableByAddress).
  @inline(never) public static func str(_ format: StrRef, _ arguments: Value) throws(Raised)
    -> Value
  {
    let source = FormatSource(owner: format.value, text: TextView(format), isBytes: false)
    var formatter = PercentFormatter(source, arguments)
    try formatter.run()
    // A format without marks is its own result, instances of subclasses included.
    if formatter.out.count == format.count, source.nextMark(0) == format.count {
      return format.value
    }
    return formatter.out.finish().value
  }

  /// `format % arguments` for bytes; the result is bytes.
  @inline(never) public static func bytes(_ format: Value, _ arguments: Value) throws(Raised)
    -> Value
  {
    // A bytearray may be changed by a conversion: its content is copied.
    let view = BytesLike.buffer(format)
    let copy = format.isExactly(.bytes) ? format : BytesRef.make(view.base, count: view.count).value
    var formatter = PercentFormatter(
      FormatSource(owner: copy, text: TextView(BytesRef(copy).buffer), isBytes: true), arguments)
    try formatter.run()
    return BytesRef.make(formatter.out.latin1Bytes).value
  }
}

/// The text of a format, and the str or bytes that holds it.
struct FormatSource {
  let owner: Value
  let text: TextView
  let isBytes: Bool

  var count: Int { text.count }

  @inline(__always) subscript(_ index: Int) -> UInt32 { text[index] }

  /// A part of it as the key of a mapping.
  func key(_ start: Int, _ end: Int) -> Value {
    if isBytes { return BytesRef.make(text.bytes + start, count: end - start).value }
    return StrRef(owner).slice(start, end).value
  }

  @inline(__always) func append(_ start: Int, _ end: Int, to out: inout FormatBuffer) {
    if text.width == 1 {
      out.append(latin1: text.bytes + start, count: end - start)
    } else {
      out.append(StrRef(owner), start, end)
    }
  }

  /// The next per cent sign from `start` on; the end if there is none.
  @inline(__always) func nextMark(_ start: Int) -> Int {
    var at = start
    if text.width == 1 {
      let bytes = text.bytes
      while at < count, bytes[at] != 0x25 { at &+= 1 }
    } else {
      while at < count, text[at] != 0x25 { at &+= 1 }
    }
    return at
  }
}

/// One conversion: what stands between `%` and its letter.
struct Conversion {
  var leftAligned = false
  var plus = false
  var blank = false
  var alternate = false
  var zero = false
  var width = 0
  /// -1 if not given.
  var precision = -1
  var letter: UInt32 = 0
}

/// Lives on the native stack only: the arguments it holds are seen by the collector there.
struct PercentFormatter: ~Copyable {
  let source: FormatSource
  var at = 0
  var out = FormatBuffer()

  /// The tuple of arguments or the single one.
  private var arguments: Value
  private var isTuple: Bool
  private var next = 0
  private let mapping: Value

  init(_ source: FormatSource, _ arguments: Value) {
    self.source = source
    self.arguments = arguments
    isTuple = arguments.isTuple
    let isText =
      arguments.isStr
      || source.isBytes
        && (arguments.isBytes || arguments.isHeap && arguments.isInstance(of: .byteArray))
    let isMapping = !isTuple && !isText && arguments.type.special(.getitem).isPresent
    mapping = isMapping ? arguments : .absent
  }

  private var remaining: Int { (isTuple ? TupleRef(arguments).count : 1) - next }

  private mutating func nextArgument() throws(Raised) -> Value {
    if remaining <= 0 { throw raise(.typeError, "not enough arguments for format string") }
    next += 1
    return isTuple ? TupleRef(arguments)[next - 1] : arguments
  }

  mutating func run() throws(Raised) {
    let count = source.count
    while at < count {
      let end = source.nextMark(at)
      if end > at { source.append(at, end, to: &out) }
      if end == count {
        at = end
        break
      }
      at = end + 1
      if at < count, source[at] == 0x25 {
        out.append(0x25)
        at += 1
      } else {
        try convertNext()
      }
    }
    if remaining > 0, mapping.isAbsent {
      throw raise(
        .typeError,
        "not all arguments converted during \(source.isBytes ? "bytes" : "string") formatting")
    }
  }

  /// `%s`, `%r` and `%d` without anything between.
  private mutating func convertPlain() throws(Raised) -> Bool {
    if at >= source.count || source.isBytes { return false }
    let letter = source[at]
    if letter != 0x73 && letter != 0x64 && letter != 0x72 { return false }
    if remaining <= 0 { return false }
    let value = isTuple ? TupleRef(arguments)[next] : arguments
    if value.isInt {
      out.append(decimal: value.asInt)
    } else if letter == 0x73 {
      out.append(value.isExactly(.str) ? StrRef(value) : try Convert.str(value))
    } else if letter == 0x72 {
      try Convert.appendRepr(value, to: &out)
    } else {
      return false
    }
    at += 1
    next += 1
    return true
  }

  private mutating func convertNext() throws(Raised) {
    if try convertPlain() { return }
    let conversion = try parse()
    let value = try nextArgument()
    switch UInt8(exactly: conversion.letter) ?? 0 {
    case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "a"), UInt8(ascii: "b"):
      if conversion.letter == 0x62, !source.isBytes { throw unsupported(conversion) }
      try appendText(value, conversion)
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "o"),
      UInt8(ascii: "x"), UInt8(ascii: "X"):
      try appendInt(value, conversion)
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "g"), UInt8(ascii: "G"):
      try appendFloat(value, conversion)
    case UInt8(ascii: "c"): try appendCharacter(value, conversion)
    default: throw unsupported(conversion)
    }
  }

  private func unsupported(_ conversion: Conversion) -> Raised {
    let letter = conversion.letter
    if source.isBytes, letter >= 0x80 {
      return raise(.overflowError, "character argument not in range(0x110000)")
    }
    let shown = letter >= 31 && letter <= 126 ? String(Unicode.Scalar(UInt8(letter))) : "?"
    return raise(
      .valueError,
      "unsupported format character '\(shown)' (0x\(String(letter, radix: 16))) at index \(at - 1)")
  }

  // MARK: Parsing

  private mutating func parse() throws(Raised) -> Conversion {
    var conversion = Conversion()
    if at < source.count, source[at] == 0x28 { try takeKey() }
    parseFlags(&conversion)
    if at < source.count, source[at] == 0x2A {
      at += 1
      let width = try starArgument()
      conversion.leftAligned = conversion.leftAligned || width < 0
      conversion.width = abs(width)
    } else {
      conversion.width = try digits(limit: Int.max, "width too big")
    }
    if at < source.count, source[at] == 0x2E {
      at += 1
      if at < source.count, source[at] == 0x2A {
        at += 1
        let precision = try starArgument()
        if Int32(exactly: precision) == nil { throw tooLarge("int") }
        conversion.precision = max(0, precision)
      } else {
        conversion.precision = try digits(limit: Int(Int32.max), "precision too big")
      }
    }
    if at < source.count, source[at] == 0x68 || source[at] == 0x6C || source[at] == 0x4C {
      at += 1
    }
    if at >= source.count { throw raise(.valueError, "incomplete format") }
    conversion.letter = source[at]
    at += 1
    return conversion
  }

  /// `(key)`: the argument is what the mapping holds for it.
  private mutating func takeKey() throws(Raised) {
    if mapping.isAbsent { throw raise(.typeError, "format requires a mapping") }
    let start = at + 1
    var depth = 1
    at = start
    while at < source.count {
      if source[at] == 0x28 { depth += 1 }
      if source[at] == 0x29 {
        depth -= 1
        if depth == 0 { break }
      }
      at += 1
    }
    if depth > 0 { throw raise(.valueError, "incomplete format key") }
    let key = source.key(start, at)
    at += 1
    arguments = try Subscript.get(mapping, key)
    isTuple = false
    next = 0
  }

  private mutating func parseFlags(_ conversion: inout Conversion) {
    while at < source.count {
      switch source[at] {
      case 0x2D: conversion.leftAligned = true
      case 0x2B: conversion.plus = true
      case 0x20: conversion.blank = true
      case 0x23: conversion.alternate = true
      case 0x30: conversion.zero = true
      default: return
      }
      at += 1
    }
  }

  private mutating func starArgument() throws(Raised) -> Int {
    let value = try nextArgument()
    if !value.isAnyInt { throw raise(.typeError, "* wants int") }
    guard let n = value.asMachineInt else {
      throw tooLarge(at > 1 && source[at - 2] == 0x2E ? "int" : "ssize_t")
    }
    return n
  }

  private func tooLarge(_ type: String) -> Raised {
    raise(.overflowError, "Python int too large to convert to C \(type)")
  }

  private mutating func digits(limit: Int, _ message: String) throws(Raised) -> Int {
    var n = 0
    while at < source.count, source[at] &- 0x30 < 10 {
      let digit = Int(source[at]) - 0x30
      if n > (limit - digit) / 10 { throw raise(.valueError, message) }
      n = n * 10 + digit
      at += 1
    }
    return n
  }
}
