import Bytecode
import PythonSyntax

/// Source text of annotations under `from __future__ import annotations`.
struct Unparser {
  private var text = ""

  static func text(of expression: Expression) -> [UInt8] {
    Array(string(expression, .test).utf8)
  }

  private static func string(_ expression: Expression, _ level: Priority) -> String {
    var unparser = Unparser()
    unparser.write(expression, level)
    return unparser.text
  }

  /// How tightly an operator binds; an operand of lower priority gets parentheses.
  private enum Priority: Int, Comparable {
    case tuple, test, or, and, not, comparison, bitOr, bitXor, bitAnd, shift, arithmetic, term
    case factor, power, await, atom

    static func < (lhs: Priority, rhs: Priority) -> Bool { lhs.rawValue < rhs.rawValue }
    var next: Priority { Priority(rawValue: rawValue + 1)! }
  }

  private mutating func write(_ string: String) { text += string }

  private mutating func list<Element>(
    _ elements: some Collection<Element>, _ body: (inout Unparser, Element) -> Void
  ) {
    var isFirst = true
    for element in elements {
      if !isFirst { write(", ") }
      isFirst = false
      body(&self, element)
    }
  }

  private mutating func parenthesized(
    _ needed: Bool, _ body: (inout Unparser) -> Void
  ) {
    if needed { write("(") }
    body(&self)
    if needed { write(")") }
  }

  private mutating func write(_ expression: Expression, _ level: Priority) {
    switch expression.kind {
    case .boolOp(let operation, let values): writeBoolean(operation, values, level)
    case .binOp(let left, let operation, let right): writeBinary(left, operation, right, level)
    case .unaryOp(let operation, let operand): writeUnary(operation, operand, level)
    case .lambda(let arguments, let body):
      parenthesized(level > .test) {
        $0.writeLambda(arguments, body)
      }
    case .ifExp(let test, let body, let orElse):
      parenthesized(level > .test) {
        $0.write(body, .or)
        $0.write(" if ")
        $0.write(test, .or)
        $0.write(" else ")
        $0.write(orElse, .test)
      }
    case .dict(let keys, let values): writeDict(keys, values)
    case .set(let elements): writeElements("{", elements, "}")
    case .list(let elements, _): writeElements("[", elements, "]")
    case .listComp(let element, let generators): writeComprehension("[", element, generators, "]")
    case .setComp(let element, let generators): writeComprehension("{", element, generators, "}")
    case .generatorExp(let element, let generators):
      writeComprehension("(", element, generators, ")")
    case .dictComp(let key, let value, let generators):
      writeComprehension("{", key, generators, "}", value)
    case .tuple(let elements, _): writeTuple(elements, level)
    case .yield(let value):
      write("(yield")
      if let value {
        write(" ")
        write(value, .test)
      }
      write(")")
    case .yieldFrom(let value):
      write("(yield from ")
      write(value, .test)
      write(")")
    case .await(let value):
      parenthesized(level > .await) {
        $0.write("await ")
        $0.write(value, .atom)
      }
    case .compare(let left, let operators, let comparators):
      parenthesized(level > .comparison) {
        $0.writeCompare(left, operators, comparators)
      }
    case .call(let function, let arguments, let keywords): writeCall(function, arguments, keywords)
    case .constant(let constant): writeConstant(constant)
    case .joinedStr(let values): write("f" + stringText(Array(fStringBody(values).utf8)))
    case .formattedValue(let value, let conversion, let spec):
      writeFormatted(value, conversion, spec)
    case .attribute(let value, let name, _): writeAttribute(value, name)
    case .subscript(let value, let slice, _):
      write(value, .atom)
      write("[")
      write(slice, .tuple)
      write("]")
    case .starred(let value, _):
      write("*")
      write(value, .bitOr)
    case .slice(let lower, let upper, let step): writeSlice(lower, upper, step)
    case .name(let name, _): write(name.text)
    case .namedExpr(let target, let value):
      parenthesized(level > .tuple) {
        $0.write(target, .atom)
        $0.write(" := ")
        $0.write(value, .atom)
      }
    }
  }

  // MARK: Operators

  private mutating func writeBoolean(
    _ operation: BooleanOperator, _ values: NodeList<Expression>, _ level: Priority
  ) {
    let priority: Priority = operation == .and ? .and : .or
    parenthesized(level > priority) {
      for (index, value) in values.enumerated() {
        if index > 0 { $0.write(operation == .and ? " and " : " or ") }
        $0.write(value, priority.next)
      }
    }
  }

