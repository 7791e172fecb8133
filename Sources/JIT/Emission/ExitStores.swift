// Which stores ways out of a unit share.
//
// States of one stretch of code differ in few registers. The stores of each are put in the order of the values'
// definitions, and those that come first, of values that were there early, are common to many: a tree, whose
// root leaves.

struct ExitStores {
  struct Node {
    let register: Int
    let value: ValueID
    /// The node behind it.
    let next: Int
    /// Nodes before it, and states that begin with it.
    var users = 0
    /// Nodes before it: one of them, and of each of these another one. 0 where there is none.
    var child = 0
    var sibling = 0
    /// Where its stores are, if several come by.
    var block: LowBlock?
  }

  static let root = 0
  var nodes = [Node(register: 0, value: 0, next: 0)]

  /// The node that the stores of a state begin with.
  mutating func add(_ registers: [(register: Int, value: ValueID)]) -> Int {
    var node = ExitStores.root
    for (register, value) in registers.sorted(by: {
      ($0.value, $0.register) < ($1.value, $1.register)
    }) {
      node = child(of: node, register, value)
    }
    nodes[node].users += 1
    return node
  }

  private mutating func child(of node: Int, _ register: Int, _ value: ValueID) -> Int {
    var child = nodes[node].child
    while child != 0 {
      if nodes[child].value == value, nodes[child].register == register { return child }
      child = nodes[child].sibling
    }
    let new = nodes.count
    nodes.append(
      Node(register: register, value: value, next: node, sibling: nodes[node].child))
    nodes[node].child = new
    nodes[node].users += 1
    return new
  }
}
