// Methods and attributes of `pyexpat.xmlparser`.

import Glibc
import TaipanRuntime

enum ExpatParser {
  static let methods: [NativeMethod] = [
    NativeMethod("Parse", "($self, data, isfinal=False, /)", parse),
    NativeMethod("ParseFile", "($self, file, /)", parseFile),
    NativeMethod("SetBase", "($self, base, /)", setBase),
    NativeMethod("GetBase", "($self, /)", getBase),
    NativeMethod("GetInputContext", "($self, /)", inputContext),
    NativeMethod(
      "ExternalEntityParserCreate", "($self, context, encoding=<unrepresentable>, /)",
      makeExternal),
    NativeMethod("SetParamEntityParsing", "($self, flag, /)", setParameterEntityParsing),
    NativeMethod("UseForeignDTD", "($self, flag=True, /)", useForeignDTD),
    NativeMethod("GetReparseDeferralEnabled", "($self, /)", getDeferral),
    NativeMethod("SetReparseDeferralEnabled", "($self, enabled, /)", setDeferral),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("intern", { a throws(Raised) in ExpatRef(a[0]).p.pointee.interned }),
    NativeGetSet(
      "buffer_text", { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.text != nil) },
      set: setBufferText),
    NativeGetSet(
      "buffer_size", { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.textSize) },
      set: setBufferSize),
    NativeGetSet("buffer_used", { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.textCount) }),
    NativeGetSet(
      "namespace_prefixes",
      { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.returnsPrefixes) },
      set: { a throws(Raised) in
        let ref = ExpatRef(a[0])
        ref.p.pointee.returnsPrefixes = try flag(a)
        ref.library.setReturnTriplet(ref.parser, ref.p.pointee.returnsPrefixes ? 1 : 0)
        return .none
      }),
    NativeGetSet(
      "ordered_attributes",
      { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.returnsOrderedAttributes) },
      set: { a throws(Raised) in
        ExpatRef(a[0]).p.pointee.returnsOrderedAttributes = try flag(a)
        return .none
      }),
    NativeGetSet(
      "specified_attributes",
      { a throws(Raised) in Value(ExpatRef(a[0]).p.pointee.returnsSpecifiedAttributes) },
      set: { a throws(Raised) in
        ExpatRef(a[0]).p.pointee.returnsSpecifiedAttributes = try flag(a)
        return .none
      }),
    NativeGetSet("ErrorCode", errorCode), NativeGetSet("ErrorLineNumber", line),
    NativeGetSet("ErrorColumnNumber", column), NativeGetSet("ErrorByteIndex", byteIndex),
    NativeGetSet("CurrentLineNumber", line), NativeGetSet("CurrentColumnNumber", column),
    NativeGetSet("CurrentByteIndex", byteIndex),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "pyexpat.xmlparser", size: ExpatLayout.size, flags: [.noInstantiation], methods: methods,
      getSets: getSets + ExpatHandler.getSets, releaser: ExpatRef.release, doc: "XML parser"))

  /// The most that the library is given at once: it counts in 32 bits.
  private static let chunk = 1 << 20
  private static let fileChunk = 2048

  // MARK: Parsing

  static func parse(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let isFinal = a.count > 2 ? try Convert.truth(a[2]) : false
    var data = a[1]
    if data.isStr {
      data = try Codecs.encode(StrRef(data), "utf-8", "strict")
      _ = ref.library.setEncoding(ref.parser, "utf-8")
    } else if !data.isExactly(.bytes) {
      // Handlers may change the memory of anything else.
      let view = try Buffers.read(data)
      data =
        view.baseAddress.map { BytesRef.make($0, count: view.count).value }
        ?? BytesRef.empty.value
    }
    let bytes = BytesRef(data)
    var at = 0
    var status: Int32 = 1
    repeat {
      let count = min(bytes.count - at, chunk)
      let isLast = at + count == bytes.count
      status = ref.library.parse(
        ref.parser, bytes.data + at, Int32(count), isLast && isFinal ? 1 : 0)
      at += count
    } while at < bytes.count && status != 0 && ref.p.pointee.pending.isAbsent
    return try withExtendedBytes(bytes) { () throws(Raised) in try finish(ref, status) }
  }

  /// Keeps the bytes that the library reads where the collector sees them.
  @inline(never)
  private static func withExtendedBytes(
    _ bytes: BytesRef, _ body: () throws(Raised) -> Value
  ) throws(Raised) -> Value { try body() }

  /// What a step of the library ends with.
  ///
  /// - Throws: the exception of a handler; ExpatError.
  private static func finish(_ ref: ExpatRef, _ status: Int32) throws(Raised) -> Value {
    let pending = ref.p.pointee.pending
    if pending.isPresent {
      ref.p.pointee.pending = .absent
      thread.pointee.exception = pending
      throw Raised()
    }
    if status == 0 { throw ExpatModule.failed(ref, ref.library.errorCode(ref.parser)) }
    try ref.flushText()
    return Value(Int(status))
  }

  static func parseFile(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let read = try Attributes.lookup(a[1], Interning.intern("read"))
    if read.isAbsent { throw raise(.typeError, "argument must have 'read' attribute") }
    var result = Value(1)
    var isAtEnd = false
    while !isAtEnd {
      let data = try Call.function(read, Value(fileChunk))
      if !data.isBytes, !(data.isHeap && data.isInstance(of: .byteArray)) {
        throw raise(
          .typeError, "read() did not return a bytes object (type=\(data.typeName))")
      }
      let view = try Buffers.read(data)
      if view.count > fileChunk {
        throw raise(
          .valueError,
          "read() returned too much data: \(fileChunk) bytes requested, \(view.count) returned")
      }
      isAtEnd = view.count == 0
      let bytes = BytesRef.make(view.baseAddress.unsafelyUnwrapped, count: view.count)
      let status = ref.library.parse(
        ref.parser, bytes.data, Int32(bytes.count), isAtEnd ? 1 : 0)
      result = try withExtendedBytes(bytes) { () throws(Raised) in try finish(ref, status) }
    }
    return result
  }

  // MARK: The document

  private static func cText(_ value: Value, _ function: String, _ place: Int) throws(Raised)
    -> [CChar]
  {
    if !value.isStr {
      throw raise(
        .typeError, "\(function)() argument \(place) must be str, not \(value.argumentTypeName)")
    }
    return try ExpatModule.cText(value)
  }

  static func setBase(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "SetBase() argument must be str, not \(a[1].argumentTypeName)")
    }
    let ref = ExpatRef(a[0])
    if ref.library.setBase(ref.parser, try ExpatModule.cText(a[1])) == 0 {
      throw raise(.memoryError)
    }
    return .none
  }

  static func getBase(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    return ref.text(ref.library.getBase(ref.parser))
  }

  static func inputContext(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    if !ref.p.pointee.isInCallback { return .none }
    var (offset, size) = (Int32(0), Int32(0))
    guard let buffer = ref.library.inputContext(ref.parser, &offset, &size) else { return .none }
    return BytesRef.make(buffer + Int(offset), count: Int(size - offset)).value
  }

  /// A parser for an external entity, with this one's handlers.
  static func makeExternal(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let name = "ExternalEntityParserCreate"
    if !a[1].isStr, !a[1].isNone {
      throw raise(
        .typeError, "\(name)() argument 1 must be str or None, not \(a[1].argumentTypeName)")
    }
    let context = a[1].isNone ? nil : try ExpatModule.cText(a[1])
    let encoding = a.count > 2 ? try cText(a[2], name, 2) : nil
    let made = context.withTextPointer { context in
      encoding.withTextPointer { ref.library.createExternal(ref.parser, context, $0) }
    }
    guard let parser = made else { throw raise(.memoryError) }
    let handle = ExpatHandle.make(parser, parent: ref.p.pointee.handle)
    let child = ExpatRef.make(handle, interned: ref.p.pointee.interned)
    child.p.pointee.textSize = ref.p.pointee.textSize
    child.p.pointee.returnsOrderedAttributes = ref.p.pointee.returnsOrderedAttributes
    child.p.pointee.returnsSpecifiedAttributes = ref.p.pointee.returnsSpecifiedAttributes
    child.p.pointee.returnsPrefixes = ref.p.pointee.returnsPrefixes
    child.p.pointee.defersReparsing = ref.p.pointee.defersReparsing
    try child.setGathering(ref.p.pointee.text != nil)
    for handler in ExpatHandler.allCases where !ref.handler(handler).isNone {
      try child.set(handler, ref.handler(handler))
    }
    return child.value
  }

  static func setParameterEntityParsing(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let flag = Int32(truncatingIfNeeded: try Convert.cInt(a[1]))
    return Value(Int(ref.library.setParameterEntityParsing(ref.parser, flag)))
  }

  static func useForeignDTD(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let isOn = a.count > 1 ? try Convert.truth(a[1]) : true
    let code = ref.library.useForeignDTD(ref.parser, isOn ? 1 : 0)
    if code != 0 { throw ExpatModule.failed(ref, code) }
    return .none
  }

  static func getDeferral(_ a: Args) throws(Raised) -> Value {
    Value(ExpatRef(a[0]).p.pointee.defersReparsing)
  }

  /// Does nothing with a library that never defers.
  static func setDeferral(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    let isOn = try Convert.truth(a[1])
    if let set = ref.library.setReparseDeferral {
      ref.p.pointee.defersReparsing = isOn
      _ = set(ref.parser, isOn ? 1 : 0)
    }
    return .none
  }

  // MARK: Attributes

  private static func flag(_ a: Args) throws(Raised) -> Bool {
    if a[1].isAbsent { throw raise(.runtimeError, "Cannot delete attribute") }
    return try Convert.truth(a[1])
  }

  static func setBufferText(_ a: Args) throws(Raised) -> Value {
    try ExpatRef(a[0]).setGathering(try flag(a))
    return .none
  }

  static func setBufferSize(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.runtimeError, "Cannot delete attribute") }
    if !a[1].isAnyInt { throw raise(.typeError, "buffer_size must be an integer") }
    guard let size = a[1].exactInt.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    if size <= 0 { throw raise(.valueError, "buffer_size must be greater than zero") }
    if size > Int(Int32.max) {
      throw raise(.valueError, "buffer_size must not be greater than \(Int32.max)")
    }
    try ExpatRef(a[0]).setTextSize(size)
    return .none
  }

  static func errorCode(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    return Value(Int(ref.library.errorCode(ref.parser)))
  }
  static func line(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    return Value(ref.library.line(ref.parser))
  }
  static func column(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    return Value(ref.library.column(ref.parser))
  }
  static func byteIndex(_ a: Args) throws(Raised) -> Value {
    let ref = ExpatRef(a[0])
    return Value(ref.library.byteIndex(ref.parser))
  }
}

extension Optional where Wrapped == [CChar] {
  /// The text for C, a null pointer for none.
  func withTextPointer<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let self else { return body(nil) }
    return self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
