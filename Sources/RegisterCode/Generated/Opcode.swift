// Generated from Sources/RegisterCode/Opcodes.table by Tools/OpcodeGenerator.

/// The opcode of a register instruction: bits 0–15 of its word.
public enum Opcode {
  // Moves and constants
  /// r[a] = r[b]
  case move
  /// r[a] = r[b]; r[a+1] = r[c]; both are read first
  case movePair
  /// r[a] = constant
  case loadConst
  /// r[a] = int b
  case loadSmallInt
  /// r[a] = None
  case loadNone
  /// r[a] = True
  case loadTrue
  /// r[a] = False
  case loadFalse
  /// r[a] = 0, the unbound marker
  case loadNull
  /// UnboundLocalError naming local a when r[a] is 0
  case checkBound
  /// UnboundLocalError when r[a] is 0; r[a] = 0
  case deleteLocal
  /// r[a] = r[b], even unbound; r[b] = 0
  case loadAndClear

  // Arithmetic: binary operators
  /// r[a] = r[b] + r[c]
  case add
  /// r[a] = r[b] - r[c]
  case subtract
  /// r[a] = r[b] * r[c]
  case multiply
  /// r[a] = r[b] / r[c]
  case trueDivide
  /// r[a] = r[b] // r[c]
  case floorDivide
  /// r[a] = r[b] % r[c]
  case modulo
  /// r[a] = r[b] ** r[c]
  case power
  /// r[a] = r[b] << r[c]
  case leftShift
  /// r[a] = r[b] >> r[c]
  case rightShift
  /// r[a] = r[b] & r[c]
  case bitAnd
  /// r[a] = r[b] | r[c]
  case bitOr
  /// r[a] = r[b] ^ r[c]
  case bitXor
  /// r[a] = r[b] @ r[c]
  case matrixMultiply
  /// r[a] = r[b] += r[c]
  case inPlaceAdd
  /// r[a] = r[b] -= r[c]
  case inPlaceSubtract
  /// r[a] = r[b] *= r[c]
  case inPlaceMultiply
  /// r[a] = r[b] /= r[c]
  case inPlaceTrueDivide
  /// r[a] = r[b] //= r[c]
  case inPlaceFloorDivide
  /// r[a] = r[b] %= r[c]
  case inPlaceModulo
  /// r[a] = r[b] **= r[c]
  case inPlacePower
  /// r[a] = r[b] <<= r[c]
  case inPlaceLeftShift
  /// r[a] = r[b] >>= r[c]
  case inPlaceRightShift
  /// r[a] = r[b] &= r[c]
  case inPlaceBitAnd
  /// r[a] = r[b] |= r[c]
  case inPlaceBitOr
  /// r[a] = r[b] ^= r[c]
  case inPlaceBitXor
  /// r[a] = r[b] @= r[c]
  case inPlaceMatrixMultiply

  // Arithmetic: right operand a small int
  /// r[a] = r[b] + int c
  case addInt
  /// r[a] = r[b] - int c
  case subtractInt
  /// r[a] = r[b] * int c
  case multiplyInt
  /// r[a] = r[b] / int c
  case trueDivideInt
  /// r[a] = r[b] // int c
  case floorDivideInt
  /// r[a] = r[b] % int c
  case moduloInt
  /// r[a] = r[b] ** int c
  case powerInt
  /// r[a] = r[b] << int c
  case leftShiftInt
  /// r[a] = r[b] >> int c
  case rightShiftInt
  /// r[a] = r[b] & int c
  case bitAndInt
  /// r[a] = r[b] | int c
  case bitOrInt
  /// r[a] = r[b] ^ int c
  case bitXorInt
  /// r[a] = r[b] += int c
  case inPlaceAddInt
  /// r[a] = r[b] -= int c
  case inPlaceSubtractInt
  /// r[a] = r[b] *= int c
  case inPlaceMultiplyInt
  /// r[a] = r[b] /= int c
  case inPlaceTrueDivideInt
  /// r[a] = r[b] //= int c
  case inPlaceFloorDivideInt
  /// r[a] = r[b] %= int c
  case inPlaceModuloInt
  /// r[a] = r[b] **= int c
  case inPlacePowerInt
  /// r[a] = r[b] <<= int c
  case inPlaceLeftShiftInt
  /// r[a] = r[b] >>= int c
  case inPlaceRightShiftInt
  /// r[a] = r[b] &= int c
  case inPlaceBitAndInt
  /// r[a] = r[b] |= int c
  case inPlaceBitOrInt
  /// r[a] = r[b] ^= int c
  case inPlaceBitXorInt

