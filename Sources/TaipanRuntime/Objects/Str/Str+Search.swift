// Searching, replacing and splitting of str.

import Glibc

extension StrType {
  static let searchMethods: [NativeMethod] = [
    NativeMethod("find", "($self, sub, start=None, end=None, /)", find),
    NativeMethod("rfind", "($self, sub, start=None, end=None, /)", findLast),
    NativeMethod("index", "($self, sub, start=None, end=None, /)", index),
    NativeMethod("rindex", "($self, sub, start=None, end=None, /)", lastIndex),
    NativeMethod("count", "($self, sub, start=None, end=None, /)", count),
    NativeMethod("startswith", "($self, prefix, start=None, end=None, /)", startsWith),
    NativeMethod("endswith", "($self, suffix, start=None, end=None, /)", endsWith),
    NativeMethod("replace", "($self, old, new, /, count=-1)", replace),
    NativeMethod("split", "($self, /, sep=None, maxsplit=-1)", split),
    NativeMethod("rsplit", "($self, /, sep=None, maxsplit=-1)", splitReversed),
    NativeMethod("splitlines", "($self, /, keepends=False)", splitLines),
    NativeMethod("partition", "($self, sep, /)", partition),
    NativeMethod("rpartition", "($self, sep, /)", partitionLast),
    NativeMethod("removeprefix", "($self, prefix, /)", removePrefix),
    NativeMethod("removesuffix", "($self, suffix, /)", removeSuffix),
  ]

  /// Start and end as slices take them; the end is clamped, the start may lie behind it.
  static func bounds(_ a: Args, _ count: Int, from first: Int = 2) throws(Raised) -> (Int, Int) {
    func bound(_ value: Value, _ fallback: Int) throws(Raised) -> Int {
      if value.isAbsent || value.isNone { return fallback }
      let n = try Subscript.sliceIndex(value)
      return n < 0 ? max(0, n &+ count) : n
    }
    let start = try bound(a.optional(first), 0)
    return (start, min(count, try bound(a.optional(first + 1), count)))
  }

  private static func search(_ a: Args, _ name: String, last: Bool) throws(Raised) -> Int? {
    let needle = TextView(try text(a[1], name, " 1"))
    let str = TextView(StrRef(a[0]))
    let (start, end) = try bounds(a, str.count)
    return last ? str.findLast(needle, start, end) : str.find(needle, start, end)
  }

  static func find(_ a: Args) throws(Raised) -> Value {
    Value(try search(a, "find", last: false) ?? -1)
  }
  static func findLast(_ a: Args) throws(Raised) -> Value {
    Value(try search(a, "rfind", last: true) ?? -1)
  }
  static func index(_ a: Args) throws(Raised) -> Value {
    if let place = try search(a, "index", last: false) { return Value(place) }
    throw raise(.valueError, "substring not found")
  }
  static func lastIndex(_ a: Args) throws(Raised) -> Value {
    if let place = try search(a, "rindex", last: true) { return Value(place) }
    throw raise(.valueError, "substring not found")
  }

  static func count(_ a: Args) throws(Raised) -> Value {
    let needle = TextView(try text(a[1], "count", " 1"))
    let str = TextView(StrRef(a[0]))
    let (start, end) = try bounds(a, str.count)
    return Value(str.occurrences(needle, start, end))
  }

  // MARK: Prefixes

  private static func affix(_ a: Args, _ name: String, atEnd: Bool) throws(Raised) -> Value {
    let str = TextView(StrRef(a[0]))
    let (start, end) = try bounds(a, str.count)
    func holds(_ value: Value) -> Bool {
      let part = TextView(StrRef(value))
      if end - start < part.count || part.width > str.width { return false }
      return str.matches(part, at: atEnd ? end - part.count : start)
    }
    if a[1].isStr { return Value(holds(a[1])) }
    guard a[1].isTuple else {
      throw raise(
        .typeError, "\(name) first arg must be str or a tuple of str, not \(a[1].typeName)")
    }
    let tuple = TupleRef(a[1])
    for i in 0..<tuple.count {
      if !tuple[i].isStr {
        throw raise(
          .typeError, "tuple for \(name) must only contain str, not \(tuple[i].typeName)")
      }
      if holds(tuple[i]) { return .true }
    }
    return .false
  }
  static func startsWith(_ a: Args) throws(Raised) -> Value {
    try affix(a, "startswith", atEnd: false)
  }
  static func endsWith(_ a: Args) throws(Raised) -> Value {
    try affix(a, "endswith", atEnd: true)
  }

