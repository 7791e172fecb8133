// What the codes of a double-byte encoding mean: asked of the C library's `iconv` when the encoding is first
// used, and put right where CPython's tables say something else (`CodeTable+Corrections.swift`).

import Glibc
import TaipanRuntime

/// Codes of one or two bytes, and the code points that they stand for. Lives forever.
struct CodeTable {
  /// A code point that is the first of a pair.
  struct Pair {
    let code: UInt16
    let first: UInt32
    let second: UInt32
  }

  /// By code: a code point, `pairFlag` with the index of a pair, 0 for none.
  let meanings: UnsafeMutablePointer<UInt32>
  /// By code point below `limit`: a code, 0 for none.
  let codes: UnsafeMutablePointer<UInt16>
  private(set) var pairs: [Pair] = []

  static let pairFlag: UInt32 = 1 << 31
  /// What an older edition refuses: both bytes are wrong then, not only the first.
  static let refused: UInt32 = 1 << 30
  static let limit: UInt32 = 0x30000

  /// Codes by what `iconv` makes of the bytes `prefix` and the two of the code.
  ///
  /// - Parameter encoding: iconv's name of an encoding.
  init?(_ encoding: String, prefix: [UInt8] = []) {
    meanings = .allocate(capacity: 1 << 16)
    meanings.initialize(repeating: 0, count: 1 << 16)
    codes = calloc(Int(CodeTable.limit), 2).assumingMemoryBound(to: UInt16.self)
    guard let converter = IconvConverter(from: encoding) else { return nil }
    defer { converter.close() }
    var source = prefix + [0, 0]
    for lead in 0x80...0xFF {
      source[prefix.count] = UInt8(lead)
      // A byte that means something by itself leads nothing.
      if prefix.isEmpty, converter.convert(source, count: 1).count > 0 { continue }
      for trail in 0x21...0xFE {
        source[prefix.count + 1] = UInt8(trail)
        let text = converter.convert(source, count: source.count)
        if text.count > 0 { note(UInt16(lead << 8 | trail), text) }
      }
    }
  }

  private mutating func note(_ code: UInt16, _ text: (count: Int, first: UInt32, second: UInt32)) {
    if text.count == 1 {
      meanings[Int(code)] = text.first
    } else {
      meanings[Int(code)] = CodeTable.pairFlag | UInt32(pairs.count)
      pairs.append(Pair(code: code, first: text.first, second: text.second))
    }
  }

  func set(_ code: Int, _ meaning: UInt32) { meanings[code] = meaning }

  /// Fills `codes`: of several codes for a code point the first counts.
  func invert() {
    for code in 1..<(1 << 16) {
      let meaning = meanings[code]
      if meaning != 0, meaning < CodeTable.limit, codes[Int(meaning)] == 0 {
        codes[Int(meaning)] = UInt16(code)
      }
    }
  }

  @inline(__always) func meaning(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
    meanings[Int(lead) << 8 | Int(trail)]
  }

  @inline(__always) func code(_ c: UInt32) -> UInt16 {
    c < CodeTable.limit ? codes[Int(c)] : 0
  }

  /// The code of two code points; nil where there is none.
  func code(_ first: UInt32, _ second: UInt32) -> UInt16? {
    for pair in pairs where pair.first == first && pair.second == second { return pair.code }
    return nil
  }

  func beginsPair(_ c: UInt32) -> Bool {
    for pair in pairs where pair.first == c { return true }
    return false
  }
}

/// A conversion of `iconv` to code points.
struct IconvConverter {
  private let handle: iconv_t

  /// Nil where the C library lacks the encoding.
  init?(from encoding: String) {
    guard let handle = iconv_open("UTF-32LE", encoding), Int(bitPattern: handle) != -1 else {
      return nil
    }
    self.handle = handle
  }

  func close() { iconv_close(handle) }

  /// The one or two code points of all of `count` bytes; a count of 0 where they mean nothing, or not that.
  func convert(_ bytes: [UInt8], count: Int) -> (count: Int, first: UInt32, second: UInt32) {
    var out: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    let size = MemoryLayout.size(ofValue: out)
    var left = size
    let isDone = bytes.withUnsafeBytes { source in
      withUnsafeMutableBytes(of: &out) { target in
        iconv(handle, nil, nil, nil, nil)
        var from = UnsafeMutablePointer(
          mutating: source.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self))
        var rest = count
        var to = target.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)
        return withUnsafeMutablePointer(to: &from) { from in
          withUnsafeMutablePointer(to: &to) { to in
            convert(from, &rest, to, &left) && rest == 0
          }
        }
      }
    }
    let produced = (size - left) / 4
    return isDone && produced <= 2 ? (produced, out.0, out.1) : (0, 0, 0)
  }

  /// Converts, and has characters that wait for a combining one come out.
  private func convert(
    _ from: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>, _ rest: inout Int,
    _ to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>, _ left: inout Int
  ) -> Bool {
    let source = UnsafeMutableRawPointer(from)
      .assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
    let target = UnsafeMutableRawPointer(to)
      .assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
    if iconv(handle, source, &rest, target, &left) == -1 { return false }
    return iconv(handle, nil, nil, target, &left) != -1
  }
}
