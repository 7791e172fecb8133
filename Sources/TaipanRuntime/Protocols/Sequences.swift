// What lists, tuples and other sequences share.

public enum Sequences {
  /// A count for `sequence * count`.
  ///
  /// - Returns: nil where the operand is no integer.
  static func repetitions(_ value: Value) throws(Raised) -> Int? {
    if !value.isAnyInt, value.type.special(.index).isAbsent { return nil }
    return try Convert.machineInt(value, overflow: .overflowError)
  }

  /// `index(value, start, stop)` arguments: clamped bounds.
  static func searchBounds(_ a: Args, _ count: Int, from first: Int) throws(Raised) -> (Int, Int) {
    func bound(_ value: Value, _ fallback: Int) throws(Raised) -> Int {
      if value.isAbsent { return fallback }
      if !value.isAnyInt, value.type.special(.index).isAbsent {
        throw raise(.typeError, "slice indices must be integers or have an __index__ method")
      }
      let n = try Subscript.sliceIndex(value)
      return n < 0 ? max(0, n &+ count) : n
    }
    return (try bound(a.optional(first), 0), try bound(a.optional(first + 1), Int.max))
  }

  /// Runs `body` unless `object` is being printed already: cycles end there.
  public static func guardingRepr(
    _ object: Value, cycle: String, _ body: () throws(Raised) -> StrRef
  )
    throws(Raised) -> Value
  {
    let t = thread
    if t.pointee.reprStack.isAbsent { t.pointee.reprStack = ListRef.make().value }
    let stack = ListRef(t.pointee.reprStack)
    for i in 0..<stack.count where stack[i] === object { return Value(cycle) }
    stack.append(object)
    let depth = stack.count
    defer { stack.truncate(depth - 1) }
    try ThreadState.checkNativeStack(" while getting the repr of an object")
    return try body().value
  }

  /// `open`, the reprs of the items, `close`.
  static func repr(open: String, close: String, count: () -> Int, item: (Int) -> Value)
    throws(Raised) -> StrRef
  {
    var out = FormatBuffer()
    out.append(latin1: open.utf8)
    var i = 0
    while i < count() {
      if i > 0 { out.append(", ") }
      try Convert.appendRepr(item(i), to: &out)
      i += 1
    }
    out.append(latin1: close.utf8)
    return out.finish()
  }
}

/// Collects parts of a string; the parts live in a Python list.
public struct StrBuilder {
  private let parts = ListRef.make()

  public init() {}

  public func append(_ text: String) { parts.append(Value(text)) }
  public func append(_ str: StrRef) { parts.append(str.value) }

  public func finish() -> StrRef {
    parts.count == 0 ? .empty : Strings.join(parts.items, count: parts.count)
  }
}
