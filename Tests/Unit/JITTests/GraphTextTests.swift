import Glibc
import JIT
import Testing

/// The text form: what is read is printed the same.
@Suite struct GraphTextTests {
  private func isKept(_ text: String) throws {
    #expect(try PassList.run([], on: text) == text)
  }

  @Test func everyKindOfFieldIsKept() throws {
    try isKept(
      """
      unit f loop at 12
      b0():
        v0: any = register -4
        v1: any = register 3
        v2: int = guardInt v1 at @f+11 s0
        v3: int = intConstant -7
        v4: float = floatConstant -0.0
        v5: float = floatConstant inf
        v6: float = floatConstant #7ff8000000000001
        v7: float = floatConstant 5e-324
        v8: bool = boolConstant true
        v9: none = constant @None
        v10: any = constant #7f00deadbeef
        v11: any = load v0 +24 [slot]
        v12: int = loadWord v0 +8 [listCount]
        v13: any = store v0, v11 +16 [cell]
        v14: object(@list) = guardShape v11 @list s0
        v15: any = guardShape v11 #3f s0
        v16: any = guardIdentical v11 @"function f.<locals>.g" s0
        v17: any = guardVersion @Point.version is 17 [version] s0
        v18: bool = loadAddress @pollRequested byte [thread]
        v19: any = guardFalse v18 calm at #7f0000002000 s0
        v20: bool = intCompare v2, v3 lessEqual
        v21: int = step @f+12.importName s0
        v22: int = intConstant @f+20
        v23: bool = truth v11 @f+13.jumpIfFalse unless @f+20 s0
        v24: any = callFunction v16 @g 9 s1
        v25: any = listItem v2, v2 [item]
        v26: any = storeShape v11 @"Point(x, y)" [shape]
        v29: any = numberArithmetic v1, v11 multiply s0
        v30: bool = anyCompare v1, v11 less @f+15.jumpIfLess if @f+20 s0
        v31: any = helped v1, v2 item @f+16.loadSubscript s0
        v32: bool = helpedTruth v1, v11 contains @f+17.jumpIfContains if @f+20 s0
        v33: any = callNative v16 3 @f+18.callNative 9 s0
        branch v23 b1(v2, v11) else b2()
      b1(v27: int, v28: int|none):
        jump b1(v27, v9)
      b2():
        leave s0
      s0: {base 0, body @f, pc @f+12, function v0} r3=v1 r7=v11
      s1: {base 0, body @f, pc @f+13, function v0} {base 9, body @g, pc #7f0000001008, function v16, flags 4, instance v11}

      """)
  }

  @Test func typesAreKept() throws {
    try isKept(
      """
      unit types
      b0():
        v0: any = register 0
        jump b1(v0, v0, v0, v0, v0)
      b1(v1: nothing, v2: int|float|bool, v3: bool|none|other, v4: object(#2a), v5: object(@"a \\"b\\" \\\\ \\n")):
        open

      """)
  }

  @Test func gapsInNumbersAreKept() throws {
    try isKept(
      """
      unit gaps
      b0():
        v7: any = register 0
        v2: int = guardInt v7 s5
        result v2
      s5: {base 0, body #10, pc #20, function v7}

      """)
  }

  /// What programs give: the golden files of `--dump=jit`.
  @Test(arguments: ["arithmetic", "attributes", "calls", "containers"])
  func dumpsAreKeptAndSound(_ name: String) throws {
    let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let units = try #require(contents("/\(tests)/Golden/jit/\(name).expected"))
      .split(separator: "\n\n")
    #expect(!units.isEmpty)
    for unit in units {
      let text = unit.hasSuffix("\n") ? String(unit) : unit + "\n"
      try isKept(text)
      #expect(try PassList.problems(of: text) == [])
      // They have been simplified.
      #expect(try PassList.run(["simplify"], on: text) == text)
    }
  }

  private func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test(arguments: [
    ("graph f\n", "line 1: expected 'unit' before 'graph f'"),
    ("unit f\n", "line 2: no block"),
    ("unit f\nb1():\n", "line 2: expected b0"),
    ("unit f\nb0():\n  v0: any = frobnicate\n", "line 3: there is no operation 'frobnicate'"),
    ("unit f\nb0():\n  v0: thing = register 1\n", "line 3: there is no type 'thing'"),
    ("unit f\nb0():\n  v0: any = register\n", "line 3: expected a number before ''"),
    ("unit f\nb0():\n  v0: any = register 1 2\n", "line 3: '2' is too much"),
    ("unit f\nb0():\n  v0: any = load v1 8\n", "line 3: expected '+' before '8'"),
    ("unit f\nb0():\n  v0: any = load v1 +8 [attic]\n", "line 3: there is no memory 'attic'"),
    ("unit f\nb0():\n  v0: any = constant 8\n", "line 3: expected # or @ before '8'"),
    ("unit f\nb0():\n  v0: any = constant @\"x\n", "line 3: a name without its end"),
    (
      "unit f\nb0():\n  v0: bool = intCompare v1, v2 near\n",
      "line 3: there is no comparison 'near'"
    ),
    ("unit f\nb0():\n  return v0\n", "line 3: no block ends with 'return'"),
    ("unit f\n  v0: any = register 1\n", "line 2: outside of a block"),
    ("unit f\nb0():\n  leave s0\ns0: {base 0}\n", "line 4: expected ', body' before '}'"),
  ])
  func errorsNameTheLine(_ text: String, _ message: String) {
    #expect {
      try PassList.run([], on: text)
    } throws: {
      "\($0)" == message
    }
  }
}
