// What happens to generators, coroutines and async generators that nobody finished, and where coroutines were made.

/// Only those that are suspended inside `try` or `with`, coroutines that nobody awaits at once, and async
/// generators with a hook are known to the finalizers: see `Generators`.
enum GeneratorEnding {
  static func isGenerator(_ object: ObjectRef) -> Bool {
    let type = object.type
    return type == .generator || type == .coroutine || type == .asyncGenerator
  }

  /// `__del__`: closes what is suspended, warns of what never ran (CPython's `_PyGen_Finalize`).
  static func end(_ a: Args) throws(Raised) -> Value {
    let generator = GeneratorRef(a[0])
    do throws(Raised) { try end(generator) } catch {
      Exceptions.reportUnraisable("Exception ignored in", generator.value)
    }
    return .none
  }

  private static func end(_ generator: GeneratorRef) throws(Raised) {
    let state = generator.p.pointee.state
    if state == .finished || Generators.isRunning(generator) { return }
    let finalizer = generator.p.pointee.finalizer
    if finalizer.isPresent, !generator.p.pointee.isClosed {
      _ = try Call.function(finalizer, generator.value)
    } else if generator.object.type == .coroutine, state == .created {
      try warnUnawaited(generator)
    } else {
      try Generators.close(generator)
    }
  }

  /// The library tells where the coroutine was made, if that is known.
  private static func warnUnawaited(_ coroutine: GeneratorRef) throws(Raised) {
    let warnings = Imports.modules.getStr("warnings")
    if warnings.isPresent {
      _ = try Call.method(warnings, "_warn_unawaited_coroutine", coroutine.value)
      return
    }
    let name = try Convert.str(coroutine.p.pointee.qualifiedName).text
    try Warnings.warn(.runtimeWarning, "coroutine '\(name)' was never awaited")
  }
}

extension Generators {
  /// `cr_origin`: file, line and name of the calls that made a coroutine, the innermost first.
  static func noteOrigin(_ coroutine: GeneratorRef, _ frame: Frame) {
    let places = ListRef.make()
    var caller = frame.caller
    while let registers = caller, places.count < originDepth {
      let code = CodeRef(Frame(registers).body.pointee.code).p.pointee
      let line = FrameType.line(FrameObjects.of(Frame(registers)))
      places.append(TupleRef.of(code.fileName, Value(line ?? 0), code.name).value)
      caller = Frame(registers).caller
    }
    coroutine.p.pointee.origin = places.toTuple().value
    coroutine.object.noteWrite()
  }
}
