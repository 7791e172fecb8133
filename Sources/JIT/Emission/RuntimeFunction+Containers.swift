// What stands behind each `Helper`.

import TaipanRuntime

extension RuntimeFunctions {
  private static func words<T>(_ function: T, _ count: Int, _ memory: RuntimeFunction.Memory)
    -> RuntimeFunction
  {
    RuntimeFunction(
      address: unsafeBitCast(function, to: Int.self),
      parameters: Array(repeating: .word, count: count), result: .word, memory: memory)
  }

  static let helpers: [RuntimeFunction] = Helper.allCases.map(helper)

  private static func helper(_ helper: Helper) -> RuntimeFunction {
    typealias C = ContainerHelpers
    func unary(_ f: @escaping C.Unary) -> RuntimeFunction { words(f, 1, memory(helper)) }
    func binary(_ f: @escaping C.Binary) -> RuntimeFunction { words(f, 2, memory(helper)) }
    func ternary(_ f: @escaping C.Ternary) -> RuntimeFunction { words(f, 3, memory(helper)) }
    func quaternary(_ f: @escaping C.Quaternary) -> RuntimeFunction { words(f, 4, memory(helper)) }
    switch helper {
    case .item: return binary(C.subscriptItem)
    case .storeItem: return ternary(C.storeItem)
    case .dictItem: return binary(C.dictItem)
    case .dictStore: return ternary(C.dictStore)
    case .deleteItem: return binary(C.deleteItem)
    case .slice: return ternary(C.slice)
    case .steppedSlice: return quaternary(C.steppedSlice)
    case .storeSlice: return quaternary(C.storeSlice)
    case .contains: return binary(C.contains)
    case .equal: return binary(C.equal)
    case .compare: return ternary(C.compare)
    case .truth: return unary(C.truth)
    case .comparison: return ternary(C.comparison)
    case .binary: return ternary(C.binary)
    case .inPlace: return ternary(C.inPlace)
    case .listPop: return unary(C.listPop)
    case .listPopAt: return binary(C.listPopAt)
    case .listInsert: return ternary(C.listInsert)
    case .listExtend: return binary(C.listExtend)
    case .listRemove: return binary(C.listRemove)
    case .listIndex: return binary(C.listIndex)
    case .listReverse: return unary(C.listReverse)
    case .listClear: return unary(C.listClear)
    case .listCopy: return unary(C.listCopy)
    case .dictGet: return ternary(C.dictGet)
    case .dictSetDefault: return ternary(C.dictSetDefault)
    case .dictPop: return binary(C.dictPop)
    case .dictPopDefault: return ternary(C.dictPopDefault)
    case .dictKeys: return unary(C.dictKeys)
    case .dictValues: return unary(C.dictValues)
    case .dictItems: return unary(C.dictItems)
    case .setAdd: return binary(C.setAdd)
    case .setDiscard: return binary(C.setDiscard)
    case .setRemove: return binary(C.setRemove)
    case .join: return binary(C.join)
    case .formatted: return unary(C.formatted)
    case .formattedBy: return binary(C.formattedBy)
    case .str: return unary(C.str)
    case .repr: return unary(C.repr)
    case .typeOf: return unary(NativeCallHelpers.typeOf)
    case .identity: return unary(NativeCallHelpers.identity)
    case .isSubclass: return binary(NativeCallHelpers.isSubclass)
    case .concatenation: return words(C.concatenation, 6, memory(helper))
    case .iterator: return unary(C.iterator)
    case .delegate: return unary(C.delegate)
    case .leaf: return words(NativeCallHelpers.leaf, 6, memory(helper))
    case .construct: return words(NativeCallHelpers.construct, 2, memory(helper))
    case .superMethod: return words(NativeCallHelpers.superMethod, 3, memory(helper))
    }
  }

  private static func memory(_ helper: Helper) -> RuntimeFunction.Memory {
    helper.onlyReads ? .reads : .any
  }

  static let callNative = RuntimeFunction(
    address: unsafeBitCast(NativeCallHelpers.call, to: Int.self),
    parameters: [.word, .pointer, .word, .word], result: .word)
  static let quietNext = words(ContainerHelpers.next, 1, .any)
  static let nextPair = words(ContainerHelpers.nextPair, 1, .any)
  static let moveSlice = words(ContainerHelpers.moveSlice, 7, .any)
  static let list = words(ContainerHelpers.list, 1, .own)
  static let dict = words(ContainerHelpers.dict, 0, .own)
}
