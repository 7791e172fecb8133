// Making of maps, and their methods as files.

import Glibc
import TaipanRuntime

enum MmapObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, /, fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)",
      new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, exc_type, exc_value, traceback, /)", close),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("find", "($self, sub, start=None, end=None, /)", find),
    NativeMethod("rfind", "($self, sub, start=None, end=None, /)", findLast),
    NativeMethod("flush", "($self, offset=0, size=-1, /)", flush),
    NativeMethod("madvise", "($self, option, start=0, length=None, /)", advise),
    NativeMethod("move", "($self, dest, src, count, /)", move),
    NativeMethod("read", "($self, n=None, /)", read),
    NativeMethod("read_byte", "($self, /)", readByte),
    NativeMethod("readline", "($self, /)", readLine),
    NativeMethod("resize", "($self, newsize, /)", resize),
    NativeMethod("seek", "($self, pos, whence=0, /)", seek),
    NativeMethod("seekable", "($self, /)", { a throws(Raised) in .true }),
    NativeMethod("size", "($self, /)", size),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("write", "($self, bytes, /)", write),
    NativeMethod("write_byte", "($self, byte, /)", writeByte),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("closed", { a throws(Raised) in Value(MmapRef(a[0]).p.pointee.region.isAbsent) })
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "mmap.mmap", size: MemoryLayout<MmapLayout>.size,
        flags: [.baseable, .weakReferable, .hasItems],
        methods: methods + MmapItems.methods + Buffers.methods, getSets: getSets,
        releaser: MmapRef.release, doc: "A file or anonymous memory, mapped into memory.",
        item: MmapItems.quickItem))
    Buffers.register(type, MmapRef.export)
    return type
  }()

  // MARK: Making

  private static func int32(_ value: Value, _ fallback: Int32) throws(Raised) -> Int32 {
    value.isAbsent ? fallback : Int32(try Convert.cInt(value))
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let descriptor = Int32(try Convert.cInt(a[1]))
    let given = try Convert.machineInt(a[2])
    var flags = try int32(a[3], MAP_SHARED)
    var protection = try int32(a[4], PROT_READ | PROT_WRITE)
    var access = Int(try int32(a[5], Int32(MmapModule.standard)))
    let offset = a[6].isPresent ? try Convert.machineInt(a[6]) : 0
    let keepsDescriptor = a[7].isPresent ? try Convert.truth(a[7]) : true
    if given < 0 { throw raise(.overflowError, "memory mapped length must be positive") }
    if offset < 0 { throw raise(.overflowError, "memory mapped offset must be positive") }
    if access != MmapModule.standard,
      flags != MAP_SHARED || protection != PROT_READ | PROT_WRITE
    {
      throw raise(.valueError, "mmap can't specify both access, flags and prot.")
    }
    switch access {
    case MmapModule.read: protection = PROT_READ
    case MmapModule.write: break
    case MmapModule.copy: flags = MAP_PRIVATE
    case MmapModule.standard:
      if protection & PROT_WRITE == 0 {
        access = MmapModule.read
      } else if protection & PROT_READ == 0 {
        access = MmapModule.write
      }
    default: throw raise(.valueError, "mmap invalid access parameter.")
    }
    let count = try length(descriptor, given, offset)
    let object = Instances.allocate(TypeRef(a[0]))
    let ref = MmapRef(object)
    ref.p.pointee.descriptor = -1
    Heap.releaseWhenDead(object)
    ref.p.pointee.offset = offset
    ref.p.pointee.access = access
    ref.p.pointee.keepsDescriptor = keepsDescriptor
    if descriptor == -1 {
      flags |= MAP_ANONYMOUS
    } else if keepsDescriptor {
      let copy = Glibc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      if copy < 0 { throw raiseOS(errno) }
      ref.p.pointee.descriptor = Int(copy)
    }
    ref.p.pointee.flags = flags
    ref.p.pointee.protection = protection
    let start = Glibc.mmap(nil, count, protection, flags, descriptor, offset)
    guard let start, start != MAP_FAILED else {
      let code = errno
      ref.closeDescriptor()
      throw raiseOS(code)
    }
    ref.p.pointee.region = MmapRegion.make(start, count).value
    object.noteWrite()
    return ref.value
  }

  /// The length of a map: that of the rest of the file where none is given.
  private static func length(_ descriptor: Int32, _ given: Int, _ offset: Int) throws(Raised) -> Int
  {
    if descriptor == -1 { return given }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw raiseOS(errno) }
    if status.st_mode & S_IFMT != S_IFREG { return given }
    let size = Int(status.st_size)
    if given == 0 {
      if size == 0 { throw raise(.valueError, "cannot mmap an empty file") }
      if offset >= size { throw raise(.valueError, "mmap offset is greater than file size") }
      return size - offset
    }
    if offset > size || size - offset < given {
      throw raise(.valueError, "mmap length is greater than file size")
    }
    return given
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let name = a[0].type.messageName
    if ref.p.pointee.region.isAbsent { return Value("<\(name) closed=True>") }
    let access = ["DEFAULT", "READ", "WRITE", "COPY"][ref.p.pointee.access]
    return Value(
      "<\(name) closed=False, access=ACCESS_\(access), length=\(try ref.memory().count), "
        + "pos=\(ref.p.pointee.position), offset=\(ref.p.pointee.offset)>")
  }

  static func enter(_ a: Args) throws(Raised) -> Value {
    _ = try MmapRef(a[0]).memory()
    return a[0]
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    MmapRef(a[0]).leaveRegion()
    MmapRef(a[0]).closeDescriptor()
    return .none
  }

  // MARK: Reading and writing

  static func read(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    var count = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let memory = try ref.memory()
    let left = max(0, memory.count - ref.p.pointee.position)
    if count < 0 || count > left { count = left }
    let bytes = BytesRef.make(memory.baseAddress! + ref.p.pointee.position, count: count)
    ref.p.pointee.position += count
    return bytes.value
  }

  static func readByte(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let memory = try ref.memory()
    if ref.p.pointee.position >= memory.count {
      throw raise(.valueError, "read byte out of range")
    }
    ref.p.pointee.position += 1
    return Value(Int(memory[ref.p.pointee.position - 1]))
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let memory = try ref.memory()
    let left = memory.count - ref.p.pointee.position
    if left <= 0 { return BytesRef.empty.value }
    let start = memory.baseAddress! + ref.p.pointee.position
    let end = memchr(start, 10, left).map { Int(bitPattern: $0) - Int(bitPattern: start) + 1 }
    let count = end ?? left
    ref.p.pointee.position += count
    return BytesRef.make(start, count: count).value
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let data = try Buffers.read(a[1])
    let memory = try ref.writable()
    if ref.p.pointee.position > memory.count
      || data.count > memory.count - ref.p.pointee.position
    {
      throw raise(.valueError, "data out of range")
    }
    if let source = data.baseAddress {
      memmove(memory.baseAddress! + ref.p.pointee.position, source, data.count)
    }
    ref.p.pointee.position += data.count
    return Value(data.count)
  }

  static func writeByte(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let n = try Convert.machineInt(a[1])
    guard let byte = UInt8(exactly: n) else {
      throw raise(
        .overflowError,
        n < 0
          ? "unsigned byte integer is less than minimum"
          : "unsigned byte integer is greater than maximum")
    }
    let memory = try ref.writable()
    if ref.p.pointee.position >= memory.count {
      throw raise(.valueError, "write byte out of range")
    }
    memory[ref.p.pointee.position] = byte
    ref.p.pointee.position += 1
    return .none
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let distance = try Convert.machineInt(a[1])
    let whence = a.count > 2 ? try Convert.cInt(a[2]) : 0
    let count = try ref.memory().count
    let base: Int
    switch whence {
    case 0: base = 0
    case 1: base = ref.p.pointee.position
    case 2: base = count
    default: throw raise(.valueError, "unknown seek type")
    }
    let (target, overflows) = base.addingReportingOverflow(distance)
    if overflows || target < 0 || target > count {
      throw raise(.valueError, "seek out of range")
    }
    ref.p.pointee.position = target
    return Value(target)
  }

  static func tell(_ a: Args) throws(Raised) -> Value {
    _ = try MmapRef(a[0]).memory()
    return Value(MmapRef(a[0]).p.pointee.position)
  }

  static func size(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let count = try ref.memory().count
    if ref.p.pointee.descriptor < 0 {
      if ref.p.pointee.keepsDescriptor { return Value(count) }
      throw raiseOS(EBADF)
    }
    var status = stat()
    if fstat(Int32(ref.p.pointee.descriptor), &status) != 0 { throw raiseOS(errno) }
    return Value(Int(status.st_size))
  }

  // MARK: Searching

  /// The bounds of a search, as slices take them.
  private static func bounds(_ a: Args, _ count: Int, from position: Int) throws(Raised)
    -> (start: Int, end: Int)
  {
    func place(_ value: Value, _ fallback: Int) throws(Raised) -> Int {
      if value.isAbsent || value.isNone { return fallback }
      let n = try Convert.machineInt(value)
      return max(0, min(count, n < 0 ? n + count : n))
    }
    let start = try place(a.optional(2), position)
    return (start, try place(a.optional(3), count))
  }

  static func find(_ a: Args) throws(Raised) -> Value { try search(a, isLast: false) }
  static func findLast(_ a: Args) throws(Raised) -> Value { try search(a, isLast: true) }

  private static func search(_ a: Args, isLast: Bool) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let sought = try Buffers.read(a[1])
    // What gives the bounds may close the map.
    let count = try ref.memory().count
    var (start, end) = try bounds(a, count, from: ref.p.pointee.position)
    let memory = try ref.memory()
    end = min(end, memory.count)
    start = min(start, end)
    if end - start < sought.count { return Value(-1) }
    let text = TextView(UnsafeBufferPointer(memory))
    let found =
      isLast
      ? text.findLast(TextView(sought), start, end) : text.find(TextView(sought), start, end)
    return Value(found ?? -1)
  }

  // MARK: The mapping

  static func flush(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let offset = a.count > 1 ? try Convert.machineInt(a[1]) : 0
    let given = a.count > 2 ? try Convert.machineInt(a[2]) : nil
    let memory = try ref.memory()
    let size = given ?? memory.count
    if size < 0 || offset < 0 || memory.count - offset < size {
      throw raise(.valueError, "flush values out of range")
    }
    if ref.isReadOnly || ref.p.pointee.access == MmapModule.copy { return .none }
    let start = memory.baseAddress! + offset
    if Threads.allowOthers({ Int(msync(start, size, Int32(MS_SYNC))) }) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }

  static func advise(_ a: Args) throws(Raised) -> Value {
    let option = Int32(try Convert.cInt(a[1]))
    let start = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    let given = a.count > 3 && !a[3].isNone ? try Convert.machineInt(a[3]) : nil
    let memory = try MmapRef(a[0]).memory()
    var length = given ?? memory.count
    if start < 0 || start >= memory.count {
      throw raise(.valueError, "madvise start out of bounds")
    }
    if length < 0 { throw raise(.valueError, "madvise length invalid") }
    if Int.max - start < length { throw raise(.overflowError, "madvise length too large") }
    length = min(length, memory.count - start)
    if madvise(memory.baseAddress! + start, length, option) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func move(_ a: Args) throws(Raised) -> Value {
    let target = try Convert.machineInt(a[1])
    let source = try Convert.machineInt(a[2])
    let count = try Convert.machineInt(a[3])
    let memory = try MmapRef(a[0]).writable()
    if target < 0 || source < 0 || count < 0 || memory.count - target < count
      || memory.count - source < count
    {
      throw raise(.valueError, "source, destination, or count out of range")
    }
    memmove(memory.baseAddress! + target, memory.baseAddress! + source, count)
    return .none
  }

  static func resize(_ a: Args) throws(Raised) -> Value {
    let ref = MmapRef(a[0])
    let count = try Convert.machineInt(a[1])
    let memory = try ref.memory()
    if ref.p.pointee.access == MmapModule.read || ref.p.pointee.access == MmapModule.copy {
      throw raise(
        .typeError, "mmap can't resize a readonly or copy-on-write memory map.")
    }
    if !ref.p.pointee.keepsDescriptor {
      throw raise(.valueError, "mmap can't resize with trackfd=False.")
    }
    if count < 0 || Int.max - count < ref.p.pointee.offset {
      throw raise(.valueError, "new size out of range")
    }
    let descriptor = Int32(ref.p.pointee.descriptor)
    if descriptor >= 0, ftruncate(descriptor, ref.p.pointee.offset + count) != 0 {
      throw raiseOS(errno)
    }
    let start =
      ref.p.pointee.isShown
      ? copied(ref, memory, count)
      : mremap(memory.baseAddress!, memory.count, count, MREMAP_MAYMOVE)
    guard let start, start != MAP_FAILED else { throw raiseOS(errno) }
    if ref.p.pointee.isShown {
      ref.leaveRegion()
      ref.p.pointee.region = MmapRegion.make(start, count).value
      ref.object.noteWrite()
    } else {
      let region = MmapRegion(ref.p.pointee.region)
      region.p.pointee.start = start.assumingMemoryBound(to: UInt8.self)
      region.p.pointee.count = count
    }
    return .none
  }

  /// Another mapping with the same content: views keep the first.
  private static func copied(
    _ ref: MmapRef, _ memory: UnsafeMutableBufferPointer<UInt8>, _ count: Int
  ) -> UnsafeMutableRawPointer? {
    let start = Glibc.mmap(
      nil, count, ref.p.pointee.protection, ref.p.pointee.flags, Int32(ref.p.pointee.descriptor),
      ref.p.pointee.offset)
    if let start, start != MAP_FAILED, ref.p.pointee.descriptor < 0 {
      memcpy(start, memory.baseAddress!, min(count, memory.count))
    }
    return start
  }
}

/// `MREMAP_MAYMOVE` of Linux; the function is variadic in C.
private let MREMAP_MAYMOVE: Int32 = 1
@_silgen_name("mremap")
private func mremap(
  _ start: UnsafeMutableRawPointer, _ count: Int, _ newCount: Int, _ flags: Int32
) -> UnsafeMutableRawPointer?
