// Pickling of builtin values and containers. Every object goes through `save`.

import TaipanRuntime

extension PicklerRef {
  /// Items between two marks.
  private static let batchSize = 1000

  /// Writes the opcodes that make an object.
  ///
  /// - Throws: PicklingError and what reducers raise; RecursionError.
  func save(_ value: Value) throws(Raised) {
    try ThreadState.checkNativeStack(" while pickling an object")
    if state.pointee.output.closeFullFrame(), !p.pointee.write.isNone { try flush() }
    if p.pointee.persistentID.isPresent, try savePersistent(value) { return }
    try saveObject(value)
  }

  private func saveObject(_ value: Value) throws(Raised) {
    if value.isInt { return saveInt(value) }
    if value.isFloat { return saveFloat(value.asFloat) }
    if value.isNone { return state.pointee.output.append(.none) }
    if value.isTrue || value.isFalse { return saveBool(value.isTrue) }
    if let number = number(value) { return recall(number) }
    if value.isExactly(.str) { return try saveStr(StrRef(value)) }
    if value.isExactly(.tuple) { return try saveTuple(TupleRef(value)) }
    if value.isExactly(.dict) { return try guardingFast(value, saveDict) }
    if value.isExactly(.list) { return try guardingFast(value, saveList) }
    if value.isExactly(.int) { return saveInt(value) }
    if value.isExactly(.bytes) { return try saveBytes(BytesRef(value)) }
    if value.isExactly(.set) { return try saveSet(SetRef(value)) }
    if value.isExactly(.frozenSet) { return try saveFrozenSet(SetRef(value)) }
    if value.isExactly(.byteArray) { return try saveByteArray(value) }
    if value.type == PickleBufferObject.type { return try saveBuffer(value) }
    try saveOther(value)
  }

  // MARK: Numbers

  private func saveBool(_ value: Bool) {
    if state.pointee.version >= 2 {
      state.pointee.output.append(value ? .newTrue : .newFalse)
    } else {
      state.pointee.output.append(.int, line: value ? "01" : "00")
    }
  }

  private func saveInt(_ value: Value) {
    if value.isInt, Int(Int32(truncatingIfNeeded: value.asInt)) == value.asInt {
      return saveShort(value.asInt)
    }
    if state.pointee.version < 2 {
      return state.pointee.output.append(.long, line: IntText.decimal(value).text + "L")
    }
    // One bit for the sign.
    let size = IntMath.bitLength(value) / 8 + 1
    var bytes = [UInt8](repeating: 0, count: size)
    bytes.withUnsafeMutableBufferPointer {
      _ = IntBytes.write(value, to: $0, littleEndian: true, signed: true)
    }
    if size > 1, bytes[size - 1] == 0xFF, bytes[size - 2] & 0x80 != 0 { bytes.removeLast() }
    if bytes.count < 256 {
      state.pointee.output.append(.long1, UInt8(bytes.count))
    } else {
      state.pointee.output.append(.long4, bytes.count, size: 4)
    }
    state.pointee.output.append(raw: bytes, count: bytes.count)
  }

  private func saveShort(_ number: Int) {
    if !state.pointee.isBinary {
      state.pointee.output.append(.int, line: "\(number)")
    } else if number >= 0, number < 256 {
      state.pointee.output.append(.binInt1, UInt8(number))
    } else if number >= 0, number < 65536 {
      state.pointee.output.append(.binInt2, number, size: 2)
    } else {
      state.pointee.output.append(.binInt, number, size: 4)
    }
  }

  private func saveFloat(_ number: Double) {
    if !state.pointee.isBinary {
      return state.pointee.output.append(.float, line: FloatText.repr(number).text)
    }
    state.pointee.output.append(
      .binFloat, Int(Int64(bitPattern: number.bitPattern.byteSwapped)), size: 8)
  }

  // MARK: Text and bytes

  private func saveStr(_ text: StrRef) throws(Raised) {
    if !state.pointee.isBinary {
      state.pointee.output.append(.unicode)
      for byte in PickleText.rawUnicodeEscape(text) { state.pointee.output.append(raw: byte) }
      state.pointee.output.append(raw: 0x0A)
    } else if text.isASCII {
      try saveUTF8(UnsafeBufferPointer(start: text.bytes, count: text.count), payload: .absent)
    } else {
      let bytes = BytesRef(try UTF8Codec.encode(text, "surrogatepass"))
      try saveUTF8(bytes.buffer, payload: bytes.value)
    }
    memorize(text.value)
  }

  private func saveUTF8(_ bytes: UnsafeBufferPointer<UInt8>, payload: Value) throws(Raised) {
    let (count, version) = (bytes.count, state.pointee.version)
    if count > 0xFFFF_FFFF, version < 4 {
      throw raise(
        .overflowError,
        "serializing a string larger than 4 GiB requires pickle protocol 4 or higher")
    }
    try append(
      { output in
        if count < 256, version >= 4 {
          output.append(.shortBinUnicode, UInt8(count))
        } else if count <= 0xFFFF_FFFF {
          output.append(.binUnicode, count, size: 4)
        } else {
          output.append(.binUnicode8, count, size: 8)
        }
      }, bytes, payload: payload)
  }

