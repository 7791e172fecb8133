// What `os.scandir` yields, and the iterator over it.

import CTaipan
import Glibc
import TaipanRuntime

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
