/// The value of a `Constant` expression or of a match-value literal.
@frozen
public enum Constant {
  case none
  case `true`
  case `false`
  case ellipsis
  case int(Int)
  /// An int that does not fit in `Int`: the limbs of its magnitude, least significant first. The parser
  /// makes no negative constants.
  case bigInt(limbs: NodeList<UInt64>, negative: Bool)
  case float(Double)
  /// A complex literal such as `2j`: the real part is zero.
  case imaginary(Double)
  /// UTF-8, in which a lone surrogate stands as its three bytes (Python's "surrogatepass").
  /// `unicodePrefix` is `ast.Constant.kind == 'u'`.
  case string(ByteString, unicodePrefix: Bool)
  case bytes(ByteString)
  /// The parser never makes these three; trees that a program builds and hands to `compile` may.
  case complex(real: Double, imaginary: Double)
  case tuple(NodeList<Constant>)
  case frozenset(NodeList<Constant>)
}