  // Arithmetic: left operand a small int
  /// r[a] = int c + r[b]
  case reverseAddInt
  /// r[a] = int c - r[b]
  case reverseSubtractInt
  /// r[a] = int c * r[b]
  case reverseMultiplyInt
  /// r[a] = int c << r[b]
  case reverseLeftShiftInt

  // Arithmetic: one operand a constant float; c of the first four is 1 for an operator in place
  /// r[a] = r[b] + constant, or r[b] += constant
  case addConst
  /// r[a] = r[b] - constant, or r[b] -= constant
  case subtractConst
  /// r[a] = r[b] * constant, or r[b] *= constant
  case multiplyConst
  /// r[a] = r[b] / constant, or r[b] /= constant
  case trueDivideConst
  /// r[a] = constant + r[b]
  case reverseAddConst
  /// r[a] = constant - r[b]
  case reverseSubtractConst
  /// r[a] = constant * r[b]
  case reverseMultiplyConst
  /// r[a] = constant / r[b]
  case reverseTrueDivideConst

  // Arithmetic: unary
  /// r[a] = -r[b]
  case negate
  /// r[a] = +r[b]
  case positive
  /// r[a] = ~r[b]
  case invert
  /// r[a] = not r[b]
  case logicalNot
  /// r[a] = bool(r[b])
  case toBool

  // Comparisons
  /// r[a] = r[b] < r[c]
  case less
  /// r[a] = r[b] <= r[c]
  case lessEqual
  /// r[a] = r[b] == r[c]
  case equal
  /// r[a] = r[b] != r[c]
  case notEqual
  /// r[a] = r[b] > r[c]
  case greater
  /// r[a] = r[b] >= r[c]
  case greaterEqual
  /// r[a] = r[b] is r[c]
  case identical
  /// r[a] = r[b] is not r[c]
  case notIdentical
  /// r[a] = r[b] in r[c]
  case contains
  /// r[a] = r[b] not in r[c]
  case notContains

  // Jumps
  /// continue at the target; forward, or back without a safepoint
  case jump
  /// continue at the target; the cache word counts for on-stack replacement
  case jumpBackward
  /// runs the loop's native code, whose address is the cache word
  case jumpBackwardNative
  /// jump when r[a] is true
  case jumpIfTrue
  /// jump when r[a] is false
  case jumpIfFalse
  /// jump when r[a] is None
  case jumpIfNone
  /// jump when r[a] is not None
  case jumpIfNotNone

