// Format strings of `struct`, parsed into a plan.

import TaipanRuntime

/// A run of equal items. Plans hold no Python values.
struct StructItem {
  let code: UInt8
  /// Bytes of one item.
  let size: Int
  let offset: Int
  let count: Int
}

final class StructFormat {
  let items: [StructItem]
  let size: Int
  /// Values to pack.
  let valueCount: Int
  let isBigEndian: Bool
  /// Byte order and sizes of the machine, `@`.
  let isNative: Bool

  /// The items again, in memory of their own: reading an array counts references.
  let firstItem: UnsafePointer<StructItem>
  let itemCount: Int

  private init(_ items: [StructItem], _ size: Int, _ valueCount: Int, _ big: Bool, _ native: Bool) {
    self.items = items
    let copy = UnsafeMutablePointer<StructItem>.allocate(capacity: max(items.count, 1))
    for (i, item) in items.enumerated() { (copy + i).initialize(to: item) }
    firstItem = UnsafePointer(copy)
    itemCount = items.count
    self.size = size
    self.valueCount = valueCount
    isBigEndian = big
    isNative = native
  }

  deinit { firstItem.deallocate() }

  nonisolated(unsafe) private static var cache: [[UInt8]: StructFormat] = [:]

  /// The plan of a format, from the cache if it was used before.
  ///
  /// - Throws: struct.error.
  static func of(_ text: [UInt8]) throws(Raised) -> StructFormat {
    if let known = cache[text] { return known }
    let format = try parse(text)
    if cache.count >= 100 { cache.removeAll() }
    cache[text] = format
    return format
  }

  static func clearCache() { cache.removeAll() }

  /// Bytes of one item; nil for a character without meaning.
  private static func itemSize(_ code: UInt8, native: Bool, sized: Bool) -> Int? {
    switch code {
    case UInt8(ascii: "x"), UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "c"),
      UInt8(ascii: "s"), UInt8(ascii: "p"), UInt8(ascii: "?"):
      return 1
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "e"): return 2
    case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "f"): return 4
    case UInt8(ascii: "l"), UInt8(ascii: "L"): return sized ? 4 : 8
    case UInt8(ascii: "q"), UInt8(ascii: "Q"), UInt8(ascii: "d"): return 8
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "P"): return native ? 8 : nil
    default: return nil
    }
  }

  private static func parse(_ text: [UInt8]) throws(Raised) -> StructFormat {
    var at = 0
    var (big, native) = (false, true)
    switch text.first {
    case UInt8(ascii: "<"), UInt8(ascii: "="): (native, at) = (false, 1)
    case UInt8(ascii: ">"), UInt8(ascii: "!"): (big, native, at) = (true, false, 1)
    case UInt8(ascii: "@"): at = 1
    default: break
    }
    var items: [StructItem] = []
    var size = 0
    var values = 0
    while at < text.count {
      let c = text[at]
      at += 1
      if DecimalDigits.isCSpace(c) { continue }
      var code = c
      var count = 1
      if c &- 0x30 < 10 {
        count = Int(c) - 0x30
        while at < text.count, text[at] &- 0x30 < 10 {
          let digit = Int(text[at]) - 0x30
          if count > (Int.max - digit) / 10 { throw tooLong() }
          count = count * 10 + digit
          at += 1
        }
        if at == text.count {
          throw StructModule.error.raised("repeat count given without format specifier")
        }
        code = text[at]
        at += 1
      }
      guard let width = itemSize(code, native: native, sized: !native) else {
        throw StructModule.error.raised("bad char in struct format")
      }
      if native, width > 1 {
        let (padded, overflow) = size.addingReportingOverflow(width - 1)
        if overflow { throw tooLong() }
        size = padded & ~(width - 1)
      }
      let (bytes, high) = count.multipliedReportingOverflow(by: width)
      let (sum, carry) = size.addingReportingOverflow(bytes)
      if high || carry { throw tooLong() }
      switch code {
      case UInt8(ascii: "x"): break
      case UInt8(ascii: "s"), UInt8(ascii: "p"):
        items.append(StructItem(code: code, size: count, offset: size, count: 1))
        values += 1
      default:
        if count > 0 {
          items.append(StructItem(code: code, size: width, offset: size, count: count))
        }
        values += count
      }
      size = sum
    }
    return StructFormat(items, size, values, big, native)
  }

  private static func tooLong() -> Raised {
    StructModule.error.raised("total struct size too long")
  }
}
