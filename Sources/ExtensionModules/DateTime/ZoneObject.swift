// datetime.tzinfo and datetime.timezone, and how moments ask them.

import TaipanRuntime

enum ZoneObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("tzname", "($self, dt, /)", { a throws(Raised) in throw missing("tzname") }),
    NativeMethod("utcoffset", "($self, dt, /)", { a throws(Raised) in throw missing("utcoffset") }),
    NativeMethod("dst", "($self, dt, /)", { a throws(Raised) in throw missing("dst") }),
    NativeMethod("fromutc", "($self, dt, /)", fromUTC),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.tzinfo", size: 16, flags: [.baseable], methods: methods,
      doc: "Abstract base class for time zone info objects."))

  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  private static func missing(_ name: String) -> Raised {
    raise(.notImplementedError, "a tzinfo subclass must implement \(name)()")
  }

  /// The algorithm of the documentation of `tzinfo.fromutc`.
  static func fromUTC(_ a: Args) throws(Raised) -> Value {
    try checkArgument(a)
    let offset = try ZoneQuery.offset(a[0], a[1])
    if offset.isNone {
      throw raise(.valueError, "fromutc: non-None utcoffset() result required")
    }
    let saving = try ZoneQuery.saving(a[0], a[1])
    if saving.isNone { throw raise(.valueError, "fromutc: non-None dst() result required") }
    let standard = try DeltaRef(offset).adding(DeltaRef(saving), times: -1)
    let result = try DateTimeArithmetic.add(MomentRef(a[1]), standard, 1)
    let summer = try ZoneQuery.saving(MomentRef(result).zone, result)
    if summer.isNone {
      throw raise(
        .valueError, "fromutc: tz.dst() gave inconsistent results; cannot convert")
    }
    if DeltaRef(summer).isZero { return result }
    return try DateTimeArithmetic.add(MomentRef(result), DeltaRef(summer), 1)
  }

  /// - Throws: TypeError or ValueError for what is no datetime of this zone.
  static func checkArgument(_ a: Args) throws(Raised) {
    if !MomentRef.isDateTime(a[1]) {
      throw raise(.typeError, "fromutc: argument must be a datetime")
    }
    if MomentRef(a[1]).zone !== a[0] {
      throw raise(.valueError, "fromutc: dt.tzinfo is not self")
    }
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let hook = try Attributes.lookup(a[0], Interning.intern("__getinitargs__"))
    let arguments = hook.isPresent ? try Call.function(hook) : TupleRef.empty.value
    let state = try Call.method(a[0], "__getstate__")
    return TupleRef.of(a[0].type.value, arguments, state).value
  }
}

/// Questions to the zone of a moment.
enum ZoneQuery {
  /// `utcoffset`: a duration of less than a day, or None.
  ///
  /// - Throws: TypeError or ValueError for another answer; what the method raises.
  static func offset(_ zone: Value, _ moment: Value) throws(Raised) -> Value {
    if zone.isNone { return .none }
    if zone.type == TimeZoneObject.type { return TimeZoneRef(zone).p.pointee.offset }
    return try ask(zone, "utcoffset", moment)
  }

  static func saving(_ zone: Value, _ moment: Value) throws(Raised) -> Value {
    zone.isNone ? .none : try ask(zone, "dst", moment)
  }

  static func name(_ zone: Value, _ moment: Value) throws(Raised) -> Value {
    if zone.isNone { return .none }
    let name = try Call.method(zone, "tzname", moment)
    if name.isNone || name.isHeap && name.isStr { return name }
    throw raise(
      .typeError, "tzinfo.tzname() must return None or a string, not '\(name.typeName)'")
  }

  private static func ask(_ zone: Value, _ method: String, _ moment: Value) throws(Raised) -> Value
  {
    let offset = try Call.method(zone, method, moment)
    if offset.isNone { return offset }
    if !DeltaRef.isDelta(offset) {
      throw raise(
        .typeError,
        "tzinfo.\(method)() must return None or timedelta, not '\(offset.typeName)'")
    }
    if !isBelowOneDay(DeltaRef(offset)) {
      throw raise(
        .valueError,
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    }
    return offset
  }

  static func isBelowOneDay(_ delta: DeltaRef) -> Bool {
    delta.days == 0 || delta.days == -1 && (delta.seconds != 0 || delta.microseconds != 0)
  }

  /// Whether two offsets, None included, are the same.
  static func isSame(_ x: Value, _ y: Value) -> Bool {
    if x === y { return true }
    if x.isNone || y.isNone { return false }
    return DeltaRef(x).compare(DeltaRef(y)) == 0
  }
}

struct TimeZoneLayout {
  var header: Header
  /// A timedelta.
  var offset: Value
  /// str, or absent.
  var name: Value
}

struct TimeZoneRef: TypedRef {
  let p: UnsafeMutablePointer<TimeZoneLayout>

  static func make(_ offset: Value, name: Value = .absent) -> Value {
    let zone = TimeZoneRef(Instances.allocate(TimeZoneObject.type))
    zone.p.pointee.offset = offset
    zone.p.pointee.name = name
    return zone.value
  }

