import PythonSyntax

/// What a scope does with a name, and once analysed, where the name lives.
struct SymbolFlags: OptionSet {
  var rawValue: Int32

  static let global = SymbolFlags(rawValue: 1)
  static let local = SymbolFlags(rawValue: 1 << 1)
  static let parameter = SymbolFlags(rawValue: 1 << 2)
  static let nonlocal = SymbolFlags(rawValue: 1 << 3)
  static let use = SymbolFlags(rawValue: 1 << 4)
  /// A free variable of a method whose name the class binds too.
  static let freeInClass = SymbolFlags(rawValue: 1 << 6)
  static let imported = SymbolFlags(rawValue: 1 << 7)
  static let annotated = SymbolFlags(rawValue: 1 << 8)
  static let comprehensionIteration = SymbolFlags(rawValue: 1 << 9)
  static let typeParameter = SymbolFlags(rawValue: 1 << 10)
  /// A cell of a comprehension that was inlined here.
  static let comprehensionCell = SymbolFlags(rawValue: 1 << 11)

  static let bound: SymbolFlags = [.local, .parameter, .imported]

  private static let placeOffset: Int32 = 12

  var place: SymbolPlace {
    get { SymbolPlace(rawValue: rawValue >> SymbolFlags.placeOffset & 15)! }
    set { rawValue |= newValue.rawValue << SymbolFlags.placeOffset }
  }

  var withoutPlace: SymbolFlags {
    SymbolFlags(rawValue: rawValue & ((1 << SymbolFlags.placeOffset) - 1))
  }
}

/// Where a name lives, seen from one scope.
enum SymbolPlace: Int32 {
  case unknown, local, globalExplicit, globalImplicit, free, cell
}

/// Symbols in order of insertion: the order shows in the code of inlined comprehensions.
struct SymbolMap {
  private(set) var names: [Identifier] = []
  private(set) var flags: [SymbolFlags] = []
  private var indices: [Identifier: Int] = [:]
  private static let scanLimit = 12

  var count: Int { names.count }

  func index(of name: Identifier) -> Int? {
    if names.count <= SymbolMap.scanLimit { return names.firstIndex(of: name) }
    return indices[name]
  }

  /// The flags of a name; none for an unknown one. Setting adds the name.
  subscript(name: Identifier) -> SymbolFlags {
    get { index(of: name).map { flags[$0] } ?? [] }
    set {
      if let index = index(of: name) {
        flags[index] = newValue
        return
      }
      names.append(name)
      flags.append(newValue)
      if names.count == SymbolMap.scanLimit + 1 {
        reindex()
      } else if names.count > SymbolMap.scanLimit {
        indices[name] = names.count - 1
      }
    }
  }

  mutating func set(_ newFlags: SymbolFlags, at index: Int) { flags[index] = newFlags }

  mutating func remove(_ name: Identifier) {
    guard let index = index(of: name) else { return }
    names.remove(at: index)
    flags.remove(at: index)
    reindex()
  }

  private mutating func reindex() {
    indices.removeAll(keepingCapacity: true)
    guard names.count > SymbolMap.scanLimit else { return }
    for (index, name) in names.enumerated() { indices[name] = index }
  }
}
