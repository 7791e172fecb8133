// The operations of the JIT IR in low-level code.

import TaipanRuntime

extension Emitter {
  /// The value of an instruction, as its type says that it is held; nil where it has none.
  func emit(_ value: ValueID) -> LowValue? {
    let i = graph.values[value]
    switch i.operation {
    case .constant, .intConstant: return constant(i.number)
    case .floatConstant:
      return constant(double: Double(bitPattern: UInt64(bitPattern: Int64(i.number))))
    case .boolConstant: return code.constant(bit: i.number != 0)
    case .register, .load, .loadWord, .store, .storeWord, .storeShape, .loadAddress, .listItem,
      .tupleItem, .storeListItem:
      return emitMemory(i)
    case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape, .guardShapes,
      .guardIdentical,
      .guardPresent, .guardTrue, .guardFalse, .guardVersion, .guardValid, .guardIndex,
      .guardBelow, .guardByte, .guardKeys:
      return emitGuard(i)
    case .intAdd where postponed.sums.contains(value),
      .intSubtract where postponed.sums.contains(value):
      return nil
    case .intAdd, .intSubtract, .intMultiply, .intFloorDivide, .intModulo, .intShiftLeft,
      .intShiftRight, .intTrueDivide:
      return emitCheckedInt(i)
    case .intAnd, .intOr, .intXor, .wordAdd, .wordSubtract: return emitInt(i)
    case .floatAdd, .floatSubtract, .floatMultiply, .floatDivide, .floatFloorDivide, .floatModulo,
      .floatPower, .floatNegate, .intToFloat:
      return emitFloat(i)
    case .intCompare:
      return compareInts(
        Comparison(rawValue: i.number)!, asInt(i.operands[0]), asInt(i.operands[1]))
    case .floatCompare:
      return compare(
        Comparison(rawValue: i.number)!, asFloat(i.operands[0]), asFloat(i.operands[1]))
    case .identical: return identical(i.operands[0], i.operands[1])
    case .asAny: return asWord(i.operands[0])
    case .boolNot: return code.not(asBool(i.operands[0]))
    case .hasShape: return hasShape(i)
    case .hasType: return hasType(i)
    case .floatToInt, .intAbsolute, .floatAbsolute, .floatSquareRoot, .intMinimum, .intMaximum,
      .floatMinimum, .floatMaximum:
      return emitBuiltin(i)
    case .truth: return truth(i)
    case .numberArithmetic: return numberArithmetic(i)
    case .anyCompare: return anyCompare(i)
    case .length: return length(i)
    case .isInstance:
      return call(RuntimeFunctions.isInstance, [asWord(i.operands[0]), constant(i.number)])
    case .listPop: return listPop(i)
    case .append:
      append(i.operands[1], to: asWord(i.operands[0]))
      return nil
    case .item:
      return call(RuntimeFunctions.item, [asWord(i.operands[0]), asInt(i.operands[1])])
    case .setItem:
      return call(
        RuntimeFunctions.setItem,
        [asWord(i.operands[0]), asInt(i.operands[1]), asWord(i.operands[2])])
    case .wrapYielded: return call(RuntimeFunctions.wrapYielded, [asWord(i.operands[0])])
    case .markTemporary:
      let flags = field(asWord(i.operands[0]), MemoryLayout<Header>.offset(of: \.gc)!)
      let old = load(.byte, flags, .collector)
      store(code.or(old, constant(Int(GCFlags.temporary))), flags, .collector, .byte)
      return nil
    case .listIterator: return call(RuntimeFunctions.listIterator, [asWord(i.operands[0])])
    case .builtinIterator:
      return call(RuntimeFunctions.builtinIterator, [asWord(i.operands[0])])
    case .newRange: return call(RuntimeFunctions.range, i.operands.map(asInt))
    case .rangeIterator: return call(RuntimeFunctions.rangeIterator, i.operands.map(asInt))
    case .newEnumerate: return call(RuntimeFunctions.enumerate, [asWord(i.operands[0])])
    case .newTuple: return newTuple(i)
    case .newFunction:
      return call(RuntimeFunctions.makeFunction, [constant(i.number), asWord(i.operands[0])])
    case .startCollecting:
      startCollecting(i)
      return nil
    case .collect:
      return collect(i)
    case .tupleOfList: return call(RuntimeFunctions.tupleOfList, [asWord(i.operands[0])])
    case .finishCollecting: return finishCollecting(i)
    case .loadNumber: return loadNumber(i)
    case .storeNumber:
      storeNumber(i)
      return nil
    case .mathFunction: return mathFunction(i)
    case .floatRound:
      let direction = RoundingDirection(rawValue: i.number)!
      return ofFloat(direction.operation, asFloat(i.operands[0]))
    case .plainTruth: return plainTruth(i)
    case .iteratorMarker, .virtualIterator, .virtualTuple, .virtualRange, .virtualInstance,
      .virtualEither:
      return code.poison(.word)
    case .newInstance: return newInstance(i)
    case .storeOverflow:
      storeOverflow(i)
      return nil
    case .storeEntry:
      storeEntry(i)
      return nil
    case .comparesByIdentity:
      let answer = call(RuntimeFunctions.comparesByIdentity, i.operands.map(asWord))
      return notEqual(answer, constant(0))
    case .materialize: return materialize(i)
    case .rangeCount: return rangeCount(i)
    case .requireNone:
      let x = asWord(i.operands[0])
      let rejected = addBlock()
      require(equal(x, constant(bits: Value.none.bits)), else: rejected)
      let after = here
      position(at: rejected)
      _ = enterRuntime(i.state)
      call(RuntimeFunctions.rejectInitResult, [x])
      jump(to: raise(i.state))
      position(at: after)
      return nil
    case .step, .stepCall: return step(i)
    case .send: return send(i)
    case .asyncNext: return asyncNext(i)
    case .callFunction: return callFunction(i)
    case .finishOperator: return finishOperator(i)
    case .next: return quietNext(i)
    case .nextYielded: return nextItem(i)
    case .helped, .helpedTruth, .quiet, .quietTruth, .callNative, .newList, .newDict, .nextPair,
      .pairItem, .moveSlice, .reverseItems:
      return emitContainer(i)
    case .suspend:
      suspend(i)
      return nil
    }
  }

