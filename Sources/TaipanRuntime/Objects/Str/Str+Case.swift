// Case mapping, predicates and translation of str.

import Glibc

extension StrType {
  static let caseMethods: [NativeMethod] = [
    NativeMethod("upper", "($self, /)", upper),
    NativeMethod("lower", "($self, /)", lower),
    NativeMethod("casefold", "($self, /)", casefold),
    NativeMethod("title", "($self, /)", title),
    NativeMethod("capitalize", "($self, /)", capitalize),
    NativeMethod("swapcase", "($self, /)", swapCase),
    NativeMethod("isalpha", "($self, /)", isAlpha),
    NativeMethod("isalnum", "($self, /)", isAlphanumeric),
    NativeMethod("isdigit", "($self, /)", isDigit),
    NativeMethod("isdecimal", "($self, /)", isDecimal),
    NativeMethod("isnumeric", "($self, /)", isNumeric),
    NativeMethod("isspace", "($self, /)", isSpace),
    NativeMethod("isupper", "($self, /)", isUpper),
    NativeMethod("islower", "($self, /)", isLower),
    NativeMethod("istitle", "($self, /)", isTitle),
    NativeMethod("isidentifier", "($self, /)", isIdentifier),
    NativeMethod("isprintable", "($self, /)", isPrintable),
    NativeMethod("isascii", "($self, /)", isASCII),
  ]

  // MARK: Mapping

  @inline(__always)
  private static func mapASCII(_ str: StrRef, _ map: (UInt8) -> UInt8) -> Value {
    if str.count == 0 { return StrRef.empty.value }
    if str.count == 1 { return StrRef.character(UInt32(map(str.bytes[0]))) }
    let result = StrRef.make(count: str.count, maximum: 0x7F)
    let (from, to) = (str.bytes, result.bytes)
    for i in 0..<str.count { to[i] = map(from[i]) }
    return result.value
  }

  @inline(__always) static func asciiUpper(_ c: UInt8) -> UInt8 {
    c &- 0x61 < 26 ? c &- 0x20 : c
  }
  @inline(__always) static func asciiLower(_ c: UInt8) -> UInt8 {
    c &- 0x41 < 26 ? c &+ 0x20 : c
  }

  private static func finish(_ out: [UInt32]) -> Value {
    out.withUnsafeBufferPointer {
      $0.count == 0 ? StrRef.empty : StrRef.codePoints($0.baseAddress!, count: $0.count)
    }.value
  }

  static func upper(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII { return mapASCII(str, asciiUpper) }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    for i in 0..<str.count { UnicodeData.append(str[i], .upper, to: &out) }
    return finish(out)
  }

  static func lower(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII { return mapASCII(str, asciiLower) }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    for i in 0..<str.count { appendLower(str, i, to: &out) }
    return finish(out)
  }

  /// Sigma has a form of its own at the end of a word.
  private static func appendLower(_ str: StrRef, _ i: Int, to out: inout [UInt32]) {
    if str[i] != 0x3A3 {
      UnicodeData.append(str[i], .lower, to: &out)
      return
    }
    var before = i - 1
    while before >= 0, UnicodeData.has(str[before], UnicodeTable.caseIgnorable) { before -= 1 }
    var isFinal = before >= 0 && UnicodeData.isCased(str[before])
    if isFinal {
      var after = i + 1
      while after < str.count, UnicodeData.has(str[after], UnicodeTable.caseIgnorable) {
        after += 1
      }
      isFinal = after == str.count || !UnicodeData.isCased(str[after])
    }
    out.append(isFinal ? 0x3C2 : 0x3C3)
  }

  static func casefold(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII { return mapASCII(str, asciiLower) }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    for i in 0..<str.count { UnicodeData.append(str[i], .folded, to: &out) }
    return finish(out)
  }

  static func title(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII {
      var inWord = false
      return mapASCII(str) { c in
        defer { inWord = (c | 0x20) &- 0x61 < 26 }
        return inWord ? asciiLower(c) : asciiUpper(c)
      }
    }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    var previousIsCased = false
    for i in 0..<str.count {
      if previousIsCased {
        appendLower(str, i, to: &out)
      } else {
        UnicodeData.append(str[i], .title, to: &out)
      }
      previousIsCased = UnicodeData.isCased(str[i])
    }
    return finish(out)
  }

