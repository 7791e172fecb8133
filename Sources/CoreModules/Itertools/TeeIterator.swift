// tee: several iterators over one, values kept in a chain of nodes that only the slowest needs.

import TaipanRuntime

/// Words of a tee: 1 node, 2 index in it.
/// Words of a node: 1 the iterator, 2 list of values, 3 next node, 4 set while the iterator runs.
enum TeeIterator {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  nonisolated(unsafe) static var nodeType = BuiltinType.object.ref
  private static let valuesPerNode = 57

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, /)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__copy__", "($self, /)", copy),
  ]

  static func start() {
    type = NativeTypes.make(
      TypeSpec("itertools._tee", size: 24, flags: [.weakReferable], methods: methods))
    nodeType = NativeTypes.make(TypeSpec("itertools._tee_dataobject", size: 40))
  }

  private static func makeNode(_ iterator: Value) -> Value {
    let values = ListRef.make()
    let node = Instances.allocate(nodeType)
    node.word(1).pointee = iterator
    node.word(2).pointee = values.value
    return Value(node)
  }

  private static func make(_ node: Value, _ index: Value) -> Value {
    let object = Instances.allocate(type)
    object.word(1).pointee = node
    object.word(2).pointee = index
    return Value(object)
  }

  private static func from(_ iterable: Value) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(iterable)
    if iterator.type == type {
      return make(iterator.asObject.word(1).pointee, iterator.asObject.word(2).pointee)
    }
    return make(makeNode(iterator), Value(smallInt: 0))
  }

  static func new(_ a: Args) throws(Raised) -> Value { try from(a[1]) }
  static func copy(_ a: Args) throws(Raised) -> Value { make(a.field(1), a.field(2)) }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(2).asInt == valuesPerNode {
      let node = a.field(1).asObject
      if node.word(3).pointee.isAbsent {
        node.store(makeNode(node.word(1).pointee), at: node.word(3))
      }
      a.setField(1, node.word(3).pointee)
      a.setField(2, Value(smallInt: 0))
    }
    let node = a.field(1).asObject
    let index = a.field(2).asInt
    let values = ListRef(node.word(2).pointee)
    if index == values.count {
      if node.word(4).pointee.isPresent {
        throw raise(.runtimeError, "cannot re-enter the tee iterator")
      }
      node.word(4).pointee = .true
      defer { node.word(4).pointee = .absent }
      let value = try Iterate.next(node.word(1).pointee)
      if value.isExhausted { return .exhausted }
      values.append(value)
    }
    a[0].asObject.word(2).pointee = Value(smallInt: index + 1)
    return values[index]
  }

  static func tee(_ a: Args) throws(Raised) -> Value {
    let count = a.count > 1 ? try Convert.machineInt(a[1]) : 2
    if count < 0 { throw raise(.valueError, "n must be >= 0") }
    if count == 0 { return TupleRef.empty.value }
    let first = try from(a[0])
    let result = TupleRef.make(count: count)
    result.set(0, first)
    for i in 1..<count {
      result.set(i, make(first.asObject.word(1).pointee, first.asObject.word(2).pointee))
    }
    return result.value
  }
}
