// `sub` and `subn`, and the templates that replacement texts are compiled to.

import TaipanRuntime

/// Words of a template: 1 the tuple literal, group, literal, group, … literal.
enum TemplateObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  static let spec = TypeSpec("re._Template", size: 16, flags: [.noInstantiation])

  /// `_sre.template(pattern, list)`.
  static func make(_ a: Args) throws(Raised) -> Value {
    if !a[1].isList {
      throw raise(.typeError, "template() argument 2 must be list, not \(a[1].argumentTypeName)")
    }
    let list = ListRef(a[1])
    if list.count & 1 == 0 { throw raise(.typeError, "invalid template") }
    for i in 0..<list.count / 2 where !list[i * 2 + 1].isInt || list[i * 2 + 1].asInt < 0 {
      throw raise(.typeError, "invalid template")
    }
    let parts = list.toTuple()
    let object = Instances.allocate(type)
    object.word(1).pointee = parts.value
    return Value(object)
  }

  /// The template of a replacement text, from the cache of `re`.
  static func compiled(_ pattern: PatternRef, _ text: Value) throws(Raised) -> TupleRef {
    let module = try Imports.importModule("re")
    let template = try Call.method(module, "_compile_template", pattern.value, text)
    if !template.isHeap || template.type != type {
      throw raise(.typeError, "invalid template")
    }
    return TupleRef(template.asObject.word(1).pointee)
  }
}

extension PatternObject {
  static func substitute(_ a: Args) throws(Raised) -> Value {
    TupleRef(try substituteCounting(a))[0]
  }

  private enum Filter { case literal, template, function }

  static func substituteCounting(_ a: Args) throws(Raised) -> Value {
    let limit = a[3].isAbsent ? 0 : try Convert.machineInt(a[3])
    let pattern = PatternRef(a[0])
    var filter = a[1]
    var kind = Filter.literal
    if isCallable(filter) {
      kind = .function
    } else if try !isLiteral(filter) {
      let template = try TemplateObject.compiled(pattern, filter)
      filter = template.count == 1 ? template[0] : template.value
      kind = template.count == 1 ? .literal : .template
    }
    let scan = try Scan(pattern, a[2])
    defer { scan.free() }
    let parts = ListRef.make()
    var (last, turns) = (0, 0)
    while limit == 0 || turns < limit, try scan.next() {
      let (start, end) = (scan.state.pointee.start, scan.state.pointee.position)
      if last < start { parts.append(try scan.slice(last, start)) }
      switch kind {
      case .literal: parts.append(filter)
      case .template: try expand(TupleRef(filter), scan, to: parts)
      case .function:
        let item = try Call.function(filter, scan.match())
        if !item.isNone { parts.append(item) }
      }
      last = end
      turns += 1
      scan.state.pointee.advance()
    }
    if last < scan.state.pointee.end { parts.append(try scan.slice(last, scan.state.pointee.end)) }
    let joined = try Scan.join(parts, like: a[2])
    return TupleRef.of(joined, Value(smallInt: turns)).value
  }

  private static func expand(_ template: TupleRef, _ scan: Scan, to parts: ListRef) throws(Raised) {
    for i in 0..<template.count {
      let part = i & 1 == 0 ? template[i] : try scan.group(template[i].asInt, .none)
      if !part.isNone { parts.append(part) }
    }
  }

  private static func isCallable(_ value: Value) -> Bool {
    if !value.isHeap || value.isStr || value.isBytes { return false }
    let type = value.type
    return type.special(.call).isPresent || type == .function || type == .builtinFunction
      || type == .methodDescriptor || type == .slotWrapper || type == .methodWrapper
      || type == .classMethodDescriptor || type == .method
  }

  /// A replacement without backslashes stands for itself.
  private static func isLiteral(_ value: Value) throws(Raised) -> Bool {
    if value.isStr {
      let str = StrRef(value)
      for i in 0..<str.count where str[i] == 0x5C { return false }
      return true
    }
    if !Scan.hasBuffer(value) { return false }
    return !(try Buffers.read(value)).contains(0x5C)
  }
}

/// Words of a scanner: 1 pattern, 2 string, 3 start, 4 end, 5 whether the next match must advance,
/// 6 first place of the search.
enum ScannerObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("match", "($self, /)", match),
    NativeMethod("search", "($self, /)", search),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("pattern", getPattern)]
  static let spec = TypeSpec(
    "_sre.SRE_Scanner", size: 56, flags: [.noInstantiation], methods: methods, getSets: getSets)

  static func getPattern(_ a: Args) throws(Raised) -> Value { a.field(1) }

  static func make(_ scan: Scan) -> Value {
    let object = Instances.allocate(type)
    object.word(1).pointee = scan.pattern.value
    object.word(2).pointee = scan.string
    object.word(3).pointee = Value(smallInt: scan.low)
    object.word(4).pointee = Value(smallInt: scan.high)
    object.word(5).pointee = .false
    object.word(6).pointee = Value(smallInt: scan.low)
    return Value(object)
  }

  static func match(_ a: Args) throws(Raised) -> Value { try step(a, searching: false) }
  static func search(_ a: Args) throws(Raised) -> Value { try step(a, searching: true) }

  private static func step(_ a: Args, searching: Bool) throws(Raised) -> Value {
    if a.field(3).isNone { return .none }
    let scan = try Scan(
      PatternRef(a.field(1)), a.field(2), a.field(6).asInt, a.field(4).asInt)
    defer { scan.free() }
    scan.state.pointee.start = a.field(3).asInt
    scan.state.pointee.mustAdvance = a.field(5).isTrue
    if !(try scan.run(searching: searching)) {
      a.setField(3, .none)
      return .none
    }
    let result = scan.match()
    scan.state.pointee.advance()
    a.setField(3, Value(smallInt: scan.state.pointee.start))
    a.setField(5, Value(scan.state.pointee.mustAdvance))
    return result
  }
}
