// Names of code points, both ways.

import TaipanRuntime

final class UnicodeNames {
  private struct NumberedRange {
    let first: UInt32
    let last: UInt32
    let prefix: String
  }

  private var names: [UInt32: ArraySlice<UInt8>] = [:]
  private var ranges: [NumberedRange] = []
  private var codes: [ArraySlice<UInt8>: UInt32] = [:]
  private let aliases: [ArraySlice<UInt8>: UInt32]

  init(_ blob: UnicodeBlob) {
    var reader = UnicodeBlobReader(blob)
    for (code, name) in UnicodeNames.lines(reader.text()) { names[code] = name }
    for line in String(decoding: reader.text(), as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ";")
      ranges.append(
        NumberedRange(
          first: UInt32(parts[0], radix: 16)!, last: UInt32(parts[1], radix: 16)!,
          prefix: String(parts[2])))
    }
    var aliases: [ArraySlice<UInt8>: UInt32] = [:]
    for (code, name) in UnicodeNames.lines(reader.text()) { aliases[name] = code }
    self.aliases = aliases
  }

  private static func lines(_ text: ArraySlice<UInt8>) -> [(UInt32, ArraySlice<UInt8>)] {
    text.split(separator: 10).map { line in
      let mark = line.firstIndex(of: UInt8(ascii: ";"))!
      return (
        UInt32(String(decoding: line[..<mark], as: UTF8.self), radix: 16)!, line[(mark + 1)...]
      )
    }
  }

  // Short names of the parts of Hangul syllables (Unicode Standard, section 3.12).
  private static let leading = [
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P",
    "H",
  ]
  private static let vowels = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE",
    "WI", "YU", "EU", "YI", "I",
  ]
  private static let trailing = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M",
    "B", "BS", "S",
    "SS", "NG", "J", "C", "K", "T", "P", "H",
  ]
  private static let hangulPrefix = "HANGUL SYLLABLE "

  /// The name of a code point; nil if it has none.
  func name(_ code: UInt32) -> String? {
    if let name = names[code] { return String(decoding: name, as: UTF8.self) }
    let syllable = Int(code) - 0xAC00
    if syllable >= 0, syllable < 11172 {
      return Self.hangulPrefix + Self.leading[syllable / 588] + Self.vowels[syllable / 28 % 21]
        + Self.trailing[syllable % 28]
    }
    for range in ranges where range.first <= code && code <= range.last {
      return range.prefix + String(code, radix: 16, uppercase: true)
    }
    return nil
  }

  /// The code point of a name or of an alias, in any case; nil if there is none.
  func code(_ text: [UInt8]) -> UInt32? {
    let wanted = text.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }
    if codes.isEmpty { for (code, name) in names { codes[name] = code } }
    if let code = codes[wanted[...]] ?? aliases[wanted[...]] { return code }
    let string = String(decoding: wanted, as: UTF8.self)
    if string.hasPrefix(Self.hangulPrefix) {
      return hangul(string.dropFirst(Self.hangulPrefix.count))
    }
    for range in ranges where string.hasPrefix(range.prefix) {
      let digits = string.dropFirst(range.prefix.count)
      guard digits.utf8.count == 4 || digits.utf8.count == 5, let code = UInt32(digits, radix: 16)
      else { continue }
      if name(code) == string { return code }
    }
    return nil
  }

  private func hangul(_ rest: Substring) -> UInt32? {
    for (l, first) in Self.leading.enumerated() where rest.hasPrefix(first) {
      let tail = rest.dropFirst(first.count)
      for (v, vowel) in Self.vowels.enumerated() where tail.hasPrefix(vowel) {
        if let t = Self.trailing.firstIndex(of: String(tail.dropFirst(vowel.count))) {
          return UInt32(0xAC00 + (l * 21 + v) * 28 + t)
        }
      }
    }
    return nil
  }
}
