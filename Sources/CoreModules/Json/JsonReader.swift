// One run of the scanner, one specialisation for each width of text.

import Glibc
import TaipanRuntime

struct JsonReader<Unit: FixedWidthInteger & UnsignedInteger> {
  private let text: JsonText<Unit>
  private let scanner: ObjectRef
  private let strict: Bool
  private let hasPairsHook: Bool
  private let hasObjectHook: Bool
  private let parsesFloats: Bool
  private let parsesInts: Bool
  private var keys = JsonKeys()

  init(text: StrRef, scanner: ObjectRef) {
    self.text = JsonText<Unit>(text)
    self.scanner = scanner
    strict = scanner.word(1).pointee.isTrue
    hasObjectHook = !scanner.word(2).pointee.isNone
    hasPairsHook = !scanner.word(3).pointee.isNone
    parsesFloats = scanner.word(4).pointee === BuiltinType.float.value
    parsesInts = scanner.word(5).pointee === BuiltinType.int.value
  }

  /// The decoder turns it into "Expecting value".
  private func stop(_ index: Int) -> Raised {
    setRaised(Exceptions.stopIteration(Value(index)))
  }

  private func error(_ message: String, _ index: Int) -> Raised {
    JsonModule.decodeError(message, text.str, index)
  }

  /// The value at `index`, which moves behind it.
  ///
  /// - Throws: StopIteration where no value begins, JSONDecodeError, what hooks raise.
  mutating func value(_ index: inout Int) throws(Raised) -> Value {
    switch text.at(index) {
    case 0x22:
      index += 1
      return try string(&index)
    case 0x7B:
      try ThreadState.checkNativeStack(" while decoding a JSON object from a unicode string")
      return try object(&index)
    case 0x5B:
      try ThreadState.checkNativeStack(" while decoding a JSON array from a unicode string")
      return try array(&index)
    case 0x6E where text.matches("null", index):
      index += 4
      return .none
    case 0x74 where text.matches("true", index):
      index += 4
      return .true
    case 0x66 where text.matches("false", index):
      index += 5
      return .false
    case 0x4E where text.matches("NaN", index): return try constant("NaN", &index)
    case 0x49 where text.matches("Infinity", index): return try constant("Infinity", &index)
    case 0x2D where text.matches("-Infinity", index): return try constant("-Infinity", &index)
    default: return try number(&index)
    }
  }

  @inline(never)
  private func constant(_ word: StaticString, _ index: inout Int) throws(Raised) -> Value {
    index += word.utf8CodeUnitCount
    return try Call.function(scanner.word(6).pointee, word.interned)
  }

  /// The string whose first character is at `index`.
  @inline(__always) private func string(_ index: inout Int) throws(Raised) -> Value {
    let end = text.plainEnd(index, strict)
    if text.at(end) == 0x22 {
      let start = index
      index = end + 1
      return text.str.slice(start, end).value
    }
    return try JsonStrings.scanEscaped(text.str, &index, end, strict: strict)
  }

  // MARK: Numbers

  private func number(_ index: inout Int) throws(Raised) -> Value {
    let start = index
    var i = index
    if text.at(i) == 0x2D { i += 1 }
    if text.at(i) == 0x30 {
      i += 1
    } else if text.isDigit(i) {
      while text.isDigit(i) { i += 1 }
    } else {
      throw stop(start)
    }
    var isFloat = false
    if text.at(i) == 0x2E, text.isDigit(i + 1) {
      isFloat = true
      i += 2
      while text.isDigit(i) { i += 1 }
    }
    if text.at(i) | 0x20 == 0x65 {
      let exponent = i
      i += 1
      if text.at(i) == 0x2B || text.at(i) == 0x2D { i += 1 }
      let hasDigits = text.isDigit(i)
      while text.isDigit(i) { i += 1 }
      if hasDigits { isFloat = true } else { i = exponent }
    }
    index = i
    return try isFloat ? float(start, i) : integer(start, i)
  }

