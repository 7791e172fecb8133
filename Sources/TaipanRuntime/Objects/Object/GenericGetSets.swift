// `__dict__`, `__class__` and other attributes that many types have.

public enum GenericGetSets {
  /// What classes with attributes give their instances.
  static let instanceTable = NativeTypes.immortal([
    NativeGetSet("__dict__", getDict, set: setInstanceDict),
    NativeGetSet("__weakref__", getWeakReference),
  ])

  /// Instances of Python classes may lose their dict, and get an empty one.
  private static func setInstanceDict(_ a: Args) throws(Raised) -> Value {
    // A native base that has a dict says itself who may replace it.
    var base = a[0].type
    while base.has(.heap), let next = base.base { base = next }
    if base.p.pointee.attributesAt != 0 {
      try Attributes.setNativeDict(base, a[0], a[1])
      return .none
    }
    if a[1].isPresent { return try setDict(a) }
    Instances.setDict(a[0].asObject, DictRef.make())
    return .none
  }

  static func getWeakReference(_ a: Args) throws(Raised) -> Value {
    let references = WeakReferences.all(of: a[0])
    return references.count == 0 ? .none : references[0]
  }

  public static func getDict(_ a: Args) throws(Raised) -> Value {
    Instances.materializeDict(a[0].asObject).value
  }

  public static func setDict(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "cannot delete __dict__") }
    guard a[1].isDict else {
      throw raise(
        .typeError, "__dict__ must be set to a dictionary, not a '\(a[1].typeName)'")
    }
    Instances.setDict(a[0].asObject, DictRef(a[1]))
    return .none
  }
}
