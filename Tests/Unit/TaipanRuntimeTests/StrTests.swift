import TaipanRuntime
import Testing

@Suite struct StrTests {
  private func isWellFormed(_ str: StrRef) -> Bool {
    var maximum: UInt32 = 0
    for index in 0..<str.count { maximum = max(maximum, str[index]) }
    let width = maximum < 0x100 ? 1 : maximum < 0x1_0000 ? 2 : 4
    return str.width == width && str.isASCII == (maximum < 0x80)
  }

  @Test(arguments: [
    ("plain", 1, true), ("", 1, true), ("caf\u{E9}", 1, false), ("\u{FF}", 1, false),
    ("\u{100}", 2, false), ("a\u{20AC}", 2, false), ("\u{FFFF}", 2, false),
    ("\u{10000}", 4, false), ("a\u{1F600}", 4, false),
  ])
  func widthIsTheSmallestThatHoldsTheContent(text: String, width: Int, isASCII: Bool) {
    withRuntime {
      let str = StrRef.make(text)
      #expect(str.width == width && str.isASCII == isASCII)
      #expect(str.count == text.unicodeScalars.count && str.text == text)
      #expect((0..<str.count).map { str[$0] } == text.unicodeScalars.map(\.value))
    }
  }

  @Test func slicesBecomeNarrowAgain() {
    withRuntime {
      let str = StrRef.make("ab\u{E9}\u{20AC}\u{1F600}")
      #expect(str.slice(0, 2).isASCII && str.slice(0, 3).width == 1 && str.slice(1, 4).width == 2)
      #expect(str.slice(0, 5).p == str.p && str.slice(3, 3).p == StrRef.empty.p)
      #expect(str.slice(4, 5).width == 4 && str.slice(2, 3).value === StrRef.character(0xE9))
      for start in 0..<5 {
        for end in start...5 { #expect(isWellFormed(str.slice(start, end))) }
      }
    }
  }

  @Test func additionsTakeTheWiderWidth() {
    withRuntime {
      let parts = ["a", "bc", "\u{E9}", "\u{20AC}", "\u{1F600}", ""]
      for left in parts {
        for right in parts {
          let sum = StrRef.concatenate(StrRef.make(left), StrRef.make(right))
          #expect(isWellFormed(sum) && sum.text == left + right)
        }
      }
    }
  }

  @Test func equalContentIsEqualAndHashesAlike() {
    withRuntime {
      let a = StrRef.make("some \u{20AC} text")
      let b = StrRef.concatenate(StrRef.make("some \u{20AC}"), StrRef.make(" text"))
      #expect(a.p != b.p && a.isEqual(b) && a.hash == b.hash)
      #expect(!a.isEqual(StrRef.make("some \u{20AD} text")) && !a.isEqual(StrRef.make("some")))
      #expect(StrRef.empty.hash == 0)
      let sliced = StrRef.make("\u{1F600}abc").slice(1, 4)
      #expect(sliced.isEqual(StrRef.make("abc")) && sliced.hash == StrRef.make("abc").hash)
    }
  }

  @Test func orderIsByCodePoint() {
    withRuntime {
      let sorted = [
        "", "a", "aa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaaab", "aaaaaaab", "b", "\u{E9}", "\u{20AC}",
        "\u{FFFF}", "\u{1F600}",
      ]
      for (i, x) in sorted.enumerated() {
        for (j, y) in sorted.enumerated() {
          let order = StrRef.make(x).compare(StrRef.make(y)).signum()
          #expect(order == (i - j).signum(), "\(x) \(y)")
        }
      }
    }
  }

  @Test func oneCharacterStringsAreShared() {
    withRuntime {
      #expect(Value("a") === Value("a") && Value("\u{E9}") === StrRef.character(0xE9))
      #expect(Value("") === StrRef.empty.value)
      #expect(StrRef(Value("a")).isInterned)
    }
  }

  @Test func internedStringIsTheOnlyOneOfItsContent() {
    withRuntime {
      for text in ["some_name", "na\u{EF}ve name", "\u{1F600}\u{1F600}"] {
        let first = Interning.intern(text)
        #expect(Interning.intern(StrRef.make(text)) === first && StrRef(first).isInterned)
        #expect(Interning.intern(text + "2") !== first)
        #expect(StrRef.make(text).value !== first)
      }
    }
  }

  @Test func growingStringSharesItsBufferAndKeepsItsPrefixes() {
    withRuntime {
      var str = StrRef.make(String(repeating: "x", count: 100))
      let list = ListRef.make()
      for index in 0..<300 {
        str = StrRef.concatenate(str, StrRef.make("\(index % 10)"))
        list.append(str.value)
      }
      #expect(str.p.pointee.header.kind & StrRef.sharedBit != 0)
      for index in 0..<300 {
        let prefix = StrRef(list[index])
        #expect(prefix.count == 101 + index && isWellFormed(prefix))
        #expect(prefix[100 + index] == UInt32(48 + index % 10) && prefix[99] == 120)
      }
    }
  }

  @Test func twoContinuationsOfOneStringDoNotMix() {
    withRuntime {
      var base = StrRef.make(String(repeating: "x", count: 200))
      for _ in 0..<3 { base = StrRef.concatenate(base, StrRef.make("yz")) }
      let a = StrRef.concatenate(base, StrRef.make("first"))
      let b = StrRef.concatenate(base, StrRef.make("second"))
      #expect(a.text.hasSuffix("yzfirst") && b.text.hasSuffix("yzsecond"))
      #expect(base.count == 206 && a.hash != b.hash)
    }
  }

  @Test func growingStringMayBecomeWider() {
    withRuntime {
      var str = StrRef.make(String(repeating: "x", count: 200))
      var text = String(repeating: "x", count: 200)
      for piece in ["ab", "\u{E9}", "cd", "\u{20AC}", "e", "\u{1F600}", "f"] {
        str = StrRef.concatenate(str, StrRef.make(piece))
        text += piece
        #expect(isWellFormed(str) && str.text == text)
        #expect(str.isEqual(StrRef.make(text)))
      }
    }
  }

  @Test func loneSurrogatesAreKept() {
    withRuntime {
      let points: [UInt32] = [0x61, 0xD800, 0xDFFF, 0x62]
      let str = StrRef.codePoints(points, count: 4)
      #expect(str.width == 2 && (0..<4).map { str[$0] } == points)
      let bytes = str.utf8Bytes()
      #expect(bytes == [0x61, 0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0x62])
      #expect(StrRef.make(bytes).isEqual(str))
    }
  }

  @Test(arguments: [0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF] as [UInt32])
  func utf8RoundTripsAtTheLimits(codePoint: UInt32) {
    withRuntime {
      let str = StrRef.codePoints([codePoint, codePoint], count: 2)
      #expect(StrRef.make(str.utf8Bytes()).isEqual(str) && isWellFormed(str))
    }
  }

  @Test func asciiIsFoundInAnyPosition() {
    withRuntime {
      for length in 0..<20 {
        var bytes = [UInt8](repeating: 0x61, count: length)
        #expect(StrRef.allASCII(bytes, length))
        for index in 0..<length {
          bytes[index] = 0x80
          #expect(!StrRef.allASCII(bytes, length))
          bytes[index] = 0x7F
        }
      }
    }
  }
}
