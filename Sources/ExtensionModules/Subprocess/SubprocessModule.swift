// The module `_posixsubprocess`.

import CTaipan
import Glibc
import TaipanRuntime

/// Null-terminated strings in an array that is null-terminated, too, as exec takes them.
private struct StringVector {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?] = []

  mutating func append(_ bytes: [CChar]) { pointers.append(strdup(bytes)) }

  /// - Throws: TypeError for what is no path, ValueError for an embedded null.
  init(_ sequence: Value) throws(Raised) {
    let list = try Iterate.list(sequence)
    for i in 0..<list.count {
      do throws(Raised) { append(try SubprocessModule.bytes(list[i])) } catch {
        free()
        throw error
      }
    }
    pointers.append(nil)
  }

  func free() { for pointer in pointers { Glibc.free(pointer) } }
}

public enum SubprocessModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "fork_exec",
      "($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, allow_vfork, /)",
      forkExec)
  ]

  public static func make() -> ModuleRef { NativeModules.make("_posixsubprocess", functions) }

  /// The null-terminated bytes of a str, bytes or path object.
  ///
  /// - Throws: TypeError for other types, ValueError for an embedded null.
  static func bytes(_ value: Value) throws(Raised) -> [CChar] {
    var path = value
    if !path.isStr, !path.isBytes {
      let method = path.type.special(.fspath)
      if method.isAbsent {
        throw raise(
          .typeError, "expected str, bytes or os.PathLike object, not \(value.typeName)")
      }
      path = try Call.specialMethod(method, path)
    }
    if path.isStr {
      path = try Call.method(path, "encode", Value("utf-8"), Value("surrogateescape"))
    }
    let bytes = BytesRef(path)
    if bytes.buffer.contains(0) { throw raise(.valueError, "embedded null byte") }
    return bytes.array.map { CChar(bitPattern: $0) } + [0]
  }

  /// The function to call in the child before exec; absent without one. A root while fork_exec runs.
  nonisolated(unsafe) private static let prepare = Heap.makeRoot(.none)

  static func forkExec(_ a: Args) throws(Raised) -> Value {
    if !a[21].isNone, Threads.isEnding {
      throw raise(
        .pythonFinalizationError, "preexec_fn not supported at interpreter shutdown")
    }
    let arguments = try StringVector(a[0])
    defer { arguments.free() }
    let paths = try StringVector(a[1])
    defer { paths.free() }
    let environment = a[5].isNone ? nil : try StringVector(a[5])
    defer { environment?.free() }
    var folder: [CChar]? = nil
    if !a[4].isNone { folder = try bytes(a[4]) }
    var kept: [Int32] = []
    let descriptors = try Iterate.tuple(a[3])
    for i in 0..<descriptors.count { kept.append(try Descriptors.int32(descriptors[i])) }
    var groups: [gid_t] = []
    if !a[18].isNone {
      let list = try Iterate.list(a[18])
      for i in 0..<list.count {
        do throws(Raised) { groups.append(try groupID(list[i])) } catch {
          throw catching(.overflowError) ? raise(.valueError, "invalid group id") : error
        }
      }
    }
    var child = TaipanChild()
    try setPlan(&child, a)
    child.keptCount = kept.count
    child.groupCount = a[18].isNone ? -1 : groups.count
    prepare.pointee = a[21]
    defer { prepare.pointee = .none }
    let pid = arguments.pointers.withUnsafeBufferPointer { arguments in
      paths.pointers.withUnsafeBufferPointer { paths in
        start(&child, arguments.baseAddress!, paths.baseAddress!, environment, folder, kept, groups)
      }
    }
    if pid < 0 { throw raiseOS(errno) }
    return Value(Int(pid))
  }

  private static func groupID(_ value: Value) throws(Raised) -> UInt32 {
    try identity(value, "invalid group id")
  }

  /// A user or group.
  ///
  /// - Throws: ValueError for what does not fit, and for -1, which stands for none; OverflowError.
  private static func identity(_ value: Value, _ message: String) throws(Raised) -> UInt32 {
    guard let id = UInt32(exactly: try Convert.machineInt(value)), id != .max else {
      throw raise(.valueError, message)
    }
    return id
  }

  private static func setPlan(_ child: inout TaipanChild, _ a: Args) throws(Raised) {
    child.closeDescriptors = try Convert.truth(a[2]) ? 1 : 0
    child.childInput = try Descriptors.int32(a[6])
    child.parentInput = try Descriptors.int32(a[7])
    child.parentOutput = try Descriptors.int32(a[8])
    child.childOutput = try Descriptors.int32(a[9])
    child.parentErrors = try Descriptors.int32(a[10])
    child.childErrors = try Descriptors.int32(a[11])
    child.reportDescriptor = try Descriptors.int32(a[13])
    child.restoreSignals = try Convert.truth(a[14]) ? 1 : 0
    child.newSession = try Convert.truth(a[15]) ? 1 : 0
    child.processGroup = try Descriptors.int32(a[16])
    child.groupID = a[17].isNone ? -1 : Int(try groupID(a[17]))
    child.userID = a[19].isNone ? -1 : Int(try identity(a[19], "invalid user id"))
    child.mask = try Descriptors.int32(a[20])
  }

  private static func start(
    _ child: inout TaipanChild, _ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>,
    _ paths: UnsafePointer<UnsafeMutablePointer<CChar>?>, _ environment: StringVector?,
    _ folder: [CChar]?, _ kept: [Int32], _ groups: [gid_t]
  ) -> Int32 {
    child.arguments = arguments
    child.paths = paths
    return kept.withUnsafeBufferPointer { kept in
      groups.withUnsafeBufferPointer { groups in
        child.kept = kept.baseAddress
        child.groups = groups.baseAddress
        func fork(_ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Int32 {
          child.environment = environment
          guard let folder else { return run(&child) }
          return folder.withUnsafeBufferPointer { text in
            child.folder = text.baseAddress
            return run(&child)
          }
        }
        guard let environment else { return fork(nil) }
        return environment.pointers.withUnsafeBufferPointer { fork($0.baseAddress) }
      }
    }
  }

  private static func run(_ child: inout TaipanChild) -> Int32 {
    if prepare.pointee.isNone { return taipan_start_child(&child, nil) }
    return taipan_start_child(&child) {
      do throws(Raised) {
        _ = try Call.function(SubprocessModule.prepare.pointee)
        return 0
      } catch {
        return 1
      }
    }
  }
}
