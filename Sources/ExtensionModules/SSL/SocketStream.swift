// The library's way to a socket: a kind of stream (BIO) that never blocks, whatever the socket's mode is.
//
// So the library never waits: it says what it waits for, and the caller waits outside of it, without the
// interpreter lock. All calls of the library are made with the lock held, and two threads may read and write
// one connection at the same time, which the library's own blocking calls do not allow.

import Glibc
import TaipanRuntime

enum SocketStream {
  /// `errno` of the last system call of a stream; 0 if it did not fail. Belongs to whoever holds the
  /// interpreter lock, from before a call of the library until after it.
  nonisolated(unsafe) static var systemError: Int32 = 0

  private static var library: LibcryptoStreams { LibcryptoStreams.shared.unsafelyUnwrapped }

  private enum Flag {
    static let read: Int32 = 1
    static let write: Int32 = 2
    static let special: Int32 = 4
    static let shouldRetry: Int32 = 8
    static let atEnd: Int32 = 0x800
    static let retries = read | write | special | shouldRetry
  }

  /// The kind of stream, made once.
  private static let kind: SSLObject? = {
    let (descriptor, sourceOrSink): (Int32, Int32) = (0x100, 0x400)
    guard
      let kind = library.newKind(library.newIndex() | descriptor | sourceOrSink, "python socket")
    else { return nil }
    _ = library.setWrite(kind, write)
    _ = library.setRead(kind, read)
    _ = library.setControl(kind, control)
    _ = library.setCreate(kind, create)
    return kind
  }()

  /// A stream without a descriptor yet.
  ///
  /// - Throws: MemoryError.
  static func make() throws(Raised) -> SSLObject {
    guard let kind, let stream = library.new(kind) else { throw raise(.memoryError) }
    return stream
  }

  /// Tells the stream its descriptor, which may change: a socket that was closed has -1.
  static func setDescriptor(_ stream: SSLObject, _ descriptor: Int32) {
    library.setData(stream, UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 2))
  }

  private static func descriptor(_ stream: SSLObject) -> Int32 {
    Int32(truncatingIfNeeded: Int(bitPattern: library.data(stream)) - 2)
  }

  private static let create: LibcryptoStreams.LifeCallback = { stream in
    guard let stream else { return 0 }
    setDescriptor(stream, -1)
    library.setReady(stream, 1)
    return 1
  }

  /// Notes what a system call said; a later try may succeed where it would have blocked.
  private static func note(_ stream: SSLObject, _ result: Int, _ direction: Int32) {
    library.clearFlags(stream, Flag.retries)
    systemError = 0
    if result >= 0 { return }
    let code = errno
    if code == EAGAIN || code == EWOULDBLOCK || code == EINTR || code == EINPROGRESS {
      library.setFlags(stream, direction | Flag.shouldRetry)
    } else {
      systemError = code
    }
  }

  private static let read: LibcryptoStreams.ReadCallback = { stream, room, count in
    guard let stream, let room else { return 0 }
    let result = recv(descriptor(stream), room, Int(count), Int32(MSG_DONTWAIT))
    note(stream, result, Flag.read)
    if result == 0, count > 0 { library.setFlags(stream, Flag.atEnd) }
    return Int32(truncatingIfNeeded: result)
  }

  private static let write: LibcryptoStreams.WriteCallback = { stream, data, count in
    guard let stream, let data else { return 0 }
    let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    let result = send(descriptor(stream), data, Int(count), flags)
    note(stream, result, Flag.write)
    return Int32(truncatingIfNeeded: result)
  }

  private static let control: LibcryptoStreams.ControlCallback = { stream, command, number, _ in
    let (isAtEnd, getClose, setClose, duplicate, flush): (Int32, Int32, Int32, Int32, Int32) =
      (2, 8, 9, 12, 11)
    switch command {
    case isAtEnd:
      guard let stream else { return 1 }
      return library.testFlags(stream, Flag.atEnd) != 0 ? 1 : 0
    case setClose, duplicate, flush: return 1
    case getClose: return 0
    default: return 0
    }
  }
}
