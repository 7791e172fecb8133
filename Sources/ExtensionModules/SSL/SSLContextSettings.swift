// Attributes of contexts.

import TaipanRuntime

enum SSLOption {
  private static func bit(_ n: UInt64) -> UInt64 { 1 << n }
  /// `SSL_OP_ALL` without the option that leaves out empty fragments, which protect old versions.
  static let all = bit(31) | bit(4) | bit(6)
  static let serverPreference = bit(22)
  static let noSSL3 = bit(25)
  static let noTLS1 = bit(26)
  static let noTLS12 = bit(27)
  static let noTLS11 = bit(28)
  static let noTLS13 = bit(29)
  static let versions = noSSL3 | noTLS1 | noTLS11 | noTLS12 | noTLS13
}

enum VerifyFlag {
  static let trustedFirst: UInt = 0x8000
}

enum SSLContextSettings {
  /// `X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS`.
  static let noPartialWildcards: UInt = 4

  static let getSets: [NativeGetSet] = [
    NativeGetSet("protocol", { a throws(Raised) in Value(SSLContextRef(a[0]).number) }),
    NativeGetSet("options", getOptions, set: setOptions),
    NativeGetSet("verify_mode", getVerifyMode, set: setVerifyMode),
    NativeGetSet("verify_flags", getVerifyFlags, set: setVerifyFlags),
    NativeGetSet("check_hostname", getChecksHostname, set: setChecksHostname),
    NativeGetSet("_host_flags", getHostFlags, set: setHostFlags),
    NativeGetSet("minimum_version", getMinimum, set: setMinimum),
    NativeGetSet("maximum_version", getMaximum, set: setMaximum),
    NativeGetSet("num_tickets", getTicketCount, set: setTicketCount),
    NativeGetSet("post_handshake_auth", getAuthenticatesLater, set: setAuthenticatesLater),
    NativeGetSet("security_level", securityLevel),
  ]
  private static var library: Libssl { SSLContextRef.library }
  private static var certificates: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }

  /// - Throws: TypeError for `del`.
  private static func given(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "function takes at least one argument") }
    return a[1]
  }

  /// - Throws: TypeError for what is no int, OverflowError for what is no word without sign.
  private static func unsigned(_ a: Args) throws(Raised) -> UInt {
    let value = try given(a)
    if !value.isAnyInt {
      throw raise(.typeError, "argument must be int, not \(value.argumentTypeName)")
    }
    if value.intSign < 0 {
      throw raise(.overflowError, "can't convert negative int to unsigned")
    }
    var number: UInt = 0
    let fits = withUnsafeMutableBytes(of: &number) {
      IntBytes.write(
        value, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
    if !fits { throw raise(.overflowError, "int too big to convert") }
    return number
  }

  // MARK: Options

  static func getOptions(_ a: Args) throws(Raised) -> Value {
    Value(UInt(library.options(SSLContextRef(a[0]).context)))
  }

  static func setOptions(_ a: Args) throws(Raised) -> Value {
    let wanted = UInt64(try unsigned(a))
    let context = SSLContextRef(a[0]).context
    let current = library.options(context)
    let (cleared, set) = (current & ~wanted, ~current & wanted)
    if set & SSLOption.versions != 0 {
      try Warnings.warn(
        .deprecationWarning, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", stackLevel: 2)
    }
    if cleared != 0 { _ = library.clearOptions(context, cleared) }
    if set != 0 { _ = library.setOptions(context, set) }
    return .none
  }

  // MARK: Verification

  static func getVerifyMode(_ a: Args) throws(Raised) -> Value {
    guard let mode = SSLContextRef(a[0]).verifyMode else {
      throw SSLErrors.error.raised("invalid return value from SSL_CTX_get_verify_mode")
    }
    return Value(mode)
  }

  static func setVerifyMode(_ a: Args) throws(Raised) -> Value {
    try SSLContextRef(a[0]).setVerifyMode(try Convert.cInt(try given(a)))
    return .none
  }

  static func getVerifyFlags(_ a: Args) throws(Raised) -> Value {
    Value(certificates.verifyFlags(SSLContextRef(a[0]).verifyParameters))
  }

  static func setVerifyFlags(_ a: Args) throws(Raised) -> Value {
    let wanted = try unsigned(a)
    let parameters = SSLContextRef(a[0]).verifyParameters
    let current = certificates.verifyFlags(parameters)
    let (cleared, set) = (current & ~wanted, ~current & wanted)
    if cleared != 0, certificates.clearVerifyFlags(parameters, cleared) == 0 {
      throw SSLErrors.fromLibrary(nil)
    }
    if set != 0, certificates.setVerifyFlags(parameters, set) == 0 {
      throw SSLErrors.fromLibrary(nil)
    }
    return .none
  }

  static func getChecksHostname(_ a: Args) throws(Raised) -> Value {
    Value(SSLContextRef(a[0]).p.pointee.checksHostname)
  }

  static func setChecksHostname(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    let checks = try Convert.truth(try given(a))
    if checks, ref.verifyMode == 0 { try ref.setVerifyMode(2) }
    ref.p.pointee.checksHostname = checks
    return .none
  }

  static func getHostFlags(_ a: Args) throws(Raised) -> Value {
    Value(SSLContextRef(a[0]).p.pointee.hostFlags)
  }

  static func setHostFlags(_ a: Args) throws(Raised) -> Value {
    let number = try Convert.index(try given(a))
    guard let n = number.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C unsigned int")
    }
    let flags = UInt32(truncatingIfNeeded: n)
    let ref = SSLContextRef(a[0])
    ref.p.pointee.hostFlags = UInt(flags)
    certificates.setHostFlags(ref.verifyParameters, flags)
    return .none
  }

  // MARK: Versions

  private enum Version {
    static let minimumSupported = -2
    static let maximumSupported = -1
    static let ssl3 = 0x300
    static let tls1 = 0x301
    static let tls11 = 0x302
    static let tls13 = 0x304
  }

  static func getMinimum(_ a: Args) throws(Raised) -> Value {
    let version = library.controlContext(
      SSLContextRef(a[0]).context, SSLControl.getMinimum, 0, nil)
    return Value(version == 0 ? Version.minimumSupported : version)
  }
  static func getMaximum(_ a: Args) throws(Raised) -> Value {
    let version = library.controlContext(
      SSLContextRef(a[0]).context, SSLControl.getMaximum, 0, nil)
    return Value(version == 0 ? Version.maximumSupported : version)
  }
  static func setMinimum(_ a: Args) throws(Raised) -> Value {
    // The highest minimum that exists stands for "the maximum", and 0 for "no limit".
    try setBound(
      a, SSLControl.setMinimum,
      [Version.minimumSupported: 0, Version.maximumSupported: Version.tls13])
  }
  static func setMaximum(_ a: Args) throws(Raised) -> Value {
    try setBound(
      a, SSLControl.setMaximum,
      [Version.maximumSupported: 0, Version.minimumSupported: Version.tls1])
  }

  private static func setBound(_ a: Args, _ command: Int32, _ ends: [Int: Int]) throws(Raised)
    -> Value
  {
    let version = try Convert.cInt(try given(a))
    let ref = SSLContextRef(a[0])
    let changeable = [
      SSLContextRef.Number.any, SSLContextRef.Number.client, SSLContextRef.Number.server,
    ]
    if !changeable.contains(ref.number) {
      throw raise(
        .valueError,
        "The context's protocol doesn't support modification of highest and lowest version.")
    }
    if ends[version] == nil, version < Version.ssl3 || version > Version.tls13 {
      throw raise(
        .valueError,
        "Unsupported TLS/SSL version 0x\(String(UInt32(truncatingIfNeeded: version), radix: 16))")
    }
    let names = [
      Version.ssl3: "SSLv3", Version.tls1: "TLSv1", Version.tls11: "TLSv1_1",
    ]
    if let name = names[version] {
      try Warnings.warn(
        .deprecationWarning, "ssl.TLSVersion.\(name) is deprecated", stackLevel: 2)
    }
    if library.controlContext(ref.context, command, ends[version] ?? version, nil) == 0 {
      throw raise(
        .valueError,
        "Unsupported protocol version 0x\(String(UInt32(truncatingIfNeeded: version), radix: 16))")
    }
    return .none
  }

  // MARK: Others

  static func getTicketCount(_ a: Args) throws(Raised) -> Value {
    Value(library.ticketCount(SSLContextRef(a[0]).context))
  }

  static func setTicketCount(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    let count = try Convert.machineInt(try given(a))
    if count < 0 { throw raise(.valueError, "value must be non-negative") }
    if ref.number != SSLContextRef.Number.server {
      throw raise(.valueError, "SSLContext is not a server context.")
    }
    if library.setTicketCount(ref.context, count) != 1 {
      throw raise(.valueError, "failed to set num tickets.")
    }
    return .none
  }

  static func getAuthenticatesLater(_ a: Args) throws(Raised) -> Value {
    Value(SSLContextRef(a[0]).p.pointee.authenticatesLater)
  }

  static func setAuthenticatesLater(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    let ref = SSLContextRef(a[0])
    let isWanted = try Convert.truth(a[1])
    ref.p.pointee.authenticatesLater = isWanted
    library.setPostHandshakeAuth(ref.context, isWanted ? 1 : 0)
    return .none
  }

  static func securityLevel(_ a: Args) throws(Raised) -> Value {
    Value(Int(library.securityLevel(SSLContextRef(a[0]).context)))
  }
}
