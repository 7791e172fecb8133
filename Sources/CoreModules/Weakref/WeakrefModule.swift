// The module `_weakref`.

import TaipanRuntime

public enum WeakrefModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_weakref", functions)
    let dict = module.dict
    dict.setStr("ref", BuiltinType.weakReference.value)
    dict.setStr("ReferenceType", BuiltinType.weakReference.value)
    dict.setStr("ProxyType", BuiltinType.weakProxy.value)
    dict.setStr("CallableProxyType", BuiltinType.weakCallableProxy.value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("getweakrefcount", "($module, object, /)", count),
    NativeMethod("getweakrefs", "($module, object, /)", references),
    NativeMethod("proxy", "($module, object, callback=None, /)", proxy),
    NativeMethod("_remove_dead_weakref", "($module, dct, key, /)", removeDead),
  ]

  static func count(_ a: Args) throws(Raised) -> Value {
    Value(WeakReferences.all(of: a[0]).count)
  }
  static func references(_ a: Args) throws(Raised) -> Value { WeakReferences.all(of: a[0]).value }

  static func proxy(_ a: Args) throws(Raised) -> Value {
    try WeakReferences.requireReferable(a[0])
    let isCallable = a[0].type.special(.call).isPresent
    let type: BuiltinType = isCallable ? .weakCallableProxy : .weakProxy
    let callback = a.count > 1 && !a[1].isNone ? a[1] : .absent
    if callback.isAbsent {
      let shared = WeakReferences.shared(a[0], type.ref)
      if shared.isPresent { return shared }
    }
    return WeakReferences.make(a[0].asObject, type: type.ref, callback: callback).value
  }

  static func removeDead(_ a: Args) throws(Raised) -> Value {
    guard a[0].isDict else { throw raise(.typeError, "first argument must be a dict") }
    let dict = DictRef(a[0])
    let value = try dict.get(a[1])
    if value.isPresent, value.isHeap, value.type.isSubtype(of: .weakReference),
      WeakRef(value).target.isAbsent
    {
      _ = try dict.remove(a[1])
    }
    return .none
  }
}
