// The module `_json`: the scanner and the encoder behind `json`.

import TaipanRuntime

public enum JsonModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_json", functions)
    asciiEncoder = module.dict.getStr("encode_basestring_ascii")
    unicodeEncoder = module.dict.getStr("encode_basestring")
    _ = Heap.makeRoot(asciiEncoder)
    _ = Heap.makeRoot(unicodeEncoder)
    module.dict.setStr("make_scanner", NativeTypes.make(JsonScanner.spec).value)
    module.dict.setStr("make_encoder", NativeTypes.make(JsonEncoder.spec).value)
    return module
  }

  /// The functions that the encoder recognises and does itself.
  nonisolated(unsafe) static var asciiEncoder = Value.absent
  nonisolated(unsafe) static var unicodeEncoder = Value.absent

  static let functions: [NativeMethod] = [
    NativeMethod("scanstring", "($module, string, end, strict=True, /)", scanString),
    NativeMethod("encode_basestring", "($module, string, /)", encode),
    NativeMethod("encode_basestring_ascii", "($module, string, /)", encodeASCII),
  ]

  static func scanString(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(
        .typeError, "first argument must be a string, not \(a[0].typeName)")
    }
    let strict = a.count > 2 ? try Convert.truth(a[2]) : true
    var end = try Convert.machineInt(a[1])
    let text = try JsonStrings.scan(StrRef(a[0]), &end, strict: strict)
    return TupleRef.of(text, Value(end)).value
  }

  private static func quoted(_ a: Args, ascii: Bool) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(.typeError, "first argument must be a string, not \(a[0].typeName)")
    }
    var out = JsonOutput()
    defer { out.free() }
    out.appendQuoted(StrRef(a[0]), ascii: ascii)
    return out.finish()
  }
  static func encode(_ a: Args) throws(Raised) -> Value { try quoted(a, ascii: false) }
  static func encodeASCII(_ a: Args) throws(Raised) -> Value { try quoted(a, ascii: true) }

  /// JSONDecodeError at a position.
  static func decodeError(_ message: String, _ text: StrRef, _ position: Int) -> Raised {
    do throws(Raised) {
      let decoder = try Imports.importModule("json.decoder")
      let module = Imports.modules.getStr("json.decoder")
      let type = try Attributes.get(module.isPresent ? module : decoder, "JSONDecodeError")
      return setRaised(
        try Call.function(type, Value(message), text.value, Value(position)))
    } catch {
      return error
    }
  }
}
