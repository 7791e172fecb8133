// re.Pattern. Words: 1 pattern, 2 groupindex, 3 indexgroup, 4 flags, 5 number of groups, 6 address of
// the program, which is freed with the object, 7 unused, 8 kind of subject: 0 any, 1 str, 2 bytes.

import Glibc
import TaipanRuntime

struct PatternRef {
  let object: ObjectRef
  init(_ value: Value) { object = value.asObject }

  var value: Value { Value(object) }
  var source: Value { object.word(1).pointee }
  var groupIndex: DictRef { DictRef(object.word(2).pointee) }
  var indexGroup: TupleRef { TupleRef(object.word(3).pointee) }
  var flags: Int { object.word(4).pointee.asInt }
  var groups: Int { object.word(5).pointee.asInt }
  var program: UnsafeMutablePointer<PatternProgram> {
    UnsafeMutablePointer(bitPattern: object.word(6).pointee.asInt).unsafelyUnwrapped
  }
  var code: UnsafePointer<UInt32> { program.pointee.code }
  var codeCount: Int { program.pointee.count }
  var isText: Bool { object.word(8).pointee.asInt == 1 }
  var isBytes: Bool { object.word(8).pointee.asInt == 2 }
}

enum PatternObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("match", "($self, /, string, pos=0, endpos=sys.maxsize)", match),
    NativeMethod("fullmatch", "($self, /, string, pos=0, endpos=sys.maxsize)", fullMatch),
    NativeMethod("search", "($self, /, string, pos=0, endpos=sys.maxsize)", search),
    NativeMethod("sub", "($self, /, repl, string, count=0)", substitute),
    NativeMethod("subn", "($self, /, repl, string, count=0)", substituteCounting),
    NativeMethod("split", "($self, /, string, maxsplit=0)", split),
    NativeMethod("findall", "($self, /, string, pos=0, endpos=sys.maxsize)", findAll),
    NativeMethod("finditer", "($self, /, string, pos=0, endpos=sys.maxsize)", findIterator),
    NativeMethod("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)", scanner),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__copy__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__deepcopy__", "($self, memo, /)", ItertoolsModule.identity),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("pattern", getPattern), NativeGetSet("flags", getFlags),
    NativeGetSet("groups", getGroups), NativeGetSet("groupindex", getGroupIndex),
  ]
  static let spec = TypeSpec(
    "re.Pattern", size: 72, flags: [.weakReferable, .noInstantiation, .immutable],
    methods: methods, getSets: getSets, releaser: release,
    doc: "Compiled regular expression object.")

  static func release(_ object: ObjectRef) {
    let address = object.word(6).pointee
    if address.isPresent,
      let program = UnsafeMutablePointer<PatternProgram>(bitPattern: address.asInt)
    {
      program.pointee.free()
      program.deallocate()
    }
    object.word(6).pointee = .absent
  }

  /// `_sre.compile`.
  static func compile(_ a: Args) throws(Raised) -> Value {
    if !a[2].isList {
      throw raise(
        .typeError, "compile() argument 'code' must be list, not \(a[2].argumentTypeName)")
    }
    if !a[4].isDict {
      throw raise(
        .typeError, "compile() argument 'groupindex' must be dict, not \(a[4].argumentTypeName)")
    }
    if !a[5].isTuple {
      throw raise(
        .typeError, "compile() argument 'indexgroup' must be tuple, not \(a[5].argumentTypeName)")
    }
    let list = ListRef(a[2])
    for i in 0..<list.count where !list[i].isAnyInt {
      throw raise(.typeError, "an integer is required")
    }
    let (flags, groups) = (try Convert.machineInt(a[1]), try Convert.machineInt(a[3]))
    let count = list.count
    let code = UnsafeMutablePointer<UInt32>.allocate(capacity: max(16, count + 16))
    code.initialize(repeating: 0, count: count + 16)
    for i in 0..<count {
      // Codes are named ints: heap objects of a subclass of int.
      guard let number = list[i].asMachineInt, number >= 0, number <= Int(UInt32.max) else {
        code.deallocate()
        throw raise(.overflowError, "regular expression code size limit exceeded")
      }
      code[i] = UInt32(number)
    }
    let program = UnsafeMutablePointer<PatternProgram>.allocate(capacity: 1)
    program.initialize(to: PatternProgram(code: code, count: count))
    let object = Instances.allocate(type)
    object.word(1).pointee = a[0]
    object.word(2).pointee = a[4]
    object.word(3).pointee = a[5]
    object.word(4).pointee = Value(smallInt: flags)
    object.word(5).pointee = Value(smallInt: groups)
    object.word(6).pointee = Value(smallInt: Int(bitPattern: program))
    object.word(7).pointee = .none
    object.word(8).pointee = Value(smallInt: a[0].isNone ? 0 : a[0].isStr ? 1 : 2)
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  static func getPattern(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func getFlags(_ a: Args) throws(Raised) -> Value { a.field(4) }
  static func getGroups(_ a: Args) throws(Raised) -> Value { a.field(5) }
  static func getGroupIndex(_ a: Args) throws(Raised) -> Value {
    MappingProxyRef.make(a.field(2))
  }

  private static func scan(_ a: Args) throws(Raised) -> Scan {
    let start = a[2].isAbsent ? 0 : try Convert.clampedIndex(a[2])
    let stop = a[3].isAbsent ? Int.max : try Convert.clampedIndex(a[3])
    return try Scan(PatternRef(a[0]), a[1], start, stop)
  }

  static func match(_ a: Args) throws(Raised) -> Value {
    let scan = try scan(a)
    defer { scan.free() }
    return try scan.run(searching: false) ? scan.match() : .none
  }

  static func fullMatch(_ a: Args) throws(Raised) -> Value {
    let scan = try scan(a)
    defer { scan.free() }
    scan.state.pointee.matchAll = true
    return try scan.run(searching: false) ? scan.match() : .none
  }

  static func search(_ a: Args) throws(Raised) -> Value {
    let scan = try scan(a)
    defer { scan.free() }
    return try scan.run(searching: true) ? scan.match() : .none
  }

  static func findAll(_ a: Args) throws(Raised) -> Value {
    let scan = try scan(a)
    defer { scan.free() }
    let list = ListRef.make()
    while try scan.next() {
      list.append(try scan.listed())
      scan.state.pointee.advance()
    }
    return list.value
  }

  static func split(_ a: Args) throws(Raised) -> Value {
    let limit = a[2].isAbsent ? 0 : try Convert.machineInt(a[2])
    let scan = try Scan(PatternRef(a[0]), a[1])
    defer { scan.free() }
    let list = ListRef.make()
    var (last, turns) = (0, 0)
    while limit == 0 || turns < limit, try scan.next() {
      list.append(try scan.slice(last, scan.state.pointee.start))
      for i in 0..<scan.pattern.groups { list.append(try scan.group(i + 1, .none)) }
      last = scan.state.pointee.position
      scan.state.pointee.advance()
      turns += 1
    }
    list.append(try scan.slice(last, scan.state.pointee.end))
    return list.value
  }

  static func scanner(_ a: Args) throws(Raised) -> Value {
    let scan = try scan(a)
    defer { scan.free() }
    return ScannerObject.make(scan)
  }

  static func findIterator(_ a: Args) throws(Raised) -> Value {
    let search = try Attributes.get(try scanner(a), "search")
    return try Call.function(try iterMaker(), search, .none)
  }

  private static func iterMaker() throws(Raised) -> Value {
    try Attributes.get(try Imports.importModule("builtins"), "iter")
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let pattern = PatternRef(a[0])
    var hash = try Hash.of(pattern.source)
    for i in 0..<pattern.codeCount { hash = hash &* 31 &+ Int(pattern.code[i]) }
    hash ^= pattern.flags ^ pattern.groups
    hash >>= 3
    return Value(smallInt: hash == -1 ? -2 : hash)
  }

  static func equal(_ a: Args) throws(Raised) -> Value {
    if !a[1].isHeap || a[1].type != type { return .notImplemented }
    if a[0] === a[1] { return .true }
    let (x, y) = (PatternRef(a[0]), PatternRef(a[1]))
    if x.flags != y.flags || x.groups != y.groups || x.codeCount != y.codeCount
      || x.isText != y.isText || x.isBytes != y.isBytes
    {
      return .false
    }
    if memcmp(x.code, y.code, x.codeCount * 4) != 0 { return .false }
    return Value(try Compare.equal(x.source, y.source))
  }

  private static let flagNames: [(Int, String)] = [
    (2, "re.IGNORECASE"), (4, "re.LOCALE"), (8, "re.MULTILINE"), (16, "re.DOTALL"),
    (64, "re.VERBOSE"), (128, "re.DEBUG"), (256, "re.ASCII"),
  ]

  static func repr(_ a: Args) throws(Raised) -> Value {
    let pattern = PatternRef(a[0])
    var flags = pattern.flags
    // Text patterns are Unicode ones unless they say otherwise.
    if pattern.isText, flags & (4 | 32 | 256) == 32 { flags &= ~32 }
    var names: [String] = []
    for (bit, name) in flagNames where flags & bit != 0 {
      names.append(name)
      flags &= ~bit
    }
    if flags != 0 { names.append("0x" + String(flags, radix: 16)) }
    let source = try Convert.repr(pattern.source)
    let builder = StrBuilder()
    builder.append("re.compile(")
    builder.append(source.count > 200 ? source.slice(0, 200) : source)
    if !names.isEmpty { builder.append(", " + names.joined(separator: "|")) }
    builder.append(")")
    return builder.finish().value
  }
}
