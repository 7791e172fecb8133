extension TreeDumper {
  mutating func statement(_ statement: Statement) {
    let location = statement.location
    switch statement.kind {
    case .functionDef(let definition): function("FunctionDef", location, definition)
    case .asyncFunctionDef(let definition): function("AsyncFunctionDef", location, definition)
    case .classDef(let definition): classDefinition(location, definition)
    case .return(let value): node("Return", location) { $0.field("value", value) }
    case .delete(let targets): node("Delete", location) { $0.list("targets", targets) }
    case .assign(let targets, let value, let typeComment):
      node("Assign", location) {
        $0.list("targets", targets)
        $0.field("value", value)
        $0.field("type_comment", text: typeComment)
      }
    case .typeAlias(let name, let typeParameters, let value):
      node("TypeAlias", location) {
        $0.field("name", name)
        $0.typeParameters(typeParameters)
        $0.field("value", value)
      }
    case .augAssign(let target, let operation, let value):
      node("AugAssign", location) {
        $0.field("target", target)
        $0.field("op", empty: operation.className)
        $0.field("value", value)
      }
    case .annAssign(let target, let annotation, let value, let isSimple):
      node("AnnAssign", location) {
        $0.field("target", target)
        $0.field("annotation", annotation)
        $0.field("value", value)
        $0.field("simple", number: isSimple ? 1 : 0)
      }
    case .for(let loop): forLoop("For", location, loop)
    case .asyncFor(let loop): forLoop("AsyncFor", location, loop)
    case .while(let test, let body, let orElse): branch("While", location, test, body, orElse)
    case .if(let test, let body, let orElse): branch("If", location, test, body, orElse)
    case .with(let items, let body, let typeComment):
      with("With", location, items, body, typeComment)
    case .asyncWith(let items, let body, let typeComment):
      with("AsyncWith", location, items, body, typeComment)
    case .match(let subject, let cases):
      node("Match", location) {
        $0.field("subject", subject)
        $0.list("cases", cases) { $0.matchCase($1) }
      }
    case .raise(let exception, let cause):
      node("Raise", location) {
        $0.field("exc", exception)
        $0.field("cause", cause)
      }
    case .try(let block): tryBlock("Try", location, block)
    case .tryStar(let block): tryBlock("TryStar", location, block)
    case .assert(let test, let message):
      node("Assert", location) {
        $0.field("test", test)
        $0.field("msg", message)
      }
    case .import(let names): node("Import", location) { $0.aliases(names) }
    case .importFrom(let module, let names, let level):
      node("ImportFrom", location) {
        $0.field("module", module)
        $0.aliases(names)
        $0.field("level", number: Int32(level))
      }
    case .global(let names): node("Global", location) { $0.list("names", names) }
    case .nonlocal(let names): node("Nonlocal", location) { $0.list("names", names) }
    case .expr(let value): node("Expr", location) { $0.field("value", value) }
    case .pass: node("Pass", location) { _ in }
    case .break: node("Break", location) { _ in }
    case .continue: node("Continue", location) { _ in }
    }
  }

  private mutating func function(
    _ name: StaticString, _ location: Location, _ definition: FunctionDefinition
  ) {
    node(name, location) {
      $0.field("name", definition.name)
      $0.name("args")
      $0.arguments(definition.arguments)
      $0.list("body", definition.body)
      $0.list("decorator_list", definition.decorators)
      $0.field("returns", definition.returns)
      $0.field("type_comment", text: definition.typeComment)
      $0.typeParameters(definition.typeParameters)
    }
  }

  private mutating func classDefinition(_ location: Location, _ definition: ClassDefinition) {
    node("ClassDef", location) {
      $0.field("name", definition.name)
      $0.list("bases", definition.bases)
      $0.keywords(definition.keywords)
      $0.list("body", definition.body)
      $0.list("decorator_list", definition.decorators)
      $0.typeParameters(definition.typeParameters)
    }
  }

  private mutating func typeParameters(_ parameters: NodeList<TypeParameter>) {
    list("type_params", parameters) { dumper, parameter in
      let className: StaticString
      var bound: Expression?
      switch parameter.kind {
      case .typeVar(let limit):
        className = "TypeVar"
        bound = limit
      case .paramSpec: className = "ParamSpec"
      case .typeVarTuple: className = "TypeVarTuple"
      }
      dumper.node(className, parameter.location) {
        $0.field("name", parameter.name)
        $0.field("bound", bound)
        $0.field("default_value", parameter.defaultValue)
      }
    }
  }

  private mutating func forLoop(_ name: StaticString, _ location: Location, _ loop: ForLoop) {
    node(name, location) {
      $0.field("target", loop.target)
      $0.field("iter", loop.iterable)
      $0.list("body", loop.body)
      $0.list("orelse", loop.orElse)
      $0.field("type_comment", text: loop.typeComment)
    }
  }

  private mutating func branch(
    _ name: StaticString, _ location: Location, _ test: Expression, _ body: NodeList<Statement>,
    _ orElse: NodeList<Statement>
  ) {
    node(name, location) {
      $0.field("test", test)
      $0.list("body", body)
      $0.list("orelse", orElse)
    }
  }

  private mutating func with(
    _ name: StaticString, _ location: Location, _ items: NodeList<WithItem>,
    _ body: NodeList<Statement>, _ typeComment: ByteString?
  ) {
    node(name, location) {
      $0.list("items", items) { dumper, item in
        dumper.node("withitem") {
          $0.field("context_expr", item.context)
          $0.field("optional_vars", item.target)
        }
      }
      $0.list("body", body)
      $0.field("type_comment", text: typeComment)
    }
  }

  private mutating func tryBlock(_ name: StaticString, _ location: Location, _ block: TryBlock) {
    node(name, location) {
      $0.list("body", block.body)
      $0.list("handlers", block.handlers) { dumper, handler in
        dumper.node("ExceptHandler", handler.location) {
          $0.field("type", handler.type)
          $0.field("name", handler.name)
          $0.list("body", handler.body)
        }
      }
      $0.list("orelse", block.orElse)
      $0.list("finalbody", block.finalBody)
    }
  }

  private mutating func aliases(_ names: NodeList<Alias>) {
    list("names", names) { dumper, alias in
      dumper.node("alias", alias.location) {
        $0.field("name", alias.name)
        $0.field("asname", alias.asName)
      }
    }
  }

  private mutating func matchCase(_ matchCase: MatchCase) {
    node("match_case") {
      $0.name("pattern")
      $0.pattern(matchCase.pattern)
      $0.field("guard", matchCase.guard)
      $0.list("body", matchCase.body)
    }
  }

  mutating func pattern(_ pattern: Pattern) {
    let location = pattern.location
    switch pattern.kind {
    case .matchValue(let value): node("MatchValue", location) { $0.field("value", value) }
    case .matchSingleton(let value):
      node("MatchSingleton", location) {
        $0.name("value")
        PythonRepr.constant(value, into: &$0.output)
      }
    case .matchSequence(let patterns):
      node("MatchSequence", location) { $0.list("patterns", patterns) }
    case .matchMapping(let keys, let patterns, let rest):
      node("MatchMapping", location) {
        $0.list("keys", keys)
        $0.list("patterns", patterns)
        $0.field("rest", rest)
      }
    case .matchClass(let type, let patterns, let keywordNames, let keywordPatterns):
      node("MatchClass", location) {
        $0.field("cls", type)
        $0.list("patterns", patterns)
        $0.list("kwd_attrs", keywordNames)
        $0.list("kwd_patterns", keywordPatterns)
      }
    case .matchStar(let name): node("MatchStar", location) { $0.field("name", name) }
    case .matchAs(let inner, let name):
      node("MatchAs", location) {
        if let inner {
          $0.name("pattern")
          $0.pattern(inner)
        }
        $0.field("name", name)
      }
    case .matchOr(let patterns): node("MatchOr", location) { $0.list("patterns", patterns) }
    }
  }
}
