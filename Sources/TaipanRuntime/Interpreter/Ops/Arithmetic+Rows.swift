// The arithmetic rows of the opcode table: which operands, which operator.

extension Interpreter {
  @inline(__always)
  static func add(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .add, inPlace: false)
  }

  @inline(__always)
  static func subtract(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .subtract, inPlace: false)
  }

  @inline(__always)
  static func multiply(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .multiply, inPlace: false)
  }

  @inline(__always)
  static func trueDivide(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .trueDivide, inPlace: false)
  }

  @inline(__always)
  static func floorDivide(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .floorDivide, inPlace: false)
  }

  @inline(__always)
  static func modulo(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .modulo, inPlace: false)
  }

  @inline(__always)
  static func power(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .power, inPlace: false)
  }

  @inline(__always)
  static func leftShift(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .leftShift, inPlace: false)
  }

  @inline(__always)
  static func rightShift(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .rightShift, inPlace: false)
  }

  @inline(__always)
  static func bitAnd(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .and, inPlace: false)
  }

  @inline(__always)
  static func bitOr(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .or, inPlace: false)
  }

  @inline(__always)
  static func bitXor(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .xor, inPlace: false)
  }

  @inline(__always)
  static func matrixMultiply(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .matrixMultiply, inPlace: false)
  }

  @inline(__always)
  static func inPlaceAdd(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], r[word.c], .add, inPlace: true)
  }

  @inline(__always)
  static func inPlaceSubtract(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .subtract, inPlace: true)
  }

  @inline(__always)
  static func inPlaceMultiply(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .multiply, inPlace: true)
  }

  @inline(__always)
  static func inPlaceTrueDivide(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .trueDivide, inPlace: true)
  }

  @inline(__always)
  static func inPlaceFloorDivide(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .floorDivide, inPlace: true)
  }

  @inline(__always)
  static func inPlaceModulo(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .modulo, inPlace: true)
  }

  @inline(__always)
  static func inPlacePower(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .power, inPlace: true)
  }

  @inline(__always)
  static func inPlaceLeftShift(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .leftShift, inPlace: true)
  }

  @inline(__always)
  static func inPlaceRightShift(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .rightShift, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitAnd(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .and, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitOr(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .or, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitXor(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .xor, inPlace: true)
  }

  @inline(__always)
  static func inPlaceMatrixMultiply(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], r[word.c], .matrixMultiply, inPlace: true)
  }

  @inline(__always)
  static func addInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .add, inPlace: false)
  }

  @inline(__always)
  static func subtractInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .subtract, inPlace: false)
  }

  @inline(__always)
  static func multiplyInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .multiply, inPlace: false)
  }

  @inline(__always)
  static func trueDivideInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .trueDivide, inPlace: false)
  }

  @inline(__always)
  static func floorDivideInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .floorDivide, inPlace: false)
  }

  @inline(__always)
  static func moduloInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .modulo, inPlace: false)
  }

  @inline(__always)
  static func powerInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .power, inPlace: false)
  }

  @inline(__always)
  static func leftShiftInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .leftShift, inPlace: false)
  }

  @inline(__always)
  static func rightShiftInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .rightShift, inPlace: false)
  }

  @inline(__always)
  static func bitAndInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .and, inPlace: false)
  }

  @inline(__always)
  static func bitOrInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .or, inPlace: false)
  }

  @inline(__always)
  static func bitXorInt(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .xor, inPlace: false)
  }

  @inline(__always)
  static func inPlaceAddInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .add, inPlace: true)
  }

  @inline(__always)
  static func inPlaceSubtractInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .subtract, inPlace: true)
  }

  @inline(__always)
  static func inPlaceMultiplyInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .multiply, inPlace: true)
  }

  @inline(__always)
  static func inPlaceTrueDivideInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .trueDivide, inPlace: true)
  }

  @inline(__always)
  static func inPlaceFloorDivideInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .floorDivide, inPlace: true)
  }

  @inline(__always)
  static func inPlaceModuloInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .modulo, inPlace: true)
  }

  @inline(__always)
  static func inPlacePowerInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .power, inPlace: true)
  }

  @inline(__always)
  static func inPlaceLeftShiftInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .leftShift, inPlace: true)
  }

  @inline(__always)
  static func inPlaceRightShiftInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .rightShift, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitAndInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .and, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitOrInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .or, inPlace: true)
  }

  @inline(__always)
  static func inPlaceBitXorInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, r[word.b], Value(smallInt: word.signedC), .xor, inPlace: true)
  }

  @inline(__always)
  static func reverseAddInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, Value(smallInt: word.signedC), r[word.b], .add, inPlace: false)
  }

  @inline(__always)
  static func reverseSubtractInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, Value(smallInt: word.signedC), r[word.b], .subtract, inPlace: false)
  }

  @inline(__always)
  static func reverseMultiplyInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, Value(smallInt: word.signedC), r[word.b], .multiply, inPlace: false)
  }

  @inline(__always)
  static func reverseLeftShiftInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binary(word, &pc, r, Value(smallInt: word.signedC), r[word.b], .leftShift, inPlace: false)
  }

  @inline(__always)
  static func addConst(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try binaryConstant(word, &pc, r, r[word.b], Value(bits: pc[0]), .add)
  }

  @inline(__always)
  static func subtractConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  )
    throws(Raised)
  {
    try binaryConstant(word, &pc, r, r[word.b], Value(bits: pc[0]), .subtract)
  }

  @inline(__always)
  static func multiplyConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  )
    throws(Raised)
  {
    try binaryConstant(word, &pc, r, r[word.b], Value(bits: pc[0]), .multiply)
  }

  @inline(__always)
  static func trueDivideConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  )
    throws(Raised)
  {
    try binaryConstant(word, &pc, r, r[word.b], Value(bits: pc[0]), .trueDivide)
  }

  @inline(__always)
  static func reverseAddConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binaryConstant(word, &pc, r, Value(bits: pc[0]), r[word.b], .add)
  }

  @inline(__always)
  static func reverseSubtractConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binaryConstant(word, &pc, r, Value(bits: pc[0]), r[word.b], .subtract)
  }

  @inline(__always)
  static func reverseMultiplyConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binaryConstant(word, &pc, r, Value(bits: pc[0]), r[word.b], .multiply)
  }

  @inline(__always)
  static func reverseTrueDivideConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try binaryConstant(word, &pc, r, Value(bits: pc[0]), r[word.b], .trueDivide)
  }
}
