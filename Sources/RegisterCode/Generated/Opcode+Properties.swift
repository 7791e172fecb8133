// Generated from Sources/RegisterCode/Opcodes.table by Tools/OpcodeGenerator.

extension Opcode {
  /// The opcode's name in the table.
  @inlinable public var name: StaticString {
    switch self {
    case .move: "move"
    case .movePair: "movePair"
    case .loadConst: "loadConst"
    case .loadSmallInt: "loadSmallInt"
    case .loadNone: "loadNone"
    case .loadTrue: "loadTrue"
    case .loadFalse: "loadFalse"
    case .loadNull: "loadNull"
    case .checkBound: "checkBound"
    case .deleteLocal: "deleteLocal"
    case .loadAndClear: "loadAndClear"
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .trueDivide: "trueDivide"
    case .floorDivide: "floorDivide"
    case .modulo: "modulo"
    case .power: "power"
    case .leftShift: "leftShift"
    case .rightShift: "rightShift"
    case .bitAnd: "bitAnd"
    case .bitOr: "bitOr"
    case .bitXor: "bitXor"
    case .matrixMultiply: "matrixMultiply"
    case .inPlaceAdd: "inPlaceAdd"
    case .inPlaceSubtract: "inPlaceSubtract"
    case .inPlaceMultiply: "inPlaceMultiply"
    case .inPlaceTrueDivide: "inPlaceTrueDivide"
    case .inPlaceFloorDivide: "inPlaceFloorDivide"
    case .inPlaceModulo: "inPlaceModulo"
    case .inPlacePower: "inPlacePower"
    case .inPlaceLeftShift: "inPlaceLeftShift"
    case .inPlaceRightShift: "inPlaceRightShift"
    case .inPlaceBitAnd: "inPlaceBitAnd"
    case .inPlaceBitOr: "inPlaceBitOr"
    case .inPlaceBitXor: "inPlaceBitXor"
    case .inPlaceMatrixMultiply: "inPlaceMatrixMultiply"
    case .addInt: "addInt"
    case .subtractInt: "subtractInt"
    case .multiplyInt: "multiplyInt"
    case .trueDivideInt: "trueDivideInt"
    case .floorDivideInt: "floorDivideInt"
    case .moduloInt: "moduloInt"
    case .powerInt: "powerInt"
    case .leftShiftInt: "leftShiftInt"
    case .rightShiftInt: "rightShiftInt"
    case .bitAndInt: "bitAndInt"
    case .bitOrInt: "bitOrInt"
    case .bitXorInt: "bitXorInt"
    case .inPlaceAddInt: "inPlaceAddInt"
    case .inPlaceSubtractInt: "inPlaceSubtractInt"
    case .inPlaceMultiplyInt: "inPlaceMultiplyInt"
    case .inPlaceTrueDivideInt: "inPlaceTrueDivideInt"
    case .inPlaceFloorDivideInt: "inPlaceFloorDivideInt"
    case .inPlaceModuloInt: "inPlaceModuloInt"
    case .inPlacePowerInt: "inPlacePowerInt"
    case .inPlaceLeftShiftInt: "inPlaceLeftShiftInt"
    case .inPlaceRightShiftInt: "inPlaceRightShiftInt"
    case .inPlaceBitAndInt: "inPlaceBitAndInt"
    case .inPlaceBitOrInt: "inPlaceBitOrInt"
    case .inPlaceBitXorInt: "inPlaceBitXorInt"
    case .reverseAddInt: "reverseAddInt"
    case .reverseSubtractInt: "reverseSubtractInt"
    case .reverseMultiplyInt: "reverseMultiplyInt"
    case .reverseLeftShiftInt: "reverseLeftShiftInt"
    case .addConst: "addConst"
    case .subtractConst: "subtractConst"
    case .multiplyConst: "multiplyConst"
    case .trueDivideConst: "trueDivideConst"
    case .reverseAddConst: "reverseAddConst"
    case .reverseSubtractConst: "reverseSubtractConst"
    case .reverseMultiplyConst: "reverseMultiplyConst"
    case .reverseTrueDivideConst: "reverseTrueDivideConst"
    case .negate: "negate"
    case .positive: "positive"
    case .invert: "invert"
    case .logicalNot: "logicalNot"
    case .toBool: "toBool"
    case .less: "less"
    case .lessEqual: "lessEqual"
    case .equal: "equal"
    case .notEqual: "notEqual"
    case .greater: "greater"
    case .greaterEqual: "greaterEqual"
    case .identical: "identical"
    case .notIdentical: "notIdentical"
    case .contains: "contains"
    case .notContains: "notContains"
    case .jump: "jump"
    case .jumpBackward: "jumpBackward"
    case .jumpBackwardNative: "jumpBackwardNative"
    case .jumpIfTrue: "jumpIfTrue"
    case .jumpIfFalse: "jumpIfFalse"
    case .jumpIfNone: "jumpIfNone"
    case .jumpIfNotNone: "jumpIfNotNone"
    case .jumpIfLess: "jumpIfLess"
    case .jumpIfLessEqual: "jumpIfLessEqual"
    case .jumpIfEqual: "jumpIfEqual"
    case .jumpIfNotEqual: "jumpIfNotEqual"
    case .jumpIfGreater: "jumpIfGreater"
    case .jumpIfGreaterEqual: "jumpIfGreaterEqual"
    case .jumpUnlessLess: "jumpUnlessLess"
    case .jumpUnlessLessEqual: "jumpUnlessLessEqual"
    case .jumpUnlessEqual: "jumpUnlessEqual"
    case .jumpUnlessNotEqual: "jumpUnlessNotEqual"
    case .jumpUnlessGreater: "jumpUnlessGreater"
    case .jumpUnlessGreaterEqual: "jumpUnlessGreaterEqual"
    case .jumpIfLessInt: "jumpIfLessInt"
    case .jumpIfLessEqualInt: "jumpIfLessEqualInt"
    case .jumpIfEqualInt: "jumpIfEqualInt"
    case .jumpIfNotEqualInt: "jumpIfNotEqualInt"
    case .jumpIfGreaterInt: "jumpIfGreaterInt"
    case .jumpIfGreaterEqualInt: "jumpIfGreaterEqualInt"
    case .jumpUnlessLessInt: "jumpUnlessLessInt"
    case .jumpUnlessLessEqualInt: "jumpUnlessLessEqualInt"
    case .jumpUnlessEqualInt: "jumpUnlessEqualInt"
    case .jumpUnlessNotEqualInt: "jumpUnlessNotEqualInt"
    case .jumpUnlessGreaterInt: "jumpUnlessGreaterInt"
    case .jumpUnlessGreaterEqualInt: "jumpUnlessGreaterEqualInt"
    case .jumpIfEqualConst: "jumpIfEqualConst"
    case .jumpIfNotEqualConst: "jumpIfNotEqualConst"
    case .jumpUnlessEqualConst: "jumpUnlessEqualConst"
    case .jumpUnlessNotEqualConst: "jumpUnlessNotEqualConst"
    case .jumpIfIdentical: "jumpIfIdentical"
    case .jumpIfNotIdentical: "jumpIfNotIdentical"
    case .jumpIfContains: "jumpIfContains"
    case .jumpIfNotContains: "jumpIfNotContains"
    case .jumpIfExceptionMatches: "jumpIfExceptionMatches"
    case .jumpUnlessExceptionMatches: "jumpUnlessExceptionMatches"
    case .getIter: "getIter"
    case .forIter: "forIter"
    case .forIterList: "forIterList"
    case .forIterTuple: "forIterTuple"
    case .forIterRange: "forIterRange"
    case .forIterGenerator: "forIterGenerator"
    case .forIterBackward: "forIterBackward"
    case .forIterBackwardList: "forIterBackwardList"
    case .forIterBackwardTuple: "forIterBackwardTuple"
    case .forIterBackwardRange: "forIterBackwardRange"
    case .forIterBackwardGenerator: "forIterBackwardGenerator"
    case .forIterBackwardNative: "forIterBackwardNative"
    case .unpackSequence: "unpackSequence"
    case .unpackLocals: "unpackLocals"
    case .unpackPair: "unpackPair"
    case .unpackExtended: "unpackExtended"
    case .loadGlobal: "loadGlobal"
    case .loadGlobalModule: "loadGlobalModule"
    case .loadGlobalBuiltin: "loadGlobalBuiltin"
    case .storeGlobal: "storeGlobal"
    case .deleteGlobal: "deleteGlobal"
    case .loadName: "loadName"
    case .storeName: "storeName"
    case .deleteName: "deleteName"
    case .loadFromDictOrGlobals: "loadFromDictOrGlobals"
    case .loadDeref: "loadDeref"
    case .storeDeref: "storeDeref"
    case .deleteDeref: "deleteDeref"
    case .loadFromDictOrDeref: "loadFromDictOrDeref"
    case .makeCell: "makeCell"
    case .copyFreeVariables: "copyFreeVariables"
    case .loadLocals: "loadLocals"
    case .setupAnnotations: "setupAnnotations"
    case .loadBuildClass: "loadBuildClass"
    case .loadAssertionError: "loadAssertionError"
    case .loadAttr: "loadAttr"
    case .loadAttrSlot: "loadAttrSlot"
    case .loadAttrSlots: "loadAttrSlots"
    case .loadAttrOverflow: "loadAttrOverflow"
    case .loadAttrDict: "loadAttrDict"
    case .loadAttrBehindDict: "loadAttrBehindDict"
    case .loadAttrModule: "loadAttrModule"
    case .loadAttrClass: "loadAttrClass"
    case .loadAttrTupleItem: "loadAttrTupleItem"
    case .loadAttrProperty: "loadAttrProperty"
    case .loadAttrMethodNoDict: "loadAttrMethodNoDict"
    case .loadMethod: "loadMethod"
    case .loadMethodCached: "loadMethodCached"
    case .loadMethodPair: "loadMethodPair"
    case .loadMethodBehindDict: "loadMethodBehindDict"
    case .loadMethodSlot: "loadMethodSlot"
    case .loadMethodModule: "loadMethodModule"
    case .loadMethodClass: "loadMethodClass"
    case .loadMethodOfClass: "loadMethodOfClass"
    case .storeAttr: "storeAttr"
    case .storeAttrSlot: "storeAttrSlot"
    case .storeAttrOverflow: "storeAttrOverflow"
    case .storeAttrDict: "storeAttrDict"
    case .storeAttrTransition: "storeAttrTransition"
    case .deleteAttr: "deleteAttr"
    case .loadSuperAttr: "loadSuperAttr"
    case .loadSuperMethod: "loadSuperMethod"
    case .loadSubscript: "loadSubscript"
    case .loadSubscriptListInt: "loadSubscriptListInt"
    case .loadSubscriptTupleInt: "loadSubscriptTupleInt"
    case .loadSubscriptDict: "loadSubscriptDict"
    case .loadSubscriptItem: "loadSubscriptItem"
    case .loadSubscriptImmediate: "loadSubscriptImmediate"
    case .loadSubscriptImmediateList: "loadSubscriptImmediateList"
    case .loadSubscriptImmediateTuple: "loadSubscriptImmediateTuple"
    case .storeSubscript: "storeSubscript"
    case .storeSubscriptListInt: "storeSubscriptListInt"
    case .storeSubscriptDict: "storeSubscriptDict"
    case .storeSubscriptItem: "storeSubscriptItem"
    case .storeSubscriptImmediate: "storeSubscriptImmediate"
    case .deleteSubscript: "deleteSubscript"
    case .slice: "slice"
    case .steppedSlice: "steppedSlice"
    case .storeSlice: "storeSlice"
    case .buildTuple: "buildTuple"
    case .buildPair: "buildPair"
    case .buildList: "buildList"
    case .buildSet: "buildSet"
    case .buildMap: "buildMap"
    case .buildConstKeyMap: "buildConstKeyMap"
    case .buildString: "buildString"
    case .buildSlice: "buildSlice"
    case .listAppend: "listAppend"
    case .listExtend: "listExtend"
    case .setAdd: "setAdd"
    case .setUpdate: "setUpdate"
    case .mapAdd: "mapAdd"
    case .dictUpdate: "dictUpdate"
    case .dictMerge: "dictMerge"
    case .callFunction: "callFunction"
    case .callPythonExact: "callPythonExact"
    case .callClass: "callClass"
    case .callNative: "callNative"
    case .callLen: "callLen"
    case .callCollecting: "callCollecting"
    case .callIsInstance: "callIsInstance"
    case .callMethod: "callMethod"
    case .callMethodPythonExact: "callMethodPythonExact"
    case .callMethodNative: "callMethodNative"
    case .callMethodListAppend: "callMethodListAppend"
    case .callFunctionKeyword: "callFunctionKeyword"
    case .callMethodKeyword: "callMethodKeyword"
    case .callExtended: "callExtended"
    case .makeFunction: "makeFunction"
    case .setFunctionAttribute: "setFunctionAttribute"
    case .enter: "enter"
    case .enterNative: "enterNative"
    case .returnValue: "returnValue"
    case .returnConst: "returnConst"
    case .returnNone: "returnNone"
    case .makeGenerator: "makeGenerator"
    case .resume: "resume"
    case .resumeNative: "resumeNative"
    case .yieldValue: "yieldValue"
    case .send: "send"
    case .getYieldFromIter: "getYieldFromIter"
    case .getAwaitable: "getAwaitable"
    case .getAsyncIter: "getAsyncIter"
    case .getAsyncNext: "getAsyncNext"
    case .endAsyncFor: "endAsyncFor"
    case .cleanupThrow: "cleanupThrow"
    case .pushExceptionInfo: "pushExceptionInfo"
    case .popException: "popException"
    case .matchException: "matchException"
    case .matchExceptionGroup: "matchExceptionGroup"
    case .raiseCurrent: "raiseCurrent"
    case .raiseException: "raiseException"
    case .raiseFrom: "raiseFrom"
    case .reraise: "reraise"
    case .reraiseAt: "reraiseAt"
    case .beforeWith: "beforeWith"
    case .beforeAsyncWith: "beforeAsyncWith"
    case .withExceptStart: "withExceptStart"
    case .getLength: "getLength"
    case .matchMapping: "matchMapping"
    case .matchSequence: "matchSequence"
    case .matchKeys: "matchKeys"
    case .matchClass: "matchClass"
    case .formatSimple: "formatSimple"
    case .formatWithSpec: "formatWithSpec"
    case .convertValue: "convertValue"
    case .importName: "importName"
    case .importFrom: "importFrom"
    case .listToTuple: "listToTuple"
    case .intrinsic1: "intrinsic1"
    case .intrinsic2: "intrinsic2"
    case .redirect: "redirect"
    case .trace: "trace"
    }
  }

