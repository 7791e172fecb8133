// The instructions of CPython 3.13: numbers, cache entries, kinds of argument, stack effects.
// Specialised and instrumented forms never occur in a code unit and are not listed. The numbers from
// 256 on are pseudo instructions, which live only between code generation and assembly.

/// One bytecode instruction; the raw value is the byte in `co_code`.
@frozen
public enum Opcode: UInt16, CaseIterable {
  case CACHE = 0
  case BEFORE_ASYNC_WITH = 1
  case BEFORE_WITH = 2
  case BINARY_SLICE = 4
  case BINARY_SUBSCR = 5
  case CHECK_EG_MATCH = 6
  case CHECK_EXC_MATCH = 7
  case CLEANUP_THROW = 8
  case DELETE_SUBSCR = 9
  case END_ASYNC_FOR = 10
  case END_FOR = 11
  case END_SEND = 12
  case EXIT_INIT_CHECK = 13
  case FORMAT_SIMPLE = 14
  case FORMAT_WITH_SPEC = 15
  case GET_AITER = 16
  case RESERVED = 17
  case GET_ANEXT = 18
  case GET_ITER = 19
  case GET_LEN = 20
  case GET_YIELD_FROM_ITER = 21
  case INTERPRETER_EXIT = 22
  case LOAD_ASSERTION_ERROR = 23
  case LOAD_BUILD_CLASS = 24
  case LOAD_LOCALS = 25
  case MAKE_FUNCTION = 26
  case MATCH_KEYS = 27
  case MATCH_MAPPING = 28
  case MATCH_SEQUENCE = 29
  case NOP = 30
  case POP_EXCEPT = 31
  case POP_TOP = 32
  case PUSH_EXC_INFO = 33
  case PUSH_NULL = 34
  case RETURN_GENERATOR = 35
  case RETURN_VALUE = 36
  case SETUP_ANNOTATIONS = 37
  case STORE_SLICE = 38
  case STORE_SUBSCR = 39
  case TO_BOOL = 40
  case UNARY_INVERT = 41
  case UNARY_NEGATIVE = 42
  case UNARY_NOT = 43
  case WITH_EXCEPT_START = 44
  case BINARY_OP = 45
  case BUILD_CONST_KEY_MAP = 46
  case BUILD_LIST = 47
  case BUILD_MAP = 48
  case BUILD_SET = 49
  case BUILD_SLICE = 50
  case BUILD_STRING = 51
  case BUILD_TUPLE = 52
  case CALL = 53
  case CALL_FUNCTION_EX = 54
  case CALL_INTRINSIC_1 = 55
  case CALL_INTRINSIC_2 = 56
  case CALL_KW = 57
  case COMPARE_OP = 58
  case CONTAINS_OP = 59
  case CONVERT_VALUE = 60
  case COPY = 61
  case COPY_FREE_VARS = 62
  case DELETE_ATTR = 63
  case DELETE_DEREF = 64
  case DELETE_FAST = 65
  case DELETE_GLOBAL = 66
  case DELETE_NAME = 67
  case DICT_MERGE = 68
  case DICT_UPDATE = 69
  case ENTER_EXECUTOR = 70
  case EXTENDED_ARG = 71
  case FOR_ITER = 72
  case GET_AWAITABLE = 73
  case IMPORT_FROM = 74
  case IMPORT_NAME = 75
  case IS_OP = 76
  case JUMP_BACKWARD = 77
  case JUMP_BACKWARD_NO_INTERRUPT = 78
  case JUMP_FORWARD = 79
  case LIST_APPEND = 80
  case LIST_EXTEND = 81
  case LOAD_ATTR = 82
  case LOAD_CONST = 83
  case LOAD_DEREF = 84
  case LOAD_FAST = 85
  case LOAD_FAST_AND_CLEAR = 86
  case LOAD_FAST_CHECK = 87
  case LOAD_FAST_LOAD_FAST = 88
  case LOAD_FROM_DICT_OR_DEREF = 89
  case LOAD_FROM_DICT_OR_GLOBALS = 90
  case LOAD_GLOBAL = 91
  case LOAD_NAME = 92
  case LOAD_SUPER_ATTR = 93
  case MAKE_CELL = 94
  case MAP_ADD = 95
  case MATCH_CLASS = 96
  case POP_JUMP_IF_FALSE = 97
  case POP_JUMP_IF_NONE = 98
  case POP_JUMP_IF_NOT_NONE = 99
  case POP_JUMP_IF_TRUE = 100
  case RAISE_VARARGS = 101
  case RERAISE = 102
  case RETURN_CONST = 103
  case SEND = 104
  case SET_ADD = 105
  case SET_FUNCTION_ATTRIBUTE = 106
  case SET_UPDATE = 107
  case STORE_ATTR = 108
  case STORE_DEREF = 109
  case STORE_FAST = 110
  case STORE_FAST_LOAD_FAST = 111
  case STORE_FAST_STORE_FAST = 112
  case STORE_GLOBAL = 113
  case STORE_NAME = 114
  case SWAP = 115
  case UNPACK_EX = 116
  case UNPACK_SEQUENCE = 117
  case YIELD_VALUE = 118
  case RESUME = 149
  // Pseudo instructions.
  case JUMP = 256
  case JUMP_NO_INTERRUPT = 257
  case LOAD_CLOSURE = 258
  case LOAD_METHOD = 259
  case LOAD_SUPER_METHOD = 260
  case LOAD_ZERO_SUPER_ATTR = 261
  case LOAD_ZERO_SUPER_METHOD = 262
  case POP_BLOCK = 263
  case SETUP_CLEANUP = 264
  case SETUP_FINALLY = 265
  case SETUP_WITH = 266
  case STORE_FAST_MAYBE_NULL = 267
}

