// The library image: the code of modules of the standard library that programs have imported, as `StartImage` has
// that of the modules that every start runs. A module that is in it is neither read nor unmarshalled: what is
// left of its import is to find it and to run its code.
//
// It grows with what is imported. A program that has read enough modules which the image lacks writes it again
// when it ends, with those and with what was in it; the functions that it has called have register code in place
// from then on. It is of one build and refers to strings of one start image; a module's code belongs to one source
// file, told by path, time and size.
//
// Its strings are the interned ones of their content from the first moment on: it is mapped before the first
// string is interned, and what is not in the table is looked for in its (`Interning`).

import Glibc

public enum LibraryImage {
  nonisolated(unsafe) private static var image: CodeImage?
  /// There is no image, or one that modules may be added to.
  nonisolated(unsafe) private static var isWritable = false

  /// Modules that were read from cached files: the paths of their sources; and their code, a list.
  nonisolated(unsafe) private static var loaded: [(name: [UInt8], source: ImageSource)] = []
  nonisolated(unsafe) private static var loadedCodes = Value.absent
  nonisolated(unsafe) private static var loadedBytes = 0

  /// To write an image takes as long as some thousand functions are lowered: not for a few small modules, and
  /// the more is in it, the more has to come.
  private static let leastBytes = 1 << 17
  private static let leastShare = 8

  private static var range: CodeImage.Extent {
    CodeImage.Extent(start: MemoryMap.libraryImage, size: MemoryMap.libraryImageSize)
  }

  /// Maps a file; called before the first string is interned.
  static func map(_ path: String) {
    if !StartImage.isMapped { return }
    switch CodeImage.map(path, at: range, foundation: StartImage.number) {
    case .outdated: isWritable = true
    case .foreign: break
    case .mapped(let image):
      isWritable = true
      let head = image.head.pointee
      Interning.adoptLibrary(CodeImage.pointer(head.table), size: Int(head.tableSize))
      self.image = image
    }
  }

  // MARK: Reading

  /// The code of the module whose source, a file of this time and size, has this path; nil if the image has none.
  ///
  /// - Throws: MemoryError.
  public static func code(_ path: StrRef, _ source: stat) throws(Raised) -> Value? {
    guard let image, CodeRef.keepsColumns, path.isASCII else { return nil }
    let text = UnsafeBufferPointer(start: UnsafePointer(path.bytes), count: path.count)
    guard let found = image.modules.firstIndex(where: { $0.isOf(source) && $0.isNamed(text) })
    else { return nil }
    let module = image.modules.baseAddress.unsafelyUnwrapped + found
    image.expectCalls(module)
    return try image.code(module)
  }

  /// A module was read that the image lacks: keeps its code for the next image.
  public static func noteLoaded(_ path: StrRef, _ source: stat, _ code: Value) {
    guard isWritable, CodeRef.keepsColumns, path.isASCII else { return }
    if loadedCodes.isAbsent { loadedCodes = Heap.makeRoot(ListRef.make().value).pointee }
    loaded.append(
      (
        Array(UnsafeBufferPointer(start: UnsafePointer(path.bytes), count: path.count)),
        ImageSource(source)
      ))
    ListRef(loadedCodes).append(code)
    loadedBytes += Int(source.st_size)
  }

  // MARK: Writing

  /// Whether enough was read to write an image.
  public static var isWorthWriting: Bool {
    guard isWritable, !StartImage.isOutdated else { return false }
    let present = Int(image?.head.pointee.sourceBytes ?? 0)
    return loadedBytes >= max(leastBytes, present / leastShare)
  }

  /// The content of a file with what was read and with what the image has; empty if it cannot be made.
  public static func content() -> [UInt8] {
    var modules = loaded
    let codes = ListRef.make()
    for index in 0..<modules.count { codes.append(ListRef(loadedCodes)[index]) }
    do throws(Raised) {
      try addPresent(&modules, codes)
    } catch {
      thread.pointee.exception = .absent
      return []
    }
    var writer = CodeImageWriter(modules, codes, at: range, foundation: StartImage.number)
    return writer.content()
  }

  /// Adds the modules of the image whose sources have not changed and were not read.
  private static func addPresent(
    _ modules: inout [(name: [UInt8], source: ImageSource)], _ codes: ListRef
  ) throws(Raised) {
    guard let image else { return }
    let read = Set(modules.map(\.name))
    for index in image.modules.indices {
      let module = image.modules.baseAddress.unsafelyUnwrapped + index
      let name: UnsafeMutablePointer<UInt8> = CodeImage.pointer(module.pointee.name)
      let path = Array(UnsafeBufferPointer(start: name, count: Int(module.pointee.nameCount)))
      var info = stat()
      guard !read.contains(path), stat(String(decoding: path, as: UTF8.self), &info) == 0,
        module.pointee.isOf(info)
      else { continue }
      codes.append(try image.code(module))
      modules.append((path, ImageSource(module.pointee)))
    }
  }
}
