// Iteration: `for` over lists, tuples and ranges without a call; generators run in the loop.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func getIter(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    if value.isPresentExactly(.list) {
      r[word.a] = SequenceIteratorRef.make(.listIterator, value)
      NativeTier.markNew(r[word.a])
      // The shape is feedback for the native tier.
      pc.pointee = UInt64(Shape.of(.list).id)
      pc += 1
    } else {
      if value.isPresentExactly(.generator), word.b >= Int(Frame(r).body.pointee.localCount) {
        Generators.noteTemporary(GeneratorRef(value), takenAt: pc - 1, r)
      }
      if value.isPresent, value.isHeap, pc.pointee != UInt64(value.asObject.shape.id) {
        IterationFeedback.note(pc, value.asObject)
      }
      (pc, r) = try iterator(of: value, word, pc + 1, r)
    }
  }

  /// `iter(value)`; a Python `__iter__` runs in the loop.
  @inline(never)
  static func iterator(of value: Value, _ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised)
    -> (PC, Registers)
  {
    save(pc, r)
    if value.isHeap {
      let method = value.asObject.type.special(.iter)
      if method.isPresent, method.isExactly(.function) {
        let function = FunctionRef(method)
        let body = function.p.pointee.body
        if body.pointee.simpleArguments == 1, body.pointee.entry != nil {
          if let generator = generator(of: value, function, r) {
            r[word.a] = generator
            return (pc, r)
          }
          let callee = Frame(r).stackTop + Frame.headerWords
          callee[0] = value
          clear(callee, from: 1, body)
          return try enter(
            callee, function, from: (pc, r), UInt64(word.a) | FrameFlags.iterator)
        }
      }
    }
    r[word.a] = try Iterate.iterator(value)
    if value.isPresentExactly(.range) || value.isPresentExactly(.tuple) {
      NativeTier.markNew(r[word.a])
    }
    return (pc, r)
  }

  /// What `__iter__` returns that is a generator function; nothing but the loop refers to it.
  static func generator(of value: Value, _ function: FunctionRef, _ r: Registers) -> Value? {
    let flags = CodeRef(function.p.pointee.code).p.pointee.flags
    if flags & (CodeFlag.coroutine | CodeFlag.asyncGenerator) != 0 { return nil }
    let generator = withUnsafePointer(to: value) {
      Generators.make(calling: function, $0, from: r)
    }
    guard let generator else { return nil }
    Recycling.markTemporary(generator.object)
    return generator.value
  }

  /// How a loop instruction goes on: `forIter` falls into the body and jumps when exhausted,
  /// `forIterBackward` jumps to the body and falls out when exhausted.
  @inline(__always)
  private static func proceed(
    _ word: UInt64, _ pc: inout PC, _ thread: ThreadRef, _ r: Registers, hasValue: Bool,
    backward: Bool
  ) throws(Raised) {
    if backward, hasValue {
      countRound(pc, at: pc + 1, r, thread)
      if thread.pointee.pollRequested { try poll(pc, r) }
    }
    pc += hasValue == backward ? 2 + word.signedC : 2
  }

  @inline(__always)
  private static func listStep(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, backward: Bool
  ) throws(Raised) {
    let iterator = r[word.b]
    if iterator.isPresentExactly(.listIterator) {
      let it = SequenceIteratorRef(iterator).p
      if it.pointee.sequence.isPresent {
        let list = ListRef(it.pointee.sequence)
        let index = it.pointee.index
        if index < list.count {
          it.pointee.index = index + 1
          r[word.a] = list[index]
          try proceed(word, &pc, thread, r, hasValue: true, backward: backward)
        } else {
          it.pointee.sequence = .absent
          try proceed(word, &pc, thread, r, hasValue: false, backward: backward)
        }
        return
      }
    }
    try genericStep(word, &pc, &r, thread, backward: backward)
  }

  @inline(__always)
  private static func tupleStep(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, backward: Bool
  ) throws(Raised) {
    let iterator = r[word.b]
    if iterator.isPresentExactly(.tupleIterator) {
      let it = SequenceIteratorRef(iterator).p
      if it.pointee.sequence.isPresent {
        let tuple = TupleRef(it.pointee.sequence)
        let index = it.pointee.index
        if index < tuple.count {
          it.pointee.index = index + 1
          r[word.a] = tuple[index]
          try proceed(word, &pc, thread, r, hasValue: true, backward: backward)
        } else {
          it.pointee.sequence = .absent
          try proceed(word, &pc, thread, r, hasValue: false, backward: backward)
        }
        return
      }
    }
    try genericStep(word, &pc, &r, thread, backward: backward)
  }

  @inline(__always)
  private static func rangeStep(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, backward: Bool
  ) throws(Raised) {
    let iterator = r[word.b]
    if iterator.isPresentExactly(.rangeIterator) {
      let it = RangeIteratorRef(iterator).p
      let remaining = it.pointee.remaining
      if remaining > 0 {
        let n = it.pointee.next
        it.pointee.remaining = remaining - 1
        it.pointee.next = n &+ it.pointee.step
        r[word.a] = Value(smallInt: n)
      }
      try proceed(word, &pc, thread, r, hasValue: remaining > 0, backward: backward)
      return
    }
    try genericStep(word, &pc, &r, thread, backward: backward)
  }

  @inline(__always)
  private static func generatorStep(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, backward: Bool
  ) throws(Raised) {
    let iterator = r[word.b]
    if iterator.isPresentExactly(.generator) {
      let generator = GeneratorRef(iterator)
      if generator.p.pointee.state == .suspended || generator.p.pointee.state == .created {
        let offset = UInt64(UInt16(truncatingIfNeeded: word.signedC))
        let flags =
          UInt64(word.a) | FrameFlags.iteration | offset << 32
          | (backward ? FrameFlags.backward : 0)
        if backward {
          countRound(pc, at: pc + 1, r, thread)
          if thread.pointee.pollRequested { try poll(pc, r) }
        }
        pc += 2
        try Generators.push(generator, sending: .none, flags, &pc, &r, thread)
        return
      }
    }
    try genericStep(word, &pc, &r, thread, backward: backward)
  }

  @inline(__always)
  private static func genericStep(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, backward: Bool
  ) throws(Raised) {
    let value = try nextAndQuicken(word, pc, r, backward)
    if !value.isExhausted { r[word.a] = value }
    // Python code that the iterator ran may have put native code in place of the counter.
    if backward, pc[-1].opcode == .forIterBackwardNative {
      pc += value.isExhausted ? 2 : 2 + word.signedC
      return
    }
    try proceed(word, &pc, thread, r, hasValue: !value.isExhausted, backward: backward)
  }

  @inline(never)
  private static func nextAndQuicken(_ word: UInt64, _ pc: PC, _ r: Registers, _ backward: Bool)
    throws(Raised) -> Value
  {
    save(pc, r)
    let iterator = r[word.b]
    let type = iterator.type
    // Feedback for the native tier: iterators of several types come here.
    if word.opcode != word.opcode.parent { pc.pointee = 1 }
    if type == .listIterator {
      pc[-1] = word.with(backward ? .forIterBackwardList : .forIterList)
    } else if type == .tupleIterator {
      pc[-1] = word.with(backward ? .forIterBackwardTuple : .forIterTuple)
    } else if type == .rangeIterator {
      pc[-1] = word.with(backward ? .forIterBackwardRange : .forIterRange)
    } else if type == .generator {
      pc[-1] = word.with(backward ? .forIterBackwardGenerator : .forIterGenerator)
    } else if type == .strIterator || type == .wideStrIterator {
      return StrIteratorType.advance(SequenceIteratorRef(iterator))
    } else if type == .setIterator {
      return try SetIteratorType.advance(iterator)
    } else if type == .enumerate {
      return try EnumerateType.advance(iterator)
    } else if type == .zip {
      return try ZipType.advance(iterator)
    }
    return try Iterate.nextDirect(iterator)
  }

  @inline(__always)
  static func forIter(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try genericStep(word, &pc, &r, thread, backward: false)
  }
  @inline(__always)
  static func forIterList(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try listStep(word, &pc, &r, thread, backward: false)
  }
  @inline(__always)
  static func forIterTuple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try tupleStep(word, &pc, &r, thread, backward: false)
  }
  @inline(__always)
  static func forIterRange(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try rangeStep(word, &pc, &r, thread, backward: false)
  }
  @inline(__always)
  static func forIterGenerator(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try generatorStep(word, &pc, &r, thread, backward: false)
  }
  @inline(__always)
  static func forIterBackward(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try genericStep(word, &pc, &r, thread, backward: true)
  }
  @inline(__always)
  static func forIterBackwardList(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try listStep(word, &pc, &r, thread, backward: true)
  }
  @inline(__always)
  static func forIterBackwardTuple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try tupleStep(word, &pc, &r, thread, backward: true)
  }
  @inline(__always)
  static func forIterBackwardRange(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try rangeStep(word, &pc, &r, thread, backward: true)
  }
  @inline(__always)
  static func forIterBackwardNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if try enterLoop(pc + 1, &pc, &r, thread) { return }
    // Neither counts nor quickens: the cache word holds the code.
    save(pc, r)
    let value = try Iterate.nextDirect(r[word.b])
    if !value.isExhausted { r[word.a] = value }
    pc += value.isExhausted ? 2 : 2 + word.signedC
  }
  @inline(__always)
  static func forIterBackwardGenerator(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try generatorStep(word, &pc, &r, thread, backward: true)
  }

  // MARK: Unpacking

  @inline(__always)
  static func unpackSequence(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    let count = word.c
    if value.isPresentExactly(.tuple), TupleRef(value).count == count {
      let items = TupleRef(value).items
      let last = word.a + count - 1
      for i in 0..<count { r[last - i] = items[i] }
    } else if value.isPresentExactly(.list), ListRef(value).count == count, count > 0 {
      let items = ListRef(value).items
      let last = word.a + count - 1
      for i in 0..<count { r[last - i] = items[i] }
      pc.pointee |= UnpackFeedback.list
    } else {
      pc.pointee |= UnpackFeedback.other
      save(pc, r)
      try Unpacking.sequence(value, count, into: r + word.a)
    }
    pc += 1
  }

  @inline(__always)
  static func unpackLocals(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b]
    let count = word.c
    if value.isPresentExactly(.tuple), TupleRef(value).count == count {
      copy(TupleRef(value).items, to: r + word.a, count)
    } else if value.isPresentExactly(.list), ListRef(value).count == count {
      copy(ListRef(value).items, to: r + word.a, count)
      pc.pointee |= UnpackFeedback.list
    } else {
      pc.pointee |= UnpackFeedback.other
      save(pc, r)
      try Unpacking.ascending(value, count, into: r + word.a)
    }
    pc += 1
  }

  /// At least two values; a loop beats a call of memmove.
  @inline(__always)
  private static func copy(_ source: UnsafePointer<Value>, to target: Registers, _ count: Int) {
    var i = 0
    repeat {
      let (first, second) = (source[i], source[i + 1])
      target[i] = first
      target[i + 1] = second
      i += 2
    } while i + 1 < count
    if i < count { target[i] = source[i] }
  }

  @inline(__always)
  static func unpackPair(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.c]
    if value.isPresentExactly(.tuple), TupleRef(value).count == 2 {
      let (first, second) = (TupleRef(value)[0], TupleRef(value)[1])
      r[word.a] = first
      r[word.b] = second
    } else {
      pc.pointee |= value.isPresentExactly(.list) ? UnpackFeedback.list : UnpackFeedback.other
      save(pc, r)
      try Unpacking.pair(value, r, word.a, word.b)
    }
    pc += 1
  }

  @inline(__always)
  static func unpackExtended(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Unpacking.extended(
      r[word.b], before: word.c & 255, after: word.c >> 8, into: r + word.a)
  }
}

