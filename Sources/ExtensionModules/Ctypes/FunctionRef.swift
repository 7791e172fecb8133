// Layout of foreign functions, and what their classes declare.

import TaipanRuntime

struct ForeignFunctionLayout {
  var data: CDataLayout
  /// The closure that calls a Python function; absent for functions of libraries.
  var thunk: Value
  /// Set for this function; absent: as its class says.
  var argumentTypes: Value
  var converters: Value
  var resultType: Value
  var checker: Value
  var errorCheck: Value
  /// Directions, names and defaults of the parameters (tuple), or absent.
  var parameters: Value
}

struct ForeignFunction: TypedRef {
  let p: UnsafeMutablePointer<ForeignFunctionLayout>

  var data: CData { CData(object) }
  var info: CTypeInfo { CTypeInfo.of(object.type).unsafelyUnwrapped }

  var resultType: Value {
    p.pointee.resultType.isPresent ? p.pointee.resultType : info.p.pointee.resultType
  }
  var argumentTypes: Value {
    p.pointee.argumentTypes.isPresent ? p.pointee.argumentTypes : info.p.pointee.argumentTypes
  }
  var converters: Value {
    p.pointee.converters.isPresent ? p.pointee.converters : info.p.pointee.converters
  }
  var checker: Value {
    p.pointee.resultType.isPresent ? p.pointee.checker : info.p.pointee.checker
  }

  /// `from_param` of each of the types.
  ///
  /// - Throws: TypeError for what has none.
  static func converters(_ types: TupleRef) throws(Raised) -> Value {
    if types.count > ForeignCall.mostArguments {
      throw CTypesErrors.argument.raised(
        "_argtypes_ has too many arguments (\(types.count)), "
          + "maximum is \(ForeignCall.mostArguments)")
    }
    let converters = TupleRef.make(count: types.count)
    for i in 0..<types.count {
      let converter = try Attributes.lookup(types[i], Interning.intern("from_param"))
      if converter.isAbsent {
        throw raise(.typeError, "item \(i + 1) in _argtypes_ has no from_param method")
      }
      converters.set(i, converter)
    }
    return converters.value
  }

  /// Whether a value can be a result type.
  static func isResultType(_ value: Value) -> Bool {
    value.isNone || CTypeInfo.of(class: value) != nil || value.type.special(.call).isPresent
      || value.type == .function || value.type == .method || value.type == .builtinFunction
  }

  /// What checks results of a class, or absent.
  static func checker(_ resultType: Value) throws(Raised) -> Value {
    resultType.isNone
      ? .absent : try Attributes.lookup(resultType, Interning.intern("_check_retval_"))
  }
}

/// The metatype of classes of functions.
enum FunctionClasses {
  static let metatype = CTypeInfo.makeMetatype(
    "_ctypes.PyCFuncPtrType",
    [NativeMethod("__init__", "($self, *args, **kwargs)", initialize)])

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let info = try CTypeInfo.attach(to: type, .function)
    info.p.pointee.size = 8
    info.p.pointee.alignment = 8
    info.p.pointee.length = 1
    info.p.pointee.ffi = Libffi.shared.pointer
    info.p.pointee.hasPointers = true
    info.setFormat("X{}")
    let flags = try Attributes.lookup(a[0], Interning.intern("_flags_"))
    if flags.isAbsent || !flags.isAnyInt {
      throw raise(.typeError, "class must define _flags_ which must be an integer")
    }
    info.p.pointee.functionFlags = Int(truncatingIfNeeded: SimpleCodes.lowWord(flags))
    let types = try Attributes.lookup(a[0], Interning.intern("_argtypes_"))
    if types.isPresent, !types.isNone {
      if !types.isTuple { throw raise(.typeError, "_argtypes_ must be a sequence of types") }
      let converters = try ForeignFunction.converters(TupleRef(types))
      info.p.pointee.argumentTypes = types
      info.p.pointee.converters = converters
      info.object.noteWrite()
    }
    let result = try Attributes.lookup(a[0], Interning.intern("_restype_"))
    if result.isPresent {
      if !ForeignFunction.isResultType(result) {
        throw raise(.typeError, "_restype_ must be a type, a callable, or None")
      }
      let checker = try ForeignFunction.checker(result)
      info.p.pointee.resultType = result
      info.p.pointee.checker = checker
      info.object.noteWrite()
    }
    return .none
  }
}
