// Memory for machine code: pages that are written first and run then, never both.

import Glibc

final class CodeMemory: @unchecked Sendable {
  static let shared = CodeMemory()

  /// Below the program, which is linked at a fixed address, so that both reach each other with 32 bits.
  private static let place = UInt(0x1FFF_C000_0000)
  /// Reserved, not used.
  private static let size = 512 << 20
  private static let pageSize = 4096

  private let mutex = Mutex()
  private var next: UnsafeMutableRawPointer?
  private var end: UnsafeMutableRawPointer?

  /// Puts code and what lies behind it into memory of its own, for good.
  ///
  /// - Returns: its address; nil where there is no memory left.
  func add(_ bytes: UnsafeMutablePointer<UInt8>, count: Int) -> UnsafeRawPointer? {
    mutex.withLock {
      if next == nil { reserve() }
      guard let place = next, let end else { return nil }
      let length = (count + CodeMemory.pageSize - 1) / CodeMemory.pageSize * CodeMemory.pageSize
      guard end - place >= length, mprotect(place, length, PROT_READ | PROT_WRITE) == 0 else {
        return nil
      }
      place.copyMemory(from: bytes, byteCount: count)
      guard mprotect(place, length, PROT_READ | PROT_EXEC) == 0 else { return nil }
      next = place + length
      return UnsafeRawPointer(place)
    }
  }

  private func reserve() {
    let hint = UnsafeMutableRawPointer(bitPattern: CodeMemory.place)
    let memory = mmap(
      hint, CodeMemory.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { return }
    next = memory
    end = memory + CodeMemory.size
  }
}
