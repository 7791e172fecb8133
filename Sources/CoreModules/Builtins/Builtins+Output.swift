// print, input, class creation and imports.

import Glibc
import TaipanRuntime

extension BuiltinsModule {
  static func print(_ a: Args) throws(Raised) -> Value {
    var (file, separator, end, flush) = (Value.absent, Value.absent, Value.absent, Value.absent)
    for i in 0..<a.keywordCount {
      let name = TupleRef(a.keywordNames)[i]
      let value = a[a.positionalCount + i]
      if isName(name, "file") {
        file = value
      } else if isName(name, "sep") {
        separator = value
      } else if isName(name, "end") {
        end = value
      } else if isName(name, "flush") {
        flush = value
      } else {
        throw raise(
          .typeError, messageText("print() got an unexpected keyword argument '", name, "'"))
      }
    }
    let target = file.isAbsent || file.isNone ? try standardOutput() : file
    if target.isNone { return .none }
    let between = try text(separator, "sep", space)
    let after = try text(end, "end", newline)
    if target.type == IOModule.textType {
      try writeJoined(a, target, between, after)
    } else {
      try writePieces(a, target, between, after)
    }
    if flush.isPresent, try Convert.truth(flush) { _ = try Call.method(target, "flush") }
    return .none
  }

  /// Files that only collect what they are given get it at once, except that a text which their
  /// encoding may refuse is written by itself, so that what stands before it is not lost.
  private static func writeJoined(
    _ a: Args, _ target: Value, _ separator: StrRef, _ end: StrRef
  ) throws(Raised) {
    if a.positionalCount == 1 {
      return try write(StrRef.concatenate(try Convert.str(a[0]), end), target)
    }
    var builder = StrBuilder()
    for i in 0..<a.positionalCount {
      if i > 0 { builder.append(separator) }
      let text: StrRef
      do throws(Raised) { text = try Convert.str(a[i]) } catch {
        let exception = takeRaised()
        try write(builder.finish(), target)
        throw setRaised(exception)
      }
      if text.isASCII {
        builder.append(text)
      } else {
        try write(builder.finish(), target)
        builder = StrBuilder()
        try write(text, target)
      }
    }
    builder.append(end)
    try write(builder.finish(), target)
  }

  private static func write(_ text: StrRef, _ target: Value) throws(Raised) {
    _ = try Call.function(try Attributes.get(target, writeName), text.value)
  }

  /// Other objects see each piece.
  private static func writePieces(
    _ a: Args, _ target: Value, _ separator: StrRef, _ end: StrRef
  ) throws(Raised) {
    for i in 0..<a.positionalCount {
      if i > 0 { try write(separator, target) }
      try write(try Convert.str(a[i]), target)
    }
    try write(end, target)
  }

  // Interned strings are never freed.
  private static let space = StaticString(" ").interned
  private static let newline = StaticString("\n").interned
  private static let writeName = StaticString("write").interned

  /// Whether the name of a keyword argument is this ASCII text.
  private static func isName(_ name: Value, _ text: StaticString) -> Bool {
    let str = StrRef(name)
    return str.count == text.utf8CodeUnitCount && str.isASCII
      && memcmp(str.bytes, text.utf8Start, str.count) == 0
  }

  private static func standardOutput() throws(Raised) -> Value {
    let out = DictRef(Singletons.sysDict).getStr("stdout")
    if out.isAbsent { throw raise(.runtimeError, "lost sys.stdout") }
    return out
  }

  private static func text(_ value: Value, _ name: String, _ fallback: Value) throws(Raised)
    -> StrRef
  {
    if value.isAbsent || value.isNone { return StrRef(fallback) }
    guard value.isStr else {
      throw raise(.typeError, "\(name) must be None or a string, not \(value.typeName)")
    }
    return StrRef(value)
  }

  static func input(_ a: Args) throws(Raised) -> Value {
    let sys = DictRef(Singletons.sysDict)
    let (out, source) = (sys.getStr("stdout"), sys.getStr("stdin"))
    if source.isAbsent || source.isNone { throw raise(.runtimeError, "input(): lost sys.stdin") }
    if a.count > 0, out.isPresent, !out.isNone {
      _ = try Call.method(out, "write", try Convert.str(a[0]).value)
    }
    if out.isPresent, !out.isNone { _ = try Call.method(out, "flush") }
    let line = try Call.method(source, "readline")
    guard line.isStr else { throw raise(.typeError, "object.readline() returned non-string") }
    let str = StrRef(line)
    if str.count == 0 { throw raise(.eofError, "EOF when reading a line") }
    return str[str.count - 1] == 10 ? str.slice(0, str.count - 1).value : line
  }

