// What an instruction takes.

/// A list of values that lies in place where it is short, as most are: instructions are copied wherever they are
/// looked at, and there are thousands of them.
struct ValueList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection,
  ExpressibleByArrayLiteral, Hashable
{
  private var few = SIMD4<Int32>()
  private var fewCount: Int32 = 0
  /// All of them where they are more.
  private var many: [ValueID]?

  private static let mostInPlace = 4

  init() {}

  init(_ values: some Sequence<ValueID>) {
    for value in values { append(value) }
  }

  @inline(__always)
  init(arrayLiteral values: ValueID...) {
    for value in values { append(value) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { many?.count ?? Int(fewCount) }

  subscript(_ index: Int) -> ValueID {
    get {
      if let many { return many[index] }
      precondition(index < fewCount, "an operand that an instruction does not have")
      return ValueID(few[index])
    }
    set {
      if many != nil {
        many![index] = newValue
      } else {
        precondition(index < fewCount, "an operand that an instruction does not have")
        few[index] = Int32(truncatingIfNeeded: newValue)
      }
    }
  }

  mutating func append(_ value: ValueID) {
    if many == nil, fewCount < ValueList.mostInPlace {
      few[Int(fewCount)] = Int32(truncatingIfNeeded: value)
      fewCount += 1
    } else {
      appendToMany(value)
    }
  }

  @inline(never)
  private mutating func appendToMany(_ value: ValueID) {
    if many == nil {
      many = Array(self)
      (few, fewCount) = (SIMD4(), 0)
    }
    many!.append(value)
  }

  mutating func replaceSubrange(_ range: Range<Int>, with values: some Collection<ValueID>) {
    var all = Array(self)
    all.replaceSubrange(range, with: values)
    self = ValueList(all)
  }

  func mapped(_ f: (ValueID) -> ValueID) -> ValueList {
    var result = self
    for index in indices { result[index] = f(self[index]) }
    return result
  }
}
