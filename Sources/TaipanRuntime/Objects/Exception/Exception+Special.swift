// OSError, SyntaxError, the Unicode errors and exception groups.

import Glibc

enum OSErrorMethods {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]

  /// The subclass that an errno stands for (PEP 3151).
  static func subclass(_ number: Int) -> BuiltinType? {
    switch Int32(truncatingIfNeeded: number) {
    case EAGAIN, EALREADY, EINPROGRESS: return .blockingIOError
    case EPIPE, ESHUTDOWN: return .brokenPipeError
    case ECHILD: return .childProcessError
    case ECONNABORTED: return .connectionAbortedError
    case ECONNREFUSED: return .connectionRefusedError
    case ECONNRESET: return .connectionResetError
    case EEXIST: return .fileExistsError
    case ENOENT: return .fileNotFoundError
    case EISDIR: return .isADirectoryError
    case ENOTDIR: return .notADirectoryError
    case EINTR: return .interruptedError
    case EACCES, EPERM: return .permissionError
    case ESRCH: return .processLookupError
    case ETIMEDOUT: return .timeoutError
    default: return nil
    }
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    var type = TypeRef(a[0])
    if isFilledLater(type) { return ExceptionRef.make(type, args: .empty).value }
    try refuseKeywords(type, a)
    if type == .osError, a.positionalCount >= 3, a[1].isInt, let sub = subclass(a[1].asInt) {
      type = sub.ref
    }
    let exception = ExceptionRef.make(type, args: a.tuple(from: 1))
    try fill(exception, a)
    return exception.value
  }

  /// A class with an `__init__` of its own, which says what goes to the fields. One with a `__new__` of its
  /// own says it there, whatever its `__init__` is given.
  private static func isFilledLater(_ type: TypeRef) -> Bool {
    let plain = BuiltinType.osError.ref
    return type.special(.`init`) !== plain.special(.`init`)
      && type.special(.new) === plain.special(.new)
  }

  private static func refuseKeywords(_ type: TypeRef, _ a: Args) throws(Raised) {
    if a.keywordCount > 0 {
      throw raise(.typeError, "\(type.nameText)() takes no keyword arguments")
    }
  }

  private static func fill(_ exception: ExceptionRef, _ a: Args) throws(Raised) {
    let count = a.positionalCount - 1
    exception.args = a.tuple(from: 1)
    if count < 2 || count > 5 { return }
    exception.setExtra(ExceptionFields.errno, a[1])
    exception.setExtra(ExceptionFields.strerror, a[2])
    if count >= 3, !a[3].isNone {
      if exception.object.type == .blockingIOError, a[3].isAnyInt {
        exception.setExtra(ExceptionFields.written, a[3])
        return
      }
      exception.setExtra(ExceptionFields.filename, a[3])
      exception.args = TupleRef.of(a[1], a[2])
    }
    if count >= 5, !a[5].isNone { exception.setExtra(ExceptionFields.filename2, a[5]) }
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if isFilledLater(a[0].type) {
      try refuseKeywords(a[0].type, a)
      try fill(ExceptionRef(a[0]), a)
    }
    return .none
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let (number, text) = (e.extra(ExceptionFields.errno), e.extra(ExceptionFields.strerror))
    if number.isAbsent || text.isAbsent { return try ExceptionMethods.str(a) }
    var out = "[Errno \(try Convert.str(number).text)] \(try Convert.str(text).text)"
    let file = e.extra(ExceptionFields.filename)
    if file.isPresent { out += ": \(try Convert.repr(file).text)" }
    let other = e.extra(ExceptionFields.filename2)
    if other.isPresent { out += " -> \(try Convert.repr(other).text)" }
    return Value(out)
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let file = e.extra(ExceptionFields.filename)
    if e.args.count == 2, file.isPresent {
      let other = e.extra(ExceptionFields.filename2)
      let args = TupleRef.make(count: other.isPresent ? 5 : 3)
      args.set(0, e.args[0])
      args.set(1, e.args[1])
      args.set(2, file)
      if other.isPresent {
        args.set(3, .none)
        args.set(4, other)
      }
      let dict = e.p.pointee.dict
      return dict.isPresent
        ? TupleRef.of(a[0].type.value, args.value, dict).value
        : TupleRef.of(a[0].type.value, args.value).value
    }
    return try ExceptionMethods.reduce(a)
  }

  static func getWritten(_ a: Args) throws(Raised) -> Value {
    let value = ExceptionRef(a[0]).extra(ExceptionFields.written)
    if value.isAbsent { throw raise(.attributeError, "characters_written") }
    return value
  }

  static func setWritten(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { _ = try getWritten(a) }
    ExceptionRef(a[0]).setExtra(
      ExceptionFields.written, a[1].isAbsent ? .absent : Value(try Convert.machineInt(a[1])))
    return .none
  }
}

