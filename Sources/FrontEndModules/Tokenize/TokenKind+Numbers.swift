import PythonSyntax

extension TokenKind {
  /// The number of the type in the library's `token`, operators told apart.
  var exactType: Int {
    switch self {
    case .endMarker: return 0
    case .name: return 1
    case .number: return 2
    case .string: return 3
    case .newline: return 4
    case .indent: return 5
    case .dedent: return 6
    case .leftParenthesis: return 7
    case .rightParenthesis: return 8
    case .leftBracket: return 9
    case .rightBracket: return 10
    case .colon: return 11
    case .comma: return 12
    case .semicolon: return 13
    case .plus: return 14
    case .minus: return 15
    case .star: return 16
    case .slash: return 17
    case .verticalBar: return 18
    case .ampersand: return 19
    case .less: return 20
    case .greater: return 21
    case .equal: return 22
    case .dot: return 23
    case .percent: return 24
    case .leftBrace: return 25
    case .rightBrace: return 26
    case .doubleEqual: return 27
    case .notEqual: return 28
    case .lessEqual: return 29
    case .greaterEqual: return 30
    case .tilde: return 31
    case .circumflex: return 32
    case .leftShift: return 33
    case .rightShift: return 34
    case .doubleStar: return 35
    case .plusEqual: return 36
    case .minusEqual: return 37
    case .starEqual: return 38
    case .slashEqual: return 39
    case .percentEqual: return 40
    case .ampersandEqual: return 41
    case .verticalBarEqual: return 42
    case .circumflexEqual: return 43
    case .leftShiftEqual: return 44
    case .rightShiftEqual: return 45
    case .doubleStarEqual: return 46
    case .doubleSlash: return 47
    case .doubleSlashEqual: return 48
    case .at: return 49
    case .atEqual: return 50
    case .arrow: return 51
    case .ellipsis: return 52
    case .colonEqual: return 53
    case .exclamation: return 54
    case .unknown: return 55
    case .typeIgnore: return 56
    case .typeComment: return 57
    case .fstringStart: return 59
    case .fstringMiddle: return 60
    case .fstringEnd: return 61
    case .comment: return 62
    case .nonLogicalNewline: return 63
    case .error: return 64
    case .false, .none, .true, .and, .as, .assert, .async, .await, .break, .class, .continue, .def,
      .del, .elif, .else, .except, .finally, .for, .from, .global, .if, .import, .in, .is, .lambda,
      .nonlocal, .not, .or, .pass, .raise, .return, .try, .while, .with, .yield:
      return 1
    }
  }
}
