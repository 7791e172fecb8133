// Pickled bytes under construction, in frames from protocol 4 on (PEP 3154): a frame says how much can be
// read at once. A frame ends with the first opcode behind 64 KB; content of that size lies between frames.

import TaipanRuntime

struct PickleOutput {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 256
  /// Whether what is written goes into frames.
  var isFraming = false
  /// Where the open frame's header is; -1 where none is open.
  private var frameStart = -1

  /// Opcode and length.
  private static let frameHeader = 9
  /// A shorter frame is not worth its header.
  private static let smallestFrame = 4
  /// Frames this long end; content this long needs none.
  static let frameTarget = 64 * 1024

  init() { bytes = .allocate(capacity: capacity) }

  func free() { bytes.deallocate() }

  /// Room for `size` more bytes behind `count`.
  @inline(__always) private mutating func reserve(_ size: Int) {
    if count + size > capacity { grow(size) }
  }

  @inline(never) private mutating func grow(_ size: Int) {
    capacity = max(capacity * 2, count + size)
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    bigger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = bigger
  }

  @inline(__always) private mutating func openFrame() {
    if !isFraming || frameStart >= 0 { return }
    frameStart = count
    reserve(PickleOutput.frameHeader)
    count += PickleOutput.frameHeader
  }

  @inline(__always) mutating func append(_ opcode: PickleOpcode) {
    openFrame()
    append(raw: opcode.rawValue)
  }

  @inline(__always) mutating func append(_ opcode: PickleOpcode, _ argument: UInt8) {
    append(opcode)
    append(raw: argument)
  }

  /// An opcode with a little-endian argument of `size` bytes.
  @inline(__always) mutating func append(_ opcode: PickleOpcode, _ argument: Int, size: Int) {
    append(opcode)
    for i in 0..<size { append(raw: UInt8(truncatingIfNeeded: argument >> (8 * i))) }
  }

  /// An opcode with an argument in text, and the end of the line.
  mutating func append(_ opcode: PickleOpcode, line: String) {
    append(opcode)
    for byte in line.utf8 { append(raw: byte) }
    append(raw: 0x0A)
  }

  /// A byte within an opcode's argument.
  @inline(__always) mutating func append(raw byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count += 1
  }

  mutating func append(raw source: UnsafePointer<UInt8>, count size: Int) {
    reserve(size)
    (bytes + count).update(from: source, count: size)
    count += size
  }

  /// Completes the open frame, if there is one.
  mutating func closeFrame() {
    if frameStart < 0 { return }
    let start = frameStart + PickleOutput.frameHeader
    let length = count - start
    if length >= PickleOutput.smallestFrame {
      bytes[frameStart] = PickleOpcode.frame.rawValue
      for i in 0..<8 { bytes[frameStart + 1 + i] = UInt8(truncatingIfNeeded: length >> (8 * i)) }
    } else {
      for i in 0..<length { bytes[frameStart + i] = bytes[start + i] }
      count -= PickleOutput.frameHeader
    }
    frameStart = -1
  }

  /// At this point an opcode begins: closes a frame that is full. True if it did.
  @inline(__always) mutating func closeFullFrame() -> Bool {
    if frameStart < 0
      || count - frameStart - PickleOutput.frameHeader < PickleOutput.frameTarget
    {
      return false
    }
    closeFrame()
    return true
  }

  mutating func clear() { count = 0 }
}
