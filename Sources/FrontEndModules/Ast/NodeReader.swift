// From a node object to a node of a tree: reads the fields one after the other.

import PythonSyntax
import TaipanRuntime

/// The fields of one node object. It lives in local variables only, where the collector finds it.
struct NodeReader {
  let tree: SyntaxTree
  private let object: Value
  /// The sum or product that is expected, for messages.
  private let expected: StaticString
  private let kind: NodeKind?
  private var index = 0

  /// A reader of a constructor of `sum`.
  ///
  /// - Throws: RecursionError for trees too deep for the stack.
  init(_ object: Value, of sum: StaticString, _ tree: SyntaxTree) throws(Raised) {
    try ThreadState.checkNativeStack()
    self.init(object, sum, NodeClasses.kind(of: object), tree)
  }

  /// A reader of a product: whatever has its fields is one.
  init(_ object: Value, product: NodeKind, _ tree: SyntaxTree) {
    self.init(object, "", product, tree)
  }

  private init(_ object: Value, _ expected: StaticString, _ kind: NodeKind?, _ tree: SyntaxTree) {
    self.object = object
    self.expected = expected
    self.kind = kind
    self.tree = tree
  }

  /// The constructor. A switch over those of the sum ends with `throw unexpected()`.
  func constructor() throws(Raised) -> NodeKind {
    guard let kind else { throw unexpected() }
    return kind
  }

  func unexpected() -> Raised { NodeReader.unexpected(object, "\(expected)") }

  static func unexpected(_ value: Value, _ sum: String) -> Raised {
    do throws(Raised) {
      return raise(
        .typeError, "expected some sort of \(sum), but got \(try Convert.repr(value).text)")
    } catch {
      return error
    }
  }

  var className: String { kind.map { NodeClasses.ofKind($0).nameText } ?? "\(expected)" }

  /// The field read last.
  var fieldName: String { StrRef(NodeClasses.fieldNames(kind!)[index - 1]).text }

  /// The next field.
  ///
  /// - Throws: TypeError for a missing one, ValueError for a None that means nothing.
  mutating func next<Field: NodeField>() throws(Raised) -> Field {
    let value = try Attributes.find(object, NodeClasses.fieldNames(kind!)[index])
    index += 1
    if value.isAbsent {
      if let absent = Field.whenMissing { return absent }
      throw raise(.typeError, "required field \"\(fieldName)\" missing from \(className)")
    }
    if value.isNone, !Field.takesNone {
      throw raise(.valueError, "field '\(fieldName)' is required for \(className)")
    }
    return try Field.read(value, self)
  }

  // MARK: Attributes

  /// - Throws: TypeError for missing attributes, ValueError for an impossible place.
  func location(endIsOptional: Bool = true) throws(Raised) -> Location {
    let line = try attribute(0, else: nil)
    let column = try attribute(1, else: nil)
    let endLine = try attribute(2, else: endIsOptional ? line : nil)
    let endColumn = try attribute(3, else: endIsOptional ? column : nil)
    if line > endLine {
      throw raise(.valueError, "AST node line range (\(line), \(endLine)) is not valid")
    }
    if (line < 0 && endLine != line) || (column < 0 && column != endColumn) {
      throw raise(
        .valueError,
        "AST node column range (\(column), \(endColumn)) for line range (\(line), \(endLine)) is not valid"
      )
    }
    if line == endLine, column > endColumn {
      throw raise(.valueError, "line \(line), column \(column)-\(endColumn) is not a valid range")
    }
    return Location(line: line, column: column, endLine: endLine, endColumn: endColumn)
  }

  private func attribute(_ number: Int, else fallback: Int32?) throws(Raised) -> Int32 {
    let name = NodeClasses.locations[number]
    let value = try Attributes.find(object, name)
    if value.isAbsent || value.isNone, let fallback { return fallback }
    if value.isAbsent {
      let owner = expected.utf8CodeUnitCount > 0 ? "\(expected)" : className
      throw raise(.typeError, "required field \"\(StrRef(name).text)\" missing from \(owner)")
    }
    return Int32(try Int.read(value, self))
  }
}