extension Opcode {
  /// The instruction with this byte, if a code unit may hold it.
  public init?(byte: UInt8) { self.init(rawValue: UInt16(byte)) }

  public var name: String { "\(self)" }

  @inlinable public var isPseudo: Bool { rawValue >= 256 }

  /// Whether the argument means something (`opcode.hasarg`).
  @inlinable public var hasArgument: Bool {
    if isPseudo { return self != .POP_BLOCK }
    return rawValue > Opcode.WITH_EXCEPT_START.rawValue
  }

  @inlinable public var hasConstant: Bool { self == .LOAD_CONST || self == .RETURN_CONST }

  @inlinable public var hasJump: Bool {
    switch self {
    case .FOR_ITER, .JUMP_BACKWARD, .JUMP_BACKWARD_NO_INTERRUPT, .JUMP_FORWARD,
      .POP_JUMP_IF_FALSE, .POP_JUMP_IF_NONE, .POP_JUMP_IF_NOT_NONE, .POP_JUMP_IF_TRUE,
      .SEND, .JUMP, .JUMP_NO_INTERRUPT:
      true
    default: false
    }
  }

  @inlinable public var hasName: Bool {
    switch self {
    case .DELETE_ATTR, .DELETE_GLOBAL, .DELETE_NAME, .IMPORT_FROM, .IMPORT_NAME, .LOAD_ATTR,
      .LOAD_FROM_DICT_OR_GLOBALS, .LOAD_GLOBAL, .LOAD_NAME, .LOAD_SUPER_ATTR, .STORE_ATTR,
      .STORE_GLOBAL, .STORE_NAME, .LOAD_METHOD, .LOAD_SUPER_METHOD, .LOAD_ZERO_SUPER_ATTR,
      .LOAD_ZERO_SUPER_METHOD:
      true
    default: false
    }
  }

  /// Whether the argument is an index of a local (for the paired forms: of two).
  @inlinable public var hasLocal: Bool {
    switch self {
    case .DELETE_FAST, .LOAD_FAST, .LOAD_FAST_AND_CLEAR, .LOAD_FAST_CHECK, .LOAD_FAST_LOAD_FAST,
      .STORE_FAST, .STORE_FAST_LOAD_FAST, .STORE_FAST_STORE_FAST, .LOAD_CLOSURE,
      .STORE_FAST_MAYBE_NULL:
      true
    default: false
    }
  }

  /// Whether the argument is an index of a cell or free variable.
  @inlinable public var hasFree: Bool {
    switch self {
    case .DELETE_DEREF, .LOAD_DEREF, .LOAD_FROM_DICT_OR_DEREF, .MAKE_CELL, .STORE_DEREF: true
    default: false
    }
  }

  /// Whether this pseudo instruction installs an exception handler, its target.
  @inlinable public var isBlockPush: Bool {
    self == .SETUP_FINALLY || self == .SETUP_WITH || self == .SETUP_CLEANUP
  }

  @inlinable public var hasTarget: Bool { hasJump || isBlockPush }

  @inlinable public var isBackwardJump: Bool {
    self == .JUMP_BACKWARD || self == .JUMP_BACKWARD_NO_INTERRUPT
  }

  @inlinable public var isUnconditionalJump: Bool {
    switch self {
    case .JUMP, .JUMP_NO_INTERRUPT, .JUMP_FORWARD, .JUMP_BACKWARD, .JUMP_BACKWARD_NO_INTERRUPT:
      true
    default: false
    }
  }

  /// Whether control leaves the code unit here.
  @inlinable public var isScopeExit: Bool {
    switch self {
    case .RETURN_VALUE, .RETURN_CONST, .RAISE_VARARGS, .RERAISE: true
    default: false
    }
  }

  /// Code units of inline cache that follow the instruction.
  @inlinable public var cacheCount: Int {
    switch self {
    case .LOAD_ATTR: 9
    case .STORE_ATTR, .LOAD_GLOBAL: 4
    case .TO_BOOL, .CALL: 3
    case .JUMP_BACKWARD, .BINARY_SUBSCR, .STORE_SUBSCR, .SEND, .UNPACK_SEQUENCE,
      .LOAD_SUPER_ATTR, .COMPARE_OP, .CONTAINS_OP, .POP_JUMP_IF_TRUE, .POP_JUMP_IF_FALSE,
      .POP_JUMP_IF_NONE, .POP_JUMP_IF_NOT_NONE, .FOR_ITER, .BINARY_OP:
      1
    default: 0
    }
  }
}
