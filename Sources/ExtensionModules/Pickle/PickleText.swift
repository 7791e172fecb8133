// Text of protocol 0.

import TaipanRuntime

enum PickleText {
  /// Latin-1 with escapes for wider characters, and for those that would end the line or the file.
  static func rawUnicodeEscape(_ text: StrRef) -> [UInt8] {
    var out: [UInt8] = []
    for i in 0..<text.count {
      let c = text[i]
      if c < 0x100, ![0, 0x0A, 0x0D, 0x1A, 0x5C].contains(c) {
        out.append(UInt8(c))
        continue
      }
      let isShort = c < 0x10000
      out.append(UInt8(ascii: "\\"))
      out.append(isShort ? UInt8(ascii: "u") : UInt8(ascii: "U"))
      for shift in stride(from: isShort ? 12 : 28, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: c >> UInt32(shift) & 15)
        out.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
    return out
  }
}

/// Names asked for often. Interned strings live forever, so they may be kept here.
enum PickleNames {
  static let name = Interning.intern("__name__")
  static let qualifiedName = Interning.intern("__qualname__")
  static let module = Interning.intern("__module__")
  static let `class` = Interning.intern("__class__")
  static let new = Interning.intern("__new__")
  static let dict = Interning.intern("__dict__")
  static let reduce = Interning.intern("__reduce__")
  static let reduceEx = Interning.intern("__reduce_ex__")
  static let setState = Interning.intern("__setstate__")
  static let append = Interning.intern("append")
  static let extend = Interning.intern("extend")
}
