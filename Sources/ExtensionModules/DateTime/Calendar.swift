// The proleptic Gregorian calendar: ordinals (1 January of year 1 is day 1), weekdays, ISO weeks.

enum Calendar {
  static let firstYear = 1
  static let lastYear = 9999
  /// The ordinal of 31 December 9999.
  static let lastOrdinal = 3_652_059
  static let daysIn400Years = 146_097

  private static let monthLengths = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  private static let daysBefore = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(_ year: Int, _ month: Int) -> Int {
    month == 2 && isLeap(year) ? 29 : monthLengths[month]
  }

  static func daysBeforeMonth(_ year: Int, _ month: Int) -> Int {
    daysBefore[month] + (month > 2 && isLeap(year) ? 1 : 0)
  }

  static func daysBeforeYear(_ year: Int) -> Int {
    let y = year - 1
    return y * 365 + y / 4 - y / 100 + y / 400
  }

  static func ordinal(_ year: Int, _ month: Int, _ day: Int) -> Int {
    daysBeforeYear(year) + daysBeforeMonth(year, month) + day
  }

  /// Year, month and day of an ordinal that is at least 1.
  static func date(_ ordinal: Int) -> (year: Int, month: Int, day: Int) {
    var n = ordinal - 1
    let cycles = n / daysIn400Years
    n %= daysIn400Years
    let centuries = n / 36524
    n %= 36524
    let fours = n / 1461
    n %= 1461
    let years = n / 365
    n %= 365
    let year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    // The last day of a leap year, or of a leap century.
    if years == 4 || centuries == 4 { return (year - 1, 12, 31) }
    var month = (n + 50) >> 5
    var before = daysBeforeMonth(year, month)
    if before > n {
      month -= 1
      before = daysBeforeMonth(year, month)
    }
    return (year, month, n - before + 1)
  }

  /// 0 is Monday.
  static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    (ordinal(year, month, day) + 6) % 7
  }

  /// The ordinal of the Monday that begins the first ISO week of a year.
  static func firstMonday(_ year: Int) -> Int {
    let first = ordinal(year, 1, 1)
    let weekday = (first + 6) % 7
    return first - weekday + (weekday > 3 ? 7 : 0)
  }

  /// ISO year, week and weekday (1 is Monday).
  static func isoCalendar(_ year: Int, _ month: Int, _ day: Int) -> (Int, Int, Int) {
    let today = ordinal(year, month, day)
    var isoYear = year
    var first = firstMonday(year)
    if today < first {
      isoYear -= 1
      first = firstMonday(isoYear)
    } else if today >= firstMonday(year + 1) {
      isoYear += 1
      first = firstMonday(isoYear)
    }
    return (isoYear, (today - first) / 7 + 1, (today - first) % 7 + 1)
  }

  /// What is wrong with an ISO date.
  enum ISOProblem { case year, week, day }

  /// The date of an ISO year, week and weekday.
  static func fromISO(_ year: Int, _ week: Int, _ day: Int)
    -> Result<(year: Int, month: Int, day: Int), ISODateError>
  {
    if year < firstYear || year > lastYear { return .failure(ISODateError(problem: .year)) }
    if week < 1 || week > 53 { return .failure(ISODateError(problem: .week)) }
    if week == 53 {
      // Years with 53 weeks begin on a Thursday, leap ones on a Wednesday, too.
      let weekday = Calendar.weekday(year, 1, 1)
      if weekday != 3, !(weekday == 2 && isLeap(year)) {
        return .failure(ISODateError(problem: .week))
      }
    }
    if day < 1 || day > 7 { return .failure(ISODateError(problem: .day)) }
    return .success(date(firstMonday(year) + (week - 1) * 7 + day - 1))
  }
}

struct ISODateError: Error {
  let problem: Calendar.ISOProblem
}
