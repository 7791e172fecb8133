// The executable sides of code objects: where their memory comes from and when it goes.
//
// A body goes with its code object; until then frames, generators and functions that point to it keep
// that alive. Caches do not: a call cache compares a function's body with the one that it knows, and a
// type knows the instructions whose caches rely on it (`TypeRef.addDependent`). So the body of a dead
// code object stays a while, and its memory is used again only after all of them have forgotten it.

import RegisterCode

enum CodeBodies {
  /// Bodies of dead code objects that wait for the caches to be searched, and the bytes of their words.
  nonisolated(unsafe) private static var retired = RawList()
  nonisolated(unsafe) private static var retiredBytes = 0
  /// The search is worth its while from then on.
  private static let mostRetired = 1024
  private static let mostRetiredBytes = 1 << 20

  /// Puts register code in place: words and handlers in one piece of memory.
  static func install(_ lowered: LoweredView, in body: UnsafeMutablePointer<CodeBody>) {
    let wordBytes = lowered.words.count * MemoryLayout<UInt64>.stride
    let handlerBytes = lowered.handlers.count * MemoryLayout<LoweredCode.Handler>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: wordBytes + handlerBytes, alignment: 8)
    let b = body
    b.pointee.registerCount = Int32(lowered.registerCount)
    b.pointee.localCount = Int32(lowered.localCount)
    b.pointee.handlers = copy(lowered.handlers, to: memory + wordBytes)
    b.pointee.handlerCount = Int32(lowered.handlers.count)
    b.pointee.wordCount = Int32(lowered.words.count)
    b.pointee.entry = copy(lowered.words, to: memory)
  }

  /// The same with what a cached file holds.
  static func install(
    _ stored: StoredCode, _ constants: TupleRef, in body: UnsafeMutablePointer<CodeBody>
  ) {
    let wordBytes = stored.wordCount * MemoryLayout<UInt64>.stride
    let handlerBytes = stored.handlerCount * MemoryLayout<LoweredCode.Handler>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: wordBytes + handlerBytes, alignment: 8)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: wordBytes)
    let words = memory.assumingMemoryBound(to: UInt64.self)
    let bits = UnsafeRawPointer(constants.items).assumingMemoryBound(to: UInt64.self)
    stored.read(into: words, constants: bits)
    let handlers = (memory + wordBytes).assumingMemoryBound(to: LoweredCode.Handler.self)
    stored.readHandlers(into: handlers)
    let b = body
    b.pointee.registerCount = Int32(stored.registerCount)
    b.pointee.handlers = handlers
    b.pointee.handlerCount = Int32(stored.handlerCount)
    b.pointee.wordCount = Int32(stored.wordCount)
    b.pointee.entry = words
  }

  /// For each word of a plain form the offset in the bytecode of the instruction that it comes from. Hardly
  /// any code is ever asked: it is lowered again for that.
  static func expandOffsets(_ body: UnsafeMutablePointer<CodeBody>) -> UnsafeMutablePointer<Int32> {
    let code = CodeRef(body.pointee.code)
    do throws(LoweringError) {
      let lowered = try CodeLowering.lower(code, recordsStates: false, traceMarks: nil)
      return noteOffsets(lowered, in: body)
    } catch {
      fatalError("code that was lowered cannot be lowered again")
    }
  }

  @discardableResult
  static func noteOffsets(
    _ lowered: LoweredView, in body: UnsafeMutablePointer<CodeBody>
  ) -> UnsafeMutablePointer<Int32> {
    let count = lowered.words.count
    let offsets = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    PositionTable.expand(
      lowered.positions, into: UnsafeMutableBufferPointer(start: offsets, count: count))
    body.pointee.offsets = offsets
    return offsets
  }

  private static func copy<T>(
    _ source: UnsafeBufferPointer<T>, to memory: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<T> {
    let place = memory.assumingMemoryBound(to: T.self)
    if let base = source.baseAddress { place.initialize(from: base, count: source.count) }
    return place
  }

  /// The code object is dead: the releaser of its type.
  static func release(_ object: ObjectRef) {
    let body = CodeRef(object).p.pointee.body
    let words = words(of: body)
    retiredBytes += words.count * MemoryLayout<UInt64>.stride
    TinyCaches.forget(words)
    if let form = TracedForm.of(body) {
      TinyCaches.forget(CodeBodies.words(of: form.body))
      retiredBytes += form.byteCount
    }
    body.pointee.code = .absent
    retired.append(UInt(bitPattern: body))
  }

  private static func words(of body: UnsafeMutablePointer<CodeBody>) -> Range<PC> {
    guard let entry = body.pointee.entry else {
      let nothing = UnsafeMutableRawPointer(body).assumingMemoryBound(to: UInt64.self)
      return nothing..<nothing
    }
    return entry..<entry + Int(body.pointee.wordCount)
  }

  /// Calls `action` with the bodies of all code objects.
  static func forEach(_ action: (UnsafeMutablePointer<CodeBody>) -> Void) {
    Heap.forEachReleasable { object in
      if object.type == .code { action(CodeRef(object).p.pointee.body) }
    }
    CodeImage.forEachBody(action)
  }

  /// Frees the bodies that wait, if they are many. For the end of a collection's marking.
  static func freeRetired() {
    if retired.count < mostRetired && retiredBytes < mostRetiredBytes { return }
    var addresses = UnsafeMutableBufferPointer(start: retired.base, count: retired.count)
    addresses.sort()
    let bodies = addresses.map { UnsafeMutablePointer<CodeBody>(bitPattern: $0).unsafelyUnwrapped }
    forEach { body in
      forgetRetired(in: body)
      if let form = TracedForm.of(body) { forgetRetired(in: form.body) }
    }
    let tracedBodies = bodies.compactMap { TracedForm.of($0)?.body }
    forgetDependents(bodies.map(words) + tracedBodies.map(words))
    for body in bodies {
      TracedForm.of(body)?.free()
      StoredRegisters.drop(body)
      body.pointee.redirected?.deallocate()
      body.pointee.entry?.deallocate()
      body.pointee.offsets?.deallocate()
      body.pointee.lines?.deallocate()
      body.deallocate()
    }
    retired.count = 0
    retiredBytes = 0
  }

  /// Clears what refers to a waiting body. Only caches do: an address of theirs is no `Value` that a word
  /// could hold, and no cache has an address of 0.
  private static func forgetRetired(in body: UnsafeMutablePointer<CodeBody>) {
    let (first, last) = (retired.base[0], retired.base[retired.count - 1])
    let words = words(of: body)
    var place = words.lowerBound
    while place < words.upperBound {
      let word = UInt(place.pointee)
      if word >= first, word <= last, isRetired(word) { place.pointee = 0 }
      place += 1
    }
  }

  private static func isRetired(_ address: UInt) -> Bool {
    let next = lowerBound(retired.count) { retired.base[$0] < address }
    return next < retired.count && retired.base[next] == address
  }

  private static func forgetDependents(_ retired: [Range<PC>]) {
    let ranges = retired.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    TypeRef.forgetDependents { instruction in
      let next = lowerBound(ranges.count) { ranges[$0].upperBound <= instruction }
      return next < ranges.count && ranges[next].contains(instruction)
    }
  }

  /// The first number below `count` that does not fulfil a condition which some first ones do.
  private static func lowerBound(_ count: Int, _ isBelow: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBelow(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
