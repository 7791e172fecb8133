// ISO 8601: formats, and the parser of `fromisoformat`.

import TaipanRuntime

enum ISOText {
  static func date(_ moment: MomentRef) -> String {
    "\(Digits.padded(moment.year, 4))-\(Digits.padded(moment.month, 2))-\(Digits.padded(moment.day, 2))"
  }

  /// - Parameter precision: one of the names of `isoformat`.
  /// - Throws: ValueError for another.
  static func time(_ moment: MomentRef, _ precision: String) throws(Raised) -> String {
    let hours = Digits.padded(moment.hour, 2)
    let minutes = "\(hours):\(Digits.padded(moment.minute, 2))"
    let seconds = "\(minutes):\(Digits.padded(moment.second, 2))"
    switch precision {
    case "auto":
      return moment.microsecond == 0
        ? seconds : "\(seconds).\(Digits.padded(moment.microsecond, 6))"
    case "hours": return hours
    case "minutes": return minutes
    case "seconds": return seconds
    case "milliseconds": return "\(seconds).\(Digits.padded(moment.microsecond / 1000, 3))"
    case "microseconds": return "\(seconds).\(Digits.padded(moment.microsecond, 6))"
    default: throw raise(.valueError, "Unknown timespec value")
    }
  }

  /// ±HH:MM[:SS[.ffffff]].
  static func offset(_ delta: DeltaRef, separator: String) -> String {
    var seconds = delta.allSeconds
    var micros = delta.microseconds
    let isNegative = delta.days < 0
    if isNegative {
      seconds = -seconds
      if micros != 0 {
        micros = 1_000_000 - micros
        seconds -= 1
      }
    }
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    var text = isNegative ? "-" : "+"
    text += Digits.padded(minutes / 60, 2) + separator + Digits.padded(minutes % 60, 2)
    if rest != 0 || micros != 0 { text += separator + Digits.padded(rest, 2) }
    if micros != 0 { text += "." + Digits.padded(micros, 6) }
    return text
  }

  /// The offset of a moment as text; empty without one.
  static func offset(of moment: Value, _ argument: Value, separator: String) throws(Raised)
    -> String
  {
    let offset = try ZoneQuery.offset(MomentRef(moment).zone, argument)
    return offset.isNone ? "" : ISOText.offset(DeltaRef(offset), separator: separator)
  }

  // MARK: Parsing

  /// The ValueError for text that is no ISO date or time.
  static func invalid(_ text: Value) throws(Raised) -> Raised {
    raise(.valueError, "Invalid isoformat string: \(try Convert.repr(text).text)")
  }

  /// The text's code points; those beyond ASCII are told apart from all that is looked for.
  ///
  /// - Throws: TypeError for what is no str.
  static func scan(_ text: Value) throws(Raised) -> [UInt8] {
    guard text.isStr else { throw raise(.typeError, "fromisoformat: argument must be str") }
    let str = StrRef(text)
    return (0..<str.count).map { str[$0] < 0x80 ? UInt8(str[$0]) : 0xFF }
  }

  /// `count` digits at `at`, which goes behind them.
  static func number(_ text: ArraySlice<UInt8>, _ at: inout Int, _ count: Int) -> Int? {
    if text.endIndex - at < count { return nil }
    var value = 0
    for i in at..<at + count {
      guard text[i] >= 48, text[i] <= 57 else { return nil }
      value = value * 10 + Int(text[i]) - 48
    }
    at += count
    return value
  }

  private static func skip(_ text: ArraySlice<UInt8>, _ at: inout Int, _ byte: UInt8) -> Bool {
    guard at < text.endIndex, text[at] == byte else { return false }
    at += 1
    return true
  }