  /// The opcode that this is a quickened form of, or itself.
  @inlinable public var parent: Opcode {
    switch self {
    case .move: .move
    case .movePair: .movePair
    case .loadConst: .loadConst
    case .loadSmallInt: .loadSmallInt
    case .loadNone: .loadNone
    case .loadTrue: .loadTrue
    case .loadFalse: .loadFalse
    case .loadNull: .loadNull
    case .checkBound: .checkBound
    case .deleteLocal: .deleteLocal
    case .loadAndClear: .loadAndClear
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .trueDivide: .trueDivide
    case .floorDivide: .floorDivide
    case .modulo: .modulo
    case .power: .power
    case .leftShift: .leftShift
    case .rightShift: .rightShift
    case .bitAnd: .bitAnd
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .matrixMultiply: .matrixMultiply
    case .inPlaceAdd: .inPlaceAdd
    case .inPlaceSubtract: .inPlaceSubtract
    case .inPlaceMultiply: .inPlaceMultiply
    case .inPlaceTrueDivide: .inPlaceTrueDivide
    case .inPlaceFloorDivide: .inPlaceFloorDivide
    case .inPlaceModulo: .inPlaceModulo
    case .inPlacePower: .inPlacePower
    case .inPlaceLeftShift: .inPlaceLeftShift
    case .inPlaceRightShift: .inPlaceRightShift
    case .inPlaceBitAnd: .inPlaceBitAnd
    case .inPlaceBitOr: .inPlaceBitOr
    case .inPlaceBitXor: .inPlaceBitXor
    case .inPlaceMatrixMultiply: .inPlaceMatrixMultiply
    case .addInt: .addInt
    case .subtractInt: .subtractInt
    case .multiplyInt: .multiplyInt
    case .trueDivideInt: .trueDivideInt
    case .floorDivideInt: .floorDivideInt
    case .moduloInt: .moduloInt
    case .powerInt: .powerInt
    case .leftShiftInt: .leftShiftInt
    case .rightShiftInt: .rightShiftInt
    case .bitAndInt: .bitAndInt
    case .bitOrInt: .bitOrInt
    case .bitXorInt: .bitXorInt
    case .inPlaceAddInt: .inPlaceAddInt
    case .inPlaceSubtractInt: .inPlaceSubtractInt
    case .inPlaceMultiplyInt: .inPlaceMultiplyInt
    case .inPlaceTrueDivideInt: .inPlaceTrueDivideInt
    case .inPlaceFloorDivideInt: .inPlaceFloorDivideInt
    case .inPlaceModuloInt: .inPlaceModuloInt
    case .inPlacePowerInt: .inPlacePowerInt
    case .inPlaceLeftShiftInt: .inPlaceLeftShiftInt
    case .inPlaceRightShiftInt: .inPlaceRightShiftInt
    case .inPlaceBitAndInt: .inPlaceBitAndInt
    case .inPlaceBitOrInt: .inPlaceBitOrInt
    case .inPlaceBitXorInt: .inPlaceBitXorInt
    case .reverseAddInt: .reverseAddInt
    case .reverseSubtractInt: .reverseSubtractInt
    case .reverseMultiplyInt: .reverseMultiplyInt
    case .reverseLeftShiftInt: .reverseLeftShiftInt
    case .addConst: .addConst
    case .subtractConst: .subtractConst
    case .multiplyConst: .multiplyConst
    case .trueDivideConst: .trueDivideConst
    case .reverseAddConst: .reverseAddConst
    case .reverseSubtractConst: .reverseSubtractConst
    case .reverseMultiplyConst: .reverseMultiplyConst
    case .reverseTrueDivideConst: .reverseTrueDivideConst
    case .negate: .negate
    case .positive: .positive
    case .invert: .invert
    case .logicalNot: .logicalNot
    case .toBool: .toBool
    case .less: .less
    case .lessEqual: .lessEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .identical: .identical
    case .notIdentical: .notIdentical
    case .contains: .contains
    case .notContains: .notContains
    case .jump: .jump
    case .jumpBackward, .jumpBackwardNative: .jumpBackward
    case .jumpIfTrue: .jumpIfTrue
    case .jumpIfFalse: .jumpIfFalse
    case .jumpIfNone: .jumpIfNone
    case .jumpIfNotNone: .jumpIfNotNone
    case .jumpIfLess: .jumpIfLess
    case .jumpIfLessEqual: .jumpIfLessEqual
    case .jumpIfEqual: .jumpIfEqual
    case .jumpIfNotEqual: .jumpIfNotEqual
    case .jumpIfGreater: .jumpIfGreater
    case .jumpIfGreaterEqual: .jumpIfGreaterEqual
    case .jumpUnlessLess: .jumpUnlessLess
    case .jumpUnlessLessEqual: .jumpUnlessLessEqual
    case .jumpUnlessEqual: .jumpUnlessEqual
    case .jumpUnlessNotEqual: .jumpUnlessNotEqual
    case .jumpUnlessGreater: .jumpUnlessGreater
    case .jumpUnlessGreaterEqual: .jumpUnlessGreaterEqual
    case .jumpIfLessInt: .jumpIfLessInt
    case .jumpIfLessEqualInt: .jumpIfLessEqualInt
    case .jumpIfEqualInt: .jumpIfEqualInt
    case .jumpIfNotEqualInt: .jumpIfNotEqualInt
    case .jumpIfGreaterInt: .jumpIfGreaterInt
    case .jumpIfGreaterEqualInt: .jumpIfGreaterEqualInt
    case .jumpUnlessLessInt: .jumpUnlessLessInt
    case .jumpUnlessLessEqualInt: .jumpUnlessLessEqualInt
    case .jumpUnlessEqualInt: .jumpUnlessEqualInt
    case .jumpUnlessNotEqualInt: .jumpUnlessNotEqualInt
    case .jumpUnlessGreaterInt: .jumpUnlessGreaterInt
    case .jumpUnlessGreaterEqualInt: .jumpUnlessGreaterEqualInt
    case .jumpIfEqualConst: .jumpIfEqualConst
    case .jumpIfNotEqualConst: .jumpIfNotEqualConst
    case .jumpUnlessEqualConst: .jumpUnlessEqualConst
    case .jumpUnlessNotEqualConst: .jumpUnlessNotEqualConst
    case .jumpIfIdentical: .jumpIfIdentical
    case .jumpIfNotIdentical: .jumpIfNotIdentical
    case .jumpIfContains: .jumpIfContains
    case .jumpIfNotContains: .jumpIfNotContains
    case .jumpIfExceptionMatches: .jumpIfExceptionMatches
    case .jumpUnlessExceptionMatches: .jumpUnlessExceptionMatches
    case .getIter: .getIter
    case .forIter, .forIterList, .forIterTuple, .forIterRange, .forIterGenerator: .forIter
    case .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative:
      .forIterBackward
    case .unpackSequence: .unpackSequence
    case .unpackLocals: .unpackLocals
    case .unpackPair: .unpackPair
    case .unpackExtended: .unpackExtended
    case .loadGlobal, .loadGlobalModule, .loadGlobalBuiltin: .loadGlobal
    case .storeGlobal: .storeGlobal
    case .deleteGlobal: .deleteGlobal
    case .loadName: .loadName
    case .storeName: .storeName
    case .deleteName: .deleteName
    case .loadFromDictOrGlobals: .loadFromDictOrGlobals
    case .loadDeref: .loadDeref
    case .storeDeref: .storeDeref
    case .deleteDeref: .deleteDeref
    case .loadFromDictOrDeref: .loadFromDictOrDeref
    case .makeCell: .makeCell
    case .copyFreeVariables: .copyFreeVariables
    case .loadLocals: .loadLocals
    case .setupAnnotations: .setupAnnotations
    case .loadBuildClass: .loadBuildClass
    case .loadAssertionError: .loadAssertionError
    case .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict:
      .loadAttr
    case .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass:
      .loadMethod
    case .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition:
      .storeAttr
    case .deleteAttr: .deleteAttr
    case .loadSuperAttr: .loadSuperAttr
    case .loadSuperMethod: .loadSuperMethod
    case .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem:
      .loadSubscript
    case .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple:
      .loadSubscriptImmediate
    case .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem:
      .storeSubscript
    case .storeSubscriptImmediate: .storeSubscriptImmediate
    case .deleteSubscript: .deleteSubscript
    case .slice: .slice
    case .steppedSlice: .steppedSlice
    case .storeSlice: .storeSlice
    case .buildTuple: .buildTuple
    case .buildPair: .buildPair
    case .buildList: .buildList
    case .buildSet: .buildSet
    case .buildMap: .buildMap
    case .buildConstKeyMap: .buildConstKeyMap
    case .buildString: .buildString
    case .buildSlice: .buildSlice
    case .listAppend: .listAppend
    case .listExtend: .listExtend
    case .setAdd: .setAdd
    case .setUpdate: .setUpdate
    case .mapAdd: .mapAdd
    case .dictUpdate: .dictUpdate
    case .dictMerge: .dictMerge
    case .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance:
      .callFunction
    case .callMethod, .callMethodPythonExact, .callMethodNative, .callMethodListAppend: .callMethod
    case .callFunctionKeyword: .callFunctionKeyword
    case .callMethodKeyword: .callMethodKeyword
    case .callExtended: .callExtended
    case .makeFunction: .makeFunction
    case .setFunctionAttribute: .setFunctionAttribute
    case .enter, .enterNative: .enter
    case .returnValue: .returnValue
    case .returnConst: .returnConst
    case .returnNone: .returnNone
    case .makeGenerator: .makeGenerator
    case .resume, .resumeNative: .resume
    case .yieldValue: .yieldValue
    case .send: .send
    case .getYieldFromIter: .getYieldFromIter
    case .getAwaitable: .getAwaitable
    case .getAsyncIter: .getAsyncIter
    case .getAsyncNext: .getAsyncNext
    case .endAsyncFor: .endAsyncFor
    case .cleanupThrow: .cleanupThrow
    case .pushExceptionInfo: .pushExceptionInfo
    case .popException: .popException
    case .matchException: .matchException
    case .matchExceptionGroup: .matchExceptionGroup
    case .raiseCurrent: .raiseCurrent
    case .raiseException: .raiseException
    case .raiseFrom: .raiseFrom
    case .reraise: .reraise
    case .reraiseAt: .reraiseAt
    case .beforeWith: .beforeWith
    case .beforeAsyncWith: .beforeAsyncWith
    case .withExceptStart: .withExceptStart
    case .getLength: .getLength
    case .matchMapping: .matchMapping
    case .matchSequence: .matchSequence
    case .matchKeys: .matchKeys
    case .matchClass: .matchClass
    case .formatSimple: .formatSimple
    case .formatWithSpec: .formatWithSpec
    case .convertValue: .convertValue
    case .importName: .importName
    case .importFrom: .importFrom
    case .listToTuple: .listToTuple
    case .intrinsic1: .intrinsic1
    case .intrinsic2: .intrinsic2
    case .redirect: .redirect
    case .trace: .trace
    }
  }

