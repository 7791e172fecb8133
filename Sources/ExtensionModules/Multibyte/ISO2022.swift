// Encodings by ISO 2022: escape sequences say which set of characters the bytes that follow are of.
//
// State: bytes 0 to 2 the sets G0, G1 and G2, by the last byte of their escape sequence, with the high bit
// for sets of two bytes; byte 4 flags.

import TaipanRuntime

struct ISO2022 {
  enum CharacterSet {
    case jisx0201Roman, jisx0201Kana, jisx0208, jisx0208Old, jisx0212, jisx0213First, jisx0213Second
    case ksx1001, gb2312, latin1, greek
  }

  /// A set, what names it in escape sequences, and which of G0, G1 and G2 it can be.
  struct Designation {
    let set: CharacterSet
    let mark: UInt8
    let plane: Int
  }

  let designations: [Designation]
  /// SO and SI are characters like others.
  var hasNoShifts = true
  var usesG2 = false
  /// ESC & @ before ESC $ B names the revision of 1990.
  var knowsRevisions = true
  /// Whether the first plane of JIS X 0213 is that of 2004.
  var is2004 = false

  static let ascii = UInt8(ascii: "B")
  private static let double: UInt8 = 0x80
  private static let flagsAt = 4
  private static let shifted: UInt8 = 1
  private static let inEscape: UInt8 = 2
  private static let (lineFeed, shiftOut, shiftIn, escape): (UInt8, UInt8, UInt8, UInt8) =
    (0x0A, 0x0E, 0x0F, 0x1B)

  // MARK: Decoding

  func decode(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ state: inout ShiftState)
    -> DecodingStep
  {
    let c = bytes[0]
    if state[ISO2022.flagsAt] & ISO2022.inEscape != 0 {
      if ISO2022.endsEscape(c) { state[ISO2022.flagsAt] &= ~ISO2022.inEscape }
      return .character(UInt32(c), 1)
    }
    switch c {
    case ISO2022.escape: return decodeEscape(bytes, count, &state)
    case ISO2022.shiftIn where !hasNoShifts:
      state[ISO2022.flagsAt] &= ~ISO2022.shifted
      return .control(1)
    case ISO2022.shiftOut where !hasNoShifts:
      state[ISO2022.flagsAt] |= ISO2022.shifted
      return .control(1)
    case ISO2022.lineFeed:
      state[ISO2022.flagsAt] &= ~ISO2022.shifted
      return .character(UInt32(c), 1)
    case 0..<0x20: return .character(UInt32(c), 1)
    case 0x80...: return .illegal(1)
    default: break
    }
    let mark = state[state[ISO2022.flagsAt] & ISO2022.shifted != 0 ? 1 : 0]
    if mark == ISO2022.ascii { return .character(UInt32(c), 1) }
    guard let designation = designations.first(where: { $0.mark == mark }) else {
      return .illegal(1)
    }
    let width = mark & ISO2022.double != 0 ? 2 : 1
    if count < width { return .incomplete }
    return decode(designation.set, bytes, width)
  }

  private func decode(_ set: CharacterSet, _ bytes: UnsafePointer<UInt8>, _ width: Int)
    -> DecodingStep
  {
    let c = UInt32(bytes[0])
    switch set {
    case .jisx0201Roman:
      return .character(c == 0x5C ? 0xA5 : c == 0x7E ? 0x203E : c, 1)
    case .jisx0201Kana:
      return c >= 0x21 && c <= 0x5F ? .character(0xFF40 + c, 1) : .illegal(1)
    case .latin1: return .character(c | 0x80, 1)
    case .greek: return .illegal(1)
    default: break
    }
    guard let table = table(of: set) else { return .illegal(width) }
    let meaning = table.meaning(bytes[0] | 0x80, bytes[1] | 0x80)
    if meaning == 0 || meaning == CodeTable.refused { return .illegal(width) }
    if meaning & CodeTable.pairFlag != 0 {
      let pair = table.pairs[Int(meaning & ~CodeTable.pairFlag)]
      return .pair(pair.first, pair.second, width)
    }
    // The wave dash of JIS X 0213 is full-width in EUC alone.
    return .character(set == .jisx0213First && meaning == 0xFF5E ? 0x7E : meaning, width)
  }

