// Searching, replacing and splitting of bytes and bytearray.

import Glibc

extension ByteText {
  static let searchMethods: [NativeMethod] = [
    NativeMethod("find", "($self, sub, start=None, end=None, /)", find),
    NativeMethod("rfind", "($self, sub, start=None, end=None, /)", findLast),
    NativeMethod("index", "($self, sub, start=None, end=None, /)", index),
    NativeMethod("rindex", "($self, sub, start=None, end=None, /)", lastIndex),
    NativeMethod("count", "($self, sub, start=None, end=None, /)", count),
    NativeMethod("startswith", "($self, prefix, start=None, end=None, /)", startsWith),
    NativeMethod("endswith", "($self, suffix, start=None, end=None, /)", endsWith),
    NativeMethod("replace", "($self, old, new, count=-1, /)", replace),
    NativeMethod("split", "($self, /, sep=None, maxsplit=-1)", split),
    NativeMethod("rsplit", "($self, /, sep=None, maxsplit=-1)", splitReversed),
    NativeMethod("splitlines", "($self, /, keepends=False)", splitLines),
    NativeMethod("partition", "($self, sep, /)", partition),
    NativeMethod("rpartition", "($self, sep, /)", partitionLast),
    NativeMethod("removeprefix", "($self, prefix, /)", removePrefix),
    NativeMethod("removesuffix", "($self, suffix, /)", removeSuffix),
    NativeMethod("strip", "($self, bytes=None, /)", strip),
    NativeMethod("lstrip", "($self, bytes=None, /)", leftStrip),
    NativeMethod("rstrip", "($self, bytes=None, /)", rightStrip),
  ]

  /// What to look for: a bytes-like object or one byte as an int.
  static func needle(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    if value.isAnyInt || (!BytesLike.isBytesLike(value) && value.type.special(.index).isPresent) {
      let n = try Convert.index(value).asMachineInt ?? -1
      if n < 0 || n > 255 { throw raise(.valueError, "byte must be in range(0, 256)") }
      return BytesRef(BytesRef.single(UInt8(n))).buffer
    }
    if !BytesLike.isBytesLike(value) {
      throw raise(
        .typeError,
        "argument should be integer or bytes-like object, not '\(value.typeName)'")
    }
    return try Buffers.read(value)
  }

  /// The receiver's content and a range of it that was in bounds before the other argument was read, which
  /// may run code that shortens the receiver.
  private static func part(_ receiver: Value, _ range: (Int, Int)) -> (TextView, Int, Int) {
    let text = TextView(view(receiver))
    return (text, range.0, min(range.1, text.count))
  }

  private static func search(_ a: Args, last: Bool) throws(Raised) -> Int? {
    let range = try StrType.bounds(a, view(a[0]).count)
    let needle = TextView(try needle(a[1]))
    let (text, start, end) = part(a[0], range)
    return last ? text.findLast(needle, start, end) : text.find(needle, start, end)
  }

  static func find(_ a: Args) throws(Raised) -> Value { Value(try search(a, last: false) ?? -1) }
  static func findLast(_ a: Args) throws(Raised) -> Value {
    Value(try search(a, last: true) ?? -1)
  }
  static func index(_ a: Args) throws(Raised) -> Value {
    if let place = try search(a, last: false) { return Value(place) }
    throw raise(.valueError, a[0].isBytes ? "subsection not found" : "subsection not found")
  }
  static func lastIndex(_ a: Args) throws(Raised) -> Value {
    if let place = try search(a, last: true) { return Value(place) }
    throw raise(.valueError, "subsection not found")
  }
  static func count(_ a: Args) throws(Raised) -> Value {
    let range = try StrType.bounds(a, view(a[0]).count)
    let needle = TextView(try needle(a[1]))
    let (text, start, end) = part(a[0], range)
    return Value(text.occurrences(needle, start, end))
  }

