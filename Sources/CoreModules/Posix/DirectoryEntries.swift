// What `os.scandir` yields, and the iterator over it.

import CTaipan
import Glibc
import TaipanRuntime

struct DirectoryEntryLayout {
  var header: Header
  var name: Value
  var path: Value
  /// `DT_…` of the folder's own record: most questions are answered without asking the file system.
  var kind: Int
  var inode: Int
  /// The folder's descriptor, which the path does not name; -1 where it has a path.
  var folder: Int
  /// Results of `stat`, kept as in CPython: of what a link leads to, and of the entry itself.
  var target: Value
  var own: Value
}

struct DirectoryEntryRef: TypedRef {
  let p: UnsafeMutablePointer<DirectoryEntryLayout>

  var isLink: Bool { kind(follow: false) == S_IFLNK }

  /// The file type bits of a mode; nil where the system does not know the path (any more).
  private func kind(follow: Bool) -> mode_t? {
    switch p.pointee.kind {
    case Int(DT_DIR): return S_IFDIR
    case Int(DT_REG): return S_IFREG
    case Int(DT_LNK) where !follow: return S_IFLNK
    case Int(DT_LNK), Int(DT_UNKNOWN): return nil
    default: return 0
    }
  }

  /// Whether the entry is of a file type; what has vanished is of none.
  ///
  /// - Throws: OSError.
  func isOf(_ wanted: mode_t, follow: Bool) throws(Raised) -> Bool {
    if let kind = kind(follow: follow) { return kind == wanted }
    do throws(Raised) {
      let mode = TupleRef(try stat(follow: follow))[0]
      return mode_t(truncatingIfNeeded: try Convert.machineInt(mode)) & S_IFMT == wanted
    } catch {
      if catching(.fileNotFoundError) { return false }
      throw error
    }
  }

  /// - Throws: OSError.
  func stat(follow: Bool) throws(Raised) -> Value {
    let follows = follow ? try isOf(S_IFLNK, follow: false) : false
    let known = follows ? p.pointee.target : p.pointee.own
    if known.isPresent { return known }
    var info = Glibc.stat()
    let bytes = try Paths.bytes(p.pointee.path)
    let folder = p.pointee.folder < 0 ? AT_FDCWD : Int32(p.pointee.folder)
    if fstatat(folder, bytes, &info, follows ? 0 : AT_SYMLINK_NOFOLLOW) != 0 {
      throw raiseOS(errno, p.pointee.path)
    }
    let result = PosixFiles.result(&info)
    if follows { p.pointee.target = result } else { p.pointee.own = result }
    object.noteWrite()
    return result
  }
}

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
    NativeMethod("__fspath__", "($self, /)", path),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("name", name), NativeGetSet("path", path)]

  static func name(_ a: Args) throws(Raised) -> Value { DirectoryEntryRef(a[0]).p.pointee.name }
  static func path(_ a: Args) throws(Raised) -> Value { DirectoryEntryRef(a[0]).p.pointee.path }
  private static func follows(_ a: Args) throws(Raised) -> Bool {
    a[1].isPresent ? try Convert.truth(a[1]) : true
  }
  private static func test(_ a: Args, _ kind: mode_t) throws(Raised) -> Value {
    Value(try DirectoryEntryRef(a[0]).isOf(kind, follow: try follows(a)))
  }
  static func isLink(_ a: Args) throws(Raised) -> Value {
    Value(try DirectoryEntryRef(a[0]).isOf(S_IFLNK, follow: false))
  }
  static func stat(_ a: Args) throws(Raised) -> Value {
    try DirectoryEntryRef(a[0]).stat(follow: try follows(a))
  }
  static func inode(_ a: Args) throws(Raised) -> Value {
    Value(DirectoryEntryRef(a[0]).p.pointee.inode)
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<DirEntry \(try Convert.repr(try name(a)).text)>")
  }

  // MARK: The iterator: word 1 a list of entries, word 2 the place of the next one

  static let scanMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__enter__", "($self, /)", Iterators.identity),
    NativeMethod("__exit__", "($self, *args)", close),
    NativeMethod("close", "($self, /)", close),
  ]

  static func scan(_ a: Args) throws(Raised) -> Value {
    let folder = try DirectoryStream(a[0], of: "scandir")
    defer { folder.close() }
    let entries = ListRef.make()
    while let record = folder.next() {
      entries.append(try entry(record, folder))
    }
    let iterator = Instances.allocate(PosixModule.scanType)
    iterator.store(entries.value, at: iterator.word(1))
    iterator.word(2).pointee = Value(0)
    return Value(iterator)
  }

  private static func entry(_ record: UnsafeMutablePointer<dirent>, _ folder: DirectoryStream)
    throws(Raised) -> Value
  {
    let entry = DirectoryEntryRef(Instances.allocate(PosixModule.entryType))
    entry.p.pointee.kind = Int(record.pointee.d_type)
    entry.p.pointee.inode = Int(record.pointee.d_ino)
    entry.p.pointee.folder = folder.descriptor
    let name = folder.name(record)
    entry.p.pointee.name = name
    entry.object.noteWrite()
    let path = folder.descriptor < 0 ? try join(folder.path, name) : name
    entry.p.pointee.path = path
    entry.object.noteWrite()
    return entry.value
  }

  private static func join(_ folder: Value, _ name: Value) throws(Raised) -> Value {
    let slash = folder.isBytes ? BytesRef.make([47]).value : Value("/")
    let ends = try Convert.truth(try Call.method(folder, "endswith", slash))
    let start = ends ? folder : try Operators.binary(folder, slash, .add)
    return try Operators.binary(start, name, .add)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = a[0].asObject
    let (entries, place) = (iterator.word(1).pointee, iterator.word(2).pointee.asInt)
    if entries.isAbsent || place == ListRef(entries).count { return .exhausted }
    iterator.word(2).pointee = Value(place + 1)
    return ListRef(entries)[place]
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(1).pointee = .absent
    return .none
  }
}

