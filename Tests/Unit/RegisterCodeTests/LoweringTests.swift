import Bytecode
import RegisterCode
import Testing

@Suite struct LoweringTests {
  @Test func callLeavesRoomForTheCalleesHeader() throws {
    let code = try lowered("def f(a, b):\n return g(a, b)\n")
    #expect(code.lines.contains("movePair t7…, r0, r1"))
    #expect(code.registerCount >= code.localCount + 1 + callWindowGap + 2)
  }

  @Test func argumentsOfNestedCallsDoNotOverlap() throws {
    let code = try lowered("def f(a):\n return g(1, h(a), 2)\n")
    let inner = code.all(.callFunction)[0]
    let outer = code.all(.callFunction)[1]
    // The inner callable lies where the outer call has its second argument.
    #expect(inner.b == outer.b + callWindowGap + 2 && inner.a == inner.b)
  }

  @Test func waysToALabelAgreeOnHomes() throws {
    let code = try lowered("def f(a, b, c):\n x = g(a, b if a else c, [])\n h(x)\n return x\n")
    let arguments = code.all(.move).filter { $0.b == 1 || $0.b == 2 }
    // Both branches put their value into the same argument.
    #expect(arguments.count == 2 && arguments[0].a == arguments[1].a)
  }

  @Test func shortCircuitValueHasOneHome() throws {
    let code = try lowered("def f(a, b):\n return a and b\n")
    let result = code.all(.returnValue)[0].a
    #expect(code.all(.move).allSatisfy { $0.a == result } && code.all(.move).count == 2)
  }

  @Test func handlerFindsItsStackSlotsInTheirHomes() throws {
    let code = try lowered("def f(a):\n for i in a:\n  try: g(i)\n  except E: h()\n")
    let iterator = code.all(.forIter)[0].b
    let handler = code.handlers[0]
    // Above the iterator, which the loop goes on with behind the handler.
    #expect(Int(handler.exceptionRegister) == iterator + 1)
    #expect(code.all(.getIter)[0].a == iterator)
  }

  @Test func handlerThatPushesTheInstructionHasARegisterForIt() throws {
    let code = try lowered("def f(a):\n with a: g()\n")
    let withHandler = code.handlers[0]
    let exit = code.all(.beforeWith)[0].a
    #expect(Int(withHandler.lastInstructionRegister) == exit + 1)
    #expect(Int(withHandler.exceptionRegister) == exit + 2)
  }

  @Test(arguments: [
    "def f(a):\n try:\n  try: g()\n  except E as e: h(e)\n  else: i()\n finally: j()\n",
    "def f(a):\n with a as b, b as c:\n  for d in c:\n   try: return d\n   finally: k()\n",
    "def f(a):\n while a:\n  try:\n   if a: continue\n   break\n  except* E: pass\n",
    "async def f(a):\n async with a as b:\n  async for c in b: await c\n",
    "def f(a): yield from a",
  ])
  func handlersAreSortedDisjointAndInside(source: String) throws {
    let code = try lowered(source + "\n")
    let starts = Set(code.places.map(Int32.init))
    for (first, second) in zip(code.handlers, code.handlers.dropFirst()) {
      #expect(first.end <= second.start)
    }
    for handler in code.handlers {
      #expect(handler.start < handler.end && handler.end <= code.words.count)
      #expect(starts.contains(handler.start) && starts.contains(handler.target))
      #expect(handler.exceptionRegister < code.registerCount)
    }
  }

  @Test func handlerIsFoundByAnyWordOfTheInstruction() throws {
    let code = try lowered("def f():\n try: g()\n except E: h()\n")
    let first = code.handlers[0]
    for word in Int(first.start)..<Int(first.end) {
      #expect(code.handler(at: word)?.target == first.target)
    }
    #expect(code.handler(at: code.words.count) == nil)
  }

  @Test func positionsNameTheBytecode() throws {
    let unit = try functionUnit("def f(a, b):\n return a.x + b[a]\n")
    let code = try lower(unit)
    let offsets = code.bytecodeOffsets
    #expect(offsets.count == code.words.count)
    for place in code.places {
      let offset = offsets[place]
      let opcode = StackOpcode(byte: unit.code[offset])
      switch code.words[place].opcode {
      case .loadAttr: #expect(opcode == .LOAD_ATTR)
      case .loadSubscript: #expect(opcode == .BINARY_SUBSCR)
      case .add: #expect(opcode == .BINARY_OP)
      case .returnValue: #expect(opcode == .RETURN_VALUE)
      default: break
      }
      // Its extra words belong to it.
      let last = place + code.words[place].opcode.extraWords
      #expect(offsets[last] == offset)
    }
  }

  @Test func positionsSkipWhatWritesNothing() throws {
    // The loads of the arguments write nothing of their own.
    let arguments = Array(repeating: "a", count: 14).joined(separator: ", ")
    let unit = try functionUnit("def f(a, g):\n return g(\(arguments))\n")
    let code = try lower(unit)
    let offsets = code.bytecodeOffsets
    let call = try #require(code.places.dropLast().last)
    #expect(StackOpcode(byte: unit.code[offsets[call]]) == .CALL)
    let last = try #require(code.places.last)
    #expect(StackOpcode(byte: unit.code[offsets[last]]) == .RETURN_VALUE)
    #expect(offsets == offsets.sorted())
  }

