// `sys.stderr` before there are streams: what `-v` prints while the import system starts.

import Glibc
import TaipanRuntime

enum PreliminaryStderr {
  private static let methods: [NativeMethod] = [
    NativeMethod("write", "($self, text, /)", write),
    NativeMethod("flush", "($self, /)", flush),
    NativeMethod("fileno", "($self, /)", fileno),
    NativeMethod("isatty", "($self, /)", isatty),
  ]

  private static let spec = TypeSpec("stderrprinter", size: 16, methods: methods)

  static func install(_ sys: DictRef) {
    let type = NativeTypes.make(spec)
    sys.setStr("stderr", Value(Instances.allocate(type)))
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "write() argument must be str, not \(a[1].typeName)")
    }
    fputs(StrRef(a[1]).text, stderr)
    return Value(StrRef(a[1]).count)
  }

  static func flush(_ a: Args) throws(Raised) -> Value { .none }
  static func fileno(_ a: Args) throws(Raised) -> Value { Value(2) }
  static func isatty(_ a: Args) throws(Raised) -> Value { Value(Glibc.isatty(2) == 1) }
}
