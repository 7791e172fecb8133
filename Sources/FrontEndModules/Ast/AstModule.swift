// The module `_ast`: the node classes and the flags of `compile` that deal with trees.

import TaipanRuntime

public enum AstModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_ast", [])
    NodeClasses.addAll(to: module.dict)
    for flag in CompileFlags.named {
      module.dict.setStr(flag.name.interned, Value(Int(flag.bits)))
    }
    return module
  }
}

/// The flags of `compile`, beside those of `__future__` features.
enum CompileFlags {
  static let dontImplyDedent: UInt32 = 0x200
  static let onlyTree: UInt32 = 0x400
  static let typeComments: UInt32 = 0x1000
  static let topLevelAwait: UInt32 = 0x2000
  static let incompleteInput: UInt32 = 0x4000
  static let optimizedTree: UInt32 = 0x8000 | onlyTree
  /// `__future__` features.
  static let futures: UInt32 = 0x1FE0000
  /// Everything that `compile` knows; 0x10 (`CO_NESTED`) has lost its meaning.
  static let known =
    futures | 0x10 | dontImplyDedent | typeComments | topLevelAwait | incompleteInput
    | optimizedTree

  static let named: [(name: StaticString, bits: UInt32)] = [
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", topLevelAwait), ("PyCF_ONLY_AST", onlyTree),
    ("PyCF_TYPE_COMMENTS", typeComments), ("PyCF_OPTIMIZED_AST", optimizedTree),
  ]
}
