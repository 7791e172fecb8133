// What statements and patterns ask of their children.

import PythonSyntax
import TaipanRuntime

extension Statement.Kind {
  /// - Parameter name: the class, for messages.
  func validate(_ name: String) throws(Raised) {
    switch self {
    case .functionDef(let f), .asyncFunctionDef(let f):
      try Validation.requireBody(f.body, of: name)
      try Validation.expect(.load, f.decorators)
      try f.returns?.expect(.load)
    case .classDef(let c):
      try Validation.requireBody(c.body, of: name)
      try Validation.expect(.load, c.bases)
      try Validation.expect(.load, c.decorators)
    case .return(let value): try value?.expect(.load)
    case .delete(let targets):
      try Validation.require(targets, "targets", of: name)
      try Validation.expect(.delete, targets)
    case .assign(let targets, let value, _):
      try Validation.require(targets, "targets", of: name)
      try Validation.expect(.store, targets)
      try value.expect(.load)
    case .typeAlias(let alias, _, let value):
      guard case .name = alias.kind else { throw TaipanRuntime.raise(.typeError, "TypeAlias with non-Name name") }
      try alias.expect(.store)
      try value.expect(.load)
    case .augAssign(let target, _, let value):
      try target.expect(.store)
      try value.expect(.load)
    case .annAssign(let target, let annotation, let value, let isSimple):
      if isSimple {
        guard case .name = target.kind else {
          throw TaipanRuntime.raise(.typeError, "AnnAssign with simple non-Name target")
        }
      }
      try target.expect(.store)
      try value?.expect(.load)
      try annotation.expect(.load)
    case .for(let f), .asyncFor(let f):
      try f.target.expect(.store)
      try f.iterable.expect(.load)
      try Validation.requireBody(f.body, of: name)
    case .while(let test, let body, _), .if(let test, let body, _):
      try test.expect(.load)
      try Validation.requireBody(body, of: name)
    case .with(let items, let body, _), .asyncWith(let items, let body, _):
      try Validation.require(items, "items", of: name)
      try Validation.requireBody(body, of: name)
    case .match(let subject, let cases):
      try subject.expect(.load)
      try Validation.require(cases, "cases", of: name)
    case .raise(let exception, let cause):
      if exception == nil, cause != nil {
        throw TaipanRuntime.raise(.valueError, "Raise with cause but no exception")
      }
      try exception?.expect(.load)
      try cause?.expect(.load)
    case .try(let t), .tryStar(let t): try t.validate(name)
    case .assert(let test, let message):
      try test.expect(.load)
      try message?.expect(.load)
    case .import(let names): try Validation.require(names, "names", of: name)
    case .importFrom(_, let names, let level):
      if level < 0 { throw TaipanRuntime.raise(.valueError, "Negative ImportFrom level") }
      try Validation.require(names, "names", of: name)
    case .global(let names), .nonlocal(let names):
      try Validation.require(names, "names", of: name)
    case .expr(let value): try value.expect(.load)
    case .pass, .break, .continue: break
    }
  }
}

extension TryBlock {
  fileprivate func validate(_ name: String) throws(Raised) {
    try Validation.requireBody(body, of: name)
    if handlers.isEmpty, finalBody.isEmpty {
      throw TaipanRuntime.raise(.valueError, "\(name) has neither except handlers nor finalbody")
    }
    if handlers.isEmpty, !orElse.isEmpty {
      throw TaipanRuntime.raise(.valueError, "\(name) has orelse but no except handlers")
    }
    for handler in handlers where name == "TryStar" && handler.type == nil {
      throw TaipanRuntime.raise(.valueError, "TryStar handler without a type")
    }
  }
}

// MARK: Patterns

extension Pattern {
  /// - Throws: ValueError for a star outside of a sequence.
  func rejectStar() throws(Raised) {
    if case .matchStar = kind { throw TaipanRuntime.raise(.valueError, "can't use MatchStar here") }
  }
}

extension Pattern.Kind {
  func validate() throws(Raised) {
    switch self {
    case .matchValue(let value): try requireLiteral(value)
    case .matchSingleton(let value):
      switch value {
      case .none, .true, .false: break
      default:
        throw TaipanRuntime.raise(.valueError, "MatchSingleton can only contain True, False and None")
      }
    case .matchSequence: break
    case .matchMapping(let keys, let patterns, let rest):
      if keys.count != patterns.count {
        throw TaipanRuntime.raise(
          .valueError, "MatchMapping doesn't have the same number of keys as patterns")
      }
      try Validation.requireCapture(rest)
      for key in keys where !key.isSingleton { try requireLiteral(key) }
      try rejectStars(patterns)
    case .matchClass(let type, let patterns, let names, let keywordPatterns):
      if names.count != keywordPatterns.count {
        throw TaipanRuntime.raise(
          .valueError,
          "MatchClass doesn't have the same number of keyword attributes as patterns")
      }
      try type.expect(.load)
      try requireDottedName(type)
      for name in names { try Validation.requireVariable(name) }
      try rejectStars(patterns)
      try rejectStars(keywordPatterns)
    case .matchStar(let name): try Validation.requireCapture(name)
    case .matchAs(let pattern, let name):
      try Validation.requireCapture(name)
      if let pattern {
        if name == nil {
          throw TaipanRuntime.raise(
            .valueError, "MatchAs must specify a target name if a pattern is given")
        }
        try pattern.rejectStar()
      }
    case .matchOr(let patterns):
      if patterns.count < 2 { throw TaipanRuntime.raise(.valueError, "MatchOr requires at least 2 patterns") }
      try rejectStars(patterns)
    }
  }

  private func rejectStars(_ patterns: NodeList<Pattern>) throws(Raised) {
    for pattern in patterns { try pattern.rejectStar() }
  }

  private func requireDottedName(_ type: Expression) throws(Raised) {
    switch type.kind {
    case .name: return
    case .attribute(let value, _, _): try requireDottedName(value)
    default:
      throw TaipanRuntime.raise(
        .valueError, "MatchClass cls field can only contain Name or Attribute nodes.")
    }
  }

  /// - Throws: ValueError for what is neither a literal, a signed or complex number, nor an attribute.
  private func requireLiteral(_ value: Expression) throws(Raised) {
    try value.expect(.load)
    switch value.kind {
    case .constant(let constant):
      switch constant {
      case .int, .bigInt, .float, .imaginary, .complex, .string, .bytes: return
      default:
        throw TaipanRuntime.raise(.valueError, "unexpected constant inside of a literal pattern")
      }
    case .attribute, .joinedStr: return
    case .unaryOp(.negative, let operand) where operand.isNumber: return
    case .binOp(let left, let op, let right)
    where (op == .add || op == .subtract) && left.isSignedReal && right.isImaginary: return
    default: break
    }
    throw TaipanRuntime.raise(.valueError, "patterns may only match literals and attribute lookups")
  }
}

extension Expression {
  fileprivate var isSingleton: Bool {
    switch kind {
    case .constant(.none), .constant(.true), .constant(.false): return true
    default: return false
    }
  }

  fileprivate var isReal: Bool {
    switch kind {
    case .constant(.int), .constant(.bigInt), .constant(.float): return true
    default: return false
    }
  }

  fileprivate var isImaginary: Bool {
    switch kind {
    case .constant(.imaginary), .constant(.complex): return true
    default: return false
    }
  }

  fileprivate var isNumber: Bool { isReal || isImaginary }

  fileprivate var isSignedReal: Bool {
    if case .unaryOp(.negative, let operand) = kind { return operand.isReal }
    return isReal
  }
}
