// An East Asian encoding: how bytes become code points and back, one character at a time.

import TaipanRuntime

/// What a step of decoding makes of the bytes at a place.
enum DecodingStep {
  case character(UInt32, Int)
  case pair(UInt32, UInt32, Int)
  /// Bytes that say how to go on.
  case control(Int)
  case illegal(Int)
  /// More bytes are needed.
  case incomplete
}

/// What a step of encoding makes of the characters at a place.
enum EncodingStep {
  /// That many were written.
  case written(Int)
  case illegal
  /// The next character decides.
  case incomplete
}

/// The eight bytes that an encoding with shifts remembers, as CPython's `getstate` shows them.
struct ShiftState {
  var bits: UInt64 = 0

  subscript(_ index: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: bits >> UInt64(index * 8)) }
    set {
      bits &= ~(0xFF << UInt64(index * 8))
      bits |= UInt64(newValue) << UInt64(index * 8)
    }
  }
}

/// Lives forever.
struct MultibyteCodec {
  enum Kind {
    /// One or two bytes.
    case double
    /// Two bytes, 8E and a kana, or 8F and two bytes.
    case eucJP
    case eucKR
    case gb18030
    case hz
    case iso2022(ISO2022)
  }

  let name: String
  let kind: Kind
  let table: CodeTable
  /// The codes behind 8F.
  var third: CodeTable?
  /// By byte: what it means alone; `none` for nothing, `lead` for the first of two.
  var singles: [UInt32]
  /// By the order of their codes: the code points that have four bytes in GB 18030.
  var fourByteCharacters: [UInt16] = []

  static let none = UInt32.max
  static let lead = UInt32.max - 1

  init(_ name: String, _ kind: Kind, _ table: CodeTable, singles: [UInt32]? = nil) {
    self.name = name
    self.kind = kind
    self.table = table
    self.singles = singles ?? MultibyteCodec.ascii
  }

  /// ASCII; all other bytes begin a longer code.
  static let ascii: [UInt32] = (0..<256).map { $0 < 0x80 ? UInt32($0) : lead }

  /// What a text begins with. Only a decoder knows a third set.
  func initialState(decoding: Bool) -> ShiftState {
    guard case .iso2022 = kind else { return ShiftState() }
    var state = ShiftState()
    (state[0], state[1]) = (ISO2022.ascii, ISO2022.ascii)
    if decoding { state[2] = ISO2022.ascii }
    return state
  }

  // MARK: Decoding

  @inline(__always)
  func decode(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ state: inout ShiftState)
    -> DecodingStep
  {
    switch kind {
    case .double: return decodeDouble(bytes, count)
    case .eucJP: return decodeEUC(bytes, count)
    case .eucKR: return decodeKorean(bytes, count)
    case .gb18030: return decodeGB18030(bytes, count)
    case .hz: return decodeHZ(bytes, count, &state)
    case .iso2022(let sets): return sets.decode(bytes, count, &state)
    }
  }

  private func step(_ meaning: UInt32, _ used: Int) -> DecodingStep {
    if meaning == 0 { return .illegal(1) }
    if meaning == CodeTable.refused { return .illegal(2) }
    if meaning & CodeTable.pairFlag != 0 {
      let pair = table.pairs[Int(meaning & ~CodeTable.pairFlag)]
      return .pair(pair.first, pair.second, used)
    }
    return .character(meaning, used)
  }

