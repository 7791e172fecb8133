// `sys.stdin`, `sys.stdout`, `sys.stderr`.

import CoreModules
import Glibc
import TaipanRuntime

enum StandardStreams {
  static func open(_ sys: DictRef, _ configuration: SysModule.Configuration) throws(Raised) {
    let io = try Imports.importModule("_io")
    let opener = try Attributes.get(io, "open")
    DictRef(Singletons.builtins).setStr("open", opener)
    let (encoding, errors) = try choice(configuration)
    let rows: [(Int, String, String, String)] = [
      (0, "stdin", "r", errors), (1, "stdout", "w", errors), (2, "stderr", "w", "backslashreplace"),
    ]
    for (descriptor, name, mode, errors) in rows {
      var stream: Value = .none
      if fcntl(Int32(descriptor), F_GETFD) >= 0 {
        stream = try make(opener, descriptor, mode, encoding, errors, configuration)
        // The raw file is called by its purpose.
        let buffer = try Attributes.get(stream, "buffer")
        let raw = try Attributes.lookup(buffer, Interning.intern("raw"))
        try Attributes.set(raw.isPresent ? raw : buffer, "name", Value("<\(name)>"))
      }
      sys.setStr(name, stream)
      sys.setStr("__\(name)__", stream)
    }
  }

  /// Encoding and error handler: PYTHONIOENCODING's, else UTF-8, lenient in the C locale, where bytes
  /// of other encodings are to be expected.
  private static func choice(_ configuration: SysModule.Configuration) throws(Raised) -> (
    String, String
  ) {
    let parts = (configuration.streamEncoding ?? "").split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    var encoding = "utf-8"
    if !parts[0].isEmpty {
      let codec = try Call.method(try Imports.importModule("_codecs"), "lookup", Value(parts[0]))
      encoding = try Convert.str(try Attributes.get(codec, "name")).text
    }
    let given = parts.count > 1 ? parts[1] : ""
    if !given.isEmpty { return (encoding, given) }
    return (encoding, parts[0].isEmpty && isPlainLocale ? "surrogateescape" : "strict")
  }

  /// Whether the environment asks for the C locale, or for C with UTF-8.
  private static var isPlainLocale: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let text = getenv(name), text.pointee != 0 else { continue }
      return ["C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"].contains(String(cString: text))
    }
    return true
  }

  private static func make(
    _ opener: Value, _ descriptor: Int, _ mode: String, _ encoding: String, _ errors: String,
    _ configuration: SysModule.Configuration
  ) throws(Raised) -> Value {
    let keywords = DictRef.make()
    keywords.setStr("closefd", .false)
    if configuration.isUnbuffered, descriptor != 0 {
      return try makeUnbuffered(opener, descriptor, mode, encoding, errors, keywords)
    }
    keywords.setStr("mode", Value(mode))
    keywords.setStr("encoding", Value(encoding))
    keywords.setStr("errors", Value(errors))
    let stream = try Call.function(opener, TupleRef.of(Value(descriptor)), keywords)
    let lines = DictRef.make()
    if descriptor == 2 || (descriptor == 1 && isatty(1) != 0) {
      lines.setStr("line_buffering", .true)
    }
    if lines.count > 0 {
      _ = try Call.function(try Attributes.get(stream, "reconfigure"), .empty, lines)
    }
    try Attributes.set(stream, "mode", Value(mode))
    return stream
  }

  /// Text straight over the descriptor: what is written goes out at once.
  private static func makeUnbuffered(
    _ opener: Value, _ descriptor: Int, _ mode: String, _ encoding: String, _ errors: String,
    _ keywords: DictRef
  ) throws(Raised) -> Value {
    keywords.setStr("mode", Value("\(mode)b"))
    keywords.setStr("buffering", Value(0))
    let raw = try Call.function(opener, TupleRef.of(Value(descriptor)), keywords)
    let options = DictRef.make()
    options.setStr("encoding", Value(encoding))
    options.setStr("errors", Value(errors))
    options.setStr("write_through", .true)
    let wrapper = try Attributes.get(try Imports.importModule("_io"), "TextIOWrapper")
    let stream = try Call.function(wrapper, TupleRef.of(raw), options)
    try Attributes.set(stream, "mode", Value(mode))
    return stream
  }
}

/// `-X importtime`: how long each import took, nested ones included.
enum ImportTimes {
  static func install() throws(Raised) {
    inner = Imports.finder
    fputs("import time: cumulative [us] | imported package\n", stderr)
    Imports.finder = { (name) throws(Raised) in
      let began = now()
      depth += 1
      defer { depth -= 1 }
      let module = try inner!(name)
      let spent = Int((now() - began) * 1e6)
      let indent = String(repeating: "  ", count: depth - 1)
      fputs("import time: \(spent) | \(indent)\(StrRef(name).text)\n", stderr)
      return module
    }
  }

  nonisolated(unsafe) private static var inner: ((Value) throws(Raised) -> Value)?
  nonisolated(unsafe) private static var depth = 0

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
