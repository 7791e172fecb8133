// The calls of `posix` that move bytes between buffers and files, or from file to file.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixCopying {
  static let functions: [NativeMethod] = [
    NativeMethod("readv", "($module, fd, buffers, /)", readVector),
    NativeMethod("writev", "($module, fd, buffers, /)", writeVector),
    NativeMethod("preadv", "($module, fd, buffers, offset, flags=0, /)", readVectorAt),
    NativeMethod("pwritev", "($module, fd, buffers, offset, flags=0, /)", writeVectorAt),
    NativeMethod(
      "copy_file_range", "($module, /, src, dst, count, offset_src=None, offset_dst=None)",
      copyRange),
    NativeMethod(
      "splice", "($module, /, src, dst, count, offset_src=None, offset_dst=None, flags=0)", splice),
  ]

  // MARK: Vectors

  /// The items of a sequence of buffers.
  private static func items(_ value: Value, _ function: String) throws(Raised) -> ListRef {
    if !PosixArguments.isSequence(value) {
      throw raise(.typeError, "\(function)() arg 2 must be a sequence")
    }
    return try Iterate.list(value)
  }

  private static func writable(_ list: ListRef) throws(Raised) -> [iovec] {
    var vectors: [iovec] = []
    for i in 0..<list.count {
      let memory: UnsafeMutableRawBufferPointer
      do throws(Raised) { memory = try Buffers.writable(list[i]) } catch {
        if !catching(.typeError) { throw error }
        _ = try Buffers.read(list[i])
        throw raise(.bufferError, "Object is not writable.")
      }
      vectors.append(iovec(iov_base: memory.baseAddress, iov_len: memory.count))
    }
    return vectors
  }

  private static func readable(_ list: ListRef) throws(Raised) -> [iovec] {
    var vectors: [iovec] = []
    for i in 0..<list.count {
      let memory = try Buffers.read(list[i])
      vectors.append(
        iovec(
          iov_base: UnsafeMutableRawPointer(mutating: memory.baseAddress), iov_len: memory.count))
    }
    return vectors
  }

  static func readVector(_ a: Args) throws(Raised) -> Value {
    let descriptor = try PosixSystem.int(a[0])
    let vectors = try writable(try items(a[1], "readv"))
    return Value(
      try PosixMoreFiles.repeated { Glibc.readv(descriptor, vectors, Int32(vectors.count)) })
  }

  static func writeVector(_ a: Args) throws(Raised) -> Value {
    let descriptor = try PosixSystem.int(a[0])
    let vectors = try readable(try items(a[1], "writev"))
    return Value(
      try PosixMoreFiles.repeated { Glibc.writev(descriptor, vectors, Int32(vectors.count)) })
  }

  static func readVectorAt(_ a: Args) throws(Raised) -> Value {
    let (descriptor, position) = (try PosixSystem.int(a[0]), try PosixArguments.offset(a[2]))
    let flags = a.count > 3 ? try PosixSystem.int(a[3]) : 0
    let vectors = try writable(try items(a[1], "preadv2"))
    return Value(
      try PosixMoreFiles.repeated {
        taipan_read_vectors(descriptor, vectors, Int32(vectors.count), position, flags)
      })
  }

  static func writeVectorAt(_ a: Args) throws(Raised) -> Value {
    let (descriptor, position) = (try PosixSystem.int(a[0]), try PosixArguments.offset(a[2]))
    let flags = a.count > 3 ? try PosixSystem.int(a[3]) : 0
    let vectors = try readable(try items(a[1], "pwritev"))
    return Value(
      try PosixMoreFiles.repeated {
        taipan_write_vectors(descriptor, vectors, Int32(vectors.count), position, flags)
      })
  }

  // MARK: From file to file

  /// A position that a call begins at; without one it begins at that of the file, and moves it.
  private struct Position {
    private var offset: Int
    private let isGiven: Bool

    init(_ value: Value) throws(Raised) {
      isGiven = value.isPresent && !value.isNone
      offset = isGiven ? try PosixArguments.offset(value) : 0
    }

    mutating func withPointer(_ body: (UnsafeMutablePointer<Int>?) -> Int) -> Int {
      isGiven ? body(&offset) : body(nil)
    }
  }

  static func copyRange(_ a: Args) throws(Raised) -> Value {
    let (source, target) = (try PosixSystem.int(a[0]), try PosixSystem.int(a[1]))
    let count = try PosixArguments.count(a[2])
    var (from, to) = (try Position(a[3]), try Position(a[4]))
    let copied = try PosixMoreFiles.repeated {
      from.withPointer { from in
        to.withPointer { taipan_copy_range(source, from, target, $0, count) }
      }
    }
    return Value(copied)
  }

  static func splice(_ a: Args) throws(Raised) -> Value {
    let (source, target) = (try PosixSystem.int(a[0]), try PosixSystem.int(a[1]))
    let count = try PosixArguments.count(a[2])
    var (from, to) = (try Position(a[3]), try Position(a[4]))
    let flags = a[5].isPresent ? try PosixArguments.unsignedInt(a[5]) : 0
    let moved = try PosixMoreFiles.repeated {
      from.withPointer { from in
        to.withPointer { taipan_splice(source, from, target, $0, count, flags) }
      }
    }
    return Value(moved)
  }
}
