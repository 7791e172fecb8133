// The module `_locale`: C's locales.
//
// Python's own conversions of numbers do not depend on it: see `NumericLocale`.

import Glibc
import TaipanRuntime

public enum LocaleModule {
  static let functions: [NativeMethod] = [
    NativeMethod("setlocale", "($module, category, locale=None, /)", setLocale),
    NativeMethod("localeconv", "($module, /)", LocaleConventions.conventions),
    NativeMethod("strcoll", "($module, os1, os2, /)", collate),
    NativeMethod("strxfrm", "($module, string, /)", transform),
    NativeMethod("nl_langinfo", "($module, key, /)", languageInfo),
    NativeMethod("getencoding", "($module, /)", getEncoding),
    NativeMethod("gettext", "($module, msg, /)", MessageCatalogs.translate),
    NativeMethod("dgettext", "($module, domain, msg, /)", MessageCatalogs.translateIn),
    NativeMethod(
      "dcgettext", "($module, domain, msg, category, /)", MessageCatalogs.translateOf),
    NativeMethod("textdomain", "($module, domain, /)", MessageCatalogs.domain),
    NativeMethod("bindtextdomain", "($module, domain, dir, /)", MessageCatalogs.bind),
    NativeMethod(
      "bind_textdomain_codeset", "($module, domain, codeset, /)", MessageCatalogs.bindCodeset),
  ]

  private static let categories: [(StaticString, Int32)] = [
    ("LC_CTYPE", LC_CTYPE), ("LC_TIME", LC_TIME), ("LC_COLLATE", LC_COLLATE),
    ("LC_MONETARY", LC_MONETARY), ("LC_MESSAGES", LC_MESSAGES), ("LC_NUMERIC", LC_NUMERIC),
    ("LC_ALL", LC_ALL), ("CHAR_MAX", 127),
  ]

  /// The items of `nl_langinfo`, by the C library's numbers: category << 16 and a place in it.
  private static let items: [(StaticString, Int32)] = [
    ("ABDAY_1", 0x20000), ("ABDAY_2", 0x20001), ("ABDAY_3", 0x20002), ("ABDAY_4", 0x20003),
    ("ABDAY_5", 0x20004), ("ABDAY_6", 0x20005), ("ABDAY_7", 0x20006), ("DAY_1", 0x20007),
    ("DAY_2", 0x20008), ("DAY_3", 0x20009), ("DAY_4", 0x2000A), ("DAY_5", 0x2000B),
    ("DAY_6", 0x2000C), ("DAY_7", 0x2000D), ("ABMON_1", 0x2000E), ("ABMON_2", 0x2000F),
    ("ABMON_3", 0x20010), ("ABMON_4", 0x20011), ("ABMON_5", 0x20012), ("ABMON_6", 0x20013),
    ("ABMON_7", 0x20014), ("ABMON_8", 0x20015), ("ABMON_9", 0x20016), ("ABMON_10", 0x20017),
    ("ABMON_11", 0x20018), ("ABMON_12", 0x20019), ("MON_1", 0x2001A), ("MON_2", 0x2001B),
    ("MON_3", 0x2001C), ("MON_4", 0x2001D), ("MON_5", 0x2001E), ("MON_6", 0x2001F),
    ("MON_7", 0x20020), ("MON_8", 0x20021), ("MON_9", 0x20022), ("MON_10", 0x20023),
    ("MON_11", 0x20024), ("MON_12", 0x20025), ("RADIXCHAR", 0x10000), ("THOUSEP", 0x10001),
    ("CODESET", 14), ("D_T_FMT", 0x20028), ("D_FMT", 0x20029), ("T_FMT", 0x2002A),
    ("T_FMT_AMPM", 0x2002B), ("AM_STR", 0x20026), ("PM_STR", 0x20027), ("ERA", 0x2002C),
    ("ERA_D_FMT", 0x2002E), ("ERA_D_T_FMT", 0x20030), ("ERA_T_FMT", 0x20031),
    ("ALT_DIGITS", 0x2002F), ("_DATE_FMT", 0x2006C), ("CRNCYSTR", 0x4000F),
    ("YESEXPR", 0x50000), ("NOEXPR", 0x50001),
  ]

  /// Root: the class `locale.Error`.
  nonisolated(unsafe) private static var errorClass: UnsafeMutablePointer<Value>?

