// `_thread._local`: attributes that each thread has its own of.
// Words: 1 `__dict__` of the thread that looked last, 2 dict from identity of the thread to its `__dict__`,
// 3 tuple and 4 dict of the arguments of `__init__`, which runs again in each thread.

import TaipanRuntime

enum ThreadLocals {
  static let spec = TypeSpec(
    "_thread._local", size: 40, flags: [.baseable, .weakReferable], dictWord: 1,
    methods: [
      NativeMethod("__new__", "($type, *args, **kwargs)", new),
      NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
      NativeMethod("__setattr__", "($self, name, value, /)", setAttribute),
      NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
    ],
    getSets: [NativeGetSet("__dict__", getDict)])

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let takesArguments = type.special(.`init`) !== BuiltinType.object.ref.special(.`init`)
    if a.count > 1, !takesArguments {
      throw raise(.typeError, "Initialization arguments are not supported")
    }
    let object = Instances.allocate(type)
    object.word(2).pointee = DictRef.make().value
    object.word(3).pointee = a.tuple(from: 1).value
    object.word(4).pointee = a.keywordDict().value
    object.noteWrite()
    try addThread(object)
    return Value(object)
  }

  // MARK: The dict of the running thread

  private static func currentKey() -> Value { Value(Threads.current.pointee.identity) }

  /// Gives the running thread a `__dict__`, until its end or the object's.
  private static func addThread(_ object: ObjectRef) throws(Raised) {
    let dict = DictRef.make().value
    try DictRef(object.word(2).pointee).set(currentKey(), dict)
    let record = Threads.current
    if record.pointee.locals.isAbsent { record.pointee.locals = ListRef.make().value }
    ListRef(record.pointee.locals).append(WeakReferences.make(object))
    install(dict, object)
  }

  private static func install(_ dict: Value, _ object: ObjectRef) {
    object.word(1).pointee = dict
    object.noteWrite()
  }

  /// Makes the running thread's `__dict__` the object's.
  private static func enter(_ value: Value) throws(Raised) {
    let object = value.asObject
    let dict = try DictRef(object.word(2).pointee).get(currentKey())
    if dict.isPresent {
      if dict !== object.word(1).pointee { install(dict, object) }
      return
    }
    try addThread(object)
    let initializer = value.type.special(.`init`)
    if initializer !== BuiltinType.object.ref.special(.`init`) {
      _ = try Call.function(
        try Attributes.get(value, "__init__"), TupleRef(object.word(3).pointee),
        DictRef(object.word(4).pointee))
      // It may have let another thread run.
      try enter(value)
    }
  }

  /// At the end of a thread: what it stored is given up.
  static func forget(_ record: ThreadRecordRef) {
    if record.pointee.locals.isAbsent { return }
    let references = ListRef(record.pointee.locals)
    for i in 0..<references.count {
      let target = WeakRef(references[i].asObject).target
      if target.isAbsent { continue }
      let object = target.asObject
      if object.word(1).pointee === dict(of: record, object) {
        install(DictRef.make().value, object)
      }
      remove(record, from: object)
    }
    record.pointee.locals = .absent
  }

  private static func dict(of record: ThreadRecordRef, _ object: ObjectRef) -> Value {
    do throws(Raised) {
      return try DictRef(object.word(2).pointee).get(Value(record.pointee.identity))
    } catch {
      fatalError("ints compare without raising")
    }
  }

  private static func remove(_ record: ThreadRecordRef, from object: ObjectRef) {
    do throws(Raised) {
      _ = try DictRef(object.word(2).pointee).remove(Value(record.pointee.identity))
    } catch {
      fatalError("ints compare without raising")
    }
  }

  // MARK: Attributes

  private static func name(_ value: Value) throws(Raised) -> Value {
    if value.isStr { return value }
    throw raise(.typeError, "attribute name must be string, not '\(value.typeName)'")
  }

  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    try enter(a[0])
    let name = try name(a[1])
    let value = try Attributes.generic(a[0], name)
    if value.isAbsent { throw Attributes.missing(a[0], name) }
    return value
  }

  private static func set(_ a: Args, _ value: Value) throws(Raised) -> Value {
    let name = try name(a[1])
    if StrRef(name).text == "__dict__" {
      throw raise(
        .attributeError,
        "'\(a[0].type.messageName)' object attribute '__dict__' is read-only")
    }
    try enter(a[0])
    try Attributes.setGeneric(a[0], name, value)
    return .none
  }
  static func setAttribute(_ a: Args) throws(Raised) -> Value { try set(a, a[2]) }
  static func deleteAttribute(_ a: Args) throws(Raised) -> Value { try set(a, .absent) }

  static func getDict(_ a: Args) throws(Raised) -> Value {
    try enter(a[0])
    return a.field(1)
  }
}
