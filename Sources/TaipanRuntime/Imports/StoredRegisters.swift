// Register code in cached files: what lowering made of the code objects of a `.pyc` file lies behind the
// marshalled code, where readers of marshal data do not look.
//
//     header of 16 bytes, marshalled code, section, trailer
//
// All is in cells of 32 bits. The section begins with a cell for whoever uses it and the number of code
// objects; a cell for each, in the order in which their marshal data ends, says where in the section its
// record is (`StoredCode`), 0 for none; a record has the cell that says where it is in front. The trailer
// tells which build of the program wrote the section: another one neither reads it nor writes it again,
// unless it is newer. Where there is no section it is added.
//
// A section that is read is copied: what lies in it is taken when functions are called for the first time.
// It goes with the last code object that still waits for that.

import CTaipan
import Glibc
import RegisterCode

public struct StoredRegisters {
  private static let magic: UInt64 = 0x7265_6769_7374_6572
  /// magic, build and its time in two cells each, cells of the section, none.
  private static let trailerCells = 8
  private static let cellBytes = MemoryLayout<UInt32>.size

  /// Cell 0 counts who uses the section: the reader, and code objects that were not called.
  private let section: UnsafeMutablePointer<UInt32>
  private let cellCount: Int

  /// The content of a cached file behind its header.
  public struct Content {
    public let marshalled: UnsafeBufferPointer<UInt8>
    /// The section that this build wrote; else nil.
    let section: UnsafeBufferPointer<UInt8>?
    /// There is none, or one of an older build.
    public let isOutdated: Bool
  }

