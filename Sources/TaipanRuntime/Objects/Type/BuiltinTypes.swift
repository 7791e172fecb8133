// Base and declaration of every builtin type, and their creation at start-up.

extension BuiltinType {
  /// The base type; nil for object.
  var base: BuiltinType? {
    switch self {
    case .object: return nil
    case .bool: return .int
    case .baseExceptionGroup, .generatorExit, .keyboardInterrupt, .systemExit, .exception:
      return .baseException
    case .exceptionGroup: return .baseExceptionGroup
    case .arithmeticError, .assertionError, .attributeError, .bufferError, .eofError, .importError,
      .lookupError, .memoryError, .nameError, .osError, .referenceError, .runtimeError,
      .stopAsyncIteration, .stopIteration, .syntaxError, .systemError, .typeError, .valueError,
      .warning:
      return .exception
    case .floatingPointError, .overflowError, .zeroDivisionError: return .arithmeticError
    case .moduleNotFoundError: return .importError
    case .indexError, .keyError: return .lookupError
    case .unboundLocalError: return .nameError
    case .blockingIOError, .childProcessError, .connectionError, .fileExistsError,
      .fileNotFoundError, .interruptedError, .isADirectoryError, .notADirectoryError,
      .permissionError, .processLookupError, .timeoutError:
      return .osError
    case .brokenPipeError, .connectionAbortedError, .connectionRefusedError, .connectionResetError:
      return .connectionError
    case .notImplementedError, .recursionError, .pythonFinalizationError: return .runtimeError
    case .incompleteInputError, .indentationError: return .syntaxError
    case .tabError: return .indentationError
    case .unicodeError: return .valueError
    case .unicodeDecodeError, .unicodeEncodeError, .unicodeTranslateError: return .unicodeError
    case .bytesWarning, .deprecationWarning, .encodingWarning, .futureWarning, .importWarning,
      .pendingDeprecationWarning, .resourceWarning, .runtimeWarning, .syntaxWarning,
      .unicodeWarning, .userWarning:
      return .warning
    default: return .object
    }
  }

