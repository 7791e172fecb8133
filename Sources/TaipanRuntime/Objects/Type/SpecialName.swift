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

  /// The Python name, underscores included.
  public var pythonName: String {
    switch self {
    case .delete: return "__delete__"
    case .setName: return "__set_name__"
    case .lengthHint: return "__length_hint__"
    case .initSubclass: return "__init_subclass__"
    case .classGetitem: return "__class_getitem__"
    case .reduceEx: return "__reduce_ex__"
    default: return "__\(self)__"
    }
  }

  static let count = Int(SpecialName.fspath.rawValue) + 1
}
