// Generators that wait for one another: `yield from` and `await` at any depth in constant time.
//
// A value that comes up through generators that only pass it on leaves them as they are: suspended, each
// the caller of the next. The outermost, the *root*, and the innermost, the *leaf*, then know each other.
// Resuming the root resumes the leaf, what the leaf yields leaves the root, and those between are not
// looked at. While the leaf runs they say that they are suspended, which `isInRunning` corrects for
// whoever asks. When the leaf ends, its caller is the new leaf. Whoever resumes a generator in another
// way than through its root takes the chain apart first (`unlink`).

import RegisterCode

enum GeneratorChains {
  /// Whether a frame that a yielded value comes back to yields it at once: it is a generator in
  /// `yield from` or `await`.
  @inline(__always)
  static func passesOn(_ flags: UInt64, _ pc: PC) -> Bool {
    flags & FrameFlags.sending != 0
      && pc.pointee.opcode == .yieldValue && pc.pointee.c != 0
  }

  // MARK: Resuming

  /// Resumes a generator that waits for another: the innermost goes on.
  ///
  /// - Throws: ValueError when it is part of what runs; RecursionError.
  @inline(never)
  static func resume(
    _ generator: GeneratorRef, caller: Registers, sending sent: Value, _ flags: UInt64,
    _ thread: ThreadRef
  ) throws(Raised) -> (PC, Registers) {
    let stackTop = Frame(caller).stackTop
    // What is collected from a generator does not leave it.
    if generator.p.pointee.chainRole == .root, flags & FrameFlags.collecting == 0, !Tracing.isOn {
      return try resumeRoot(generator, caller: caller, stackTop, sending: sent, flags, thread)
    }
    if isInRunning(generator) { throw Generators.alreadyRunning(generator) }
    _ = Generators.activate(
      generator, caller: caller, stackTop, sending: sent, flags, thread)
    if Tracing.isOn {
      // Each generator tells that it goes on.
      return (generator.p.pointee.pc.unsafelyUnwrapped, generator.registers)
    }
    return resumeDelegates(of: generator, sending: sent, thread)
  }