  /// The zone of an offset in seconds and microseconds; `timezone.utc` for none.
  ///
  /// - Throws: ValueError for a day and more.
  static func make(seconds: Int, microseconds: Int = 0) throws(Raised) -> Value {
    if seconds == 0, microseconds == 0 { return DateTimeModule.utc }
    let offset = try DeltaRef.make(0, seconds, microseconds)
    try TimeZoneObject.check(offset)
    return make(offset.value)
  }
}

enum TimeZoneObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, offset, name=None)", new),
    NativeMethod("tzname", "($self, dt, /)", name),
    NativeMethod("utcoffset", "($self, dt, /)", offset),
    NativeMethod("dst", "($self, dt, /)", saving),
    NativeMethod("fromutc", "($self, dt, /)", fromUTC),
    NativeMethod("__getinitargs__", "($self, /)", arguments),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", { a throws(Raised) in try text(a[0]) }),
    NativeMethod(
      "__hash__", "($self, /)",
      { a throws(Raised) in Value(try DeltaRef(TimeZoneRef(a[0]).p.pointee.offset).hash()) }),
    NativeMethod(
      "__eq__", "($self, value, /)",
      { a throws(Raised) in equals(a).map { Value($0) } ?? .notImplemented }),
    NativeMethod(
      "__ne__", "($self, value, /)",
      { a throws(Raised) in equals(a).map { Value(!$0) } ?? .notImplemented }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.timezone", size: MemoryLayout<TimeZoneLayout>.size, methods: methods,
      doc: "Fixed offset from UTC implementation of tzinfo."), base: ZoneObject.type)

  /// - Throws: ValueError for an offset of a day and more.
  static func check(_ offset: DeltaRef) throws(Raised) {
    if ZoneQuery.isBelowOneDay(offset) { return }
    throw raise(
      .valueError,
      "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not \(try Convert.repr(offset.value).text)."
    )
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if !DeltaRef.isDelta(a[1]) {
      throw raise(
        .typeError, "timezone() argument 1 must be datetime.timedelta, not \(a[1].argumentTypeName)"
      )
    }
    if a[2].isPresent, !a[2].isStr {
      throw raise(.typeError, "timezone() argument 2 must be str, not \(a[2].argumentTypeName)")
    }
    let offset = DeltaRef(a[1])
    if offset.isZero, a[2].isAbsent { return DateTimeModule.utc }
    try check(offset)
    return TimeZoneRef.make(offset.value, name: a[2])
  }

  private static func equals(_ a: Args) -> Bool? {
    if a[1].type != type { return nil }
    let (x, y) = (TimeZoneRef(a[0]).p.pointee.offset, TimeZoneRef(a[1]).p.pointee.offset)
    return DeltaRef(x).compare(DeltaRef(y)) == 0
  }

  private static func checkMoment(_ a: Args, _ method: String) throws(Raised) {
    if a[1].isNone || MomentRef.isDateTime(a[1]) { return }
    throw raise(
      .typeError,
      "\(method)(dt) argument must be a datetime instance or None, not \(a[1].typeName)")
  }

  static func name(_ a: Args) throws(Raised) -> Value {
    try checkMoment(a, "tzname")
    return try text(a[0])
  }
  static func offset(_ a: Args) throws(Raised) -> Value {
    try checkMoment(a, "utcoffset")
    return TimeZoneRef(a[0]).p.pointee.offset
  }
  static func saving(_ a: Args) throws(Raised) -> Value {
    try checkMoment(a, "dst")
    return .none
  }

  static func fromUTC(_ a: Args) throws(Raised) -> Value {
    try ZoneObject.checkArgument(a)
    let offset = DeltaRef(TimeZoneRef(a[0]).p.pointee.offset)
    return try DateTimeArithmetic.add(MomentRef(a[1]), offset, 1)
  }

  static func arguments(_ a: Args) throws(Raised) -> Value {
    let zone = TimeZoneRef(a[0]).p.pointee
    if zone.name.isAbsent { return TupleRef.of(zone.offset).value }
    return TupleRef.of(zone.offset, zone.name).value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    if a[0] === DateTimeModule.utc { return Value("datetime.timezone.utc") }
    let zone = TimeZoneRef(a[0]).p.pointee
    let offset = try Convert.repr(zone.offset).text
    let name = zone.name.isAbsent ? "" : ", \(try Convert.repr(zone.name).text)"
    return Value("\(a[0].typeName)(\(offset)\(name))")
  }

  /// The zone's name, or "UTC±HH:MM[:SS[.ffffff]]".
  static func text(_ value: Value) throws(Raised) -> Value {
    let zone = TimeZoneRef(value).p.pointee
    if zone.name.isPresent { return zone.name }
    let offset = DeltaRef(zone.offset)
    if offset.isZero { return Value("UTC") }
    return Value("UTC" + ISOText.offset(offset, separator: ":"))
  }
}
