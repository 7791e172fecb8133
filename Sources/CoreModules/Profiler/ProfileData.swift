// What a profiler has measured. No Python object is in here: what was called is known by an address, and is
// kept in a list of the profiler's.

/// Times are nanoseconds, or what a timer of the program's own counts.
final class ProfileData {
  struct Counts {
    var calls = 0
    var recursiveCalls = 0
    var totalTime = 0.0
    var ownTime = 0.0
    /// How many of its calls are running.
    var depth = 0

    mutating func finish(total: Double, own: Double) {
      depth -= 1
      if depth == 0 { totalTime += total } else { recursiveCalls += 1 }
      ownTime += own
      calls += 1
    }
  }

  struct Entry {
    var counts = Counts()
    /// By number of the entry that was called.
    var callees: [Int: Counts] = [:]
    var calleeOrder: [Int] = []
  }

  private struct Call {
    let entry: Int
    let start: Double
    var timeOfCallees = 0.0
  }

  private(set) var entries: [Entry] = []
  private var numbers: [UInt: Int] = [:]
  private var calls: [Call] = []
  var recordsSubcalls = true
  var recordsBuiltins = true

  /// The number of an entry; a new one if the key is.
  func number(of key: UInt) -> (number: Int, isNew: Bool) {
    if let known = numbers[key] { return (known, false) }
    entries.append(Entry())
    numbers[key] = entries.count - 1
    return (entries.count - 1, true)
  }

  func begin(_ entry: Int, at time: () -> Double) {
    entries[entry].counts.depth += 1
    if recordsSubcalls, let caller = calls.last?.entry {
      if entries[caller].callees[entry] == nil { entries[caller].calleeOrder.append(entry) }
      entries[caller].callees[entry, default: Counts()].depth += 1
    }
    calls.append(Call(entry: entry, start: time()))
  }

  /// The innermost call ends, if it is one of the key's.
  func end(_ key: UInt, at time: Double) {
    guard let call = calls.popLast() else { return }
    if let entry = numbers[key] { finish(call, entry, time) }
  }

  private func finish(_ call: Call, _ entry: Int, _ time: Double) {
    let total = time - call.start
    let own = total - call.timeOfCallees
    entries[entry].counts.finish(total: total, own: own)
    guard let caller = calls.indices.last else { return }
    calls[caller].timeOfCallees += total
    if recordsSubcalls, entries[calls[caller].entry].callees[entry] != nil {
      entries[calls[caller].entry].callees[entry]!.finish(total: total, own: own)
    }
  }

  /// Ends what runs when the profiler stops.
  func endAll(at time: () -> Double) {
    while let call = calls.popLast() { finish(call, call.entry, time()) }
  }

  func clear() {
    entries = []
    numbers = [:]
    calls = []
  }
}
