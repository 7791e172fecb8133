// groupby: runs of values with equal keys.

import TaipanRuntime

/// Words of groupby: 1 iterator, 2 key function (absent: the value itself), 3 key of the group given out,
/// 4 key and 5 value of the current element, 6 the group that may still give values.
/// Words of a group: 1 the groupby object, 2 its key.
enum GroupByIterator {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  nonisolated(unsafe) static var grouperType = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, key=None)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let grouperMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", nextOfGroup),
  ]

  static func start() {
    type = NativeTypes.make(
      TypeSpec("itertools.groupby", size: 56, flags: [.baseable], methods: methods))
    grouperType = NativeTypes.make(
      TypeSpec("itertools._grouper", size: 24, methods: grouperMethods))
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(a[1])
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterator
    object.word(2).pointee = a[2].isNone ? .absent : a[2]
    return Value(object)
  }

  /// Reads the next element; false at the end.
  private static func step(_ object: ObjectRef) throws(Raised) -> Bool {
    let value = try Iterate.next(object.word(1).pointee)
    if value.isExhausted { return false }
    let function = object.word(2).pointee
    let key = function.isAbsent ? value : try Call.function(function, value)
    object.store(value, at: object.word(5))
    object.store(key, at: object.word(4))
    return true
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    object.word(6).pointee = .absent
    while true {
      let current = object.word(4).pointee
      if current.isPresent {
        let target = object.word(3).pointee
        if target.isAbsent { break }
        if !(try Compare.equal(target, current)) { break }
      }
      if !(try step(object)) { return .exhausted }
    }
    let key = object.word(4).pointee
    object.store(key, at: object.word(3))
    let group = Instances.allocate(grouperType)
    group.word(1).pointee = a[0]
    group.word(2).pointee = key
    object.store(Value(group), at: object.word(6))
    return TupleRef.of(key, Value(group)).value
  }

  static func nextOfGroup(_ a: Args) throws(Raised) -> Value {
    let parent = a.field(1).asObject
    if parent.word(6).pointee !== a[0] { return .exhausted }
    if parent.word(5).pointee.isAbsent, !(try step(parent)) { return .exhausted }
    if !(try Compare.equal(a.field(2), parent.word(4).pointee)) { return .exhausted }
    let value = parent.word(5).pointee
    parent.word(5).pointee = .absent
    return value
  }
}
