// Arguments that name files, as messages speak of them (CPython: `path_t` in Modules/posixmodule.c).

import TaipanRuntime

struct PathArgument {
  let function: String
  var name = "path"
  var kinds = "string, bytes or os.PathLike"

  /// One that may be a descriptor as well.
  static func orDescriptor(_ function: String) -> PathArgument {
    PathArgument(function: function, kinds: "string, bytes, os.PathLike or integer")
  }

  /// One that may be a descriptor, or left out for the working folder.
  static func orFolder(_ function: String) -> PathArgument {
    PathArgument(function: function, kinds: "string, bytes, os.PathLike, integer or None")
  }

  /// The null-terminated bytes.
  ///
  /// - Throws: TypeError for what is no path; ValueError for an embedded null; what `__fspath__` raises.
  func bytes(_ value: Value) throws(Raised) -> [CChar] {
    try require(value)
    return try Paths.bytes(value, null: "\(function): embedded null character in \(name)")
  }

  /// - Throws: TypeError for what is no path.
  func require(_ value: Value) throws(Raised) {
    if value.isStr || value.isBytes { return }
    let method = value.type.special(.fspath)
    if method.isAbsent || method.isNone {
      throw raise(
        .typeError, "\(function): \(name) should be \(kinds), not \(value.typeName)")
    }
  }
}
