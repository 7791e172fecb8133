// `--dump`: the stages of a file's translation as text.

import Bytecode
import Glibc
import PythonCompiler
import PythonSyntax
import RegisterCode
import FrontEndModules

enum Dump {
  static func run(_ options: Options, _ stages: [String]) -> Int32 {
    let source: [UInt8]
    let name: String
    switch options.target {
    case .file(let path):
      guard let bytes = Library.readFile(path) else {
        fputs("taipan: can't open file '\(path)'\n", stderr)
        return 2
      }
      (source, name) = (bytes, path)
    case .command(let text): (source, name) = (Array(text.utf8), "<string>")
    default:
      fputs("taipan: --dump needs a file or -c\n", stderr)
      return 2
    }
    for stage in stages {
      do {
        print(try text(of: stage, source, name), terminator: "")
      } catch let failure as SyntaxFailure {
        fputs("\(failure)\n", stderr)
        return 1
      } catch {
        fputs("taipan: \(error)\n", stderr)
        return 1
      }
    }
    return 0
  }

  private struct UnknownStage: Error { var name: String }

  private static func text(of stage: String, _ source: [UInt8], _ name: String) throws -> String {
    switch stage {
    case "tokens":
      return try source.withUnsafeBufferPointer { try Parser.dumpTokens($0) }
    case "ast":
      let tree = try Parser.parse(source, fileName: name)
      return tree.dump() + "\n"
    case "symtable": return try SymbolTable(try Parser.parse(source, fileName: name)).text
    case "bytecode": return Disassembler.text(of: try unit(source, name))
    case "register": return try unit(source, name).registerListing()
    default: throw UnknownStage(name: stage)
    }
  }

  private static func unit(_ source: [UInt8], _ name: String) throws -> CodeUnit {
    try Compiler.compile(try Parser.parse(source, fileName: name), fileName: name)
  }
}
