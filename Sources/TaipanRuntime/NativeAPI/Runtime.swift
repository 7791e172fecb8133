// Start-up of the runtime: memory, thread, types, singletons, in this order.

public enum Runtime {
  /// Makes the runtime ready for the first object; called once by the main thread.
  ///
  /// - Parameters:
  ///   - ignoreEnvironment: `-I` and `-E`: PYTHON… variables are not read.
  ///   - image: the path of the start image, if there may be one.
  ///   - libraryImage: the same of the library image.
  public static func start(
    ignoreEnvironment: Bool, image: String? = nil, libraryImage: String? = nil
  ) {
    Heap.start()
    // Types and singletons refer to each other before they are complete: no collection until the
    // builtins module is in place.
    Heap.state.pointee.collecting = true
    ThreadState.start()
    StringHash.start(ignoringEnvironment: ignoreEnvironment)
    if let image { StartImage.map(image) }
    if let libraryImage { LibraryImage.map(libraryImage) }
    BuiltinTypes.startShapes()
    Singletons.start()
    BuiltinTypes.start()
    Singletons.modules = DictRef.make().value
  }

  /// Called when the builtins module is in place.
  public static func noteBuiltins(_ namespace: DictRef) {
    Singletons.builtins = namespace.value
    Builtins.note()
    Singletons.noteTypes()
    Heap.state.pointee.collecting = false
  }
}
