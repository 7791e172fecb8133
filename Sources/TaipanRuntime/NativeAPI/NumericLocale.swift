// C's locale and Python's numbers.

import Glibc

/// The process's locale as far as Python's own conversions depend on it.
public enum NumericLocale {
  nonisolated(unsafe) private static var isEntered = false
  /// The thread's own locale, where it has one.
  nonisolated(unsafe) private static var own: locale_t?
  private static let global = locale_t(bitPattern: -1)
  /// `LC_NUMERIC_MASK`.
  private static let numericMask: Int32 = 1 << 1

  /// Takes the user's character encoding; "C" becomes C.UTF-8, as PEP 538 has it.
  public static func enterUserEncoding() {
    if isEntered { return }
    isEntered = true
    let name = setlocale(LC_CTYPE, "").map { String(cString: $0) } ?? "C"
    if name == "C" || name == "POSIX" { setlocale(LC_CTYPE, "C.UTF-8") }
  }

  /// Python reads and writes numbers with C's functions and a point, whatever the locale: where the
  /// global one has other numbers, the thread gets its own.
  public static func keepPlainNumbers() {
    let former = own
    own = nil
    let name = setlocale(LC_NUMERIC, nil).map { String(cString: $0) } ?? "C"
    if name != "C", name != "POSIX", let copy = duplocale(global) {
      own = newlocale(numericMask, "C", copy)
    }
    uselocale(own ?? global)
    if let former { freelocale(former) }
  }

  /// Calls `body` with the global locale: for what is to know its numbers.
  public static func withGlobal<Result>(_ body: () -> Result) -> Result {
    if own == nil { return body() }
    uselocale(global)
    defer { uselocale(own) }
    return body()
  }
}
