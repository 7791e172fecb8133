// Command-line options, declared in one table.

import CTaipan
import CoreModules
import FrontEndModules
import Glibc

struct Options {
  enum Target {
    case file(String)
    case command(String)
    case module(String)
    case standardInput
  }

  struct Problem: Error {
    var message: String
    var code: Int32
  }

  var target = Target.standardInput
  var configuration = SysModule.Configuration()
  /// `--dump=STAGE,…`
  var dump: [String]?
  var importTimes = false
  private var versionRequests = 0
  /// `-x`
  var skipsFirstLine = false

  /// Letter, whether it takes a value, what it does (for `-h`).
  private static let table: [(letter: Character, takesValue: Bool, help: String)] = [
    ("B", false, "don't write .pyc files"),
    ("c", true, "program passed in as string"),
    ("E", false, "ignore PYTHON* environment variables"),
    ("h", false, "print this help message and exit"),
    ("i", false, "inspect interactively after running the script"),
    ("I", false, "isolate from the user's environment (implies -E, -P and -s)"),
    ("m", true, "run library module as a script"),
    ("O", false, "remove assert and __debug__-dependent statements; -OO also docstrings"),
    ("P", false, "don't prepend a potentially unsafe path to sys.path"),
    ("q", false, "don't print version on interactive startup"),
    ("s", false, "don't add user site directory to sys.path"),
    ("S", false, "don't imply 'import site' on initialization"),
    ("u", false, "force the stdout and stderr streams to be unbuffered"),
    ("v", false, "verbose (trace import statements)"),
    ("V", false, "print the version number and exit; -VV prints more"),
    ("W", true, "warning control: action:message:category:module:lineno"),
    (
      "X", true,
      "cpu_count=N, dev, faulthandler, importtime, jit=on|off|eager, jit-log, perf, int_max_str_digits=N, no_debug_ranges, pycache_prefix=DIR, utf8=0|1 or warn_default_encoding"
    ),
    ("b", false, "warn about bytes and str comparison"),
    ("d", false, "set sys.flags.debug"),
    ("R", false, "turn on hash randomization whatever PYTHONHASHSEED says"),
    ("x", false, "skip first line of source, allowing use of non-Unix forms of #!cmd"),
  ]

  static let version = "Python 3.13.5\n"
  private static let longVersion = "Python \(SysModule.versionText)\n"

  /// No `Result`: the metadata of a generic type is made at every start.
  enum Parsed {
    case options(Options)
    case problem(Problem)
  }

