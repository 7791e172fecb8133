// The module `_typing`: names of the types that the runtime itself has.

import TaipanRuntime

public enum TypingModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_typing", functions)
    let dict = module.dict
    dict.setStr("TypeVar", BuiltinType.typeVar.value)
    dict.setStr("ParamSpec", BuiltinType.paramSpec.value)
    dict.setStr("TypeVarTuple", BuiltinType.typeVarTuple.value)
    dict.setStr("ParamSpecArgs", BuiltinType.paramSpecArgs.value)
    dict.setStr("ParamSpecKwargs", BuiltinType.paramSpecKwargs.value)
    dict.setStr("TypeAliasType", BuiltinType.typeAliasType.value)
    dict.setStr("Generic", BuiltinType.generic.value)
    dict.setStr("NoDefault", TypingSupport.noDefault)
    return module
  }

  static let functions: [NativeMethod] = [NativeMethod("_idfunc", "($module, x, /)", same)]

  static func same(_ a: Args) throws(Raised) -> Value { a[0] }
}
