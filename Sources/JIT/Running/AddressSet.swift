// A set of addresses. The program's thread asks for it when something gets hot for the first time: the first `Set`
// of a type would have Swift look through all conformances of the program, which takes as long as a thousand calls.

struct AddressSet {
  /// A power of two of places, at least half of them 0.
  private var places: UnsafeMutablePointer<UInt>
  private var mask = 63
  private var count = 0

  init() {
    places = .allocate(capacity: mask + 1)
    places.initialize(repeating: 0, count: mask + 1)
  }

  func contains(_ address: UnsafeMutablePointer<UInt64>) -> Bool {
    places[place(of: UInt(bitPattern: address))] != 0
  }

  /// False if it is there already.
  mutating func insert(_ address: UnsafeMutablePointer<UInt64>) -> Bool {
    let number = UInt(bitPattern: address)
    if places[place(of: number)] != 0 { return false }
    if count * 2 > mask { grow() }
    places[place(of: number)] = number
    count += 1
    return true
  }

  /// Where an address is, or belongs.
  private func place(of number: UInt) -> Int {
    var index = Int(truncatingIfNeeded: (number >> 3 &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while places[index] != 0, places[index] != number { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    let (old, size) = (places, mask + 1)
    mask = size * 2 - 1
    places = .allocate(capacity: mask + 1)
    places.initialize(repeating: 0, count: mask + 1)
    for index in 0..<size where old[index] != 0 { places[place(of: old[index])] = old[index] }
    old.deallocate()
  }
}
