// Which registers an instruction reads and writes.

import RegisterCode

/// Registers in up to four runs, in the order in which an instruction names them.
struct RegisterRuns: Sequence {
  private var firsts = SIMD4<UInt16>()
  private var counts = SIMD4<UInt16>()
  private var used = 0

  mutating func append(_ register: Int) { append(register..<register + 1) }

  mutating func append(_ registers: Range<Int>) {
    if registers.isEmpty { return }
    firsts[used] = UInt16(registers.lowerBound)
    counts[used] = UInt16(registers.count)
    used += 1
  }

  func contains(_ register: Int) -> Bool {
    for run in 0..<used {
      let distance = register - Int(firsts[run])
      if distance >= 0, distance < Int(counts[run]) { return true }
    }
    return false
  }

  struct Iterator: IteratorProtocol {
    fileprivate let runs: RegisterRuns
    private var run = 0
    private var position = 0

    fileprivate init(_ runs: RegisterRuns) { self.runs = runs }

    mutating func next() -> Int? {
      if run == runs.used { return nil }
      let register = Int(runs.firsts[run]) + position
      position += 1
      if position == Int(runs.counts[run]) {
        run += 1
        position = 0
      }
      return register
    }
  }

  func makeIterator() -> Iterator { Iterator(self) }
}

struct RegisterEffects {
  private(set) var reads = RegisterRuns()
  private(set) var writes = RegisterRuns()
  /// Calls leave no register from there on as it was.
  private(set) var clobbersFrom: Int?

  /// - Parameter localCount: fast locals of the code that the instruction belongs to.
  init(_ word: UInt64, localCount: Int) {
    let opcode = word.opcode
    let operands = opcode.operands
    note(operands.a, word.a, word)
    note(operands.b, word.b, word)
    note(operands.c, word.c, word)
    switch opcode.parent {
    case .yieldValue: if word.c > 0 { reads.append(word.c - 1) }
    case .copyFreeVariables: writes.append(localCount - word.a..<localCount)
    default: break
    }
  }

  private mutating func note(_ kind: OperandKind, _ field: Int, _ word: UInt64) {
    switch kind {
    case .use: reads.append(field)
    case .def: writes.append(field)
    case .both:
      reads.append(field)
      writes.append(field)
    case .first:
      reads.append(field..<field + RegisterEffects.firstCount(word.opcode.parent, word))
    case .into: writes.append(field..<field + RegisterEffects.intoCount(word.opcode.parent, word))
    case .window: noteWindow(word.opcode.parent, word, field)
    case .none, .immediate, .count, .name, .jump, .name32, .jump32: break
    }
  }

  private mutating func noteWindow(_ opcode: Opcode, _ word: UInt64, _ window: Int) {
    let receiver = window + callWindowGap
    switch opcode {
    case .loadMethod, .loadSuperMethod:
      writes.append(window)
      writes.append(receiver)
    case .callExtended:
      reads.append(window)
      reads.append(receiver..<receiver + (word.c == 1 ? 3 : 2))
      clobbersFrom = window
    case .callMethod, .callMethodKeyword:
      reads.append(window)
      reads.append(receiver..<receiver + 1 + word.c)
      clobbersFrom = window
    default:
      reads.append(window)
      reads.append(receiver + 1..<receiver + 1 + word.c)
      clobbersFrom = window
    }
  }

  private static func firstCount(_ opcode: Opcode, _ word: UInt64) -> Int {
    switch opcode {
    case .slice, .storeSlice, .importName, .intrinsic2: return 2
    case .loadSuperAttr, .loadSuperMethod, .matchClass, .steppedSlice: return 3
    case .buildMap: return 2 * word.c
    default: return word.c
    }
  }

  private static func intoCount(_ opcode: Opcode, _ word: UInt64) -> Int {
    switch opcode {
    case .movePair, .matchExceptionGroup: return 2
    case .unpackExtended: return (word.c & 255) + 1 + (word.c >> 8)
    default: return word.c
    }
  }
}
