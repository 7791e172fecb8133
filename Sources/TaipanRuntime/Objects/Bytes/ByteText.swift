// What bytes and bytearray share: methods over bytes in memory, results of the receiver's type.

import CTaipan
import Glibc

enum ByteText {
  static let methods: [NativeMethod] =
    sequenceMethods + searchMethods + [
      NativeMethod("upper", "($self, /)", upper),
      NativeMethod("lower", "($self, /)", lower),
      NativeMethod("title", "($self, /)", title),
      NativeMethod("capitalize", "($self, /)", capitalize),
      NativeMethod("swapcase", "($self, /)", swapCase),
      NativeMethod("isalpha", "($self, /)", isAlpha),
      NativeMethod("isalnum", "($self, /)", isAlphanumeric),
      NativeMethod("isdigit", "($self, /)", isDigit),
      NativeMethod("isspace", "($self, /)", isSpace),
      NativeMethod("isupper", "($self, /)", isUpper),
      NativeMethod("islower", "($self, /)", isLower),
      NativeMethod("istitle", "($self, /)", isTitle),
      NativeMethod("isascii", "($self, /)", isASCII),
      NativeMethod("decode", "($self, /, encoding='utf-8', errors='strict')", decode),
      NativeMethod("hex", "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex),
      NativeMethod("translate", "($self, table, /, delete=b'')", translate),
      NativeMethod("maketrans", "(frm, to, /)", makeTranslation),
      NativeMethod("__mod__", "($self, value, /)", modulo),
      NativeMethod("__rmod__", "($self, value, /)", reversedModulo),
    ]

  /// The receiver's memory.
  @inline(__always) static func view(_ value: Value) -> UnsafeBufferPointer<UInt8> {
    if value.isExactly(.bytes) { return BytesRef(value).buffer }
    if value.isExactly(.byteArray) {
      return UnsafeBufferPointer(start: ByteArrayRef(value).data, count: ByteArrayRef(value).count)
    }
    return BytesLike.buffer(value)
  }

  /// A new object of the receiver's builtin type with `count` bytes to be filled, and its memory.
  @inline(__always)
  static func make(like receiver: Value, count: Int) -> (Value, UnsafeMutablePointer<UInt8>) {
    if receiver.isBytes {
      let bytes = BytesRef.make(count: count)
      return (bytes.value, bytes.data)
    }
    let array = ByteArrayRef.make(count: count)
    return (array.value, array.data)
  }

  static func make(like receiver: Value, _ source: UnsafeBufferPointer<UInt8>) -> Value {
    if receiver.isBytes, source.count <= 1 {
      return source.count == 0 ? BytesRef.empty.value : BytesRef.single(source[0])
    }
    let (value, data) = make(like: receiver, count: source.count)
    data.update(from: source.base, count: source.count)
    return value
  }

  static func make(like receiver: Value, _ start: Int, _ end: Int) -> Value {
    let source = view(receiver)
    if start == 0, end == source.count, receiver.isExactly(.bytes) { return receiver }
    return make(like: receiver, UnsafeBufferPointer(rebasing: source[start..<max(start, end)]))
  }

  // MARK: Case

  @inline(__always)
  private static func map(_ a: Args, _ body: (UInt8) -> UInt8) -> Value {
    let source = view(a[0])
    let (value, data) = make(like: a[0], count: source.count)
    for i in 0..<source.count { data[i] = body(source[i]) }
    return value
  }

  static func upper(_ a: Args) throws(Raised) -> Value { map(a, StrType.asciiUpper) }
  static func lower(_ a: Args) throws(Raised) -> Value { map(a, StrType.asciiLower) }
  static func swapCase(_ a: Args) throws(Raised) -> Value {
    map(a) { isLetter($0) ? $0 ^ 0x20 : $0 }
  }
  static func capitalize(_ a: Args) throws(Raised) -> Value {
    var first = true
    return map(a) { c in
      defer { first = false }
      return first ? StrType.asciiUpper(c) : StrType.asciiLower(c)
    }
  }
  static func title(_ a: Args) throws(Raised) -> Value {
    var inWord = false
    return map(a) { c in
      defer { inWord = isLetter(c) }
      return inWord ? StrType.asciiLower(c) : StrType.asciiUpper(c)
    }
  }

  // MARK: Predicates

  @inline(__always) static func isLetter(_ c: UInt8) -> Bool { (c | 0x20) &- 0x61 < 26 }

  @inline(__always) private static func all(_ a: Args, _ test: (UInt8) -> Bool) -> Value {
    let source = view(a[0])
    for c in source where !test(c) { return .false }
    return Value(source.count > 0)
  }
  static func isAlpha(_ a: Args) throws(Raised) -> Value { all(a, isLetter) }
  static func isAlphanumeric(_ a: Args) throws(Raised) -> Value {
    all(a) { isLetter($0) || $0 &- 0x30 < 10 }
  }
  static func isDigit(_ a: Args) throws(Raised) -> Value { all(a) { $0 &- 0x30 < 10 } }
  static func isSpace(_ a: Args) throws(Raised) -> Value {
    all(a) { TextView.isByteSpace(UInt32($0)) }
  }
  static func isASCII(_ a: Args) throws(Raised) -> Value {
    let source = view(a[0])
    return Value(source.count == 0 || StrRef.allASCII(source.base, source.count))
  }
  static func isUpper(_ a: Args) throws(Raised) -> Value {
    var found = false
    for c in view(a[0]) where isLetter(c) {
      if c >= 0x61 { return .false }
      found = true
    }
    return Value(found)
  }
  static func isLower(_ a: Args) throws(Raised) -> Value {
    var found = false
    for c in view(a[0]) where isLetter(c) {
      if c < 0x61 { return .false }
      found = true
    }
    return Value(found)
  }
  static func isTitle(_ a: Args) throws(Raised) -> Value {
    var found = false
    var inWord = false
    for c in view(a[0]) {
      if !isLetter(c) {
        inWord = false
      } else {
        if (c < 0x61) == inWord { return .false }
        (found, inWord) = (true, true)
      }
    }
    return Value(found)
  }

  // MARK: Text

  static func decode(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isStr { throw StrType.argument("decode", " 'encoding'", "str", a[1]) }
    _ = try Codecs.name(a[1], "")
    if a[2].isPresent, !a[2].isStr { throw StrType.argument("decode", " 'errors'", "str", a[2]) }
    if a[1].isAbsent || StrRef(a[1]).isEqual("utf-8") || StrRef(a[1]).isEqual("ascii") {
      let view = view(a[0])
      if StrRef.allASCII(view.base, view.count) {
        return StrRef.ascii(view.base, count: view.count).value
      }
    }
    return try Codecs.decode(
      a[0], try Codecs.name(a[1], "utf-8"), try Codecs.name(a[2], "strict")
    ).value
  }

  static func hex(_ a: Args) throws(Raised) -> Value {
    let group = a[2].isAbsent ? 1 : try Convert.cInt(a[2])
    return try hex(a[0], separator: a[1], group: group)
  }

  /// Hexadecimal digits, with a separator after each group of bytes.
  private static func hex(_ receiver: Value, separator: Value, group size: Int) throws(Raised)
    -> Value
  {
    var mark: UInt8? = nil
    if separator.isPresent {
      if try Convert.length(separator) != 1 { throw raise(.valueError, "sep must be length 1.") }
      guard separator.isStr || separator.isBytes else {
        throw raise(.typeError, "sep must be str or bytes.")
      }
      let text = separator.isStr ? TextView(StrRef(separator)) : TextView(view(separator))
      if text[0] >= 0x80 { throw raise(.valueError, "sep must be ASCII.") }
      mark = UInt8(text[0])
    }
    let source = view(receiver)
    if source.count == 0 { return StrRef.empty.value }
    guard let mark, size != 0 else { return plainHex(source) }
    let group = Int(size.magnitude)
    let marks = (source.count - 1) / group
    try Heap.requireRoom(source.count * 2 + marks)
    let result = StrRef.make(count: source.count * 2 + marks, maximum: 0x7F)
    var out = result.bytes
    for (i, c) in source.enumerated() {
      if i > 0, (size > 0 ? source.count - i : i) % group == 0 {
        out[0] = mark
        out += 1
      }
      out[0] = StrRepr.hexDigit(UInt32(c) >> 4)
      out[1] = StrRepr.hexDigit(UInt32(c))
      out += 2
    }
    return result.value
  }

  private static func plainHex(_ source: UnsafeBufferPointer<UInt8>) -> Value {
    let result = StrRef.make(count: source.count * 2, maximum: 0x7F)
    let (from, to) = (source.base, result.bytes)
    for i in 0..<source.count {
      let (high, low) = (from[i] >> 4, from[i] & 15)
      to[2 * i] = high &+ (high > 9 ? 0x57 : 0x30)
      to[2 * i + 1] = low &+ (low > 9 ? 0x57 : 0x30)
    }
    return result.value
  }

  static func fromHex(_ text: Value) throws(Raised) -> [UInt8] {
    if !text.isStr { throw StrType.argument("fromhex", "", "str", text) }
    let str = StrRef(text)
    var out: [UInt8] = []
    var i = 0
    func digit(_ at: Int) -> UInt8? {
      guard at < str.count, str[at] < 0x80 else { return nil }
      let c = UInt8(str[at])
      if c &- 0x30 < 10 { return c - 0x30 }
      return (c | 0x20) &- 0x61 < 6 ? (c | 0x20) - 0x61 + 10 : nil
    }
    while i < str.count {
      if TextView.isByteSpace(str[i]) {
        i += 1
        continue
      }
      guard let high = digit(i) else { throw notHex(i) }
      guard let low = digit(i + 1) else { throw notHex(i + 1) }
      out.append(high << 4 | low)
      i += 2
    }
    return out
  }

  private static func notHex(_ place: Int) -> Raised {
    raise(.valueError, "non-hexadecimal number found in fromhex() arg at position \(place)")
  }

  static func modulo(_ a: Args) throws(Raised) -> Value {
    let result = try PercentFormat.bytes(a[0], a[1])
    return a[0].isBytes ? result : make(like: a[0], BytesRef(result).buffer)
  }
  static func reversedModulo(_ a: Args) throws(Raised) -> Value { .notImplemented }

  // MARK: Translation

  static func translate(_ a: Args) throws(Raised) -> Value {
    var table: UnsafeBufferPointer<UInt8>? = nil
    if !a[1].isNone {
      let view = try Buffers.read(a[1])
      if view.count != 256 {
        throw raise(.valueError, "translation table must be 256 characters long")
      }
      table = view
    }
    let source = view(a[0])
    let isComplete = a.optional(2).isAbsent
    if isComplete, let table {
      let (value, data) = make(like: a[0], count: source.count)
      let (from, map) = (source.base, table.base)
      for i in 0..<source.count { data[i] = map[Int(from[i])] }
      return value
    }
    var gone = [Bool](repeating: false, count: 256)
    if !isComplete { for c in try Buffers.read(a[2]) { gone[Int(c)] = true } }
    var out: [UInt8] = []
    out.reserveCapacity(source.count)
    for c in source where !gone[Int(c)] { out.append(table.map { $0[Int(c)] } ?? c) }
    return out.withUnsafeBufferPointer { make(like: a[0], $0) }
  }

  static func makeTranslation(_ a: Args) throws(Raised) -> Value {
    let from = try Buffers.read(a[0])
    let to = try Buffers.read(a[1])
    if from.count != to.count {
      throw raise(.valueError, "maketrans arguments must have same length")
    }
    let table = BytesRef.make(count: 256)
    for i in 0..<256 { table.data[i] = UInt8(i) }
    for i in 0..<from.count { table.data[Int(from[i])] = to[i] }
    return table.value
  }
}
