// The encodings by name, each made when it is first asked for.

import TaipanRuntime

enum MultibyteTables {
  /// - Parameter encoding: iconv's name.
  private static func table(
    _ encoding: String, prefix: [UInt8] = [], _ corrections: [CodeTable.Correction] = [],
    _ preferences: [CodeTable.Preference] = []
  ) -> CodeTable? {
    guard let table = CodeTable(encoding, prefix: prefix) else { return nil }
    table.correct(corrections)
    table.invert()
    table.prefer(preferences)
    return table
  }

  static let gb2312 = table("EUC-CN")
  /// The filler is encoded, but begins a syllable where it is decoded.
  static let ksx1001 = table("EUC-KR", CodeTable.eucKR, [(0x3164, 0x3164, 0xA4D4)])
  /// In EUC half-width kana have two bytes, which belong to no set of two bytes.
  private static let noKana: CodeTable.Correction = (0x8E00, 0x8EFF, 0)
  static let jisx0208 = table("EUC-JP", [noKana])
  static let jisx0212 = table("EUC-JP", prefix: [0x8F], [(0xA2B7, 0xA2B7, 0x7E)])
  static let jisx0213of2004 = table("EUC-JISX0213", CodeTable.eucJIS2004 + [noKana])
  static let jisx0213of2000 = table("EUC-JISX0213", CodeTable.eucJISX0213 + [noKana])
  static let jisx0213SecondOf2004 = table("EUC-JISX0213", prefix: [0x8F])
  static let jisx0213SecondOf2000 = table(
    "EUC-JISX0213", prefix: [0x8F], [], [(0x9B1C, 0x9B1C, 0), (0x9B1D, 0x9B1D, 0xFDBB)])

  /// What EUC has behind 8F: the second plane of JIS X 0213 and, where that has nothing, JIS X 0212.
  private static func behind8F(_ corrections: [CodeTable.Correction]) -> CodeTable? {
    guard let table = table("EUC-JISX0213", prefix: [0x8F], corrections), let jisx0212 else {
      return nil
    }
    for code in 0..<(1 << 16) where table.meanings[code] == 0 {
      table.set(code, jisx0212.meanings[code])
    }
    table.invert()
    return table
  }

  private static let editionOf2000Behind8F: CodeTable? = {
    let table = behind8F([(0xFDBB, 0xFDBB, 0x9B1D)])
    table?.prefer([(0x7626, 0x7626, 0), (0x7E6B, 0x7E6B, 0), (0x9B1C, 0x9B1C, 0)])
    return table
  }()

  /// ISO 8859-7 by the low bits of a byte.
  static let greek: [UInt32] = {
    var meanings = [UInt32](repeating: 0, count: 128)
    guard let converter = IconvConverter(from: "ISO-8859-7") else { return meanings }
    defer { converter.close() }
    for i in 0x20..<0x80 {
      let text = converter.convert([UInt8(i | 0x80)], count: 1)
      if text.count == 1 { meanings[i] = text.first }
    }
    // The euro, the drachma and the iota below came later.
    for i in [0x24, 0x25, 0x2A] { meanings[i] = 0 }
    return meanings
  }()

  /// ASCII, kana of one byte, leads 81 to 9F and from E0 on.
  private static func shiftJIS(
    lastLead: Int = 0xFC, backslash: UInt32 = 0x5C, tilde: UInt32 = 0x7E
  ) -> [UInt32] {
    var singles = (0..<256).map { byte -> UInt32 in
      switch byte {
      case 0..<0x80: UInt32(byte)
      case 0xA1...0xDF: UInt32(0xFEC0 + byte)
      case 0x81...0x9F, 0xE0...lastLead: MultibyteCodec.lead
      default: MultibyteCodec.none
      }
    }
    (singles[0x5C], singles[0x7E]) = (backslash, tilde)
    return singles
  }

  private static func double(_ name: String, _ table: CodeTable?, _ singles: [UInt32]? = nil)
    -> MultibyteCodec?
  {
    guard let table else { return nil }
    return MultibyteCodec(name, .double, table, singles: singles)
  }

  /// A codec; nil for a name that is none, and where the C library lacks the encoding.
  static func make(_ name: String) -> MultibyteCodec? {
    switch name {
    case "gb2312": return double(name, gb2312)
    case "gbk", "cp949", "big5", "big5hkscs", "cp950": return makeDouble(name)
    case "gb18030": return gb18030(name)
    case "hz": return gb2312.map { MultibyteCodec(name, .hz, $0) }
    case "johab": return johab(name)
    case "euc_kr":
      return ksx1001.map { MultibyteCodec(name, .eucKR, $0) }
    case "shift_jis", "cp932", "shift_jis_2004", "shift_jisx0213": return makeShiftJIS(name)
    case "euc_jp": return eucJP(name, jisx0208, jisx0212)
    case "euc_jis_2004": return eucJP(name, jisx0213of2004, behind8F([]))
    case "euc_jisx0213": return eucJP(name, jisx0213of2000, editionOf2000Behind8F)
    default: return iso2022(name)
    }
  }

  private static func makeDouble(_ name: String) -> MultibyteCodec? {
    switch name {
    case "gbk":
      return double(name, table("GBK", [(0x8000, 0x80FF, 0)]))
    case "cp949": return double(name, table("UHC"))
    case "big5": return double(name, table("BIG5", CodeTable.big5, CodeTable.big5Preferences))
    case "cp950": return double(name, table("BIG5", CodeTable.cp950, CodeTable.cp950Preferences))
    default:
      return double(
        name, table("BIG5-HKSCS", CodeTable.big5hkscs, CodeTable.big5hkscsPreferences))
    }
  }

