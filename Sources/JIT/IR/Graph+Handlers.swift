// What of a graph is not native.

import RegisterCode

extension Graph {
  /// The register instructions that the interpreter's handlers run, for the log.
  var handlerNames: String {
    var counts: [String: Int] = [:]
    for block in blocks {
      for value in block.body where values[value].operation.isOpaque {
        let i = values[value]
        switch i.operation {
        case .callFunction, .suspend, .send, .asyncNext, .callNative, .helped, .helpedTruth:
          continue
        default: break
        }
        let name = UnsafePointer<UInt64>(bitPattern: i.place)?.pointee.opcode.name
        counts["\(name.map { "\($0)" } ?? "")", default: 0] += 1
      }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { $0.value == 1 ? $0.key : "\($0.key) \($0.value)x" }.joined(separator: ", ")
  }
}
