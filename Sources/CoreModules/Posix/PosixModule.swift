// The module `posix`: what `os` stands on.

import CTaipan
import Glibc
import TaipanRuntime

/// stat(2), outside of the types that have methods of that name.
func statPath(_ path: [CChar], _ info: inout stat) -> Int32 { stat(path, &info) }

public enum PosixModule {
  nonisolated(unsafe) static var statType = BuiltinType.object.ref
  nonisolated(unsafe) static var entryType = BuiltinType.object.ref
  nonisolated(unsafe) static var scanType = BuiltinType.object.ref
  nonisolated(unsafe) static var unameType = BuiltinType.object.ref
  nonisolated(unsafe) static var timesType = BuiltinType.object.ref
  nonisolated(unsafe) static var terminalType = BuiltinType.object.ref

  public static func make() -> ModuleRef {
    let module = NativeModules.make("posix", functions)
    let dict = module.dict
    statType = StructSequences.makeType(
      "os.stat_result",
      [
        "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "",
        "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
        "st_blksize",
        "st_blocks", "st_rdev",
      ], hidden: 9)
    unameType = StructSequences.makeType(
      "posix.uname_result", ["sysname", "nodename", "release", "version", "machine"])
    timesType = StructSequences.makeType(
      "posix.times_result", ["user", "system", "children_user", "children_system", "elapsed"])
    terminalType = StructSequences.makeType("os.terminal_size", ["columns", "lines"])
    entryType = NativeTypes.make(
      TypeSpec(
        "posix.DirEntry", size: MemoryLayout<DirectoryEntryLayout>.size,
        methods: DirectoryEntries.methods,
        getSets: DirectoryEntries.getSets))
    scanType = NativeTypes.make(
      TypeSpec("posix.ScandirIterator", size: 24, methods: DirectoryEntries.scanMethods))
    for (name, type) in [
      ("stat_result", statType), ("uname_result", unameType), ("times_result", timesType),
      ("terminal_size", terminalType), ("DirEntry", entryType),
      ("waitid_result", PosixWaiting.resultType),
      ("sched_param", PosixSchedulingPolicies.parametersType),
    ] {
      dict.setStr(name, type.value)
    }
    dict.setStr("error", BuiltinType.osError.value)
    dict.setStr("environ", environment())
    dict.setStr("_have_functions", PosixFolders.haveFunctions())
    for (name, value) in constants { dict.setStr(name.interned, Value(Int(value))) }
    for (name, value) in moreConstants + PosixSpawning.constants {
      dict.setStr(name.interned, Value(value))
    }
    for (name, rows) in [
      ("sysconf_names", sysconfNames), ("confstr_names", confstrNames),
      ("pathconf_names", pathconfNames),
    ] {
      let names = DictRef.make()
      for (key, value) in rows { names.setStr(key.interned, Value(value)) }
      dict.setStr(name, names.value)
    }
    dict.setStr("statvfs_result", PosixMoreFiles.statvfsType.value)
    return module
  }

  private static func environment() -> Value {
    let dict = DictRef.make()
    var entry = environ
    while let text = entry.pointee {
      let count = strlen(text)
      if let equals = memchr(text, 61, count) {
        let nameCount = equals.assumingMemoryBound(to: CChar.self) - text
        let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
        let name = BytesRef.make(bytes, count: nameCount).value
        let value = BytesRef.make(bytes + nameCount + 1, count: count - nameCount - 1).value
        do throws(Raised) { try dict.set(name, value) } catch {
          fatalError("bytes keys do not raise")
        }
      }
      entry += 1
    }
    return dict.value
  }

