import Bytecode
import PythonCompiler
import PythonSyntax

/// The code of a module.
func compile(_ source: String, _ change: (inout Compiler.Options) -> Void = { _ in }) throws
  -> CodeUnit
{
  var options = Compiler.Options()
  change(&options)
  let tree = try Parser.parse(Array(source.utf8))
  return try Compiler.compile(tree, fileName: "<test>", options: options)
}

/// The code of the first function or class of a module.
func function(_ source: String) throws -> CodeUnit { try nested(compile(source))[0] }

/// The code units among the constants.
func nested(_ unit: CodeUnit) -> [CodeUnit] {
  unit.constants.compactMap { constant -> CodeUnit? in
    if case .code(let inner) = constant { return inner }
    return nil
  }
}

/// Why a program is refused after it was parsed.
func compileFailure(_ source: String) -> String {
  do {
    _ = try compile(source)
    return ""
  } catch let failure as CompileFailure {
    guard let place = failure.location else { return failure.message }
    return "\(failure.message) (\(place.line):\(place.column))"
  } catch {
    return "not parsed: \(error)"
  }
}

struct Instruction: Equatable {
  var opcode: Opcode
  var argument: Int
  /// In code units, of its first EXTENDED_ARG if it has one.
  var offset: Int
  /// In code units, behind its cache entries.
  var next: Int

  var target: Int? {
    if !opcode.hasJump { return nil }
    return opcode.isBackwardJump ? next - argument : next + argument
  }
}

extension CodeUnit {
  var instructions: [Instruction] {
    var list: [Instruction] = []
    var (index, start, extended) = (0, 0, 0)
    while index < code.count / 2 {
      let opcode = Opcode(byte: code[2 * index])!
      let argument = extended << 8 | Int(code[2 * index + 1])
      if opcode == .EXTENDED_ARG {
        extended = argument
        index += 1
        continue
      }
      let next = index + 1 + opcode.cacheCount
      list.append(Instruction(opcode: opcode, argument: argument, offset: start, next: next))
      (index, start, extended) = (next, next, 0)
    }
    return list
  }

  var opcodes: [Opcode] { instructions.map(\.opcode) }

  /// Constants as text, those of LOAD_CONST and RETURN_CONST in the order of the code.
  var loadedConstants: [String] {
    instructions.filter { $0.opcode.hasConstant }.map { constants[$0.argument].representation }
  }
}
