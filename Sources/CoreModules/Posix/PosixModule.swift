// The module `posix`: what `os` stands on.

import CTaipan
import Glibc
import TaipanRuntime

/// stat(2), outside of the types that have methods of that name.
private func statPath(_ path: [CChar], _ info: inout stat) -> Int32 { stat(path, &info) }

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
        "posix.DirEntry", size: 40, methods: DirectoryEntries.methods,
        getSets: DirectoryEntries.getSets))
    scanType = NativeTypes.make(
      TypeSpec("posix.ScandirIterator", size: 24, methods: DirectoryEntries.scanMethods))
    for (name, type) in [
      ("stat_result", statType), ("uname_result", unameType), ("times_result", timesType),
      ("terminal_size", terminalType), ("DirEntry", entryType),
    ] {
      dict.setStr(name, type.value)
    }
    dict.setStr("error", BuiltinType.osError.value)
    dict.setStr("environ", environment())
    dict.setStr("_have_functions", ListRef.make().value)
    for (name, value) in constants { dict.setStr(name.interned, Value(Int(value))) }
    for (name, value) in moreConstants { dict.setStr(name.interned, Value(value)) }
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
    PosixFiles.functions + PosixProcess.functions + PosixDescriptors.functions
    + PosixSystem.functions + PosixFork.functions + PosixMoreFiles.functions
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
      "chdir", "($module, path)", { a throws(Raised) in try path(a) { Glibc.chdir($0) } }),
    NativeMethod("mkdir", "($module, path, mode=511, *, dir_fd=None)", makeDirectory),
    NativeMethod(
      "rmdir", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in try path(a) { Glibc.rmdir($0) } }),
    NativeMethod(
      "unlink", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in try path(a) { Glibc.unlink($0) } }),
    NativeMethod(
      "remove", "($module, path, *, dir_fd=None)",
      { a throws(Raised) in try path(a) { Glibc.unlink($0) } }),
    NativeMethod(
      "rename", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
      { a throws(Raised) in try twoPaths(a) { Glibc.rename($0, $1) } }),
    NativeMethod(
      "replace", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
      { a throws(Raised) in try twoPaths(a) { Glibc.rename($0, $1) } }),
    NativeMethod(
      "link", "($module, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
      { a throws(Raised) in try twoPaths(a) { Glibc.link($0, $1) } }),
    NativeMethod(
      "symlink", "($module, src, dst, target_is_directory=False, *, dir_fd=None)",
      { a throws(Raised) in try twoPaths(a) { Glibc.symlink($0, $1) } }),
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

  private static func path(_ a: Args, _ call: (UnsafePointer<CChar>) -> Int32) throws(Raised)
    -> Value
  {
    let bytes = try Paths.bytes(a[0])
    if call(bytes) != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }

  private static func twoPaths(
    _ a: Args, _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  ) throws(Raised) -> Value {
    let first = try Paths.bytes(a[0])
    let second = try Paths.bytes(a[1])
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

  private static func fill(_ info: inout Glibc.stat, _ target: Value, followLinks: Bool)
    throws(Raised)
  {
    if target.isAnyInt {
      if Glibc.fstat(Int32(truncatingIfNeeded: try Convert.machineInt(target)), &info) != 0 {
        throw raiseOS(errno)
      }
      return
    }
    let bytes = try Paths.bytes(target)
    if (followLinks ? statPath(bytes, &info) : Glibc.lstat(bytes, &info)) != 0 {
      throw raiseOS(errno, target)
    }
  }

  private static func statResult(_ target: Value, followLinks: Bool) throws(Raised) -> Value {
    var info = Glibc.stat()
    try fill(&info, target, followLinks: followLinks)
    return result(&info)
  }

  static func stat(_ a: Args) throws(Raised) -> Value {
    let follow = a[2].isPresent ? try Convert.truth(a[2]) : true
    return try statResult(a[0], followLinks: follow)
  }
  static func lstat(_ a: Args) throws(Raised) -> Value { try statResult(a[0], followLinks: false) }
  static func fstat(_ a: Args) throws(Raised) -> Value { try statResult(a[0], followLinks: true) }

  private static func probe(_ a: Args, _ test: (mode_t) -> Bool) throws(Raised) -> Value {
    var info = Glibc.stat()
    if a[0].isAnyInt {
      return Value(
        Glibc.fstat(Int32(truncatingIfNeeded: try Convert.machineInt(a[0])), &info) == 0
          && test(info.st_mode))
    }
    let bytes: [CChar]
    do throws(Raised) { bytes = try Paths.bytes(a[0]) } catch {
      if catching(.valueError) { return .false }
      throw error
    }
    return Value(statPath(bytes, &info) == 0 && test(info.st_mode))
  }
  static func isLink(_ a: Args) throws(Raised) -> Value {
    var info = Glibc.stat()
    let bytes: [CChar]
    do throws(Raised) { bytes = try Paths.bytes(a[0]) } catch {
      if catching(.valueError) { return .false }
      throw error
    }
    return Value(Glibc.lstat(bytes, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK)
  }

  static func access(_ a: Args) throws(Raised) -> Value {
    let bytes = try Paths.bytes(a[0])
    return Value(Glibc.access(bytes, Int32(try Convert.machineInt(a[1]))) == 0)
  }

  // MARK: Folders

  /// Names in a folder, "." and ".." left out.
  static func names(_ target: Value) throws(Raised) -> ListRef {
    let bytes = target.isAbsent || target.isNone ? [46, 0] : try Paths.bytes(target)
    guard let folder = opendir(bytes) else { throw raiseOS(errno, target) }
    defer { closedir(folder) }
    let list = ListRef.make()
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { start -> Value in
          let count = strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
          if count == 1, start[0] == 46 { return .absent }
          if count == 2, start[0] == 46, start[1] == 46 { return .absent }
          if target.isPresent, target.isBytes { return BytesRef.make(start, count: count).value }
          return Paths.decode(UnsafeBufferPointer(start: start, count: count))
        }
      }
      if name.isPresent { list.append(name) }
    }
    return list
  }

  static func listDirectory(_ a: Args) throws(Raised) -> Value { try names(a[0]).value }

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
    let mode = a[1].isPresent ? try Convert.machineInt(a[1]) : 0o777
    return try path(a) { Glibc.mkdir($0, mode_t(truncatingIfNeeded: mode)) }
  }
  static func readLink(_ a: Args) throws(Raised) -> Value {
    let bytes = try Paths.bytes(a[0])
    var buffer = [UInt8](repeating: 0, count: 4096)
    let n = buffer.withUnsafeMutableBytes {
      readlink(bytes, $0.baseAddress!.assumingMemoryBound(to: CChar.self), 4095)
    }
    if n < 0 { throw raiseOS(errno, a[0]) }
    return buffer.withUnsafeBufferPointer { all in
      let part = UnsafeBufferPointer(rebasing: all[0..<n])
      return a[0].isBytes ? BytesRef.make(part.baseAddress!, count: n).value : Paths.decode(part)
    }
  }
  static func changeMode(_ a: Args) throws(Raised) -> Value {
    let mode = mode_t(truncatingIfNeeded: try Convert.machineInt(a[1]))
    return try path(a) { Glibc.chmod($0, mode) }
  }
  static func setTimes(_ a: Args) throws(Raised) -> Value {
    var times: [timespec] = [
      timespec(tv_sec: 0, tv_nsec: 0x3FFF_FFFF), timespec(tv_sec: 0, tv_nsec: 0x3FFF_FFFF),
    ]
    if a[1].isPresent, !a[1].isNone {
      let pair = try Iterate.tuple(a[1])
      for i in 0..<2 {
        let seconds = try Convert.double(pair[i])
        times[i] = timespec(
          tv_sec: Int(seconds.rounded(.down)),
          tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
      }
    } else if a[2].isPresent, !a[2].isNone {
      let pair = try Iterate.tuple(a[2])
      for i in 0..<2 {
        let n = try Convert.machineInt(pair[i])
        times[i] = timespec(tv_sec: n / 1_000_000_000, tv_nsec: n % 1_000_000_000)
      }
    }
    let bytes = try Paths.bytes(a[0])
    if utimensat(AT_FDCWD, bytes, &times, 0) != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }
  static func truncate(_ a: Args) throws(Raised) -> Value {
    let length = try Convert.machineInt(a[1])
    if a[0].isAnyInt {
      if ftruncate(Int32(truncatingIfNeeded: try Convert.machineInt(a[0])), length) != 0 {
        throw raiseOS(errno)
      }
      return .none
    }
    return try path(a) { Glibc.truncate($0, length) }
  }

  // MARK: Text of paths

  static func fspath(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr || a[0].isBytes { return a[0] }
    let method = a[0].type.special(.fspath)
    if method.isAbsent {
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

  private static func text(_ a: Args) throws(Raised) -> (String, Bool) {
    let value = try fspath(a)
    if value.isBytes { return (String(decoding: BytesRef(value).buffer, as: UTF8.self), true) }
    return (StrRef(value).text, false)
  }
  private static func result(_ text: String, _ isBytes: Bool) -> Value {
    isBytes ? BytesRef.make(Array(text.utf8)).value : Value(text)
  }

  static func normalize(_ a: Args) throws(Raised) -> Value {
    let (path, isBytes) = try text(a)
    if path.isEmpty { return result(".", isBytes) }
    let slashes = path.prefix { $0 == "/" }.count
    let root = slashes == 2 ? "//" : slashes > 0 ? "/" : ""
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." || (root.isEmpty && parts.isEmpty) || parts.last == ".." {
        parts.append(part)
      } else if !parts.isEmpty {
        parts.removeLast()
      }
    }
    let joined = root + parts.joined(separator: "/")
    return result(joined.isEmpty ? "." : joined, isBytes)
  }

  static func splitRoot(_ a: Args) throws(Raised) -> Value {
    let (path, isBytes) = try text(a)
    let slashes = path.prefix { $0 == "/" }.count
    let root = slashes == 2 ? "//" : slashes > 0 ? "/" : ""
    return TupleRef.of(
      result("", isBytes), result(root, isBytes),
      result(String(path.dropFirst(root.count)), isBytes)
    ).value
  }
}

