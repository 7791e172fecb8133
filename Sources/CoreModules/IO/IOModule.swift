// The module `_io`: files and streams.
//
// The layers are CPython's: raw files over descriptors, buffered binary streams over raw ones, text
// over buffered ones. Every stream object has the same layout (`StreamLayout`).

import Glibc
import TaipanRuntime

/// Layout of all stream types; which fields mean something depends on the type.
struct StreamLayout {
  var header: Header
  /// `__dict__`.
  var dict: Value
  /// The stream below: raw file, buffered stream.
  var inner: Value
  /// Bytes or text: read ahead, waiting to be written, or the whole content of in-memory streams.
  var buffer: Value
  /// Position in `buffer`.
  var position: Int
  /// File descriptor of raw files, -1 elsewhere and after closing.
  var descriptor: Int
  var flags: StreamFlags
  var name: Value
  var encoding: Value
  var errors: Value
  /// The newline argument, or None.
  var newline: Value
  /// Undecoded bytes at the end of what was read (text).
  var pending: Value
  /// Second stream of a pair; the decoder of a text stream whose encoding is not known here.
  var second: Value
  /// The encoder that goes with it, once text was written.
  var encoder: Value
  /// `OwnedLock` of buffered streams.
  var lock: (Value, Value, Value, Value, Value, Value, Value)
}

struct StreamFlags: OptionSet {
  let rawValue: UInt64
  static let readable = StreamFlags(rawValue: 1)
  static let writable = StreamFlags(rawValue: 2)
  static let closed = StreamFlags(rawValue: 4)
  static let closesDescriptor = StreamFlags(rawValue: 8)
  static let appending = StreamFlags(rawValue: 16)
  static let created = StreamFlags(rawValue: 32)
  static let lineBuffering = StreamFlags(rawValue: 64)
  static let writeThrough = StreamFlags(rawValue: 128)
  static let universal = StreamFlags(rawValue: 256)
  static let translates = StreamFlags(rawValue: 512)
  /// A lone "\r" ended the last chunk: it may be the first half of "\r\n".
  static let pendingReturn = StreamFlags(rawValue: 1024)
  static let sawReturn = StreamFlags(rawValue: 2048)
  static let sawNewline = StreamFlags(rawValue: 4096)
  static let sawBoth = StreamFlags(rawValue: 8192)
  static let atEnd = StreamFlags(rawValue: 16384)
  static let detached = StreamFlags(rawValue: 32768)
  static let finalizing = StreamFlags(rawValue: 65536)
  static let inRepr = StreamFlags(rawValue: 131072)
  /// Lines are being taken by iteration: there is no telling how far.
  static let iterates = StreamFlags(rawValue: 262144)
}

struct Stream {
  let p: UnsafeMutablePointer<StreamLayout>
  init(_ value: Value) { p = value.asObject.pointer.assumingMemoryBound(to: StreamLayout.self) }
  var object: ObjectRef { ObjectRef(pointer: UnsafeMutableRawPointer(p)) }
  var value: Value { Value(object) }
  func has(_ flag: StreamFlags) -> Bool { p.pointee.flags.contains(flag) }
  func set(_ flag: StreamFlags, _ on: Bool) {
    if on { p.pointee.flags.insert(flag) } else { p.pointee.flags.remove(flag) }
  }
  func noteWrite() { object.noteWrite() }
  var lock: OwnedLock {
    let offset = MemoryLayout<StreamLayout>.offset(of: \.lock).unsafelyUnwrapped
    return OwnedLock((UnsafeMutableRawPointer(p) + offset).assumingMemoryBound(to: Value.self))
  }
}

public enum IOModule {
  static let defaultBufferSize = 8192
  nonisolated(unsafe) static var base = BuiltinType.object.ref
  nonisolated(unsafe) static var rawBase = BuiltinType.object.ref
  nonisolated(unsafe) static var bufferedBase = BuiltinType.object.ref
  nonisolated(unsafe) static var textBase = BuiltinType.object.ref
  nonisolated(unsafe) static var fileType = BuiltinType.object.ref
  nonisolated(unsafe) static var bytesType = BuiltinType.object.ref
  nonisolated(unsafe) static var stringType = BuiltinType.object.ref
  nonisolated(unsafe) static var readerType = BuiltinType.object.ref
  nonisolated(unsafe) static var writerType = BuiltinType.object.ref
  nonisolated(unsafe) static var randomType = BuiltinType.object.ref
  nonisolated(unsafe) static var pairType = BuiltinType.object.ref
  nonisolated(unsafe) static var textType = BuiltinType.object.ref
  nonisolated(unsafe) static var decoderType = BuiltinType.object.ref
  nonisolated(unsafe) static var unsupported = BuiltinType.osError.ref

  nonisolated(unsafe) private static var module: UnsafeMutablePointer<Value>?

