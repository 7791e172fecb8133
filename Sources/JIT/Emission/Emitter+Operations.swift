// The operations of the JIT IR in LLVM's.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// The value of an instruction, as its type says that it is held; nil where it has none.
    func emit(_ value: ValueID) -> IRValue {
      let i = graph.values[value]
      switch i.operation {
      case .constant, .intConstant: return constant(i.number)
      case .floatConstant:
        return constant(double: Double(bitPattern: UInt64(bitPattern: Int64(i.number))))
      case .boolConstant: return llvm.pointee.LLVMConstInt(bit, UInt64(i.number), 0)
      case .register, .load, .loadWord, .store, .storeWord, .storeShape, .loadAddress, .listItem,
        .tupleItem, .storeListItem:
        return emitMemory(i)
      case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape, .guardIdentical,
        .guardPresent, .guardTrue, .guardFalse, .guardVersion, .guardIndex,
        .guardBelow, .guardByte:
        return emitGuard(i)
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
      case .boolNot: return llvm.pointee.LLVMBuildNot(builder, asBool(i.operands[0]), "")
      case .hasShape: return hasShape(i)
      case .hasType: return hasType(i)
      case .floatToInt, .intAbsolute, .floatAbsolute, .floatSquareRoot, .intMinimum, .intMaximum,
        .floatMinimum, .floatMaximum:
        return emitBuiltin(i)
      case .truth: return truth(i)
      case .anyArithmetic: return anyArithmetic(i)
      case .anyCompare: return anyCompare(i)
      case .length: return length(i)
      case .isInstance:
        return call(RuntimeFunctions.isInstance, [asWord(i.operands[0]), constant(i.number)])
      case .append:
        return call(RuntimeFunctions.append, [asWord(i.operands[0]), asWord(i.operands[1])])
      case .item:
        return call(RuntimeFunctions.item, [asWord(i.operands[0]), asInt(i.operands[1])])
      case .setItem:
        return call(
          RuntimeFunctions.setItem,
          [asWord(i.operands[0]), asInt(i.operands[1]), asWord(i.operands[2])])
      case .listIterator: return call(RuntimeFunctions.listIterator, [asWord(i.operands[0])])
      case .builtinIterator:
        return call(RuntimeFunctions.builtinIterator, [asWord(i.operands[0])])
      case .newRange: return call(RuntimeFunctions.range, i.operands.map(asInt))
      case .rangeIterator: return call(RuntimeFunctions.rangeIterator, i.operands.map(asInt))
      case .newEnumerate: return call(RuntimeFunctions.enumerate, [asWord(i.operands[0])])
      case .newTuple: return newTuple(i)
      case .newFunction:
        return call(
          RuntimeFunctions.makeFunction, [constant(i.number), asWord(i.operands[0])])
      case .startCollecting:
        return call(RuntimeFunctions.startCollecting, [constant(i.number), place(i.extra)])
      case .collect:
        return call(
          RuntimeFunctions.collect, [asWord(i.operands[0]), constant(i.number), place(i.extra)])
      case .finishCollecting: return finishCollecting(i)
      case .loadNumber: return loadNumber(i)
      case .storeNumber: return storeNumber(i)
      case .mathFunction: return mathFunction(i)
      case .floatRound:
        let direction = RoundingDirection(rawValue: i.number)!
        return intrinsic(direction.intrinsic, asFloat(i.operands[0]))
      case .plainTruth: return plainTruth(i)
      case .iteratorMarker, .virtualIterator, .virtualTuple: return llvm.pointee.LLVMGetPoison(word)
      case .newInstance: return newInstance(i)
      case .storeOverflow: return storeOverflow(i)
      case .storeEntry: return storeEntry(i)
      case .comparesByIdentity:
        let answer = call(RuntimeFunctions.comparesByIdentity, i.operands.map(asWord))
        return notEqual(answer, constant(0))
      case .materialize: return materialize(i)
      case .rangeCount: return rangeCount(i)
      case .requireNone:
        let x = asWord(i.operands[0])
        let rejected = addBlock("rejected")
        require(equal(x, constant(bits: Value.none.bits)), else: rejected)
        let after = here
        position(at: rejected)
        _ = enterRuntime(i.state)
        call(RuntimeFunctions.rejectInitResult, [x])
        jump(to: raise(i.state))
        position(at: after)
        return nil
      case .step, .stepCall: return step(i)
      case .callFunction: return callFunction(i)
      case .finishOperator: return finishOperator(i)
      case .next: return quietNext(i)
      case .helped, .helpedTruth, .quiet, .quietTruth, .callNative, .newList, .newDict, .nextPair,
        .pairItem, .moveSlice, .reverseItems:
        return emitContainer(i)
      case .suspend: return suspend(i)
      }
    }

    // MARK: Memory

    private func emitMemory(_ i: Instruction) -> IRValue {
      switch i.operation {
      case .register: return load(word, place(i.number), .frame)
      case .load, .loadWord: return load(word, field(asWord(i.operands[0]), i.number), i.alias)
      case .store:
        let object = asWord(i.operands[0])
        store(i.operands[1], in: object, at: field(object, i.number), i.alias)
        return nil
      case .storeWord:
        store(asInt(i.operands[1]), field(asWord(i.operands[0]), i.number), i.alias)
        return nil
      case .storeShape:
        let shape = llvm.pointee.LLVMConstInt(half, UInt64(i.number), 0)!
        store(shape, field(asWord(i.operands[0]), 0), .shape)
        return nil
      case .loadAddress:
        let place = constant(address: i.number)
        if i.type.kinds != .bool { return load(word, place, i.alias) }
        let flag = load(byte, place, i.alias)
        return llvm.pointee.LLVMBuildICmp(
          builder, LLVMIntNE, flag, llvm.pointee.LLVMConstInt(byte, 0, 0), "")
      case .listItem: return load(word, listPlace(i.operands[0], i.operands[1]), .item)
      case .tupleItem:
        let items = field(asWord(i.operands[0]), MemoryLayout<TupleLayout>.size)
        return load(word, element(items, asInt(i.operands[1])), .tuple)
      default:
        store(
          i.operands[3], in: asWord(i.operands[0]), at: listPlace(i.operands[1], i.operands[2]),
          .item)
        return nil
      }
    }

    private func listPlace(_ items: ValueID, _ index: ValueID) -> IRValue {
      element(llvm.pointee.LLVMBuildIntToPtr(builder, asInt(items), pointer, ""), asInt(index))
    }

    func element(_ items: IRValue, _ index: IRValue) -> IRValue {
      var index: IRValue = index
      return llvm.pointee.LLVMBuildInBoundsGEP2(builder, word, items, &index, 1, "")
    }

    /// A float that is held as a number has no identity left: the same bits are the same float, even where
    /// the other is an object.
    private func identical(_ a: ValueID, _ b: ValueID) -> IRValue {
      let l = llvm.pointee
      func bits(_ d: IRValue) -> IRValue { l.LLVMBuildBitCast(builder, d, word, "") }
      let held = (
        graph.values[a].type.representation, graph.values[b].type.representation
      )
      switch held {
      case (.float, .float): return equal(bits(values[a]!), bits(values[b]!))
      case (.word, .float): return identical(b, a)
      case (.float, .word): break
      default: return equal(asWord(a), asWord(b))
      }
      let (number, x) = (bits(values[a]!), values[b]!)
      let (inline, other, object, done) = (
        addBlock(""), addBlock(""), addBlock(""), addBlock("")
      )
      branch(hasTag(x, 2), inline, other)
      position(at: inline)
      let sameInline = equal(bits(inlineFloat(x)), number)
      jump(to: done)
      position(at: other)
      let isObject = l.LLVMBuildAnd(builder, hasTag(x, 0), notEqual(x, constant(0)), "")
      branch(isObject, object, done)
      position(at: object)
      let isFloat = shapeIs(x, Int(Shape.of(.float).id))
      let offset = MemoryLayout<FloatLayout>.offset(of: \.number)!
      let boxed = load(word, field(x, offset), .float)
      let sameObject = l.LLVMBuildAnd(builder, isFloat, equal(boxed, number), "")
      jump(to: done)
      position(at: done)
      return phi(
        bit, [(sameInline, inline), (l.LLVMConstInt(bit, 0, 0), other), (sameObject, object)])
    }

    func shapeIs(_ object: IRValue, _ shape: Int) -> IRValue {
      let id = load(half, field(object, 0), .shape)
      return equal(id, llvm.pointee.LLVMConstInt(half, UInt64(shape), 0))
    }

    private func hasShape(_ i: Instruction) -> IRValue {
      ofHeapObject(i.operands[0]) { shapeIs($0, i.number) }
    }

    private func hasType(_ i: Instruction) -> IRValue {
      ofHeapObject(i.operands[0]) { object in
        let id = llvm.pointee.LLVMBuildZExt(builder, load(half, field(object, 0), .shape), word, "")
        let offset = MemoryLayout<ShapeLayout>.offset(of: \.type)!
        return equal(load(word, field(id, offset), .version), constant(i.number))
      }
    }

    /// What `test` says of a heap object; false for everything else.
    private func ofHeapObject(_ value: ValueID, _ test: (IRValue) -> IRValue) -> IRValue {
      let no = llvm.pointee.LLVMConstInt(bit, 0, 0)
      if graph.values[value].type.representation != .word { return no }
      let x = asWord(value)
      let (heap, done) = (addBlock(""), addBlock(""))
      let before = here
      branch(hasTag(x, 0), heap, done)
      position(at: heap)
      let result = test(x)
      jump(to: done)
      position(at: done)
      return phi(bit, [(no, before), (result, heap)])
    }

    // MARK: Builtin functions

    private func emitBuiltin(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      func minimum(_ isSecond: IRValue, _ a: IRValue, _ b: IRValue) -> IRValue {
        l.LLVMBuildSelect(builder, isSecond, b, a, "")
      }
      switch i.operation {
      case .floatToInt:
        let x = asFloat(i.operands[0])
        let limit = 4e18
        let exit = self.exit(i.state)
        require(compare(.less, x, constant(double: limit)), else: exit)
        require(compare(.greater, x, constant(double: -limit)), else: exit)
        return l.LLVMBuildFPToSI(builder, x, word, "")
      case .intAbsolute:
        let x = asInt(i.operands[0])
        let negated = checked("llvm.ssub.with.overflow", constant(0), x, exit(i.state))
        return l.LLVMBuildSelect(builder, compareInts(.less, x, constant(0)), negated, x, "")
      case .floatAbsolute: return intrinsic("llvm.fabs", asFloat(i.operands[0]))
      case .floatSquareRoot:
        let x = asFloat(i.operands[0])
        require(compare(.greaterEqual, x, constant(double: 0)), else: exit(i.state))
        return intrinsic("llvm.sqrt", x)
      case .intMinimum, .intMaximum:
        let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
        return minimum(compareInts(i.operation == .intMinimum ? .less : .greater, b, a), a, b)
      default:
        let (a, b) = (asFloat(i.operands[0]), asFloat(i.operands[1]))
        return minimum(compare(i.operation == .floatMinimum ? .less : .greater, b, a), a, b)
      }
    }

    /// A function of LLVM's of one float.
    func intrinsic(_ name: String, _ x: IRValue) -> IRValue {
      let l = llvm.pointee
      var types: [IRType] = [double]
      let id = l.LLVMLookupIntrinsicID(name, name.utf8.count)
      let function = l.LLVMGetIntrinsicDeclaration(module, id, &types, 1)
      let type = l.LLVMIntrinsicGetType(context, id, &types, 1)
      var arguments: [IRValue] = [x]
      return l.LLVMBuildCall2(builder, type, function, &arguments, 1, "")
    }

    // MARK: Guards

    private func emitGuard(_ i: Instruction) -> IRValue {
      let exit = self.exit(i.state)
      switch i.operation {
      case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape: return typeGuard(i, exit)
      case .guardIdentical:
        let x = asWord(i.operands[0])
        require(equal(x, constant(i.number)), else: exit)
        return x
      case .guardPresent:
        if graph.values[i.operands[0]].type.representation == .word {
          require(notEqual(asWord(i.operands[0]), constant(0)), else: exit)
        }
      case .guardByte:
        let found = load(byte, field(asWord(i.operands[0]), i.number), .numbers)
        require(equal(found, llvm.pointee.LLVMConstInt(byte, UInt64(i.extra), 0)), else: exit)
      case .guardTrue: require(asBool(i.operands[0]), else: exit)
      case .guardFalse:
        // A safepoint.
        if i.extra == 1 { countRound() }
        require(llvm.pointee.LLVMBuildNot(builder, asBool(i.operands[0]), ""), else: exit)
      case .guardVersion:
        let version = load(half, constant(address: i.number), .version)
        require(
          equal(version, llvm.pointee.LLVMConstInt(half, UInt64(i.extra), 0)), else: exit)
      default: return guardIndex(i, exit)
      }
      return nil
    }

    private func guardIndex(_ i: Instruction, _ exit: IRBlock) -> IRValue {
      let l = llvm.pointee
      let (count, index) = (asInt(i.operands[0]), asInt(i.operands[1]))
      if i.operation == .guardBelow {
        require(l.LLVMBuildICmp(builder, LLVMIntULT, index, count, ""), else: exit)
        return index
      }
      let isNegative = l.LLVMBuildICmp(builder, LLVMIntSLT, index, constant(0), "")
      let fromEnd = l.LLVMBuildAdd(builder, index, count, "")
      let place = l.LLVMBuildSelect(builder, isNegative, fromEnd, index, "")!
      require(l.LLVMBuildICmp(builder, LLVMIntULT, place, count, ""), else: exit)
      return place
    }

    private func typeGuard(_ i: Instruction, _ exit: IRBlock) -> IRValue {
      let operand = i.operands[0]
      switch (i.operation, graph.values[operand].type.representation) {
      case (.guardInt, .int), (.guardFloat, .float), (.guardNumber, .float), (.guardExact, .float):
        return values[operand]
      case (.guardNumber, .int):
        return llvm.pointee.LLVMBuildSIToFP(builder, values[operand], double, "")
      case (.guardExact, .int): return exactFloat(values[operand], exit)
      case (_, .word): break
      default:
        // It never is what is asked for.
        let dead = addBlock("dead")
        jump(to: exit)
        position(at: dead)
        return llvm.pointee.LLVMGetPoison(
          i.operation == .guardInt || i.operation == .guardShape ? word : double)
      }
      let x = asWord(operand)
      switch i.operation {
      case .guardInt:
        require(isTaggedInt(x), else: exit)
        return untaggedInt(x)
      case .guardShape:
        if graph.values[operand].type.shape != UInt32(i.number) {
          require(hasTag(x, 0), else: exit)
          require(shapeIs(x, i.number), else: exit)
        }
        return x
      default: return unboxFloat(x, exit, i.operation)
      }
    }

    /// Inline floats in line, boxed ones (zero above all) and ints out of it.
    private func unboxFloat(_ x: IRValue, _ exit: IRBlock, _ operation: Operation) -> IRValue {
      let l = llvm.pointee
      let (usual, other, done) = (addBlock(""), addBlock("other"), addBlock(""))
      branch(hasTag(x, 2), usual, other, isLikely: true)
      position(at: usual)
      var incoming = [(inlineFloat(x), here)]
      jump(to: done)
      position(at: other)
      if operation != .guardFloat {
        let (small, boxed) = (addBlock(""), addBlock(""))
        branch(isTaggedInt(x), small, boxed)
        position(at: small)
        let number =
          operation == .guardExact
          ? exactFloat(untaggedInt(x), exit)
          : l.LLVMBuildSIToFP(builder, untaggedInt(x), double, "")
        incoming.append((number, here))
        jump(to: done)
        position(at: boxed)
      }
      require(hasTag(x, 0), else: exit)
      // Where a loop is entered, a variable that was a float may be unset.
      require(notEqual(x, constant(0)), else: exit)
      require(shapeIs(x, Int(Shape.of(.float).id)), else: exit)
      let number = load(double, field(x, MemoryLayout<FloatLayout>.offset(of: \.number)!), .float)
      // As a number a NaN would lose its identity, by which containers find it.
      require(
        llvm.pointee.LLVMBuildFCmp(builder, LLVMRealORD, number, number, ""), else: exit)
      incoming.append((number, here))
      jump(to: done)
      position(at: done)
      return phi(double, incoming)
    }

    /// An int that is a float, too.
    private func exactFloat(_ n: IRValue, _ exit: IRBlock) -> IRValue {
      let l = llvm.pointee
      let shifted = l.LLVMBuildAdd(builder, n, constant(1 << 53), "")
      require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(1 << 54), ""), else: exit)
      return l.LLVMBuildSIToFP(builder, n, double, "")
    }

    // MARK: Ints

    private func emitInt(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
      switch i.operation {
      case .intAnd: return l.LLVMBuildAnd(builder, a, b, "")
      case .intOr: return l.LLVMBuildOr(builder, a, b, "")
      case .intXor: return l.LLVMBuildXor(builder, a, b, "")
      case .wordAdd: return l.LLVMBuildNSWAdd(builder, a, b, "")
      default: return l.LLVMBuildNSWSub(builder, a, b, "")
      }
    }

    private func emitCheckedInt(_ i: Instruction) -> IRValue {
      let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
      let exit = self.exit(i.state)
      switch i.operation {
      case .intAdd: return checked("llvm.sadd.with.overflow", a, b, exit)
      case .intSubtract: return checked("llvm.ssub.with.overflow", a, b, exit)
      case .intMultiply: return checked("llvm.smul.with.overflow", a, b, exit)
      case .intFloorDivide: return floorDivide(a, b, exit)
      case .intModulo: return modulo(a, b, exit)
      case .intShiftLeft: return shiftLeft(a, b, exit)
      case .intShiftRight: return shiftRight(a, b, exit)
      default: return trueDivide(a, b, exit)
      }
    }

    private func checked(
      _ name: String, _ a: IRValue, _ b: IRValue, _ exit: IRBlock
    ) -> IRValue {
      let (result, overflows) = overflowing(name, a, b)
      require(llvm.pointee.LLVMBuildNot(builder, overflows, ""), else: exit)
      return result
    }

    /// Not zero, and not the one division that overflows.
    private func requireDivisible(
      _ a: IRValue, _ b: IRValue, _ exit: IRBlock
    ) {
      require(notEqual(b, constant(0)), else: exit)
      let l = llvm.pointee
      let overflows = l.LLVMBuildAnd(
        builder, equal(b, constant(-1)), equal(a, constant(Int.min)), "")
      require(l.LLVMBuildNot(builder, overflows, ""), else: exit)
    }

    /// Whether the remainder is not zero and of another sign than the divisor.
    private func needsCorrection(_ remainder: IRValue, _ b: IRValue) -> IRValue {
      let l = llvm.pointee
      let signs = l.LLVMBuildXor(builder, remainder, b, "")
      let differ = l.LLVMBuildICmp(builder, LLVMIntSLT, signs, constant(0), "")
      return l.LLVMBuildAnd(builder, notEqual(remainder, constant(0)), differ, "")
    }

    private func floorDivide(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      requireDivisible(a, b, exit)
      let l = llvm.pointee
      let quotient = l.LLVMBuildSDiv(builder, a, b, "")!
      let remainder = l.LLVMBuildSRem(builder, a, b, "")!
      let correction = l.LLVMBuildZExt(builder, needsCorrection(remainder, b), word, "")
      return l.LLVMBuildSub(builder, quotient, correction, "")
    }

    private func modulo(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      requireDivisible(a, b, exit)
      let l = llvm.pointee
      let remainder = l.LLVMBuildSRem(builder, a, b, "")!
      let corrected = l.LLVMBuildAdd(builder, remainder, b, "")
      return l.LLVMBuildSelect(builder, needsCorrection(remainder, b), corrected, remainder, "")
    }

    private func shiftLeft(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(l.LLVMBuildICmp(builder, LLVMIntULT, b, constant(63), ""), else: exit)
      let shifted = l.LLVMBuildShl(builder, a, b, "")!
      require(equal(l.LLVMBuildAShr(builder, shifted, b, ""), a), else: exit)
      return shifted
    }

    private func shiftRight(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(l.LLVMBuildICmp(builder, LLVMIntSGE, b, constant(0), ""), else: exit)
      let isFar = l.LLVMBuildICmp(builder, LLVMIntSGT, b, constant(63), "")
      return l.LLVMBuildAShr(
        builder, a, l.LLVMBuildSelect(builder, isFar, constant(63), b, ""), "")
    }

    /// Exact as long as both are exact floats.
    private func trueDivide(_ a: IRValue, _ b: IRValue, _ exit: IRBlock)
      -> IRValue
    {
      let l = llvm.pointee
      require(notEqual(b, constant(0)), else: exit)
      for operand in [a, b] {
        let shifted = l.LLVMBuildAdd(builder, operand, constant(1 << 53), "")
        require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(1 << 54), ""), else: exit)
      }
      return l.LLVMBuildFDiv(
        builder, l.LLVMBuildSIToFP(builder, a, double, ""),
        l.LLVMBuildSIToFP(builder, b, double, ""), "")
    }

    func compareInts(_ comparison: Comparison, _ a: IRValue, _ b: IRValue)
      -> IRValue
    {
      let predicate: LLVMIntPredicate
      switch comparison {
      case .less: predicate = LLVMIntSLT
      case .lessEqual: predicate = LLVMIntSLE
      case .equal: predicate = LLVMIntEQ
      case .notEqual: predicate = LLVMIntNE
      case .greater: predicate = LLVMIntSGT
      case .greaterEqual: predicate = LLVMIntSGE
      }
      return llvm.pointee.LLVMBuildICmp(builder, predicate, a, b, "")
    }

    // MARK: Floats

    func compare(_ comparison: Comparison, _ a: IRValue, _ b: IRValue) -> IRValue {
      let predicate: LLVMRealPredicate
      switch comparison {
      case .less: predicate = LLVMRealOLT
      case .lessEqual: predicate = LLVMRealOLE
      case .equal: predicate = LLVMRealOEQ
      case .notEqual: predicate = LLVMRealUNE
      case .greater: predicate = LLVMRealOGT
      case .greaterEqual: predicate = LLVMRealOGE
      }
      return llvm.pointee.LLVMBuildFCmp(builder, predicate, a, b, "")
    }

    private func emitFloat(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      if i.operation == .intToFloat {
        return l.LLVMBuildSIToFP(builder, asInt(i.operands[0]), double, "")
      }
      let a = asFloat(i.operands[0])
      if i.operation == .floatNegate { return l.LLVMBuildFNeg(builder, a, "") }
      let b = asFloat(i.operands[1])
      switch i.operation {
      case .floatAdd: return l.LLVMBuildFAdd(builder, a, b, "")
      case .floatSubtract: return l.LLVMBuildFSub(builder, a, b, "")
      case .floatMultiply: return l.LLVMBuildFMul(builder, a, b, "")
      case .floatPower: return power(i)
      default: break
      }
      require(compare(.notEqual, b, constant(double: 0)), else: exit(i.state))
      switch i.operation {
      case .floatDivide: return l.LLVMBuildFDiv(builder, a, b, "")
      case .floatModulo: return call(RuntimeFunctions.floatModulo, [a, b])
      default: return call(RuntimeFunctions.floatFloorDivide, [a, b])
      }
    }
  }
#endif
