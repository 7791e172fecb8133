// A pattern applied to a subject: the state of the matcher with the objects around it.

import TaipanRuntime

/// Matches of one pattern in one string; the creator calls `free`.
struct Scan {
  let state: UnsafeMutablePointer<MatchState>
  let pattern: PatternRef
  let string: Value

  /// - Throws: TypeError for a subject that does not go with the pattern.
  init(_ pattern: PatternRef, _ string: Value, _ start: Int = 0, _ stop: Int = Int.max)
    throws(Raised)
  {
    let text: UnsafeRawPointer
    let width: Int
    let count: Int
    if string.isStr {
      let str = StrRef(string)
      (text, width, count) = (UnsafeRawPointer(str.data), str.width, str.count)
    } else {
      if !Scan.hasBuffer(string) {
        throw raise(
          .typeError, "expected string or bytes-like object, got '\(string.typeName)'")
      }
      let buffer = try Buffers.read(string)
      text = UnsafeRawPointer(buffer.baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped)
      (width, count) = (1, buffer.count)
    }
    if pattern.isText, !string.isStr {
      throw raise(.typeError, "cannot use a string pattern on a bytes-like object")
    }
    if pattern.isBytes, string.isStr {
      throw raise(.typeError, "cannot use a bytes pattern on a string-like object")
    }
    let low = min(max(0, start), count)
    self.pattern = pattern
    self.string = string
    let program = pattern.program
    if program.pointee.facts == nil { program.pointee.analyse() }
    state = MatchState.make(
      program, groups: pattern.groups, text, width, low, max(low, min(max(0, stop), count)))
  }

  /// Bounds of the search as match objects tell them.
  var low: Int { state.pointee.low }
  var high: Int { state.pointee.end }

  static func hasBuffer(_ value: Value) -> Bool {
    do throws(Raised) {
      _ = try Buffers.read(value)
      return true
    } catch {
      _ = takeRaised()
      return false
    }
  }

  func free() { MatchState.free(state) }

  /// Looks for the next match at the state's start, or from there on.
  func run(searching: Bool) throws(Raised) -> Bool {
    state.pointee.reset()
    switch state.pointee.width {
    case 1: return try Matcher<UInt8>(state).run(searching)
    case 2: return try Matcher<UInt16>(state).run(searching)
    default: return try Matcher<UInt32>(state).run(searching)
    }
  }

  /// The next match of a series.
  func next() throws(Raised) -> Bool {
    state.pointee.start <= state.pointee.end ? try run(searching: true) : false
  }

  func slice(_ start: Int, _ end: Int) throws(Raised) -> Value {
    try Scan.slice(string, start, end)
  }

  /// A part of a subject.
  static func slice(_ string: Value, _ start: Int, _ end: Int) throws(Raised) -> Value {
    if string.isStr { return StrRef(string).slice(start, end).value }
    let buffer = try Buffers.read(string)
    let (low, high) = (min(start, buffer.count), min(end, buffer.count))
    if string.isExactly(.bytes), low == 0, high == buffer.count { return string }
    guard let base = buffer.baseAddress, high > low else { return BytesRef.empty.value }
    return BytesRef.make(base + low, count: high - low).value
  }

  /// The text of a group, 0 for the whole match.
  func group(_ index: Int, _ fallback: Value) throws(Raised) -> Value {
    if index == 0 { return try slice(state.pointee.start, state.pointee.position) }
    guard let (low, high) = state.pointee.group(index - 1) else { return fallback }
    return try slice(low, high)
  }

  /// What `findall` lists for a match.
  func listed() throws(Raised) -> Value {
    let empty = string.isStr ? StrRef.empty.value : BytesRef.empty.value
    let groups = pattern.groups
    if groups <= 1 { return try group(groups, empty) }
    let list = ListRef.make(capacity: groups)
    for i in 1...groups { list.append(try group(i, empty)) }
    return list.toTuple().value
  }

  func match() -> Value { MatchRef.make(self) }

  /// The parts of a subject joined.
  static func join(_ parts: ListRef, like string: Value) throws(Raised) -> Value {
    let empty = string.isStr ? StrRef.empty.value : BytesRef.empty.value
    if parts.count == 0 { return empty }
    if parts.count == 1, parts[0].isExactly(.str) || parts[0].isExactly(.bytes) { return parts[0] }
    return try Call.method(empty, "join", parts.value)
  }
}
