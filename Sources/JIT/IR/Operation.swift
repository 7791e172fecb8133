// The operations of the JIT IR.
//
// A guard leaves to the interpreter, with its frame state, where its condition does not hold; its result
// is its operand with what was found out. What may run Python code or raise (`isOpaque`) has a frame
// state that is stored to the registers before.

enum Operation: UInt8, CaseIterable {
  // Constants.
  /// The `Value` of bits `number`.
  case constant
  case intConstant, floatConstant, boolConstant

  // Memory.
  /// What frame register `number` holds.
  case register
  /// The `Value`, machine word, or byte offset `number` of the object that is the operand; `alias`.
  case load, loadWord
  /// Operand 1 into the object that is operand 0; `store` has the write barrier.
  case store, storeWord
  /// The new shape `number` of an object.
  case storeShape
  /// The `Value` at address `number`; 32 bits there.
  case loadAddress
  /// Item of a list, by the address of its items, the index known to be good; a tuple's, by the tuple.
  case listItem, tupleItem
  /// Of the list that is operand 0: address of its items, index, value.
  case storeListItem

  // Guards.
  case guardInt, guardFloat
  /// An int or float, as float.
  case guardNumber
  /// The same, which leaves for an int that is no float: for comparisons.
  case guardExact
  case guardShape, guardIdentical, guardPresent
  /// The shape is `number` or one of the further operands, which are constants.
  case guardShapes
  case guardTrue, guardFalse
  /// The byte at offset `number` is `extra`.
  case guardByte
  /// The version of a dict's keys is `extra`.
  case guardKeys
  /// 32 bits at address `number` are `extra`.
  case guardVersion
  /// All that the unit takes for constant (`Watching`) is still so.
  case guardValid
  /// Index operand 1 within count operand 0, negative ones from the end: the index from the beginning.
  case guardIndex
  /// Index operand 1 within count operand 0: it leaves for negative ones.
  case guardBelow

  // Arithmetic: ints leave where the result is not an int of 64 bits, or the divisor is zero.
  case intAdd, intSubtract, intMultiply, intFloorDivide, intModulo
  case intAnd, intOr, intXor, intShiftLeft, intShiftRight
  /// Not checked: counts and indices.
  case wordAdd, wordSubtract
  /// Leaves beyond 2**53 and for a zero.
  case intTrueDivide
  case floatAdd, floatSubtract, floatMultiply
  /// Leaves for a divisor of zero.
  case floatDivide, floatFloorDivide, floatModulo
  /// Leaves where the base is not positive or the result far out.
  case floatPower
  /// Of ints and floats, one as good as the other (`extra`: 0 `+`, 1 `-`, 2 `*`): leaves for anything else, and where
  /// ints have no result of 64 bits.
  case numberArithmetic
  case floatNegate
  case intToFloat
  /// Leaves where the result is not an int of 62 bits.
  case floatToInt
  case intAbsolute, floatAbsolute
  /// Leaves for negative numbers.
  case floatSquareRoot
  /// `number` is the `MathFunction`; leaves where the result is not finite.
  case mathFunction
  /// A whole float; `number` is the `RoundingDirection`.
  case floatRound
  /// The second operand where it is the smaller, or larger, else the first.
  case intMinimum, intMaximum, floatMinimum, floatMaximum
  /// `number` is the `Comparison`.
  case intCompare, floatCompare
  case identical
  /// Its operand, of which nothing is known: for a check of what the type promises.
  case asAny
  case boolNot
  /// The shape is `number` or one of the further operands, which are constants.
  case hasShape
  /// Whether a value is an instance of exactly the class at `number`.
  case hasType
  /// Whether operand 0 is true; leaves where Python has to be asked.
  case plainTruth
  /// Whether operand 0 is true; asks Python, through the instruction at `number`, where it must.
  case truth

