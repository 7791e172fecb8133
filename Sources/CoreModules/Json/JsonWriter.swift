// One run of the encoder.

import TaipanRuntime

/// A container that is being written, and the one around it: against cycles.
private struct Ancestor {
  let value: Value
  let outer: UnsafePointer<Ancestor>?
}

struct JsonWriter {
  private let encoder: ObjectRef
  private let quoting: Quoting
  private let itemSeparator: StrRef
  private let keySeparator: StrRef
  /// The text of one level, absent without indentation.
  private let indent: Value
  private var level: Int
  private let checksCycles: Bool
  private var innermost: UnsafePointer<Ancestor>?
  private var depth = 0
  var out = JsonOutput()

  /// Containers down to this depth are compared with those around them; deeper ones are looked for
  /// in the dict of markers, too.
  private static let chainLimit = 24

  /// How strs are written: by this module, or by a Python function.
  private enum Quoting { case ascii, unicode, custom }

  init(_ encoder: ObjectRef, level: Int) {
    self.encoder = encoder
    self.level = level
    let function = encoder.word(3).pointee
    var quoting = Quoting.custom
    if function.isExactly(.builtinFunction) {
      if function === JsonModule.asciiEncoder {
        quoting = .ascii
      } else if function === JsonModule.unicodeEncoder {
        quoting = .unicode
      }
    }
    self.quoting = quoting
    checksCycles = !encoder.word(1).pointee.isNone
    indent = encoder.word(4).pointee.isNone ? .absent : encoder.word(4).pointee
    keySeparator = StrRef(encoder.word(5).pointee)
    itemSeparator = StrRef(encoder.word(6).pointee)
  }

  private mutating func writeString(_ value: Value) throws(Raised) {
    switch quoting {
    case .ascii: out.appendQuoted(StrRef(value), ascii: true)
    case .unicode: out.appendQuoted(StrRef(value), ascii: false)
    case .custom:
      let text = try Call.function(encoder.word(3).pointee, value)
      if !text.isStr {
        throw raise(.typeError, "encoder() must return a string, not \(text.typeName)")
      }
      out.append(StrRef(text))
    }
  }

  mutating func write(_ value: Value) throws(Raised) {
    if value.isInt {
      out.appendNumber(value.asInt)
    } else if value.isExactly(.str) {
      try writeString(value)
    } else if value.isNone {
      out.append("null")
    } else if value.isTrue {
      out.append("true")
    } else if value.isFalse {
      out.append("false")
    } else if value.isExactly(.dict) || value.isExactly(.list) {
      try writeContainer(value)
    } else if value.isStr {
      try writeString(value)
    } else if value.isAnyInt {
      out.append(try Convert.repr(value.exactInt))
    } else if value.isAnyFloat {
      out.append(try float(value))
    } else {
      try writeContainer(value)
    }
  }

  private func float(_ value: Value) throws(Raised) -> StrRef {
    let double = value.asFloat
    if double.isFinite { return FloatText.repr(double) }
    if encoder.word(9).pointee.isFalse {
      throw raise(
        .valueError,
        "Out of range float values are not JSON compliant: \(try Convert.repr(value).text)")
    }
    return StrRef.make(double.isNaN ? "NaN" : double > 0 ? "Infinity" : "-Infinity")
  }

  /// A list, tuple or dict, or anything else, which `default` replaces.
  private mutating func writeContainer(_ value: Value) throws(Raised) {
    try ThreadState.checkNativeStack(" while encoding a JSON object")
    if !checksCycles { return try writeContent(value) }
    try checkCycle(value)
    if depth >= JsonWriter.chainLimit { return try writeDeep(value) }
    let outer = innermost
    var here = Ancestor(value: value, outer: outer)
    // Raising leaves the chain as it is: the run is over then.
    try withUnsafePointer(to: &here) { (place) throws(Raised) in
      innermost = place
      depth += 1
      try writeContent(value)
      depth -= 1
      innermost = outer
    }
  }

  private func checkCycle(_ value: Value) throws(Raised) {
    var place = innermost
    while let ancestor = place {
      if ancestor.pointee.value === value {
        throw raise(.valueError, "Circular reference detected")
      }
      place = ancestor.pointee.outer
    }
  }

