// The generated files as text, formatted as swift-format leaves them.

private let notice =
  "// Generated from Sources/RegisterCode/Opcodes.table by Tools/OpcodeGenerator.\n"

/// The enum itself: a case a row, in the table's order, which is the order of the numbers.
func enumFile(_ rows: [Row]) -> String {
  // Swift stores an enum of up to 256 cases in one byte, and `unsafeBitCast` checks the size.
  let storage = rows.count > 256 ? "UInt16" : "UInt8"
  var text = notice + "\n/// The opcode of a register instruction: bits 0–15 of its word.\n"
  text += "public enum Opcode {\n"
  var section = ""
  for row in rows {
    if row.section != section {
      text += section.isEmpty ? "" : "\n"
      text += "  // \(row.section)\n"
      section = row.section
    }
    text += wrappedComment(row.meaning)
    text += "  case \(row.name)\n"
  }
  text += "}\n\nextension Opcode {\n"
  text += "  /// As wide as the enum is stored, so that a word's low bits cast to an opcode.\n"
  text += "  public typealias Storage = \(storage)\n\n"
  text += "  @inlinable @inline(__always)\n"
  text += "  public var number: Storage { unsafeBitCast(self, to: Storage.self) }\n\n"
  text += "  public static let count = \(rows.count)\n}\n"
  return text
}

private func wrappedComment(_ meaning: String) -> String {
  var text = ""
  var line = "  ///"
  for word in meaning.split(separator: " ") {
    if line.count + 1 + word.count > 100 {
      text += line + "\n"
      line = "  ///"
    }
    line += " " + word
  }
  return text + line + "\n"
}

/// What the table says about each opcode. Switches, not arrays: they become data without any
/// start-up code, and fold away where the opcode is known.
func propertiesFile(_ rows: [Row]) -> String {
  var text = notice + "\nextension Opcode {\n"
  text += property(rows, "name", "StaticString", "The opcode's name in the table.") {
    "\"\($0.name)\""
  }
  text += property(
    rows, "parent", "Opcode", "The opcode that this is a quickened form of, or itself."
  ) { "." + ($0.parent ?? $0.name) }
  text += property(
    rows, "extraWords", "Int", "Words after the instruction word: constant, literals, cache."
  ) { "\($0.extraWords)" }
  text += property(rows, "hasConstant", "Bool", "Whether the first extra word is a constant.") {
    "\($0.hasConstant)"
  }
  text += property(
    rows, "literalWords", "Int", "Extra words that lowering fixes, after the constant."
  ) {
    "\($0.literalWords)"
  }
  text += property(rows, "effects", "Effects", "What the instruction may do.") { row in
    "[" + row.effects.map { "." + $0 }.joined(separator: ", ") + "]"
  }
  text += property(rows, "operands", "Operands", "How the three operand fields are read.") { row in
    "Operands(" + row.operands.map { "." + $0 }.joined(separator: ", ") + ")"
  }
  text.removeLast()
  return text + "}\n"
}

private func property(
  _ rows: [Row], _ name: String, _ type: String, _ comment: String, _ value: (Row) -> String
) -> String {
  var order: [String] = []
  var groups: [String: [String]] = [:]
  for row in rows {
    let key = value(row)
    if groups[key] == nil { order.append(key) }
    groups[key, default: []].append("." + row.name)
  }
  var text = "  /// \(comment)\n  @inlinable public var \(name): \(type) {\n    switch self {\n"
  for key in order {
    text += caseList(groups[key]!, key)
  }
  return text + "    }\n  }\n\n"
}

/// `case .a, .b: value` on one line, or a case a line where that is too long.
private func caseList(_ names: [String], _ value: String) -> String {
  let line = "    case " + names.joined(separator: ", ") + ":"
  if line.count + 1 + value.count <= 100 { return line + " " + value + "\n" }
  if names.count == 1 { return line + "\n      " + value + "\n" }
  return "    case " + names.joined(separator: ",\n      ") + ":\n      " + value + "\n"
}

/// The loop. A handler is `static func name(_ word, _ pc, _ r, _ thread)` of `Interpreter`.
func dispatchFile(_ rows: [Row]) -> String {
  var text =
    notice + """

      import RegisterCode

      extension Interpreter {
        /// Runs from `pcAtEntry` until the frame that it was entered with returns or yields. The switch
        /// is exhaustive over an enum cast from the word: it compiles to one table jump without a check.
        /// Handlers work on copies of pc and r: those whose address is taken because a handler was not
        /// inlined live in memory, pc and r themselves stay in machine registers.
        @inline(never)
        static func run(
          _ thread: ThreadRef, _ pcAtEntry: UnsafeMutablePointer<UInt64>,
          _ registersAtEntry: UnsafeMutablePointer<Value>
        ) throws(Raised) {
          var pc = pcAtEntry
          var r = registersAtEntry
          while true {
            do throws(Raised) {
              while true {
                let word = pc.pointee
                pc += 1
                switch unsafeBitCast(Opcode.Storage(truncatingIfNeeded: word), to: Opcode.self) {

      """
  for row in rows {
    let call = "try \(row.name)(word, &nextPC, &nextR, thread)"
    text += """
                case .\(row.name):
                  var (nextPC, nextR) = (pc, r)
                  \(row.leaves ? "if \(call) { return }" : call)
                  (pc, r) = (nextPC, nextR)

      """
  }
  text += """
              }
            }
          } catch {
            // A handler may have left its frame before it raised.
            let current = thread.pointee.frame.unsafelyUnwrapped
            let raisedAt = current == r && !raisedInNativeCode() ? pc : Frame(current).pc
            guard let handler = unwind(thread, raisedAt, current) else { throw Raised() }
            (pc, r) = handler
          }
        }
      }
    }

    """
  return text
}

/// The handlers one by one: what native code calls for instructions that it has no code of its own for.
func stepFile(_ rows: [Row]) -> String {
  var text =
    notice + """

      import RegisterCode

      /// A handler, as a function of its own.
      struct StepHandler {
        let run:
          @convention(thin) (UInt64, inout PC, inout Registers, ThreadRef) throws(Raised) -> Void
      }

      extension Interpreter {
        /// By number of the opcode.
        static let stepHandlers: [StepHandler] = [

      """
  for row in rows {
    let run = row.leaves ? "leavingIsNoStep" : row.name
    text += "    StepHandler(run: { (w, pc, r, t) throws(Raised) in try \(run)(w, &pc, &r, t) }),\n"
  }
  text += """
      ]

      private static func leavingIsNoStep(
        _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
      ) throws(Raised) {
        fatalError("\\(word.opcode.name) is no single step")
      }
    }

    """
  return text
}
