// What happens where text cannot be encoded or bytes cannot be decoded.

import Glibc

/// The errors of one encoding run. Lives on the native stack only.
struct EncodeProblem {
  let str: StrRef
  let encoding: String
  let errors: String
  let reason: String

  init(_ str: StrRef, _ encoding: String, _ errors: String, _ reason: String) {
    self.str = str
    self.encoding = encoding
    self.errors = errors
    self.reason = reason
  }

  func exception(_ start: Int, _ end: Int) throws(Raised) -> Value {
    let args = TupleRef.make(count: 5)
    args.set(0, Value(encoding))
    args.set(1, str.value)
    args.set(2, Value(start))
    args.set(3, Value(end))
    args.set(4, Value(reason))
    return try Call.function(BuiltinType.unicodeEncodeError.value, args, nil)
  }

  /// Asks the error handler about start…end.
  ///
  /// - Returns: where to go on.
  func handle(
    _ start: Int, _ end: Int, limit: UInt32, _ character: (UInt32) -> Void,
    bytes: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(Raised) -> Int {
    if errors == "ignore" { return end }
    if errors == "replace" {
      for _ in start..<end { character(0x3F) }
      return end
    }
    let exception = try exception(start, end)
    if errors == "strict" { throw setRaised(exception) }
    let (result, place) = try CodecErrors.call(
      errors, exception, str.count, "encoding error handler must return (str/bytes, int) tuple",
      allowsBytes: true)
    if result.isBytes {
      bytes(BytesRef(result).buffer)
      return place
    }
    let text = StrRef(result)
    for i in 0..<text.count {
      if text[i] >= limit { throw setRaised(exception) }
    }
    for i in 0..<text.count { character(text[i]) }
    return place
  }
}

/// The errors of one decoding run, and its output. Lives on the native stack only.
struct DecodeProblem: ~Copyable {
  var data: UnsafePointer<UInt8>
  var count: Int
  let encoding: String
  let errors: String
  var out = FormatBuffer()
  /// Keeps replaced input alive.
  private var input: Value = .absent

  init(_ data: UnsafePointer<UInt8>, _ count: Int, _ encoding: String, _ errors: String) {
    self.data = data
    self.count = count
    self.encoding = encoding
    self.errors = errors
    out.reserve(count)
  }

  func exception(_ start: Int, _ end: Int, _ reason: String) throws(Raised) -> Value {
    let args = TupleRef.make(count: 5)
    args.set(0, Value(encoding))
    args.set(1, BytesRef.make(data, count: count).value)
    args.set(2, Value(start))
    args.set(3, Value(end))
    args.set(4, Value(reason))
    return try Call.function(BuiltinType.unicodeDecodeError.value, args, nil)
  }

  /// Asks the error handler about start…end and appends what it answers.
  ///
  /// - Returns: where to go on.
  mutating func handle(_ start: Int, _ end: Int, _ reason: String) throws(Raised) -> Int {
    switch errors {
    case "ignore": return end
    case "replace":
      out.append(0xFFFD)
      return end
    case "surrogateescape" where data[start] >= 0x80:
      var i = start
      while i < end, data[i] >= 0x80 {
        out.append(0xDC00 + UInt32(data[i]))
        i += 1
      }
      return i
    default: break
    }
    let exception = try exception(start, end, reason)
    if errors == "strict" { throw setRaised(exception) }
    let (result, position) = try CodecErrors.call(
      errors, exception, -1, "decoding error handler must return (str, int) tuple",
      allowsBytes: false)
    // The handler may have replaced the input.
    let object = ExceptionRef(exception).extra(ExceptionFields.unicodeObject)
    guard object.isPresent, object.isBytes else {
      throw raise(.typeError, "object attribute must be bytes")
    }
    input = object
    data = UnsafePointer(BytesRef(object).data)
    count = BytesRef(object).count
    let place = position < 0 ? position + count : position
    if place < 0 || place > count {
      throw raise(.indexError, "position \(place) from error handler out of bounds")
    }
    out.append(StrRef(result))
    return place
  }
}

/// Error handlers by name.
public enum CodecErrors {
  static let handlers: DictRef = {
    let dict = DictRef.make()
    _ = Heap.makeRoot(dict.value)
    table.withUnsafeBufferPointer { rows in
      for i in 0..<rows.count {
        let function = NativeFunctionRef.make(rows.baseAddress! + i, type: .builtinFunction)
        let name = "\(rows[i].name)".dropLast(7)
        dict.setStr(String(name), function.value)
      }
    }
    return dict
  }()