  static let constants: [(StaticString, Int32)] = [
    ("F_OK", F_OK), ("R_OK", R_OK), ("W_OK", W_OK), ("X_OK", X_OK), ("O_RDONLY", O_RDONLY),
    ("O_WRONLY", O_WRONLY), ("O_RDWR", O_RDWR), ("O_CREAT", O_CREAT), ("O_EXCL", O_EXCL),
    ("O_TRUNC", O_TRUNC), ("O_APPEND", O_APPEND), ("O_NONBLOCK", O_NONBLOCK), ("O_SYNC", O_SYNC),
    ("O_CLOEXEC", O_CLOEXEC), ("O_DIRECTORY", O_DIRECTORY), ("O_NOFOLLOW", O_NOFOLLOW),
    ("O_NOCTTY", O_NOCTTY), ("EX_OK", 0), ("EX_USAGE", 64), ("EX_DATAERR", 65), ("EX_NOINPUT", 66),
    ("EX_SOFTWARE", 70), ("EX_OSERR", 71), ("EX_IOERR", 74), ("WNOHANG", WNOHANG),
    ("WUNTRACED", WUNTRACED), ("SEEK_DATA", 3), ("SEEK_HOLE", 4), ("P_PID", 1), ("P_ALL", 0),
    ("NGROUPS_MAX", 65536), ("TMP_MAX", 238328), ("PRIO_PROCESS", 0), ("SCHED_OTHER", 0),
    ("CLD_EXITED", 1), ("GRND_NONBLOCK", 1), ("GRND_RANDOM", 2), ("RTLD_LAZY", 1), ("RTLD_NOW", 2),
    ("RTLD_GLOBAL", 256), ("RTLD_LOCAL", 0),
  ]

  static let functions: [NativeMethod] =
    PosixFiles.functions + PosixProcess.functions + PosixScheduling.functions
    + PosixDescriptors.functions
    + PosixSystem.functions + PosixFork.functions + PosixTerminals.functions
    + PosixMoreFiles.functions + PosixCopying.functions + PosixWaiting.functions
    + PosixSpawning.functions + PosixIdentities.functions + PosixDevices.functions
    + PosixEventDescriptors.functions + PosixExtendedAttributes.functions
    + PosixSchedulingPolicies.functions
}

