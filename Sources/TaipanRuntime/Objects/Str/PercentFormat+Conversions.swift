// The conversions of printf-style formatting.

extension PercentFormatter {
  /// Pads text that is no number.
  private mutating func appendPadded(
    _ count: Int, _ conversion: Conversion, _ body: (inout FormatBuffer) -> Void
  ) throws(Raised) {
    let padding = max(0, conversion.width - count)
    if padding > 0 { try FormatBuffer.requireRoom(padding) }
    if !conversion.leftAligned { out.append(0x20, times: padding) }
    body(&out)
    if conversion.leftAligned { out.append(0x20, times: padding) }
  }

  // MARK: Text

  mutating func appendText(_ value: Value, _ conversion: Conversion) throws(Raised) {
    if source.isBytes, conversion.letter == 0x73 || conversion.letter == 0x62 {
      return try appendBytes(value, conversion)
    }
    let text: StrRef
    switch conversion.letter {
    case 0x72: text = source.isBytes ? try Convert.ascii(value) : try Convert.repr(value)
    case 0x61: text = try Convert.ascii(value)
    default: text = try Convert.str(value)
    }
    let count = conversion.precision >= 0 ? min(conversion.precision, text.count) : text.count
    try appendPadded(count, conversion) { $0.append(text, 0, count) }
  }

  private mutating func appendBytes(_ value: Value, _ conversion: Conversion) throws(Raised) {
    var object = value
    let method = value.isExactly(.bytes) ? .absent : value.type.special(.bytes)
    if method.isPresent {
      object = try Call.specialMethod(method, value)
      if !object.isBytes {
        throw raise(
          .typeError, "__bytes__ returned non-bytes (type \(object.typeName))")
      }
    }
    let contiguous = try BytesLike.contiguous(object)
    if contiguous.isAbsent {
      throw raise(
        .typeError,
        "%b requires a bytes-like object, or an object that implements __bytes__, not '\(value.typeName)'"
      )
    }
    let buffer = BytesLike.buffer(contiguous)
    let count = conversion.precision >= 0 ? min(conversion.precision, buffer.count) : buffer.count
    try appendPadded(count, conversion) { $0.append(latin1: buffer[..<count]) }
  }

  mutating func appendCharacter(_ value: Value, _ conversion: Conversion) throws(Raised) {
    let code = source.isBytes ? try byteArgument(value) : try characterArgument(value)
    try appendPadded(1, conversion) { $0.append(code) }
  }

  private func characterArgument(_ value: Value) throws(Raised) -> UInt32 {
    if value.isStr {
      if StrRef(value).count == 1 { return StrRef(value)[0] }
      throw raise(.typeError, "%c requires int or char")
    }
    if !value.isAnyInt, value.type.special(.index).isAbsent {
      throw raise(.typeError, "%c requires int or char")
    }
    guard let code = try Convert.index(value).asMachineInt, code >= 0, code <= 0x10_FFFF else {
      throw raise(.overflowError, "%c arg not in range(0x110000)")
    }
    return UInt32(code)
  }

  private func byteArgument(_ value: Value) throws(Raised) -> UInt32 {
    let isText = value.isBytes || value.isHeap && value.isInstance(of: .byteArray)
    if isText, BytesLike.buffer(value).count == 1 { return UInt32(BytesLike.buffer(value)[0]) }
    if isText || !value.isAnyInt && value.type.special(.index).isAbsent {
      throw raise(.typeError, "%c requires an integer in range(256) or a single byte")
    }
    guard let code = try Convert.index(value).asMachineInt, code >= 0, code < 256 else {
      throw raise(.overflowError, "%c arg not in range(256)")
    }
    return UInt32(code)
  }

  // MARK: Numbers

  /// Sign, prefix, zeros or blanks, digits.
  private mutating func appendNumber(
    negative: Bool, prefix: UInt8 = 0, digits: borrowing FormatBuffer, from start: Int,
    _ conversion: Conversion
  ) throws(Raised) {
    let sign: UInt32 = negative ? 0x2D : conversion.plus ? 0x2B : conversion.blank ? 0x20 : 0
    let digitCount = digits.count - start
    let count = (sign != 0 ? 1 : 0) + (prefix != 0 ? 2 : 0) + digitCount
    let padding = max(0, conversion.width - count)
    if padding > 0 { try FormatBuffer.requireRoom(padding) }
    let zeros = conversion.zero && !conversion.leftAligned
    if !zeros, !conversion.leftAligned { out.append(0x20, times: padding) }
    if sign != 0 { out.append(sign) }
    if prefix != 0 {
      out.append(0x30)
      out.append(UInt32(prefix))
    }
    if zeros { out.append(0x30, times: padding) }
    out.append(digits, from: start, count: digitCount)
    if conversion.leftAligned { out.append(0x20, times: padding) }
  }

