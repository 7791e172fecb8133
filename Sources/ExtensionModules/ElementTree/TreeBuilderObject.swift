// `xml.etree.ElementTree.TreeBuilder` as Python sees it.

import TaipanRuntime

enum TreeBuilderObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, *args, **kwargs)",
      { a throws(Raised) in TreeBuilderRef.allocate(TypeRef(a[0])).value }),
    NativeMethod(
      "__init__",
      "($self, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False)",
      initialize),
    NativeMethod("start", "($self, tag, attrs, /)", start),
    NativeMethod(
      "end", "($self, tag, /)", { a throws(Raised) in try TreeBuilderRef(a[0]).close() }),
    NativeMethod("data", "($self, data, /)", data),
    NativeMethod(
      "comment", "($self, text, /)", { a throws(Raised) in try TreeBuilderRef(a[0]).comment(a[1]) }),
    NativeMethod("pi", "($self, target, text=None, /)", instruction),
    NativeMethod("close", "($self, /)", close),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "xml.etree.ElementTree.TreeBuilder", size: MemoryLayout<TreeBuilderLayout>.size,
      flags: [.baseable], methods: methods))

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let comments = a[4].isPresent ? try Convert.truth(a[4]) : false
    let instructions = a[5].isPresent ? try Convert.truth(a[5]) : false
    TreeBuilderRef(a[0]).start(
      factory: a[1], comment: a[2], instruction: a[3], inserts: (comments, instructions))
    return .none
  }

  private static func start(_ a: Args) throws(Raised) -> Value {
    if !a[2].isDict {
      throw raise(.typeError, "start() argument 2 must be dict, not \(a[2].argumentTypeName)")
    }
    return try TreeBuilderRef(a[0]).open(a[1], a[2])
  }

  private static func data(_ a: Args) throws(Raised) -> Value {
    TreeBuilderRef(a[0]).add(data: a[1])
    return .none
  }

  private static func instruction(_ a: Args) throws(Raised) -> Value {
    try TreeBuilderRef(a[0]).instruction(a[1], a.optional(2).isAbsent ? .none : a[2])
  }

  private static func close(_ a: Args) throws(Raised) -> Value {
    let root = TreeBuilderRef(a[0]).p.pointee.root
    return root.isAbsent ? .none : root
  }
}
