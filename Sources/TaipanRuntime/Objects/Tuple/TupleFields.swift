// The descriptors of a namedtuple's fields: the module that has them says which they are, so that loads of fields
// can be cached.

public enum TupleFields {
  /// Their type; nil before `_collections` is imported. Its instances have the index in their first field, and nobody
  /// can make a subclass of it.
  nonisolated(unsafe) public static var descriptorType: TypeRef?

  /// The index that a field's descriptor reads; nil for other objects.
  static func index(_ attribute: Value) -> Int? {
    guard let descriptorType, attribute.isHeap, attribute.type == descriptorType else { return nil }
    let index = attribute.asObject.word(1).pointee.asInt
    return index >= 0 ? index : nil
  }
}
