// The functions of OpenSSL's libssl that `_ssl` uses. Declared here, not by its headers: the library is loaded
// at run time, and these signatures belong to its stable interface (3.x).

import TaipanRuntime

/// `SSL_CTX`, `SSL`, `SSL_SESSION`, `BIO`, `X509` and other objects of OpenSSL: opaque to callers.
typealias SSLObject = UnsafeMutableRawPointer

final class Libssl {
  typealias CText = UnsafePointer<CChar>
  typealias Bytes = UnsafePointer<UInt8>
  typealias Room = UnsafeMutablePointer<UInt8>
  typealias PasswordCallback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, SSLObject?) -> Int32
  /// Passed as a plain function pointer where the library takes callbacks of several types.
  typealias AnyCallback = UnsafeMutableRawPointer
  typealias KeylogCallback = @convention(c) (SSLObject?, CText?) -> Void
  typealias MessageCallback =
    @convention(c) (Int32, Int32, Int32, UnsafeRawPointer?, Int, SSLObject?, SSLObject?) -> Void
  typealias ProtocolCallback =
    @convention(c) (SSLObject?, UnsafeMutablePointer<Room?>?, Room?, Bytes?, UInt32, SSLObject?) ->
    Int32
  typealias ServerNameCallback =
    @convention(c) (SSLObject?, UnsafeMutablePointer<Int32>?, SSLObject?) -> Int32
  typealias ClientKeyCallback =
    @convention(c) (SSLObject?, CText?, UnsafeMutablePointer<CChar>?, UInt32, Room?, UInt32) ->
    UInt32
  typealias ServerKeyCallback = @convention(c) (SSLObject?, CText?, Room?, UInt32) -> UInt32

  // Contexts
  let anyMethod: @convention(c) () -> SSLObject?
  let clientMethod: @convention(c) () -> SSLObject?
  let serverMethod: @convention(c) () -> SSLObject?
  let methodOfTLS1: @convention(c) () -> SSLObject?
  let methodOfTLS11: @convention(c) () -> SSLObject?
  let methodOfTLS12: @convention(c) () -> SSLObject?
  let newContext: @convention(c) (SSLObject) -> SSLObject?
  let freeContext: @convention(c) (SSLObject?) -> Void
  let controlContext: @convention(c) (SSLObject, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let controlContextCallback: @convention(c) (SSLObject, Int32, ServerNameCallback?) -> Int
  let options: @convention(c) (SSLObject) -> UInt64
  let setOptions: @convention(c) (SSLObject, UInt64) -> UInt64
  let clearOptions: @convention(c) (SSLObject, UInt64) -> UInt64
  let verifyMode: @convention(c) (SSLObject) -> Int32
  let setVerifyMode: @convention(c) (SSLObject, Int32, SSLObject?) -> Void
  let verifyParameters: @convention(c) (SSLObject) -> SSLObject?
  let securityLevel: @convention(c) (SSLObject) -> Int32
  let ticketCount: @convention(c) (SSLObject) -> Int
  let setTicketCount: @convention(c) (SSLObject, Int) -> Int32
  let setPostHandshakeAuth: @convention(c) (SSLObject, Int32) -> Void
  let setCiphers: @convention(c) (SSLObject, CText) -> Int32
  let setProtocols: @convention(c) (SSLObject, Bytes?, UInt32) -> Int32
  let setProtocolCallback:
    @convention(c) (SSLObject, ProtocolCallback?, UnsafeMutableRawPointer?) -> Void
  let selectProtocol:
    @convention(c) (UnsafeMutablePointer<Room?>, Room, Bytes, UInt32, Bytes, UInt32) -> Int32
  let setKeylogCallback: @convention(c) (SSLObject, KeylogCallback?) -> Void
  let setMessageCallback: @convention(c) (SSLObject, MessageCallback?) -> Void
  let setClientKeyCallback: @convention(c) (SSLObject, ClientKeyCallback?) -> Void
  let setServerKeyCallback: @convention(c) (SSLObject, ServerKeyCallback?) -> Void
  let setKeyHint: @convention(c) (SSLObject, CText?) -> Int32

  // Certificates of contexts
  let passwordCallback: @convention(c) (SSLObject) -> SSLObject?
  let passwordData: @convention(c) (SSLObject) -> SSLObject?
  let setPasswordCallback: @convention(c) (SSLObject, AnyCallback?) -> Void
  let setPasswordData: @convention(c) (SSLObject, SSLObject?) -> Void
  let useCertificateChain: @convention(c) (SSLObject, CText) -> Int32
  let useKey: @convention(c) (SSLObject, CText, Int32) -> Int32
  let checkKey: @convention(c) (SSLObject) -> Int32
  let loadLocations: @convention(c) (SSLObject, CText?, CText?) -> Int32
  let loadDefaults: @convention(c) (SSLObject) -> Int32
  let store: @convention(c) (SSLObject) -> SSLObject?

  // Connections
  let new: @convention(c) (SSLObject) -> SSLObject?
  let free: @convention(c) (SSLObject?) -> Void
  let control: @convention(c) (SSLObject, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let setData: @convention(c) (SSLObject, Int32, UnsafeMutableRawPointer?) -> Int32
  let data: @convention(c) (SSLObject, Int32) -> UnsafeMutableRawPointer?
  let setStreams: @convention(c) (SSLObject, SSLObject?, SSLObject?) -> Void
  let context: @convention(c) (SSLObject) -> SSLObject?
  let setContext: @convention(c) (SSLObject, SSLObject) -> SSLObject?
  let setMessageCallbackOf: @convention(c) (SSLObject, MessageCallback?) -> Void
  let beClient: @convention(c) (SSLObject) -> Void
  let beServer: @convention(c) (SSLObject) -> Void
  let verifyModeOf: @convention(c) (SSLObject) -> Int32
  let verifyCallbackOf: @convention(c) (SSLObject) -> SSLObject?
  let setVerifyModeOf: @convention(c) (SSLObject, Int32, SSLObject?) -> Void
  let setPostHandshakeAuthOf: @convention(c) (SSLObject, Int32) -> Void
  let setSessionPurpose: @convention(c) (SSLObject, Bytes, UInt32) -> Int32
  let verifyParametersOf: @convention(c) (SSLObject) -> SSLObject?
  let handshake: @convention(c) (SSLObject) -> Int32
  let read:
    @convention(c) (SSLObject, UnsafeMutableRawPointer, Int, UnsafeMutablePointer<Int>) -> Int32
  let write: @convention(c) (SSLObject, UnsafeRawPointer, Int, UnsafeMutablePointer<Int>) -> Int32
  let pending: @convention(c) (SSLObject) -> Int32
  let shutdown: @convention(c) (SSLObject) -> Int32
  let shutdownState: @convention(c) (SSLObject) -> Int32
  let setReadAhead: @convention(c) (SSLObject, Int32) -> Void
  let status: @convention(c) (SSLObject, Int32) -> Int32
  let askForCertificate: @convention(c) (SSLObject) -> Int32

  // What is known of a connection
  let isEstablished: @convention(c) (SSLObject) -> Int32
  let version: @convention(c) (SSLObject) -> CText?
  let chosenProtocol:
    @convention(c) (SSLObject, UnsafeMutablePointer<Bytes?>, UnsafeMutablePointer<UInt32>) -> Void
  let serverName: @convention(c) (SSLObject, Int32) -> CText?
  let compression: @convention(c) (SSLObject) -> SSLObject?
  let compressionNumber: @convention(c) (SSLObject) -> Int32
  let finished: @convention(c) (SSLObject, UnsafeMutableRawPointer, Int) -> Int
  let peerFinished: @convention(c) (SSLObject, UnsafeMutableRawPointer, Int) -> Int
  let peerCertificate: @convention(c) (SSLObject) -> SSLObject?
  let peerChain: @convention(c) (SSLObject) -> SSLObject?
  let verifiedChain: @convention(c) (SSLObject) -> SSLObject?
  let verifyResult: @convention(c) (SSLObject) -> Int

  // Ciphers
  let ciphers: @convention(c) (SSLObject) -> SSLObject?
  let clientCiphers: @convention(c) (SSLObject) -> SSLObject?
  let currentCipher: @convention(c) (SSLObject) -> SSLObject?
  let cipherName: @convention(c) (SSLObject) -> CText?
  let cipherVersion: @convention(c) (SSLObject) -> CText?
  let cipherBits: @convention(c) (SSLObject, UnsafeMutablePointer<Int32>?) -> Int32
  let cipherID: @convention(c) (SSLObject) -> UInt32
  let cipherDescription: @convention(c) (SSLObject, UnsafeMutablePointer<CChar>, Int32) -> CText?
  let isAuthenticating: @convention(c) (SSLObject) -> Int32
  let cipherNumber: @convention(c) (SSLObject) -> Int32
  let cipherDigest: @convention(c) (SSLObject) -> Int32
  let cipherExchange: @convention(c) (SSLObject) -> Int32
  let cipherAuthentication: @convention(c) (SSLObject) -> Int32

  // Sessions
  let session: @convention(c) (SSLObject) -> SSLObject?
  let setSession: @convention(c) (SSLObject, SSLObject) -> Int32
  let isReused: @convention(c) (SSLObject) -> Int32
  let copySession: @convention(c) (SSLObject) -> SSLObject?
  let freeSession: @convention(c) (SSLObject?) -> Void
  let sessionID: @convention(c) (SSLObject, UnsafeMutablePointer<UInt32>) -> Bytes?
  let sessionTime: @convention(c) (SSLObject) -> Int
  let sessionTimeout: @convention(c) (SSLObject) -> Int
  let ticketLifetime: @convention(c) (SSLObject) -> UInt
  let hasTicket: @convention(c) (SSLObject) -> Int32

  /// The loaded library; nil where there is none.
  nonisolated(unsafe) static let shared: Libssl? = {
    guard let library = DynamicLibrary(["libssl.so.3"]) else { return nil }
    return try? Libssl(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    anyMethod = try library.function("TLS_method")
    clientMethod = try library.function("TLS_client_method")
    serverMethod = try library.function("TLS_server_method")
    methodOfTLS1 = try library.function("TLSv1_method")
    methodOfTLS11 = try library.function("TLSv1_1_method")
    methodOfTLS12 = try library.function("TLSv1_2_method")
    newContext = try library.function("SSL_CTX_new")
    freeContext = try library.function("SSL_CTX_free")
    controlContext = try library.function("SSL_CTX_ctrl")
    controlContextCallback = try library.function("SSL_CTX_callback_ctrl")
    options = try library.function("SSL_CTX_get_options")
    setOptions = try library.function("SSL_CTX_set_options")
    clearOptions = try library.function("SSL_CTX_clear_options")
    verifyMode = try library.function("SSL_CTX_get_verify_mode")
    setVerifyMode = try library.function("SSL_CTX_set_verify")
    verifyParameters = try library.function("SSL_CTX_get0_param")
    securityLevel = try library.function("SSL_CTX_get_security_level")
    ticketCount = try library.function("SSL_CTX_get_num_tickets")
    setTicketCount = try library.function("SSL_CTX_set_num_tickets")
    setPostHandshakeAuth = try library.function("SSL_CTX_set_post_handshake_auth")
    setCiphers = try library.function("SSL_CTX_set_cipher_list")
    setProtocols = try library.function("SSL_CTX_set_alpn_protos")
    setProtocolCallback = try library.function("SSL_CTX_set_alpn_select_cb")
    selectProtocol = try library.function("SSL_select_next_proto")
    setKeylogCallback = try library.function("SSL_CTX_set_keylog_callback")
    setMessageCallback = try library.function("SSL_CTX_set_msg_callback")
    setClientKeyCallback = try library.function("SSL_CTX_set_psk_client_callback")
    setServerKeyCallback = try library.function("SSL_CTX_set_psk_server_callback")
    setKeyHint = try library.function("SSL_CTX_use_psk_identity_hint")
    passwordCallback = try library.function("SSL_CTX_get_default_passwd_cb")
    passwordData = try library.function("SSL_CTX_get_default_passwd_cb_userdata")
    setPasswordCallback = try library.function("SSL_CTX_set_default_passwd_cb")
    setPasswordData = try library.function("SSL_CTX_set_default_passwd_cb_userdata")
    useCertificateChain = try library.function("SSL_CTX_use_certificate_chain_file")
    useKey = try library.function("SSL_CTX_use_PrivateKey_file")
    checkKey = try library.function("SSL_CTX_check_private_key")
    loadLocations = try library.function("SSL_CTX_load_verify_locations")
    loadDefaults = try library.function("SSL_CTX_set_default_verify_paths")
    store = try library.function("SSL_CTX_get_cert_store")
    new = try library.function("SSL_new")
    free = try library.function("SSL_free")
    control = try library.function("SSL_ctrl")
    setData = try library.function("SSL_set_ex_data")
    data = try library.function("SSL_get_ex_data")
    setStreams = try library.function("SSL_set_bio")
    context = try library.function("SSL_get_SSL_CTX")
    setContext = try library.function("SSL_set_SSL_CTX")
    setMessageCallbackOf = try library.function("SSL_set_msg_callback")
    beClient = try library.function("SSL_set_connect_state")
    beServer = try library.function("SSL_set_accept_state")
    verifyModeOf = try library.function("SSL_get_verify_mode")
    verifyCallbackOf = try library.function("SSL_get_verify_callback")
    setVerifyModeOf = try library.function("SSL_set_verify")
    setPostHandshakeAuthOf = try library.function("SSL_set_post_handshake_auth")
    setSessionPurpose = try library.function("SSL_set_session_id_context")
    verifyParametersOf = try library.function("SSL_get0_param")
    handshake = try library.function("SSL_do_handshake")
    read = try library.function("SSL_read_ex")
    write = try library.function("SSL_write_ex")
    pending = try library.function("SSL_pending")
    shutdown = try library.function("SSL_shutdown")
    shutdownState = try library.function("SSL_get_shutdown")
    setReadAhead = try library.function("SSL_set_read_ahead")
    status = try library.function("SSL_get_error")
    askForCertificate = try library.function("SSL_verify_client_post_handshake")
    isEstablished = try library.function("SSL_is_init_finished")
    version = try library.function("SSL_get_version")
    chosenProtocol = try library.function("SSL_get0_alpn_selected")
    serverName = try library.function("SSL_get_servername")
    compression = try library.function("SSL_get_current_compression")
    compressionNumber = try library.function("COMP_get_type")
    finished = try library.function("SSL_get_finished")
    peerFinished = try library.function("SSL_get_peer_finished")
    peerCertificate = try library.function("SSL_get1_peer_certificate")
    peerChain = try library.function("SSL_get_peer_cert_chain")
    verifiedChain = try library.function("SSL_get0_verified_chain")
    verifyResult = try library.function("SSL_get_verify_result")
    ciphers = try library.function("SSL_get_ciphers")
    clientCiphers = try library.function("SSL_get_client_ciphers")
    currentCipher = try library.function("SSL_get_current_cipher")
    cipherName = try library.function("SSL_CIPHER_get_name")
    cipherVersion = try library.function("SSL_CIPHER_get_version")
    cipherBits = try library.function("SSL_CIPHER_get_bits")
    cipherID = try library.function("SSL_CIPHER_get_id")
    cipherDescription = try library.function("SSL_CIPHER_description")
    isAuthenticating = try library.function("SSL_CIPHER_is_aead")
    cipherNumber = try library.function("SSL_CIPHER_get_cipher_nid")
    cipherDigest = try library.function("SSL_CIPHER_get_digest_nid")
    cipherExchange = try library.function("SSL_CIPHER_get_kx_nid")
    cipherAuthentication = try library.function("SSL_CIPHER_get_auth_nid")
    session = try library.function("SSL_get1_session")
    setSession = try library.function("SSL_set_session")
    isReused = try library.function("SSL_session_reused")
    copySession = try library.function("SSL_SESSION_dup")
    freeSession = try library.function("SSL_SESSION_free")
    sessionID = try library.function("SSL_SESSION_get_id")
    sessionTime = try library.function("SSL_SESSION_get_time")
    sessionTimeout = try library.function("SSL_SESSION_get_timeout")
    ticketLifetime = try library.function("SSL_SESSION_get_ticket_lifetime_hint")
    hasTicket = try library.function("SSL_SESSION_has_ticket")
  }
}
