import Glibc
import JIT
import Testing

@Suite struct PerfMapTests {
  @Test func linesAreAddressSizeAndNameInHexadecimal() throws {
    let path = "/tmp/perf-\(getpid()).map"
    defer { unlink(path) }
    PerfMap.add("py::first", address: 0x7f00_1000, size: 31)
    PerfMap.add("py::second <lambda>", address: 0x7f00_2000, size: 255)
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 200)
    let count = fread(&buffer, 1, buffer.count, file)
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    #expect(text == "7f001000 1f py::first\n7f002000 ff py::second <lambda>\n")
  }
}
