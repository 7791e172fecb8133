// A compiled pattern as the matcher runs it: the code of `re`, and facts about it that are found once,
// before the first match.
//
// Facts are numbers beside the code, one for each of its words:
//   at an operation           the set of the characters that a match from here on can begin with
//   one behind a repetition   1 if what follows never begins with what is repeated
//   one behind BRANCH         1 if no two alternatives begin with the same character
// Sets hold what is below 256; 0 stands for a set that is not known. What such a set rules out need
// not be tried: nearly all backtracking ends there.

import Glibc
import TaipanRuntime

struct PatternProgram {
  let code: UnsafePointer<UInt32>
  let count: Int
  /// The first word behind the INFO block.
  private(set) var body = 0
  /// The fewest characters of a match.
  private(set) var minimum = 0
  /// Literal text that matches begin with; nil if it is not known or not Latin-1.
  private(set) var prefix: UnsafeMutablePointer<UInt8>?
  private(set) var prefixCount = 0
  /// The prefix is all of the pattern.
  private(set) var isLiteral = false
  /// nil until the first match.
  private(set) var facts: UnsafeMutablePointer<UInt32>?
  private(set) var sets: UnsafeMutablePointer<CharacterBits>
  /// Bit i of entry c: character c may stand i places behind the begin of a match.
  private(set) var window: UnsafeMutablePointer<UInt8>?
  private(set) var windowCount = 0

  /// Takes over the memory of the code.
  init(code: UnsafePointer<UInt32>, count: Int) {
    self.code = code
    self.count = count
    sets = .allocate(capacity: 1)
    sets.initialize(to: CharacterBits())
    if code[0] == Op.info {
      body = 1 + Int(code[1])
      minimum = Int(code[3])
      if code[2] & 1 != 0 { readPrefix() }
    }
  }

  private mutating func readPrefix() {
    let length = Int(code[5])
    isLiteral = code[2] & 2 != 0
    prefixCount = length
    for i in 0..<length where code[7 + i] > 255 { return }
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, length))
    for i in 0..<length { bytes[i] = UInt8(truncatingIfNeeded: code[7 + i]) }
    prefix = bytes
  }

  func free() {
    code.deallocate()
    prefix?.deallocate()
    facts?.deallocate()
    sets.deallocate()
    window?.deallocate()
  }

  /// Finds the facts.
  @inline(never) mutating func analyse() {
    let facts = UnsafeMutablePointer<UInt32>.allocate(capacity: count + 16)
    facts.initialize(repeating: 0, count: count + 16)
    self.facts = facts
    var analysis = FirstSets(code, count: count, facts: facts)
    analysis.visit(body)
    makeWindow(analysis.leading(body, 8))
    let found = analysis.found
    sets.deallocate()
    sets = .allocate(capacity: found.count)
    sets.initialize(from: found, count: found.count)
  }

  private mutating func makeWindow(_ leading: [CharacterBits]) {
    windowCount = leading.count
    if leading.isEmpty { return }
    let window = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for c in 0..<256 {
      var bits: UInt8 = 0
      for (i, set) in leading.enumerated() where set.has(c) { bits |= 1 << UInt8(i) }
      window[c] = bits
    }
    self.window = window
  }
}

/// The characters below 256 of a set. A type of its own: the first array of a generic one has Swift look through
/// all conformances of the program for what its parameters must conform to.
struct CharacterBits: Equatable {
  private var words = SIMD4<UInt64>()

  subscript(_ word: Int) -> UInt64 {
    get { words[word] }
    set { words[word] = newValue }
  }

  func has(_ c: Int) -> Bool { words[c >> 6] >> UInt64(c & 63) & 1 != 0 }
  mutating func insert(_ c: Int) { words[c >> 6] |= 1 << UInt64(c & 63) }
  var isEmpty: Bool { words[0] | words[1] | words[2] | words[3] == 0 }

  static func == (lhs: CharacterBits, rhs: CharacterBits) -> Bool {
    var difference = CharacterBits()
    difference.words = lhs.words ^ rhs.words
    return difference.isEmpty
  }

  static func | (lhs: CharacterBits, rhs: CharacterBits) -> CharacterBits {
    var bits = lhs
    bits.words |= rhs.words
    return bits
  }

  static func |= (lhs: inout CharacterBits, rhs: CharacterBits) { lhs = lhs | rhs }

  static func & (lhs: CharacterBits, rhs: CharacterBits) -> CharacterBits {
    var bits = lhs
    bits.words &= rhs.words
    return bits
  }

  static prefix func ~ (bits: CharacterBits) -> CharacterBits {
    var others = bits
    others.words = ~bits.words
    return others
  }

  /// The characters from `low` to `high`, both below 256.
  static func range(_ low: Int, _ high: Int) -> CharacterBits {
    var bits = CharacterBits()
    if low <= high { for c in low...high { bits.insert(c) } }
    return bits
  }
}
