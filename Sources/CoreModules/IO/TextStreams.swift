// `TextIOWrapper`: text over a buffered stream.
//
// `buffer` is the decoded text from which reads are served (`position` is the next character), `pending` are
// encoded bytes that wait to be written.

import Glibc
import TaipanRuntime

enum TextStreams {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__init__",
      "($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
      initialize),
    NativeMethod("read", "($self, size=-1, /)", read),
    NativeMethod("readline", "($self, size=-1, /)", readLine),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("write", "($self, text, /)", write),
    NativeMethod("flush", "($self, /)", flush),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("detach", "($self, /)", detach),
    NativeMethod("seek", "($self, cookie, whence=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("truncate", "($self, pos=None, /)", truncate),
    NativeMethod(
      "reconfigure",
      "($self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
      reconfigure),
    NativeMethod(
      "seekable", "($self, /)", { a throws(Raised) in try Call.method(try inner(a), "seekable") }),
    NativeMethod(
      "readable", "($self, /)", { a throws(Raised) in try Call.method(try inner(a), "readable") }),
    NativeMethod(
      "writable", "($self, /)", { a throws(Raised) in try Call.method(try inner(a), "writable") }),
    NativeMethod(
      "fileno", "($self, /)", { a throws(Raised) in try Call.method(try inner(a), "fileno") }),
    NativeMethod(
      "isatty", "($self, /)", { a throws(Raised) in try Call.method(try inner(a), "isatty") }),
    NativeMethod("_dealloc_warn", "($self, source, /)", BaseStreams.warnUnclosed),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("encoding", { a throws(Raised) in Stream(a[0]).p.pointee.encoding }),
    NativeGetSet("errors", { a throws(Raised) in Stream(a[0]).p.pointee.errors }),
    NativeGetSet("buffer", { a throws(Raised) in try inner(a) }),
    NativeGetSet(
      "closed",
      { a throws(Raised) in try Attributes.get(try inner(a), "closed") }),
    NativeGetSet("name", { a throws(Raised) in try Attributes.get(try inner(a), "name") }),
    NativeGetSet("line_buffering", { a throws(Raised) in Value(Stream(a[0]).has(.lineBuffering)) }),
    NativeGetSet("write_through", { a throws(Raised) in Value(Stream(a[0]).has(.writeThrough)) }),
    NativeGetSet("newlines", newlines),
    NativeGetSet("_CHUNK_SIZE", getChunkSize, set: setChunkSize),
  ]

  /// What is collected before it goes to the stream below.
  private static let defaultChunkSize = 8192

  private static func getChunkSize(_ a: Args) throws(Raised) -> Value {
    _ = try inner(a)
    let size = Stream(a[0]).chunkSize
    return Value(size > 0 ? size : defaultChunkSize)
  }
  private static func setChunkSize(_ a: Args) throws(Raised) -> Value {
    _ = try inner(a)
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    let size = try Convert.machineInt(a[1], overflow: .valueError)
    if size <= 0 { throw raise(.valueError, "a strictly positive integer is required") }
    Stream(a[0]).chunkSize = size
    return .none
  }

  static func newlines(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let seen = ListRef.make()
    if s.has(.sawReturn) { seen.append(Value("\r")) }
    if s.has(.sawNewline) { seen.append(Value("\n")) }
    if s.has(.sawBoth) { seen.append(Value("\r\n")) }
    return seen.count == 0 ? .none : seen.count == 1 ? seen[0] : seen.toTuple().value
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    s.p.pointee.flags = []
    s.p.pointee.inner = .absent
    s.chunkSize = 0
    s.snapshot = .absent
    s.p.pointee.buffer = StrRef.empty.value
    s.p.pointee.position = 0
    s.p.pointee.pending = ByteArrayRef.make().value
    s.undecoded = ByteArrayRef.make().value
    s.noteWrite()
    if IOModule.warnsOfDefaultEncoding, a[2].isAbsent || a[2].isNone {
      try IOModule.warnOfDefaultEncoding(stackLevel: 1)
    }
    try setEncoding(s, a[2], a[3])
    try setNewline(s, a[4].isAbsent ? .none : a[4])
    s.set(.lineBuffering, a[5].isPresent ? try Convert.truth(a[5]) : false)
    s.set(.writeThrough, a[6].isPresent ? try Convert.truth(a[6]) : false)
    s.p.pointee.inner = a[1]
    s.noteWrite()
    return .none
  }

  private static func setEncoding(_ s: Stream, _ encoding: Value, _ errors: Value) throws(Raised) {
    var name =
      encoding.isAbsent || encoding.isNone
      ? "" : try Convert.requireStr(encoding, "encoding").text
    if name.isEmpty || name == "locale" {
      // The UTF-8 mode overrules the locale where nobody asked for that.
      name = name.isEmpty && IOModule.usesUTF8 ? "utf-8" : "UTF-8"
    }
    let handler =
      errors.isAbsent || errors.isNone ? "strict" : try Convert.requireStr(errors, "errors").text
    let (nameValue, handlerValue) = (Value(name), Value(handler))
    var decoder = Value.absent
    if !isNative(name) {
      decoder = try makeDecoder(nameValue, handlerValue)
    }
    s.p.pointee.encoding = nameValue
    s.p.pointee.errors = handlerValue
    s.p.pointee.second = decoder
    s.p.pointee.encoder = .absent
    s.noteWrite()
  }

  static func makeDecoder(_ s: Stream) throws(Raised) -> Value {
    try makeDecoder(s.p.pointee.encoding, s.p.pointee.errors)
  }

  /// - Throws: LookupError for an encoding that does not exist or whose codec is not one of text.
  private static func makeDecoder(_ name: Value, _ errors: Value) throws(Raised) -> Value {
    let codecs = try Imports.importModule("codecs")
    let info = try Call.method(codecs, "lookup", name)
    if !(try Convert.truth(try Attributes.get(info, "_is_text_encoding"))) {
      throw raise(
        .lookupError,
        "'\(StrRef(name).text)' is not a text encoding; use codecs.open() to handle arbitrary codecs"
      )
    }
    let factory = try Call.method(codecs, "getincrementaldecoder", name)
    return try Call.function(factory, errors)
  }

  /// Encodings whose incomplete sequences are found here.
  private static func isNative(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    return ["utf8", "ascii", "usascii", "latin1", "iso88591"].contains(plain)
  }

  private static func setNewline(_ s: Stream, _ newline: Value) throws(Raised) {
    if !newline.isNone {
      let text = try Convert.requireStr(newline, "newline").text
      if !["", "\n", "\r", "\r\n"].contains(text) {
        throw raise(.valueError, "illegal newline value: \(try Convert.repr(newline).text)")
      }
    }
    s.p.pointee.newline = newline
    let isEmpty = !newline.isNone && StrRef(newline).count == 0
    s.set(.universal, newline.isNone || isEmpty)
    s.set(.translates, newline.isNone)
    s.noteWrite()
  }

  static func inner(_ a: Args) throws(Raised) -> Value {
    let inner = Stream(a[0]).p.pointee.inner
    if inner.isAbsent {
      throw raise(
        .valueError,
        Stream(a[0]).has(.detached)
          ? "underlying buffer has been detached" : "I/O operation on uninitialized object")
    }
    return inner
  }

  static func requireOpen(_ a: Args) throws(Raised) -> Stream {
    let inner = try inner(a)
    if try BaseStreams.isClosed(inner) { throw raise(.valueError, "I/O operation on closed file.") }
    return Stream(a[0])
  }

  // MARK: Writing

  static func write(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "write() argument must be str, not \(a[1].argumentTypeName)")
    }
    let s = try requireOpen(a)
    try requireWritable(s)
    // Text goes where reading stopped; streams without places, such as pairs, are two.
    if s.has(.readable), try Convert.truth(try Call.method(s.p.pointee.inner, "seekable")) {
      try dropReadAhead(s)
    }
    let original = StrRef(a[1])
    var text = original
    let newline = s.p.pointee.newline
    if !newline.isNone, StrRef(newline).count > 0, StrRef(newline).text != "\n" {
      text = Newlines.replace(original, by: StrRef(newline).text)
    }
    let limit = s.chunkSize > 0 ? s.chunkSize : defaultChunkSize
    if ByteArrayRef(s.p.pointee.pending).count + text.count > limit { try flushPending(s) }
    let pending = ByteArrayRef(s.p.pointee.pending)
    if text.isASCII, s.p.pointee.second.isAbsent {
      let old = pending.count
      try pending.resize(old + text.count)
      pending.data.advanced(by: old).update(from: text.bytes, count: text.count)
    } else {
      let bytes = try encode(s, text)
      let old = pending.count
      try pending.resize(old + bytes.count)
      pending.data.advanced(by: old).update(from: bytes.data, count: bytes.count)
    }
    let endsLine =
      s.has(.lineBuffering)
      && (memchr(pending.data, 10, pending.count) != nil
        || memchr(pending.data, 13, pending.count) != nil)
    if pending.count >= limit || endsLine || s.has(.writeThrough) { try flushPending(s) }
    if endsLine { _ = try Call.method(s.p.pointee.inner, "flush") }
    return Value(original.count)
  }

  /// Text as it is written next: some encodings begin a file in another way than they go on.
  private static func encode(_ s: Stream, _ text: StrRef) throws(Raised) -> BytesRef {
    if s.p.pointee.second.isAbsent {
      return BytesRef(
        try Call.method(text.value, "encode", s.p.pointee.encoding, s.p.pointee.errors))
    }
    if s.p.pointee.encoder.isAbsent {
      let codecs = try Imports.importModule("codecs")
      let factory = try Call.method(codecs, "getincrementalencoder", s.p.pointee.encoding)
      s.p.pointee.encoder = try Call.function(factory, s.p.pointee.errors)
      s.noteWrite()
      let inner = s.p.pointee.inner
      if try Convert.truth(try Call.method(inner, "seekable")),
        try Convert.machineInt(try Call.method(inner, "tell")) != 0
      {
        _ = try Call.method(s.p.pointee.encoder, "setstate", Value(0))
      }
    }
    let bytes = try Call.method(s.p.pointee.encoder, "encode", text.value)
    if !bytes.isBytes {
      throw raise(
        .typeError, "encoder should return a bytes object, not '\(bytes.typeName)'")
    }
    return BytesRef(bytes)
  }

  private static func flushPending(_ s: Stream) throws(Raised) {
    let pending = ByteArrayRef(s.p.pointee.pending)
    if pending.count == 0 { return }
    let bytes = BytesRef.make(pending.data, count: pending.count)
    try pending.resize(0)
    _ = try Call.method(s.p.pointee.inner, "write", bytes.value)
  }

  static func flush(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    s.set(.iterates, false)
    try flushPending(s)
    return try Call.method(s.p.pointee.inner, "flush")
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let inner = try inner(a)
    if try BaseStreams.isClosed(inner) { return .none }
    try BaseStreams.closeAfterFlush(a[0], inner)
    return .none
  }

  static func detach(_ a: Args) throws(Raised) -> Value {
    _ = try Call.method(a[0], "flush")
    let inner = try inner(a)
    Stream(a[0]).p.pointee.inner = .absent
    Stream(a[0]).set(.detached, true)
    return inner
  }

  // MARK: Reading

  /// What waits to be written goes out first.
  static func beginReading(_ s: Stream) throws(Raised) {
    try flushPending(s)
    s.set(.readable, true)
  }

  static func dropReadAhead(_ s: Stream) throws(Raised) {
    s.p.pointee.buffer = StrRef.empty.value
    s.p.pointee.position = 0
    try ByteArrayRef(s.undecoded).resize(0)
    s.set(.readable, false)
    s.set(.atEnd, false)
    s.set(.pendingReturn, false)
    s.set(.iterates, false)
    s.snapshot = .absent
  }

  /// Decodes one more chunk behind the text at hand; false at the end of the file.
  private static func fill(_ s: Stream) throws(Raised) -> Bool {
    if s.has(.atEnd) { return false }
    var read = try Attributes.lookup(s.p.pointee.inner, Interning.intern("read1"))
    if read.isAbsent { read = try Attributes.get(s.p.pointee.inner, "read") }
    try beginSnapshot(s)
    let data = try Call.function(read, Value(s.chunkSize > 0 ? s.chunkSize : 65536))
    if data.isNone { return false }
    let isLast = try BytesLike.read(data).count == 0
    let text = try decode(s, data, isLast: isLast)
    if isLast { s.set(.atEnd, true) }
    try extendSnapshot(s, input: data, characters: text.count)
    append(s, text)
    return !isLast || text.count > 0
  }

  private static func append(_ s: Stream, _ text: StrRef) {
    let old = StrRef(s.p.pointee.buffer)
    let rest =
      s.p.pointee.position < old.count ? old.slice(s.p.pointee.position, old.count) : .empty
    s.p.pointee.buffer = rest.count == 0 ? text.value : StrRef.concatenate(rest, text).value
    s.p.pointee.position = 0
    s.noteWrite()
  }

  static func decode(_ s: Stream, _ data: Value, isLast: Bool) throws(Raised) -> StrRef {
    if s.p.pointee.second.isPresent {
      let text = try Call.method(s.p.pointee.second, "decode", data, Value(isLast))
      return translate(s, try Convert.requireStr(text, "decoder result"), isLast)
    }
    let pending = ByteArrayRef(s.undecoded)
    let bytes = try BytesLike.read(data)
    var whole = data
    if pending.count > 0 || !data.isBytes {
      let joined = BytesRef.make(count: pending.count + bytes.count)
      joined.data.update(from: pending.data, count: pending.count)
      if let source = bytes.baseAddress {
        (joined.data + pending.count).update(from: source, count: bytes.count)
      }
      try pending.resize(0)
      whole = joined.value
    }
    let all = BytesRef(whole)
    if StrRef.allASCII(all.data, all.count) {
      return translate(s, StrRef.latin1(all.data, count: all.count), isLast)
    }
    let complete = isLast ? all.count : completePrefix(s, all)
    let tail = all.count - complete
    if tail > 0 {
      try pending.resize(tail)
      pending.data.update(from: all.data + complete, count: tail)
      whole = BytesRef.make(all.data, count: complete).value
    }
    let text = try Call.method(whole, "decode", s.p.pointee.encoding, s.p.pointee.errors)
    return translate(s, StrRef(text), isLast)
  }

  /// How much of the bytes is whole UTF-8 sequences.
  private static func completePrefix(_ s: Stream, _ bytes: BytesRef) -> Int {
    if !StrRef(s.p.pointee.encoding).text.lowercased().hasPrefix("utf") { return bytes.count }
    var start = bytes.count
    var back = 0
    while start > 0, back < 4 {
      start -= 1
      back += 1
      let byte = bytes.data[start]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return needed > back ? start : bytes.count
    }
    return bytes.count
  }

  /// Line ends of read text; a "\r" at the end waits for what follows.
  static func translate(_ s: Stream, _ text: StrRef, _ isLast: Bool) -> StrRef {
    if !s.has(.universal) { return text }
    var str = text
    if s.has(.pendingReturn) {
      str = StrRef.concatenate(StrRef.make("\r"), str)
      s.set(.pendingReturn, false)
    }
    if !isLast, str.count > 0, str[str.count - 1] == 13 {
      str = str.slice(0, str.count - 1)
      s.set(.pendingReturn, true)
    }
    noteNewlines(s, str)
    return s.has(.translates) ? Newlines.universal(str) : str
  }

  static func noteNewlines(_ s: Stream, _ text: StrRef) {
    if text.width == 1, memchr(text.bytes, 13, text.count) == nil {
      if memchr(text.bytes, 10, text.count) != nil { s.set(.sawNewline, true) }
      return
    }
    for i in 0..<text.count {
      if text[i] == 13 {
        s.set(i + 1 < text.count && text[i + 1] == 10 ? .sawBoth : .sawReturn, true)
      } else if text[i] == 10, i == 0 || text[i - 1] != 13 {
        s.set(.sawNewline, true)
      }
    }
  }

  private static func requireWritable(_ s: Stream) throws(Raised) {
    if s.has(.writable) { return }
    if !(try Convert.truth(try Call.method(s.p.pointee.inner, "writable"))) {
      throw IOModule.unsupportedOperation("not writable")
    }
    s.set(.writable, true)
  }

  private static func requireReadable(_ s: Stream) throws(Raised) {
    if s.has(.readable) { return try flushPending(s) }
    if !(try Convert.truth(try Call.method(s.p.pointee.inner, "readable"))) {
      throw IOModule.unsupportedOperation("not readable")
    }
    try beginReading(s)
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    try requireReadable(s)
    if size < 0 {
      let data = try Call.method(s.p.pointee.inner, "read")
      append(s, try decode(s, data.isNone ? Singletons.emptyBytes : data, isLast: true))
      let text = StrRef(s.p.pointee.buffer)
      s.p.pointee.buffer = StrRef.empty.value
      // All of it is taken: positions are the stream's below.
      s.snapshot = .absent
      return text.value
    }
    while StrRef(s.p.pointee.buffer).count - s.p.pointee.position < size {
      if !(try fill(s)) { break }
    }
    let text = StrRef(s.p.pointee.buffer)
    let start = s.p.pointee.position
    let end = min(text.count, start + size)
    s.p.pointee.position = end
    if end == start { s.set(.atEnd, false) }
    return text.slice(start, end).value
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    return try line(s, a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1).value
  }

  private static func line(_ s: Stream, _ size: Int) throws(Raised) -> StrRef {
    try requireReadable(s)
    while true {
      let text = StrRef(s.p.pointee.buffer)
      let start = s.p.pointee.position
      let limit = size < 0 ? text.count : min(text.count, start + size)
      let newline = s.p.pointee.newline.isNone ? "\n" : StrRef(s.p.pointee.newline).text
      let end = Newlines.lineEnd(text, start, limit, newline, universal: newline.isEmpty)
      let isWhole =
        end > start
        && (end < limit || ends(text, end, newline) || (size >= 0 && end - start >= size))
      if isWhole {
        s.p.pointee.position = end
        return text.slice(start, end)
      }
      let isMore: Bool
      do throws(Raised) { isMore = try fill(s) } catch {
        // The line that cannot be read to its end is lost.
        s.p.pointee.position = text.count
        throw error
      }
      if !isMore {
        let rest = StrRef(s.p.pointee.buffer)
        let from = s.p.pointee.position
        s.p.pointee.position = rest.count
        if from == rest.count { s.set(.atEnd, false) }
        return rest.slice(from, rest.count)
      }
    }
  }

  private static func ends(_ text: StrRef, _ end: Int, _ newline: String) -> Bool {
    let last = text[end - 1]
    switch newline {
    case "\n": return last == 10
    case "\r": return last == 13
    case "": return last == 10
    default: return last == 10 && end >= 2 && text[end - 2] == 13
    }
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    s.set(.iterates, true)
    let text = try line(s, -1)
    if text.count > 0 { return text.value }
    s.set(.iterates, false)
    s.snapshot = .absent
    return .exhausted
  }

  // MARK: Changing

  static func truncate(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    _ = try flush(a)
    return try Call.method(
      s.p.pointee.inner, "truncate", a.count > 1 && !a[1].isNone ? a[1] : try tell(a))
  }

  static func reconfigure(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    let changesText = (1...3).contains { a[$0].isPresent && !($0 < 3 && a[$0].isNone) }
    if changesText, s.has(.readable), s.snapshot.isPresent {
      throw IOModule.unsupportedOperation(
        "It is not possible to set the encoding or newline of stream after the first read")
    }
    _ = try Call.method(a[0], "flush")
    if a[1].isPresent && !a[1].isNone || a[2].isPresent && !a[2].isNone {
      try setEncoding(
        s, a[1].isAbsent || a[1].isNone ? s.p.pointee.encoding : a[1],
        a[2].isAbsent || a[2].isNone
          ? (a[1].isAbsent || a[1].isNone ? s.p.pointee.errors : .none) : a[2])
    }
    if a[3].isPresent { try setNewline(s, a[3]) }
    if a[4].isPresent, !a[4].isNone { s.set(.lineBuffering, try Convert.truth(a[4])) }
    if a[5].isPresent, !a[5].isNone { s.set(.writeThrough, try Convert.truth(a[5])) }
    return .none
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    if s.p.pointee.encoding.isAbsent {
      throw raise(.valueError, "I/O operation on uninitialized object")
    }
    return try BaseStreams.guardedRepr(a[0]) { () throws(Raised) in
      var text = "<\(a[0].type.messageName)"
      let name = try BufferedStreams.nameOrAbsent(a[0])
      if name.isPresent { text += " name=\(try Convert.repr(name).text)" }
      let mode = try Attributes.lookup(a[0], Interning.intern("mode"))
      if mode.isPresent { text += " mode=\(try Convert.repr(mode).text)" }
      return text + " encoding=\(try Convert.repr(s.p.pointee.encoding).text)>"
    }
  }
}

