// Reads Sources/RegisterCode/Opcodes.table and writes what follows from it. Run from the root of
// the repository, or with the root as the argument; with `--check` it writes nothing and fails
// when a file on disk differs from what it would write.

import Glibc

func main() throws {
  var root = "."
  var checksOnly = false
  for argument in CommandLine.arguments.dropFirst() {
    if argument == "--check" { checksOnly = true } else { root = argument }
  }
  let rows = try parseTable(readFile(root + "/Sources/RegisterCode/Opcodes.table"))
  let outputs = [
    ("Sources/RegisterCode/Generated/Opcode.swift", enumFile(rows)),
    ("Sources/RegisterCode/Generated/Opcode+Properties.swift", propertiesFile(rows)),
    ("Sources/TaipanRuntime/Interpreter/Generated/Dispatch.swift", dispatchFile(rows)),
    ("Sources/TaipanRuntime/Interpreter/Generated/Step.swift", stepFile(rows)),
  ]
  for (path, text) in outputs {
    if checksOnly {
      guard try readFile(root + "/" + path) == text else { throw Failure("\(path) is out of date") }
    } else {
      try writeFile(root + "/" + path, text)
    }
  }
  print("\(rows.count) opcodes")
}

do {
  try main()
} catch {
  fputs("OpcodeGenerator: \(error)\n", stderr)
  exit(1)
}
