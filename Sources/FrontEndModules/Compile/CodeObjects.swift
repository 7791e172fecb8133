// Compiled units as code objects in the heap.

import Bytecode
import TaipanRuntime

enum CodeObjects {
  /// The code object of a unit and of all units in its constants.
  static func make(_ unit: CodeUnit) throws(Raised) -> CodeRef {
    var fields = CodeFields()
    fields.argumentCount = unit.argumentCount
    fields.positionalOnlyCount = unit.positionalOnlyCount
    fields.keywordOnlyCount = unit.keywordOnlyCount
    fields.stackSize = unit.stackSize
    fields.flags = unit.flags
    fields.firstLine = unit.firstLine
    let constants = TupleRef.make(count: unit.constants.count)
    for (i, constant) in unit.constants.enumerated() { constants.set(i, try value(constant)) }
    let code = BytesRef.make(unit.code).value
    let names = self.names(unit.names)
    let localNames = self.names(unit.localsPlusNames)
    let kinds = BytesRef.make(unit.localsPlusKinds).value
    let lines = BytesRef.make(unit.lineTable).value
    let exceptions = BytesRef.make(unit.exceptionTable).value
    return CodeRef.make(
      fields, code: code, constants: constants.value, names: names, localsPlusNames: localNames,
      localsPlusKinds: kinds, fileName: Interning.intern(unit.fileName),
      name: Interning.intern(unit.name), qualifiedName: Interning.intern(unit.qualifiedName),
      lineTable: lines, exceptionTable: exceptions)
  }

  private static func names(_ names: [String]) -> Value {
    let tuple = TupleRef.make(count: names.count)
    for (i, name) in names.enumerated() { tuple.set(i, Interning.intern(name)) }
    return tuple.value
  }

  static func value(_ constant: Constant) throws(Raised) -> Value {
    switch constant {
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .ellipsis: return .ellipsis
    case .int(let n): return Value(n)
    case .bigInt(let isNegative, let magnitude):
      return try int(magnitude, isNegative)
    case .float(let d): return Value(d)
    case .complex(let real, let imaginary): return ComplexRef.make(real, imaginary)
    case .string(let bytes): return string(bytes)
    case .bytes(let bytes):
      return bytes.isEmpty ? BytesRef.empty.value : BytesRef.make(bytes).value
    case .tuple(let items):
      if items.isEmpty { return TupleRef.empty.value }
      let tuple = TupleRef.make(count: items.count)
      for (i, item) in items.enumerated() { tuple.set(i, try value(item)) }
      return tuple.value
    case .frozenSet(let items):
      let set = SetRef.make(shape: .of(.frozenSet))
      for item in items { try set.add(try value(item)) }
      return set.value
    case .code(let unit): return try make(unit).value
    }
  }

  /// An int of these limbs, least significant first.
  static func int(_ magnitude: some BidirectionalCollection<UInt64>, _ isNegative: Bool)
    throws(Raised) -> Value
  {
    var result = Value(0)
    for limb in magnitude.reversed() {
      result = IntMath.add(try IntMath.leftShift(result, Value(64)), Value(UInt(limb)))
    }
    return isNegative ? IntMath.negate(result) : result
  }

  /// Strings that look like names are interned, as CPython does with all constants of that kind.
  static func string(_ bytes: [UInt8]) -> Value {
    let isName =
      bytes.count < 64
      && bytes.allSatisfy {
        ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) || $0 == 95 || ($0 >= 48 && $0 <= 57)
      }
    let str = StrRef.make(bytes)
    return isName ? Interning.intern(str) : str.value
  }
}
