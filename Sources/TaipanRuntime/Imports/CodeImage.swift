// Images: code objects of modules, with all that they refer to, as a file that is mapped where its addresses say,
// copy on write. Pages that are not looked at take no memory, those that are written to (hashes, caches of
// instructions) are copied by the system.
//
// Objects of an image are outside of the heap, as singletons are: never marked, never freed, and never written
// a reference into that the collector has to know. What depends on the run, sets of constants above all, is
// put in place when a module's code is asked for.
//
// There are two, both of one build of the program, whose addresses and layouts they have: the start image
// (`StartImage`) and, behind it, the library image (`LibraryImage`), which refers to strings of the former.

import CTaipan
import Glibc

struct CodeImage {
  /// What a file begins with.
  struct Head {
    static let magic: UInt64 = 0x696D_6167_6533_7470
    var magic = Head.magic
    var build: UInt64 = 0
    var timeOfBuild: UInt64 = 0
    /// Which file this is; and for the library image which start image it refers to, else 0.
    var number: UInt64 = 0
    var foundation: UInt64 = 0
    var size: UInt64 = 0
    /// The table of interned strings.
    var table: UInt64 = 0
    var tableSize: UInt64 = 0
    var tableCount: UInt64 = 0
    var tableKey: UInt64 = 0
    /// Singletons: pairs of the address where a reference belongs and the reference.
    var pokes: UInt64 = 0
    var pokeCount: UInt64 = 0
    var modules: UInt64 = 0
    var moduleCount: UInt64 = 0
    /// Bodies of code objects: those of functions that were called before it was written, and the others.
    var bodies: UInt64 = 0
    var bodyCount: UInt64 = 0
    var otherBodies: UInt64 = 0
    var otherBodyCount: UInt64 = 0
    /// End of what every start writes to, which lies in front.
    var writtenEnd: UInt64 = 0
    /// Bytes of the sources of the modules.
    var sourceBytes: UInt64 = 0
  }

  /// A module: its name, or the path of its source; the source that its code was made of; the code, 0 where it is
  /// not in the image.
  struct Module {
    var name: UInt64
    var nameCount: UInt64
    var seconds: Int64
    var nanoseconds: Int64
    var size: Int64
    var code: UInt64
    /// Pairs of the address of a reference and of the tuple with the items of the frozen set that belongs there.
    var sets: UInt64
    var setCount: UInt64
    /// The bodies of its functions that were not called before it was written.
    var idle: UInt64
    var idleBytes: UInt64

    func isOf(_ source: stat) -> Bool {
      size == Int64(source.st_size) && seconds == Int64(source.st_mtim.tv_sec)
        && nanoseconds == Int64(source.st_mtim.tv_nsec)
    }

    func isNamed(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
      guard text.count == Int(nameCount), let start = text.baseAddress else { return false }
      let own: UnsafeMutablePointer<UInt8> = CodeImage.pointer(name)
      return memcmp(own, start, text.count) == 0
    }
  }

  /// Where an image lies.
  struct Extent {
    let start: UInt
    let size: UInt
  }

  /// Those that are mapped.
  nonisolated(unsafe) private static var mapped: (start: CodeImage?, library: CodeImage?)

  let head: UnsafePointer<Head>

  // MARK: Mapping

  enum Result {
    case mapped(CodeImage)
    /// There is none, or one that is to be written again.
    case outdated
    /// One of a newer build: of two that take turns one writes.
    case foreign
  }

