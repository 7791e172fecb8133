// Subscripts: lists and tuples by small int and dicts here, the rest out of line. The quickened forms
// test for their type first; a miss goes back to the generic form.

import RegisterCode

extension Interpreter {
  @inline(__always)
  private static func item(_ items: UnsafeMutablePointer<Value>, _ count: Int, _ index: Int)
    -> Value?
  {
    var n = index
    if n < 0 { n += count }
    // One unsigned compare covers both ends.
    return UInt(bitPattern: n) < UInt(bitPattern: count) ? items[n] : nil
  }

  @inline(__always)
  static func loadSubscript(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try subscriptAny(word, &pc, &r, thread, r[word.b], r[word.c])
  }

  /// Any object and key; a Python `__getitem__` runs in the loop.
  @inline(__always)
  private static func subscriptAny(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, _ object: Value,
    _ key: Value
  ) throws(Raised) {
    let callee = try subscriptGeneric(word, pc, r, object, key)
    pc += 1
    if let callee {
      let function = FunctionRef(object.asObject.type.special(.getitem))
      (pc, r) = try enter(callee, function, from: (pc, r), UInt64(word.a))
    }
  }

  /// Either stores the item (nil), or returns the registers of a Python `__getitem__`.
  @inline(never)
  private static func subscriptGeneric(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ object: Value, _ key: Value
  ) throws(Raised) -> Registers? {
    save(pc, r)
    if object.isPresentExactly(.list), key.isInt {
      pc[-1] = word.with(.loadSubscriptListInt)
    } else if object.isPresentExactly(.tuple), key.isInt {
      pc[-1] = word.with(.loadSubscriptTupleInt)
    } else if object.isPresentExactly(.dict) {
      pc[-1] = word.with(.loadSubscriptDict)
    } else if object.isHeap {
      let type = object.asObject.type
      if Quiet.isDict(object, .getitem), let number = Quiet.find(DictRef(object), key), number >= 0
      {
        r[word.a] = DictRef(object).entries[number].value
        return nil
      }
      if type.p.pointee.item != nil, key.isInt {
        pc[0] = itemCache(object.asObject)
        pc[-1] = word.with(.loadSubscriptItem)
      }
      let method = type.special(.getitem)
      if method.isPresent, method.isExactly(.function) {
        if pc[-1].opcode == .loadSubscript { SubscriptFeedback.note(pc, object.asObject) }
        let body = FunctionRef(method).p.pointee.body
        if body.pointee.simpleArguments == 2, body.pointee.entry != nil {
          let callee = Frame(r).stackTop + Frame.headerWords
          callee[0] = object
          callee[1] = key
          clear(callee, from: 2, body)
          return callee
        }
      }
    }
    r[word.a] = try Subscript.get(object, key)
    return nil
  }