enum PosixFiles {
  static let functions: [NativeMethod] = [
    NativeMethod("stat", "($module, path, *, dir_fd=None, follow_symlinks=True)", stat),
    NativeMethod("lstat", "($module, path, *, dir_fd=None)", lstat),
    NativeMethod("fstat", "($module, fd)", fstat),
    NativeMethod(
      "access", "($module, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
      access),
    NativeMethod("listdir", "($module, path=None)", listDirectory),
    NativeMethod("scandir", "($module, path=None)", DirectoryEntries.scan),
    NativeMethod(
      "getcwd", "($module, /)", { a throws(Raised) in Paths.decode(try currentFolder()) }),
    NativeMethod("getcwdb", "($module, /)", currentBytes),
    NativeMethod(
      "chdir", "($module, path)",
      { a throws(Raised) in
        if let descriptor = try PosixFolders.descriptor(a[0]) {
          if Glibc.fchdir(descriptor) != 0 { throw raiseOS(errno, a[0]) }
          return .none
        }
        return try path(.orDescriptor("chdir"), a, .absent) { Glibc.chdir($1) }
      }),
    NativeMethod("mkdir", "($module, path, mode=511, *, dir_fd=None)", makeDirectory),
    NativeMethod(
      "rmdir", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in
        try path(PathArgument(function: "rmdir"), a, a[1]) { unlinkat($0, $1, AT_REMOVEDIR) }
      }),
    NativeMethod(
      "unlink", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in
        try path(PathArgument(function: "unlink"), a, a[1]) { unlinkat($0, $1, 0) }
      }),
    NativeMethod(
      "remove", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in
        try path(PathArgument(function: "remove"), a, a[1]) { unlinkat($0, $1, 0) }
      }),
    NativeMethod(
      "rename", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
      { a throws(Raised) in
        let (from, to) = (try PosixFolders.number(a[2]), try PosixFolders.number(a[3]))
        return try twoPaths("rename", a) { renameat(from, $0, to, $1) }
      }),
    NativeMethod(
      "replace", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
      { a throws(Raised) in
        let (from, to) = (try PosixFolders.number(a[2]), try PosixFolders.number(a[3]))
        return try twoPaths("replace", a) { renameat(from, $0, to, $1) }
      }),
    NativeMethod(
      "link", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
      { a throws(Raised) in
        let (from, to) = (try PosixFolders.number(a[2]), try PosixFolders.number(a[3]))
        let follows = a[4].isPresent ? try Convert.truth(a[4]) : false
        return try twoPaths("link", a) { linkat(from, $0, to, $1, follows ? AT_SYMLINK_FOLLOW : 0) }
      }),
    NativeMethod(
      "symlink", "($module, src, dst, target_is_directory=False, *, dir_fd=None)",
      { a throws(Raised) in
        let folder = try PosixFolders.number(a[3])
        return try twoPaths("symlink", a) { symlinkat($0, folder, $1) }
      }),
    NativeMethod("readlink", "($module, path, *, dir_fd=None)", readLink),
    NativeMethod(
      "chmod", "($module, path, mode, *, dir_fd=None, follow_symlinks=True)", changeMode),
    NativeMethod(
      "utime", "($module, path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
      setTimes),
    NativeMethod("truncate", "($module, path, length)", truncate),
    NativeMethod(
      "umask", "($module, mask, /)",
      { a throws(Raised) in
        Value(Int(Glibc.umask(mode_t(truncatingIfNeeded: try Convert.machineInt(a[0])))))
      }),
    NativeMethod("fspath", "($module, path)", fspath),
    NativeMethod("_path_normpath", "($module, path)", normalize),
    NativeMethod("_path_splitroot_ex", "($module, path)", splitRoot),
    NativeMethod(
      "_path_exists", "($module, path)", { a throws(Raised) in try probe(a) { _ in true } }),
    NativeMethod(
      "_path_isdir", "($module, s)", { a throws(Raised) in try probe(a) { $0 & S_IFMT == S_IFDIR } }
    ),
    NativeMethod(
      "_path_isfile", "($module, path)",
      { a throws(Raised) in try probe(a) { $0 & S_IFMT == S_IFREG } }),
    NativeMethod("_path_islink", "($module, path)", isLink),
  ]

  /// A call with a folder, which relative paths begin in, and the path that is the first argument.
  private static func path(
    _ argument: PathArgument, _ a: Args, _ folder: Value,
    _ call: (Int32, UnsafePointer<CChar>) -> Int32
  ) throws(Raised) -> Value {
    let bytes = try argument.bytes(a[0])
    let start = try PosixFolders.number(folder)
    if call(start, bytes) != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }

  private static func twoPaths(
    _ function: String, _ a: Args,
    _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  ) throws(Raised) -> Value {
    let first = try PathArgument(function: function, name: "src").bytes(a[0])
    let second = try PathArgument(function: function, name: "dst").bytes(a[1])
    if call(first, second) != 0 {
      let raised = raiseOS(errno, a[0])
      ExceptionRef(thread.pointee.exception).setExtra(ExceptionFields.filename2, a[1])
      throw raised
    }
    return .none
  }

  // MARK: stat

  static func result(_ info: UnsafePointer<Glibc.stat>) -> Value {
    let info = info.pointee
    let values = ListRef.make()
    for n in [
      Int(info.st_mode), Int(info.st_ino), Int(info.st_dev), Int(info.st_nlink), Int(info.st_uid),
      Int(info.st_gid), Int(info.st_size),
    ] {
      values.append(Value(n))
    }
    let times = [info.st_atim, info.st_mtim, info.st_ctim]
    for t in times { values.append(Value(t.tv_sec)) }
    for t in times { values.append(Value(Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9)) }
    for t in times {
      // Far times need more than 63 bits.
      let seconds = IntMath.multiply(Value(t.tv_sec), Value(1_000_000_000))
      values.append(IntMath.add(seconds, Value(t.tv_nsec)))
    }
    for n in [Int(info.st_blksize), Int(info.st_blocks), Int(info.st_rdev)] {
      values.append(Value(n))
    }
    return StructSequences.make(PosixModule.statType, values)
  }

  private static func fill(
    _ info: inout Glibc.stat, _ target: Value, _ folder: Value, _ argument: PathArgument,
    followLinks: Bool
  ) throws(Raised) {
    let bytes = try argument.bytes(target)
    let start = try PosixFolders.number(folder)
    let code =
      start != AT_FDCWD
      ? fstatat(start, bytes, &info, followLinks ? 0 : AT_SYMLINK_NOFOLLOW)
      : followLinks ? statPath(bytes, &info) : Glibc.lstat(bytes, &info)
    if code != 0 { throw raiseOS(errno, target) }
  }

  private static func statResult(
    _ target: Value, _ folder: Value, _ argument: PathArgument, followLinks: Bool
  ) throws(Raised) -> Value {
    var info = Glibc.stat()
    try fill(&info, target, folder, argument, followLinks: followLinks)
    return result(&info)
  }

  /// - Parameter name: what an error calls the file, or absent.
  private static func statResult(of descriptor: Int32, named name: Value = .absent)
    throws(Raised) -> Value
  {
    var info = Glibc.stat()
    if Glibc.fstat(descriptor, &info) != 0 { throw raiseOS(errno, name) }
    return result(&info)
  }

  static func stat(_ a: Args) throws(Raised) -> Value {
    let follow = a[2].isPresent ? try Convert.truth(a[2]) : true
    guard let descriptor = try PosixFolders.descriptor(a[0]) else {
      return try statResult(a[0], a[1], .orDescriptor("stat"), followLinks: follow)
    }
    if a[1].isPresent, !a[1].isNone {
      throw raise(.valueError, "stat: can't specify dir_fd without matching path")
    }
    return try statResult(of: descriptor, named: a[0])
  }
  static func lstat(_ a: Args) throws(Raised) -> Value {
    try statResult(a[0], a[1], PathArgument(function: "lstat"), followLinks: false)
  }
  static func fstat(_ a: Args) throws(Raised) -> Value {
    try statResult(of: Int32(try Convert.cInt(a[0])))
  }

  private static func probe(_ a: Args, _ test: (mode_t) -> Bool) throws(Raised) -> Value {
    var info = Glibc.stat()
    if a[0].isAnyInt {
      return Value(
        Glibc.fstat(Int32(truncatingIfNeeded: try Convert.machineInt(a[0])), &info) == 0
          && test(info.st_mode))
    }
    let bytes: [CChar]
    do throws(Raised) { bytes = try PathArgument.orDescriptor("stat").bytes(a[0]) } catch {
      if catching(.valueError) { return .false }
      throw error
    }
    return Value(statPath(bytes, &info) == 0 && test(info.st_mode))
  }
  static func isLink(_ a: Args) throws(Raised) -> Value {
    var info = Glibc.stat()
    let bytes: [CChar]
    do throws(Raised) { bytes = try PathArgument(function: "lstat").bytes(a[0]) } catch {
      if catching(.valueError) { return .false }
      throw error
    }
    return Value(Glibc.lstat(bytes, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK)
  }

  static func access(_ a: Args) throws(Raised) -> Value {
    let bytes = try PathArgument(function: "access").bytes(a[0])
    let mode = Int32(truncatingIfNeeded: try Convert.machineInt(a[1]))
    let folder = try PosixFolders.number(a[2])
    let isEffective = a[3].isPresent ? try Convert.truth(a[3]) : false
    let follows = a[4].isPresent ? try Convert.truth(a[4]) : true
    let flags = (isEffective ? AT_EACCESS : 0) | (follows ? 0 : AT_SYMLINK_NOFOLLOW)
    return Value(faccessat(folder, bytes, mode, flags) == 0)
  }

  // MARK: Folders

  static func listDirectory(_ a: Args) throws(Raised) -> Value {
    let folder = try DirectoryStream(a[0], of: "listdir")
    defer { folder.close() }
    let names = ListRef.make()
    while let record = folder.next() { names.append(folder.name(record)) }
    return names.value
  }

  private static func currentFolder() throws(Raised) -> UnsafeBufferPointer<UInt8> {
    guard let text = getcwd(nil, 0) else { throw raiseOS(errno) }
    let count = strlen(text)
    return UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: count)
  }
  static func currentBytes(_ a: Args) throws(Raised) -> Value {
    let folder = try currentFolder()
    return BytesRef.make(folder.baseAddress!, count: folder.count).value
  }
  static func makeDirectory(_ a: Args) throws(Raised) -> Value {
    try PathArgument(function: "mkdir").require(a[0])
    let mode = a[1].isPresent ? try Convert.machineInt(a[1]) : 0o777
    return try path(PathArgument(function: "mkdir"), a, a[2]) {
      mkdirat($0, $1, mode_t(truncatingIfNeeded: mode))
    }
  }
  static func readLink(_ a: Args) throws(Raised) -> Value {
    let bytes = try PathArgument(function: "readlink").bytes(a[0])
    let folder = try PosixFolders.number(a[1])
    var buffer = [UInt8](repeating: 0, count: 4096)
    let n = buffer.withUnsafeMutableBytes {
      readlinkat(folder, bytes, $0.baseAddress!.assumingMemoryBound(to: CChar.self), 4095)
    }
    if n < 0 { throw raiseOS(errno, a[0]) }
    return buffer.withUnsafeBufferPointer { all in
      let part = UnsafeBufferPointer(rebasing: all[0..<n])
      return a[0].isBytes ? BytesRef.make(part.baseAddress!, count: n).value : Paths.decode(part)
    }
  }
  static func changeMode(_ a: Args) throws(Raised) -> Value {
    let descriptor = try PosixFolders.descriptor(a[0])
    let bytes = descriptor == nil ? try PathArgument.orDescriptor("chmod").bytes(a[0]) : []
    let mode = mode_t(truncatingIfNeeded: try Convert.machineInt(a[1]))
    if let descriptor {
      if Glibc.fchmod(descriptor, mode) != 0 { throw raiseOS(errno, a[0]) }
      return .none
    }
    if a[3].isPresent, !(try Convert.truth(a[3])) {
      throw raise(
        .notImplementedError, "chmod: follow_symlinks unavailable on this platform")
    }
    if fchmodat(try PosixFolders.number(a[2]), bytes, mode, 0) != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }
  /// Seconds since 1970, rounded down to nanoseconds.
  ///
  /// - Throws: TypeError, ValueError for NaN, OverflowError beyond the system's range.
  static func moment(_ value: Value) throws(Raised) -> timespec {
    guard value.isFloat else {
      guard let seconds = try Convert.index(value).asMachineInt else {
        throw raise(.overflowError, "timestamp out of range for platform time_t")
      }
      return timespec(tv_sec: seconds, tv_nsec: 0)
    }
    let seconds = try Convert.double(value)
    if seconds.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
    let whole = seconds.rounded(.down)
    guard let exact = Int(exactly: whole) else {
      throw raise(.overflowError, "timestamp out of range for platform time_t")
    }
    return timespec(tv_sec: exact, tv_nsec: min(Int((seconds - whole) * 1e9), 999_999_999))
  }

  static func setTimes(_ a: Args) throws(Raised) -> Value {
    var times: [timespec] = [
      timespec(tv_sec: 0, tv_nsec: 0x3FFF_FFFF), timespec(tv_sec: 0, tv_nsec: 0x3FFF_FFFF),
    ]
    let descriptor = try PosixFolders.descriptor(a[0])
    let bytes = descriptor == nil ? try PathArgument.orDescriptor("utime").bytes(a[0]) : []
    let hasTimes = a[1].isPresent && !a[1].isNone
    if hasTimes, a[2].isPresent {
      throw raise(.valueError, "utime: you may specify either 'times' or 'ns' but not both")
    }
    func pair(_ value: Value, _ message: String) throws(Raised) -> TupleRef {
      guard value.isTuple, TupleRef(value).count == 2 else { throw raise(.typeError, message) }
      return TupleRef(value)
    }
    if hasTimes {
      let pair = try pair(a[1], "utime: 'times' must be either a tuple of two ints or None")
      for i in 0..<2 { times[i] = try moment(pair[i]) }
    } else if a[2].isPresent {
      let pair = try pair(a[2], "utime: 'ns' must be a tuple of two ints")
      for i in 0..<2 {
        let n = try Convert.machineInt(pair[i])
        let seconds = n >= 0 ? n / 1_000_000_000 : -((-(n + 1)) / 1_000_000_000) - 1
        times[i] = timespec(tv_sec: seconds, tv_nsec: n - seconds * 1_000_000_000)
      }
    }
    if let descriptor {
      if futimens(descriptor, &times) != 0 { throw raiseOS(errno, a[0]) }
      return .none
    }
    let folder = try PosixFolders.number(a[3])
    let follows = a[4].isPresent ? try Convert.truth(a[4]) : true
    if utimensat(folder, bytes, &times, follows ? 0 : AT_SYMLINK_NOFOLLOW) != 0 {
      throw raiseOS(errno, a[0])
    }
    return .none
  }
  static func truncate(_ a: Args) throws(Raised) -> Value {
    let descriptor = try PosixFolders.descriptor(a[0])
    let bytes = descriptor == nil ? try PathArgument.orDescriptor("truncate").bytes(a[0]) : []
    let length = try Convert.machineInt(a[1])
    if let descriptor {
      if ftruncate(descriptor, length) != 0 { throw raiseOS(errno) }
      return .none
    }
    if Glibc.truncate(bytes, length) != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }

  // MARK: Text of paths

  static func fspath(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr || a[0].isBytes { return a[0] }
    let method = a[0].type.special(.fspath)
    if method.isAbsent || method.isNone {
      throw raise(.typeError, "expected str, bytes or os.PathLike object, not \(a[0].typeName)")
    }
    let result = try Call.specialMethod(method, a[0])
    guard result.isStr || result.isBytes else {
      throw raise(
        .typeError,
        "expected \(a[0].typeName).__fspath__() to return str or bytes, not \(result.typeName)")
    }
    return result
  }

  /// The characters of a path, or its bytes. Strings of Swift would join some of them, and cannot hold what
  /// stands for bytes that are no text.
  private static func points(_ a: Args) throws(Raised) -> (path: [UInt32], isBytes: Bool) {
    let value = try Paths.name(a[0])
    if value.isBytes { return (BytesRef(value).array.map { UInt32($0) }, true) }
    let str = StrRef(value)
    return ((0..<str.count).map { str[$0] }, false)
  }

  private static func made(_ points: ArraySlice<UInt32>, _ isBytes: Bool) -> Value {
    if isBytes { return BytesRef.make(points.map { UInt8($0) }).value }
    if points.isEmpty { return StrRef.empty.value }
    return points.withUnsafeBufferPointer {
      StrRef.codePoints($0.baseAddress.unsafelyUnwrapped, count: $0.count).value
    }
  }

  /// Two slashes at the beginning mean something else than one, three and more do not.
  private static func rootLength(_ path: [UInt32]) -> Int {
    let slashes = path.prefix { $0 == 0x2F }.count
    return slashes == 2 ? 2 : min(slashes, 1)
  }

  static func normalize(_ a: Args) throws(Raised) -> Value {
    let (path, isBytes) = try points(a)
    let root = rootLength(path)
    // Part by part: what `split` and `joined` are made of takes longer to set up than a start has paths for.
    var normal = [UInt32](repeating: 0x2F, count: root)
    /// Where the parts begin, their slash included.
    var starts: [Int] = []
    var end = 0
    while end < path.count {
      let start = end
      while end < path.count, path[end] != 0x2F { end += 1 }
      let part = path[start..<end]
      end += 1
      if part.isEmpty || isDots(part, 1) { continue }
      let mayGoUp = starts.last.map { !isAbove(normal, from: $0) } ?? (root > 0)
      if isDots(part, 2), mayGoUp {
        if let start = starts.popLast() { normal.removeLast(normal.count - start) }
        continue
      }
      starts.append(normal.count)
      if starts.count > 1 { normal.append(0x2F) }
      normal.append(contentsOf: part)
    }
    if normal.isEmpty { normal.append(0x2E) }
    return made(normal[...], isBytes)
  }

  /// Whether a part is so many dots.
  private static func isDots(_ part: ArraySlice<UInt32>, _ count: Int) -> Bool {
    part.count == count && part.allSatisfy { $0 == 0x2E }
  }

  /// Whether the last part, slash included, is the folder above.
  private static func isAbove(_ path: [UInt32], from start: Int) -> Bool {
    let part = path[start...]
    return isDots(part.first == 0x2F ? part.dropFirst() : part, 2)
  }

  static func splitRoot(_ a: Args) throws(Raised) -> Value {
    let (path, isBytes) = try points(a)
    let root = rootLength(path)
    return TupleRef.of(
      made([], isBytes), made(path[..<root], isBytes), made(path[root...], isBytes)
    ).value
  }
}
