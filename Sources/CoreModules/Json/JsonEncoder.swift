// The encoder: `encode(object, level)` gives a tuple with the text.

import TaipanRuntime

/// Words: 1 markers (dict or None), 2 default, 3 encoder, 4 indent, 5 key separator, 6 item separator,
/// 7 sort_keys, 8 skipkeys, 9 allow_nan.
enum JsonEncoder {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
      new),
    NativeMethod("__call__", "($self, obj, _current_indent_level)", call),
  ]
  static let spec = TypeSpec("_json.Encoder", size: 80, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if !a[1].isNone, !a[1].isDict {
      throw raise(
        .typeError, "make_encoder() argument 1 must be dict or None, not \(a[1].typeName)")
    }
    for i in 5...6 where !a[i].isStr {
      throw raise(.typeError, "make_encoder() argument \(i) must be str, not \(a[i].typeName)")
    }
    let object = Instances.allocate(TypeRef(a[0]))
    for i in 1...9 {
      let value = i >= 7 ? Value(try Convert.truth(a[i])) : a[i]
      object.store(value, at: object.word(i))
    }
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    var writer = JsonWriter(a[0].asObject, level: try Convert.machineInt(a[2]))
    try writer.write(a[1])
    return TupleRef.of(writer.out.finish()).value
  }
}

/// One run of the encoder.
struct JsonWriter {
  private let encoder: ObjectRef
  private let quoting: Quoting
  /// How deep the lines are indented.
  private var level: Int
  var out = JsonOutput()

  /// How strs are written: by this module, or by a Python function.
  private enum Quoting { case ascii, unicode, custom }

  init(_ encoder: ObjectRef, level: Int) {
    self.encoder = encoder
    self.level = level
    let function = encoder.word(3).pointee
    var quoting = Quoting.custom
    if function.isExactly(.builtinFunction) {
      switch NativeFunctionRef(function).name {
      case "encode_basestring_ascii": quoting = .ascii
      case "encode_basestring": quoting = .unicode
      default: break
      }
    }
    self.quoting = quoting
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
    if value.isNone {
      out.append("null")
    } else if value.isTrue {
      out.append("true")
    } else if value.isFalse {
      out.append("false")
    } else if value.isStr {
      try writeString(value)
    } else if value.isAnyInt {
      out.append(try Convert.repr(value.exactInt))
    } else if value.isAnyFloat {
      out.append(try float(value))
    } else {
      try ThreadState.checkNativeStack(" while encoding a JSON object")
      if value.isList || value.isTuple {
        try marking(value) { (writer) throws(Raised) in try writer.writeList(value) }
      } else if value.isDict {
        try marking(value) { (writer) throws(Raised) in try writer.writeDict(value) }
      } else {
        try marking(value) { (writer) throws(Raised) in
          let replacement = try Call.function(writer.encoder.word(2).pointee, value)
          try writer.write(replacement)
        }
      }
    }
  }

  private func float(_ value: Value) throws(Raised) -> StrRef {
    let double = value.asFloat
    if double.isFinite { return try Convert.repr(Value(double)) }
    if encoder.word(9).pointee.isFalse {
      throw raise(
        .valueError,
        "Out of range float values are not JSON compliant: \(try Convert.repr(value).text)")
    }
    return StrRef.make(double.isNaN ? "NaN" : double > 0 ? "Infinity" : "-Infinity")
  }

  /// Notes that `value` is being written, against cycles.
  private mutating func marking(
    _ value: Value, _ body: (inout JsonWriter) throws(Raised) -> Void
  ) throws(Raised) {
    let markers = encoder.word(1).pointee
    if markers.isNone { return try body(&self) }
    let key = Value(UInt(value.bits))
    if try DictRef(markers).get(key).isPresent {
      throw raise(.valueError, "Circular reference detected")
    }
    try DictRef(markers).set(key, value)
    try body(&self)
    _ = try DictRef(markers).remove(key)
  }

  private mutating func writeList(_ value: Value) throws(Raised) {
    let items = try Iterate.list(value)
    out.append(0x5B)
    if items.count > 0 {
      beginBlock()
      for i in 0..<items.count {
        if i > 0 { separate() }
        try write(items[i])
      }
      endBlock()
    }
    out.append(0x5D)
  }

  private mutating func writeDict(_ value: Value) throws(Raised) {
    let items = try Iterate.list(try Call.method(value, "items"))
    if encoder.word(7).pointee.isTrue { _ = try Call.method(items.value, "sort") }
    out.append(0x7B)
    var isFirst = true
    for i in 0..<items.count {
      let item = items[i]
      guard item.isTuple, TupleRef(item).count == 2 else {
        throw raise(.valueError, "items must return 2-tuples")
      }
      let key = try keyText(TupleRef(item)[0])
      if key.isAbsent { continue }
      if isFirst { beginBlock() } else { separate() }
      isFirst = false
      try writeString(key)
      out.append(StrRef(encoder.word(5).pointee))
      try write(TupleRef(item)[1])
    }
    if !isFirst { endBlock() }
    out.append(0x7D)
  }

  // MARK: Indentation, where asked for

  private mutating func beginBlock() {
    level += 1
    startLine()
  }

  private mutating func separate() {
    out.append(StrRef(encoder.word(6).pointee))
    startLine()
  }

  private mutating func endBlock() {
    level -= 1
    startLine()
  }

  private mutating func startLine() {
    let indent = encoder.word(4).pointee
    if indent.isNone { return }
    out.append(0x0A)
    for _ in 0..<level { out.append(StrRef(indent)) }
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
