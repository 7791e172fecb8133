// The module `builtins`.

import TaipanRuntime

public enum BuiltinsModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("builtins", functions)
    let dict = module.dict
    for type in BuiltinType.allCases where isPublic(type) {
      dict.setStr(type.ref.p.pointee.name, type.value)
    }
    dict.setStr("EnvironmentError", BuiltinType.osError.value)
    dict.setStr("IOError", BuiltinType.osError.value)
    dict.setStr("None", .none)
    dict.setStr("True", .true)
    dict.setStr("False", .false)
    dict.setStr("Ellipsis", .ellipsis)
    dict.setStr("NotImplemented", .notImplemented)
    dict.setStr("__debug__", .true)
    Imports.originalImport = dict.getStr("__import__")
    Imports.modules.setStr("builtins", module.value)
    Runtime.noteBuiltins(dict)
    return module
  }

  /// Types that are names of the module; iterators and other internal ones are not.
  private static func isPublic(_ type: BuiltinType) -> Bool {
    switch type {
    case .object, .type, .int, .bool, .float, .complex, .str, .bytes, .byteArray, .memoryView,
      .list, .tuple, .dict, .set, .frozenSet, .range, .slice, .enumerate, .reversed, .zip, .map,
      .filter, .property, .classMethod, .staticMethod, .super:
      return true
    default: return type.rawValue >= BuiltinType.baseException.rawValue
    }
  }

  static let functions: [NativeMethod] = [
    NativeMethod("abs", "($module, x, /)", abs),
    NativeMethod("all", "($module, iterable, /)", all),
    NativeMethod("any", "($module, iterable, /)", any),
    NativeMethod("ascii", "($module, obj, /)", ascii),
    NativeMethod("bin", "($module, number, /)", bin),
    NativeMethod("callable", "($module, obj, /)", callable),
    NativeMethod("chr", "($module, i, /)", chr),
    NativeMethod("delattr", "($module, obj, name, /)", delattr),
    NativeMethod("dir", "($module, object=None, /)", dir),
    NativeMethod("divmod", "($module, x, y, /)", divmod),
    NativeMethod("format", "($module, value, format_spec='', /)", format),
    NativeMethod("getattr", "($module, object, name, default=None, /)", getattr),
    NativeMethod("globals", "($module, /)", globals),
    NativeMethod("hasattr", "($module, obj, name, /)", hasattr),
    NativeMethod("hash", "($module, obj, /)", hash),
    NativeMethod("hex", "($module, number, /)", hex),
    NativeMethod("id", "($module, obj, /)", id),
    NativeMethod("isinstance", "($module, obj, class_or_tuple, /)", isinstance),
    NativeMethod("issubclass", "($module, cls, class_or_tuple, /)", issubclass),
    NativeMethod("iter", "($module, object, sentinel=None, /)", iter),
    NativeMethod("aiter", "($module, async_iterable, /)", aiter),
    NativeMethod("anext", "($module, async_iterator, default=None, /)", anext),
    NativeMethod("len", "($module, obj, /)", len),
    NativeMethod("locals", "($module, /)", locals),
    NativeMethod("max", "($module, *args, **kwargs)", max),
    NativeMethod("min", "($module, *args, **kwargs)", min),
    NativeMethod("next", "($module, iterator, default=None, /)", next),
    NativeMethod("oct", "($module, number, /)", oct),
    NativeMethod("ord", "($module, c, /)", ord),
    NativeMethod("pow", "($module, base, exp, mod=None)", pow),
    NativeMethod(
      "print", "($module, *args, sep=' ', end='\\n', file=None, flush=False)", print),
    NativeMethod("repr", "($module, obj, /)", repr),
    NativeMethod("round", "($module, number, ndigits=None)", round),
    NativeMethod("setattr", "($module, obj, name, value, /)", setattr),
    NativeMethod(
      "sorted", "($module, iterable, /, *, key=None, reverse=False)", sorted,
      bindsArguments: true),
    NativeMethod("sum", "($module, iterable, /, start=0)", sum),
    NativeMethod("vars", "($module, object=None, /)", vars),
    NativeMethod("input", "($module, prompt='', /)", input),
    NativeMethod("breakpoint", "($module, *args, **kwargs)", breakpoint),
    NativeMethod("__build_class__", "($module, *args, **kwargs)", buildClass),
    NativeMethod(
      "__import__", "($module, name, globals=None, locals=None, fromlist=(), level=0)",
      importFunction),
  ]
}
