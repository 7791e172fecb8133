// Moves that happen at the same time, in an order in which one after the other does the same.

struct ParallelMoves {
  enum Step {
    /// A value to its new place; constants have no old one.
    case plain(value: Int, from: Location, to: Location)
    /// What is in a place goes to the spare register of its kind, where it is found from then on.
    case aside(Location)
  }

  private var pending: [(value: Int, from: Location, to: Location)] = []

  /// What `Step.aside` moves to.
  private static let spareGeneral = Location.general(General.rax)
  private static let spareVector = Location.vector(15)

  var isEmpty: Bool { pending.isEmpty }

  mutating func clear() { pending.removeAll(keepingCapacity: true) }

  mutating func add(_ value: Int, _ from: Location, to: Location) {
    if to == .nowhere || from == to { return }
    pending.append((value, from, to))
  }

  /// The next step; nil where all is done.
  mutating func next() -> Step? {
    if pending.isEmpty { return nil }
    for index in pending.indices {
      let move = pending[index]
      if isRead(move.to, except: index) { continue }
      pending.swapAt(index, pending.count - 1)
      pending.removeLast()
      return .plain(value: move.value, from: move.from, to: move.to)
    }
    // A ring: one of its values steps aside.
    let from = pending[0].from
    let spare = from.isVector ? ParallelMoves.spareVector : ParallelMoves.spareGeneral
    for index in pending.indices where pending[index].from == from { pending[index].from = spare }
    return .aside(from)
  }

  private func isRead(_ place: Location, except: Int) -> Bool {
    for index in pending.indices where index != except && pending[index].from == place {
      return true
    }
    return false
  }
}
