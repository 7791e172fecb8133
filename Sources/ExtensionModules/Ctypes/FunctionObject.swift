// `CFuncPtr`: functions of libraries, functions at addresses, and Python functions that C can call.

import Glibc
import TaipanRuntime

enum FunctionObject {
  static let type: TypeRef = NativeTypes.make(
    TypeSpec(
      "_ctypes.CFuncPtr", size: MemoryLayout<ForeignFunctionLayout>.size,
      flags: [.baseable, .immutable, .weakReferable],
      methods: [
        NativeMethod("__new__", "($type, *args, **kwargs)", new),
        NativeMethod("__repr__", "($self, /)", repr),
        NativeMethod("__call__", "($self, *args, **kwargs)", call),
        NativeMethod(
          "__bool__", "($self, /)", { a throws(Raised) in Value(CData(a[0]).target != nil) }),
      ], getSets: getSets, doc: "A function of C."),
    base: CDataObject.type, metatype: FunctionClasses.metatype)

  private static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "errcheck", { a throws(Raised) in orNone(ForeignFunction(a[0]).p.pointee.errorCheck) },
      set: setErrorCheck),
    NativeGetSet("restype", getResultType, set: setResultType),
    NativeGetSet(
      "argtypes", { a throws(Raised) in orNone(ForeignFunction(a[0]).argumentTypes) },
      set: setArgumentTypes),
  ]

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  // MARK: Making

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let given = a.positionalCount - 1
    if given == 0 { return try CData.make(type).value }
    if given <= 2, a[1].isTuple { return try fromLibrary(type, a) }
    if given != 1 {
      throw raise(.typeError, "argument must be callable or integer function address")
    }
    if a[1].isAnyInt {
      let data = try CData.make(type)
      data.target = UnsafeMutableRawPointer(bitPattern: UInt(SimpleCodes.lowWord(a[1])))
      return data.value
    }
    if !isCallable(a[1]) {
      throw raise(.typeError, "argument must be callable or integer function address")
    }
    return try fromCallable(type, a[1])
  }

  private static func isCallable(_ value: Value) -> Bool {
    value.isHeap && (value.type.special(.call).isPresent || value.type == .function)
  }

  private static func fromCallable(_ type: TypeRef, _ callable: Value) throws(Raised) -> Value {
    guard let info = CTypeInfo.of(type), info.p.pointee.argumentTypes.isPresent else {
      throw raise(.typeError, "cannot construct instance of this class: no argtypes")
    }
    let thunk = try Callback.make(
      callable, TupleRef(info.p.pointee.argumentTypes), info.p.pointee.resultType,
      info.p.pointee.functionFlags)
    let function = ForeignFunction(try CData.make(type).value)
    function.p.pointee.thunk = thunk.value
    function.object.noteWrite()
    function.data.target = thunk.p.pointee.code
    function.data.keep(thunk.value, at: 0)
    return function.value
  }

  /// `(name, library)`, and what is said of the parameters.
  private static func fromLibrary(_ type: TypeRef, _ a: Args) throws(Raised) -> Value {
    let pair = TupleRef(a[1])
    if pair.count != 2 {
      throw raise(.typeError, "function takes exactly 2 arguments (\(pair.count) given)")
    }
    let (name, library) = (pair[0], pair[1])
    let handle = try Attributes.get(library, "_handle")
    if !handle.isAnyInt {
      throw raise(
        .typeError, "the _handle attribute of the second argument must be an integer")
    }
    if !name.isBytes, !name.isStr {
      throw raise(.typeError, "could not convert first argument to function name")
    }
    let address = try LibraryFunctions.find(
      name, in: handle, failure: .attributeError, what: "function")
    let parameters = a.positionalCount > 2 ? a[2] : .none
    try ParameterFlags.check(type, parameters)
    let function = ForeignFunction(try CData.make(type).value)
    function.p.pointee.parameters = parameters.isNone ? .absent : parameters
    function.object.noteWrite()
    function.data.target = address
    function.data.keep(library, at: 0)
    return function.value
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<\(a[0].typeName) object at \(CTypesText.address(a[0]))>")
  }

  // MARK: Attributes

  private static func setErrorCheck(_ a: Args) throws(Raised) -> Value {
    let function = ForeignFunction(a[0])
    if a[1].isPresent, !a[1].isNone, !isCallable(a[1]) {
      throw raise(.typeError, "the errcheck attribute must be callable")
    }
    function.p.pointee.errorCheck = a[1].isPresent && a[1].isNone ? .absent : a[1]
    function.object.noteWrite()
    return .none
  }

  private static func getResultType(_ a: Args) throws(Raised) -> Value {
    orNone(ForeignFunction(a[0]).resultType)
  }

  private static func setResultType(_ a: Args) throws(Raised) -> Value {
    let function = ForeignFunction(a[0])
    if a[1].isAbsent {
      function.p.pointee.resultType = .absent
      function.p.pointee.checker = .absent
      return .none
    }
    if !ForeignFunction.isResultType(a[1]) {
      throw raise(.typeError, "restype must be a type, a callable, or None")
    }
    let checker = try ForeignFunction.checker(a[1])
    function.p.pointee.resultType = a[1]
    function.p.pointee.checker = checker
    function.object.noteWrite()
    return .none
  }

  private static func setArgumentTypes(_ a: Args) throws(Raised) -> Value {
    let function = ForeignFunction(a[0])
    if a[1].isAbsent || a[1].isNone {
      function.p.pointee.argumentTypes = .absent
      function.p.pointee.converters = .absent
      return .none
    }
    let types: TupleRef
    do throws(Raised) { types = try Iterate.tuple(a[1]) } catch {
      guard catching(.typeError) else { throw error }
      throw raise(.typeError, "_argtypes_ must be a sequence of types")
    }
    let converters = try ForeignFunction.converters(types)
    function.p.pointee.argumentTypes = types.value
    function.p.pointee.converters = converters
    function.object.noteWrite()
    return .none
  }

  // MARK: Calling

  private static func call(_ a: Args) throws(Raised) -> Value {
    let function = ForeignFunction(a[0])
    let info = function.info
    let given = a.tuple(from: 1)
    var outputs = ParameterFlags.Outputs()
    let arguments = try ParameterFlags.build(function, given, a.keywordDict(), &outputs)
    let converters = function.converters
    if converters.isPresent {
      let wanted = TupleRef(converters).count
      if wanted > arguments.count {
        throw raise(
          .typeError,
          "this function takes at least \(wanted) argument\(wanted == 1 ? "" : "s") "
            + "(\(arguments.count) given)")
      }
    }
    guard let target = function.data.target else {
      throw raise(.valueError, "attempt to call a NULL function pointer")
    }
    let call = ForeignCall(
      function: target, flags: info.p.pointee.functionFlags, converters: converters,
      resultType: function.resultType, checker: function.checker)
    let result = try call.run(arguments)
    let check = function.p.pointee.errorCheck
    if check.isPresent {
      let checked = try Call.function(check, result, a[0], arguments.value)
      // The arguments themselves ask for what is done without a check.
      if checked !== arguments.value { return checked }
    }
    return try outputs.result(result, arguments)
  }
}
