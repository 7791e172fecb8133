// One run of the interpreter: set-up of the modules, the program, the end.

import CoreModules
import ExtensionModules
import FrontEndModules
import Glibc
import JIT
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
      Imports.programRuns = true
      if let tier = options.nativeTier { Tier.start(tier) }
      try runTarget()
    } catch {
      code = wantsInspection ? inspectFailure() : Ending.report()
    }
    if wantsInspection {
      do throws(Raised) {
        var prompt = Interactive(mainNamespace)
        try prompt.run()
        code = 0
      } catch {
        code = Ending.report()
      }
    }
    defer { Tier.finish() }
    code = Ending.finish(code)
    Library.writeLibraryImage()
    return code
  }

  /// The prompt is what runs, not a program before it.
  private var isPrompting = false

  /// `-i`, or PYTHONINSPECT, which the program itself may set, at a terminal.
  private var wantsInspection: Bool {
    if isPrompting { return false }
    if options.configuration.isInteractive { return true }
    if options.configuration.ignoreEnvironment || isatty(0) == 0 { return false }
    return getenv("PYTHONINSPECT").map { $0.pointee != 0 } ?? false
  }

  /// Before the prompt of `-i` even SystemExit is only printed.
  private func inspectFailure() -> Int32 {
    Ending.printRaised()
    return 1
  }

  // MARK: Set-up

  private func setUp() throws(Raised) {
    var configuration = options.configuration
    let library = Library.folder
    configuration.standardLibrary = library
    configuration.path = LibrarySearch.initialPath(library, configuration)
    configuration.prefix = library.map(LibrarySearch.prefix) ?? "/usr"
    CompileBuiltins.defaultOptimize = configuration.optimize
    CompileBuiltins.add(to: builtins)
    builtins.dict.setStr("__debug__", Value(configuration.optimize == 0))
    let sys = SysModule.make(configuration)
    Imports.modules.setStr("sys", sys.value)
    Imports.modules.setStr("builtins", builtins.value)
    Parser.unicodeNameLookup = UnicodeDataModule.lookUp
    ImpModule.frozenCode = Library.frozenCode
    CodeRef.keepsColumns = configuration.keepsColumns
    if let digits = configuration.maximumDigits { IntText.maximumDigits = digits }
    if configuration.verbose > 0 {
      Library.keepsImportFrames = true
      PreliminaryStderr.install(sys.dict)
    }
    if library != nil {
      try Library.installImportSystem()
    } else {
      Library.installNativeFinder()
    }
    Archives.install(sys.dict)
    JitStatus.install(sys.dict)
    if options.importTimes { try ImportTimes.install() }
    try StandardStreams.open(sys.dict, configuration)
    if configuration.reportsCrashes {
      _ = try Call.method(try Imports.importModule("faulthandler"), "enable")
    }
    makeMain()
    // Ctrl-C must work without an import of `signal`; writing to a closed pipe must raise.
    _ = try Imports.importModule("_signal")
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    if !configuration.warnOptions.isEmpty { _ = try Imports.importModule("warnings") }
    if library != nil, !configuration.noSite { _ = try Imports.importModule("site") }
    try prependProgramFolder(sys.dict)
    if isUsualStart, StartImage.isOutdated { Library.writeStartImage(ImpModule.frozenSources) }
  }

  /// What this start did is what others will do, and nobody looks at its imports.
  private var isUsualStart: Bool {
    let c = options.configuration
    return Library.folder != nil && !c.noSite && c.verbose == 0 && !options.importTimes
  }

  private var mainNamespace: DictRef { ModuleRef(Imports.modules.getStr("__main__")).dict }

  private func makeMain() {
    let main = ModuleRef.make("__main__")
    main.dict.setStr("__annotations__", DictRef.make().value)
    main.dict.setStr("__builtins__", builtins.value)
    let importlib = Imports.modules.getStr("_frozen_importlib")
    if importlib.isPresent {
      let loader = ModuleRef(importlib).dict.getStr("BuiltinImporter")
      if loader.isPresent { main.dict.setStr("__loader__", loader) }
    }
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
    Imports.programFolder = folder
    let path = sys.getStr("path")
    if path.isList { ListRef(path).insert(Value(folder), at: 0) }
  }

  // MARK: Programs

  private func runTarget() throws(Raised) {
    switch options.target {
    case .command(let text): try runCommand(Array(text.utf8))
    case .file(let path): try runFile(path)
    case .module(let name):
      let runpy = try Imports.importModule("runpy")
      _ = try Call.method(runpy, "_run_module_as_main", Value(name))
    case .standardInput: try runStandardInput()
    }
  }

  /// `-c`: the lines are known to tracebacks.
  private func runCommand(_ text: [UInt8]) throws(Raised) {
    let source = text + [10]
    let code = try compile(source, "<string>", isText: true)
    SourceLines.register(code, source, "<string>")
    try run(code)
  }

  private func runStandardInput() throws(Raised) {
    guard isatty(0) != 0 || options.configuration.isInteractive else {
      mainNamespace.setStr("__file__", Value("<stdin>"))
      mainNamespace.setStr("__cached__", .none)
      try execute(readAll(0), "<stdin>")
      return
    }
    isPrompting = true
    if !options.configuration.isQuiet { Interactive.writeBanner(options.configuration) }
    try runStartup()
    var prompt = Interactive(mainNamespace)
    try prompt.run()
  }

  /// PYTHONSTARTUP, before an interactive session.
  private func runStartup() throws(Raised) {
    if options.configuration.ignoreEnvironment { return }
    guard let text = getenv("PYTHONSTARTUP"), text.pointee != 0 else { return }
    let path = String(cString: text)
    guard let source = Library.readFile(path) else {
      let reason = String(cString: strerror(errno))
      fputs("Could not open PYTHONSTARTUP\n", stderr)
      fputs("FileNotFoundError: [Errno \(errno)] \(reason): '\(path)'\n", stderr)
      return
    }
    do throws(Raised) { try execute(source, path) } catch {
      if thread.pointee.exception.type.isSubtype(of: .systemExit) { throw error }
      Ending.printRaised()
    }
  }

  private func runFile(_ path: String) throws(Raised) {
    let full = absolute(path)
    var info = stat()
    let isFolder = stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    if isFolder || Archives.isArchive(path) {
      let sys = Imports.modules.getStr("sys")
      ListRef(try Attributes.get(sys, "path")).insert(Value(full), at: 0)
      let runpy = try Imports.importModule("runpy")
      // Without a `__main__` the message and the exit code are runpy's.
      _ = try Call.method(runpy, "_run_module_as_main", Value("__main__"), .false)
      return
    }
    guard let source = Library.readFile(path) else {
      let number = errno
      fail("can't open file '\(full)': [Errno \(number)] \(String(cString: strerror(number)))", 2)
    }
    mainNamespace.setStr("__file__", Value(full))
    mainNamespace.setStr("__cached__", .none)
    try setLoader(full)
    if path.hasSuffix(".pyc") { return try runCompiled(source) }
    try SourceEncoding.check(source, full)
    try execute(options.skipsFirstLine ? SourceEncoding.withoutFirstLine(source) : source, full)
    Ending.flushQuietly("stdout")
  }

  /// `__loader__` of a script: what importlib would have loaded it with.
  private func setLoader(_ path: String) throws(Raised) {
    let external = Imports.modules.getStr("_frozen_importlib_external")
    if external.isAbsent { return }
    let name = path.hasSuffix(".pyc") ? "SourcelessFileLoader" : "SourceFileLoader"
    let type = ModuleRef(external).dict.getStr(name)
    mainNamespace.setStr("__loader__", try Call.function(type, Value("__main__"), Value(path)))
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

  private func compile(_ source: [UInt8], _ name: String, isText: Bool) throws(Raised) -> CodeRef {
    let optimize = options.configuration.optimize
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        try SourceCompiler.compile(
          buffer, fileName: name, optimize: optimize, isText: isText,
          isFile: !isText)
      }
    }
    return try result.get()
  }

  /// Runs a file's source. What it printed comes before the traceback of what it raised.
  private func execute(_ source: [UInt8], _ name: String) throws(Raised) {
    let code = try compile(source, name, isText: false)
    code.lowerFunctions()
    do throws(Raised) { try run(code) } catch {
      let exception = takeRaised()
      Ending.flushQuietly("stdout")
      throw setRaised(exception)
    }
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
}

/// `TAIPAN_GC=stats`.
enum CollectorReport {
  static func write() {
    let stats = Heap.state.pointee.stats
    let total = milliseconds(stats.totalPause)
    let longest = milliseconds(stats.longestPause)
    fputs(
      "gc: \(stats.minor) minor, \(stats.major) major collections, \(total) ms in all, "
        + "longest pause \(longest) ms; heap of \(Heap.peakSize >> 10) KB at most\n",
      stderr)
  }

  /// Milliseconds with one decimal.
  private static func milliseconds(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10_000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
