import PythonSyntax
import Testing

@Suite struct EncodingTests {
  private func firstString(_ source: [UInt8]) throws -> String {
    let tree = try Parser.parse(source)
    guard case .module(let body, _) = tree.root, let last = body.last,
      case .expr(let value) = last.kind, case .constant(.string(let text, _)) = value.kind
    else { return "no string" }
    return text.text
  }

  @Test(arguments: [
    "# coding: latin-1", "# -*- coding: iso-8859-15 -*-", "#!python\n# vim: fileencoding=latin1",
    "  # coding=L1",
  ])
  func codingCommentDecidesHowBytesAreRead(comment: String) throws {
    if comment.contains("8859-15") {
      // No codec of the front end: the runtime supplies it.
      #expect(failure(Array((comment + "\n'x'").utf8)).contains("unknown encoding: iso-8859-15"))
      return
    }
    #expect(try firstString(Array((comment + "\n").utf8) + [0x27, 0xE9, 0x27]) == "é")
  }

  @Test func commentOnTheThirdLineIsOnlyAComment() {
    let source = Array("\n\n# coding: latin-1\n".utf8) + [0x27, 0xE9, 0x27]
    #expect(failure(source).contains("'utf-8' codec can't decode byte 0xe9 in position 0"))
  }

  @Test func commentBehindCodeIsOnlyAComment() {
    let source = Array("x = 1\n# coding: latin-1\n".utf8) + [0x27, 0xE9, 0x27]
    #expect(failure(source).contains("codec can't decode"))
  }

  @Test func byteOrderMarkIsNoPartOfTheText() throws {
    #expect(try firstString([0xEF, 0xBB, 0xBF] + Array("'é'".utf8)) == "é")
    let tree = try Parser.parse([0xEF, 0xBB, 0xBF, 0x61])
    guard case .module(let body, _) = tree.root else { return }
    #expect(body[0].location.text == "1:0-1:1")
  }

  @Test func byteOrderMarkContradictsOtherEncodings() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    #expect(
      failure(mark + Array("# coding: latin-1\n".utf8)).contains(
        "encoding problem: iso-8859-1 with BOM"))
    #expect(failure(mark + Array("# coding: utf-8\n".utf8)) == "")
  }

  @Test func unknownEncodingIsTold() {
    #expect(
      failure("# coding: klingon\n") == "SyntaxError: unknown encoding: klingon (0:-1)")
  }

  @Test func asciiSourcesMustBeASCII() {
    let message = failure(Array("# coding: ascii\n'".utf8) + [0xE9] + Array("'\n".utf8))
    #expect(
      message.contains("'ascii' codec can't decode byte 0xe9 in position 17: ordinal not in range"))
  }

  @Test func cookieOfTextIsIgnored() throws {
    var options = ParserOptions()
    options.ignoreEncodingCookie = true
    #expect(failure("# coding: klingon\n", options) == "")
  }

  @Test func nullBytesAreRefused() {
    #expect(
      failure([0x61, 0, 0x62]) == "SyntaxError: source code string cannot contain null bytes")
  }

  /// (bytes in a string, what is wrong with them)
  @Test(arguments: [
    ([0x80] as [UInt8], "invalid start byte"), ([0xC0, 0x80], "invalid start byte"),
    ([0xE2, 0x28], "invalid continuation byte"), ([0xED, 0xA0, 0x80], "invalid continuation byte"),
    ([0xF0, 0x80, 0x80, 0x80], "invalid continuation byte"), ([0xF5, 0x80], "invalid start byte"),
  ])
  func malformedUTF8IsTold(bytes: [UInt8], reason: String) {
    #expect(failure([0x27] + bytes + [0x27, 0x0A]).contains(reason))
  }
}
