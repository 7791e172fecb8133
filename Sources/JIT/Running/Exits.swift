// From native code to the interpreter: native code stores its values as it holds them, and this makes
// what the interpreter expects. It keeps the code of the many exits small.

import TaipanRuntime

/// How the values of a frame state lie in the registers.
struct ExitLayout {
  struct Register {
    let index: Int32
    let representation: ValueType.Representation
  }

  struct Frame {
    let base: Int
    let body: Int
    let pc: Int
    let flags: Int
    let hasInstance: Bool
  }

  let registers: [Register]
  let frames: [Frame]
}

extension Graph {
  /// For each frame state. After simplification: the types are final.
  var exitLayouts: [ExitLayout] {
    states.map { state in
      ExitLayout(
        registers: state.registers.compactMap { register, value in
          let representation = values[value].type.representation
          if representation == .word || representation == .bool { return nil }
          return .init(index: Int32(register), representation: representation)
        },
        frames: state.frames.map {
          .init(
            base: $0.base, body: $0.body, pc: $0.pc, flags: $0.flags, hasInstance: $0.instance != nil)
        })
    }
  }
}

enum Exits {
  private static let mostExtras = 64
  /// Functions and instances of inlined frames, on the way to their headers.
  private static let extrasBuffer: UnsafeMutablePointer<Value> = {
    let buffer = UnsafeMutablePointer<Value>.allocate(capacity: mostExtras)
    buffer.initialize(repeating: .absent, count: mostExtras)
    return buffer
  }()

  /// Address of a word for each inlined function, and its instance where it has one.
  static var extras: Int { Int(bitPattern: extrasBuffer) }

  /// Completes the frames of a state. `place` is the instruction whose guard failed, or 0.
  static let leave: @convention(c) (UnsafeMutableRawPointer, Int, Int, Int) -> Void = {
    frame, id, state, place in
    let unit = Tier.units[id]
    let r = frame.assumingMemoryBound(to: Value.self)
    let layout = unit.exits[state]
    makeFrames(layout, r)
    makeValues(layout, r)
    if place != 0 { Tier.noteFailure(unit, at: place) }
  }

  /// Boxing may collect; the stack of registers is searched for whatever looks like a reference.
  private static func makeValues(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    for register in layout.registers {
      let bits = r[Int(register.index)].bits
      r[Int(register.index)] =
        register.representation == .int
        ? Value(Int(bitPattern: UInt(bits))) : Value(Double(bitPattern: bits))
    }
  }

  private static func makeFrames(_ layout: ExitLayout, _ r: UnsafeMutablePointer<Value>) {
    var extra = extrasBuffer
    for (index, frame) in layout.frames.enumerated() {
      let registers = r + frame.base
      registers[-2] = Value(bits: UInt64(frame.pc))
      if index == 0 { continue }
      let caller = r + layout.frames[index - 1].base
      registers[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
      registers[-3] = Value(bits: UInt64(frame.body))
      registers[-4] = extra.pointee
      extra += 1
      registers[-5] = Value(bits: UInt64(frame.flags) << 1 | 1)
      registers[-6] = .absent
      if frame.hasInstance {
        registers[-6] = extra.pointee
        extra += 1
      }
      thread.pointee.frame = registers
      thread.pointee.depth += 1
    }
  }
}
