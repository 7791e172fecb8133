// `posix_spawn` and `posix_spawnp`: starting programs without a copy of the process.

import CTaipan
import Glibc
import TaipanRuntime

/// Strings as functions of C take them: pointers, null at the end. Whoever makes one releases it.
struct StringVector {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?] = [nil]

  mutating func append(_ bytes: [CChar]) {
    pointers[pointers.count - 1] = strdup(bytes)
    pointers.append(nil)
  }

  func release() { for pointer in pointers { free(pointer) } }
}

enum PosixSpawning {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "posix_spawn",
      "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
      { a throws(Raised) in try spawn(a, "posix_spawn", searches: false) }),
    NativeMethod(
      "posix_spawnp",
      "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
      { a throws(Raised) in try spawn(a, "posix_spawnp", searches: true) }),
  ]

  /// What a file action does, by its number in Python.
  private enum Action: Int {
    case open, close, duplicate, closeFrom
  }

  static let constants: [(StaticString, Int)] = [
    ("POSIX_SPAWN_OPEN", Action.open.rawValue), ("POSIX_SPAWN_CLOSE", Action.close.rawValue),
    ("POSIX_SPAWN_DUP2", Action.duplicate.rawValue),
    ("POSIX_SPAWN_CLOSEFROM", Action.closeFrom.rawValue),
  ]

  private static func spawn(_ a: Args, _ function: String, searches: Bool) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let path = try PosixArguments.path(given, function)
    guard a[1].isTuple || a[1].isList else {
      throw raise(.typeError, "\(function): argv must be a tuple or list")
    }
    if !a[2].isNone, !PosixArguments.isSequence(a[2]), !a[2].isDict {
      throw raise(.typeError, "\(function): environment must be a mapping object or None")
    }
    var (arguments, environment) = (StringVector(), StringVector())
    defer {
      arguments.release()
      environment.release()
    }
    try fill(&arguments, a[1], function)
    if !a[2].isNone { try fill(&environment, a[2]) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if a[3].isPresent, !a[3].isNone { try add(a[3], to: &actions) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    try set(&attributes, a.dropping(4))

    var process: Int32 = 0
    let code = environment.pointers.withUnsafeBufferPointer { own in
      taipan_spawn(
        searches ? 1 : 0, &process, path, &actions, &attributes, arguments.pointers,
        a[2].isNone ? UnsafePointer(environ) : own.baseAddress)
    }
    if code != 0 { throw raiseOS(code, given) }
    return Value(Int(process))
  }

  // MARK: Arguments and environment

  private static func fill(
    _ vector: inout StringVector, _ arguments: Value, _ function: String
  ) throws(Raised) {
    let list = try Iterate.list(arguments)
    if list.count == 0 { throw raise(.valueError, "\(function): argv must not be empty") }
    for i in 0..<list.count { vector.append(try Paths.bytes(list[i])) }
    if vector.pointers[0]?.pointee == 0 {
      throw raise(.valueError, "\(function): argv first element cannot be empty")
    }
  }

  private static func fill(_ vector: inout StringVector, _ environment: Value) throws(Raised) {
    let keys = try Iterate.list(try Call.method(environment, "keys"))
    for i in 0..<keys.count {
      let name = try Paths.bytes(keys[i]).dropLast()
      let value = try Paths.bytes(try Subscript.get(environment, keys[i]))
      let equals = CChar(UInt8(ascii: "="))
      if name.isEmpty || name.dropFirst().contains(equals) {
        throw raise(.valueError, "illegal environment variable name")
      }
      vector.append(Array(name) + [equals] + value)
    }
  }

  // MARK: File actions

  private static func add(
    _ sequence: Value, to actions: inout posix_spawn_file_actions_t
  ) throws(Raised) {
    if !sequence.isHeap
      || sequence.type.special(.iter).isAbsent && sequence.type.special(.getitem).isAbsent
    {
      throw raise(.typeError, "file_actions must be a sequence or None")
    }
    let list = try Iterate.list(sequence)
    for i in 0..<list.count {
      guard list[i].isTuple, TupleRef(list[i]).count > 0 else {
        throw raise(.typeError, "Each file_actions element must be a non-empty tuple")
      }
      let code = try add(TupleRef(list[i]), to: &actions)
      if code != 0 { throw raiseOS(code) }
    }
  }

  private static func add(
    _ action: TupleRef, to actions: inout posix_spawn_file_actions_t
  ) throws(Raised) -> Int32 {
    guard let kind = Action(rawValue: try PosixArguments.offset(action[0])) else {
      throw raise(.typeError, "Unknown file_actions identifier")
    }
    switch kind {
    case .open:
      try require(action, 5, "open")
      let descriptor = try PosixArguments.signed(action[1])
      let path = try Paths.bytes(action[2])
      let flags = try PosixArguments.signed(action[3])
      if !action[4].isAnyInt { throw wrongShape(5, "open") }
      let mode = mode_t(try PosixArguments.lowBits(action[4]))
      return posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, mode)
    case .close:
      try require(action, 2, "close")
      return posix_spawn_file_actions_addclose(&actions, try PosixArguments.signed(action[1]))
    case .duplicate:
      try require(action, 3, "dup2")
      let descriptor = try PosixArguments.signed(action[1])
      return posix_spawn_file_actions_adddup2(
        &actions, descriptor, try PosixArguments.signed(action[2]))
    case .closeFrom:
      try require(action, 2, "closefrom")
      return taipan_add_close_from(&actions, try PosixArguments.signed(action[1]))
    }
  }

  private static func require(_ action: TupleRef, _ count: Int, _ name: String) throws(Raised) {
    if action.count != count { throw wrongShape(count, name) }
  }

  private static func wrongShape(_ count: Int, _ name: String) -> Raised {
    raise(.typeError, "A \(name) file_action tuple must have \(count) elements")
  }

  // MARK: Attributes

  /// - Parameter a: `setpgroup` and all behind it.
  private static func set(_ attributes: inout posix_spawnattr_t, _ a: Args) throws(Raised) {
    var flags: Int32 = 0
    if a[0].isPresent {
      try check(posix_spawnattr_setpgroup(&attributes, try PosixSystem.int(a[0])))
      flags |= POSIX_SPAWN_SETPGROUP
    }
    if a[1].isPresent, try Convert.truth(a[1]) { flags |= POSIX_SPAWN_RESETIDS }
    if a[2].isPresent, try Convert.truth(a[2]) { flags |= newSession }
    if a[3].isPresent {
      var mask = try SignalModule.set(of: a[3])
      try check(posix_spawnattr_setsigmask(&attributes, &mask))
      flags |= POSIX_SPAWN_SETSIGMASK
    }
    if a[4].isPresent {
      var mask = try SignalModule.set(of: a[4])
      try check(posix_spawnattr_setsigdefault(&attributes, &mask))
      flags |= POSIX_SPAWN_SETSIGDEF
    }
    if a[5].isPresent { flags |= try setScheduler(&attributes, a[5]) }
    try check(posix_spawnattr_setflags(&attributes, Int16(flags)))
  }

  /// POSIX_SPAWN_SETSID, which the C library declares only for its own extensions.
  private static let newSession: Int32 = 0x80

  private static func setScheduler(
    _ attributes: inout posix_spawnattr_t, _ value: Value
  ) throws(Raised) -> Int32 {
    if !value.isTuple {
      throw raise(.systemError, "new style getargs format but argument is not a tuple")
    }
    let pair = TupleRef(value)
    if pair.count != 2 { throw raise(.typeError, "A scheduler tuple must have two elements") }
    var flags = POSIX_SPAWN_SETSCHEDPARAM
    let policy = pair[0].isNone ? nil : try PosixSystem.int(pair[0])
    var parameters = try PosixSchedulingPolicies.parameters(of: pair[1])
    if let policy {
      try check(posix_spawnattr_setschedpolicy(&attributes, policy))
      flags |= POSIX_SPAWN_SETSCHEDULER
    }
    try check(posix_spawnattr_setschedparam(&attributes, &parameters))
    return flags
  }

  /// These calls answer with an error's number.
  private static func check(_ code: Int32) throws(Raised) {
    if code != 0 { throw raiseOS(code) }
  }
}