/// A folder that is being read.
struct DirectoryStream {
  private let stream: OpaquePointer
  /// The folder as it was given, by path.
  let path: Value
  /// The folder as it was given, by descriptor; -1 for a path.
  let descriptor: Int

  /// - Throws: TypeError for what is no path, naming the function; OSError.
  init(_ target: Value, of function: String) throws(Raised) {
    if target.isPresent, target.isAnyInt {
      descriptor = Int(try Convert.cInt(target))
      path = .none
      let copy = fcntl(Int32(descriptor), F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { throw raiseOS(errno) }
      guard let opened = fdopendir(copy) else {
        let code = errno
        Glibc.close(copy)
        throw raiseOS(code)
      }
      stream = opened
      rewinddir(stream)
      return
    }
    descriptor = -1
    path = target.isAbsent || target.isNone ? Value(".") : try Self.path(target, function)
    let bytes = try PathArgument.orFolder(function).bytes(path)
    guard let opened = opendir(bytes) else { throw raiseOS(errno, target) }
    stream = opened
  }

  private static func path(_ target: Value, _ function: String) throws(Raised) -> Value {
    try PathArgument.orFolder(function).require(target)
    return try Paths.name(target)
  }

  func close() {
    if descriptor >= 0 { rewinddir(stream) }
    closedir(stream)
  }

  /// The next record, "." and ".." left out.
  func next() -> UnsafeMutablePointer<dirent>? {
    while let record = readdir(stream) {
      let name = DirectoryStream.bytes(record)
      if name.count == 1, name[0] == 46 { continue }
      if name.count == 2, name[0] == 46, name[1] == 46 { continue }
      return record
    }
    return nil
  }

  /// A record's name, of the folder's own kind of text.
  func name(_ record: UnsafeMutablePointer<dirent>) -> Value {
    let name = DirectoryStream.bytes(record)
    if path.isBytes { return BytesRef.make(name.baseAddress!, count: name.count).value }
    return Paths.decode(name)
  }

  private static func bytes(_ record: UnsafeMutablePointer<dirent>) -> UnsafeBufferPointer<UInt8> {
    let start = UnsafeRawPointer(record) + MemoryLayout<dirent>.offset(of: \.d_name)!
    return UnsafeBufferPointer(
      start: start.assumingMemoryBound(to: UInt8.self),
      count: strlen(start.assumingMemoryBound(to: CChar.self)))
  }
}
