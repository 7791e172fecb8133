// Encodings by a table: a string of characters or a mapping.

public enum CharmapCodec {
  public static func decode(
    _ data: UnsafePointer<UInt8>, _ count: Int, _ mapping: Value, _ errors: String
  ) throws(Raised) -> StrRef {
    var problem = DecodeProblem(data, count, "charmap", errors)
    var i = 0
    while i < problem.count {
      let byte = Int(problem.data[i])
      if mapping.isExactly(.str) {
        let table = StrRef(mapping)
        if byte < table.count, table[byte] != 0xFFFE {
          problem.out.append(table[byte])
          i += 1
        } else {
          i = try problem.handle(i, i + 1, "character maps to <undefined>")
        }
        continue
      }
      let entry = try look(mapping, byte)
      if entry.isAbsent || entry.isNone {
        i = try problem.handle(i, i + 1, "character maps to <undefined>")
        continue
      }
      if entry.isStr, !(StrRef(entry).count == 1 && StrRef(entry)[0] == 0xFFFE) {
        problem.out.append(StrRef(entry))
      } else if entry.isAnyInt, entry.asMachineInt != 0xFFFE {
        guard let n = entry.asMachineInt, n >= 0, n < 0x110000 else {
          throw raise(.typeError, "character mapping must be in range(0x110000)")
        }
        problem.out.append(UInt32(n))
      } else if entry.isStr || entry.isAnyInt {
        i = try problem.handle(i, i + 1, "character maps to <undefined>")
        continue
      } else {
        throw raise(.typeError, "character mapping must return integer, None or str")
      }
      i += 1
    }
    return problem.out.finish()
  }

  /// What a mapping has for a key; absent if nothing.
  private static func look(_ mapping: Value, _ key: Int) throws(Raised) -> Value {
    do throws(Raised) { return try Subscript.get(mapping, Value(key)) } catch {
      if catching(.lookupError) { return .absent }
      throw error
    }
  }

  /// Appends the bytes of a character; false where the mapping has none.
  private static func append(_ c: UInt32, _ mapping: Value, to out: inout [UInt8]) throws(Raised)
    -> Bool
  {
    let entry = try look(mapping, Int(c))
    if entry.isAbsent || entry.isNone { return false }
    if entry.isBytes {
      out.append(contentsOf: BytesRef(entry).buffer)
      return true
    }
    guard entry.isAnyInt else {
      throw raise(
        .typeError, "character mapping must return integer, bytes or None, not \(entry.typeName)")
    }
    guard let n = entry.asMachineInt, n >= 0, n < 256 else {
      throw raise(.typeError, "character mapping must be in range(256)")
    }
    out.append(UInt8(n))
    return true
  }

  public static func encode(_ str: StrRef, _ mapping: Value, _ errors: String) throws(Raised)
    -> Value
  {
    let problem = EncodeProblem(str, "charmap", errors, "character maps to <undefined>")
    var out: [UInt8] = []
    out.reserveCapacity(str.count)
    var i = 0
    while i < str.count {
      if try append(str[i], mapping, to: &out) {
        i += 1
        continue
      }
      var end = i + 1
      var rest: [UInt8] = []
      while end < str.count, !(try append(str[end], mapping, to: &rest)) { end += 1 }
      var replacement: [UInt32] = []
      i = try problem.handle(i, end, limit: .max) {
        replacement.append($0)
      } bytes: {
        out.append(contentsOf: $0)
      }
      for c in replacement where !(try append(c, mapping, to: &out)) {
        throw setRaised(try problem.exception(i, end))
      }
    }
    return BytesRef.make(out).value
  }

  /// The encoding table of a decoding string.
  public static func build(_ table: StrRef) throws(Raised) -> Value {
    let dict = DictRef.make(capacity: table.count)
    for i in 0..<table.count where table[i] != 0xFFFE {
      try dict.set(Value(smallInt: Int(table[i])), Value(smallInt: i))
    }
    return dict.value
  }
}

extension CodecErrors {
  public static func register(_ name: StrRef, _ handler: Value) {
    handlers.setStr(Interning.intern(name), handler)
  }

  /// - Returns: whether the name was registered.
  /// - Throws: ValueError for a built-in handler.
  public static func unregister(_ name: StrRef) throws(Raised) -> Bool {
    switch name.text {
    case "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace",
      "surrogateescape", "surrogatepass":
      throw raise(.valueError, "cannot un-register built-in error handler '\(name.text)'")
    default: break
    }
    return try handlers.remove(Interning.intern(name)).isPresent
  }
}
