// `_ssl._SSLContext`: the settings of connections, and what the library calls while it uses them.
//
// The library's user data is the context's address. Connections of the library may outlive the Python object,
// so its end takes the callbacks back.

import Glibc
import TaipanRuntime

struct SSLContextLayout {
  var header: Header
  /// `SSL_CTX`; nil once freed.
  var context: SSLObject?
  var number: Int
  var checksHostname: Bool
  var authenticatesLater: Bool
  /// The library does not tell them.
  var hostFlags: UInt
  /// Protocols that a server chooses from, as the library wants them.
  var protocols: UnsafeMutablePointer<UInt8>?
  var protocolsCount: Int
  /// -1 without a file.
  var keylogDescriptor: Int
  var keylogName: Value
  var serverNameCallback: Value
  var messageCallback: Value
  var clientKeyCallback: Value
  var serverKeyCallback: Value
  /// While a certificate chain is loaded: what the password is or comes from, and the exception of that.
  var password: Value
  var passwordFailure: Value
}

struct SSLContextRef: TypedRef {
  let p: UnsafeMutablePointer<SSLContextLayout>
  static var library: Libssl { Libssl.shared.unsafelyUnwrapped }

  /// The numbers of `ssl.PROTOCOL_…`.
  enum Number {
    static let any = 2
    static let tls1 = 3
    static let tls11 = 4
    static let tls12 = 5
    static let client = 16
    static let server = 17
  }

  enum Verify {
    static let peer: Int32 = 1
    static let failWithoutCertificate: Int32 = 2
    static let postHandshake: Int32 = 8
  }

  var context: SSLObject { p.pointee.context.unsafelyUnwrapped }
  var number: Int { p.pointee.number }
  /// Outside of the heap, roughly, with the certificates that most contexts load.
  private static let externalSize = 100_000

  static func make(_ type: TypeRef, _ context: SSLObject, _ number: Int) -> SSLContextRef {
    let ref = SSLContextRef(Instances.allocate(type))
    ref.p.pointee.context = context
    ref.p.pointee.number = number
    ref.p.pointee.keylogDescriptor = -1
    ref.p.pointee.keylogName = .none
    ref.p.pointee.serverNameCallback = .none
    ref.p.pointee.messageCallback = .none
    Heap.releaseWhenDead(ref.object)
    Heap.noteExternal(externalSize)
    return ref
  }

  static func release(_ object: ObjectRef) {
    let ref = SSLContextRef(object)
    guard let context = ref.p.pointee.context else { return }
    _ = library.controlContextCallback(context, SSLControl.serverNameCallback, nil)
    library.setProtocolCallback(context, nil, nil)
    library.setKeylogCallback(context, nil)
    library.setMessageCallback(context, nil)
    library.freeContext(context)
    ref.p.pointee.context = nil
    ref.p.pointee.protocols?.deallocate()
    ref.p.pointee.protocols = nil
    ref.closeKeylog()
  }

  func closeKeylog() {
    if p.pointee.keylogDescriptor >= 0 {
      close(Int32(truncatingIfNeeded: p.pointee.keylogDescriptor))
    }
    p.pointee.keylogDescriptor = -1
  }

  // MARK: Verification

  /// 0, 1 or 2, as `ssl.CERT_…`; nil for other settings.
  var verifyMode: Int? {
    let (peer, fails) = (Verify.peer, Verify.failWithoutCertificate)
    switch SSLContextRef.library.verifyMode(context) & (peer | fails) {
    case 0: return 0
    case peer: return 1
    case peer | fails: return 2
    default: return nil
    }
  }

  /// - Throws: ValueError for no such mode, and for no verification where host names are checked.
  func setVerifyMode(_ mode: Int) throws(Raised) {
    let modes = [0, Verify.peer, Verify.peer | Verify.failWithoutCertificate]
    guard modes.indices.contains(mode) else {
      throw raise(.valueError, "invalid value for verify_mode")
    }
    if mode == 0, p.pointee.checksHostname {
      throw raise(
        .valueError,
        "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
    }
    SSLContextRef.library.setVerifyMode(context, modes[mode], nil)
  }

  var verifyParameters: SSLObject {
    SSLContextRef.library.verifyParameters(context).unsafelyUnwrapped
  }
}

/// Commands of `SSL_CTX_ctrl` and `SSL_ctrl`.
enum SSLControl {
  static let setDHParameters: Int32 = 3
  static let sessionCount: Int32 = 20
  static let mode: Int32 = 33
  static let serverNameCallback: Int32 = 53
  static let serverNameData: Int32 = 54
  static let serverName: Int32 = 55
  static let groups: Int32 = 91
  static let setMinimum: Int32 = 123
  static let setMaximum: Int32 = 124
  static let getMinimum: Int32 = 130
  static let getMaximum: Int32 = 131
}
