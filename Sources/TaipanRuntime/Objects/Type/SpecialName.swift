// Names of the data model that the runtime looks up on types so often that every type keeps
// the result at hand (`TypeRef.special`). A cached slot holds what the MRO lookup gives, absent if none.

public enum SpecialName: UInt16, CaseIterable {
  case new = 1, `init`, del, repr, str, bytes, format, hash, bool
  case lt, le, eq, ne, gt, ge
  case getattribute, getattr, setattr, delattr
  case get, set, delete, setName
  case call, len, lengthHint, getitem, setitem, delitem, missing, contains
  case iter, next, reversed
  case add, radd, iadd, sub, rsub, isub, mul, rmul, imul, matmul, rmatmul, imatmul
  case truediv, rtruediv, itruediv, floordiv, rfloordiv, ifloordiv, mod, rmod, imod
  case divmod, rdivmod, pow, rpow, ipow, lshift, rlshift, ilshift, rshift, rrshift, irshift
  case and, rand, iand, xor, rxor, ixor, or, ror, ior
  case neg, pos, abs, invert, int, float, complex, index, round, trunc, floor, ceil
  case enter, exit, await, aiter, anext, aenter, aexit
  case instancecheck, subclasscheck, initSubclass, classGetitem, buffer, dir, sizeof
  case reduce, reduceEx, getstate, fspath

  /// The Python name, underscores included. A table and no `"\(self)"`: printing a case looks at
  /// the type's metadata, a hundred times at every start.
  public var pythonName: StaticString {
    switch self {
    case .new: "__new__"
    case .`init`: "__init__"
    case .del: "__del__"
    case .repr: "__repr__"
    case .str: "__str__"
    case .bytes: "__bytes__"
    case .format: "__format__"
    case .hash: "__hash__"
    case .bool: "__bool__"
    case .lt: "__lt__"
    case .le: "__le__"
    case .eq: "__eq__"
    case .ne: "__ne__"
    case .gt: "__gt__"
    case .ge: "__ge__"
    case .getattribute: "__getattribute__"
    case .getattr: "__getattr__"
    case .setattr: "__setattr__"
    case .delattr: "__delattr__"
    case .get: "__get__"
    case .set: "__set__"
    case .delete: "__delete__"
    case .setName: "__set_name__"
    case .call: "__call__"
    case .len: "__len__"
    case .lengthHint: "__length_hint__"
    case .getitem: "__getitem__"
    case .setitem: "__setitem__"
    case .delitem: "__delitem__"
    case .missing: "__missing__"
    case .contains: "__contains__"
    case .iter: "__iter__"
    case .next: "__next__"
    case .reversed: "__reversed__"
    case .add: "__add__"
    case .radd: "__radd__"
    case .iadd: "__iadd__"
    case .sub: "__sub__"
    case .rsub: "__rsub__"
    case .isub: "__isub__"
    case .mul: "__mul__"
    case .rmul: "__rmul__"
    case .imul: "__imul__"
    case .matmul: "__matmul__"
    case .rmatmul: "__rmatmul__"
    case .imatmul: "__imatmul__"
    case .truediv: "__truediv__"
    case .rtruediv: "__rtruediv__"
    case .itruediv: "__itruediv__"
    case .floordiv: "__floordiv__"
    case .rfloordiv: "__rfloordiv__"
    case .ifloordiv: "__ifloordiv__"
    case .mod: "__mod__"
    case .rmod: "__rmod__"
    case .imod: "__imod__"
    case .divmod: "__divmod__"
    case .rdivmod: "__rdivmod__"
    case .pow: "__pow__"
    case .rpow: "__rpow__"
    case .ipow: "__ipow__"
    case .lshift: "__lshift__"
    case .rlshift: "__rlshift__"
    case .ilshift: "__ilshift__"
    case .rshift: "__rshift__"
    case .rrshift: "__rrshift__"
    case .irshift: "__irshift__"
    case .and: "__and__"
    case .rand: "__rand__"
    case .iand: "__iand__"
    case .xor: "__xor__"
    case .rxor: "__rxor__"
    case .ixor: "__ixor__"
    case .or: "__or__"
    case .ror: "__ror__"
    case .ior: "__ior__"
    case .neg: "__neg__"
    case .pos: "__pos__"
    case .abs: "__abs__"
    case .invert: "__invert__"
    case .int: "__int__"
    case .float: "__float__"
    case .complex: "__complex__"
    case .index: "__index__"
    case .round: "__round__"
    case .trunc: "__trunc__"
    case .floor: "__floor__"
    case .ceil: "__ceil__"
    case .enter: "__enter__"
    case .exit: "__exit__"
    case .await: "__await__"
    case .aiter: "__aiter__"
    case .anext: "__anext__"
    case .aenter: "__aenter__"
    case .aexit: "__aexit__"
    case .instancecheck: "__instancecheck__"
    case .subclasscheck: "__subclasscheck__"
    case .initSubclass: "__init_subclass__"
    case .classGetitem: "__class_getitem__"
    case .buffer: "__buffer__"
    case .dir: "__dir__"
    case .sizeof: "__sizeof__"
    case .reduce: "__reduce__"
    case .reduceEx: "__reduce_ex__"
    case .getstate: "__getstate__"
    case .fspath: "__fspath__"
    }
  }

  static let count = Int(SpecialName.fspath.rawValue) + 1
}
