// Instances and namespaces.

import TaipanRuntime

extension Emitter {
  /// An instance whose attributes are unset. The store of its shape follows.
  func newInstance(_ i: Instruction) -> LowValue {
    if i.extra == 0 { return call(RuntimeFunctions.newInstance, [constant(i.number)]) }
    return newCell(
      size: i.extra, Shape(id: 0),
      fill: { cell in
        for offset in stride(from: 8, to: i.extra, by: 8) {
          store(constant(0), field(cell, offset), .slot)
        }
      },
      slow: { call(RuntimeFunctions.newInstance, [constant(i.number)]) })
  }

  /// The buffer is read whenever its owner is: the owner's barrier stands for both.
  func storeOverflow(_ i: Instruction) {
    let place = field(asWord(i.operands[1]), i.number)
    store(i.operands[2], in: asWord(i.operands[0]), at: place, i.alias)
  }

  func storeEntry(_ i: Instruction) {
    store(i.operands[1], in: asWord(i.operands[0]), at: LowPlace(offset: i.number), i.alias)
  }
}
