// The interactive prompt, as CPython's basic one: prompts go to stderr, each statement is compiled as
// soon as it is complete.

import CoreModules
import FrontEndModules
import Glibc
import TaipanRuntime

struct Interactive {
  private let namespace: DictRef
  /// Feature flags that `from __future__` turned on.
  private var features: UInt32 = 0

  init(_ namespace: DictRef) { self.namespace = namespace }

  /// Don't imply dedents at the end, and tell incomplete input from wrong one: the flags of `codeop`.
  private static let compileFlags: UInt32 = 0x4200

  /// Version and hint, as CPython writes them before the first prompt.
  static func writeBanner(_ configuration: SysModule.Configuration) {
    var text = "Python \(SysModule.versionText) on linux\n"
    if !configuration.noSite {
      text += "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"
    }
    fputs(text, stderr)
  }

  /// Runs until the end of input.
  ///
  /// - Throws: SystemExit.
  mutating func run() throws(Raised) {
    let sys = DictRef(Singletons.sysDict)
    if sys.getStr("ps1").isAbsent { sys.setStr("ps1", Value(">>> ")) }
    if sys.getStr("ps2").isAbsent { sys.setStr("ps2", Value("... ")) }
    while true {
      do throws(Raised) {
        guard let statement = try readStatement() else { break }
        if let code = statement.code { try execute(code, statement.source) }
      } catch {
        if thread.pointee.exception.type.isSubtype(of: .systemExit) { throw error }
        Ending.printRaised()
      }
      Ending.flushQuietly("stdout")
    }
    fputs("\n", stderr)
  }

  // MARK: Reading

  private func prompt(_ name: String) {
    Ending.flushQuietly("stdout")
    let value = DictRef(Singletons.sysDict).getStr(name)
    var text = ""
    do throws(Raised) { text = value.isAbsent ? "" : try Convert.str(value).text } catch {
      thread.pointee.exception = .absent
    }
    fputs(text, stderr)
    fflush(stderr)
  }

  /// One line with its line end, byte by byte: what follows belongs to the program. Nil at the end.
  ///
  /// - Throws: KeyboardInterrupt.
  private func readLine() throws(Raised) -> [UInt8]? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let n = read(0, &byte, 1)
      if n == 1 {
        line.append(byte)
        if byte == 10 { return line }
      } else if n < 0, errno == EINTR {
        do throws(Raised) { try Safepoint.run() } catch {
          fputs("\n", stderr)
          throw error
        }
      } else {
        return line.isEmpty ? nil : line + [10]
      }
    }
  }

  private static func isBlank(_ line: [UInt8]) -> Bool {
    let first = line.first { $0 != 32 && $0 != 9 && $0 != 12 && $0 != 13 }
    return first == 10 || first == UInt8(ascii: "#")
  }

  /// The code of a complete statement, without code for a blank line; nil at the end of input.
  ///
  /// - Throws: SyntaxError.
  private func readStatement() throws(Raised) -> (source: [UInt8], code: CodeRef?)? {
    prompt("ps1")
    guard var source = try readLine() else { return nil }
    if Interactive.isBlank(source) { return (source, nil) }
    while true {
      // Without its last line end a block is incomplete until a blank line comes; what is wrong even
      // with it is wrong (as `codeop` has it).
      if let code = try compile(Array(source.dropLast()), Interactive.compileFlags) {
        return (source, code)
      }
      _ = try compile(source, Interactive.compileFlags)
      prompt("ps2")
      guard let line = try readLine() else { return (source, try compile(source, 0)) }
      source += line
    }
  }

  /// Nil for input that more lines could complete.
  private func compile(_ source: [UInt8], _ flags: UInt32) throws(Raised) -> CodeRef? {
    let features = features
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        try SourceCompiler.compile(
          buffer, fileName: "<stdin>", mode: .interactive, flags: features | flags,
          optimize: CompileBuiltins.defaultOptimize, isText: true)
      }
    }
    do throws(Raised) { return try result.get() } catch {
      if flags != 0, catching(.incompleteInputError) { return nil }
      throw error
    }
  }

  // MARK: Running

  private mutating func execute(_ code: CodeRef, _ source: [UInt8]) throws(Raised) {
    features |= code.p.pointee.flags & 0x1FE0000
    SourceLines.register(code, source, "<stdin>")
    _ = try Interpreter.execute(
      Functions.make(code, globals: namespace), namespace: namespace.value)
  }
}

/// Lets tracebacks show lines of source that no file holds.
enum SourceLines {
  static func register(_ code: CodeRef, _ source: [UInt8], _ name: String) {
    // No import of the program's: it is not followed by a collection.
    let programRuns = Imports.programRuns
    Imports.programRuns = false
    defer { Imports.programRuns = programRuns }
    do throws(Raised) {
      let linecache = try Imports.importModule("linecache")
      _ = try Call.function(
        try Attributes.get(linecache, "_register_code"), code.value, StrRef.make(source).value,
        Value(name))
    } catch {
      thread.pointee.exception = .absent
    }
  }
}