  /// Also for what stands for itself as bytes: a read-only buffer, whose memo entry is its own.
  func saveBytes(_ bytes: UnsafeBufferPointer<UInt8>, payload: Value, memo: Value) throws(Raised) {
    let (count, version) = (bytes.count, state.pointee.version)
    if count > 0xFFFF_FFFF, version < 4 {
      throw raise(
        .overflowError,
        "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher")
    }
    try append(
      { output in
        if count < 256 {
          output.append(.shortBinBytes, UInt8(count))
        } else if count <= 0xFFFF_FFFF {
          output.append(.binBytes, count, size: 4)
        } else {
          output.append(.binBytes8, count, size: 8)
        }
      }, bytes, payload: payload)
    memorize(memo)
  }

  private func saveBytes(_ bytes: BytesRef) throws(Raised) {
    if state.pointee.version >= 3 {
      return try saveBytes(bytes.buffer, payload: bytes.value, memo: bytes.value)
    }
    // Python 2 knows no bytes: text that is encoded when it is read.
    if bytes.count == 0 {
      return try saveReduced(
        TupleRef.of(BuiltinType.bytes.value, TupleRef.empty.value), of: bytes.value)
    }
    let text = StrRef.latin1(bytes.data, count: bytes.count)
    let encode = try Attributes.get(try Imports.importModule("codecs"), "encode")
    let arguments = TupleRef.of(text.value, Value("latin1"))
    try saveReduced(TupleRef.of(encode, arguments.value), of: bytes.value)
  }

  func saveByteArray(_ bytes: UnsafeBufferPointer<UInt8>, memo: Value) throws(Raised) {
    let count = bytes.count
    try append(
      { $0.append(.byteArray8, count, size: 8) }, bytes, payload: .absent)
    memorize(memo)
  }

  private func saveByteArray(_ value: Value) throws(Raised) {
    let bytes = BytesLike.buffer(value)
    if state.pointee.version >= 5 { return try saveByteArray(bytes, memo: value) }
    let arguments =
      bytes.count == 0
      ? TupleRef.empty : TupleRef.of(BytesRef.make(bytes.baseAddress!, count: bytes.count).value)
    try saveReduced(TupleRef.of(BuiltinType.byteArray.value, arguments.value), of: value)
  }

  // MARK: Containers

  /// Nothing finds cycles in fast mode but the depth.
  private func guardingFast(_ value: Value, _ body: (Value) throws(Raised) -> Void) throws(Raised) {
    if !state.pointee.isFast { return try body(value) }
    state.pointee.fastDepth += 1
    defer { state.pointee.fastDepth -= 1 }
    if state.pointee.fastDepth > 50, try isAround(value) {
      throw raise(
        .valueError,
        "fast mode: can't pickle cyclic objects including object type "
          + "\(value.typeName) at 0x\(String(value.bits, radix: 16))")
    }
    memorized.append(value)
    defer { memorized.truncate(memorized.count - 1) }
    try body(value)
  }

  /// Whether the container is one of those that are being pickled in fast mode.
  private func isAround(_ value: Value) throws(Raised) -> Bool {
    for i in 0..<memorized.count where memorized[i] === value { return true }
    return false
  }

  private func saveTuple(_ tuple: TupleRef) throws(Raised) {
    let count = tuple.count
    if count == 0 {
      if state.pointee.isBinary { return state.pointee.output.append(.emptyTuple) }
      state.pointee.output.append(.mark)
      return state.pointee.output.append(.tuple)
    }
    let isShort = count <= 3 && state.pointee.version >= 2
    if !isShort { state.pointee.output.append(.mark) }
    for i in 0..<count { try save(tuple[i]) }
    if let number = number(tuple.value) {
      // The tuple was pickled as a part of its items: what is on the stack is not needed.
      if isShort || !state.pointee.isBinary {
        for _ in 0..<(isShort ? count : count + 1) { state.pointee.output.append(.pop) }
      } else {
        state.pointee.output.append(.popMark)
      }
      return recall(number)
    }
    if isShort {
      state.pointee.output.append(count == 1 ? .tuple1 : count == 2 ? .tuple2 : .tuple3)
    } else {
      state.pointee.output.append(.tuple)
    }
    memorize(tuple.value)
  }

