// Memory for machine code: pages that are written first and run then, never both.

import Glibc

final class CodeMemory: @unchecked Sendable {
  static let shared = CodeMemory()

  /// Below the program, which is linked at a fixed address, so that both reach each other with 32 bits.
  private static let place = UInt(0x1FFF_C000_0000)
  /// Reserved, not used.
  private static let size = 64 << 20
  private static let pageSize = 4096
  /// `MAP_32BIT`, which Swift does not see.
  private static let below2GB: Int32 = 0x40

  private let mutex = Mutex()
  private var begin: UnsafeMutableRawPointer?
  private var next: UnsafeMutableRawPointer?
  private var end: UnsafeMutableRawPointer?
  private var nextCounter: UnsafeMutablePointer<Int>?
  private var countersLeft = 0

  /// Puts code and what lies behind it into memory of its own, for good.
  ///
  /// - Returns: its address; nil where there is no memory left.
  func add(_ code: Assembler) -> UnsafeRawPointer? {
    mutex.withLock {
      if begin == nil { reserve() }
      guard let place = next, let end else { return nil }
      let length =
        (code.count + CodeMemory.pageSize - 1) / CodeMemory.pageSize * CodeMemory.pageSize
      guard end - place >= length, mprotect(place, length, PROT_READ | PROT_WRITE) == 0 else {
        return nil
      }
      code.bindCalls(at: Int(bitPattern: place))
      place.copyMemory(from: code.bytes, byteCount: code.count)
      guard mprotect(place, length, PROT_READ | PROT_EXEC) == 0 else { return nil }
      next = place + length
      return UnsafeRawPointer(place)
    }
  }

  /// Whether any code can call an address with a distance of 32 bits.
  func reaches(_ address: Int) -> Bool {
    mutex.withLock {
      if begin == nil { reserve() }
      guard let begin, let end else { return false }
      let (first, last) = (Int(bitPattern: begin), Int(bitPattern: end))
      return Int32(exactly: address - first) != nil && Int32(exactly: address - last) != nil
    }
  }

  /// A word that is zero, for good, at an address of 31 bits where there is room. For the main thread alone: in a forked
  /// child the mutex may belong to a thread that is gone.
  func addCounter() -> UnsafeMutablePointer<Int> {
    if countersLeft == 0 { addCounters() }
    countersLeft -= 1
    let counter = nextCounter!
    nextCounter = counter + 1
    return counter
  }

  private func addCounters() {
    countersLeft = CodeMemory.pageSize / 8
    let memory = mmap(
      nil, CodeMemory.pageSize, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | CodeMemory.below2GB, -1, 0)
    if let memory, memory != MAP_FAILED {
      nextCounter = memory.assumingMemoryBound(to: Int.self)
    } else {
      nextCounter = .allocate(capacity: countersLeft)
      nextCounter!.initialize(repeating: 0, count: countersLeft)
    }
  }

  private func reserve() {
    let hint = UnsafeMutableRawPointer(bitPattern: CodeMemory.place)
    let memory = mmap(
      hint, CodeMemory.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { return }
    begin = memory
    next = memory
    end = memory + CodeMemory.size
  }
}