  static func removePrefix(_ a: Args) throws(Raised) -> Value {
    let prefix = TextView(try text(a[1], "removeprefix"))
    let str = StrRef(a[0])
    if prefix.count > 0, prefix.count <= str.count, TextView(str).matches(prefix, at: 0) {
      return str.slice(prefix.count, str.count).value
    }
    return exact(a[0]).value
  }
  static func removeSuffix(_ a: Args) throws(Raised) -> Value {
    let suffix = TextView(try text(a[1], "removesuffix"))
    let str = StrRef(a[0])
    let rest = str.count - suffix.count
    if suffix.count > 0, rest >= 0, TextView(str).matches(suffix, at: rest) {
      return str.slice(0, rest).value
    }
    return exact(a[0]).value
  }

  // MARK: Replacing

  static func replace(_ a: Args) throws(Raised) -> Value {
    let old = try text(a[1], "replace", " 1")
    let new = try text(a[2], "replace", " 2")
    let limit = a[3].isAbsent ? -1 : try Convert.machineInt(a[3])
    return try replaced(a[0], old, new, limit < 0 ? .max : limit)
  }

  private static func replaced(_ value: Value, _ old: StrRef, _ new: StrRef, _ limit: Int)
    throws(Raised) -> Value
  {
    let str = StrRef(value)
    let text = TextView(str)
    let needle = TextView(old)
    if old.count == 1, new.count == 1, str.isASCII, new.isASCII, limit == .max, str.count > 1 {
      return replacedByte(str, old[0], new.bytes[0]) ?? exact(value).value
    }
    if old.count == new.count, old.count > 0, str.isASCII, new.isASCII, old.isASCII {
      return replacedSameLength(str, old, new, limit) ?? exact(value).value
    }
    let found = text.occurrences(needle, 0, text.count, limit: limit)
    if found == 0 { return exact(value).value }
    let (growth, overflow) = (new.count - old.count).multipliedReportingOverflow(by: found)
    if overflow { throw raise(.overflowError, "replace string is too long") }
    let total = str.count + growth
    if total == 0 { return StrRef.empty.value }
    try Heap.requireRoom(total)
    // What is replaced may have been the only wide content: then the width is found again.
    let maximum = max(str.maximumClass, new.count > 0 ? new.maximumClass : 0)
    let result = StrRef.make(count: total, maximum: maximum)
    var from = 0
    var at = 0
    for k in 0..<found {
      let place = needle.count == 0 ? k : text.find(needle, from, text.count).unsafelyUnwrapped
      result.copy(from: str, from, place - from, to: at)
      at += place - from
      result.copy(from: new, 0, new.count, to: at)
      at += new.count
      from = place + needle.count
    }
    result.copy(from: str, from, str.count - from, to: at)
    return result.narrowed().value
  }

  /// ASCII text for text of the same length, written over a copy; nil where it does not occur.
  private static func replacedSameLength(_ str: StrRef, _ old: StrRef, _ new: StrRef, _ limit: Int)
    -> Value?
  {
    let text = TextView(str)
    let needle = TextView(old)
    guard limit > 0, var place = text.find(needle, 0, text.count) else { return nil }
    if str.count == 1 { return StrRef.character(new[0]) }
    let result = StrRef.make(count: str.count, maximum: 0x7F)
    let target = result.bytes
    memcpy(target, str.data, str.count)
    let (source, size) = (new.bytes, new.count)
    var left = limit
    while true {
      for i in 0..<size { target[place + i] = source[i] }
      left -= 1
      guard left > 0, let next = text.find(needle, place + size, text.count) else { break }
      place = next
    }
    return result.value
  }

  /// One ASCII character for another; nil where it does not occur.
  private static func replacedByte(_ str: StrRef, _ old: UInt32, _ new: UInt8) -> Value? {
    guard let first = TextView(str).find(old, 0, str.count) else { return nil }
    let result = StrRef.make(count: str.count, maximum: 0x7F)
    let (source, target) = (str.bytes, result.bytes)
    memcpy(target, source, first)
    let byte = UInt8(truncatingIfNeeded: old)
    for i in first..<str.count { target[i] = source[i] == byte ? new : source[i] }
    return result.value
  }

  // MARK: Splitting

  private static func splitArguments(_ a: Args) throws(Raised) -> (StrRef?, Int) {
    let limit = a[2].isAbsent ? -1 : try Convert.machineInt(a[2])
    if a[1].isAbsent || a[1].isNone { return (nil, limit) }
    if !a[1].isStr { throw raise(.typeError, "must be str or None, not \(a[1].typeName)") }
    let separator = StrRef(a[1])
    if separator.count == 0 { throw raise(.valueError, "empty separator") }
    return (separator, limit)
  }

