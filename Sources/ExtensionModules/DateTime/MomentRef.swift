// The layout that date, time and datetime share, and how their instances are made.

import TaipanRuntime

/// A date ends before `hour`; a time has a date of no meaning.
struct MomentLayout {
  var header: Header
  /// -1 while unknown.
  var hash: Int
  var year: UInt16
  var month: UInt8
  var day: UInt8
  var hour: UInt8
  var minute: UInt8
  var second: UInt8
  var fold: UInt8
  var microsecond: Int32
  /// A tzinfo or None.
  var zone: Value
}

/// The fields of a moment that is to be made.
struct Moment {
  var year = 1
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  var fold = 0
}

struct MomentRef: TypedRef {
  let p: UnsafeMutablePointer<MomentLayout>
  static let dateSize = 24
  static let fullSize = MemoryLayout<MomentLayout>.size

  var year: Int { Int(p.pointee.year) }
  var month: Int { Int(p.pointee.month) }
  var day: Int { Int(p.pointee.day) }
  var hour: Int { Int(p.pointee.hour) }
  var minute: Int { Int(p.pointee.minute) }
  var second: Int { Int(p.pointee.second) }
  var microsecond: Int { Int(p.pointee.microsecond) }
  var fold: Int { Int(p.pointee.fold) }
  var zone: Value { p.pointee.zone }

  var ordinal: Int { Calendar.ordinal(year, month, day) }
  var secondOfDay: Int { (hour * 60 + minute) * 60 + second }

  /// Orders dates.
  var dateKey: Int { (year << 4 | month) << 5 | day }
  /// Orders times of a day.
  var timeKey: Int { secondOfDay << 20 | microsecond }

  /// The fields, of the date alone for a date.
  func read(_ moment: inout Moment) {
    moment.year = year
    moment.month = month
    moment.day = day
    if object.type.isSubtype(of: DateObject.type), !MomentRef.isDateTime(value) { return }
    moment.hour = hour
    moment.minute = minute
    moment.second = second
    moment.microsecond = microsecond
    moment.fold = fold
  }

  private func set(_ moment: Moment) {
    p.pointee.hash = -1
    p.pointee.year = UInt16(moment.year)
    p.pointee.month = UInt8(moment.month)
    p.pointee.day = UInt8(moment.day)
  }

