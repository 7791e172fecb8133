// datetime.datetime: construction and conversion.

import TaipanRuntime

enum DateTimeObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)",
      new),
    NativeMethod("now", "($type, tz=None)", now),
    NativeMethod("utcnow", "($type, /)", utcNow),
    NativeMethod("fromtimestamp", "($type, timestamp, tz=None)", fromTimestamp),
    NativeMethod("utcfromtimestamp", "($type, timestamp, /)", utcFromTimestamp),
    NativeMethod("strptime", "($type, date_string, format, /)", strptime),
    NativeMethod("combine", "($type, date, time, tzinfo=True)", combine),
    NativeMethod("fromisoformat", "($type, object, /)", fromISOFormat),
    NativeMethod("date", "($self, /)", date),
    NativeMethod("time", "($self, /)", { a throws(Raised) in try time(a[0], .none) }),
    NativeMethod(
      "timetz", "($self, /)", { a throws(Raised) in try time(a[0], MomentRef(a[0]).zone) }),
    NativeMethod(
      "ctime", "($self, /)",
      { a throws(Raised) in TimeFormat.ctime(MomentRef(a[0]), isDate: false) }),
    NativeMethod("strftime", "($self, format)", strftime),
    NativeMethod("timetuple", "($self, /)", timeTuple),
    NativeMethod("timestamp", "($self, /)", timestamp),
    NativeMethod("utctimetuple", "($self, /)", utcTimeTuple),
    NativeMethod("isoformat", "($self, sep='T', timespec='auto')", isoFormat),
    NativeMethod(
      "utcoffset", "($self, /)",
      { a throws(Raised) in try ZoneQuery.offset(MomentRef(a[0]).zone, a[0]) }),
    NativeMethod(
      "tzname", "($self, /)",
      { a throws(Raised) in try ZoneQuery.name(MomentRef(a[0]).zone, a[0]) }),
    NativeMethod(
      "dst", "($self, /)",
      { a throws(Raised) in try ZoneQuery.saving(MomentRef(a[0]).zone, a[0]) }),
    NativeMethod(
      "replace",
      "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
      replace),
    NativeMethod(
      "__replace__",
      "($self, /, *, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, fold=unchanged)",
      replace),
    NativeMethod("astimezone", "($self, tz=None)", DateTimeArithmetic.asTimeZone),
    NativeMethod(
      "__reduce_ex__", "($self, proto, /)",
      { a throws(Raised) in try reduce(a, try Convert.machineInt(a[1])) }),
    NativeMethod("__reduce__", "($self, /)", { a throws(Raised) in try reduce(a, 2) }),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", str),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.datetime", size: MomentRef.fullSize, flags: [.baseable],
      methods: methods + DateTimeArithmetic.methods, getSets: TimeObject.getSets,
      doc:
        "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]]) --> a datetime object"
    ), base: DateObject.type)

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    if a[3].isAbsent, a[4].isAbsent,
      MomentRef.readState(a[1], &moment, withDate: true, withTime: true)
    {
      let zone = a[2].isPresent ? a[2] : a[8].isPresent ? a[8] : .none
      return try MomentRef.unpickledFull(TypeRef(a[0]), moment, zone)
    }
    try DateObject.readDate(a, &moment)
    try TimeObject.readTime(a, 4, &moment)
    let zone = a[8].isPresent ? a[8] : .none
    return try MomentRef.makeDateTime(TypeRef(a[0]), moment, zone)
  }

  /// The moment of a timestamp on the local clock, on UTC's, or on that of a zone.
  private static func make(
    _ type: TypeRef, _ seconds: Int, _ micros: Int, local: Bool, _ zone: Value
  ) throws(Raised) -> Value {
    var moment = Moment()
    moment.microsecond = micros
    try LocalTimeReader.read(seconds, local: local && zone.isNone, &moment)
    if local, zone.isNone, try LocalTime.isFolded(seconds, LocalTime.seconds(moment)) {
      moment.fold = 1
    }
    let made = try MomentRef.construct(dateTime: type, moment, zone)
    return zone.isNone ? made : try Call.method(zone, "fromutc", made)
  }

  static func now(_ a: Args) throws(Raised) -> Value {
    let zone = a[1].isPresent ? a[1] : .none
    try MomentRef.checkZone(zone)
    var (seconds, micros) = (0, 0)
    LocalTime.now(&seconds, &micros)
    return try make(TypeRef(a[0]), seconds, micros, local: true, zone)
  }

  static func utcNow(_ a: Args) throws(Raised) -> Value {
    try Warnings.warn(
      .deprecationWarning,
      "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC)."
    )
    var (seconds, micros) = (0, 0)
    LocalTime.now(&seconds, &micros)
    return try make(TypeRef(a[0]), seconds, micros, local: false, .none)
  }

  static func fromTimestamp(_ a: Args) throws(Raised) -> Value {
    let zone = a[2].isPresent ? a[2] : .none
    try MomentRef.checkZone(zone)
    var (seconds, micros) = (0, 0)
    try LocalTime.split(a[1], &seconds, &micros)
    return try make(TypeRef(a[0]), seconds, micros, local: true, zone)
  }

  static func utcFromTimestamp(_ a: Args) throws(Raised) -> Value {
    try Warnings.warn(
      .deprecationWarning,
      "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC)."
    )
    var (seconds, micros) = (0, 0)
    try LocalTime.split(a[1], &seconds, &micros)
    return try make(TypeRef(a[0]), seconds, micros, local: false, .none)
  }

  static func strptime(_ a: Args) throws(Raised) -> Value {
    for i in 1...2 where !a[i].isStr {
      throw raise(.typeError, "strptime() argument \(i) must be str, not \(a[i].argumentTypeName)")
    }
    let module = try Imports.importModule("_strptime")
    return try Call.function(
      try Attributes.get(module, "_strptime_datetime"), a[0], a[1], a[2])
  }

  static func combine(_ a: Args) throws(Raised) -> Value {
    if !MomentRef.isDate(a[1]) {
      throw raise(
        .typeError, "combine() argument 1 must be datetime.date, not \(a[1].argumentTypeName)")
    }
    if !MomentRef.isTime(a[2]) {
      throw raise(
        .typeError, "combine() argument 2 must be datetime.time, not \(a[2].argumentTypeName)")
    }
    var moment = Moment()
    let (date, time) = (MomentRef(a[1]), MomentRef(a[2]))
    time.read(&moment)
    (moment.year, moment.month, moment.day) = (date.year, date.month, date.day)
    return try MomentRef.construct(
      dateTime: TypeRef(a[0]), moment, a[3].isPresent ? a[3] : time.zone)
  }

  static func fromISOFormat(_ a: Args) throws(Raised) -> Value {
    let text = try ISOText.scan(a[1])
    var moment = Moment()
    guard let end = ISOText.separator(text), end <= text.count,
      ISOText.parseDate(text[..<end], &moment)
    else { throw try ISOText.invalid(a[1]) }
    var zone = Value.none
    if end < text.count {
      var offset = ISOText.Offset()
      guard ISOText.parseTime(text[(end + 1)...], &moment, &offset) else {
        throw try ISOText.invalid(a[1])
      }
      if offset.isGiven {
        zone = try TimeZoneRef.make(seconds: offset.seconds, microseconds: offset.microseconds)
      }
    }
    return try MomentRef.construct(dateTime: TypeRef(a[0]), moment, zone)
  }

  static func replace(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    try MomentRef.read(a[1], &moment.year)
    try MomentRef.read(a[2], &moment.month)
    try MomentRef.read(a[3], &moment.day)
    try TimeObject.readTime(a, 4, &moment)
    if moment.fold != 0, moment.fold != 1 {
      throw raise(.valueError, "fold must be either 0 or 1")
    }
    let zone = a[8].isPresent ? a[8] : MomentRef(a[0]).zone
    return try MomentRef.construct(dateTime: a[0].type, moment, zone)
  }

  // MARK: Conversion

  static func date(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    return try MomentRef.makeDate(DateObject.type, moment)
  }

  private static func time(_ value: Value, _ zone: Value) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(value).read(&moment)
    (moment.year, moment.month, moment.day) = (1, 1, 1)
    return try MomentRef.makeTime(TimeObject.type, moment, zone)
  }

  static func strftime(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    return try TimeFormat.strftime(a[0], a[1], a[0], moment, dst: try savingFlag(a[0]))
  }

  /// 1 or 0 by the zone's daylight saving, -1 where it is not known.
  private static func savingFlag(_ value: Value) throws(Raised) -> Int {
    let saving = try ZoneQuery.saving(MomentRef(value).zone, value)
    return saving.isNone ? -1 : DeltaRef(saving).isZero ? 0 : 1
  }

  static func timeTuple(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    return try TimeFormat.timeTuple(moment, dst: try savingFlag(a[0]))
  }

  static func utcTimeTuple(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(a[0]).read(&moment)
    let offset = try ZoneQuery.offset(MomentRef(a[0]).zone, a[0])
    if !offset.isNone {
      try DateTimeArithmetic.shift(&moment, DeltaRef(offset), -1)
    }
    return try TimeFormat.timeTuple(moment, dst: 0)
  }

  static func timestamp(_ a: Args) throws(Raised) -> Value {
    var moment = Moment()
    let this = MomentRef(a[0])
    this.read(&moment)
    let local = LocalTime.seconds(moment)
    let offset = try ZoneQuery.offset(this.zone, a[0])
    if this.zone.isNone || offset.isNone {
      let seconds = try LocalTime.utc(local, fold: moment.fold) - LocalTime.epoch
      return Value(Double(seconds) + Double(moment.microsecond) / 1e6)
    }
    let zone = DeltaRef(offset)
    let delta = try DeltaRef.make(
      0, local - LocalTime.epoch - zone.allSeconds, moment.microsecond - zone.microseconds)
    return try Operators.binary(delta.asMicroseconds, Value(1_000_000), .trueDivide)
  }

  // MARK: Text

  static func isoFormat(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isStr || StrRef(a[1]).count != 1 {
      throw raise(
        .typeError,
        "isoformat() argument 1 must be a unicode character, not \(a[1].argumentTypeName)")
    }
    let precision = try TimeObject.isoPrecision(a[2], argument: 2)
    let moment = MomentRef(a[0])
    let clock = try ISOText.time(moment, precision)
    let offset = try ISOText.offset(of: a[0], a[0], separator: ":")
    if a[1].isAbsent || StrRef(a[1]).isASCII {
      let separator = a[1].isAbsent ? "T" : StrRef(a[1]).text
      return Value(ISOText.date(moment) + separator + clock + offset)
    }
    let date = StrRef.concatenate(StrRef.make(ISOText.date(moment)), StrRef(a[1]))
    return StrRef.concatenate(date, StrRef.make(clock + offset)).value
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    try Call.method(a[0], "isoformat", Value(" "))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let m = MomentRef(a[0])
    var text = "\(a[0].typeName)(\(m.year), \(m.month), \(m.day), \(m.hour), \(m.minute)"
    if m.second != 0 || m.microsecond != 0 { text += ", \(m.second)" }
    if m.microsecond != 0 { text += ", \(m.microsecond)" }
    return Value(text + (try TimeObject.endOfRepr(m)))
  }

  private static func reduce(_ a: Args, _ version: Int) throws(Raised) -> Value {
    let moment = MomentRef(a[0])
    let state = BytesRef.make(moment.state(true, true, fold: version > 3)).value
    let arguments = moment.zone.isNone ? TupleRef.of(state) : TupleRef.of(state, moment.zone)
    return TupleRef.of(a[0].type.value, arguments.value).value
  }
}