  /// YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]; whether the text is one of them. That the date
  /// exists is checked for ISO weeks only.
  static func parseDate(_ text: ArraySlice<UInt8>, _ moment: inout Moment) -> Bool {
    let dash = UInt8(ascii: "-")
    var at = text.startIndex
    guard let year = number(text, &at, 4) else { return false }
    let isSeparated = skip(text, &at, dash)
    if skip(text, &at, UInt8(ascii: "W")) {
      guard let week = number(text, &at, 2) else { return false }
      var day = 1
      if at < text.endIndex {
        if isSeparated, !skip(text, &at, dash) { return false }
        guard let given = number(text, &at, 1) else { return false }
        day = given
      }
      guard at == text.endIndex, case .success(let date) = Calendar.fromISO(year, week, day) else {
        return false
      }
      (moment.year, moment.month, moment.day) = (date.year, date.month, date.day)
      return true
    }
    guard let month = number(text, &at, 2) else { return false }
    if isSeparated, !skip(text, &at, dash) { return false }
    guard let day = number(text, &at, 2), at == text.endIndex else { return false }
    (moment.year, moment.month, moment.day) = (year, month, day)
    return true
  }

  /// What a time's text says of its zone.
  struct Offset {
    var isGiven = false
    var seconds = 0
    var microseconds = 0
  }

  /// HH[:MM[:SS[.f…]]] or without colons, and an offset; whether the text is that.
  static func parseTime(
    _ text: ArraySlice<UInt8>, _ moment: inout Moment, _ offset: inout Offset
  ) -> Bool {
    let zone = text.firstIndex {
      $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "Z")
    }
    let end = zone ?? text.endIndex
    var fields = (0, 0, 0, 0)
    guard parseClock(text[text.startIndex..<end], &fields) else { return false }
    (moment.hour, moment.minute, moment.second, moment.microsecond) = fields
    guard let zone else { return true }
    offset.isGiven = true
    if text[zone] == UInt8(ascii: "Z") { return zone + 1 == text.endIndex }
    var parts = (0, 0, 0, 0)
    guard parseClock(text[(zone + 1)...], &parts) else { return false }
    let sign = text[zone] == UInt8(ascii: "-") ? -1 : 1
    offset.seconds = sign * ((parts.0 * 60 + parts.1) * 60 + parts.2)
    offset.microseconds = sign * parts.3
    return true
  }

  private static func parseClock(
    _ text: ArraySlice<UInt8>, _ fields: inout (Int, Int, Int, Int)
  ) -> Bool {
    let colon = UInt8(ascii: ":")
    var at = text.startIndex
    guard let hour = number(text, &at, 2) else { return false }
    fields.0 = hour
    if at == text.endIndex { return true }
    let isSeparated = text[at] == colon
    if isSeparated { at += 1 }
    guard let minute = number(text, &at, 2) else { return false }
    fields.1 = minute
    if at == text.endIndex { return true }
    if isSeparated, !skip(text, &at, colon) { return false }
    guard let second = number(text, &at, 2) else { return false }
    fields.2 = second
    if at == text.endIndex { return true }
    guard skip(text, &at, UInt8(ascii: ".")) || skip(text, &at, UInt8(ascii: ",")) else {
      return false
    }
    let count = min(6, text.endIndex - at)
    guard count > 0, var micros = number(text, &at, count) else { return false }
    for _ in count..<6 { micros *= 10 }
    fields.3 = micros
    // Further digits are dropped.
    while at < text.endIndex, text[at] >= 48, text[at] <= 57 { at += 1 }
    return at == text.endIndex
  }

  /// Where the character between date and time lies; nil for a text that is too short.
  static func separator(_ text: [UInt8]) -> Int? {
    let (dash, week) = (UInt8(ascii: "-"), UInt8(ascii: "W"))
    func isDigit(_ i: Int) -> Bool { text[i] >= 48 && text[i] <= 57 }
    let count = text.count
    if count < 7 { return nil }
    if count == 7 { return 7 }
    if text[4] == dash {
      if text[5] != week { return 10 }
      if count > 8, text[8] == dash {
        if count == 9 { return nil }
        // YYYY-Www-HH… or YYYY-Www-D…: a digit more means the former.
        return count > 10 && isDigit(10) ? 8 : 10
      }
      return 8
    }
    if text[4] != week { return 8 }
    var digits = 7
    while digits < count, isDigit(digits) { digits += 1 }
    if digits < 9 { return digits }
    return digits % 2 == 0 ? 7 : 8
  }
}
