// Codecs by name: what `codecs.lookup` finds, searched by functions that `encodings` registers.

public enum CodecRegistry {
  /// Results of `lookup` by normalized name.
  private static let cache: DictRef = rooted(DictRef.make().value, DictRef.init)
  private static let searchers: ListRef = rooted(ListRef.make().value, ListRef.init)
  nonisolated(unsafe) private static var hasEncodings = false

  private static func rooted<T>(_ value: Value, _ make: (Value) -> T) -> T {
    _ = Heap.makeRoot(value)
    return make(value)
  }

  public static func register(_ function: Value) { searchers.append(function) }

  public static func unregister(_ function: Value) {
    for i in 0..<searchers.count where searchers[i] === function {
      _ = searchers.remove(at: i)
      cache.clear()
      return
    }
  }

  /// The codec's tuple of encoder, decoder, reader and writer.
  ///
  /// - Throws: LookupError for an unknown encoding; what search functions raise.
  public static func lookup(_ encoding: String) throws(Raised) -> Value {
    var bytes: [UInt8] = []
    for c in encoding.utf8 { bytes.append(c == 0x20 ? 0x5F : StrType.asciiLower(c)) }
    let key = Interning.intern(String(decoding: bytes, as: UTF8.self))
    let cached = cache.getStr(key)
    if cached.isPresent { return cached }
    if !hasEncodings {
      hasEncodings = true
      _ = try Imports.importModule("encodings")
    }
    var i = 0
    while i < searchers.count {
      let result = try Call.function(searchers[i], key)
      i += 1
      if result.isNone { continue }
      guard result.isTuple, TupleRef(result).count == 4 else {
        throw raise(.typeError, "codec search functions must return 4-tuples")
      }
      cache.setStr(key, result)
      return result
    }
    throw raise(.lookupError, "unknown encoding: \(encoding)")
  }

  /// Encodes or decodes by the registered codec.
  public static func run(
    _ object: Value, _ encoding: String, _ errors: String, decode: Bool, textOnly: Bool
  ) throws(Raised) -> Value {
    let codec = try lookup(encoding)
    if textOnly, !codec.isExactly(.tuple) {
      let isText = try Attributes.lookup(codec, Interning.intern("_is_text_encoding"))
      if isText.isPresent, !(try Convert.truth(isText)) {
        let name = decode ? "codecs.decode()" : "codecs.encode()"
        throw raise(
          .lookupError,
          "'\(encoding)' is not a text encoding; use \(name) to handle arbitrary codecs")
      }
    }
    let result: Value
    do throws(Raised) {
      result = try Call.function(TupleRef(codec)[decode ? 1 : 0], object, Value(errors))
    } catch {
      let exception = takeRaised()
      let verb = decode ? "decoding" : "encoding"
      try Exceptions.addNote(exception, "\(verb) with '\(encoding)' codec failed")
      thread.pointee.exception = exception
      throw Raised()
    }
    guard result.isTuple, TupleRef(result).count == 2 else {
      throw raise(
        .typeError, "\(decode ? "decoder" : "encoder") must return a tuple (object, integer)")
    }
    return TupleRef(result)[0]
  }
}
