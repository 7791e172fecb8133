extension TreeDumper {
  mutating func expression(_ expression: Expression) {
    let location = expression.location
    switch expression.kind {
    case .boolOp(let operation, let values):
      node("BoolOp", location) {
        $0.field("op", empty: operation == .and ? "And" : "Or")
        $0.list("values", values)
      }
    case .namedExpr(let target, let value):
      node("NamedExpr", location) {
        $0.field("target", target)
        $0.field("value", value)
      }
    case .binOp(let left, let operation, let right):
      node("BinOp", location) {
        $0.field("left", left)
        $0.field("op", empty: operation.className)
        $0.field("right", right)
      }
    case .unaryOp(let operation, let operand):
      node("UnaryOp", location) {
        $0.field("op", empty: operation.className)
        $0.field("operand", operand)
      }
    case .lambda(let parameters, let body):
      node("Lambda", location) {
        $0.name("args")
        $0.arguments(parameters)
        $0.field("body", body)
      }
    case .ifExp(let test, let body, let orElse):
      node("IfExp", location) {
        $0.field("test", test)
        $0.field("body", body)
        $0.field("orelse", orElse)
      }
    case .dict(let keys, let values):
      node("Dict", location) {
        $0.list("keys", keys)
        $0.list("values", values)
      }
    case .set(let elements): node("Set", location) { $0.list("elts", elements) }
    case .listComp(let element, let generators):
      comprehension("ListComp", location, element, generators)
    case .setComp(let element, let generators):
      comprehension("SetComp", location, element, generators)
    case .dictComp(let key, let value, let generators):
      node("DictComp", location) {
        $0.field("key", key)
        $0.field("value", value)
        $0.generators(generators)
      }
    case .generatorExp(let element, let generators):
      comprehension("GeneratorExp", location, element, generators)
    case .await(let value): node("Await", location) { $0.field("value", value) }
    case .yield(let value): node("Yield", location) { $0.field("value", value) }
    case .yieldFrom(let value): node("YieldFrom", location) { $0.field("value", value) }
    case .compare(let left, let operators, let comparators):
      node("Compare", location) {
        $0.field("left", left)
        $0.list("ops", operators) {
          $0.write($1.className)
          $0.write("()")
        }
        $0.list("comparators", comparators)
      }
    case .call(let function, let arguments, let keywords):
      node("Call", location) {
        $0.field("func", function)
        $0.list("args", arguments)
        $0.keywords(keywords)
      }
    case .formattedValue(let value, let conversion, let formatSpec):
      node("FormattedValue", location) {
        $0.field("value", value)
        $0.field("conversion", number: conversion.rawValue)
        $0.field("format_spec", formatSpec)
      }
    case .joinedStr(let values): node("JoinedStr", location) { $0.list("values", values) }
    case .constant(let value): constantNode(value, location)
    case .attribute(let value, let name, let context):
      node("Attribute", location) {
        $0.field("value", value)
        $0.field("attr", name)
        $0.field("ctx", context)
      }
    case .subscript(let value, let slice, let context):
      node("Subscript", location) {
        $0.field("value", value)
        $0.field("slice", slice)
        $0.field("ctx", context)
      }
    case .starred(let value, let context):
      node("Starred", location) {
        $0.field("value", value)
        $0.field("ctx", context)
      }
    case .name(let name, let context):
      node("Name", location) {
        $0.field("id", name)
        $0.field("ctx", context)
      }
    case .list(let elements, let context): sequence("List", location, elements, context)
    case .tuple(let elements, let context): sequence("Tuple", location, elements, context)
    case .slice(let lower, let upper, let step):
      node("Slice", location) {
        $0.field("lower", lower)
        $0.field("upper", upper)
        $0.field("step", step)
      }
    }
  }

  private mutating func sequence(
    _ name: StaticString, _ location: Location, _ elements: NodeList<Expression>,
    _ context: ExpressionContext
  ) {
    node(name, location) {
      $0.list("elts", elements)
      $0.field("ctx", context)
    }
  }

  private mutating func comprehension(
    _ name: StaticString, _ location: Location, _ element: Expression,
    _ generators: NodeList<Comprehension>
  ) {
    node(name, location) {
      $0.field("elt", element)
      $0.generators(generators)
    }
  }

  private mutating func generators(_ generators: NodeList<Comprehension>) {
    list("generators", generators) { dumper, generator in
      dumper.node("comprehension") {
        $0.field("target", generator.target)
        $0.field("iter", generator.iterable)
        $0.list("ifs", generator.conditions)
        $0.field("is_async", number: generator.isAsync ? 1 : 0)
      }
    }
  }

  mutating func keywords(_ keywords: NodeList<Keyword>) {
    list("keywords", keywords) { dumper, keyword in
      dumper.node("keyword", keyword.location) {
        $0.field("arg", keyword.name)
        $0.field("value", keyword.value)
      }
    }
  }

  private mutating func constantNode(_ value: Constant, _ location: Location) {
    node("Constant", location) {
      $0.name("value")
      PythonRepr.constant(value, into: &$0.output)
      if case .string(_, unicodePrefix: true) = value {
        $0.name("kind")
        $0.write("'u'")
      }
    }
  }

  mutating func arguments(_ arguments: Arguments) {
    let fields = arguments.fields
    node("arguments") {
      $0.list("posonlyargs", fields.positionalOnly) { $0.argument($1) }
      $0.list("args", fields.positional) { $0.argument($1) }
      $0.field("vararg", fields.variadic)
      $0.list("kwonlyargs", fields.keywordOnly) { $0.argument($1) }
      $0.list("kw_defaults", fields.keywordDefaults)
      $0.field("kwarg", fields.variadicKeywords)
      $0.list("defaults", fields.defaults)
    }
  }

  private mutating func field(_ field: StaticString, _ value: Argument?) {
    guard let value else { return }
    name(field)
    argument(value)
  }

  private mutating func argument(_ argument: Argument) {
    node("arg", argument.location) {
      $0.field("arg", argument.name)
      $0.field("annotation", argument.annotation)
      $0.field("type_comment", text: argument.typeComment)
    }
  }
}

extension BinaryOperator {
  var className: StaticString {
    switch self {
    case .add: "Add"
    case .subtract: "Sub"
    case .multiply: "Mult"
    case .matrixMultiply: "MatMult"
    case .divide: "Div"
    case .modulo: "Mod"
    case .power: "Pow"
    case .leftShift: "LShift"
    case .rightShift: "RShift"
    case .bitwiseOr: "BitOr"
    case .bitwiseXor: "BitXor"
    case .bitwiseAnd: "BitAnd"
    case .floorDivide: "FloorDiv"
    }
  }
}

extension UnaryOperator {
  var className: StaticString {
    switch self {
    case .invert: "Invert"
    case .not: "Not"
    case .positive: "UAdd"
    case .negative: "USub"
    }
  }
}

extension ComparisonOperator {
  var className: StaticString {
    switch self {
    case .equal: "Eq"
    case .notEqual: "NotEq"
    case .less: "Lt"
    case .lessOrEqual: "LtE"
    case .greater: "Gt"
    case .greaterOrEqual: "GtE"
    case .is: "Is"
    case .isNot: "IsNot"
    case .in: "In"
    case .notIn: "NotIn"
    }
  }
}