  public static func make() throws(Raised) -> ModuleRef {
    NumericLocale.enterUserEncoding()
    let module = NativeModules.make("_locale", functions)
    for (name, value) in categories + items {
      module.dict.setStr(name.interned, Value(Int(value)))
    }
    if errorClass == nil {
      let namespace = DictRef.make()
      namespace.setStr("__module__", Value("locale"))
      errorClass = Heap.makeRoot(
        try Call.function(
          BuiltinType.type.value, Value("Error"),
          TupleRef.of(BuiltinType.exception.value).value, namespace.value))
    }
    module.dict.setStr("Error", errorClass.unsafelyUnwrapped.pointee)
    return module
  }

  static func failed(_ message: String) -> Raised {
    let type = TypeRef(errorClass.unsafelyUnwrapped.pointee)
    return setRaised(ExceptionRef.make(type, args: TupleRef.of(Value(message))).value)
  }

  static func int32(_ value: Value) throws(Raised) -> Int32 {
    guard let n = Int32(exactly: try Convert.machineInt(value)) else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    return n
  }

  static func setLocale(_ a: Args) throws(Raised) -> Value {
    let category = try int32(a[0])
    if a.count < 2 || a[1].isNone {
      guard let name = Glibc.setlocale(category, nil) else { throw failed("locale query failed") }
      return text(name)
    }
    guard a[1].isStr else {
      throw raise(
        .typeError, "setlocale() argument 2 must be str or None, not \(a[1].argumentTypeName)")
    }
    guard let name = Glibc.setlocale(category, StrRef(a[1]).text) else {
      throw failed("unsupported locale setting")
    }
    let result = text(name)
    NumericLocale.keepPlainNumbers()
    return result
  }

  /// Text of the C library, in UTF-8.
  static func text(_ text: UnsafePointer<CChar>) -> Value { Value(String(cString: text)) }

  // MARK: Order

  private static func wide(_ value: Value, _ function: String, _ argument: String)
    throws(Raised) -> [wchar_t]
  {
    guard value.isStr else {
      throw raise(
        .typeError, "\(function)() argument\(argument) must be str, not \(value.argumentTypeName)")
    }
    let str = StrRef(value)
    var out: [wchar_t] = []
    out.reserveCapacity(str.count + 1)
    for i in 0..<str.count {
      if str[i] == 0 { throw raise(.valueError, "embedded null character") }
      out.append(wchar_t(bitPattern: str[i]))
    }
    out.append(0)
    return out
  }

  static func collate(_ a: Args) throws(Raised) -> Value {
    let x = try wide(a[0], "strcoll", " 1")
    let y = try wide(a[1], "strcoll", " 2")
    return Value(Int(LibraryFunctions.collate(x, y)))
  }

  static func transform(_ a: Args) throws(Raised) -> Value {
    let source = try wide(a[0], "strxfrm", "")
    var out = [wchar_t](repeating: 0, count: source.count * 2 + 16)
    errno = 0
    var count = LibraryFunctions.transform(&out, source, out.count)
    if count >= out.count {
      out = [wchar_t](repeating: 0, count: count + 1)
      count = LibraryFunctions.transform(&out, source, out.count)
    }
    if errno != 0, errno != ERANGE { throw raiseOS(errno) }
    // What may not be a code point in Python is folded into the private planes' range.
    let points = out[0..<count].map { UInt32(bitPattern: $0) % 0x11_0000 }
    return points.withUnsafeBufferPointer {
      $0.count == 0
        ? StrRef.empty.value
        : StrRef.codePoints($0.baseAddress.unsafelyUnwrapped, count: $0.count).value
    }
  }

  // MARK: Information

  static func languageInfo(_ a: Args) throws(Raised) -> Value {
    let key = try int32(a[0])
    guard items.contains(where: { $0.1 == key }) else {
      throw raise(.valueError, "unsupported langinfo constant")
    }
    let answer = NumericLocale.withGlobal { nl_langinfo(nl_item(key)) }
    return answer.map { text($0) } ?? StrRef.empty.value
  }

  static func getEncoding(_ a: Args) throws(Raised) -> Value {
    let name = nl_langinfo(14).map { String(cString: $0) } ?? ""
    return Value(name.isEmpty ? "UTF-8" : name)
  }
}
