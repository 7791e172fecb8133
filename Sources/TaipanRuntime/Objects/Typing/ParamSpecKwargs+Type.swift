/// The type `typing.ParamSpecKwargs`. Word 1: the ParamSpec.
enum ParamSpecKwargsType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, origin)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__mro_entries__", "($self, bases, /)", TypingSupport.cannotSubclass),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("__origin__", origin)]
  static let spec = TypeSpec(
    "typing.ParamSpecKwargs", size: 16, flags: [.weakReferable], methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = a[1]
    return Value(object)
  }
  static func origin(_ a: Args) throws(Raised) -> Value { a[0].asObject.word(1).pointee }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let origin = try origin(a)
    let name =
      origin.isExactly(.paramSpec)
      ? TypeParameterRef(origin).p.pointee.name : try Convert.repr(origin).value
    return StrRef.concatenate(StrRef(name), StrRef.make(".kwargs")).value
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    if a[1].type != a[0].type { return .notImplemented }
    return Value(try Compare.equal(try origin(a), a[1].asObject.word(1).pointee))
  }
}
