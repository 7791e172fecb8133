// Reading of pickles: one step for each opcode.

import Glibc
import TaipanRuntime

extension UnpicklerRef {
  /// The next object of the input.
  ///
  /// - Throws: UnpicklingError, EOFError, and whatever the classes that are named raise.
  func load() throws(Raised) -> Value {
    stack.truncate(0)
    state.pointee.marks = []
    state.pointee.fence = 0
    state.pointee.version = 0
    p.pointee.persistentLoad = try PersistentHook.load(value)
    object.noteWrite()
    defer { p.pointee.persistentLoad = .absent }
    let opcodes = PickleOpcode.table
    while true {
      let byte = try opcode()
      guard let opcode = opcodes[Int(byte)] else { throw UnpicklerRef.unknown(byte) }
      if opcode == .stop { return try pop() }
      try step(opcode)
    }
  }

  private static func unknown(_ byte: UInt8) -> Raised {
    let hex = "0123456789abcdef".map(String.init)
    let shown =
      byte >= 0x20 && byte < 0x7F && byte != 0x27 && byte != 0x5C
      ? String(UnicodeScalar(byte)) : "\\x\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
    return fail("invalid load key, '\(shown)'.")
  }

  private func step(_ opcode: PickleOpcode) throws(Raised) {
    switch opcode {
    case .none: push(.none)
    case .newTrue: push(.true)
    case .newFalse: push(.false)
    case .binInt1: push(Value(Int(try take(1)[0])))
    case .binInt2: push(Value(Int(try number(2))))
    case .binInt: push(Value(Int(Int32(truncatingIfNeeded: try number(4)))))
    case .long1: try loadLong(Int(try take(1)[0]))
    case .long4: try loadLong(try signedLength("LONG"))
    case .binFloat: push(Value(Double(bitPattern: UInt64(try number(8)).byteSwapped)))
    case .shortBinUnicode: try loadUTF8(Int(try take(1)[0]))
    case .binUnicode: try loadUTF8(Int(try number(4)))
    case .binUnicode8: try loadUTF8(try length("BINUNICODE exceeds system's maximum size"))
    case .shortBinBytes: try loadBytes(Int(try take(1)[0]))
    case .binBytes: try loadBytes(Int(try number(4)))
    case .binBytes8: try loadBytes(try length("BINBYTES exceeds system's maximum size"))
    case .byteArray8: try loadByteArray(try length("BYTEARRAY8 exceeds system's maximum size"))
    case .shortBinString: try loadString(Int(try take(1)[0]))
    case .binString: try loadString(try signedLength("BINSTRING"))
    case .emptyList: push(ListRef.make().value)
    case .emptyDict: push(DictRef.make().value)
    case .emptyTuple: push(TupleRef.empty.value)
    case .emptySet: push(SetRef.make().value)
    case .tuple1: try loadTuple(1)
    case .tuple2: try loadTuple(2)
    case .tuple3: try loadTuple(3)
    case .tuple: push(try popTuple(from: try takeMark()).value)
    case .list: push(try Iterate.list(try popTuple(from: try takeMark()).value).value)
    case .dict: try loadDict()
    case .frozenSet:
      let items = try popTuple(from: try takeMark())
      push(try Call.function(BuiltinType.frozenSet.value, items.value))
    case .append: try appendItems(from: stack.count - 1)
    case .appends: try appendItems(from: try takeMark())
    case .setItem: try setItems(from: stack.count - 2)
    case .setItems: try setItems(from: try takeMark())
    case .addItems: try addItems(from: try takeMark())
    case .mark: setMark()
    case .pop: try loadPop()
    case .popMark: _ = try popTuple(from: try takeMark())
    case .dup: push(try top())
    case .memoize: try memorize(memo.count)
    case .binPut: try memorize(Int(try take(1)[0]))
    case .longBinPut: try memorize(Int(try number(4)))
    case .put: try loadPut()
    case .binGet: try recall(Int(try take(1)[0]))
    case .longBinGet: try recall(Int(try number(4)))
    case .get: try recall(try lineNumber())
    case .global: try loadGlobal()
    case .stackGlobal: try loadStackGlobal()
    case .newObject: try loadNewObject(hasKeywords: false)
    case .newObjectEx: try loadNewObject(hasKeywords: true)
    case .reduce: try loadReduce()
    case .build: try loadBuild()
    case .instance: try loadInstance()
    case .object: try loadObject()
    case .extension1: try loadExtension(Int(try number(1)))
    case .extension2: try loadExtension(Int(try number(2)))
    case .extension4: try loadExtension(Int(Int32(truncatingIfNeeded: try number(4))))
    case .persistentID: try loadPersistent(try persistentLine())
    case .binPersistentID: try loadPersistent(try pop())
    case .nextBuffer: try loadNextBuffer()
    case .readOnlyBuffer: try loadReadOnlyBuffer()
    case .frame: try require(try length("FRAME length exceeds system's maximum"))
    case .proto: try loadProtocol()
    case .int: try loadIntLine()
    case .long: try loadLongLine()
    case .float: try loadFloatLine()
    case .string: try loadStringLine()
    case .unicode: try loadUnicodeLine()
    case .stop: break
    }
  }