  mutating func appendInt(_ value: Value, _ conversion: Conversion) throws(Raised) {
    let letter = conversion.letter
    let base = letter == 0x6F ? 8 : letter | 0x20 == 0x78 ? 16 : 10
    if value.isInt, base == 10, conversion.precision < 0 {
      return try appendSmall(value.asInt, conversion)
    }
    let int = try intArgument(value, conversion, needsIndex: base != 10)
    var digits = FormatBuffer()
    if let n = int.asMachineInt {
      IntText.append(n.magnitude, base: base, upper: letter == 0x58, to: &digits)
    } else {
      var large =
        base == 10 ? try IntText.limitedDigits(int) : IntText.digits(int, base: base)
      if large.first == 0x2D { large.removeFirst() }
      if letter == 0x58 { large = large.map { $0 >= 0x61 ? $0 & ~0x20 : $0 } }
      digits.append(latin1: large)
    }
    if conversion.precision > digits.count {
      try FormatBuffer.requireRoom(conversion.precision)
      var padded = FormatBuffer()
      padded.append(0x30, times: conversion.precision - digits.count)
      padded.append(digits, from: 0, count: digits.count)
      digits = padded
    }
    let prefix = conversion.alternate && base != 10 ? UInt8(letter) : 0
    try appendNumber(
      negative: int.intSign < 0, prefix: prefix, digits: digits, from: 0, conversion)
  }

  /// A machine int in decimal, without a precision.
  private mutating func appendSmall(_ number: Int, _ conversion: Conversion) throws(Raised) {
    let sign: UInt32 = number < 0 ? 0x2D : conversion.plus ? 0x2B : conversion.blank ? 0x20 : 0
    var count = sign != 0 ? 2 : 1
    var rest = number.magnitude
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    let padding = max(0, conversion.width - count)
    if padding > 0 { try FormatBuffer.requireRoom(padding) }
    let zeros = conversion.zero && !conversion.leftAligned
    if !zeros, !conversion.leftAligned { out.append(0x20, times: padding) }
    if sign != 0 { out.append(sign) }
    if zeros { out.append(0x30, times: padding) }
    out.append(decimal: Int(number.magnitude))
    if conversion.leftAligned { out.append(0x20, times: padding) }
  }

  private func intArgument(_ value: Value, _ conversion: Conversion, needsIndex: Bool)
    throws(Raised) -> Value
  {
    if value.isAnyInt { return value.exactInt }
    let type = value.type
    let isNumber =
      type.special(.index).isPresent || type.special(.int).isPresent
      || type.special(.float).isPresent
    if isNumber {
      do throws(Raised) {
        return needsIndex ? try Convert.index(value) : try IntType.convert(value)
      } catch {
        if !catching(.typeError) { throw error }
      }
    }
    let letter = String(Unicode.Scalar(UInt8(conversion.letter)))
    throw raise(
      .typeError,
      "%\(letter) format: \(needsIndex ? "an integer" : "a real number") is required, not \(value.typeName)"
    )
  }

  mutating func appendFloat(_ value: Value, _ conversion: Conversion) throws(Raised) {
    let number: Double
    do throws(Raised) { number = try Convert.double(value) } catch {
      if source.isBytes, catching(.typeError) {
        throw raise(.typeError, "float argument required, not \(value.typeName)")
      }
      throw error
    }
    let precision = conversion.precision < 0 ? 6 : conversion.precision
    try FormatBuffer.requireRoom(precision)
    let letter = conversion.letter | 0x20
    var text = FormatBuffer()
    FloatText.append(
      number, type: letter == 0x65 ? .exponent : letter == 0x66 ? .fixed : .general,
      precision: precision, alternate: conversion.alternate, addDotZero: false,
      upper: letter != conversion.letter, to: &text)
    let negative = text.count > 0 && text.narrow.unsafelyUnwrapped[0] == 0x2D
    try appendNumber(negative: negative, digits: text, from: negative ? 1 : 0, conversion)
  }
}
