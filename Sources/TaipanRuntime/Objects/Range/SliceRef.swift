// Slices: three values.

public struct SliceLayout {
  public var header: Header
  public var start: Value
  public var stop: Value
  public var step: Value
}

@frozen public struct SliceRef: TypedRef {
  public let p: UnsafeMutablePointer<SliceLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<SliceLayout>) { self.p = p }

  public static func make(_ start: Value, _ stop: Value, _ step: Value) -> SliceRef {
    let slice = SliceRef(
      Heap.allocate(MemoryLayout<SliceLayout>.size, Header(shape: .of(.slice))))
    slice.p.pointee.start = start
    slice.p.pointee.stop = stop
    slice.p.pointee.step = step
    return slice
  }

  /// The indices that the slice selects in a sequence of `length` items.
  public struct Indices {
    public let start: Int
    public let stop: Int
    public let step: Int
    /// Number of selected items.
    public let count: Int
  }

  /// - Throws: ValueError for a step of zero, TypeError for bounds that are no integers.
  ///
  /// The length is asked for last: the bounds' `__index__` may resize the sequence.
  public func indices(_ currentLength: @autoclosure () -> Int) throws(Raised) -> Indices {
    let p = p.pointee
    var step = 1
    if !p.step.isNone {
      step = try Subscript.sliceIndex(p.step)
      if step == 0 { throw raise(.valueError, "slice step cannot be zero") }
      step = max(step, -Int.max)
    }
    // What is not given lies beyond every sequence: -1 would count from the end.
    let (beginning, end) = step > 0 ? (0, Int.max) : (Int.max, Int.min)
    let first = p.start.isNone ? beginning : try Subscript.sliceIndex(p.start)
    let last = p.stop.isNone ? end : try Subscript.sliceIndex(p.stop)
    return SliceRef.indices(first, last, step: step, currentLength())
  }

  /// The same where the bounds are small ints or None and the step is not zero.
  func smallIndices(_ length: Int) -> Indices? {
    SliceRef.indices(p.pointee.start, p.pointee.stop, p.pointee.step, length)
  }

  /// Start, stop and step for a length of any size, none of them cut to a machine word.
  ///
  /// - Throws: ValueError for a step of zero, TypeError for bounds that are no integers.
  func indices(anyLength length: Value) throws(Raised) -> TupleRef {
    let step = p.pointee.step.isNone ? Value(1) : try SliceRef.bound(p.pointee.step)
    if step.intSign == 0 { throw raise(.valueError, "slice step cannot be zero") }
    let isBackward = step.intSign < 0
    let low = isBackward ? Value(-1) : Value(0)
    let high = isBackward ? IntMath.subtract(length, Value(1)) : length
    func clamped(_ bound: Value) throws(Raised) -> Value {
      let bound = try SliceRef.bound(bound)
      if bound.intSign >= 0 { return IntMath.compare(bound, high) > 0 ? high : bound }
      let index = IntMath.add(bound, length)
      return IntMath.compare(index, low) < 0 ? low : index
    }
    let (first, last) = isBackward ? (high, low) : (low, high)
    let start = p.pointee.start.isNone ? first : try clamped(p.pointee.start)
    let stop = p.pointee.stop.isNone ? last : try clamped(p.pointee.stop)
    return TupleRef.of(start, stop, step)
  }

  private static func bound(_ value: Value) throws(Raised) -> Value {
    if !value.isAnyInt, value.type.special(.index).isAbsent {
      throw raise(
        .typeError, "slice indices must be integers or None or have an __index__ method")
    }
    return try Convert.index(value)
  }

  /// The same of ints and None; nil for anything else, and for a step of zero.
  static func indices(_ start: Value, _ stop: Value, _ step: Value, _ length: Int) -> Indices? {
    guard start.isInt || start.isNone, stop.isInt || stop.isNone, step.isInt || step.isNone else {
      return nil
    }
    let size = step.isNone ? 1 : step.asInt
    if size == 0 { return nil }
    let (beginning, end) = size > 0 ? (0, Int.max) : (Int.max, Int.min)
    return indices(
      start.isNone ? beginning : start.asInt, stop.isNone ? end : stop.asInt, step: size, length)
  }

  /// The same of ints, the step not zero.
  @inline(__always)
  private static func indices(_ first: Int, _ last: Int, step: Int, _ length: Int) -> Indices {
    let (low, high) = step < 0 ? (-1, length - 1) : (0, length)
    let start = first < 0 ? max(first &+ length, low) : min(first, high)
    let stop = last < 0 ? max(last &+ length, low) : min(last, high)
    var count = 0
    if step == 1 {
      count = max(0, stop - start)
    } else if step == -1 {
      count = max(0, start - stop)
    } else if step < 0 {
      if stop < start { count = (start - stop - 1) / -step + 1 }
    } else if start < stop {
      count = (stop - start - 1) / step + 1
    }
    return Indices(start: start, stop: stop, step: step, count: count)
  }
}
