import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generateModule() throws(CompileFailure) -> CodeUnit {
    // The entry of a module stands on line 0, before the program.
    emit(
      .RESUME, ResumeKind.functionStart, Location(line: 0, column: 0, endLine: 1, endColumn: 0))
    let start = Location(line: 1)
    switch tree.root {
    case .module(let body, _):
      try generateBody(body, start)
      return assemble(addNone: true)
    case .interactive(let body):
      if CodeGenerator.hasAnnotations(body) { emit(.SETUP_ANNOTATIONS, start) }
      try generate(body)
      return assemble(addNone: true)
    case .expression(let body):
      try generate(body)
      return assemble(addNone: false)
    case .functionType:
      throw CompileFailure(.systemError, "module kind should not be possible")
    }
  }

  /// The body of a module or class.
  func generateBody(
    _ body: NodeList<Statement>, _ location: Location
  ) throws(CompileFailure) {
    var location = location
    if unit.kind == .module, let first = body.first { location = first.location }
    if CodeGenerator.hasAnnotations(body) { emit(.SETUP_ANNOTATIONS, location) }
    guard let documentation = docstring(of: body) else { return try generate(body) }
    if options.optimization < 2, case .expr(let value) = body[0].kind {
      emitConstant(.string(cleanDocstring(documentation)), value.location)
      try emitNameOperation(names.doc, .store, .none)
    }
    try generate(body, from: 1)
  }

  /// Whether a body annotates a variable, however deep in compound statements.
  static func hasAnnotations(_ body: NodeList<Statement>) -> Bool {
    for statement in body.buffer {
      switch statement.kind {
      case .annAssign: return true
      case .for(let loop), .asyncFor(let loop):
        if hasAnnotations(loop.body) || hasAnnotations(loop.orElse) { return true }
      case .while(_, let body, let orElse), .if(_, let body, let orElse):
        if hasAnnotations(body) || hasAnnotations(orElse) { return true }
      case .with(_, let body, _), .asyncWith(_, let body, _):
        if hasAnnotations(body) { return true }
      case .try(let block), .tryStar(let block):
        if block.handlers.contains(where: { hasAnnotations($0.body) }) || hasAnnotations(block.body)
          || hasAnnotations(block.finalBody) || hasAnnotations(block.orElse)
        {
          return true
        }
      case .match(_, let cases):
        if cases.contains(where: { hasAnnotations($0.body) }) { return true }
      default: continue
      }
    }
    return false
  }
}

/// `inspect.cleandoc`, but blank lines at both ends stay, so that lines can still be counted.
func cleanDocstring(_ raw: ByteString) -> [UInt8] {
  let (space, newline) = (UInt8(ascii: " "), UInt8(ascii: "\n"))
  let bytes = expandTabs(raw)
  let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
  var margin = Int.max
  for line in lines.dropFirst() {
    let indent = line.prefix { $0 == space }.count
    if indent < line.count { margin = min(margin, indent) }
  }
  if margin == Int.max { margin = 0 }
  var result = Array(lines[0].drop { $0 == space })
  for line in lines.dropFirst() {
    result.append(newline)
    let indent = line.prefix(margin).prefix { $0 == space }.count
    result.append(contentsOf: line.dropFirst(indent))
  }
  return result
}

/// `str.expandtabs()`: columns count characters.
private func expandTabs(_ raw: ByteString) -> [UInt8] {
  let buffer = raw.buffer
  guard buffer.contains(UInt8(ascii: "\t")) else { return Array(buffer) }
  var result: [UInt8] = []
  var column = 0
  for byte in buffer {
    switch byte {
    case UInt8(ascii: "\t"):
      let width = 8 - column % 8
      result.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width))
      column += width
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      result.append(byte)
      column = 0
    default:
      result.append(byte)
      if byte & 0xC0 != 0x80 { column += 1 }
    }
  }
  return result
}
