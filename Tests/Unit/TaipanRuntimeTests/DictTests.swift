import TaipanRuntime
import Testing

@Suite struct DictTests {
  /// Every live entry is found by its key, and the counts are right.
  private func requireConsistent(_ dict: DictRef) throws {
    var live = 0
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries[next]
      #expect(try dict.find(entry.key, entry.hash) == next)
      live += 1
      number = next + 1
    }
    #expect(live == dict.count)
    let usable = dict.p.pointee.logSize == 0 ? 0 : (1 << Int(dict.p.pointee.logSize)) * 2 / 3
    #expect(dict.entryCount + Int(dict.p.pointee.takenBack) <= usable)
    #expect(dict.entryCount >= dict.count)
  }

  private func keys(_ dict: DictRef) -> [Int] {
    var list: [Int] = []
    var number = 0
    while let next = dict.nextEntry(number) {
      list.append(dict.entries[next].key.asInt)
      number = next + 1
    }
    return list
  }

  @Test func emptyDictHasNoTable() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      #expect(dict.p.pointee.table == nil && dict.count == 0 && dict.nextEntry(0) == nil)
      #expect(try dict.get(Value(1)).isAbsent)
      #expect(try dict.remove(Value("x")).isAbsent)
    }
  }

  @Test func entriesKeepTheOrderOfInsertion() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in [5, 3, 9, 1] { try dict.set(Value(key), .none) }
      try dict.set(Value(3), .true)
      #expect(keys(dict) == [5, 3, 9, 1])
      _ = try dict.remove(Value(3))
      try dict.set(Value(3), .none)
      #expect(keys(dict) == [5, 9, 1, 3])
    }
  }

  /// Index numbers are of one, two and four bytes.
  @Test(arguments: [85, 86, 170, 171, 200, 21_000, 43_690, 43_691, 50_000])
  func tablesOfAllWidthsFindTheirKeys(count: Int) throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in 0..<count { try dict.set(Value(key &* 7919), Value(key)) }
      #expect(dict.count == count)
      var wrong = 0
      for key in 0..<count where try dict.get(Value(key &* 7919)) !== Value(key) { wrong += 1 }
      #expect(wrong == 0)
      #expect(try dict.get(Value(-1)).isAbsent)
    }
  }

  @Test func equalHashesAreToldApartByTheKey() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      // Ints hash modulo 2^61 - 1.
      let modulus = 1 << 61 - 1
      for factor in 0..<4 where factor * modulus < 1 << 62 {
        try dict.set(Value(factor * modulus + 5), Value(factor))
      }
      #expect(try dict.get(Value(5)).asInt == 0 && dict.get(Value(modulus + 5)).asInt == 1)
      try requireConsistent(dict)
    }
  }

  @Test func equalNumbersOfDifferentTypesAreOneKey() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      try dict.set(Value(1), Value(10))
      try dict.set(.true, Value(20))
      try dict.set(Value(1.0), Value(30))
      #expect(dict.count == 1 && dict.entries[0].key === Value(1))
      #expect(try dict.get(Value(1)).asInt == 30)
    }
  }

  @Test func stringKeysAreComparedByContent() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      dict.setStr("name", Value(1))
      #expect(try dict.get(StrRef.make("name").value).asInt == 1)
      #expect(dict.p.pointee.onlyStrKeys)
      try dict.set(Value(2), .none)
      #expect(!dict.p.pointee.onlyStrKeys && dict.getStr("name").asInt == 1)
    }
  }

  @Test func versionStaysWhileKeysStay() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      dict.setStr("a", Value(1))
      let version = dict.versionOfKeys()
      dict.setStr("a", Value(2))
      #expect(dict.versionOfKeys() == version)
      dict.setStr("b", Value(2))
      let second = dict.versionOfKeys()
      #expect(second != version)
      _ = try dict.remove(Value("b"))
      #expect(dict.versionOfKeys() != second && dict.versionOfKeys() != version)
    }
  }

  @Test func stackOfKeysStaysCompact() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in 0..<6 { try dict.set(Value(key), .none) }
      let table = dict.p.pointee.logSize
      for key in 0..<10_000 {
        try dict.set(Value(100 + key), .none)
        _ = try dict.remove(Value(100 + key))
      }
      #expect(dict.p.pointee.logSize <= table + 1)
      #expect(keys(dict) == [0, 1, 2, 3, 4, 5])
      try requireConsistent(dict)
    }
  }

  @Test func queueOfKeysDoesNotGrow() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in 0..<20 { try dict.set(Value(key), .none) }
      for key in 20..<20_000 {
        #expect(dict.removeFirst().key.asInt == key - 20)
        try dict.set(Value(key), .none)
      }
      #expect(dict.p.pointee.logSize <= 7 && dict.count == 20)
      try requireConsistent(dict)
    }
  }

  @Test func keysMoveToEitherEnd() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in 0..<8 { try dict.set(Value(key), Value(key * 10)) }
      func move(_ key: Int, toEnd: Bool) throws {
        let number = try dict.find(Value(key), Hash.of(Value(key)))
        if toEnd { dict.moveToEnd(number) } else { dict.moveToFront(number) }
        try requireConsistent(dict)
      }
      try move(3, toEnd: true)
      try move(5, toEnd: false)
      try move(5, toEnd: false)
      try move(0, toEnd: true)
      #expect(keys(dict) == [5, 1, 2, 4, 6, 7, 3, 0])
      #expect(dict.removeLast().key.asInt == 0 && dict.removeFirst().key.asInt == 5)
      #expect(try dict.get(Value(3)).asInt == 30)
      for _ in 0..<1000 { try move(keys(dict).last!, toEnd: false) }
      #expect(keys(dict).count == 6 && dict.p.pointee.logSize <= 6)
    }
  }

  @Test func copyIsIndependentAndInOrder() throws {
    try withRuntime { () throws in
      for removed in [nil, 4] as [Int?] {
        let dict = DictRef.make()
        for key in 0..<10 { try dict.set(Value(key), Value(-key)) }
        if let removed { _ = try dict.remove(Value(removed)) }
        let copy = dict.copy()
        try dict.set(Value(99), .none)
        #expect(keys(copy) == (0..<10).filter { $0 != removed })
        #expect(try copy.get(Value(9)).asInt == -9 && copy.get(Value(99)).isAbsent)
        try requireConsistent(copy)
        for key in 100..<200 { try copy.set(Value(key), .none) }
        try requireConsistent(copy)
      }
    }
  }

  @Test func clearedDictIsEmptyAndUsable() throws {
    try withRuntime { () throws in
      let dict = DictRef.make()
      for key in 0..<100 { try dict.set(Value(key), .none) }
      dict.clear()
      #expect(dict.count == 0 && dict.nextEntry(0) == nil)
      try dict.set(Value(1), .true)
      #expect(keys(dict) == [1])
    }
  }

  /// Random changes against a simple model: keys in order.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func randomChangesAgreeWithAModel(seed: UInt64) throws {
    try withRuntime { () throws in
      var generator = Generator(state: seed)
      let dict = DictRef.make()
      var order: [Int] = []
      var values: [Int: Int] = [:]
      for step in 0..<4000 {
        let key = Int.random(in: 0..<60, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5:
          if values.updateValue(step, forKey: key) == nil { order.append(key) }
          try dict.set(Value(key), Value(step))
        case 5..<8:
          #expect(try dict.remove(Value(key)).isPresent == (values.removeValue(forKey: key) != nil))
          order.removeAll { $0 == key }
        case 8 where !order.isEmpty:
          let isFirst = Bool.random(using: &generator)
          let removed = isFirst ? order.removeFirst() : order.removeLast()
          values[removed] = nil
          #expect((isFirst ? dict.removeFirst() : dict.removeLast()).key.asInt == removed)
        case 9 where values[key] != nil:
          let number = try dict.find(Value(key), Hash.of(Value(key)))
          order.removeAll { $0 == key }
          if Bool.random(using: &generator) {
            dict.moveToEnd(number)
            order.append(key)
          } else {
            dict.moveToFront(number)
            order.insert(key, at: 0)
          }
        default: break
        }
        if step % 50 == 0 { try requireConsistent(dict) }
        if keys(dict) != order {
          Issue.record("order differs at step \(step)")
          return
        }
      }
      for (key, value) in values { #expect(try dict.get(Value(key)).asInt == value) }
    }
  }

  @Test func unhashableKeyRaises() throws {
    withRuntime {
      do throws(Raised) {
        try DictRef.make().set(ListRef.make().value, .none)
        Issue.record("a list is no key")
      } catch {
        #expect(thread.pointee.exception.type == .typeError)
        thread.pointee.exception = .absent
      }
    }
  }
}