  private mutating func writeBinary(
    _ left: Expression, _ operation: PythonSyntax.BinaryOperator, _ right: Expression,
    _ level: Priority
  ) {
    let (symbol, priority): (String, Priority) =
      switch operation {
      case .add: ("+", .arithmetic)
      case .subtract: ("-", .arithmetic)
      case .multiply: ("*", .term)
      case .matrixMultiply: ("@", .term)
      case .divide: ("/", .term)
      case .modulo: ("%", .term)
      case .leftShift: ("<<", .shift)
      case .rightShift: (">>", .shift)
      case .bitwiseOr: ("|", .bitOr)
      case .bitwiseXor: ("^", .bitXor)
      case .bitwiseAnd: ("&", .bitAnd)
      case .floorDivide: ("//", .term)
      case .power: ("**", .power)
      }
    let isRightAssociative = operation == .power
    parenthesized(level > priority) {
      $0.write(left, isRightAssociative ? priority.next : priority)
      $0.write(" \(symbol) ")
      $0.write(right, isRightAssociative ? priority : priority.next)
    }
  }

  private mutating func writeUnary(
    _ operation: UnaryOperator, _ operand: Expression, _ level: Priority
  ) {
    let (symbol, priority): (String, Priority) =
      switch operation {
      case .invert: ("~", .factor)
      case .not: ("not ", .not)
      case .positive: ("+", .factor)
      case .negative: ("-", .factor)
      }
    parenthesized(level > priority) {
      $0.write(symbol)
      $0.write(operand, priority)
    }
  }

  private mutating func writeCompare(
    _ left: Expression, _ operators: NodeList<ComparisonOperator>,
    _ comparators: NodeList<Expression>
  ) {
    write(left, .bitOr)
    for (operation, right) in zip(operators, comparators) {
      let symbol =
        switch operation {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .is: "is"
        case .isNot: "is not"
        case .in: "in"
        case .notIn: "not in"
        }
      write(" \(symbol) ")
      write(right, .bitOr)
    }
  }

  // MARK: Functions and calls

  private mutating func writeLambda(_ arguments: Arguments, _ body: Expression) {
    let hasPositional = !arguments.positional.isEmpty || !arguments.positionalOnly.isEmpty
    write(hasPositional ? "lambda " : "lambda")
    writeParameters(arguments)
    write(": ")
    write(body, .test)
  }

  private mutating func writeParameters(_ arguments: Arguments) {
    var isFirst = true
    func separate(_ unparser: inout Unparser) {
      if !isFirst { unparser.write(", ") }
      isFirst = false
    }
    let positional = Array(arguments.positionalOnly) + Array(arguments.positional)
    let firstDefault = positional.count - arguments.defaults.count
    for (index, argument) in positional.enumerated() {
      separate(&self)
      writeParameter(argument)
      if index >= firstDefault {
        write("=")
        write(arguments.defaults[index - firstDefault], .test)
      }
      if index + 1 == arguments.positionalOnly.count { write(", /") }
    }
    if arguments.variadic != nil || !arguments.keywordOnly.isEmpty {
      separate(&self)
      write("*")
      if let argument = arguments.variadic { writeParameter(argument) }
    }
    for (argument, value) in zip(arguments.keywordOnly, arguments.keywordDefaults) {
      separate(&self)
      writeParameter(argument)
      if let value {
        write("=")
        write(value, .test)
      }
    }
    if let argument = arguments.variadicKeywords {
      separate(&self)
      write("**")
      writeParameter(argument)
    }
  }

  private mutating func writeParameter(_ argument: Argument) {
    write(argument.name.text)
    guard let annotation = argument.annotation else { return }
    write(": ")
    write(annotation, .test)
  }

  private mutating func writeCall(
    _ function: Expression, _ arguments: NodeList<Expression>, _ keywords: NodeList<Keyword>
  ) {
    write(function, .atom)
    if arguments.count == 1, keywords.isEmpty, case .generatorExp = arguments[0].kind {
      return write(arguments[0], .test)
    }
    write("(")
    list(arguments) { $0.write($1, .test) }
    if !arguments.isEmpty, !keywords.isEmpty { write(", ") }
    list(keywords) { unparser, keyword in
      unparser.write(keyword.name.map { "\($0.text)=" } ?? "**")
      unparser.write(keyword.value, .test)
    }
    write(")")
  }

