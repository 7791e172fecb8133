// `sendmsg` and `recvmsg`: several buffers, and ancillary data such as descriptors.

import CTaipan
import Glibc
import TaipanRuntime

enum SocketMessages {
  /// A control message's header; its data follows, padded to words.
  private static let headerSize = 16

  private static func align(_ n: Int) -> Int { (n + 7) & ~7 }

  static let functions: [NativeMethod] = [
    NativeMethod("CMSG_LEN", "($module, length, /)", length),
    NativeMethod("CMSG_SPACE", "($module, length, /)", space),
  ]

  /// A length which, with `more`, is one that the system's type of lengths holds.
  private static func size(_ a: Args, _ name: String, more: Int) throws(Raised) -> Int {
    let size = try Convert.machineInt(a[0])
    if size < 0 || size > Int(Int32.max) - more {
      throw raise(.overflowError, "\(name)() argument out of range")
    }
    return size
  }

  /// What a control message with data of a length says of its own length, and what it takes.
  static func length(_ a: Args) throws(Raised) -> Value {
    Value(headerSize + (try size(a, "CMSG_LEN", more: headerSize)))
  }
  static func space(_ a: Args) throws(Raised) -> Value {
    Value(headerSize + align(try size(a, "CMSG_SPACE", more: headerSize + align(1))))
  }

