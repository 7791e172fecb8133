// The module `_random`: the Mersenne twister MT19937 (Matsumoto and Nishimura 1998).

import CTaipan
import TaipanRuntime

/// The generator's state lies in the object behind the header: 624 words and the index.
struct RandomLayout {
  var header: Header
  var index: Int
}

struct RandomRef: TypedRef {
  let p: UnsafeMutablePointer<RandomLayout>
  static let words = 624
  static let size = MemoryLayout<RandomLayout>.size + words * 4

  var state: UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(p + 1).assumingMemoryBound(to: UInt32.self)
  }

  /// 32 random bits.
  func next() -> UInt32 {
    if p.pointee.index >= RandomRef.words { refill() }
    var y = state[p.pointee.index]
    p.pointee.index += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9D2C_5680
    y ^= y << 15 & 0xEFC6_0000
    return y ^ y >> 18
  }

  private func refill() {
    let mt = state
    let (n, m) = (RandomRef.words, 397)
    func mix(_ i: Int, _ following: Int, _ source: Int) {
      let y = mt[i] & 0x8000_0000 | mt[following] & 0x7FFF_FFFF
      mt[i] = mt[source] ^ y >> 1 ^ (y & 1 != 0 ? 0x9908_B0DF : 0)
    }
    for i in 0..<(n - m) { mix(i, i + 1, i + m) }
    for i in (n - m)..<(n - 1) { mix(i, i + 1, i + m - n) }
    mix(n - 1, 0, m - 1)
    p.pointee.index = 0
  }

  private func seed(word: UInt32) {
    state[0] = word
    for i in 1..<RandomRef.words {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ state[i - 1] >> 30) &+ UInt32(i)
    }
    p.pointee.index = RandomRef.words
  }

  /// `init_by_array` of the published generator.
  func seed(key: [UInt32]) {
    seed(word: 19_650_218)
    let n = RandomRef.words
    var (i, j) = (1, 0)
    for _ in 0..<max(n, key.count) {
      state[i] =
        (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_664_525) &+ key[j] &+ UInt32(j)
      i += 1
      j += 1
      if i >= n {
        state[0] = state[n - 1]
        i = 1
      }
      if j >= key.count { j = 0 }
    }
    for _ in 0..<(n - 1) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_566_083_941) &- UInt32(i)
      i += 1
      if i >= n {
        state[0] = state[n - 1]
        i = 1
      }
    }
    state[0] = 0x8000_0000
  }
}

public enum RandomModule {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, /, *args, **kwargs)", initialize),
    NativeMethod("random", "($self, /)", random),
    NativeMethod("seed", "($self, n=None, /)", seed),
    NativeMethod("getstate", "($self, /)", getState),
    NativeMethod("setstate", "($self, state, /)", setState),
    NativeMethod("getrandbits", "($self, k, /)", getRandomBits),
  ]
  static let spec = TypeSpec(
    "_random.Random", size: RandomRef.size, flags: [.baseable], traceKind: .none,
    methods: methods,
    doc: "Random() -> create a random number generator with its own internal state.")

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_random", [])
    module.dict.setStr(
      "__doc__", Value("Module implements the Mersenne Twister random number generator."))
    module.dict.setStr("Random", NativeTypes.make(spec).value)
    return module
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "Random() takes no keyword arguments") }
    if a.count > 2 {
      throw raise(.typeError, "Random() takes at most 1 argument (\(a.count - 1) given)")
    }
    return try seed(a)
  }

  static func random(_ a: Args) throws(Raised) -> Value {
    let generator = RandomRef(a[0])
    let high = generator.next() >> 5
    let low = generator.next() >> 6
    return Value((Double(high) * 67_108_864 + Double(low)) * (1 / 9_007_199_254_740_992))
  }

  static func seed(_ a: Args) throws(Raised) -> Value {
    let given = a.optional(1)
    let generator = RandomRef(a[0])
    if given.isAbsent || given.isNone {
      var key = [UInt32](repeating: 0, count: RandomRef.words)
      key.withUnsafeMutableBytes { taipan_random($0.baseAddress, $0.count) }
      generator.seed(key: key)
      return .none
    }
    var number = given
    if !given.isAnyInt {
      number = Value(UInt(bitPattern: try Hash.of(given)))
    } else if !given.isInt, !given.isExactly(.int) {
      number = try Operators.absolute(given)
    }
    generator.seed(key: words(of: number))
    return .none
  }

  /// The magnitude in words of 32 bits, at least one.
  private static func words(of number: Value) -> [UInt32] {
    let magnitude = number.intSign < 0 ? IntMath.negate(number) : number
    let count = max(1, (IntMath.bitLength(magnitude) + 31) / 32)
    var key = [UInt32](repeating: 0, count: count)
    _ = key.withUnsafeMutableBytes {
      IntBytes.write(
        magnitude, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
    return key
  }

  static func getRandomBits(_ a: Args) throws(Raised) -> Value {
    let index = try Convert.index(a[1])
    if index.intSign < 0 { throw raise(.valueError, "number of bits must be non-negative") }
    guard let bits = index.asMachineInt, bits <= Int(Int32.max) else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    let generator = RandomRef(a[0])
    if bits == 0 { return Value(0) }
    if bits <= 32 { return Value(Int(generator.next() >> UInt32(32 - bits))) }
    var out = [UInt32](repeating: 0, count: (bits + 31) / 32)
    for i in out.indices {
      let left = bits - i * 32
      out[i] = left < 32 ? generator.next() >> UInt32(32 - left) : generator.next()
    }
    return out.withUnsafeBytes {
      IntBytes.read($0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
  }

  static func getState(_ a: Args) throws(Raised) -> Value {
    let generator = RandomRef(a[0])
    let tuple = TupleRef.make(count: RandomRef.words + 1)
    for i in 0..<RandomRef.words { tuple.set(i, Value(Int(generator.state[i]))) }
    tuple.set(RandomRef.words, Value(generator.p.pointee.index))
    return tuple.value
  }

  static func setState(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple else { throw raise(.typeError, "state vector must be a tuple") }
    let tuple = TupleRef(a[1])
    let n = RandomRef.words
    if tuple.count != n + 1 { throw raise(.valueError, "state vector is the wrong size") }
    var fresh = [UInt32](repeating: 0, count: n)
    for i in 0..<n {
      guard tuple[i].isAnyInt else { throw raise(.typeError, "an integer is required") }
      guard tuple[i].intSign >= 0, let word = tuple[i].asMachineInt else {
        throw raise(
          .overflowError,
          tuple[i].intSign < 0
            ? "can't convert negative value to unsigned int"
            : "Python int too large to convert to C unsigned long")
      }
      fresh[i] = UInt32(truncatingIfNeeded: word)
    }
    let index = try Convert.machineInt(tuple[n])
    if index < 0 || index > n { throw raise(.valueError, "invalid state") }
    let generator = RandomRef(a[0])
    for i in 0..<n { generator.state[i] = fresh[i] }
    generator.p.pointee.index = index
    return .none
  }
}
