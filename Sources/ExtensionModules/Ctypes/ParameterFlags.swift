// What a prototype says of its parameters: directions, names, defaults.

import TaipanRuntime

enum ParameterFlags {
  static let input = 1
  static let output = 2
  static let locale = 4

  /// Which arguments are results as well.
  struct Outputs {
    var count = 0
    /// Bits of parameters: results that were made for the call; objects that the caller gave.
    var made: UInt64 = 0
    var given: UInt64 = 0

    /// The results: what C wrote into the arguments, or what it returned where there are none.
    func result(_ result: Value, _ arguments: TupleRef) throws(Raised) -> Value {
      if count == 0 { return result }
      let results = ListRef.make(capacity: count)
      for i in 0..<min(arguments.count, 64) {
        if given >> UInt64(i) & 1 != 0 { results.append(arguments[i]) }
        if made >> UInt64(i) & 1 != 0 {
          results.append(try Call.method(arguments[i], "__ctypes_from_outparam__"))
        }
      }
      return count == 1 && results.count == 1 ? results[0] : results.toTuple().value
    }
  }

  /// - Throws: TypeError or ValueError for flags that do not fit the class.
  static func check(_ type: TypeRef, _ parameters: Value) throws(Raised) {
    guard let info = CTypeInfo.of(type) else { throw raise(.typeError, "abstract class") }
    if parameters.isNone || info.p.pointee.argumentTypes.isAbsent { return }
    if !parameters.isTuple { throw raise(.typeError, "paramflags must be a tuple or None") }
    let types = TupleRef(info.p.pointee.argumentTypes)
    let items = TupleRef(parameters)
    if items.count != types.count {
      throw raise(.valueError, "paramflags must have the same length as argtypes")
    }
    for i in 0..<items.count {
      let flag = try parts(items[i]).flag
      switch flag & (input | output | locale) {
      case 0, input, input | locale, input | output: break
      case output: try checkOutput(types[i], i + 1)
      default: throw raise(.typeError, "paramflag value \(flag) not supported")
      }
    }
  }

  private static func parts(_ item: Value) throws(Raised) -> (
    flag: Int, name: Value, fallback: Value
  ) {
    if item.isTuple {
      let tuple = TupleRef(item)
      let isNamed = tuple.count < 2 || tuple[1].isStr || tuple[1].isNone
      if tuple.count >= 1, tuple.count <= 3, tuple[0].isAnyInt, isNamed {
        return (
          try Convert.cInt(tuple[0]), tuple.count > 1 && !tuple[1].isNone ? tuple[1] : .absent,
          tuple.count > 2 ? tuple[2] : .absent
        )
      }
    }
    throw raise(
      .typeError, "paramflags must be a sequence of (int [,string [,value]]) tuples")
  }

  private static func checkOutput(_ type: Value, _ number: Int) throws(Raised) {
    if let info = CTypeInfo.of(class: type) {
      if info.kind == .pointer || info.kind == .array { return }
      if info.code != 0, SimpleCodes.isPointer(info.code), info.code != UInt8(ascii: "O") { return }
    }
    let name = type.isType ? TypeRef(type).messageName : type.typeName
    throw raise(
      .typeError, "'out' parameter \(number) must be a pointer type, not \(name)")
  }

  /// The arguments of the C function for those of a call.
  ///
  /// - Throws: TypeError for too few or too many.
  static func build(
    _ function: ForeignFunction, _ given: TupleRef, _ keywords: DictRef, _ outputs: inout Outputs
  ) throws(Raised) -> TupleRef {
    let types = function.argumentTypes
    let parameters = function.p.pointee.parameters
    if types.isAbsent || parameters.isAbsent || TupleRef(types).count == 0 { return given }
    let count = TupleRef(types).count
    let arguments = TupleRef.make(count: count)
    for i in 0..<count { arguments.set(i, .none) }
    var used = 0
    for i in 0..<count {
      let (flag, name, fallback) = try parts(
        i < TupleRef(parameters).count ? TupleRef(parameters)[i] : .none)
      switch flag & (input | output | locale) {
      case input | locale:
        arguments.set(i, fallback.isPresent ? fallback : Value(smallInt: 0))
      case input | output, 0, input:
        if flag & output != 0 {
          outputs.given |= 1 << UInt64(i)
          outputs.count += 1
        }
        arguments.set(i, try take(&used, name, fallback, given, keywords))
      case output:
        outputs.made |= 1 << UInt64(i)
        outputs.count += 1
        arguments.set(
          i, fallback.isPresent ? fallback : try makeOutput(TupleRef(types)[i]))
      default: throw raise(.valueError, "paramflag \(flag) not yet implemented")
      }
    }
    let actual = given.count + keywords.count
    if actual != used {
      throw raise(.typeError, "call takes exactly \(used) arguments (\(actual) given)")
    }
    return arguments
  }

  private static func take(
    _ used: inout Int, _ name: Value, _ fallback: Value, _ given: TupleRef, _ keywords: DictRef
  ) throws(Raised) -> Value {
    if used < given.count {
      used += 1
      return given[used - 1]
    }
    if name.isPresent {
      let value = try keywords.get(name)
      if value.isPresent {
        used += 1
        return value
      }
    }
    if fallback.isPresent { return fallback }
    if name.isPresent {
      throw raise(.typeError, "required argument '\(StrRef(name).text)' missing")
    }
    throw raise(.typeError, "not enough arguments")
  }

  /// An object for C to write to.
  private static func makeOutput(_ type: Value) throws(Raised) -> Value {
    guard let info = CTypeInfo.of(class: type) else {
      throw raise(.typeError, "unexpected 'out' parameter type")
    }
    if info.kind == .array { return try Call.function(type) }
    if info.p.pointee.item.isAbsent || info.p.pointee.item.isStr {
      throw raise(
        .typeError,
        "\(TypeRef(type).messageName) 'out' parameter must be passed as default value")
    }
    return try Call.function(info.p.pointee.item)
  }
}
