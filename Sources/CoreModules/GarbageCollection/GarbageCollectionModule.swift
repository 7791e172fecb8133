// The module `gc`, over a collector that knows no reference counts: thresholds are kept but steer nothing.

import TaipanRuntime

public enum GarbageCollectionModule {
  nonisolated(unsafe) private static var thresholds = (2000, 10, 10)
  nonisolated(unsafe) private static var debugFlags = 0

  public static func make() -> ModuleRef {
    let module = NativeModules.make("gc", functions)
    let dict = module.dict
    dict.setStr("garbage", ListRef.make().value)
    dict.setStr("callbacks", ListRef.make().value)
    for (name, value) in [
      ("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4),
      ("DEBUG_SAVEALL", 32), ("DEBUG_LEAK", 38),
    ] {
      dict.setStr(name, Value(value))
    }
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("enable", "($module, /)", enable),
    NativeMethod("disable", "($module, /)", disable),
    NativeMethod("isenabled", "($module, /)", enabled),
    NativeMethod("collect", "($module, generation=2)", collect),
    NativeMethod("get_count", "($module, /)", getCount),
    NativeMethod("get_threshold", "($module, /)", getThreshold),
    NativeMethod(
      "set_threshold", "($module, threshold0, threshold1=10, threshold2=10, /)", setThreshold),
    NativeMethod("get_debug", "($module, /)", getDebug),
    NativeMethod("set_debug", "($module, flags, /)", setDebug),
    NativeMethod("get_stats", "($module, /)", getStatistics),
    NativeMethod("get_objects", "($module, generation=None)", getObjects),
    NativeMethod("get_referrers", "($module, *objs)", getReferrers),
    NativeMethod("get_referents", "($module, *objs)", getReferents),
    NativeMethod("is_tracked", "($module, obj, /)", isTracked),
    NativeMethod("is_finalized", "($module, obj, /)", isFinalized),
    NativeMethod("freeze", "($module, /)", nothing),
    NativeMethod("unfreeze", "($module, /)", nothing),
    NativeMethod("get_freeze_count", "($module, /)", zero),
  ]

  static func nothing(_ a: Args) throws(Raised) -> Value { .none }
  static func zero(_ a: Args) throws(Raised) -> Value { Value(smallInt: 0) }
  static func enable(_ a: Args) throws(Raised) -> Value {
    Finalizers.waitForTracing = false
    return .none
  }
  /// Memory is collected all the same: without reference counts everything would stay.
  static func disable(_ a: Args) throws(Raised) -> Value {
    Finalizers.waitForTracing = true
    return .none
  }
  static func enabled(_ a: Args) throws(Raised) -> Value {
    Value(!Finalizers.waitForTracing)
  }

  static func collect(_ a: Args) throws(Raised) -> Value {
    let generation = a[0].isPresent ? try Convert.machineInt(a[0]) : 2
    if generation < 0 || generation > 2 { throw raise(.valueError, "invalid generation") }
    // Whoever asks expects that what is unreachable is found.
    if let frame = thread.pointee.frame { Frame(frame).clearTemporaries(above: a.callee) }
    let count = Heap.collectAndCount()
    Finalizers.runPending()
    try Safepoint.run()
    return Value(smallInt: count)
  }

  /// The youngest generation counts bytes, the second one minor collections.
  static func getCount(_ a: Args) throws(Raised) -> Value {
    let (bytes, minor) = Heap.sinceCollection
    return TupleRef.of(Value(bytes), Value(minor), Value(smallInt: 0)).value
  }
  static func getThreshold(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(Value(thresholds.0), Value(thresholds.1), Value(thresholds.2)).value
  }
  static func setThreshold(_ a: Args) throws(Raised) -> Value {
    thresholds.0 = try Convert.machineInt(a[0])
    if a.count > 1 { thresholds.1 = try Convert.machineInt(a[1]) }
    if a.count > 2 { thresholds.2 = try Convert.machineInt(a[2]) }
    return .none
  }
  static func getDebug(_ a: Args) throws(Raised) -> Value { Value(debugFlags) }
  static func setDebug(_ a: Args) throws(Raised) -> Value {
    debugFlags = try Convert.machineInt(a[0])
    return .none
  }
  /// Minor collections are those of the youngest generation, major ones those of the oldest. What is dead is
  /// not counted: cells are only looked at when they are used again.
  static func getStatistics(_ a: Args) throws(Raised) -> Value {
    let list = ListRef.make()
    let (minor, major) = Heap.collections
    for collections in [minor, 0, major] {
      let dict = DictRef.make()
      dict.setStr("collections", Value(collections))
      dict.setStr("collected", Value(smallInt: 0))
      dict.setStr("uncollectable", Value(smallInt: 0))
      list.append(dict.value)
    }
    return list.value
  }
  /// All tracked objects; the collector's generations are not CPython's, so a number changes nothing.
  static func getObjects(_ a: Args) throws(Raised) -> Value {
    if a[0].isPresent, !a[0].isNone {
      let generation = try Convert.machineInt(a[0])
      if generation < 0 {
        throw raise(.valueError, "generation parameter cannot be negative")
      }
      if generation > 2 {
        throw raise(
          .valueError,
          "generation parameter must be less than the number of available generations (3)")
      }
    }
    return Heap.trackedObjects().value
  }
  static func getReferrers(_ a: Args) throws(Raised) -> Value {
    Heap.referrers(of: a.base, count: a.count).value
  }
  static func getReferents(_ a: Args) throws(Raised) -> Value {
    Heap.referents(of: a.base, count: a.count).value
  }

  /// Values without references to others are not tracked.
  static func isTracked(_ a: Args) throws(Raised) -> Value { Value(Heap.isTracked(a[0])) }
  static func isFinalized(_ a: Args) throws(Raised) -> Value { Value(Finalizers.hasRun(a[0])) }
}