  /// Maps a file.
  ///
  /// - Parameter foundation: the start image that it has to refer to; 0 for a start image.
  static func map(_ path: String, at range: Extent, foundation: UInt64 = 0) -> Result {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return .outdated }
    defer { close(descriptor) }
    var info = stat()
    var found = Head()
    let headSize = MemoryLayout<Head>.size
    guard fstat(descriptor, &info) == 0, info.st_size <= Int(range.size),
      read(descriptor, &found, headSize) == headSize, found.magic == Head.magic,
      found.size == UInt64(info.st_size)
    else { return .outdated }
    if found.build != StoredRegisters.buildNumber {
      return found.timeOfBuild < StoredRegisters.timeOfBuild ? .outdated : .foreign
    }
    if found.foundation != foundation { return .outdated }
    let memory = mmap(
      UnsafeMutableRawPointer(bitPattern: range.start), Int(found.size),
      PROT_READ | PROT_WRITE, MAP_PRIVATE | Heap.fixedIfFree, descriptor, 0)
    guard let memory, UInt(bitPattern: memory) == range.start else { return .foreign }
    let image = CodeImage(head: UnsafePointer(memory.assumingMemoryBound(to: Head.self)))
    if foundation == 0 { mapped.start = image } else { mapped.library = image }
    return .mapped(image)
  }

  static func pointer<T>(_ address: UInt64) -> UnsafeMutablePointer<T> {
    UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }

  private func holds(_ address: UInt) -> Bool {
    address &- UInt(bitPattern: head) < UInt(head.pointee.size)
  }

  /// Whether an address lies in an image.
  static func contains(_ address: UInt) -> Bool {
    if let start = mapped.start, start.holds(address) { return true }
    guard let library = mapped.library else { return false }
    return library.holds(address)
  }

  // MARK: Code

  var modules: UnsafeMutableBufferPointer<Module> {
    UnsafeMutableBufferPointer(
      start: CodeImage.pointer(head.pointee.modules), count: Int(head.pointee.moduleCount))
  }

  /// The code of a module.
  ///
  /// - Throws: MemoryError.
  func code(_ module: UnsafeMutablePointer<Module>) throws(Raised) -> Value {
    if module.pointee.setCount > 0 { try placeSets(module) }
    return Value(bits: module.pointee.code)
  }

  /// Asks for the pages that the first calls of a module's functions write to. Advice only: a program that has
  /// imported the module is to wait for as little as possible then.
  func expectCalls(_ module: UnsafeMutablePointer<Module>) {
    let page: UInt64 = 4096
    let start = module.pointee.idle & ~(page - 1)
    let size = module.pointee.idle + module.pointee.idleBytes - start
    if module.pointee.idleBytes > 0 {
      madvise(UnsafeMutableRawPointer(bitPattern: UInt(start)), Int(size), Heap.populateWrite)
    }
  }

  /// Makes the frozen sets among a module's constants, once. References to the same one are side by side.
  private func placeSets(_ module: UnsafeMutablePointer<Module>) throws(Raised) {
    let pairs: UnsafeMutablePointer<UInt64> = CodeImage.pointer(module.pointee.sets)
    var last = Value.absent
    var lastItems: UInt64 = 0
    for index in 0..<Int(module.pointee.setCount) {
      let items = pairs[index * 2 + 1]
      if items != lastItems {
        last = try frozenSet(TupleRef(Value(bits: items)))
        lastItems = items
      }
      let slot: UnsafeMutablePointer<Value> = CodeImage.pointer(pairs[index * 2])
      slot.pointee = last
    }
    module.pointee.setCount = 0
  }

  private func frozenSet(_ items: TupleRef) throws(Raised) -> Value {
    let set = SetRef.make(shape: .of(.frozenSet))
    for index in 0..<items.count { try set.add(items[index]) }
    _ = Heap.makeRoot(set.value)
    return set.value
  }

  /// Calls `action` with the bodies of the code objects in the images.
  static func forEachBody(_ action: (UnsafeMutablePointer<CodeBody>) -> Void) {
    mapped.start?.forEachBody(action)
    mapped.library?.forEachBody(action)
  }

  private func forEachBody(_ action: (UnsafeMutablePointer<CodeBody>) -> Void) {
    let bodies: UnsafeMutablePointer<CodeBody> = CodeImage.pointer(head.pointee.bodies)
    for index in 0..<Int(head.pointee.bodyCount) { action(bodies + index) }
    let others: UnsafeMutablePointer<CodeBody> = CodeImage.pointer(head.pointee.otherBodies)
    for index in 0..<Int(head.pointee.otherBodyCount) { action(others + index) }
  }

  /// Bytes of an object of a type that images hold.
  static func size(of object: ObjectRef) -> Int {
    let value = Value(object)
    if value.isExactly(.str) { return StrRef.dataOffset + StrRef(object).byteCount }
    if value.isExactly(.bytes) { return BytesRef.dataOffset + BytesRef(object).count + 1 }
    if value.isExactly(.tuple) {
      return MemoryLayout<TupleLayout>.size + TupleRef(object).count * MemoryLayout<Value>.size
    }
    if value.isExactly(.code) { return MemoryLayout<CodeLayout>.size }
    if value.isExactly(.int) {
      return MemoryLayout<IntLayout>.size
        + abs(IntRef(object).p.pointee.size) * MemoryLayout<IntRef.Limb>.size
    }
    return value.isExactly(.complex)
      ? MemoryLayout<ComplexLayout>.size : MemoryLayout<FloatLayout>.size
  }
}

/// Time and size of a module's source.
struct ImageSource {
  let seconds: Int64
  let nanoseconds: Int64
  let size: Int64

  init(_ info: stat) {
    seconds = Int64(info.st_mtim.tv_sec)
    nanoseconds = Int64(info.st_mtim.tv_nsec)
    size = Int64(info.st_size)
  }

  init(_ module: CodeImage.Module) {
    seconds = module.seconds
    nanoseconds = module.nanoseconds
    size = module.size
  }
}
