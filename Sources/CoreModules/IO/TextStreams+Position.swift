// Positions of text streams.
//
// A place in a text is one in the bytes below, and how many characters of what is decoded from there on were
// taken. `tell()` decodes once more what was read since the last snapshot to find it. As in CPython the answer
// is one int that holds all of it, little-endian: place (8 bytes), state of the decoder, bytes to decode,
// characters to skip (4 each), whether the input ends there (1). Mostly all but the first are 0.

import Glibc
import TaipanRuntime

/// The words that buffered streams use for their lock: what text streams know of the input that was read.
extension Stream {
  private var words: UnsafeMutablePointer<Value> {
    let offset = MemoryLayout<StreamLayout>.offset(of: \.lock).unsafelyUnwrapped
    return (UnsafeMutableRawPointer(p) + offset).assumingMemoryBound(to: Value.self)
  }
  /// Bytearray of the input since the snapshot; absent before anything is read.
  var snapshot: Value {
    get { words[0] }
    nonmutating set { object.store(newValue, at: words) }
  }
  /// The decoder's state at the snapshot: the number that goes with its bytes.
  var snapshotState: Int {
    get { words[1].isAbsent ? 0 : words[1].asInt }
    nonmutating set { words[1] = Value(smallInt: newValue) }
  }
  /// How many characters were made of the input since the snapshot.
  var snapshotLength: Int {
    get { words[2].isAbsent ? 0 : words[2].asInt }
    nonmutating set { words[2] = Value(smallInt: newValue) }
  }
  /// Bytearray of the beginning of a character that was not read to its end.
  var undecoded: Value {
    get { words[3] }
    nonmutating set { object.store(newValue, at: words + 3) }
  }
  /// Bytes to read or to collect at once, 0 while nobody said so.
  var chunkSize: Int {
    get { p.pointee.descriptor }
    nonmutating set { p.pointee.descriptor = newValue }
  }
}

private struct TextPosition {
  var start = 0
  var state = 0
  var byteCount = 0
  var skipped = 0
  var isAtEnd = false

  init(start: Int, state: Int) {
    self.start = start
    self.state = state
  }

  init(_ cookie: Value) throws(Raised) {
    if let start = cookie.asMachineInt, start >= 0 {
      self.start = start
      return
    }
    let bytes = BytesRef(
      try Call.method(cookie, "to_bytes", Value(21), Value("little"))
    ).array
    func number(_ from: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[from + $1]) << (8 * $1) }
    }
    start = number(0, 8)
    state = number(8, 4)
    byteCount = number(12, 4)
    skipped = number(16, 4)
    isAtEnd = bytes[20] != 0
  }

  func cookie() throws(Raised) -> Value {
    if state == 0, byteCount == 0, skipped == 0, !isAtEnd { return Value(start) }
    var bytes: [UInt8] = []
    for (number, count) in [
      (start, 8), (state, 4), (byteCount, 4), (skipped, 4), (isAtEnd ? 1 : 0, 1),
    ] {
      for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * i))) }
    }
    return try Call.method(
      BuiltinType.int.value, "from_bytes", BytesRef.make(bytes).value, Value("little"))
  }
}

extension TextStreams {
  // MARK: Snapshots

  /// Before input is read: from here on positions count, if no decoded text is left.
  static func beginSnapshot(_ s: Stream) throws(Raised) {
    if s.snapshot.isPresent, s.p.pointee.position < StrRef(s.p.pointee.buffer).count { return }
    let start = ByteArrayRef.make()
    s.snapshot = start.value
    s.snapshotLength = 0
    s.snapshotState = 0
    if s.p.pointee.second.isPresent {
      let (bytes, state) = try decoderState(s.p.pointee.second)
      try append(bytes, to: start)
      s.snapshotState = s.has(.universal) ? state << 1 | (s.has(.pendingReturn) ? 1 : 0) : state
      return
    }
    if s.has(.pendingReturn) { try append(BytesRef.make([13]), to: start) }
    let rest = ByteArrayRef(s.undecoded)
    try append(BytesRef.make(rest.data, count: rest.count), to: start)
  }

  static func extendSnapshot(_ s: Stream, input: Value, characters: Int) throws(Raised) {
    if s.snapshot.isAbsent { return }
    let bytes = try BytesLike.read(input)
    if let source = bytes.baseAddress {
      try append(BytesRef.make(source, count: bytes.count), to: ByteArrayRef(s.snapshot))
    }
    s.snapshotLength += characters
  }

