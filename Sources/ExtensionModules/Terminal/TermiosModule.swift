// The module `termios`: settings of terminals.

import Glibc
import TaipanRuntime

public enum TermiosModule {
  static let error = NativeError("error", module: "termios", base: .exception)
  private static let controlCount = 32

  static let functions: [NativeMethod] = [
    NativeMethod("tcgetattr", "($module, fd, /)", getAttributes),
    NativeMethod("tcsetattr", "($module, fd, when, attributes, /)", setAttributes),
    NativeMethod("tcsendbreak", "($module, fd, duration, /)", sendBreak),
    NativeMethod("tcdrain", "($module, fd, /)", drain),
    NativeMethod("tcflush", "($module, fd, queue, /)", flush),
    NativeMethod("tcflow", "($module, fd, action, /)", flow),
    NativeMethod("tcgetwinsize", "($module, fd, /)", getWindowSize),
    NativeMethod("tcsetwinsize", "($module, fd, winsize, /)", setWindowSize),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("termios", functions)
    for (name, number) in TerminalConstants.all {
      module.dict.setStr(name.interned, Value(number))
    }
    module.dict.setStr("error", error.type)
    return module
  }

  /// `termios.error` of the last call.
  private static func failed() -> Raised {
    let number = errno
    let text = Value(String(cString: strerror(number)))
    let args = TupleRef.of(Value(Int(number)), text)
    return setRaised(ExceptionRef.make(TypeRef(error.type), args: args).value)
  }

  private static func check(_ result: Int32) throws(Raised) -> Value {
    if result < 0 { throw failed() }
    return .none
  }

  // MARK: Attributes

  static func getAttributes(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    var mode = termios()
    if tcgetattr(descriptor, &mode) < 0 { throw failed() }
    let controls = ListRef.make()
    for i in 0..<controlCount {
      let byte = control(&mode, i)
      let isCount = (i == Int(VMIN) || i == Int(VTIME)) && mode.c_lflag & tcflag_t(ICANON) == 0
      controls.append(isCount ? Value(Int(byte)) : BytesRef.single(byte))
    }
    let list = ListRef.make()
    for flags in [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag] {
      list.append(Value(Int(flags)))
    }
    list.append(Value(Int(cfgetispeed(&mode))))
    list.append(Value(Int(cfgetospeed(&mode))))
    list.append(controls.value)
    return list.value
  }

  private static func control(_ mode: inout termios, _ index: Int) -> UInt8 {
    withUnsafeBytes(of: &mode.c_cc) { $0[index] }
  }

  static func setAttributes(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let moment = Int32(try Convert.cInt(a[1]))
    if !a[2].isList || ListRef(a[2]).count != 7 {
      throw raise(.typeError, "tcsetattr, arg 3: must be 7 element list")
    }
    let list = ListRef(a[2])
    var mode = termios()
    // What Python does not see stays as it is.
    if tcgetattr(descriptor, &mode) < 0 { throw failed() }
    mode.c_iflag = try flags(list, 0)
    mode.c_oflag = try flags(list, 1)
    mode.c_cflag = try flags(list, 2)
    mode.c_lflag = try flags(list, 3)
    let inputSpeed = try flags(list, 4)
    let outputSpeed = try flags(list, 5)
    let controls = list.count > 6 ? list[6] : .none
    if !controls.isList || ListRef(controls).count != controlCount {
      throw raise(
        .typeError, "tcsetattr: attributes[6] must be \(controlCount) element list")
    }
    for i in 0..<controlCount { try setControl(&mode, i, ListRef(controls)) }
    if cfsetispeed(&mode, inputSpeed) < 0 || cfsetospeed(&mode, outputSpeed) < 0 { throw failed() }
    return try check(Int32(Threads.allowOthers { Int(tcsetattr(descriptor, moment, &mode)) }))
  }

  private static func flags(_ list: ListRef, _ index: Int) throws(Raised) -> tcflag_t {
    if index >= list.count { throw raise(.indexError, "list index out of range") }
    guard let n = try Convert.index(list[index]).asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    guard let result = tcflag_t(exactly: n) else {
      throw raise(
        .overflowError,
        n < 0
          ? "can't convert negative value to unsigned int"
          : "Python int too large to convert to C unsigned int")
    }
    return result
  }

  private static func setControl(_ mode: inout termios, _ index: Int, _ list: ListRef)
    throws(Raised)
  {
    if index >= list.count { throw raise(.indexError, "list index out of range") }
    let value = list[index]
    let byte: UInt8
    if value.isBytes, BytesRef(value).count == 1 {
      byte = BytesRef(value).data[0]
    } else if value.isAnyInt {
      guard let n = value.exactInt.asMachineInt, let small = UInt8(exactly: n) else {
        throw raise(
          .overflowError,
          value.exactInt.intSign < 0
            ? "unsigned byte integer is less than minimum"
            : "unsigned byte integer is greater than maximum")
      }
      byte = small
    } else {
      throw raise(
        .typeError,
        "tcsetattr: elements of attributes must be characters or integers")
    }
    withUnsafeMutableBytes(of: &mode.c_cc) { $0[index] = byte }
  }

  // MARK: Lines

  static func sendBreak(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let duration = Int32(try Convert.cInt(a[1]))
    return try check(Int32(Threads.allowOthers { Int(tcsendbreak(descriptor, duration)) }))
  }
  static func drain(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    return try check(Int32(Threads.allowOthers { Int(tcdrain(descriptor)) }))
  }
  static func flush(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    return try check(tcflush(descriptor, Int32(try Convert.cInt(a[1]))))
  }
  static func flow(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    return try check(tcflow(descriptor, Int32(try Convert.cInt(a[1]))))
  }

  // MARK: Window

  static func getWindowSize(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) < 0 { throw failed() }
    return TupleRef.of(Value(Int(size.ws_row)), Value(Int(size.ws_col))).value
  }

  static func setWindowSize(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let isSequence =
      a[1].isTuple || a[1].isList
      || a[1].isHeap && a[1].type.special(.getitem).isPresent && !a[1].isDict
    if !isSequence || a[1].isAnySet {
      throw raise(.typeError, "tcsetwinsize, arg 2: must be a two-item sequence")
    }
    if try Convert.length(a[1]) != 2 {
      throw raise(.typeError, "tcsetwinsize, arg 2: must be a two-item sequence")
    }
    let rows = try extent(a[1], 0)
    let columns = try extent(a[1], 1)
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) < 0 { throw failed() }
    size.ws_row = rows
    size.ws_col = columns
    return try check(ioctl(descriptor, UInt(TIOCSWINSZ), &size))
  }

  private static func extent(_ sequence: Value, _ index: Int) throws(Raised) -> UInt16 {
    let item = try Subscript.get(sequence, Value(index))
    if !item.isAnyInt { throw raise(.typeError, "an integer is required") }
    guard let n = item.exactInt.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    guard let extent = UInt16(exactly: n) else {
      throw raise(
        .overflowError, "winsize value(s) out of range.")
    }
    return extent
  }
}
