// `pbkdf2_hmac` and `scrypt`: keys from passwords.

import TaipanRuntime

enum KeyDerivation {
  private static var library: Libcrypto { Libcrypto.shared.unsafelyUnwrapped }
  private static let largest = Int(Int32.max)

  private static func bytes(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    let memory = try Buffers.read(value)
    // The library wants an address even for no bytes.
    return memory.baseAddress == nil
      ? UnsafeBufferPointer(start: UnsafePointer(bitPattern: 16), count: 0) : memory
  }

  private static func text(_ memory: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar> {
    UnsafeRawPointer(memory.baseAddress.unsafelyUnwrapped).assumingMemoryBound(to: CChar.self)
  }

  static func pbkdf2(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(
        .typeError, "pbkdf2_hmac() argument 'hash_name' must be str, not \(a[0].argumentTypeName)")
    }
    let password = try bytes(a[1])
    let salt = try bytes(a[2])
    let iterations = try Convert.machineInt(a[3])
    let digest = try OpenSSLModule.digest(a[0])
    if password.count > largest { throw raise(.overflowError, "password is too long.") }
    if salt.count > largest { throw raise(.overflowError, "salt is too long.") }
    if iterations < 1 { throw raise(.valueError, "iteration value must be greater than 0.") }
    if iterations > largest { throw raise(.overflowError, "iteration value is too great.") }
    let isGiven = a[4].isPresent && !a[4].isNone
    let size = isGiven ? try Convert.machineInt(a[4]) : Int(library.digestSize(digest))
    if size < 1 { throw raise(.valueError, "key length must be greater than 0.") }
    if size > largest { throw raise(.overflowError, "key length is too great.") }
    let key = BytesRef.make(count: size)
    let done = library.pbkdf2(
      text(password), Int32(password.count), salt.baseAddress.unsafelyUnwrapped,
      Int32(salt.count), Int32(iterations), digest, Int32(size), key.data)
    if done != 1 { throw raise(.valueError, library.complaint("pbkdf2_hmac failed")) }
    return key.value
  }

  private static func cost(_ value: Value, _ name: String) throws(Raised) -> UInt64 {
    if value.isAbsent || value.isNone || !value.isAnyInt {
      throw raise(.typeError, "\(name) is required and must be an unsigned int")
    }
    guard let n = value.asMachineInt, n >= 0 else {
      throw raise(.typeError, "\(name) is required and must be an unsigned int")
    }
    return UInt64(n)
  }

  static func scrypt(_ a: Args) throws(Raised) -> Value {
    let password = try bytes(a[0])
    if a[1].isAbsent || a[1].isNone { throw raise(.typeError, "salt is required") }
    let salt = try bytes(a[1])
    let n = try cost(a[2], "n")
    if n < 2 || n & (n - 1) != 0 { throw raise(.valueError, "n must be a power of 2.") }
    let r = try cost(a[3], "r")
    let p = try cost(a[4], "p")
    let memory = a[5].isPresent ? try Convert.machineInt(a[5]) : 0
    if memory < 0 || memory > largest {
      throw raise(.valueError, "maxmem must be positive and smaller than \(largest)")
    }
    let size = a[6].isPresent ? try Convert.machineInt(a[6]) : 64
    if size < 1 || size > largest {
      throw raise(.valueError, "dklen must be greater than 0 and smaller than \(largest)")
    }
    // Without room for the result the parameters alone are checked.
    if library.scrypt(nil, 0, nil, 0, n, r, p, UInt64(memory), nil, 0) != 1 {
      throw raise(
        .valueError, library.complaint("Invalid parameter combination for n, r, p, maxmem."))
    }
    let key = BytesRef.make(count: size)
    let done = library.scrypt(
      text(password), password.count, salt.baseAddress.unsafelyUnwrapped, salt.count, n, r, p,
      UInt64(memory), key.data, size)
    if done != 1 { throw raise(.valueError, library.complaint("scrypt failed")) }
    return key.value
  }
}
