// Type parameters (PEP 695): TypeVar, ParamSpec, TypeVarTuple and type aliases.

/// TypeVar, ParamSpec and TypeVarTuple share a layout.
public struct TypeParameterLayout {
  public var header: Header
  public var dict: Value
  public var name: Value
  public var bound: Value
  /// Computes the bound when asked for, or absent.
  public var boundFunction: Value
  public var constraints: Value
  public var constraintsFunction: Value
  public var defaultValue: Value
  public var defaultFunction: Value
  /// Variance and inference, as bits of an int: 1 covariant, 2 contravariant, 4 inferred.
  public var flags: Value
}

@frozen public struct TypeParameterRef: TypedRef {
  public let p: UnsafeMutablePointer<TypeParameterLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<TypeParameterLayout>) {
    self.p = p
  }
}

public struct TypeAliasLayout {
  public var header: Header
  public var name: Value
  public var parameters: Value
  public var valueFunction: Value
  public var value: Value
  public var module: Value
}

enum TypeParameters {
  /// A parameter of a generic function or class; bound and constraints are functions.
  static func make(_ type: BuiltinType, name: Value, bound: Value, constraints: Value)
    throws(Raised) -> Value
  {
    let object = Heap.allocateZeroed(
      MemoryLayout<TypeParameterLayout>.size, Header(shape: .of(type)))
    let parameter = TypeParameterRef(object)
    parameter.p.pointee.name = name
    parameter.p.pointee.boundFunction = bound
    parameter.p.pointee.constraintsFunction = constraints
    parameter.p.pointee.flags = Value(smallInt: 4)
    return parameter.value
  }

  static func setDefault(_ parameter: Value, _ function: Value) throws(Raised) -> Value {
    TypeParameterRef(parameter).p.pointee.defaultFunction = function
    parameter.asObject.noteWrite()
    return parameter
  }

  /// `Generic[parameters]`, by `typing`.
  static func subscriptGeneric(_ parameters: Value) throws(Raised) -> Value {
    let typing = try Imports.importModule("typing")
    let unpacked = ListRef.make()
    let tuple = TupleRef(parameters)
    for i in 0..<tuple.count {
      // A TypeVarTuple stands for its items.
      unpacked.append(
        tuple[i].isExactly(.typeVarTuple)
          ? try Iterate.next(try Iterate.iterator(tuple[i])) : tuple[i])
    }
    return try Call.method(
      typing, "_GenericAlias", BuiltinType.generic.value, unpacked.toTuple().value)
  }

  /// `type Name[parameters] = value`: the tuple holds name, parameters and value function.
  static func makeAlias(_ parts: TupleRef) throws(Raised) -> Value {
    let object = Heap.allocateZeroed(
      MemoryLayout<TypeAliasLayout>.size, Header(shape: .of(.typeAliasType)))
    let layout = object.pointer.assumingMemoryBound(to: TypeAliasLayout.self)
    layout.pointee.name = parts[0]
    layout.pointee.parameters = parts[1].isNone ? .absent : parts[1]
    layout.pointee.valueFunction = parts[2]
    if let frame = thread.pointee.frame {
      layout.pointee.module = DictRef(Frame(frame).globals).getStr("__name__")
    }
    return Value(object)
  }
}
