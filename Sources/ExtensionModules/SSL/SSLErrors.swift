// The exceptions of `ssl`, and which of them a failure of the library becomes.
//
// Messages end with a place in the C source of CPython's module, as programs that search logs for them know
// them; `SSLPlace` has those of CPython 3.13.5.

import Glibc
import TaipanRuntime

/// The line that a message names.
enum SSLPlace: Int {
  case serverName = 777
  case serverOfClientContext = 820
  case clientOfServerContext = 827
  case handshakeWithoutSocket = 970
  case handshakeTimeout = 1012
  case handshake = 1029
  case writeWithoutSocket = 2423
  case write = 2495
  case readWithoutSocket = 2568
  case read = 2650
  case shutdownWithoutSocket = 2697
  case shutdown = 2777
  case postHandshake = 2854
  case certificateChain = 4093
  case privateKey = 4114
  case certificateData = 4212
  case certificateDataEnd = 4225
  case verifyLocations = 4346
  case dhParameters = 4401
  case clientKeyCallback = 5008
  case serverKeyCallback = 5119
}

/// What `SSL_get_error` says, and what `ssl` adds to it.
enum SSLStatus {
  static let none: Int32 = 0
  static let ssl: Int32 = 1
  static let wantRead: Int32 = 2
  static let wantWrite: Int32 = 3
  static let wantLookup: Int32 = 4
  static let systemCall: Int32 = 5
  static let zeroReturn: Int32 = 6
  static let wantConnect: Int32 = 7
  static let endOfFile = 8
  static let invalidCode = 10
}

/// How a call of the library ended.
struct SSLOutcome {
  var result: Int32
  /// One of `SSLStatus`.
  var status: Int32
  /// `errno` of the socket's last system call; 0 if it did not fail.
  var systemError: Int32
}

enum SSLErrors {
  static let error: NativeError = {
    let error = make(
      "SSLError", TupleRef.of(BuiltinType.osError.value),
      "An error occurred in the SSL implementation.")
    NativeTypes.add(methods, to: TypeRef(error.type))
    TypeRef(error.type).p.pointee.flags.insert(.immutable)
    return error
  }()
  static let verification = make(
    "SSLCertVerificationError", TupleRef.of(error.type, BuiltinType.valueError.value),
    "A certificate could not be verified.")
  static let zeroReturn = make(
    "SSLZeroReturnError", TupleRef.of(error.type), "SSL/TLS session closed cleanly.")
  static let wantRead = make(
    "SSLWantReadError", TupleRef.of(error.type),
    "Non-blocking SSL socket needs to read more data\nbefore the requested operation can be completed."
  )
  static let wantWrite = make(
    "SSLWantWriteError", TupleRef.of(error.type),
    "Non-blocking SSL socket needs to write more data\nbefore the requested operation can be completed."
  )
  static let systemCall = make(
    "SSLSyscallError", TupleRef.of(error.type), "System error when attempting SSL operation.")
  static let endOfFile = make(
    "SSLEOFError", TupleRef.of(error.type), "SSL/TLS connection terminated abruptly.")

  static let all: [(name: StaticString, error: NativeError)] = [
    ("SSLError", error), ("SSLCertVerificationError", verification),
    ("SSLZeroReturnError", zeroReturn), ("SSLWantReadError", wantRead),
    ("SSLWantWriteError", wantWrite), ("SSLSyscallError", systemCall),
    ("SSLEOFError", endOfFile),
  ]

  private static let methods: [NativeMethod] = [NativeMethod("__str__", "($self, /)", str)]

  private static func make(_ name: String, _ bases: TupleRef, _ doc: String) -> NativeError {
    NativeError(name, module: "ssl", bases: bases, doc: doc)
  }

  /// The message alone where there is one: the number is the library's, of no use to readers.
  private static func str(_ a: Args) throws(Raised) -> Value {
    let exception = ExceptionRef(a[0])
    let message = exception.extra(ExceptionFields.strerror)
    if message.isPresent, message.isStr { return message }
    return try Convert.str(exception.args.value).value
  }

  // MARK: Making exceptions

  private static var library: LibcryptoStreams { LibcryptoStreams.shared.unsafelyUnwrapped }

  /// An exception of this module's own making.
  static func raised(_ text: String, _ place: SSLPlace) -> Raised {
    LibcryptoStreams.shared?.clearErrors()
    return raised(error, number: 0, text: text, code: 0, place, nil)
  }

  /// The exception for the last error in the library's list, which is emptied.
  static func fromLibrary(_ place: SSLPlace?) -> Raised {
    let code = library.lastError()
    library.clearErrors()
    return raised(
      error, number: SSLReasons.reason(of: code), text: nil, code: code, place, nil)
  }

  /// As `fromLibrary`, but OSError where the first of the errors is one of the system: a file that cannot be
  /// opened.
  static func fromFile(_ place: SSLPlace) -> Raised {
    let first = library.firstError()
    if SSLReasons.library(of: first) == SSLReasons.system {
      library.clearErrors()
      return raiseOS(Int32(truncatingIfNeeded: SSLReasons.reason(of: first)))
    }
    return fromLibrary(place)
  }

