// SipHash-1-3 as CPython uses it for str and bytes (Python/pyhash.c; Aumasson and Bernstein 2012),
// keyed by PYTHONHASHSEED in the same way, so that a fixed seed gives the same hashes.

import CTaipan
import Glibc

public enum StringHash {
  nonisolated(unsafe) private static var key0: UInt64 = 0
  nonisolated(unsafe) private static var key1: UInt64 = 0
  /// The seed that the environment asked for; nil when random.
  nonisolated(unsafe) public private(set) static var seed: UInt32? = nil

  /// Chooses the key: `PYTHONHASHSEED` if it is a number, random otherwise.
  public static func start(ignoringEnvironment: Bool) {
    if !ignoringEnvironment, let text = getenv("PYTHONHASHSEED"),
      let number = UInt32(String(cString: text))
    {
      seed = number
      setKeys(number)
      return
    }
    var random: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &random) { taipan_random($0.baseAddress, 16) }
    (key0, key1) = random
  }

  /// A number that is as random as the hashes: never 0.
  static var random: UInt64 { sip(key0, key1, "names", 5) | 1 }

  /// The linear congruential generator by which a seed becomes a key; seed 0 is the zero key.
  private static func setKeys(_ seed: UInt32) {
    if seed == 0 {
      (key0, key1) = (0, 0)
      return
    }
    var x = seed
    var bytes: [UInt8] = []
    for _ in 0..<16 {
      x = x &* 214013 &+ 2_531_011
      bytes.append(UInt8(truncatingIfNeeded: x >> 16))
    }
    (key0, key1) = bytes.withUnsafeBytes {
      ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
  }

  @inline(__always) private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 {
    x << n | x >> (64 - n)
  }

  /// The hash of `count` bytes; never -1, and 0 only for no bytes.
  public static func hash(_ data: UnsafeRawPointer, _ count: Int) -> Int {
    if count == 0 { return 0 }
    let hash = Int(bitPattern: UInt(sip(key0, key1, data, count)))
    return hash == -1 ? -2 : hash
  }

  /// SipHash-1-3 under a key of one's own, as `.pyc` files store it for their source.
  public static func keyed(_ key: UInt64, _ data: UnsafeRawPointer, _ count: Int) -> UInt64 {
    sip(key, 0, data, count)
  }

  /// The last `count` bytes, less than 8, little-endian; `before` bytes lie in front of them.
  @inline(__always)
  private static func tail(_ data: UnsafeRawPointer, _ count: Int, after before: Int) -> UInt64 {
    if count == 0 { return 0 }
    if before > 0 {
      let end = data.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      return end &>> UInt64(64 - 8 * count)
    }
    if count >= 4 {
      // Two reads of four bytes that overlap.
      let low = UInt64(data.loadUnaligned(as: UInt32.self))
      let high = UInt64(data.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
      return low | high &<< UInt64(8 * (count - 4))
    }
    let first = UInt64(data.load(as: UInt8.self))
    let middle = UInt64(data.load(fromByteOffset: count >> 1, as: UInt8.self))
    let last = UInt64(data.load(fromByteOffset: count - 1, as: UInt8.self))
    return first | middle &<< UInt64(8 * (count >> 1)) | last &<< UInt64(8 * (count - 1))
  }

  @inline(__always)
  private static func sip(
    _ key0: UInt64, _ key1: UInt64, _ data: UnsafeRawPointer, _ count: Int
  ) -> UInt64 {
    var v0 = key0 ^ 0x736f_6d65_7073_6575
    var v1 = key1 ^ 0x646f_7261_6e64_6f6d
    var v2 = key0 ^ 0x6c79_6765_6e65_7261
    var v3 = key1 ^ 0x7465_6462_7974_6573
    func round() {
      v0 = v0 &+ v1
      v2 = v2 &+ v3
      v1 = rotate(v1, 13) ^ v0
      v3 = rotate(v3, 16) ^ v2
      v0 = rotate(v0, 32)
      v2 = v2 &+ v1
      v0 = v0 &+ v3
      v1 = rotate(v1, 17) ^ v2
      v3 = rotate(v3, 21) ^ v0
      v2 = rotate(v2, 32)
    }
    var index = 0
    while index + 8 <= count {
      let m = data.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      v3 ^= m
      round()
      v0 ^= m
      index += 8
    }
    let last = UInt64(count) << 56 | tail(data + index, count & 7, after: index)
    v3 ^= last
    round()
    v0 ^= last
    v2 ^= 0xFF
    round()
    round()
    round()
    return v0 ^ v1 ^ v2 ^ v3
  }
}