/// `os.scandir`: words of an entry: name, path, folder.
enum DirectoryEntries {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "is_dir", "($self, *, follow_symlinks=True)", { a throws(Raised) in try test(a, S_IFDIR) }),
    NativeMethod(
      "is_file", "($self, *, follow_symlinks=True)", { a throws(Raised) in try test(a, S_IFREG) }),
    NativeMethod("is_symlink", "($self, /)", isLink),
    NativeMethod("is_junction", "($self, /)", { a throws(Raised) in .false }),
    NativeMethod("stat", "($self, *, follow_symlinks=True)", stat),
    NativeMethod("inode", "($self, /)", inode),
    NativeMethod("__fspath__", "($self, /)", { a throws(Raised) in a[0].asObject.word(2).pointee }),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("name", { a throws(Raised) in a[0].asObject.word(1).pointee }),
    NativeGetSet("path", { a throws(Raised) in a[0].asObject.word(2).pointee }),
  ]
  /// False where the system does not know the path.
  private static func read(_ a: Args, follow: Bool, into info: inout Glibc.stat) throws(Raised)
    -> Bool
  {
    let bytes = try Paths.bytes(a[0].asObject.word(2).pointee)
    return (follow ? statPath(bytes, &info) : Glibc.lstat(bytes, &info)) == 0
  }
  private static func follows(_ a: Args) throws(Raised) -> Bool {
    a[1].isPresent ? try Convert.truth(a[1]) : true
  }
  private static func test(_ a: Args, _ kind: mode_t) throws(Raised) -> Value {
    var info = Glibc.stat()
    let isThere = try read(a, follow: try follows(a), into: &info)
    return Value(isThere && info.st_mode & S_IFMT == kind)
  }
  static func isLink(_ a: Args) throws(Raised) -> Value {
    var info = Glibc.stat()
    let isThere = try read(a, follow: false, into: &info)
    return Value(isThere && info.st_mode & S_IFMT == S_IFLNK)
  }
  static func stat(_ a: Args) throws(Raised) -> Value {
    var info = Glibc.stat()
    if !(try read(a, follow: try follows(a), into: &info)) {
      throw raiseOS(errno, a[0].asObject.word(2).pointee)
    }
    return PosixFiles.result(&info)
  }
  static func inode(_ a: Args) throws(Raised) -> Value {
    var info = Glibc.stat()
    return Value(try read(a, follow: false, into: &info) ? Int(info.st_ino) : 0)
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<DirEntry \(try Convert.repr(a[0].asObject.word(1).pointee).text)>")
  }

  // MARK: The iterator: word 1 a list of entries

  static let scanMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__enter__", "($self, /)", Iterators.identity),
    NativeMethod("__exit__", "($self, *args)", close),
    NativeMethod("close", "($self, /)", close),
  ]
  static func scan(_ a: Args) throws(Raised) -> Value {
    let names = try PosixFiles.names(a[0])
    let folder = a[0].isAbsent || a[0].isNone ? Value(".") : try PosixFiles.fspath(a)
    let entries = ListRef.make()
    for i in stride(from: names.count - 1, through: 0, by: -1) {
      let entry = Instances.allocate(PosixModule.entryType)
      entry.store(names[i], at: entry.word(1))
      entry.store(try join(folder, names[i]), at: entry.word(2))
      entries.append(Value(entry))
    }
    let iterator = Instances.allocate(PosixModule.scanType)
    iterator.store(entries.value, at: iterator.word(1))
    return Value(iterator)
  }
  private static func join(_ folder: Value, _ name: Value) throws(Raised) -> Value {
    let slash = folder.isBytes ? BytesRef.make([47]).value : Value("/")
    let ends = try Convert.truth(try Call.method(folder, "endswith", slash))
    let start = ends ? folder : try Operators.binary(folder, slash, .add)
    return try Operators.binary(start, name, .add)
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let entries = a[0].asObject.word(1).pointee
    if entries.isAbsent || ListRef(entries).count == 0 { return .exhausted }
    let list = ListRef(entries)
    return list.remove(at: list.count - 1)
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(1).pointee = .absent
    return .none
  }
}

