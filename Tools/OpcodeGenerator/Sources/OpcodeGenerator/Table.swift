// The table's rows, checked: a wrong word in the table fails here, with its line.

struct Row {
  let name: String
  /// The opcode that this one is a quickened form of.
  let parent: String?
  let section: String
  /// Exactly three, in the order a, b, c; names of `OperandKind` cases.
  let operands: [String]
  let hasConstant: Bool
  let literalWords: Int
  let cacheWords: Int
  let effects: [String]
  let meaning: String

  var extraWords: Int { (hasConstant ? 1 : 0) + literalWords + cacheWords }
  var leaves: Bool { effects.contains("leaves") }
}

private let operandNames: [String: String] = [
  "-": "none", "def": "def", "use": "use", "both": "both", "first": "first", "into": "into",
  "window": "window", "imm": "immediate", "count": "count", "name": "name", "jump": "jump",
  "name32": "name32", "jump32": "jump32",
]
private let effectNames: Set<String> = [
  "pure", "raises", "runs", "ends", "leaves", "polls", "repeats", "notes",
]

func parseTable(_ text: String) throws -> [Row] {
  var rows: [Row] = []
  var byName: [String: Row] = [:]
  var section = ""
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
    if line.isEmpty || line.hasPrefix("#") { continue }
    do {
      let row = try parseRow(line, section: section, known: byName)
      guard byName[row.name] == nil else { throw Failure("\(row.name) is declared twice") }
      byName[row.name] = row
      rows.append(row)
    } catch let failure as Failure {
      throw Failure("Opcodes.table:\(index + 1): \(failure)")
    }
  }
  return rows
}

private func parseRow(_ line: Substring, section: String, known: [String: Row]) throws -> Row {
  let columns = line.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false)
  guard columns.count == 5 else { throw Failure("a row has five columns") }
  let meaning = columns[4].trimmed
  guard !meaning.isEmpty else { throw Failure("a row says what it means") }
  let head = columns[0].words
  if head.count == 3, head[1] == "<" {
    guard let parent = known[head[2]] else { throw Failure("no opcode \(head[2]) above") }
    guard columns[1...3].allSatisfy({ $0.trimmed.isEmpty }) else {
      throw Failure("a quickened form takes everything from its parent")
    }
    return Row(
      name: head[0], parent: parent.name, section: section, operands: parent.operands,
      hasConstant: parent.hasConstant, literalWords: parent.literalWords,
      cacheWords: parent.cacheWords, effects: parent.effects, meaning: meaning)
  }
  guard head.count == 1 else { throw Failure("name or name < parent") }
  let words = try parseWords(columns[2].words)
  return Row(
    name: head[0], parent: nil, section: section, operands: try parseOperands(columns[1]),
    hasConstant: words.constant, literalWords: words.literals, cacheWords: words.caches,
    effects: try parseEffects(columns[3].words), meaning: meaning)
}

private func parseOperands(_ column: Substring) throws -> [String] {
  var operands: [String] = []
  if column.trimmed.isEmpty { return ["none", "none", "none"] }
  for word in column.split(separator: ",") {
    guard let kind = operandNames[word.trimmed] else { throw Failure("no operand kind \(word)") }
    operands.append(kind)
    if kind.hasSuffix("32") {
      guard operands.count == 2 else { throw Failure("\(kind) takes b and c together") }
      operands.append("none")
    }
  }
  guard operands.count <= 3 else { throw Failure("more than three operands") }
  return operands + Array(repeating: "none", count: 3 - operands.count)
}

private func parseWords(_ words: [String]) throws -> (constant: Bool, literals: Int, caches: Int) {
  var result = (constant: false, literals: 0, caches: 0)
  var index = 0
  while index < words.count {
    switch words[index] {
    case "const": result.constant = true
    case "literal": result.literals += 1
    case "cache":
      guard index + 1 < words.count, let count = Int(words[index + 1]) else {
        throw Failure("cache N")
      }
      result.caches = count
      index += 1
    default: throw Failure("no word kind \(words[index])")
    }
    index += 1
  }
  return result
}

private func parseEffects(_ words: [String]) throws -> [String] {
  for word in words where !effectNames.contains(word) { throw Failure("no effect \(word)") }
  guard !words.contains("pure") || words.count == 1 else { throw Failure("pure and more") }
  return words
}

extension Substring {
  var words: [String] { split(separator: " ").map(String.init) }
  var trimmed: String { words.joined(separator: " ") }
}
