// The library's error codes by the names that they have in its headers and in `SSLError`.
//
// The library itself tells a text for each code, and nearly always that is its name in small letters with
// blanks; the exceptions are listed.

import TaipanRuntime

enum SSLReasons {
  static let system = 2
  private static let ssl = 20

  /// A code has 8 bits for the library that failed and 23 for the reason; a set bit 31 means `errno`.
  private static let systemFlag: UInt = 0x8000_0000
  /// Reasons that all libraries share have one of these bits, and no name.
  private static let commonFlags = 0xC0000

  static func library(of code: UInt) -> Int {
    code & systemFlag != 0 ? system : Int(code >> 23 & 0xFF)
  }

  static func reason(of code: UInt) -> Int {
    code & systemFlag != 0 ? Int(code & 0x7FFF_FFFF) : Int(code & 0x7F_FFFF)
  }

  static func isVerification(_ code: UInt) -> Bool { isReason(134, code) }
  static func isUnexpectedEnd(_ code: UInt) -> Bool { isReason(294, code) }

  private static func isReason(_ reason: Int, _ code: UInt) -> Bool {
    library(of: code) == ssl && self.reason(of: code) == reason
  }

  /// PEM data ended before there was anything to read.
  static func isEndOfPEM(_ code: UInt) -> Bool { library(of: code) == 9 && reason(of: code) == 108 }

  static func text(of code: UInt) -> String? {
    LibcryptoStreams.shared.unsafelyUnwrapped.errorReason(code).map { String(cString: $0) }
  }

  /// The names of a code's library and reason; nil for unknown ones.
  static func names(of code: UInt) -> (library: String?, reason: String?) {
    let number = library(of: code)
    let name = libraries.first { $0.number == number }.map { "\($0.name)" }
    return (name, reasonName(code))
  }

  private static func reasonName(_ code: UInt) -> String? {
    let (library, reason) = (library(of: code), reason(of: code))
    if library == system || reason & commonFlags != 0 { return nil }
    if let known = exceptions.first(where: { $0.library == library && $0.reason == reason }) {
      return "\(known.name)"
    }
    guard var text = text(of: code) else { return nil }
    // What began with "sslv3 alert" in earlier versions of the library, and still does in the header.
    let renamed = "ssl/tls alert"
    if library == ssl, text.hasPrefix(renamed) {
      text = "sslv3 alert" + text.dropFirst(renamed.count)
    }
    return String(
      text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return Character(UnicodeScalar(byte - 32))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          return Character(UnicodeScalar(byte))
        default: return "_"
        }
      })
  }

  private static let libraries: [(name: StaticString, number: Int)] = [
    ("NONE", 1), ("SYS", 2), ("BN", 3), ("RSA", 4), ("DH", 5), ("EVP", 6), ("BUF", 7), ("OBJ", 8),
    ("PEM", 9), ("DSA", 10), ("X509", 11), ("ASN1", 13), ("CONF", 14), ("CRYPTO", 15), ("EC", 16),
    ("SSL", 20), ("OFFSET", 23), ("BIO", 32), ("PKCS7", 33), ("X509V3", 34), ("PKCS12", 35),
    ("RAND", 36), ("DSO", 37), ("ENGINE", 38), ("OCSP", 39), ("UI", 40), ("COMP", 41),
    ("ECDSA", 42), ("ECDH", 43), ("OSSL_STORE", 44), ("FIPS", 45), ("CMS", 46), ("TS", 47),
    ("HMAC", 48), ("CT", 50), ("ASYNC", 51), ("KDF", 52), ("SM2", 53), ("ESS", 54), ("PROP", 55),
    ("CRMF", 56), ("PROV", 57), ("CMP", 58), ("OSSL_ENCODER", 59), ("OSSL_DECODER", 60),
    ("HTTP", 61), ("USER", 128), ("MASK", 255),
  ]

  /// Reasons whose text is not made of their name.
  private static let exceptions: [(library: Int, reason: Int, name: StaticString)] = [
    (4, 135, "SLEN_RECOVERY_FAILED"), (4, 136, "SLEN_CHECK_FAILED"), (5, 102, "INVALID_PUBKEY"),
    (6, 142, "EXPECTING_A_EC_KEY"), (6, 162, "PARTIALLY_OVERLAPPING"),
    (6, 219, "EXPECTING_A_ECX_KEY"), (10, 110, "SEED_LEN_SMALL"),
    (20, 158, "AT_LEAST_TLS_1_2_NEEDED_IN_SUITEB_MODE"),
    (20, 330, "NO_GOST_CERTIFICATE_SENT_BY_PEER"), (20, 358, "MISSING_SRP_PARAM"),
    (20, 361, "SRP_A_CALC"), (20, 380, "ILLEGAL_SUITEB_DIGEST"),
    (36, 101, "FUNC_NOT_IMPLEMENTED"), (36, 123, "FWRITE_ERROR"), (37, 100, "CTRL_FAILED"),
    (37, 102, "FINISH_FAILED"), (37, 103, "LOAD_FAILED"), (37, 104, "NULL_HANDLE"),
    (37, 105, "STACK_ERROR"), (37, 106, "SYM_FAILURE"), (37, 107, "UNLOAD_FAILED"),
    (37, 108, "UNSUPPORTED"), (38, 105, "ENGINE_IS_NOT_IN_LIST"), (38, 108, "ID_OR_NAME_MISSING"),
    (40, 109, "SYSASSIGN_ERROR"), (40, 110, "SYSDASSGN_ERROR"), (40, 111, "SYSQIOW_ERROR"),
    (47, 136, "VAR_LOOKUP_FAILURE"), (47, 137, "CANNOT_LOAD_CERT"), (47, 138, "CANNOT_LOAD_KEY"),
  ]
}
