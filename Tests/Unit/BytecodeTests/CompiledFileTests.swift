import Bytecode
import Testing

@Suite struct CompiledFileTests {
  private func sample() -> CodeUnit {
    let inner = CodeUnit()
    inner.name = "f"
    inner.qualifiedName = "C.f"
    inner.argumentCount = 3
    inner.positionalOnlyCount = 1
    inner.keywordOnlyCount = 2
    inner.stackSize = 9
    inner.flags = CodeFlags.optimized | CodeFlags.newLocals | CodeFlags.noMonitoringEvents
    inner.code = [149, 0, 103, 0]
    inner.constants = [.none, .string(Array("text".utf8))]
    inner.names = ["print", "größe"]
    inner.localsPlusNames = ["a", "b"]
    inner.localsPlusKinds = [LocalKind.local, LocalKind.local | LocalKind.cell]
    inner.fileName = "file.py"
    inner.firstLine = 12
    inner.lineTable = [0x80, 0, 0xF0]
    inner.exceptionTable = [0x82, 6, 9, 0]
    let outer = CodeUnit()
    outer.name = "<module>"
    outer.constants = [.code(inner), .code(inner)]
    return outer
  }

  @Test func codeRoundTripsFieldByField() throws {
    let header = CompiledFileHeader(.timestamp(modified: 0xFFFF_FFFE, size: 77))
    let file = try CompiledFile.read(CompiledFile.bytes(header, sample()))
    #expect(file?.header == header)
    guard case .code(let copy)? = file?.unit.constants.last,
      case .code(let original)? = sample().constants.last
    else {
      Issue.record("no code constant")
      return
    }
    #expect(copy.name == original.name && copy.qualifiedName == original.qualifiedName)
    #expect(copy.argumentCount == 3 && copy.positionalOnlyCount == 1 && copy.keywordOnlyCount == 2)
    #expect(copy.stackSize == 9 && copy.firstLine == 12 && copy.flags == original.flags)
    #expect(copy.code == original.code && copy.names == original.names)
    #expect(copy.constants.map(\.representation) == ["None", "'text'"])
    #expect(copy.localsPlusNames == original.localsPlusNames)
    #expect(copy.localsPlusKinds == original.localsPlusKinds)
    #expect(copy.lineTable == original.lineTable && copy.exceptionTable == original.exceptionTable)
    #expect(copy.fileName == "file.py")
  }

  @Test(arguments: [
    CompiledFileHeader.Validation.timestamp(modified: 1, size: 2),
    .hash([1, 2, 3, 4, 5, 6, 7, 8], isChecked: true),
    .hash([8, 7, 6, 5, 4, 3, 2, 1], isChecked: false),
  ])
  func headersRoundTrip(validation: CompiledFileHeader.Validation) {
    let header = CompiledFileHeader(validation)
    #expect(header.bytes.count == CompiledFileHeader.size)
    #expect(CompiledFileHeader(header.bytes) == header)
  }

  @Test func otherVersionsAndFlagsAreNoHeader() {
    var bytes = CompiledFileHeader(.timestamp(modified: 1, size: 2)).bytes
    bytes[0] += 1
    #expect(CompiledFileHeader(bytes) == nil)
    bytes[0] -= 1
    bytes[4] = 2
    #expect(CompiledFileHeader(bytes) == nil)
    #expect(CompiledFileHeader(Array(bytes.prefix(15))) == nil)
  }
}
