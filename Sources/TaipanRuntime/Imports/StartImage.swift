// The start image: the code objects of the modules that every start runs, and the strings that are interned
// when it is over, as one file that is mapped where its addresses say (`CodeImage`).
//
// A start without one reads a file for each of these modules, makes some ten thousand objects of it and finds
// four thousand names in the table of interned strings. What they are does not depend on the run: they are
// immutable, and refer to each other, to singletons and to builtin types, whose addresses are fixed. So the first
// start of a build writes them down (`CodeImageWriter`), and others map the file.
//
// A module's code belongs to one source file, told by time and size. What does not fit is read as ever, and the
// image is written again.

import Glibc

public enum StartImage {
  nonisolated(unsafe) private static var image: CodeImage?
  /// There is no image, or one that lacks something or is of an older build: a new one is worth to be written.
  nonisolated(unsafe) public private(set) static var isOutdated = false

  static var isMapped: Bool { image != nil }

  /// Which file is mapped; 0 if none is.
  static var number: UInt64 { image?.head.pointee.number ?? 0 }

  /// Maps a file; called before the first string is interned.
  static func map(_ path: String) {
    if StoredRegisters.buildNumber == 0 { return }
    let range = CodeImage.Extent(start: MemoryMap.image, size: MemoryMap.imageSize)
    switch CodeImage.map(path, at: range) {
    case .outdated: isOutdated = true
    case .foreign: break
    case .mapped(let image):
      let head = image.head.pointee
      // Advice only.
      madvise(
        UnsafeMutableRawPointer(bitPattern: MemoryMap.image),
        Int(head.writtenEnd) - Int(MemoryMap.image), Heap.populateWrite)
      Interning.adopt(
        CodeImage.pointer(head.table), size: Int(head.tableSize), count: Int(head.tableCount),
        key: head.tableKey)
      self.image = image
    }
  }

  /// Puts the shared strings and empty objects in place.
  static func placeSingletons() {
    guard let head = image?.head.pointee else { return }
    let pokes: UnsafeMutablePointer<UInt64> = CodeImage.pointer(head.pokes)
    for index in 0..<Int(head.pokeCount) {
      let slot: UnsafeMutablePointer<UInt64> = CodeImage.pointer(pokes[index * 2])
      slot.pointee = pokes[index * 2 + 1]
    }
  }

  /// The code of a module whose source has this time and size; nil if the image has none.
  ///
  /// - Throws: MemoryError.
  public static func code(_ name: String, _ source: stat) throws(Raised) -> Value? {
    guard let image, CodeRef.keepsColumns else { return nil }
    var copy = name
    let found = copy.withUTF8 { text in image.modules.firstIndex { $0.isNamed(text) } }
    if let found, image.modules[found].isOf(source) {
      let module = image.modules.baseAddress.unsafelyUnwrapped + found
      return module.pointee.code == 0 ? nil : try image.code(module)
    }
    isOutdated = true
    return nil
  }

  /// The content of a file for some modules, by name, source and code; empty if it cannot be made.
  public static func content(_ modules: [(name: String, source: stat)], _ codes: ListRef) -> [UInt8]
  {
    var writer = CodeImageWriter(
      modules.map { (Array($0.name.utf8), ImageSource($0.source)) }, codes,
      at: CodeImage.Extent(start: MemoryMap.image, size: MemoryMap.imageSize), foundation: 0)
    return writer.content()
  }
}
