// Builtins that ask objects: attributes, identity, type, text.

import TaipanRuntime

extension BuiltinsModule {
  static func abs(_ a: Args) throws(Raised) -> Value { try Operators.absolute(a[0]) }
  static func ascii(_ a: Args) throws(Raised) -> Value { try Convert.ascii(a[0]).value }
  static func repr(_ a: Args) throws(Raised) -> Value { try Convert.repr(a[0]).value }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(try Hash.of(a[0])) }
  static func id(_ a: Args) throws(Raised) -> Value { Value(UInt(a[0].bits)) }
  static func len(_ a: Args) throws(Raised) -> Value { Value(try Convert.length(a[0])) }

  static func callable(_ a: Args) throws(Raised) -> Value {
    Value(a[0].type.special(.call).isPresent)
  }

  static func isinstance(_ a: Args) throws(Raised) -> Value {
    Value(try Instances.isInstance(a[0], a[1]))
  }
  static func issubclass(_ a: Args) throws(Raised) -> Value {
    return Value(try Instances.isSubclass(a[0], a[1]))
  }

  private static func attributeName(_ value: Value) throws(Raised) -> Value {
    guard value.isStr else {
      throw raise(.typeError, "attribute name must be string, not '\(value.typeName)'")
    }
    return Interning.intern(value)
  }

  static func getattr(_ a: Args) throws(Raised) -> Value {
    let name = try attributeName(a[1])
    if a.count > 2 {
      let value = try Attributes.lookup(a[0], name)
      return value.isAbsent ? a[2] : value
    }
    return try Attributes.get(a[0], name)
  }
  static func hasattr(_ a: Args) throws(Raised) -> Value {
    Value(try Attributes.lookup(a[0], try attributeName(a[1])).isPresent)
  }
  static func setattr(_ a: Args) throws(Raised) -> Value {
    try Attributes.set(a[0], try attributeName(a[1]), a[2])
    return .none
  }
  static func delattr(_ a: Args) throws(Raised) -> Value {
    try Attributes.set(a[0], try attributeName(a[1]), .absent)
    return .none
  }

  static func dir(_ a: Args) throws(Raised) -> Value {
    let names: ListRef
    if a.count == 0 {
      let locals = try Namespaces.locals()
      names = try Iterate.list(locals.isDict ? locals : try Call.method(locals, "keys"))
    } else {
      let method = a[0].type.special(.dir)
      if method.isAbsent { throw raise(.typeError, "object does not provide __dir__") }
      names = try Iterate.list(try Call.specialMethod(method, a[0]))
    }
    try Sorting.sort(names, key: .none, reverse: false)
    return names.value
  }

  static func vars(_ a: Args) throws(Raised) -> Value {
    if a.count == 0 { return try Namespaces.locals() }
    let dict = try Attributes.lookup(a[0], Interning.intern("__dict__"))
    if dict.isAbsent {
      throw raise(.typeError, "vars() argument must have __dict__ attribute")
    }
    return dict
  }

  static func globals(_ a: Args) throws(Raised) -> Value { Namespaces.globals() }
  static func locals(_ a: Args) throws(Raised) -> Value { try Namespaces.locals() }

  static func format(_ a: Args) throws(Raised) -> Value {
    let spec = a.count > 1 ? a[1] : StrRef.empty.value
    guard spec.isStr else {
      throw raise(.typeError, "format() argument 2 must be str, not \(spec.argumentTypeName)")
    }
    return try Convert.format(a[0], spec)
  }

  static func chr(_ a: Args) throws(Raised) -> Value {
    let index = try Convert.index(a[0])
    guard let n = index.asMachineInt, n >= 0, n < 0x110000 else {
      throw raise(.valueError, "chr() arg not in range(0x110000)")
    }
    return StrRef.character(UInt32(n))
  }

  static func ord(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr {
      let str = StrRef(a[0])
      if str.count == 1 { return Value(Int(str[0])) }
      throw raise(
        .typeError,
        "ord() expected a character, but string of length \(str.count) found")
    }
    if a[0].isBytes || a[0].isInstance(of: .byteArray) {
      let count = try Convert.length(a[0])
      if count == 1 { return try Subscript.get(a[0], Value(smallInt: 0)) }
      throw raise(.typeError, "ord() expected a character, but string of length \(count) found")
    }
    throw raise(
      .typeError, "ord() expected string of length 1, but \(a[0].typeName) found")
  }

  private static func based(_ value: Value, _ letter: UInt8, _ base: Int) throws(Raised) -> Value {
    let n = try Convert.index(value)
    if n.isInt { return small(n.asInt, letter, base) }
    var text: [UInt8] = n.intSign < 0 ? [0x2D, 0x30, letter] : [0x30, letter]
    text += IntText.digits(n, base: base)
    return StrRef.make(text).value
  }
  private static func small(_ number: Int, _ letter: UInt8, _ base: Int) -> Value {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 72) { buffer in
      let shift = UInt(base.trailingZeroBitCount)
      var rest = number.magnitude
      var at = 72
      repeat {
        at -= 1
        let digit = UInt8(truncatingIfNeeded: rest & UInt(base - 1))
        buffer[at] = digit < 10 ? 0x30 + digit : 0x57 + digit
        rest >>= shift
      } while rest != 0
      buffer[at - 1] = letter
      buffer[at - 2] = 0x30
      at -= 2
      if number < 0 {
        at -= 1
        buffer[at] = 0x2D
      }
      return StrRef.latin1(buffer.baseAddress.unsafelyUnwrapped + at, count: 72 - at).value
    }
  }
  static func bin(_ a: Args) throws(Raised) -> Value { try based(a[0], UInt8(ascii: "b"), 2) }
  static func oct(_ a: Args) throws(Raised) -> Value { try based(a[0], UInt8(ascii: "o"), 8) }
  static func hex(_ a: Args) throws(Raised) -> Value { try based(a[0], UInt8(ascii: "x"), 16) }

  static func divmod(_ a: Args) throws(Raised) -> Value { try Operators.divmod(a[0], a[1]) }

  static func pow(_ a: Args) throws(Raised) -> Value {
    try Operators.power(a[0], a[1], a[2].isAbsent ? .none : a[2])
  }

  static func round(_ a: Args) throws(Raised) -> Value {
    let method = a[0].type.special(.round)
    if method.isAbsent {
      throw raise(.typeError, "type \(a[0].typeName) doesn't define __round__ method")
    }
    if a[1].isAbsent || a[1].isNone { return try Call.specialMethod(method, a[0]) }
    return try Call.specialMethod(method, a[0], a[1])
  }

  static func breakpoint(_ a: Args) throws(Raised) -> Value {
    let sys = try Imports.importModule("sys")
    return try Call.call(try Attributes.get(sys, "breakpointhook"), a)
  }
}
