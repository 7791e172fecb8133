// Items and slices of memoryviews, and views of another shape or format.

extension MemoryViewType {
  // MARK: Reading

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if a[1].isInt, let byte = view.byte(a[1].asInt) { return byte }
    if view.dimensionCount == 0 {
      if a[1].isTuple, TupleRef(a[1]).count == 0 {
        return try MemoryItems.read(view.data, view.format)
      }
      if a[1] === .ellipsis { return a[0] }
      throw raise(.typeError, "invalid indexing of 0-dim memory")
    }
    if a[1].isExactly(.slice) { return try slice(view, SliceRef(a[1])).value }
    if let place = try place(a[0], a[1]) {
      return try MemoryItems.read(place, try self.view(a).format)
    }
    throw invalidKey(a[1])
  }

  private static func invalidKey(_ key: Value) -> Raised {
    if key.isTuple, isAll(TupleRef(key), { $0.isHeap && $0.isExactly(.slice) }) {
      return raise(.notImplementedError, "multi-dimensional slicing is not implemented")
    }
    return raise(.typeError, "memoryview: invalid slice key")
  }

  private static func isAll(_ tuple: TupleRef, _ test: (Value) -> Bool) -> Bool {
    for i in 0..<tuple.count where !test(tuple[i]) { return false }
    return tuple.count > 0
  }

  private static func isIndex(_ value: Value) -> Bool {
    value.isAnyInt || value.type.special(.index).isPresent
  }

  private static func slice(_ view: MemoryViewRef, _ slice: SliceRef) throws(Raised)
    -> MemoryViewRef
  {
    let indices = try slice.indices(view.count(0))
    _ = try MemoryViewRef.live(view.value)
    let result = view.copy()
    result.p.pointee.data += indices.count == 0 ? 0 : indices.start * view.stride(0)
    result.setDimensions(view.dimensionCount) {
      $0 == 0 ? (indices.count, view.stride(0) * indices.step) : view.layout($0)
    }
    return result
  }

  /// The address of an item by its index, or by a tuple of indices; nil where the key is neither. An
  /// index's `__index__` may release the view.
  private static func place(_ object: Value, _ key: Value) throws(Raised)
    -> UnsafeMutablePointer<UInt8>?
  {
    let view = try MemoryViewRef.live(object)
    if isIndex(key) {
      if view.dimensionCount > 1 {
        throw raise(.notImplementedError, "multi-dimensional sub-views are not implemented")
      }
      let offset = try offset(view, 0, key)
      return try MemoryViewRef.live(object).data + offset
    }
    guard key.isTuple, TupleRef(key).count == 0 || isAll(TupleRef(key), isIndex) else { return nil }
    let tuple = TupleRef(key)
    if tuple.count < view.dimensionCount {
      throw raise(.notImplementedError, "sub-views are not implemented")
    }
    if tuple.count > view.dimensionCount {
      throw raise(
        .typeError,
        "cannot index \(view.dimensionCount)-dimension view with \(tuple.count)-element tuple")
    }
    var total = 0
    for i in 0..<tuple.count { total += try offset(view, i, tuple[i]) }
    return try MemoryViewRef.live(object).data + total
  }

  private static func offset(_ view: MemoryViewRef, _ dimension: Int, _ key: Value) throws(Raised)
    -> Int
  {
    let n = try Convert.machineInt(key, overflow: .indexError)
    let count = view.count(dimension)
    let index = n < 0 ? n + count : n
    if index < 0 || index >= count {
      throw raise(.indexError, "index out of bounds on dimension \(dimension + 1)")
    }
    return index * view.stride(dimension)
  }

  // MARK: Writing

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if view.isReadOnly { throw raise(.typeError, "cannot modify read-only memory") }
    let format = view.format
    if view.dimensionCount == 0 {
      let isWhole = a[1] === .ellipsis || a[1].isTuple && TupleRef(a[1]).count == 0
      if !isWhole { throw raise(.typeError, "invalid indexing of 0-dim memory") }
      let item = try MemoryItems.pack(a[2], format)
      item.store(at: try self.view(a).data)
      return .none
    }
    if a[1].isExactly(.slice) {
      if view.dimensionCount > 1 {
        throw raise(
          .notImplementedError,
          "memoryview slice assignments are currently restricted to ndim = 1")
      }
      try assign(view, SliceRef(a[1]), a[2])
      return .none
    }
    // The key comes first; the address counts after the value was read, which may release the view.
    guard try place(a[0], a[1]) != nil else { throw invalidKey(a[1]) }
    let item = try MemoryItems.pack(a[2], format)
    let key = try exactKey(a[1])
    if let place = try place(a[0], key) { item.store(at: place) }
    return .none
  }

  /// The key with ints for whatever had to be asked for its index.
  private static func exactKey(_ key: Value) throws(Raised) -> Value {
    if !key.isTuple { return try Convert.index(key) }
    let exact = TupleRef.make(count: TupleRef(key).count)
    for i in 0..<TupleRef(key).count { exact.set(i, try Convert.index(TupleRef(key)[i])) }
    return exact.value
  }

  private static func assign(_ view: MemoryViewRef, _ range: SliceRef, _ value: Value)
    throws(Raised)
  {
    if !BytesLike.isBytesLike(value) { throw BytesLike.required(value) }
    let source = try make(value)
    let target = try slice(try MemoryViewRef.live(view.value), range)
    let sameFormat =
      MemoryItems.letter(source.format) != nil
      ? MemoryItems.letter(source.format) == MemoryItems.letter(target.format)
      : source.format.isEqual(target.format)
    if source.dimensionCount != 1 || source.count(0) != target.count(0) || !sameFormat {
      throw raise(
        .valueError, "memoryview assignment: lvalue and rvalue have different structures")
    }
    // A copy: source and target may overlap.
    let bytes = source.bytes()
    let size = target.p.pointee.itemSize
    for i in 0..<target.count(0) {
      (target.data + i * target.stride(0)).update(from: bytes.data + i * size, count: size)
    }
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    let isReadOnly = try view(a).isReadOnly
    throw raise(
      .typeError, isReadOnly ? "cannot modify read-only memory" : "cannot delete memory")
  }

  // MARK: Copies

  static func toBytes(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if a[1].isAbsent || a[1].isNone { return view.bytes().value }
    if !a[1].isStr {
      throw raise(
        .typeError,
        "tobytes() argument 'order' must be str or None, not \(a[1].argumentTypeName)")
    }
    if StrRef(a[1]).isEqual("C") { return view.bytes().value }
    if StrRef(a[1]).isEqual("F") { return view.bytes(fortran: true).value }
    if StrRef(a[1]).isEqual("A") {
      let isFortran = !view.isContiguous && view.isContiguous(fortran: true)
      return view.bytes(fortran: isFortran).value
    }
    throw raise(.valueError, "order must be 'C', 'F' or 'A'")
  }

  static func toList(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    return try list(view, view.data, 0)
  }

  private static func list(
    _ view: MemoryViewRef, _ place: UnsafeMutablePointer<UInt8>, _ dimension: Int
  ) throws(Raised) -> Value {
    if dimension == view.dimensionCount { return try MemoryItems.read(place, view.format) }
    let items = ListRef.make(capacity: view.count(dimension))
    for i in 0..<view.count(dimension) {
      items.append(try list(view, place + i * view.stride(dimension), dimension + 1))
    }
    return items.value
  }

  static func hex(_ a: Args) throws(Raised) -> Value {
    let bytes = try view(a).bytes().value
    let method = try Attributes.get(bytes, "hex")
    if a[1].isAbsent { return try Call.function(method) }
    return a[2].isAbsent
      ? try Call.function(method, a[1]) : try Call.function(method, a[1], a[2])
  }

  static func toReadOnly(_ a: Args) throws(Raised) -> Value {
    let copy = try view(a).copy()
    copy.p.pointee.isReadOnly = true
    return copy.value
  }

  // MARK: Casts

  static func cast(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    let format = try Convert.requireStr(a[1], "cast() argument 'format'")
    let shape: Value
    if a[2].isAbsent {
      shape = .absent
    } else if a[2].isList || a[2].isTuple {
      shape = try Iterate.tuple(a[2]).value
    } else {
      throw raise(.typeError, "shape must be a list or a tuple")
    }
    if !view.isContiguous {
      throw raise(.typeError, "memoryview: casts are restricted to C-contiguous views")
    }
    if shape.isPresent || view.dimensionCount != 1 {
      let wanted = shape.isPresent ? TupleRef(shape).count : 1
      if wanted > MemoryViewRef.maximumDimensions {
        throw raise(
          .valueError,
          "memoryview: number of dimensions must not exceed \(MemoryViewRef.maximumDimensions)")
      }
      if view.dimensionCount != 1, wanted != 1 {
        throw raise(.typeError, "memoryview: cast must be 1D -> ND or ND -> 1D")
      }
    }
    let result = try castItems(view, format)
    if shape.isPresent { try reshape(result, TupleRef(shape)) }
    return result.value
  }

  private static func castItems(_ view: MemoryViewRef, _ format: StrRef) throws(Raised)
    -> MemoryViewRef
  {
    guard let letter = MemoryItems.letter(format), let size = MemoryItems.size(letter) else {
      throw raise(
        .valueError,
        "memoryview: destination format must be a native single character format prefixed with an optional '@'"
      )
    }
    // Bytes can be seen in anything.
    let source = MemoryItems.letter(view.format)
    if source == nil, !isByte(letter) {
      throw raise(
        .valueError,
        "memoryview: source format must be a native single character format prefixed with an optional '@'"
      )
    }
    if !isByte(letter), let source, !isByte(source) {
      throw raise(
        .typeError, "memoryview: cannot cast between two non-byte formats")
    }
    if view.p.pointee.byteCount % size != 0 {
      throw raise(.typeError, "memoryview: length is not a multiple of itemsize")
    }
    let result = view.copy()
    result.p.pointee.format = format.value
    result.p.pointee.itemSize = size
    result.object.noteWrite()
    result.setDimensions(1) { _ in (view.p.pointee.byteCount / size, size) }
    return result
  }

  private static func isByte(_ letter: UInt8) -> Bool {
    letter == UInt8(ascii: "b") || letter == UInt8(ascii: "B") || letter == UInt8(ascii: "c")
  }

  private static func reshape(_ view: MemoryViewRef, _ shape: TupleRef) throws(Raised) {
    var counts: [Int] = []
    var total = view.p.pointee.itemSize
    for i in 0..<shape.count {
      if !shape[i].isAnyInt {
        throw raise(.typeError, "memoryview.cast(): elements of shape must be integers")
      }
      let n = try Convert.machineInt(shape[i])
      if n <= 0 {
        throw raise(
          .valueError, "memoryview.cast(): elements of shape must be integers > 0")
      }
      let (product, overflow) = total.multipliedReportingOverflow(by: n)
      if overflow {
        throw raise(.valueError, "memoryview.cast(): product(shape) > SSIZE_MAX")
      }
      total = product
      counts.append(n)
    }
    if total != view.p.pointee.byteCount {
      throw raise(
        .typeError, "memoryview: product(shape) * itemsize != buffer size")
    }
    var strides = counts
    var stride = view.p.pointee.itemSize
    for i in counts.indices.reversed() {
      strides[i] = stride
      stride *= counts[i]
    }
    view.setDimensions(counts.count) { (counts[$0], strides[$0]) }
  }
}