  /// Words after the instruction word: constant, literals, cache.
  @inlinable public var extraWords: Int {
    switch self {
    case .move,
      .movePair,
      .loadSmallInt,
      .loadNone,
      .loadTrue,
      .loadFalse,
      .loadNull,
      .checkBound,
      .deleteLocal,
      .loadAndClear,
      .identical,
      .notIdentical,
      .jump,
      .jumpIfNone,
      .jumpIfNotNone,
      .jumpIfIdentical,
      .jumpIfNotIdentical,
      .jumpIfExceptionMatches,
      .jumpUnlessExceptionMatches,
      .unpackExtended,
      .deleteGlobal,
      .deleteName,
      .loadFromDictOrGlobals,
      .loadDeref,
      .storeDeref,
      .deleteDeref,
      .loadFromDictOrDeref,
      .makeCell,
      .copyFreeVariables,
      .loadLocals,
      .setupAnnotations,
      .loadBuildClass,
      .loadAssertionError,
      .deleteAttr,
      .deleteSubscript,
      .storeSlice,
      .buildTuple,
      .buildPair,
      .buildList,
      .buildSet,
      .buildMap,
      .buildString,
      .buildSlice,
      .listAppend,
      .listExtend,
      .setAdd,
      .setUpdate,
      .mapAdd,
      .dictUpdate,
      .dictMerge,
      .setFunctionAttribute,
      .returnValue,
      .returnNone,
      .makeGenerator,
      .yieldValue,
      .getYieldFromIter,
      .getAwaitable,
      .getAsyncIter,
      .getAsyncNext,
      .endAsyncFor,
      .cleanupThrow,
      .pushExceptionInfo,
      .popException,
      .matchException,
      .matchExceptionGroup,
      .raiseCurrent,
      .raiseException,
      .raiseFrom,
      .reraise,
      .reraiseAt,
      .beforeWith,
      .beforeAsyncWith,
      .withExceptStart,
      .getLength,
      .matchMapping,
      .matchSequence,
      .matchKeys,
      .matchClass,
      .formatSimple,
      .formatWithSpec,
      .convertValue,
      .importName,
      .importFrom,
      .listToTuple,
      .intrinsic1,
      .intrinsic2,
      .redirect:
      0
    case .loadConst,
      .add,
      .subtract,
      .multiply,
      .trueDivide,
      .floorDivide,
      .modulo,
      .power,
      .leftShift,
      .rightShift,
      .bitAnd,
      .bitOr,
      .bitXor,
      .matrixMultiply,
      .inPlaceAdd,
      .inPlaceSubtract,
      .inPlaceMultiply,
      .inPlaceTrueDivide,
      .inPlaceFloorDivide,
      .inPlaceModulo,
      .inPlacePower,
      .inPlaceLeftShift,
      .inPlaceRightShift,
      .inPlaceBitAnd,
      .inPlaceBitOr,
      .inPlaceBitXor,
      .inPlaceMatrixMultiply,
      .addInt,
      .subtractInt,
      .multiplyInt,
      .trueDivideInt,
      .floorDivideInt,
      .moduloInt,
      .powerInt,
      .leftShiftInt,
      .rightShiftInt,
      .bitAndInt,
      .bitOrInt,
      .bitXorInt,
      .inPlaceAddInt,
      .inPlaceSubtractInt,
      .inPlaceMultiplyInt,
      .inPlaceTrueDivideInt,
      .inPlaceFloorDivideInt,
      .inPlaceModuloInt,
      .inPlacePowerInt,
      .inPlaceLeftShiftInt,
      .inPlaceRightShiftInt,
      .inPlaceBitAndInt,
      .inPlaceBitOrInt,
      .inPlaceBitXorInt,
      .reverseAddInt,
      .reverseSubtractInt,
      .reverseMultiplyInt,
      .reverseLeftShiftInt,
      .negate,
      .positive,
      .invert,
      .logicalNot,
      .toBool,
      .less,
      .lessEqual,
      .equal,
      .notEqual,
      .greater,
      .greaterEqual,
      .contains,
      .notContains,
      .jumpBackward,
      .jumpBackwardNative,
      .jumpIfTrue,
      .jumpIfFalse,
      .jumpIfLess,
      .jumpIfLessEqual,
      .jumpIfEqual,
      .jumpIfNotEqual,
      .jumpIfGreater,
      .jumpIfGreaterEqual,
      .jumpUnlessLess,
      .jumpUnlessLessEqual,
      .jumpUnlessEqual,
      .jumpUnlessNotEqual,
      .jumpUnlessGreater,
      .jumpUnlessGreaterEqual,
      .jumpIfLessInt,
      .jumpIfLessEqualInt,
      .jumpIfEqualInt,
      .jumpIfNotEqualInt,
      .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt,
      .jumpUnlessLessInt,
      .jumpUnlessLessEqualInt,
      .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt,
      .jumpUnlessGreaterInt,
      .jumpUnlessGreaterEqualInt,
      .jumpIfContains,
      .jumpIfNotContains,
      .getIter,
      .unpackSequence,
      .unpackLocals,
      .unpackPair,
      .storeGlobal,
      .storeName,
      .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem,
      .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple,
      .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem,
      .storeSubscriptImmediate,
      .slice,
      .steppedSlice,
      .buildConstKeyMap,
      .callExtended,
      .makeFunction,
      .enter,
      .enterNative,
      .returnConst,
      .resume,
      .resumeNative,
      .send,
      .trace:
      1
    case .addConst,
      .subtractConst,
      .multiplyConst,
      .trueDivideConst,
      .reverseAddConst,
      .reverseSubtractConst,
      .reverseMultiplyConst,
      .reverseTrueDivideConst,
      .jumpIfEqualConst,
      .jumpIfNotEqualConst,
      .jumpUnlessEqualConst,
      .jumpUnlessNotEqualConst,
      .forIter,
      .forIterList,
      .forIterTuple,
      .forIterRange,
      .forIterGenerator,
      .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative:
      2
    case .loadGlobal,
      .loadGlobalModule,
      .loadGlobalBuiltin,
      .loadName,
      .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict,
      .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass,
      .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition:
      3
    case .loadSuperAttr,
      .loadSuperMethod,
      .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance,
      .callMethod,
      .callMethodPythonExact,
      .callMethodNative,
      .callMethodListAppend:
      4
    case .callFunctionKeyword, .callMethodKeyword: 5
    }
  }

