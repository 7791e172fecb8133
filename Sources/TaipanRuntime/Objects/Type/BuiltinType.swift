// The types that the runtime itself knows: their objects and shapes lie at fixed addresses.

public enum BuiltinType: UInt16, CaseIterable {
  case object, type, noneType, notImplementedType, ellipsisType
  case int, bool, float, complex, str, bytes, byteArray, memoryView
  case list, tuple, dict, set, frozenSet, range, slice
  case dictKeys, dictValues, dictItems, mappingProxy
  case listIterator, listReverseIterator, tupleIterator, strIterator
  case wideStrIterator, bytesIterator, byteArrayIterator, memoryIterator
  case dictKeyIterator, dictValueIterator, dictItemIterator
  case dictReverseKeyIterator, dictReverseValueIterator, dictReverseItemIterator
  case setIterator, rangeIterator, longRangeIterator, callableIterator, sequenceIterator
  case enumerate, reversed, zip, map, filter
  case function, method, builtinFunction, methodDescriptor, slotWrapper, methodWrapper
  case classMethodDescriptor
  case getSetDescriptor, memberDescriptor, property, classMethod, staticMethod, `super`
  case cell, code, frame, traceback, frameLocalsProxy
  case generator, coroutine, coroutineWrapper, asyncGenerator
  case asyncGeneratorSend, asyncGeneratorThrow, asyncGeneratorWrappedValue, anextAwaitable
  case module, weakReference, weakProxy, weakCallableProxy
  case genericAlias, unionType, simpleNamespace, capsule
  case typeVar, paramSpec, paramSpecArgs, paramSpecKwargs, typeVarTuple, typeAliasType, generic
  case noDefaultType
  case valueBuffer, tableBuffer, textBuffer

  // Exceptions, each after its base.
  case baseException, baseExceptionGroup, generatorExit, keyboardInterrupt, systemExit
  case exception, exceptionGroup
  case arithmeticError, floatingPointError, overflowError, zeroDivisionError
  case assertionError, attributeError, bufferError, eofError
  case importError, moduleNotFoundError
  case lookupError, indexError, keyError
  case memoryError, nameError, unboundLocalError
  case osError, blockingIOError, childProcessError, connectionError, brokenPipeError
  case connectionAbortedError, connectionRefusedError, connectionResetError
  case fileExistsError, fileNotFoundError, interruptedError, isADirectoryError
  case notADirectoryError, permissionError, processLookupError, timeoutError
  case referenceError
  case runtimeError, notImplementedError, recursionError, pythonFinalizationError
  case stopAsyncIteration, stopIteration
  case syntaxError, incompleteInputError, indentationError, tabError
  case systemError, typeError
  case valueError, unicodeError, unicodeDecodeError, unicodeEncodeError, unicodeTranslateError
  case warning, bytesWarning, deprecationWarning, encodingWarning, futureWarning, importWarning
  case pendingDeprecationWarning, resourceWarning, runtimeWarning, syntaxWarning
  case unicodeWarning, userWarning

  /// The type object.
  @inlinable @inline(__always) public var ref: TypeRef {
    TypeRef(
      p: UnsafeMutablePointer(
        bitPattern: MemoryMap.builtinTypes + UInt(rawValue) * MemoryMap.builtinTypeStride
      ).unsafelyUnwrapped)
  }
  @inlinable @inline(__always) public var value: Value { ref.value }
}

extension Value {
  /// True for an object of exactly this builtin type that lies in the heap; ints and floats have
  /// their own tests.
  @inlinable @inline(__always) public func isExactly(_ type: BuiltinType) -> Bool {
    isHeap && bits > 4 && asObject.header.pointee.shapeID == Shape.of(type).id
  }

  /// The same for a value that is known to be neither absent nor exhausted, as a register that an
  /// instruction uses.
  @inlinable @inline(__always) public func isPresentExactly(_ type: BuiltinType) -> Bool {
    assert(bits > 4)
    return isHeap && asObject.header.pointee.shapeID == Shape.of(type).id
  }
}
