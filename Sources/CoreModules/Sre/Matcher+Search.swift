// Finding the first match: what the pattern's facts tell is used to skip hopeless places.

import CTaipan
import Glibc
import TaipanRuntime

extension Matcher {
  /// A match at the state's start, or with `searching` the first one from there on.
  func run(_ searching: Bool) throws(Raised) -> Bool {
    let start = s.pointee.start
    if start > end { return false }
    let body = program.pointee.code + program.pointee.body
    if !searching { return isHopeless(body, start) ? false : try match(body, start, true) }
    if body.pointee == Op.at, body[1] == 0 || body[1] == 2 {
      return try match(body, start, true)
    }
    if program.pointee.prefixCount > 0, isNarrow {
      guard let prefix = program.pointee.prefix else { return false }
      return try searchPrefix(body, start, prefix, program.pointee.prefixCount)
    }
    if program.pointee.windowCount > 0 { return try searchWindow(body, start) }
    if try match(body, start, true) { return true }
    s.pointee.mustAdvance = false
    let last = end &- program.pointee.minimum
    var position = start
    while position < last {
      position &+= 1
      if try attempt(body, position) { return true }
    }
    return false
  }

  private var isNarrow: Bool { MemoryLayout<Unit>.size == 1 }

  @inline(__always) private func attempt(_ body: Code, _ position: Int) throws(Raised) -> Bool {
    if position != s.pointee.start {
      s.pointee.mustAdvance = false
      s.pointee.start = position
    }
    s.pointee.lastMark = -1
    s.pointee.lastIndex = -1
    return try match(body, position, true)
  }

  /// Places where each of the first characters fits, found by one step a character (Baeza-Yates and
  /// Gonnet, "A New Approach to Text Searching", 1992).
  private func searchWindow(_ body: Code, _ start: Int) throws(Raised) -> Bool {
    let window = UnsafePointer(program.pointee.window.unsafelyUnwrapped)
    let back = program.pointee.windowCount &- 1
    let goal = UInt8(truncatingIfNeeded: 1 &<< back)
    var state: UInt8 = 0
    var next = start
    while next < end {
      let c = at(next)
      let bits = isNarrow || c < 256 ? window[Int(c)] : 0xFF
      state = (state &<< 1 | 1) & bits
      next &+= 1
      if state & goal != 0, try attempt(body, next &- 1 &- back) { return true }
    }
    return false
  }

  private func searchPrefix(
    _ body: Code, _ start: Int, _ prefix: UnsafePointer<UInt8>, _ length: Int
  ) throws(Raised) -> Bool {
    let base = UnsafeRawPointer(text)
    var position = start
    while end &- position >= length {
      let room = end &- position
      let found =
        length == 1
        ? UnsafeRawPointer(memchr(base + position, Int32(prefix[0]), room))
        : taipan_memmem(base + position, room, prefix, length)
      guard let found else { return false }
      position = found - base
      if program.pointee.isLiteral {
        s.pointee.start = position
        s.pointee.position = position &+ length
        return true
      }
      if try attempt(body, position) { return true }
      position &+= 1
    }
    return false
  }
}
