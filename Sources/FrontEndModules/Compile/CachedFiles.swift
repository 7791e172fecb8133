// Cached files with register code (`StoredRegisters`). The function of importlib that writes a `.pyc` file and
// the method of its loaders that finds the code of a module have native ones before them: what they write has
// register code behind it, and what is read is read at once, into memory that the next file uses again. What the
// library image has is not read at all. They leave to the originals whatever is not the usual case.

import Glibc
import TaipanRuntime

enum CachedFiles {
  private static let headerBytes = 16

  private static let functions: [NativeMethod] = [
    NativeMethod("_write_atomic", "(path, data, mode=438)", writeAtomic)
  ]
  private static let methods: [NativeMethod] = [
    NativeMethod("get_code", "($self, fullname)", getCode)
  ]

  /// The namespace of `_frozen_importlib_external`, its `SourceFileLoader`, and the version of that while
  /// nobody has changed it.
  nonisolated(unsafe) private static var module = Value.none
  nonisolated(unsafe) private static var loader = Value.none
  nonisolated(unsafe) private static var loaderVersion: UInt32 = 0

  /// Puts the native functions before importlib's.
  ///
  /// - Throws: AttributeError where it has none.
  static func install(in module: ModuleRef) throws(Raised) {
    Self.module = Heap.makeRoot(module.value).pointee
    loader = Heap.makeRoot(try Attributes.get(module.value, "SourceFileLoader")).pointee
    let writer = try Attributes.get(module.value, "_write_atomic")
    NativeModules.addFunctions(functions, to: module)
    keep(writer, in: try Attributes.get(module.value, "_write_atomic"))
    let owner = try Attributes.get(module.value, "SourceLoader")
    let original = try Attributes.get(owner, "get_code")
    let method = NativeFunctionRef.makeMethod(methods, of: owner).value
    keep(original, in: method)
    try Attributes.set(owner, "get_code", method)
    loaderVersion = TypeRef(loader).p.pointee.version
  }

  private static func keep(_ original: Value, in function: Value) {
    NativeFunctionRef(function).p.pointee.data = original
    function.asObject.noteWrite()
  }

  private static func callOriginal(_ a: Args, _ args: TupleRef) throws(Raised) -> Value {
    try Call.function(NativeFunctionRef(a.callee).p.pointee.data, args, nil)
  }

  // MARK: Reading

  /// `SourceLoader.get_code(self, fullname)`.
  private static func getCode(_ a: Args) throws(Raised) -> Value {
    do throws(Raised) {
      if let code = try readCode(of: a[0], a[1]) { return code }
    } catch {
      // The original raises it in its own frames.
      thread.pointee.exception = .absent
    }
    return try callOriginal(a, TupleRef.of(a[0], a[1]))
  }

  /// The code of a module from an up-to-date cached file; nil if that is not the usual one of a usual loader.
  private static func readCode(of loader: Value, _ name: Value) throws(Raised) -> Value? {
    guard !Library.keepsImportFrames, loader.isHeap, loader.type.value === Self.loader,
      loader.type.p.pointee.version == loaderVersion
    else { return nil }
    let own = try Attributes.get(loader, "name")
    let source = try Attributes.get(loader, "path")
    guard source.isStr, own.isStr, name.isStr, StrRef(own).isEqual(StrRef(name)),
      StrRef(source).isASCII
    else { return nil }
    var info = stat()
    guard stat(StrRef(source).text, &info) == 0 else { return nil }
    let isOwn = CompileBuiltins.defaultOptimize == 0 && Library.isOwn(StrRef(source))
    if isOwn, let code = try LibraryImage.code(StrRef(source), info) { return code }
    let finder = try Attributes.get(module, "cache_from_source")
    let cached = try Call.function(finder, source)
    guard cached.isStr, StrRef(cached).isASCII else { return nil }
    let path = StrRef(cached).text
    guard let file = ReusedMemory.read(path) else { return nil }
    defer { ReusedMemory.release(file.count) }
    guard file.count > headerBytes, file.prefix(headerBytes).elementsEqual(Library.header(info))
    else { return nil }
    let code = try read(file, path, renews: writesBytecode)
    guard code.isExactly(.code) else { return nil }
    CodeRef(code).replaceFileName(source)
    if isOwn, writesBytecode { LibraryImage.noteLoaded(StrRef(source), info, code) }
    return code
  }

  /// Reads the code in a whole file that lies at `path`.
  static func read(
    _ file: UnsafeBufferPointer<UInt8>, _ path: String, renews: Bool = true
  ) throws(Raised) -> Value {
    let content = StoredRegisters.split(UnsafeBufferPointer(rebasing: file[headerBytes...]))
    let codes = content.isOutdated && renews ? ListRef.make() : nil
    let code = try StoredRegisters.read(content, codes: codes)
    if let codes { renew(path, content, codes) }
    return code
  }