  private static let table: [NativeMethod] = [
    NativeMethod("strict_errors", "($module, exception, /)", strict),
    NativeMethod("ignore_errors", "($module, exception, /)", ignore),
    NativeMethod("replace_errors", "($module, exception, /)", replace),
    NativeMethod("xmlcharrefreplace_errors", "($module, exception, /)", xmlReplace),
    NativeMethod("backslashreplace_errors", "($module, exception, /)", backslashReplace),
    NativeMethod("namereplace_errors", "($module, exception, /)", nameReplace),
    NativeMethod("surrogateescape_errors", "($module, exception, /)", surrogateEscape),
    NativeMethod("surrogatepass_errors", "($module, exception, /)", surrogatePass),
  ]

  /// - Throws: LookupError for an unknown name.
  public static func handler(_ name: String) throws(Raised) -> Value {
    let handler = handlers.getStr(name)
    if handler.isPresent { return handler }
    throw raise(.lookupError, "unknown error handler name '\(name)'")
  }

  /// Calls a handler and checks its answer; a `count` that is not negative bounds the position.
  static func call(
    _ errors: String, _ exception: Value, _ count: Int, _ message: String, allowsBytes: Bool
  ) throws(Raised) -> (Value, Int) {
    let result = try Call.function(try handler(errors), exception)
    guard result.isTuple, TupleRef(result).count == 2,
      TupleRef(result)[0].isStr || (allowsBytes && TupleRef(result)[0].isBytes)
    else { throw raise(.typeError, message) }
    var place = try Convert.machineInt(TupleRef(result)[1])
    if count >= 0 {
      if place < 0 { place += count }
      if place < 0 || place > count {
        throw raise(.indexError, "position \(place) from error handler out of bounds")
      }
    }
    return (TupleRef(result)[0], place)
  }

  // MARK: The handlers

  private struct Problem {
    let exception: ExceptionRef
    let start: Int
    let end: Int
    var isEncode: Bool { exception.value.isInstance(of: .unicodeEncodeError) }
    var isDecode: Bool { exception.value.isInstance(of: .unicodeDecodeError) }
    var isTranslate: Bool { exception.value.isInstance(of: .unicodeTranslateError) }
    var object: Value { exception.extra(ExceptionFields.unicodeObject) }
    var encoding: String {
      let name = exception.extra(ExceptionFields.encoding)
      return name.isPresent && name.isStr ? StrRef(name).text : ""
    }

    /// - Throws: TypeError for no error of this kind, or one that was not told what it is about.
    init(_ a: Args, onlyEncode: Bool = false) throws(Raised) {
      guard a[0].isHeap, !a[0].isType, a[0].isInstance(of: .unicodeError) else {
        throw Problem.unknown(a[0])
      }
      exception = ExceptionRef(a[0])
      let isDecode = a[0].isInstance(of: .unicodeDecodeError)
      let isEncode = a[0].isInstance(of: .unicodeEncodeError)
      if !isEncode, onlyEncode || !isDecode && !a[0].isInstance(of: .unicodeTranslateError) {
        throw Problem.unknown(a[0])
      }
      let object = exception.extra(ExceptionFields.unicodeObject)
      if object.isAbsent { throw raise(.typeError, "object attribute not set") }
      if isDecode ? !object.isBytes : !object.isStr {
        throw raise(
          .typeError, "object attribute must be \(isDecode ? "bytes" : "unicode")")
      }
      let count = object.isStr ? StrRef(object).count : BytesRef(object).count
      let from = try Convert.machineInt(exception.extra(ExceptionFields.start))
      start = count == 0 ? 0 : min(max(0, from), count - 1)
      let to = try Convert.machineInt(exception.extra(ExceptionFields.end))
      end = min(max(to, min(1, count)), count)
    }

    static func unknown(_ value: Value) -> Raised {
      raise(.typeError, "don't know how to handle \(value.typeName) in error callback")
    }

    func answer(_ text: StrRef) -> Value { TupleRef.of(text.value, Value(end)).value }
  }

  private static func strict(_ a: Args) throws(Raised) -> Value {
    if a[0].isHeap, !a[0].isType, a[0].has(.isException) { throw setRaised(a[0]) }
    throw raise(.typeError, "codec must pass exception instance")
  }

  private static func ignore(_ a: Args) throws(Raised) -> Value { try Problem(a).answer(.empty) }

  private static func replace(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a)
    if problem.isDecode { return problem.answer(StrRef(StrRef.character(0xFFFD))) }
    let mark = StrRef(StrRef.character(problem.isEncode ? 0x3F : 0xFFFD))
    return problem.answer(try StrType.repeated(mark, problem.end - problem.start))
  }

