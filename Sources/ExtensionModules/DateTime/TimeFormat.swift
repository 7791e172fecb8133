// `strftime`, `ctime` and `timetuple`.

import TaipanRuntime

enum TimeFormat {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// As C's `ctime`; midnight for a date.
  static func ctime(_ moment: MomentRef, isDate: Bool) -> Value {
    let weekday = weekdays[Calendar.weekday(moment.year, moment.month, moment.day)]
    let day = moment.day < 10 ? " \(moment.day)" : "\(moment.day)"
    let clock =
      isDate
      ? "00:00:00"
      : "\(Digits.padded(moment.hour, 2)):\(Digits.padded(moment.minute, 2)):\(Digits.padded(moment.second, 2))"
    return Value(
      "\(weekday) \(months[moment.month - 1]) \(day) \(clock) \(Digits.padded(moment.year, 4))")
  }

  /// A `time.struct_time`.
  static func timeTuple(_ moment: Moment, dst: Int) throws(Raised) -> Value {
    let tuple = try nineFields(moment, dst: dst)
    return try Call.method(try Imports.importModule("time"), "struct_time", tuple.value)
  }

  private static func nineFields(_ moment: Moment, dst: Int) throws(Raised) -> TupleRef {
    let tuple = TupleRef.make(count: 9)
    tuple.set(0, Value(moment.year))
    tuple.set(1, Value(moment.month))
    tuple.set(2, Value(moment.day))
    tuple.set(3, Value(moment.hour))
    tuple.set(4, Value(moment.minute))
    tuple.set(5, Value(moment.second))
    tuple.set(6, Value(Calendar.weekday(moment.year, moment.month, moment.day)))
    tuple.set(
      7, Value(Calendar.daysBeforeMonth(moment.year, moment.month) + moment.day))
    tuple.set(8, Value(dst))
    return tuple
  }

  /// The format with %z, %:z, %Z and %f written out, which C does not know or knows otherwise.
  private static func expand(_ object: Value, _ format: StrRef, _ argument: Value) throws(Raised)
    -> StrRef
  {
    let builder = StrBuilder()
    var at = 0
    var start = 0
    while at < format.count {
      if format[at] != 0x25 || at + 1 == format.count {
        at += 1
        continue
      }
      var length = 2
      var text: Value = .absent
      switch format[at + 1] {
      case 0x7A: text = Value(try offset(object, ""))
      case 0x3A where at + 2 < format.count && format[at + 2] == 0x7A:
        length = 3
        text = Value(try offset(object, ":"))
      case 0x5A: text = try zoneName(object, argument)
      case 0x66:
        let isDate = MomentRef.isDate(object) && !MomentRef.isDateTime(object)
        text = Value(Digits.padded(isDate ? 0 : MomentRef(object).microsecond, 6))
      default: break
      }
      if text.isPresent {
        if at > start { builder.append(format.slice(start, at)) }
        builder.append(StrRef(text))
        start = at + length
      }
      at += length
    }
    if start == 0 { return format }
    if start < format.count { builder.append(format.slice(start, format.count)) }
    return builder.finish()
  }

  private static func offset(_ object: Value, _ separator: String) throws(Raised) -> String {
    let method = try Attributes.lookup(object, Interning.intern("utcoffset"))
    if method.isAbsent { return "" }
    let offset = try Call.function(method)
    if offset.isNone { return "" }
    guard DeltaRef.isDelta(offset) else {
      throw raise(
        .typeError,
        "tzinfo.utcoffset() must return None or timedelta, not '\(offset.typeName)'")
    }
    return ISOText.offset(DeltaRef(offset), separator: separator)
  }

  private static func zoneName(_ object: Value, _ argument: Value) throws(Raised) -> Value {
    if MomentRef.isDate(object), !MomentRef.isDateTime(object) { return StrRef.empty.value }
    let name = try ZoneQuery.name(MomentRef(object).zone, argument)
    if name.isNone { return StrRef.empty.value }
    let doubled = try Call.method(name, "replace", Value("%"), Value("%%"))
    if !doubled.isHeap || !doubled.isStr {
      throw raise(.typeError, "tzname.replace() did not return a string")
    }
    return doubled
  }

  /// `object.strftime(format)`.
  static func strftime(
    _ object: Value, _ format: Value, _ argument: Value, _ moment: Moment, dst: Int
  ) throws(Raised) -> Value {
    guard format.isStr else {
      throw raise(.typeError, "strftime() argument 1 must be str, not \(format.argumentTypeName)")
    }
    let expanded = try expand(object, StrRef(format), argument)
    let fields = try nineFields(moment, dst: dst)
    return try Call.method(
      try Imports.importModule("time"), "strftime", expanded.value, fields.value)
  }

  /// `object.__format__(spec)`.
  static func format(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "__format__() argument 1 must be str, not \(a[1].argumentTypeName)")
    }
    if StrRef(a[1]).count == 0 { return try Convert.str(a[0]).value }
    return try Call.method(a[0], "strftime", a[1])
  }
}