  private static func johab(_ name: String) -> MultibyteCodec? {
    double(name, table("JOHAB", CodeTable.johab, CodeTable.johabPreferences))
  }

  private static func makeShiftJIS(_ name: String) -> MultibyteCodec? {
    switch name {
    case "shift_jis":
      guard let table = table("SJIS") else { return nil }
      table.prefer([(0xA5, 0xA5, 0x5C), (0x203E, 0x203E, 0x7E)])
      return withKana(double(name, table, shiftJIS(lastLead: 0xEA)))
    case "cp932":
      var singles = shiftJIS()
      singles[0x80] = 0x80
      (singles[0xA0], singles[0xFD], singles[0xFE], singles[0xFF]) =
        (0xF8F0, 0xF8F1, 0xF8F2, 0xF8F3)
      return withKana(double(name, cp932, singles))
    default:
      let corrections =
        name == "shift_jis_2004" ? CodeTable.shiftJIS2004 : CodeTable.shiftJISX0213
      let table = table("SHIFT_JISX0213", corrections)
      return withKana(double(name, table, shiftJIS(backslash: 0xA5, tilde: 0x203E)))
    }
  }

  private static let cp932 = table("CP932", [], CodeTable.cp932Preferences)

  /// Bytes above 7F that mean something alone, and what differs from ASCII, also as codes.
  private static func withKana(_ codec: MultibyteCodec?) -> MultibyteCodec? {
    guard let codec else { return nil }
    for byte in 0..<256 {
      let meaning = codec.singles[byte]
      if meaning < MultibyteCodec.lead, meaning != UInt32(byte) || byte >= 0x80 {
        codec.table.prefer([(meaning, meaning, UInt16(byte))])
      }
    }
    return codec
  }

  private static func eucJP(_ name: String, _ table: CodeTable?, _ third: CodeTable?)
    -> MultibyteCodec?
  {
    guard let table, let third else { return nil }
    var codec = MultibyteCodec(name, .eucJP, table)
    codec.third = third
    if name == "euc_jp" { table.prefer([(0xA5, 0xA5, 0x5C), (0x203E, 0x203E, 0x7E)]) }
    return codec
  }

  private static func gb18030(_ name: String) -> MultibyteCodec? {
    guard let table = table("GB18030", CodeTable.gb18030) else { return nil }
    var codec = MultibyteCodec(name, .gb18030, table)
    for c in UInt16(0x80)...0xFFFF where table.codes[Int(c)] == 0 && !(0xD800..<0xE000).contains(c)
    {
      codec.fourByteCharacters.append(c)
    }
    return codec
  }

  // MARK: ISO 2022

  private typealias Designation = ISO2022.Designation

  private static func mark(_ character: Unicode.Scalar) -> UInt8 {
    UInt8(ascii: character) | 0x80
  }

  private static let jisx0208Row = Designation(set: .jisx0208, mark: mark("B"), plane: 0)
  private static let jisx0208OldRow = Designation(set: .jisx0208Old, mark: mark("@"), plane: 0)
  private static let jisx0212Row = Designation(set: .jisx0212, mark: mark("D"), plane: 0)
  private static let romanRow = Designation(
    set: .jisx0201Roman, mark: UInt8(ascii: "J"), plane: 0)
  private static let kanaRow = Designation(set: .jisx0201Kana, mark: UInt8(ascii: "I"), plane: 0)

  private static func iso2022(_ name: String) -> MultibyteCodec? {
    guard let jisx0208, let sets = sets(name) else { return nil }
    return MultibyteCodec(name, .iso2022(sets), jisx0208)
  }

  private static func sets(_ name: String) -> ISO2022? {
    switch name {
    case "iso2022_kr":
      let row = Designation(set: .ksx1001, mark: mark("C"), plane: 1)
      return ISO2022(designations: [row], hasNoShifts: false, knowsRevisions: false)
    case "iso2022_jp": return ISO2022(designations: [jisx0208Row, romanRow, jisx0208OldRow])
    case "iso2022_jp_1":
      return ISO2022(designations: [jisx0208Row, jisx0212Row, romanRow, jisx0208OldRow])
    case "iso2022_jp_2":
      return ISO2022(
        designations: [
          jisx0208Row, jisx0212Row, Designation(set: .ksx1001, mark: mark("C"), plane: 0),
          Designation(set: .gb2312, mark: mark("A"), plane: 0), romanRow, jisx0208OldRow,
          Designation(set: .latin1, mark: UInt8(ascii: "A"), plane: 2),
          Designation(set: .greek, mark: UInt8(ascii: "F"), plane: 2),
        ], usesG2: true)
    case "iso2022_jp_ext":
      return ISO2022(
        designations: [jisx0208Row, jisx0212Row, romanRow, kanaRow, jisx0208OldRow])
    case "iso2022_jp_3":
      return ISO2022(
        designations: [
          jisx0208Row, Designation(set: .jisx0213First, mark: mark("O"), plane: 0),
          Designation(set: .jisx0213Second, mark: mark("P"), plane: 0),
        ])
    case "iso2022_jp_2004":
      return ISO2022(
        designations: [
          jisx0208Row, Designation(set: .jisx0213First, mark: mark("Q"), plane: 0),
          Designation(set: .jisx0213Second, mark: mark("P"), plane: 0),
        ], is2004: true)
    default: return nil
    }
  }
}
