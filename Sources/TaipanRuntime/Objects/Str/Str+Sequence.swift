// str as a sequence: length, items, concatenation, padding.

import Glibc

extension StrType {
  static let sequenceMethods: [NativeMethod] = [
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("join", "($self, iterable, /)", join),
    NativeMethod("center", "($self, width, fillchar=' ', /)", center),
    NativeMethod("ljust", "($self, width, fillchar=' ', /)", leftJustify),
    NativeMethod("rjust", "($self, width, fillchar=' ', /)", rightJustify),
    NativeMethod("zfill", "($self, width, /)", zeroFill),
    NativeMethod("expandtabs", "($self, /, tabsize=8)", expandTabs),
    NativeMethod("strip", "($self, chars=None, /)", strip),
    NativeMethod("lstrip", "($self, chars=None, /)", leftStrip),
    NativeMethod("rstrip", "($self, chars=None, /)", rightStrip),
  ]

  static func length(_ a: Args) throws(Raised) -> Value { Value(StrRef(a[0]).count) }

  static func iterate(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(
      StrRef(a[0]).isASCII ? .strIterator : .wideStrIterator, a[0])
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    if a[1].isExactly(.slice) { return try slice(str, SliceRef(a[1])) }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw raise(.typeError, "string indices must be integers, not '\(a[1].typeName)'")
    }
    var index = try Convert.machineInt(a[1], overflow: .indexError)
    if index < 0 { index += str.count }
    if index < 0 || index >= str.count { throw raise(.indexError, "string index out of range") }
    return StrRef.character(str[index])
  }

  static func slice(_ str: StrRef, _ slice: SliceRef) throws(Raised) -> Value {
    let indices = try slice.indices(str.count)
    if indices.step == 1 || indices.count <= 1 {
      return str.slice(indices.start, indices.start + indices.count).value
    }
    if str.isASCII {
      let result = StrRef.make(count: indices.count, maximum: 0x7F)
      let (source, target) = (str.bytes + indices.start, result.bytes)
      if indices.step == -1 {
        for k in 0..<indices.count { target[k] = source[-k] }
      } else {
        for k in 0..<indices.count { target[k] = source[k * indices.step] }
      }
      return result.value
    }
    var out = FormatBuffer()
    out.reserve(indices.count)
    for k in 0..<indices.count { out.append(str[indices.start + k * indices.step]) }
    return out.finish().value
  }

  static func contains(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(
        .typeError, "'in <string>' requires string as left operand, not \(a[1].typeName)")
    }
    let text = TextView(StrRef(a[0]))
    return Value(text.find(TextView(StrRef(a[1])), 0, text.count) != nil)
  }

  static func add(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "can only concatenate str (not \"\(a[1].typeName)\") to str")
    }
    return StrRef.concatenate(StrRef(a[0]), StrRef(a[1])).value
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    return try repeated(StrRef(a[0]), n).value
  }

  /// The text `n` times.
  static func repeated(_ str: StrRef, _ n: Int) throws(Raised) -> StrRef {
    if n <= 0 || str.count == 0 { return .empty }
    if n == 1 { return exact(str.value) }
    let (total, overflow) = str.byteCount.multipliedReportingOverflow(by: n)
    if overflow || total > 1 << 60 {
      throw raise(.overflowError, "repeated string is too long")
    }
    try Heap.requireRoom(total)
    let result = StrRef.make(count: str.count * n, maximum: str.maximumClass)
    if str.byteCount == 1 {
      memset(result.data, Int32(str.bytes[0]), n)
      return result
    }
    // Doubling what is there keeps the copies long.
    memcpy(result.data, str.data, str.byteCount)
    var done = str.byteCount
    while done < total {
      let more = min(done, total - done)
      memcpy(result.data + done, result.data, more)
      done += more
    }
    return result
  }

  // MARK: join

  static func join(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.list) {
      let list = ListRef(a[1])
      if list.count == 0 { return StrRef.empty.value }
      return try joined(StrRef(a[0]), list.items, list.count)
    }
    if a[1].isExactly(.tuple) {
      return try joined(StrRef(a[0]), TupleRef(a[1]).items, TupleRef(a[1]).count)
    }
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(a[1]) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, "can only join an iterable")
    }
    // A generator's values are collected without suspending it.
    let list = try Iterate.list(a[1].isExactly(.generator) ? a[1] : iterator)
    if list.count == 0 { return StrRef.empty.value }
    return try joined(StrRef(a[0]), list.items, list.count)
  }

  private static func joined(
    _ separator: StrRef, _ items: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Raised) -> Value {
    if count == 0 { return StrRef.empty.value }
    var length = separator.count * (count - 1)
    var maximum: UInt32 = count > 1 && separator.count > 0 ? separator.maximumClass : 0
    for i in 0..<count {
      if !items[i].isStr {
        throw raise(
          .typeError, "sequence item \(i): expected str instance, \(items[i].typeName) found")
      }
      let part = StrRef(items[i])
      length += part.count
      maximum = max(maximum, part.maximumClass)
    }
    if count == 1, items[0].isExactly(.str) { return items[0] }
    if length == 0 { return StrRef.empty.value }
    try Heap.requireRoom(length * 4)
    let result = StrRef.make(count: length, maximum: maximum)
    if result.isASCII {
      joinNarrow(separator, items, count, result.bytes)
    } else {
      var at = 0
      for i in 0..<count {
        if i > 0, separator.count > 0 {
          result.copy(from: separator, 0, separator.count, to: at)
          at += separator.count
        }
        let part = StrRef(items[i])
        result.copy(from: part, 0, part.count, to: at)
        at += part.count
      }
    }
    return result.value
  }

  private static func joinNarrow(
    _ separator: StrRef, _ items: UnsafeMutablePointer<Value>, _ count: Int,
    _ destination: UnsafeMutablePointer<UInt8>
  ) {
    var out = destination
    let gap = separator.count
    for i in 0..<count {
      if i > 0 {
        if gap == 1 {
          out.pointee = separator.bytes[0]
        } else if gap > 0 {
          memcpy(out, separator.data, gap)
        }
        out += gap
      }
      let part = StrRef(items[i])
      memcpy(out, part.data, part.count)
      out += part.count
    }
  }

  // MARK: Padding

  private static func fill(_ a: Args) throws(Raised) -> UInt32 {
    let value = a.optional(2)
    if value.isAbsent { return 0x20 }
    if !value.isStr {
      throw raise(
        .typeError, "The fill character must be a unicode character, not \(value.typeName)")
    }
    if StrRef(value).count != 1 {
      throw raise(.typeError, "The fill character must be exactly one character long")
    }
    return StrRef(value)[0]
  }

  /// The text between `left` and `right` fill characters.
  private static func padded(_ value: Value, _ left: Int, _ right: Int, _ fill: UInt32)
    throws(Raised) -> Value
  {
    let str = StrRef(value)
    if left <= 0, right <= 0 { return exact(value).value }
    let (total, overflow) = (max(0, left) + max(0, right)).addingReportingOverflow(str.count)
    if overflow { throw raise(.overflowError, "padded string is too long") }
    try Heap.requireRoom(total)
    let result = StrRef.make(count: total, maximum: max(fill, str.maximumClass))
    if result.width == 1 {
      memset(result.data, Int32(fill), max(0, left))
      memset(result.data + (total - max(0, right)), Int32(fill), max(0, right))
    } else {
      for i in 0..<max(0, left) { result.write(fill, at: i) }
      for i in (total - max(0, right))..<total { result.write(fill, at: i) }
    }
    result.copy(from: str, 0, str.count, to: max(0, left))
    return result.value
  }

  static func center(_ a: Args) throws(Raised) -> Value {
    let width = max(0, try Convert.machineInt(a[1]))
    let fill = try fill(a)
    let margin = width - StrRef(a[0]).count
    if margin <= 0 { return exact(a[0]).value }
    let left = margin / 2 + (margin & width & 1)
    return try padded(a[0], left, margin - left, fill)
  }
  static func leftJustify(_ a: Args) throws(Raised) -> Value {
    let width = try Convert.machineInt(a[1])
    return try padded(a[0], 0, max(0, width) - StrRef(a[0]).count, try fill(a))
  }
  static func rightJustify(_ a: Args) throws(Raised) -> Value {
    let width = try Convert.machineInt(a[1])
    return try padded(a[0], max(0, width) - StrRef(a[0]).count, 0, try fill(a))
  }

  static func zeroFill(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    let zeros = max(0, try Convert.machineInt(a[1])) - str.count
    if zeros <= 0 { return exact(a[0]).value }
    let result = StrRef(try padded(a[0], zeros, 0, 0x30))
    if str.count > 0, str[0] == 0x2B || str[0] == 0x2D {
      result.write(str[0], at: 0)
      result.write(0x30, at: zeros)
    }
    return result.value
  }

  static func expandTabs(_ a: Args) throws(Raised) -> Value {
    let size = a[1].isAbsent ? 8 : try Convert.cInt(a[1])
    let str = StrRef(a[0])
    var out = FormatBuffer()
    out.reserve(str.count)
    var column = 0
    for i in 0..<str.count {
      let c = str[i]
      if c == 0x09 {
        if size > 0 {
          let spaces = size - column % size
          try Heap.requireRoom(out.count + spaces)
          out.append(0x20, times: spaces)
          column += spaces
        }
      } else {
        out.append(c)
        column = c == 0x0A || c == 0x0D ? 0 : column + 1
      }
    }
    return out.finish().value
  }

  // MARK: Stripping

  private static func stripped(_ a: Args, _ name: String, _ left: Bool, _ right: Bool)
    throws(Raised) -> Value
  {
    let str = StrRef(a[0])
    let set = a.optional(1)
    var start = 0
    var end = str.count
    if set.isAbsent || set.isNone, str.isASCII {
      let bytes = str.bytes
      if left { while start < end, DecimalDigits.isASCIISpace(UInt32(bytes[start])) { start += 1 } }
      if right {
        while end > start, DecimalDigits.isASCIISpace(UInt32(bytes[end - 1])) { end -= 1 }
      }
    } else if set.isAbsent || set.isNone {
      if left { while start < end, DecimalDigits.isSpace(str[start]) { start += 1 } }
      if right { while end > start, DecimalDigits.isSpace(str[end - 1]) { end -= 1 } }
    } else {
      if !set.isStr {
        throw raise(.typeError, "\(name) arg must be None or str")
      }
      let characters = TextView(StrRef(set))
      func isMember(_ c: UInt32) -> Bool { characters.find(c, 0, characters.count) != nil }
      if left { while start < end, isMember(str[start]) { start += 1 } }
      if right { while end > start, isMember(str[end - 1]) { end -= 1 } }
    }
    return start == 0 && end == str.count ? exact(a[0]).value : str.slice(start, end).value
  }
  static func strip(_ a: Args) throws(Raised) -> Value { try stripped(a, "strip", true, true) }
  static func leftStrip(_ a: Args) throws(Raised) -> Value {
    try stripped(a, "lstrip", true, false)
  }
  static func rightStrip(_ a: Args) throws(Raised) -> Value {
    try stripped(a, "rstrip", false, true)
  }
}