/// Sets an OSError of `number` (errno) with the system's text.
public func raiseOS(_ number: Int32, _ filename: Value = .absent) -> Raised {
  let type = OSErrorMethods.subclass(Int(number)) ?? .osError
  let code = Value(smallInt: Int(number))
  let text = Value(String(cString: strerror(number)))
  let exception = ExceptionRef.make(type.ref, args: TupleRef.of(code, text))
  exception.setExtra(ExceptionFields.errno, code)
  exception.setExtra(ExceptionFields.strerror, text)
  if filename.isPresent { exception.setExtra(ExceptionFields.filename, filename) }
  return setRaised(exception.value)
}

enum SyntaxErrorMethods {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__str__", "($self, /)", str),
  ]

  static func initialize(_ a: Args) throws(Raised) -> Value {
    _ = try ExceptionMethods.initialize(a)
    let e = ExceptionRef(a[0])
    if a.count > 1 { e.setExtra(ExceptionFields.syntaxMessage, a[1]) }
    if a.count == 3 {
      let info = try Iterate.tuple(a[2])
      if info.count != 4, info.count != 6 {
        throw raise(
          .typeError, "function takes exactly 4 or 6 arguments (\(info.count) given)")
      }
      for i in 0..<info.count { e.setExtra(1 + i, info[i]) }
    }
    return .none
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let message = e.extra(ExceptionFields.syntaxMessage)
    var out = message.isAbsent ? "None" : try Convert.str(message).text
    let (file, line) = (e.extra(ExceptionFields.syntaxFile), e.extra(ExceptionFields.line))
    let hasFile = file.isPresent && file.isStr
    let hasLine = line.isPresent && line.isAnyInt
    var name = hasFile ? StrRef(file).text : ""
    if let slash = name.lastIndex(of: "/") { name = String(name[name.index(after: slash)...]) }
    if hasFile, hasLine {
      out += " (\(name), line \(try Convert.str(line).text))"
    } else if hasFile {
      out += " (\(name))"
    } else if hasLine {
      out += " (line \(try Convert.str(line).text))"
    }
    return Value(out)
  }
}

