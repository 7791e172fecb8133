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

/// Words: 1 readline, 2 encoding or None, 3 extra_tokens, 4 the stream (a retained Swift object, 0 before
/// the first token), 5 the number of the next token, an int.
///
/// The whole source is read and tokenized at the first step; a failure is raised where it stands.
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
    object.word(5).pointee = Value(0)
    return Value(object)
  }

  private static func release(_ object: ObjectRef) {
    let bits = UInt(object.word(4).pointee.bits)
    if bits != 0 {
      Unmanaged<TokenStream>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let stream = try self.stream(object)
    let index = object.word(5).pointee.asInt
    if index >= stream.count { return .exhausted }
    object.word(5).pointee = Value(index + 1)
    if let failure = stream.failure(at: index) {
      throw SourceCompiler.raiseSyntax(failure, "<string>")
    }
    return token(stream, index, keepsTrivia: object.word(3).pointee.isTrue)
  }

  private static func stream(_ object: ObjectRef) throws(Raised) -> TokenStream {
    let bits = UInt(object.word(4).pointee.bits)
    if bits != 0 {
      return Unmanaged<TokenStream>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)
        .takeUnretainedValue()
    }
    var options = ParserOptions()
    options.ignoreEncodingCookie = true
    let source = try readAll(object)
    let keepsTrivia = object.word(3).pointee.isTrue
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(SyntaxFailure) in
        try TokenStream(buffer, options: options, keepsTrivia: keepsTrivia)
      }
    }
    switch result {
    case .failure(let failure): throw SourceCompiler.raiseSyntax(failure, "<string>")
    case .success(let stream):
      for warning in stream.warnings { try SourceCompiler.issue(warning, "<string>") }
      let address = UInt(bitPattern: Unmanaged.passRetained(stream).toOpaque())
      object.word(4).pointee = Value(bits: UInt64(address))
      Heap.releaseWhenDead(object)
      return stream
    }
  }

  /// The lines that `readline` gives until an empty one or StopIteration, in UTF-8.
  ///
  /// - Throws: TypeError for lines of the wrong type; what `readline` raises.
  private static func readAll(_ object: ObjectRef) throws(Raised) -> [UInt8] {
    let encoding = object.word(2).pointee
    var source: [UInt8] = []
    while true {
      var line: Value
      do throws(Raised) {
        line = try Call.function(object.word(1).pointee)
      } catch {
        guard thread.pointee.exception.isInstance(of: .stopIteration) else { throw error }
        thread.pointee.exception = .absent
        return source
      }
      if !encoding.isNone {
        guard line.isBytes else {
          throw raise(.typeError, "readline() returned a non-bytes object")
        }
        line = try Call.method(line, "decode", encoding)
      }
      guard line.isStr else { throw raise(.typeError, "readline() returned a non-string object") }
      if StrRef(line).count == 0 { return source }
      source += StrRef(line).utf8Bytes()
    }
  }

  /// (type, text, (line, column), (end line, end column), source line)
  private static func token(_ stream: TokenStream, _ index: Int, keepsTrivia: Bool) -> Value {
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
    result.set(2, TupleRef.of(Value(place.line), Value(place.column)).value)
    result.set(3, TupleRef.of(Value(place.endLine), Value(place.endColumn)).value)
    result.set(4, isTrailing ? StrRef.empty.value : string(stream.lines(of: index)))
    return result.value
  }

  private static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
    bytes.isEmpty ? StrRef.empty.value : StrRef.utf8(bytes.baseAddress!, count: bytes.count).value
  }
}