  // MARK: Memory

  private func emitMemory(_ i: Instruction) -> LowValue? {
    switch i.operation {
    case .register: return load(.word, place(i.number), .frame)
    case .load, .loadWord: return load(.word, field(asWord(i.operands[0]), i.number), i.alias)
    case .store:
      let object = asWord(i.operands[0])
      store(i.operands[1], in: object, at: field(object, i.number), i.alias)
      return nil
    case .storeWord:
      store(asInt(i.operands[1]), field(asWord(i.operands[0]), i.number), i.alias)
      return nil
    case .storeShape:
      store(constant(i.number), field(asWord(i.operands[0]), 0), .shape, .half)
      return nil
    case .loadAddress:
      let place = LowPlace(offset: i.number)
      if i.type.kinds != .bool { return load(.word, place, i.alias) }
      let flag = load(.byte, place, i.alias)
      return code.compare(.notEqual, flag, constant(0))
    case .listItem: return load(.word, listPlace(i.operands[0], i.operands[1]), .item)
    case .tupleItem:
      let tuple = asWord(i.operands[0])
      let offset = MemoryLayout<TupleLayout>.size
      return load(.word, element(tuple, asInt(i.operands[1]), offset: offset), .tuple)
    default:
      let place = listPlace(i.operands[1], i.operands[2])
      if isItem(i.operands[3], of: i.operands[0]) {
        store(asWord(i.operands[3]), place, .item)
      } else {
        store(i.operands[3], in: asWord(i.operands[0]), at: place, .item)
      }
      return nil
    }
  }

  /// Whether a value comes from the list itself: who has put it there has passed the barrier.
  private func isItem(_ value: ValueID, of list: ValueID) -> Bool {
    let item = graph.values[value]
    if item.operation != .listItem { return false }
    let items = graph.values[item.operands[0]]
    return items.operation == .loadWord && items.alias == .listItems && items.operands[0] == list
  }

  private func listPlace(_ items: ValueID, _ index: ValueID) -> LowPlace {
    element(asInt(items), asInt(index))
  }

  /// A float that is held as a number has no identity left: the same bits are the same float, even where
  /// the other is an object.
  private func identical(_ a: ValueID, _ b: ValueID) -> LowValue {
    let held = (graph.values[a].type.representation, graph.values[b].type.representation)
    switch held {
    case (.float, .float): return equal(bits(of: values[a]), bits(of: values[b]))
    case (.word, .float): return identical(b, a)
    case (.float, .word): break
    default: return equal(asWord(a), asWord(b))
    }
    let (number, x) = (bits(of: values[a]), values[b])
    let (inline, other, object, done) = (addBlock(), addBlock(), addBlock(), addBlock())
    branch(hasTag(x, 2), inline, other)
    position(at: inline)
    let sameInline = equal(bits(of: inlineFloat(x)), number)
    jump(to: done)
    position(at: other)
    let isObject = code.both(hasTag(x, 0), notEqual(x, constant(0)))
    branch(isObject, object, done)
    position(at: object)
    let isFloat = shapeIs(x, Int(Shape.of(.float).id))
    let offset = MemoryLayout<FloatLayout>.offset(of: \.number)!
    let boxed = load(.word, field(x, offset), .float)
    let sameObject = code.both(isFloat, equal(boxed, number))
    jump(to: done)
    position(at: done)
    return phi(
      .bit, [(sameInline, inline), (code.constant(bit: false), other), (sameObject, object)])
  }

