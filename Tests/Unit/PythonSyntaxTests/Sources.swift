import Glibc
import PythonSyntax

/// The tokens of a source, one text each: the kind and what it covers.
func tokens(_ source: String) throws -> [String] {
  try tokens(Array(source.utf8))
}

func tokens(_ source: [UInt8]) throws -> [String] {
  try dump(source).split(separator: "\n").map { line in
    line.hasPrefix("ERROR") ? String(line) : String(line.split(separator: " ", maxSplits: 1)[1])
  }
}

/// The dump of the tokens, with their places.
func dump(_ source: [UInt8]) throws -> String {
  try source.withUnsafeBufferPointer { try Parser.dumpTokens($0) }
}

/// The tokens of one line without those that end every file.
func line(_ source: String) throws -> [String] {
  try tokens(source + "\n").filter { !$0.hasPrefix("NEWLINE") && !$0.hasPrefix("ENDMARKER") }
}

/// Why a source is refused, as one line; empty for a program.
func failure(_ source: String, _ options: ParserOptions = ParserOptions()) -> String {
  failure(Array(source.utf8), options)
}

func failure(_ source: [UInt8], _ options: ParserOptions = ParserOptions()) -> String {
  do {
    _ = try Parser.parse(source, options: options)
    return ""
  } catch {
    return "\(error)"
  }
}

/// The one expression of a source, and the tree that owns it.
func expression(_ source: String) throws -> (Expression, SyntaxTree) {
  let tree = try Parser.parse(Array(source.utf8), options: ParserOptions(mode: .expression))
  guard case .expression(let body) = tree.root else { fatalError("not an expression") }
  return (body, tree)
}

/// The statements of a source, and the tree that owns them.
func statements(_ source: String) throws -> ([Statement], SyntaxTree) {
  let tree = try Parser.parse(Array(source.utf8))
  guard case .module(let body, _) = tree.root else { fatalError("not a module") }
  return (Array(body), tree)
}

extension Location {
  /// `line:column-line:column`
  var text: String { "\(line):\(column)-\(endLine):\(endColumn)" }
}

/// Runs `body` where there is as much native stack as the interpreter has: what is deeply nested needs
/// more than the test runner's threads offer.
func onLargeStack(_ body: @escaping () -> Void) {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 64 << 20)
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(body))
  pthread_create(
    &thread, &attributes,
    { argument in
      Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, work.toOpaque())
  pthread_join(thread, nil)
  pthread_attr_destroy(&attributes)
}

private final class Work {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