  private func loadProtocol() throws(Raised) {
    let version = Int(try take(1)[0])
    if version > PicklerRef.highestVersion {
      throw raise(.valueError, "unsupported pickle protocol: \(version)")
    }
    state.pointee.version = version
  }

  // MARK: Numbers

  private func signedLength(_ what: String) throws(Raised) -> Int {
    let count = Int(Int32(truncatingIfNeeded: try number(4)))
    if count < 0 { throw UnpicklerRef.fail("\(what) pickle has negative byte count") }
    return count
  }

  private func loadLong(_ count: Int) throws(Raised) {
    let bytes = UnsafeBufferPointer(start: try take(count), count: count)
    push(IntBytes.read(bytes, littleEndian: true, signed: true))
  }

  private func loadIntLine() throws(Raised) {
    let line = try line(atLeast: 2)
    var text = line.dropLast().map { CChar(bitPattern: $0) }
    text.append(0)
    errno = 0
    var end = 0
    let number = text.withUnsafeBufferPointer { buffer in
      var last: UnsafeMutablePointer<CChar>?
      let number = strtol(buffer.baseAddress!, &last, 0)
      end = last.map { UnsafePointer($0) - buffer.baseAddress! } ?? 0
      return number
    }
    if end == text.count - 1, errno == 0 {
      // Bools of old protocols.
      let isBool = line.count == 3 && (number == 0 || number == 1)
      return push(isBool ? Value(number == 1) : Value(number))
    }
    let digits = UnsafeBufferPointer(rebasing: line.dropLast())
    var parsed: Value?
    do throws(Raised) { parsed = try IntText.parse(digits, base: 0) } catch {
      if !catching(.valueError) { throw error }
    }
    guard let parsed else { throw raise(.valueError, "could not convert string to int") }
    push(parsed)
  }

  private func loadLongLine() throws(Raised) {
    let line = try line(atLeast: 2)
    let hasSuffix = line[line.count - 2] == UInt8(ascii: "L")
    let count = hasSuffix ? line.count - 2 : line.count
    push(try IntText.parse(StrRef.latin1(line.baseAddress!, count: count), base: 10))
  }

  private func lineNumber() throws(Raised) -> Int {
    let line = try line(atLeast: 2)
    let text = StrRef.latin1(line.baseAddress!, count: line.count)
    return try Convert.machineInt(try IntText.parse(text, base: 10))
  }

  private func loadFloatLine() throws(Raised) {
    let line = try line(atLeast: 2)
    guard let number = FloatParsing.parse(Array(line.dropLast())) else {
      let text = String(decoding: line, as: UTF8.self)
      throw raise(.valueError, "could not convert string to float: '\(text)'")
    }
    push(Value(number))
  }

  // MARK: Text and bytes

  private func loadUTF8(_ count: Int) throws(Raised) {
    var consumed = 0
    let bytes = try take(count)
    push(
      try UTF8Codec.decode(bytes, count, "surrogatepass", final: true, &consumed).value)
  }

  private func loadBytes(_ count: Int) throws(Raised) {
    push(BytesRef.make(try take(count), count: count).value)
  }

  private func loadByteArray(_ count: Int) throws(Raised) {
    let bytes = BytesRef.make(try take(count), count: count)
    push(try Call.function(BuiltinType.byteArray.value, bytes.value))
  }

