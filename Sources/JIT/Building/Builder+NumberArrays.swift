// Items of arrays of machine numbers, by their memory: of the kind that the instruction has seen.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Where objects of the shape in the cache have numbers.
  private var numbers: NumberArrayLayout {
    Shape(id: UInt32(truncatingIfNeeded: line.extra[0])).type.p.pointee.numbers
  }

  /// Whether that is so.
  var hasNumberArray: Bool { numbers.typecode != 0 }

  /// What the numbers were that the instruction has seen; nil where they have no native form.
  private var seen: NumberFormat? {
    if !hasNumberArray
      || Builder.unstablePlaces.contains(context.view.address(of: line.index))
    {
      return nil
    }
    return NumberFormat(rawValue: UInt8(truncatingIfNeeded: line.extra[0] >> 32))
  }

  /// False where the array's reader is called.
  func buildNumberLoad() -> Bool {
    guard let format = seen else { return false }
    let (memory, index) = number(read(line.word.b), read(line.word.c), format)
    write(
      line.word.a,
      emit(
        .loadNumber, [memory, index], format.isFloat ? .float : .int, number: Int(numbers.data),
        extra: Int(format.rawValue), alias: format.alias))
    return true
  }

  /// False where the array's writer is called.
  func buildNumberStore() -> Bool {
    guard let format = seen, format != .float else { return false }
    let value = read(line.word.c)
    if !mayBeNumber(value) { return false }
    let number = format.isFloat ? self.number(value) : int(value)
    if let bounds = format.bounds {
      for (bound, comparison) in [
        (bounds.lowerBound, Comparison.greaterEqual), (bounds.upperBound, .lessEqual),
      ] {
        let fits = emit(
          .intCompare, [number, intConstant(bound)], .bool, number: comparison.rawValue)
        emit(.guardTrue, [fits], .any, state: exitState)
      }
    }
    let (memory, index) = self.number(read(line.word.a), read(line.word.b), format)
    emit(
      .storeNumber, [memory, index, number], .any, number: Int(numbers.data),
      extra: Int(format.rawValue), alias: format.alias)
    return true
  }

  /// The memory of an array that is taken for one of a format, and an index that is within.
  private func number(_ array: ValueID, _ index: ValueID, _ format: NumberFormat) -> (
    ValueID, ValueID
  ) {
    let array = cachedItemOwner(array)
    emit(
      .guardByte, [array], .any, number: Int(numbers.typecode), extra: Int(format.rawValue),
      state: exitState)
    let count = emit(.loadWord, [array], .int, number: Int(numbers.count), alias: .listCount)
    let good = emit(.guardIndex, [count, int(index)], .int, state: exitState)
    return (emit(.load, [array], .any, number: Int(numbers.storage), alias: .listItems), good)
  }
}

/// Machine numbers in memory, by the letters of the modules `struct` and `array`; those that may be too large
/// for an int of 64 bits are left out.
enum NumberFormat: UInt8, CaseIterable {
  case int8 = 0x62  // b
  case uint8 = 0x42  // B
  case int16 = 0x68  // h
  case uint16 = 0x48  // H
  case int32 = 0x69  // i
  case uint32 = 0x49  // I
  case long = 0x6C  // l
  case int64 = 0x71  // q
  case float = 0x66  // f
  case double = 0x64  // d

  var isFloat: Bool { self == .float || self == .double }

  var bits: Int {
    switch self {
    case .int8, .uint8: return 8
    case .int16, .uint16: return 16
    case .int32, .uint32, .float: return 32
    case .long, .int64, .double: return 64
    }
  }

  var isUnsigned: Bool { self == .uint8 || self == .uint16 || self == .uint32 }

  /// What an int must be; nil where all are good, and for floats.
  var bounds: ClosedRange<Int>? {
    if isFloat || bits == 64 { return nil }
    return isUnsigned ? 0...(1 << bits) - 1 : -(1 << (bits - 1))...(1 << (bits - 1)) - 1
  }

  /// Arrays never share memory with one of another format.
  var alias: AliasClass { self == .double ? .numbers : .integers }
}
