// From source to code object, with the exceptions that Python raises for bad source.

import Bytecode
import PythonCompiler
import PythonSyntax
import TaipanRuntime

public enum SourceCompiler {
  /// Compiles source bytes.
  ///
  /// - Throws: SyntaxError and its subclasses; what warning filters make of warnings.
  public static func compile(
    _ source: UnsafeBufferPointer<UInt8>, fileName: String, mode: ParserOptions.Mode = .file,
    flags: UInt32 = 0, optimize: Int = 0, isText: Bool = false
  ) throws(Raised) -> CodeRef {
    var options = ParserOptions(mode: mode)
    options.ignoreEncodingCookie = isText
    options.typeComments = flags & 0x1000 != 0
    options.dontImplyDedent = flags & 0x200 != 0
    options.allowIncompleteInput = flags & 0x4000 != 0
    let tree: SyntaxTree
    do throws(SyntaxFailure) {
      tree = try Parser.parse(source, fileName: fileName, options: options)
    } catch {
      throw raiseSyntax(error, fileName)
    }
    for warning in tree.warnings { try issue(warning, fileName) }
    var compilerOptions = Compiler.Options()
    compilerOptions.flags = flags & ~0xFF00
    compilerOptions.optimization = optimize
    let result: CodeUnit
    do throws(CompileFailure) {
      result = try Compiler.compile(tree, fileName: fileName, options: compilerOptions)
    } catch {
      throw raiseCompile(error, fileName, source)
    }
    return try CodeObjects.make(result)
  }

  private static func issue(_ warning: SyntaxWarning, _ fileName: String) throws(Raised) {
    let category: BuiltinType = warning.category == .syntaxWarning
      ? .syntaxWarning : .deprecationWarning
    try warnExplicit?(category.value, Value(warning.message), Value(fileName), warning.line)
  }

  /// Set by `_warnings`: (category, message, file name, line).
  nonisolated(unsafe) public static var warnExplicit:
    ((Value, Value, Value, Int) throws(Raised) -> Void)?

  /// Raises a front-end failure as the exception that it stands for.
  static func raiseSyntax(
    _ failure: SyntaxFailure, _ fileName: String, source: UnsafeBufferPointer<UInt8>? = nil
  ) -> Raised {
    let type: BuiltinType
    switch failure.kind {
    case .syntaxError: type = .syntaxError
    case .indentationError: type = .indentationError
    case .tabError: type = .tabError
    case .incompleteInput: type = .incompleteInputError
    case .memoryError: return raise(.memoryError)
    case .recursionError: return raise(.recursionError, failure.message)
    }
    let message = Value(failure.message)
    guard failure.hasLocation else { return raise(type, message) }
    let text = failure.text ?? source.flatMap { line(failure.line, of: $0) }
    let info = TupleRef.make(count: failure.endLine == nil ? 4 : 6)
    info.set(0, Value(fileName))
    info.set(1, Value(failure.line))
    info.set(2, Value(failure.column))
    info.set(3, text.map { Value($0) } ?? .none)
    if let endLine = failure.endLine, let endColumn = failure.endColumn {
      info.set(4, Value(endLine))
      info.set(5, Value(endColumn))
    }
    do throws(Raised) {
      let exception = try Call.function(type.value, message, info.value)
      return setRaised(exception)
    } catch {
      return error
    }
  }

  /// Raises what the compiler behind the parser found.
  private static func raiseCompile(
    _ failure: CompileFailure, _ fileName: String, _ source: UnsafeBufferPointer<UInt8>
  ) -> Raised {
    switch failure.kind {
    case .recursionError: return raise(.recursionError, failure.message)
    case .systemError: return raise(.systemError, failure.message)
    case .syntaxError: break
    }
    guard let place = failure.location else { return raise(.syntaxError, failure.message) }
    let syntax = SyntaxFailure(
      syntaxError: failure.message, line: Int(place.line),
      column: Int(place.column) + 1, endLine: Int(place.endLine),
      endColumn: Int(place.endColumn) + 1, text: line(Int(place.line), of: source))
    return raiseSyntax(syntax, fileName)
  }

  private static func line(_ number: Int, of source: UnsafeBufferPointer<UInt8>) -> String? {
    var current = 1
    var start = 0
    for (i, byte) in source.enumerated() where byte == 10 {
      if current == number { return String(decoding: source[start...i], as: UTF8.self) }
      current += 1
      start = i + 1
    }
    if current == number, start < source.count {
      return String(decoding: source[start...], as: UTF8.self)
    }
    return nil
  }
}
