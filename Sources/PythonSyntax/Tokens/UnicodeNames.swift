/// Which characters names may hold, and the form (NFKC) in which names are compared.
enum UnicodeNames {
  static func isStart(_ scalar: UInt32) -> Bool { contains(UnicodeTables.nameStarts, scalar) }
  static func isPart(_ scalar: UInt32) -> Bool { contains(UnicodeTables.nameParts, scalar) }

  /// What `str.isprintable` says.
  static func isPrintable(_ scalar: UInt32) -> Bool {
    !contains(UnicodeTables.notPrintable, scalar)
  }

  /// Binary search among pairs of first and last scalars.
  private static func contains(_ ranges: [UInt32], _ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count / 2
    while low < high {
      let middle = (low + high) / 2
      if scalar > ranges[middle * 2 + 1] { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count / 2 && scalar >= ranges[low * 2]
  }

  /// The NFKC form of a valid name in UTF-8.
  static func normalize(_ name: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var scalars: [UInt32] = []
    var position = 0
    while position < name.count {
      let (scalar, length) = decodeScalar(name, at: position)
      decompose(scalar, into: &scalars)
      position += length
    }
    sortCombining(&scalars)
    compose(&scalars)
    var bytes: [UInt8] = []
    for scalar in scalars { appendUTF8(scalar, to: &bytes) }
    return bytes
  }

  private static let hangulBase: UInt32 = 0xac00
  private static let hangulCount: UInt32 = 11172
  private static let leadBase: UInt32 = 0x1100
  private static let vowelBase: UInt32 = 0x1161
  private static let tailBase: UInt32 = 0x11a7
  private static let vowelCount: UInt32 = 21
  private static let tailCount: UInt32 = 28

  private static func decompose(_ scalar: UInt32, into scalars: inout [UInt32]) {
    if scalar &- hangulBase < hangulCount {
      let index = scalar - hangulBase
      scalars.append(leadBase + index / (vowelCount * tailCount))
      scalars.append(vowelBase + index / tailCount % vowelCount)
      if index % tailCount != 0 { scalars.append(tailBase + index % tailCount) }
      return
    }
    let keys = UnicodeTables.decomposed
    let index = lowerBound(keys.count) { keys[$0] < scalar }
    guard scalar >= 128, index < keys.count, keys[index] == scalar else {
      scalars.append(scalar)
      return
    }
    let start = Int(UnicodeTables.decompositionOffsets[index])
    let end = Int(UnicodeTables.decompositionOffsets[index + 1])
    scalars += UnicodeTables.decompositions[start..<end]
  }

  /// The first index below `count` for which `isBefore` is false.
  private static func lowerBound(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func combiningClass(_ scalar: UInt32) -> UInt32 {
    let rows = UnicodeTables.combiningClasses
    let index = lowerBound(rows.count / 3) { rows[$0 * 3 + 1] < scalar }
    guard index < rows.count / 3, scalar >= rows[index * 3] else { return 0 }
    return rows[index * 3 + 2]
  }

  /// Canonical order: runs of combining characters sorted by class, stably.
  private static func sortCombining(_ scalars: inout [UInt32]) {
    var index = 1
    while index < scalars.count {
      let current = combiningClass(scalars[index])
      var position = index
      while current != 0 && position > 0 && combiningClass(scalars[position - 1]) > current {
        scalars.swapAt(position, position - 1)
        position -= 1
      }
      index += 1
    }
  }

  private static func compose(_ scalars: inout [UInt32]) {
    var result: [UInt32] = []
    var starter: Int?
    var previousClass: UInt32 = 0
    for scalar in scalars {
      let current = combiningClass(scalar)
      let isAdjacent = starter.map { $0 == result.count - 1 } ?? false
      let isBlocked = !isAdjacent && (previousClass == 0 || previousClass >= current)
      if let starter, !isBlocked, let composed = composition(result[starter], scalar) {
        result[starter] = composed
        continue
      }
      if current == 0 { starter = result.count }
      previousClass = current
      result.append(scalar)
    }
    scalars = result
  }

  private static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first &- leadBase < 19 && second &- vowelBase < vowelCount {
      return hangulBase + ((first - leadBase) * vowelCount + second - vowelBase) * tailCount
    }
    if first &- hangulBase < hangulCount && (first - hangulBase) % tailCount == 0
      && second > tailBase && second < tailBase + tailCount
    {
      return first + second - tailBase
    }
    let rows = UnicodeTables.compositions
    let index = lowerBound(rows.count / 3) {
      (rows[$0 * 3], rows[$0 * 3 + 1]) < (first, second)
    }
    guard index < rows.count / 3, rows[index * 3] == first, rows[index * 3 + 1] == second else {
      return nil
    }
    return rows[index * 3 + 2]
  }
}

/// Encodes a code point, surrogates too ("surrogatepass").
func appendUTF8(_ scalar: UInt32, to bytes: inout [UInt8]) {
  func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3f) }
  switch scalar {
  case ..<0x80:
    bytes.append(UInt8(scalar))
  case ..<0x800:
    bytes.append(UInt8(0xc0 | scalar >> 6))
    bytes.append(continuation(0))
  case ..<0x10000:
    bytes.append(UInt8(0xe0 | scalar >> 12))
    bytes.append(continuation(6))
    bytes.append(continuation(0))
  default:
    bytes.append(UInt8(0xf0 | scalar >> 18))
    bytes.append(continuation(12))
    bytes.append(continuation(6))
    bytes.append(continuation(0))
  }
}