  static func capitalize(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII {
      var first = true
      return mapASCII(str) { c in
        defer { first = false }
        return first ? asciiUpper(c) : asciiLower(c)
      }
    }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    for i in 0..<str.count {
      if i == 0 {
        UnicodeData.append(str[0], .title, to: &out)
      } else {
        appendLower(str, i, to: &out)
      }
    }
    return finish(out)
  }

  static func swapCase(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII {
      return mapASCII(str) { (($0 | 0x20) &- 0x61) < 26 ? $0 ^ 0x20 : $0 }
    }
    var out: [UInt32] = []
    out.reserveCapacity(str.count)
    for i in 0..<str.count {
      let c = str[i]
      if UnicodeData.isUpper(c) {
        appendLower(str, i, to: &out)
      } else if UnicodeData.isLower(c) {
        UnicodeData.append(c, .upper, to: &out)
      } else {
        out.append(c)
      }
    }
    return finish(out)
  }

  // MARK: Predicates

  @inline(__always) private static func all(_ a: Args, _ test: (UInt32) -> Bool) -> Value {
    let str = StrRef(a[0])
    for i in 0..<str.count where !test(str[i]) { return .false }
    return Value(str.count > 0)
  }
  static func isAlpha(_ a: Args) throws(Raised) -> Value { all(a, UnicodeData.isAlpha) }
  static func isAlphanumeric(_ a: Args) throws(Raised) -> Value {
    all(a, UnicodeData.isAlphanumeric)
  }
  static func isDecimal(_ a: Args) throws(Raised) -> Value { all(a, UnicodeData.isDecimal) }
  static func isDigit(_ a: Args) throws(Raised) -> Value {
    all(a) { $0 < 0x80 ? $0 &- 0x30 < 10 : UnicodeData.has($0, UnicodeTable.digit) }
  }
  static func isNumeric(_ a: Args) throws(Raised) -> Value {
    all(a) { $0 < 0x80 ? $0 &- 0x30 < 10 : UnicodeData.has($0, UnicodeTable.numeric) }
  }
  static func isSpace(_ a: Args) throws(Raised) -> Value { all(a, UnicodeData.isSpace) }
  static func isASCII(_ a: Args) throws(Raised) -> Value { Value(StrRef(a[0]).isASCII) }
  static func isPrintable(_ a: Args) throws(Raised) -> Value {
    StrRef(a[0]).count == 0 ? .true : all(a, UnicodeData.isPrintable)
  }

  static func isUpper(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    var found = false
    for i in 0..<str.count {
      if UnicodeData.isLower(str[i]) || UnicodeData.isTitle(str[i]) { return .false }
      if !found { found = UnicodeData.isUpper(str[i]) }
    }
    return Value(found)
  }
  static func isLower(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    var found = false
    for i in 0..<str.count {
      if UnicodeData.isUpper(str[i]) || UnicodeData.isTitle(str[i]) { return .false }
      if !found { found = UnicodeData.isLower(str[i]) }
    }
    return Value(found)
  }
  static func isTitle(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    var found = false
    var previousIsCased = false
    for i in 0..<str.count {
      let c = str[i]
      if UnicodeData.isUpper(c) || UnicodeData.isTitle(c) {
        if previousIsCased { return .false }
        (previousIsCased, found) = (true, true)
      } else if UnicodeData.isLower(c) {
        if !previousIsCased { return .false }
        found = true
      } else {
        previousIsCased = false
      }
    }
    return Value(found)
  }

  static func isIdentifier(_ a: Args) throws(Raised) -> Value {
    Value(StrRef(a[0]).isIdentifier)
  }

  // MARK: Translation

