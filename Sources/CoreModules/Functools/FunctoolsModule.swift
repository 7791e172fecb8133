// The module `_functools`: partial, reduce, cmp_to_key and the wrapper behind lru_cache.

import TaipanRuntime

public enum FunctoolsModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_functools", functions)
    PartialObject.type = NativeTypes.make(PartialObject.spec)
    ComparisonKey.type = NativeTypes.make(ComparisonKey.spec)
    module.dict.setStr("partial", PartialObject.type.value)
    module.dict.setStr("_lru_cache_wrapper", CacheWrapper.start().value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("reduce", "($module, function, iterable, initial=None, /)", reduce),
    NativeMethod("cmp_to_key", "($module, mycmp)", ComparisonKey.make),
  ]

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(a[1]) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "reduce() arg 2 must support iteration")
      }
      throw error
    }
    var result = a.optional(2)
    if result.isAbsent {
      result = try Iterate.next(iterator)
      if result.isExhausted {
        throw raise(.typeError, "reduce() of empty iterable with no initial value")
      }
    }
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return result }
      result = try Call.function(a[0], result, value)
    }
  }
}

/// Words: 1 the comparison function, 2 the object (absent in what `cmp_to_key` gives).
enum ComparisonKey {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("__call__", "($self, obj)", call),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("obj", getObject, set: setObject)]
  static let spec = TypeSpec(
    "functools.KeyWrapper", size: 24, methods: methods, getSets: getSets)

  static func make(_ a: Args) throws(Raised) -> Value {
    try PairOfFields.make(type.value, a[0], .absent)
  }
  static func call(_ a: Args) throws(Raised) -> Value {
    try PairOfFields.make(type.value, a.field(1), a[1])
  }
  static func getObject(_ a: Args) throws(Raised) -> Value {
    a.field(2).isAbsent ? .none : a.field(2)
  }
  static func setObject(_ a: Args) throws(Raised) -> Value {
    a.setField(2, a[1])
    return .none
  }

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if a[1].type != type { throw raise(.typeError, "other argument must be K instance") }
    let (mine, other) = (a.field(2), a[1].asObject.word(2).pointee)
    if mine.isAbsent || other.isAbsent { throw raise(.attributeError, "object") }
    let order = try Call.function(a.field(1), mine, other)
    return try Compare.rich(order, Value(smallInt: 0), operation)
  }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }
}
