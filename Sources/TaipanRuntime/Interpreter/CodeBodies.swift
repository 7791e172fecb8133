// The executable sides of code objects: where their memory comes from and when it goes.
//
// A body's register code goes with its code object; until then frames, generators and functions that
// point to it keep that alive. Call caches do not: they compare a function's body with the one that they
// know. So the body of a dead code object stays a while, known to no function, and its memory is used
// again only after all caches have forgotten it.

import RegisterCode

enum CodeBodies {
  /// Bodies of dead code objects that wait for the caches to be searched.
  private static let mostRetired = 1024
  nonisolated(unsafe) private static var retired = RawList()

  /// Puts register code in place: words, handlers and positions in one piece of memory.
  static func install(_ lowered: LoweredView, in body: UnsafeMutablePointer<CodeBody>) {
    let wordBytes = lowered.words.count * MemoryLayout<UInt64>.stride
    let handlerBytes = lowered.handlers.count * MemoryLayout<LoweredCode.Handler>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: wordBytes + handlerBytes + lowered.positions.count, alignment: 8)
    let b = body
    b.pointee.registerCount = Int32(lowered.registerCount)
    b.pointee.localCount = Int32(lowered.localCount)
    b.pointee.handlers = copy(lowered.handlers, to: memory + wordBytes)
    b.pointee.handlerCount = Int32(lowered.handlers.count)
    b.pointee.positions = copy(lowered.positions, to: memory + wordBytes + handlerBytes)
    b.pointee.positionCount = Int32(lowered.positions.count)
    b.pointee.wordCount = Int32(lowered.words.count)
    b.pointee.entry = copy(lowered.words, to: memory)
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
    if let entry = body.pointee.entry {
      TinyCaches.forget(entry..<entry + Int(body.pointee.wordCount))
      entry.deallocate()
    }
    body.pointee.lines?.deallocate()
    retired.append(UInt(bitPattern: body))
  }

  /// Frees the bodies that wait, if they are many. For the end of a collection's marking.
  static func freeRetired() {
    if retired.count < mostRetired { return }
    var bodies = UnsafeMutableBufferPointer(start: retired.base, count: retired.count)
    bodies.sort()
    Heap.forEachReleasable { object in
      if object.type == .code { forgetRetired(in: CodeRef(object).p.pointee.body) }
    }
    for body in bodies { UnsafeMutablePointer<CodeBody>(bitPattern: body)?.deallocate() }
    retired.count = 0
  }

  /// Clears what refers to a waiting body. Only caches do: an address of theirs is no `Value` that a word
  /// could hold, and no cache has an address of 0.
  private static func forgetRetired(in body: UnsafeMutablePointer<CodeBody>) {
    guard let words = body.pointee.entry else { return }
    let (first, last) = (retired.base[0], retired.base[retired.count - 1])
    for index in 0..<Int(body.pointee.wordCount) {
      let word = UInt(words[index])
      if word >= first, word <= last, isRetired(word) { words[index] = 0 }
    }
  }

  private static func isRetired(_ address: UInt) -> Bool {
    var low = 0
    var high = retired.count
    while low < high {
      let middle = (low + high) / 2
      if retired.base[middle] < address { low = middle + 1 } else { high = middle }
    }
    return low < retired.count && retired.base[low] == address
  }
}
