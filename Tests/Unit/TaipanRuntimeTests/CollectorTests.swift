import TaipanRuntime
import Testing

private nonisolated(unsafe) var releasedCount = 0

@Suite struct CollectorTests {
  /// Weak references to `count` objects; those at even places are kept by `keeper`, too.
  private func weakReferences(_ count: Int, to type: TypeRef, keeper: ListRef) -> ListRef {
    let references = ListRef.make(capacity: count)
    for index in 0..<count {
      let object = Instances.allocate(type)
      if index % 2 == 0 { keeper.append(Value(object)) }
      references.append(WeakReferences.make(object))
    }
    return references
  }

  private func alive(_ references: ListRef) -> Int {
    (0..<references.count).filter { WeakRef(references[$0]).target.isPresent }.count
  }

  @Test(arguments: [false, true])
  func weakReferencesToDeadObjectsAreCleared(major: Bool) throws {
    try withRuntime { () throws in
      let type = try makeClass("Weak")
      let (keeper, references) = (Rooted(ListRef.make().value), Rooted(.absent))
      apart {
        references.value = weakReferences(1000, to: type, keeper: ListRef(keeper.value)).value
      }
      collect(major: major)
      let count = alive(ListRef(references.value))
      // A stale word may keep one or the other alive.
      #expect(count >= 500 && count < 510)
      for index in stride(from: 0, to: 1000, by: 2) {
        let target = WeakRef(ListRef(references.value)[index]).target
        #expect(target === ListRef(keeper.value)[index / 2])
      }
    }
  }

  @Test func valueInALocalVariableIsFound() throws {
    try withRuntime { () throws in
      let tuple = TupleRef.of(Value(1 << 62), Value("kept by the stack"))
      apart { for _ in 0..<2000 { _ = TupleRef.of(.none, .none) } }
      collect(major: true)
      apart { for _ in 0..<2000 { _ = TupleRef.of(.none, .none) } }
      #expect(tuple.count == 2 && tuple[0].asMachineInt == 1 << 62)
      #expect(StrRef(tuple[1]).isEqual("kept by the stack"))
    }
  }

  /// The item buffer of a list, the middle of a large object.
  @Test func interiorPointerKeepsTheWholeObject() {
    withRuntime {
      let small = Rooted(.absent)
      let large = Rooted(.absent)
      apart {
        let tuple = TupleRef.make(count: 20)
        for index in 0..<20 { tuple.items[index] = Value(index) }
        small.value = Value(bits: UInt64(UInt(bitPattern: tuple.items + 11)))
        let buffer = ValueBuffer.make(capacity: 100_000)
        buffer.items.update(repeating: Value(77), count: buffer.capacity)
        large.value = Value(bits: UInt64(UInt(bitPattern: buffer.items + 90_000)))
      }
      collect(major: true)
      apart { for _ in 0..<2000 { _ = TupleRef.make(count: 20) } }
      apart { _ = ValueBuffer.make(capacity: 100_000) }
      let items = UnsafePointer<Value>(bitPattern: UInt(small.value.bits))!
      #expect(items[-11].asInt == 0 && items[8].asInt == 19)
      let words = UnsafePointer<Value>(bitPattern: UInt(large.value.bits))!
      #expect(words[0].asInt == 77 && words[-89_999].asInt == 77)
      small.value = .absent
      large.value = .absent
    }
  }

  @Test func wordsThatLeadNowhereAreHarmless() {
    withRuntime {
      Heap.state.pointee.verifies = true
      defer { Heap.state.pointee.verifies = false }
      let problems = Heap.state.pointee.problems
      let word = Rooted(.absent)
      let start = UInt64(Heap.state.pointee.start)
      for offset in stride(from: UInt64(0), to: 4 << 20, by: 4099) {
        word.value = Value(bits: start + offset)
        if offset % 16 == 0 { Heap.collect(major: false) }
      }
      Heap.collect(major: true)
      word.value = .absent
      #expect(Heap.state.pointee.problems == problems)
    }
  }

  @Test func survivorsAreOldAndNewObjectsAreNot() {
    withRuntime {
      let survivor = TupleRef.of(.none)
      #expect(survivor.object.header.pointee.gc & GCFlags.old == 0)
      Heap.collect(major: false)
      #expect(survivor.object.header.pointee.gc & GCFlags.old != 0)
      #expect(TupleRef.of(.none).object.header.pointee.gc & GCFlags.old == 0)
    }
  }