  /// Takes the content of a file apart.
  public static func split(_ content: UnsafeBufferPointer<UInt8>) -> Content {
    let whole = Content(marshalled: content, section: nil, isOutdated: buildNumber != 0)
    let trailerBytes = trailerCells * cellBytes
    guard content.count > trailerBytes, buildNumber != 0 else { return whole }
    let trailer = UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(content)[(content.count - trailerBytes)...])
    func number(_ cell: Int) -> UInt64 {
      trailer.loadUnaligned(fromByteOffset: cell * cellBytes, as: UInt64.self)
    }
    let sectionBytes = Int(number(6) & 0xFFFF_FFFF) * cellBytes
    let end = content.count - trailerBytes
    if number(0) != magic || sectionBytes > end { return whole }
    let marshalled = UnsafeBufferPointer(rebasing: content[..<(end - sectionBytes)])
    let isOwn = number(2) == buildNumber
    return Content(
      marshalled: marshalled,
      section: isOwn ? UnsafeBufferPointer(rebasing: content[(end - sectionBytes)..<end]) : nil,
      isOutdated: !isOwn && number(4) < timeOfBuild)
  }

  /// The build that runs: a number that the linker made of the program's content.
  static let buildNumber = taipan_build_number()

  /// When the program's file was written, in nanoseconds.
  static var timeOfBuild: UInt64 {
    var info = stat()
    if stat("/proc/self/exe", &info) != 0 { return 0 }
    return UInt64(info.st_mtim.tv_sec) * 1_000_000_000 + UInt64(info.st_mtim.tv_nsec)
  }

  // MARK: Reading

  /// Reads the code in a cached file; its code objects find their register code in the section, if there is one.
  /// With `codes` they are noted there, for `sectionBytes`.
  ///
  /// - Throws: what `MarshalReader.read` throws.
  public static func read(_ content: Content, codes: ListRef? = nil) throws(Raised) -> Value {
    let stored = content.section.flatMap(StoredRegisters.init)
    defer { if let stored { release(stored.section) } }
    let references = takeList()
    defer { giveBack(references) }
    var reader = MarshalReader(
      content.marshalled, references: references, stored: stored, codes: codes)
    let code = try reader.read()
    Heap.noteMadeOld(content.marshalled.count * 2)
    return code
  }

  /// A list that one file after the other is read with; absent while one is.
  nonisolated(unsafe) private static let spareList = Heap.makeRoot(.absent)
  private static let mostSpareItems = 1 << 12

  private static func takeList() -> ListRef {
    let spare = spareList.pointee
    spareList.pointee = .absent
    return spare.isPresent ? ListRef(spare) : ListRef.make(capacity: 256)
  }

  private static func giveBack(_ list: ListRef) {
    if list.count > mostSpareItems { return }
    list.items.update(repeating: .absent, count: list.count)
    list.p.pointee.count = 0
    spareList.pointee = list.value
  }

  private init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, bytes.count >= 2 * StoredRegisters.cellBytes else {
      return nil
    }
    cellCount = bytes.count / StoredRegisters.cellBytes
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 8)
    memory.copyMemory(from: base, byteCount: bytes.count)
    section = memory.bindMemory(to: UInt32.self, capacity: cellCount)
    section[0] = 1
  }

  private static func release(_ section: UnsafeMutablePointer<UInt32>) {
    section[0] -= 1
    if section[0] == 0 { section.deallocate() }
  }

  /// Gives a code object its record, if there is one that lies in the section.
  func attach(_ index: Int, to body: UnsafeMutablePointer<CodeBody>) {
    guard index < Int(section[1]), 2 + index < cellCount else { return }
    let place = Int(section[2 + index])
    guard place > 2, place + StoredCode.headerCells <= cellCount, Int(section[place - 1]) == place
    else { return }
    let record = UnsafePointer(section + place)
    if place + StoredCode(record).cellCount > cellCount { return }
    section[0] += 1
    body.pointee.stored = record
  }

  /// A code object is called: installs its register code if there is any, and if it is that of this code.
  static func install(in body: UnsafeMutablePointer<CodeBody>, _ code: CodeRef) -> Bool {
    guard let record = body.pointee.stored else { return false }
    defer { drop(body) }
    guard isIntact(record, code) else { return false }
    CodeBodies.install(StoredCode(record), TupleRef(code.p.pointee.constants), in: body)
    return true
  }

  /// Whether a record is as it was written, and made of this code. Those of images are.
  static func isIntact(_ record: UnsafePointer<UInt32>, _ code: CodeRef) -> Bool {
    CodeImage.contains(UInt(bitPattern: record))
      || StoredCode(record).isIntact(for: BytesRef(code.p.pointee.code).buffer)
  }

  /// A code object needs its record no more.
  static func drop(_ body: UnsafeMutablePointer<CodeBody>) {
    guard let record = body.pointee.stored else { return }
    body.pointee.stored = nil
    if CodeImage.contains(UInt(bitPattern: record)) { return }
    release(UnsafeMutablePointer(mutating: record - Int(record[-1])))
  }

  // MARK: Writing

  /// Section and trailer for code objects in the order of their marshal data; none where builds cannot be told
  /// apart.
  public static func sectionBytes(_ codes: ListRef) -> [UInt8] {
    if buildNumber == 0 { return [] }
    var cells: [UInt32] = [0, UInt32(truncatingIfNeeded: codes.count)]
    cells += Array(repeating: 0, count: codes.count)
    for index in 0..<codes.count {
      let code = CodeRef(codes[index])
      // What cannot be lowered says so when it is called.
      guard let lowered = try? CodeLowering.lower(code, recordsStates: false, traceMarks: nil)
      else {
        continue
      }
      cells.append(UInt32(truncatingIfNeeded: cells.count + 1))
      cells[2 + index] = UInt32(truncatingIfNeeded: cells.count)
      StoredCode.write(
        LoweredCode(lowered), of: BytesRef(code.p.pointee.code).buffer, to: &cells)
    }
    let sectionCells = UInt64(cells.count)
    for number in [magic, buildNumber, timeOfBuild, sectionCells] {
      cells.append(UInt32(truncatingIfNeeded: number))
      cells.append(UInt32(truncatingIfNeeded: number >> 32))
    }
    return cells.withUnsafeBytes { Array($0) }
  }

  /// Section and trailer for a cached file's content that has none.
  ///
  /// - Throws: what `MarshalReader.read` throws.
  public static func sectionBytes(
    forMarshalled content: UnsafeBufferPointer<UInt8>
  ) throws(Raised) -> [UInt8] {
    let codes = ListRef.make()
    var reader = MarshalReader(
      content, references: ListRef.make(), stored: nil, codes: codes)
    _ = try reader.read()
    return sectionBytes(codes)
  }
}
