// Packing and unpacking of single items.

import TaipanRuntime

extension StructFormat {
  // MARK: Packing

  /// Writes all values; `out` has `size` bytes, which are zero.
  ///
  /// - Throws: struct.error, OverflowError.
  func pack(_ values: Args, to out: UnsafeMutablePointer<UInt8>) throws(Raised) {
    var next = 0
    for k in 0..<itemCount {
      let item = firstItem[k]
      for i in 0..<item.count {
        let value = values[next]
        next &+= 1
        if value.isInt, packSmall(value.asInt, item, to: out + (item.offset &+ i &* item.size)) {
          continue
        }
        do throws(Raised) {
          try pack(value, item, to: out + item.offset + i * item.size)
        } catch {
          if value.isAnyInt, catching(.overflowError) {
            throw StructModule.error.raised("int too large to convert")
          }
          throw error
        }
      }
    }
  }

  /// An int that fits where ints are asked for; false for anything else.
  @inline(__always)
  private func packSmall(_ number: Int, _ item: StructItem, to out: UnsafeMutablePointer<UInt8>)
    -> Bool
  {
    let isSigned: Bool
    switch item.code {
    case UInt8(ascii: "b"), UInt8(ascii: "h"), UInt8(ascii: "i"), UInt8(ascii: "l"),
      UInt8(ascii: "q"), UInt8(ascii: "n"):
      isSigned = true
    case UInt8(ascii: "B"), UInt8(ascii: "H"), UInt8(ascii: "I"), UInt8(ascii: "L"),
      UInt8(ascii: "Q"), UInt8(ascii: "N"):
      isSigned = false
    default: return false
    }
    let bits = item.size &* 8
    if isSigned
      ? bits < 64 && number &>> (bits &- 1) != number &>> 63
      : number < 0 || bits < 64 && number &>> bits != 0
    {
      return false
    }
    var rest = number
    for i in 0..<item.size {
      out[isBigEndian ? item.size &- 1 &- i : i] = UInt8(truncatingIfNeeded: rest)
      rest &>>= 8
    }
    return true
  }

