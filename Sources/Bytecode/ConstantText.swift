// `repr()` of constants, for disassembly, annotations kept as text, and error messages.

extension Constant {
  /// Python's `repr`. Code objects print without an address: `at 0x0`.
  public var representation: String {
    switch self {
    case .none: "None"
    case .true: "True"
    case .false: "False"
    case .ellipsis: "Ellipsis"
    case .int(let value): String(value)
    case .bigInt(let isNegative, let magnitude):
      (isNegative ? "-" : "") + decimalText(of: magnitude)
    case .float(let value): floatText(value)
    case .complex(let real, let imaginary): complexText(real, imaginary)
    case .string(let bytes): stringText(bytes)
    case .bytes(let bytes): bytesText(bytes)
    case .tuple(let items):
      items.count == 1
        ? "(\(items[0].representation),)"
        : "(\(items.map(\.representation).joined(separator: ", ")))"
    case .frozenSet(let items):
      items.isEmpty
        ? "frozenset()"
        : "frozenset({\(items.map(\.representation).joined(separator: ", "))})"
    case .code(let unit): unit.representation
    }
  }
}

extension CodeUnit {
  /// `<code object name at 0x0, file "…", line 1>`
  public var representation: String {
    "<code object \(name) at 0x0, file \"\(fileName)\", line \(firstLine)>"
  }
}

/// Shortest digits that give back `value`, in exponent form below 1e-4 and from 1e16 on.
public func floatText(_ value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  let sign = value.sign == .minus ? "-" : ""
  if value == 0 { return sign + "0.0" }
  let (digits, point) = shortestDigits(value.magnitude)
  if point > -4, point <= 16 { return sign + plainText(digits, point) }
  let exponent = point - 1
  let fraction = digits.count > 1 ? ".\(String(digits.dropFirst()))" : ""
  let magnitude = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
  return "\(sign)\(digits.first!)\(fraction)e\(exponent < 0 ? "-" : "+")\(magnitude)"
}

private func plainText(_ digits: String, _ point: Int) -> String {
  if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
  if point >= digits.count {
    return digits + String(repeating: "0", count: point - digits.count) + ".0"
  }
  return "\(digits.prefix(point)).\(digits.dropFirst(point))"
}

/// Digits without leading and trailing zeros, and where the decimal point stands before or in them.
private func shortestDigits(_ value: Double) -> (digits: String, point: Int) {
  let parts = value.description.split(separator: "e")
  let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
  let whole = mantissa[0]
  let fraction = mantissa.count > 1 ? mantissa[1] : ""
  var digits = Substring(whole + fraction)
  var point = whole.count + (parts.count > 1 ? Int(parts[1])! : 0)
  while digits.first == "0" {
    digits.removeFirst()
    point -= 1
  }
  while digits.last == "0" { digits.removeLast() }
  return (String(digits), point)
}

/// A part of a complex number: a float without the `.0`.
private func complexPart(_ value: Double) -> String {
  let text = floatText(value)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

private func complexText(_ real: Double, _ imaginary: Double) -> String {
  if real == 0, real.sign == .plus { return complexPart(imaginary) + "j" }
  let sign = imaginary.sign == .minus && !imaginary.isNaN ? "" : "+"
  return "(\(complexPart(real))\(sign)\(complexPart(imaginary))j)"
}

private func decimalText(of magnitude: [UInt64]) -> String {
  var limbs = magnitude
  var groups: [UInt64] = []
  let base: UInt64 = 1_000_000_000_000_000_000
  while !limbs.isEmpty {
    var rest: UInt64 = 0
    for index in limbs.indices.reversed() {
      (limbs[index], rest) = base.dividingFullWidth((rest, limbs[index]))
    }
    while limbs.last == 0 { limbs.removeLast() }
    groups.append(rest)
  }
  guard let first = groups.last else { return "0" }
  var text = String(first)
  for group in groups.dropLast().reversed() {
    let digits = String(group)
    text += String(repeating: "0", count: 18 - digits.count) + digits
  }
  return text
}

private func hexText(_ value: UInt32, width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func bytesText(_ bytes: [UInt8]) -> String {
  let quote = quoteFor(bytes)
  var text = "b" + quote
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "\\"): text += "\\\\"
    case UInt8(ascii: "\t"): text += "\\t"
    case UInt8(ascii: "\n"): text += "\\n"
    case UInt8(ascii: "\r"): text += "\\r"
    case quote.utf8.first!: text += "\\" + quote
    case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
    default: text += "\\x" + hexText(UInt32(byte), width: 2)
    }
  }
  return text + quote
}

private func quoteFor(_ bytes: [UInt8]) -> String {
  bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? "\"" : "'"
}

/// `repr` of a str; the bytes are UTF-8 in which a lone surrogate stands as its three bytes.
public func stringText(_ bytes: [UInt8]) -> String {
  let quote = quoteFor(bytes)
  var text = quote
  for code in codePoints(bytes) {
    switch code {
    case 0x5C: text += "\\\\"
    case 0x09: text += "\\t"
    case 0x0A: text += "\\n"
    case 0x0D: text += "\\r"
    case UInt32(quote.utf8.first!): text += "\\" + quote
    default:
      if let scalar = Unicode.Scalar(code), isPrintable(scalar) {
        text.unicodeScalars.append(scalar)
      } else if code < 0x100 {
        text += "\\x" + hexText(code, width: 2)
      } else if code < 0x10000 {
        text += "\\u" + hexText(code, width: 4)
      } else {
        text += "\\U" + hexText(code, width: 8)
      }
    }
  }
  return text + quote
}

/// The code points of UTF-8, lone surrogates included.
public func codePoints(_ bytes: [UInt8]) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(bytes.count)
  for byte in bytes {
    switch byte {
    case 0..<0x80: result.append(UInt32(byte))
    case 0x80..<0xC0:
      if !result.isEmpty {
        result[result.count - 1] = result[result.count - 1] << 6 | UInt32(byte & 0x3F)
      }
    case 0xC0..<0xE0: result.append(UInt32(byte & 0x1F))
    case 0xE0..<0xF0: result.append(UInt32(byte & 0x0F))
    default: result.append(UInt32(byte & 0x07))
    }
  }
  return result
}

/// `str.isprintable()` for one character.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator, .spaceSeparator:
    return false
  default: return true
  }
}
