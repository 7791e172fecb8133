// Which registers an instruction reads and writes.

import RegisterCode

struct RegisterEffects {
  var reads: [Int] = []
  var writes: [Int] = []
  /// Calls leave no register from there on as it was.
  var clobbersFrom: Int?

  /// - Parameter localCount: fast locals of the code that the instruction belongs to.
  init(_ word: UInt64, localCount: Int) {
    let opcode = word.opcode
    let operands = opcode.operands
    for (kind, field) in [(operands.a, word.a), (operands.b, word.b), (operands.c, word.c)] {
      switch kind {
      case .use: reads.append(field)
      case .def: writes.append(field)
      case .both:
        reads.append(field)
        writes.append(field)
      case .first: reads += field..<field + RegisterEffects.firstCount(opcode.parent, word)
      case .into: writes += field..<field + RegisterEffects.intoCount(opcode.parent, word)
      case .window: noteWindow(opcode.parent, word, field)
      case .none, .immediate, .count, .name, .jump, .name32, .jump32: break
      }
    }
    switch opcode.parent {
    case .yieldValue: if word.c > 0 { reads.append(word.c - 1) }
    case .copyFreeVariables: writes += localCount - word.a..<localCount
    default: break
    }
  }

  private mutating func noteWindow(_ opcode: Opcode, _ word: UInt64, _ window: Int) {
    let receiver = window + callWindowGap
    switch opcode {
    case .loadMethod, .loadSuperMethod: writes += [window, receiver]
    case .callExtended:
      reads += [window, receiver, receiver + 1] + (word.c == 1 ? [receiver + 2] : [])
      clobbersFrom = window
    case .callMethod, .callMethodKeyword:
      reads += [window, receiver] + (receiver + 1..<receiver + 1 + word.c)
      clobbersFrom = window
    default:
      reads += [window] + (receiver + 1..<receiver + 1 + word.c)
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