  /// Resumes the leaf of a chain in place of its root.
  ///
  /// - Throws: RecursionError.
  static func resumeRoot(
    _ root: GeneratorRef, caller: Registers?, _ stackTop: Registers, sending sent: Value,
    _ flags: UInt64, _ thread: ThreadRef
  ) throws(Raised) -> (PC, Registers) {
    let length = Int(root.p.pointee.chainLength)
    try Interpreter.checkDepth(thread, generators: length + 1)
    let header = root.registers
    header[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
    header[-5] = Value(bits: (flags | FrameFlags.generator) << 1 | 1)
    root.p.pointee.state = .running
    root.p.pointee.stackTop = stackTop
    thread.pointee.depth += length
    return resumeLeaf(GeneratorRef(root.p.pointee.chainEnd), stackTop, sent, thread)
  }

  @inline(__always)
  private static func resumeLeaf(
    _ leaf: GeneratorRef, _ stackTop: Registers, _ sent: Value, _ thread: ThreadRef
  ) -> (PC, Registers) {
    let g = leaf.p
    let registers = leaf.registers
    registers[Int(g.pointee.sentRegister)] = sent
    g.pointee.stackTop = stackTop
    g.pointee.state = .running
    let outer = thread.pointee.handled
    if g.pointee.handled.isPresent { thread.pointee.handled = g.pointee.handled }
    g.pointee.handled = outer
    thread.pointee.frame = registers
    return (g.pointee.pc.unsafelyUnwrapped, registers)
  }

  /// Resumes, within a generator that waits in `yield from` or `await`, the generator that it waits for,
  /// and so on down the chain, as executing the `send` of each would. A delegate's frame still says
  /// where it was resumed from last: when that is the same generator, so is the instruction.
  private static func resumeDelegates(
    of outermost: GeneratorRef, sending sent: Value, _ thread: ThreadRef
  ) -> (PC, Registers) {
    var generator = outermost
    while generator.p.pointee.delegateRegister != 0 {
      let r = generator.registers
      let target = r[Int(generator.p.pointee.delegateRegister) - 1]
      guard target.isExactly(.generator) || target.isExactly(.coroutine) else { break }
      let next = GeneratorRef(target)
      guard next.p.pointee.state == .suspended,
        next.registers[-1].bits == UInt64(UInt(bitPattern: r)),
        thread.pointee.depth < thread.pointee.depthLimit
      else { break }
      let flags = next.registers[-5].bits >> 1
      let stackTop = generator.p.pointee.stackTop.unsafelyUnwrapped
      _ = Generators.activate(next, caller: r, stackTop, sending: sent, flags, thread)
      generator = next
    }
    return (generator.p.pointee.pc.unsafelyUnwrapped, generator.registers)
  }

  // MARK: Yielding

  /// Yields a value through generators that pass it on, as executing the `yieldValue` of each would. The
  /// innermost is suspended already. Where to go on; nil when the loop was entered with the last of them.
  @inline(never)
  static func yieldThrough(_ value: Value, _ innermost: GeneratorRef, _ thread: ThreadRef)
    -> (PC, Registers)?
  {
    var (leaf, top, length) = (innermost, innermost, 1)
    switch leaf.p.pointee.chainRole {
    case .none: break
    case .leaf:
      (top, length) = suspendChain(of: leaf, thread)
      if let delegates = linkable(behind: leaf) {
        (leaf, length) = (delegates.leaf, length + delegates.length)
        link(top, leaf, length)
      }
    case .root:
      (leaf, length) = (
        GeneratorRef(leaf.p.pointee.chainEnd), Int(leaf.p.pointee.chainLength)
      )
    }
    let linked = top
    // Those between the ends must be left by a resumption as they are.
    var mayLink = true
    while true {
      let frame = Frame(top.registers)
      let flags = frame.flags
      thread.pointee.frame = frame.caller
      if flags & FrameFlags.entry != 0 {
        if mayLink, top.p != linked.p { link(top, leaf, length) }
        thread.pointee.result = value
        return nil
      }
      let r = frame.caller.unsafelyUnwrapped
      var pc = Frame(r).pc
      if !passesOn(flags, pc) {
        if mayLink, top.p != linked.p { link(top, leaf, length) }
        if flags & FrameFlags.backward != 0 { pc += FrameFlags.offset(flags) }
        r[Int(flags & FrameFlags.low)] = value
        return (pc, r)
      }
      if Frame(r).flags & FrameFlags.collecting != 0 {
        if mayLink, top.p != linked.p { link(top, leaf, length) }
        r[pc.pointee.b] = value
        return (pc, r)
      }
      let generator = GeneratorRef(r[-6])
      generator.p.pointee.sentRegister = UInt16(truncatingIfNeeded: pc.pointee.a)
      generator.p.pointee.delegateRegister = Int32(truncatingIfNeeded: pc.pointee.c)
      Generators.suspend(generator, pc + 1, thread)
      mayLink = mayLink && generator.p.pointee.handled.isAbsent
      top = generator
      length += 1
      if generator.p.pointee.chainRole == .leaf {
        // It was the end of a chain that ran, and has a delegate of its own now.
        let (root, more) = suspendChain(of: generator, thread)
        unlink(root)
        top = root
        length += more - 1
      }
    }
  }

  /// Suspends the chain that `leaf`, suspended already, is the end of; its root and its length.
  private static func suspendChain(of leaf: GeneratorRef, _ thread: ThreadRef) -> (
    GeneratorRef, Int
  ) {
    let root = GeneratorRef(leaf.p.pointee.chainEnd)
    let length = Int(root.p.pointee.chainLength)
    root.p.pointee.state = .suspended
    thread.pointee.depth -= length - 1
    return (root, length)
  }

  /// Makes a chain of a generator that native code has suspended, and those that it waits for.
  @inline(never)
  static func adopt(_ generator: GeneratorRef) {
    guard let delegates = linkable(behind: generator) else { return }
    link(generator, delegates.leaf, delegates.length + 1)
  }

  /// The innermost of the generators that a suspended one waits for, which native code has suspended before, and
  /// how many they are; nil where there are none, or a resumption must not pass them by.
  private static func linkable(behind generator: GeneratorRef) -> (
    leaf: GeneratorRef, length: Int
  )? {
    guard generator.p.pointee.handled.isAbsent, let next = suspendedDelegate(of: generator) else {
      return nil
    }
    let g = next.p
    if g.pointee.chainRole == .root {
      if g.pointee.handled.isPresent { return nil }
      return (GeneratorRef(g.pointee.chainEnd), Int(g.pointee.chainLength))
    }
    return g.pointee.chainRole == .none && suspendedDelegate(of: next) == nil ? (next, 1) : nil
  }

  /// The generator that a suspended one has resumed last and waits for.
  private static func suspendedDelegate(of generator: GeneratorRef) -> GeneratorRef? {
    let target = Generators.delegate(generator)
    guard target.isPresent, target.isHeap else { return nil }
    let next: GeneratorRef
    if target.isExactly(.generator) || target.isExactly(.coroutine) {
      next = GeneratorRef(target)
    } else if target.isExactly(.asyncGeneratorSend) {
      next = AsyncStep(target).generator
    } else {
      return nil
    }
    return next.p.pointee.state == .suspended
      && next.registers[-1].bits == UInt64(UInt(bitPattern: generator.registers)) ? next : nil
  }

  private static func link(_ root: GeneratorRef, _ leaf: GeneratorRef, _ length: Int) {
    if leaf.p.pointee.chainRole != .none { unlink(leaf) }
    if root.p.pointee.chainRole != .none { unlink(root) }
    root.p.pointee.chainRole = .root
    setLeaf(leaf, of: root, length)
  }

  @inline(__always)
  private static func setLeaf(_ leaf: GeneratorRef, of root: GeneratorRef, _ length: Int) {
    root.p.pointee.chainEnd = leaf.value
    root.p.pointee.chainLength = Int32(truncatingIfNeeded: length)
    root.object.noteWrite()
    leaf.p.pointee.chainRole = .leaf
    leaf.p.pointee.chainEnd = root.value
    leaf.object.noteWrite()
  }

  // MARK: Taking apart

  /// The ends of a chain forget each other: what they say of themselves holds again.
  @inline(never)
  static func unlink(_ end: GeneratorRef) {
    if end.p.pointee.chainRole == .none { return }
    forget(GeneratorRef(end.p.pointee.chainEnd))
    forget(end)
  }

  private static func forget(_ end: GeneratorRef) {
    end.p.pointee.chainRole = .none
    end.p.pointee.chainEnd = .absent
  }

  /// The leaf of a running chain has ended: its caller goes on in its place.
  @inline(never)
  static func end(_ leaf: GeneratorRef, _ thread: ThreadRef) {
    if leaf.p.pointee.chainRole != .leaf { return unlink(leaf) }
    let root = GeneratorRef(leaf.p.pointee.chainEnd)
    let stackTop = leaf.p.pointee.stackTop
    let length = Int(root.p.pointee.chainLength) - 1
    forget(leaf)
    let caller = Frame(leaf.registers).caller.unsafelyUnwrapped
    let generator = GeneratorRef(caller[-6])
    generator.p.pointee.state = .running
    generator.p.pointee.stackTop = stackTop
    // It handled nothing when it was suspended.
    generator.p.pointee.handled = thread.pointee.handled
    if generator.p == root.p { forget(root) } else { setLeaf(generator, of: root, length) }
  }

  /// Whether a suspended generator belongs to a chain whose leaf runs.
  @inline(never)
  static func isInRunning(_ generator: GeneratorRef) -> Bool {
    var leaf = generator
    while leaf.p.pointee.state == .suspended {
      let target = Generators.delegate(leaf)
      if target.isHeap, target.isExactly(.asyncGeneratorSend) {
        leaf = AsyncStep(target).generator
        continue
      }
      guard target.isHeap, target.isExactly(.generator) || target.isExactly(.coroutine) else {
        return false
      }
      leaf = GeneratorRef(target)
    }
    guard leaf.p.pointee.state == .running, leaf.p.pointee.chainRole == .leaf else { return false }
    var r = leaf.registers
    let root = GeneratorRef(leaf.p.pointee.chainEnd)
    while r != root.registers, r != generator.registers {
      r = Frame(r).caller.unsafelyUnwrapped
    }
    return r == generator.registers
  }
}
