// `TAIPAN_CACHES=tiny`: gives the bugs of caches a chance.
//
// Few instructions are specialised at a time: where one more is, the oldest becomes generic again,
// as if what it relied on had changed. So programs run through generic forms, first fills, resets
// and the polymorphic paths all the time. Only the slow paths that fill a cache ask for it.

import Glibc
import RegisterCode

enum TinyCaches {
  nonisolated(unsafe) private(set) static var isOn = false
  private static let capacity = 4
  nonisolated(unsafe) private static var places: UnsafeMutablePointer<PC?>? = nil
  nonisolated(unsafe) private static var next = 0

  /// Reads the environment; before anything runs.
  static func readEnvironment() {
    guard let text = getenv("TAIPAN_CACHES"), String(cString: text) == "tiny" else { return }
    isOn = true
    places = .allocate(capacity: capacity)
    places?.initialize(repeating: nil, count: capacity)
  }

  /// `instruction` has been specialised.
  @inline(never)
  static func note(_ instruction: PC) {
    guard let places else { return }
    if let oldest = places[next], oldest != instruction {
      InlineCache.reset(oldest)
    }
    places[next] = instruction
    next = (next + 1) % capacity
  }

  /// These words are freed.
  static func forget(_ words: Range<PC>) {
    guard let places else { return }
    for index in 0..<capacity {
      if let place = places[index], words.contains(place) { places[index] = nil }
    }
  }

  nonisolated(unsafe) private static var entry: UnsafeMutablePointer<AttributeCache.Entry>? = nil

  /// The table that polymorphic instructions share has one entry.
  @inline(never)
  static func forget(anotherThan place: UnsafeMutablePointer<AttributeCache.Entry>) {
    entry?.pointee.shape = 0
    entry = place
  }
}
