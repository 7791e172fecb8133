// What the library calls in the middle of a handshake: choice of a protocol, server names, shared keys,
// messages and the log of keys.
//
// It runs inside an operation on a connection, whose Python object the caller keeps alive; the library knows it
// as the connection's data. Exceptions cannot pass the library: those of the callbacks that may not fail wait in
// the connection until the operation ends, the others are reported as unraisable and end the handshake.

import Glibc
import TaipanRuntime

enum SSLContextCallbacks {
  static let methods: [NativeMethod] = [
    NativeMethod("set_psk_client_callback", "($self, /, callback)", setClientKeyCallback),
    NativeMethod(
      "set_psk_server_callback", "($self, /, callback, identity_hint=None)", setServerKeyCallback),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "sni_callback", { a throws(Raised) in SSLContextRef(a[0]).p.pointee.serverNameCallback },
      set: setServerNameCallback),
    NativeGetSet(
      "_msg_callback", { a throws(Raised) in SSLContextRef(a[0]).p.pointee.messageCallback },
      set: setMessageCallback),
    NativeGetSet(
      "keylog_filename", { a throws(Raised) in SSLContextRef(a[0]).p.pointee.keylogName },
      set: setKeylogName),
  ]
  private static var library: Libssl { SSLContextRef.library }

  /// The Python object of a connection; nil for one of the library's own.
  private static func connection(_ ssl: SSLObject) -> SSLSocketRef? {
    library.data(ssl, 0).map { SSLSocketRef(ObjectRef(pointer: $0)) }
  }

  private static func report(_ object: Value) {
    Exceptions.reportUnraisable("Exception ignored in", object)
  }

  // MARK: Protocols

  private enum Answer {
    static let ok: Int32 = 0
    static let fatalAlert: Int32 = 2
    static let notAcknowledged: Int32 = 3
  }

  static let chooseProtocol: Libssl.ProtocolCallback = {
    _, chosen, chosenCount, offered, count, user in
    guard let user, let chosen, let chosenCount, let offered else { return Answer.notAcknowledged }
    let ref = SSLContextRef(ObjectRef(pointer: user))
    guard let own = ref.p.pointee.protocols else { return Answer.notAcknowledged }
    let negotiated: Int32 = 1
    let result = library.selectProtocol(
      chosen, chosenCount, own, UInt32(ref.p.pointee.protocolsCount), offered, count)
    return result == negotiated ? Answer.ok : Answer.notAcknowledged
  }

  // MARK: Server names

  static func setServerNameCallback(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    if ref.number == SSLContextRef.Number.client {
      throw raise(.valueError, "sni_callback cannot be set on TLS_CLIENT context")
    }
    let callback = a[1]
    if callback.isPresent, callback.isNone {
      _ = library.controlContextCallback(ref.context, SSLControl.serverNameCallback, nil)
    } else {
      if callback.isAbsent || !SSLContextCertificates.isCallable(callback) {
        throw raise(.typeError, "not a callable object")
      }
      _ = library.controlContextCallback(
        ref.context, SSLControl.serverNameCallback, answerServerName)
      _ = library.controlContext(
        ref.context, SSLControl.serverNameData, 0, ref.object.pointer)
    }
    ref.p.pointee.serverNameCallback = callback
    ref.object.noteWrite()
    return .none
  }

  /// Alerts that end a handshake.
  private enum Alert {
    static let handshakeFailure: Int32 = 40
    static let internalError: Int32 = 80
  }

  private static let answerServerName: Libssl.ServerNameCallback = { ssl, alert, user in
    guard let ssl, let user, let connection = connection(ssl) else { return Answer.ok }
    let ref = SSLContextRef(ObjectRef(pointer: user))
    let callback = ref.p.pointee.serverNameCallback
    if callback.isNone { return Answer.ok }
    var result = Value.none
    let represented = connection.represented
    if represented.isAbsent {
      alert?.pointee = Alert.handshakeFailure
      return Answer.fatalAlert
    }
    do throws(Raised) {
      let name = try serverName(ssl)
      result = try Call.function(callback, represented, name, ref.value)
    } catch {
      report(callback)
      alert?.pointee = Alert.handshakeFailure
      return Answer.fatalAlert
    }
    if result.isNone { return Answer.ok }
    do throws(Raised) {
      alert?.pointee = Int32(try Convert.cInt(result))
    } catch {
      report(result)
      alert?.pointee = Alert.internalError
    }
    return Answer.fatalAlert
  }

  /// The name that the client asks for; None without one.
  private static func serverName(_ ssl: SSLObject) throws(Raised) -> Value {
    let hostName: Int32 = 0
    guard let name = library.serverName(ssl, hostName) else { return .none }
    let bytes = UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
    return try Codecs.decode(bytes, strlen(name), "ascii", "strict").value
  }

  // MARK: Messages

  static func setMessageCallback(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    let isNone = a[1].isPresent && a[1].isNone
    if !isNone, a[1].isAbsent || !SSLContextCertificates.isCallable(a[1]) {
      throw raise(.typeError, "not a callable object")
    }
    library.setMessageCallback(ref.context, isNone ? nil : noteMessage)
    ref.p.pointee.messageCallback = a[1]
    ref.object.noteWrite()
    return .none
  }

  static let noteMessage: Libssl.MessageCallback = {
    isWritten, version, contentType, data, count, ssl, _ in
    guard let ssl, let data, let connection = connection(ssl), !connection.hasFailure else {
      return
    }
    let callback = connection.context.p.pointee.messageCallback
    let represented = connection.represented
    if callback.isAbsent || callback.isNone || represented.isAbsent { return }
    let bytes = UnsafeBufferPointer(
      start: data.assumingMemoryBound(to: UInt8.self), count: count)
    let (version, messageType) = describe(bytes, version, contentType)
    do throws(Raised) {
      let arguments = TupleRef.make(count: 6)
      arguments.set(0, represented)
      arguments.set(1, Value(isWritten != 0 ? "write" : "read"))
      arguments.set(2, Value(version))
      arguments.set(3, Value(Int(contentType)))
      arguments.set(4, Value(messageType))
      arguments.set(5, BytesRef.make(Array(bytes)).value)
      _ = try Call.function(callback, arguments, nil)
    } catch {
      connection.noteFailure()
    }
  }

  /// Version and type of a message: for some kinds of content its bytes tell them.
  private static func describe(
    _ bytes: UnsafeBufferPointer<UInt8>, _ version: Int32, _ contentType: Int32
  ) -> (version: Int, messageType: Int) {
    let (changeCipher, alert, handshake, header, inner): (Int32, Int32, Int32, Int32, Int32) =
      (20, 21, 22, 0x100, 0x101)
    let changeCipherMessage = 0x101
    func byte(_ i: Int) -> Int { i < bytes.count ? Int(bytes[i]) : -1 }
    switch contentType {
    case header where bytes.count >= 3: return (byte(1) << 8 | byte(2), byte(0))
    case changeCipher: return (Int(version), changeCipherMessage)
    case alert: return (Int(version), byte(1))
    case handshake, inner: return (Int(version), byte(0))
    default: return (Int(version), -1)
    }
  }

  // MARK: The log of keys

  static func setKeylogName(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    let ref = SSLContextRef(a[0])
    library.setKeylogCallback(ref.context, nil)
    ref.closeKeylog()
    ref.p.pointee.keylogName = .none
    if a[1].isNone { return .none }
    let descriptor = open(try SSLText.path(a[1]), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw raiseOS(errno, a[1]) }
    ref.p.pointee.keylogDescriptor = Int(descriptor)
    ref.p.pointee.keylogName = a[1]
    ref.object.noteWrite()
    if lseek(descriptor, 0, SEEK_END) == 0 {
      try writeKeylog(ref, "# TLS secrets log file, generated by OpenSSL / Python\n")
    }
    library.setKeylogCallback(ref.context, logKey)
    return .none
  }

  /// - Throws: OSError.
  private static func writeKeylog(_ ref: SSLContextRef, _ text: String) throws(Raised) {
    let bytes = Array(text.utf8)
    let descriptor = Int32(truncatingIfNeeded: ref.p.pointee.keylogDescriptor)
    if write(descriptor, bytes, bytes.count) < 0 { throw raiseOS(errno, ref.p.pointee.keylogName) }
  }

  private static let logKey: Libssl.KeylogCallback = { ssl, line in
    guard let ssl, let line, let connection = connection(ssl) else { return }
    let ref = connection.context
    if ref.p.pointee.keylogDescriptor < 0 { return }
    // A line at once: others may write to the same file.
    do throws(Raised) { try writeKeylog(ref, String(cString: line) + "\n") } catch {
      connection.noteFailure()
    }
  }

  // MARK: Shared keys

  static func setClientKeyCallback(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    if ref.number == SSLContextRef.Number.server {
      throw SSLErrors.raised(
        "Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context", .clientKeyCallback)
    }
    let callback = try keyCallback(a[1])
    ref.p.pointee.clientKeyCallback = callback
    ref.object.noteWrite()
    library.setClientKeyCallback(ref.context, callback.isNone ? nil : answerClientKey)
    return .none
  }

  static func setServerKeyCallback(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    if a[2].isPresent, !a[2].isNone, !a[2].isStr {
      throw raise(
        .typeError,
        "set_psk_server_callback() argument 'identity_hint' must be str or None, not "
          + a[2].argumentTypeName)
    }
    if ref.number == SSLContextRef.Number.client {
      throw SSLErrors.raised(
        "Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context", .serverKeyCallback)
    }
    let callback = try keyCallback(a[1])
    let hint = a[2].isPresent && a[2].isStr ? try ExpatModule.cText(a[2]) : [0]
    if library.setKeyHint(ref.context, hint) != 1 {
      LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
      throw raise(.valueError, "failed to set identity hint")
    }
    ref.p.pointee.serverKeyCallback = callback
    ref.object.noteWrite()
    library.setServerKeyCallback(ref.context, callback.isNone ? nil : answerServerKey)
    return .none
  }

  private static func keyCallback(_ value: Value) throws(Raised) -> Value {
    if value.isNone || SSLContextCertificates.isCallable(value) { return value }
    throw raise(.typeError, "callback must be callable")
  }

  private static func text(_ text: UnsafePointer<CChar>?) throws(Raised) -> Value {
    guard let text, text[0] != 0 else { return .none }
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return try Codecs.decode(bytes, strlen(text), "utf-8", "strict").value
  }

  /// Copies a key to the library's room; 0, for "no key", where it does not fit.
  private static func give(
    _ key: UnsafeBufferPointer<UInt8>, _ room: Libssl.Room?, _ size: UInt32
  ) -> UInt32 {
    guard let room, key.count <= Int(size) else { return 0 }
    if let base = key.baseAddress { room.update(from: base, count: key.count) }
    return UInt32(key.count)
  }

  private static let answerClientKey: Libssl.ClientKeyCallback = {
    ssl, hint, identityRoom, identitySize, keyRoom, keySize in
    guard let ssl, let identityRoom, let connection = connection(ssl) else { return 0 }
    let callback = connection.context.p.pointee.clientKeyCallback
    if callback.isAbsent || callback.isNone { return 0 }
    do throws(Raised) {
      let answer = try Call.function(callback, try text(hint))
      guard answer.isHeap, answer.isInstance(of: .tuple), TupleRef(answer).count == 2 else {
        throw raise(.typeError, "PSK client callback must return a tuple of identity and key")
      }
      let (identity, key) = (TupleRef(answer)[0], try Buffers.read(TupleRef(answer)[1]))
      var name: [CChar] = [0]
      if !identity.isNone {
        _ = try Convert.requireStr(identity, "PSK identity")
        name = try ExpatModule.cText(identity)
      }
      if name.count > Int(identitySize) { return 0 }
      memcpy(identityRoom, name, name.count)
      return give(key, keyRoom, keySize)
    } catch {
      report(callback)
      return 0
    }
  }

  private static let answerServerKey: Libssl.ServerKeyCallback = { ssl, identity, room, size in
    guard let ssl, let connection = connection(ssl) else { return 0 }
    let callback = connection.context.p.pointee.serverKeyCallback
    if callback.isAbsent || callback.isNone { return 0 }
    do throws(Raised) {
      let answer = try Call.function(callback, try text(identity))
      return give(try Buffers.read(answer), room, size)
    } catch {
      report(callback)
      return 0
    }
  }
}