  private func saveList(_ value: Value) throws(Raised) {
    if state.pointee.isBinary {
      state.pointee.output.append(.emptyList)
    } else {
      state.pointee.output.append(.mark)
      state.pointee.output.append(.list)
    }
    memorize(value)
    let list = ListRef(value)
    if list.count == 0 { return }
    if !state.pointee.isBinary { return try saveItems(of: try Iterate.iterator(value)) }
    if list.count == 1 {
      try save(list[0])
      return state.pointee.output.append(.append)
    }
    var next = 0
    repeat {
      state.pointee.output.append(.mark)
      let end = next + PicklerRef.batchSize
      while next < min(end, list.count) {
        try save(list[next])
        next += 1
      }
      state.pointee.output.append(.appends)
    } while next < list.count
  }

  /// Items of an iterator, appended to the list on the stack.
  func saveItems(of iterator: Value) throws(Raised) {
    try saveBatches(iterator, single: .append, many: .appends) { (item) throws(Raised) in
      try save(item)
    }
  }

  /// Pairs of an iterator, set in the dict on the stack.
  func savePairs(of iterator: Value) throws(Raised) {
    try saveBatches(iterator, single: .setItem, many: .setItems) { (item) throws(Raised) in
      guard item.isTuple, TupleRef(item).count == 2 else {
        throw raise(.typeError, "dict items iterator must return 2-tuples")
      }
      try save(TupleRef(item)[0])
      try save(TupleRef(item)[1])
    }
  }

  private func saveBatches(
    _ iterator: Value, single: PickleOpcode, many: PickleOpcode,
    _ save: (Value) throws(Raised) -> Void
  ) throws(Raised) {
    var item = try Iterate.next(iterator)
    while item !== .exhausted {
      if !state.pointee.isBinary {
        try save(item)
        state.pointee.output.append(single)
        item = try Iterate.next(iterator)
        continue
      }
      let second = try Iterate.next(iterator)
      if second === .exhausted {
        try save(item)
        return state.pointee.output.append(single)
      }
      state.pointee.output.append(.mark)
      try save(item)
      try save(second)
      var count = 2
      item = try Iterate.next(iterator)
      while item !== .exhausted, count < PicklerRef.batchSize {
        try save(item)
        count += 1
        item = try Iterate.next(iterator)
      }
      state.pointee.output.append(many)
    }
  }

  private func saveDict(_ value: Value) throws(Raised) {
    if state.pointee.isBinary {
      state.pointee.output.append(.emptyDict)
    } else {
      state.pointee.output.append(.mark)
      state.pointee.output.append(.dict)
    }
    memorize(value)
    let dict = DictRef(value)
    if dict.count == 0 { return }
    if !state.pointee.isBinary {
      return try savePairs(of: try Iterate.iterator(try Call.method(value, "items")))
    }
    let count = dict.count
    var place = dict.nextEntry(0)
    if count == 1, let only = place {
      try saveEntry(dict, only)
      return state.pointee.output.append(.setItem)
    }
    // As in CPython, a full batch at the end is followed by an empty one.
    var saved = 0
    repeat {
      state.pointee.output.append(.mark)
      saved = 0
      while let entry = place, saved < PicklerRef.batchSize {
        try saveEntry(dict, entry)
        if dict.count != count {
          throw raise(.runtimeError, "dictionary changed size during iteration")
        }
        saved += 1
        place = dict.nextEntry(entry + 1)
      }
      state.pointee.output.append(.setItems)
    } while saved == PicklerRef.batchSize
  }

  private func saveEntry(_ dict: DictRef, _ number: Int) throws(Raised) {
    let (key, value) = (dict.entries[number].key, dict.entries[number].value)
    try save(key)
    try save(value)
  }

  private func saveSet(_ set: SetRef) throws(Raised) {
    if state.pointee.version < 4 { return try saveAsList(set.value) }
    state.pointee.output.append(.emptySet)
    memorize(set.value)
    let count = set.count
    if count == 0 { return }
    var place = set.nextIndex(0)
    var saved = 0
    repeat {
      state.pointee.output.append(.mark)
      saved = 0
      while let index = place, saved < PicklerRef.batchSize {
        try save(set.entry(index).key)
        if set.count != count { throw raise(.runtimeError, "set changed size during iteration") }
        saved += 1
        place = set.nextIndex(index + 1)
      }
      state.pointee.output.append(.addItems)
    } while saved == PicklerRef.batchSize
  }

  private func saveFrozenSet(_ set: SetRef) throws(Raised) {
    if state.pointee.version < 4 { return try saveAsList(set.value) }
    state.pointee.output.append(.mark)
    var place = set.nextIndex(0)
    while let index = place {
      try save(set.entry(index).key)
      place = set.nextIndex(index + 1)
    }
    if let number = number(set.value) {
      state.pointee.output.append(.popMark)
      return recall(number)
    }
    state.pointee.output.append(.frozenSet)
    memorize(set.value)
  }

  /// A set or frozenset before protocol 4: the type, called with a list.
  private func saveAsList(_ set: Value) throws(Raised) {
    let arguments = TupleRef.of(try Iterate.list(set).value)
    try saveReduced(TupleRef.of(set.type.value, arguments.value), of: set)
  }
}