enum UnicodeErrorMethods {
  static let decode: [NativeMethod] = [
    NativeMethod("__init__", "($self, encoding, object, start, end, reason, /)", initialize),
    NativeMethod("__str__", "($self, /)", decodeStr),
  ]
  static let encode: [NativeMethod] = [
    NativeMethod("__init__", "($self, encoding, object, start, end, reason, /)", initialize),
    NativeMethod("__str__", "($self, /)", encodeStr),
  ]
  static let translate: [NativeMethod] = [
    NativeMethod("__init__", "($self, object, start, end, reason, /)", initializeTranslate),
    NativeMethod("__str__", "($self, /)", translateStr),
  ]

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    try require(a[1], "1", isFitting: a[1].isStr)
    var object = a[2]
    if a[0].isInstance(of: .unicodeDecodeError) {
      if !object.isBytes { object = BytesRef.make(Array(try Buffers.read(object))).value }
    } else {
      try require(object, "2", isFitting: object.isStr)
    }
    try require(a[5], "5", isFitting: a[5].isStr)
    e.args = TupleRef.make(a.base + 1, count: 5)
    for i in 0..<5 { e.setExtra(i, a[1 + i]) }
    e.setExtra(1, object)
    try setRange(e, a[3], a[4])
    return .none
  }

  private static func require(_ value: Value, _ place: String, isFitting: Bool) throws(Raised) {
    if !isFitting {
      throw raise(.typeError, "argument \(place) must be str, not \(value.argumentTypeName)")
    }
  }

  private static func setRange(_ e: ExceptionRef, _ start: Value, _ end: Value) throws(Raised) {
    e.setExtra(ExceptionFields.start, Value(try Convert.machineInt(start)))
    e.setExtra(ExceptionFields.end, Value(try Convert.machineInt(end)))
  }

  static let rangeFields: [NativeGetSet] = [
    NativeGetSet(
      "start", { a throws(Raised) in place(a, ExceptionFields.start) },
      set: { a throws(Raised) in try setPlace(a, ExceptionFields.start) }),
    NativeGetSet(
      "end", { a throws(Raised) in place(a, ExceptionFields.end) },
      set: { a throws(Raised) in try setPlace(a, ExceptionFields.end) }),
  ]
  private static func place(_ a: Args, _ field: Int) -> Value {
    let value = ExceptionRef(a[0]).extra(field)
    return value.isAbsent ? Value(smallInt: 0) : value
  }
  private static func setPlace(_ a: Args, _ field: Int) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "can't delete numeric/char attribute") }
    if !a[1].isAnyInt { throw raise(.typeError, "an integer is required") }
    ExceptionRef(a[0]).setExtra(field, Value(try Convert.machineInt(a[1])))
    return .none
  }

  static func initializeTranslate(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    try require(a[1], "1", isFitting: a[1].isStr)
    try require(a[4], "4", isFitting: a[4].isStr)
    e.args = TupleRef.make(a.base + 1, count: 4)
    for i in 0..<4 { e.setExtra(1 + i, a[1 + i]) }
    try setRange(e, a[2], a[3])
    return .none
  }

  private static func range(_ e: ExceptionRef) throws(Raised) -> (Int, Int, String) {
    if e.extra(ExceptionFields.unicodeObject).isAbsent { return (0, 0, "") }
    return (
      try Convert.machineInt(e.extra(ExceptionFields.start)),
      try Convert.machineInt(e.extra(ExceptionFields.end)),
      try Convert.str(e.extra(ExceptionFields.reason)).text
    )
  }

  static func decodeStr(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let object = e.extra(ExceptionFields.unicodeObject)
    if object.isAbsent { return StrRef.empty.value }
    let encoding = try Convert.str(e.extra(ExceptionFields.encoding)).text
    let (start, end, reason) = try range(e)
    if end == start + 1, object.isBytes, start < BytesRef(object).count {
      let hex = String(BytesRef(object).data[start], radix: 16)
      return Value(
        "'\(encoding)' codec can't decode byte 0x\(hex.count == 1 ? "0" : "")\(hex) in position \(start): \(reason)"
      )
    }
    return Value(
      "'\(encoding)' codec can't decode bytes in position \(start)-\(end - 1): \(reason)")
  }

  private static func escaped(_ c: UInt32) -> String {
    let hex = String(c, radix: 16)
    if c < 0x100 { return "\\x" + String(repeating: "0", count: 2 - hex.count) + hex }
    if c < 0x1_0000 { return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex }
    return "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
  }

  static func encodeStr(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let object = e.extra(ExceptionFields.unicodeObject)
    if object.isAbsent { return StrRef.empty.value }
    let encoding = try Convert.str(e.extra(ExceptionFields.encoding)).text
    return Value("'\(encoding)' codec can't encode " + (try characters(e, object)))
  }

  static func translateStr(_ a: Args) throws(Raised) -> Value {
    let e = ExceptionRef(a[0])
    let object = e.extra(ExceptionFields.unicodeObject)
    if object.isAbsent { return StrRef.empty.value }
    return Value("can't translate " + (try characters(e, object)))
  }

  private static func characters(_ e: ExceptionRef, _ object: Value) throws(Raised) -> String {
    let (start, end, reason) = try range(e)
    if end == start + 1, object.isStr, start < StrRef(object).count {
      return "character '\(escaped(StrRef(object)[start]))' in position \(start): \(reason)"
    }
    return "characters in position \(start)-\(end - 1): \(reason)"
  }
}