  /// Whether the first extra word is a constant.
  @inlinable public var hasConstant: Bool {
    switch self {
    case .move,
      .movePair,
      .loadSmallInt,
      .loadNone,
      .loadTrue,
      .loadFalse,
      .loadNull,
      .checkBound,
      .deleteLocal,
      .loadAndClear,
      .add,
      .subtract,
      .multiply,
      .trueDivide,
      .floorDivide,
      .modulo,
      .power,
      .leftShift,
      .rightShift,
      .bitAnd,
      .bitOr,
      .bitXor,
      .matrixMultiply,
      .inPlaceAdd,
      .inPlaceSubtract,
      .inPlaceMultiply,
      .inPlaceTrueDivide,
      .inPlaceFloorDivide,
      .inPlaceModulo,
      .inPlacePower,
      .inPlaceLeftShift,
      .inPlaceRightShift,
      .inPlaceBitAnd,
      .inPlaceBitOr,
      .inPlaceBitXor,
      .inPlaceMatrixMultiply,
      .addInt,
      .subtractInt,
      .multiplyInt,
      .trueDivideInt,
      .floorDivideInt,
      .moduloInt,
      .powerInt,
      .leftShiftInt,
      .rightShiftInt,
      .bitAndInt,
      .bitOrInt,
      .bitXorInt,
      .inPlaceAddInt,
      .inPlaceSubtractInt,
      .inPlaceMultiplyInt,
      .inPlaceTrueDivideInt,
      .inPlaceFloorDivideInt,
      .inPlaceModuloInt,
      .inPlacePowerInt,
      .inPlaceLeftShiftInt,
      .inPlaceRightShiftInt,
      .inPlaceBitAndInt,
      .inPlaceBitOrInt,
      .inPlaceBitXorInt,
      .reverseAddInt,
      .reverseSubtractInt,
      .reverseMultiplyInt,
      .reverseLeftShiftInt,
      .negate,
      .positive,
      .invert,
      .logicalNot,
      .toBool,
      .less,
      .lessEqual,
      .equal,
      .notEqual,
      .greater,
      .greaterEqual,
      .identical,
      .notIdentical,
      .contains,
      .notContains,
      .jump,
      .jumpBackward,
      .jumpBackwardNative,
      .jumpIfTrue,
      .jumpIfFalse,
      .jumpIfNone,
      .jumpIfNotNone,
      .jumpIfLess,
      .jumpIfLessEqual,
      .jumpIfEqual,
      .jumpIfNotEqual,
      .jumpIfGreater,
      .jumpIfGreaterEqual,
      .jumpUnlessLess,
      .jumpUnlessLessEqual,
      .jumpUnlessEqual,
      .jumpUnlessNotEqual,
      .jumpUnlessGreater,
      .jumpUnlessGreaterEqual,
      .jumpIfLessInt,
      .jumpIfLessEqualInt,
      .jumpIfEqualInt,
      .jumpIfNotEqualInt,
      .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt,
      .jumpUnlessLessInt,
      .jumpUnlessLessEqualInt,
      .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt,
      .jumpUnlessGreaterInt,
      .jumpUnlessGreaterEqualInt,
      .jumpIfIdentical,
      .jumpIfNotIdentical,
      .jumpIfContains,
      .jumpIfNotContains,
      .jumpIfExceptionMatches,
      .jumpUnlessExceptionMatches,
      .getIter,
      .forIter,
      .forIterList,
      .forIterTuple,
      .forIterRange,
      .forIterGenerator,
      .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative,
      .unpackSequence,
      .unpackLocals,
      .unpackPair,
      .unpackExtended,
      .loadGlobal,
      .loadGlobalModule,
      .loadGlobalBuiltin,
      .storeGlobal,
      .deleteGlobal,
      .loadName,
      .storeName,
      .deleteName,
      .loadFromDictOrGlobals,
      .loadDeref,
      .storeDeref,
      .deleteDeref,
      .loadFromDictOrDeref,
      .makeCell,
      .copyFreeVariables,
      .loadLocals,
      .setupAnnotations,
      .loadBuildClass,
      .loadAssertionError,
      .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict,
      .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass,
      .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition,
      .deleteAttr,
      .loadSuperAttr,
      .loadSuperMethod,
      .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem,
      .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple,
      .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem,
      .storeSubscriptImmediate,
      .deleteSubscript,
      .slice,
      .steppedSlice,
      .storeSlice,
      .buildTuple,
      .buildPair,
      .buildList,
      .buildSet,
      .buildMap,
      .buildString,
      .buildSlice,
      .listAppend,
      .listExtend,
      .setAdd,
      .setUpdate,
      .mapAdd,
      .dictUpdate,
      .dictMerge,
      .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance,
      .callMethod,
      .callMethodPythonExact,
      .callMethodNative,
      .callMethodListAppend,
      .callExtended,
      .setFunctionAttribute,
      .enter,
      .enterNative,
      .returnValue,
      .returnNone,
      .makeGenerator,
      .resume,
      .resumeNative,
      .yieldValue,
      .send,
      .getYieldFromIter,
      .getAwaitable,
      .getAsyncIter,
      .getAsyncNext,
      .endAsyncFor,
      .cleanupThrow,
      .pushExceptionInfo,
      .popException,
      .matchException,
      .matchExceptionGroup,
      .raiseCurrent,
      .raiseException,
      .raiseFrom,
      .reraise,
      .reraiseAt,
      .beforeWith,
      .beforeAsyncWith,
      .withExceptStart,
      .getLength,
      .matchMapping,
      .matchSequence,
      .matchKeys,
      .matchClass,
      .formatSimple,
      .formatWithSpec,
      .convertValue,
      .importName,
      .importFrom,
      .listToTuple,
      .intrinsic1,
      .intrinsic2,
      .redirect,
      .trace:
      false
    case .loadConst,
      .addConst,
      .subtractConst,
      .multiplyConst,
      .trueDivideConst,
      .reverseAddConst,
      .reverseSubtractConst,
      .reverseMultiplyConst,
      .reverseTrueDivideConst,
      .jumpIfEqualConst,
      .jumpIfNotEqualConst,
      .jumpUnlessEqualConst,
      .jumpUnlessNotEqualConst,
      .buildConstKeyMap,
      .callFunctionKeyword,
      .callMethodKeyword,
      .makeFunction,
      .returnConst:
      true
    }
  }

