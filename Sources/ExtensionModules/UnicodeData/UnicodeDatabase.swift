// The tables of one version of Unicode, unpacked; see Tools/UnicodeData/generate.py for the format.

import CTaipan
import TaipanRuntime

/// Packed tables.
struct UnicodeBlob {
  let unpackedSize: Int
  let base64: StaticString
}

/// Reads an unpacked blob.
struct UnicodeBlobReader {
  private let bytes: [UInt8]
  private var at = 0

  /// Unpacks the tables.
  init(_ blob: UnicodeBlob) {
    var packed: [UInt8] = []
    packed.reserveCapacity(blob.base64.utf8CodeUnitCount)
    var word: UInt32 = 0
    var bits = 0
    for i in 0..<blob.base64.utf8CodeUnitCount {
      guard let digit = UnicodeBlobReader.digit(blob.base64.utf8Start[i]) else { continue }
      word = word << 6 | digit
      bits += 6
      if bits >= 8 {
        bits -= 8
        packed.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
    }
    var output = [UInt8](repeating: 0, count: blob.unpackedSize)
    var size = UInt(output.count)
    let code = uncompress(&output, &size, packed, UInt(packed.count))
    if code != Z_OK || size != UInt(output.count) { fatalError("the Unicode tables are damaged") }
    bytes = output
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 65...90: return UInt32(byte) - 65
    case 97...122: return UInt32(byte) - 71
    case 48...57: return UInt32(byte) + 4
    case UInt8(ascii: "+"): return 62
    case UInt8(ascii: "/"): return 63
    default: return nil
    }
  }

  mutating func byte() -> UInt8 {
    at += 1
    return bytes[at - 1]
  }

  mutating func word() -> UInt32 {
    at += 4
    return UInt32(bytes[at - 4]) | UInt32(bytes[at - 3]) << 8 | UInt32(bytes[at - 2]) << 16
      | UInt32(bytes[at - 1]) << 24
  }

  mutating func double() -> Double {
    let low = UInt64(word())
    return Double(bitPattern: UInt64(word()) << 32 | low)
  }

  mutating func text() -> ArraySlice<UInt8> {
    let count = Int(word())
    at += count
    return bytes[(at - count)..<at]
  }

  mutating func list() -> [String] {
    String(decoding: text(), as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
  }
}

/// Category, direction, width, combining class and mirroring of a run of code points.
struct UnicodeProperties {
  let first: UInt32
  let category: UInt8
  let direction: UInt8
  let width: UInt8
  let combining: UInt8
  let isMirrored: Bool
}

struct UnicodeNumber {
  let decimal: UInt8
  let digit: UInt8
  let value: Double
}

/// A decomposition as the data has it: not applied to its own result.
struct UnicodeDecomposition {
  /// Place in `tags`; 0 for a canonical one.
  let tag: UInt8
  let parts: [UInt32]
}

final class UnicodeDatabase {
  let version: String
  let categories: [String]
  let directions: [String]
  let widths: [String]
  let tags: [String]
  private var runs: [UnicodeProperties] = []
  private var numbers: [UInt32: UnicodeNumber] = [:]
  private var decompositions: [UInt32: UnicodeDecomposition] = [:]
  private var compositions: [UInt64: UInt32] = [:]

  init(_ blob: UnicodeBlob) {
    var reader = UnicodeBlobReader(blob)
    version = String(decoding: reader.text(), as: UTF8.self)
    categories = reader.list()
    directions = reader.list()
    widths = reader.list()
    for _ in 0..<reader.word() {
      runs.append(
        UnicodeProperties(
          first: reader.word(), category: reader.byte(), direction: reader.byte(),
          width: reader.byte(), combining: reader.byte(), isMirrored: reader.byte() != 0))
    }
    for _ in 0..<reader.word() {
      let code = reader.word()
      numbers[code] = UnicodeNumber(
        decimal: reader.byte(), digit: reader.byte(), value: reader.double())
    }
    tags = reader.list()
    for _ in 0..<reader.word() {
      let code = reader.word()
      let tag = reader.byte()
      let count = reader.byte()
      decompositions[code] = UnicodeDecomposition(
        tag: tag, parts: (0..<count).map { _ in reader.word() })
    }
    for _ in 0..<reader.word() {
      let pair = UInt64(reader.word()) << 32 | UInt64(reader.word())
      compositions[pair] = reader.word()
    }
  }

