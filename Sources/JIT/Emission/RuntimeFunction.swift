// The functions of the runtime that native code calls.

import TaipanRuntime

/// A function with C's calling convention, at an address.
struct RuntimeFunction {
  enum Kind { case word, pointer, float, nothing }
  /// What it reads and writes, as far as native code can see. What is `own` allocates: it changes nothing, but
  /// the collector may read whatever there is.
  enum Memory { case any, own, reads, none }

  let address: Int
  let parameters: [Kind]
  let result: Kind
  var memory = Memory.any
}

enum RuntimeFunctions {
  private static func address<T>(_ function: T) -> Int {
    unsafeBitCast(function, to: Int.self)
  }

  static let wantBetter = RuntimeFunction(
    address: address(Tier.wantBetter), parameters: [.word], result: .nothing, memory: .own)
  static let step = RuntimeFunction(
    address: address(NativeHelpers.step), parameters: [.pointer, .pointer], result: .word)
  static let stepCall = RuntimeFunction(
    address: address(NativeHelpers.stepCall), parameters: [.pointer, .pointer], result: .word)
  static let send = RuntimeFunction(
    address: address(NativeHelpers.send), parameters: [.pointer, .pointer], result: .word)
  static let asyncNext = RuntimeFunction(
    address: address(NativeHelpers.asyncNext), parameters: [.pointer, .pointer], result: .word)
  static let wrapYielded = RuntimeFunction(
    address: address(NativeHelpers.wrapYielded), parameters: [.word], result: .word, memory: .own)
  static let finishOperator = RuntimeFunction(
    address: address(NativeHelpers.finishOperator), parameters: [.pointer, .pointer, .word, .word],
    result: .word)
  static let runCallee = RuntimeFunction(
    address: address(NativeHelpers.runCallee), parameters: [.pointer], result: .word)
  static let makeGenerator = RuntimeFunction(
    address: address(NativeHelpers.makeGenerator), parameters: [.pointer, .word, .pointer],
    result: .word)
  static let finishCallee = RuntimeFunction(
    address: address(NativeHelpers.finishCallee), parameters: [.pointer], result: .word)
  static let detachFrame = RuntimeFunction(
    address: address(NativeHelpers.detachFrame), parameters: [.pointer], result: .nothing)
  static let refuseFrame = RuntimeFunction(
    address: address(NativeHelpers.refuseFrame), parameters: [.pointer], result: .word)
  static let next = RuntimeFunction(
    address: address(NativeHelpers.next), parameters: [.word], result: .word)
  static let boxFloat = RuntimeFunction(
    address: address(NativeHelpers.boxFloat), parameters: [.float], result: .word, memory: .own)
  static let boxInt = RuntimeFunction(
    address: address(NativeHelpers.boxInt), parameters: [.word], result: .word, memory: .own)
  static let remember = RuntimeFunction(
    address: address(NativeHelpers.remember), parameters: [.word], result: .nothing, memory: .own)
  static let newInstance = RuntimeFunction(
    address: address(NativeHelpers.allocateInstance), parameters: [.word], result: .word,
    memory: .own)
  static let length = RuntimeFunction(
    address: address(NativeHelpers.length), parameters: [.word], result: .word, memory: .reads)
  static let isInstance = RuntimeFunction(
    address: address(NativeHelpers.isInstance), parameters: [.word, .word], result: .word,
    memory: .reads)
  static let truth = RuntimeFunction(
    address: address(NativeHelpers.truth), parameters: [.word], result: .word, memory: .reads)
  static let comparesByIdentity = RuntimeFunction(
    address: address(NativeHelpers.comparesByIdentity), parameters: [.word, .word], result: .word,
    memory: .reads)
  static let append = RuntimeFunction(
    address: address(NativeHelpers.append), parameters: [.word, .word], result: .nothing)
  static let item = RuntimeFunction(
    address: address(NativeHelpers.item), parameters: [.word, .word], result: .word, memory: .reads)
  static let setItem = RuntimeFunction(
    address: address(NativeHelpers.setItem), parameters: [.word, .word, .word], result: .word)
  static let listIterator = RuntimeFunction(
    address: address(NativeHelpers.listIterator), parameters: [.word], result: .word, memory: .own)
  static let builtinIterator = RuntimeFunction(
    address: address(NativeHelpers.builtinIterator), parameters: [.word], result: .word)
  static let range = RuntimeFunction(
    address: address(NativeHelpers.range), parameters: [.word, .word, .word], result: .word,
    memory: .own)
  static let rangeIterator = RuntimeFunction(
    address: address(NativeHelpers.rangeIterator), parameters: [.word, .word, .word],
    result: .word, memory: .own)
  static let tuple = RuntimeFunction(
    address: address(NativeHelpers.tuple), parameters: [.word], result: .word, memory: .own)
  static let enumerate = RuntimeFunction(
    address: address(NativeHelpers.enumerate), parameters: [.word], result: .word, memory: .own)
  static let makeFunction = RuntimeFunction(
    address: address(NativeHelpers.makeFunction), parameters: [.word, .word], result: .word,
    memory: .own)
  static let startCollecting = RuntimeFunction(
    address: address(NativeHelpers.startCollecting), parameters: [.word, .pointer],
    result: .nothing)
  static let collect = RuntimeFunction(
    address: address(NativeHelpers.collect), parameters: [.word, .word, .pointer], result: .word)
  static let collectInSet = RuntimeFunction(
    address: address(NativeHelpers.collectInSet), parameters: [.word, .word], result: .word)
  static let roomyList = RuntimeFunction(
    address: address(NativeHelpers.roomyList), parameters: [], result: .word, memory: .own)
  static let tupleOfList = RuntimeFunction(
    address: address(NativeHelpers.tupleOfList), parameters: [.word], result: .word)
  static let finishCollecting = RuntimeFunction(
    address: address(NativeHelpers.finishCollecting), parameters: [.word, .pointer], result: .word)
  static let rejectInitResult = RuntimeFunction(
    address: address(NativeHelpers.rejectInitResult), parameters: [.word], result: .nothing)
  static let power = RuntimeFunction(
    address: address(NativeHelpers.power), parameters: [.float, .float], result: .float,
    memory: .none)
  static let floatModulo = RuntimeFunction(
    address: address(NativeHelpers.floatModulo), parameters: [.float, .float], result: .float,
    memory: .none)
  static let floatFloorDivide = RuntimeFunction(
    address: address(NativeHelpers.floatFloorDivide), parameters: [.float, .float], result: .float,
    memory: .none)
  static let makeObjects = RuntimeFunction(
    address: address(Exits.makeObjects), parameters: [.pointer, .word, .word, .pointer],
    result: .nothing)
  static let makeIterator = RuntimeFunction(
    address: address(Exits.makeIterator), parameters: [.word, .pointer], result: .word)
  static let leave = RuntimeFunction(
    address: address(Exits.leave), parameters: [.pointer, .word, .word, .pointer],
    result: .nothing)
}
