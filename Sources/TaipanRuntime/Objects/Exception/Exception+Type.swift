// Exception types: layout shared by all, construction, attributes.

enum ExceptionType {
  static func spec(_ name: StaticString, _ type: BuiltinType) -> TypeSpec {
    TypeSpec(
      name, size: MemoryLayout<ExceptionLayout>.size,
      flags: type == .exceptionGroup
        ? [.baseable, .isException, .weakReferable] : [.baseable, .isException], traceKind: .words,
      dictWord: 14,
      methods: ExceptionMethods.methods(of: type), getSets: ExceptionMethods.getSets(of: type))
  }
}
