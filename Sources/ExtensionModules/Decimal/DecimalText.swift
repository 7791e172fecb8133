// Text that goes to and comes from libmpdec.

import Glibc
import TaipanRuntime

enum DecimalText {
  /// Frees text that the library allocated.
  static func release(_ text: DecText) { free(text) }

  /// Whether the library can read the text as it is: no white space, no underscores.
  static func isPlain(_ text: StrRef) -> Bool {
    for i in 0..<text.count {
      let c = text.bytes[i]
      if c <= 0x20 || c == 0x5F { return false }
    }
    return true
  }

  /// The text in ASCII, with a zero behind it: decimal digits of all scripts become ASCII ones, other
  /// characters become one that no number has.
  ///
  /// - Parameter lenient: white space around it and underscores are left out.
  static func ascii(_ text: StrRef, lenient: Bool) -> [CChar] {
    var start = 0
    var end = text.count
    if lenient {
      while start < end, UnicodeData.isSpace(text[start]) { start += 1 }
      while end > start, UnicodeData.isSpace(text[end - 1]) { end -= 1 }
    }
    var out: [CChar] = []
    out.reserveCapacity(end - start + 1)
    for i in start..<end {
      let c = text[i]
      if lenient, c == 0x5F { continue }
      if c > 0, c < 0x80 {
        out.append(CChar(c))
      } else if let digit = DecimalDigits.value(c) {
        out.append(CChar(48 + digit))
      } else {
        out.append(1)
      }
    }
    out.append(0)
    return out
  }

  /// `(sign, digits, exponent)` as text.
  ///
  /// - Throws: ValueError for anything else.
  static func fromSequence(_ value: Value) throws(Raised) -> [CChar] {
    let parts = try sequence(value, "argument must be a tuple or list")
    if parts.count != 3 { throw raise(.valueError, "argument must be a sequence of length 3") }
    guard parts[0].isAnyInt, let sign = parts[0].asMachineInt, sign == 0 || sign == 1 else {
      throw raise(.valueError, "sign must be an integer with the value 0 or 1")
    }
    var out: [CChar] = sign == 1 ? [45] : []
    var exponent: Int?
    if parts[2].isStr {
      switch StrRef(parts[2]).text {
      case "F": return out + Array("Inf".utf8CString)
      case "n": out += "NaN".utf8.map { CChar($0) }
      case "N": out += "sNaN".utf8.map { CChar($0) }
      default:
        throw raise(
          .valueError, "string argument in the third position must be 'F', 'n' or 'N'")
      }
    } else {
      guard parts[2].isAnyInt else { throw raise(.valueError, "exponent must be an integer") }
      exponent = try Convert.machineInt(parts[2])
    }
    let digits = try sequence(parts[1], "coefficient must be a tuple of digits")
    for i in 0..<digits.count {
      guard digits[i].isAnyInt, let digit = digits[i].asMachineInt, digit >= 0, digit <= 9 else {
        throw raise(.valueError, "coefficient must be a tuple of digits")
      }
      out.append(CChar(48 + digit))
    }
    if let exponent {
      if digits.count == 0 { out.append(48) }
      out += "E\(exponent)".utf8.map { CChar($0) }
    }
    return out + [0]
  }

  private static func sequence(_ value: Value, _ message: String) throws(Raised) -> TupleRef {
    if value.isTuple { return TupleRef(value) }
    if value.isList { return ListRef(value).toTuple() }
    throw raise(.valueError, message)
  }

  // MARK: Formats