enum PosixDescriptors {
  private static func descriptor(_ value: Value) throws(Raised) -> Int32 {
    Int32(truncatingIfNeeded: try Convert.machineInt(value))
  }
  static let functions: [NativeMethod] = [
    NativeMethod("open", "($module, path, flags, mode=511, *, dir_fd=None)", open),
    NativeMethod("close", "($module, fd)", close),
    NativeMethod("read", "($module, fd, length, /)", read),
    NativeMethod("write", "($module, fd, data, /)", write),
    NativeMethod("lseek", "($module, fd, position, whence, /)", seek),
    NativeMethod("dup", "($module, fd, /)", duplicate),
    NativeMethod("dup2", "($module, fd, fd2, inheritable=True)", duplicateTo),
    NativeMethod("pipe", "($module, /)", pipe),
    NativeMethod(
      "isatty", "($module, fd, /)",
      { a throws(Raised) in Value(Glibc.isatty(try descriptor(a[0])) != 0) }),
    NativeMethod(
      "fsync", "($module, fd)",
      { a throws(Raised) in
        if Glibc.fsync(try descriptor(a[0])) != 0 { throw raiseOS(errno) }
        return .none
      }),
    NativeMethod(
      "ftruncate", "($module, fd, length, /)",
      { a throws(Raised) in
        if Glibc.ftruncate(try descriptor(a[0]), try Convert.machineInt(a[1])) != 0 {
          throw raiseOS(errno)
        }
        return .none
      }),
    NativeMethod(
      "get_inheritable", "($module, fd, /)",
      { a throws(Raised) in
        Value(fcntl(try descriptor(a[0]), F_GETFD) & FD_CLOEXEC == 0)
      }),
    NativeMethod(
      "set_inheritable", "($module, fd, inheritable, /)",
      { a throws(Raised) in
        _ = fcntl(try descriptor(a[0]), F_SETFD, try Convert.truth(a[1]) ? 0 : FD_CLOEXEC)
        return .none
      }),
    NativeMethod(
      "get_blocking", "($module, fd, /)",
      { a throws(Raised) in
        Value(fcntl(try descriptor(a[0]), F_GETFL) & O_NONBLOCK == 0)
      }),
    NativeMethod(
      "set_blocking", "($module, fd, blocking, /)",
      { a throws(Raised) in
        let fd = try descriptor(a[0])
        let flags = fcntl(fd, F_GETFL)
        _ = fcntl(fd, F_SETFL, try Convert.truth(a[1]) ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
        return .none
      }),
    NativeMethod("get_terminal_size", "($module, fd=1, /)", terminalSize),
    NativeMethod("device_encoding", "($module, fd)", { a throws(Raised) in .none }),
  ]

  static func open(_ a: Args) throws(Raised) -> Value {
    let bytes = try Paths.bytes(a[0])
    let flags = Int32(truncatingIfNeeded: try Convert.machineInt(a[1])) | O_CLOEXEC
    let mode = a[2].isPresent ? try Convert.machineInt(a[2]) : 0o777
    while true {
      let result = Glibc.open(bytes, flags, mode_t(truncatingIfNeeded: mode))
      if result >= 0 { return Value(Int(result)) }
      if errno != EINTR { throw raiseOS(errno, a[0]) }
      try Safepoint.run()
    }
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    if Glibc.close(try descriptor(a[0])) != 0, errno != EINTR { throw raiseOS(errno) }
    return .none
  }
  static func read(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.machineInt(a[1])
    if count < 0 { throw raiseOS(EINVAL) }
    let bytes = BytesRef.make(count: count)
    guard let n = try RawFiles.readSome(try descriptor(a[0]), bytes.data, count) else {
      throw raiseOS(EAGAIN)
    }
    return n == count ? bytes.value : BytesRef.make(bytes.data, count: n).value
  }
  static func write(_ a: Args) throws(Raised) -> Value {
    guard let n = try RawFiles.writeSome(try descriptor(a[0]), try BytesLike.read(a[1])) else {
      throw raiseOS(EAGAIN)
    }
    return Value(n)
  }
  static func seek(_ a: Args) throws(Raised) -> Value {
    let result = lseek(try descriptor(a[0]), try Convert.machineInt(a[1]), try descriptor(a[2]))
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func duplicate(_ a: Args) throws(Raised) -> Value {
    let result = fcntl(try descriptor(a[0]), F_DUPFD_CLOEXEC, 0)
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func duplicateTo(_ a: Args) throws(Raised) -> Value {
    let result = dup2(try descriptor(a[0]), try descriptor(a[1]))
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func pipe(_ a: Args) throws(Raised) -> Value {
    var ends: [Int32] = [0, 0]
    if Glibc.pipe(&ends) != 0 { throw raiseOS(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return TupleRef.of(Value(Int(ends[0])), Value(Int(ends[1]))).value
  }
  static func terminalSize(_ a: Args) throws(Raised) -> Value {
    var size = winsize()
    let fd = a.count > 0 ? try descriptor(a[0]) : 1
    if ioctl(fd, UInt(TIOCGWINSZ), &size) != 0 { throw raiseOS(errno) }
    let values = ListRef.make()
    values.append(Value(Int(size.ws_col)))
    values.append(Value(Int(size.ws_row)))
    return StructSequences.make(PosixModule.terminalType, values)
  }
}

enum PosixProcess {
  static let functions: [NativeMethod] = [
    NativeMethod("getpid", "($module, /)", { a throws(Raised) in Value(Int(getpid())) }),
    NativeMethod("getppid", "($module, /)", { a throws(Raised) in Value(Int(getppid())) }),
    NativeMethod("getuid", "($module, /)", { a throws(Raised) in Value(Int(getuid())) }),
    NativeMethod("geteuid", "($module, /)", { a throws(Raised) in Value(Int(geteuid())) }),
    NativeMethod("getgid", "($module, /)", { a throws(Raised) in Value(Int(getgid())) }),
    NativeMethod("getegid", "($module, /)", { a throws(Raised) in Value(Int(getegid())) }),
    NativeMethod(
      "cpu_count", "($module, /)",
      { a throws(Raised) in Value(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }),
    NativeMethod(
      "_exit", "($module, status)",
      { a throws(Raised) in Glibc._exit(Int32(truncatingIfNeeded: try Convert.machineInt(a[0]))) }),
    NativeMethod(
      "kill", "($module, pid, signal, /)",
      { a throws(Raised) in
        if Glibc.kill(pid_t(try Convert.machineInt(a[0])), Int32(try Convert.machineInt(a[1]))) != 0
        {
          throw raiseOS(errno)
        }
        // A signal to this very process has arrived already.
        try Safepoint.run()
        return .none
      }),
    NativeMethod("waitpid", "($module, pid, options, /)", waitFor),
    NativeMethod("waitstatus_to_exitcode", "($module, status)", exitCode),
    NativeMethod("execv", "($module, path, argv, /)", execute),
    NativeMethod("system", "($module, command)", system),
    NativeMethod("putenv", "($module, name, value, /)", putEnvironment),
    NativeMethod(
      "unsetenv", "($module, name, /)",
      { a throws(Raised) in
        unsetenv(try Paths.bytes(a[0]))
        return .none
      }),
    NativeMethod(
      "strerror", "($module, code, /)",
      { a throws(Raised) in Value(String(cString: strerror(Int32(try Convert.machineInt(a[0]))))) }),
    NativeMethod("urandom", "($module, size, /)", random),
    NativeMethod("getrandom", "($module, size, flags=0)", random),
    NativeMethod("uname", "($module, /)", uname),
    NativeMethod("times", "($module, /)", times),
    NativeMethod("getloadavg", "($module, /)", loadAverage),
    NativeMethod("sched_getaffinity", "($module, pid, /)", affinity),
    NativeMethod(
      "WIFEXITED", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0x7F == 0) }),
    NativeMethod(
      "WEXITSTATUS", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) >> 8 & 0xFF) }),
    NativeMethod(
      "WIFSIGNALED", "($module, status)",
      { a throws(Raised) in
        let low = try Convert.machineInt(a[0]) & 0x7F
        return Value(low != 0 && low != 0x7F)
      }),
    NativeMethod(
      "WTERMSIG", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0x7F) }),
    NativeMethod(
      "WIFSTOPPED", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0xFF == 0x7F) }),
    NativeMethod(
      "WSTOPSIG", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) >> 8 & 0xFF) }),
  ]

  static func waitFor(_ a: Args) throws(Raised) -> Value {
    var status: Int32 = 0
    while true {
      let pid = waitpid(
        pid_t(try Convert.machineInt(a[0])), &status, Int32(try Convert.machineInt(a[1])))
      if pid >= 0 { return TupleRef.of(Value(Int(pid)), Value(Int(status))).value }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }
  static func exitCode(_ a: Args) throws(Raised) -> Value {
    let status = try Convert.machineInt(a[0])
    return status & 0x7F == 0 ? Value(status >> 8 & 0xFF) : Value(-(status & 0x7F))
  }
  static func execute(_ a: Args) throws(Raised) -> Value {
    let path = try Paths.bytes(a[0])
    let list = try Iterate.list(a[1])
    var pointers: [UnsafeMutablePointer<CChar>?] = []
    for i in 0..<list.count { pointers.append(strdup(try Paths.bytes(list[i]))) }
    pointers.append(nil)
    taipan_restore_stack_limit()
    execv(path, &pointers)
    throw raiseOS(errno, a[0])
  }
  static func system(_ a: Args) throws(Raised) -> Value {
    Value(Int(Glibc.system(try Paths.bytes(a[0]))))
  }
  static func putEnvironment(_ a: Args) throws(Raised) -> Value {
    if setenv(try Paths.bytes(a[0]), try Paths.bytes(a[1]), 1) != 0 { throw raiseOS(errno) }
    return .none
  }
  static func random(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.machineInt(a[0])
    if count < 0 { throw raise(.valueError, "negative argument not allowed") }
    let bytes = BytesRef.make(count: count)
    taipan_random(bytes.data, count)
    return bytes.value
  }
  static func uname(_ a: Args) throws(Raised) -> Value {
    var info = utsname()
    Glibc.uname(&info)
    let values = ListRef.make()
    func add<T>(_ field: T) {
      var copy = field
      values.append(
        withUnsafeBytes(of: &copy) {
          Value(String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self)))
        })
    }
    add(info.sysname)
    add(info.nodename)
    add(info.release)
    add(info.version)
    add(info.machine)
    return StructSequences.make(PosixModule.unameType, values)
  }
  static func times(_ a: Args) throws(Raised) -> Value {
    var buffer = tms()
    let elapsed = Glibc.times(&buffer)
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    let values = ListRef.make()
    for n in [buffer.tms_utime, buffer.tms_stime, buffer.tms_cutime, buffer.tms_cstime, elapsed] {
      values.append(Value(Double(n) / ticks))
    }
    return StructSequences.make(PosixModule.timesType, values)
  }
  static func loadAverage(_ a: Args) throws(Raised) -> Value {
    var loads = [0.0, 0.0, 0.0]
    getloadavg(&loads, 3)
    return TupleRef.of(Value(loads[0]), Value(loads[1]), Value(loads[2])).value
  }
  static func affinity(_ a: Args) throws(Raised) -> Value {
    let set = SetRef.make()
    for i in 0..<sysconf(Int32(_SC_NPROCESSORS_ONLN)) { try set.add(Value(i)) }
    return set.value
  }
}
