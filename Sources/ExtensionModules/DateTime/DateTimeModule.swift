// The module `_datetime`.

import Glibc
import TaipanRuntime

public enum DateTimeModule {
  nonisolated(unsafe) private static var utcRoot: UnsafeMutablePointer<Value>?
  /// The types outlive the module, which may be imported again.
  nonisolated(unsafe) private static var hasLimits = false

  /// `timezone.utc`.
  static var utc: Value {
    if let utcRoot { return utcRoot.pointee }
    do throws(Raised) {
      let root = Heap.makeRoot(TimeZoneRef.make(try DeltaRef.make(0, 0, 0).value))
      utcRoot = root
      return root.pointee
    } catch {
      fatalError("a duration of zero cannot be made")
    }
  }

  /// - Throws: nothing but what memory may raise.
  public static func make() throws(Raised) -> ModuleRef {
    let module = NativeModules.make("_datetime", [])
    let dict = module.dict
    dict.setStr("__doc__", Value("Fast implementation of the datetime type."))
    dict.setStr("MINYEAR", Value(Calendar.firstYear))
    dict.setStr("MAXYEAR", Value(Calendar.lastYear))
    dict.setStr("timedelta", DeltaObject.type.value)
    dict.setStr("date", DateObject.type.value)
    dict.setStr("time", TimeObject.type.value)
    dict.setStr("datetime", DateTimeObject.type.value)
    dict.setStr("tzinfo", ZoneObject.type.value)
    dict.setStr("timezone", TimeZoneObject.type.value)
    dict.setStr("UTC", utc)
    if !hasLimits { try addLimits() }
    hasLimits = true
    return module
  }

  private static func addLimits() throws(Raised) {
    let micro = try DeltaRef.make(0, 0, 1).value
    let day = try DeltaRef.make(1, 0, 0).value
    let most = DeltaRef.largest
    let last = Moment(
      year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999)
    try set(
      DeltaObject.type, try DeltaRef.make(-most, 0, 0).value,
      try DeltaRef.make(most, 86399, 999_999).value, micro)
    try set(
      DateObject.type, try MomentRef.makeDate(DateObject.type, Moment()),
      try MomentRef.makeDate(DateObject.type, last), day)
    try set(
      TimeObject.type, try MomentRef.makeTime(TimeObject.type, Moment(), .none),
      try MomentRef.makeTime(TimeObject.type, last, .none), micro)
    try set(
      DateTimeObject.type, try MomentRef.makeDateTime(DateTimeObject.type, Moment(), .none),
      try MomentRef.makeDateTime(DateTimeObject.type, last, .none), micro)
    let bound = 23 * 3600 + 59 * 60
    try set(
      TimeZoneObject.type, try TimeZoneRef.make(seconds: -bound),
      try TimeZoneRef.make(seconds: bound), .absent)
    TimeZoneObject.type.dict.setStr("utc", utc)
    TimeZoneObject.type.refreshAfterChange()
  }

  private static func set(
    _ type: TypeRef, _ least: Value, _ most: Value, _ resolution: Value
  ) throws(Raised) {
    type.dict.setStr("min", least)
    type.dict.setStr("max", most)
    if resolution.isPresent { type.dict.setStr("resolution", resolution) }
    type.refreshAfterChange()
  }
}
