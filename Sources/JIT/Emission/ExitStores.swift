// Which stores ways out of a unit share.
//
// States of one stretch of code differ in few registers. The stores of each are put in the order of the values'
// definitions, and those that come first, of values that were there early, are common to many: a tree, whose
// root leaves.

#if TAIPAN_LLVM
  struct ExitStores {
    struct Node {
      let register: Int
      let value: ValueID
      /// The node behind it.
      let next: Int
      /// Nodes before it, and states that begin with it.
      var users = 0
    }

    private struct Key: Hashable {
      let next: Int
      let register: Int
      let value: ValueID
    }

    static let root = 0
    private(set) var nodes = [Node(register: 0, value: 0, next: 0)]
    private var numbers: [Key: Int] = [:]
    /// Of nodes that several come by.
    var blocks: [Int: IRBlock] = [:]

    /// The node that the stores of a state begin with.
    mutating func add(_ registers: [(register: Int, value: ValueID)]) -> Int {
      var node = ExitStores.root
      for (register, value) in registers.sorted(by: {
        ($0.value, $0.register) < ($1.value, $1.register)
      }) {
        let key = Key(next: node, register: register, value: value)
        if let known = numbers[key] {
          node = known
        } else {
          nodes[node].users += 1
          nodes.append(Node(register: register, value: value, next: node))
          node = nodes.count - 1
          numbers[key] = node
        }
      }
      nodes[node].users += 1
      return node
    }
  }
#endif
