// The module `_tokenize`: the tokenizer as an iterator, for the library's `tokenize`.

import PythonSyntax
import TaipanRuntime

public enum TokenizeModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_tokenize", [])
    module.dict.setStr("TokenizerIter", NativeTypes.make(TokenizerIterator.spec).value)
    return module
  }
}

/// Words: 1 readline, 2 encoding or None, 3 extra_tokens, 4 the reader (a retained Swift object, 0 before
/// the first token).
///
/// With extra tokens no line is read before the tokens of those before it were taken: callers look at the
/// lines that they have given. Without, the whole source is read at the first step.
enum TokenizerIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, readline, /, *, extra_tokens, encoding=None)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "_tokenize.TokenizerIter", size: 48, methods: methods, releaser: release)

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = a[1]
    object.word(2).pointee = a[3].isPresent ? a[3] : .none
    object.word(3).pointee = Value(try Convert.truth(a[2]))
    return Value(object)
  }

  private static func release(_ object: ObjectRef) {
    let bits = UInt(object.word(4).pointee.bits)
    if bits != 0 {
      Unmanaged<TokenReader>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let reader = reader(object)
    while true {
      if let stream = reader.stream, reader.index < reader.available {
        let index = reader.index
        reader.index += 1
        if stream.kind(of: index) == .error {
          throw SourceCompiler.raiseSyntax(reader.failure(at: index), "<string>")
        }
        return token(stream, index, reader)
      }
      if reader.isAtEnd { return .exhausted }
      try readPart(object, reader)
    }
  }

  private static func reader(_ object: ObjectRef) -> TokenReader {
    let bits = UInt(object.word(4).pointee.bits)
    if bits != 0 {
      return Unmanaged<TokenReader>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)
        .takeUnretainedValue()
    }
    let reader = TokenReader(keepsTrivia: object.word(3).pointee.isTrue)
    let address = UInt(bitPattern: Unmanaged.passRetained(reader).toOpaque())
    object.word(4).pointee = Value(bits: UInt64(address))
    Heap.releaseWhenDead(object)
    return reader
  }

  /// Reads lines until there are tokens of them.
  ///
  /// - Throws: what `readLine` raises; SyntaxError where a line cannot be decoded.
  private static func readPart(_ object: ObjectRef, _ reader: TokenReader) throws(Raised) {
    while let line = try readLine(object) {
      let hasTokens = try decoding { () throws(SyntaxFailure) in try reader.add(line) }
      if hasTokens { return try issueWarnings(reader) }
    }
    try decoding { () throws(SyntaxFailure) in try reader.finish() }
    try issueWarnings(reader)
  }

  private static func decoding<Result>(_ body: () throws(SyntaxFailure) -> Result) throws(Raised)
    -> Result
  {
    do throws(SyntaxFailure) { return try body() } catch {
      throw SourceCompiler.raiseSyntax(error, "<string>")
    }
  }

  private static func issueWarnings(_ reader: TokenReader) throws(Raised) {
    for warning in reader.takeWarnings() { try SourceCompiler.issue(warning, "<string>") }
  }

  /// The next line in UTF-8; nil for an empty one, and after StopIteration.
  ///
  /// - Throws: TypeError for lines of the wrong type; what `readline` raises.
  private static func readLine(_ object: ObjectRef) throws(Raised) -> [UInt8]? {
    let encoding = object.word(2).pointee
    var line: Value
    do throws(Raised) {
      line = try Call.function(object.word(1).pointee)
    } catch {
      guard thread.pointee.exception.isInstance(of: .stopIteration) else { throw error }
      thread.pointee.exception = .absent
      return nil
    }
    if !encoding.isNone {
      guard line.isBytes else {
        throw raise(.typeError, "readline() returned a non-bytes object")
      }
      line = try Call.method(line, "decode", encoding)
    }
    guard line.isStr else { throw raise(.typeError, "readline() returned a non-string object") }
    return StrRef(line).count == 0 ? nil : StrRef(line).utf8Bytes()
  }

  /// (type, text, (line, column), (end line, end column), source line)
  private static func token(_ stream: TokenStream, _ index: Int, _ reader: TokenReader) -> Value {
    let keepsTrivia = reader.keepsTrivia
    var place = stream.place(of: index)
    let kind = stream.kind(of: index)
    let result = TupleRef.make(count: 5)
    let isTrailing = keepsTrivia && kind == .endMarker
    if isTrailing {
      place.column = 0
      place.endColumn = 0
    }
    let number = kind.exactType
    let isOperator = keepsTrivia && number > TokenKind.dedent.exactType && number < 55
    result.set(0, Value(isOperator ? 55 : number))
    result.set(1, string(stream.text(of: index)))
    result.set(2, TupleRef.of(Value(place.line + reader.linesBefore), Value(place.column)).value)
    result.set(
      3, TupleRef.of(Value(place.endLine + reader.linesBefore), Value(place.endColumn)).value)
    result.set(4, isTrailing ? StrRef.empty.value : string(stream.lines(of: index)))
    return result.value
  }

  private static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
    bytes.isEmpty ? StrRef.empty.value : StrRef.utf8(bytes.baseAddress!, count: bytes.count).value
  }
}