  public static func make() -> ModuleRef {
    if let module { return ModuleRef(module.pointee) }
    let made = NativeModules.make("_io", functions)
    module = Heap.makeRoot(made.value)
    makeTypes()
    let dict = made.dict
    for type in [
      base, rawBase, bufferedBase, textBase, fileType, bytesType, stringType, readerType,
      writerType,
      randomType, pairType, textType, decoderType,
    ] {
      dict.setStr(type.p.pointee.name, type.value)
    }
    dict.setStr("DEFAULT_BUFFER_SIZE", Value(defaultBufferSize))
    dict.setStr("BlockingIOError", BuiltinType.blockingIOError.value)
    unsupported = makeUnsupported()
    dict.setStr("UnsupportedOperation", unsupported.value)
    return made
  }

  private static func makeTypes() {
    func spec(_ name: StaticString, _ methods: [NativeMethod], _ getSets: [NativeGetSet] = [])
      -> TypeSpec
    {
      TypeSpec(
        name, size: MemoryLayout<StreamLayout>.size, flags: [.baseable, .weakReferable],
        dictWord: 1,
        methods: methods, getSets: getSets)
    }
    base = NativeTypes.make(spec("_io._IOBase", BaseStreams.methods, BaseStreams.getSets))
    rawBase = NativeTypes.make(spec("_io._RawIOBase", BaseStreams.rawMethods), base: base)
    bufferedBase = NativeTypes.make(
      spec("_io._BufferedIOBase", BaseStreams.bufferedMethods), base: base)
    textBase = NativeTypes.make(
      spec("_io._TextIOBase", BaseStreams.textMethods, BaseStreams.textGetSets), base: base)
    fileType = NativeTypes.make(
      spec("_io.FileIO", RawFiles.methods + BaseStreams.unpicklable, RawFiles.getSets),
      base: rawBase)
    bytesType = NativeTypes.make(
      spec("_io.BytesIO", BytesStreams.methods, BytesStreams.getSets), base: bufferedBase)
    stringType = NativeTypes.make(
      spec("_io.StringIO", StringStreams.methods, StringStreams.getSets), base: textBase)
    // To close a stream in memory does nothing that anyone sees; subclasses may do more.
    bytesType.p.pointee.flags.remove(.hasFinalizer)
    stringType.p.pointee.flags.remove(.hasFinalizer)
    readerType = NativeTypes.make(
      spec(
        "_io.BufferedReader",
        BufferedStreams.common + BufferedStreams.reading + BaseStreams.unpicklable,
        BufferedStreams.getSets), base: bufferedBase)
    writerType = NativeTypes.make(
      spec(
        "_io.BufferedWriter",
        BufferedStreams.common + BufferedStreams.writing + BaseStreams.unpicklable,
        BufferedStreams.getSets), base: bufferedBase)
    randomType = NativeTypes.make(
      spec(
        "_io.BufferedRandom",
        BufferedStreams.common + BufferedStreams.reading + BufferedStreams.writing
          + BaseStreams.unpicklable,
        BufferedStreams.getSets),
      base: bufferedBase)
    pairType = NativeTypes.make(
      spec(
        "_io.BufferedRWPair", PairStreams.methods + BaseStreams.unpicklable, PairStreams.getSets),
      base: bufferedBase)
    textType = NativeTypes.make(
      spec("_io.TextIOWrapper", TextStreams.methods + BaseStreams.unpicklable, TextStreams.getSets),
      base: textBase)
    decoderType = NativeTypes.make(
      spec("_io.IncrementalNewlineDecoder", NewlineDecoders.methods, NewlineDecoders.getSets))
  }

  private static func makeUnsupported() -> TypeRef {
    do throws(Raised) {
      let namespace = DictRef.make()
      namespace.setStr("__module__", Value("io"))
      return try TypeBuilder.make(
        metatype: BuiltinType.type.ref, name: StrRef.make("UnsupportedOperation"),
        bases: TupleRef.of(BuiltinType.osError.value, BuiltinType.valueError.value),
        namespace: namespace, keywords: nil)
    } catch {
      fatalError("io.UnsupportedOperation cannot be made")
    }
  }

  /// `io.UnsupportedOperation(message)`, raised.
  static func unsupportedOperation(_ message: String) -> Raised {
    do throws(Raised) {
      return setRaised(try Call.function(unsupported.value, Value(message)))
    } catch {
      return error
    }
  }

  static let functions: [NativeMethod] = [
    NativeMethod(
      "open",
      "($module, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
      open),
    NativeMethod("open_code", "($module, path)", openCode),
    NativeMethod("text_encoding", "($module, encoding, stacklevel=2, /)", textEncoding),
  ]

  static func openCode(_ a: Args) throws(Raised) -> Value {
    let keywords = DictRef.make()
    keywords.setStr("mode", Value("rb"))
    return try Call.function(
      module!.pointee.isPresent ? try Attributes.get(module!.pointee, "open") : .none,
      TupleRef.of(a[0]), keywords)
  }

  /// `sys.flags.warn_default_encoding` (PEP 597).
  nonisolated(unsafe) static var warnsOfDefaultEncoding = false
  /// `sys.flags.utf8_mode` (PEP 540): the locale is not asked where nobody names an encoding.
  nonisolated(unsafe) static var usesUTF8 = false

