// The module `binascii`.

import TaipanRuntime

public enum BinasciiModule {
  static let error = NativeError("Error", module: "binascii", base: .valueError)
  static let incomplete = NativeError("Incomplete", module: "binascii", base: .exception)

  static let functions: [NativeMethod] = [
    NativeMethod("a2b_base64", "($module, data, /, *, strict_mode=False)", decodeBase64),
    NativeMethod("a2b_hex", "($module, hexstr, /)", decodeHex),
    NativeMethod("a2b_qp", "($module, /, data, header=False)", decodeQuotedPrintable),
    NativeMethod("a2b_uu", "($module, data, /)", decodeUU),
    NativeMethod("b2a_base64", "($module, data, /, *, newline=True)", encodeBase64),
    NativeMethod(
      "b2a_hex", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", encodeHex),
    NativeMethod(
      "b2a_qp", "($module, /, data, quotetabs=False, istext=True, header=False)",
      encodeQuotedPrintable),
    NativeMethod("b2a_uu", "($module, data, /, *, backtick=False)", encodeUU),
    NativeMethod("crc32", "($module, data, crc=0, /)", crc32),
    NativeMethod("crc_hqx", "($module, data, crc, /)", crcHQX),
    NativeMethod(
      "hexlify", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", encodeHex),
    NativeMethod("unhexlify", "($module, hexstr, /)", decodeHex),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("binascii", functions)
    module.dict.setStr("__doc__", Value("Conversion between binary data and ASCII"))
    module.dict.setStr("Error", error.type)
    module.dict.setStr("Incomplete", incomplete.type)
    return module
  }

  /// The bytes of an argument that may be ASCII text.
  static func asciiOrBytes(_ value: Value) throws(Raised) -> [UInt8] {
    if value.isStr {
      if !StrRef(value).isASCII {
        throw raise(.valueError, "string argument should contain only ASCII characters")
      }
      return Array(UnsafeBufferPointer(start: StrRef(value).bytes, count: StrRef(value).count))
    }
    if !BytesLike.isBytesLike(value) {
      throw raise(
        .typeError, "argument should be bytes, buffer or ASCII string, not '\(value.typeName)'")
    }
    return try BytesLike.copy(value)
  }

  static func flag(_ value: Value, default fallback: Bool) throws(Raised) -> Bool {
    value.isAbsent ? fallback : try Convert.truth(value)
  }

  // MARK: Hexadecimal

  static let hexDigits = Array("0123456789abcdef".utf8)

  static func encodeHex(_ a: Args) throws(Raised) -> Value {
    let source = try BytesLike.contiguous(a[0])
    if source.isAbsent { throw BytesLike.required(a[0]) }
    let group = a[2].isAbsent ? 1 : try Convert.machineInt(a[2])
    let separator = try separator(a[1])
    let data = BytesLike.buffer(source)
    guard let separator, group != 0 else { return plainHex(data) }
    var out: [UInt8] = []
    out.reserveCapacity(data.count * 3)
    // Groups count from the right, for a negative size from the left.
    let first = group > 0 ? data.count % group : 0
    for (i, byte) in data.enumerated() {
      if i > 0, (i - first) % abs(group) == 0 { out.append(separator) }
      out.append(hexDigits[Int(byte >> 4)])
      out.append(hexDigits[Int(byte & 15)])
    }
    return BytesRef.make(out).value
  }

  private static func plainHex(_ data: UnsafeBufferPointer<UInt8>) -> Value {
    let text = BytesRef.make(count: data.count * 2)
    let out = text.data
    for i in 0..<data.count {
      let (high, low) = (data[i] >> 4, data[i] & 15)
      out[2 * i] = high < 10 ? 48 + high : 87 + high
      out[2 * i + 1] = low < 10 ? 48 + low : 87 + low
    }
    return text.value
  }

  private static func separator(_ value: Value) throws(Raised) -> UInt8? {
    if value.isAbsent { return nil }
    if try Convert.length(value) != 1 { throw raise(.valueError, "sep must be length 1.") }
    if value.isStr {
      if StrRef(value)[0] > 0xFF { throw raise(.valueError, "sep must be ASCII.") }
      return UInt8(StrRef(value)[0])
    }
    if value.isBytes { return BytesRef(value).data[0] }
    throw raise(.typeError, "sep must be str or bytes.")
  }

  static func hexValue(_ c: UInt8) -> UInt8? {
    if c &- 0x30 < 10 { return c - 0x30 }
    let letter = (c | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  static func decodeHex(_ a: Args) throws(Raised) -> Value {
    let text = try asciiOrBytes(a[0])
    if text.count % 2 != 0 { throw error.raised("Odd-length string") }
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 2)
    for i in stride(from: 0, to: text.count, by: 2) {
      guard let high = hexValue(text[i]), let low = hexValue(text[i + 1]) else {
        throw error.raised("Non-hexadecimal digit found")
      }
      out.append(high << 4 | low)
    }
    return BytesRef.make(out).value
  }

  // MARK: Checksums

  private static let crcTable: [UInt32] = (0..<256).map { n in
    var c = UInt32(n)
    for _ in 0..<8 { c = c & 1 != 0 ? 0xEDB8_8320 ^ c >> 1 : c >> 1 }
    return c
  }

  static func crc32(_ a: Args) throws(Raised) -> Value {
    let bytes = try BytesLike.contiguous(a[0])
    if bytes.isAbsent { throw BytesLike.required(a[0]) }
    var c = ~(try unsigned32(a.optional(1)))
    crcTable.withUnsafeBufferPointer { table in
      for byte in BytesLike.buffer(bytes) { c = table[Int((c ^ UInt32(byte)) & 0xFF)] ^ c >> 8 }
    }
    return Value(Int(~c))
  }

  /// The low 32 bits of any int.
  private static func unsigned32(_ value: Value) throws(Raised) -> UInt32 {
    if value.isAbsent { return 0 }
    let mask = Value(0xFFFF_FFFF)
    let low = IntMath.bitwise(try Convert.index(value), mask, .and)
    return UInt32(low.asInt)
  }

  static func crcHQX(_ a: Args) throws(Raised) -> Value {
    var crc = try unsigned32(a[1]) & 0xFFFF
    for byte in try BytesLike.copy(a[0]) {
      crc ^= UInt32(byte) << 8
      for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
      crc &= 0xFFFF
    }
    return Value(Int(crc))
  }
}
