// One run of the interpreter: set-up of the modules, the program, the end.

import CoreModules
import FrontEndModules
import Glibc
import PythonSyntax
import TaipanRuntime

final class Session {
  private let options: Options
  private var builtins: ModuleRef

  init(_ options: Options) {
    self.options = options
    builtins = BuiltinsModule.make()
  }

  /// Runs the program; returns the exit code.
  func run() -> Int32 {
    var code: Int32 = 0
    do throws(Raised) {
      try setUp()
      try runTarget()
    } catch {
      code = reportUncaught()
    }
    if options.configuration.isInspecting {
      code = Interactive.run(mainNamespace)
    }
    return finish(code)
  }

  // MARK: Set-up

  private func setUp() throws(Raised) {
    var configuration = options.configuration
    let library = LibrarySearch.find(configuration)
    configuration.standardLibrary = library
    Library.folder = library
    configuration.path = LibrarySearch.initialPath(library, configuration)
    configuration.prefix = library.map(LibrarySearch.prefix) ?? "/usr"
    CompileBuiltins.defaultOptimize = configuration.optimize
    CompileBuiltins.add(to: builtins)
    builtins.dict.setStr("__debug__", Value(configuration.optimize == 0))
    Imports.nativeMakers["builtins"] = { ModuleRef(Imports.modules.getStr("builtins")) }
    Imports.nativeMakers["sys"] = { ModuleRef(Imports.modules.getStr("sys")) }
    let sys = SysModule.make(configuration)
    Imports.modules.setStr("sys", sys.value)
    Imports.modules.setStr("builtins", builtins.value)
    ImpModule.frozenCode = Library.frozenCode
    if library != nil {
      try Library.installImportSystem()
    } else {
      Library.installNativeFinder()
    }
    if options.importTimes { try ImportTimes.install() }
    try StandardStreams.open(sys.dict, configuration)
    makeMain()
    if library != nil, !configuration.noSite { _ = try Imports.importModule("site") }
    try prependProgramFolder(sys.dict)
  }

  private var mainNamespace: DictRef { ModuleRef(Imports.modules.getStr("__main__")).dict }

  private func makeMain() {
    let main = ModuleRef.make("__main__")
    main.dict.setStr("__builtins__", builtins.value)
    main.dict.setStr("__annotations__", DictRef.make().value)
    Imports.modules.setStr("__main__", main.value)
  }

  /// `sys.path[0]`: the script's folder, or the current one.
  private func prependProgramFolder(_ sys: DictRef) throws(Raised) {
    if options.configuration.safePath || options.configuration.isIsolated { return }
    var folder = ""
    switch options.target {
    case .file(let path):
      var resolved = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let full = realpath(path, &resolved) != nil ? String(cString: resolved) : path
      folder = full.lastIndex(of: "/").map { String(full[..<$0]) } ?? ""
      var info = stat()
      if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { return }
    case .module:
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      folder = getcwd(&buffer, buffer.count) != nil ? String(cString: buffer) : ""
    case .command, .standardInput: break
    }
    let path = sys.getStr("path")
    if path.isList { ListRef(path).insert(Value(folder), at: 0) }
  }

  // MARK: Programs

  private func runTarget() throws(Raised) {
    switch options.target {
    case .command(let text):
      try execute(Array(text.utf8) + [10], "<string>", isText: true)
    case .file(let path): try runFile(path)
    case .module(let name):
      let runpy = try Imports.importModule("runpy")
      _ = try Call.method(runpy, "_run_module_as_main", Value(name))
    case .standardInput:
      if isatty(0) != 0 {
        _ = Interactive.run(mainNamespace)
      } else {
        try execute(readAll(0), "<stdin>", isText: false)
      }
    }
  }

  private func runFile(_ path: String) throws(Raised) {
    var info = stat()
    if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR || path.hasSuffix(".zip") {
      if access("\(path)/__main__.py", R_OK) == 0 || path.hasSuffix(".zip") {
        let sys = Imports.modules.getStr("sys")
        ListRef(try Attributes.get(sys, "path")).insert(Value(path), at: 0)
        let runpy = try Imports.importModule("runpy")
        _ = try Call.method(runpy, "_run_module_as_main", Value("__main__"), .false)
        return
      }
      fail("can't find '__main__' module in '\(path)'", 1)
    }
    guard let source = Library.readFile(path) else {
      let number = errno
      fail("can't open file '\(absolute(path))': [Errno \(number)] \(String(cString: strerror(number)))", 2)
    }
    let path = absolute(path)
    mainNamespace.setStr("__file__", Value(path))
    mainNamespace.setStr("__cached__", .none)
    if path.hasSuffix(".pyc") { return try runCompiled(source) }
    try execute(source, path, isText: false)
  }

