// Numbers of objects, by identity: what writers of object graphs have written already.

/// An open-addressing table from addresses to numbers. It does not keep the objects alive: whoever fills it
/// does, or an address might come to mean another object. Its memory is the owner's to `free`.
public struct IdentityTable {
  private var keys: UnsafeMutablePointer<UInt64>
  private var numbers: UnsafeMutablePointer<Int32>
  private var logSize = 5
  /// How many objects have a number.
  public private(set) var count = 0

  public init() {
    keys = .allocate(capacity: 1 << logSize)
    numbers = .allocate(capacity: 1 << logSize)
    keys.initialize(repeating: 0, count: 1 << logSize)
  }

  public func free() {
    keys.deallocate()
    numbers.deallocate()
  }

  /// The place of a key, or the free one where it belongs. Addresses differ in their middle bits:
  /// multiplying brings those to the top (Knuth, The Art of Computer Programming, section 6.4).
  @inline(__always) private func place(_ key: UInt64) -> Int {
    let mask = 1 << logSize - 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - logSize))
    while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  /// The number of a heap object; nil if it has none.
  public func number(_ object: Value) -> Int? {
    let place = place(object.bits)
    return keys[place] == 0 ? nil : Int(numbers[place])
  }

  /// Gives a heap object a number.
  public mutating func add(_ object: Value, _ number: Int) {
    if (count + 1) * 3 > 2 << logSize { grow() }
    let place = place(object.bits)
    if keys[place] == 0 { count += 1 }
    keys[place] = object.bits
    numbers[place] = Int32(truncatingIfNeeded: number)
  }

  private mutating func grow() {
    let (oldKeys, oldNumbers, oldSize) = (keys, numbers, 1 << logSize)
    logSize += 1
    keys = .allocate(capacity: 1 << logSize)
    numbers = .allocate(capacity: 1 << logSize)
    keys.initialize(repeating: 0, count: 1 << logSize)
    for i in 0..<oldSize where oldKeys[i] != 0 {
      let place = place(oldKeys[i])
      keys[place] = oldKeys[i]
      numbers[place] = oldNumbers[i]
    }
    oldKeys.deallocate()
    oldNumbers.deallocate()
  }
}