  private func loadString(_ count: Int) throws(Raised) {
    push(try decoded(BytesRef.make(try take(count), count: count)))
  }

  /// A str of Python 2, as the options want it.
  private func decoded(_ bytes: BytesRef) throws(Raised) -> Value {
    if StrRef(p.pointee.encoding).isEqual("bytes") { return bytes.value }
    return try Call.method(bytes.value, "decode", p.pointee.encoding, p.pointee.errors)
  }

  private func loadStringLine() throws(Raised) {
    let line = try line()
    let count = line.count - 1
    guard count >= 2, line[0] == line[count - 1], line[0] == 0x22 || line[0] == 0x27 else {
      throw UnpicklerRef.fail("the STRING opcode argument must be quoted")
    }
    let escaped = BytesRef.make(line.baseAddress! + 1, count: count - 2)
    let decode = try Attributes.get(try Imports.importModule("_codecs"), "escape_decode")
    let plain = TupleRef(try Call.function(decode, escaped.value))[0]
    push(try decoded(BytesRef(plain)))
  }

  private func loadUnicodeLine() throws(Raised) {
    let line = try line()
    let bytes = BytesRef.make(line.baseAddress!, count: line.count - 1)
    push(try Call.method(bytes.value, "decode", Value("raw-unicode-escape")))
  }

  // MARK: Containers

  private func loadTuple(_ count: Int) throws(Raised) {
    if stack.count < count { throw underflow() }
    push(try popTuple(from: stack.count - count).value)
  }

  private func loadDict() throws(Raised) {
    let items = try popTuple(from: try takeMark())
    if items.count % 2 != 0 { throw UnpicklerRef.fail("odd number of items for DICT") }
    let dict = DictRef.make()
    for i in stride(from: 0, to: items.count, by: 2) { try dict.set(items[i], items[i + 1]) }
    push(dict.value)
  }

  /// Whether there are values from `start` on, for the one below them.
  private func hasItems(from start: Int) throws(Raised) -> Bool {
    if start > stack.count || start <= state.pointee.fence { throw underflow() }
    return start < stack.count
  }

  private func appendItems(from start: Int) throws(Raised) {
    if !(try hasItems(from: start)) { return }
    let stack = stack
    let target = stack[start - 1]
    if target.isExactly(.list) {
      ListRef(target).append(contentsOf: stack.items + start, count: stack.count - start)
      return stack.truncate(start)
    }
    let items = try popTuple(from: start)
    let extend = items.count > 1 ? try Attributes.lookup(target, PickleNames.extend) : .absent
    if extend.isPresent {
      _ = try Call.function(extend, try Iterate.list(items.value).value)
      return
    }
    let append = try Attributes.get(target, PickleNames.append)
    for i in 0..<items.count { _ = try Call.function(append, items[i]) }
  }

  private func setItems(from start: Int) throws(Raised) {
    if !(try hasItems(from: start)) { return }
    if (stack.count - start) % 2 != 0 {
      throw UnpicklerRef.fail("odd number of items for SETITEMS")
    }
    let target = stack[start - 1]
    let isDict = target.isExactly(.dict)
    let count = stack.count
    for i in stride(from: start, to: count, by: 2) {
      let (key, value) = (stack[i], stack[i + 1])
      if isDict {
        try DictRef(target).set(key, value)
      } else {
        try Subscript.set(target, key, value)
      }
    }
    stack.truncate(start)
  }

  private func addItems(from start: Int) throws(Raised) {
    if !(try hasItems(from: start)) { return }
    let target = stack[start - 1]
    let items = try popTuple(from: start)
    if target.isExactly(.set) {
      for i in 0..<items.count { try SetRef(target).add(items[i]) }
      return
    }
    let add = try Attributes.get(target, "add")
    for i in 0..<items.count { _ = try Call.function(add, items[i]) }
  }

  private func loadPop() throws(Raised) {
    if state.pointee.marks.last == stack.count {
      _ = try takeMark()
    } else {
      _ = try pop()
    }
  }

  private func loadPut() throws(Raised) {
    let number = try lineNumber()
    _ = try top()
    if number < 0 { throw raise(.valueError, "negative PUT argument") }
    try memorize(number)
  }
}
