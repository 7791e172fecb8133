// The state of an unpickler: its input, stack and memo.

import TaipanRuntime

struct UnpicklerLayout {
  var header: Header
  /// What was assigned to `persistent_load`, or absent.
  var hook: Value
  /// While loading: what `persistent_load` is in a subclass or was set to, or absent.
  var persistentLoad: Value
  /// `file.read` and `file.readline`; None where the input is bytes.
  var read: Value
  var readLine: Value
  /// The bytes object that is being read.
  var source: Value
  /// List of values.
  var stack: Value
  /// List by number; `exhausted` where a number stands for nothing.
  var memo: Value
  /// Iterator over the buffers beside the pickle; None without.
  var buffers: Value
  var encoding: Value
  var errors: Value
  /// Address of an `UnpicklerState`; 0 before `__init__`.
  var state: Int
}

struct UnpicklerState {
  /// What was not read yet of `source`.
  var next: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  /// Heights of the stack at the marks.
  var marks: [Int] = []
  /// Height of the stack below which nothing may be popped: that of the last mark.
  var fence = 0
  /// Of the pickle, as it says itself.
  var version = 0
  var fixesImports: Bool
}

struct UnpicklerRef: TypedRef {
  let p: UnsafeMutablePointer<UnpicklerLayout>

  private static let word = { (path: PartialKeyPath<UnpicklerLayout>) in
    MemoryLayout<UnpicklerLayout>.offset(of: path)! / 8
  }
  private static let sourceWord = word(\.source)

  var state: UnsafeMutablePointer<UnpicklerState> {
    UnsafeMutablePointer(bitPattern: p.pointee.state).unsafelyUnwrapped
  }
  @inline(__always) var stack: ListRef { ListRef(p.pointee.stack) }
  var memo: ListRef { ListRef(p.pointee.memo) }

  static func make(_ type: TypeRef) -> UnpicklerRef {
    let unpickler = UnpicklerRef(Instances.allocate(type))
    unpickler.p.pointee.state = 0
    Heap.releaseWhenDead(unpickler.object)
    return unpickler
  }

  static func release(_ object: ObjectRef) {
    let unpickler = UnpicklerRef(object)
    if unpickler.p.pointee.state == 0 { return }
    unpickler.state.deinitialize(count: 1)
    unpickler.state.deallocate()
    unpickler.p.pointee.state = 0
  }

  /// How old pickles are to be read.
  struct Options {
    let fixImports: Value
    let encoding: Value
    let errors: Value
    let buffers: Value

    /// From the arguments that begin at `first`.
    init(_ a: Args, from first: Int) {
      (fixImports, encoding) = (a[first], a[first + 1])
      (errors, buffers) = (a[first + 2], a[first + 3])
    }
  }

  /// - Throws: TypeError.
  func start(_ options: Options) throws(Raised) {
    let fixes = options.fixImports.isPresent ? try Convert.truth(options.fixImports) : true
    let encoding = options.encoding.isPresent ? options.encoding : Value("ASCII")
    let errors = options.errors.isPresent ? options.errors : Value("strict")
    _ = try Convert.requireStr(encoding, "encoding")
    _ = try Convert.requireStr(errors, "errors")
    let hasBuffers = options.buffers.isPresent && !options.buffers.isNone
    let buffers = hasBuffers ? try Iterate.iterator(options.buffers) : .none
    UnpicklerRef.release(object)
    p.pointee.encoding = encoding
    p.pointee.errors = errors
    // An empty tuple is what no argument is.
    let isDefault = options.buffers.isAbsent
    p.pointee.buffers = isDefault ? .none : buffers
    p.pointee.read = .none
    p.pointee.readLine = .none
    p.pointee.source = BytesRef.empty.value
    object.noteWrite()
    object.store(ListRef.make().value, at: object.word(UnpicklerRef.word(\.stack)))
    object.store(ListRef.make().value, at: object.word(UnpicklerRef.word(\.memo)))
    let fresh = UnsafeMutablePointer<UnpicklerState>.allocate(capacity: 1)
    let nothing = UnsafePointer(BytesRef.empty.data)
    fresh.initialize(to: UnpicklerState(next: nothing, end: nothing, fixesImports: fixes))
    p.pointee.state = Int(bitPattern: fresh)
  }

  // MARK: Input

  /// Makes `bytes` the next to be read.
  func setSource(_ bytes: BytesRef) {
    object.store(bytes.value, at: object.word(UnpicklerRef.sourceWord))
    state.pointee.next = UnsafePointer(bytes.data)
    state.pointee.end = state.pointee.next + bytes.count
  }

  static func truncated() -> Raised {
    PickleModule.unpicklingError.raised("pickle data was truncated")
  }

  /// The next `count` bytes; good until the next call.
  ///
  /// - Throws: UnpicklingError where the input ends before.
  @inline(__always) func take(_ count: Int) throws(Raised) -> UnsafePointer<UInt8> {
    let start = state.pointee.next
    if count > state.pointee.end - start { return try takeSlowly(count) }
    state.pointee.next = start + count
    return start
  }

  @inline(never) private func takeSlowly(_ count: Int) throws(Raised) -> UnsafePointer<UInt8> {
    try require(count)
    let start = state.pointee.next
    state.pointee.next = start + count
    return start
  }

  /// Makes sure that `count` bytes can be read, from the file if need be.
  func require(_ count: Int) throws(Raised) {
    let rest = state.pointee.end - state.pointee.next
    if rest >= count { return }
    if p.pointee.read.isNone { throw UnpicklerRef.truncated() }
    let more = try Call.function(p.pointee.read, Value(count - rest))
    let bytes = try UnpicklerRef.bytes(more, "read()")
    join(bytes)
    if state.pointee.end - state.pointee.next < count { throw UnpicklerRef.truncated() }
  }

