// Classes of structs and unions: what `_fields_` and its relatives say.

import TaipanRuntime

enum StructClasses {
  static let methods: [NativeMethod] = [
    NativeMethod("__setattr__", "($self, name, value, /)", setAttribute),
    NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
  ]

  static func initialize(_ a: Args, _ kind: CTypeKind) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type.dict.getStr("_abstract_").isPresent { return .none }
    let info = try CTypeInfo.attach(to: type, kind)
    let fields = type.dict.getStr(CTypesNames.fields)
    if fields.isPresent {
      info.setFormat("B")
      StructurePassing.describe(info)
      try Attributes.set(a[0], CTypesNames.fields, fields)
    } else if let base = type.base, let baseInfo = CTypeInfo.of(base) {
      baseInfo.p.pointee.isFinal = true
      info.copyLayout(baseInfo)
    } else {
      info.setFormat("B")
      StructurePassing.describe(info)
    }
    return .none
  }

  private static func setAttribute(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "attribute name must be string, not '\(a[1].typeName)'")
    }
    let name = Interning.intern(a[1])
    try Attributes.setOnType(TypeRef(a[0]), name, a[2])
    if name === CTypesNames.fields { try setFields(TypeRef(a[0]), a[2]) }
    return .none
  }

  private static func deleteAttribute(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "attribute name must be string, not '\(a[1].typeName)'")
    }
    try Attributes.setOnType(TypeRef(a[0]), Interning.intern(a[1]), .absent)
    return .none
  }

  // MARK: Fields

  private struct Declaration {
    var name: StrRef
    var type: Value
    var info: CTypeInfo
    /// 0 for what is no bit field.
    var bits: Int
  }

  private static func setFields(_ type: TypeRef, _ fields: Value) throws(Raised) {
    guard let info = CTypeInfo.of(type) else {
      throw raise(.typeError, "ctypes state is not initialized")
    }
    if info.p.pointee.isFinal { throw raise(.attributeError, "_fields_ is final") }
    let pack = try option(type, "_pack_")
    let leastAlignment = max(try option(type, "_align_"), 1)
    let isSwapped = try Attributes.lookup(type.value, Interning.intern("_swappedbytes_")).isPresent
    let count: Int
    do throws(Raised) { count = try Convert.length(fields) } catch {
      guard catching(.typeError) else { throw error }
      throw raise(.typeError, "'_fields_' must be a sequence of pairs")
    }
    let isUnion = info.kind == .union
    var layout = StructLayout(isSwapped: isSwapped, pack: pack)
    var (alignment, unionSize, firstIndex) = (leastAlignment, 0, 0)
    let all = ListRef.make(capacity: count)
    if let base = type.base, let baseInfo = CTypeInfo.of(base) {
      alignment = max(baseInfo.p.pointee.alignment, leastAlignment)
      (layout.size, layout.offset) = (baseInfo.size, baseInfo.size)
      firstIndex = baseInfo.p.pointee.length
      info.p.pointee.hasPointers = baseInfo.p.pointee.hasPointers
      baseInfo.p.pointee.isFinal = true
      if baseInfo.p.pointee.fields.isPresent {
        let inherited = ListRef(baseInfo.p.pointee.fields)
        for i in 0..<inherited.count { all.append(inherited[i]) }
      }
    }
    let hasFormat = !isUnion
    var format = "T{"
    for i in 0..<count {
      let declared = try declaration(try Subscript.get(fields, Value(i)), i)
      if declared.info.p.pointee.hasPointers { info.p.pointee.hasPointers = true }
      declared.info.p.pointee.isFinal = true
      let field = Field.make(declared.type, index: firstIndex + i)
      if isUnion, !layout.isTooLarge {
        layout = StructLayout(isSwapped: isSwapped, pack: pack)
      }
      let end = layout.size
      layout.place(field, declared.info, bits: declared.bits)
      unionSize = max(unionSize, layout.size)
      if hasFormat { format += formatText(declared, padding: field.p.pointee.offset - end) }
      alignment = max(alignment, layout.alignment)
      type.setAttribute(Interning.intern(declared.name.value), field.value)
      all.append(field.value)
    }
    let size = isUnion ? unionSize : layout.size
    if layout.isTooLarge || size > Int.max - (alignment - 1) {
      throw raise(.overflowError, "structure or union too large")
    }
    let whole = (size + (alignment - 1)) / alignment * alignment
    if info.p.pointee.isFinal {
      throw raise(.attributeError, "Structure or union cannot contain itself")
    }
    info.p.pointee.size = whole
    info.p.pointee.alignment = alignment
    info.p.pointee.length = firstIndex + count
    info.p.pointee.fields = all.value
    info.p.pointee.isFinal = true
    info.object.noteWrite()
    if whole > size { format += "\(whole - size == 1 ? "" : "\(whole - size)")x" }
    info.setFormat(hasFormat ? format + "}" : "B")
    StructurePassing.describe(info)
    try addAnonymous(type)
  }

  /// A number that may be declared; 0 where it is not.
  private static func option(_ type: TypeRef, _ name: String) throws(Raised) -> Int {
    let value = try Attributes.lookup(type.value, Interning.intern(name))
    if value.isAbsent { return 0 }
    guard value.isAnyInt, let n = value.asMachineInt, n >= 0, Int32(exactly: n) != nil else {
      throw raise(.valueError, "\(name) must be a non-negative integer")
    }
    return n
  }

  /// One member's format, its lengths in front if it is an array.
  private static func formatText(_ declared: Declaration, padding: Int) -> String {
    var text = padding > 0 ? "\(padding == 1 ? "" : "\(padding)")x" : ""
    let shape = declared.info.shape
    if shape.count > 0 {
      text += "(" + (0..<shape.count).map { "\(shape[$0].asInt)" }.joined(separator: ",") + ")"
    }
    return text + "\(declared.info.format):\(declared.name.text):"
  }

  /// - Throws: TypeError or ValueError for what is no declaration of a member.
  private static func declaration(_ pair: Value, _ i: Int) throws(Raised) -> Declaration {
    guard pair.isTuple, (2...3).contains(TupleRef(pair).count), TupleRef(pair)[0].isStr,
      TupleRef(pair).count < 3 || TupleRef(pair)[2].isAnyInt
    else {
      throw raise(.typeError, "'_fields_' must be a sequence of (name, C type) pairs")
    }
    let parts = TupleRef(pair)
    guard let info = CTypeInfo.of(class: parts[1]) else {
      throw raise(
        .typeError, "second item in _fields_ tuple (index \(i)) must be a C type")
    }
    var bits = 0
    if parts.count == 3 {
      if !SimpleCodes.isInteger(info.code), info.code != UInt8(ascii: "?") {
        throw raise(
          .typeError,
          "bit fields not allowed for type \(TypeRef(parts[1]).messageName)")
      }
      bits = try Convert.cInt(parts[2])
      if bits <= 0 || bits > info.size * 8 {
        throw raise(.valueError, "number of bits invalid for bit field")
      }
    }
    return Declaration(name: StrRef(parts[0]), type: parts[1], info: info, bits: bits)
  }

  // MARK: Anonymous members

  /// Members of the members that `_anonymous_` names become the class's own.
  private static func addAnonymous(_ type: TypeRef) throws(Raised) {
    let names = try Attributes.lookup(type.value, Interning.intern("_anonymous_"))
    if names.isAbsent { return }
    let list: ListRef
    do throws(Raised) { list = try Iterate.list(names) } catch {
      guard catching(.typeError) else { throw error }
      throw raise(.typeError, "_anonymous_ must be a sequence")
    }
    for i in 0..<list.count {
      if !list[i].isStr { throw raise(.typeError, "attribute name must be string") }
      let found = try Attributes.get(type.value, Interning.intern(list[i]))
      guard found.isHeap, found.type == Field.type else {
        throw raise(
          .attributeError,
          "'\(StrRef(list[i]).text)' is specified in _anonymous_ but not in _fields_")
      }
      let field = Field(found)
      field.p.pointee.isAnonymous = true
      try addMembers(
        of: field.p.pointee.type, to: type, field.p.pointee.index, field.p.pointee.offset)
    }
  }

  private static func addMembers(
    of member: Value, to type: TypeRef, _ index: Int, _ offset: Int
  ) throws(Raised) {
    let fields = try Attributes.get(member, CTypesNames.fields)
    for i in 0..<(try Convert.length(fields)) {
      let name = try Subscript.get(try Subscript.get(fields, Value(i)), Value(smallInt: 0))
      if !name.isStr { throw raise(.typeError, "attribute name must be string") }
      let found = try Attributes.get(member, Interning.intern(name))
      guard found.isHeap, found.type == Field.type else {
        throw raise(.typeError, "unexpected type")
      }
      let field = Field(found)
      if field.p.pointee.isAnonymous {
        try addMembers(
          of: field.p.pointee.type, to: type, index + field.p.pointee.index,
          offset + field.p.pointee.offset)
      } else {
        type.setAttribute(Interning.intern(name), field.moved(by: offset, index).value)
      }
    }
  }
}