  /// Codes with the high bits set.
  private func table(of set: CharacterSet) -> CodeTable? {
    switch set {
    case .jisx0208, .jisx0208Old: MultibyteTables.jisx0208
    case .jisx0212: MultibyteTables.jisx0212
    case .jisx0213First:
      is2004 ? MultibyteTables.jisx0213of2004 : MultibyteTables.jisx0213of2000
    case .jisx0213Second:
      is2004 ? MultibyteTables.jisx0213SecondOf2004 : MultibyteTables.jisx0213SecondOf2000
    case .ksx1001: MultibyteTables.ksx1001
    case .gb2312: MultibyteTables.gb2312
    default: nil
    }
  }

  private static func endsEscape(_ c: UInt8) -> Bool { c >= 0x40 && c <= 0x5A }

  private func decodeEscape(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ state: inout ShiftState
  ) -> DecodingStep {
    if count < 2 { return .incomplete }
    switch bytes[1] {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "$"), UInt8(ascii: "."),
      UInt8(ascii: "&"):
      return designate(bytes, count, &state)
    case UInt8(ascii: "N") where usesG2:
      if count < 3 { return .incomplete }
      return decodeG2(bytes[2], state[2])
    default:
      state[ISO2022.flagsAt] |= ISO2022.inEscape
      return .character(UInt32(ISO2022.escape), 1)
    }
  }

  /// A single character of G2, behind ESC N.
  private func decodeG2(_ c: UInt8, _ mark: UInt8) -> DecodingStep {
    if mark == UInt8(ascii: "A") {
      return c < 0x80 ? .character(UInt32(c) | 0x80, 3) : .illegal(3)
    }
    if mark == 0 || mark == ISO2022.ascii {
      return c < 0x80 ? .character(UInt32(c), 3) : .illegal(1)
    }
    guard mark == UInt8(ascii: "F"), c >= 0x20, c < 0x80 else { return .illegal(3) }
    let meaning = MultibyteTables.greek[Int(c)]
    return meaning == 0 ? .illegal(3) : .character(meaning, 3)
  }

  private static let longestEscape = 16

  private func designate(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ state: inout ShiftState
  ) -> DecodingStep {
    var length = 0
    var i = 1
    while length == 0 {
      if i >= ISO2022.longestEscape { return .illegal(1) }
      if i >= count { return .incomplete }
      if ISO2022.endsEscape(bytes[i]) {
        length = i + 1
      } else if knowsRevisions, i + 1 < count, bytes[i] == UInt8(ascii: "&"),
        bytes[i + 1] == UInt8(ascii: "@")
      {
        i += 2
      } else {
        i += 1
      }
    }
    guard let (mark, plane) = named(bytes, length) else { return .illegal(length) }
    if mark != ISO2022.ascii, !designations.contains(where: { $0.mark == mark }) {
      return .illegal(length)
    }
    state[plane] = mark
    return .control(length)
  }

  /// What an escape sequence names, and as which of G0, G1, G2.
  private func named(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (UInt8, Int)? {
    switch length {
    case 3:
      if bytes[1] == UInt8(ascii: "$") { return (bytes[2] | ISO2022.double, 0) }
      switch bytes[1] {
      case UInt8(ascii: "("): return (bytes[2], 0)
      case UInt8(ascii: ")"): return (bytes[2], 1)
      case UInt8(ascii: ".") where usesG2: return (bytes[2], 2)
      default: return nil
      }
    case 4:
      if bytes[1] != UInt8(ascii: "$") { return nil }
      let mark = bytes[3] | ISO2022.double
      if bytes[2] == UInt8(ascii: "(") { return (mark, 0) }
      return bytes[2] == UInt8(ascii: ")") ? (mark, 1) : nil
    case 6 where knowsRevisions:
      let isRevision =
        bytes[3] == ISO2022.escape && bytes[4] == UInt8(ascii: "$") && bytes[5] == UInt8(ascii: "B")
      return isRevision ? (UInt8(ascii: "B") | ISO2022.double, 0) : nil
    default: return nil
    }
  }

  // MARK: Encoding

  func encode(
    _ text: StrRef, _ at: Int, isFinal: Bool, _ state: inout ShiftState, _ out: inout [UInt8]
  ) -> EncodingStep {
    let c = text[at]
    if c < 0x80 {
      if state[0] != ISO2022.ascii {
        out += [ISO2022.escape, UInt8(ascii: "("), ISO2022.ascii]
        state[0] = ISO2022.ascii
      }
      ISO2022.shiftIn(&state, &out)
      out.append(UInt8(c))
      return .written(1)
    }
    if let step = encodePair(text, at, isFinal: isFinal, &state, &out) { return step }
    for designation in designations where designation.plane < 2 {
      if let code = code(designation.set, c) {
        select(designation, &state, &out)
        MultibyteCodec.append(code & 0x7F7F, &out)
        return .written(1)
      }
    }
    return .illegal
  }

  /// Two characters that JIS X 0213 has one code for; nil where these are none.
  private func encodePair(
    _ text: StrRef, _ at: Int, isFinal: Bool, _ state: inout ShiftState, _ out: inout [UInt8]
  ) -> EncodingStep? {
    guard let designation = designations.first(where: { $0.set == .jisx0213First }),
      let table = table(of: designation.set), table.beginsPair(text[at])
    else { return nil }
    if at + 1 == text.count { return isFinal ? nil : .incomplete }
    guard let code = table.code(text[at], text[at + 1]) else { return nil }
    select(designation, &state, &out)
    MultibyteCodec.append(code & 0x7F7F, &out)
    return .written(2)
  }

  private func code(_ set: CharacterSet, _ c: UInt32) -> UInt16? {
    switch set {
    case .jisx0201Roman: return c == 0xA5 ? 0x5C : c == 0x203E ? 0x7E : nil
    case .jisx0201Kana: return c >= 0xFF61 && c <= 0xFF9F ? UInt16(c - 0xFF40) : nil
    case .jisx0213First where c == 0xFF5E: return nil
    default:
      guard let code = table(of: set)?.code(c), code > 0xFF else { return nil }
      return code
    }
  }

  private static func shiftIn(_ state: inout ShiftState, _ out: inout [UInt8]) {
    if state[flagsAt] & shifted == 0 { return }
    out.append(shiftIn)
    state[flagsAt] &= ~shifted
  }

  /// Makes a set the one that the next bytes are of.
  private func select(
    _ designation: Designation, _ state: inout ShiftState, _ out: inout [UInt8]
  ) {
    let mark = designation.mark
    let final = mark & ~ISO2022.double
    if designation.plane == 1 {
      if state[1] != mark {
        out += [ISO2022.escape, UInt8(ascii: "$"), UInt8(ascii: ")"), final]
        state[1] = mark
      }
      if state[ISO2022.flagsAt] & ISO2022.shifted == 0 {
        out.append(ISO2022.shiftOut)
        state[ISO2022.flagsAt] |= ISO2022.shifted
      }
      return
    }
    ISO2022.shiftIn(&state, &out)
    if state[0] == mark { return }
    out.append(ISO2022.escape)
    if mark & ISO2022.double == 0 {
      out.append(UInt8(ascii: "("))
    } else {
      out.append(UInt8(ascii: "$"))
      // The first Japanese sets have short sequences.
      if designation.set != .jisx0208, designation.set != .jisx0208Old {
        out.append(UInt8(ascii: "("))
      }
    }
    out.append(final)
    state[0] = mark
  }

  static func finish(_ state: inout ShiftState, _ out: inout [UInt8]) {
    shiftIn(&state, &out)
    if state[0] != ascii {
      out += [escape, UInt8(ascii: "("), ascii]
      state[0] = ascii
    }
  }
}
