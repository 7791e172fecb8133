// The scanner: `scan_once(string, index)` gives a value and the index behind it.

import Glibc
import TaipanRuntime

/// Words: 1 strict, 2 object_hook, 3 object_pairs_hook, 4 parse_float, 5 parse_int, 6 parse_constant.
enum JsonScanner {
  private static let names = [
    "strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant",
  ]

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, context)", new),
    NativeMethod("__call__", "($self, string, idx)", call),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("strict", getStrict), NativeGetSet("object_hook", getObjectHook),
    NativeGetSet("object_pairs_hook", getPairsHook), NativeGetSet("parse_float", getParseFloat),
    NativeGetSet("parse_int", getParseInt), NativeGetSet("parse_constant", getParseConstant),
  ]
  static let spec = TypeSpec("_json.Scanner", size: 56, methods: methods, getSets: getSets)

  static func getStrict(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func getObjectHook(_ a: Args) throws(Raised) -> Value { a.field(2) }
  static func getPairsHook(_ a: Args) throws(Raised) -> Value { a.field(3) }
  static func getParseFloat(_ a: Args) throws(Raised) -> Value { a.field(4) }
  static func getParseInt(_ a: Args) throws(Raised) -> Value { a.field(5) }
  static func getParseConstant(_ a: Args) throws(Raised) -> Value { a.field(6) }

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    for (i, name) in names.enumerated() {
      var value = try Attributes.get(a[1], name)
      if i == 0 { value = Value(try Convert.truth(value)) }
      object.store(value, at: object.word(1 + i))
    }
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "first argument must be a string, not \(a[1].typeName)")
    }
    var reader = JsonReader(text: StrRef(a[1]), scanner: a[0].asObject)
    var index = try Convert.machineInt(a[2])
    if index < 0 { throw raise(.valueError, "idx cannot be negative") }
    let value = try reader.value(&index)
    return TupleRef.of(value, Value(index)).value
  }
}

/// One run of the scanner.
struct JsonReader {
  let text: StrRef
  let scanner: ObjectRef
  /// Keys met before: equal keys share one str.
  private let memo = DictRef.make()

  init(text: StrRef, scanner: ObjectRef) {
    self.text = text
    self.scanner = scanner
  }

  private var strict: Bool { scanner.word(1).pointee.isTrue }

  @inline(__always) private func at(_ index: Int) -> UInt32 {
    index < text.count ? text[index] : UInt32.max
  }

  private func skipSpace(_ index: inout Int) {
    while index < text.count {
      let c = text[index]
      if c != 0x20, c != 0x0A, c != 0x0D, c != 0x09 { return }
      index += 1
    }
  }

  /// The decoder turns it into "Expecting value".
  private func stop(_ index: Int) -> Raised {
    setRaised(Exceptions.stopIteration(Value(index)))
  }

  private func error(_ message: String, _ index: Int) -> Raised {
    JsonModule.decodeError(message, text, index)
  }

  private func matches(_ word: StaticString, _ index: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    if index + count > text.count { return false }
    for i in 0..<count where text[index + i] != UInt32(word.utf8Start[i]) { return false }
    return true
  }

  mutating func value(_ index: inout Int) throws(Raised) -> Value {
    if index >= text.count { throw stop(index) }
    switch text[index] {
    case 0x22:
      index += 1
      return try JsonStrings.scan(text, &index, strict: strict)
    case 0x7B:
      try ThreadState.checkNativeStack(" while decoding a JSON object from a unicode string")
      return try object(&index)
    case 0x5B:
      try ThreadState.checkNativeStack(" while decoding a JSON array from a unicode string")
      return try array(&index)
    case 0x6E where matches("null", index):
      index += 4
      return .none
    case 0x74 where matches("true", index):
      index += 4
      return .true
    case 0x66 where matches("false", index):
      index += 5
      return .false
    case 0x4E where matches("NaN", index): return try constant("NaN", &index)
    case 0x49 where matches("Infinity", index): return try constant("Infinity", &index)
    case 0x2D where matches("-Infinity", index): return try constant("-Infinity", &index)
    default: return try number(&index)
    }
  }

  private func constant(_ word: StaticString, _ index: inout Int) throws(Raised) -> Value {
    index += word.utf8CodeUnitCount
    return try Call.function(scanner.word(6).pointee, word.interned)
  }

