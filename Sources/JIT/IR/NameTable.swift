// Names for the numbers of a graph that differ from run to run: addresses, `Value`s, shapes.
//
// With a table the text form has `@name` where it would have the number. A name stands for one number in
// each kind; the parser makes numbers up for names that it does not know.

final class NameTable {
  enum Kind { case value, shape, address, body, pc, step }

  private var names: [Kind: [Int: String]] = [:]
  private var numbers: [Kind: [String: Int]] = [:]
  private let describe: (Kind, Int) -> String?
  private var invented = 0
  /// Whether what versions must be is left out: they are counted from the start of the process.
  let hidesVersions: Bool

  /// - Parameter describe: the name of a number, or nil where it is to be shown itself. A name that is
  ///   given twice gets a count behind it.
  init(
    hidesVersions: Bool = false, _ describe: @escaping (Kind, Int) -> String? = { _, _ in nil }
  ) {
    self.hidesVersions = hidesVersions
    self.describe = describe
  }

  func name(_ kind: Kind, _ number: Int) -> String? {
    if let known = names[kind]?[number] { return known }
    guard let wanted = describe(kind, number) else { return nil }
    var name = wanted
    var count = 1
    while numbers[kind]?[name] != nil {
      count += 1
      name = "\(wanted)'\(count)"
    }
    note(kind, number, name)
    return name
  }

  func number(_ kind: Kind, _ name: String) -> Int {
    if let known = numbers[kind]?[name] { return known }
    invented += 1
    // Far from what is written as a number, and a shape's fits in 32 bits.
    let number = 0x4000_0000 + invented * 16
    note(kind, number, name)
    return number
  }

  private func note(_ kind: Kind, _ number: Int, _ name: String) {
    names[kind, default: [:]][number] = name
    numbers[kind, default: [:]][name] = number
  }
}

extension NameTable {
  /// What needs no quotes behind `@`.
  static func isPlain(_ c: UInt8) -> Bool {
    switch c {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "+"), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      return true
    default: return false
    }
  }

  /// A name as it is written.
  static func quoted(_ name: String) -> String {
    if !name.isEmpty, name.utf8.allSatisfy(isPlain) { return "@" + name }
    var out = "@\""
    for c in name.unicodeScalars {
      switch c {
      case "\"", "\\": out += "\\\(c)"
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(c)
      }
    }
    return out + "\""
  }
}
