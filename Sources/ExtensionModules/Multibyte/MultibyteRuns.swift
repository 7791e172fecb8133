// Encoding and decoding of whole texts, with error handlers.

import TaipanRuntime

/// Lives on the native stack only.
struct EncodingRun {
  let codec: UnsafeMutablePointer<MultibyteCodec>
  let errors: String
  var state: ShiftState
  var out: [UInt8] = []

  init(_ codec: UnsafeMutablePointer<MultibyteCodec>, errors: String) {
    self.codec = codec
    self.errors = errors
    state = codec.pointee.initialState(decoding: false)
  }

  var result: Value {
    out.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return BytesRef.empty.value }
      return BytesRef.make(base, count: buffer.count).value
    }
  }

  /// Encodes until the end, or to a character that waits for the next.
  ///
  /// - Returns: how many characters are done.
  /// - Throws: UnicodeEncodeError; what the error handler raises.
  mutating func encode(_ text: StrRef, isFinal: Bool) throws(Raised) -> Int {
    try encode(text, isFinal: isFinal, errors)
  }

  private mutating func encode(_ text: StrRef, isFinal: Bool, _ errors: String) throws(Raised)
    -> Int
  {
    var i = 0
    while i < text.count {
      switch codec.pointee.encode(text, i, isFinal: isFinal, &state, &out) {
      case .written(let count): i += count
      case .incomplete: return i
      case .illegal: i = try handle(text, i, errors)
      }
    }
    return i
  }

  /// - Returns: where to go on.
  private mutating func handle(_ text: StrRef, _ at: Int, _ errors: String) throws(Raised) -> Int {
    if errors == "ignore" { return at + 1 }
    if errors == "replace" {
      let mark = StrRef.make("?")
      if case .written = codec.pointee.encode(mark, 0, isFinal: true, &state, &out) {
      } else {
        out.append(UInt8(ascii: "?"))
      }
      return at + 1
    }
    let arguments = TupleRef.make(count: 5)
    arguments.set(0, Value(codec.pointee.name))
    arguments.set(1, text.value)
    arguments.set(2, Value(at))
    arguments.set(3, Value(at + 1))
    arguments.set(4, Value("illegal multibyte sequence"))
    let exception = try Call.function(BuiltinType.unicodeEncodeError.value, arguments, nil)
    if errors == "strict" { throw setRaised(exception) }
    let (replacement, place) = try MultibyteErrors.ask(
      errors, exception, text.count, "encoding error handler must return (str, int) tuple",
      allowsBytes: true)
    if replacement.isBytes {
      out += BytesRef(replacement).buffer
    } else {
      _ = try encode(StrRef(replacement), isFinal: true, "strict")
    }
    return place
  }
}

/// Lives on the native stack only.
struct DecodingRun {
  let codec: UnsafeMutablePointer<MultibyteCodec>
  let errors: String
  var state: ShiftState
  var out: [UInt32] = []

  init(_ codec: UnsafeMutablePointer<MultibyteCodec>, errors: String) {
    self.codec = codec
    self.errors = errors
    state = codec.pointee.initialState(decoding: true)
  }

  var result: Value {
    out.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return Value("") }
      return StrRef.codePoints(base, count: buffer.count).value
    }
  }

  /// Decodes until the end, or to bytes that wait for others.
  ///
  /// - Returns: how many bytes are done.
  /// - Throws: UnicodeDecodeError; what the error handler raises.
  mutating func decode(_ bytes: [UInt8], isFinal: Bool) throws(Raised) -> Int {
    out.reserveCapacity(out.count + bytes.count)
    var i = 0
    while i < bytes.count {
      switch step(bytes, i) {
      case .character(let c, let used):
        out.append(c)
        i += used
      case .pair(let first, let second, let used):
        out += [first, second]
        i += used
      case .control(let used): i += used
      case .illegal(let count):
        let end = min(i + count, bytes.count)
        i = try handle(bytes, i, end, "illegal multibyte sequence")
      case .incomplete:
        if !isFinal { return i }
        i = try handle(bytes, i, bytes.count, "incomplete multibyte sequence")
      }
    }
    return i
  }

  @inline(__always)
  private mutating func step(_ bytes: [UInt8], _ at: Int) -> DecodingStep {
    bytes.withUnsafeBufferPointer {
      codec.pointee.decode(
        $0.baseAddress.unsafelyUnwrapped + at, $0.count - at, &state)
    }
  }

  /// - Returns: where to go on.
  private mutating func handle(_ bytes: [UInt8], _ start: Int, _ end: Int, _ reason: String)
    throws(Raised) -> Int
  {
    if errors == "ignore" { return end }
    if errors == "replace" {
      out.append(0xFFFD)
      return end
    }
    let arguments = TupleRef.make(count: 5)
    arguments.set(0, Value(codec.pointee.name))
    arguments.set(1, BytesRef.make(bytes).value)
    arguments.set(2, Value(start))
    arguments.set(3, Value(end))
    arguments.set(4, Value(reason))
    let exception = try Call.function(BuiltinType.unicodeDecodeError.value, arguments, nil)
    if errors == "strict" { throw setRaised(exception) }
    let (replacement, place) = try MultibyteErrors.ask(
      errors, exception, bytes.count, "decoding error handler must return (str, int) tuple",
      allowsBytes: false)
    let text = StrRef(replacement)
    for i in 0..<text.count { out.append(text[i]) }
    return place
  }
}

enum MultibyteErrors {
  /// Calls an error handler: what it puts in place of what is wrong, and where to go on.
  ///
  /// - Throws: LookupError for an unknown handler; TypeError with the message for what is no answer;
  ///   IndexError for a place outside of the input; what the handler raises.
  static func ask(
    _ errors: String, _ exception: Value, _ count: Int, _ message: String, allowsBytes: Bool
  ) throws(Raised) -> (Value, Int) {
    let answer = try Call.function(try CodecErrors.handler(errors), exception)
    guard answer.isTuple, TupleRef(answer).count == 2,
      TupleRef(answer)[0].isStr || allowsBytes && TupleRef(answer)[0].isBytes
    else { throw raise(.typeError, message) }
    let given = TupleRef(answer)[1]
    if !given.isAnyInt { throw raise(.typeError, message) }
    let place = given.exactInt.asMachineInt.map { $0 < 0 ? $0 + count : $0 } ?? -1
    if place < 0 || place > count {
      throw raise(
        .indexError, "position \(place) from error handler out of bounds")
    }
    return (TupleRef(answer)[0], place)
  }
}
