// Lowering straight from a code unit: for dumps and tests. The runtime lowers its code objects.

import Bytecode

extension LoweredCode {
  public init(_ unit: CodeUnit) throws(LoweringError) {
    let kinds = unit.constants.map(\.loweringKind)
    // Typed throws do not pass through the closures, hence the result.
    let result: Result<LoweredCode, LoweringError> = unit.code.withUnsafeBufferPointer { code in
      unit.exceptionTable.withUnsafeBufferPointer { table in
        unit.localsPlusKinds.withUnsafeBufferPointer { locals in
          kinds.withUnsafeBufferPointer { kinds in
            let input = LoweringInput(
              code: code, exceptionTable: table, localKinds: locals,
              argumentCount: unit.argumentCount, positionalOnlyCount: unit.positionalOnlyCount,
              keywordOnlyCount: unit.keywordOnlyCount, flags: unit.flags,
              stackSize: unit.stackSize, constantKinds: kinds)
            do throws(LoweringError) {
              return .success(LoweredCode(try LoweredView.lower(input)))
            } catch {
              return .failure(error)
            }
          }
        }
      }
    }
    self = try result.get()
  }
}

extension CodeUnit {
  /// The listing of this code unit and of those in its constants, outer first: `--dump=register`,
  /// and the golden tests' format.
  public func registerListing() throws(LoweringError) -> String {
    var text = "== \(qualifiedName), line \(firstLine)\n"
    text += try LoweredCode(self).disassembly(names: names)
    for constant in constants {
      if case .code(let unit) = constant { text += try unit.registerListing() }
    }
    return text
  }
}

extension Constant {
  fileprivate var loweringKind: ConstantKind {
    switch self {
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .int(let value): return .smallInt(value)
    case .float: return .float
    case .ellipsis, .bigInt, .complex, .string, .bytes, .tuple, .frozenSet, .code:
      return .other
    }
  }
}