  func shapeIs(_ object: LowValue, _ shape: Int) -> LowValue {
    let id = load(.half, field(object, 0), .shape)
    return equal(id, constant(shape))
  }

  private func hasShape(_ i: Instruction) -> LowValue {
    ofHeapObject(i.operands[0]) { shapeIsOne($0, of: i) }
  }

  /// Whether an object has one of the shapes that an instruction names.
  func shapeIsOne(_ object: LowValue, of i: Instruction) -> LowValue {
    let id = load(.half, field(object, 0), .shape)
    let shapes = [i.number] + i.operands.dropFirst().map { graph.values[$0].number }
    let tests = shapes.map { equal(id, constant(Int($0))) }
    return tests.dropFirst().reduce(tests[0]) { code.either($0, $1) }
  }

  private func hasType(_ i: Instruction) -> LowValue {
    ofHeapObject(i.operands[0]) { object in
      let id = load(.half, field(object, 0), .shape)
      let offset = MemoryLayout<ShapeLayout>.offset(of: \.type)!
      return equal(load(.word, field(id, offset), .version), constant(i.number))
    }
  }

  /// What `test` says of a heap object; false for everything else.
  private func ofHeapObject(_ value: ValueID, _ test: (LowValue) -> LowValue) -> LowValue {
    let no = code.constant(bit: false)
    if graph.values[value].type.representation != .word { return no }
    let x = asWord(value)
    let (heap, done) = (addBlock(), addBlock())
    let before = here
    branch(hasTag(x, 0), heap, done)
    position(at: heap)
    let result = test(x)
    jump(to: done)
    position(at: done)
    return phi(.bit, [(no, before), (result, heap)])
  }

  // MARK: Builtin functions

  private func emitBuiltin(_ i: Instruction) -> LowValue {
    func minimum(_ isSecond: LowValue, _ a: LowValue, _ b: LowValue) -> LowValue {
      code.select(isSecond, b, a)
    }
    switch i.operation {
    case .floatToInt:
      let x = asFloat(i.operands[0])
      let limit = 4e18
      let exit = self.exit(i.state)
      require(compare(.less, x, constant(double: limit)), else: exit)
      require(compare(.greater, x, constant(double: -limit)), else: exit)
      return code.unary(.floatToWord, .word, x)
    case .intAbsolute:
      let x = asInt(i.operands[0])
      let negated = checked(.subtractChecked, constant(0), x, exit(i.state))
      return code.select(compareInts(.less, x, constant(0)), negated, x)
    case .floatAbsolute: return ofFloat(.floatAbsolute, asFloat(i.operands[0]))
    case .floatSquareRoot:
      let x = asFloat(i.operands[0])
      require(compare(.greaterEqual, x, constant(double: 0)), else: exit(i.state))
      return ofFloat(.floatSquareRoot, x)
    case .intMinimum, .intMaximum:
      let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
      return minimum(compareInts(i.operation == .intMinimum ? .less : .greater, b, a), a, b)
    default:
      let (a, b) = (asFloat(i.operands[0]), asFloat(i.operands[1]))
      return minimum(compare(i.operation == .floatMinimum ? .less : .greater, b, a), a, b)
    }
  }

  // MARK: Floats

  func compare(_ comparison: Comparison, _ a: LowValue, _ b: LowValue) -> LowValue {
    code.compareFloats(comparison.low, a, b)
  }

  private func emitFloat(_ i: Instruction) -> LowValue {
    if i.operation == .intToFloat {
      return float(of: asInt(i.operands[0]))
    }
    let a = asFloat(i.operands[0])
    if i.operation == .floatNegate { return ofFloat(.floatNegate, a) }
    let b = asFloat(i.operands[1])
    switch i.operation {
    case .floatAdd: return code.floats(.floatAdd, a, b)
    case .floatSubtract: return code.floats(.floatSubtract, a, b)
    case .floatMultiply: return code.floats(.floatMultiply, a, b)
    case .floatPower: return power(i)
    default: break
    }
    require(compare(.notEqual, b, constant(double: 0)), else: exit(i.state))
    switch i.operation {
    case .floatDivide: return code.floats(.floatDivide, a, b)
    case .floatModulo: return call(RuntimeFunctions.floatModulo, [a, b])
    default: return call(RuntimeFunctions.floatFloorDivide, [a, b])
    }
  }
}
