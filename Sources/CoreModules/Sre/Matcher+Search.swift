// Finding the first match: what the pattern's INFO block tells is used to skip hopeless places.

import Glibc
import TaipanRuntime

extension Matcher {
  /// A match at the state's start, or with `searching` the first one from there on.
  func run(_ searching: Bool) throws(Raised) -> Bool {
    let start = s.pointee.start
    if start > end { return false }
    let body = code[0] == Op.info ? 1 + word(1) : 0
    if !searching { return try match(body, start, true) }
    var last = end
    var flags = 0
    if code[0] == Op.info {
      flags = word(2)
      let minimum = word(3)
      if minimum > 1 { last = max(start, end - minimum + 1) }
    }
    if flags & 1 != 0 { return try searchPrefix(body, start, last, flags) }
    if try match(body, start, true) { return true }
    s.pointee.mustAdvance = false
    if code[body] == Op.at, code[body + 1] == 0 || code[body + 1] == 2 { return false }
    if flags & 4 != 0 { return try searchSet(body, start + 1, last) }
    var position = start
    while position < last {
      position += 1
      if isHopeless(body, position) { continue }
      if try attempt(body, position) { return true }
    }
    return false
  }

  @inline(__always) private func attempt(_ body: Int, _ position: Int) throws(Raised) -> Bool {
    s.pointee.lastMark = -1
    s.pointee.lastIndex = -1
    s.pointee.start = position
    return try match(body, position, true)
  }

  private func searchSet(_ body: Int, _ start: Int, _ last: Int) throws(Raised) -> Bool {
    var position = start
    while position < end, position <= last {
      if CharacterClass.contains(code + 5, at(position)), try attempt(body, position) {
        return true
      }
      position += 1
    }
    return false
  }

  /// The next place of a character, `end` if there is none.
  @inline(__always) private func next(_ c: UInt32, _ start: Int) -> Int {
    if MemoryLayout<Unit>.size == 1 {
      if c > 255 || start >= end { return end }
      let base = UnsafeRawPointer(text)
      guard let found = memchr(base + start, Int32(c), end - start) else { return end }
      return UnsafeRawPointer(found) - base
    }
    var position = start
    while position < end, at(position) != c { position += 1 }
    return position
  }

  private func searchPrefix(_ body: Int, _ start: Int, _ last: Int, _ flags: Int)
    throws(Raised) -> Bool
  {
    let length = word(5)
    let prefix = code + 7
    var position = start
    while true {
      position = next(prefix[0], position)
      if position + length > end { return false }
      var i = 1
      while i < length, at(position + i) == prefix[i] { i += 1 }
      if i == length {
        if flags & 2 != 0 {
          s.pointee.start = position
          s.pointee.position = position + length
          return true
        }
        if try attempt(body, position) { return true }
      }
      s.pointee.mustAdvance = false
      position += 1
    }
  }
}
