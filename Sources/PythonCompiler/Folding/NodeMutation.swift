import PythonSyntax

// Folding rewrites nodes in place, as CPython's does: whoever holds the handle sees the new node. A
// handle is the address of its node, and a node begins with its kind.

extension Expression {
  func replace(with kind: Kind) {
    unsafeBitCast(self, to: UnsafeMutablePointer<Kind>.self).pointee = kind
  }

  /// Replaces the node by a copy of another, place included.
  func replace(with kind: Kind, location: Location) {
    let node = unsafeBitCast(self, to: UnsafeMutablePointer<NodeLayout>.self)
    node.pointee = NodeLayout(kind: kind, location: location)
  }

  private struct NodeLayout {
    var kind: Kind
    var location: Location
  }

  func replace(withConstant constant: PythonSyntax.Constant) { replace(with: .constant(constant)) }
}

extension Statement {
  func replace(with kind: Kind) {
    unsafeBitCast(self, to: UnsafeMutablePointer<Kind>.self).pointee = kind
  }
}