  /// The declaration.
  var spec: TypeSpec {
    switch self {
    case .object: return ObjectType.spec
    case .type: return TypeType.spec
    case .noneType: return NoneType.spec
    case .notImplementedType: return NotImplementedType.spec
    case .ellipsisType: return EllipsisType.spec
    case .int: return IntType.spec
    case .bool: return BoolType.spec
    case .float: return FloatType.spec
    case .complex: return ComplexType.spec
    case .str: return StrType.spec
    case .bytes: return BytesType.spec
    case .byteArray: return ByteArrayType.spec
    case .memoryView: return MemoryViewType.spec
    case .list: return ListType.spec
    case .tuple: return TupleType.spec
    case .dict: return DictType.spec
    case .set: return SetType.spec
    case .frozenSet: return FrozenSetType.spec
    case .range: return RangeType.spec
    case .slice: return SliceType.spec
    case .dictKeys: return DictKeysType.spec
    case .dictValues: return DictValuesType.spec
    case .dictItems: return DictItemsType.spec
    case .mappingProxy: return MappingProxyType.spec
    case .listIterator: return ListIteratorType.spec
    case .listReverseIterator: return ListReverseIteratorType.spec
    case .tupleIterator: return TupleIteratorType.spec
    case .strIterator: return StrIteratorType.spec
    case .wideStrIterator: return StrIteratorType.wideSpec
    case .bytesIterator: return BytesIteratorType.spec
    case .byteArrayIterator: return ByteArrayIteratorType.spec
    case .memoryIterator: return MemoryIteratorType.spec
    case .dictKeyIterator: return DictKeyIteratorType.spec
    case .dictValueIterator: return DictValueIteratorType.spec
    case .dictItemIterator: return DictItemIteratorType.spec
    case .dictReverseKeyIterator: return DictReverseKeyIteratorType.spec
    case .dictReverseValueIterator: return DictReverseValueIteratorType.spec
    case .dictReverseItemIterator: return DictReverseItemIteratorType.spec
    case .setIterator: return SetIteratorType.spec
    case .rangeIterator: return RangeIteratorType.spec
    case .longRangeIterator: return LongRangeIteratorType.spec
    case .callableIterator: return CallableIteratorType.spec
    case .sequenceIterator: return SequenceIteratorType.spec
    case .enumerate: return EnumerateType.spec
    case .reversed: return ReversedType.spec
    case .zip: return ZipType.spec
    case .map: return MapType.spec
    case .filter: return FilterType.spec
    case .function: return FunctionType.spec
    case .method: return MethodType.spec
    case .builtinFunction: return BuiltinFunctionType.spec
    case .methodDescriptor: return MethodDescriptorType.spec
    case .slotWrapper: return SlotWrapperType.spec
    case .methodWrapper: return MethodWrapperType.spec
    case .classMethodDescriptor: return ClassMethodDescriptorType.spec
    case .getSetDescriptor: return GetSetDescriptorType.spec
    case .memberDescriptor: return MemberDescriptorType.spec
    case .property: return PropertyType.spec
    case .classMethod: return ClassMethodType.spec
    case .staticMethod: return StaticMethodType.spec
    case .`super`: return SuperType.spec
    case .cell: return CellType.spec
    case .code: return CodeType.spec
    case .frame: return FrameType.spec
    case .traceback: return TracebackType.spec
    case .frameLocalsProxy: return FrameLocalsProxyType.spec
    case .generator: return GeneratorType.spec
    case .coroutine: return CoroutineType.spec
    case .coroutineWrapper: return CoroutineWrapperType.spec
    case .asyncGenerator: return AsyncGeneratorType.spec
    case .asyncGeneratorSend: return AsyncGeneratorSendType.spec
    case .asyncGeneratorThrow: return AsyncGeneratorThrowType.spec
    case .asyncGeneratorWrappedValue: return AsyncGeneratorWrappedValueType.spec
    case .anextAwaitable: return AnextAwaitableType.spec
    case .module: return ModuleType.spec
    case .weakReference: return WeakReferenceType.spec
    case .weakProxy: return WeakProxyType.spec
    case .weakCallableProxy: return WeakCallableProxyType.spec
    case .genericAlias: return GenericAliasType.spec
    case .unionType: return UnionType.spec
    case .simpleNamespace: return SimpleNamespaceType.spec
    case .capsule: return CapsuleType.spec
    case .typeVar: return TypeVarType.spec
    case .paramSpec: return ParamSpecType.spec
    case .paramSpecArgs: return ParamSpecArgsType.spec
    case .paramSpecKwargs: return ParamSpecKwargsType.spec
    case .typeVarTuple: return TypeVarTupleType.spec
    case .typeAliasType: return TypeAliasType.spec
    case .generic: return GenericType.spec
    case .noDefaultType: return NoDefaultType.spec
    case .valueBuffer: return ValueBufferType.spec
    case .textBuffer: return TextBuffer.spec
    case .tableBuffer: return TableBufferType.spec
    case .baseException: return ExceptionType.spec("BaseException", self)
    case .baseExceptionGroup: return ExceptionType.spec("BaseExceptionGroup", self)
    case .generatorExit: return ExceptionType.spec("GeneratorExit", self)
    case .keyboardInterrupt: return ExceptionType.spec("KeyboardInterrupt", self)
    case .systemExit: return ExceptionType.spec("SystemExit", self)
    case .exception: return ExceptionType.spec("Exception", self)
    case .exceptionGroup: return ExceptionType.spec("ExceptionGroup", self)
    case .arithmeticError: return ExceptionType.spec("ArithmeticError", self)
    case .floatingPointError: return ExceptionType.spec("FloatingPointError", self)
    case .overflowError: return ExceptionType.spec("OverflowError", self)
    case .zeroDivisionError: return ExceptionType.spec("ZeroDivisionError", self)
    case .assertionError: return ExceptionType.spec("AssertionError", self)
    case .attributeError: return ExceptionType.spec("AttributeError", self)
    case .bufferError: return ExceptionType.spec("BufferError", self)
    case .eofError: return ExceptionType.spec("EOFError", self)
    case .importError: return ExceptionType.spec("ImportError", self)
    case .moduleNotFoundError: return ExceptionType.spec("ModuleNotFoundError", self)
    case .lookupError: return ExceptionType.spec("LookupError", self)
    case .indexError: return ExceptionType.spec("IndexError", self)
    case .keyError: return ExceptionType.spec("KeyError", self)
    case .memoryError: return ExceptionType.spec("MemoryError", self)
    case .nameError: return ExceptionType.spec("NameError", self)
    case .unboundLocalError: return ExceptionType.spec("UnboundLocalError", self)
    case .osError: return ExceptionType.spec("OSError", self)
    case .blockingIOError: return ExceptionType.spec("BlockingIOError", self)
    case .childProcessError: return ExceptionType.spec("ChildProcessError", self)
    case .connectionError: return ExceptionType.spec("ConnectionError", self)
    case .brokenPipeError: return ExceptionType.spec("BrokenPipeError", self)
    case .connectionAbortedError: return ExceptionType.spec("ConnectionAbortedError", self)
    case .connectionRefusedError: return ExceptionType.spec("ConnectionRefusedError", self)
    case .connectionResetError: return ExceptionType.spec("ConnectionResetError", self)
    case .fileExistsError: return ExceptionType.spec("FileExistsError", self)
    case .fileNotFoundError: return ExceptionType.spec("FileNotFoundError", self)
    case .interruptedError: return ExceptionType.spec("InterruptedError", self)
    case .isADirectoryError: return ExceptionType.spec("IsADirectoryError", self)
    case .notADirectoryError: return ExceptionType.spec("NotADirectoryError", self)
    case .permissionError: return ExceptionType.spec("PermissionError", self)
    case .processLookupError: return ExceptionType.spec("ProcessLookupError", self)
    case .timeoutError: return ExceptionType.spec("TimeoutError", self)
    case .referenceError: return ExceptionType.spec("ReferenceError", self)
    case .runtimeError: return ExceptionType.spec("RuntimeError", self)
    case .notImplementedError: return ExceptionType.spec("NotImplementedError", self)
    case .recursionError: return ExceptionType.spec("RecursionError", self)
    case .pythonFinalizationError: return ExceptionType.spec("PythonFinalizationError", self)
    case .stopAsyncIteration: return ExceptionType.spec("StopAsyncIteration", self)
    case .stopIteration: return ExceptionType.spec("StopIteration", self)
    case .syntaxError: return ExceptionType.spec("SyntaxError", self)
    case .incompleteInputError: return ExceptionType.spec("_IncompleteInputError", self)
    case .indentationError: return ExceptionType.spec("IndentationError", self)
    case .tabError: return ExceptionType.spec("TabError", self)
    case .systemError: return ExceptionType.spec("SystemError", self)
    case .typeError: return ExceptionType.spec("TypeError", self)
    case .valueError: return ExceptionType.spec("ValueError", self)
    case .unicodeError: return ExceptionType.spec("UnicodeError", self)
    case .unicodeDecodeError: return ExceptionType.spec("UnicodeDecodeError", self)
    case .unicodeEncodeError: return ExceptionType.spec("UnicodeEncodeError", self)
    case .unicodeTranslateError: return ExceptionType.spec("UnicodeTranslateError", self)
    case .warning: return ExceptionType.spec("Warning", self)
    case .bytesWarning: return ExceptionType.spec("BytesWarning", self)
    case .deprecationWarning: return ExceptionType.spec("DeprecationWarning", self)
    case .encodingWarning: return ExceptionType.spec("EncodingWarning", self)
    case .futureWarning: return ExceptionType.spec("FutureWarning", self)
    case .importWarning: return ExceptionType.spec("ImportWarning", self)
    case .pendingDeprecationWarning: return ExceptionType.spec("PendingDeprecationWarning", self)
    case .resourceWarning: return ExceptionType.spec("ResourceWarning", self)
    case .runtimeWarning: return ExceptionType.spec("RuntimeWarning", self)
    case .syntaxWarning: return ExceptionType.spec("SyntaxWarning", self)
    case .unicodeWarning: return ExceptionType.spec("UnicodeWarning", self)
    case .userWarning: return ExceptionType.spec("UserWarning", self)
    }
  }
}