  static func warnOfDefaultEncoding(stackLevel: Int) throws(Raised) {
    try Warnings.warn(
      .encodingWarning, "'encoding' argument not specified", stackLevel: stackLevel)
  }

  static func textEncoding(_ a: Args) throws(Raised) -> Value {
    if !a[0].isNone { return a[0] }
    if warnsOfDefaultEncoding {
      let level = a.optional(1).isPresent ? try Convert.cInt(a[1]) : 2
      try warnOfDefaultEncoding(stackLevel: level)
    }
    return Value(usesUTF8 ? "utf-8" : "locale")
  }

  /// `open()`: chooses the layers by mode and buffering.
  static func open(_ a: Args) throws(Raised) -> Value {
    let mode = a[1].isPresent ? try Convert.requireStr(a[1], "open() argument 'mode'").text : "r"
    let parsed = try parse(mode)
    let text = !parsed.binary
    if !text {
      for (index, name) in [(3, "encoding"), (4, "errors"), (5, "newline")]
      where a[index].isPresent && !a[index].isNone {
        throw raise(
          .valueError,
          "binary mode doesn't take \(name == "encoding" ? "an " : name == "errors" ? "an " : "a ")\(name) argument"
        )
      }
    }
    let keywords = DictRef.make()
    if a[6].isPresent { keywords.setStr("closefd", a[6]) }
    if a[7].isPresent { keywords.setStr("opener", a[7]) }
    // What the file is called is not a path object, but what that stands for.
    let isNumber = a[0].isAnyInt || a[0].isHeap && a[0].type.special(.index).isPresent
    let file = isNumber ? a[0] : try Paths.name(a[0])
    let raw = try Call.function(fileType.value, TupleRef.of(file, Value(parsed.raw)), keywords)
    var layer = raw
    do throws(Raised) {
      try addLayers(a, mode, parsed, to: &layer)
    } catch {
      let failure = takeRaised()
      try BaseStreams.finish(failure) { () throws(Raised) in _ = try Call.method(layer, "close") }
    }
    return layer
  }

  /// The layers above a raw file, one after the other in `layer`.
  private static func addLayers(
    _ a: Args, _ mode: String, _ parsed: Mode, to layer: inout Value
  ) throws(Raised) {
    let (raw, text) = (layer, !parsed.binary)
    var buffering = a[2].isPresent ? try Convert.machineInt(a[2]) : -1
    let lineBuffering =
      buffering == 1 && text
      || buffering < 0 && isatty(Int32(Stream(raw).p.pointee.descriptor)) != 0
    if buffering == 1, !text {
      try Warnings.warn(
        .runtimeWarning,
        "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"
      )
    }
    if buffering < 0 || buffering == 1 {
      buffering = RawFiles.bufferSize(Stream(raw).p.pointee.descriptor)
    }
    if buffering == 0 {
      if text { throw raise(.valueError, "can't have unbuffered text I/O") }
      return
    }
    let type = parsed.updating ? randomType : parsed.writing ? writerType : readerType
    layer = try Call.function(type.value, raw, Value(buffering))
    if !text { return }
    let wrapperKeywords = DictRef.make()
    func pass(_ name: String, _ value: Value) {
      wrapperKeywords.setStr(name, value.isAbsent ? .none : value)
    }
    pass("encoding", a[3])
    pass("errors", a[4])
    pass("newline", a[5])
    wrapperKeywords.setStr("line_buffering", Value(lineBuffering))
    layer = try Call.function(textType.value, TupleRef.of(layer), wrapperKeywords)
    try Attributes.set(layer, "mode", Value(mode))
  }

  private typealias Mode = (raw: String, binary: Bool, writing: Bool, updating: Bool)

  private static func parse(_ mode: String) throws(Raised) -> Mode {
    // One bit for each letter: the low six bits of their codes tell them apart.
    func bit(_ letter: Unicode.Scalar) -> UInt64 { 1 << UInt64(letter.value & 63) }
    var seen: UInt64 = 0
    for letter in mode.unicodeScalars {
      let isKnown =
        letter == "a" || letter == "x" || letter == "r" || letter == "w" || letter == "b"
        || letter == "+" || letter == "t"
      if !isKnown || seen & bit(letter) != 0 {
        throw raise(.valueError, "invalid mode: '\(mode)'")
      }
      seen |= bit(letter)
    }
    let kinds = seen & (bit("r") | bit("w") | bit("a") | bit("x"))
    if seen & bit("t") != 0, seen & bit("b") != 0 {
      throw raise(.valueError, "can't have text and binary mode at once")
    }
    if kinds.nonzeroBitCount != 1 {
      throw raise(.valueError, "must have exactly one of create/read/write/append mode")
    }
    let kind =
      kinds == bit("r") ? "r" : kinds == bit("w") ? "w" : kinds == bit("a") ? "a" : "x"
    let updating = seen & bit("+") != 0
    return (kind + (updating ? "+" : ""), seen & bit("b") != 0, kind != "r", updating)
  }
}