  private static func append(_ bytes: BytesRef, to array: ByteArrayRef) throws(Raised) {
    let old = array.count
    try array.resize(old + bytes.count)
    array.data.advanced(by: old).update(from: bytes.data, count: bytes.count)
  }

  private static func decoderState(_ decoder: Value) throws(Raised) -> (BytesRef, Int) {
    let state = try Call.method(decoder, "getstate")
    guard state.isTuple, TupleRef(state).count == 2 else {
      throw raise(.typeError, "illegal decoder state")
    }
    guard TupleRef(state)[0].isBytes else {
      throw raise(
        .typeError,
        "illegal decoder state: the first item should be a bytes object, not '\(TupleRef(state)[0].typeName)'"
      )
    }
    return (BytesRef(TupleRef(state)[0]), try Convert.machineInt(TupleRef(state)[1]))
  }

  private static func setState(_ decoder: Value, _ bytes: BytesRef, _ state: Int) throws(Raised) {
    _ = try Call.method(decoder, "setstate", TupleRef.of(bytes.value, Value(state)).value)
  }

  // MARK: tell

  static func tell(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    if !(try Convert.truth(try Call.method(s.p.pointee.inner, "seekable"))) {
      throw IOModule.unsupportedOperation("underlying stream is not seekable")
    }
    if s.has(.iterates) { throw raise(.osError, "telling position disabled by next() call") }
    _ = try Call.method(a[0], "flush")
    let place = try Convert.machineInt(try Call.method(s.p.pointee.inner, "tell"))
    if !s.has(.readable) || s.snapshot.isAbsent { return Value(place) }
    let input = ByteArrayRef(s.snapshot)
    let ahead = StrRef(s.p.pointee.buffer).count - s.p.pointee.position
    let taken = s.snapshotLength - ahead
    var position = TextPosition(start: place - input.count, state: s.snapshotState)
    if taken > 0 {
      let isSimple = s.p.pointee.second.isAbsent
      if isSimple, let count = prefix(s, input, characters: taken) {
        position.start += count
      } else {
        try replay(s, input, taken, &position)
      }
    }
    return try position.cookie()
  }

  /// How many bytes make the first characters, in encodings where the bytes themselves tell; nil where
  /// something in them needs a handler of errors.
  private static func prefix(_ s: Stream, _ input: ByteArrayRef, characters: Int) -> Int? {
    let name = StrRef(s.p.pointee.encoding).text.lowercased()
    let isUTF8 = name.hasPrefix("u") && !name.hasPrefix("us")
    let isStrict = StrRef(s.p.pointee.errors).text == "strict"
    let (data, count) = (input.data, input.count)
    var (at, made) = (0, 0)
    while made < characters {
      if at >= count { return nil }
      let byte = data[at]
      if byte >= 0x80, !isStrict { return nil }
      var length = 1
      if byte == 13, s.has(.translates), at + 1 < count, data[at + 1] == 10 { length = 2 }
      if isUTF8, byte >= 0xC0 { length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2 }
      at += length
      made += 1
    }
    return at <= count ? at : nil
  }

  /// Decodes the input byte by byte until as many characters are there as were taken.
  private static func replay(
    _ s: Stream, _ input: ByteArrayRef, _ taken: Int, _ position: inout TextPosition
  ) throws(Raised) {
    let flags = s.p.pointee.flags
    let own = s.p.pointee.second
    let decoder = own.isPresent ? own : try makeDecoder(s)
    let bytes = BytesRef.make(input.data, count: input.count)
    let saved = try decoderState(decoder)
    var failure: Value = .absent
    do throws(Raised) {
      try count(s, decoder, bytes, taken, &position)
    } catch { failure = takeRaised() }
    s.p.pointee.flags = flags
    try BaseStreams.finish(failure) { () throws(Raised) in try setState(decoder, saved.0, saved.1) }
  }

  private static func restart(_ s: Stream, _ decoder: Value, _ state: Int) throws(Raised) {
    s.set(.pendingReturn, s.has(.universal) && state & 1 != 0)
    try setState(decoder, BytesRef.make([]), s.has(.universal) ? state >> 1 : state)
  }