  static func translate(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if str.isASCII, str.count > 16, a[1].isExactly(.dict),
      let result = try translatedASCII(str, DictRef(a[1]))
    {
      return result
    }
    var out = FormatBuffer()
    out.reserve(str.count)
    // Whatever an ASCII character became once is not looked up again: -1 unknown, -2 gone, -3 text.
    var seen = [Int32](repeating: -1, count: str.count > 16 ? 128 : 0)
    for i in 0..<str.count {
      let c = str[i]
      if Int(c) < seen.count, seen[Int(c)] != -1, seen[Int(c)] != -3 {
        if seen[Int(c)] >= 0 { out.append(UInt32(seen[Int(c)])) }
        continue
      }
      let result = try translation(a[1], c)
      var known: Int32 = -3
      if result.isAbsent {
        out.append(c)
        known = Int32(c)
      } else if result.isNone {
        known = -2
      } else if result.isStr {
        out.append(StrRef(result))
      } else if result.isAnyInt {
        guard let n = result.asMachineInt, n >= 0, n < 0x110000 else {
          throw raise(.valueError, "character mapping must be in range(0x110000)")
        }
        out.append(UInt32(n))
        known = Int32(n)
      } else {
        throw raise(.typeError, "character mapping must return integer, None or str")
      }
      if Int(c) < seen.count { seen[Int(c)] = known }
    }
    return out.finish().value
  }

  /// ASCII text whose characters all become ASCII characters or nothing: each is looked up once. Nil
  /// where one becomes something else.
  private static func translatedASCII(_ str: StrRef, _ table: DictRef) throws(Raised) -> Value? {
    let (unknown, gone) = (UInt8(0xFF), UInt8(0xFE))
    var known = InlineArray<128, UInt8>(repeating: unknown)
    let result = StrRef.makeASCII(count: str.count)
    let (source, target) = (str.bytes, result.bytes)
    var length = 0
    for i in 0..<str.count {
      let c = Int(source[i] & 0x7F)
      if known[c] == unknown {
        let value = try table.get(Value(smallInt: c))
        if value.isAbsent {
          known[c] = UInt8(c)
        } else if value.isNone {
          known[c] = gone
        } else if value.isInt, value.asInt >= 0, value.asInt < 0x80 {
          known[c] = UInt8(value.asInt)
        } else if value.isExactly(.str), StrRef(value).isASCII, StrRef(value).count == 1 {
          known[c] = StrRef(value).bytes[0]
        } else {
          return nil
        }
      }
      target[length] = known[c]
      length &+= known[c] == gone ? 0 : 1
    }
    return (length == str.count ? result : result.slice(0, length)).value
  }

  /// What the table has for a code point; absent if nothing.
  private static func translation(_ table: Value, _ c: UInt32) throws(Raised) -> Value {
    if table.isExactly(.dict) { return try DictRef(table).get(Value(smallInt: Int(c))) }
    do throws(Raised) {
      return try Subscript.get(table, Value(smallInt: Int(c)))
    } catch {
      if catching(.lookupError) { return .absent }
      throw error
    }
  }

  static func makeTranslation(_ a: Args) throws(Raised) -> Value {
    let table = DictRef.make()
    if a.count == 1 {
      try fillFromDict(table, a[0])
      return table.value
    }
    if !a[0].isStr {
      throw raise(
        .typeError, "first maketrans argument must be a string if there is a second argument")
    }
    let from = StrRef(a[0])
    let to = try text(a[1], "maketrans", " 2")
    if from.count != to.count {
      throw raise(.valueError, "the first two maketrans arguments must have equal length")
    }
    for i in 0..<from.count {
      try table.set(Value(smallInt: Int(from[i])), Value(smallInt: Int(to[i])))
    }
    if a.count > 2 {
      let gone = try text(a[2], "maketrans", " 3")
      for i in 0..<gone.count { try table.set(Value(smallInt: Int(gone[i])), .none) }
    }
    return table.value
  }

  private static func fillFromDict(_ table: DictRef, _ source: Value) throws(Raised) {
    guard source.isExactly(.dict) else {
      throw raise(
        .typeError, "if you give only one argument to maketrans it must be a dict")
    }
    let dict = DictRef(source)
    var number = 0
    while let entry = dict.nextEntry(number) {
      number = entry + 1
      let key = dict.entries[entry].key
      let value = dict.entries[entry].value
      if key.isStr {
        if StrRef(key).count != 1 {
          throw raise(.valueError, "string keys in translate table must be of length 1")
        }
        try table.set(Value(smallInt: Int(StrRef(key)[0])), value)
      } else if key.isAnyInt {
        try table.set(key, value)
      } else {
        throw raise(
          .typeError, "keys in translate table must be strings or integers")
      }
    }
  }
}