  private static func affix(_ a: Args, _ name: String, atEnd: Bool) throws(Raised) -> Value {
    let range = try StrType.bounds(a, view(a[0]).count)
    func holds(_ value: Value) throws(Raised) -> Bool {
      let part = TextView(try Buffers.read(value))
      let (text, start, end) = self.part(a[0], range)
      if end - start < part.count { return false }
      return text.matches(part, at: atEnd ? end - part.count : start)
    }
    if a[1].isTuple {
      let tuple = TupleRef(a[1])
      for i in 0..<tuple.count where try holds(tuple[i]) { return .true }
      return .false
    }
    if !BytesLike.isBytesLike(a[1]) {
      throw raise(
        .typeError,
        "\(name) first arg must be bytes or a tuple of bytes, not \(a[1].typeName)")
    }
    return Value(try holds(a[1]))
  }
  static func startsWith(_ a: Args) throws(Raised) -> Value {
    try affix(a, "startswith", atEnd: false)
  }
  static func endsWith(_ a: Args) throws(Raised) -> Value { try affix(a, "endswith", atEnd: true) }

  static func removePrefix(_ a: Args) throws(Raised) -> Value {
    let prefix = TextView(try Buffers.read(a[1]))
    let text = TextView(view(a[0]))
    let holds = prefix.count <= text.count && text.matches(prefix, at: 0)
    return make(like: a[0], holds ? prefix.count : 0, text.count)
  }
  static func removeSuffix(_ a: Args) throws(Raised) -> Value {
    let suffix = TextView(try Buffers.read(a[1]))
    let text = TextView(view(a[0]))
    let rest = text.count - suffix.count
    let holds = rest >= 0 && text.matches(suffix, at: rest)
    return make(like: a[0], 0, holds ? rest : text.count)
  }

  static func replace(_ a: Args) throws(Raised) -> Value {
    let old = TextView(try Buffers.read(a[1]))
    let new = TextView(try Buffers.read(a[2]))
    let limit = a.optional(3).isAbsent ? -1 : try Convert.machineInt(a[3])
    let text = TextView(view(a[0]))
    if old.count == new.count, old.count > 0 {
      return replacedSameLength(a[0], text, old, new, limit < 0 ? .max : limit)
    }
    let found = text.occurrences(old, 0, text.count, limit: limit < 0 ? .max : limit)
    if found == 0 { return make(like: a[0], 0, text.count) }
    let (growth, overflow) = (new.count - old.count).multipliedReportingOverflow(by: found)
    if overflow { throw raise(.overflowError, "replace bytes is too long") }
    try Heap.requireRoom(text.count + growth)
    let (result, data) = make(like: a[0], count: text.count + growth)
    var from = 0
    var out = data
    for k in 0..<found {
      let place = old.count == 0 ? k : text.find(old, from, text.count).unsafelyUnwrapped
      memcpy(out, text.base + from, place - from)
      out += place - from
      memcpy(out, new.base, new.count)
      out += new.count
      from = place + old.count
    }
    memcpy(out, text.base + from, text.count - from)
    return result
  }

  /// Bytes for as many other ones, written over a copy.
  private static func replacedSameLength(
    _ receiver: Value, _ text: TextView, _ old: TextView, _ new: TextView, _ limit: Int
  ) -> Value {
    guard limit > 0, var place = text.find(old, 0, text.count) else {
      return make(like: receiver, 0, text.count)
    }
    let (result, data) = make(like: receiver, count: text.count)
    memcpy(data, text.base, text.count)
    let size = new.count
    var left = limit
    while true {
      for i in 0..<size { data[place + i] = new.bytes[i] }
      left -= 1
      guard left > 0, let next = text.find(old, place + size, text.count) else { break }
      place = next
    }
    return result
  }

  // MARK: Splitting

  private static func splitArguments(_ a: Args) throws(Raised) -> (TextView?, Int) {
    let limit = a[2].isAbsent ? -1 : try Convert.machineInt(a[2])
    if a[1].isAbsent || a[1].isNone { return (nil, limit) }
    let separator = TextView(try Buffers.read(a[1]))
    if separator.count == 0 { throw raise(.valueError, "empty separator") }
    return (separator, limit)
  }