  private static func count(
    _ s: Stream, _ decoder: Value, _ bytes: BytesRef, _ taken: Int,
    _ position: inout TextPosition
  ) throws(Raised) {
    try restart(s, decoder, position.state)
    position.skipped = taken
    var made = 0
    for i in 0..<bytes.count {
      position.byteCount += 1
      let piece = BytesRef.make(bytes.data + i, count: 1)
      made += try decodeOnce(s, decoder, piece.value, isLast: false)
      let (left, state) = try decoderState(decoder)
      if left.count == 0, !s.has(.pendingReturn), made <= position.skipped {
        // Nothing is half decoded: from here it can go on without what came before.
        position.start += position.byteCount
        position.skipped -= made
        position.state = s.has(.universal) ? state << 1 : state
        (position.byteCount, made) = (0, 0)
      }
      if made >= position.skipped { return }
    }
    made += try decodeOnce(s, decoder, Singletons.emptyBytes, isLast: true)
    position.isAtEnd = true
    if made < position.skipped { throw raise(.osError, "can't reconstruct logical file position") }
  }

  private static func decodeOnce(_ s: Stream, _ decoder: Value, _ bytes: Value, isLast: Bool)
    throws(Raised) -> Int
  {
    let text = try Call.method(decoder, "decode", bytes, Value(isLast))
    return translate(s, try Convert.requireStr(text, "decoder result"), isLast).count
  }

  // MARK: seek

  static func seek(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a)
    let whence = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    if !(try Convert.truth(try Call.method(s.p.pointee.inner, "seekable"))) {
      throw IOModule.unsupportedOperation("underlying stream is not seekable")
    }
    var cookie = try Convert.index(a[1])
    let isZero = cookie.isInt && cookie.asInt == 0
    switch whence {
    case 0: break
    case 1:
      if !isZero { throw IOModule.unsupportedOperation("can't do nonzero cur-relative seeks") }
      cookie = try Call.method(a[0], "tell")
    case 2:
      if !isZero { throw IOModule.unsupportedOperation("can't do nonzero end-relative seeks") }
      return try seekEnd(a, s)
    default: throw raise(.valueError, "invalid whence (\(whence), should be 0, 1 or 2)")
    }
    if cookie.intSign < 0 {
      throw raise(.valueError, "negative seek position \(try Convert.repr(cookie).text)")
    }
    _ = try Call.method(a[0], "flush")
    let position = try TextPosition(cookie)
    _ = try Call.method(s.p.pointee.inner, "seek", Value(position.start))
    try dropReadAhead(s)
    try resetDecoder(s, position)
    if position.skipped > 0 { try skip(s, position) }
    try resetEncoder(s, atStart: position.start == 0 && position.state == 0)
    return cookie
  }

  private static func seekEnd(_ a: Args, _ s: Stream) throws(Raised) -> Value {
    _ = try Call.method(a[0], "flush")
    try dropReadAhead(s)
    if s.p.pointee.second.isPresent { _ = try Call.method(s.p.pointee.second, "reset") }
    let result = try Call.method(s.p.pointee.inner, "seek", Value(0), Value(2))
    try resetEncoder(s, atStart: result.isInt && result.asInt == 0)
    return result
  }

  private static func resetDecoder(_ s: Stream, _ position: TextPosition) throws(Raised) {
    let decoder = s.p.pointee.second
    if decoder.isAbsent { return }
    if position.start == 0, position.state == 0 {
      _ = try Call.method(decoder, "reset")
    } else {
      try restart(s, decoder, position.state)
    }
  }

  /// Encodings that begin a file in another way than they go on.
  private static func resetEncoder(_ s: Stream, atStart: Bool) throws(Raised) {
    let encoder = s.p.pointee.encoder
    if encoder.isAbsent { return }
    if atStart {
      _ = try Call.method(encoder, "reset")
    } else {
      _ = try Call.method(encoder, "setstate", Value(0))
    }
  }

  /// Reads again what a position says, and drops the characters that were taken.
  private static func skip(_ s: Stream, _ position: TextPosition) throws(Raised) {
    try beginReading(s)
    try beginSnapshot(s)
    let input = try Call.method(s.p.pointee.inner, "read", Value(position.byteCount))
    guard input.isBytes else {
      throw raise(
        .typeError, "underlying read() should have returned a bytes object, not '\(input.typeName)'"
      )
    }
    let text = try decode(s, input, isLast: position.isAtEnd)
    if text.count < position.skipped {
      throw raise(.osError, "can't restore logical file position")
    }
    s.p.pointee.buffer = text.value
    s.noteWrite()
    s.p.pointee.position = position.skipped
    try extendSnapshot(s, input: input, characters: text.count)
  }
}
