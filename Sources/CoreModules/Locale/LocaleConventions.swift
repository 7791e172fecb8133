// `localeconv` and the message catalogs.

import Glibc
import TaipanRuntime

enum LocaleConventions {
  static func conventions(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef.make()
    guard let conventions = NumericLocale.withGlobal({ localeconv() }) else { return dict.value }
    let c = conventions.pointee
    func add(_ name: String, _ text: UnsafeMutablePointer<CChar>?) {
      dict.setStr(name, text.map { LocaleModule.text($0) } ?? StrRef.empty.value)
    }
    func add(_ name: String, _ number: CChar) { dict.setStr(name, Value(Int(number))) }
    add("int_curr_symbol", c.int_curr_symbol)
    add("currency_symbol", c.currency_symbol)
    add("mon_decimal_point", c.mon_decimal_point)
    add("mon_thousands_sep", c.mon_thousands_sep)
    dict.setStr("mon_grouping", grouping(c.mon_grouping))
    add("positive_sign", c.positive_sign)
    add("negative_sign", c.negative_sign)
    add("int_frac_digits", c.int_frac_digits)
    add("frac_digits", c.frac_digits)
    add("p_cs_precedes", c.p_cs_precedes)
    add("p_sep_by_space", c.p_sep_by_space)
    add("n_cs_precedes", c.n_cs_precedes)
    add("n_sep_by_space", c.n_sep_by_space)
    add("p_sign_posn", c.p_sign_posn)
    add("n_sign_posn", c.n_sign_posn)
    add("decimal_point", c.decimal_point)
    add("thousands_sep", c.thousands_sep)
    dict.setStr("grouping", grouping(c.grouping))
    return dict.value
  }

  /// Sizes of groups, with the 0 or CHAR_MAX that ends them; empty where there are none.
  private static func grouping(_ sizes: UnsafeMutablePointer<CChar>?) -> Value {
    let list = ListRef.make()
    guard let sizes, sizes[0] != 0 else { return list.value }
    var i = 0
    while sizes[i] != 0, sizes[i] != CChar.max {
      list.append(Value(Int(sizes[i])))
      i += 1
    }
    list.append(Value(Int(sizes[i])))
    return list.value
  }
}

enum MessageCatalogs {
  private static func required(_ value: Value, _ function: String, _ place: String)
    throws(Raised) -> String
  {
    guard value.isStr else {
      throw raise(
        .typeError, "\(function)() argument\(place) must be str, not \(value.argumentTypeName)")
    }
    return StrRef(value).text
  }

  private static func optional(_ value: Value, _ function: String, _ place: String)
    throws(Raised) -> String?
  {
    if value.isNone { return nil }
    guard value.isStr else {
      throw raise(
        .typeError,
        "\(function)() argument\(place) must be str or None, not \(value.argumentTypeName)")
    }
    return StrRef(value).text
  }

  private static func lookUp(_ domain: String?, _ message: String, _ category: Int32) -> Value {
    // The answer may be the argument's own memory.
    message.withCString { text in
      LibraryFunctions.with(domain) { name in
        LibraryFunctions.translate(name, text, category).map { LocaleModule.text($0) }
          ?? Value(message)
      }
    }
  }

  static func translate(_ a: Args) throws(Raised) -> Value {
    lookUp(nil, try required(a[0], "gettext", ""), LC_MESSAGES)
  }
  static func translateIn(_ a: Args) throws(Raised) -> Value {
    let domain = try optional(a[0], "dgettext", " 1")
    return lookUp(domain, try required(a[1], "dgettext", " 2"), LC_MESSAGES)
  }
  static func translateOf(_ a: Args) throws(Raised) -> Value {
    let domain = try optional(a[0], "dcgettext", " 1")
    let message = try required(a[1], "dcgettext", " 2")
    return lookUp(domain, message, try LocaleModule.int32(a[2]))
  }

  static func domain(_ a: Args) throws(Raised) -> Value {
    let name = try optional(a[0], "textdomain", "")
    guard let domain = LibraryFunctions.with(name, { LibraryFunctions.domain($0) }) else {
      throw raiseOS(errno)
    }
    return LocaleModule.text(domain)
  }

  static func bind(_ a: Args) throws(Raised) -> Value {
    let domain = try required(a[0], "bindtextdomain", " 1")
    if domain.isEmpty { throw LocaleModule.failed("domain must be a non-empty string") }
    let folder = a[1].isNone ? nil : try Convert.str(a[1]).text
    guard let bound = LibraryFunctions.with(folder, { LibraryFunctions.bind(domain, $0) }) else {
      throw raiseOS(errno)
    }
    return LocaleModule.text(bound)
  }

  static func bindCodeset(_ a: Args) throws(Raised) -> Value {
    let domain = try required(a[0], "bind_textdomain_codeset", " 1")
    let codeset = try optional(a[1], "bind_textdomain_codeset", " 2")
    let bound = LibraryFunctions.with(codeset) { LibraryFunctions.bindCodeset(domain, $0) }
    return bound.map { LocaleModule.text($0) } ?? .none
  }
}