  private func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    return getcwd(&buffer, buffer.count) != nil ? String(cString: buffer) + "/" + path : path
  }

  private func fail(_ message: String, _ code: Int32) -> Never {
    fputs("\(options.configuration.executable): \(message)\n", stderr)
    exit(code)
  }

  private func runCompiled(_ bytes: [UInt8]) throws(Raised) {
    guard bytes.count > 16, bytes[0...3].elementsEqual([0xF3, 0x0D, 0x0D, 0x0A]) else {
      throw raise(.runtimeError, "Bad magic number in .pyc file")
    }
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        var reader = MarshalReader(buffer.baseAddress! + 16, count: buffer.count - 16)
        return try reader.read()
      }
    }
    try run(CodeRef(try result.get()))
  }

  private func execute(_ source: [UInt8], _ name: String, isText: Bool) throws(Raised) {
    let optimize = options.configuration.optimize
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        try SourceCompiler.compile(buffer, fileName: name, optimize: optimize, isText: isText)
      }
    }
    try run(try result.get())
  }

  private func run(_ code: CodeRef) throws(Raised) {
    let namespace = mainNamespace
    _ = try Interpreter.execute(
      Functions.make(code, globals: namespace), namespace: namespace.value)
  }

  private func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let n = read(descriptor, &chunk, chunk.count)
      if n <= 0 { return bytes }
      bytes.append(contentsOf: chunk[0..<n])
    }
  }

  // MARK: The end

  /// Prints the raised exception; returns the exit code.
  private func reportUncaught() -> Int32 {
    let exception = takeRaised()
    if exception.type.isSubtype(of: .systemExit) { return Session.exitCode(exception) }
    flush("stdout")
    let sys = DictRef(Singletons.sysDict)
    sys.setStr("last_exc", exception)
    let traceback = ExceptionRef(exception).traceback
    do throws(Raised) {
      _ = try Call.function(
        sys.getStr("excepthook"), exception.type.value, exception,
        traceback.isAbsent ? .none : traceback)
    } catch {
      if thread.pointee.exception.type.isSubtype(of: .systemExit) {
        return Session.exitCode(takeRaised())
      }
      thread.pointee.exception = .absent
      fputs("Error in sys.excepthook\n", stderr)
    }
    if exception.type.isSubtype(of: .keyboardInterrupt) {
      _ = finish(130)
      signal(SIGINT, SIG_DFL)
      kill(getpid(), SIGINT)
    }
    return 1
  }

  static func exitCode(_ exception: Value) -> Int32 {
    let code = ExceptionRef(exception).extra(ExceptionFields.value)
    if code.isAbsent || code.isNone { return 0 }
    if code.isAnyInt { return Int32(truncatingIfNeeded: code.asMachineInt ?? -1) }
    do throws(Raised) { try TracebackPrinter.write(try Convert.str(code).text + "\n") } catch {
      thread.pointee.exception = .absent
    }
    return 1
  }

  @discardableResult
  private func flush(_ name: String) -> Bool {
    let stream = DictRef(Singletons.sysDict).getStr(name)
    if stream.isAbsent || stream.isNone { return true }
    do throws(Raised) {
      _ = try Call.method(stream, "flush")
      return true
    } catch {
      thread.pointee.exception = .absent
      return false
    }
  }

  /// Exit functions, finalizers, open files.
  private func finish(_ code: Int32) -> Int32 {
    var result = code
    let atexit = Imports.modules.getStr("atexit")
    if atexit.isPresent {
      do throws(Raised) { _ = try Call.method(atexit, "_run_exitfuncs") } catch {
        thread.pointee.exception = .absent
      }
    }
    if !flush("stdout") { result = 120 }
    Finalizers.runAll()
    flush("stdout")
    flush("stderr")
    if Heap.state.pointee.stats.report { CollectorReport.write() }
    return result
  }
}

/// `TAIPAN_GC=stats`.
enum CollectorReport {
  static func write() {
    let stats = Heap.state.pointee.stats
    fputs(
      "gc: \(stats.minor) minor, \(stats.major) major collections, \(stats.totalPause * 1000) ms in all, longest pause \(stats.longestPause * 1000) ms\n",
      stderr)
  }
}
