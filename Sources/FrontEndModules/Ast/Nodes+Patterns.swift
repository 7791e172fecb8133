// Patterns of `match`, a row for each kind and direction.

import PythonSyntax
import TaipanRuntime

extension MatchCase: NodeField {
  func object() throws(Raised) -> Value { try NodeObject.make(.matchCase, pattern, `guard`, body) }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> MatchCase {
    var r = NodeReader(value, product: .matchCase, outer.tree)
    let result = MatchCase(pattern: try r.next(), guard: try r.next(), body: try r.next())
    try result.pattern.rejectStar()
    try result.guard?.expect(.load)
    try Validation.requireBody(result.body, of: r.className)
    return result
  }
}

extension Pattern: NodeField {
  func object() throws(Raised) -> Value {
    func node<each Field: NodeField>(
      _ kind: NodeKind, _ fields: repeat each Field
    ) throws(Raised) -> Value {
      try NodeObject.make(kind, repeat each fields, at: location)
    }
    switch kind {
    case .matchValue(let value): return try node(.matchValue, value)
    case .matchSingleton(let value): return try node(.matchSingleton, value)
    case .matchSequence(let patterns): return try node(.matchSequence, patterns)
    case .matchMapping(let keys, let patterns, let rest):
      return try node(.matchMapping, keys, patterns, rest)
    case .matchClass(let type, let patterns, let names, let keywordPatterns):
      return try node(.matchClass, type, patterns, names, keywordPatterns)
    case .matchStar(let name): return try node(.matchStar, name)
    case .matchAs(let pattern, let name): return try node(.matchAs, pattern, name)
    case .matchOr(let patterns): return try node(.matchOr, patterns)
    }
  }

  static func read(_ value: Value, _ outer: NodeReader) throws(Raised) -> Pattern {
    var reader = try NodeReader(value, of: "pattern", outer.tree)
    let location = try reader.location(endIsOptional: false)
    return outer.tree.pattern(try kind(&reader), location)
  }

  @inline(never)
  private static func kind(_ r: inout NodeReader) throws(Raised) -> Kind {
    let kind: Kind
    switch try r.constructor() {
    case .matchValue: kind = .matchValue(try r.next())
    case .matchSingleton: kind = .matchSingleton(try r.next())
    case .matchSequence: kind = .matchSequence(try r.next())
    case .matchMapping:
      kind = .matchMapping(keys: try r.next(), patterns: try r.next(), rest: try r.next())
    case .matchClass:
      kind = .matchClass(
        class: try r.next(), patterns: try r.next(), keywordNames: try r.next(),
        keywordPatterns: try r.next())
    case .matchStar: kind = .matchStar(name: try r.next())
    case .matchAs: kind = .matchAs(pattern: try r.next(), name: try r.next())
    case .matchOr: kind = .matchOr(try r.next())
    default: throw r.unexpected()
    }
    try kind.validate()
    return kind
  }
}