  static func split(_ a: Args) throws(Raised) -> Value {
    let (separator, limit) = try splitArguments(a)
    let str = StrRef(a[0])
    let list = ListRef.make(capacity: 8)
    if let separator, separator.count == 1, separator.isASCII, str.isASCII {
      splitNarrow(str, separator.bytes[0], limit, list)
    } else if let separator {
      TextView(str).split(TextView(separator), limit: limit) {
        list.append(str.slice($0, $1).value)
      }
    } else if str.isASCII {
      TextView(base: UnsafeRawPointer(str.data), count: str.count, width: 1).splitWords(
        limit: limit, DecimalDigits.isASCIISpace
      ) { list.append(str.slice($0, $1).value) }
    } else {
      TextView(str).splitWords(limit: limit, DecimalDigits.isSpace) {
        list.append(str.slice($0, $1).value)
      }
    }
    return list.value
  }

  /// Splits ASCII text at one character.
  private static func splitNarrow(_ str: StrRef, _ separator: UInt8, _ limit: Int, _ list: ListRef)
  {
    let (bytes, count) = (str.bytes, str.count)
    var (start, at) = (0, 0)
    var left = limit
    while left != 0 {
      // What is near is found sooner by looking.
      let near = min(at &+ 24, count)
      while at < near, bytes[at] != separator { at &+= 1 }
      if at == near {
        if at == count { break }
        guard let found = memchr(bytes + at, Int32(separator), count &- at) else { break }
        at = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      }
      list.append(str.slice(start, at).value)
      at &+= 1
      start = at
      left &-= 1
    }
    list.append(str.slice(start, count).value)
  }

  static func splitReversed(_ a: Args) throws(Raised) -> Value {
    let (separator, limit) = try splitArguments(a)
    let str = StrRef(a[0])
    let list = ListRef.make(capacity: 8)
    if let separator {
      TextView(str).splitReversed(TextView(separator), limit: limit) {
        list.append(str.slice($0, $1).value)
      }
    } else {
      TextView(str).splitWordsReversed(limit: limit, DecimalDigits.isSpace) {
        list.append(str.slice($0, $1).value)
      }
    }
    list.reverse()
    return list.value
  }

  static func splitLines(_ a: Args) throws(Raised) -> Value {
    let keep = a[1].isAbsent ? false : try Convert.truth(a[1])
    let str = StrRef(a[0])
    let list = ListRef.make(capacity: 8)
    TextView(str).splitLines(keepEnds: keep, TextView.isLineBreak) {
      list.append(str.slice($0, $1).value)
    }
    return list.value
  }

  private static func parts(_ a: Args, _ place: Int?, _ separator: StrRef, last: Bool) -> Value {
    let str = StrRef(a[0])
    guard let place else {
      let (empty, whole) = (StrRef.empty.value, exact(a[0]).value)
      return (last ? TupleRef.of(empty, empty, whole) : TupleRef.of(whole, empty, empty)).value
    }
    let before = str.slice(0, place).value
    let after = str.slice(place + separator.count, str.count).value
    return TupleRef.of(before, separator.value, after).value
  }

  private static func separator(_ a: Args) throws(Raised) -> StrRef {
    if !a[1].isStr { throw raise(.typeError, "must be str, not \(a[1].typeName)") }
    if StrRef(a[1]).count == 0 { throw raise(.valueError, "empty separator") }
    return StrRef(a[1])
  }
  static func partition(_ a: Args) throws(Raised) -> Value {
    let separator = try separator(a)
    let str = TextView(StrRef(a[0]))
    return parts(a, str.find(TextView(separator), 0, str.count), separator, last: false)
  }
  static func partitionLast(_ a: Args) throws(Raised) -> Value {
    let separator = try separator(a)
    let str = TextView(StrRef(a[0]))
    return parts(a, str.findLast(TextView(separator), 0, str.count), separator, last: true)
  }
}

extension StrRef {
  /// This string, or a copy in the narrowest width where its content allows a narrower one.
  func narrowed() -> StrRef {
    if isASCII { return count == 1 ? StrRef(StrRef.character(self[0])) : self }
    if width == 1 {
      return StrRef.allASCII(bytes, count) || count == 1 ? .latin1(bytes, count: count) : self
    }
    var maximum: UInt32 = 0
    for i in 0..<count { maximum |= self[i] }
    if count == 1 { return StrRef(StrRef.character(self[0])) }
    if width == 2 ? maximum > 0xFF : maximum > 0xFFFF { return self }
    let copy = StrRef.make(count: count, maximum: maximum)
    copy.copy(from: self, 0, count, to: 0)
    return copy
  }
}

extension ListRef {
  /// Turns the order round, in place.
  func reverse() {
    if count < 2 { return }
    var low = items
    var high = low + (count - 1)
    while low < high {
      let value = low.pointee
      low.pointee = high.pointee
      high.pointee = value
      low += 1
      high -= 1
    }
    object.noteWrite()
  }
}
