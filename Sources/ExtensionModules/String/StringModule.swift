// The module `_string`: what `string.Formatter` is built on.

import TaipanRuntime

/// Both iterators: the text and the places in it.
struct FormatterIteratorLayout {
  var header: Header
  var text: Value
  var at: Int
  var end: Int
}

struct FormatterIteratorRef: TypedRef {
  let p: UnsafeMutablePointer<FormatterIteratorLayout>

  static func make(_ type: TypeRef, _ text: StrRef, at: Int) -> Value {
    let iterator = FormatterIteratorRef(
      Heap.allocateZeroed(
        MemoryLayout<FormatterIteratorLayout>.size,
        Header(shape: type.p.pointee.instanceShape)))
    iterator.p.pointee.text = text.value
    iterator.p.pointee.at = at
    iterator.p.pointee.end = text.count
    return iterator.value
  }

  var text: StrRef { StrRef(p.pointee.text) }
}

public enum StringModule {
  static let functions: [NativeMethod] = [
    NativeMethod("formatter_parser", "($module, string, /)", formatterParser),
    NativeMethod("formatter_field_name_split", "($module, string, /)", fieldNameSplit),
  ]
  static let parserMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", itself),
    NativeMethod("__next__", "($self, /)", nextItem),
  ]
  static let nameMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", itself),
    NativeMethod("__next__", "($self, /)", nextPart),
  ]
  static let parserType = NativeTypes.make(
    TypeSpec(
      "formatteriterator", size: MemoryLayout<FormatterIteratorLayout>.size,
      flags: [.noInstantiation], methods: parserMethods))
  static let nameType = NativeTypes.make(
    TypeSpec(
      "fieldnameiterator", size: MemoryLayout<FormatterIteratorLayout>.size,
      flags: [.noInstantiation], methods: nameMethods))

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_string", functions)
    module.dict.setStr("__doc__", Value("string helper module"))
    return module
  }

  private static func text(_ value: Value) throws(Raised) -> StrRef {
    if !value.isStr { throw raise(.typeError, "expected str, got \(value.typeName)") }
    return StrRef(value)
  }

  static func itself(_ a: Args) throws(Raised) -> Value { a[0] }

  static func formatterParser(_ a: Args) throws(Raised) -> Value {
    FormatterIteratorRef.make(parserType, try text(a[0]), at: 0)
  }

  static func nextItem(_ a: Args) throws(Raised) -> Value {
    let iterator = FormatterIteratorRef(a[0])
    let text = iterator.text
    var parser = FormatFieldParser(text, iterator.p.pointee.at..<iterator.p.pointee.end)
    guard let item = try parser.next() else { return .exhausted }
    iterator.p.pointee.at = parser.position
    let literal = text.slice(item.literal.lowerBound, item.literal.upperBound).value
    if !item.hasField { return TupleRef.of(literal, .none, .none, .none).value }
    let name = text.slice(item.name.lowerBound, item.name.upperBound).value
    let spec = text.slice(item.spec.lowerBound, item.spec.upperBound).value
    let conversion = item.conversion == 0 ? Value.none : StrRef.character(item.conversion)
    return TupleRef.of(literal, name, spec, conversion).value
  }

  static func fieldNameSplit(_ a: Args) throws(Raised) -> Value {
    let text = try text(a[0])
    let parser = FieldNameParser(text, 0..<text.count)
    let first: Value
    if let number = try FieldNameParser.number(text, parser.first) {
      first = Value(number)
    } else {
      first = text.slice(parser.first.lowerBound, parser.first.upperBound).value
    }
    let rest = FormatterIteratorRef.make(nameType, text, at: parser.first.upperBound)
    return TupleRef.of(first, rest).value
  }

  static func nextPart(_ a: Args) throws(Raised) -> Value {
    let iterator = FormatterIteratorRef(a[0])
    let text = iterator.text
    var parser = FieldNameParser(text, iterator.p.pointee.at..<iterator.p.pointee.end, isRest: true)
    guard let (isAttribute, name) = try parser.next() else { return .exhausted }
    iterator.p.pointee.at = parser.position
    if !isAttribute, let number = try FieldNameParser.number(text, name) {
      return TupleRef.of(.false, Value(number)).value
    }
    return TupleRef.of(Value(isAttribute), text.slice(name.lowerBound, name.upperBound).value).value
  }
}
