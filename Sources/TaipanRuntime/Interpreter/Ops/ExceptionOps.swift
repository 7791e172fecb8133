// Raising, handling, `with`, coroutines' support, match statements, strings, imports, intrinsics.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func pushExceptionInfo(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let exception = r[word.a]
    let previous = thread.pointee.handled
    r[word.b] = exception
    r[word.a] = previous.isAbsent ? .none : previous
    thread.pointee.handled = exception
  }

  @inline(__always)
  static func popException(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let previous = r[word.a]
    thread.pointee.handled = previous.isNone ? .absent : previous
  }

  @inline(__always)
  static func matchException(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = Value(try Exceptions.matches(r[word.b], r[word.c]))
  }

  @inline(__always)
  static func matchExceptionGroup(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let (rest, match) = try ExceptionGroups.match(r[word.b], r[word.c])
    r[word.a] = rest
    r[word.a + 1] = match
    if !match.isNone { thread.pointee.handled = match }
  }

  @inline(__always)
  static func raiseCurrent(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let handled = thread.pointee.handled
    if handled.isAbsent || handled.isNone {
      throw raise(.runtimeError, "No active exception to reraise")
    }
    thread.pointee.exception = handled
    thread.pointee.isReraising = true
    throw Raised()
  }

  @inline(__always)
  static func raiseException(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    throw try Exceptions.raise(r[word.a], cause: .absent)
  }

  @inline(__always)
  static func raiseFrom(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    throw try Exceptions.raise(r[word.a], cause: r[word.b])
  }

  @inline(__always)
  static func reraise(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    thread.pointee.exception = r[word.a]
    thread.pointee.isReraising = true
    throw Raised()
  }

  @inline(__always)
  static func reraiseAt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    thread.pointee.exception = r[word.a]
    thread.pointee.isReraising = true
    throw Raised()
  }

  @inline(__always)
  static func beforeWith(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let manager = r[word.c]
    let (exit, entered) = try ContextManagers.enter(manager, isAsync: false)
    r[word.a] = exit
    r[word.b] = entered
  }

  @inline(__always)
  static func beforeAsyncWith(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let manager = r[word.c]
    let (exit, entered) = try ContextManagers.enter(manager, isAsync: true)
    r[word.a] = exit
    r[word.b] = entered
  }

  @inline(__always)
  static func withExceptStart(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let exception = r[word.c]
    let traceback = ExceptionRef(exception).traceback
    r[word.a] = try Call.function(
      r[word.b], exception.type.value, exception, traceback.isAbsent ? .none : traceback)
  }

  // MARK: Coroutines

  @inline(__always)
  static func getYieldFromIter(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    if value.isHeap, value.asObject.type.special(.iter).isExactly(.function) {
      (pc, r) = try iterator(of: value, word, pc, r)
    } else {
      save(pc, r)
      r[word.a] = try Coroutines.yieldFromIterator(value, in: Frame(r))
    }
  }

  @inline(__always)
  static func getAwaitable(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    if value.isPresentExactly(.coroutine), GeneratorRef(value).p.pointee.state == .created {
      if word.b >= Int(Frame(r).body.pointee.localCount) {
        Generators.noteTemporary(GeneratorRef(value), takenAt: pc - 1, r)
      }
      r[word.a] = value
      return
    }
    save(pc, r)
    r[word.a] = try Coroutines.awaitable(value, place: word.c)
  }

  @inline(__always)
  static func getAsyncIter(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Coroutines.asyncIterator(r[word.b])
  }

  @inline(__always)
  static func getAsyncNext(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Coroutines.asyncNext(r[word.b])
  }

  @inline(__always)
  static func endAsyncFor(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let exception = r[word.a]
    if !exception.type.isSubtype(of: .stopAsyncIteration) {
      thread.pointee.exception = exception
      thread.pointee.isReraising = true
      throw Raised()
    }
  }

  @inline(__always)
  static func cleanupThrow(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let exception = r[word.b]
    if !exception.type.isSubtype(of: .stopIteration) {
      thread.pointee.exception = exception
      thread.pointee.isReraising = true
      throw Raised()
    }
    let value = ExceptionRef(exception).extra(ExceptionFields.value)
    r[word.a] = value.isAbsent ? .none : value
  }

  // MARK: Match

  @inline(__always)
  static func getLength(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = Value(try Convert.length(r[word.b]))
  }

  @inline(__always)
  static func matchMapping(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Value(r[word.b].has(.matchesMapping))
  }

  @inline(__always)
  static func matchSequence(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Value(r[word.b].has(.matchesSequence))
  }

  @inline(__always)
  static func matchKeys(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Matching.keys(r[word.b], TupleRef(r[word.c]))
  }

  @inline(__always)
  static func matchClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Matching.classPattern(
      r[word.b], r[word.b + 1], positional: word.c, TupleRef(r[word.b + 2]))
  }

  // MARK: Strings

  @inline(__always)
  static func formatSimple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    if value.isExactly(.str) {
      r[word.a] = value
    } else {
      save(pc, r)
      r[word.a] = try Convert.format(value, StrRef.empty.value)
    }
  }

  @inline(__always)
  static func formatWithSpec(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Convert.format(r[word.b], r[word.c])
  }

  @inline(__always)
  static func convertValue(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    switch word.c {
    case 1: r[word.a] = try Convert.str(r[word.b]).value
    case 2: r[word.a] = try Convert.repr(r[word.b]).value
    default: r[word.a] = try Convert.ascii(r[word.b]).value
    }
  }

  // MARK: Imports

  @inline(__always)
  static func importName(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let name = Frame(r).body.pointee.names[word.c]
    r[word.a] = try Imports.importName(
      Frame(r), name, level: r[word.b], fromList: r[word.b + 1])
  }

  @inline(__always)
  static func importFrom(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Imports.importFrom(r[word.b], Frame(r).body.pointee.names[word.c])
  }

  // MARK: Intrinsics

  @inline(__always)
  static func intrinsic1(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Intrinsics.unary(word.c, r[word.b], Frame(r))
  }

  @inline(__always)
  static func intrinsic2(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Intrinsics.binary(word.c, r[word.b], r[word.b + 1])
  }
}
