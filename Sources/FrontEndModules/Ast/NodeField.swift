// What fields of nodes hold, converted both ways: `object()` to Python, `read` from Python.

import PythonSyntax
import TaipanRuntime

/// The type of a field of a node.
protocol NodeField {
  func object() throws(Raised) -> Value

  /// - Throws: TypeError, ValueError for an object that is no such field.
  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Self

  /// What a missing attribute means; nil where it is an error.
  static var whenMissing: Self? { get }
  /// Whether `read` may see None.
  static var takesNone: Bool { get }
  /// For "None disallowed in … list"; nil where `read` finds the words.
  static var listName: String? { get }
}

extension NodeField {
  static var whenMissing: Self? { nil }
  static var takesNone: Bool { false }
  static var listName: String? { nil }
}

extension Optional: NodeField where Wrapped: NodeField {
  func object() throws(Raised) -> Value { try self?.object() ?? .none }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Self {
    value.isNone ? nil : try Wrapped.read(value, reader)
  }

  static var whenMissing: Self? { .some(.none) }
  static var takesNone: Bool { true }
}

extension NodeList: NodeField where Element: NodeField {
  func object() throws(Raised) -> Value {
    let list = ListRef.make(capacity: count)
    for element in self { list.append(try element.object()) }
    return list.value
  }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Self {
    guard value.isList else {
      throw raise(
        .typeError,
        "\(reader.className) field \"\(reader.fieldName)\" must be a list, not a \(value.typeName)")
    }
    let list = ListRef(value)
    let count = list.count
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for i in 0..<count {
      let element = list[i]
      if element.isNone, !Element.takesNone, let name = Element.listName {
        throw raise(.valueError, "None disallowed in \(name) list")
      }
      elements.append(try Element.read(element, reader))
      if list.count != count {
        throw raise(
          .runtimeError,
          "\(reader.className) field \"\(reader.fieldName)\" changed size during iteration")
      }
    }
    return reader.tree.list(elements)
  }

  static var whenMissing: Self? { NodeList() }
  /// `read` has the words for None.
  static var takesNone: Bool { true }
}

/// `int`
extension Int: NodeField {
  func object() -> Value { Value(self) }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Int {
    guard value.isAnyInt else {
      throw raise(.valueError, "invalid integer value: \(try Convert.repr(value).text)")
    }
    guard let n = value.asMachineInt, Int32(exactly: n) != nil else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    return n
  }

  static var takesNone: Bool { true }
}

/// `int`, as truth.
extension Bool: NodeField {
  func object() -> Value { Value(self ? 1 : 0) }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Bool {
    try Int.read(value, reader) != 0
  }

  static var takesNone: Bool { true }
}

/// `int`: the conversion of a replacement field.
extension FormatConversion: NodeField {
  func object() -> Value { Value(Int(rawValue)) }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> FormatConversion {
    let n = try Int.read(value, reader)
    guard let conversion = FormatConversion(rawValue: Int32(n)) else {
      throw raise(.systemError, "Unrecognized conversion character \(n)")
    }
    return conversion
  }

  static var takesNone: Bool { true }
}

/// `identifier`
extension Identifier: NodeField {
  func object() -> Value {
    Interning.intern(StrRef.utf8(utf8.baseAddress!, count: utf8.count))
  }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Identifier {
    guard value.isExactly(.str) else {
      throw raise(.typeError, "AST identifier must be of type str")
    }
    return reader.tree.intern(StrRef(value).text)
  }
}

/// `string`: a type comment, the prefix of a string literal.
struct Text: NodeField {
  var bytes: ByteString

  init(_ bytes: ByteString) { self.bytes = bytes }

  func object() -> Value { StrRef.make(Array(bytes.buffer)).value }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Text {
    guard value.isStr else { throw raise(.typeError, "AST string must be of type str") }
    return Text(reader.tree.list(StrRef(value).utf8Bytes()))
  }
}

// MARK: Kinds without fields

/// An enumeration whose cases are classes without fields, in the order of the grammar.
protocol SingletonField: NodeField, RawRepresentable where RawValue == UInt8 {
  static var first: NodeKind { get }
  static var sum: String { get }
}

extension SingletonField {
  func object() -> Value {
    NodeClasses.singleton(NodeKind(rawValue: Self.first.rawValue + Int(rawValue))!)
  }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Self {
    if let kind = NodeClasses.kind(of: value),
      let number = UInt8(exactly: kind.rawValue - first.rawValue),
      let found = Self(rawValue: number)
    {
      return found
    }
    throw NodeReader.unexpected(value, sum)
  }

  static var takesNone: Bool { true }
}

extension ExpressionContext: SingletonField {
  static var first: NodeKind { .load }
  static var sum: String { "expr_context" }
}

extension BooleanOperator: SingletonField {
  static var first: NodeKind { .and }
  static var sum: String { "boolop" }
}

extension BinaryOperator: SingletonField {
  static var first: NodeKind { .add }
  static var sum: String { "operator" }
}

extension UnaryOperator: SingletonField {
  static var first: NodeKind { .invert }
  static var sum: String { "unaryop" }
}

extension ComparisonOperator: SingletonField {
  static var first: NodeKind { .eq }
  static var sum: String { "cmpop" }
}
