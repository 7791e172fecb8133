// Seconds since the epoch and the local zone of the system.

import Glibc
import TaipanRuntime

enum LocalTime {
  /// Seconds from 1 January of year 1 to 1970.
  static let epoch = 719_163 * 86400
  private static let foldSeconds = 24 * 3600

  static func seconds(_ moment: Moment) -> Int {
    let days = Calendar.ordinal(moment.year, moment.month, moment.day)
    return days * 86400 + (moment.hour * 60 + moment.minute) * 60 + moment.second
  }

  /// The broken-down time of a timestamp.
  ///
  /// - Throws: OSError where the system cannot tell.
  static func broken(_ timestamp: Int, local: Bool, _ parts: inout tm) throws(Raised) {
    var time = time_t(timestamp)
    errno = 0
    let result = local ? localtime_r(&time, &parts) : gmtime_r(&time, &parts)
    if result == nil { throw raiseOS(errno == 0 ? EINVAL : errno) }
  }

  /// The local clock, in seconds of year 1, at an UTC moment in the same seconds.
  ///
  /// - Throws: ValueError for a year that no date has.
  static func local(_ seconds: Int) throws(Raised) -> Int {
    var parts = tm()
    try broken(seconds - epoch, local: true, &parts)
    var moment = Moment()
    try fill(&moment, parts)
    return LocalTime.seconds(moment)
  }

  /// - Throws: ValueError for a year that no date has.
  static func fill(_ moment: inout Moment, _ parts: tm) throws(Raised) {
    moment.year = Int(parts.tm_year) + 1900
    if moment.year < Calendar.firstYear || moment.year > Calendar.lastYear {
      throw raise(.valueError, "year \(moment.year) is out of range")
    }
    moment.month = Int(parts.tm_mon) + 1
    moment.day = Int(parts.tm_mday)
    moment.hour = Int(parts.tm_hour)
    moment.minute = Int(parts.tm_min)
    moment.second = min(59, Int(parts.tm_sec))
  }

  /// The UTC moment when the local clock shows `t`: the earlier or later one by the fold (PEP 495).
  static func utc(_ t: Int, fold: Int) throws(Raised) -> Int {
    let first = t - (try local(t) - t)
    let shown = try local(first)
    let other: Int
    if shown == t {
      // Another moment may show the same.
      let probe = fold != 0 ? first + foldSeconds : first - foldSeconds
      let difference = try local(probe) - probe
      if t - first == difference { return first }
      other = t - difference
    } else {
      other = t - (shown - first)
    }
    if try local(other) == t { return other }
    if shown == t { return first }
    // In a gap.
    return fold != 0 ? min(first, other) : max(first, other)
  }

  /// Whether a local time, `result` seconds of year 1, is the second of two that a timestamp's clock
  /// shows.
  static func isFolded(_ timestamp: Int, _ result: Int) throws(Raised) -> Bool {
    let before = epoch + timestamp - foldSeconds
    if before < 86400 { return false }
    let probe = try local(before)
    let transition = result - probe - foldSeconds
    if transition >= 0 { return false }
    return try local(epoch + timestamp + transition) == result
  }

  /// The fixed zone that holds at a timestamp, with its abbreviation.
  static func zone(_ timestamp: Int) throws(Raised) -> Value {
    var parts = tm()
    try broken(timestamp, local: true, &parts)
    let offset = try DeltaRef.make(0, parts.tm_gmtoff, 0)
    let name = parts.tm_zone.map { Value(String(cString: $0)) } ?? .absent
    return TimeZoneRef.make(offset.value, name: name)
  }

  /// A number as seconds and microseconds, rounded half to even.
  ///
  /// - Throws: ValueError for NaN, OverflowError beyond the system's times, TypeError for others.
  static func split(_ value: Value, _ seconds: inout Int, _ micros: inout Int) throws(Raised) {
    if value.isAnyFloat {
      let double = value.asFloat
      if double.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
      var whole = double.rounded(.towardZero)
      var fraction = ((double - whole) * 1e6).rounded(.toNearestOrEven)
      if fraction >= 1e6 {
        fraction -= 1e6
        whole += 1
      } else if fraction < 0 {
        fraction += 1e6
        whole -= 1
      }
      guard let n = Int(exactly: whole) else { throw outOfRange() }
      seconds = n
      micros = Int(fraction)
      return
    }
    guard let n = try Convert.index(value).asMachineInt else { throw outOfRange() }
    seconds = n
    micros = 0
  }

  private static func outOfRange() -> Raised {
    raise(.overflowError, "timestamp out of range for platform time_t")
  }

  /// Now, as a timestamp.
  static func now(_ seconds: inout Int, _ micros: inout Int) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    seconds = time.tv_sec
    micros = time.tv_nsec / 1000
  }
}