  private func pack(_ value: Value, _ item: StructItem, to out: UnsafeMutablePointer<UInt8>)
    throws(Raised)
  {
    switch item.code {
    case UInt8(ascii: "s"), UInt8(ascii: "p"): try packText(value, item, to: out)
    case UInt8(ascii: "c"):
      guard value.isBytes, BytesRef(value).count == 1 else {
        throw StructModule.error.raised("char format requires a bytes object of length 1")
      }
      out[0] = BytesRef(value).data[0]
    case UInt8(ascii: "?"): out[0] = try Convert.truth(value) ? 1 : 0
    case UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "d"):
      try packFloat(value, item, to: out)
    default: try packInt(value, item, to: out)
    }
  }

  private func packText(_ value: Value, _ item: StructItem, to out: UnsafeMutablePointer<UInt8>)
    throws(Raised)
  {
    let isText = value.isBytes || value.isHeap && value.isInstance(of: .byteArray)
    if !isText {
      throw StructModule.error.raised(
        "argument for '\(item.code == UInt8(ascii: "s") ? "s" : "p")' must be a bytes object")
    }
    let bytes = BytesLike.buffer(value)
    let isPascal = item.code == UInt8(ascii: "p")
    if isPascal, item.size == 0 { return }
    let start = isPascal ? 1 : 0
    let count = min(bytes.count, item.size - start)
    for i in 0..<count { out[start + i] = bytes[i] }
    if isPascal { out[0] = UInt8(min(count, 255)) }
  }

  private func write(_ bits: UInt64, _ size: Int, to out: UnsafeMutablePointer<UInt8>) {
    for i in 0..<size {
      out[isBigEndian ? size - 1 - i : i] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * i))
    }
  }

  private func packFloat(_ value: Value, _ item: StructItem, to out: UnsafeMutablePointer<UInt8>)
    throws(Raised)
  {
    let number: Double
    do throws(Raised) { number = try Convert.double(value) } catch {
      if catching(.typeError) {
        throw StructModule.error.raised("required argument is not a float")
      }
      throw error
    }
    switch item.code {
    case UInt8(ascii: "d"): write(number.bitPattern, 8, to: out)
    case UInt8(ascii: "f"):
      let single = Float(number)
      if single.isInfinite, number.isFinite, !isNative {
        throw raise(.overflowError, "float too large to pack with f format")
      }
      write(UInt64(single.bitPattern), 4, to: out)
    default:
      let half = Float16(number)
      if half.isInfinite, number.isFinite {
        throw raise(.overflowError, "float too large to pack with e format")
      }
      write(UInt64(half.bitPattern), 2, to: out)
    }
  }

  private func packInt(_ value: Value, _ item: StructItem, to out: UnsafeMutablePointer<UInt8>)
    throws(Raised)
  {
    if !value.isAnyInt, value.type.special(.index).isAbsent {
      throw StructModule.error.raised("required argument is not an integer")
    }
    let int = try Convert.index(value)
    let target = UnsafeMutableBufferPointer(start: out, count: item.size)
    var signed = item.code >= 0x61
    if item.code == UInt8(ascii: "P") {
      signed = int.intSign < 0
      if !IntBytes.write(int, to: target, littleEndian: true, signed: signed) {
        throw raise(.overflowError, "int too large to convert")
      }
      return
    }
    if IntBytes.write(int, to: target, littleEndian: !isBigEndian, signed: signed) { return }
    let bits = item.size * 8
    let low = signed ? "\(bits == 64 ? Int.min : -(1 << (bits - 1)))" : "0"
    let high =
      signed ? UInt(1) << UInt(bits - 1) - 1 : bits == 64 ? UInt.max : UInt(1) << UInt(bits) - 1
    let letter = Character(Unicode.Scalar(item.code))
    throw StructModule.error.raised("'\(letter)' format requires \(low) <= number <= \(high)")
  }

  // MARK: Unpacking

  /// The values in `bytes`, which are `size` ones.
  func unpack(_ bytes: UnsafePointer<UInt8>) -> TupleRef {
    let tuple = TupleRef.make(count: valueCount)
    var next = 0
    for k in 0..<itemCount {
      let item = firstItem[k]
      for i in 0..<item.count {
        tuple.set(next, value(item, bytes + item.offset + i * item.size))
        next += 1
      }
    }
    return tuple
  }

  private func read(_ size: Int, _ bytes: UnsafePointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    switch size {
    case 8:
      let word = raw.loadUnaligned(as: UInt64.self)
      return isBigEndian ? word.byteSwapped : word
    case 4:
      let word = raw.loadUnaligned(as: UInt32.self)
      return UInt64(isBigEndian ? word.byteSwapped : word)
    case 2:
      let word = raw.loadUnaligned(as: UInt16.self)
      return UInt64(isBigEndian ? word.byteSwapped : word)
    default: return UInt64(bytes[0])
    }
  }

  private func value(_ item: StructItem, _ bytes: UnsafePointer<UInt8>) -> Value {
    switch item.code {
    case UInt8(ascii: "s"): return BytesRef.make(bytes, count: item.size).value
    case UInt8(ascii: "p"):
      let count = item.size == 0 ? 0 : min(Int(bytes[0]), item.size - 1)
      return BytesRef.make(bytes + (item.size == 0 ? 0 : 1), count: count).value
    case UInt8(ascii: "c"): return BytesRef.make(bytes, count: 1).value
    case UInt8(ascii: "?"): return Value(bytes[0] != 0)
    case UInt8(ascii: "d"): return Value(Double(bitPattern: read(8, bytes)))
    case UInt8(ascii: "f"):
      return Value(Double(Float(bitPattern: UInt32(truncatingIfNeeded: read(4, bytes)))))
    case UInt8(ascii: "e"):
      return Value(Double(Float16(bitPattern: UInt16(truncatingIfNeeded: read(2, bytes)))))
    default:
      let bits = read(item.size, bytes)
      if item.code < 0x61 { return Value(UInt(bits)) }
      let shift = UInt64(64 - item.size * 8)
      return Value(Int(Int64(bitPattern: bits << shift) >> Int64(shift)))
    }
  }
}
