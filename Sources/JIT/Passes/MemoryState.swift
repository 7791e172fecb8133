// What writes which memory, in parts that are told apart.

/// Sets of memory: a bit for each alias class, and for slots one for each of some offsets, as an attribute's slot
/// is never written by a store to another offset.
struct MemoryParts: Equatable {
  var bits: UInt64

  static let none = MemoryParts(bits: 0)
  static let all = MemoryParts(bits: ~0)
  private static let classes = AliasClass.allCases.count
  static let count = 64

  /// The number of the part that a word at an offset of an object is in.
  static func index(_ alias: AliasClass, offset: Int) -> Int {
    if alias != .slot { return alias.rawValue }
    return classes + Int(offset.magnitude) / 8 % (count - classes)
  }

  private init(bits: UInt64) { self.bits = bits }

  init(_ aliases: AliasClass...) {
    bits = 0
    for alias in aliases { bits |= 1 << UInt64(alias.rawValue) }
  }

  init(_ alias: AliasClass, offset: Int) { bits = 1 << MemoryParts.index(alias, offset: offset) }

  mutating func formUnion(_ other: MemoryParts) { bits |= other.bits }

  func contains(_ index: Int) -> Bool { bits >> UInt64(index) & 1 != 0 }
}

extension Instruction {
  /// What it may change of the memory that instructions read.
  var writes: MemoryParts {
    switch operation {
    case .store, .storeWord, .storeOverflow: return MemoryParts(alias, offset: number)
    case .storeNumber, .storeEntry: return MemoryParts(alias)
    case .storeShape: return MemoryParts(.shape)
    case .storeListItem, .reverseItems: return MemoryParts(.item)
    case .append, .moveSlice, .listPop: return MemoryParts(.listCount, .listItems, .item)
    case .nextPair: return MemoryParts(.iterator)
    case .setItem: return .all
    case .quiet, .quietTruth: return Helper(rawValue: comparison)!.writes
    default: return operation.isOpaque ? .all : .none
    }
  }
}

extension Helper {
  /// What it may change where it does not ask.
  fileprivate var writes: MemoryParts {
    if onlyReads { return .none }
    // A dict, which may be a module's namespace.
    return self == .dictStore ? MemoryParts(.namespace, .version) : .all
  }
}