  /// The buffers of a call, as the system takes them.
  ///
  /// - Returns: a list of the objects, which keeps them, and where their bytes are.
  private static func gather(_ value: Value) throws(Raised) -> (owners: ListRef, parts: [iovec]) {
    let list: ListRef
    do throws(Raised) { list = try Iterate.list(value) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "sendmsg() argument 1 must be an iterable")
      }
      throw error
    }
    var parts: [iovec] = []
    for i in 0..<list.count {
      let bytes = try Buffers.read(list[i])
      parts.append(
        iovec(
          iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
    }
    return (list, parts)
  }

  private static func control(_ value: Value) throws(Raised) -> [UInt8] {
    var out: [UInt8] = []
    let list = try Iterate.list(value)
    for i in 0..<list.count {
      let item = try Iterate.tuple(list[i])
      if item.count != 3 {
        throw raise(.typeError, "[sendmsg() ancillary data items] must be 3-item sequences")
      }
      let data = try Buffers.read(item[2])
      var header = cmsghdr()
      header.cmsg_len = headerSize + data.count
      header.cmsg_level = try Descriptors.int32(item[0])
      header.cmsg_type = try Descriptors.int32(item[1])
      withUnsafeBytes(of: &header) { out.append(contentsOf: $0.prefix(headerSize)) }
      out.append(contentsOf: data)
      out.append(contentsOf: [UInt8](repeating: 0, count: align(data.count) - data.count))
    }
    return out
  }

  static func send(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    var (owners, parts) = try gather(a[1])
    var ancillary = a.count > 2 ? try control(a[2]) : []
    let flags = try SocketTransfer.flags(a, 3)
    var address = SocketAddress()
    let hasAddress = a.count > 4 && !a[4].isNone
    if hasAddress { try address.set(a[4], family: socket.family, caller: "sendmsg") }
    // Keeps the buffers while other threads run.
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(1)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = owners.value
    return Value(
      try socket.call(forWriting: true) {
        perform(&address, hasAddress, &parts, &ancillary) { sendmsg(socket.descriptor, $0, flags) }
      })
  }

  private static func perform(
    _ address: inout SocketAddress, _ hasAddress: Bool, _ parts: inout [iovec],
    _ ancillary: inout [UInt8], _ body: (UnsafeMutablePointer<msghdr>) -> Int
  ) -> Int {
    parts.withUnsafeMutableBufferPointer { parts in
      ancillary.withUnsafeMutableBytes { control in
        address.with { name, length in
          var message = msghdr()
          message.msg_name = hasAddress ? UnsafeMutableRawPointer(name) : nil
          message.msg_namelen = hasAddress ? length.pointee : 0
          message.msg_iov = parts.baseAddress
          message.msg_iovlen = parts.count
          message.msg_control = control.count > 0 ? control.baseAddress : nil
          message.msg_controllen = control.count
          let result = body(&message)
          length.pointee = message.msg_namelen
          return result
        }
      }
    }
  }

  /// `(data, ancdata, flags, address)`.
  static func receive(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.machineInt(a[1])
    if count < 0 { throw raise(.valueError, "negative buffer size in recvmsg()") }
    let controlCount = try controlCount(a)
    let flags = try SocketTransfer.flags(a, 3)
    try Heap.requireRoom(count)
    let bytes = BytesRef.make(count: count)
    var parts = [iovec(iov_base: UnsafeMutableRawPointer(bytes.data), iov_len: count)]
    let (n, message) = try receive(SocketRef(a[0]), &parts, controlCount, flags)
    message.set(0, bytes.shrunk(to: n).value)
    return message.value
  }

  /// As `receive`, into buffers that are given; a number in place of the data.
  static func receiveInto(_ a: Args) throws(Raised) -> Value {
    let list: ListRef
    do throws(Raised) { list = try Iterate.list(a[1]) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "recvmsg_into() argument 1 must be an iterable")
      }
      throw error
    }
    var parts: [iovec] = []
    do throws(Raised) {
      for i in 0..<list.count {
        let memory = try Buffers.writable(list[i])
        parts.append(iovec(iov_base: memory.baseAddress, iov_len: memory.count))
      }
    } catch {
      if catching(.typeError) {
        throw raise(
          .typeError,
          "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
      }
      throw error
    }
    let controlCount = try controlCount(a)
    let flags = try SocketTransfer.flags(a, 3)
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(1)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = list.value
    let (n, message) = try receive(SocketRef(a[0]), &parts, controlCount, flags)
    message.set(0, Value(n))
    return message.value
  }

  private static func controlCount(_ a: Args) throws(Raised) -> Int {
    let count = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    if count < 0 || count > Int(Int32.max) {
      throw raise(.valueError, "invalid ancillary data buffer length")
    }
    try Heap.requireRoom(count)
    return count
  }

  /// The number of bytes that came, and the tuple that tells the rest, its first item left to be set.
  private static func receive(
    _ socket: SocketRef, _ parts: inout [iovec], _ controlCount: Int, _ flags: Int32
  ) throws(Raised) -> (count: Int, message: TupleRef) {
    var ancillary = [UInt8](repeating: 0, count: controlCount)
    var address = SocketAddress()
    var (resultFlags, used) = (Int32(0), 0)
    let closeOnExec: Int32 = 0x4000_0000
    let n = try socket.call(forWriting: false) {
      perform(&address, true, &parts, &ancillary) { message in
        let result = recvmsg(socket.descriptor, message, flags | closeOnExec)
        resultFlags = message.pointee.msg_flags & ~closeOnExec
        used = message.pointee.msg_controllen
        return result
      }
    }
    let list = items(ancillary, used)
    let message = TupleRef.of(
      .none, list.value, Value(Int(resultFlags)), try address.value())
    return (n, message)
  }

  private static func items(_ control: [UInt8], _ used: Int) -> ListRef {
    let list = ListRef.make()
    control.withUnsafeBytes { memory in
      var at = 0
      while at + headerSize <= used {
        let size = memory.loadUnaligned(fromByteOffset: at, as: Int.self)
        if size < headerSize { break }
        let level = memory.loadUnaligned(fromByteOffset: at + 8, as: Int32.self)
        let kind = memory.loadUnaligned(fromByteOffset: at + 12, as: Int32.self)
        let end = min(at + size, used)
        let data = BytesRef.make(Array(memory[(at + headerSize)..<end]))
        list.append(TupleRef.of(Value(Int(level)), Value(Int(kind)), data.value).value)
        at += align(size)
      }
    }
    return list
  }
}
