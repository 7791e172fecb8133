// The start image: the code objects of the modules that every start runs, and the strings that are interned
// when it is over, as one file that is mapped where its addresses say.
//
// A start without one reads a file for each of these modules, makes some ten thousand objects of it and finds
// four thousand names in the table of interned strings. What they are does not depend on the run: they are
// immutable, and refer to each other, to singletons and to builtin types, whose addresses are fixed. So the first
// start of a build writes them down (`StartImageWriter`), and others map the file, copy on write: pages that are
// not looked at take no memory, those that are written to (hashes, caches of instructions) are copied by the
// system.
//
// Objects of the image are outside of the heap, as singletons are: never marked, never freed, and never written
// a reference into that the collector has to know. What depends on the run, sets of constants above all, is
// put in place when a module's code is asked for.
//
// The image belongs to one build of the program, as its addresses and layouts do, and a module's code to one
// source file, told by time and size. What does not fit is read as ever, and the image is written again.

import CTaipan
import Glibc

public enum StartImage {
  /// What a file begins with.
  struct Head {
    static let magic: UInt64 = 0x696D_6167_6532_7470
    var magic = Head.magic
    var build: UInt64 = 0
    var timeOfBuild: UInt64 = 0
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
    /// Bodies of code objects: those of functions that a start calls, and the others.
    var bodies: UInt64 = 0
    var bodyCount: UInt64 = 0
    var otherBodies: UInt64 = 0
    var otherBodyCount: UInt64 = 0
    /// End of what every start writes to, which lies in front.
    var writtenEnd: UInt64 = 0
  }

  /// A module: its name, the source that its code was made of, the code; 0 where it is not in the image.
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
  }

  nonisolated(unsafe) private static var head: UnsafePointer<Head>?
  /// There is no image, or one that lacks something or is of an older build: a new one is worth to be written.
  nonisolated(unsafe) public private(set) static var isOutdated = false

  static var isMapped: Bool { head != nil }

  /// Whether an address lies in the image.
  static func contains(_ address: UInt) -> Bool {
    guard let head else { return false }
    return address &- MemoryMap.image < UInt(head.pointee.size)
  }

  // MARK: Mapping

  /// Maps a file; called before the first string is interned.
  static func map(_ path: String) {
    if StoredRegisters.buildNumber == 0 { return }
    isOutdated = true
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return }
    defer { close(descriptor) }
    var info = stat()
    var found = Head()
    let headSize = MemoryLayout<Head>.size
    guard fstat(descriptor, &info) == 0, info.st_size <= Int(MemoryMap.imageSize),
      read(descriptor, &found, headSize) == headSize, found.magic == Head.magic,
      found.size == UInt64(info.st_size)
    else { return }
    if found.build != StoredRegisters.buildNumber {
      // Of two builds that take turns one writes.
      isOutdated = found.timeOfBuild < StoredRegisters.timeOfBuild
      return
    }
    isOutdated = false
    let memory = mmap(
      UnsafeMutableRawPointer(bitPattern: MemoryMap.image), Int(found.size),
      PROT_READ | PROT_WRITE, MAP_PRIVATE | Heap.fixedIfFree, descriptor, 0)
    guard let memory, UInt(bitPattern: memory) == MemoryMap.image else { return }
    // Advice only.
    madvise(memory, Int(found.writtenEnd) - Int(MemoryMap.image), Heap.populateWrite)
    head = UnsafePointer(memory.assumingMemoryBound(to: Head.self))
    Interning.adopt(
      pointer(found.table), size: Int(found.tableSize), count: Int(found.tableCount),
      key: found.tableKey)
  }

  private static func pointer<T>(_ address: UInt64) -> UnsafeMutablePointer<T> {
    UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }

  /// Puts the shared strings and empty objects in place.
  static func placeSingletons() {
    guard let head = head?.pointee else { return }
    let pokes: UnsafeMutablePointer<UInt64> = pointer(head.pokes)
    for index in 0..<Int(head.pokeCount) {
      let slot: UnsafeMutablePointer<UInt64> = pointer(pokes[index * 2])
      slot.pointee = pokes[index * 2 + 1]
    }
  }

  // MARK: Code

  /// The code of a module whose source has this time and size; nil if the image has none.
  ///
  /// - Throws: MemoryError.
  public static func code(_ name: String, _ source: stat) throws(Raised) -> Value? {
    guard let head = head?.pointee, CodeRef.keepsColumns else { return nil }
    let modules: UnsafeMutablePointer<Module> = pointer(head.modules)
    for index in 0..<Int(head.moduleCount) where isName(name, modules[index]) {
      let module = modules + index
      guard module.pointee.seconds == Int64(source.st_mtim.tv_sec),
        module.pointee.nanoseconds == Int64(source.st_mtim.tv_nsec),
        module.pointee.size == Int64(source.st_size)
      else { break }
      if module.pointee.code == 0 { return nil }
      if module.pointee.setCount > 0 { try placeSets(module) }
      return Value(bits: module.pointee.code)
    }
    isOutdated = true
    return nil
  }

  private static func isName(_ name: String, _ module: Module) -> Bool {
    let bytes: UnsafeMutablePointer<UInt8> = pointer(module.name)
    var index = 0
    for byte in name.utf8 {
      if index == Int(module.nameCount) || bytes[index] != byte { return false }
      index += 1
    }
    return index == Int(module.nameCount)
  }

  /// Makes the frozen sets among a module's constants, once. References to the same one are side by side.
  private static func placeSets(_ module: UnsafeMutablePointer<Module>) throws(Raised) {
    let pairs: UnsafeMutablePointer<UInt64> = pointer(module.pointee.sets)
    var last = Value.absent
    var lastItems: UInt64 = 0
    for index in 0..<Int(module.pointee.setCount) {
      let items = pairs[index * 2 + 1]
      if items != lastItems {
        last = try frozenSet(TupleRef(Value(bits: items)))
        lastItems = items
      }
      let slot: UnsafeMutablePointer<Value> = pointer(pairs[index * 2])
      slot.pointee = last
    }
    module.pointee.setCount = 0
  }

  private static func frozenSet(_ items: TupleRef) throws(Raised) -> Value {
    let set = SetRef.make(shape: .of(.frozenSet))
    for index in 0..<items.count { try set.add(items[index]) }
    _ = Heap.makeRoot(set.value)
    return set.value
  }

  /// Calls `action` with the bodies of the code objects in the image.
  static func forEachBody(_ action: (UnsafeMutablePointer<CodeBody>) -> Void) {
    guard let head = head?.pointee else { return }
    let bodies: UnsafeMutablePointer<CodeBody> = pointer(head.bodies)
    for index in 0..<Int(head.bodyCount) { action(bodies + index) }
    let others: UnsafeMutablePointer<CodeBody> = pointer(head.otherBodies)
    for index in 0..<Int(head.otherBodyCount) { action(others + index) }
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
