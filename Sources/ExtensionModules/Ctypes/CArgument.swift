// `CArgObject`: an argument of a foreign function, made ready to be passed. What `byref` and `from_param` answer.

import Glibc
import TaipanRuntime

struct CArgumentLayout {
  var header: Header
  var ffi: FFITypeRef
  /// The letter of the type; `P` for addresses of other things, `V` for structs.
  var code: UInt8
  /// What the content refers to; absent for nothing.
  var object: Value
  /// Sixteen bytes: the argument, or for a struct the address of its copy.
  var low: UInt64
  var high: UInt64
}

struct CArgument: TypedRef {
  let p: UnsafeMutablePointer<CArgumentLayout>

  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "_ctypes.CArgObject", size: MemoryLayout<CArgumentLayout>.size, flags: [.noInstantiation],
        methods: [NativeMethod("__repr__", "($self, /)", repr)]))
    let name = Interning.intern("_obj")
    let word = MemoryLayout<CArgumentLayout>.offset(of: \.object).unsafelyUnwrapped / 8
    type.setAttribute(
      name,
      MemberRef.make(owner: type, name: name, word: word, isReadOnly: true, absentIsNone: true)
    )
    return type
  }()

  static func make(_ code: UInt8, _ ffi: FFITypeRef) -> CArgument {
    let argument = CArgument(Instances.allocate(type))
    argument.p.pointee.code = code
    argument.p.pointee.ffi = ffi
    return argument
  }

  /// Nil where the value is something else.
  init?(checking value: Value) {
    guard value.isHeap, value.type == CArgument.type else { return nil }
    self.init(value)
  }

  init(p: UnsafeMutablePointer<CArgumentLayout>) { self.p = p }

  var content: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(p) + MemoryLayout<CArgumentLayout>.offset(of: \.low).unsafelyUnwrapped
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    let argument = CArgument(a[0])
    let code = argument.p.pointee.code
    let letter = Character(UnicodeScalar(code))
    let content = argument.content
    switch UnicodeScalar(code) {
    case "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "f", "d":
      let value = try SimpleCodes.load(code, content, false)
      return Value("<cparam '\(letter)' (\(try Convert.repr(value).text))>")
    case "z", "Z", "P":
      let address = CTypesText.pointer(UnsafeRawPointer(bitPattern: UInt(argument.p.pointee.low)))
      return Value("<cparam '\(letter)' (\(address))>")
    case "c":
      return Value(
        "<cparam 'c' ('\(printable(UInt8(truncatingIfNeeded: argument.p.pointee.low)))')>")
    default:
      return Value("<cparam '\(letter)' at \(CTypesText.address(a[0]))>")
    }
  }

  private static func printable(_ byte: UInt8) -> String {
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
      return "\\" + String(UnicodeScalar(byte))
    }
    if byte >= 0x20, byte < 0x7F { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }
}
