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
    flags: UInt32 = 0, optimize: Int = 0, isText: Bool = false, isFile: Bool = false,
    whenCopied: () -> Void = {}
  ) throws(Raised) -> CodeRef {
    let tree = try parse(
      source, fileName: fileName, mode: mode, flags: flags, isText: isText, isFile: isFile,
      whenCopied: whenCopied)
    return try compile(tree, fileName: fileName, flags: flags, optimize: optimize)
  }

  /// Parses source bytes.
  ///
  /// - Parameters:
  ///   - featureVersion: the minor version of Python 3 whose grammar is asked for.
  ///   - whenCopied: called when the bytes, where they are no file's, are needed no more.
  /// - Throws: SyntaxError and its subclasses; what warning filters make of warnings.
  static func parse(
    _ source: UnsafeBufferPointer<UInt8>, fileName: String, mode: ParserOptions.Mode,
    flags: UInt32, isText: Bool, isFile: Bool = false, featureVersion: Int = 13,
    whenCopied: () -> Void = {}
  ) throws(Raised) -> SyntaxTree {
    var options = ParserOptions(mode: mode)
    options.ignoreEncodingCookie = isText
    options.isFile = isFile
    options.typeComments = flags & CompileFlags.typeComments != 0
    options.dontImplyDedent = flags & CompileFlags.dontImplyDedent != 0
    options.allowIncompleteInput = flags & CompileFlags.incompleteInput != 0
    options.featureVersion = featureVersion
    options.flufl = flags & CodeFlags.futureBarryAsBDFL != 0
    options.maximumIntDigits = IntText.maximumDigits
    let tree: SyntaxTree
    do throws(SyntaxFailure) {
      tree = try Parser.parse(
        source, fileName: fileName, options: options, whenCopied: whenCopied)
    } catch {
      for warning in error.warnings { try issue(warning, fileName) }
      throw raiseSyntax(error, fileName)
    }
    for warning in tree.warnings { try issue(warning, fileName) }
    return tree
  }

  /// Compiles a tree, folding its constants in place.
  ///
  /// - Throws: SyntaxError; what warning filters make of warnings.
  static func compile(
    _ tree: consuming SyntaxTree, fileName: String, flags: UInt32, optimize: Int
  ) throws(Raised) -> CodeRef {
    var options = Compiler.Options()
    options.flags = flags & (CompileFlags.futures | CompileFlags.topLevelAwait)
    options.optimization = optimize
    options.isWarningAnError = { warning in
      do throws(Raised) {
        try Warnings.warn(
          .syntaxWarning, warning.message, fileName: fileName, line: Int(warning.location.line),
          isNoted: true)
        return false
      } catch {
        return true
      }
    }
    let unit: CodeUnit
    do throws(CompileFailure) {
      unit = try Compiler.compile(tree, fileName: fileName, options: options)
    } catch {
      throw raiseCompile(error, fileName)
    }
    // Large sources have large trees: not beside what is made of them.
    _ = consume tree
    return try CodeObjects.make(unit)
  }

  /// Folds the constants of a tree: what `PyCF_OPTIMIZED_AST` asks for.
  static func fold(_ tree: SyntaxTree, fileName: String, flags: UInt32, optimize: Int)
    throws(Raised)
  {
    do throws(CompileFailure) {
      var options = Compiler.Options()
      options.flags = flags & CompileFlags.futures
      options.optimization = optimize
      try Compiler.fold(tree, options: options)
    } catch {
      throw raiseCompile(error, fileName)
    }
  }

  /// The scopes of a tree.
  static func symbols(of tree: SyntaxTree, fileName: String) throws(Raised) -> SymbolTable {
    do throws(CompileFailure) { return try SymbolTable(tree) } catch {
      throw raiseCompile(error, fileName)
    }
  }

  /// - Throws: the warning, or the SyntaxError that it stands for, where the filters say so.
  static func issue(_ warning: SyntaxWarning, _ fileName: String) throws(Raised) {
    let category: BuiltinType =
      warning.category == .syntaxWarning
      ? .syntaxWarning : .deprecationWarning
    do throws(Raised) {
      try Warnings.warn(category, warning.message, fileName: fileName, line: warning.line)
    } catch {
      guard thread.pointee.exception.isInstance(of: category) else { throw error }
      throw raiseSyntax(
        SyntaxFailure(
          syntaxError: warning.message, line: warning.line, column: warning.column,
          endLine: warning.endLine, endColumn: warning.endColumn, text: warning.text), fileName)
    }
  }

  /// Raises a front-end failure as the exception that it stands for.
  static func raiseSyntax(
    _ failure: SyntaxFailure, _ fileName: String
  ) -> Raised {
    let type: BuiltinType
    switch failure.kind {
    case .syntaxError: type = .syntaxError
    case .indentationError: type = .indentationError
    case .tabError: type = .tabError
    case .incompleteInput: type = .incompleteInputError
    case .memoryError: return raise(.memoryError, failure.message)
    case .recursionError: return raise(.recursionError, failure.message)
    case .valueError: return raise(.valueError, failure.message)
    case .unicodeDecodeError: return raiseUndecodable(failure.undecodable!)
    }
    let message = Value(failure.message)
    if failure.isPlacedLater { return raisePlacedLater(type, failure, fileName) }
    guard failure.hasLocation else { return raisePlain(type, failure.message) }
    let text = failure.text
    let info = TupleRef.make(count: failure.endLine == nil && !failure.hasUnknownEnd ? 4 : 6)
    if failure.hasUnknownEnd {
      info.set(4, .none)
      info.set(5, .none)
    }
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

  private static func raiseUndecodable(_ problem: UTF8Problem) -> Raised {
    do throws(Raised) {
      let arguments = TupleRef.make(count: 5)
      arguments.set(0, Value("utf-8"))
      arguments.set(1, BytesRef.make(problem.bytes).value)
      arguments.set(2, Value(problem.start))
      arguments.set(3, Value(problem.end))
      arguments.set(4, Value(problem.reason))
      return setRaised(
        try Call.function(BuiltinType.unicodeDecodeError.value, arguments, nil))
    } catch {
      return error
    }
  }

  /// A SyntaxError made from its message, with the place set afterwards.
  private static func raisePlacedLater(
    _ type: BuiltinType, _ failure: SyntaxFailure, _ fileName: String
  ) -> Raised {
    do throws(Raised) {
      let exception = try Call.function(type.value, Value(failure.message))
      try Attributes.set(exception, Interning.intern("filename"), Value(fileName))
      for name in ["lineno", "end_lineno"] {
        try Attributes.set(exception, Interning.intern(name), Value(failure.line))
      }
      try Attributes.set(exception, Interning.intern("offset"), Value(failure.column))
      return setRaised(exception)
    } catch {
      return error
    }
  }

  /// A SyntaxError without a place, made as by a call: `msg` is set.
  static func raisePlain(_ type: BuiltinType, _ message: String) -> Raised {
    do throws(Raised) {
      return setRaised(try Call.function(type.value, Value(message)))
    } catch {
      return error
    }
  }

  /// Raises what the compiler behind the parser found.
  private static func raiseCompile(
    _ failure: CompileFailure, _ fileName: String
  ) -> Raised {
    switch failure.kind {
    case .recursionError: return raise(.recursionError, failure.message)
    case .systemError: return raise(.systemError, failure.message)
    case .syntaxError: break
    }
    guard let place = failure.location else {
      return raisePlain(.syntaxError, failure.message)
    }
    let number = Int(place.line)
    // The source is gone by then: the line is that of the file, if there is one.
    let text = SourceLines.line(number, ofFile: fileName)
    let syntax = SyntaxFailure(
      syntaxError: failure.message, line: number, column: Int(place.column) + 1,
      endLine: Int(place.endLine), endColumn: Int(place.endColumn) + 1, text: text)
    return raiseSyntax(syntax, fileName)
  }
}
