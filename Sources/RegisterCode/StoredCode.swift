// Register code as cached files hold it: without what is zero, in cells of 32 bits.
//
// A record is the register code of one code object: `headerCells` cells, then its instructions, then five
// cells for each handler. An instruction takes one cell if its operands are small, else three: the first
// says so, the word follows. Behind it come its extra words that lowering fixes: a constant as one cell,
// a literal as two. Cache words are zero and take no room. Positions are not stored: they are lowered for
// again where a traceback asks for them.
//
//     bits   0–9     10–16  17–23  24–31
//            opcode  a      b      c, signed

public struct StoredCode {
  /// Cells of the header: check sum, words, registers, handlers, cells of instructions.
  public static let headerCells = 5
  private static let handlerCells = 5
  /// Says that a whole word follows.
  private static let wide: UInt32 = 0x3FF

  public let record: UnsafePointer<UInt32>
  public init(_ record: UnsafePointer<UInt32>) { self.record = record }

  public var wordCount: Int { Int(record[1]) }
  public var registerCount: Int { Int(record[2]) }
  public var handlerCount: Int { Int(record[3]) }
  private var instructionCells: Int { Int(record[4]) }
  public var cellCount: Int {
    StoredCode.headerCells + instructionCells + handlerCount * StoredCode.handlerCells
  }

  // MARK: Writing

  /// Appends the record of register code as lowering left it, made of `code`.
  public static func write(
    _ lowered: LoweredCode, of code: UnsafeBufferPointer<UInt8>, to cells: inout [UInt32]
  ) {
    let start = cells.count
    cells.append(0)
    for count in [lowered.words.count, lowered.registerCount, lowered.handlers.count, 0] {
      cells.append(UInt32(truncatingIfNeeded: count))
    }
    write(instructions: lowered.words, to: &cells)
    cells[start + 4] = UInt32(truncatingIfNeeded: cells.count - start - headerCells)
    for handler in lowered.handlers {
      cells += [
        handler.start, handler.end, handler.target, handler.exceptionRegister,
        handler.lastInstructionRegister,
      ].map { UInt32(bitPattern: $0) }
    }
    cells[start] = cells[start...].withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { StoredCode($0).checkSum(code) } ?? 0
    }
  }

  private static func write(instructions words: [UInt64], to cells: inout [UInt32]) {
    var index = 0
    while index < words.count {
      let opcode = words[index].opcode
      write(words[index], to: &cells)
      var extra = index + 1
      if opcode.hasConstant {
        cells.append(UInt32(truncatingIfNeeded: words[extra]))
        extra += 1
      }
      for literal in 0..<opcode.literalWords { writeWhole(words[extra + literal], to: &cells) }
      index += 1 + opcode.extraWords
    }
  }

  private static func write(_ word: UInt64, to cells: inout [UInt32]) {
    let c = word.signedC
    if word.a < 128, word.b < 128, c == Int(Int8(truncatingIfNeeded: c)) {
      let operands = UInt32(word.a) << 10 | UInt32(word.b) << 17
      cells.append(UInt32(word.opcode.number) | operands | UInt32(truncatingIfNeeded: c) << 24)
    } else {
      cells.append(wide)
      writeWhole(word, to: &cells)
    }
  }

  private static func writeWhole(_ word: UInt64, to cells: inout [UInt32]) {
    cells.append(UInt32(truncatingIfNeeded: word))
    cells.append(UInt32(truncatingIfNeeded: word >> 32))
  }

  // MARK: Reading

  /// Whether the record is that of `code` and as it was written.
  public func isIntact(for code: UnsafeBufferPointer<UInt8>) -> Bool {
    record[0] == checkSum(code)
  }

  /// Multiplicative, over the rest of the record and the bytecode that it was made of.
  private func checkSum(_ code: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var sum = UInt64(truncatingIfNeeded: code.count)
    for index in 1..<cellCount { sum = StoredCode.mixed(sum, UInt64(record[index])) }
    let bytes = UnsafeRawBufferPointer(code)
    var index = 0
    while index + 8 <= bytes.count {
      sum = StoredCode.mixed(sum, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    while index < bytes.count {
      sum = StoredCode.mixed(sum, UInt64(bytes[index]))
      index += 1
    }
    return UInt32(truncatingIfNeeded: sum >> 32)
  }

  @inline(__always)
  private static func mixed(_ sum: UInt64, _ more: UInt64) -> UInt64 {
    let product = (sum ^ more) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  /// Writes the words to `words`, which hold zeros, with the constants' bits in place.
  public func read(
    into words: UnsafeMutablePointer<UInt64>, constants: UnsafePointer<UInt64>
  ) {
    let rows = StoredCode.rows
    var cell = record + StoredCode.headerCells
    let end = cell + instructionCells
    var place = words
    while cell < end {
      let packed = cell.pointee
      cell += 1
      var word = UInt64(packed & 0x3FF)
      if packed & 0x3FF == StoredCode.wide {
        word = UInt64(cell[0]) | UInt64(cell[1]) << 32
        cell += 2
      } else {
        word |= UInt64(packed & 0x1FC00) << 6 | UInt64(packed & 0xFE_0000) << 15
        word |= UInt64(bitPattern: Int64(Int32(bitPattern: packed) >> 24)) << 48
      }
      place.pointee = word
      let row = rows[Int(word & 0xFFFF)]
      if row > StoredCode.plainRow {
        var extra = place + 1
        if row & StoredCode.constantBit != 0 {
          extra.pointee = constants[Int(cell.pointee)]
          extra += 1
          cell += 1
        }
        if row & StoredCode.literalBit != 0 {
          extra.pointee = UInt64(cell[0]) | UInt64(cell[1]) << 32
          cell += 2
        }
      }
      place += 1 + Int(row & StoredCode.plainRow)
    }
  }

  public func readHandlers(into handlers: UnsafeMutablePointer<LoweredCode.Handler>) {
    let first = record + StoredCode.headerCells + instructionCells
    let bytes = handlerCount * MemoryLayout<LoweredCode.Handler>.stride
    UnsafeMutableRawPointer(handlers).copyMemory(from: first, byteCount: bytes)
  }

  /// A row of the table of opcodes: the number of extra words, and what of them is stored.
  private static let plainRow: UInt8 = 0x3F
  private static let constantBit: UInt8 = 0x40
  private static let literalBit: UInt8 = 0x80

  nonisolated(unsafe) private static let rows: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: Opcode.count)
    for number in 0..<Opcode.count {
      let opcode = unsafeBitCast(Opcode.Storage(number), to: Opcode.self)
      precondition(opcode.literalWords < 2 && opcode.number < wide)
      var row = UInt8(opcode.extraWords)
      if opcode.hasConstant { row |= constantBit }
      if opcode.literalWords > 0 { row |= literalBit }
      (table + number).initialize(to: row)
    }
    return UnsafePointer(table)
  }()
}