  /// `format(decimal, spec)`.
  ///
  /// - Parameter override: a dict with `decimal_point`, `thousands_sep` and `grouping`, or absent.
  /// - Throws: ValueError for a bad format, TypeError for a bad override.
  static func format(_ decimal: Value, _ spec: StrRef, _ override: Value, _ context: ContextRef)
    throws(Raised) -> Value
  {
    if spec.count > 0, spec[spec.count - 1] == 0x4E {
      try Warnings.warn(.deprecationWarning, "Format specifier 'N' is deprecated")
    }
    var bytes = spec.utf8Bytes()
    let hasZeroFill = bytes.first == 0
    if hasZeroFill { bytes[0] = 0x5F }
    var format = MPDFormat()
    let text = bytes.map { CChar(bitPattern: $0) } + [0]
    // "n" takes the point and the separators of the global locale.
    let isKnown =
      !bytes.contains(0)
      && NumericLocale.withGlobal {
        mpd.pointee.parseFormat(&format, text, context.capitals) != 0
      }
    if !isKnown { return try formatInPython(decimal, spec, context) }
    // A byte that no UTF-8 has: it cannot be mistaken for a part of separators.
    if hasZeroFill { format.fill(0xFF) }
    let texts = override.isPresent ? try overrides(override) : []
    var status: UInt32 = 0
    var isValid = true
    let formatted = withTexts(texts) { point, separator, grouping -> DecText? in
      if let point { format.set(.point, point) }
      if let separator { format.set(.separator, separator) }
      if let grouping { format.set(.grouping, grouping) }
      isValid = texts.isEmpty || mpd.pointee.validateFormat(&format) >= 0
      if !isValid { return nil }
      return mpd.pointee.format(DecimalRef(decimal).number, &format, context.context, &status)
    }
    if !isValid { throw raise(.valueError, "invalid override dict") }
    guard let formatted else {
      if status & MPDStatus.mallocError != 0 { throw raise(.memoryError) }
      throw raise(.valueError, "format specification exceeds internal limits of _decimal")
    }
    defer { release(formatted) }
    let count = strlen(formatted)
    let start = UnsafeMutableRawPointer(formatted).assumingMemoryBound(to: UInt8.self)
    if hasZeroFill {
      for i in 0..<count where start[i] == 0xFF { start[i] = 0 }
    }
    return StrRef.utf8(start, count: count).value
  }

  private static func withTexts(
    _ texts: [[CChar]],
    _ body: (UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> DecText?
  ) -> DecText? {
    if texts.isEmpty { return body(nil, nil, nil) }
    return texts[0].withUnsafeBufferPointer { first in
      texts[1].withUnsafeBufferPointer { second in
        texts[2].withUnsafeBufferPointer { third in
          body(
            first.count > 0 ? first.baseAddress : nil,
            second.count > 0 ? second.baseAddress : nil,
            third.count > 0 ? third.baseAddress : nil)
        }
      }
    }
  }

  /// Decimal point, separator and grouping, each with a zero behind it; empty where not given.
  private static func overrides(_ value: Value) throws(Raised) -> [[CChar]] {
    guard value.isDict else { throw raise(.typeError, "optional argument must be a dict") }
    let dict = DictRef(value)
    var texts: [[CChar]] = []
    for name in ["decimal_point", "thousands_sep", "grouping"] {
      let text = dict.getStr(name)
      if text.isAbsent {
        texts.append([])
        continue
      }
      guard text.isStr else { throw raise(.typeError, "override must be a str") }
      texts.append(StrRef(text).utf8Bytes().map { CChar(bitPattern: $0) } + [0])
    }
    return texts
  }

  /// What the library's formats lack is left to the implementation in Python, under the same context.
  private static func formatInPython(_ decimal: Value, _ spec: StrRef, _ context: ContextRef)
    throws(Raised) -> Value
  {
    let module = try Imports.importModule("_pydecimal")
    let twin = try Call.method(module, "Decimal", try Convert.str(decimal).value)
    let arguments = TupleRef.make(count: 6)
    arguments.set(0, Value(context.p.pointee.context.precision))
    arguments.set(1, DecimalContexts.roundings[Int(context.p.pointee.context.rounding)].interned)
    arguments.set(2, Value(context.p.pointee.context.minimum))
    arguments.set(3, Value(context.p.pointee.context.maximum))
    arguments.set(4, Value(context.p.pointee.capitals))
    arguments.set(5, Value(Int(context.p.pointee.context.clamp)))
    let twinContext = try Call.function(try Attributes.get(module, "Context"), arguments, nil)
    do throws(Raised) {
      return try Call.method(twin, "__format__", spec.value, twinContext)
    } catch {
      if catching(.valueError) { throw raise(.valueError, "invalid format string") }
      throw error
    }
  }
}
