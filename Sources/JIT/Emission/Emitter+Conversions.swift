// Between the representations of a value: tagging and untagging.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// Of the value encoding, see `Value`.
    private var floatBias: UInt64 { 1 << 60 }

    func converted(_ value: ValueID, to representation: ValueType.Representation) -> IRValue {
      if graph.values[value].type.representation == representation { return values[value]! }
      guard representation == .word else {
        fatalError("v\(value) is not held as \(representation)")
      }
      return asWord(value)
    }

    func asInt(_ value: ValueID) -> IRValue { converted(value, to: .int) }
    func asFloat(_ value: ValueID) -> IRValue { converted(value, to: .float) }
    func asBool(_ value: ValueID) -> IRValue { converted(value, to: .bool) }

    /// The value as a `Value`.
    func asWord(_ value: ValueID) -> IRValue {
      let v = values[value]!
      let i = graph.values[value]
      if isStillObject(value) { return values[i.operands[0]]! }
      switch i.type.representation {
      case .word: return v
      case .bool:
        return llvm.pointee.LLVMBuildSelect(
          builder, v, constant(bits: Value.true.bits), constant(bits: Value.false.bits), "")
      case .int: return boxInt(v) { tagInt(value) }
      case .float: return boxFloat(v)
      }
    }

    /// What a float was before is the same object still, and need not be made.
    func isStillObject(_ value: ValueID) -> Bool {
      let i = graph.values[value]
      return i.operation == .guardFloat && graph.values[i.operands[0]].type.representation == .word
    }

    /// The sum or difference of ints that were values is computed of them as they are tagged.
    func tagInt(_ value: ValueID) -> (tagged: IRValue, isSmall: IRValue) {
      let i = graph.values[value]
      let l = llvm.pointee
      guard i.operation == .intAdd || i.operation == .intSubtract,
        let a = taggedOperand(i.operands[0]), let b = taggedOperand(i.operands[1])
      else { return tagInt(values[value]!) }
      let (result, overflows) = overflowing(
        i.operation == .intAdd ? "llvm.sadd.with.overflow" : "llvm.ssub.with.overflow", a,
        l.LLVMBuildSub(builder, b, constant(1), ""))
      return (result, l.LLVMBuildNot(builder, overflows, ""))
    }

    /// An int as the value that it was, or as a constant.
    private func taggedOperand(_ value: ValueID) -> IRValue? {
      let i = graph.values[value]
      switch i.operation {
      case .guardInt where graph.values[i.operands[0]].type.representation == .word:
        return values[i.operands[0]]!
      case .intConstant: return Value(exactInt: i.number).map { constant(bits: $0.bits) }
      default: return nil
      }
    }

    /// An int that is tagged, and whether it is small enough for that.
    private func tagInt(_ n: IRValue) -> (tagged: IRValue, isSmall: IRValue) {
      let l = llvm.pointee
      let (doubled, overflows) = overflowing("llvm.sadd.with.overflow", n, n)
      return (
        l.LLVMBuildOr(builder, doubled, constant(1), ""), l.LLVMBuildNot(builder, overflows, "")
      )
    }

    func boxInt(_ n: IRValue) -> IRValue { boxInt(n) { tagInt(n) } }

    private func boxInt(_ n: IRValue, tagging: () -> (tagged: IRValue, isSmall: IRValue))
      -> IRValue
    {
      let l = llvm.pointee
      // Poison is constant, too, behind guards that never hold.
      if l.LLVMIsAConstantInt(n) != nil {
        let number = Int(l.LLVMConstIntGetSExtValue(n))
        if let small = Value(exactInt: number) { return constant(bits: small.bits) }
      }
      let (small, isSmall) = tagging()
      let (wide, done) = (addBlock("wide"), addBlock(""))
      let before = here
      branch(isSmall, done, wide, isLikely: true)
      position(at: wide)
      let boxed = call(RuntimeFunctions.boxInt, [n])
      jump(to: done)
      position(at: done)
      return phi(word, [(small, before), (boxed, wide)])
    }

    /// A float that is tagged, and whether that is how it is as a value.
    func tagFloat(_ d: IRValue) -> (tagged: IRValue, isInline: IRValue) {
      let l = llvm.pointee
      let bits = l.LLVMBuildBitCast(builder, d, word, "")
      let biased = l.LLVMBuildAdd(builder, bits, constant(bits: floatBias), "")
      let rotated = rotateLeft(biased!, 3)
      return (rotated, equal(l.LLVMBuildAnd(builder, rotated, constant(3), ""), constant(2)))
    }

    func boxFloat(_ d: IRValue) -> IRValue {
      let (rotated, isInline) = tagFloat(d)
      let (rare, done) = (addBlock("rare"), addBlock(""))
      let before = here
      branch(isInline, done, rare, isLikely: true)
      position(at: rare)
      let boxed = call(RuntimeFunctions.boxFloat, [d])
      jump(to: done)
      position(at: done)
      return phi(word, [(rotated, before), (boxed, rare)])
    }

    private func rotateLeft(_ x: IRValue, _ count: Int) -> IRValue {
      let l = llvm.pointee
      return l.LLVMBuildOr(
        builder, l.LLVMBuildShl(builder, x, constant(count), ""),
        l.LLVMBuildLShr(builder, x, constant(64 - count), ""), "")
    }

    func inlineFloat(_ x: IRValue) -> IRValue {
      let l = llvm.pointee
      let bits = l.LLVMBuildSub(builder, rotateLeft(x, 61), constant(bits: floatBias), "")
      return l.LLVMBuildBitCast(builder, bits, double, "")
    }

    func hasTag(_ x: IRValue, _ tag: Int) -> IRValue {
      equal(llvm.pointee.LLVMBuildAnd(builder, x, constant(3), "")!, constant(tag))
    }

    func isTaggedInt(_ x: IRValue) -> IRValue {
      notEqual(llvm.pointee.LLVMBuildAnd(builder, x, constant(1), "")!, constant(0))
    }

    func untaggedInt(_ x: IRValue) -> IRValue {
      llvm.pointee.LLVMBuildAShr(builder, x, constant(1), "")
    }

    func equal(_ a: IRValue, _ b: IRValue) -> IRValue {
      llvm.pointee.LLVMBuildICmp(builder, LLVMIntEQ, a, b, "")
    }

    func notEqual(_ a: IRValue, _ b: IRValue) -> IRValue {
      llvm.pointee.LLVMBuildICmp(builder, LLVMIntNE, a, b, "")
    }

    /// The result, and whether it overflowed.
    func overflowing(_ name: String, _ a: IRValue, _ b: IRValue)
      -> (IRValue, IRValue)
    {
      let l = llvm.pointee
      var types: [IRType] = [word]
      let id = l.LLVMLookupIntrinsicID(name, name.utf8.count)
      let intrinsic = l.LLVMGetIntrinsicDeclaration(module, id, &types, 1)
      let type = l.LLVMIntrinsicGetType(context, id, &types, 1)
      var arguments: [IRValue] = [a, b]
      let pair = l.LLVMBuildCall2(builder, type, intrinsic, &arguments, 2, "")
      return (
        l.LLVMBuildExtractValue(builder, pair, 0, ""), l.LLVMBuildExtractValue(builder, pair, 1, "")
      )
    }
  }
#endif