  // Opaque.
  /// Runs the register instruction whose extra words begin at `number`: where the frame goes on.
  case step
  /// The same for calls; leaves where the interpreter should do it.
  case stepCall
  /// Runs the `send` whose extra words begin at `number`: where the frame goes on; leaves where the interpreter
  /// should do it.
  case send
  /// The same for `getAsyncNext`, and the `send` that awaits what it makes, where this is an async generator.
  case asyncNext
  /// Calls the function whose body is at `number`: operand 0, the others its arguments; `extra` is the
  /// callee's register 0.
  case callFunction
  /// The interpreter goes on with the operator at `number`, one method of which, of `OperatorStage` `extra`,
  /// has returned operand 0: where the frame goes on.
  case finishOperator
  /// What the `Helper` makes of the operands; the handler of the instruction at `number` where it asks for it.
  case helped
  /// The same for a truth value; `extra` is where the handler jumps when it holds, negative: when it does
  /// not, or 1 for an instruction that stores it and -1 for one that stores its negation.
  case helpedTruth
  /// What the `Helper` makes of the operands, and what it says as a truth value; leaves where it asks for the
  /// handler.
  case quiet, quietTruth
  /// Calls the builtin function that is the operand; `extra` is the register of its first argument.
  case callNative
  /// The next item of an iterator, or the exhausted marker; the same of what has been generators before.
  case next, nextYielded
  /// Advances an iterator of pairs: 1 where there is one, 2 at the end, 0 where the handler has to do it; and
  /// item `number` of the pair found last.
  case nextPair, pairItem
  /// Stores a slice of a list into one of another: list and bounds, then the source with its bounds and
  /// step. 0 where nothing was done.
  case moveSlice
  /// The items of a list from the first one to index operand 1, by the address of its items, the other way round.
  case reverseItems
  /// The generator waits, to be resumed at the instruction at `number`; the low 16 bits of `extra` are the register
  /// for what is sent, the others that of what it waits for, plus 1, or 0.
  case suspend
  /// Comparisons of whatever; numbers in line.
  case anyCompare
  /// Raises unless `__init__` returned None.
  case requireNone
  /// A new instance of the class `number`, of `extra` bytes where it is just memory.
  case newInstance
  /// Operand 2 into the attribute storage that is operand 1 and belongs to the object that is operand 0.
  case storeOverflow
  /// Operand 1 into the place at address `number`, in a namespace that is operand 0.
  case storeEntry
  /// Whether `==` of two values asks for nothing but their identity.
  case comparesByIdentity
  /// The length of a builtin container, or -1.
  case length
  /// Whether a value is an instance of the class `number`: 0, 1, or 2 where Python has to be asked.
  case isInstance
  /// Appends to a list; takes its last item, and leaves where there is none.
  case append, listPop
  /// Reads and writes an item by the type's own reader and writer; 0 where they cannot.
  case item, setItem
  /// A machine number, by index, in memory that begins `number` bytes into the object that is the operand;
  /// `extra` is the `NumberFormat`.
  case loadNumber, storeNumber
  case listIterator
  /// An iterator over an object of a builtin type, or 0.
  case builtinIterator
  /// Of three ints.
  case newRange, rangeIterator
  /// Of their operands.
  case newTuple, newList
  case newDict
  /// Of the code object `number`, with the namespaces of the function that is its operand.
  case newFunction
  /// What a builtin does that collects values (`Collecting.Kind` `number`) with its state in register `extra`
  /// and the next: begins, takes a value (0 where it cannot), ends.
  case startCollecting, collect, finishCollecting
  /// The items of a list that nobody else knows.
  case tupleOfList
  /// What an async generator yields, to be told from what it awaits.
  case wrapYielded
  /// Nothing but the register that it is for refers to the object.
  case markTemporary
  /// Of an iterator.
  case newEnumerate
  /// Stands for an iterator of `IteratorKind` `number` that does not exist; its fields, for frame states;
  /// and the object made of them.
  case iteratorMarker, virtualIterator, materialize
  /// A tuple of its operands, a range of three ints, made where a frame state is left.
  case virtualTuple, virtualRange
  /// An instance of the shape `number` that is made there, too: `extra` has a bit for each word that an operand is in.
  case virtualInstance
  /// Operand 0, or, where that is the exhausted marker, operand 1, which is made where a frame state is left.
  case virtualEither
  /// How many ints a range has; leaves where they are not all small.
  case rangeCount