  /// Extra words that lowering fixes, after the constant.
  @inlinable public var literalWords: Int {
    switch self {
    case .move,
      .movePair,
      .loadConst,
      .loadSmallInt,
      .loadNone,
      .loadTrue,
      .loadFalse,
      .loadNull,
      .checkBound,
      .deleteLocal,
      .loadAndClear,
      .add,
      .subtract,
      .multiply,
      .trueDivide,
      .floorDivide,
      .modulo,
      .power,
      .leftShift,
      .rightShift,
      .bitAnd,
      .bitOr,
      .bitXor,
      .matrixMultiply,
      .inPlaceAdd,
      .inPlaceSubtract,
      .inPlaceMultiply,
      .inPlaceTrueDivide,
      .inPlaceFloorDivide,
      .inPlaceModulo,
      .inPlacePower,
      .inPlaceLeftShift,
      .inPlaceRightShift,
      .inPlaceBitAnd,
      .inPlaceBitOr,
      .inPlaceBitXor,
      .inPlaceMatrixMultiply,
      .addInt,
      .subtractInt,
      .multiplyInt,
      .trueDivideInt,
      .floorDivideInt,
      .moduloInt,
      .powerInt,
      .leftShiftInt,
      .rightShiftInt,
      .bitAndInt,
      .bitOrInt,
      .bitXorInt,
      .inPlaceAddInt,
      .inPlaceSubtractInt,
      .inPlaceMultiplyInt,
      .inPlaceTrueDivideInt,
      .inPlaceFloorDivideInt,
      .inPlaceModuloInt,
      .inPlacePowerInt,
      .inPlaceLeftShiftInt,
      .inPlaceRightShiftInt,
      .inPlaceBitAndInt,
      .inPlaceBitOrInt,
      .inPlaceBitXorInt,
      .reverseAddInt,
      .reverseSubtractInt,
      .reverseMultiplyInt,
      .reverseLeftShiftInt,
      .addConst,
      .subtractConst,
      .multiplyConst,
      .trueDivideConst,
      .reverseAddConst,
      .reverseSubtractConst,
      .reverseMultiplyConst,
      .reverseTrueDivideConst,
      .negate,
      .positive,
      .invert,
      .logicalNot,
      .toBool,
      .less,
      .lessEqual,
      .equal,
      .notEqual,
      .greater,
      .greaterEqual,
      .identical,
      .notIdentical,
      .contains,
      .notContains,
      .jump,
      .jumpBackward,
      .jumpBackwardNative,
      .jumpIfTrue,
      .jumpIfFalse,
      .jumpIfNone,
      .jumpIfNotNone,
      .jumpIfLess,
      .jumpIfLessEqual,
      .jumpIfEqual,
      .jumpIfNotEqual,
      .jumpIfGreater,
      .jumpIfGreaterEqual,
      .jumpUnlessLess,
      .jumpUnlessLessEqual,
      .jumpUnlessEqual,
      .jumpUnlessNotEqual,
      .jumpUnlessGreater,
      .jumpUnlessGreaterEqual,
      .jumpIfLessInt,
      .jumpIfLessEqualInt,
      .jumpIfEqualInt,
      .jumpIfNotEqualInt,
      .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt,
      .jumpUnlessLessInt,
      .jumpUnlessLessEqualInt,
      .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt,
      .jumpUnlessGreaterInt,
      .jumpUnlessGreaterEqualInt,
      .jumpIfEqualConst,
      .jumpIfNotEqualConst,
      .jumpUnlessEqualConst,
      .jumpUnlessNotEqualConst,
      .jumpIfIdentical,
      .jumpIfNotIdentical,
      .jumpIfContains,
      .jumpIfNotContains,
      .jumpIfExceptionMatches,
      .jumpUnlessExceptionMatches,
      .getIter,
      .forIter,
      .forIterList,
      .forIterTuple,
      .forIterRange,
      .forIterGenerator,
      .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative,
      .unpackSequence,
      .unpackLocals,
      .unpackPair,
      .unpackExtended,
      .loadGlobal,
      .loadGlobalModule,
      .loadGlobalBuiltin,
      .storeGlobal,
      .deleteGlobal,
      .loadName,
      .storeName,
      .deleteName,
      .loadFromDictOrGlobals,
      .loadDeref,
      .storeDeref,
      .deleteDeref,
      .loadFromDictOrDeref,
      .makeCell,
      .copyFreeVariables,
      .loadLocals,
      .setupAnnotations,
      .loadBuildClass,
      .loadAssertionError,
      .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict,
      .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass,
      .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition,
      .deleteAttr,
      .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem,
      .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple,
      .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem,
      .storeSubscriptImmediate,
      .deleteSubscript,
      .slice,
      .steppedSlice,
      .storeSlice,
      .buildTuple,
      .buildPair,
      .buildList,
      .buildSet,
      .buildMap,
      .buildConstKeyMap,
      .buildString,
      .buildSlice,
      .listAppend,
      .listExtend,
      .setAdd,
      .setUpdate,
      .mapAdd,
      .dictUpdate,
      .dictMerge,
      .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance,
      .callMethod,
      .callMethodPythonExact,
      .callMethodNative,
      .callMethodListAppend,
      .callFunctionKeyword,
      .callMethodKeyword,
      .callExtended,
      .makeFunction,
      .setFunctionAttribute,
      .enter,
      .enterNative,
      .returnValue,
      .returnConst,
      .returnNone,
      .makeGenerator,
      .resume,
      .resumeNative,
      .yieldValue,
      .send,
      .getYieldFromIter,
      .getAwaitable,
      .getAsyncIter,
      .getAsyncNext,
      .endAsyncFor,
      .cleanupThrow,
      .pushExceptionInfo,
      .popException,
      .matchException,
      .matchExceptionGroup,
      .raiseCurrent,
      .raiseException,
      .raiseFrom,
      .reraise,
      .reraiseAt,
      .beforeWith,
      .beforeAsyncWith,
      .withExceptStart,
      .getLength,
      .matchMapping,
      .matchSequence,
      .matchKeys,
      .matchClass,
      .formatSimple,
      .formatWithSpec,
      .convertValue,
      .importName,
      .importFrom,
      .listToTuple,
      .intrinsic1,
      .intrinsic2,
      .redirect:
      0
    case .loadSuperAttr, .loadSuperMethod, .trace: 1
    }
  }

