// Growing text: what makes `s += piece` in a loop take linear time.
//
// Strings do not change, and without reference counts nobody knows that the old `s` is garbage. So the
// characters of a string that grows lie in a buffer with room behind them, and all strings that began
// as the same one share it: each sees its own prefix only. An addition to the string that reaches up
// to the last used character writes behind it; to any other, it starts a buffer of its own.

import Glibc

struct TextBufferLayout {
  var header: Header
  /// Characters in use: the length of the longest string in this buffer.
  var used: Int
  /// Characters that have room, in the width of the strings.
  var capacity: Int
}

struct TextBuffer: TypedRef {
  let p: UnsafeMutablePointer<TextBufferLayout>
  init(p: UnsafeMutablePointer<TextBufferLayout>) { self.p = p }

  static let spec = TypeSpec("text_buffer", size: 24, traceKind: .none)

  /// Shorter results are copied: they do not pay for a second object.
  static let minimumLength = 128

  private static func make(_ capacity: Int, width: Int) -> TextBuffer {
    let size = MemoryLayout<TextBufferLayout>.size + capacity * width
    let buffer = TextBuffer(Heap.allocate(size, Header(shape: .of(.textBuffer))))
    buffer.p.pointee.used = 0
    buffer.p.pointee.capacity = capacity
    return buffer
  }

  var data: UnsafeMutableRawPointer { UnsafeMutableRawPointer(p + 1) }

  /// `lhs + rhs`, a string in a buffer; neither is empty.
  static func append(_ lhs: StrRef, _ rhs: StrRef) -> StrRef {
    let total = lhs.count + rhs.count
    let maximum = max(lhs.maximumClass, rhs.maximumClass)
    if let buffer = lhs.buffer, buffer.p.pointee.used == lhs.count,
      buffer.p.pointee.capacity >= total, lhs.width >= rhs.width
    {
      let str = StrRef.make(in: buffer, count: total, maximum: maximum)
      str.copy(from: rhs, 0, rhs.count, to: lhs.count)
      buffer.p.pointee.used = total
      return str
    }
    let width = max(lhs.width, rhs.width)
    let buffer = make(total + total / 2, width: width)
    let str = StrRef.make(in: buffer, count: total, maximum: maximum)
    str.copy(from: lhs, 0, lhs.count, to: 0)
    str.copy(from: rhs, 0, rhs.count, to: lhs.count)
    buffer.p.pointee.used = total
    return str
  }
}

extension StrRef {
  /// The buffer that holds the characters; nil where they follow the fields.
  var buffer: TextBuffer? {
    if p.pointee.header.kind & StrRef.sharedBit == 0 { return nil }
    return TextBuffer(
      p: UnsafeMutableRawPointer(mutating: sharedData - MemoryLayout<TextBufferLayout>.size)
        .assumingMemoryBound(to: TextBufferLayout.self))
  }

  fileprivate static func make(in buffer: TextBuffer, count: Int, maximum: UInt32) -> StrRef {
    let object = Heap.allocate(
      dataOffset + 8, Header(shape: .of(.str), kind: kind(maximum) | sharedBit))
    let str = StrRef(object)
    str.p.pointee.hash = 0
    str.p.pointee.count = count
    object.word(3).pointee = Value(bits: UInt64(UInt(bitPattern: buffer.data)))
    return str
  }
}