  static func split(_ a: Args) throws(Raised) -> Value {
    let (separator, limit) = try splitArguments(a)
    let text = TextView(view(a[0]))
    let list = ListRef.make(capacity: 8)
    if let separator, a[0].isExactly(.bytes), separator.count == 1, limit < 0 {
      splitAtByte(text, separator.bytes[0], list)
    } else if let separator {
      text.split(separator, limit: limit) { list.append(make(like: a[0], $0, $1)) }
    } else {
      text.splitWords(limit: limit, TextView.isByteSpace) {
        list.append(make(like: a[0], $0, $1))
      }
    }
    return list.value
  }

  /// All parts of exact bytes between the places of one byte.
  private static func splitAtByte(_ text: TextView, _ separator: UInt8, _ list: ListRef) {
    let bytes = text.bytes
    var start = 0
    while true {
      var end = start
      while end < text.count, bytes[end] != separator { end &+= 1 }
      let part: Value
      switch end &- start {
      case 0: part = BytesRef.empty.value
      case 1: part = BytesRef.single(bytes[start])
      default: part = BytesRef.make(bytes + start, count: end &- start).value
      }
      list.append(part)
      if end == text.count { return }
      start = end &+ 1
    }
  }

  static func splitReversed(_ a: Args) throws(Raised) -> Value {
    let (separator, limit) = try splitArguments(a)
    let text = TextView(view(a[0]))
    let list = ListRef.make(capacity: 8)
    if let separator {
      text.splitReversed(separator, limit: limit) { list.append(make(like: a[0], $0, $1)) }
    } else {
      text.splitWordsReversed(limit: limit, TextView.isByteSpace) {
        list.append(make(like: a[0], $0, $1))
      }
    }
    list.reverse()
    return list.value
  }

  static func splitLines(_ a: Args) throws(Raised) -> Value {
    let keep = a[1].isAbsent ? false : try Convert.truth(a[1])
    let list = ListRef.make(capacity: 8)
    TextView(view(a[0])).splitLines(keepEnds: keep, TextView.isByteLineBreak) {
      list.append(make(like: a[0], $0, $1))
    }
    return list.value
  }

  private static func parts(_ a: Args, last: Bool) throws(Raised) -> Value {
    let separator = TextView(try Buffers.read(a[1]))
    if separator.count == 0 { throw raise(.valueError, "empty separator") }
    let text = TextView(view(a[0]))
    let place =
      last
      ? text.findLast(separator, 0, text.count) : text.find(separator, 0, text.count)
    guard let place else {
      let (first, second) = (make(like: a[0], 0, 0), make(like: a[0], 0, 0))
      let whole = make(like: a[0], 0, text.count)
      return (last ? TupleRef.of(first, second, whole) : TupleRef.of(whole, first, second)).value
    }
    let before = make(like: a[0], 0, place)
    let middle = make(like: a[0], place, place + separator.count)
    return TupleRef.of(before, middle, make(like: a[0], place + separator.count, text.count)).value
  }
  static func partition(_ a: Args) throws(Raised) -> Value { try parts(a, last: false) }
  static func partitionLast(_ a: Args) throws(Raised) -> Value { try parts(a, last: true) }

  // MARK: Stripping

  private static func stripped(_ a: Args, _ left: Bool, _ right: Bool) throws(Raised) -> Value {
    let set = a.optional(1)
    let text = TextView(view(a[0]))
    var start = 0
    var end = text.count
    var members: TextView? = nil
    if set.isPresent, !set.isNone { members = TextView(try Buffers.read(set)) }
    func isMember(_ c: UInt32) -> Bool {
      members.map { $0.find(c, 0, $0.count) != nil } ?? TextView.isByteSpace(c)
    }
    if left { while start < end, isMember(text[start]) { start += 1 } }
    if right { while end > start, isMember(text[end - 1]) { end -= 1 } }
    return make(like: a[0], start, end)
  }
  static func strip(_ a: Args) throws(Raised) -> Value { try stripped(a, true, true) }
  static func leftStrip(_ a: Args) throws(Raised) -> Value { try stripped(a, true, false) }
  static func rightStrip(_ a: Args) throws(Raised) -> Value { try stripped(a, false, true) }
}