/// What an instruction has unpacked beside tuples: bits of its cache word.
public enum UnpackFeedback {
  public static let list: UInt64 = 1
  public static let other: UInt64 = 2
}

enum Unpacking {
  /// Stores the `count` items of an iterable, the first one last.
  ///
  /// - Throws: ValueError for a different number, TypeError for what is not iterable.
  @inline(never)
  static func sequence(_ value: Value, _ count: Int, into places: Registers) throws(Raised) {
    if value.isPresentExactly(.tuple) || value.isPresentExactly(.list) {
      let size = try Convert.length(value)
      if size > count { throw tooMany(count) }
      if size < count { throw tooFew(count, size, atLeast: false) }
    }
    let iterator = try iterator(value)
    let items = ListRef.make(capacity: count)
    for got in 0..<count {
      let item = try Iterate.next(iterator)
      if item.isExhausted { throw tooFew(count, got, atLeast: false) }
      items.append(item)
    }
    if !(try Iterate.next(iterator)).isExhausted { throw tooMany(count) }
    for i in 0..<count { places[count - 1 - i] = items[i] }
  }

  /// The same in order.
  @inline(never)
  static func ascending(_ value: Value, _ count: Int, into places: Registers) throws(Raised) {
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(count)
    defer { thread.pointee.scratchTop = scratch }
    for i in 0..<count { scratch[i] = .absent }
    try sequence(value, count, into: scratch)
    for i in 0..<count { places[i] = scratch[count - 1 - i] }
  }

