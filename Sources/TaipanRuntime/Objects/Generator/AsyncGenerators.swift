// Async generators: values that they yield are wrapped, to be told from what they await.

enum AsyncGenerators {
  /// The wrapper of a value that an async generator yields.
  static func wrap(_ value: Value) -> Value {
    let object = Heap.allocate(16, Header(shape: .of(.asyncGeneratorWrappedValue)))
    object.word(1).pointee = value
    return Value(object)
  }

  /// The value in a wrapper, nil for what is awaited.
  static func unwrap(_ value: Value) -> Value? {
    value.isExactly(.asyncGeneratorWrappedValue) ? value.asObject.word(1).pointee : nil
  }
}
