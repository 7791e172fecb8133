// The functions of the runtime that do what an instruction says where no Python code has to run, and ask for the
// instruction's handler where it has (`ContainerHelpers`).

enum Helper: Int, CaseIterable {
  case item, storeItem, deleteItem
  /// Of an exact dict.
  case dictItem, dictStore
  case slice, steppedSlice, storeSlice
  // Truth values.
  case contains, equal, compare, truth
  /// What a comparison that is no jump results in, which need not be a truth value.
  case comparison
  // The last operand says which operator.
  case binary, inPlace
  case listPop, listPopAt, listInsert, listExtend, listRemove, listIndex, listReverse, listClear
  case listCopy
  case dictGet, dictSetDefault, dictPop, dictPopDefault, dictKeys, dictValues, dictItems
  case setAdd, setDiscard, setRemove
  case join, formatted
  /// By a format specification; what `str` and `repr` make of a value.
  case formattedBy, str, repr
  /// Of up to five strs.
  case concatenation
  case iterator
  /// What `yield from` delegates to.
  case delegate
  /// A builtin function, which is the first operand, of plain arguments; a builtin type of one.
  case leaf, construct
  /// `type` and `id` of a value, `issubclass` of a class and another.
  case typeOf, identity, isSubclass
  /// What `super` finds: of its class, an object and a name.
  case superMethod

  /// Whether the instruction has a result.
  var hasResult: Bool {
    switch self {
    case .storeItem, .dictStore, .deleteItem, .storeSlice: return false
    default: return true
    }
  }

  /// Whether what was there before stays as it is.
  var onlyReads: Bool {
    switch self {
    case .item, .dictItem, .slice, .steppedSlice, .contains, .equal, .compare, .truth,
      .comparison, .binary, .listIndex,
      .listCopy, .dictGet, .dictKeys, .dictValues, .dictItems, .join, .formatted,
      .formattedBy, .str, .repr, .concatenation,
      .iterator, .delegate, .leaf, .construct, .typeOf, .identity, .isSubclass, .superMethod:
      return true
    default: return false
    }
  }
}
