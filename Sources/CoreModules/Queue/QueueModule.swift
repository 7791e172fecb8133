// The module `_queue`: SimpleQueue.

import TaipanRuntime

public enum QueueModule {
  nonisolated(unsafe) private static var emptyError = Value.absent

  public static func make() -> ModuleRef {
    if emptyError.isAbsent {
      emptyError = makeError()
      _ = Heap.makeRoot(emptyError)
    }
    let module = ModuleRef.make("_queue")
    module.dict.setStr("SimpleQueue", NativeTypes.make(spec).value)
    module.dict.setStr("Empty", emptyError)
    return module
  }

  private static func makeError() -> Value {
    let namespace = DictRef.make()
    namespace.setStr("__module__", Value("_queue"))
    let bases = TupleRef.of(BuiltinType.exception.value)
    do throws(Raised) {
      return try Call.function(
        BuiltinType.type.value, Value("Empty"), bases.value, namespace.value)
    } catch {
      fatalError("a plain exception class can be made")
    }
  }

  /// Words: 1 list of values, 2 index of the first, 3 … `WaitPlace`.
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("put", "($self, item, block=True, timeout=None)", put),
    NativeMethod("put_nowait", "($self, item)", put),
    NativeMethod("get", "($self, block=True, timeout=None)", get),
    NativeMethod("get_nowait", "($self, /)", getNow),
    NativeMethod("empty", "($self, /)", isEmpty),
    NativeMethod("qsize", "($self, /)", size),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let spec = TypeSpec(
    "_queue.SimpleQueue", size: (3 + WaitPlace.wordCount) * 8, flags: [.baseable, .weakReferable],
    methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let queue = try PairOfFields.make(a[0], ListRef.make().value, Value(smallInt: 0))
    place(queue).initialize()
    return queue
  }
  private static func place(_ queue: Value) -> WaitPlace { WaitPlace(queue.asObject.word(3)) }

  static func put(_ a: Args) throws(Raised) -> Value {
    ListRef(a.field(1)).append(a[1])
    place(a[0]).wakeOne()
    return .none
  }

  private static func take(_ a: Args) -> Value {
    let list = ListRef(a.field(1))
    let index = a.field(2).asInt
    if index >= list.count { return .absent }
    let value = list[index]
    list[index] = .none
    a.setField(2, Value(smallInt: index + 1))
    if index + 1 == list.count || index > 64 && index * 2 > list.count {
      list.replace(0..<(index + 1), with: list.items, count: 0)
      a.setField(2, Value(smallInt: 0))
    }
    return value
  }

  static func getNow(_ a: Args) throws(Raised) -> Value {
    let value = take(a)
    if value.isAbsent { throw setRaised(try Call.function(emptyError)) }
    return value
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let blocks = a[1].isPresent ? try Convert.truth(a[1]) : true
    if !blocks { return try getNow(a) }
    var deadline = Double.infinity
    if a[2].isPresent, !a[2].isNone {
      let seconds = try WaitTime.seconds(a[2])
      if seconds < 0 { throw raise(.valueError, "'timeout' must be a non-negative number") }
      deadline = WaitPlace.deadline(after: seconds)
    }
    while true {
      let value = take(a)
      if value.isPresent { return value }
      if !(try place(a[0]).wait(until: deadline)) { return try getNow(a) }
    }
  }

  private static func remaining(_ a: Args) -> Int {
    ListRef(a.field(1)).count - a.field(2).asInt
  }
  static func isEmpty(_ a: Args) throws(Raised) -> Value { Value(remaining(a) == 0) }
  static func size(_ a: Args) throws(Raised) -> Value { Value(remaining(a)) }
}
