// datetime.datetime: sums, differences, comparison, hash, and other zones.

import TaipanRuntime

enum DateTimeArithmetic {
  static let methods: [NativeMethod] = [
    NativeMethod("__add__", "($self, value, /)", { a throws(Raised) in try sum(a, 1) }),
    NativeMethod("__radd__", "($self, value, /)", { a throws(Raised) in try sum(a, 1) }),
    NativeMethod("__sub__", "($self, value, /)", subtract),
    NativeMethod("__rsub__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in try compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in try compare(a, .le) }),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try compare(a, .ne) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in try compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in try compare(a, .ge) }),
  ]

  // MARK: Sums

  /// Moves a moment by a duration, times the sign.
  ///
  /// - Throws: OverflowError for a result before year 1 or after 9999.
  static func shift(_ moment: inout Moment, _ delta: DeltaRef, _ sign: Int) throws(Raised) {
    let seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    let (carry, micros) = DeltaRef.floorDivide(
      moment.microsecond + sign * delta.microseconds, 1_000_000)
    let (days, rest) = DeltaRef.floorDivide(seconds + sign * delta.seconds + carry, 86400)
    let ordinal =
      Calendar.ordinal(moment.year, moment.month, moment.day) + sign * delta.days + days
    if ordinal < 1 || ordinal > Calendar.lastOrdinal {
      throw raise(.overflowError, "date value out of range")
    }
    (moment.year, moment.month, moment.day) = Calendar.date(ordinal)
    moment.hour = rest / 3600
    moment.minute = rest / 60 % 60
    moment.second = rest % 60
    moment.microsecond = micros
    moment.fold = 0
  }

  static func add(_ value: MomentRef, _ delta: DeltaRef, _ sign: Int) throws(Raised) -> Value {
    var moment = Moment()
    value.read(&moment)
    try shift(&moment, delta, sign)
    return try MomentRef.construct(dateTime: value.object.type, moment, value.zone)
  }

  private static func sum(_ a: Args, _ sign: Int) throws(Raised) -> Value {
    if !DeltaRef.isDelta(a[1]) { return .notImplemented }
    return try add(MomentRef(a[0]), DeltaRef(a[1]), sign)
  }

  static func subtract(_ a: Args) throws(Raised) -> Value {
    if !MomentRef.isDateTime(a[1]) { return try sum(a, -1) }
    return try difference(a[0], a[1]).value
  }

  /// - Throws: TypeError where only one of them knows its zone's offset.
  private static func difference(_ left: Value, _ right: Value) throws(Raised) -> DeltaRef {
    let (x, y) = (MomentRef(left), MomentRef(right))
    let plain = try DeltaRef.make(
      x.ordinal - y.ordinal, x.secondOfDay - y.secondOfDay, x.microsecond - y.microsecond)
    if x.zone === y.zone { return plain }
    let (a, b) = (try ZoneQuery.offset(x.zone, left), try ZoneQuery.offset(y.zone, right))
    if a.isNone != b.isNone {
      throw raise(.typeError, "can't subtract offset-naive and offset-aware datetimes")
    }
    if ZoneQuery.isSame(a, b) { return plain }
    return try plain.adding(try DeltaRef(a).adding(DeltaRef(b), times: -1), times: -1)
  }

  // MARK: Comparison

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if !MomentRef.isDateTime(a[1]) { return .notImplemented }
    let (x, y) = (MomentRef(a[0]), MomentRef(a[1]))
    let isEquality = operation == .eq || operation == .ne
    if x.zone === y.zone { return Value(operation.holds(plainOrder(x, y))) }
    let (left, right) = (
      try ZoneQuery.offset(x.zone, a[0]), try ZoneQuery.offset(y.zone, a[1])
    )
    var order: Int
    if ZoneQuery.isSame(left, right) {
      order = plainOrder(x, y)
    } else if left.isNone || right.isNone {
      if isEquality { return Value(operation == .ne) }
      throw raise(.typeError, "can't compare offset-naive and offset-aware datetimes")
    } else {
      let delta = try difference(a[0], a[1])
      order = delta.days != 0 ? delta.days : delta.seconds | delta.microseconds
    }
    // A time that its zone's clock shows twice equals no time of another zone (PEP 495).
    if isEquality, order == 0 {
      let isAmbiguous = try dependsOnFold(a[0], left)
      if isAmbiguous { order = 1 } else if try dependsOnFold(a[1], right) { order = 1 }
    }
    return Value(operation.holds(order))
  }

  private static func plainOrder(_ x: MomentRef, _ y: MomentRef) -> Int {
    x.dateKey != y.dateKey ? x.dateKey - y.dateKey : x.timeKey - y.timeKey
  }

  /// The same moment with another fold, of the same type but without its constructor.
  private static func copy(_ value: Value, fold: Int) throws(Raised) -> Value {
    var moment = Moment()
    MomentRef(value).read(&moment)
    moment.fold = fold
    let zone = MomentRef(value).zone
    if MomentRef.isTime(value) { return try MomentRef.makeTime(TimeObject.type, moment, zone) }
    return try MomentRef.makeDateTime(DateTimeObject.type, moment, zone)
  }

  static func withoutFold(_ value: Value) throws(Raised) -> Value {
    MomentRef(value).fold == 0 ? value : try copy(value, fold: 0)
  }

  private static func dependsOnFold(_ value: Value, _ offset: Value) throws(Raised) -> Bool {
    let zone = MomentRef(value).zone
    if zone.isNone || zone.type == TimeZoneObject.type { return false }
    let other = try copy(value, fold: 1 - MomentRef(value).fold)
    return !ZoneQuery.isSame(try ZoneQuery.offset(zone, other), offset)
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let moment = MomentRef(a[0])
    if moment.p.pointee.hash == -1 { moment.p.pointee.hash = try computeHash(a[0]) }
    return Value(moment.p.pointee.hash)
  }

  private static func computeHash(_ value: Value) throws(Raised) -> Int {
    let moment = MomentRef(value)
    let offset = try ZoneQuery.offset(moment.zone, try withoutFold(value))
    if offset.isNone { return moment.stateHash(true, true) }
    let local = try DeltaRef.make(moment.ordinal, moment.secondOfDay, moment.microsecond)
    return try local.adding(DeltaRef(offset), times: -1).hash()
  }

  // MARK: Zones

  static func asTimeZone(_ a: Args) throws(Raised) -> Value {
    let target = a[1].isPresent ? a[1] : .none
    try MomentRef.checkZone(target)
    let this = MomentRef(a[0])
    if !this.zone.isNone, this.zone === target { return a[0] }
    var offset = try ZoneQuery.offset(this.zone, a[0])
    var moment = Moment()
    this.read(&moment)
    if offset.isNone {
      // Of the local zone. In a gap the fold tells which side's offset holds.
      let local = LocalTime.seconds(moment)
      var seconds = try LocalTime.utc(local, fold: moment.fold)
      let other = try LocalTime.utc(local, fold: 1 - moment.fold)
      if other != seconds, (other > seconds) == (moment.fold == 1) { seconds = other }
      let zone = try LocalTime.zone(seconds - LocalTime.epoch)
      if zone === target { return a[0] }
      offset = TimeZoneRef(zone).p.pointee.offset
    }
    try shift(&moment, DeltaRef(offset), -1)
    let zone =
      target.isNone
      ? try LocalTime.zone(LocalTime.seconds(moment) - LocalTime.epoch) : target
    let utc = try MomentRef.construct(dateTime: a[0].type, moment, zone)
    return try Call.method(zone, "fromutc", utc)
  }
}
