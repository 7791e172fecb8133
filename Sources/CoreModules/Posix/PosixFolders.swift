// The folder that relative paths begin in (`dir_fd`), and files given by descriptor instead of path.

import Glibc
import TaipanRuntime

enum PosixFolders {
  /// What `os` is to know of calls that take folders, descriptors and links: from these names it makes
  /// `supports_dir_fd`, `supports_fd` and `supports_follow_symlinks`.
  static func haveFunctions() -> Value {
    let list = ListRef.make()
    for name in [
      "EVENTFD", "TIMERFD_CREATE", "FACCESSAT", "FCHDIR", "FCHMOD", "FCHMODAT", "FCHOWN",
      "FCHOWNAT", "FEXECVE", "FDOPENDIR", "FPATHCONF", "FSTATAT", "FSTATVFS", "FTRUNCATE",
      "FUTIMENS", "FUTIMES", "FUTIMESAT", "LINKAT", "LCHOWN", "LSTAT", "LUTIMES", "MEMFD_CREATE",
      "MKDIRAT", "MKFIFOAT", "MKNODAT", "OPENAT", "READLINKAT", "RENAMEAT", "SYMLINKAT", "UNLINKAT",
      "UTIMENSAT", "PTSNAME_R",
    ] {
      list.append(Value("HAVE_" + name))
    }
    return list.value
  }

  /// The descriptor of an argument `dir_fd`; that of the working folder where there is none.
  ///
  /// - Throws: TypeError for what is no number; OverflowError.
  static func number(_ value: Value) throws(Raised) -> Int32 {
    if value.isAbsent || value.isNone { return AT_FDCWD }
    if !value.isAnyInt, !value.isHeap || value.type.special(.index).isAbsent {
      throw raise(.typeError, "argument should be integer or None, not \(value.typeName)")
    }
    return Int32(try Convert.cInt(value))
  }

  /// A file that is given by its descriptor; nil for a path.
  static func descriptor(_ value: Value) throws(Raised) -> Int32? {
    if !value.isAnyInt { return nil }
    if value.isExactly(.bool) {
      try Warnings.warn(.runtimeWarning, "bool is used as a file descriptor")
    }
    let number = value.asMachineInt ?? (IntRef(value).isNegative ? Int.min : Int.max)
    if number > Int32.max { throw raise(.overflowError, "fd is greater than maximum") }
    if number < Int32.min { throw raise(.overflowError, "fd is less than minimum") }
    return Int32(number)
  }
}