  // Fused compare and branch
  /// jump when r[a] < r[b] is true
  case jumpIfLess
  /// jump when r[a] <= r[b] is true
  case jumpIfLessEqual
  /// jump when r[a] == r[b] is true
  case jumpIfEqual
  /// jump when r[a] != r[b] is true
  case jumpIfNotEqual
  /// jump when r[a] > r[b] is true
  case jumpIfGreater
  /// jump when r[a] >= r[b] is true
  case jumpIfGreaterEqual
  /// jump when r[a] < r[b] is false
  case jumpUnlessLess
  /// jump when r[a] <= r[b] is false
  case jumpUnlessLessEqual
  /// jump when r[a] == r[b] is false
  case jumpUnlessEqual
  /// jump when r[a] != r[b] is false
  case jumpUnlessNotEqual
  /// jump when r[a] > r[b] is false
  case jumpUnlessGreater
  /// jump when r[a] >= r[b] is false
  case jumpUnlessGreaterEqual
  /// jump when r[a] < int b is true
  case jumpIfLessInt
  /// jump when r[a] <= int b is true
  case jumpIfLessEqualInt
  /// jump when r[a] == int b is true
  case jumpIfEqualInt
  /// jump when r[a] != int b is true
  case jumpIfNotEqualInt
  /// jump when r[a] > int b is true
  case jumpIfGreaterInt
  /// jump when r[a] >= int b is true
  case jumpIfGreaterEqualInt
  /// jump when r[a] < int b is false
  case jumpUnlessLessInt
  /// jump when r[a] <= int b is false
  case jumpUnlessLessEqualInt
  /// jump when r[a] == int b is false
  case jumpUnlessEqualInt
  /// jump when r[a] != int b is false
  case jumpUnlessNotEqualInt
  /// jump when r[a] > int b is false
  case jumpUnlessGreaterInt
  /// jump when r[a] >= int b is false
  case jumpUnlessGreaterEqualInt
  /// jump when r[a] == constant is true
  case jumpIfEqualConst
  /// jump when r[a] != constant is true
  case jumpIfNotEqualConst
  /// jump when r[a] == constant is false
  case jumpUnlessEqualConst
  /// jump when r[a] != constant is false
  case jumpUnlessNotEqualConst
  /// jump when r[a] is r[b]
  case jumpIfIdentical
  /// jump when r[a] is not r[b]
  case jumpIfNotIdentical
  /// jump when r[a] in r[b]
  case jumpIfContains
  /// jump when r[a] not in r[b]
  case jumpIfNotContains
  /// CHECK_EXC_MATCH of exception r[a], type(s) r[b]; jump when it matches
  case jumpIfExceptionMatches
  /// CHECK_EXC_MATCH of exception r[a], type(s) r[b]; jump when it does not
  case jumpUnlessExceptionMatches

  // Iteration
  /// r[a] = iter(r[b])
  case getIter
  /// r[a] = next(r[b]); jump when exhausted
  case forIter
  /// r[b] is a list iterator
  case forIterList
  /// r[b] is a tuple iterator
  case forIterTuple
  /// r[b] is a range iterator of small ints
  case forIterRange
  /// r[b] is a generator, resumed in place; its yield continues here
  case forIterGenerator
  /// the loop's end: r[a] = next(r[b]) and jump back into the body; when exhausted, go on. The last
  /// cache word counts for on-stack replacement
  case forIterBackward
  /// r[b] is a list iterator
  case forIterBackwardList
  /// r[b] is a tuple iterator
  case forIterBackwardTuple
  /// r[b] is a range iterator of small ints
  case forIterBackwardRange
  /// r[b] is a generator, resumed in place
  case forIterBackwardGenerator
  /// runs the loop's native code, whose address is the last cache word
  case forIterBackwardNative
  /// c items of r[b]: item i in r[a+c-1-i]
  case unpackSequence
  /// c items of r[b]: item i in r[a+i]
  case unpackLocals
  /// r[a], r[b] = r[c]; a is written first, both after reading
  case unpackPair
  /// UNPACK_EX: c & 255 items before the star, c >> 8 after; item i in r[a+n-1-i], n = before + 1 +
  /// after
  case unpackExtended