  // MARK: Classes

  /// `__build_class__(function, name, *bases, metaclass=None, **keywords)`.
  static func buildClass(_ a: Args) throws(Raised) -> Value {
    guard a.positionalCount >= 2 else {
      throw raise(.typeError, "__build_class__: not enough arguments")
    }
    guard a[0].isExactly(.function) else {
      throw raise(.typeError, "__build_class__: func must be a function")
    }
    let original = a.tuple(from: 2)
    let bases = try resolveBases(original)
    let keywords = a.keywordDict()
    var metatype = try keywords.remove(Interning.intern("metaclass"))
    if metatype.isAbsent {
      metatype = bases.count > 0 ? bases[0].type.value : BuiltinType.type.value
    }
    if metatype.isType {
      metatype = try TypeBuilder.calculateMetatype(TypeRef(metatype), bases).value
    }
    let namespace = try prepare(metatype, a[1], bases, keywords)
    let cell = try Interpreter.execute(FunctionRef(a[0]), namespace: namespace)
    if original.value !== bases.value {
      try Subscript.set(namespace, Value("__orig_bases__"), original.value)
    }
    let arguments = TupleRef.of(a[1], bases.value, namespace)
    let made = try Call.function(metatype, arguments, keywords)
    if made.isType, cell.isExactly(.cell) {
      let contents = CellRef(cell).contents
      if contents.isAbsent {
        throw raise(
          .runtimeError,
          "__class__ not set defining \(try Convert.repr(a[1]).text) as \(try Convert.repr(made).text). Was __classcell__ propagated to type.__new__?"
        )
      }
      if contents !== made {
        throw raise(
          .typeError,
          "__class__ set to \(try Convert.repr(contents).text) defining \(try Convert.repr(a[1]).text) as \(try Convert.repr(made).text)"
        )
      }
    }
    return made
  }

  /// Bases with `__mro_entries__` are replaced (PEP 560).
  private static func resolveBases(_ bases: TupleRef) throws(Raised) -> TupleRef {
    var result: ListRef? = nil
    for i in 0..<bases.count {
      let base = bases[i]
      let hook =
        base.isType
        ? Value.absent : try Attributes.lookup(base, Interning.intern("__mro_entries__"))
      if hook.isAbsent {
        result?.append(base)
        continue
      }
      let entries = try Call.function(hook, bases.value)
      guard entries.isTuple else { throw raise(.typeError, "__mro_entries__ must return a tuple") }
      if result == nil { result = ListRef.make(bases.items, count: i) }
      let tuple = TupleRef(entries)
      result?.append(contentsOf: tuple.items, count: tuple.count)
    }
    return result?.toTuple() ?? bases
  }

  private static func prepare(
    _ metatype: Value, _ name: Value, _ bases: TupleRef, _ keywords: DictRef
  ) throws(Raised) -> Value {
    if metatype === BuiltinType.type.value { return DictRef.make().value }
    let hook = try Attributes.lookup(metatype, Interning.intern("__prepare__"))
    if hook.isAbsent { return DictRef.make().value }
    let namespace = try Call.function(hook, TupleRef.of(name, bases.value), keywords)
    if namespace.type.special(.getitem).isAbsent {
      let text = metatype.isType ? TypeRef(metatype).nameText : "<metaclass>"
      throw raise(
        .typeError, "\(text).__prepare__() must return a mapping, not \(namespace.typeName)")
    }
    return namespace
  }

  // MARK: Imports

  static func importFunction(_ a: Args) throws(Raised) -> Value {
    guard a[0].isStr else {
      throw raise(.typeError, "module name must be a string")
    }
    let level = a[4].isPresent ? try Convert.machineInt(a[4]) : 0
    if level < 0 { throw raise(.valueError, "level must be >= 0") }
    if StrRef(a[0]).count == 0, level == 0 { throw raise(.valueError, "Empty module name") }
    return try Imports.importModule(
      Interning.intern(a[0]), globals: a[1].isAbsent ? .none : a[1],
      fromList: a[3].isAbsent ? .none : a[3], level: level)
  }
}
