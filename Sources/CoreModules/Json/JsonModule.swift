// The module `_json`: the scanner and the encoder behind `json`.

import TaipanRuntime

public enum JsonModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_json", functions)
    module.dict.setStr("make_scanner", NativeTypes.make(JsonScanner.spec).value)
    module.dict.setStr("make_encoder", NativeTypes.make(JsonEncoder.spec).value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("scanstring", "($module, string, end, strict=True, /)", scanString),
    NativeMethod("encode_basestring", "($module, string, /)", encode),
    NativeMethod("encode_basestring_ascii", "($module, string, /)", encodeASCII),
  ]

  static func scanString(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(
        .typeError, "first argument must be a string, not \(a[0].typeName)")
    }
    let strict = a.count > 2 ? try Convert.truth(a[2]) : true
    var end = try Convert.machineInt(a[1])
    let text = try JsonStrings.scan(StrRef(a[0]), &end, strict: strict)
    return TupleRef.of(text, Value(end)).value
  }

  private static func quoted(_ a: Args, ascii: Bool) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(.typeError, "first argument must be a string, not \(a[0].typeName)")
    }
    var out = JsonOutput()
    out.appendQuoted(StrRef(a[0]), ascii: ascii)
    return out.finish()
  }
  static func encode(_ a: Args) throws(Raised) -> Value { try quoted(a, ascii: false) }
  static func encodeASCII(_ a: Args) throws(Raised) -> Value { try quoted(a, ascii: true) }

  /// JSONDecodeError at a position.
  static func decodeError(_ message: String, _ text: StrRef, _ position: Int) -> Raised {
    do throws(Raised) {
      let decoder = try Imports.importModule("json.decoder")
      let module = Imports.modules.getStr("json.decoder")
      let type = try Attributes.get(module.isPresent ? module : decoder, "JSONDecodeError")
      return setRaised(
        try Call.function(type, Value(message), text.value, Value(position)))
    } catch {
      return error
    }
  }
}

enum JsonStrings {
  private static func hexDigit(_ c: UInt32) -> UInt32? {
    switch c {
    case 0x30...0x39: return c - 0x30
    case 0x41...0x46: return c - 0x37
    case 0x61...0x66: return c - 0x57
    default: return nil
    }
  }

  /// Four hex digits before `end`.
  private static func unit(_ text: StrRef, _ end: Int) throws(Raised) -> UInt32 {
    var value: UInt32 = 0
    for i in (end - 4)..<end {
      guard let digit = hexDigit(text[i]) else {
        throw JsonModule.decodeError("Invalid \\uXXXX escape", text, end - 5)
      }
      value = value << 4 | digit
    }
    return value
  }

  /// Reads a string whose opening quote lies before `position`, which moves behind the closing one.
  static func scan(_ text: StrRef, _ position: inout Int, strict: Bool) throws(Raised) -> Value {
    let count = text.count
    let begin = position - 1
    if position < 0 || position > count {
      throw raise(.valueError, "end is out of bounds")
    }
    var next = position
    while next < count {
      let c = text[next]
      if c == 0x22 {
        let start = position
        position = next + 1
        return text.slice(start, next).value
      }
      if c == 0x5C { break }
      if c <= 0x1F, strict {
        throw JsonModule.decodeError("Invalid control character at", text, next)
      }
      next += 1
    }
    return try scanEscaped(text, &position, next, begin, strict: strict)
  }

  /// At this point the string has an escape at `next`, or no end.
  private static func scanEscaped(
    _ text: StrRef, _ position: inout Int, _ firstEscape: Int, _ begin: Int, strict: Bool
  ) throws(Raised) -> Value {
    let count = text.count
    var out: [UInt32] = []
    for i in position..<firstEscape { out.append(text[i]) }
    var next = firstEscape
    while true {
      if next >= count {
        throw JsonModule.decodeError("Unterminated string starting at", text, begin)
      }
      let c = text[next]
      if c == 0x22 { break }
      if c != 0x5C {
        if c <= 0x1F, strict {
          throw JsonModule.decodeError("Invalid control character at", text, next)
        }
        out.append(c)
        next += 1
        continue
      }
      next += 1
      if next == count {
        throw JsonModule.decodeError("Unterminated string starting at", text, begin)
      }
      out.append(try escape(text, &next))
    }
    position = next + 1
    return out.withUnsafeBufferPointer { buffer in
      buffer.count == 0
        ? StrRef.empty.value : StrRef.codePoints(buffer.baseAddress!, count: buffer.count).value
    }
  }

  /// The character of the escape whose letter is at `next`, which moves behind it.
  private static func escape(_ text: StrRef, _ next: inout Int) throws(Raised) -> UInt32 {
    let letter = text[next]
    next += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: return letter
    case 0x62: return 8
    case 0x66: return 12
    case 0x6E: return 10
    case 0x72: return 13
    case 0x74: return 9
    case 0x75: break
    default: throw JsonModule.decodeError("Invalid \\escape", text, next - 2)
    }
    let end = next + 4
    if end >= text.count {
      throw JsonModule.decodeError("Invalid \\uXXXX escape", text, next - 1)
    }
    let high = try unit(text, end)
    next = end
    if high & 0xFC00 == 0xD800, end + 6 < text.count, text[end] == 0x5C, text[end + 1] == 0x75 {
      let low = try unit(text, end + 6)
      if low & 0xFC00 == 0xDC00 {
        next = end + 6
        return 0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF)
      }
    }
    return high
  }
}

/// Text under construction: bytes of Latin-1, and finished parts in a list that the collector sees.
struct JsonOutput {
  private var bytes: [UInt8] = []
  private let parts = ListRef.make()

  mutating func append(_ byte: UInt8) { bytes.append(byte) }
  mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
  mutating func append(_ str: StrRef) {
    if str.width == 1 {
      bytes.append(contentsOf: UnsafeBufferPointer(start: str.bytes, count: str.count))
    } else {
      flush()
      parts.append(str.value)
    }
  }

  private mutating func flush() {
    if bytes.isEmpty { return }
    bytes.withUnsafeBufferPointer { buffer in
      parts.append(StrRef.latin1(buffer.baseAddress!, count: buffer.count).value)
    }
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() -> Value {
    flush()
    if parts.count == 0 { return StrRef.empty.value }
    if parts.count == 1 { return parts[0] }
    let builder = StrBuilder()
    for i in 0..<parts.count { builder.append(StrRef(parts[i])) }
    return builder.finish().value
  }

  private static let hex: [UInt8] = Array("0123456789abcdef".utf8)

  private mutating func appendUnit(_ unit: UInt32) {
    append("\\u")
    for shift in [12, 8, 4, 0] as [UInt32] { bytes.append(JsonOutput.hex[Int(unit >> shift & 15)]) }
  }

  mutating func appendQuoted(_ str: StrRef, ascii: Bool) {
    append(0x22)
    var plain = 0
    let count = str.count
    for i in 0..<count {
      let c = str[i]
      if c >= 0x20, c != 0x22, c != 0x5C, c < 0x7F || !ascii { continue }
      if i > plain { append(str.slice(plain, i)) }
      plain = i + 1
      switch c {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 8: append("\\b")
      case 9: append("\\t")
      case 10: append("\\n")
      case 12: append("\\f")
      case 13: append("\\r")
      case 0x10000...:
        let v = c - 0x10000
        appendUnit(0xD800 | v >> 10)
        appendUnit(0xDC00 | v & 0x3FF)
      default: appendUnit(c)
      }
    }
    if plain < count { append(plain == 0 ? str : str.slice(plain, count)) }
    append(0x22)
  }
}
