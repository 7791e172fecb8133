// Text under construction: bytes while all of it is Latin-1, code points from the first wider
// character on. The memory is the writer's own and freed by `free`.

import Glibc
import TaipanRuntime

struct JsonOutput {
  private var base: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var capacity: Int
  /// Whether `base` holds 32-bit code points.
  private var isWide = false

  init() {
    capacity = 256
    base = .allocate(capacity: capacity)
  }

  func free() { base.deallocate() }

  private var points: UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt32.self)
  }

  /// Makes room for `extra` more units.
  @inline(__always) private mutating func reserve(_ extra: Int) {
    if count + extra > capacity { grow(extra) }
  }

  @inline(never) private mutating func grow(_ extra: Int) {
    let bigger = max(capacity * 2, count + extra)
    let size = isWide ? 4 : 1
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: bigger * size, alignment: 8)
      .assumingMemoryBound(to: UInt8.self)
    memcpy(fresh, base, count * size)
    base.deallocate()
    base = fresh
    capacity = bigger
  }

  @inline(never) private mutating func widen() {
    let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    for i in 0..<count { fresh[i] = UInt32(base[i]) }
    base.deallocate()
    base = UnsafeMutableRawPointer(fresh).assumingMemoryBound(to: UInt8.self)
    isWide = true
  }

  @inline(__always) mutating func append(_ byte: UInt8) {
    reserve(1)
    if isWide { points[count] = UInt32(byte) } else { base[count] = byte }
    count += 1
  }

  @inline(__always) mutating func append(_ text: StaticString) {
    append(text.utf8Start, text.utf8CodeUnitCount)
  }

  @inline(__always) mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length)
    if isWide {
      for i in 0..<length { points[count + i] = UInt32(bytes[i]) }
    } else {
      (base + count).update(from: bytes, count: length)
    }
    count += length
  }

  mutating func append(_ str: StrRef) { append(str, 0, str.count) }

  /// A part of a str.
  private mutating func append(_ str: StrRef, _ start: Int, _ end: Int) {
    if str.width == 1 { return append(str.bytes + start, end - start) }
    if !isWide { widen() }
    reserve(end - start)
    for i in start..<end { points[count + i - start] = str[i] }
    count += end - start
  }

  /// A decimal number.
  mutating func appendNumber(_ number: Int) {
    if number < 0 { append(0x2D) }
    var rest = number.magnitude
    if rest < 10 { return append(0x30 + UInt8(truncatingIfNeeded: rest)) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      let digits = digits.baseAddress.unsafelyUnwrapped
      var first = 20
      repeat {
        first -= 1
        digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest != 0
      append(digits + first, 20 - first)
    }
  }

  func finish() -> Value {
    if isWide { return StrRef.codePoints(points, count: count).value }
    return StrRef.latin1(base, count: count).value
  }

  // MARK: Quoting

  /// A str between quotes, with escapes for what JSON cannot hold or, with `ascii`, for all that
  /// is not ASCII.
  mutating func appendQuoted(_ str: StrRef, ascii: Bool) {
    append(0x22)
    if str.width == 1 { appendBytes(str, ascii) } else { appendWide(str, ascii) }
    append(0x22)
  }

  private mutating func appendBytes(_ str: StrRef, _ ascii: Bool) {
    let bytes = str.bytes
    let end = str.count
    let highest: UInt8 = ascii ? 0x7E : 0xFF
    var next = 0
    while true {
      let plain = next
      while next + 8 <= end, JsonOutput.isPlain(bytes + next, ascii) { next += 8 }
      while next < end {
        let c = bytes[next]
        if c < 0x20 || c == 0x22 || c == 0x5C || c > highest { break }
        next += 1
      }
      append(bytes + plain, next - plain)
      if next == end { return }
      appendEscape(UInt32(bytes[next]))
      next += 1
    }
  }

  /// Whether eight bytes need no escape: a test that may err on the safe side (0x7F counts as
  /// escaped, and so do bytes behind one that is).
  @inline(__always)
  private static func isPlain(_ bytes: UnsafePointer<UInt8>, _ ascii: Bool) -> Bool {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let control = (word &- ones &* 0x20) & ~word
    var found = (quote &- ones) & ~quote | (slash &- ones) & ~slash | control
    if ascii { found |= word | (word &+ ones) }
    return found & tops == 0
  }

  private mutating func appendWide(_ str: StrRef, _ ascii: Bool) {
    var plain = 0
    let end = str.count
    for i in 0..<end {
      let c = str[i]
      if c >= 0x20, c != 0x22, c != 0x5C, c < 0x7F || !ascii { continue }
      appendRun(str, plain, i)
      plain = i + 1
      appendEscape(c)
    }
    appendRun(str, plain, end)
  }

  /// Unescaped characters of a wide str, which may all be ASCII.
  private mutating func appendRun(_ str: StrRef, _ start: Int, _ end: Int) {
    if start == end { return }
    var bits: UInt32 = 0
    for i in start..<end { bits |= str[i] }
    if bits > 0xFF { return append(str, start, end) }
    for i in start..<end { append(UInt8(truncatingIfNeeded: str[i])) }
  }

  private mutating func appendEscape(_ c: UInt32) {
    switch c {
    case 0x22: append("\\\"")
    case 0x5C: append("\\\\")
    case 8: append("\\b")
    case 9: append("\\t")
    case 10: append("\\n")
    case 12: append("\\f")
    case 13: append("\\r")
    case 0x10000...:
      let v = c - 0x10000
      appendUnit(0xD800 | v >> 10)
      appendUnit(0xDC00 | v & 0x3FF)
    default: appendUnit(c)
    }
  }

  private mutating func appendUnit(_ unit: UInt32) {
    append("\\u")
    for shift in [12, 8, 4, 0] as [UInt32] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
      append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