  /// At this point the chain is full: the dict of markers holds the containers below.
  @inline(never) private mutating func writeDeep(_ value: Value) throws(Raised) {
    let markers = DictRef(encoder.word(1).pointee)
    let key = Value(UInt(value.bits))
    if try markers.get(key).isPresent {
      throw raise(.valueError, "Circular reference detected")
    }
    try markers.set(key, value)
    try writeContent(value)
    _ = try markers.remove(key)
  }

  private mutating func writeContent(_ value: Value) throws(Raised) {
    if value.isExactly(.dict) {
      try writeExactDict(DictRef(value))
    } else if value.isList || value.isTuple {
      try writeList(value)
    } else if value.isDict {
      try writeItems(try Iterate.list(try Call.method(value, "items")))
    } else {
      try write(try Call.function(encoder.word(2).pointee, value))
    }
  }

  // MARK: Layout

  private mutating func lineBreak() {
    if indent.isAbsent { return }
    out.append(0x0A)
    for _ in 0..<max(0, level) { out.append(StrRef(indent)) }
  }

  private mutating func open(_ bracket: UInt8) {
    out.append(bracket)
    level += 1
  }

  /// What stands before an item.
  @inline(__always) private mutating func separate(_ isFirst: Bool) {
    if !isFirst { out.append(itemSeparator) }
    lineBreak()
  }

  private mutating func close(_ bracket: UInt8, isEmpty: Bool = false) {
    level -= 1
    if !isEmpty { lineBreak() }
    out.append(bracket)
  }

  private mutating func writeList(_ value: Value) throws(Raised) {
    let isExact = value.isExactly(.list)
    let items = isExact ? ListRef(value) : try Iterate.list(value)
    if items.count == 0 { return out.append("[]") }
    open(0x5B)
    // The list may change while Python code runs.
    var i = 0
    while i < items.count {
      separate(i == 0)
      try write(items[i])
      i += 1
    }
    close(0x5D)
  }

  private mutating func writeExactDict(_ dict: DictRef) throws(Raised) {
    if dict.count == 0 { return out.append("{}") }
    if encoder.word(7).pointee.isTrue {
      return try writeItems(try Iterate.list(try Call.method(dict.value, "items")))
    }
    open(0x7B)
    var isFirst = true
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries + next
      try writeItem(entry.pointee.key, entry.pointee.value, &isFirst)
      number = next + 1
    }
    close(0x7D, isEmpty: isFirst)
  }

  private mutating func writeItems(_ items: ListRef) throws(Raised) {
    if items.count == 0 { return out.append("{}") }
    if encoder.word(7).pointee.isTrue { _ = try Call.method(items.value, "sort") }
    open(0x7B)
    var isFirst = true
    for i in 0..<items.count {
      let item = items[i]
      guard item.isTuple, TupleRef(item).count == 2 else {
        throw raise(.valueError, "items must return 2-tuples")
      }
      try writeItem(TupleRef(item)[0], TupleRef(item)[1], &isFirst)
    }
    close(0x7D, isEmpty: isFirst)
  }

  @inline(__always)
  private mutating func writeItem(
    _ key: Value, _ value: Value, _ isFirst: inout Bool
  ) throws(Raised) {
    let text = key.isExactly(.str) ? key : try keyText(key)
    if text.isAbsent { return }
    separate(isFirst)
    isFirst = false
    try writeString(text)
    out.append(keySeparator)
    try write(value)
  }

  /// A key as str; absent where it is to be skipped.
  private func keyText(_ key: Value) throws(Raised) -> Value {
    if key.isStr { return key }
    if key.isAnyFloat { return try float(key).value }
    if key.isNone { return Value("null") }
    if key.isBool { return Value(key.isTrue ? "true" : "false") }
    if key.isAnyInt { return try Convert.repr(key.exactInt).value }
    if encoder.word(8).pointee.isTrue { return .absent }
    throw raise(
      .typeError, "keys must be str, int, float, bool or None, not \(key.typeName)")
  }
}