enum ExceptionGroupMethods {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", ExceptionMethods.initialize),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__class_getitem__", "($type, object, /)", classGetItem),
    NativeMethod("derive", "($self, excs, /)", derive),
    NativeMethod("split", "($self, matcher_value, /)", split),
    NativeMethod("subgroup", "($self, matcher_value, /)", subgroup),
  ]

  static func classGetItem(_ a: Args) throws(Raised) -> Value { GenericAliasRef.make(a[0], a[1]) }

  static func new(_ a: Args) throws(Raised) -> Value {
    var type = TypeRef(a[0])
    if a.positionalCount != 3 {
      throw raise(
        .typeError,
        "BaseExceptionGroup.__new__() takes exactly 2 arguments (\(a.positionalCount - 1) given)")
    }
    if !a[1].isStr {
      throw raise(
        .typeError,
        "BaseExceptionGroup.__new__() argument 1 must be str, not \(a[1].argumentTypeName)")
    }
    if a[2].type.special(.getitem).isAbsent {
      throw raise(.typeError, "second argument (exceptions) must be a sequence")
    }
    let members = try Iterate.tuple(a[2])
    if members.count == 0 {
      throw raise(.valueError, "second argument (exceptions) must be a non-empty sequence")
    }
    var onlyExceptions = true
    for i in 0..<members.count {
      if !members[i].isHeap || members[i].isType || !members[i].has(.isException) {
        throw raise(
          .valueError, "Item \(i) of second argument (exceptions) is not an exception")
      }
      if !members[i].type.isSubtype(of: .exception) { onlyExceptions = false }
    }
    if type == .baseExceptionGroup, onlyExceptions {
      type = BuiltinType.exceptionGroup.ref
    } else if !onlyExceptions, type.isSubtype(of: .exception) {
      throw raise(
        .typeError,
        type == .exceptionGroup
          ? "Cannot nest BaseExceptions in an ExceptionGroup"
          : "Cannot nest BaseExceptions in '\(type.nameText)'")
    }
    let group = ExceptionRef.make(type, args: a.tuple(from: 1))
    group.setExtra(ExceptionFields.groupMessage, a[1])
    group.setExtra(ExceptionFields.groupExceptions, members.value)
    return group.value
  }

  private static func members(_ group: Value) -> TupleRef {
    TupleRef(ExceptionRef(group).extra(ExceptionFields.groupExceptions))
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    let count = members(a[0]).count
    let message = try Convert.str(ExceptionRef(a[0]).extra(ExceptionFields.groupMessage)).text
    return Value("\(message) (\(count) sub-exception\(count == 1 ? "" : "s"))")
  }

  static func derive(_ a: Args) throws(Raised) -> Value {
    try Call.function(
      BuiltinType.baseExceptionGroup.value, ExceptionRef(a[0]).extra(ExceptionFields.groupMessage),
      a[1])
  }

  static func split(_ a: Args) throws(Raised) -> Value {
    let (match, rest) = try divide(a[0], a[1])
    return TupleRef.of(match, rest).value
  }

  static func subgroup(_ a: Args) throws(Raised) -> Value { try divide(a[0], a[1]).0 }

  private static func satisfies(_ exception: Value, _ matcher: Value) throws(Raised) -> Bool {
    if Exceptions.isExceptionClass(matcher) || matcher.isTuple {
      return try Exceptions.matches(exception, matcher)
    }
    if matcher.type.special(.call).isPresent || matcher.type == .function || matcher.type == .method
    {
      return try Convert.truth(try Call.function(matcher, exception))
    }
    throw raise(
      .typeError,
      "expected a function, exception type or tuple of exception types")
  }

  /// The matching and the other part of a group, None where empty.
  private static func divide(_ exception: Value, _ matcher: Value) throws(Raised) -> (Value, Value)
  {
    if try satisfies(exception, matcher) { return (exception, .none) }
    guard exception.type.isSubtype(of: .baseExceptionGroup) else { return (.none, exception) }
    try ThreadState.checkNativeStack()
    let matching = ListRef.make()
    let others = ListRef.make()
    let all = members(exception)
    for i in 0..<all.count {
      let (match, rest) = try divide(all[i], matcher)
      if !match.isNone { matching.append(match) }
      if !rest.isNone { others.append(rest) }
    }
    return (try subset(exception, matching), try subset(exception, others))
  }

  private static func subset(_ original: Value, _ members: ListRef) throws(Raised) -> Value {
    if members.count == 0 { return .none }
    let group = try Call.method(original, "derive", members.value)
    guard group.isHeap, group.type.isSubtype(of: .baseExceptionGroup) else {
      throw raise(.typeError, "derive must return an instance of BaseExceptionGroup")
    }
    let (from, to) = (ExceptionRef(original), ExceptionRef(group))
    to.traceback = from.traceback
    to.context = from.context
    to.cause = from.cause
    to.p.pointee.suppressContext = .true
    let notes = try Attributes.lookup(original, Interning.intern("__notes__"))
    if notes.isPresent, notes.type.special(.getitem).isPresent, !notes.isDict {
      try Attributes.set(group, "__notes__", try Iterate.list(notes).value)
    }
    return group
  }
}