  /// Puts new input behind what was not read yet.
  private func join(_ bytes: BytesRef) {
    let rest = state.pointee.end - state.pointee.next
    if rest == 0 { return setSource(bytes) }
    let all = BytesRef.make(count: rest + bytes.count)
    all.data.update(from: state.pointee.next, count: rest)
    (all.data + rest).update(from: bytes.data, count: bytes.count)
    setSource(all)
  }

  private static func bytes(_ value: Value, _ origin: String) throws(Raised) -> BytesRef {
    guard value.isBytes else {
      throw raise(.typeError, "\(origin) returned non-bytes object (\(value.typeName))")
    }
    return BytesRef(value)
  }

  /// The next opcode's byte.
  ///
  /// - Throws: EOFError at the end of the input.
  @inline(__always) func opcode() throws(Raised) -> UInt8 {
    if state.pointee.next == state.pointee.end { try refill() }
    let byte = state.pointee.next.pointee
    state.pointee.next += 1
    return byte
  }

  @inline(never) private func refill() throws(Raised) {
    if !p.pointee.read.isNone {
      setSource(try UnpicklerRef.bytes(try Call.function(p.pointee.read, Value(1)), "read()"))
    }
    if state.pointee.next == state.pointee.end { throw raise(.eofError, "Ran out of input") }
  }

  /// The next line, its end included.
  ///
  /// - Throws: UnpicklingError where it has no end or fewer than `shortest` bytes.
  func line(atLeast shortest: Int = 1) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    var rest = UnsafeBufferPointer(
      start: state.pointee.next, count: state.pointee.end - state.pointee.next)
    if !rest.contains(0x0A), !p.pointee.readLine.isNone {
      join(try UnpicklerRef.bytes(try Call.function(p.pointee.readLine), "readline()"))
      rest = UnsafeBufferPointer(
        start: state.pointee.next, count: state.pointee.end - state.pointee.next)
    }
    guard let last = rest.firstIndex(of: 0x0A), last + 1 >= shortest else {
      throw UnpicklerRef.truncated()
    }
    state.pointee.next += last + 1
    return UnsafeBufferPointer(rebasing: rest[...last])
  }

  /// A line without its end, as text.
  func textLine(atLeast shortest: Int = 1) throws(Raised) -> Value {
    let line = try line(atLeast: shortest)
    var consumed = 0
    return try UTF8Codec.decode(
      line.baseAddress!, line.count - 1, "strict", final: true, &consumed
    ).value
  }

  /// A little-endian argument without sign.
  @inline(__always) func number(_ size: Int) throws(Raised) -> UInt {
    let bytes = try take(size)
    var number: UInt = 0
    for i in 0..<size { number |= UInt(bytes[i]) << UInt(8 * i) }
    return number
  }

  /// A length of 8 bytes.
  ///
  /// - Throws: OverflowError for more than memory can have.
  func length(_ what: String) throws(Raised) -> Int {
    let count = try number(8)
    if count > UInt(Int.max) {
      throw raise(.overflowError, "\(what) of \(Int.max) bytes")
    }
    return Int(count)
  }

  // MARK: Stack

  static func fail(_ message: String) -> Raised { PickleModule.unpicklingError.raised(message) }

  func underflow() -> Raised {
    UnpicklerRef.fail(
      state.pointee.marks.isEmpty ? "unpickling stack underflow" : "unexpected MARK found")
  }

  @inline(__always) func push(_ value: Value) { stack.append(value) }

  @inline(__always) func pop() throws(Raised) -> Value {
    let stack = stack
    let count = stack.count
    if count <= state.pointee.fence { throw underflow() }
    let value = stack[count - 1]
    stack.truncate(count - 1)
    return value
  }

  func top() throws(Raised) -> Value {
    let stack = stack
    if stack.count <= state.pointee.fence { throw underflow() }
    return stack[stack.count - 1]
  }

  func setMark() {
    state.pointee.marks.append(stack.count)
    state.pointee.fence = stack.count
  }

  /// Takes the last mark away; where it was.
  func takeMark() throws(Raised) -> Int {
    guard let mark = state.pointee.marks.popLast() else {
      throw UnpicklerRef.fail("could not find MARK")
    }
    state.pointee.fence = state.pointee.marks.last ?? 0
    return mark
  }

  /// The values from `start` on, popped.
  func popTuple(from start: Int) throws(Raised) -> TupleRef {
    let stack = stack
    if start < state.pointee.fence || start > stack.count { throw underflow() }
    if start == stack.count { return .empty }
    let tuple = TupleRef.make(stack.items + start, count: stack.count - start)
    stack.truncate(start)
    return tuple
  }

  // MARK: Memo

  func memorize(_ number: Int) throws(Raised) {
    let value = try top()
    let memo = memo
    if number == memo.count { return memo.append(value) }
    if number > memo.count {
      // Numbers come in order; far ones are somebody's invention and must not take the memory.
      if number - memo.count > 1 << 24 { throw raise(.memoryError) }
      for _ in memo.count..<number { memo.append(.exhausted) }
      return memo.append(value)
    }
    memo[number] = value
    memo.object.noteWrite()
  }

  func recall(_ number: Int) throws(Raised) {
    if number < 0 || number >= memo.count || memo[number] === .exhausted {
      throw UnpicklerRef.fail("Memo value not found at index \(number)")
    }
    push(memo[number])
  }
}
