// datetime.time.

import TaipanRuntime

enum TimeObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", new),
    NativeMethod("fromisoformat", "($type, object, /)", fromISOFormat),
    NativeMethod("isoformat", "($self, timespec='auto')", isoFormat),
    NativeMethod("strftime", "($self, format)", strftime),
    NativeMethod("__format__", "($self, format, /)", TimeFormat.format),
    NativeMethod("utcoffset", "($self, /)", { a throws(Raised) in try offset(a[0]) }),
    NativeMethod(
      "tzname", "($self, /)",
      { a throws(Raised) in try ZoneQuery.name(MomentRef(a[0]).zone, .none) }),
    NativeMethod(
      "dst", "($self, /)",
      { a throws(Raised) in try ZoneQuery.saving(MomentRef(a[0]).zone, .none) }),
    NativeMethod(
      "replace",
      "($self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
      replace),
    NativeMethod(
      "__replace__",
      "($self, /, *, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, fold=unchanged)",
      replace),
    NativeMethod(
      "__reduce_ex__", "($self, proto, /)",
      { a throws(Raised) in try reduce(a, try Convert.machineInt(a[1])) }),
    NativeMethod("__reduce__", "($self, /)", { a throws(Raised) in try reduce(a, 2) }),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod(
      "__str__", "($self, /)", { a throws(Raised) in try Call.method(a[0], "isoformat") }),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in try compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in try compare(a, .le) }),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try compare(a, .ne) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in try compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in try compare(a, .ge) }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("hour", { a throws(Raised) in Value(MomentRef(a[0]).hour) }),
    NativeGetSet("minute", { a throws(Raised) in Value(MomentRef(a[0]).minute) }),
    NativeGetSet("second", { a throws(Raised) in Value(MomentRef(a[0]).second) }),
    NativeGetSet("microsecond", { a throws(Raised) in Value(MomentRef(a[0]).microsecond) }),
    NativeGetSet("tzinfo", { a throws(Raised) in MomentRef(a[0]).zone }),
    NativeGetSet("fold", { a throws(Raised) in Value(MomentRef(a[0]).fold) }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.time", size: MomentRef.fullSize, flags: [.baseable], methods: methods,
      getSets: getSets,
      doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object"))

  private static func offset(_ time: Value) throws(Raised) -> Value {
    try ZoneQuery.offset(MomentRef(time).zone, .none)
  }

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    if a[1].isPresent, a[3].isAbsent, a[4].isAbsent,
      MomentRef.readState(a[1], &moment, withDate: false, withTime: true)
    {
      return try MomentRef.unpickledFull(TypeRef(a[0]), moment, a[2].isPresent ? a[2] : .none)
    }
    try readTime(a, 1, &moment)
    let zone = a[5].isPresent ? a[5] : .none
    return try MomentRef.makeTime(TypeRef(a[0]), moment, zone)
  }

  /// Hour to microsecond from argument `first` on; the zone follows them, and the fold.
  static func readTime(_ a: Args, _ first: Int, _ moment: inout Moment) throws(Raised) {
    try MomentRef.read(a[first], &moment.hour)
    try MomentRef.read(a[first + 1], &moment.minute)
    try MomentRef.read(a[first + 2], &moment.second)
    try MomentRef.read(a[first + 3], &moment.microsecond)
    try MomentRef.read(a[first + 5], &moment.fold)
  }

  static func fromISOFormat(_ a: Args) throws(Raised) -> Value {
    let all = try ISOText.scan(a[1])
    let text = all.first == UInt8(ascii: "T") ? all[1...] : all[...]
    var moment = Moment()
    var offset = ISOText.Offset()
    guard ISOText.parseTime(text, &moment, &offset) else { throw try ISOText.invalid(a[1]) }
    var zone = Value.none
    if offset.isGiven {
      zone = try TimeZoneRef.make(seconds: offset.seconds, microseconds: offset.microseconds)
    }
    return try MomentRef.construct(time: TypeRef(a[0]), moment, zone)
  }

  static func replace(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    try readTime(a, 1, &moment)
    let zone = a[5].isPresent ? a[5] : MomentRef(a[0]).zone
    if moment.fold != 0, moment.fold != 1 {
      throw raise(.valueError, "fold must be either 0 or 1")
    }
    return try MomentRef.construct(time: a[0].type, moment, zone)
  }

  // MARK: Comparison

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if !MomentRef.isTime(a[1]) { return .notImplemented }
    let (x, y) = (MomentRef(a[0]), MomentRef(a[1]))
    if x.zone === y.zone { return Value(operation.holds(x.timeKey - y.timeKey)) }
    let (left, right) = (try offset(a[0]), try offset(a[1]))
    if ZoneQuery.isSame(left, right) { return Value(operation.holds(x.timeKey - y.timeKey)) }
    if left.isNone || right.isNone {
      if operation == .eq { return .false }
      if operation == .ne { return .true }
      throw raise(.typeError, "can't compare offset-naive and offset-aware times")
    }
    let seconds =
      x.secondOfDay - DeltaRef(left).allSeconds - (y.secondOfDay - DeltaRef(right).allSeconds)
    return Value(operation.holds(seconds != 0 ? seconds : x.microsecond - y.microsecond))
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let time = MomentRef(a[0])
    if time.p.pointee.hash == -1 { time.p.pointee.hash = try computeHash(time) }
    return Value(time.p.pointee.hash)
  }

  private static func computeHash(_ time: MomentRef) throws(Raised) -> Int {
    let first = try DateTimeArithmetic.withoutFold(time.value)
    let offset = try offset(first)
    if offset.isNone { return time.stateHash(false, true) }
    let local = try DeltaRef.make(0, time.secondOfDay, time.microsecond)
    return try local.adding(DeltaRef(offset), times: -1).hash()
  }

  // MARK: Text

  static func isoFormat(_ a: Args) throws(Raised) -> Value {
    let precision = try isoPrecision(a[1], argument: 1)
    let text = try ISOText.time(MomentRef(a[0]), precision)
    return Value(text + (try ISOText.offset(of: a[0], .none, separator: ":")))
  }

  static func isoPrecision(_ value: Value, argument: Int) throws(Raised) -> String {
    if value.isAbsent { return "auto" }
    guard value.isStr else {
      throw raise(
        .typeError, "isoformat() argument \(argument) must be str, not \(value.argumentTypeName)")
    }
    return StrRef(value).text
  }

  static func strftime(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    (moment.year, moment.month, moment.day) = (1900, 1, 1)
    return try TimeFormat.strftime(a[0], a[1], .none, moment, dst: -1)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let time = MomentRef(a[0])
    var text = "\(a[0].typeName)(\(time.hour), \(time.minute)"
    if time.second != 0 || time.microsecond != 0 { text += ", \(time.second)" }
    if time.microsecond != 0 { text += ", \(time.microsecond)" }
    return Value(text + (try endOfRepr(time)))
  }

  /// Zone and fold, where there are any, and the parenthesis.
  static func endOfRepr(_ moment: MomentRef) throws(Raised) -> String {
    var text = ""
    if !moment.zone.isNone { text += ", tzinfo=\(try Convert.repr(moment.zone).text)" }
    if moment.fold != 0 { text += ", fold=1" }
    return text + ")"
  }

  private static func reduce(_ a: Args, _ version: Int) throws(Raised) -> Value {
    let time = MomentRef(a[0])
    let state = BytesRef.make(time.state(false, true, fold: version > 3)).value
    let arguments = time.zone.isNone ? TupleRef.of(state) : TupleRef.of(state, time.zone)
    return TupleRef.of(a[0].type.value, arguments.value).value
  }
}