  private static func xmlReplace(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a, onlyEncode: true)
    var text = ""
    for i in problem.start..<max(problem.start, problem.end) {
      text += "&#\(StrRef(problem.object)[i]);"
    }
    return problem.answer(StrRef.make(text))
  }

  private static func backslashReplace(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a)
    var out = FormatBuffer()
    for i in problem.start..<max(problem.start, problem.end) {
      let c =
        problem.isDecode
        ? UInt32(BytesRef(problem.object).data[i]) : StrRef(problem.object)[i]
      StrRepr.appendEscape(c, to: &out)
    }
    return problem.answer(out.finish())
  }

  private static func nameReplace(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a, onlyEncode: true)
    let unicodeData = try Imports.importModule("unicodedata")
    var out = FormatBuffer()
    for i in problem.start..<max(problem.start, problem.end) {
      let c = StrRef(problem.object)[i]
      let name = try Call.method(unicodeData, "name", StrRef.character(c), .none)
      if name.isStr {
        out.append("\\N{")
        out.append(StrRef(name))
        out.append("}")
      } else {
        StrRepr.appendEscape(c, to: &out)
      }
    }
    return problem.answer(out.finish())
  }

  private static func surrogateEscape(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a)
    if problem.isEncode {
      var bytes: [UInt8] = []
      for i in problem.start..<max(problem.start, problem.end) {
        let c = StrRef(problem.object)[i]
        if c < 0xDC80 || c > 0xDCFF { throw setRaised(a[0]) }
        bytes.append(UInt8(c - 0xDC00))
      }
      return TupleRef.of(BytesRef.make(bytes).value, Value(problem.end)).value
    }
    if !problem.isDecode { throw Problem.unknown(a[0]) }
    var out = FormatBuffer()
    var i = problem.start
    let data = BytesRef(problem.object).data
    while i < problem.end, i < problem.start + 4, data[i] >= 0x80 {
      out.append(0xDC00 + UInt32(data[i]))
      i += 1
    }
    if i == problem.start { throw setRaised(a[0]) }
    return TupleRef.of(out.finish().value, Value(i)).value
  }

  /// Bytes a code unit and byte order of an encoding's name; nil if it is no UTF.
  private static func unit(_ encoding: String) -> (size: Int, big: Bool)? {
    switch Codecs.known(encoding) {
    case .utf8: return (3, false)
    case .utf16, .utf16LE: return (2, false)
    case .utf16BE: return (2, true)
    case .utf32, .utf32LE: return (4, false)
    case .utf32BE: return (4, true)
    default: return nil
    }
  }

  private static func surrogatePass(_ a: Args) throws(Raised) -> Value {
    let problem = try Problem(a)
    guard let unit = unit(problem.encoding) else { throw setRaised(a[0]) }
    if problem.isEncode {
      var bytes: [UInt8] = []
      for i in problem.start..<max(problem.start, problem.end) {
        let c = StrRef(problem.object)[i]
        if c & 0xFFFF_F800 != 0xD800 { throw setRaised(a[0]) }
        if unit.size == 3 {
          StrRef.encodeUTF8(c, into: &bytes)
        } else {
          let units = (0..<unit.size).map { UInt8(truncatingIfNeeded: c >> UInt32(8 * $0)) }
          bytes.append(contentsOf: unit.big ? units.reversed() : units)
        }
      }
      return TupleRef.of(BytesRef.make(bytes).value, Value(problem.end)).value
    }
    if !problem.isDecode { throw Problem.unknown(a[0]) }
    let bytes = BytesRef(problem.object)
    if bytes.count - problem.start < unit.size { throw setRaised(a[0]) }
    var c: UInt32 = 0
    let data = bytes.data + problem.start
    if unit.size == 3 {
      if data[0] & 0xF0 == 0xE0, data[1] & 0xC0 == 0x80, data[2] & 0xC0 == 0x80 {
        c = UInt32(data[0] & 0x0F) << 12 | UInt32(data[1] & 0x3F) << 6 | UInt32(data[2] & 0x3F)
      }
    } else {
      for k in 0..<unit.size {
        c |= UInt32(data[unit.big ? unit.size - 1 - k : k]) << UInt32(8 * k)
      }
    }
    if c & 0xFFFF_F800 != 0xD800 { throw setRaised(a[0]) }
    return TupleRef.of(StrRef.character(c), Value(problem.start + unit.size)).value
  }
}
