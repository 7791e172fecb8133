extension SyntaxTree {
  /// The text of `ast.dump(tree, include_attributes=True)` of CPython 3.13: the format of golden tests
  /// and of `--dump=ast`.
  public func dump() -> String {
    var dumper = TreeDumper()
    dumper.module(root)
    return String(decoding: dumper.output, as: UTF8.self)
  }
}

/// Writes nodes as `Class(field=value, …, lineno=…)`; empty lists and absent fields are left out.
struct TreeDumper {
  var output: [UInt8] = []
  /// Whether the node being written already has a field.
  var needsComma = false

  mutating func write(_ text: StaticString) {
    output += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  mutating func write(_ text: String) { output += text.utf8 }

  mutating func node(
    _ name: StaticString, _ location: Location? = nil, _ fields: (inout TreeDumper) -> Void
  ) {
    let outer = needsComma
    write(name)
    write("(")
    needsComma = false
    fields(&self)
    if let location {
      field("lineno", number: location.line)
      field("col_offset", number: location.column)
      field("end_lineno", number: location.endLine)
      field("end_col_offset", number: location.endColumn)
    }
    write(")")
    needsComma = outer
  }

  mutating func name(_ field: StaticString) {
    if needsComma { write(", ") }
    needsComma = true
    write(field)
    write("=")
  }

  mutating func field(_ field: StaticString, number: Int32) {
    name(field)
    write(String(number))
  }

  mutating func field(_ field: StaticString, _ identifier: Identifier?) {
    guard let identifier else { return }
    name(field)
    PythonRepr.string(identifier.utf8, into: &output)
  }

  mutating func field(_ field: StaticString, text: ByteString?) {
    guard let text else { return }
    name(field)
    PythonRepr.string(text.buffer, into: &output)
  }

  mutating func field(_ field: StaticString, _ value: Expression?) {
    guard let value else { return }
    name(field)
    expression(value)
  }

  mutating func field(_ field: StaticString, empty class: StaticString) {
    name(field)
    write(`class`)
    write("()")
  }

  mutating func field(_ field: StaticString, _ context: ExpressionContext) {
    switch context {
    case .load: self.field(field, empty: "Load")
    case .store: self.field(field, empty: "Store")
    case .delete: self.field(field, empty: "Del")
    }
  }

  mutating func list<Element>(
    _ field: StaticString, _ elements: NodeList<Element>,
    _ write: (inout TreeDumper, Element) -> Void
  ) {
    if elements.isEmpty { return }
    name(field)
    self.write("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { self.write(", ") }
      write(&self, element)
    }
    self.write("]")
  }

  mutating func list(_ field: StaticString, _ elements: NodeList<Expression>) {
    list(field, elements) { $0.expression($1) }
  }

  mutating func list(_ field: StaticString, _ elements: NodeList<Expression?>) {
    list(field, elements) { dumper, element in
      if let element { dumper.expression(element) } else { dumper.write("None") }
    }
  }

  mutating func list(_ field: StaticString, _ elements: NodeList<Statement>) {
    list(field, elements) { $0.statement($1) }
  }

  mutating func list(_ field: StaticString, _ elements: NodeList<Pattern>) {
    list(field, elements) { $0.pattern($1) }
  }

  mutating func list(_ field: StaticString, _ elements: NodeList<Identifier>) {
    list(field, elements) { PythonRepr.string($1.utf8, into: &$0.output) }
  }

  mutating func module(_ module: Module) {
    switch module {
    case .module(let body, let typeIgnores):
      node("Module") {
        $0.list("body", body)
        $0.list("type_ignores", typeIgnores) { dumper, ignore in
          dumper.node("TypeIgnore") {
            $0.field("lineno", number: ignore.line)
            $0.field("tag", text: ignore.tag)
          }
        }
      }
    case .interactive(let body): node("Interactive") { $0.list("body", body) }
    case .expression(let body): node("Expression") { $0.field("body", body) }
    case .functionType(let argumentTypes, let returns):
      node("FunctionType") {
        $0.list("argtypes", argumentTypes)
        $0.field("returns", returns)
      }
    }
  }
}
