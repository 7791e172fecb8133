// `FileIO`: a file descriptor.

import Glibc
import TaipanRuntime

enum RawFiles {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, file, mode='r', closefd=True, opener=None)", initialize),
    NativeMethod("read", "($self, size=-1, /)", read),
    NativeMethod("readall", "($self, /)", readAll),
    NativeMethod("readinto", "($self, buffer, /)", readInto),
    NativeMethod("write", "($self, b, /)", write),
    NativeMethod("seek", "($self, pos, whence=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("truncate", "($self, size=None, /)", truncate),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("seekable", "($self, /)", seekable),
    NativeMethod("readable", "($self, /)", readable),
    NativeMethod("writable", "($self, /)", writable),
    NativeMethod("fileno", "($self, /)", fileno),
    NativeMethod("isatty", "($self, /)", isATTY),
    NativeMethod("_isatty_open_only", "($self, /)", isATTY),
    NativeMethod("_dealloc_warn", "($self, source, /)", warnUnclosed),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("closed", { a throws(Raised) in Value(Stream(a[0]).p.pointee.descriptor < 0) }),
    NativeGetSet("closefd", { a throws(Raised) in Value(Stream(a[0]).has(.closesDescriptor)) }),
    NativeGetSet("mode", { a throws(Raised) in Value(mode(Stream(a[0]))) }),
    NativeGetSet(
      "_blksize", { a throws(Raised) in Value(blockSize(Stream(a[0]).p.pointee.descriptor)) }),
    NativeGetSet("name", getName, set: setName),
  ]

  /// What the system reads and writes at once.
  private static func blockSize(_ descriptor: Int) -> Int {
    var info = stat()
    if descriptor >= 0, fstat(Int32(descriptor), &info) == 0, info.st_blksize > 1 {
      return Int(info.st_blksize)
    }
    return IOModule.defaultBufferSize
  }

  /// Bytes to buffer: what CPython takes for pipes and devices, where it decides what is still to be written
  /// when the other end is gone; for files no less than the default.
  static func bufferSize(_ descriptor: Int) -> Int {
    var info = stat()
    let isFile = fstat(Int32(descriptor), &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    return isFile
      ? max(blockSize(descriptor), IOModule.defaultBufferSize) : blockSize(descriptor)
  }

  /// What a stream over this one calls before it is closed because nobody needs it any longer.
  static func warnUnclosed(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    if s.p.pointee.descriptor >= 0, s.has(.closesDescriptor) {
      try Warnings.warn(.resourceWarning, "unclosed file \(try Convert.repr(a[1]).text)")
    }
    return .none
  }

  static func getName(_ a: Args) throws(Raised) -> Value {
    let name = Stream(a[0]).p.pointee.name
    if name.isAbsent { throw Attributes.missing(a[0], Interning.intern("name")) }
    return name
  }
  static func setName(_ a: Args) throws(Raised) -> Value {
    Stream(a[0]).p.pointee.name = a[1]
    a[0].asObject.noteWrite()
    return .none
  }

  static func mode(_ s: Stream) -> String {
    if s.has(.created) { return s.has(.readable) ? "xb+" : "xb" }
    if s.has(.appending) { return s.has(.readable) ? "ab+" : "ab" }
    if s.has(.readable) { return s.has(.writable) ? "rb+" : "rb" }
    return "wb"
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let mode = a[2].isPresent ? try Convert.requireStr(a[2], "FileIO() argument 'mode'").text : "r"
    var flags: Int32 = O_CLOEXEC
    s.p.pointee.flags = []
    for c in mode {
      switch c {
      case "r": s.set(.readable, true)
      case "w": s.set(.writable, true); flags |= O_CREAT | O_TRUNC
      case "a":
        s.set(.writable, true); s.set(.appending, true); flags |= O_CREAT | O_APPEND
      case "x":
        s.set(.writable, true); s.set(.created, true); flags |= O_CREAT | O_EXCL
      case "+": s.set(.readable, true); s.set(.writable, true)
      case "b": break
      default: throw raise(.valueError, "invalid mode: \(mode)")
      }
    }
    let letters = mode.unicodeScalars
    let kinds = letters.count { "rwax".unicodeScalars.contains($0) }
    if kinds != 1 || letters.count(where: { $0 == "+" }) > 1 {
      throw raise(
        .valueError, "Must have exactly one of create/read/write/append mode and at most one plus")
    }
    flags |= s.has(.readable) ? (s.has(.writable) ? O_RDWR : O_RDONLY) : O_WRONLY
    let closes = a[3].isPresent ? try Convert.truth(a[3]) : true
    s.set(.closesDescriptor, closes)
    if a[1].isAnyInt {
      if a[1].isExactly(.bool) {
        try Warnings.warn(.runtimeWarning, "bool is used as a file descriptor")
      }
      let descriptor = try Convert.cInt(a[1])
      if descriptor < 0 { throw raise(.valueError, "negative file descriptor") }
      if fcntl(Int32(descriptor), F_GETFD) < 0 { throw raiseOS(errno) }
      s.p.pointee.descriptor = descriptor
    } else {
      if !closes { throw raise(.valueError, "Cannot use closefd=False with file name") }
      try openPath(s, a[1], flags, opener: a[4])
    }
    s.noteWrite()
    do throws(Raised) { try Attributes.set(a[0], "name", a[1]) } catch {
      // Only what was opened here is closed.
      if !a[1].isAnyInt { Glibc.close(Int32(s.p.pointee.descriptor)) }
      s.p.pointee.descriptor = -1
      throw error
    }
    if s.has(.appending) { lseek(Int32(s.p.pointee.descriptor), 0, SEEK_END) }
    return .none
  }

  private static func openPath(_ s: Stream, _ path: Value, _ flags: Int32, opener: Value)
    throws(Raised)
  {
    if opener.isPresent, !opener.isNone {
      let result = try Call.function(opener, path, Value(Int(flags)))
      guard result.isAnyInt else {
        throw raise(.typeError, "expected integer from opener")
      }
      let descriptor = try Convert.cInt(result)
      if descriptor < 0 { throw raise(.valueError, "opener returned \(descriptor)") }
      if fcntl(Int32(descriptor), F_GETFD) < 0 { throw raiseOS(errno, path) }
      s.p.pointee.descriptor = descriptor
      return
    }
    let bytes = try Paths.bytes(path)
    while true {
      let descriptor = Int32(Threads.allowOthers { Int(Glibc.open(bytes, flags, 0o666)) })
      if descriptor >= 0 {
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFDIR {
          Glibc.close(descriptor)
          throw raiseOS(EISDIR, path)
        }
        s.p.pointee.descriptor = Int(descriptor)
        return
      }
      if errno != EINTR { throw raiseOS(errno, path) }
      try Safepoint.run()
    }
  }

  static func descriptor(_ a: Args) throws(Raised) -> Int32 {
    let d = Stream(a[0]).p.pointee.descriptor
    if d < 0 { throw raise(.valueError, "I/O operation on closed file") }
    return Int32(d)
  }

  static func readSome(_ descriptor: Int32, _ memory: UnsafeMutablePointer<UInt8>, _ count: Int)
    throws(Raised) -> Int?
  {
    while true {
      let n = Threads.allowOthers { Glibc.read(descriptor, memory, count) }
      if n >= 0 { return n }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  private static func requireReadable(_ a: Args) throws(Raised) {
    if !Stream(a[0]).has(.readable) {
      throw IOModule.unsupportedOperation("File not open for reading")
    }
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    try requireReadable(a)
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    if size < 0 { return try Call.method(a[0], "readall") }
    try Heap.requireRoom(size)
    let bytes = BytesRef.make(count: size)
    guard let n = try readSome(descriptor, bytes.data, size) else { return .none }
    return n == size ? bytes.value : BytesRef.make(bytes.data, count: n).value
  }

  static func readAll(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    try requireReadable(a)
    var info = stat()
    var capacity = 65536
    if fstat(descriptor, &info) == 0, info.st_size > 0 {
      // One byte more than there should be: the read that finds the end needs no larger buffer.
      capacity = max(1, Int(info.st_size) - Int(max(0, lseek(descriptor, 0, SEEK_CUR))) + 1)
    }
    try Heap.requireRoom(capacity)
    var bytes = BytesRef.make(count: capacity)
    var count = 0
    while let n = try readSome(descriptor, bytes.data + count, capacity - count) {
      count += n
      if n == 0 { return bytes.shrunk(to: count).value }
      if count < capacity { continue }
      capacity = count + max(65536, count / 2)
      try Heap.requireRoom(capacity)
      let larger = BytesRef.make(count: capacity)
      larger.data.update(from: bytes.data, count: count)
      bytes = larger
    }
    return count == 0 ? .none : bytes.shrunk(to: count).value
  }

  static func readInto(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    try requireReadable(a)
    let memory = try Buffers.writable(a[1])
    let start = memory.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    let n = try readSome(descriptor, start.assumingMemoryBound(to: UInt8.self), memory.count)
    return n.map { Value($0) } ?? .none
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    if !Stream(a[0]).has(.writable) {
      throw IOModule.unsupportedOperation("File not open for writing")
    }
    let bytes = try BytesLike.read(a[1])
    guard let n = try writeSome(descriptor, bytes) else { return .none }
    return Value(n)
  }

  static func writeSome(_ descriptor: Int32, _ bytes: UnsafeBufferPointer<UInt8>) throws(Raised)
    -> Int?
  {
    while true {
      let n = Threads.allowOthers { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
      if n >= 0 { return n }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    let offset = try Convert.machineInt(a[1])
    let whence = a.count > 2 ? try Convert.cInt(a[2]) : 0
    let result = lseek(descriptor, offset, Int32(whence))
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func tell(_ a: Args) throws(Raised) -> Value {
    let result = lseek(try descriptor(a), 0, SEEK_CUR)
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func truncate(_ a: Args) throws(Raised) -> Value {
    let descriptor = try descriptor(a)
    if !Stream(a[0]).has(.writable) {
      throw IOModule.unsupportedOperation("File not open for writing")
    }
    let size =
      a.count > 1 && !a[1].isNone
      ? try Convert.machineInt(a[1]) : Int(lseek(descriptor, 0, SEEK_CUR))
    if ftruncate(descriptor, size) != 0 { throw raiseOS(errno) }
    return Value(size)
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let descriptor = s.p.pointee.descriptor
    var failure = Value.absent
    do throws(Raised) { _ = try BaseStreams.close(a) } catch { failure = takeRaised() }
    try BaseStreams.finish(failure) { () throws(Raised) in
      if descriptor < 0 { return }
      s.p.pointee.descriptor = -1
      if s.has(.closesDescriptor), Glibc.close(Int32(descriptor)) != 0, errno != EINTR {
        throw raiseOS(errno)
      }
    }
    return .none
  }
  static func seekable(_ a: Args) throws(Raised) -> Value {
    Value(lseek(try descriptor(a), 0, SEEK_CUR) >= 0)
  }
  static func readable(_ a: Args) throws(Raised) -> Value {
    _ = try descriptor(a)
    return Value(Stream(a[0]).has(.readable))
  }
  static func writable(_ a: Args) throws(Raised) -> Value {
    _ = try descriptor(a)
    return Value(Stream(a[0]).has(.writable))
  }
  static func fileno(_ a: Args) throws(Raised) -> Value { Value(Int(try descriptor(a))) }
  static func isATTY(_ a: Args) throws(Raised) -> Value { Value(isatty(try descriptor(a)) != 0) }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    let type = a[0].type.messageName
    if s.p.pointee.descriptor < 0 { return Value("<\(type) [closed]>") }
    let closes = s.has(.closesDescriptor) ? "True" : "False"
    let name = try Attributes.lookup(a[0], Interning.intern("name"))
    if name.isAbsent {
      return Value(
        "<\(type) fd=\(s.p.pointee.descriptor) mode='\(mode(s))' closefd=\(closes)>")
    }
    return try BaseStreams.guardedRepr(a[0]) { () throws(Raised) in
      "<\(type) name=\(try Convert.repr(name).text) mode='\(mode(s))' closefd=\(closes)>"
    }
  }
}

/// Paths as the system takes them.
public enum Paths {
  /// The null-terminated bytes of a str, bytes or path object.
  ///
  /// - Throws: TypeError for other types, ValueError for an embedded null.
  public static func bytes(
    _ path: Value, null message: @autoclosure () -> String = "embedded null byte"
  ) throws(Raised) -> [CChar] {
    let value = try name(path)
    var bytes: [UInt8]
    if value.isStr {
      bytes = encode(StrRef(value))
      if hasUnencodable(StrRef(value)) {
        _ = try Call.method(value, "encode", Value("utf-8"), Value("surrogateescape"))
      }
    } else {
      bytes = BytesRef(value).array
    }
    if bytes.contains(0) { throw raise(.valueError, message()) }
    bytes.append(0)
    return bytes.map { CChar(bitPattern: $0) }
  }

  /// Whether there are surrogates that stand for no byte.
  private static func hasUnencodable(_ str: StrRef) -> Bool {
    if str.width == 1 { return false }
    return (0..<str.count).contains {
      let c = str[$0]
      return c & 0xFFFF_F800 == 0xD800 && (c < 0xDC80 || c > 0xDCFF)
    }
  }

  /// A path object as str or bytes.
  ///
  /// - Throws: TypeError for other objects.
  public static func name(_ path: Value) throws(Raised) -> Value {
    if path.isStr || path.isBytes { return path }
    let method = path.type.special(.fspath)
    if method.isAbsent || method.isNone {
      throw raise(
        .typeError, "expected str, bytes or os.PathLike object, not \(path.typeName)")
    }
    let value = try Call.specialMethod(method, path)
    if !value.isStr, !value.isBytes {
      throw raise(
        .typeError,
        "expected \(path.typeName).__fspath__() to return str or bytes, not \(value.typeName)")
    }
    return value
  }

  /// UTF-8 with surrogateescape.
  public static func encode(_ str: StrRef) -> [UInt8] {
    if str.isASCII { return Array(UnsafeBufferPointer(start: str.bytes, count: str.count)) }
    var out: [UInt8] = []
    for i in 0..<str.count {
      let c = str[i]
      if c >= 0xDC80, c <= 0xDCFF {
        out.append(UInt8(c - 0xDC00))
      } else {
        StrRef.encodeUTF8(c, into: &out)
      }
    }
    return out
  }

  /// The str of a path from the system: UTF-8 with surrogateescape.
  public static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
    guard let start = bytes.baseAddress else { return StrRef.empty.value }
    var consumed = 0
    do throws(Raised) {
      return try UTF8Codec.decode(
        start, bytes.count, "surrogateescape", final: true, &consumed
      ).value
    } catch {
      fatalError("surrogateescape leaves nothing undecoded")
    }
  }
}