  private func isDigit(_ index: Int) -> Bool {
    let c = at(index)
    return c >= 0x30 && c <= 0x39
  }

  private func number(_ index: inout Int) throws(Raised) -> Value {
    let start = index
    var i = index
    if at(i) == 0x2D { i += 1 }
    if at(i) == 0x30 {
      i += 1
    } else if isDigit(i) {
      while isDigit(i) { i += 1 }
    } else {
      throw stop(start)
    }
    var isFloat = false
    if at(i) == 0x2E, isDigit(i + 1) {
      isFloat = true
      i += 2
      while isDigit(i) { i += 1 }
    }
    if at(i) == 0x65 || at(i) == 0x45 {
      let exponent = i
      i += 1
      if at(i) == 0x2B || at(i) == 0x2D { i += 1 }
      let hasDigits = isDigit(i)
      while isDigit(i) { i += 1 }
      if hasDigits { isFloat = true } else { i = exponent }
    }
    index = i
    return try isFloat ? float(start, i) : integer(start, i)
  }

  private func float(_ start: Int, _ end: Int) throws(Raised) -> Value {
    let parse = scanner.word(4).pointee
    if parse !== BuiltinType.float.value {
      return try Call.function(parse, text.slice(start, end).value)
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: end - start + 1) { buffer in
      for i in start..<end { buffer[i - start] = CChar(text[i]) }
      buffer[end - start] = 0
      return Value(strtod(buffer.baseAddress!, nil))
    }
  }

  private func integer(_ start: Int, _ end: Int) throws(Raised) -> Value {
    let parse = scanner.word(5).pointee
    if parse !== BuiltinType.int.value || end - start > 18 {
      return try Call.function(parse, text.slice(start, end).value)
    }
    let isNegative = text[start] == 0x2D
    var n = 0
    for i in (isNegative ? start + 1 : start)..<end { n = n * 10 + Int(text[i] - 0x30) }
    return Value(isNegative ? -n : n)
  }

  private mutating func array(_ index: inout Int) throws(Raised) -> Value {
    let list = ListRef.make()
    index += 1
    skipSpace(&index)
    if at(index) == 0x5D {
      index += 1
      return list.value
    }
    while true {
      list.append(try value(&index))
      skipSpace(&index)
      if at(index) == 0x5D { break }
      if at(index) != 0x2C { throw error("Expecting ',' delimiter", index) }
      let comma = index
      index += 1
      skipSpace(&index)
      if at(index) == 0x5D { throw error("Illegal trailing comma before end of array", comma) }
    }
    index += 1
    return list.value
  }

  private mutating func key(_ index: inout Int) throws(Raised) -> Value {
    if at(index) != 0x22 {
      throw error("Expecting property name enclosed in double quotes", index)
    }
    index += 1
    let key = try JsonStrings.scan(text, &index, strict: strict)
    let known = memo.getStr(key)
    if known.isPresent { return known }
    memo.setStr(key, key)
    return key
  }

  private mutating func object(_ index: inout Int) throws(Raised) -> Value {
    let pairsHook = scanner.word(3).pointee
    let pairs: ListRef? = pairsHook.isNone ? nil : ListRef.make()
    let dict = DictRef.make()
    index += 1
    skipSpace(&index)
    if at(index) != 0x7D {
      while true {
        let key = try key(&index)
        skipSpace(&index)
        if at(index) != 0x3A { throw error("Expecting ':' delimiter", index) }
        index += 1
        skipSpace(&index)
        let value = try value(&index)
        if let pairs { pairs.append(TupleRef.of(key, value).value) } else { dict.setStr(key, value) }
        skipSpace(&index)
        if at(index) == 0x7D { break }
        if at(index) != 0x2C { throw error("Expecting ',' delimiter", index) }
        let comma = index
        index += 1
        skipSpace(&index)
        if at(index) == 0x7D {
          throw error("Illegal trailing comma before end of object", comma)
        }
      }
    }
    index += 1
    if let pairs { return try Call.function(pairsHook, pairs.value) }
    let hook = scanner.word(2).pointee
    return hook.isNone ? dict.value : try Call.function(hook, dict.value)
  }
}