  /// What the instruction may do.
  @inlinable public var effects: Effects {
    switch self {
    case .move,
      .movePair,
      .loadConst,
      .loadSmallInt,
      .loadNone,
      .loadTrue,
      .loadFalse,
      .loadNull,
      .identical,
      .notIdentical,
      .loadAssertionError,
      .matchMapping,
      .matchSequence:
      [.pure]
    case .checkBound, .loadDeref: [.raises, .repeats]
    case .deleteLocal,
      .deleteDeref,
      .loadLocals,
      .buildTuple,
      .buildPair,
      .buildList,
      .buildString,
      .buildSlice,
      .listAppend,
      .makeFunction,
      .endAsyncFor,
      .cleanupThrow,
      .listToTuple:
      [.raises]
    case .loadAndClear,
      .jumpIfNone,
      .jumpIfNotNone,
      .jumpIfIdentical,
      .jumpIfNotIdentical,
      .storeDeref,
      .makeCell,
      .copyFreeVariables,
      .setFunctionAttribute,
      .pushExceptionInfo,
      .popException:
      []
    case .add,
      .subtract,
      .multiply,
      .trueDivide,
      .floorDivide,
      .modulo,
      .power,
      .leftShift,
      .rightShift,
      .bitAnd,
      .bitOr,
      .bitXor,
      .inPlaceAdd,
      .inPlaceSubtract,
      .inPlaceMultiply,
      .inPlaceTrueDivide,
      .inPlaceFloorDivide,
      .inPlaceModulo,
      .inPlaceLeftShift,
      .inPlaceRightShift,
      .inPlaceBitAnd,
      .inPlaceBitOr,
      .inPlaceBitXor,
      .addInt,
      .subtractInt,
      .multiplyInt,
      .trueDivideInt,
      .floorDivideInt,
      .moduloInt,
      .leftShiftInt,
      .rightShiftInt,
      .bitAndInt,
      .bitOrInt,
      .bitXorInt,
      .inPlaceAddInt,
      .inPlaceSubtractInt,
      .inPlaceMultiplyInt,
      .inPlaceTrueDivideInt,
      .inPlaceFloorDivideInt,
      .inPlaceModuloInt,
      .inPlaceLeftShiftInt,
      .inPlaceRightShiftInt,
      .inPlaceBitAndInt,
      .inPlaceBitOrInt,
      .inPlaceBitXorInt,
      .reverseAddInt,
      .reverseSubtractInt,
      .reverseMultiplyInt,
      .addConst,
      .subtractConst,
      .multiplyConst,
      .trueDivideConst,
      .reverseAddConst,
      .reverseSubtractConst,
      .reverseMultiplyConst,
      .reverseTrueDivideConst,
      .negate,
      .less,
      .lessEqual,
      .equal,
      .notEqual,
      .greater,
      .greaterEqual,
      .unpackSequence,
      .unpackLocals,
      .unpackPair:
      [.raises, .runs, .repeats, .notes]
    case .matrixMultiply,
      .inPlaceMatrixMultiply,
      .positive,
      .invert,
      .logicalNot,
      .toBool,
      .contains,
      .notContains,
      .jumpIfTrue,
      .jumpIfFalse,
      .jumpIfContains,
      .jumpIfNotContains,
      .jumpIfExceptionMatches,
      .jumpUnlessExceptionMatches,
      .getIter,
      .forIter,
      .forIterList,
      .forIterTuple,
      .forIterRange,
      .forIterGenerator,
      .unpackExtended,
      .storeGlobal,
      .deleteGlobal,
      .storeName,
      .deleteName,
      .loadFromDictOrGlobals,
      .loadFromDictOrDeref,
      .setupAnnotations,
      .loadBuildClass,
      .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition,
      .deleteAttr,
      .loadSuperAttr,
      .loadSuperMethod,
      .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem,
      .storeSubscriptImmediate,
      .deleteSubscript,
      .slice,
      .steppedSlice,
      .storeSlice,
      .buildSet,
      .buildMap,
      .buildConstKeyMap,
      .listExtend,
      .setAdd,
      .setUpdate,
      .mapAdd,
      .dictUpdate,
      .dictMerge,
      .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance,
      .callMethod,
      .callMethodPythonExact,
      .callMethodNative,
      .callMethodListAppend,
      .callFunctionKeyword,
      .callMethodKeyword,
      .callExtended,
      .send,
      .getYieldFromIter,
      .getAwaitable,
      .getAsyncIter,
      .getAsyncNext,
      .matchException,
      .matchExceptionGroup,
      .beforeWith,
      .beforeAsyncWith,
      .withExceptStart,
      .getLength,
      .matchKeys,
      .matchClass,
      .formatSimple,
      .formatWithSpec,
      .convertValue,
      .importName,
      .importFrom,
      .intrinsic1,
      .intrinsic2:
      [.raises, .runs]
    case .inPlacePower,
      .powerInt,
      .inPlacePowerInt,
      .reverseLeftShiftInt,
      .jumpIfLess,
      .jumpIfLessEqual,
      .jumpIfEqual,
      .jumpIfNotEqual,
      .jumpIfGreater,
      .jumpIfGreaterEqual,
      .jumpUnlessLess,
      .jumpUnlessLessEqual,
      .jumpUnlessEqual,
      .jumpUnlessNotEqual,
      .jumpUnlessGreater,
      .jumpUnlessGreaterEqual,
      .jumpIfLessInt,
      .jumpIfLessEqualInt,
      .jumpIfEqualInt,
      .jumpIfNotEqualInt,
      .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt,
      .jumpUnlessLessInt,
      .jumpUnlessLessEqualInt,
      .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt,
      .jumpUnlessGreaterInt,
      .jumpUnlessGreaterEqualInt,
      .jumpIfEqualConst,
      .jumpIfNotEqualConst,
      .jumpUnlessEqualConst,
      .jumpUnlessNotEqualConst:
      [.raises, .runs, .notes]
    case .jump: [.ends]
    case .jumpBackward, .jumpBackwardNative: [.ends, .polls, .raises, .runs]
    case .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative,
      .trace:
      [.raises, .runs, .polls]
    case .loadGlobal,
      .loadGlobalModule,
      .loadGlobalBuiltin,
      .loadName,
      .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict,
      .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass,
      .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem,
      .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple:
      [.raises, .runs, .repeats]
    case .enter, .enterNative, .resume, .resumeNative: [.raises, .runs, .leaves]
    case .returnValue, .returnConst, .returnNone: [.leaves, .ends]
    case .makeGenerator: [.raises, .leaves, .ends]
    case .yieldValue: [.raises, .runs, .leaves, .ends]
    case .raiseCurrent, .raiseException, .raiseFrom: [.raises, .runs, .ends]
    case .reraise, .reraiseAt: [.raises, .ends]
    case .redirect: [.ends, .raises, .runs]
    }
  }

