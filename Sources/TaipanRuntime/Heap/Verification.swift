// `TAIPAN_GC=verify`: finds stores that lack the write barrier.
//
// After a minor collection has marked, everything is marked again from the roots, as a major one
// does. What only the second marking reaches would have been freed while in use: some old object
// was written to and not remembered. Each such object is named on stderr, with the one that holds it.

import CTaipan
import Glibc

extension Heap {
  static func verifyMinor() {
    let s = state
    let bytes = Int(used >> 7) + 1
    let kept = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes)
    kept.update(from: s.pointee.markBits, count: bytes)
    memset(s.pointee.markBits, 0, bytes)
    taipan_with_spilled_registers { stackPointer in
      Heap.markRoots(stackPointer!)
    }
    markFixedRegion()
    reportMissing(kept, holder: nil)
    // What the stack gets from one object is that object's.
    let together = markedTogether
    markedTogether = .max
    defer { markedTogether = together }
    while s.pointee.markStack.count > 0 {
      s.pointee.markStack.count -= 1
      let address = s.pointee.markStack.base[s.pointee.markStack.count]
      let first = s.pointee.markStack.count
      let holder = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!)
      // The content of a buffer belongs to its owner; a buffer that has none any more is not in use.
      if isBuffer(holder.header.pointee) { continue }
      let known = s.pointee.markStack.count
      trace(holder)
      // What a finished generator's registers were left with is never read again.
      if isFinishedGenerator(holder) {
        s.pointee.markStack.count = known
        continue
      }
      reportMissing(kept, from: first, holder: holder)
    }
    s.pointee.markBits.update(from: kept, count: bytes)
    kept.deallocate()
  }

  private static func isFinishedGenerator(_ object: ObjectRef) -> Bool {
    let value = Value(object)
    let kinds: [BuiltinType] = [.generator, .coroutine, .asyncGenerator]
    return kinds.contains { value.isExactly($0) }
      && GeneratorRef(value).p.pointee.state == .finished
  }

  /// Reports marks that are not at the start of an allocated cell: what a field that is read precisely
  /// held was no value.
  static func verifyMarks() {
    for block in 0..<state.pointee.blockCount where state.pointee.blocks[block].kind == .cells {
      let size = classes[Int(state.pointee.blocks[block].sizeClass)].cellSize
      let start = UInt(bitPattern: address(ofBlock: block))
      for granule in 0..<UInt(blockSize / 16) where isMarked(start + granule * 16) {
        let cell = start + granule * 16
        if Int(granule * 16) % size == 0,
          UnsafePointer<Header>(bitPattern: cell)!.pointee.shapeID != 0
        {
          continue
        }
        state.pointee.problems += 1
        fputs(
          "Taipan: verify: mark at 0x\(String(cell, radix: 16)), no object of \(size) bytes\n",
          stderr)
      }
    }
  }

  /// Names the newly marked objects that the minor collection did not mark, and marks them there, so
  /// that each is named once.
  private static func reportMissing(
    _ kept: UnsafeMutablePointer<UInt8>, from first: Int = 0, holder: ObjectRef?
  ) {
    for i in first..<state.pointee.markStack.count {
      let address = state.pointee.markStack.base[i]
      let granule = Int((address &- state.pointee.start) >> 4)
      let bit = UInt8(1) << UInt8(granule & 7)
      if kept[granule >> 3] & bit != 0 { continue }
      kept[granule >> 3] |= bit
      let lost = ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: address)!)
      let place = holder.map { "\(describe($0)) flags \($0.header.pointee.gc)" } ?? "a root"
      state.pointee.problems += 1
      fputs("Taipan: verify: \(describe(lost)) held by \(place) is not marked\n", stderr)
    }
  }

  private static func describe(_ object: ObjectRef) -> String {
    let type = object.type
    let name = type.p.pointee.name.isPresent ? type.nameText : "type without name"
    let address = "\(name) at 0x\(String(UInt(bitPattern: object.pointer), radix: 16))"
    return type.has(.isMetatype) ? "\(address) (\(TypeRef(object).nameText))" : address
  }
}
