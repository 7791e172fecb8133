import TaipanRuntime
import Testing

@Suite struct WriteBarrierTests {
  /// Stores young objects into old ones, collects the young, and reads them again after their cells
  /// could have been used for something else.
  private func survives(
    _ old: Rooted, store: () throws -> Void, check: () throws -> Void
  ) throws {
    collect(major: true)
    #expect(old.value.asObject.header.pointee.gc & GCFlags.old != 0)
    try store()
    collect(major: false)
    apart { for _ in 0..<5000 { _ = TupleRef.of(.none, .none) } }
    try check()
  }

  @inline(never) private func young(_ number: Int) -> Value {
    TupleRef.of(Value(number), Value("young \(number)")).value
  }

  private func isYoung(_ value: Value, _ number: Int) -> Bool {
    TupleRef(value)[0].asInt == number && StrRef(TupleRef(value)[1]).text == "young \(number)"
  }

  @Test func oldListKeepsWhatIsAppended() throws {
    try withRuntime { () throws in
      let old = Rooted(ListRef.make(capacity: 50).value)
      try survives(old) { () throws in
        for index in 0..<200 { ListRef(old.value).append(young(index)) }
      } check: { () throws in
        for index in 0..<200 { #expect(isYoung(ListRef(old.value)[index], index)) }
      }
    }
  }

  @Test func oldListKeepsWhatIsAssignedAndReplaced() throws {
    try withRuntime { () throws in
      let old = Rooted(ListRef.make().value)
      for _ in 0..<10 { ListRef(old.value).append(.none) }
      try survives(old) { () throws in
        ListRef(old.value)[3] = young(3)
        ListRef(old.value).insert(young(100), at: 0)
        let tuple = TupleRef.of(young(5), young(6))
        ListRef(old.value).replace(8..<9, with: tuple.items, count: 2)
      } check: { () throws in
        let list = ListRef(old.value)
        #expect(isYoung(list[0], 100) && isYoung(list[4], 3))
        #expect(isYoung(list[8], 5) && isYoung(list[9], 6) && list.count == 12)
      }
    }
  }

  @Test func oldDictKeepsKeysAndValues() throws {
    try withRuntime { () throws in
      let old = Rooted(DictRef.make(capacity: 20).value)
      try DictRef(old.value).set(Value(0), .none)
      try survives(old) { () throws in
        try DictRef(old.value).set(Value(0), young(0))
        for index in 1..<100 { try DictRef(old.value).set(Value("k\(index)"), young(index)) }
      } check: { () throws in
        #expect(isYoung(try DictRef(old.value).get(Value(0)), 0))
        for index in 1..<100 {
          #expect(isYoung(try DictRef(old.value).get(Value("k\(index)")), index))
        }
      }
    }
  }

  @Test func oldSetKeepsItsMembers() throws {
    try withRuntime { () throws in
      let old = Rooted(SetRef.make().value)
      try survives(old) { () throws in
        for index in 0..<100 { try SetRef(old.value).add(Value("member \(index)")) }
      } check: { () throws in
        for index in 0..<100 { #expect(try SetRef(old.value).contains(Value("member \(index)"))) }
        #expect(SetRef(old.value).count == 100)
      }
    }
  }

  @Test func oldInstanceKeepsItsAttributes() throws {
    try withRuntime { () throws in
      let type = try makeClass("Old")
      let old = Rooted(Value(Instances.allocate(type)))
      try survives(old) { () throws in
        for index in 0..<40 {
          _ = Instances.setOwnAttribute(
            old.value.asObject, Interning.intern("a\(index)"), young(index))
        }
      } check: { () throws in
        for index in 0..<40 {
          let value = Instances.ownAttribute(old.value.asObject, Interning.intern("a\(index)"))
          #expect(isYoung(value, index))
        }
      }
    }
  }

  @Test func objectIsRememberedOncePerCollection() {
    withRuntime {
      let old = Rooted(ListRef.make(capacity: 8).value)
      collect(major: true)
      ListRef(old.value).append(.none)
      #expect(old.value.asObject.header.pointee.gc & GCFlags.old == 0)
      ListRef(old.value).append(.none)
      collect(major: false)
      #expect(old.value.asObject.header.pointee.gc & GCFlags.old != 0)
    }
  }

  /// The check of `TAIPAN_GC=verify` itself: a store that goes around the barrier.
  @Test func missingBarrierIsReported() {
    withRuntime {
      let old = Rooted(TupleRef.make(count: 30).value)
      collect(major: true)
      let before = Heap.state.pointee.problems
      apart {
        for index in 0..<30 { TupleRef(old.value).items[index] = young(index) }
      }
      Heap.state.pointee.verifies = true
      collect(major: false)
      Heap.state.pointee.verifies = false
      #expect(Heap.state.pointee.problems > before)
      TupleRef(old.value).items.update(repeating: .absent, count: 30)
      old.value = .absent
    }
  }
}
