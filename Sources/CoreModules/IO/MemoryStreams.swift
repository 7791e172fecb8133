// `BytesIO` and `StringIO`.

import Glibc
import TaipanRuntime

/// The content is a bytearray in `buffer`.
enum BytesStreams {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, initial_bytes=b'')", initialize),
    NativeMethod("read", "($self, size=-1, /)", read),
    NativeMethod("read1", "($self, size=-1, /)", read),
    NativeMethod("readinto", "($self, buffer, /)", readInto),
    NativeMethod("readline", "($self, size=-1, /)", readLine),
    NativeMethod("write", "($self, b, /)", write),
    NativeMethod("seek", "($self, pos, whence=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("truncate", "($self, size=None, /)", truncate),
    NativeMethod("getvalue", "($self, /)", getValue),
    NativeMethod("getbuffer", "($self, /)", getBuffer),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("__iter__", "($self, /)", { a throws(Raised) in a[0] }),
    NativeMethod("seekable", "($self, /)", yes),
    NativeMethod("readable", "($self, /)", yes),
    NativeMethod("writable", "($self, /)", yes),
    NativeMethod("__getstate__", "($self, /)", getState),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let getSets: [NativeGetSet] = []

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let content = ByteArrayRef.make()
    s.p.pointee.buffer = content.value
    s.p.pointee.position = 0
    s.set(.closed, false)
    s.noteWrite()
    if a[1].isPresent, !a[1].isNone {
      let bytes = try BytesLike.read(a[1])
      try content.resize(bytes.count)
      if let source = bytes.baseAddress { content.data.update(from: source, count: bytes.count) }
    }
    return .none
  }

  private static func content(_ a: Args) throws(Raised) -> (Stream, ByteArrayRef) {
    let s = Stream(a[0])
    if s.has(.closed) || s.p.pointee.buffer.isAbsent {
      throw raise(.valueError, "I/O operation on closed file.")
    }
    return (s, ByteArrayRef(s.p.pointee.buffer))
  }

  static func yes(_ a: Args) throws(Raised) -> Value {
    _ = try content(a)
    return .true
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    let (s, content) = try content(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let available = max(0, content.count - s.p.pointee.position)
    let count = size < 0 ? available : min(size, available)
    let result = BytesRef.make(
      content.data + min(s.p.pointee.position, content.count), count: count)
    s.p.pointee.position += count
    return result.value
  }

  static func readInto(_ a: Args) throws(Raised) -> Value {
    let memory = try Buffers.writable(a[1])
    let (s, content) = try content(a)
    let start = min(s.p.pointee.position, content.count)
    let count = min(memory.count, content.count - start)
    memory.baseAddress?.copyMemory(from: content.data + start, byteCount: count)
    s.p.pointee.position += count
    return Value(count)
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let (s, content) = try content(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let start = min(s.p.pointee.position, content.count)
    var end = start
    let limit = size < 0 ? content.count : min(content.count, start + size)
    while end < limit {
      end += 1
      if content.data[end - 1] == 10 { break }
    }
    s.p.pointee.position = end
    return BytesRef.make(content.data + start, count: end - start).value
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let (s, content) = try content(a)
    let bytes = try BytesLike.read(a[1])
    let position = s.p.pointee.position
    let end = position + bytes.count
    if bytes.isEmpty { return Value(0) }
    if end > content.count {
      let old = content.count
      try content.resize(end)
      if position > old { memset(content.data + old, 0, position - old) }
    }
    content.data.advanced(by: position).update(from: bytes.baseAddress!, count: bytes.count)
    s.p.pointee.position = end
    return Value(bytes.count)
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    let (s, content) = try content(a)
    var position = try Convert.machineInt(a[1])
    switch a.count > 2 ? try Convert.machineInt(a[2]) : 0 {
    case 0:
      if position < 0 { throw raise(.valueError, "negative seek value \(position)") }
    case 1: position += s.p.pointee.position
    case 2: position += content.count
    case let whence:
      throw raise(.valueError, "invalid whence (\(whence), should be 0, 1 or 2)")
    }
    s.p.pointee.position = max(0, position)
    return Value(s.p.pointee.position)
  }
  static func tell(_ a: Args) throws(Raised) -> Value { Value(try content(a).0.p.pointee.position) }
  static func truncate(_ a: Args) throws(Raised) -> Value {
    let (s, content) = try content(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : s.p.pointee.position
    if size < 0 { throw raise(.valueError, "negative size value \(size)") }
    if size < content.count { try content.resize(size) }
    return Value(size)
  }
  static func getValue(_ a: Args) throws(Raised) -> Value {
    let (_, content) = try content(a)
    return BytesRef.make(content.data, count: content.count).value
  }
  static func getBuffer(_ a: Args) throws(Raised) -> Value {
    try Call.function(BuiltinType.memoryView.value, try content(a).1.value)
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    Stream(a[0]).set(.closed, true)
    return .none
  }
  static func getState(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(try getValue(a), try tell(a), ownAttributes(a[0])).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    let state = try stateItems(a, 3)
    let position = try checkedPosition(state[1])
    try checkAttributes(state[2])
    _ = try Call.method(a[0], "__init__", state[0])
    Stream(a[0]).p.pointee.position = position
    try addAttributes(a[0], state[2])
    return .none
  }

  // MARK: States of both kinds

  static func ownAttributes(_ stream: Value) -> Value {
    let attributes = Instances.copyAttributes(stream.asObject)
    return attributes.count == 0 ? .none : attributes.value
  }

  /// - Throws: TypeError for what is no state.
  static func stateItems(_ a: Args, _ count: Int) throws(Raised) -> TupleRef {
    guard a[1].isTuple, TupleRef(a[1]).count >= count else {
      throw raise(
        .typeError,
        "\(a[0].type.messageName).__setstate__ argument should be \(count)-tuple, got \(a[1].typeName)"
      )
    }
    return TupleRef(a[1])
  }

  static func checkedPosition(_ value: Value) throws(Raised) -> Int {
    guard value.isAnyInt else {
      throw raise(.typeError, "second item of state must be an integer, got \(value.typeName)")
    }
    let position = try Convert.machineInt(value)
    if position < 0 { throw raise(.valueError, "position value cannot be negative") }
    return position
  }

  static func checkAttributes(_ value: Value) throws(Raised) {
    if !value.isNone, !value.isDict {
      throw raise(.typeError, "third item of state should be a dict, got a \(value.typeName)")
    }
  }

  static func addAttributes(_ stream: Value, _ value: Value) throws(Raised) {
    if value.isDict {
      let attributes = Instances.materializeDict(stream.asObject)
      _ = try Call.method(attributes.value, "update", value)
    }
  }
}

/// The content is a list of strs in `buffer` while only appended to, one str otherwise.
enum StringStreams {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, initial_value='', newline='\\n')", initialize),
    NativeMethod("read", "($self, size=-1, /)", read),
    NativeMethod("readline", "($self, size=-1, /)", readLine),
    NativeMethod("write", "($self, s, /)", write),
    NativeMethod("seek", "($self, pos, whence=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("truncate", "($self, pos=None, /)", truncate),
    NativeMethod("getvalue", "($self, /)", getValue),
    NativeMethod("close", "($self, /)", BytesStreams.close),
    NativeMethod("flush", "($self, /)", { a throws(Raised) in .none }),
    NativeMethod("seekable", "($self, /)", yes),
    NativeMethod("readable", "($self, /)", yes),
    NativeMethod("writable", "($self, /)", yes),
    NativeMethod("__getstate__", "($self, /)", getState),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "line_buffering",
      { a throws(Raised) in
        _ = try stream(a)
        return .false
      }),
    NativeGetSet(
      "newlines",
      { a throws(Raised) in
        _ = try stream(a)
        return try TextStreams.newlines(a)
      }),
  ]

  static func getState(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    return TupleRef.of(
      try getValue(a), s.p.pointee.newline, Value(s.p.pointee.position),
      BytesStreams.ownAttributes(a[0])
    ).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let state = try BytesStreams.stateItems(a, 4)
    guard state[0].isStr || state[0].isNone else {
      throw raise(.typeError, "initial_value must be str or None, not \(state[0].typeName)")
    }
    guard state[2].isAnyInt else {
      throw raise(.typeError, "third item of state must be an integer, got \(state[2].typeName)")
    }
    let position = try Convert.machineInt(state[2])
    if position < 0 { throw raise(.valueError, "position value cannot be negative") }
    if !state[3].isNone, !state[3].isDict {
      throw raise(
        .typeError, "fourth item of state should be a dict, got a \(state[3].typeName)")
    }
    try start(s, newline: state[1])
    // The content is as it was translated.
    if state[0].isStr { ListRef(s.p.pointee.buffer).append(state[0]) }
    s.p.pointee.position = position
    s.set(.atEnd, false)
    try BytesStreams.addAttributes(a[0], state[3])
    return .none
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    try start(s, newline: a[2].isAbsent ? Value("\n") : a[2])
    if a[1].isPresent, !a[1].isNone {
      guard a[1].isStr else {
        throw raise(.typeError, "initial_value must be str or None, not \(a[1].typeName)")
      }
      ListRef(s.p.pointee.buffer).append(translate(s, StrRef(a[1])).value)
    }
    return .none
  }

  private static func start(_ s: Stream, newline: Value) throws(Raised) {
    s.p.pointee.flags = []
    s.p.pointee.buffer = .absent
    if !newline.isNone {
      guard newline.isStr else {
        throw raise(.typeError, "newline must be str or None, not \(newline.typeName)")
      }
      if !["", "\n", "\r", "\r\n"].contains(StrRef(newline).text) {
        throw raise(.valueError, "illegal newline value: \(try Convert.repr(newline).text)")
      }
    }
    s.p.pointee.newline = newline
    s.p.pointee.buffer = ListRef.make().value
    s.p.pointee.position = 0
    s.noteWrite()
  }

  private static func stream(_ a: Args) throws(Raised) -> Stream {
    let s = Stream(a[0])
    if s.has(.closed) { throw raise(.valueError, "I/O operation on closed file") }
    if s.p.pointee.buffer.isAbsent {
      throw raise(.valueError, "I/O operation on uninitialized object")
    }
    return s
  }
  static func yes(_ a: Args) throws(Raised) -> Value {
    _ = try stream(a)
    return .true
  }

  /// What is stored for written text: newlines as the argument says.
  private static func translate(_ s: Stream, _ text: StrRef) -> StrRef {
    let newline = s.p.pointee.newline
    // Where line ends of all kinds count, those that come are noted.
    if newline.isNone || StrRef(newline).count == 0 { TextStreams.noteNewlines(s, text) }
    if newline.isNone { return Newlines.universal(text) }
    // Nothing to do for "" and "\n".
    if StrRef(newline).count == 0 || StrRef(newline)[0] == 10 { return text }
    let end = StrRef(newline).text
    return end == "\r" || end == "\r\n" ? Newlines.replace(text, by: end) : text
  }

  /// All of the content as one str.
  private static func content(_ s: Stream) -> StrRef {
    let parts = ListRef(s.p.pointee.buffer)
    if parts.count == 1 { return StrRef(parts[0]) }
    let builder = StrBuilder()
    for i in 0..<parts.count { builder.append(StrRef(parts[i])) }
    let whole = builder.finish()
    parts.truncate(0)
    parts.append(whole.value)
    return whole
  }

  private static func length(_ s: Stream) -> Int {
    let parts = ListRef(s.p.pointee.buffer)
    var total = 0
    for i in 0..<parts.count { total += StrRef(parts[i]).count }
    return total
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    guard a[1].isStr else {
      throw raise(.typeError, "string argument expected, got '\(a[1].typeName)'")
    }
    let text = translate(s, StrRef(a[1]))
    if text.count == 0 { return Value(0) }
    let parts = ListRef(s.p.pointee.buffer)
    if s.has(.atEnd) || s.p.pointee.position == length(s) {
      parts.append(text.value)
      s.p.pointee.position += text.count
      s.set(.atEnd, true)
      return Value(StrRef(a[1]).count)
    }
    let whole = content(s)
    let position = s.p.pointee.position
    let builder = StrBuilder()
    builder.append(whole.slice(0, min(position, whole.count)))
    if position > whole.count {
      builder.append(String(repeating: "\0", count: position - whole.count))
    }
    builder.append(text)
    if position + text.count < whole.count {
      builder.append(whole.slice(position + text.count, whole.count))
    }
    parts.truncate(0)
    parts.append(builder.finish().value)
    s.p.pointee.position = position + text.count
    return Value(StrRef(a[1]).count)
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let whole = content(s)
    let start = min(s.p.pointee.position, whole.count)
    let end = size < 0 ? whole.count : min(whole.count, start + size)
    s.p.pointee.position = max(end, s.p.pointee.position)
    s.set(.atEnd, s.p.pointee.position == whole.count)
    return whole.slice(start, end).value
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let whole = content(s)
    let start = min(s.p.pointee.position, whole.count)
    let limit = size < 0 ? whole.count : min(whole.count, start + size)
    let newline = s.p.pointee.newline.isNone ? "" : StrRef(s.p.pointee.newline).text
    let end = Newlines.lineEnd(whole, start, limit, newline, universal: newline.isEmpty)
    s.p.pointee.position = max(end, s.p.pointee.position)
    s.set(.atEnd, s.p.pointee.position == whole.count)
    return whole.slice(start, end).value
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    var position = try Convert.machineInt(a[1])
    let whence = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    switch whence {
    case 0:
      if position < 0 { throw raise(.valueError, "Negative seek position \(position)") }
    case 1, 2:
      if position != 0 { throw raise(.osError, "Can't do nonzero cur-relative seeks") }
      position = whence == 1 ? s.p.pointee.position : length(s)
    default: throw raise(.valueError, "Invalid whence (\(whence), should be 0, 1 or 2)")
    }
    s.p.pointee.position = position
    s.set(.atEnd, position == length(s))
    return Value(position)
  }
  static func tell(_ a: Args) throws(Raised) -> Value { Value(try stream(a).p.pointee.position) }
  static func truncate(_ a: Args) throws(Raised) -> Value {
    let s = try stream(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : s.p.pointee.position
    if size < 0 { throw raise(.valueError, "Negative size value \(size)") }
    let whole = content(s)
    if size < whole.count {
      let parts = ListRef(s.p.pointee.buffer)
      parts.truncate(0)
      parts.append(whole.slice(0, size).value)
    }
    s.set(.atEnd, s.p.pointee.position == length(s))
    return Value(size)
  }
  static func getValue(_ a: Args) throws(Raised) -> Value { content(try stream(a)).value }
}

/// Line ends in text.
enum Newlines {
  /// "\r\n" and "\r" become "\n".
  static func universal(_ text: StrRef) -> StrRef {
    var hasReturn = false
    for i in 0..<text.count where text[i] == 13 {
      hasReturn = true
      break
    }
    if !hasReturn { return text }
    var points: [UInt32] = []
    points.reserveCapacity(text.count)
    var i = 0
    while i < text.count {
      let c = text[i]
      if c == 13 {
        points.append(10)
        if i + 1 < text.count, text[i + 1] == 10 { i += 1 }
      } else {
        points.append(c)
      }
      i += 1
    }
    return points.withUnsafeBufferPointer { StrRef.codePoints($0.baseAddress!, count: $0.count) }
  }

  /// "\n" becomes `end`.
  static func replace(_ text: StrRef, by end: String) -> StrRef {
    let replacement = end.unicodeScalars.map { $0.value }
    var points: [UInt32] = []
    for i in 0..<text.count {
      if text[i] == 10 { points += replacement } else { points.append(text[i]) }
    }
    if points.isEmpty { return .empty }
    return points.withUnsafeBufferPointer { StrRef.codePoints($0.baseAddress!, count: $0.count) }
  }

  /// The end of the line that begins at `start`, line end included; `limit` if none ends before.
  static func lineEnd(
    _ text: StrRef, _ start: Int, _ limit: Int, _ newline: String, universal: Bool
  ) -> Int {
    if newline == "\n" || newline.isEmpty, !universal || newline == "\n" {
      return find(text, 10, start, limit)
    }
    if newline == "\r" { return find(text, 13, start, limit) }
    var i = start
    while i < limit {
      let c = text[i]
      i += 1
      if universal {
        if c == 10 { return i }
        if c == 13 { return i < limit && text[i] == 10 ? i + 1 : i }
      } else if c == 10, i >= start + 2, text[i - 2] == 13 {
        return i
      }
    }
    return limit
  }

  private static func find(_ text: StrRef, _ wanted: UInt32, _ start: Int, _ limit: Int) -> Int {
    if text.width == 1 {
      guard start < limit, let hit = memchr(text.bytes + start, Int32(wanted), limit - start) else {
        return limit
      }
      return hit.assumingMemoryBound(to: UInt8.self) - text.bytes + 1
    }
    var i = start
    while i < limit {
      if text[i] == wanted { return i + 1 }
      i += 1
    }
    return limit
  }
}
