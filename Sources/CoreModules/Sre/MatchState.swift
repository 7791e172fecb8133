// What a match in progress knows, apart from the width of the text.

import Glibc
import TaipanRuntime

/// The text, the code, and the groups found so far. Its memory is freed by `free`.
struct MatchState {
  private(set) var text: UnsafeRawPointer
  private(set) var width: Int
  private(set) var end: Int
  private(set) var program: UnsafeMutablePointer<PatternProgram>
  private(set) var marks: UnsafeMutablePointer<Int>
  private var markCapacity: Int
  /// Highest mark that is set, -1 for none.
  var lastMark = -1
  var lastIndex = -1
  var start: Int
  /// Where the first search began.
  private(set) var low: Int
  /// End of the match.
  var position = 0
  var matchAll = false
  /// The next match may not be empty at `start`.
  var mustAdvance = false
  /// The innermost repetition in progress: its place among the choices; -1 for none.
  var repeats = -1
  /// The stack of choices, with the marks that they saved.
  private(set) var saved: UnsafeMutablePointer<Int>
  var savedCount = 0
  private var savedCapacity = 512

  private init(_ program: UnsafeMutablePointer<PatternProgram>, marks: Int) {
    self.program = program
    (text, width, end, start, low) = (UnsafeRawPointer(program), 1, 0, 0, 0)
    markCapacity = marks
    self.marks = .allocate(capacity: marks)
    saved = .allocate(capacity: savedCapacity)
  }

  /// A state that is not in use: nearly all matches find one here.
  nonisolated(unsafe) private static var spare: UnsafeMutablePointer<MatchState>?

  /// A state in memory of its own.
  static func make(
    _ program: UnsafeMutablePointer<PatternProgram>, groups: Int, _ text: UnsafeRawPointer,
    _ width: Int, _ start: Int, _ end: Int
  ) -> UnsafeMutablePointer<MatchState> {
    let state: UnsafeMutablePointer<MatchState>
    if let ready = spare, ready.pointee.markCapacity >= groups * 2 {
      spare = nil
      state = ready
    } else {
      state = .allocate(capacity: 1)
      state.initialize(to: MatchState(program, marks: max(32, groups * 2)))
    }
    state.pointee.begin(program, text, width, start, end)
    return state
  }

  private mutating func begin(
    _ program: UnsafeMutablePointer<PatternProgram>, _ text: UnsafeRawPointer, _ width: Int,
    _ start: Int, _ end: Int
  ) {
    self.program = program
    (self.text, self.width) = (text, width)
    (self.start, low, self.end, position) = (start, start, end, 0)
    (matchAll, mustAdvance) = (false, false)
    reset()
  }

  /// Gives a state back.
  static func free(_ state: UnsafeMutablePointer<MatchState>) {
    if spare == nil, state.pointee.savedCapacity <= 1 << 15 {
      spare = state
      return
    }
    state.pointee.marks.deallocate()
    state.pointee.saved.deallocate()
    state.deallocate()
  }

  mutating func reset() {
    lastMark = -1
    lastIndex = -1
    savedCount = 0
    repeats = -1
  }

  /// Notes where a group begins or ends.
  mutating func setMark(_ index: Int, _ position: Int) {
    if index & 1 != 0 { lastIndex = index / 2 + 1 }
    if index > lastMark {
      var gap = lastMark + 1
      while gap < index {
        marks[gap] = -1
        gap += 1
      }
      lastMark = index
    }
    marks[index] = position
  }

  /// Begin and end of a group counted from 0; nil when it took no part.
  func group(_ index: Int) -> (Int, Int)? {
    let mark = index * 2
    if mark >= lastMark { return nil }
    let (low, high) = (marks[mark], marks[mark + 1])
    return low < 0 || high < low ? nil : (low, high)
  }

  /// Makes room on the stack for an entry above `markCount` saved marks, and saves these. Returns the
  /// entry's words, which hold anything.
  @inline(__always) mutating func push(_ markCount: Int) -> UnsafeMutablePointer<Int> {
    let base = savedCount
    let top = base &+ markCount &+ Slot.count
    if top > savedCapacity { growStack(top) }
    if markCount > 0 { (saved + base).update(from: marks, count: markCount) }
    savedCount = top
    return saved + (base &+ markCount)
  }

  @inline(never) private mutating func growStack(_ needed: Int) {
    let capacity = needed * 2
    let bigger = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    bigger.update(from: saved, count: savedCount)
    saved.deallocate()
    saved = bigger
    savedCapacity = capacity
  }

  /// After a match: the next search begins at its end.
  mutating func advance() {
    mustAdvance = position == start
    start = position
  }
}

