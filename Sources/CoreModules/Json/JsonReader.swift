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
    let key = try JsonStrings.scanEscaped(text.str, &index, end, strict: strict)
    return keys.shared(key, isNarrowText: MemoryLayout<Unit>.size == 1)
  }

  /// Pairs that wait in scratch for their dict: most objects are complete by then, and their dict is made
  /// in the size that it needs.
  private static var mostWaiting: Int { 32 }

  private mutating func object(_ index: inout Int) throws(Raised) -> Value {
    let pairs: ListRef? = hasPairsHook ? ListRef.make() : nil
    var dict: DictRef?
    let waiting = thread.pointee.scratchTop
    var waitingCount = 0
    try thread.pointee.growScratch(2 * Self.mostWaiting)
    defer { thread.pointee.scratchTop = waiting }
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
        } else if let dict {
          dict.setStr(key, value)
        } else {
          waiting[2 * waitingCount] = key
          waiting[2 * waitingCount + 1] = value
          waitingCount += 1
          if waitingCount == Self.mostWaiting { dict = Self.dict(waiting, waitingCount) }
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
    let object = (dict ?? Self.dict(waiting, waitingCount)).value
    return hasObjectHook ? try Call.function(scanner.word(2).pointee, object) : object
  }

  private static func dict(_ pairs: UnsafeMutablePointer<Value>, _ count: Int) -> DictRef {
    let dict = DictRef.make(capacity: count)
    for i in 0..<count { dict.setStr(pairs[2 * i], pairs[2 * i + 1]) }
    return dict
  }
}

/// Keys met before: equal keys of one text share one str. A small table finds short ones by their text,
/// before a str is made; what another key has displaced there, and any other key, is in a dict.
struct JsonKeys {
  private static let size = 64
  private static let longest = 64
  private var recent: ListRef?
  private var others: DictRef?

  /// The key with the text between `start` and `end`.
  @inline(__always) mutating func shared<Unit>(
    _ text: JsonText<Unit>, _ start: Int, _ end: Int
  ) -> Value {
    let length = end - start
    if MemoryLayout<Unit>.size != 1 || length == 0 || length > JsonKeys.longest {
      return sharedAmongOthers(text.str.slice(start, end).value)
    }
    let units = UnsafeRawPointer(text.units + start)
    let slot = JsonKeys.slot(units, length)
    if recent == nil { makeTable() }
    let known = recent.unsafelyUnwrapped[slot]
    if known.isPresent, JsonKeys.matches(known, units, length) { return known }
    return enter(text.str.slice(start, end).value, slot)
  }

  /// A key that was written with escapes, in a text of one byte for each character or not.
  mutating func shared(_ key: Value, isNarrowText: Bool) -> Value {
    let str = StrRef(key)
    if !isNarrowText || str.width != 1 || str.count == 0 || str.count > JsonKeys.longest {
      return sharedAmongOthers(key)
    }
    let units = UnsafeRawPointer(str.bytes)
    let slot = JsonKeys.slot(units, str.count)
    if recent == nil { makeTable() }
    let known = recent.unsafelyUnwrapped[slot]
    return known.isPresent && JsonKeys.matches(known, units, str.count) ? known : enter(key, slot)
  }

  @inline(__always) private static func slot(_ text: UnsafeRawPointer, _ length: Int) -> Int {
    let units = text.assumingMemoryBound(to: UInt8.self)
    let mixed = Int(units[0]) &* 31 &+ Int(units[length - 1]) &* 7 &+ Int(units[length >> 1])
    return (mixed &+ length) & (JsonKeys.size - 1)
  }

  @inline(__always) private static func matches(
    _ key: Value, _ text: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    StrRef(key).count == length && memcmp(StrRef(key).bytes, text, length) == 0
  }

  /// At this point the key is not in the table. Where its place is empty no key had it before.
  private mutating func enter(_ key: Value, _ slot: Int) -> Value {
    let table = recent.unsafelyUnwrapped
    let displaced = table[slot]
    if displaced.isAbsent {
      table[slot] = key
      return key
    }
    _ = sharedAmongOthers(displaced)
    let known = others.unsafelyUnwrapped.getStr(key)
    table[slot] = known.isPresent ? known : key
    return table[slot]
  }

  private mutating func makeTable() {
    let table = ListRef.make(capacity: JsonKeys.size)
    for _ in 0..<JsonKeys.size { table.append(.absent) }
    recent = table
  }

  private mutating func sharedAmongOthers(_ key: Value) -> Value {
    if others == nil { others = DictRef.make() }
    let dict = others.unsafelyUnwrapped
    let known = dict.getStr(key)
    if known.isPresent { return known }
    dict.setStr(key, key)
    return key
  }
}
