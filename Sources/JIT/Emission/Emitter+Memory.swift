// Making objects and writing into them: cells are taken, and barriers passed, in line.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    // MARK: The write barrier

    /// Stores a value into an object. What is no heap object needs no barrier.
    func store(
      _ value: ValueID, in object: IRValue, at place: IRValue, _ alias: AliasClass
    ) {
      let representation = graph.values[value].type.representation
      if representation == .float, !isStillObject(value) {
        let (tagged, isInline) = tagFloat(values[value]!)
        return storeNumber(
          tagged, if: isInline, in: object, at: place, alias,
          boxed: { call(RuntimeFunctions.boxFloat, [values[value]!]) })
      }
      if representation == .int, !isSmallConstant(value) {
        let (tagged, isSmall) = tagInt(value)
        return storeNumber(
          tagged, if: isSmall, in: object, at: place, alias,
          boxed: { call(RuntimeFunctions.boxInt, [values[value]!]) })
      }
      store(asWord(value), place, alias)
      if representation != .bool, !isSmallConstant(value) { noteWrite(object) }
    }

    private func isSmallConstant(_ value: ValueID) -> Bool {
      let i = graph.values[value]
      switch i.operation {
      case .intConstant: return i.number.magnitude < 1 << 61
      case .constant: return Value(bits: UInt64(UInt(bitPattern: i.number))).isNone
      default: return false
      }
    }

    private func storeNumber(
      _ tagged: IRValue, if isTagged: IRValue, in object: IRValue, at place: IRValue,
      _ alias: AliasClass, boxed: () -> IRValue
    ) {
      let (usual, rare, done) = (addBlock(""), addBlock("rare"), addBlock(""))
      branch(isTagged, usual, rare, isLikely: true)
      position(at: rare)
      store(boxed(), place, alias)
      noteWrite(object)
      jump(to: done)
      position(at: usual)
      store(tagged, place, alias)
      jump(to: done)
      position(at: done)
    }

    func noteWrite(_ object: IRValue) {
      let l = llvm.pointee
      let flags = load(byte, field(object, MemoryLayout<Header>.offset(of: \.gc)!), .collector)
      let old = l.LLVMConstInt(byte, UInt64(GCFlags.old), 0)
      let isYoung = l.LLVMBuildICmp(
        builder, LLVMIntEQ, l.LLVMBuildAnd(builder, flags, old, ""), l.LLVMConstInt(byte, 0, 0), "")!
      let (remember, done) = (addBlock("remember"), addBlock(""))
      branch(isYoung, done, remember, isLikely: true)
      position(at: remember)
      call(RuntimeFunctions.remember, [object])
      jump(to: done)
      position(at: done)
    }

    // MARK: New objects

    /// The items first: making values of them may allocate.
    func newTuple(_ i: Instruction) -> IRValue {
      let items = i.operands.map(asWord)
      let tuple = newCell(
        size: MemoryLayout<TupleLayout>.size + items.count * 8, Shape.of(.tuple),
        fill: { cell in
          store(
            constant(items.count), field(cell, MemoryLayout<TupleLayout>.offset(of: \.count)!),
            .tuple)
          store(
            constant(-1), field(cell, MemoryLayout<TupleLayout>.offset(of: \.hash)!), .tuple)
        },
        slow: { call(RuntimeFunctions.tuple, [constant(items.count)]) })
      for (index, item) in items.enumerated() {
        store(item, field(tuple, MemoryLayout<TupleLayout>.size + index * 8), .tuple)
      }
      return tuple
    }

    /// A cell of the claimed ones, `fill`ed, or, where they are used up, what `slow` makes.
    func newCell(
      size: Int, _ shape: Shape, fill: (IRValue) -> Void, slow: () -> IRValue
    ) -> IRValue {
      let l = llvm.pointee
      let source = NativeTier.cellSource(size: size)
      let (usual, refill, done) = (addBlock(""), addBlock("refill"), addBlock(""))
      let cell = load(word, constant(address: source.next), .allocation)
      let end = l.LLVMBuildAdd(builder, cell, constant(source.cellSize), "")
      let limit = load(word, constant(address: source.limit), .allocation)
      branch(
        l.LLVMBuildICmp(builder, LLVMIntULE, end, limit, ""), usual, refill, isLikely: true)
      position(at: refill)
      let made = slow()
      let refillEnd = here
      jump(to: done)
      position(at: usual)
      store(end, constant(address: source.next), .allocation)
      store(l.LLVMConstInt(half, UInt64(shape.id), 0), field(cell, 0), .shape)
      store(
        l.LLVMConstInt(half, 0, 0), field(cell, MemoryLayout<Header>.offset(of: \.gc)!), .collector)
      fill(cell)
      if source.padding > 0 { store(constant(0), field(cell, source.padding), .tuple) }
      let usualEnd = here
      jump(to: done)
      position(at: done)
      return phi(word, [(cell, usualEnd), (made, refillEnd)])
    }
  }
#endif