  private func float(_ start: Int, _ end: Int) throws(Raised) -> Value {
    if !parsesFloats {
      return try Call.function(scanner.word(4).pointee, text.str.slice(start, end).value)
    }
    if let short = shortFloat(start, end) { return Value(short) }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: end - start + 1) { buffer in
      for i in start..<end { buffer[i - start] = CChar(truncatingIfNeeded: text.units[i]) }
      buffer[end - start] = 0
      return Value(strtod(buffer.baseAddress.unsafelyUnwrapped, nil))
    }
  }

  /// A number of at most 15 digits without exponent: digits and power of ten are exact doubles,
  /// so one division rounds correctly (Clinger, "How to Read Floating Point Numbers Accurately").
  private func shortFloat(_ start: Int, _ end: Int) -> Double? {
    if end - start > 16 { return nil }
    var digits = 0
    var scale = -1
    let isNegative = text.at(start) == 0x2D
    for i in (isNegative ? start + 1 : start)..<end {
      let c = text.units[i]
      if c == 0x2E {
        scale = 0
      } else if c &- 0x30 < 10 {
        digits = digits &* 10 &+ Int(c &- 0x30)
        if scale >= 0 { scale += 1 }
      } else {
        return nil
      }
    }
    var power = 1
    for _ in 0..<scale { power &*= 10 }
    let magnitude = Double(digits) / Double(power)
    return isNegative ? -magnitude : magnitude
  }

  private func integer(_ start: Int, _ end: Int) throws(Raised) -> Value {
    if !parsesInts || end - start > 18 {
      return try Call.function(scanner.word(5).pointee, text.str.slice(start, end).value)
    }
    let isNegative = text.at(start) == 0x2D
    var n = 0
    for i in (isNegative ? start + 1 : start)..<end {
      n = n &* 10 &+ Int(truncatingIfNeeded: text.units[i] &- 0x30)
    }
    return Value(isNegative ? -n : n)
  }

  // MARK: Containers

  private mutating func array(_ index: inout Int) throws(Raised) -> Value {
    let list = ListRef.make()
    index += 1
    text.skipSpace(&index)
    if text.at(index) == 0x5D {
      index += 1
      return list.value
    }
    while true {
      list.append(try value(&index))
      text.skipSpace(&index)
      if text.at(index) == 0x5D { break }
      if text.at(index) != 0x2C { throw error("Expecting ',' delimiter", index) }
      let comma = index
      index += 1
      text.skipSpace(&index)
      if text.at(index) == 0x5D {
        throw error("Illegal trailing comma before end of array", comma)
      }
    }
    index += 1
    return list.value
  }

  private mutating func key(_ index: inout Int) throws(Raised) -> Value {
    if text.at(index) != 0x22 {
      throw error("Expecting property name enclosed in double quotes", index)
    }
    index += 1
    let end = text.plainEnd(index, strict)
    if text.at(end) == 0x22 {
      let start = index
      index = end + 1
      return keys.shared(text, start, end)
    }
    return keys.shared(try JsonStrings.scanEscaped(text.str, &index, end, strict: strict))
  }

  private mutating func object(_ index: inout Int) throws(Raised) -> Value {
    let pairs: ListRef? = hasPairsHook ? ListRef.make() : nil
    let dict = DictRef.make()
    index += 1
    text.skipSpace(&index)
    if text.at(index) != 0x7D {
      while true {
        let key = try key(&index)
        text.skipSpace(&index)
        if text.at(index) != 0x3A { throw error("Expecting ':' delimiter", index) }
        index += 1
        text.skipSpace(&index)
        let value = try value(&index)
        if let pairs {
          pairs.append(TupleRef.of(key, value).value)
        } else {
          dict.setStr(key, value)
        }
        text.skipSpace(&index)
        if text.at(index) == 0x7D { break }
        if text.at(index) != 0x2C { throw error("Expecting ',' delimiter", index) }
        let comma = index
        index += 1
        text.skipSpace(&index)
        if text.at(index) == 0x7D {
          throw error("Illegal trailing comma before end of object", comma)
        }
      }
    }
    index += 1
    if let pairs { return try Call.function(scanner.word(3).pointee, pairs.value) }
    return hasObjectHook
      ? try Call.function(scanner.word(2).pointee, dict.value) : dict.value
  }
}

/// Keys met before: equal keys of one text share one str. A dict knows all of them; a small table in
/// front of it finds the usual ones by their text, before a str is made.
struct JsonKeys {
  private static let size = 64
  private var recent: ListRef?
  private var all: DictRef?

  /// The key with the text between `start` and `end`.
  @inline(__always) mutating func shared<Unit>(
    _ text: JsonText<Unit>, _ start: Int, _ end: Int
  ) -> Value {
    let length = end - start
    if MemoryLayout<Unit>.size != 1 || length == 0 || length > 64 {
      return shared(text.str.slice(start, end).value)
    }
    let units = text.units + start
    let mixed = Int(units[0]) &* 31 &+ Int(units[length - 1]) &* 7 &+ Int(units[length >> 1])
    let slot = (mixed &+ length) & (JsonKeys.size - 1)
    if recent == nil { makeTable() }
    let table = recent.unsafelyUnwrapped
    let known = table[slot]
    if known.isPresent, StrRef(known).width == 1, StrRef(known).count == length,
      memcmp(StrRef(known).bytes, units, length) == 0
    {
      return known
    }
    let key = shared(text.str.slice(start, end).value)
    table[slot] = key
    return key
  }

  private mutating func makeTable() {
    let table = ListRef.make(capacity: JsonKeys.size)
    for _ in 0..<JsonKeys.size { table.append(.absent) }
    recent = table
  }

  mutating func shared(_ key: Value) -> Value {
    if all == nil { all = DictRef.make() }
    let dict = all.unsafelyUnwrapped
    let known = dict.getStr(key)
    if known.isPresent { return known }
    dict.setStr(key, key)
    return key
  }
}