  private mutating func writeAttribute(_ value: Expression, _ name: Identifier) {
    write(value, .atom)
    // `1 .real`
    let isInt =
      switch value.kind {
      case .constant(.int), .constant(.bigInt): true
      default: false
      }
    write((isInt ? " ." : ".") + name.text)
  }

  // MARK: Displays

  private mutating func writeElements(
    _ open: String, _ elements: NodeList<Expression>, _ close: String
  ) {
    write(open)
    list(elements) { $0.write($1, .test) }
    write(close)
  }

  private mutating func writeTuple(_ elements: NodeList<Expression>, _ level: Priority) {
    if elements.isEmpty { return write("()") }
    parenthesized(level > .tuple) { unparser in
      unparser.list(elements) { $0.write($1, .test) }
      if elements.count == 1 { unparser.write(",") }
    }
  }

  private mutating func writeDict(_ keys: NodeList<Expression?>, _ values: NodeList<Expression>) {
    write("{")
    list(zip(keys, values).map { ($0, $1) }) { unparser, pair in
      if let key = pair.0 {
        unparser.write(key, .test)
        unparser.write(": ")
        unparser.write(pair.1, .test)
      } else {
        unparser.write("**")
        unparser.write(pair.1, .bitOr)
      }
    }
    write("}")
  }

  private mutating func writeComprehension(
    _ open: String, _ element: Expression, _ generators: NodeList<Comprehension>, _ close: String,
    _ value: Expression? = nil
  ) {
    write(open)
    write(element, .test)
    if let value {
      write(": ")
      write(value, .test)
    }
    for generator in generators {
      write(generator.isAsync ? " async for " : " for ")
      write(generator.target, .tuple)
      write(" in ")
      write(generator.iterable, .or)
      for condition in generator.conditions {
        write(" if ")
        write(condition, .or)
      }
    }
    write(close)
  }

  private mutating func writeSlice(_ lower: Expression?, _ upper: Expression?, _ step: Expression?)
  {
    if let lower { write(lower, .test) }
    write(":")
    if let upper { write(upper, .test) }
    if let step {
      write(":")
      write(step, .test)
    }
  }

  // MARK: Constants and f-strings

  private mutating func writeConstant(_ constant: PythonSyntax.Constant) {
    switch constant {
    case .none: write("None")
    case .true: write("True")
    case .false: write("False")
    case .ellipsis: write("...")
    case .int(let value): write(String(value))
    case .bigInt(let limbs, let isNegative):
      write(
        Bytecode.Constant.bigInt(isNegative: isNegative, magnitude: Array(limbs)).representation)
    case .float(let value): write(value.isInfinite ? "1e309" : floatText(value))
    case .imaginary(let value): writeComplex(0, value)
    case .complex(let real, let imaginary): writeComplex(real, imaginary)
    case .string(let bytes, let hasPrefix):
      if hasPrefix { write("u") }
      write(stringText(Array(bytes)))
    case .bytes(let bytes): write(Bytecode.Constant.bytes(Array(bytes)).representation)
    case .tuple(let items):
      write("(")
      list(items) { $0.writeConstant($1) }
      write(items.count == 1 ? ",)" : ")")
    case .frozenset(let items):
      write("frozenset({")
      list(items) { $0.writeConstant($1) }
      write("})")
    }
  }

  private mutating func writeComplex(_ real: Double, _ imaginary: Double) {
    let text = Bytecode.Constant.complex(real, imaginary).representation
    write(text == "infj" ? "1e309j" : text)
  }

  private func fStringBody(_ values: NodeList<Expression>) -> String {
    var body = Unparser()
    for value in values { body.writeFStringPart(value) }
    return body.text
  }

  private mutating func writeFStringPart(_ value: Expression) {
    switch value.kind {
    case .constant(.string(let bytes, _)):
      for character in bytes.text.unicodeScalars {
        if character == "{" || character == "}" { text.unicodeScalars.append(character) }
        text.unicodeScalars.append(character)
      }
    case .joinedStr(let values): write(fStringBody(values))
    default: write(value, .test)
    }
  }

  private mutating func writeFormatted(
    _ value: Expression, _ conversion: FormatConversion, _ spec: Expression?
  ) {
    let inner = Unparser.string(value, .or)
    write(inner.hasPrefix("{") ? "{ " : "{")
    write(inner)
    switch conversion {
    case .none: break
    case .ascii: write("!a")
    case .repr: write("!r")
    case .string: write("!s")
    }
    if let spec {
      write(":")
      writeFStringPart(spec)
    }
    write("}")
  }
}
