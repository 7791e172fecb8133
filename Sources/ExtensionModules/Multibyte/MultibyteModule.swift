// The modules `_multibytecodec` and `_codecs_cn`, `_codecs_hk`, `_codecs_iso2022`, `_codecs_jp`, `_codecs_kr`,
// `_codecs_tw`: East Asian encodings under `encodings`.

import TaipanRuntime

public enum MultibyteModule {
  private static let createFunctions: [NativeMethod] = [
    NativeMethod(
      "__create_codec", "($module, object, /)",
      { a throws(Raised) in throw raise(.typeError, "argument type invalid") })
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_multibytecodec", createFunctions)
    module.dict.setStr("MultibyteCodec", MultibyteCodecObject.type.value)
    module.dict.setStr("MultibyteIncrementalEncoder", MultibyteEncoderObject.type.value)
    module.dict.setStr("MultibyteIncrementalDecoder", MultibyteDecoderObject.type.value)
    module.dict.setStr("MultibyteStreamReader", MultibyteReaderObject.type.value)
    module.dict.setStr("MultibyteStreamWriter", MultibyteWriterObject.type.value)
    return module
  }

  // A module is told apart by its function: each has its own table.
  private static let chinese: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)",
      { a throws(Raised) in try codec(a, ["gb2312", "gbk", "gb18030", "hz"]) })
  ]
  private static let hongKong: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)", { a throws(Raised) in try codec(a, ["big5hkscs"]) })
  ]
  private static let iso2022: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)",
      { a throws(Raised) in
        try codec(
          a,
          [
            "iso2022_kr", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004",
            "iso2022_jp_3", "iso2022_jp_ext",
          ])
      })
  ]
  private static let japanese: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)",
      { a throws(Raised) in
        try codec(
          a,
          [
            "shift_jis", "cp932", "euc_jp", "shift_jis_2004", "euc_jis_2004", "euc_jisx0213",
            "shift_jisx0213",
          ])
      })
  ]
  private static let korean: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)",
      { a throws(Raised) in try codec(a, ["euc_kr", "cp949", "johab"]) })
  ]
  private static let taiwanese: [NativeMethod] = [
    NativeMethod(
      "getcodec", "($module, encoding, /)",
      { a throws(Raised) in try codec(a, ["big5", "cp950"]) })
  ]

  public static func makeChinese() -> ModuleRef { NativeModules.make("_codecs_cn", chinese) }
  public static func makeHongKong() -> ModuleRef { NativeModules.make("_codecs_hk", hongKong) }
  public static func makeISO2022() -> ModuleRef { NativeModules.make("_codecs_iso2022", iso2022) }
  public static func makeJapanese() -> ModuleRef { NativeModules.make("_codecs_jp", japanese) }
  public static func makeKorean() -> ModuleRef { NativeModules.make("_codecs_kr", korean) }
  public static func makeTaiwanese() -> ModuleRef { NativeModules.make("_codecs_tw", taiwanese) }

  /// The codecs that were asked for so far.
  nonisolated(unsafe) private static var codecs: [UnsafeMutablePointer<MultibyteCodec>] = []

  /// - Throws: LookupError for an encoding that the module or the C library does not have.
  private static func codec(_ a: Args, _ names: [String]) throws(Raised) -> Value {
    if !a[0].isStr { throw raise(.typeError, "encoding name must be a string.") }
    let name = StrRef(a[0]).text
    if names.contains(name) {
      for known in codecs where known.pointee.name == name {
        return MultibyteCodecObject.make(known)
      }
      if let made = MultibyteTables.make(name) {
        let codec = UnsafeMutablePointer<MultibyteCodec>.allocate(capacity: 1)
        codec.initialize(to: made)
        codecs.append(codec)
        return MultibyteCodecObject.make(codec)
      }
    }
    throw raise(.lookupError, "no such codec is supported.")
  }
}

/// Word 1: address of the codec.
enum MultibyteCodecObject {
  static let methods: [NativeMethod] = [
    NativeMethod("encode", "($self, /, input, errors=None)", encode),
    NativeMethod("decode", "($self, /, input, errors=None)", decode),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_multibytecodec.MultibyteCodec", size: 16, flags: [.noInstantiation], methods: methods))

  static func make(_ codec: UnsafeMutablePointer<MultibyteCodec>) -> Value {
    let object = Instances.allocate(type)
    object.word(1).pointee = Value(bits: UInt64(UInt(bitPattern: codec)))
    return Value(object)
  }

  static func codec(_ value: Value) -> UnsafeMutablePointer<MultibyteCodec> {
    UnsafeMutablePointer(bitPattern: UInt(value.asObject.word(1).pointee.bits)).unsafelyUnwrapped
  }

  private static func errors(_ value: Value) throws(Raised) -> String {
    value.isAbsent || value.isNone
      ? "strict" : try Convert.requireStr(value, "argument 'errors'").text
  }

  private static func encode(_ a: Args) throws(Raised) -> Value {
    let codec = codec(a[0])
    let text = a[1].isStr ? StrRef(a[1]) : try Convert.str(a[1])
    var run = EncodingRun(codec, errors: try errors(a[2]))
    _ = try run.encode(text, isFinal: true)
    codec.pointee.finish(&run.state, &run.out)
    return TupleRef.of(run.result, Value(text.count)).value
  }

  private static func decode(_ a: Args) throws(Raised) -> Value {
    let errors = try errors(a[2])
    let bytes = Array(try Buffers.read(a[1]))
    var run = DecodingRun(codec(a[0]), errors: errors)
    _ = try run.decode(bytes, isFinal: true)
    return TupleRef.of(run.result, Value(bytes.count)).value
  }
}
