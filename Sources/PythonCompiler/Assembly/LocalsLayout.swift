import Bytecode
import PythonSyntax

/// Names numbered in the order in which they are first asked for.
struct NameIndex {
  private(set) var names: [Identifier] = []
  private var indices: [Identifier: Int32] = [:]
  /// The number of the first name.
  let base: Int32

  init(base: Int = 0) { self.base = Int32(base) }

  init(_ names: some Sequence<Identifier>, base: Int = 0) {
    self.init(base: base)
    for name in names { _ = add(name) }
  }

  var count: Int { names.count }

  /// Most scopes have few names: a scan over words beats hashing.
  private static let scanLimit = 12

  func index(of name: Identifier) -> Int32? {
    if names.count <= NameIndex.scanLimit {
      for position in names.indices where names[position] == name { return base + Int32(position) }
      return nil
    }
    return indices[name]
  }

  mutating func add(_ name: Identifier) -> Int32 {
    if let known = index(of: name) { return known }
    let result = base + Int32(names.count)
    names.append(name)
    if names.count == NameIndex.scanLimit + 1 {
      for (position, name) in names.enumerated() { indices[name] = base + Int32(position) }
    } else if names.count > NameIndex.scanLimit {
      indices[name] = result
    }
    return result
  }

  func contains(_ name: Identifier) -> Bool { index(of: name) != nil }
}

/// Where the variables of a code unit live in its frame: locals, then cells that are not arguments,
/// then free variables. A cell for an argument shares the slot of the argument.
struct LocalsLayout {
  /// By number of cell or free variable: its index in the frame.
  private(set) var indexOfCell: [Int32]
  /// The numbers of the cells, in the order of their slots.
  private(set) var cellsInFrameOrder: [Int32]
  let freeCount: Int
  private(set) var names: [Identifier]
  private(set) var kinds: [UInt8]

  init(locals: NameIndex, cells: NameIndex, frees: NameIndex, hidden: Set<Identifier>) {
    let localCount = locals.count
    freeCount = frees.count
    indexOfCell = (0..<cells.count + frees.count).map { Int32(localCount + $0) }
    for (number, name) in cells.names.enumerated() {
      if let local = locals.index(of: name) { indexOfCell[number] = local }
    }
    let unsorted = indexOfCell
    cellsInFrameOrder = (0..<Int32(cells.count)).sorted { unsorted[Int($0)] < unsorted[Int($1)] }
    names = locals.names
    kinds = locals.names.map {
      LocalKind.local | (hidden.contains($0) ? LocalKind.hidden : 0)
        | (cells.contains($0) ? LocalKind.cell : 0)
    }
    closeGaps(localCount, cells, frees)
  }

  /// Slots move down by the number of cells before them that share the slot of an argument.
  private mutating func closeGaps(_ localCount: Int, _ cells: NameIndex, _ frees: NameIndex) {
    var dropped: Int32 = 0
    let all = cells.names + frees.names
    for number in indexOfCell.indices {
      guard indexOfCell[number] == Int32(number + localCount) else {
        dropped += 1
        continue
      }
      indexOfCell[number] -= dropped
      names.append(all[number])
      kinds.append(number < cells.count ? LocalKind.cell : LocalKind.free)
    }
  }
}