  // Names
  /// r[a] = globals or builtins[name]
  case loadGlobal
  /// from the globals, guarded by their version
  case loadGlobalModule
  /// from the builtins, guarded by both versions
  case loadGlobalBuiltin
  /// globals[name] = r[a]
  case storeGlobal
  /// del globals[name]
  case deleteGlobal
  /// r[a] = locals, globals or builtins[name]
  case loadName
  /// locals[name] = r[a]
  case storeName
  /// del locals[name]
  case deleteName
  /// r[a] = r[b][name], else as loadGlobal
  case loadFromDictOrGlobals
  /// r[a] = contents of cell r[b]; NameError when empty
  case loadDeref
  /// contents of cell r[a] = r[b]
  case storeDeref
  /// empty the cell r[a]; NameError when it is empty
  case deleteDeref
  /// r[a] = r[b][name of the cell in register c], else contents of cell r[c]
  case loadFromDictOrDeref
  /// r[a] = cell holding r[a], empty when unbound
  case makeCell
  /// the last a of the fast locals = the cells of the function's closure
  case copyFreeVariables
  /// r[a] = the namespace that this frame executes in
  case loadLocals
  /// __annotations__ = {} in the locals unless it exists
  case setupAnnotations
  /// r[a] = builtins.__build_class__
  case loadBuildClass
  /// r[a] = AssertionError
  case loadAssertionError

  // Attributes
  /// r[a] = r[b].name
  case loadAttr
  /// in a slot of the object, guarded by its shape
  case loadAttrSlot
  /// in a slot of an object of one of up to four shapes
  case loadAttrSlots
  /// in the object's overflow storage, guarded by its shape
  case loadAttrOverflow
  /// in the object's dict, guarded by its shape and the version of the dict's keys
  case loadAttrDict
  /// a class attribute that the object's dict lacks, guarded in the same way; functions are bound
  case loadAttrBehindDict
  /// in a module's namespace, guarded by its version
  case loadAttrModule
  /// r[b] is a class, guarded by its version
  case loadAttrClass
  /// a field of a namedtuple, guarded by the shape and the count
  case loadAttrTupleItem
  /// a property with a Python getter, guarded by the shape
  case loadAttrProperty
  /// a class attribute that nothing in the instance can hide, guarded by the shape; functions are
  /// bound
  case loadAttrMethodNoDict
  /// the method r[b].name: r[a] = function and r[a+6] = r[b], or r[a] = attribute and r[a+6] = 0
  case loadMethod
  /// a function found in the class, guarded by the shape
  case loadMethodCached
  /// a function found in the class, of an object of one of two shapes
  case loadMethodPair
  /// a function found in the class, which the object's dict lacks, guarded by its shape and the
  /// keys' version
  case loadMethodBehindDict
  /// a value in a slot of the object, guarded by its shape; r[a+6] = 0
  case loadMethodSlot
  /// r[b] is a module: its attribute, guarded by the version; r[a+6] = 0
  case loadMethodModule
  /// r[b] is a class: its attribute, guarded by the version; r[a+6] = 0
  case loadMethodClass
  /// a classmethod of the class r[b], guarded by its identity: r[a+6] = r[b]
  case loadMethodOfClass
  /// r[a].name = r[b]
  case storeAttr
  /// in a slot of the object, guarded by its shape
  case storeAttrSlot
  /// in the object's overflow storage, guarded by its shape
  case storeAttrOverflow
  /// in an entry of the object's dict, guarded by its shape and the version of the dict's keys
  case storeAttrDict
  /// adds the attribute: guarded by the old shape, moves to the new
  case storeAttrTransition
  /// del r[a].name
  case deleteAttr
  /// r[a] = super(r[b+1], r[b+2]).name where r[b] is the global `super`; literal 1: written with
  /// arguments
  case loadSuperAttr
  /// the same for a call: r[a] = function and r[a+6] = self, or r[a] = attribute and r[a+6] = 0
  case loadSuperMethod

