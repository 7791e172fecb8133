// `complex(...)`: numbers and text.

extension ComplexType {
  static func new(_ a: Args) throws(Raised) -> Value {
    let type = try Construction.type(a, .complex)
    let (real, imaginary) = try arguments(a)
    if type == .complex, real.isPresent, imaginary.isAbsent, real.isExactly(.complex) {
      return real
    }
    let parts = try parts(real, imaginary)
    if type == .complex { return ComplexRef.make(parts.0, parts.1) }
    let complex = ComplexRef(Instances.allocate(type))
    complex.p.pointee.real = parts.0
    complex.p.pointee.imaginary = parts.1
    return complex.value
  }

  private static func arguments(_ a: Args) throws(Raised) -> (Value, Value) {
    let positional = a.positionalCount - 1
    if positional + a.keywordCount > 2 {
      throw raise(
        .typeError, "complex() takes at most 2 arguments (\(positional + a.keywordCount) given)")
    }
    var real = positional > 0 ? a[1] : .absent
    var imaginary = positional > 1 ? a[2] : .absent
    if a.keywordCount == 0 { return (real, imaginary) }
    let (namedReal, namedImaginary) = (a.keyword("real"), a.keyword("imag"))
    let known = (namedReal.isPresent ? 1 : 0) + (namedImaginary.isPresent ? 1 : 0)
    if known != a.keywordCount {
      throw Construction.unexpectedKeyword("complex", a, ["real", "imag"])
    }
    if namedReal.isPresent {
      if positional > 0 {
        throw raise(
          .typeError, "argument for complex() given by name ('real') and position (1)")
      }
      real = namedReal
    }
    if namedImaginary.isPresent { imaginary = namedImaginary }
    return (real, imaginary)
  }

  private static func parts(_ real: Value, _ imaginary: Value) throws(Raised) -> Complex.Parts {
    if real.isPresent, real.isStr {
      if imaginary.isPresent {
        throw raise(.typeError, "complex() can't take second arg if first is a string")
      }
      let digits = DecimalDigits.ascii(StrRef(real))
      guard let parsed = parse(digits) else {
        if hasStrayUnderscore(digits) {
          throw raise(
            .valueError, "could not convert string to complex: \(try Convert.repr(real).text)")
        }
        throw raise(.valueError, "complex() arg is a malformed string")
      }
      return parsed
    }
    if imaginary.isPresent, imaginary.isStr {
      throw raise(.typeError, "complex() second arg can't be a string")
    }
    var result: Complex.Parts = (0, 0)
    if real.isPresent {
      guard let number = try number(real, useComplexMethod: true) else {
        throw raise(
          .typeError,
          "complex() first argument must be a string or a number, not '\(real.typeName)'")
      }
      result = number.0
    }
    if imaginary.isAbsent { return result }
    guard let second = try number(imaginary, useComplexMethod: false) else {
      throw raise(
        .typeError, "complex() second argument must be a number, not '\(imaginary.typeName)'")
    }
    // real + imaginary * 1j, where either may be complex; zeros keep their signs.
    if second.1 { result.0 -= second.0.1 }
    let own = real.isPresent && result.1 != 0 ? result.1 : 0
    return (result.0, own == 0 ? second.0.0 : second.0.0 + own)
  }

  /// Whether an underscore does not stand between two digits.
  private static func hasStrayUnderscore(_ text: [UInt8]) -> Bool {
    func isDigit(_ i: Int) -> Bool { text.indices.contains(i) && (48...57).contains(text[i]) }
    return text.indices.contains { text[$0] == 95 && !(isDigit($0 - 1) && isDigit($0 + 1)) }
  }

  /// The number, and whether it was complex; nil for what is none.
  private static func number(_ value: Value, useComplexMethod: Bool) throws(Raised)
    -> (Complex.Parts, Bool)?
  {
    if value.isAnyComplex, value.isExactly(.complex) || !useComplexMethod {
      return (ComplexRef(value).parts, true)
    }
    if useComplexMethod, let converted = try viaMethod(value) {
      return (ComplexRef(converted).parts, true)
    }
    if value.isAnyComplex { return (ComplexRef(value).parts, true) }
    let type = value.type
    if value.isAnyFloat || value.isAnyInt || type.special(.float).isPresent
      || type.special(.index).isPresent
    {
      return ((try Convert.double(value), 0), false)
    }
    return nil
  }

  /// What `__complex__` gives, nil without it.
  ///
  /// - Throws: TypeError where it gives no complex.
  static func viaMethod(_ value: Value) throws(Raised) -> Value? {
    let method = value.type.special(.complex)
    if method.isAbsent { return nil }
    let result = try Call.specialMethod(method, value)
    if !result.isAnyComplex {
      throw raise(.typeError, "__complex__ returned non-complex (type \(result.typeName))")
    }
    if !result.isExactly(.complex) {
      try Warnings.strictSubclass("__complex__", "complex", result)
    }
    return result
  }

  /// The complex number that ASCII text spells; nil if it spells none.
  static func parse(_ text: [UInt8]) -> Complex.Parts? {
    var start = 0
    var end = text.count
    func skipSpaces() {
      while start < end, DecimalDigits.isCSpace(text[start]) { start += 1 }
      while end > start, DecimalDigits.isCSpace(text[end - 1]) { end -= 1 }
    }
    skipSpaces()
    if end - start >= 2, text[start] == 0x28, text[end - 1] == 0x29 {
      start += 1
      end -= 1
      skipSpaces()
    }
    guard start < end, let body = FloatParsing.withoutUnderscores(text[start..<end]) else {
      return nil
    }
    return parseBody(body)
  }

  private static func parseBody(_ body: [UInt8]) -> Complex.Parts? {
    let last = body.count - 1
    let hasUnit = body[last] | 0x20 == 0x6A
    let (first, length) = FloatParsing.prefix(body, 0)
    if length == body.count { return (first, 0) }
    if !hasUnit { return nil }
    if length > 0 {
      if length == last { return (0, first) }
      if body[length] != 0x2B && body[length] != 0x2D { return nil }
      let sign: Double = body[length] == 0x2B ? 1 : -1
      let (second, more) = FloatParsing.prefix(body, length)
      if more > 0 { return length + more == last ? (first, second) : nil }
      return length + 1 == last ? (first, sign) : nil
    }
    // No number at all: j, +j, -j.
    if last == 0 { return (0, 1) }
    if last == 1, body[0] == 0x2B || body[0] == 0x2D { return (0, body[0] == 0x2B ? 1 : -1) }
    return nil
  }
}