  @inline(never)
  static func pair(_ value: Value, _ r: Registers, _ first: Int, _ second: Int) throws(Raised) {
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(2)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = .absent
    scratch[1] = .absent
    try sequence(value, 2, into: scratch)
    r[first] = scratch[1]
    r[second] = scratch[0]
  }

  /// `a, *b, c = value`.
  static func extended(_ value: Value, before: Int, after: Int, into places: Registers)
    throws(Raised)
  {
    let iterator = try iterator(value)
    let all = ListRef.make()
    while true {
      let item = try Iterate.next(iterator)
      if item.isExhausted { break }
      all.append(item)
    }
    if all.count < before + after { throw tooFew(before + after, all.count, atLeast: true) }
    let total = before + 1 + after
    let middle = all.count - before - after
    let rest = middle > 0 ? ListRef.make(all.items + before, count: middle) : ListRef.make()
    for i in 0..<before { places[total - 1 - i] = all[i] }
    places[after] = rest.value
    for i in 0..<after { places[after - 1 - i] = all[before + middle + i] }
  }

  private static func iterator(_ value: Value) throws(Raised) -> Value {
    do throws(Raised) { return try Iterate.iterator(value) } catch {
      if value.type.special(.iter).isAbsent, catching(.typeError) {
        throw raise(.typeError, "cannot unpack non-iterable \(value.typeName) object")
      }
      throw error
    }
  }

  private static func tooMany(_ count: Int) -> Raised {
    raise(.valueError, "too many values to unpack (expected \(count))")
  }

  private static func tooFew(_ count: Int, _ got: Int, atLeast: Bool) -> Raised {
    let bound = atLeast ? "at least \(count)" : "\(count)"
    return raise(.valueError, "not enough values to unpack (expected \(bound), got \(got))")
  }
}
