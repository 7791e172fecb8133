// The layout of memoryview objects: a window of up to 64 dimensions on the memory of another object.

struct MemoryViewLayout {
  var header: Header
  /// The object whose memory is shown; absent once released.
  var source: Value
  /// What keeps the memory alive. A bytearray or an array that is resized takes a new buffer instead of
  /// raising BufferError, because dropped views are not released before a collection; views keep the old
  /// one. For an object with a `__buffer__` of its own, the memoryview that it answered.
  var memory: Value
  /// The first item.
  var data: UnsafeMutablePointer<UInt8>
  /// A str: the item's format.
  var format: Value
  var itemSize: Int
  /// Bytes of all items.
  var byteCount: Int
  /// Of the first dimension.
  var count: Int
  var stride: Int
  /// Bytes that hold lengths and then strides of all dimensions; absent for one dimension or none.
  var dimensions: Value
  var dimensionCount: Int32
  var isReadOnly: Bool
  /// Views and consumers that were given this one's memory.
  var exports: Int
}

struct MemoryViewRef: TypedRef {
  let p: UnsafeMutablePointer<MemoryViewLayout>
  init(p: UnsafeMutablePointer<MemoryViewLayout>) { self.p = p }

  static let maximumDimensions = 64

  var isReadOnly: Bool { p.pointee.isReadOnly }
  var dimensionCount: Int { Int(p.pointee.dimensionCount) }
  var data: UnsafeMutablePointer<UInt8> { p.pointee.data }
  var format: StrRef { StrRef(p.pointee.format) }

  /// The view of a memoryview object.
  ///
  /// - Throws: ValueError once it is released.
  static func live(_ value: Value) throws(Raised) -> MemoryViewRef {
    let view = MemoryViewRef(value)
    if view.p.pointee.source.isAbsent {
      throw raise(.valueError, "operation forbidden on released memoryview object")
    }
    return view
  }

  private var dimensionWords: UnsafeMutablePointer<Int> {
    UnsafeMutableRawPointer(BytesRef(p.pointee.dimensions).data).assumingMemoryBound(to: Int.self)
  }

  /// The number of items in a dimension.
  func count(_ dimension: Int) -> Int {
    p.pointee.dimensions.isAbsent ? p.pointee.count : dimensionWords[dimension]
  }

  /// Bytes from one item of a dimension to the next.
  func stride(_ dimension: Int) -> Int {
    p.pointee.dimensions.isAbsent
      ? p.pointee.stride : dimensionWords[dimensionCount + dimension]
  }

  /// An item of unsigned bytes in one dimension; nil for other views, and outside of this one.
  @inline(__always) func byte(_ index: Int) -> Value? {
    guard p.pointee.dimensions.isAbsent, dimensionCount == 1, p.pointee.itemSize == 1,
      format.count == 1, format[0] == UInt32(UInt8(ascii: "B"))
    else { return nil }
    let place = index < 0 ? index + p.pointee.count : index
    guard place >= 0, place < p.pointee.count else { return nil }
    return Value(smallInt: Int(data[place * p.pointee.stride]))
  }

  /// The number of items of all dimensions.
  var itemCount: Int { p.pointee.itemSize == 0 ? 0 : p.pointee.byteCount / p.pointee.itemSize }

  /// Items follow each other without gaps, the last dimension's fastest.
  var isContiguous: Bool { isContiguous(fortran: false) }

  func isContiguous(fortran: Bool) -> Bool {
    if p.pointee.byteCount == 0 { return true }
    var expected = p.pointee.itemSize
    for i in 0..<dimensionCount {
      let dimension = fortran ? i : dimensionCount - 1 - i
      if count(dimension) > 1, stride(dimension) != expected { return false }
      expected *= count(dimension)
    }
    return true
  }

  // MARK: Making