  /// Whether arbitrary Python code may run, and everything that was loaded may have changed.
  var isOpaque: Bool {
    switch self {
    case .step, .stepCall, .send, .asyncNext, .callFunction, .next, .nextYielded, .suspend,
      .finishCollecting, .truth,
      .anyCompare, .helped, .helpedTruth, .callNative, .finishOperator:
      return true
    default: return false
    }
  }

  /// Whether its frame state is stored on the way that is taken, not only where it leaves.
  var storesState: Bool { isOpaque || self == .requireNone }

  /// Whether it stands for an object that only exits make.
  var isVirtual: Bool {
    switch self {
    case .virtualIterator, .virtualTuple, .virtualRange, .virtualInstance, .virtualEither:
      return true
    default: return false
    }
  }

  var isGuard: Bool {
    switch self {
    case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape, .guardShapes,
      .guardIdentical, .guardPresent, .guardTrue, .guardFalse, .guardVersion, .guardValid,
      .guardIndex, .guardBelow, .guardByte, .guardKeys:
      return true
    default: return false
    }
  }

  /// Whether it must stay though nothing uses its result.
  var hasEffect: Bool {
    switch self {
    case .store, .storeWord, .storeShape, .storeListItem, .storeNumber, .listPop, .step, .stepCall,
      .send, .asyncNext, .markTemporary, .callFunction, .next, .nextYielded, .suspend,
      .startCollecting, .collect, .finishCollecting, .helped,
      .helpedTruth, .callNative, .truth, .anyCompare, .requireNone, .append,
      .setItem, .nextPair, .moveSlice, .reverseItems, .finishOperator, .storeOverflow, .storeEntry:
      return true
    default: return isGuard || mayRaise
    }
  }

  /// Whether there are numbers for which it leaves as Python raises: zero as divisor, negative shifts.
  /// What leaves only because a result is too large may be dropped.
  private var mayRaise: Bool {
    switch self {
    case .intFloorDivide, .intModulo, .intTrueDivide, .intShiftLeft, .intShiftRight, .floatDivide,
      .floatFloorDivide, .floatModulo, .floatPower, .floatToInt, .floatSquareRoot, .mathFunction,
      .plainTruth, .quiet, .quietTruth, .numberArithmetic:
      return true
    default: return false
    }
  }
}

enum Comparison: Int, CaseIterable {
  case less, lessEqual, equal, notEqual, greater, greaterEqual

  /// With its operands the other way round.
  var flipped: Comparison {
    switch self {
    case .less: return .greater
    case .lessEqual: return .greaterEqual
    case .greater: return .less
    case .greaterEqual: return .lessEqual
    case .equal, .notEqual: return self
    }
  }

  var negated: Comparison {
    switch self {
    case .less: return .greaterEqual
    case .lessEqual: return .greater
    case .equal: return .notEqual
    case .notEqual: return .equal
    case .greater: return .lessEqual
    case .greaterEqual: return .less
    }
  }
}

/// Memory that is written and read apart: LLVM is told that accesses of different classes never meet.
enum AliasClass: Int, CaseIterable {
  case frame, shape, slot, listCount, listItems, item, tuple, iterator, cell, namespace, version,
    thread,
    collector, float, numbers, integers, extras, allocation
}

/// Iterators over what, and their fields: a range's next, step and count, or, where a pass has found that it goes up
/// by 1, its end for the count; a list or tuple and the next index; for `enumerate` of a list also the next number.
enum IteratorKind: Int {
  case range, list, tuple, enumerate, rangeUpTo

  var fieldCount: Int {
    switch self {
    case .list, .tuple: return 2
    case .range, .enumerate, .rangeUpTo: return 3
    }
  }
}
