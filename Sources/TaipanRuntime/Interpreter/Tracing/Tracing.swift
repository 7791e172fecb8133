// Tracing on and off. See Documentation/Tracing.md.
//
// While something traces, a `redirect` stands at the beginning of each instruction of the plain form of
// all register code. A frame that comes to one, by a call, a return, a jump, an exception or from native
// code, goes on in the traced form; so nothing has to be known of the frames that are alive. The operands
// and extra words stay, and the opcodes that the redirects replace are kept aside. When tracing ends they
// are put back, and frames leave the traced form at its next instruction where both forms agree.

import RegisterCode

public enum Tracing {
  /// Whether any tool wants events.
  nonisolated(unsafe) public private(set) static var isOn = false

  /// What `redirected` holds for words that no redirect stands at.
  private static let none = UInt16.max
  /// Instructions whose caches were cleared while a redirect stood there.
  nonisolated(unsafe) private static var resets: Set<UInt> = []
  nonisolated(unsafe) private static var thresholds: (loops: UInt64, calls: UInt64) = (0, 0)

  /// Turns tracing on or off as tools want it.
  static func update() {
    let wanted = Monitoring.wantsEvents
    if wanted == isOn { return }
    isOn = wanted
    if wanted {
      thresholds = (thread.pointee.loopThreshold, thread.pointee.callThreshold)
      (thread.pointee.loopThreshold, thread.pointee.callThreshold) = (.max, .max)
      CodeBodies.forEach(redirect)
    } else {
      (thread.pointee.loopThreshold, thread.pointee.callThreshold) = thresholds
      CodeBodies.forEach(restore)
      resets = []
    }
    // Native loops look up; what has been compiled meanwhile may be installed.
    thread.pointee.requestPoll()
  }

  // MARK: Redirects

  /// Puts a redirect at the beginning of each instruction.
  static func redirect(_ body: UnsafeMutablePointer<CodeBody>) {
    guard let entry = body.pointee.entry, body.pointee.redirected == nil else { return }
    let count = Int(body.pointee.wordCount)
    let opcodes = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
    opcodes.initialize(repeating: none, count: count)
    body.pointee.redirected = opcodes
    body.pointee.nativeAside = body.pointee.native
    body.pointee.native = nil
    func place(_ word: Int) {
      if opcodes[word] != none { return }
      opcodes[word] = UInt16(truncatingIfNeeded: entry[word])
      entry[word] = entry[word].with(.redirect)
    }
    let offsets = body.pointee.offsets ?? CodeBodies.expandOffsets(body)
    place(0)
    for word in 1..<count where offsets[word] != offsets[word - 1] { place(word) }
  }

  /// Takes the redirects away.
  static func restore(_ body: UnsafeMutablePointer<CodeBody>) {
    guard let opcodes = body.pointee.redirected, let entry = body.pointee.entry else { return }
    for word in 0..<Int(body.pointee.wordCount) where opcodes[word] != none {
      // A handler that was at work then may have chosen another form since.
      if entry[word].opcode != .redirect { continue }
      let opcode = unsafeBitCast(Opcode.Storage(opcodes[word]), to: Opcode.self)
      let wasReset = resets.contains(UInt(bitPattern: entry + word))
      entry[word] = entry[word].with(wasReset ? opcode.parent : opcode)
    }
    opcodes.deallocate()
    body.pointee.redirected = nil
    body.pointee.native = body.pointee.nativeAside
    body.pointee.nativeAside = nil
  }

  /// The cache of an instruction that waits behind a redirect was cleared.
  static func noteReset(_ instruction: PC) { resets.insert(UInt(bitPattern: instruction)) }

  /// An instruction's word as it was before a redirect took its place.
  @inline(__always) static func word(at place: PC, _ r: Registers) -> UInt64 {
    let word = place.pointee
    return word.opcode == .redirect ? original(word, place, Frame(r).body) : word
  }

  @inline(never)
  private static func original(
    _ word: UInt64, _ place: PC, _ body: UnsafeMutablePointer<CodeBody>
  ) -> UInt64 {
    guard let opcodes = body.pointee.redirected, let entry = body.pointee.entry else {
      fatalError("a redirect in code that nothing traces")
    }
    let opcode = Opcode.Storage(opcodes[place - entry])
    return word.with(unsafeBitCast(opcode, to: Opcode.self))
  }

  /// The opcode and native code of a body are to be changed: calls `change` with the redirects away.
  public static func withPlainForm(
    _ body: UnsafeMutablePointer<CodeBody>, _ change: () -> Void
  ) {
    let isRedirected = body.pointee.redirected != nil
    restore(body)
    change()
    if isRedirected { redirect(body) }
  }

  /// A frame comes to a redirect, the word before `pc`: where it goes on.
  @inline(never)
  static func goOn(_ pc: PC, _ r: Registers) -> PC {
    let body = Frame(r).body
    guard let entry = body.pointee.entry, let opcodes = body.pointee.redirected else {
      fatalError("a redirect in code that nothing traces")
    }
    let word = pc - 1 - entry
    guard let form = TracedForm.make(body) else {
      restore(body)
      return pc - 1
    }
    if let next = form.enter(at: word, r) { return next }
    // The forms do not meet here, but a little further on.
    entry[word] = entry[word].with(unsafeBitCast(Opcode.Storage(opcodes[word]), to: Opcode.self))
    opcodes[word] = none
    return pc - 1
  }
}

extension Interpreter {
  @inline(__always)
  static func redirect(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    pc = Tracing.goOn(pc, r)
  }

  @inline(__always)
  static func trace(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    pc = try TraceEvents.run(word, pc, r)
  }
}
