// `sys.settrace`, `sys.setprofile` and their relatives.

import TaipanRuntime

extension SysModule {
  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }
  private static func orAbsent(_ value: Value) -> Value { value.isNone ? .absent : value }

  static func getTrace(_ a: Args) throws(Raised) -> Value { orNone(thread.pointee.traceFunction) }

  static func setTrace(_ a: Args) throws(Raised) -> Value {
    LegacyTracing.setTrace(orAbsent(a[0]), for: Threads.current)
    return .none
  }

  static func setTraceOfAll(_ a: Args) throws(Raised) -> Value {
    for record in Threads.all {
      LegacyTracing.setTrace(orAbsent(a[0]), for: record)
    }
    return .none
  }

  static func getProfile(_ a: Args) throws(Raised) -> Value {
    orNone(thread.pointee.profileFunction)
  }

  static func setProfile(_ a: Args) throws(Raised) -> Value {
    LegacyTracing.setProfile(orAbsent(a[0]), for: Threads.current)
    return .none
  }

  static func setProfileOfAll(_ a: Args) throws(Raised) -> Value {
    for record in Threads.all {
      LegacyTracing.setProfile(orAbsent(a[0]), for: record)
    }
    return .none
  }

  static func callTracing(_ a: Args) throws(Raised) -> Value {
    if !a[1].isExactly(.tuple) {
      throw raise(
        .typeError, "call_tracing() argument 2 must be tuple, not \(a[1].argumentTypeName)")
    }
    return try LegacyTracing.callTracing(a[0], TupleRef(a[1]))
  }
}
