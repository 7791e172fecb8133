// Generated from Sources/RegisterCode/Opcodes.table by Tools/OpcodeGenerator.

import RegisterCode

extension Interpreter {
  /// Runs from `pcAtEntry` until the frame that it was entered with returns or yields. The switch
  /// is exhaustive over an enum cast from the word: it compiles to one table jump without a check.
  /// Handlers work on copies of pc and r: those whose address is taken because a handler was not
  /// inlined live in memory, pc and r themselves stay in machine registers.
  @inline(never)
  static func run(
    _ thread: ThreadRef, _ pcAtEntry: UnsafeMutablePointer<UInt64>,
    _ registersAtEntry: UnsafeMutablePointer<Value>
  ) throws(Raised) {
    var pc = pcAtEntry
    var r = registersAtEntry
    while true {
      do throws(Raised) {
        while true {
          let word = pc.pointee
          pc += 1
          switch unsafeBitCast(Opcode.Storage(truncatingIfNeeded: word), to: Opcode.self) {
          case .move:
            var (nextPC, nextR) = (pc, r)
            try move(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .movePair:
            var (nextPC, nextR) = (pc, r)
            try movePair(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadConst:
            var (nextPC, nextR) = (pc, r)
            try loadConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSmallInt:
            var (nextPC, nextR) = (pc, r)
            try loadSmallInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadNone:
            var (nextPC, nextR) = (pc, r)
            try loadNone(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadTrue:
            var (nextPC, nextR) = (pc, r)
            try loadTrue(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadFalse:
            var (nextPC, nextR) = (pc, r)
            try loadFalse(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadNull:
            var (nextPC, nextR) = (pc, r)
            try loadNull(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .checkBound:
            var (nextPC, nextR) = (pc, r)
            try checkBound(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteLocal:
            var (nextPC, nextR) = (pc, r)
            try deleteLocal(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAndClear:
            var (nextPC, nextR) = (pc, r)
            try loadAndClear(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .add:
            var (nextPC, nextR) = (pc, r)
            try add(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .subtract:
            var (nextPC, nextR) = (pc, r)
            try subtract(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .multiply:
            var (nextPC, nextR) = (pc, r)
            try multiply(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .trueDivide:
            var (nextPC, nextR) = (pc, r)
            try trueDivide(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .floorDivide:
            var (nextPC, nextR) = (pc, r)
            try floorDivide(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .modulo:
            var (nextPC, nextR) = (pc, r)
            try modulo(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .power:
            var (nextPC, nextR) = (pc, r)
            try power(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .leftShift:
            var (nextPC, nextR) = (pc, r)
            try leftShift(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .rightShift:
            var (nextPC, nextR) = (pc, r)
            try rightShift(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitAnd:
            var (nextPC, nextR) = (pc, r)
            try bitAnd(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitOr:
            var (nextPC, nextR) = (pc, r)
            try bitOr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitXor:
            var (nextPC, nextR) = (pc, r)
            try bitXor(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matrixMultiply:
            var (nextPC, nextR) = (pc, r)
            try matrixMultiply(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceAdd:
            var (nextPC, nextR) = (pc, r)
            try inPlaceAdd(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceSubtract:
            var (nextPC, nextR) = (pc, r)
            try inPlaceSubtract(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceMultiply:
            var (nextPC, nextR) = (pc, r)
            try inPlaceMultiply(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceTrueDivide:
            var (nextPC, nextR) = (pc, r)
            try inPlaceTrueDivide(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceFloorDivide:
            var (nextPC, nextR) = (pc, r)
            try inPlaceFloorDivide(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceModulo:
            var (nextPC, nextR) = (pc, r)
            try inPlaceModulo(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlacePower:
            var (nextPC, nextR) = (pc, r)
            try inPlacePower(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceLeftShift:
            var (nextPC, nextR) = (pc, r)
            try inPlaceLeftShift(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceRightShift:
            var (nextPC, nextR) = (pc, r)
            try inPlaceRightShift(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitAnd:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitAnd(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitOr:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitOr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitXor:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitXor(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceMatrixMultiply:
            var (nextPC, nextR) = (pc, r)
            try inPlaceMatrixMultiply(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .addInt:
            var (nextPC, nextR) = (pc, r)
            try addInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .subtractInt:
            var (nextPC, nextR) = (pc, r)
            try subtractInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .multiplyInt:
            var (nextPC, nextR) = (pc, r)
            try multiplyInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .trueDivideInt:
            var (nextPC, nextR) = (pc, r)
            try trueDivideInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .floorDivideInt:
            var (nextPC, nextR) = (pc, r)
            try floorDivideInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .moduloInt:
            var (nextPC, nextR) = (pc, r)
            try moduloInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .powerInt:
            var (nextPC, nextR) = (pc, r)
            try powerInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .leftShiftInt:
            var (nextPC, nextR) = (pc, r)
            try leftShiftInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .rightShiftInt:
            var (nextPC, nextR) = (pc, r)
            try rightShiftInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitAndInt:
            var (nextPC, nextR) = (pc, r)
            try bitAndInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitOrInt:
            var (nextPC, nextR) = (pc, r)
            try bitOrInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .bitXorInt:
            var (nextPC, nextR) = (pc, r)
            try bitXorInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceAddInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceAddInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceSubtractInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceSubtractInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceMultiplyInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceMultiplyInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceTrueDivideInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceTrueDivideInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceFloorDivideInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceFloorDivideInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceModuloInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceModuloInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlacePowerInt:
            var (nextPC, nextR) = (pc, r)
            try inPlacePowerInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceLeftShiftInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceLeftShiftInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceRightShiftInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceRightShiftInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitAndInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitAndInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitOrInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitOrInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .inPlaceBitXorInt:
            var (nextPC, nextR) = (pc, r)
            try inPlaceBitXorInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseAddInt:
            var (nextPC, nextR) = (pc, r)
            try reverseAddInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseSubtractInt:
            var (nextPC, nextR) = (pc, r)
            try reverseSubtractInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseMultiplyInt:
            var (nextPC, nextR) = (pc, r)
            try reverseMultiplyInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseLeftShiftInt:
            var (nextPC, nextR) = (pc, r)
            try reverseLeftShiftInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .addConst:
            var (nextPC, nextR) = (pc, r)
            try addConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .subtractConst:
            var (nextPC, nextR) = (pc, r)
            try subtractConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .multiplyConst:
            var (nextPC, nextR) = (pc, r)
            try multiplyConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .trueDivideConst:
            var (nextPC, nextR) = (pc, r)
            try trueDivideConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseAddConst:
            var (nextPC, nextR) = (pc, r)
            try reverseAddConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseSubtractConst:
            var (nextPC, nextR) = (pc, r)
            try reverseSubtractConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseMultiplyConst:
            var (nextPC, nextR) = (pc, r)
            try reverseMultiplyConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reverseTrueDivideConst:
            var (nextPC, nextR) = (pc, r)
            try reverseTrueDivideConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .negate:
            var (nextPC, nextR) = (pc, r)
            try negate(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .positive:
            var (nextPC, nextR) = (pc, r)
            try positive(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .invert:
            var (nextPC, nextR) = (pc, r)
            try invert(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .logicalNot:
            var (nextPC, nextR) = (pc, r)
            try logicalNot(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .toBool:
            var (nextPC, nextR) = (pc, r)
            try toBool(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .less:
            var (nextPC, nextR) = (pc, r)
            try less(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .lessEqual:
            var (nextPC, nextR) = (pc, r)
            try lessEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .equal:
            var (nextPC, nextR) = (pc, r)
            try equal(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .notEqual:
            var (nextPC, nextR) = (pc, r)
            try notEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .greater:
            var (nextPC, nextR) = (pc, r)
            try greater(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .greaterEqual:
            var (nextPC, nextR) = (pc, r)
            try greaterEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .identical:
            var (nextPC, nextR) = (pc, r)
            try identical(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .notIdentical:
            var (nextPC, nextR) = (pc, r)
            try notIdentical(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .contains:
            var (nextPC, nextR) = (pc, r)
            try contains(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .notContains:
            var (nextPC, nextR) = (pc, r)
            try notContains(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jump:
            var (nextPC, nextR) = (pc, r)
            try jump(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpBackward:
            var (nextPC, nextR) = (pc, r)
            try jumpBackward(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpBackwardNative:
            var (nextPC, nextR) = (pc, r)
            try jumpBackwardNative(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfTrue:
            var (nextPC, nextR) = (pc, r)
            try jumpIfTrue(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfFalse:
            var (nextPC, nextR) = (pc, r)
            try jumpIfFalse(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNone:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNone(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotNone:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotNone(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfLess:
            var (nextPC, nextR) = (pc, r)
            try jumpIfLess(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfLessEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpIfLessEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpIfEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfGreater:
            var (nextPC, nextR) = (pc, r)
            try jumpIfGreater(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfGreaterEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpIfGreaterEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessLess:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessLess(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessLessEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessLessEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessNotEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessNotEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessGreater:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessGreater(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessGreaterEqual:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessGreaterEqual(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfLessInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfLessInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfLessEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfLessEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfGreaterInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfGreaterInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfGreaterEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpIfGreaterEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessLessInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessLessInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessLessEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessLessEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessNotEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessNotEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessGreaterInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessGreaterInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessGreaterEqualInt:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessGreaterEqualInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfEqualConst:
            var (nextPC, nextR) = (pc, r)
            try jumpIfEqualConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotEqualConst:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotEqualConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessEqualConst:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessEqualConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessNotEqualConst:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessNotEqualConst(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfIdentical:
            var (nextPC, nextR) = (pc, r)
            try jumpIfIdentical(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotIdentical:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotIdentical(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfContains:
            var (nextPC, nextR) = (pc, r)
            try jumpIfContains(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfNotContains:
            var (nextPC, nextR) = (pc, r)
            try jumpIfNotContains(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpIfExceptionMatches:
            var (nextPC, nextR) = (pc, r)
            try jumpIfExceptionMatches(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .jumpUnlessExceptionMatches:
            var (nextPC, nextR) = (pc, r)
            try jumpUnlessExceptionMatches(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getIter:
            var (nextPC, nextR) = (pc, r)
            try getIter(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIter:
            var (nextPC, nextR) = (pc, r)
            try forIter(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterList:
            var (nextPC, nextR) = (pc, r)
            try forIterList(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterTuple:
            var (nextPC, nextR) = (pc, r)
            try forIterTuple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterRange:
            var (nextPC, nextR) = (pc, r)
            try forIterRange(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterGenerator:
            var (nextPC, nextR) = (pc, r)
            try forIterGenerator(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackward:
            var (nextPC, nextR) = (pc, r)
            try forIterBackward(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackwardList:
            var (nextPC, nextR) = (pc, r)
            try forIterBackwardList(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackwardTuple:
            var (nextPC, nextR) = (pc, r)
            try forIterBackwardTuple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackwardRange:
            var (nextPC, nextR) = (pc, r)
            try forIterBackwardRange(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackwardGenerator:
            var (nextPC, nextR) = (pc, r)
            try forIterBackwardGenerator(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .forIterBackwardNative:
            var (nextPC, nextR) = (pc, r)
            try forIterBackwardNative(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .unpackSequence:
            var (nextPC, nextR) = (pc, r)
            try unpackSequence(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .unpackLocals:
            var (nextPC, nextR) = (pc, r)
            try unpackLocals(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .unpackPair:
            var (nextPC, nextR) = (pc, r)
            try unpackPair(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .unpackExtended:
            var (nextPC, nextR) = (pc, r)
            try unpackExtended(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadGlobal:
            var (nextPC, nextR) = (pc, r)
            try loadGlobal(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadGlobalModule:
            var (nextPC, nextR) = (pc, r)
            try loadGlobalModule(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadGlobalBuiltin:
            var (nextPC, nextR) = (pc, r)
            try loadGlobalBuiltin(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeGlobal:
            var (nextPC, nextR) = (pc, r)
            try storeGlobal(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteGlobal:
            var (nextPC, nextR) = (pc, r)
            try deleteGlobal(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadName:
            var (nextPC, nextR) = (pc, r)
            try loadName(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeName:
            var (nextPC, nextR) = (pc, r)
            try storeName(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteName:
            var (nextPC, nextR) = (pc, r)
            try deleteName(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadFromDictOrGlobals:
            var (nextPC, nextR) = (pc, r)
            try loadFromDictOrGlobals(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadDeref:
            var (nextPC, nextR) = (pc, r)
            try loadDeref(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeDeref:
            var (nextPC, nextR) = (pc, r)
            try storeDeref(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteDeref:
            var (nextPC, nextR) = (pc, r)
            try deleteDeref(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadFromDictOrDeref:
            var (nextPC, nextR) = (pc, r)
            try loadFromDictOrDeref(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .makeCell:
            var (nextPC, nextR) = (pc, r)
            try makeCell(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .copyFreeVariables:
            var (nextPC, nextR) = (pc, r)
            try copyFreeVariables(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadLocals:
            var (nextPC, nextR) = (pc, r)
            try loadLocals(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .setupAnnotations:
            var (nextPC, nextR) = (pc, r)
            try setupAnnotations(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadBuildClass:
            var (nextPC, nextR) = (pc, r)
            try loadBuildClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAssertionError:
            var (nextPC, nextR) = (pc, r)
            try loadAssertionError(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttr:
            var (nextPC, nextR) = (pc, r)
            try loadAttr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrSlot:
            var (nextPC, nextR) = (pc, r)
            try loadAttrSlot(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrSlots:
            var (nextPC, nextR) = (pc, r)
            try loadAttrSlots(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrOverflow:
            var (nextPC, nextR) = (pc, r)
            try loadAttrOverflow(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrDict:
            var (nextPC, nextR) = (pc, r)
            try loadAttrDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrBehindDict:
            var (nextPC, nextR) = (pc, r)
            try loadAttrBehindDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrModule:
            var (nextPC, nextR) = (pc, r)
            try loadAttrModule(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrClass:
            var (nextPC, nextR) = (pc, r)
            try loadAttrClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrTupleItem:
            var (nextPC, nextR) = (pc, r)
            try loadAttrTupleItem(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrProperty:
            var (nextPC, nextR) = (pc, r)
            try loadAttrProperty(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadAttrMethodNoDict:
            var (nextPC, nextR) = (pc, r)
            try loadAttrMethodNoDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethod:
            var (nextPC, nextR) = (pc, r)
            try loadMethod(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodCached:
            var (nextPC, nextR) = (pc, r)
            try loadMethodCached(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodPair:
            var (nextPC, nextR) = (pc, r)
            try loadMethodPair(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodBehindDict:
            var (nextPC, nextR) = (pc, r)
            try loadMethodBehindDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodSlot:
            var (nextPC, nextR) = (pc, r)
            try loadMethodSlot(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodModule:
            var (nextPC, nextR) = (pc, r)
            try loadMethodModule(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodClass:
            var (nextPC, nextR) = (pc, r)
            try loadMethodClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadMethodOfClass:
            var (nextPC, nextR) = (pc, r)
            try loadMethodOfClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeAttr:
            var (nextPC, nextR) = (pc, r)
            try storeAttr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeAttrSlot:
            var (nextPC, nextR) = (pc, r)
            try storeAttrSlot(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeAttrOverflow:
            var (nextPC, nextR) = (pc, r)
            try storeAttrOverflow(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeAttrDict:
            var (nextPC, nextR) = (pc, r)
            try storeAttrDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeAttrTransition:
            var (nextPC, nextR) = (pc, r)
            try storeAttrTransition(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteAttr:
            var (nextPC, nextR) = (pc, r)
            try deleteAttr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSuperAttr:
            var (nextPC, nextR) = (pc, r)
            try loadSuperAttr(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSuperMethod:
            var (nextPC, nextR) = (pc, r)
            try loadSuperMethod(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscript:
            var (nextPC, nextR) = (pc, r)
            try loadSubscript(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptListInt:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptListInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptTupleInt:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptTupleInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptDict:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptItem:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptItem(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptImmediate:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptImmediate(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptImmediateList:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptImmediateList(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .loadSubscriptImmediateTuple:
            var (nextPC, nextR) = (pc, r)
            try loadSubscriptImmediateTuple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSubscript:
            var (nextPC, nextR) = (pc, r)
            try storeSubscript(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSubscriptListInt:
            var (nextPC, nextR) = (pc, r)
            try storeSubscriptListInt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSubscriptDict:
            var (nextPC, nextR) = (pc, r)
            try storeSubscriptDict(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSubscriptItem:
            var (nextPC, nextR) = (pc, r)
            try storeSubscriptItem(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSubscriptImmediate:
            var (nextPC, nextR) = (pc, r)
            try storeSubscriptImmediate(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .deleteSubscript:
            var (nextPC, nextR) = (pc, r)
            try deleteSubscript(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .slice:
            var (nextPC, nextR) = (pc, r)
            try slice(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .steppedSlice:
            var (nextPC, nextR) = (pc, r)
            try steppedSlice(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .storeSlice:
            var (nextPC, nextR) = (pc, r)
            try storeSlice(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildTuple:
            var (nextPC, nextR) = (pc, r)
            try buildTuple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildPair:
            var (nextPC, nextR) = (pc, r)
            try buildPair(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildList:
            var (nextPC, nextR) = (pc, r)
            try buildList(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildSet:
            var (nextPC, nextR) = (pc, r)
            try buildSet(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildMap:
            var (nextPC, nextR) = (pc, r)
            try buildMap(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildConstKeyMap:
            var (nextPC, nextR) = (pc, r)
            try buildConstKeyMap(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildString:
            var (nextPC, nextR) = (pc, r)
            try buildString(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .buildSlice:
            var (nextPC, nextR) = (pc, r)
            try buildSlice(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .listAppend:
            var (nextPC, nextR) = (pc, r)
            try listAppend(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .listExtend:
            var (nextPC, nextR) = (pc, r)
            try listExtend(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .setAdd:
            var (nextPC, nextR) = (pc, r)
            try setAdd(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .setUpdate:
            var (nextPC, nextR) = (pc, r)
            try setUpdate(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .mapAdd:
            var (nextPC, nextR) = (pc, r)
            try mapAdd(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .dictUpdate:
            var (nextPC, nextR) = (pc, r)
            try dictUpdate(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .dictMerge:
            var (nextPC, nextR) = (pc, r)
            try dictMerge(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callFunction:
            var (nextPC, nextR) = (pc, r)
            try callFunction(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callPythonExact:
            var (nextPC, nextR) = (pc, r)
            try callPythonExact(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callClass:
            var (nextPC, nextR) = (pc, r)
            try callClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callNative:
            var (nextPC, nextR) = (pc, r)
            try callNative(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callLen:
            var (nextPC, nextR) = (pc, r)
            try callLen(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callCollecting:
            var (nextPC, nextR) = (pc, r)
            try callCollecting(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callIsInstance:
            var (nextPC, nextR) = (pc, r)
            try callIsInstance(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callMethod:
            var (nextPC, nextR) = (pc, r)
            try callMethod(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callMethodPythonExact:
            var (nextPC, nextR) = (pc, r)
            try callMethodPythonExact(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callMethodNative:
            var (nextPC, nextR) = (pc, r)
            try callMethodNative(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callMethodListAppend:
            var (nextPC, nextR) = (pc, r)
            try callMethodListAppend(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callFunctionKeyword:
            var (nextPC, nextR) = (pc, r)
            try callFunctionKeyword(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callMethodKeyword:
            var (nextPC, nextR) = (pc, r)
            try callMethodKeyword(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .callExtended:
            var (nextPC, nextR) = (pc, r)
            try callExtended(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .makeFunction:
            var (nextPC, nextR) = (pc, r)
            try makeFunction(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .setFunctionAttribute:
            var (nextPC, nextR) = (pc, r)
            try setFunctionAttribute(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .enter:
            var (nextPC, nextR) = (pc, r)
            if try enter(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .enterNative:
            var (nextPC, nextR) = (pc, r)
            if try enterNative(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .returnValue:
            var (nextPC, nextR) = (pc, r)
            if try returnValue(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .returnConst:
            var (nextPC, nextR) = (pc, r)
            if try returnConst(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .returnNone:
            var (nextPC, nextR) = (pc, r)
            if try returnNone(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .makeGenerator:
            var (nextPC, nextR) = (pc, r)
            if try makeGenerator(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .resume:
            var (nextPC, nextR) = (pc, r)
            if try resume(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .resumeNative:
            var (nextPC, nextR) = (pc, r)
            if try resumeNative(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .yieldValue:
            var (nextPC, nextR) = (pc, r)
            if try yieldValue(word, &nextPC, &nextR, thread) { return }
            (pc, r) = (nextPC, nextR)
          case .send:
            var (nextPC, nextR) = (pc, r)
            try send(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getYieldFromIter:
            var (nextPC, nextR) = (pc, r)
            try getYieldFromIter(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getAwaitable:
            var (nextPC, nextR) = (pc, r)
            try getAwaitable(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getAsyncIter:
            var (nextPC, nextR) = (pc, r)
            try getAsyncIter(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getAsyncNext:
            var (nextPC, nextR) = (pc, r)
            try getAsyncNext(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .endAsyncFor:
            var (nextPC, nextR) = (pc, r)
            try endAsyncFor(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .cleanupThrow:
            var (nextPC, nextR) = (pc, r)
            try cleanupThrow(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .pushExceptionInfo:
            var (nextPC, nextR) = (pc, r)
            try pushExceptionInfo(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .popException:
            var (nextPC, nextR) = (pc, r)
            try popException(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchException:
            var (nextPC, nextR) = (pc, r)
            try matchException(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchExceptionGroup:
            var (nextPC, nextR) = (pc, r)
            try matchExceptionGroup(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .raiseCurrent:
            var (nextPC, nextR) = (pc, r)
            try raiseCurrent(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .raiseException:
            var (nextPC, nextR) = (pc, r)
            try raiseException(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .raiseFrom:
            var (nextPC, nextR) = (pc, r)
            try raiseFrom(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reraise:
            var (nextPC, nextR) = (pc, r)
            try reraise(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .reraiseAt:
            var (nextPC, nextR) = (pc, r)
            try reraiseAt(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .beforeWith:
            var (nextPC, nextR) = (pc, r)
            try beforeWith(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .beforeAsyncWith:
            var (nextPC, nextR) = (pc, r)
            try beforeAsyncWith(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .withExceptStart:
            var (nextPC, nextR) = (pc, r)
            try withExceptStart(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .getLength:
            var (nextPC, nextR) = (pc, r)
            try getLength(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchMapping:
            var (nextPC, nextR) = (pc, r)
            try matchMapping(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchSequence:
            var (nextPC, nextR) = (pc, r)
            try matchSequence(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchKeys:
            var (nextPC, nextR) = (pc, r)
            try matchKeys(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .matchClass:
            var (nextPC, nextR) = (pc, r)
            try matchClass(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .formatSimple:
            var (nextPC, nextR) = (pc, r)
            try formatSimple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .formatWithSpec:
            var (nextPC, nextR) = (pc, r)
            try formatWithSpec(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .convertValue:
            var (nextPC, nextR) = (pc, r)
            try convertValue(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .importName:
            var (nextPC, nextR) = (pc, r)
            try importName(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .importFrom:
            var (nextPC, nextR) = (pc, r)
            try importFrom(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .listToTuple:
            var (nextPC, nextR) = (pc, r)
            try listToTuple(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .intrinsic1:
            var (nextPC, nextR) = (pc, r)
            try intrinsic1(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .intrinsic2:
            var (nextPC, nextR) = (pc, r)
            try intrinsic2(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .redirect:
            var (nextPC, nextR) = (pc, r)
            try redirect(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          case .trace:
            var (nextPC, nextR) = (pc, r)
            try trace(word, &nextPC, &nextR, thread)
            (pc, r) = (nextPC, nextR)
          }
        }
      } catch {
        // A handler may have left its frame before it raised.
        let current = thread.pointee.frame.unsafelyUnwrapped
        let raisedAt = !raisedInNativeCode() && current == r ? pc : Frame(current).pc
        guard let handler = unwind(thread, raisedAt, current) else { throw Raised() }
        (pc, r) = handler
      }
    }
  }
}
