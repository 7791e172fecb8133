// The values of constants.

import PythonSyntax
import TaipanRuntime

extension Constant: NodeField {
  func object() throws(Raised) -> Value {
    switch self {
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .ellipsis: return .ellipsis
    case .int(let n): return Value(n)
    case .bigInt(let limbs, let negative): return try CodeObjects.int(limbs, negative)
    case .float(let d): return Value(d)
    case .imaginary(let d): return ComplexRef.make(0, d)
    case .complex(let real, let imaginary): return ComplexRef.make(real, imaginary)
    case .string(let bytes, _): return CodeObjects.string(Array(bytes.buffer))
    case .bytes(let bytes):
      return bytes.isEmpty ? BytesRef.empty.value : BytesRef.make(Array(bytes.buffer)).value
    case .tuple(let items):
      if items.isEmpty { return TupleRef.empty.value }
      let tuple = TupleRef.make(count: items.count)
      for (i, item) in items.enumerated() { tuple.set(i, try item.object()) }
      return tuple.value
    case .frozenset(let items):
      let set = SetRef.make(shape: .of(.frozenSet))
      for item in items { try set.add(try item.object()) }
      return set.value
    }
  }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> Constant {
    try ThreadState.checkNativeStack()
    if value.isNone { return .none }
    if value === .true { return .true }
    if value === .false { return .false }
    if value === .ellipsis { return .ellipsis }
    if value.isInt || value.isExactly(.int) { return int(value, reader.tree) }
    if value.isInlineFloat || value.isExactly(.float) { return .float(try Convert.double(value)) }
    if value.isExactly(.complex) {
      let (real, imaginary) = ComplexRef(value).parts
      return .complex(real: real, imaginary: imaginary)
    }
    if value.isExactly(.str) {
      return .string(reader.tree.list(StrRef(value).utf8Bytes()), unicodePrefix: false)
    }
    if value.isExactly(.bytes) { return .bytes(reader.tree.list(BytesRef(value).array)) }
    if value.isExactly(.tuple) { return .tuple(try items(of: value, reader)) }
    if value.isExactly(.frozenSet) { return .frozenset(try items(of: value, reader)) }
    throw raise(.typeError, "got an invalid type in Constant: \(value.typeName)")
  }

  static var takesNone: Bool { true }

  private static func int(_ value: Value, _ tree: SyntaxTree) -> Constant {
    if let n = value.asMachineInt { return .int(n) }
    let int = IntRef(value)
    let limbs = UnsafeBufferPointer(start: int.limbs, count: int.limbCount)
    return .bigInt(limbs: tree.list(limbs.map { UInt64($0) }), negative: int.isNegative)
  }

  private static func items(of value: Value, _ reader: NodeReader) throws(Raised)
    -> NodeList<Constant>
  {
    let tuple = try Iterate.tuple(value)
    var items: [Constant] = []
    for i in 0..<tuple.count { items.append(try read(tuple[i], reader)) }
    return reader.tree.list(items)
  }

  // MARK: The prefix of a string literal

  /// `Constant.kind`: "u" for `u'…'`.
  var prefix: UnicodePrefix? {
    if case .string(_, unicodePrefix: true) = self { return UnicodePrefix(isU: true) }
    return nil
  }

  func withPrefix(_ prefix: UnicodePrefix?) -> Constant {
    guard let prefix, case .string(let bytes, _) = self else { return self }
    return .string(bytes, unicodePrefix: prefix.isU)
  }
}

/// `string`: the field `kind`, of which a tree keeps only whether it is "u".
struct UnicodePrefix: NodeField {
  var isU: Bool

  func object() -> Value { isU ? Interning.intern("u") : .none }

  static func read(_ value: Value, _ reader: NodeReader) throws(Raised) -> UnicodePrefix {
    let text = try Text.read(value, reader)
    return UnicodePrefix(isU: Array(text.bytes.buffer) == [UInt8(ascii: "u")])
  }
}