  private func decodeDouble(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DecodingStep {
    let single = singles[Int(bytes[0])]
    if single < MultibyteCodec.lead { return .character(single, 1) }
    if single == MultibyteCodec.none { return .illegal(1) }
    if count < 2 { return .incomplete }
    return step(table.meaning(bytes[0], bytes[1]), 2)
  }

  private func decodeEUC(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DecodingStep {
    switch bytes[0] {
    case 0x8E:
      if count < 2 { return .incomplete }
      if bytes[1] < 0xA1 || bytes[1] > 0xDF { return .illegal(1) }
      return .character(0xFEC0 + UInt32(bytes[1]), 2)
    case 0x8F:
      if count < 3 { return .incomplete }
      guard let third else { return .illegal(1) }
      return step(third.meaning(bytes[1], bytes[2]), 3)
    default: return decodeDouble(bytes, count)
    }
  }

  private func decodeKorean(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DecodingStep {
    if bytes[0] == 0xA4, count >= 2, bytes[1] == 0xD4 {
      if count < 8 { return .incomplete }
      guard let c = HangulLetters.syllable(bytes) else { return .illegal(1) }
      return .character(c, 8)
    }
    return decodeDouble(bytes, count)
  }

  private func decodeGB18030(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DecodingStep {
    if bytes[0] < 0x80 { return .character(UInt32(bytes[0]), 1) }
    if count < 2 { return .incomplete }
    if bytes[1] < 0x30 || bytes[1] > 0x39 { return step(table.meaning(bytes[0], bytes[1]), 2) }
    if count < 4 { return .incomplete }
    if bytes[0] == 0x80 || bytes[0] == 0xFF { return .illegal(1) }
    if bytes[2] < 0x81 || bytes[2] == 0xFF || bytes[3] < 0x30 || bytes[3] > 0x39 {
      return .illegal(1)
    }
    let (a, b) = (Int(bytes[0]) - 0x81, Int(bytes[1]) - 0x30)
    let number = ((a * 10 + b) * 126 + Int(bytes[2]) - 0x81) * 10 + Int(bytes[3]) - 0x30
    if number < fourByteCharacters.count {
      return .character(UInt32(fourByteCharacters[number]), 4)
    }
    let c = 0x10000 + number - MultibyteCodec.supplementaryStart
    return c >= 0x10000 && c <= 0x10FFFF ? .character(UInt32(c), 4) : .illegal(1)
  }

  /// The number of the four bytes that stand for U+10000.
  static let supplementaryStart = 189_000

  private func decodeHZ(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ state: inout ShiftState
  ) -> DecodingStep {
    let c = bytes[0]
    if c == UInt8(ascii: "~") {
      if count < 2 { return .incomplete }
      switch bytes[1] {
      case UInt8(ascii: "~") where state[0] == 0: return .character(0x7E, 2)
      case UInt8(ascii: "{") where state[0] == 0: state[0] = 1
      case UInt8(ascii: "}") where state[0] == 1: state[0] = 0
      case 0x0A where state[0] == 0: break
      default: return .illegal(1)
      }
      return .control(2)
    }
    if c >= 0x80 { return .illegal(1) }
    if state[0] == 0 { return .character(UInt32(c), 1) }
    if count < 2 { return .incomplete }
    return step(table.meaning(c | 0x80, bytes[1] | 0x80), 2)
  }

  // MARK: Encoding

  /// Encodes the character at `at`.
  ///
  /// - Parameter isFinal: no other characters follow those of `text`.
  func encode(
    _ text: StrRef, _ at: Int, isFinal: Bool, _ state: inout ShiftState, _ out: inout [UInt8]
  ) -> EncodingStep {
    let c = text[at]
    switch kind {
    case .iso2022(let sets): return sets.encode(text, at, isFinal: isFinal, &state, &out)
    case .hz: return encodeHZ(c, &state, &out)
    default: break
    }
    if c < 0x80, singles[Int(c)] == c {
      out.append(UInt8(c))
      return .written(1)
    }
    if !table.pairs.isEmpty, table.beginsPair(c) {
      if at + 1 < text.count {
        if let code = table.code(c, text[at + 1]) {
          MultibyteCodec.append(code, &out)
          return .written(2)
        }
      } else if !isFinal {
        return .incomplete
      }
    }
    let code = table.code(c)
    if code != 0 {
      MultibyteCodec.append(code, &out)
      return .written(1)
    }
    return encodeLonger(c, &out) ? .written(1) : .illegal
  }

  static func append(_ code: UInt16, _ out: inout [UInt8]) {
    if code > 0xFF { out.append(UInt8(code >> 8)) }
    out.append(UInt8(truncatingIfNeeded: code))
  }

  /// What has other than one or two bytes.
  private func encodeLonger(_ c: UInt32, _ out: inout [UInt8]) -> Bool {
    switch kind {
    case .eucJP:
      if c >= 0xFF61, c <= 0xFF9F {
        out += [0x8E, UInt8(c - 0xFEC0)]
        return true
      }
      guard let code = third?.code(c), code != 0 else { return false }
      out.append(0x8F)
      MultibyteCodec.append(code, &out)
      return true
    case .eucKR: return HangulLetters.append(c, &out)
    case .gb18030: return encodeFourBytes(c, &out)
    default: return false
    }
  }

  private func encodeFourBytes(_ c: UInt32, _ out: inout [UInt8]) -> Bool {
    var number: Int
    if c >= 0x10000 {
      number = Int(c) - 0x10000 + MultibyteCodec.supplementaryStart
    } else {
      guard let found = place(of: UInt16(c)) else { return false }
      number = found
    }
    let fourth = number % 10
    number /= 10
    let third = number % 126
    number /= 126
    out += [
      UInt8(0x81 + number / 10), UInt8(0x30 + number % 10), UInt8(0x81 + third),
      UInt8(0x30 + fourth),
    ]
    return true
  }

  private func place(of c: UInt16) -> Int? {
    var (low, high) = (0, fourByteCharacters.count)
    while low < high {
      let middle = (low + high) / 2
      if fourByteCharacters[middle] < c { low = middle + 1 } else { high = middle }
    }
    return low < fourByteCharacters.count && fourByteCharacters[low] == c ? low : nil
  }

  private func encodeHZ(_ c: UInt32, _ state: inout ShiftState, _ out: inout [UInt8])
    -> EncodingStep
  {
    if c < 0x80 {
      endHZ(&state, &out)
      if c == 0x7E { out.append(0x7E) }
      out.append(UInt8(c))
      return .written(1)
    }
    let code = table.code(c)
    if code == 0 { return .illegal }
    if state[0] == 0 {
      out += [0x7E, UInt8(ascii: "{")]
      state[0] = 1
    }
    MultibyteCodec.append(code & 0x7F7F, &out)
    return .written(1)
  }

  private func endHZ(_ state: inout ShiftState, _ out: inout [UInt8]) {
    if state[0] == 0 { return }
    out += [0x7E, UInt8(ascii: "}")]
    state[0] = 0
  }

  /// Writes what takes a text back to its initial state.
  func finish(_ state: inout ShiftState, _ out: inout [UInt8]) {
    switch kind {
    case .hz: endHZ(&state, &out)
    case .iso2022: ISO2022.finish(&state, &out)
    default: break
    }
  }
}

/// Syllables of KS X 1001 that have no code: the filler A4D4, and three letters of two bytes each.
enum HangulLetters {
  private static let first: [UInt8] = [
    0xA1, 0xA2, 0xA4, 0xA7, 0xA8, 0xA9, 0xB1, 0xB2, 0xB3, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA,
    0xBB, 0xBC, 0xBD, 0xBE,
  ]
  private static let last: [UInt8] = [
    0xD4, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF,
    0xB0, 0xB1, 0xB2, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE,
  ]
  private static let firstVowel: UInt8 = 0xBF
  private static let lead: UInt8 = 0xA4

  static func syllable(_ bytes: UnsafePointer<UInt8>) -> UInt32? {
    if bytes[2] != lead || bytes[4] != lead || bytes[6] != lead { return nil }
    guard let consonant = first.firstIndex(of: bytes[3]), bytes[5] >= firstVowel,
      bytes[5] < firstVowel + 21, let end = last.firstIndex(of: bytes[7])
    else { return nil }
    return UInt32(0xAC00 + (consonant * 21 + Int(bytes[5] - firstVowel)) * 28 + end)
  }

  static func append(_ c: UInt32, _ out: inout [UInt8]) -> Bool {
    if c < 0xAC00 || c > 0xD7A3 { return false }
    let number = Int(c - 0xAC00)
    out += [
      lead, 0xD4, lead, first[number / 588], lead, firstVowel + UInt8(number / 28 % 21), lead,
      last[number % 28],
    ]
    return true
  }
}
