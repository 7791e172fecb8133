// re.Match. Words: 1 string, 2 pattern, 3 pos, 4 endpos, 5 lastindex (-1 for none), then begin and end
// of the match and of each group, -1 where a group took no part.

import TaipanRuntime

struct MatchRef {
  let object: ObjectRef
  init(_ value: Value) { object = value.asObject }

  static let regsWord = 6
  var string: Value { object.word(1).pointee }
  var pattern: PatternRef { PatternRef(object.word(2).pointee) }
  var groups: Int { pattern.groups }
  func begin(_ group: Int) -> Int { object.word(MatchRef.regsWord + group * 2).pointee.asInt }
  func end(_ group: Int) -> Int { object.word(MatchRef.regsWord + group * 2 + 1).pointee.asInt }

  static func make(_ scan: Scan) -> Value {
    let groups = scan.pattern.groups
    let size = (regsWord + (groups + 1) * 2) * 8
    let object = Heap.allocateZeroed(
      size, Header(shape: MatchObject.type.p.pointee.instanceShape))
    let state = scan.state
    object.word(1).pointee = scan.string
    object.word(2).pointee = scan.pattern.value
    object.word(3).pointee = Value(smallInt: scan.low)
    object.word(4).pointee = Value(smallInt: scan.high)
    object.word(5).pointee = Value(smallInt: state.pointee.lastIndex)
    let regs = object.word(regsWord)
    regs[0] = Value(smallInt: state.pointee.start)
    regs[1] = Value(smallInt: state.pointee.position)
    for i in 0..<groups {
      let (low, high) = state.pointee.group(i) ?? (-1, -1)
      regs[i * 2 + 2] = Value(smallInt: low)
      regs[i * 2 + 3] = Value(smallInt: high)
    }
    return Value(object)
  }

  func text(_ group: Int, _ fallback: Value) throws(Raised) -> Value {
    let low = begin(group)
    return low < 0 ? fallback : try Scan.slice(string, low, end(group))
  }

  /// The number of a group given by number or name.
  ///
  /// - Throws: IndexError if there is none.
  func number(_ key: Value) throws(Raised) -> Int {
    var index = -1
    if key.isAnyInt {
      index = key.asMachineInt ?? -1
    } else if key.isHeap, key.type.special(.index).isPresent {
      index = try Convert.clampedIndex(key)
    } else {
      let found = try pattern.groupIndex.get(key)
      if found.isPresent { index = found.asMachineInt ?? -1 }
    }
    if index < 0 || index > groups { throw raise(.indexError, "no such group") }
    return index
  }
}

enum MatchObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("group", "($self, /, *args)", group),
    NativeMethod("groups", "($self, /, default=None)", groups),
    NativeMethod("groupdict", "($self, /, default=None)", groupDict),
    NativeMethod("start", "($self, group=0, /)", start),
    NativeMethod("end", "($self, group=0, /)", end),
    NativeMethod("span", "($self, group=0, /)", span),
    NativeMethod("expand", "($self, /, template)", expand),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__copy__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__deepcopy__", "($self, memo, /)", ItertoolsModule.identity),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("string", getString), NativeGetSet("re", getPattern), NativeGetSet("pos", getPos),
    NativeGetSet("endpos", getEndPos), NativeGetSet("lastindex", getLastIndex),
    NativeGetSet("lastgroup", getLastGroup), NativeGetSet("regs", getRegs),
  ]
  static let spec = TypeSpec(
    "re.Match", size: 64, flags: [.noInstantiation, .immutable], methods: methods,
    getSets: getSets,
    doc:
      "The result of re.match() and re.search().\nMatch objects always have a boolean value of True."
  )

  static func getString(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func getPattern(_ a: Args) throws(Raised) -> Value { a.field(2) }
  static func getPos(_ a: Args) throws(Raised) -> Value { a.field(3) }
  static func getEndPos(_ a: Args) throws(Raised) -> Value { a.field(4) }
  static func getLastIndex(_ a: Args) throws(Raised) -> Value {
    a.field(5).asInt < 0 ? .none : a.field(5)
  }
  static func getLastGroup(_ a: Args) throws(Raised) -> Value {
    let index = a.field(5).asInt
    let names = MatchRef(a[0]).pattern.indexGroup
    return index >= 0 && index < names.count ? names[index] : .none
  }

  private static func pair(_ match: MatchRef, _ index: Int) -> Value {
    TupleRef.of(Value(smallInt: match.begin(index)), Value(smallInt: match.end(index))).value
  }

  static func getRegs(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    let list = ListRef.make()
    for i in 0...match.groups { list.append(pair(match, i)) }
    return list.toTuple().value
  }

  static func group(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    if a.count == 1 { return try match.text(0, .none) }
    if a.count == 2 { return try match.text(try match.number(a[1]), .none) }
    let list = ListRef.make()
    for i in 1..<a.count { list.append(try match.text(try match.number(a[i]), .none)) }
    return list.toTuple().value
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    return try match.text(try match.number(a[1]), .none)
  }

  static func groups(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    let fallback = a[1].isAbsent ? .none : a[1]
    let list = ListRef.make()
    for i in 0..<match.groups { list.append(try match.text(i + 1, fallback)) }
    return list.toTuple().value
  }

  static func groupDict(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    let fallback = a[1].isAbsent ? .none : a[1]
    let names = match.pattern.groupIndex
    let dict = DictRef.make()
    var number = 0
    while let next = names.nextEntry(number) {
      let entry = names.entries[next]
      let text = try match.text(try match.number(entry.value), fallback)
      try dict.set(entry.key, hash: entry.hash, text)
      number = next + 1
    }
    return dict.value
  }

  private static func index(_ a: Args) throws(Raised) -> Int {
    a.count > 1 ? try MatchRef(a[0]).number(a[1]) : 0
  }
  static func start(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: MatchRef(a[0]).begin(try index(a)))
  }
  static func end(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: MatchRef(a[0]).end(try index(a)))
  }
  static func span(_ a: Args) throws(Raised) -> Value { pair(MatchRef(a[0]), try index(a)) }

  static func expand(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    let template = try TemplateObject.compiled(match.pattern, a[1])
    let parts = ListRef.make()
    for i in 0..<template.count {
      let part = i & 1 == 0 ? template[i] : try match.text(template[i].asInt, .none)
      if !part.isNone { parts.append(part) }
    }
    return try Scan.join(parts, like: match.string)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let match = MatchRef(a[0])
    let text = try Convert.repr(try match.text(0, .none))
    let builder = StrBuilder()
    builder.append("<\(a[0].typeName == "Match" ? "re.Match" : a[0].typeName) object; ")
    builder.append("span=(\(match.begin(0)), \(match.end(0))), match=")
    builder.append(text.count > 50 ? text.slice(0, 50) : text)
    builder.append(">")
    return builder.finish().value
  }
}