  static func isDate(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: DateObject.type)
  }
  static func isDateTime(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: DateTimeObject.type)
  }
  static func isTime(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: TimeObject.type)
  }

  // MARK: Checks

  /// - Throws: ValueError for a date that does not exist.
  static func checkDate(_ moment: Moment) throws(Raised) {
    if moment.year < Calendar.firstYear || moment.year > Calendar.lastYear {
      throw raise(.valueError, "year \(moment.year) is out of range")
    }
    if moment.month < 1 || moment.month > 12 {
      throw raise(.valueError, "month must be in 1..12")
    }
    if moment.day < 1 || moment.day > Calendar.days(moment.year, moment.month) {
      throw raise(.valueError, "day is out of range for month")
    }
  }

  /// - Throws: ValueError for a time that does not exist.
  static func checkTime(_ moment: Moment) throws(Raised) {
    if moment.hour < 0 || moment.hour > 23 { throw raise(.valueError, "hour must be in 0..23") }
    if moment.minute < 0 || moment.minute > 59 {
      throw raise(.valueError, "minute must be in 0..59")
    }
    if moment.second < 0 || moment.second > 59 {
      throw raise(.valueError, "second must be in 0..59")
    }
    if moment.microsecond < 0 || moment.microsecond > 999_999 {
      throw raise(.valueError, "microsecond must be in 0..999999")
    }
    if moment.fold != 0 && moment.fold != 1 {
      throw raise(.valueError, "fold must be either 0 or 1")
    }
  }

  /// - Throws: TypeError for what is neither None nor a tzinfo.
  static func checkZone(_ zone: Value) throws(Raised) {
    if zone.isNone || zone.isHeap && zone.type.isSubtype(of: ZoneObject.type) { return }
    throw raise(
      .typeError,
      "tzinfo argument must be None or of a tzinfo subclass, not type '\(zone.typeName)'")
  }

  // MARK: Making

  /// A date of a native or derived type; the constructor of a derived type is not called.
  static func makeDate(_ type: TypeRef, _ moment: Moment) throws(Raised) -> Value {
    try checkDate(moment)
    let date = MomentRef(Instances.allocate(type))
    date.set(moment)
    return date.value
  }

  /// A date from a pickle's state, whose fields are not looked at.
  static func unpickledDate(_ type: TypeRef, _ moment: Moment) -> Value {
    let date = MomentRef(Instances.allocate(type))
    date.set(moment)
    return date.value
  }

  /// A time or datetime from a pickle's state.
  ///
  /// - Throws: TypeError for a zone that is none.
  static func unpickledFull(_ type: TypeRef, _ moment: Moment, _ zone: Value) throws(Raised)
    -> Value
  {
    if !zone.isNone, !zone.isHeap || !zone.type.isSubtype(of: ZoneObject.type) {
      throw raise(.typeError, "bad tzinfo state arg")
    }
    return makeFull(type, moment, zone)
  }

  static func makeTime(_ type: TypeRef, _ moment: Moment, _ zone: Value) throws(Raised)
    -> Value
  {
    try checkTime(moment)
    try checkZone(zone)
    return makeFull(type, moment, zone)
  }

  static func makeDateTime(_ type: TypeRef, _ moment: Moment, _ zone: Value)
    throws(Raised) -> Value
  {
    try checkDate(moment)
    try checkTime(moment)
    try checkZone(zone)
    return makeFull(type, moment, zone)
  }

  private static func makeFull(_ type: TypeRef, _ moment: Moment, _ zone: Value) -> Value {
    let full = MomentRef(Instances.allocate(type))
    full.set(moment)
    full.p.pointee.hour = UInt8(moment.hour)
    full.p.pointee.minute = UInt8(moment.minute)
    full.p.pointee.second = UInt8(moment.second)
    full.p.pointee.fold = UInt8(moment.fold)
    full.p.pointee.microsecond = Int32(moment.microsecond)
    full.p.pointee.zone = zone
    return full.value
  }

  /// As `makeDate`, by the constructor where the type is a derived one.
  static func construct(date type: TypeRef, _ moment: Moment) throws(Raised) -> Value {
    if type == DateObject.type { return try makeDate(type, moment) }
    if type == DateTimeObject.type {
      var midnight = Moment()
      midnight.year = moment.year
      midnight.month = moment.month
      midnight.day = moment.day
      return try makeDateTime(type, midnight, .none)
    }
    return try Call.function(
      type.value, Value(moment.year), Value(moment.month), Value(moment.day))
  }

  static func construct(dateTime type: TypeRef, _ moment: Moment, _ zone: Value)
    throws(Raised) -> Value
  {
    if type == DateTimeObject.type { return try makeDateTime(type, moment, zone) }
    let arguments = TupleRef.make(count: 8)
    arguments.set(0, Value(moment.year))
    arguments.set(1, Value(moment.month))
    arguments.set(2, Value(moment.day))
    arguments.set(3, Value(moment.hour))
    arguments.set(4, Value(moment.minute))
    arguments.set(5, Value(moment.second))
    arguments.set(6, Value(moment.microsecond))
    arguments.set(7, zone)
    let made = try Call.function(type.value, arguments, nil)
    if moment.fold != 0, isDateTime(made) { MomentRef(made).p.pointee.fold = UInt8(moment.fold) }
    return made
  }

  static func construct(time type: TypeRef, _ moment: Moment, _ zone: Value)
    throws(Raised) -> Value
  {
    if type == TimeObject.type { return try makeTime(type, moment, zone) }
    let arguments = TupleRef.make(count: 5)
    arguments.set(0, Value(moment.hour))
    arguments.set(1, Value(moment.minute))
    arguments.set(2, Value(moment.second))
    arguments.set(3, Value(moment.microsecond))
    arguments.set(4, zone)
    let made = try Call.function(type.value, arguments, nil)
    if moment.fold != 0, isTime(made) { MomentRef(made).p.pointee.fold = UInt8(moment.fold) }
    return made
  }

  // MARK: Arguments

  /// Replaces a field by an argument that may be absent.
  ///
  /// - Throws: TypeError for what is no int, OverflowError for a large one.
  static func read(_ value: Value, _ field: inout Int) throws(Raised) {
    if value.isPresent { field = Int(try Descriptors.int32(value)) }
  }

  // MARK: Pickled state

  /// The bytes that pickles hold: the date's four, the time's six, with the fold in a high bit.
  func state(_ withDate: Bool, _ withTime: Bool, fold: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if withDate {
      bytes += [UInt8(year >> 8), UInt8(year & 255), p.pointee.month, p.pointee.day]
    }
    if withTime {
      let micros = microsecond
      bytes += [
        p.pointee.hour, p.pointee.minute, p.pointee.second, UInt8(micros >> 16),
        UInt8(micros >> 8 & 255), UInt8(micros & 255),
      ]
      if fold, self.fold != 0 { bytes[withDate ? 2 : 0] |= 0x80 }
    }
    return bytes
  }

  /// Reads such bytes; false where they are none.
  ///
  /// - Parameter value: bytes, or the str that Python 2's pickles become.
  static func readState(
    _ value: Value, _ moment: inout Moment, withDate: Bool, withTime: Bool
  ) -> Bool {
    var bytes: [UInt8]
    if value.isHeap, value.isBytes {
      bytes = BytesRef(value).array
    } else if value.isHeap, value.isStr, StrRef(value).width == 1 {
      let text = StrRef(value)
      bytes = (0..<text.count).map { UInt8(text[$0]) }
    } else {
      return false
    }
    if bytes.count != (withDate ? 4 : 0) + (withTime ? 6 : 0) { return false }
    let marked = withDate ? 2 : 0
    if withTime, bytes[marked] & 0x80 != 0 {
      moment.fold = 1
      bytes[marked] &= 0x7F
    }
    if withDate {
      if bytes[2] < 1 || bytes[2] > 12 { return false }
      moment.year = Int(bytes[0]) << 8 | Int(bytes[1])
      moment.month = Int(bytes[2])
      moment.day = Int(bytes[3])
      bytes.removeFirst(4)
    } else if bytes[0] > 23 {
      return false
    }
    if withTime {
      moment.hour = Int(bytes[0])
      moment.minute = Int(bytes[1])
      moment.second = Int(bytes[2])
      moment.microsecond = Int(bytes[3]) << 16 | Int(bytes[4]) << 8 | Int(bytes[5])
    }
    return true
  }

  /// The hash of the state without the fold.
  func stateHash(_ withDate: Bool, _ withTime: Bool) -> Int {
    let bytes = state(withDate, withTime, fold: false)
    return StringHash.hash(bytes, bytes.count)
  }
}
