/// `repr` of constants, as dumps show them.
enum PythonRepr {
  static func constant(_ constant: Constant, into output: inout [UInt8]) {
    switch constant {
    case .none: output += "None".utf8
    case .true: output += "True".utf8
    case .false: output += "False".utf8
    case .ellipsis: output += "Ellipsis".utf8
    case .int(let value): output += String(value).utf8
    case .bigInt(let limbs, let negative):
      if negative { output += "-".utf8 }
      output += decimal(Array(limbs)).utf8
    case .float(let value): output += float(value).utf8
    case .imaginary(let value): output += (imaginaryPart(value) + "j").utf8
    case .complex(let real, let imaginary):
      let sign = imaginary.sign == .minus ? "" : "+"
      output += "(\(imaginaryPart(real))\(sign)\(imaginaryPart(imaginary))j)".utf8
    case .string(let text, _): string(text.buffer, into: &output)
    case .bytes(let text): bytes(text.buffer, into: &output)
    case .tuple(let elements):
      output += "(".utf8
      list(elements, into: &output)
      output += (elements.count == 1 ? ",)" : ")").utf8
    case .frozenset(let elements):
      output += "frozenset({".utf8
      list(elements, into: &output)
      output += "})".utf8
    }
  }

  private static func list(_ elements: NodeList<Constant>, into output: inout [UInt8]) {
    for (index, element) in elements.enumerated() {
      if index > 0 { output += ", ".utf8 }
      constant(element, into: &output)
    }
  }

  private static func imaginaryPart(_ value: Double) -> String {
    let text = float(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The shortest digits that read back as the same double: Swift finds the same ones, but sets them
  /// out differently.
  static func float(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value.isNaN { return "nan" }
    let sign = value.sign == .minus ? "-" : ""
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    var text = Substring(value.magnitude.description)
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...])!
      text = text[..<mark]
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
    }
    // Where the point stands, counted in digits from the left.
    var position = (point ?? digits.count) + exponent
    while digits.count > 1, digits.first == .zero {
      digits.removeFirst()
      position -= 1
    }
    while digits.count > 1, digits.last == .zero { digits.removeLast() }
    if digits == [.zero] { return sign + "0.0" }
    return sign + layOut(digits, point: position)
  }

  private static func layOut(_ digits: [UInt8], point: Int) -> String {
    func text(_ digits: some Sequence<UInt8>) -> String {
      String(decoding: Array(digits), as: UTF8.self)
    }
    func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
    if point > 16 || point < -3 {
      let exponent = point - 1
      let fraction = digits.count > 1 ? "." + text(digits[1...]) : ""
      let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
      return text(digits[..<1]) + fraction + "e" + (exponent < 0 ? "-" : "+") + size
    }
    if point <= 0 { return "0." + zeros(-point) + text(digits) }
    if point >= digits.count { return text(digits) + zeros(point - digits.count) + ".0" }
    return text(digits[..<point]) + "." + text(digits[point...])
  }

  static func decimal(_ magnitude: [UInt64]) -> String {
    var limbs = magnitude
    var groups: [UInt64] = []
    let base: UInt64 = 1_000_000_000_000_000_000
    while !limbs.isEmpty {
      var remainder: UInt64 = 0
      for index in limbs.indices.reversed() {
        (limbs[index], remainder) = base.dividingFullWidth((remainder, limbs[index]))
      }
      groups.append(remainder)
      while limbs.last == 0 { limbs.removeLast() }
    }
    var text = String(groups.popLast() ?? 0)
    for group in groups.reversed() {
      let digits = String(group)
      text += String(repeating: "0", count: 18 - digits.utf8.count) + digits
    }
    return text
  }

  private static func quote(for text: UnsafeBufferPointer<UInt8>) -> UInt8 {
    text.contains(.singleQuote) && !text.contains(.doubleQuote) ? .doubleQuote : .singleQuote
  }

  static func string(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    let quote = quote(for: text)
    output.append(quote)
    var position = 0
    while position < text.count {
      let (scalar, length) = decodeScalar(text, at: position)
      if !escapeCommon(scalar, quote: quote, into: &output) {
        if scalar < 0x7f || (scalar > 0x7f && UnicodeNames.isPrintable(scalar)) {
          output += text[position..<(position + length)]
        } else if scalar < 0x100 {
          appendHexadecimal("\\x", scalar, digits: 2, into: &output)
        } else if scalar < 0x10000 {
          appendHexadecimal("\\u", scalar, digits: 4, into: &output)
        } else {
          appendHexadecimal("\\U", scalar, digits: 8, into: &output)
        }
      }
      position += length
    }
    output.append(quote)
  }

  static func bytes(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    let quote = quote(for: text)
    output.append(UInt8(ascii: "b"))
    output.append(quote)
    for byte in text where !escapeCommon(UInt32(byte), quote: quote, into: &output) {
      if byte < 0x7f {
        output.append(byte)
      } else {
        appendHexadecimal("\\x", UInt32(byte), digits: 2, into: &output)
      }
    }
    output.append(quote)
  }

  /// The escapes that text and bytes share; false for a character that needs none of them.
  private static func escapeCommon(
    _ scalar: UInt32, quote: UInt8, into output: inout [UInt8]
  ) -> Bool {
    switch scalar {
    case UInt32(quote), UInt32(UInt8.backslash): output += [.backslash, UInt8(scalar)]
    case 9: output += "\\t".utf8
    case 10: output += "\\n".utf8
    case 13: output += "\\r".utf8
    case ..<0x20: appendHexadecimal("\\x", scalar, digits: 2, into: &output)
    default: return false
    }
    return true
  }

  private static func appendHexadecimal(
    _ prefix: String, _ value: UInt32, digits: Int, into output: inout [UInt8]
  ) {
    let text = String(value, radix: 16)
    output += prefix.utf8
    output += String(repeating: "0", count: digits - text.utf8.count).utf8
    output += text.utf8
  }
}
