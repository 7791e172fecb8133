// Floats: self-tagged in the value where the exponent is common, boxed otherwise.

public struct FloatLayout {
  public var header: Header
  public var number: Double
}

@frozen public struct FloatRef: TypedRef {
  public let p: UnsafeMutablePointer<FloatLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<FloatLayout>) { self.p = p }
}

extension Value {
  @inlinable @inline(__always) public init(_ double: Double) {
    if let inline = Value(inlineFloat: double) { self = inline } else { self = .boxed(double) }
  }

  @inline(never) @usableFromInline static func boxed(_ double: Double) -> Value {
    if double == 0 { return Singletons.at(double.sign == .minus ? 9 : 8) }
    let float = FloatRef(Heap.allocate(16, Header(shape: .of(.float))))
    float.p.pointee.number = double
    return float.value
  }

  /// True for an exact float, inline or boxed.
  @inlinable @inline(__always) public var isFloat: Bool { isInlineFloat || isExactly(.float) }

  /// The number of a float or an instance of a subclass.
  @inlinable @inline(__always) public var asFloat: Double {
    isInlineFloat ? asInlineFloat : FloatRef(self).p.pointee.number
  }
}