  /// A view of contiguous memory in one dimension.
  static func make(_ shown: BufferView, source: Value) -> MemoryViewRef {
    let view = allocate()
    view.p.pointee.source = source
    view.p.pointee.memory = shown.owner
    view.p.pointee.data = shown.data
    view.p.pointee.itemSize = shown.itemSize
    view.p.pointee.byteCount = shown.byteCount
    view.p.pointee.count = shown.itemSize == 0 ? 0 : shown.byteCount / shown.itemSize
    view.p.pointee.stride = shown.itemSize
    view.p.pointee.dimensionCount = 1
    view.p.pointee.isReadOnly = shown.isReadOnly
    view.p.pointee.format =
      shown.formatText.isPresent ? shown.formatText : StrRef.character(UInt32(shown.format))
    if shown.shape.isPresent { view.setShape(TupleRef(shown.shape)) }
    return view
  }

  /// Gives a view of contiguous items these dimensions, the last one's items side by side.
  private func setShape(_ shape: TupleRef) {
    setDimensions(shape.count) { dimension in
      var stride = p.pointee.itemSize
      for i in (dimension + 1)..<max(dimension + 1, shape.count) { stride *= shape[i].asInt }
      return (shape[dimension].asInt, stride)
    }
  }

  private static func allocate() -> MemoryViewRef {
    MemoryViewRef(
      Heap.allocateZeroed(MemoryLayout<MemoryViewLayout>.size, Header(shape: .of(.memoryView))))
  }

  /// Another view of the same items.
  func copy() -> MemoryViewRef {
    let view = MemoryViewRef.allocate()
    let header = view.p.pointee.header
    view.p.pointee = p.pointee
    view.p.pointee.header = header
    view.p.pointee.exports = 0
    if p.pointee.dimensions.isPresent { view.setDimensions(dimensionCount) { self.layout($0) } }
    return view
  }

  /// Length and stride of a dimension.
  func layout(_ dimension: Int) -> (Int, Int) { (count(dimension), stride(dimension)) }

  /// Gives the view other dimensions; the number of bytes follows from them.
  func setDimensions(_ number: Int, _ layout: (Int) -> (Int, Int)) {
    var total = p.pointee.itemSize
    if number < 2 {
      let (count, stride) = number == 0 ? (1, p.pointee.itemSize) : layout(0)
      (p.pointee.count, p.pointee.stride, p.pointee.dimensions) = (count, stride, .absent)
      total *= count
    } else {
      let words = BytesRef.make(count: number * 2 * MemoryLayout<Int>.size)
      let place = UnsafeMutableRawPointer(words.data).assumingMemoryBound(to: Int.self)
      for i in 0..<number {
        (place[i], place[number + i]) = layout(i)
        total *= place[i]
      }
      (p.pointee.count, p.pointee.stride) = (place[0], place[number])
      p.pointee.dimensions = words.value
      object.noteWrite()
    }
    p.pointee.dimensionCount = Int32(number)
    p.pointee.byteCount = total
  }

  // MARK: Items

  /// Calls `body` with the address of each item, the last dimension's fastest, or the first's.
  func forEachItem(
    fortran: Bool = false, _ body: (UnsafeMutablePointer<UInt8>) throws(Raised) -> Void
  ) throws(Raised) {
    try forEachItem(data, fortran ? dimensionCount - 1 : 0, fortran, body)
  }

  private func forEachItem(
    _ place: UnsafeMutablePointer<UInt8>, _ dimension: Int, _ fortran: Bool,
    _ body: (UnsafeMutablePointer<UInt8>) throws(Raised) -> Void
  ) throws(Raised) {
    if fortran ? dimension < 0 : dimension == dimensionCount { return try body(place) }
    for i in 0..<count(dimension) {
      try forEachItem(
        place + i * stride(dimension), fortran ? dimension - 1 : dimension + 1, fortran, body)
    }
  }

  /// A copy of the items as bytes.
  func bytes(fortran: Bool = false) -> BytesRef {
    let size = p.pointee.itemSize
    let result = BytesRef.make(count: p.pointee.byteCount)
    if isContiguous(fortran: fortran) {
      result.data.update(from: data, count: p.pointee.byteCount)
      return result
    }
    var out = result.data
    do throws(Raised) {
      try forEachItem(fortran: fortran) { (place) throws(Raised) in
        out.update(from: place, count: size)
        out += size
      }
    } catch {
      fatalError("copying does not raise")
    }
    return result
  }
}
