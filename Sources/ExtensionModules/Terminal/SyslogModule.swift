// The module `syslog`: messages to the system's log.

import Glibc
import TaipanRuntime

public enum SyslogModule {
  /// The C library keeps the address of the name that `openlog` is given.
  nonisolated(unsafe) private static var ident: UnsafeMutablePointer<CChar>?
  nonisolated(unsafe) private static var isOpen = false

  static let functions: [NativeMethod] = [
    NativeMethod(
      "openlog", "($module, /, ident=<unrepresentable>, logoption=0, facility=LOG_USER)", open),
    NativeMethod("closelog", "($module, /)", close),
    NativeMethod("syslog", "($module, *args)", log),
    NativeMethod("setlogmask", "($module, maskpri, /)", setMask),
    NativeMethod("LOG_MASK", "($module, pri, /)", mask),
    NativeMethod("LOG_UPTO", "($module, pri, /)", upTo),
  ]
  private static let constants: [(StaticString, Int)] = [
    ("LOG_EMERG", 0), ("LOG_ALERT", 1), ("LOG_CRIT", 2), ("LOG_ERR", 3), ("LOG_WARNING", 4),
    ("LOG_NOTICE", 5), ("LOG_INFO", 6), ("LOG_DEBUG", 7), ("LOG_PID", 1), ("LOG_CONS", 2),
    ("LOG_NDELAY", 8), ("LOG_ODELAY", 4), ("LOG_NOWAIT", 16), ("LOG_PERROR", 32), ("LOG_KERN", 0),
    ("LOG_USER", 8), ("LOG_MAIL", 16), ("LOG_DAEMON", 24), ("LOG_AUTH", 32), ("LOG_LPR", 48),
    ("LOG_LOCAL0", 128), ("LOG_LOCAL1", 136), ("LOG_LOCAL2", 144), ("LOG_LOCAL3", 152),
    ("LOG_LOCAL4", 160), ("LOG_LOCAL5", 168), ("LOG_LOCAL6", 176), ("LOG_LOCAL7", 184),
    ("LOG_SYSLOG", 40), ("LOG_CRON", 72), ("LOG_UUCP", 64), ("LOG_NEWS", 56),
    ("LOG_AUTHPRIV", 80), ("LOG_FTP", 88),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("syslog", functions)
    for (name, number) in constants { module.dict.setStr(name.interned, Value(number)) }
    return module
  }

  /// The program's name without its folder; nil where there is none.
  private static func programName() throws(Raised) -> Value {
    let arguments = DictRef(Singletons.sysDict).getStr("argv")
    guard arguments.isList, ListRef(arguments).count > 0, ListRef(arguments)[0].isStr else {
      return .none
    }
    let name = StrRef(ListRef(arguments)[0])
    if name.count == 0 { return .none }
    var start = name.count
    while start > 0, name[start - 1] != 0x2F { start -= 1 }
    return name.slice(start, name.count).value
  }

  private static func start(_ name: Value, _ options: Int32, _ facility: Int32) throws(Raised) {
    let text = name.isStr ? try ExpatModule.cText(name) : nil
    ident?.deallocate()
    ident = nil
    if let text {
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
      copy.initialize(from: text, count: text.count)
      ident = copy
    }
    openlog(ident, options, facility)
    isOpen = true
  }

  static func open(_ a: Args) throws(Raised) -> Value {
    if a[0].isPresent, !a[0].isStr {
      throw raise(
        .typeError, "openlog() argument 'ident' must be str, not \(a[0].argumentTypeName)")
    }
    let options = a[1].isPresent ? Int32(truncatingIfNeeded: try Convert.machineInt(a[1])) : 0
    let facility = a[2].isPresent ? Int32(truncatingIfNeeded: try Convert.machineInt(a[2])) : 8
    try start(a[0].isPresent ? a[0] : try programName(), options, facility)
    return .none
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    if isOpen {
      closelog()
      ident?.deallocate()
      ident = nil
      isOpen = false
    }
    return .none
  }

  static func log(_ a: Args) throws(Raised) -> Value {
    if a.count < 1 || a.count > 2 {
      throw raise(.typeError, "syslog.syslog requires 1 to 2 arguments")
    }
    let priority = a.count == 2 ? Int32(try Convert.cInt(a[0])) : 6
    let message = a[a.count - 1]
    if !message.isStr {
      throw raise(
        .typeError, "syslog() argument \(a.count) must be str, not \(message.argumentTypeName)")
    }
    let text = try ExpatModule.cText(message)
    if !isOpen { try start(try programName(), 0, 8) }
    text.withUnsafeBufferPointer { bytes in
      withVaList([bytes.baseAddress!]) { vsyslog(priority, "%s", $0) }
    }
    return .none
  }

  static func setMask(_ a: Args) throws(Raised) -> Value {
    Value(Int(setlogmask(Int32(truncatingIfNeeded: try Convert.machineInt(a[0])))))
  }
  static func mask(_ a: Args) throws(Raised) -> Value {
    Value(1 << (try Convert.machineInt(a[0])))
  }
  static func upTo(_ a: Args) throws(Raised) -> Value {
    Value(1 << (try Convert.machineInt(a[0]) &+ 1) &- 1)
  }
}