  /// What `-B` and its like set.
  private static var writesBytecode: Bool {
    let sys = Imports.modules.getStr("sys")
    guard sys.isPresent, sys.isExactly(.module) else { return false }
    let flag = ModuleRef(sys).dict.getStr("dont_write_bytecode")
    return flag.isPresent && flag.isFalse
  }

  /// Memory for one file after the other.
  private enum ReusedMemory {
    nonisolated(unsafe) private static var isInUse = false
    nonisolated(unsafe) private static var memory: UnsafeMutablePointer<UInt8>?
    nonisolated(unsafe) private static var capacity = 1 << 20

    /// The content of a file, until `release`; nil if it cannot be read or another thread reads one.
    static func read(_ path: String) -> UnsafeBufferPointer<UInt8>? {
      if isInUse { return nil }
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 { return nil }
      defer { close(descriptor) }
      var count = 0
      while true {
        let place = memory ?? .allocate(capacity: capacity)
        memory = place
        let more = Glibc.read(descriptor, place + count, capacity - count)
        if more < 0 { return nil }
        count += more
        if count < capacity { break }
        // Pages that no file has come to take no room.
        capacity *= 4
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: place, count: count)
        place.deallocate()
        memory = larger
      }
      isInUse = true
      return UnsafeBufferPointer(start: memory, count: count)
    }

    /// Most files fit into what stays.
    private static let kept: UInt = 1 << 16

    /// Ends the use of a file of so many bytes. The pages that only long ones come to are given back.
    static func release(_ count: Int) {
      isInUse = false
      guard let memory else { return }
      let begin = (UInt(bitPattern: memory) + kept) & ~4095
      let end = UInt(bitPattern: memory + count) & ~4095
      if end > begin {
        madvise(UnsafeMutableRawPointer(bitPattern: begin), Int(end - begin), MADV_DONTNEED)
      }
    }
  }

  // MARK: Writing

  /// Writes a file again with the register code that this build makes of its code objects.
  private static func renew(
    _ path: String, _ content: StoredRegisters.Content, _ codes: ListRef
  ) {
    var info = stat()
    guard let file = Library.readFile(path), stat(path, &info) == 0 else { return }
    // Another one may have written it meanwhile.
    let end = headerBytes + content.marshalled.count
    guard file.count >= end, file[headerBytes..<end].elementsEqual(content.marshalled) else {
      return
    }
    replace(path, mode: info.st_mode & 0o777) { file[..<end] + StoredRegisters.sectionBytes(codes) }
  }

  /// Writes a file beside its place and puts it there. One that cannot be written is no error, and its content
  /// is not asked for.
  static func replace(_ path: String, mode: mode_t = 0o644, by content: () -> ArraySlice<UInt8>) {
    let temporary = "\(path).\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if descriptor < 0 { return }
    let bytes = content()
    let isWritten = bytes.withUnsafeBytes { write($0, to: descriptor) }
    close(descriptor)
    if !isWritten || rename(temporary, path) != 0 { unlink(temporary) }
  }

  /// Writes bytes by small pieces: the system keeps what is written at once as one, and maps it as a whole when
  /// a part of it is looked at.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    let piece = 1 << 14
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = Glibc.write(descriptor, rest.baseAddress, min(rest.count, piece))
      if count <= 0 { return false }
      written += count
    }
    return true
  }

  /// `_write_atomic(path, data, mode)`: code gets its register code behind it.
  private static func writeAtomic(_ a: Args) throws(Raised) -> Value {
    let args = TupleRef.make(count: 2 + (a[2].isPresent ? 1 : 0))
    args.set(0, a[0])
    args.set(1, a[1])
    if a[2].isPresent { args.set(2, a[2]) }
    if a[0].isStr, StrRef(a[0]).text.hasSuffix(".pyc") {
      let data = try BytesLike.contiguous(a[1])
      if data.isPresent, let section = section(for: BytesLike.buffer(data)) {
        args.set(1, BytesRef.make(Array(BytesLike.buffer(data)) + section).value)
      }
    }
    return try callOriginal(a, args)
  }

  /// What belongs behind the content of a cached file; nil if it is none.
  private static func section(for file: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard file.count > headerBytes, file.prefix(4).elementsEqual(Library.magic) else { return nil }
    do throws(Raised) {
      return try StoredRegisters.sectionBytes(
        forMarshalled: UnsafeBufferPointer(rebasing: file[headerBytes...]))
    } catch {
      // Whoever reads the file will say what is wrong with it.
      thread.pointee.exception = .absent
      return nil
    }
  }
}
