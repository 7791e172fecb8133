// Sending and receiving.

import CTaipan
import Glibc
import TaipanRuntime

enum SocketTransfer {
  static let methods: [NativeMethod] = [
    NativeMethod("recv", "($self, bufsize, flags=0, /)", receive),
    NativeMethod("recv_into", "($self, buffer, nbytes=0, flags=0)", receiveInto),
    NativeMethod("recvfrom", "($self, bufsize, flags=0, /)", receiveFrom),
    NativeMethod("recvfrom_into", "($self, buffer, nbytes=0, flags=0)", receiveFromInto),
    NativeMethod("send", "($self, data, flags=0, /)", send),
    NativeMethod("sendall", "($self, data, flags=0, /)", sendAll),
    NativeMethod("sendto", "($self, *args)", sendTo),
    NativeMethod(
      "sendmsg", "($self, buffers, ancdata=(), flags=0, address=None, /)", SocketMessages.send),
    NativeMethod("recvmsg", "($self, bufsize, ancbufsize=0, flags=0, /)", SocketMessages.receive),
    NativeMethod(
      "recvmsg_into", "($self, buffers, ancbufsize=0, flags=0, /)", SocketMessages.receiveInto),
  ]

  static func flags(_ a: Args, _ index: Int) throws(Raised) -> Int32 {
    let value = a.optional(index)
    return value.isAbsent ? 0 : try Descriptors.int32(value)
  }

  private static func size(_ value: Value, _ name: String) throws(Raised) -> Int {
    let count = try Convert.machineInt(value)
    if count < 0 { throw raise(.valueError, "negative buffersize in \(name)") }
    try Heap.requireRoom(count)
    return count
  }

  private static func exact(_ bytes: BytesRef, _ count: Int) -> Value {
    count == bytes.count ? bytes.value : BytesRef.make(bytes.data, count: count).value
  }

  // MARK: Receiving

  /// Programs ask for as much as may ever come at once, and get little: what comes is copied out of here, and no
  /// large object is made for the rest.
  private static let roomSize = 256 << 10
  private static let room = UnsafeMutablePointer<UInt8>.allocate(capacity: roomSize)
  /// A thread waits with it.
  nonisolated(unsafe) private static var isRoomTaken = false

  static func receive(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let count = try size(a[1], "recv")
    let flags = try flags(a, 2)
    if count > 4096, count <= roomSize, !isRoomTaken {
      isRoomTaken = true
      defer { isRoomTaken = false }
      let n = try socket.call(forWriting: false) { recv(socket.descriptor, room, count, flags) }
      return n == 0 ? BytesRef.empty.value : BytesRef.make(room, count: n).value
    }
    let bytes = BytesRef.make(count: count)
    if count == 0 { return bytes.value }
    let n = try socket.call(forWriting: false) {
      recv(socket.descriptor, bytes.data, bytes.count, flags)
    }
    return exact(bytes, n)
  }

  static func receiveFrom(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let bytes = BytesRef.make(count: try size(a[1], "recvfrom"))
    let flags = try flags(a, 2)
    var address = SocketAddress()
    let n = try socket.call(forWriting: false) {
      address.with { recvfrom(socket.descriptor, bytes.data, bytes.count, flags, $0, $1) }
    }
    return TupleRef.of(exact(bytes, n), try address.value()).value
  }

  /// The part of the buffer that a call may fill.
  private static func window(_ a: Args, _ name: String) throws(Raised)
    -> UnsafeMutableRawBufferPointer
  {
    let memory = try Buffers.writable(a[1])
    var count = a[2].isPresent ? try Convert.machineInt(a[2]) : 0
    if count < 0 { throw raise(.valueError, "negative buffersize in \(name)") }
    if count == 0 { count = memory.count }
    if count > memory.count {
      throw raise(
        .valueError,
        name == "recv_into"
          ? "buffer too small for requested bytes"
          : "nbytes is greater than the length of the buffer")
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[0..<count])
  }

  static func receiveInto(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let memory = try window(a, "recv_into")
    let flags = try flags(a, 3)
    if memory.count == 0 { return Value(0) }
    return Value(
      try socket.call(forWriting: false) {
        recv(socket.descriptor, memory.baseAddress, memory.count, flags)
      })
  }

  static func receiveFromInto(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let memory = try window(a, "recvfrom_into")
    let flags = try flags(a, 3)
    var address = SocketAddress()
    let n = try socket.call(forWriting: false) {
      address.with { recvfrom(socket.descriptor, memory.baseAddress, memory.count, flags, $0, $1) }
    }
    return TupleRef.of(Value(n), try address.value()).value
  }

  // MARK: Sending

  static func send(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let flags = try flags(a, 2)
    let bytes = try Buffers.read(a[1])
    return Value(
      try socket.call(forWriting: true) {
        Glibc.send(socket.descriptor, bytes.baseAddress, bytes.count, flags)
      })
  }

  static func sendAll(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let flags = try flags(a, 2)
    let bytes = try Buffers.read(a[1])
    let deadline = Deadline(after: socket.timeout)
    var sent = 0
    while sent < bytes.count {
      sent += try socket.call(forWriting: true, deadline: deadline) {
        Glibc.send(socket.descriptor, bytes.baseAddress! + sent, bytes.count - sent, flags)
      }
      // A long transfer must not shut out Ctrl-C.
      if thread.pointee.pollRequested { try Safepoint.run() }
    }
    return .none
  }

  static func sendTo(_ a: Args) throws(Raised) -> Value {
    if a.count < 3 || a.count > 4 {
      throw raise(.typeError, "sendto() takes 2 or 3 arguments (\(a.count - 1) given)")
    }
    let socket = SocketRef(a[0])
    let hasFlags = a.count > 3
    let flags = hasFlags ? try Descriptors.int32(a[2]) : 0
    var address = SocketAddress()
    try address.set(a[hasFlags ? 3 : 2], family: socket.family, caller: "sendto")
    let bytes = try Buffers.read(a[1])
    return Value(
      try socket.call(forWriting: true) {
        address.with {
          Glibc.sendto(socket.descriptor, bytes.baseAddress, bytes.count, flags, $0, $1.pointee)
        }
      })
  }
}