  /// How the three operand fields are read.
  @inlinable public var operands: Operands {
    switch self {
    case .move,
      .reverseAddConst,
      .reverseSubtractConst,
      .reverseMultiplyConst,
      .reverseTrueDivideConst,
      .negate,
      .positive,
      .invert,
      .logicalNot,
      .toBool,
      .getIter,
      .loadDeref,
      .getYieldFromIter,
      .getAsyncIter,
      .getAsyncNext,
      .cleanupThrow,
      .getLength,
      .matchMapping,
      .matchSequence,
      .formatSimple,
      .listToTuple:
      Operands(.def, .use, .none)
    case .movePair, .matchExceptionGroup: Operands(.into, .use, .use)
    case .loadConst,
      .loadNone,
      .loadTrue,
      .loadFalse,
      .loadNull,
      .loadLocals,
      .loadBuildClass,
      .loadAssertionError,
      .makeFunction,
      .makeGenerator:
      Operands(.def, .none, .none)
    case .loadSmallInt: Operands(.def, .immediate, .none)
    case .checkBound,
      .deleteDeref,
      .returnValue,
      .endAsyncFor,
      .popException,
      .raiseException,
      .reraise:
      Operands(.use, .none, .none)
    case .deleteLocal, .makeCell: Operands(.both, .none, .none)
    case .loadAndClear: Operands(.def, .both, .none)
    case .add,
      .subtract,
      .multiply,
      .trueDivide,
      .floorDivide,
      .modulo,
      .power,
      .leftShift,
      .rightShift,
      .bitAnd,
      .bitOr,
      .bitXor,
      .matrixMultiply,
      .inPlaceAdd,
      .inPlaceSubtract,
      .inPlaceMultiply,
      .inPlaceTrueDivide,
      .inPlaceFloorDivide,
      .inPlaceModulo,
      .inPlacePower,
      .inPlaceLeftShift,
      .inPlaceRightShift,
      .inPlaceBitAnd,
      .inPlaceBitOr,
      .inPlaceBitXor,
      .inPlaceMatrixMultiply,
      .less,
      .lessEqual,
      .equal,
      .notEqual,
      .greater,
      .greaterEqual,
      .identical,
      .notIdentical,
      .contains,
      .notContains,
      .loadFromDictOrDeref,
      .loadSubscript,
      .loadSubscriptListInt,
      .loadSubscriptTupleInt,
      .loadSubscriptDict,
      .loadSubscriptItem,
      .buildPair,
      .matchException,
      .withExceptStart,
      .matchKeys,
      .formatWithSpec:
      Operands(.def, .use, .use)
    case .addInt,
      .subtractInt,
      .multiplyInt,
      .trueDivideInt,
      .floorDivideInt,
      .moduloInt,
      .powerInt,
      .leftShiftInt,
      .rightShiftInt,
      .bitAndInt,
      .bitOrInt,
      .bitXorInt,
      .inPlaceAddInt,
      .inPlaceSubtractInt,
      .inPlaceMultiplyInt,
      .inPlaceTrueDivideInt,
      .inPlaceFloorDivideInt,
      .inPlaceModuloInt,
      .inPlacePowerInt,
      .inPlaceLeftShiftInt,
      .inPlaceRightShiftInt,
      .inPlaceBitAndInt,
      .inPlaceBitOrInt,
      .inPlaceBitXorInt,
      .reverseAddInt,
      .reverseSubtractInt,
      .reverseMultiplyInt,
      .reverseLeftShiftInt,
      .loadSubscriptImmediate,
      .loadSubscriptImmediateList,
      .loadSubscriptImmediateTuple:
      Operands(.def, .use, .immediate)
    case .addConst,
      .subtractConst,
      .multiplyConst,
      .trueDivideConst,
      .yieldValue,
      .getAwaitable,
      .convertValue,
      .intrinsic1:
      Operands(.def, .use, .count)
    case .jump, .jumpBackward, .jumpBackwardNative: Operands(.none, .jump32, .none)
    case .jumpIfTrue, .jumpIfFalse, .jumpIfNone, .jumpIfNotNone: Operands(.use, .jump32, .none)
    case .jumpIfLess,
      .jumpIfLessEqual,
      .jumpIfEqual,
      .jumpIfNotEqual,
      .jumpIfGreater,
      .jumpIfGreaterEqual,
      .jumpUnlessLess,
      .jumpUnlessLessEqual,
      .jumpUnlessEqual,
      .jumpUnlessNotEqual,
      .jumpUnlessGreater,
      .jumpUnlessGreaterEqual,
      .jumpIfIdentical,
      .jumpIfNotIdentical,
      .jumpIfContains,
      .jumpIfNotContains,
      .jumpIfExceptionMatches,
      .jumpUnlessExceptionMatches:
      Operands(.use, .use, .jump)
    case .jumpIfLessInt,
      .jumpIfLessEqualInt,
      .jumpIfEqualInt,
      .jumpIfNotEqualInt,
      .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt,
      .jumpUnlessLessInt,
      .jumpUnlessLessEqualInt,
      .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt,
      .jumpUnlessGreaterInt,
      .jumpUnlessGreaterEqualInt:
      Operands(.use, .immediate, .jump)
    case .jumpIfEqualConst,
      .jumpIfNotEqualConst,
      .jumpUnlessEqualConst,
      .jumpUnlessNotEqualConst:
      Operands(.use, .none, .jump)
    case .forIter,
      .forIterList,
      .forIterTuple,
      .forIterRange,
      .forIterGenerator,
      .forIterBackward,
      .forIterBackwardList,
      .forIterBackwardTuple,
      .forIterBackwardRange,
      .forIterBackwardGenerator,
      .forIterBackwardNative:
      Operands(.def, .use, .jump)
    case .unpackSequence, .unpackLocals, .unpackExtended: Operands(.into, .use, .count)
    case .unpackPair, .beforeWith, .beforeAsyncWith: Operands(.def, .def, .use)
    case .loadGlobal,
      .loadGlobalModule,
      .loadGlobalBuiltin,
      .loadName:
      Operands(.def, .name32, .none)
    case .storeGlobal, .storeName: Operands(.use, .name32, .none)
    case .deleteGlobal, .deleteName: Operands(.none, .name32, .none)
    case .loadFromDictOrGlobals,
      .loadAttr,
      .loadAttrSlot,
      .loadAttrSlots,
      .loadAttrOverflow,
      .loadAttrDict,
      .loadAttrBehindDict,
      .loadAttrModule,
      .loadAttrClass,
      .loadAttrTupleItem,
      .loadAttrProperty,
      .loadAttrMethodNoDict,
      .importFrom:
      Operands(.def, .use, .name)
    case .storeDeref,
      .deleteSubscript,
      .listAppend,
      .listExtend,
      .setAdd,
      .setUpdate,
      .dictUpdate,
      .raiseFrom,
      .reraiseAt:
      Operands(.use, .use, .none)
    case .copyFreeVariables: Operands(.count, .none, .none)
    case .setupAnnotations,
      .enter,
      .enterNative,
      .returnConst,
      .returnNone,
      .resume,
      .resumeNative,
      .raiseCurrent,
      .redirect:
      Operands(.none, .none, .none)
    case .loadMethod,
      .loadMethodCached,
      .loadMethodPair,
      .loadMethodBehindDict,
      .loadMethodSlot,
      .loadMethodModule,
      .loadMethodClass,
      .loadMethodOfClass:
      Operands(.window, .use, .name)
    case .storeAttr,
      .storeAttrSlot,
      .storeAttrOverflow,
      .storeAttrDict,
      .storeAttrTransition:
      Operands(.use, .use, .name)
    case .deleteAttr: Operands(.use, .none, .name)
    case .loadSuperAttr, .importName: Operands(.def, .first, .name)
    case .loadSuperMethod: Operands(.window, .first, .name)
    case .storeSubscript,
      .storeSubscriptListInt,
      .storeSubscriptDict,
      .storeSubscriptItem,
      .mapAdd,
      .dictMerge:
      Operands(.use, .use, .use)
    case .storeSubscriptImmediate: Operands(.use, .immediate, .use)
    case .slice, .steppedSlice: Operands(.def, .use, .first)
    case .storeSlice: Operands(.use, .use, .first)
    case .buildTuple,
      .buildList,
      .buildSet,
      .buildMap,
      .buildConstKeyMap,
      .buildString,
      .buildSlice,
      .matchClass,
      .intrinsic2:
      Operands(.def, .first, .count)
    case .callFunction,
      .callPythonExact,
      .callClass,
      .callNative,
      .callLen,
      .callCollecting,
      .callIsInstance,
      .callMethod,
      .callMethodPythonExact,
      .callMethodNative,
      .callMethodListAppend,
      .callFunctionKeyword,
      .callMethodKeyword,
      .callExtended:
      Operands(.def, .window, .count)
    case .setFunctionAttribute: Operands(.use, .use, .count)
    case .send: Operands(.both, .use, .jump)
    case .pushExceptionInfo: Operands(.both, .def, .none)
    case .trace: Operands(.count, .count, .count)
    }
  }
}
