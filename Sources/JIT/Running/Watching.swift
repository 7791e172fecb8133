// What units take for constant without asking each time: classes, the keys of namespaces, constant values in them,
// the code of functions.
//
// Whoever changes one of these tells (`Watch`), before anything else runs. Units that rely on it are taken out at
// once, and a word of theirs is set, at which code that is on the stack looks where something may have run
// (`guardValid`): one test for all that the unit relies on. What changes again and again is asked for instead.

import TaipanRuntime

/// Something that is watched, by its address.
enum Watched: Hashable {
  case type(TypeRef)
  /// What names a namespace has, and where.
  case keys(Int)
  /// The value of an entry of a namespace whose keys are watched, too.
  case value(Int)
  case function(Int)
}

enum Watching {
  nonisolated(unsafe) private static var units: [Watched: [Unit]] = [:]
  /// How often each has changed while units relied on it.
  nonisolated(unsafe) private static var changes: [Watched: Int] = [:]
  /// Changes after which it is asked for instead.
  private static let mostChanges = 4
  /// Entries of namespaces into which native code stores without telling.
  nonisolated(unsafe) private static var storedEntries: Set<Int> = []

  static func start() {
    Watch.onTypeChanged = { changed(.type($0)) }
    Watch.onFunctionChanged = { changed(.function(Int(bitPattern: $0.p))) }
    Watch.onKeysChanged = { dict in
      dict.p.pointee.watched = false
      changed(.keys(Int(bitPattern: dict.p)))
    }
    Watch.onValueChanged = { dict, entry in
      changed(.value(Int(bitPattern: dict.entries + entry)))
    }
  }

  static func mayWatch(_ watched: Watched) -> Bool {
    if case .value(let entry) = watched, storedEntries.contains(entry) { return false }
    return changes[watched, default: 0] < mostChanges
  }

  /// Native code will store into an entry, whose value is none that could be watched.
  static func noteStored(_ entry: UnsafeMutablePointer<DictEntry>) {
    storedEntries.insert(Int(bitPattern: entry))
  }

  /// A unit has been built that relies on these.
  static func note(_ watched: Set<Watched>, of unit: Unit) {
    for one in watched {
      units[one, default: []].append(unit)
      switch one {
      case .type(let type): type.p.pointee.flags.insert(.watched)
      case .keys(let dict):
        DictRef(p: UnsafeMutablePointer(bitPattern: dict)!).p.pointee.watched = true
      case .value, .function: break
      }
    }
  }

  private static func changed(_ watched: Watched) {
    guard let relying = units.removeValue(forKey: watched) else { return }
    changes[watched, default: 0] += 1
    for unit in relying { Tier.invalidate(unit) }
  }
}

extension Builder {
  /// Relies on something as it is now. False where it is to be asked for.
  func takesForConstant(_ watched: Watched) -> Bool {
    if !Watching.mayWatch(watched) { return false }
    self.watched.insert(watched)
    emit(.guardValid, [], .any, state: exitState)
    return true
  }
}
