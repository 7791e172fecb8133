// The module `itertools`: iterators whose state lies in the words of the object, so that a step allocates
// nothing but its result.

import TaipanRuntime

public enum ItertoolsModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("itertools", functions)
    GroupByIterator.start()
    TeeIterator.start()
    for spec in specs {
      let type = NativeTypes.make(spec)
      NativeTypes.add(ItertoolsPickling.methods(of: type.nameText), to: type)
      module.dict.setStr(type.p.pointee.name, type.value)
    }
    NativeTypes.add(ItertoolsPickling.methods(of: "groupby"), to: GroupByIterator.type)
    module.dict.setStr("groupby", GroupByIterator.type.value)
    module.dict.setStr("_grouper", GroupByIterator.grouperType.value)
    module.dict.setStr("_tee", TeeIterator.type.value)
    module.dict.setStr("_tee_dataobject", TeeIterator.nodeType.value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("tee", "($module, iterable, n=2, /)", TeeIterator.tee)
  ]

  private static let specs: [TypeSpec] = [
    CountIterator.spec, CycleIterator.spec, RepeatIterator.spec, AccumulateIterator.spec,
    ChainIterator.spec, CompressIterator.spec, DropWhileIterator.spec, TakeWhileIterator.spec,
    FilterFalseIterator.spec, StarMapIterator.spec, SliceIterator.spec, PairwiseIterator.spec,
    BatchedIterator.spec, ZipLongestIterator.spec, ProductIterator.spec, PermutationsIterator.spec,
    CombinationsIterator.spec, RepeatedCombinationsIterator.spec,
  ]

  /// `__iter__` of an iterator.
  static func identity(_ a: Args) throws(Raised) -> Value { a[0] }

  /// `__class_getitem__`.
  static func alias(_ a: Args) throws(Raised) -> Value { GenericAliasRef.make(a[0], a[1]) }

  /// - Throws: TypeError for a keyword argument that is not among the known ones.
  static func checkKeywords(_ a: Args, _ function: String, _ known: String) throws(Raised) {
    if a.keywordCount == 0 { return }
    let names = TupleRef(a.keywordNames)
    for i in 0..<names.count where StrRef(names[i]).text != known {
      throw raise(
        .typeError,
        "\(function)() got an unexpected keyword argument '\(StrRef(names[i]).text)'")
    }
  }
}

extension Args {
  /// A field of the receiver.
  @inline(__always) func field(_ index: Int) -> Value { self[0].asObject.word(index).pointee }
  @inline(__always) func setField(_ index: Int, _ value: Value) {
    let object = self[0].asObject
    object.store(value, at: object.word(index))
  }
}
