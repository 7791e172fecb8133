// datetime.date.

import Glibc
import TaipanRuntime

enum DateObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, year, month=None, day=None)", new),
    NativeMethod("fromtimestamp", "($type, timestamp, /)", fromTimestamp),
    NativeMethod("fromordinal", "($type, ordinal, /)", fromOrdinal),
    NativeMethod("fromisoformat", "($type, object, /)", fromISOFormat),
    NativeMethod("fromisocalendar", "($type, year, week, day)", fromISOCalendar),
    NativeMethod("today", "($type, /)", today),
    NativeMethod(
      "ctime", "($self, /)", { a throws(Raised) in TimeFormat.ctime(MomentRef(a[0]), isDate: true) }
    ),
    NativeMethod("strftime", "($self, format)", strftime),
    NativeMethod("__format__", "($self, format, /)", TimeFormat.format),
    NativeMethod("timetuple", "($self, /)", timeTuple),
    NativeMethod("isocalendar", "($self, /)", isoCalendar),
    NativeMethod(
      "isoformat", "($self, /)", { a throws(Raised) in Value(ISOText.date(MomentRef(a[0]))) }),
    NativeMethod(
      "__str__", "($self, /)", { a throws(Raised) in try Call.method(a[0], "isoformat") }),
    NativeMethod("isoweekday", "($self, /)", { a throws(Raised) in Value(weekday(a) + 1) }),
    NativeMethod("weekday", "($self, /)", { a throws(Raised) in Value(weekday(a)) }),
    NativeMethod(
      "toordinal", "($self, /)", { a throws(Raised) in Value(MomentRef(a[0]).ordinal) }),
    NativeMethod(
      "replace", "($self, /, year=unchanged, month=unchanged, day=unchanged)", replace),
    NativeMethod(
      "__replace__", "($self, /, *, year=unchanged, month=unchanged, day=unchanged)", replace),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in compare(a, .le) }),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in compare(a, .ne) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in compare(a, .ge) }),
    NativeMethod("__add__", "($self, value, /)", { a throws(Raised) in try add(a[0], a[1], 1) }),
    NativeMethod("__radd__", "($self, value, /)", { a throws(Raised) in try add(a[0], a[1], 1) }),
    NativeMethod("__sub__", "($self, value, /)", subtract),
    NativeMethod("__rsub__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("year", { a throws(Raised) in Value(MomentRef(a[0]).year) }),
    NativeGetSet("month", { a throws(Raised) in Value(MomentRef(a[0]).month) }),
    NativeGetSet("day", { a throws(Raised) in Value(MomentRef(a[0]).day) }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.date", size: MomentRef.dateSize, flags: [.baseable], traceKind: .none,
      methods: methods, getSets: getSets, doc: "date(year, month, day) --> date object"))

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    if a[2].isAbsent, a[3].isAbsent,
      MomentRef.readState(a[1], &moment, withDate: true, withTime: false)
    {
      return MomentRef.unpickledDate(TypeRef(a[0]), moment)
    }
    try readDate(a, &moment)
    return try MomentRef.makeDate(TypeRef(a[0]), moment)
  }

  /// Arguments 1 to 3 of a constructor.
  static func readDate(_ a: Args, _ moment: inout Moment) throws(Raised) {
    try MomentRef.read(a[1], &moment.year)
    for (i, name) in [(2, "month"), (3, "day")] where a[i].isAbsent {
      throw raise(.typeError, "function missing required argument '\(name)' (pos \(i))")
    }
    try MomentRef.read(a[2], &moment.month)
    try MomentRef.read(a[3], &moment.day)
  }

  static func fromTimestamp(_ a: Args) throws(Raised) -> Value {
    var (seconds, micros) = (0, 0)
    if a[1].isAnyFloat {
      // Only the day matters: what the fraction rounds to does not.
      try LocalTime.split(Value(a[1].asFloat.rounded(.down)), &seconds, &micros)
    } else {
      try LocalTime.split(a[1], &seconds, &micros)
    }
    var moment = Moment()
    try readLocal(seconds, &moment)
    return try MomentRef.construct(date: TypeRef(a[0]), moment)
  }

  private static func readLocal(_ seconds: Int, _ moment: inout Moment) throws(Raised) {
    try LocalTimeReader.read(seconds, local: true, &moment)
  }

  static func today(_ a: Args) throws(Raised) -> Value {
    let now = try Call.method(try Imports.importModule("time"), "time")
    return try Call.method(a[0], "fromtimestamp", now)
  }

  static func fromOrdinal(_ a: Args) throws(Raised) -> Value {
    let ordinal = Int(try Descriptors.int32(a[1]))
    if ordinal < 1 { throw raise(.valueError, "ordinal must be >= 1") }
    var moment = Moment()
    (moment.year, moment.month, moment.day) = Calendar.date(ordinal)
    return try MomentRef.construct(date: TypeRef(a[0]), moment)
  }

  static func fromISOFormat(_ a: Args) throws(Raised) -> Value {
    let text = try ISOText.scan(a[1])
    var moment = Moment()
    guard [7, 8, 10].contains(text.count), ISOText.parseDate(text[...], &moment) else {
      throw try ISOText.invalid(a[1])
    }
    return try MomentRef.construct(date: TypeRef(a[0]), moment)
  }

  static func fromISOCalendar(_ a: Args) throws(Raised) -> Value {
    let year = try component(a[1])
    let week = try component(a[2])
    let day = try component(a[3])
    var moment = Moment()
    switch Calendar.fromISO(year, week, day) {
    case .success(let date): (moment.year, moment.month, moment.day) = date
    case .failure(let error):
      switch error.problem {
      case .year: throw raise(.valueError, "Year is out of range: \(year)")
      case .week: throw raise(.valueError, "Invalid week: \(week)")
      case .day: throw raise(.valueError, "Invalid day: \(day) (range is [1, 7])")
      }
    }
    return try MomentRef.construct(date: TypeRef(a[0]), moment)
  }

  private static func component(_ value: Value) throws(Raised) -> Int {
    do throws(Raised) { return Int(try Descriptors.int32(value)) } catch {
      if catching(.overflowError) {
        throw raise(.valueError, "ISO calendar component out of range")
      }
      throw error
    }
  }

  static func replace(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    try MomentRef.read(a[1], &moment.year)
    try MomentRef.read(a[2], &moment.month)
    try MomentRef.read(a[3], &moment.day)
    return try MomentRef.construct(date: a[0].type, moment)
  }

  // MARK: Arithmetic

  /// Subclasses of datetime have their own comparison.
  private static func compare(_ a: Args, _ operation: Compare.Operation) -> Value {
    if !MomentRef.isDate(a[1]) || MomentRef.isDateTime(a[1]) || MomentRef.isDateTime(a[0]) {
      return .notImplemented
    }
    return Value(operation.holds(MomentRef(a[0]).dateKey - MomentRef(a[1]).dateKey))
  }

  private static func add(_ date: Value, _ delta: Value, _ sign: Int) throws(Raised) -> Value {
    if MomentRef.isDateTime(date) || !DeltaRef.isDelta(delta) { return .notImplemented }
    let ordinal = MomentRef(date).ordinal + sign * DeltaRef(delta).days
    if ordinal < 1 || ordinal > Calendar.lastOrdinal {
      throw raise(.overflowError, "date value out of range")
    }
    var moment = Moment()
    (moment.year, moment.month, moment.day) = Calendar.date(ordinal)
    return try MomentRef.construct(date: date.type, moment)
  }

  static func subtract(_ a: Args) throws(Raised) -> Value {
    if MomentRef.isDate(a[1]), !MomentRef.isDateTime(a[1]), !MomentRef.isDateTime(a[0]) {
      return try DeltaRef.make(MomentRef(a[0]).ordinal - MomentRef(a[1]).ordinal, 0, 0).value
    }
    return try add(a[0], a[1], -1)
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let date = MomentRef(a[0])
    if date.p.pointee.hash == -1 { date.p.pointee.hash = date.stateHash(true, false) }
    return Value(date.p.pointee.hash)
  }

  // MARK: Views

  private static func weekday(_ a: Args) -> Int {
    let date = MomentRef(a[0])
    return Calendar.weekday(date.year, date.month, date.day)
  }

  static func isoCalendar(_ a: Args) throws(Raised) -> Value {
    let date = MomentRef(a[0])
    let (year, week, day) = Calendar.isoCalendar(date.year, date.month, date.day)
    return ISOCalendarDate.make(year, week, day)
  }

  static func timeTuple(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    return try TimeFormat.timeTuple(moment, dst: -1)
  }

  static func strftime(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    return try TimeFormat.strftime(a[0], a[1], a[0], moment, dst: -1)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let date = MomentRef(a[0])
    return Value("\(a[0].typeName)(\(date.year), \(date.month), \(date.day))")
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let state = BytesRef.make(MomentRef(a[0]).state(true, false, fold: false))
    return TupleRef.of(a[0].type.value, TupleRef.of(state.value).value).value
  }
}