  @Test func positionsOfALongFunctionNameTheBytecode() throws {
    let many = Array(repeating: "a", count: 400).joined(separator: ", ")
    let unit = try functionUnit(
      "def f(a):\n while a.x:\n  b = [\(many)]\n  for i in b:\n   g(\(many))\n return a[b]\n")
    let code = try lower(unit)
    let offsets = code.bytecodeOffsets
    for place in code.places {
      let opcode = StackOpcode(byte: unit.code[offsets[place]])
      switch code.words[place].opcode {
      case .loadAttr: #expect(opcode == .LOAD_ATTR)
      case .listAppend: #expect(opcode == .LIST_APPEND)
      case .callExtended: #expect(opcode == .CALL_FUNCTION_EX)
      case .loadSubscript: #expect(opcode == .BINARY_SUBSCR)
      default: break
      }
    }
    #expect(code.all(.listAppend).count == 800 && code.all(.loadSubscript).count == 1)
    #expect(code.words.count > 800)
  }

  @Test func registersOfAllOperandsExist() throws {
    let code = try lowered(
      "def f(a, *b, c=1, **d):\n x, *y = a\n return [g(*b, c=c, **d), {a: b, **d}, x[y:c], f'{a!r:>{b}}']\n"
    )
    for place in code.places {
      let word = code.words[place]
      let kinds = word.opcode.operands
      for (kind, value) in [(kinds.a, word.a), (kinds.b, word.b), (kinds.c, word.c)]
      where kind.isRegister {
        #expect(value < code.registerCount, "\(word.opcode.name)")
      }
    }
  }

  @Test func jumpsLandOnInstructions() throws {
    let code = try lowered(
      "def f(a):\n while a:\n  if a < 1 and a or not a: continue\n  for i in a:\n   if i: break\n  else: g()\n"
    )
    let starts = Set(code.places)
    for place in code.places {
      if let target = code.jumpTarget(at: place) { #expect(starts.contains(target)) }
    }
  }

  @Test func cacheWordsAreZero() throws {
    let code = try lowered("def f(a):\n return a.b(a + 1, a[0], g(a))\n")
    for place in code.places {
      let opcode = code.words[place].opcode
      let fixed = (opcode.hasConstant ? 1 : 0) + opcode.literalWords
      let cache = (place + 1 + fixed)..<(place + 1 + opcode.extraWords)
      #expect(cache.allSatisfy { code.words[$0] == 0 })
    }
  }

  @Test func largeFunctionJumpsFar() throws {
    let body = String(repeating: "  g(a.x, a[1] + 2)\n", count: 4000)
    let code = try lowered("def f(a):\n while a < 3:\n\(body) return 1\n")
    #expect(code.words.count > 40_000)
    let starts = Set(code.places)
    let targets = code.places.compactMap { code.jumpTarget(at: $0) }
    #expect(targets.allSatisfy(starts.contains))
    #expect(targets.contains { $0 > 40_000 })
  }

  @Test func generatorsBeginByMakingThemselves() throws {
    let code = try lowered("def f(a):\n b = yield a\n return b\n")
    #expect(code.opcodes.first == .makeGenerator)
    #expect(code.all(.yieldValue)[0].b == 0)
    #expect(try lowered("def f(a): yield from a\n").all(.yieldValue)[0].c != 0)
  }

  @Test func plainFunctionsBeginByCountingTheirCalls() throws {
    for (source, counts) in [
      ("def f(a): return a\n", true), ("def f(a): yield a\n", false),
      ("async def f(a): return a\n", false),
    ] {
      #expect((try lowered(source).words[0].opcode == .enter) == counts)
    }
  }

  @Test func cellsAreMadeFirstAndReadByName() throws {
    let code = try lowered("def f(a):\n def g(): return a\n return a\n")
    #expect(code.opcodes.first == .makeCell)
    #expect(code.all(.loadDeref).count == 1)
    let inner = try functionUnit("def f(a):\n def g(): return a\n return g\n").constants
    for case .code(let unit) in inner {
      #expect(try lower(unit).opcodes.first == .copyFreeVariables)
    }
  }

  @Test func malformedBytecodeIsRefused() {
    let unit = CodeUnit()
    unit.stackSize = 1
    // POP_TOP of an empty stack.
    unit.code = [149, 0, 32, 0, 36, 0]
    #expect(throws: LoweringError.self) { try lower(unit) }
    // A jump to nowhere.
    unit.code = [149, 0, 79, 200, 103, 0]
    unit.constants = [.none]
    #expect(throws: LoweringError.self) { try lower(unit) }
  }

  @Test func disassemblyTellsPlacesOperandsAndHandlers() throws {
    let unit = try functionUnit("def f(a):\n try: g(a)\n except E: pass\n")
    let text = try lower(unit).disassembly(names: unit.names)
    #expect(text.hasPrefix("registers "))
    #expect(text.contains("     2  loadGlobal                t0, g\n"))
    #expect(text.contains("handler 2..<12 -> "))
    #expect(text.contains(", exception t0"))
    let lines = text.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix(">") }.count >= 3)
  }
}
