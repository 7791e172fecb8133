// Command-line options, declared in one table.

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
    ("V", false, "print the version number and exit"),
    ("W", true, "warning control: action:message:category:module:lineno"),
    ("X", true, "set implementation-specific option (importtime)"),
    ("b", false, "warn about bytes and str comparison"),
    ("d", false, "accepted and ignored"),
    ("R", false, "accepted and ignored: hashes are randomised"),
    ("x", false, "accepted and ignored"),
  ]

  static let version = "Python 3.13.5 (Taipan)\n"

  static func parse(_ arguments: [String]) -> Result<Options, Problem> {
    var options = Options()
    options.configuration.originalArguments = arguments
    options.configuration.executable = executablePath(arguments[0])
    var index = 1
    scan: while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if argument.hasPrefix("--") {
        if let problem = options.long(argument) { return .failure(problem) }
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
          return .failure(Problem(message: "Unknown option: -\(letter)\n\(usage)", code: 2))
        }
        var value = ""
        if row.takesValue {
          if !letters.isEmpty {
            value = String(letters)
          } else if index < arguments.count {
            value = arguments[index]
            index += 1
          } else {
            return .failure(
              Problem(message: "Argument expected for the -\(letter) option\n\(usage)", code: 2))
          }
          letters = ""
        }
        if let problem = options.apply(letter, value) { return .failure(problem) }
        if letter == "c" || letter == "m" {
          options.target = letter == "c" ? .command(value) : .module(value)
          options.configuration.arguments = ["-\(letter)"] + arguments[index...]
          break scan
        }
      }
    }
    options.readEnvironment()
    return .success(options)
  }

  private static let usage =
    "usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `taipan -h' for more information.\n"

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
    var text = "usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...\nOptions:\n"
    for row in table {
      let name = "-\(row.letter)\(row.takesValue ? " arg" : "")"
      text += name + String(repeating: " ", count: max(1, 8 - name.count)) + ": \(row.help)\n"
    }
    text += "--dump=tokens,ast,bytecode,register : print the stages of a file's translation\n"
    return text
  }

  private mutating func apply(_ letter: Character, _ value: String) -> Problem? {
    switch letter {
    case "B": configuration.dontWriteBytecode = true
    case "E": configuration.ignoreEnvironment = true
    case "h": return Problem(message: Options.help, code: 0)
    case "V": return Problem(message: Options.version, code: 0)
    case "i": configuration.isInspecting = true
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
    case "W": configuration.warnOptions.append(value)
    case "X":
      let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
      configuration.extendedOptions.append((parts[0], parts.count > 1 ? parts[1] : nil))
      if parts[0] == "importtime" { importTimes = true }
    default: break
    }
    return nil
  }

  private mutating func readEnvironment() {
    if configuration.ignoreEnvironment { return }
    func value(_ name: String) -> String? {
      guard let text = getenv(name) else { return nil }
      let string = String(cString: text)
      return string.isEmpty ? nil : string
    }
    if value("PYTHONDONTWRITEBYTECODE") != nil { configuration.dontWriteBytecode = true }
    if value("PYTHONUNBUFFERED") != nil { configuration.isUnbuffered = true }
    if value("PYTHONNOUSERSITE") != nil { configuration.noUserSite = true }
    if value("PYTHONSAFEPATH") != nil { configuration.safePath = true }
    if let text = value("PYTHONOPTIMIZE") {
      configuration.optimize = max(configuration.optimize, Int(text) ?? 1)
    }
    if let text = value("PYTHONWARNINGS") {
      configuration.warnOptions = text.split(separator: ",").map(String.init) + configuration.warnOptions
    }
  }

  private static func executablePath(_ name: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return count > 0 ? String(decoding: buffer[0..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : name
  }
}