  // Subscripts
  /// r[a] = r[b][r[c]]
  case loadSubscript
  /// list, small int
  case loadSubscriptListInt
  /// tuple, small int
  case loadSubscriptTupleInt
  /// dict
  case loadSubscriptDict
  /// a type with an item reader, guarded by the shape; small int
  case loadSubscriptItem
  /// r[a] = r[b][int c]
  case loadSubscriptImmediate
  /// list
  case loadSubscriptImmediateList
  /// tuple
  case loadSubscriptImmediateTuple
  /// r[a][r[b]] = r[c]
  case storeSubscript
  /// list, small int
  case storeSubscriptListInt
  /// dict
  case storeSubscriptDict
  /// a type with an item writer, guarded by the shape; small int
  case storeSubscriptItem
  /// r[a][int b] = r[c]
  case storeSubscriptImmediate
  /// del r[a][r[b]]
  case deleteSubscript
  /// r[a] = r[b][r[c]:r[c+1]]
  case slice
  /// r[a] = r[b][r[c]:r[c+1]:r[c+2]]
  case steppedSlice
  /// r[b][r[c]:r[c+1]] = r[a]
  case storeSlice

  // Building
  /// r[a] = tuple of the c registers from b
  case buildTuple
  /// r[a] = (r[b], r[c])
  case buildPair
  /// r[a] = list of the c registers from b
  case buildList
  /// r[a] = set of the c registers from b
  case buildSet
  /// r[a] = dict of c pairs: key r[b], value r[b+1], key r[b+2] …
  case buildMap
  /// r[a] = dict: keys in the constant tuple, c values from r[b]
  case buildConstKeyMap
  /// r[a] = the strings in c registers from b, joined
  case buildString
  /// r[a] = slice of r[b], r[b+1] and, when c is 3, r[b+2]
  case buildSlice
  /// append r[b] to the list r[a]
  case listAppend
  /// extend the list r[a] with the iterable r[b]
  case listExtend
  /// add r[b] to the set r[a]
  case setAdd
  /// add the items of the iterable r[b] to the set r[a]
  case setUpdate
  /// r[a][r[b]] = r[c] in the dict r[a]
  case mapAdd
  /// update the dict r[a] with the mapping r[b]
  case dictUpdate
  /// the same for keyword arguments: repeated keys raise; r[c] is the callable, for the message
  case dictMerge

  // Calls
  /// r[a] = r[b](c arguments); self is null: callee's register 0 is b+7; r[b+6] is not read
  case callFunction
  /// a Python function whose positional parameters number c
  case callPythonExact
  /// a Python class with a Python __init__ or none
  case callClass
  /// a native function
  case callNative
  /// `len` of one argument
  case callLen
  /// a builtin that consumes the generator that is its argument
  case callCollecting
  /// `isinstance` of two arguments
  case callIsInstance
  /// r[a] = r[b](self, c arguments): callee's register 0 is b+6; when r[b+6] is 0 there is no self
  /// and it is b+7
  case callMethod
  /// a Python function whose positional parameters number c, or c + 1 with self
  case callMethodPythonExact
  /// a native method, or a native function without self
  case callMethodNative
  /// `list.append`
  case callMethodListAppend
  /// callFunction where the last len(constant) of the c arguments are keywords named by the
  /// constant tuple
  case callFunctionKeyword
  /// callMethod with keywords in the same way
  case callMethodKeyword
  /// r[a] = r[b](*r[b+7]), and **r[b+8] when c is 1
  case callExtended
  /// r[a] = function of the constant code object and this frame's globals
  case makeFunction
  /// attribute c (1 defaults, 2 keyword defaults, 4 annotations, 8 closure) of function r[a] = r[b]
  case setFunctionAttribute

