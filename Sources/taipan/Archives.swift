// Zip files as programs and on `sys.path`: `zipimport` of the library, loaded when it is first needed.

import Glibc
import TaipanRuntime

enum Archives {
  /// Whether the file ends like a zip archive: with the record of its central directory.
  static func isArchive(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return false }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    let count = min(Int(size), 65557)
    if count < 22 { return false }
    var tail = [UInt8](repeating: 0, count: count)
    if pread(descriptor, &tail, count, off_t(Int(size) - count)) != count { return false }
    let mark: [UInt8] = [0x50, 0x4B, 5, 6]
    return (0...(count - 22)).contains { tail[$0..<($0 + 4)].elementsEqual(mark) }
  }

  static let functions: [NativeMethod] = [
    NativeMethod("zip_path_hook", "($module, path, /)", hook)
  ]

  /// Puts the hook in front of `sys.path_hooks`.
  static func install(_ sys: DictRef) {
    let module = NativeModules.make("zipimport", functions)
    let hooks = sys.getStr("path_hooks")
    if hooks.isList { ListRef(hooks).insert(module.dict.getStr("zip_path_hook"), at: 0) }
  }

  nonisolated(unsafe) private static var isLoading = false

  /// - Throws: ImportError for what is a folder or no archive.
  static func hook(_ a: Args) throws(Raised) -> Value {
    let path = try Convert.requireStr(a[0], "path").text
    // A path may lead into the archive: one of its parents is a file then.
    var part = path
    var info = stat()
    while stat(part, &info) != 0, let slash = part.lastIndex(of: "/") {
      part = String(part[..<slash])
    }
    guard !part.isEmpty, stat(part, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw raise(.importError, "not a Zip file: '\(path)'")
    }
    // The import of `zipimport` itself looks at the archive's path, too.
    if isLoading { throw raise(.importError, "zipimport is being imported") }
    isLoading = true
    defer { isLoading = false }
    let zipimport = try Imports.importModule("zipimport")
    return try Call.function(try Attributes.get(zipimport, "zipimporter"), a[0])
  }
}