  @inline(__always)
  static func loadSubscriptListInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.b], r[word.c])
    if object.isPresentExactly(.list), key.isInt {
      let list = ListRef(object).p
      if let value = item(list.pointee.items ?? r, list.pointee.count, key.asInt) {
        r[word.a] = value
        pc += 1
        return
      }
    }
    try subscriptAny(word, &pc, &r, thread, object, key)
  }

  @inline(__always)
  static func loadSubscriptTupleInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.b], r[word.c])
    if object.isPresentExactly(.tuple), key.isInt {
      let tuple = TupleRef(object)
      if let value = item(tuple.items, tuple.count, key.asInt) {
        r[word.a] = value
        pc += 1
        return
      }
    }
    try subscriptAny(word, &pc, &r, thread, object, key)
  }

  @inline(__always)
  static func loadSubscriptDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.b], r[word.c])
    if object.isPresentExactly(.dict) {
      save(pc, r)
      r[word.a] = try dictItem(DictRef(object), key)
      pc += 1
    } else {
      try subscriptAny(word, &pc, &r, thread, object, key)
    }
  }

  /// The shape, and above it, for the native tier, the typecode of an array of numbers.
  private static func itemCache(_ object: ObjectRef) -> UInt64 {
    let offset = Int(object.type.p.pointee.numbers.typecode)
    let typecode = offset == 0 ? 0 : object.pointer.load(fromByteOffset: offset, as: UInt8.self)
    return UInt64(object.shape.id) | UInt64(typecode) << 32
  }

  @inline(__always)
  static func loadSubscriptItem(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.b], r[word.c])
    if hasShape(object, pc[0] & 0xFFFF_FFFF), key.isInt {
      let reader = object.asObject.type.p.pointee.item.unsafelyUnwrapped
      save(pc, r)
      let value = reader(object.asObject, key.asInt)
      if value.isPresent {
        r[word.a] = value
        pc += 1
        return
      }
    }
    try subscriptAny(word, &pc, &r, thread, object, key)
  }

  /// - Throws: KeyError; what the key's `__hash__` and `__eq__` raise.
  @inline(never)
  private static func dictItem(_ dict: DictRef, _ key: Value) throws(Raised) -> Value {
    let value = try dict.get(key)
    if value.isAbsent { throw raise(.keyError, key) }
    return value
  }

  @inline(__always)
  static func loadSubscriptImmediate(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.isPresentExactly(.list) {
      pc[-1] = word.with(.loadSubscriptImmediateList)
    } else if object.isPresentExactly(.tuple) {
      pc[-1] = word.with(.loadSubscriptImmediateTuple)
    }
    save(pc, r)
    r[word.a] = try Subscript.get(object, Value(smallInt: word.signedC))
    pc += 1
  }

  @inline(__always)
  static func loadSubscriptImmediateList(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.isPresentExactly(.list) {
      let list = ListRef(object).p
      if let value = item(list.pointee.items ?? r, list.pointee.count, word.signedC) {
        r[word.a] = value
        pc += 1
        return
      }
    }
    save(pc, r)
    r[word.a] = try Subscript.get(object, Value(smallInt: word.signedC))
    pc += 1
  }

  @inline(__always)
  static func loadSubscriptImmediateTuple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b]
    if object.isPresentExactly(.tuple) {
      let tuple = TupleRef(object)
      if let value = item(tuple.items, tuple.count, word.signedC) {
        r[word.a] = value
        pc += 1
        return
      }
    }
    save(pc, r)
    r[word.a] = try Subscript.get(object, Value(smallInt: word.signedC))
    pc += 1
  }

  @inline(__always)
  static func storeSubscript(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try storeSubscriptGeneric(word, pc, r, r[word.a], r[word.b], r[word.c])
    pc += 1
  }

  @inline(never)
  private static func storeSubscriptGeneric(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ object: Value, _ key: Value, _ value: Value
  ) throws(Raised) {
    save(pc, r)
    if object.isPresentExactly(.list), key.isInt {
      pc[-1] = word.with(.storeSubscriptListInt)
    } else if object.isPresentExactly(.dict) {
      pc[-1] = word.with(.storeSubscriptDict)
    } else if Quiet.isDict(object, .setitem) {
      return try Containers.set(DictRef(object), key, value)
    } else if key.isInt, object.isHeap, object.asObject.type.p.pointee.setItem != nil {
      pc[0] = itemCache(object.asObject)
      pc[-1] = word.with(.storeSubscriptItem)
    } else if object.isHeap, object.asObject.type.special(.setitem).isExactly(.function),
      pc[-1].opcode == .storeSubscript
    {
      SubscriptFeedback.note(pc, object.asObject)
    }
    try Subscript.set(object, key, value)
  }

  @inline(__always)
  static func storeSubscriptListInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.a], r[word.b])
    if object.isPresentExactly(.list), key.isInt {
      let list = ListRef(object)
      var n = key.asInt
      if n < 0 { n += list.count }
      if UInt(bitPattern: n) < UInt(bitPattern: list.count) {
        list[n] = r[word.c]
        pc += 1
        return
      }
    }
    try storeSubscriptGeneric(word, pc, r, object, key, r[word.c])
    pc += 1
  }

  @inline(__always)
  static func storeSubscriptDict(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.a]
    if object.isPresentExactly(.dict) {
      save(pc, r)
      try Containers.set(DictRef(object), r[word.b], r[word.c])
    } else {
      try storeSubscriptGeneric(word, pc, r, object, r[word.b], r[word.c])
    }
    pc += 1
  }

  @inline(__always)
  static func storeSubscriptItem(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let (object, key) = (r[word.a], r[word.b])
    if hasShape(object, pc[0] & 0xFFFF_FFFF), key.isInt {
      let writer = object.asObject.type.p.pointee.setItem.unsafelyUnwrapped
      save(pc, r)
      if writer(object.asObject, key.asInt, r[word.c]) {
        pc += 1
        return
      }
    }
    try storeSubscriptGeneric(word, pc, r, object, key, r[word.c])
    pc += 1
  }

  @inline(__always)
  static func storeSubscriptImmediate(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.a]
    if object.isPresentExactly(.list) {
      let list = ListRef(object)
      var n = word.signedB
      if n < 0 { n += list.count }
      if UInt(bitPattern: n) < UInt(bitPattern: list.count) {
        list[n] = r[word.c]
        pc += 1
        return
      }
    }
    save(pc, r)
    try Subscript.set(object, Value(smallInt: word.signedB), r[word.c])
    pc += 1
  }

  @inline(__always)
  static func deleteSubscript(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Subscript.delete(r[word.a], r[word.b])
  }

  @inline(__always)
  static func slice(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Subscript.slice(r[word.b], r[word.c], r[word.c + 1])
    pc += 1
  }

  @inline(__always)
  static func steppedSlice(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Subscript.slice(
      r[word.b], r[word.c], r[word.c + 1], r[word.c + 2])
    pc += 1
  }

  @inline(__always)
  static func storeSlice(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Subscript.setSlice(r[word.b], r[word.c], r[word.c + 1], r[word.a])
  }
}
