import Bytecode
import Glibc
import PythonCompiler
import PythonSyntax
import RegisterCode

typealias StackOpcode = Bytecode.Opcode
typealias Opcode = RegisterCode.Opcode

func unit(_ source: String) throws -> CodeUnit {
  try Compiler.compile(try Parser.parse(Array(source.utf8)), fileName: "<test>")
}

/// The code unit of the first function or class of a module.
func functionUnit(_ source: String) throws -> CodeUnit {
  for case .code(let inner) in try unit(source).constants { return inner }
  fatalError("no function in: \(source)")
}

private nonisolated(unsafe) var mutex = pthread_mutex_t()

/// Lowering is for one thread at a time, tests run on several.
func lower(_ unit: CodeUnit) throws(LoweringError) -> LoweredCode {
  pthread_mutex_lock(&mutex)
  defer { pthread_mutex_unlock(&mutex) }
  return try LoweredCode(unit)
}

/// The register code of the first function of a module.
func lowered(_ source: String) throws -> LoweredCode { try lower(functionUnit(source)) }

extension LoweredCode {
  /// The places of the instruction words.
  var places: [Int] {
    var list: [Int] = []
    var index = 0
    while index < words.count {
      list.append(index)
      index += 1 + words[index].opcode.extraWords
    }
    return list
  }

  /// Behind the `enter` that a function begins with.
  var opcodes: [Opcode] { places.map { words[$0].opcode }.filter { $0 != .enter } }

  /// The instructions of one opcode.
  func all(_ opcode: Opcode) -> [UInt64] { places.map { words[$0] }.filter { $0.opcode == opcode } }

  /// Instructions as text, behind `enter` and without their places: `add t0, r0, r1`.
  var lines: [String] {
    disassembly().split(separator: "\n").dropFirst().filter { !$0.hasPrefix("handler") }.map {
      $0.dropFirst().split(separator: " ").dropFirst().joined(separator: " ")
    }.filter { $0 != "enter" }
  }
}

/// Every opcode of the table.
let allOpcodes = (0..<Opcode.count).map { UInt64($0).opcode }