/// Operations of the compiled pattern, as `re._constants` numbers them.
enum Op {
  static let failure: UInt32 = 0, success: UInt32 = 1, any: UInt32 = 2, anyAll: UInt32 = 3
  static let assert: UInt32 = 4, assertNot: UInt32 = 5, at: UInt32 = 6, branch: UInt32 = 7
  static let category: UInt32 = 8, charset: UInt32 = 9, bigCharset: UInt32 = 10
  static let groupRef: UInt32 = 11, groupRefExists: UInt32 = 12, `in`: UInt32 = 13
  static let info: UInt32 = 14, jump: UInt32 = 15, literal: UInt32 = 16, mark: UInt32 = 17
  static let maxUntil: UInt32 = 18, minUntil: UInt32 = 19, notLiteral: UInt32 = 20
  static let negate: UInt32 = 21, range: UInt32 = 22, `repeat`: UInt32 = 23
  static let repeatOne: UInt32 = 24, subpattern: UInt32 = 25, minRepeatOne: UInt32 = 26
  static let atomicGroup: UInt32 = 27, possessiveRepeat: UInt32 = 28
  static let possessiveRepeatOne: UInt32 = 29
  static let groupRefIgnore: UInt32 = 30, inIgnore: UInt32 = 31, literalIgnore: UInt32 = 32
  static let notLiteralIgnore: UInt32 = 33
  static let groupRefLocIgnore: UInt32 = 34, inLocIgnore: UInt32 = 35
  static let literalLocIgnore: UInt32 = 36, notLiteralLocIgnore: UInt32 = 37
  static let groupRefUniIgnore: UInt32 = 38, inUniIgnore: UInt32 = 39
  static let literalUniIgnore: UInt32 = 40, notLiteralUniIgnore: UInt32 = 41
  static let rangeUniIgnore: UInt32 = 42
}

/// Properties of single characters.
enum CharacterClass {
  static let maxRepeat = UInt32.max

  @inline(__always) static func lowerASCII(_ c: UInt32) -> UInt32 {
    c &- 0x41 < 26 ? c | 0x20 : c
  }
  static func lowerLocale(_ c: UInt32) -> UInt32 {
    c < 256 ? UInt32(bitPattern: tolower(Int32(c))) : c
  }
  static func upperLocale(_ c: UInt32) -> UInt32 {
    c < 256 ? UInt32(bitPattern: toupper(Int32(c))) : c
  }

  @inline(__always) static func isWordASCII(_ c: UInt32) -> Bool {
    (c | 0x20) &- 0x61 < 26 || c &- 0x30 < 10 || c == 0x5F
  }
  static func isWordLocale(_ c: UInt32) -> Bool {
    c < 256 && isalnum(Int32(c)) != 0 || c == 0x5F
  }
  @inline(__always) static func isWord(_ c: UInt32) -> Bool {
    if c < 0x80 { return isWordASCII(c) }
    return UnicodeData.isAlphanumeric(c)
  }
  @inline(__always) static func isSpaceASCII(_ c: UInt32) -> Bool { c == 0x20 || c &- 9 < 5 }

  private static func isLineBreak(_ c: UInt32) -> Bool {
    c &- 0x0A < 4 || c &- 0x1C < 3 || c == 0x85 || c &- 0x2028 < 2
  }

  @inline(__always) static func has(_ category: UInt32, _ c: UInt32) -> Bool {
    switch category {
    case 0: return c &- 0x30 < 10
    case 1: return c &- 0x30 >= 10
    case 2: return isSpaceASCII(c)
    case 3: return !isSpaceASCII(c)
    case 4: return isWordASCII(c)
    case 5: return !isWordASCII(c)
    case 10: return UnicodeData.isDecimal(c)
    case 11: return !UnicodeData.isDecimal(c)
    case 12: return c < 0x1C ? isSpaceASCII(c) : UnicodeData.isSpace(c)
    case 13: return !(c < 0x1C ? isSpaceASCII(c) : UnicodeData.isSpace(c))
    case 14: return isWord(c)
    case 15: return !isWord(c)
    default: return hasRare(category, c)
    }
  }

  private static func hasRare(_ category: UInt32, _ c: UInt32) -> Bool {
    switch category {
    case 6: return c == 10
    case 7: return c != 10
    case 8: return isWordLocale(c)
    case 9: return !isWordLocale(c)
    case 16: return isLineBreak(c)
    default: return !isLineBreak(c)
    }
  }

  /// Whether a set of the pattern has the character.
  static func contains(_ first: UnsafePointer<UInt32>, _ c: UInt32) -> Bool {
    var set = first
    var found = true
    while true {
      let op = set[0]
      switch op {
      case Op.literal:
        if c == set[1] { return found }
        set += 2
      case Op.range:
        if set[1] <= c, c <= set[2] { return found }
        set += 3
      case Op.category:
        if has(set[1], c) { return found }
        set += 2
      case Op.charset:
        if c < 256, set[1 + Int(c >> 5)] & (1 << (c & 31)) != 0 { return found }
        set += 9
      case Op.negate:
        found = !found
        set += 1
      case Op.rangeUniIgnore:
        if set[1] <= c, c <= set[2] { return found }
        let upper = UnicodeData.simpleUpper(c)
        if set[1] <= upper, upper <= set[2] { return found }
        set += 3
      case Op.bigCharset:
        if inBlocks(set, c) { return found }
        set += 2 + 64 + Int(set[1]) * 8
      default: return !found
      }
    }
  }

  private static func inBlocks(_ set: UnsafePointer<UInt32>, _ c: UInt32) -> Bool {
    if c >= 0x1_0000 { return false }
    let block = UnsafeRawPointer(set + 2).load(fromByteOffset: Int(c >> 8), as: UInt8.self)
    let bits = set + 66 + Int(block) * 8
    return bits[Int(c & 255) >> 5] & (1 << (c & 31)) != 0
  }

  static func containsLocale(_ set: UnsafePointer<UInt32>, _ c: UInt32) -> Bool {
    let lower = lowerLocale(c)
    if contains(set, lower) { return true }
    let upper = upperLocale(c)
    return upper != lower && contains(set, upper)
  }
}