  func properties(_ code: UInt32) -> UnicodeProperties {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].first <= code { low = middle } else { high = middle }
    }
    return runs[low]
  }

  func number(_ code: UInt32) -> UnicodeNumber? { numbers[code] }
  func decomposition(_ code: UInt32) -> UnicodeDecomposition? { decompositions[code] }
  func combining(_ code: UInt32) -> UInt8 { code < 0x300 ? 0 : properties(code).combining }

  // MARK: Normalization (Unicode Standard, section 3.11; Hangul by arithmetic, section 3.12)

  private static let (hangul, leading, vowel, trailing) = (
    0xAC00 as UInt32, 0x1100 as UInt32, 0x1161 as UInt32, 0x11A7 as UInt32
  )
  private static let (vowelCount, trailingCount) = (21 as UInt32, 28 as UInt32)
  private static let hangulCount: UInt32 = 11172

  private func decompose(_ code: UInt32, compatibly: Bool, into out: inout [UInt32]) {
    let syllable = code &- Self.hangul
    if syllable < Self.hangulCount {
      out.append(Self.leading + syllable / (Self.vowelCount * Self.trailingCount))
      out.append(Self.vowel + syllable / Self.trailingCount % Self.vowelCount)
      let last = syllable % Self.trailingCount
      if last != 0 { out.append(Self.trailing + last) }
      return
    }
    guard let found = decompositions[code], compatibly || found.tag == 0 else {
      out.append(code)
      return
    }
    for part in found.parts { decompose(part, compatibly: compatibly, into: &out) }
  }

  /// Marks after a base in the order of their combining classes; equal classes keep their order.
  private func order(_ codes: inout [UInt32]) {
    var i = 1
    while i < codes.count {
      let own = combining(codes[i])
      var k = i
      if own != 0 {
        while k > 0, combining(codes[k - 1]) > own {
          codes.swapAt(k, k - 1)
          k -= 1
        }
      }
      i += 1
    }
  }

  private func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
    let (l, v) = (first &- Self.leading, second &- Self.vowel)
    if l < 19, v < Self.vowelCount {
      return Self.hangul + (l * Self.vowelCount + v) * Self.trailingCount
    }
    let syllable = first &- Self.hangul
    let t = second &- Self.trailing
    if syllable < Self.hangulCount, syllable % Self.trailingCount == 0, t > 0,
      t < Self.trailingCount
    {
      return first + t
    }
    return compositions[UInt64(first) << 32 | UInt64(second)]
  }

  private func compose(_ codes: [UInt32]) -> [UInt32] {
    var out: [UInt32] = []
    var starter: Int? = nil
    var lastClass: UInt8 = 0
    for code in codes {
      let own = combining(code)
      if let place = starter, lastClass < own || (lastClass == 0 && place == out.count - 1),
        let together = composed(out[place], code)
      {
        out[place] = together
        continue
      }
      if own == 0 { starter = out.count }
      lastClass = own
      out.append(code)
    }
    return out
  }

  /// The text in the form NFC, NFD, NFKC or NFKD.
  func normalize(_ codes: [UInt32], compatibly: Bool, composing: Bool) -> [UInt32] {
    var out: [UInt32] = []
    out.reserveCapacity(codes.count)
    for code in codes { decompose(code, compatibly: compatibly, into: &out) }
    order(&out)
    return composing ? compose(out) : out
  }
}