  /// The exception for an operation on a connection that failed.
  static func raised(
    _ outcome: SSLOutcome, of connection: SSLSocketRef, _ place: SSLPlace
  ) -> Raised {
    let code = library.lastError()
    defer { library.clearErrors() }
    switch outcome.status {
    case SSLStatus.zeroReturn:
      return raised(
        zeroReturn, number: 6, text: "TLS/SSL connection has been closed (EOF)", code: code, place,
        connection)
    case SSLStatus.wantRead:
      return raised(
        wantRead, number: 2, text: "The operation did not complete (read)", code: code, place,
        connection)
    case SSLStatus.wantWrite:
      return raised(
        wantWrite, number: 3, text: "The operation did not complete (write)", code: code, place,
        connection)
    case SSLStatus.wantLookup:
      return raised(
        error, number: 4, text: "The operation did not complete (X509 lookup)", code: code, place,
        connection)
    case SSLStatus.wantConnect:
      return raised(
        error, number: 7, text: "The operation did not complete (connect)", code: code, place,
        connection)
    case SSLStatus.systemCall: return systemCall(outcome, code, connection, place)
    case SSLStatus.ssl: return protocolError(code, connection, place)
    default:
      return raised(
        error, number: SSLStatus.invalidCode, text: "Invalid error code", code: code, place,
        connection)
    }
  }

  private static func systemCall(
    _ outcome: SSLOutcome, _ code: UInt, _ connection: SSLSocketRef, _ place: SSLPlace
  ) -> Raised {
    if code == 0 {
      if outcome.systemError != 0 { return raiseOS(outcome.systemError) }
      return raised(
        endOfFile, number: SSLStatus.endOfFile, text: "EOF occurred in violation of protocol",
        code: 0, place, connection)
    }
    if SSLReasons.library(of: code) == SSLReasons.system {
      return raiseOS(Int32(truncatingIfNeeded: SSLReasons.reason(of: code)))
    }
    let kind = SSLReasons.isVerification(code) ? verification : error
    return raised(kind, number: 5, text: nil, code: code, place, connection)
  }

  private static func protocolError(
    _ code: UInt, _ connection: SSLSocketRef, _ place: SSLPlace
  ) -> Raised {
    if code == 0 {
      return raised(
        error, number: 1, text: "A failure in the SSL library occurred", code: 0, place, connection)
    }
    if SSLReasons.isUnexpectedEnd(code) {
      return raised(
        endOfFile, number: SSLStatus.endOfFile, text: "EOF occurred in violation of protocol",
        code: code, place, connection)
    }
    let kind = SSLReasons.isVerification(code) ? verification : error
    return raised(kind, number: 1, text: nil, code: code, place, connection)
  }

  /// - Parameter code: the library's error; 0 for none.
  private static func raised(
    _ kind: NativeError, number: Int, text: String?, code: UInt, _ place: SSLPlace?,
    _ connection: SSLSocketRef?
  ) -> Raised {
    let (libraryName, reason) = code == 0 ? (nil, nil) : SSLReasons.names(of: code)
    var message = text ?? (code == 0 ? nil : SSLReasons.text(of: code)) ?? "unknown error"
    var verifyCode = 0
    var verifyMessage = Value.none
    let isVerification = kind.type === verification.type
    if isVerification, let connection {
      verifyCode = connection.verifyResult
      verifyMessage = verificationMessage(verifyCode, connection)
    }
    if isVerification, verifyMessage.isStr, reason != nil {
      message += ": " + StrRef(verifyMessage).text
    }
    if let libraryName {
      message = "[\(libraryName)\(reason.map { ": \($0)" } ?? "")] \(message)"
    }
    if let place { message += " (_ssl.c:\(place.rawValue))" }
    do throws(Raised) {
      let exception = try Call.function(kind.type, Value(number), Value(message))
      try Attributes.set(exception, "reason", reason.map { Value($0) } ?? .none)
      try Attributes.set(exception, "library", libraryName.map { Value($0) } ?? .none)
      if isVerification {
        try Attributes.set(exception, "verify_code", Value(verifyCode))
        try Attributes.set(exception, "verify_message", verifyMessage)
      }
      return setRaised(exception)
    } catch {
      return error
    }
  }

  private static func verificationMessage(_ code: Int, _ connection: SSLSocketRef) -> Value {
    let (hostnameMismatch, addressMismatch) = (62, 64)
    if code == hostnameMismatch || code == addressMismatch {
      let name = connection.p.pointee.serverHostname
      let text = name.isPresent && name.isStr ? StrRef(name).text : "None"
      let what = code == hostnameMismatch ? "Hostname" : "IP address"
      return Value("\(what) mismatch, certificate is not valid for '\(text)'.")
    }
    guard let text = LibcryptoCertificates.shared.unsafelyUnwrapped.verifyErrorText(code) else {
      return .none
    }
    return Value(String(cString: text))
  }
}
