// Loading of the library modules that the import system itself is made of, before it exists.

import Glibc
import TaipanRuntime

public enum Library {
  /// Folder of the pure-Python standard library, nil if none was found.
  nonisolated(unsafe) public static var folder: String?

  public static func readFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var info = stat()
    if fstat(descriptor, &info) != 0 || info.st_mode & S_IFMT == S_IFDIR { return nil }
    // One byte more than there should be: a full buffer means that the file has grown.
    var capacity = Int(info.st_size) + 1
    var bytes: [UInt8] = []
    while bytes.count < capacity {
      let room = capacity - bytes.count
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, room))
      }
      if chunk.isEmpty { break }
      bytes = bytes.isEmpty ? chunk : bytes + chunk
      if bytes.count == capacity { capacity += 65536 }
    }
    return bytes
  }

  /// The code of a module that is loaded without the import system, by its dotted name: from its
  /// cache file if that is up to date. Its functions name `<frozen NAME>` as their file, as in CPython.
  ///
  /// - Throws: ImportError without a library; SyntaxError.
  public static func frozenCode(_ name: String) throws(Raised) -> Value {
    let (path, cache) = try places(of: name)
    var info = stat()
    guard stat(path, &info) == 0 else { throw raise(.importError, missing) }
    if let code = try StartImage.code(name, info) { return code }
    if let code = try cached(cache, info) { return noteLoaded(name, code) }
    guard let source = readFile(path) else { throw raise(.importError, missing) }
    let result = source.withUnsafeBufferPointer { buffer in
      Result { () throws(Raised) in
        try SourceCompiler.compile(buffer, fileName: "<frozen \(name)>").value
      }
    }
    let code = try result.get()
    try store(code, cache, info)
    return noteLoaded(name, code)
  }

  /// Where the source and the cached file of a frozen module are.
  private static func places(of name: String) throws(Raised) -> (source: String, cache: String) {
    guard let folder else { throw raise(.importError, missing) }
    // No split and join of strings: they bring in much code that a start has no other need of.
    let full = Array(folder.utf8) + [47] + name.utf8.map { $0 == 46 ? 47 : $0 }
    let slash = full.lastIndex(of: 47) ?? 0
    let place = String(decoding: full[..<slash], as: UTF8.self)
    let file = String(decoding: full[(slash + 1)...], as: UTF8.self)
    return ("\(place)/\(file).py", "\(place)/__pycache__/\(file).frozen.taipan-313.pyc")
  }

  public static let missing =
    "the Python standard library was not found: set TAIPAN_STDLIB or run Tools/setup"

  /// What a `.pyc` file begins with.
  static let magic: [UInt8] = [0xF3, 0x0D, 0x0D, 0x0A]

  /// Magic number, flags, time and size: the header of a `.pyc`.
  static func header(_ info: stat) -> [UInt8] {
    var bytes = magic + [0, 0, 0, 0]
    let time = UInt32(truncatingIfNeeded: info.st_mtim.tv_sec)
    let size = UInt32(truncatingIfNeeded: info.st_size)
    for word in [time, size] {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  /// The code in a cache file whose header tells of this very source; nil if there is none.
  private static func cached(_ path: String, _ source: stat) throws(Raised) -> Value? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_size > 16 else { return nil }
    // Mapped, as the bytes are read once. Cache files are replaced, never written to.
    let size = Int(info.st_size)
    let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    defer { munmap(memory, size) }
    if memcmp(memory, header(source), 16) != 0 { return nil }
    let file = UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: size)
    return try CachedFiles.read(file, path)
  }

  private static func store(_ code: Value, _ path: String, _ info: stat) throws(Raised) {
    var writer = MarshalWriter()
    defer { writer.free() }
    try writer.write(code)
    if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o755) }
    let content = writer.bytes
    let section = try content.withUnsafeBufferPointer { (buffer) throws(Raised) in
      try StoredRegisters.sectionBytes(forMarshalled: buffer)
    }
    CachedFiles.replace(path) { (header(info) + content + section)[...] }
  }

  // MARK: The start image

  /// Where the images are, beside the cached files.
  public static var startImage: String? {
    folder.map { "\($0)/__pycache__/start.taipan-313.image" }
  }
  public static var libraryImage: String? {
    folder.map { "\($0)/__pycache__/library.taipan-313.image" }
  }

  /// What this start loaded without an image: a list of names and one of codes, which tell an image what starts
  /// call.
  nonisolated(unsafe) private static var loadedNames: [String] = []
  nonisolated(unsafe) private static var loadedCodes = Value.absent

  private static func noteLoaded(_ name: String, _ code: Value) -> Value {
    if !StartImage.isOutdated { return code }
    if loadedCodes.isAbsent { loadedCodes = Heap.makeRoot(ListRef.make().value).pointee }
    loadedNames.append(name)
    ListRef(loadedCodes).append(code)
    return code
  }

  /// Writes the start image with the code of these modules, which later starts use.
  public static func writeStartImage(_ names: [String]) {
    guard let image = startImage, CodeRef.keepsColumns else { return }
    CachedFiles.replace(image) {
      callImporters()
      var modules: [(name: String, source: stat)] = []
      let codes = ListRef.make()
      for name in names {
        var info = stat()
        do throws(Raised) {
          guard stat(try places(of: name).source, &info) == 0 else { continue }
          if let index = loadedNames.firstIndex(of: name) {
            codes.append(ListRef(loadedCodes)[index])
          } else {
            codes.append(try frozenCode(name))
          }
          modules.append((name, info))
        } catch {
          // A start that needs the module will say what is wrong with it.
          thread.pointee.exception = .absent
        }
      }
      return StartImage.content(modules, codes)[...]
    }
  }

  /// Has the functions called that find and load a module along the path, so that the image has them as such
  /// that are called: `-c` does it each time, for this very module, and so do most programs.
  private static func callImporters() {
    let name = Interning.intern("linecache")
    if Imports.modules.getStr(name).isPresent { return }
    do throws(Raised) {
      _ = try Imports.importModule("linecache")
      _ = try Imports.modules.remove(name)
    } catch {
      thread.pointee.exception = .absent
    }
  }

  // MARK: The library image

  /// Whether a source belongs to what library images are made of: the library but for the tests that lie in it,
  /// which no program imports, and for what is installed there.
  static func isOwn(_ path: StrRef) -> Bool {
    let bytes = UnsafeBufferPointer(start: UnsafePointer(path.bytes), count: path.count)
    guard folder != nil, path.isASCII, bytes.starts(with: prefix) else { return false }
    let rest = bytes[prefix.count...]
    return !others.contains { rest.starts(with: $0) }
  }

  private static let prefix = Array("\(folder ?? "")/".utf8)
  private static let others = ["test/", "site-packages/", "dist-packages/"].map { Array($0.utf8) }

  /// Writes the library image again if this program has read enough that is not in it.
  public static func writeLibraryImage() {
    guard let libraryImage, LibraryImage.isWorthWriting else { return }
    CachedFiles.replace(libraryImage) { LibraryImage.content()[...] }
  }

  // MARK: The import system

  /// Installs importlib as the import system.
  ///
  /// - Throws: ImportError without a library.
  public static func installImportSystem() throws(Raised) {
    let code = try frozenCode("importlib._bootstrap")
    let module = ModuleRef.make("_frozen_importlib")
    module.dict.setStr("__builtins__", Singletons.builtins)
    Imports.modules.setStr("_frozen_importlib", module.value)
    _ = try Interpreter.execute(
      Functions.make(CodeRef(code), globals: module.dict), namespace: module.dict.value)
    let sys = Imports.modules.getStr("sys")
    let imp = try Imports.nativeMaker("_imp")!().value
    Imports.modules.setStr("_imp", imp)
    _ = try Call.method(module.value, "_install", sys, imp)
    gcdImport = Heap.makeRoot(try Attributes.get(module.value, "_gcd_import"))
    Imports.finder = findAndLoad
    _ = try Call.method(module.value, "_install_external_importers")
    try CachedFiles.install(in: ModuleRef(Imports.modules.getStr("_frozen_importlib_external")))
  }

  nonisolated(unsafe) private static var gcdImport: UnsafeMutablePointer<Value>?

  private static func findAndLoad(_ name: Value) throws(Raised) -> Value {
    do throws(Raised) { return try Call.function(gcdImport!.pointee, name) } catch {
      if !keepsImportFrames { removeImportFrames() }
      throw error
    }
  }

  /// `-v`: tracebacks show importlib's own frames.
  nonisolated(unsafe) public static var keepsImportFrames = false

  /// Takes importlib's frames out of the raised exception's traceback: all of them for ImportError,
  /// else those that lead to code which importlib called.
  private static func removeImportFrames() {
    let exception = thread.pointee.exception
    let always = exception.type.isSubtype(of: .importError)
    // The entry behind which a run of importlib's frames began; absent: the exception itself.
    var before = Value.absent
    var last = Value.absent
    var isInside = false
    var entry = ExceptionRef(exception).traceback
    while entry.isPresent, !entry.isNone {
      let next = TracebackRef(entry).p.pointee.next
      let code = CodeRef(FrameRef(TracebackRef(entry).p.pointee.frame).p.pointee.code)
      let file = StrRef(code.p.pointee.fileName).text
      let isOwn =
        file == "<frozen importlib._bootstrap>" || file == "<frozen importlib._bootstrap_external>"
      if isOwn, !isInside { before = last }
      isInside = isOwn
      if isOwn, always || StrRef(code.p.pointee.name).text == "_call_with_frames_removed" {
        link(before, to: next, exception)
        last = before
      } else {
        last = entry
      }
      entry = next
    }
  }

  private static func link(_ entry: Value, to next: Value, _ exception: Value) {
    if entry.isAbsent {
      ExceptionRef(exception).traceback = next
    } else {
      TracebackRef(entry).p.pointee.next = next
      entry.asObject.noteWrite()
    }
  }

  /// Native modules alone, where no library was found.
  public static func installNativeFinder() {
    Imports.finder = { (name) throws(Raised) in
      let text = StrRef(name).text
      guard let maker = Imports.nativeMaker(text) else {
        let exception = ExceptionRef.make(
          BuiltinType.moduleNotFoundError.ref,
          args: TupleRef.of(Value("No module named '\(text)': \(missing)")))
        exception.setExtra(ExceptionFields.name, name)
        throw setRaised(exception.value)
      }
      let module = try maker()
      Imports.modules.setStr(name, module.value)
      return module.value
    }
  }
}
