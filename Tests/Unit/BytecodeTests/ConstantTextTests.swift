import Bytecode
import Testing

@Suite struct ConstantTextTests {
  @Test(arguments: [
    (0.1, "0.1"), (1e16, "1e+16"), (1e15, "1000000000000000.0"), (1e-4, "0.0001"), (1e-5, "1e-05"),
    (-0.0, "-0.0"), (123456.75, "123456.75"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (.infinity, "inf"), (.nan, "nan"),
    (9007199254740993.0, "9007199254740992.0"),
  ])
  func floatsPrintTheirShortestDigits(value: Double, text: String) {
    #expect(floatText(value) == text)
  }

  @Test func complexNumbersPrintAsTheReferenceDoes() {
    #expect(Constant.complex(0, 2).representation == "2j")
    #expect(Constant.complex(-0.0, 2).representation == "(-0+2j)")
    #expect(Constant.complex(1.5, -0.0).representation == "(1.5-0j)")
    #expect(Constant.complex(1, .nan).representation == "(1+nanj)")
  }

  @Test func largeIntsPrintInDecimal() {
    let value = Constant.bigInt(isNegative: true, magnitude: [0, 0, 1])
    #expect(value.representation == "-340282366920938463463374607431768211456")
    let groups = Constant.bigInt(isNegative: false, magnitude: [0x8AC7_2304_89E8_0000, 0])
    #expect(groups.representation == "10000000000000000000")
  }

  @Test(arguments: [
    ("plain", "'plain'"), ("it's", "\"it's\""), ("'\"", "'\\'\"'"), ("a\tb\n\\", "'a\\tb\\n\\\\'"),
    ("\u{7F}", "'\\x7f'"), ("\u{AD}", "'\\xad'"), ("é€", "'é€'"), ("\u{200B}", "'\\u200b'"),
    ("\u{E0001}", "'\\U000e0001'"), ("😀", "'😀'"),
  ])
  func stringsAreQuotedAndEscaped(content: String, text: String) {
    #expect(stringText(Array(content.utf8)) == text)
  }

  @Test func loneSurrogatesAreEscaped() {
    #expect(stringText([0xED, 0xA0, 0x80]) == "'\\ud800'")
    #expect(
      codePoints([0x61, 0xED, 0xBF, 0xBF, 0xF0, 0x9F, 0x98, 0x80]) == [0x61, 0xDFFF, 0x1F600])
  }

  @Test func bytesAreEscaped() {
    #expect(Constant.bytes([0x61, 0, 0x27, 0xFF]).representation == "b\"a\\x00'\\xff\"")
  }

  @Test func containersPrintTheirItems() {
    #expect(Constant.tuple([.int(1)]).representation == "(1,)")
    #expect(Constant.tuple([]).representation == "()")
    #expect(Constant.frozenSet([]).representation == "frozenset()")
    #expect(Constant.frozenSet([.none, .true]).representation == "frozenset({None, True})")
  }
}