  static func parse(_ arguments: [String]) -> Parsed {
    var options = Options()
    program = arguments[0]
    options.configuration.originalArguments = arguments
    options.configuration.executable = executablePath(arguments[0])
    var index = 1
    scan: while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if argument.hasPrefix("--") {
        if let problem = options.long(argument) { return .problem(problem) }
        continue
      }
      if argument == "-" || !argument.hasPrefix("-") {
        options.target = argument == "-" ? .standardInput : .file(argument)
        options.configuration.arguments = [argument] + arguments[index...]
        break scan
      }
      var letters = argument.dropFirst()
      while let letter = letters.first {
        letters = letters.dropFirst()
        guard let row = table.first(where: { $0.letter == letter }) else {
          return .problem(Problem(message: "Unknown option: -\(letter)\n\(usage)", code: 2))
        }
        var value = ""
        if row.takesValue {
          if !letters.isEmpty {
            value = String(letters)
          } else if index < arguments.count {
            value = arguments[index]
            index += 1
          } else {
            return .problem(
              Problem(message: "Argument expected for the -\(letter) option\n\(usage)", code: 2))
          }
          letters = ""
        }
        if let problem = options.apply(letter, value) { return .problem(problem) }
        if letter == "c", let problem = undecodable(index - 1, value) { return .problem(problem) }
        if letter == "c" || letter == "m" {
          options.target = letter == "c" ? .command(value) : .module(value)
          options.configuration.arguments = ["-\(letter)"] + arguments[index...]
          break scan
        }
      }
    }
    if options.versionRequests > 0 {
      let text = options.versionRequests > 1 ? longVersion : version
      return .problem(Problem(message: text, code: 0))
    }
    if let problem = options.settle() { return .problem(problem) }
    return .options(options)
  }

  /// A command must be text, as bytes that are none have no place in source code.
  private static func undecodable(_ index: Int, _ command: String) -> Problem? {
    guard let argument = taipan_arguments[index] else { return nil }
    let bytes = UnsafeBufferPointer(
      start: UnsafeRawPointer(argument).assumingMemoryBound(to: UInt8.self),
      count: strlen(argument))
    var (input, decoder, offset, position) = (bytes.makeIterator(), UTF8(), 0, 0)
    while case .scalarValue(let scalar) = decoder.decode(&input) {
      offset += UTF8.width(scalar)
      position += 1
    }
    if offset == bytes.count { return nil }
    // The letter and what is before it, where they are one argument with the command.
    let text = String(decoding: bytes, as: UTF8.self)
    position -= text.unicodeScalars.count - command.unicodeScalars.count
    let byte = String(bytes[offset], radix: 16)
    return Problem(
      message: "Unable to decode the command from the command line:\n"
        + "UnicodeEncodeError: 'utf-8' codec can't encode character '\\udc\(byte)' in position "
        + "\(position): surrogates not allowed\n", code: 1)
  }

  /// The name that the program was started by.
  nonisolated(unsafe) private static var program = "taipan"

  private static var usage: String {
    "usage: \(program) [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n"
  }

  private mutating func long(_ argument: String) -> Problem? {
    if argument == "--version" { return Problem(message: Options.version, code: 0) }
    if argument == "--help" { return Problem(message: Options.help, code: 0) }
    if argument.hasPrefix("--dump=") {
      dump = argument.dropFirst(7).split(separator: ",").map(String.init)
      return nil
    }
    if argument == "--check-hash-based-pycs" { return nil }
    return Problem(message: "unknown option \(argument)\n\(Options.usage)", code: 2)
  }

  private static var help: String {
    var text = "usage: \(program) [option] ... [-c cmd | -m mod | file | -] [arg] ...\nOptions:\n"
    for row in table {
      let name = "-\(row.letter)\(row.takesValue ? " arg" : "")"
      text += name + String(repeating: " ", count: max(1, 8 - name.count)) + ": \(row.help)\n"
    }
    text +=
      "--dump=tokens,ast,symtable,bytecode,register : print the stages of a file's translation\n"
      + "--dump=jit,llvm,asm : run, and print what is compiled\n"
    return text
  }

  private mutating func apply(_ letter: Character, _ value: String) -> Problem? {
    switch letter {
    case "B": configuration.dontWriteBytecode = true
    case "E": configuration.ignoreEnvironment = true
    case "h": return Problem(message: Options.help, code: 0)
    case "V": versionRequests += 1
    case "d": configuration.debug += 1
    case "x": skipsFirstLine = true
    case "i":
      configuration.isInspecting = true
      configuration.isInteractive = true
    case "I":
      configuration.isIsolated = true
      configuration.ignoreEnvironment = true
      configuration.noUserSite = true
    case "O": configuration.optimize = min(2, configuration.optimize + 1)
    case "P": configuration.safePath = true
    case "q": configuration.isQuiet = true
    case "s": configuration.noUserSite = true
    case "S": configuration.noSite = true
    case "u": configuration.isUnbuffered = true
    case "v": configuration.verbose += 1
    case "b": configuration.bytesWarning += 1
    case "R": configuration.randomizesHashes = true
    case "W": configuration.warnOptions.append(value)
    case "X":
      let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
      configuration.extendedOptions.append((parts[0], parts.count > 1 ? parts[1] : nil))
      if parts[0] == "importtime" { importTimes = true }
    default: break
    }
    return nil
  }

  /// A PYTHON… variable; nil where it is unset, empty or not to be read.
  private func variable(_ name: String) -> String? {
    if configuration.ignoreEnvironment { return nil }
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  /// A flag's count: the option's, or the variable's where that is larger; text counts as 1.
  private func level(_ present: Int, _ name: String) -> Int {
    guard let text = variable(name) else { return present }
    return max(present, Int(text).map { max($0, 1) } ?? 1)
  }

  /// Adds what the environment says; finds values that cannot be.
  private mutating func settle() -> Problem? {
    if variable("PYTHONDONTWRITEBYTECODE") != nil { configuration.dontWriteBytecode = true }
    if variable("PYTHONUNBUFFERED") != nil { configuration.isUnbuffered = true }
    if variable("PYTHONNOUSERSITE") != nil { configuration.noUserSite = true }
    if variable("PYTHONSAFEPATH") != nil { configuration.safePath = true }
    if variable("PYTHONINSPECT") != nil { configuration.isInspecting = true }
    if variable("PYTHONPROFILEIMPORTTIME") != nil { importTimes = true }
    if variable("PYTHONDEVMODE") != nil { configuration.devMode = true }
    configuration.optimize = level(configuration.optimize, "PYTHONOPTIMIZE")
    if variable("PYTHONDEBUG") != nil { configuration.debug = max(1, configuration.debug) }
    configuration.verbose = level(configuration.verbose, "PYTHONVERBOSE")
    configuration.streamEncoding = variable("PYTHONIOENCODING")
    for (name, value) in configuration.extendedOptions where name == "dev" && value == nil {
      configuration.devMode = true
    }
    configuration.keepsColumns =
      variable("PYTHONNODEBUGRANGES") == nil
      && !configuration.extendedOptions.contains { $0.0 == "no_debug_ranges" }
    configuration.cachePrefix = variable("PYTHONPYCACHEPREFIX")
    for (name, value) in configuration.extendedOptions where name == "pycache_prefix" {
      configuration.cachePrefix = value.flatMap { $0.isEmpty ? nil : $0 }
    }
    configuration.warnsOfDefaultEncoding =
      variable("PYTHONWARNDEFAULTENCODING") != nil
      || configuration.extendedOptions.contains { $0.0 == "warn_default_encoding" }
    configuration.reportsCrashes =
      configuration.devMode || variable("PYTHONFAULTHANDLER") != nil
      || configuration.extendedOptions.contains { $0.0 == "faulthandler" }
    settleWarnings()
    return settleUTF8Mode() ?? checkHashSeed() ?? checkDigits() ?? checkProcessorCount()
      ?? checkLock()
  }

  private mutating func settleWarnings() {
    var all: [String] = configuration.devMode ? ["default"] : []
    if let text = variable("PYTHONWARNINGS") { all += text.split(separator: ",").map(String.init) }
    all += configuration.warnOptions
    if configuration.bytesWarning > 0 {
      all.append(configuration.bytesWarning > 1 ? "error::BytesWarning" : "default::BytesWarning")
    }
    configuration.warnOptions = all
  }

  private static func fatal(
    _ place: String, _ text: String, state: String = "preinitialized"
  ) -> Problem {
    Problem(
      message: "Fatal Python error: \(place): \(text)\nPython runtime state: \(state)\n\n", code: 1)
  }

  /// `-X utf8`, or else the variable, or else whether the locale is C, which knows ASCII only (PEP 540).
  private mutating func settleUTF8Mode() -> Problem? {
    func problem(_ what: String) -> Problem {
      Options.fatal(
        "preconfig_init_utf8_mode", "invalid \(what) value", state: "preinitializing")
    }
    if let option = configuration.extendedOptions.last(where: { $0.0 == "utf8" }) {
      guard ["0", "1"].contains(option.1 ?? "1") else { return problem("-X utf8 option") }
      configuration.utf8Mode = option.1 != "0"
    } else if let text = variable("PYTHONUTF8") {
      guard ["0", "1"].contains(text) else { return problem("PYTHONUTF8 environment variable") }
      configuration.utf8Mode = text == "1"
    } else {
      let names = ["LC_ALL", "LC_CTYPE", "LANG"].map { (name: String) in
        getenv(name).map { String(cString: $0) } ?? ""
      }
      configuration.utf8Mode = ["C", "POSIX", nil].contains(names.first { !$0.isEmpty })
    }
    return nil
  }

  /// `-X gil`, or else PYTHON_GIL: there is no build without the lock.
  private func checkLock() -> Problem? {
    let option = configuration.extendedOptions.last { $0.0 == "gil" }
    guard let text = option.map({ $0.1 ?? "" }) ?? variable("PYTHON_GIL") else { return nil }
    if text == "1" { return nil }
    return Options.fatal(
      "config_read_gil",
      text == "0"
        ? "Disabling the GIL is not supported by this build"
        : "PYTHON_GIL / -X gil must be \"0\" or \"1\"")
  }

  /// `-X cpu_count`, or else the variable: a number, or `default` for the system's.
  private mutating func checkProcessorCount() -> Problem? {
    let option = configuration.extendedOptions.last { $0.0 == "cpu_count" }
    guard let text = option.map({ $0.1 ?? "" }) ?? variable("PYTHON_CPU_COUNT"), text != "default"
    else { return nil }
    guard let count = Int(text), count > 0 else {
      return Options.fatal(
        "config_init_cpu_count",
        "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0")
    }
    configuration.processorCount = count
    return nil
  }

  private func checkHashSeed() -> Problem? {
    guard let text = variable("PYTHONHASHSEED"), text != "random" else { return nil }
    if let seed = UInt64(text), seed <= UInt64(UInt32.max) { return nil }
    return Options.fatal(
      "config_init_hash_seed",
      "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]")
  }

  /// The limit of digits in conversions between int and str.
  private mutating func checkDigits() -> Problem? {
    let place = "config_init_int_max_str_digits"
    let limit = "invalid limit; must be >= 640 or 0 for unlimited."
    func valid(_ text: String?) -> Int? {
      guard let text, let n = Int(text), n == 0 || n >= 640 else { return nil }
      return n
    }
    if let text = variable("PYTHONINTMAXSTRDIGITS") {
      guard let n = valid(text) else {
        return Options.fatal(place, "PYTHONINTMAXSTRDIGITS: \(limit)")
      }
      configuration.maximumDigits = n
    }
    for (name, value) in configuration.extendedOptions where name == "int_max_str_digits" {
      guard let n = valid(value) else {
        return Options.fatal(place, "-X int_max_str_digits: \(limit)")
      }
      configuration.maximumDigits = n
    }
    return nil
  }

  /// The absolute path of the program as it was started; links are kept, as CPython does. Empty where the
  /// name that it was given leads nowhere.
  private static func executablePath(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    if name.contains("/") {
      guard let folder = getcwd(nil, 0) else { return name }
      defer { free(folder) }
      return String(cString: folder) + "/"
        + (name.hasPrefix("./") ? String(name.dropFirst(2)) : name)
    }
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
      return "\(folder)/\(name)"
    }
    return ""
  }
}