  // Leaving and generators
  /// a function's first instruction; the cache word counts its calls
  case enter
  /// runs the function's native code, whose address is the cache word
  case enterNative
  /// return r[a]
  case returnValue
  /// return the constant
  case returnConst
  /// return None
  case returnNone
  /// return a new generator, coroutine or async generator (by the code's flags) that owns this
  /// frame; resumed, it goes on at the next word with the sent value in r[a]
  case makeGenerator
  /// where a generator that delegates to none begins, and goes on behind each yield; the cache word
  /// counts how often
  case resume
  /// runs the generator's native code, whose address is the cache word
  case resumeNative
  /// yield r[b]; resumed, it goes on at the next word with the sent value in r[a]. c: register that
  /// holds the iterator delegated to, plus 1, or 0
  case yieldValue
  /// send r[a] to r[b]; r[a] = what it yields; when it finishes r[a] = what it returns, and jump
  case send
  /// r[a] = the iterator that `yield from r[b]` delegates to
  case getYieldFromIter
  /// r[a] = what `await r[b]` delegates to; c: 1 after __aenter__, 2 after __aexit__ (for the
  /// message), else 0
  case getAwaitable
  /// r[a] = aiter(r[b])
  case getAsyncIter
  /// r[a] = awaitable of anext(r[b])
  case getAsyncNext
  /// raise the exception r[a] again unless it is StopAsyncIteration
  case endAsyncFor
  /// r[a] = the value of StopIteration r[b]; any other exception r[b] is raised again
  case cleanupThrow

  // Exceptions and with
  /// r[b] = r[a]; r[a] = the exception handled so far, or None; r[b] becomes the one handled
  case pushExceptionInfo
  /// r[a], or nothing when None, becomes the exception handled
  case popException
  /// r[a] = whether exception r[b] matches the type(s) r[c]
  case matchException
  /// split r[b] by type(s) r[c]: r[a] = the rest or None, r[a+1] = the match or None, which when
  /// not None becomes the exception handled
  case matchExceptionGroup
  /// raise the exception being handled
  case raiseCurrent
  /// raise r[a]
  case raiseException
  /// raise r[a] from r[b]
  case raiseFrom
  /// raise r[a] again, its traceback kept as it is
  case reraise
  /// the same as if raised at the instruction that r[b] (lasti) tells
  case reraiseAt
  /// r[a] = bound __exit__ of r[c]; r[b] = result of its __enter__()
  case beforeWith
  /// r[a] = bound __aexit__ of r[c]; r[b] = result of its __aenter__()
  case beforeAsyncWith
  /// r[a] = r[b](type, exception, traceback) of exception r[c]
  case withExceptStart

  // Match statement
  /// r[a] = len(r[b])
  case getLength
  /// r[a] = whether r[b] is a mapping for patterns
  case matchMapping
  /// r[a] = whether r[b] is a sequence for patterns
  case matchSequence
  /// r[a] = tuple of the values of mapping r[b] at keys r[c], or None
  case matchKeys
  /// r[a] = tuple of attributes of subject r[b] matched against class r[b+1], c positional, keyword
  /// names r[b+2]; or None
  case matchClass

  // Strings, imports, intrinsics
  /// r[a] = format(r[b], ''); a str is kept
  case formatSimple
  /// r[a] = format(r[b], r[c])
  case formatWithSpec
  /// r[a] = str (1), repr (2) or ascii (3) of r[b], by c
  case convertValue
  /// r[a] = __import__(name, level r[b], from list r[b+1])
  case importName
  /// r[a] = `name` of module r[b], by attribute, else from sys.modules
  case importFrom
  /// r[a] = tuple of the list r[b]
  case listToTuple
  /// CALL_INTRINSIC_1 number c of r[b]
  case intrinsic1
  /// CALL_INTRINSIC_2 number c of r[b], r[b+1]
  case intrinsic2

  // Tracing: only while something traces (see Documentation/Tracing.md)
  /// stands at the beginnings of an instruction of the plain form: the frame goes on in the traced
  /// form
  case redirect
  /// the event that a says (`TraceOperation`), with register b or number c; literal: the unit of
  /// the bytecode that is jumped to
  case trace
}

extension Opcode {
  /// As wide as the enum is stored, so that a word's low bits cast to an opcode.
  public typealias Storage = UInt16

  @inlinable @inline(__always)
  public var number: Storage { unsafeBitCast(self, to: Storage.self) }

  public static let count = 282
}
