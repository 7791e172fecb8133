// Support of `except*` (PEP 654).

enum ExceptionGroups {
  /// CHECK_EG_MATCH: the rest and the matching part of an exception, each None if empty.
  static func match(_ exception: Value, _ clause: Value) throws(Raised) -> (Value, Value) {
    if exception.isNone { return (.none, .none) }
    try requireNoGroups(clause)
    if try Exceptions.matches(exception, clause) {
      if exception.type.isSubtype(of: .baseExceptionGroup) { return (.none, exception) }
      // A naked exception is wrapped for the handler.
      let group = try Call.function(
        BuiltinType.exceptionGroup.value, StrRef.empty.value, TupleRef.of(exception).value)
      ExceptionRef(group).traceback = ExceptionRef(exception).traceback
      return (.none, group)
    }
    if exception.type.isSubtype(of: .baseExceptionGroup) {
      let parts = try Call.method(exception, "split", clause)
      try requirePair(parts, exception)
      return (TupleRef(parts)[1], TupleRef(parts)[0])
    }
    return (exception, .none)
  }

  private static func requirePair(_ parts: Value, _ group: Value) throws(Raised) {
    if !parts.isTuple {
      throw raise(
        .typeError, "\(group.typeName).split must return a tuple, not \(parts.typeName)")
    }
    let count = TupleRef(parts).count
    if count < 2 {
      throw raise(
        .typeError, "\(group.typeName).split must return a 2-tuple, got tuple of size \(count)")
    }
  }

  private static func requireNoGroups(_ clause: Value) throws(Raised) {
    func check(_ type: Value) throws(Raised) {
      if !Exceptions.isExceptionClass(type) {
        throw raise(
          .typeError, "catching classes that do not inherit from BaseException is not allowed")
      }
      if TypeRef(type).isSubtype(of: .baseExceptionGroup) {
        throw raise(
          .typeError,
          "catching ExceptionGroup with except* is not allowed. Use except instead.")
      }
    }
    if clause.isTuple {
      let tuple = TupleRef(clause)
      for i in 0..<tuple.count { try check(tuple[i]) }
    } else {
      try check(clause)
    }
  }

  /// INTRINSIC_PREP_RERAISE_STAR: what an `except*` statement raises at its end; None for nothing.
  static func prepareReraise(_ original: Value, _ raised: ListRef) throws(Raised) -> Value {
    let pieces = ListRef.make()
    let reraised = ListRef.make()
    for i in 0..<raised.count where !raised[i].isNone {
      if isPart(raised[i], of: original) {
        reraised.append(raised[i])
      } else {
        pieces.append(raised[i])
      }
    }
    if !original.type.isSubtype(of: .baseExceptionGroup) {
      // The group was made for the handler: a plain exception goes on as itself.
      if pieces.count == 0 { return reraised.count == 0 ? .none : original }
      if reraised.count > 0 { pieces.append(original) }
    } else if reraised.count > 0 {
      let projection = try project(original, reraised)
      if pieces.count == 0 { return projection }
      pieces.append(projection)
    }
    if pieces.count == 0 { return .none }
    if pieces.count == 1 { return pieces[0] }
    return try Call.function(
      BuiltinType.baseExceptionGroup.value, StrRef.empty.value, pieces.value)
  }

  /// Parts that `split` makes share traceback, context and cause with the whole.
  private static func isPart(_ exception: Value, of original: Value) -> Bool {
    if exception === original { return true }
    let (a, b) = (ExceptionRef(exception), ExceptionRef(original))
    return a.traceback === b.traceback && a.cause === b.cause && a.context === b.context
      && a.p.pointee.dict === b.p.pointee.dict || isWrapped(exception, original)
  }

  private static func isWrapped(_ exception: Value, _ original: Value) -> Bool {
    guard exception.type.isSubtype(of: .baseExceptionGroup) else { return false }
    let members = ExceptionRef(exception).extra(ExceptionFields.groupExceptions)
    guard members.isPresent, members.isTuple else { return false }
    let tuple = TupleRef(members)
    return tuple.count == 1 && tuple[0] === original
  }

  /// The part of a group whose leaves occur in the kept groups.
  private static func project(_ original: Value, _ keep: ListRef) throws(Raised) -> Value {
    let leaves = SetRef.make()
    for i in 0..<keep.count { try collectLeaves(keep[i], leaves) }
    return try filter(original, leaves)
  }

  private static func collectLeaves(_ exception: Value, _ leaves: SetRef) throws(Raised) {
    if exception.type.isSubtype(of: .baseExceptionGroup) {
      let members = TupleRef(ExceptionRef(exception).extra(ExceptionFields.groupExceptions))
      for i in 0..<members.count { try collectLeaves(members[i], leaves) }
    } else {
      try leaves.add(Value(Int(bitPattern: UInt(exception.bits))))
    }
  }

  private static func filter(_ exception: Value, _ leaves: SetRef) throws(Raised) -> Value {
    if !exception.type.isSubtype(of: .baseExceptionGroup) {
      return try leaves.contains(Value(Int(bitPattern: UInt(exception.bits)))) ? exception : .none
    }
    let members = TupleRef(ExceptionRef(exception).extra(ExceptionFields.groupExceptions))
    let kept = ListRef.make()
    for i in 0..<members.count {
      let part = try filter(members[i], leaves)
      if !part.isNone { kept.append(part) }
    }
    if kept.count == 0 { return .none }
    let group = try Call.method(exception, "derive", kept.value)
    let (from, to) = (ExceptionRef(exception), ExceptionRef(group))
    to.traceback = from.traceback
    to.cause = from.cause
    to.p.pointee.suppressContext = .true
    to.context = from.context
    return group
  }
}
