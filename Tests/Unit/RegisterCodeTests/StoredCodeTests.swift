import Bytecode
import RegisterCode
import Testing

/// What a record says, with the indices of the constants in their places.
private struct Read: Equatable {
  var words: [UInt64]
  var handlers: [[Int32]]
  var registerCount: Int

  init(_ lowered: LoweredCode) {
    words = lowered.words
    registerCount = lowered.registerCount
    handlers = lowered.handlers.map(Read.fields)
  }

  init(_ stored: StoredCode) {
    words = Array(repeating: 0, count: stored.wordCount)
    registerCount = stored.registerCount
    let indices = (0..<1000).map(UInt64.init)
    words.withUnsafeMutableBufferPointer { words in
      indices.withUnsafeBufferPointer {
        stored.read(into: words.baseAddress!, constants: $0.baseAddress!)
      }
    }
    let count = stored.handlerCount
    let read = UnsafeMutablePointer<LoweredCode.Handler>.allocate(capacity: count)
    defer { read.deallocate() }
    stored.readHandlers(into: read)
    handlers = UnsafeBufferPointer(start: read, count: count).map(Read.fields)
  }

  private static func fields(_ handler: LoweredCode.Handler) -> [Int32] {
    [
      handler.start, handler.end, handler.target, handler.exceptionRegister,
      handler.lastInstructionRegister,
    ]
  }
}

private func record(_ unit: CodeUnit, _ lowered: LoweredCode) -> [UInt32] {
  var cells: [UInt32] = []
  unit.code.withUnsafeBufferPointer { StoredCode.write(lowered, of: $0, to: &cells) }
  return cells
}

@Suite struct StoredCodeTests {
  @Test(arguments: [
    "def f(a, b):\n return g(a, b, k=1) + 'c' * 2.5\n",
    "def f(a):\n with a as b, b as c:\n  for d in c:\n   try: return d\n   finally: k()\n",
    "class A(B):\n def __init__(self): super().__init__(*self.a); super(A, self).b\n",
    "def f(x):\n match x:\n  case {'a': [1, *b]}: return b\n  case C(d=2): return -1\n",
    "async def f(a):\n async with a as b: return [await c async for c in b]\n",
    "def f(a):\n while a < 10:\n  if a == 'b': continue\n  a += 1\n"
      + String(repeating: "  g(a)\n", count: 200),
    "def f(" + (0..<200).map { "a\($0)" }.joined(separator: ", ") + "):\n return a199 + a0\n",
  ])
  func readsWhatWasWritten(source: String) throws {
    let unit = try functionUnit(source)
    let lowered = try lower(unit)
    let cells = record(unit, lowered)
    cells.withUnsafeBufferPointer { buffer in
      let stored = StoredCode(buffer.baseAddress!)
      #expect(Read(stored) == Read(lowered))
      #expect(unit.code.withUnsafeBufferPointer(stored.isIntact))
    }
  }

  @Test func smallInstructionsTakeOneCell() throws {
    let unit = try functionUnit("def f(a, b):\n return a + b\n")
    let lowered = try lower(unit)
    #expect(record(unit, lowered).count == StoredCode.headerCells + lowered.places.count)
  }

  @Test func otherBytecodeAndOtherCellsAreNotIntact() throws {
    let unit = try functionUnit("def f(a, b):\n return g(a, 'b')\n")
    let cells = record(unit, try lower(unit))
    func isIntact(_ cells: [UInt32], _ code: [UInt8]) -> Bool {
      cells.withUnsafeBufferPointer { cells in
        code.withUnsafeBufferPointer(StoredCode(cells.baseAddress!).isIntact)
      }
    }
    #expect(isIntact(cells, unit.code))
    for index in unit.code.indices {
      var other = unit.code
      other[index] ^= 1
      #expect(!isIntact(cells, other))
    }
    for index in StoredCode.headerCells..<cells.count {
      var other = cells
      other[index] ^= 0x100
      #expect(!isIntact(other, unit.code))
    }
  }
}