/// `IncrementalNewlineDecoder`: line ends over another incremental decoder.
enum NewlineDecoders {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", BaseStreams.new),
    NativeMethod("__init__", "($self, decoder, translate, errors='strict')", initialize),
    NativeMethod("decode", "($self, input, final=False)", decode),
    NativeMethod("getstate", "($self, /)", getState),
    NativeMethod("setstate", "($self, state, /)", setState),
    NativeMethod("reset", "($self, /)", reset),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("newlines", TextStreams.newlines)]

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    s.p.pointee.inner = a[1]
    s.set(.translates, try Convert.truth(a[2]))
    s.noteWrite()
    return .none
  }
  static func decode(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let isFinal = a[2].isPresent ? try Convert.truth(a[2]) : false
    var text = a[1]
    if !s.p.pointee.inner.isNone {
      text = try Call.method(s.p.pointee.inner, "decode", a[1], Value(isFinal))
    }
    var str = try Convert.requireStr(text, "decoder should return a string result,")
    if s.has(.pendingReturn) {
      str = StrRef.concatenate(StrRef.make("\r"), str)
      s.set(.pendingReturn, false)
    }
    if !isFinal, str.count > 0, str[str.count - 1] == 13 {
      str = str.slice(0, str.count - 1)
      s.set(.pendingReturn, true)
    }
    for i in 0..<str.count {
      if str[i] == 13 {
        s.set(i + 1 < str.count && str[i + 1] == 10 ? .sawBoth : .sawReturn, true)
      } else if str[i] == 10, i == 0 || str[i - 1] != 13 {
        s.set(.sawNewline, true)
      }
    }
    return s.has(.translates) ? Newlines.universal(str).value : str.value
  }
  static func getState(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let flag = s.has(.pendingReturn) ? 1 : 0
    if s.p.pointee.inner.isNone { return TupleRef.of(Singletons.emptyBytes, Value(flag)).value }
    let state = try Iterate.tuple(try Call.method(s.p.pointee.inner, "getstate"))
    return TupleRef.of(state[0], Value(try Convert.machineInt(state[1]) << 1 | flag)).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let state = try Iterate.tuple(a[1])
    let flag = try Convert.machineInt(state[1])
    s.set(.pendingReturn, flag & 1 != 0)
    if s.p.pointee.inner.isNone { return .none }
    return try Call.method(
      s.p.pointee.inner, "setstate", TupleRef.of(state[0], Value(flag >> 1)).value)
  }
  static func reset(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    for flag in [StreamFlags.pendingReturn, .sawReturn, .sawNewline, .sawBoth] {
      s.set(flag, false)
    }
    return s.p.pointee.inner.isNone ? .none : try Call.method(s.p.pointee.inner, "reset")
  }
}
