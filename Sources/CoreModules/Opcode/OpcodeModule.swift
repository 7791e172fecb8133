// The module `_opcode`: what `opcode` and `dis` ask about CPython 3.13's instructions.

import Bytecode
import TaipanRuntime

public enum OpcodeModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_opcode", functions)
    NativeModules.addFunctions(metadata, to: module)
    module.dict.setStr("ENABLE_SPECIALIZATION", .true)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("get_executor", "($module, /, *, code, offset)", none),
    NativeMethod("get_specialization_stats", "($module, /)", none),
    NativeMethod("get_nb_ops", "($module, /)", binaryOperators),
    NativeMethod("get_intrinsic1_descs", "($module, /)", unaryIntrinsics),
    NativeMethod("get_intrinsic2_descs", "($module, /)", binaryIntrinsics),
  ]

  static func none(_ a: Args) throws(Raised) -> Value { .none }

  private static let operators = [
    ("ADD", "+"), ("AND", "&"), ("FLOOR_DIVIDE", "//"), ("LSHIFT", "<<"), ("MATRIX_MULTIPLY", "@"),
    ("MULTIPLY", "*"), ("REMAINDER", "%"), ("OR", "|"), ("POWER", "**"), ("RSHIFT", ">>"),
    ("SUBTRACT", "-"), ("TRUE_DIVIDE", "/"), ("XOR", "^"),
  ]

  /// The arguments of BINARY_OP: name and symbol, plain ones first, then in place.
  static func binaryOperators(_ a: Args) throws(Raised) -> Value {
    let list = ListRef.make()
    for inPlace in [false, true] {
      for (name, symbol) in operators {
        let full = Value(inPlace ? "NB_INPLACE_\(name)" : "NB_\(name)")
        list.append(TupleRef.of(full, Value(inPlace ? symbol + "=" : symbol)).value)
      }
    }
    return list.value
  }

  private static func names(_ names: [String]) -> Value {
    let list = ListRef.make()
    for name in names { list.append(Value(name)) }
    return list.value
  }

  static func unaryIntrinsics(_ a: Args) throws(Raised) -> Value {
    names([
      "INTRINSIC_1_INVALID", "INTRINSIC_PRINT", "INTRINSIC_IMPORT_STAR",
      "INTRINSIC_STOPITERATION_ERROR", "INTRINSIC_ASYNC_GEN_WRAP", "INTRINSIC_UNARY_POSITIVE",
      "INTRINSIC_LIST_TO_TUPLE", "INTRINSIC_TYPEVAR", "INTRINSIC_PARAMSPEC",
      "INTRINSIC_TYPEVARTUPLE", "INTRINSIC_SUBSCRIPT_GENERIC", "INTRINSIC_TYPEALIAS",
    ])
  }

  static func binaryIntrinsics(_ a: Args) throws(Raised) -> Value {
    names([
      "INTRINSIC_2_INVALID", "INTRINSIC_PREP_RERAISE_STAR", "INTRINSIC_TYPEVAR_WITH_BOUND",
      "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS", "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
      "INTRINSIC_SET_TYPEPARAM_DEFAULT",
    ])
  }
}