enum BuiltinTypes {
  /// What the first objects need: headers of the types, and shapes that say how to read instances.
  static func startShapes() {
    guard TypeLayout.size <= MemoryMap.builtinTypeStride else {
      fatalError("a type object does not fit between the addresses of builtin types")
    }
    for type in BuiltinType.allCases {
      let ref = type.ref
      ref.p.pointee.header = Header(shape: .of(.type))
      ref.p.pointee.header.gc = GCFlags.old
      let shape = Shape.of(type)
      ref.p.pointee.instanceShape = shape
      shape.p.pointee.type = ref
      shape.p.pointee.traceKind = type.spec.traceKind
    }
  }

  /// Creates the content of all types, bases first.
  static func start() {
    SpecialNames.start()
    for type in BuiltinType.allCases {
      NativeTypes.initialize(type.ref, base: type.base?.ref, type.spec)
      if let base = type.base {
        let addsPayload = type.ref.p.pointee.basicSize != base.ref.p.pointee.basicSize
        type.ref.p.pointee.nativeBase = addsPayload ? type.rawValue : base.ref.p.pointee.nativeBase
      }
      type.ref.p.pointee.mro = TupleRef.empty.value
    }
    for type in BuiltinType.allCases { NativeTypes.complete(type.ref, type.spec) }
    FunctionType.addMembers()
    PropertyType.addMembers()
    addSecondBase(BuiltinType.exceptionGroup.ref, BuiltinType.exception.ref)
    for type in BuiltinType.allCases { type.ref.refreshFlags() }
  }

  /// `ExceptionGroup` is the one builtin type with two bases; they share their layout.
  private static func addSecondBase(_ type: TypeRef, _ second: TypeRef) {
    let first = type.base.unsafelyUnwrapped
    let bases = TupleRef.of(first.value, second.value)
    type.p.pointee.bases = bases.value
    do throws(Raised) {
      type.p.pointee.mro = try TypeBuilder.linearize(type, bases).value
    } catch {
      fatalError("the bases of \(type.nameText) do not fit")
    }
    TypeBuilder.addSubclass(second, type)
    type.object.noteWrite()
  }
}