/// Reads the clock of a timestamp into a moment.
enum LocalTimeReader {
  static func read(_ seconds: Int, local: Bool, _ moment: inout Moment) throws(Raised) {
    var parts = tm()
    try LocalTime.broken(seconds, local: local, &parts)
    try LocalTime.fill(&moment, parts)
  }
}

/// What `isocalendar()` returns: a tuple whose items have names.
enum ISOCalendarDate {
  static let methods: [NativeMethod] = [
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("year", { a throws(Raised) in TupleRef(a[0])[0] }),
    NativeGetSet("week", { a throws(Raised) in TupleRef(a[0])[1] }),
    NativeGetSet("weekday", { a throws(Raised) in TupleRef(a[0])[2] }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.IsoCalendarDate", size: 24,
      flags: [.subTuple, .trailingAttributes, .matchesSequence, .noInstantiation],
      traceKind: BuiltinType.tuple.ref.p.pointee.traceKind, methods: methods, getSets: getSets),
    base: BuiltinType.tuple.ref)

  static func make(_ year: Int, _ week: Int, _ day: Int) -> Value {
    let tuple = TupleRef.make(count: 3, shape: type.p.pointee.instanceShape)
    tuple.set(0, Value(year))
    tuple.set(1, Value(week))
    tuple.set(2, Value(day))
    return tuple.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    return Value(
      "\(a[0].typeName)(year=\(tuple[0].asInt), week=\(tuple[1].asInt), weekday=\(tuple[2].asInt))")
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    let plain = TupleRef.of(tuple[0], tuple[1], tuple[2])
    return TupleRef.of(BuiltinType.tuple.value, TupleRef.of(plain.value).value).value
  }
}