  @Test func cyclesDie() throws {
    try withRuntime { () throws in
      let type = try makeClass("Node")
      let name = Interning.intern("other")
      let references = Rooted(ListRef.make(capacity: 200).value)
      apart {
        for _ in 0..<200 {
          let (a, b) = (Instances.allocate(type), Instances.allocate(type))
          _ = Instances.setOwnAttribute(a, name, Value(b))
          _ = Instances.setOwnAttribute(b, name, Value(a))
          ListRef(references.value).append(WeakReferences.make(a))
        }
      }
      collect(major: true)
      #expect(alive(ListRef(references.value)) < 10)
    }
  }

  @Test func oldGarbageWaitsForAMajorCollection() throws {
    try withRuntime { () throws in
      let type = try makeClass("Old")
      let (keeper, references) = (Rooted(.absent), Rooted(.absent))
      apart {
        keeper.value = ListRef.make().value
        references.value = weakReferences(100, to: type, keeper: ListRef(keeper.value)).value
      }
      collect(major: true)
      keeper.value = .absent
      collect(major: false)
      #expect(alive(ListRef(references.value)) >= 50)
      collect(major: true)
      #expect(alive(ListRef(references.value)) < 10)
    }
  }

  @Test func whatDeadObjectsHoldIsReleasedOnce() throws {
    try withRuntime { () throws in
      let type = try makeClass("Holder")
      type.p.pointee.releaser = { _ in releasedCount += 1 }
      releasedCount = 0
      let kept = Rooted(.absent)
      apart {
        for _ in 0..<300 {
          let object = Instances.allocate(type)
          Heap.releaseWhenDead(object)
          Heap.releaseWhenDead(object)
          kept.value = Value(object)
        }
      }
      collect(major: true)
      let first = releasedCount
      #expect(first > 280)
      #expect(first <= 299)
      collect(major: true)
      #expect(releasedCount - first <= 299 - first)
      kept.value = .absent
      collect(major: true)
      collect(major: true)
      let last = releasedCount
      #expect(last > 290)
      #expect(last <= 300)
    }
  }

  @Test func internedStringsStay() {
    withRuntime {
      let bits = { Interning.intern("a name of this test").bits }()
      collect(major: true)
      apart { for _ in 0..<2000 { _ = StrRef.make("as long as the name") } }
      #expect(Interning.intern("a name of this test").bits == bits)
      #expect(StrRef(Value(bits: bits)).isEqual("a name of this test"))
    }
  }

  @Test func objectsAreCounted() {
    withRuntime {
      @inline(never) func count() -> Int {
        scrubStack()
        return Heap.objectCount()
      }
      let list = ListRef.make()
      _ = count()
      let before = count()
      for _ in 0..<1000 { list.append(TupleRef.of(.none).value) }
      let after = count()
      #expect(after - before >= 1000)
      #expect(after - before < 1010)
      withExtendedLifetime(list) {}
    }
  }

  /// Everything that is made is read again, while the collector runs at every other allocation.
  @Test(arguments: [1, 2, 13])
  func collectionAtAnyAllocationLosesNothing(interval: Int) throws {
    try withRuntime { () throws in
      Heap.state.pointee.stressInterval = interval
      Heap.state.pointee.verifies = true
      defer {
        Heap.state.pointee.stressInterval = 0
        Heap.state.pointee.verifies = false
      }
      let problems = Heap.state.pointee.problems
      let list = ListRef.make()
      let dict = DictRef.make()
      for index in 0..<60 {
        let key = Value("key \(index)")
        let value = TupleRef.of(Value(index), Value("value \(index)"), Value(1 << 62 + index))
        list.append(value.value)
        try dict.set(key, value.value)
      }
      for index in 0..<60 {
        let value = try dict.get(Value("key \(index)"))
        #expect(value === list[index] && TupleRef(value)[0].asInt == index)
        #expect(StrRef(TupleRef(value)[1]).text == "value \(index)")
        #expect(TupleRef(value)[2].asMachineInt == 1 << 62 + index)
      }
      #expect(Heap.state.pointee.problems == problems)
    }
  }
}
